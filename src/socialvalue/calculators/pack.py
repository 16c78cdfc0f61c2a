"""What goes out in one file: the workbook, the page, and a short guide to both."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from socialvalue.calculators.description import CalculatorData
from socialvalue.calculators.page import page_bytes
from socialvalue.calculators.workbook import workbook_bytes

__all__ = ["pack_bytes"]

_GUIDE: Final = """\
{title}
Social value calculator, version {version}, fingerprint {fingerprint}

Two forms of one calculator are in this folder. Use one of them. They ask for
the same, show the same £, and are read in the same way.

calculator.xlsx   for Excel or LibreOffice. Begin with the sheet "Start here".
calculator.html   for a web browser. Unpack it first, then open it from your own
                  folder. It works without internet and sends nothing anywhere.
                  It saves your offer as a workbook (.xlsx).

Return the workbook as the tender documents say. You need no login and no other
program. A box that you leave empty offers nothing; a 0, or a No, is an answer.

Offer only what you can deliver. If you win, it becomes part of the contract.
"""


def pack_bytes(calculator: CalculatorData) -> bytes:
    """An archive of both forms and a guide: the same calculator gives the same bytes."""
    guide = _GUIDE.format(
        title=calculator.tender.title,
        fingerprint=calculator.short_fingerprint,
        version=calculator.version,
    ).replace("\n", "\r\n")
    parts = {
        "read-me.txt": f"\ufeff{guide}".encode(),
        "calculator.xlsx": workbook_bytes(calculator),
        "calculator.html": page_bytes(calculator),
    }
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name)  # of 1980, the first day of archives: bytes repeat
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(part, content)
    return into.getvalue()
