"""What to ask each bidder: a draft, in the same words for all, in which nothing is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from socialvalue.assess.sentences import closed
from socialvalue.blocks import Block, Explanation, join
from socialvalue.calculators.returned import Returned
from socialvalue.errors import Problem
from socialvalue.model.fields import as_read

__all__ = ["Clarification", "clarifications_of"]

_TO_EXPLAIN: Final = frozenset(("SV923", "SV925", "SV928", "SV933", "SV939"))
"""Notes that only the bidder can answer; what else is noted is the authority's own."""
_FOOT: Final = (
    "No quantity may be added or increased in the answer. Whether a correction is allowed is for "
    "the authority under its tender documents and equal treatment."
)


@attrs.frozen(kw_only=True)
class Clarification:
    """What to ask one bidder.

    Attributes:
        bidder: The organisation that its return names, or "".
        files: The names of its returns.
        errors: What cannot be read as it stands, by file and cell.
        to_explain: What was read, and may not be meant so.
    """

    bidder: str
    files: tuple[str, ...]
    errors: tuple[str, ...]
    to_explain: tuple[str, ...]

    def explain(self) -> Explanation:
        """The draft, as text and HTML."""
        return join(self.blocks())

    def blocks(self) -> Iterator[Block]:
        """Its parts."""
        whose = self.bidder or "the sender of this file"
        yield Block(f"Clarification: {whose}", (f"Returned: {', '.join(self.files)}.",))
        if self.errors:
            yield Block("Error on the face of the return", self.errors)
        if self.to_explain:
            yield Block("Please explain; no figure may change", self.to_explain)
        yield Block("", (_FOOT,))


def clarifications_of(
    returned: Iterable[Returned], problems: Sequence[Problem], notes: Sequence[Problem]
) -> Iterator[Clarification]:
    """What to ask each bidder, by the names of the bidders; one without a question is left out.

    Args:
        returned: What came back.
        problems: What of it cannot be read.
        notes: What was read and a reader should know.
    """
    by_bidder: dict[str, list[Returned]] = {}
    for each in returned:
        by_bidder.setdefault(as_read(each.bidder) or each.file, []).append(each)
    asked = [each for each in notes if each.code in _TO_EXPLAIN]
    for name in sorted(by_bidder):
        made = _of_bidder(by_bidder[name], problems, asked)
        if made.errors or made.to_explain:
            yield made


def _of_bidder(
    found: list[Returned], problems: Iterable[Problem], asked: Iterable[Problem]
) -> Clarification:
    files = tuple(each.file for each in found)
    changed = (said for each in found for said in _changed(each, files))
    return Clarification(
        bidder=found[0].bidder, files=files, errors=_told(problems, files),
        to_explain=(*_told(asked, files), *changed),
    )  # fmt: skip


def _told(problems: Iterable[Problem], files: tuple[str, ...]) -> tuple[str, ...]:
    """Each with its sheet and cell, without what an officer is told to do about it."""
    return tuple(
        f"{_spot(each.file, each.cell, files)}{closed(each.message)}"
        for each in problems
        if each.file in files
    )


def _spot(file: str, cell: str, files: tuple[str, ...]) -> str:
    """A place in words; the file is named where there are several."""
    sheet, _, address = cell.rpartition("!")
    parts = (file if len(files) > 1 else "", f"sheet '{sheet}', cell {address}" if cell else "")
    said = ", ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}: " if said and not parts[0] else said and f"{said}: "


def _changed(returned: Returned, files: tuple[str, ...]) -> Iterator[str]:
    for each in returned.changed_cells:
        found = f"'{each.found}'" if each.found else "nothing"
        spot = _spot(returned.file, each.cell, files)
        yield f"{spot}{each.measure}: issued as {each.issued}; the file now has {found}."
