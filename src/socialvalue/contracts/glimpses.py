"""What of an entry is asked a million times, read from its text without all that it holds.

An entry has one spelling, and within a text of it a quotation mark never stands without a
backslash.  What is written otherwise than it is known here is read in full, by whoever asks.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from socialvalue.contracts.choices import EVIDENCE, PERSONAL_DATA

__all__ = ["DECIMAL", "ENDS", "FRACTION", "LINE", "Piece", "behind", "pieces_in", "return_in"]

LINE, ENDS = '"line":"', '"ends":{"$date":"'
DECIMAL, FRACTION = '"quantity":{"$decimal":"', '"quantity":{"$fraction":"'
"""What stands before a field."""

_DAY = r'{"\$date":"([0-9-]{10})"}'
_RETURN = re.compile(
    rf'{{"\$":"DeliveryReturn",(?:"attested":\[[^]]*],)?"ends":{_DAY},"entered_by":"[^"\\]*",'
    r'(?:"evidence":\[[^]]*],)?(?:"kept":{[^}]*},)?"line":"([^"\\]*)","measure":"[^"\\]*",'
    r'(?:"place":"[^"\\]*",)?"quantity":{"\$decimal":"([^"\\]*)"}'
)
_PIECE = (
    rf'{{"\$":"Evidence",(?:"dated":{_DAY},)?(?:"keep_until":{_DAY},)?'
    rf'"kind":"({"|".join(EVIDENCE)})","personal_data":"({"|".join(PERSONAL_DATA)})"}}'
)
_A_PIECE, _PIECES = re.compile(_PIECE), re.compile(f"{_PIECE}(?:,{_PIECE})*")

Piece = tuple[str, str, date | None, date | None]
"""Kind, personal data, day, and the day until which it is kept, of a piece of evidence."""


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


def pieces_in(text: str) -> tuple[Piece, ...] | None:
    """The evidence of a return without its words; None where a piece is written otherwise."""
    return _pieces(text.partition('"evidence":[')[2].partition("]")[0])


@lru_cache(maxsize=50_000)
def _pieces(text: str) -> tuple[Piece, ...] | None:
    """Pieces one behind another: most returns show the same kinds."""
    if text and _PIECES.fullmatch(text) is None:
        return None
    return tuple((kind, personal, _day(dated), _day(until))
                 for dated, until, kind, personal in _A_PIECE.findall(text))  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
