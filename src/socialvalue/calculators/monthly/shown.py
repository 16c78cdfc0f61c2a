"""What shows a delivery, as a supplier chooses it in a box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.calculators.boxes import Boxes
from socialvalue.contracts import Evidence
from socialvalue.errors import did_you_mean, problem
from socialvalue.sheets.typed import no_words

__all__ = ["evidence_in", "evidence_words", "words_in"]


def evidence_words() -> dict[str, str]:
    """The kinds of evidence in words, each to its name."""
    return {each.replace("_", " "): each for each in Evidence.KINDS if each != "supplier_return"}


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
