"""What a panel gave, shown, and in the tender file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import socialvalue as sv
from socialvalue.blocks import Block
from socialvalue.calculators.marking.folder import mark_files
from socialvalue.cli.out.options import in_file
from socialvalue.cli.views.calculators import named_from
from socialvalue.definitions.files import read_data
from socialvalue.definitions.writing import written
from socialvalue.model.bids.marks import EvaluatorMark, MarkChange, Moderated, Moderation
from socialvalue.numbers import plain
from socialvalue.registry.tenders import read_tender_with_framework

__all__ = ["given_blocks", "moderation_of", "read_back", "sheets_of", "tender_text"]


def sheets_of(path: Path, evaluators: tuple[str, ...]) -> dict[str, bytes]:
    """The score sheets of a tender file, by the names of their files.

    Raises:
        DefinitionError: All that is wrong with the file, or why nothing can be scored.
    """
    tender, bids, framework = read_tender_with_framework(path)
    with in_file(path):
        return mark_files(tender, bids, evaluators=evaluators, framework=framework)


def read_back(
    path: Path, folder: Path, watch: Callable[[list[Path]], Iterable[Path]]
) -> sv.calculators.Marks:
    """What the panel gave, by the files of a folder, each watched while it is read."""
    tender, _, framework = read_tender_with_framework(path)
    return sv.calculators.read_marks(folder, tender, framework=framework, watch=watch)


def given_blocks(found: sv.calculators.Marks) -> list[Block]:
    """The scores of a panel, and what its members declared."""
    return list(found.explain().blocks)


def moderation_of(found: sv.calculators.Marks) -> bytes:
    """The moderation sheet."""
    return found.moderation_bytes()


def tender_text(path: Path, found: sv.calculators.Marks, file: Path) -> str:
    """The tender file with what the panel gave.

    Raises:
        DefinitionError: A bid has another score already, or is not among those scored.
    """
    tender, bids, _ = read_tender_with_framework(path)
    with in_file(path):
        tender, marked = found.put_into(tender, bids)
    data = read_data(path, str(path))
    scored = {(each.bidder, each.lot) for each in found.responses}
    entries = [
        {**entry, "marks": {name: mark_keys(each) for name, each in bid.marks.items()}}
        if (bid.bidder, bid.lot) in scored
        else entry
        for entry, bid in zip(data["bids"], marked, strict=True)
    ]
    above = (
        f"Written by 'socialvalue marks' from {path.name}, whose comments are not here,",
        "and from the score sheets of the panel.",
    )
    changed = {
        "framework": named_from(data["framework"], path, file),
        "moderation": moderation_keys(tender.moderation or Moderation()),
        "bids": entries,
    }
    return written({**data, **changed}, above=above)


def mark_keys(mark: Moderated) -> dict[str, Any]:
    """The keys of a score in a tender file, which is read as the same score."""
    agreed = {} if mark.consensus is None else {"consensus": _mark(mark.consensus, mark)}
    keys = {
        "reason": mark.reason, "reason_for_others": mark.reason_for_others, "by": mark.by,
        "on": "" if mark.on is None else mark.on.isoformat(), "moved": mark.moved,
    }  # fmt: skip
    lists = {
        "marks": [_first_keys(each) for each in mark.marks],
        "changed": [_change_keys(each) for each in mark.changed],
    }
    return {**agreed, **_said(keys), **{name: each for name, each in lists.items() if each}}


def _first_keys(mark: EvaluatorMark) -> dict[str, str]:
    saw = "" if mark.saw_prices is None else "yes" if mark.saw_prices else "no"
    keys = {
        "reason": mark.reason, "on": "" if mark.on is None else mark.on.isoformat(),
        "conflict": mark.conflict, "saw_prices": saw,
    }  # fmt: skip
    return {"by": mark.by, "mark": _mark(mark.mark, mark), **_said(keys)}


def _change_keys(change: MarkChange) -> dict[str, str]:
    was = _mark(change.was, change)
    return {"was": was, "why": change.why, "by": change.by, "on": change.on.isoformat()}


def _mark(number: Any, noun: Moderated | EvaluatorMark | MarkChange) -> str:
    return ("pass" if number else "fail") if noun.by_word else plain(number)


def moderation_keys(moderation: Moderation) -> dict[str, str]:
    """The keys of how scores are moderated; none while that is open."""
    closed = "" if moderation.closed is None else moderation.closed.isoformat()
    return _said({"closed": closed, "by": moderation.by})


def _said(keys: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in keys.items() if value}
