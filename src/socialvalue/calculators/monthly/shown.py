"""What a box of a return says: words, what shows a delivery, the number of an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from socialvalue.calculators.boxes import Boxes
from socialvalue.contracts import Evidence
from socialvalue.errors import did_you_mean, problem
from socialvalue.sheets.typed import no_words

__all__ = ["evidence_in", "evidence_words", "seq_in", "words_in"]

_LONG: Final = 12
"""Digits that no number of an entry has."""


def evidence_words() -> dict[str, str]:
    """The kinds of evidence in words, each to its name."""
    return {each.replace("_", " "): each for each in Evidence.KINDS if each != "supplier_return"}


def seq_in(words: str) -> int:
    """The number of an entry, in the one way in which it is printed; 0 for anything else.

    Example:
        >>> seq_in("12"), seq_in("012"), seq_in("١٢"), seq_in("12.0")
        (12, 0, 0, 0)
    """
    is_short = words.isascii() and words.isdecimal() and len(words) < _LONG
    found = int(words) if is_short else 0
    return found if str(found) == words else 0


def words_in(came: Boxes, name: str, at: int) -> str:
    """The words in a box; what a sheet made of them is wrong."""
    made = no_words(came.cell(name, at))
    if made:
        came.wrong(came.span(name, at), problem("SV929", found=made))
        return ""
    return came.text(name, at)


def evidence_in(came: Boxes, at: int, names: tuple[str, str]) -> Iterator[Evidence]:
    """What shows it: the kind that is chosen, and where it is held.

    Args:
        came: What came back.
        at: The row.
        names: Of the box of the kind, and of that of the place.
    """
    kind, held = (words_in(came, name, at) for name in names)
    known: dict[str, Any] = evidence_words()
    found = known.get(kind.casefold())
    if kind and found is None:
        hint = did_you_mean(kind, known, label="kinds")
        span = came.span(names[0], at)
        came.wrong(span, problem("SV312", what="the kind of evidence", found=kind, hint=hint))
    elif found or held:
        yield Evidence(found or "other", held_at=held)
