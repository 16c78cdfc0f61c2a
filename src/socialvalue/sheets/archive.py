"""The parts of a workbook that a stranger sent, within bounds that hold before any is parsed."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from socialvalue.errors import InputError, Problem, problem

__all__ = ["bounded_bytes", "open_parts", "part_bytes", "tree"]

MOST_PARTS: Final = 400
MOST_IN_A_PART: Final = 24 * 2**20
MOST_IN_ALL: Final = 64 * 2**20

_ENCODING: Final = re.compile(rb"""^[^>]*encoding\s*=\s*["']([^"']*)""")
_BOOKS: Final = ("xl/workbook.xml", "content.xml")
_OLD: Final = b"\xd0\xcf\x11\xe0"
_SAVE: Final = "open it and choose Save as, Excel workbook (.xlsx)"
_KINDS: Final = (
    (b"%PDF", "a PDF", "send the workbook itself, as .xlsx"),
    (b"\x89PNG", "a picture", "send the workbook itself, as .xlsx"),
    (b"\xff\xd8\xff", "a picture", "send the workbook itself, as .xlsx"),
    (_OLD, "an old .xls, or a workbook with a password to open", f"{_SAVE}, without a password"),
)


def bounded_bytes(path: Path) -> bytes:
    """What a file holds, if it is no larger than any workbook is.

    Raises:
        InputError: It is larger (SV902).
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_IN_ALL + 1)
    except OSError as error:
        raise InputError(problem("SV112", found=path.name, why=error.strerror)) from None
    if len(data) > MOST_IN_ALL:
        raise InputError(problem("SV902", found=f"has more than {MOST_IN_ALL // 2**20} MB"))
    return data


def open_parts(data: bytes) -> zipfile.ZipFile:
    """The parts of a workbook, once their number and sizes are known to be sane.

    Raises:
        InputError: It is no workbook (SV901), larger than any is (SV902), or damaged (SV903).
    """
    if not data.startswith(b"PK"):
        raise InputError(_not_a_workbook(data))
    try:
        parts = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, OverflowError):
        raise InputError(problem("SV903", found="it was cut off, or altered on its way")) from None
    _check(parts.infolist())
    return parts


def _not_a_workbook(data: bytes) -> Problem:
    for begins, what, hint in _KINDS:
        if data.startswith(begins):
            return problem("SV901", found=what, hint=hint)
    return problem("SV901", found="an empty file" if not data else "something else")


def _check(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what no spreadsheet program writes, by the archive's own directory.

    Python never unpacks more than the size that is stated there.
    """
    names = {each.filename for each in parts}
    faults = (
        (len(parts) > MOST_PARTS, "SV902", f"has more than {MOST_PARTS} parts"),
        (
            any(each.file_size > MOST_IN_A_PART for each in parts)
            or sum(each.file_size for each in parts) > MOST_IN_ALL,
            "SV902",
            f"unpacks to more than {MOST_IN_ALL // 2**20} MB",
        ),
        (len(names) < len(parts), "SV903", "a part stands in it twice"),
        (any(each.flag_bits & 1 for each in parts), "SV901", "a workbook with a password to open"),
        (any(_outside(name) for name in names), "SV903", "a part lies outside it"),
        (
            not names.isdisjoint({"EncryptedPackage", "encrypted-package"}),
            "SV901",
            "a workbook with a password to open",
        ),
        ("xl/workbook.bin" in names, "SV901", "a binary workbook (.xlsb)"),
        (names.isdisjoint(_BOOKS), "SV901", "an archive of other files"),
    )
    for found, code, words in faults:
        if found:
            raise InputError(problem(code, found=words))


def _outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def part_bytes(parts: zipfile.ZipFile, name: str) -> bytes:
    """One part; nothing where there is none of that name."""
    try:
        return parts.read(name)
    except KeyError:
        return b""
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError,
        RuntimeError, ValueError,
    ):  # fmt: skip
        raise _damaged(name) from None


def _damaged(name: str) -> InputError:
    return InputError(problem("SV903", found=f"its part '{name}' is damaged"))


def tree(data: bytes, name: str) -> ET.Element:
    """The elements of a part; definitions are refused before anything is read.

    Raises:
        InputError: What no spreadsheet program writes (SV903).
    """
    _check_signs(data, name)
    if b"<!DOCTYPE" in data:
        raise InputError(problem("SV903", found=f"its part '{name}' defines a document type"))
    try:
        return ET.fromstring(data)  # noqa: S314 - no definitions, and bounded by who calls
    except (ET.ParseError, LookupError, ValueError):
        raise _damaged(name) from None


def _check_signs(data: bytes, name: str) -> None:
    """Refuse other signs than those of UTF-8, in which a definition could hide."""
    head = data[:200]
    said = _ENCODING.search(head)
    if (
        head[:2] in {b"\xff\xfe", b"\xfe\xff"}
        or b"\x00" in head
        or (said is not None and said.group(1).lower() not in {b"utf-8", b"us-ascii"})
    ):
        raise _damaged(name)
