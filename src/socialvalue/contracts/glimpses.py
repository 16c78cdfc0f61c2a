"""What of an entry is asked a million times, read from its text without all that it holds.

An entry has one spelling, and within a text of it a quotation mark never stands without a
backslash.  What is written otherwise than it is known here is read in full, by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from socialvalue.contracts.choices import EVIDENCE, PERSONAL_DATA

__all__ = ["DECIMAL", "ENDS", "FRACTION", "LINE", "behind", "pieces_in", "return_in"]

LINE, ENDS = '"line":"', '"ends":{"$date":"'
DECIMAL, FRACTION = '"quantity":{"$decimal":"', '"quantity":{"$fraction":"'
"""What stands before a field."""

_DAY = r'{"\$date":"([0-9-]{10})"}'
_RETURN = re.compile(
    rf'{{"\$":"DeliveryReturn",(?:"attested":\[[^]]*],)?"ends":{_DAY},"entered_by":"[^"\\]*",'
    r'(?:"evidence":\[[^]]*],)?(?:"kept":{[^}]*},)?"line":"([^"\\]*)","measure":"[^"\\]*",'
    r'(?:"place":"[^"\\]*",)?"quantity":{"\$decimal":"([^"\\]*)"}'
)
_A_PIECE = '{"$":"Evidence"'
_PIECE = re.compile(
    rf'{{"\$":"Evidence",(?:"dated":{_DAY},)?(?:"keep_until":{_DAY},)?'
    rf'"kind":"({"|".join(EVIDENCE)})","personal_data":"({"|".join(PERSONAL_DATA)})"}}'
)


def behind(text: str, mark: str) -> str:
    """What stands behind a mark, up to the next quotation mark; "" where there is none."""
    return text.partition(mark)[2].partition('"')[0]


def return_in(text: str) -> tuple[str, str, str] | None:
    """Last day, commitment and quantity of a return of which a decimal is reported.

    None where what was taken over from before the record stands in it, and where a name holds a
    quotation mark.
    """
    found = _RETURN.match(text)
    if found is None:
        return None
    ends, line, quantity = found.groups()
    return ends, line, quantity


def pieces_in(text: str) -> Sequence[tuple[str, str, str, str]] | None:
    """Day, day until which it is kept, kind and personal data of each piece of a return's evidence.

    None where one is written otherwise.
    """
    found = _PIECE.findall(text)
    return found if len(found) == text.count(_A_PIECE) else None
