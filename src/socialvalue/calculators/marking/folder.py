"""Score sheets written into a folder, and read from it: every problem of every file at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from socialvalue.calculators.incoming import each_once, file_of, files_in
from socialvalue.calculators.marking.asked import PanelAsked, asked_of, assessed
from socialvalue.calculators.marking.cells import Came, came_in
from socialvalue.calculators.marking.given import MarkedResponse, MarkFile, Marks, first_hash
from socialvalue.calculators.marking.pages import SCORED, workbook_of
from socialvalue.calculators.marking.taken import (
    Agreed,
    Key,
    Scored,
    agreed_in,
    moderated_of,
    scored_in,
)
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import EvaluatorMark
from socialvalue.model.fields import as_read
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.tender import Tender
from socialvalue.registry.tenders import framework_of
from socialvalue.saving import write_files
from socialvalue.sheets.workbooks import read_workbook

__all__ = ["mark_files", "mark_sheets", "read_marks"]

_LONGEST_NAME: Final = 60
_MODERATION: Final = "\0moderation"
"""No evaluator's role."""


def mark_sheets(
    tender: Tender,
    bids: Iterable[Bid],
    folder: str | os.PathLike[str],
    *,
    evaluators: Iterable[str] = (),
    framework: Framework | None = None,
) -> tuple[Path, ...]:
    """Write score sheets for a panel: for each bidder the criteria, their scales, and no price.

    A bid's price, prices and commitments are not in the file at all.  Bids that are excluded or
    withdrawn have no sheet.

    Args:
        tender: The buyer's side.
        bids: What came in.
        folder: Where the files go; it is made if it is not there.
        evaluators: The roles of those who score, each with a file of its own; one file with an
            empty box for the role if none are named.
        framework: The set whose scheme counts where the tender has none; by default the one that
            the tender names.

    Returns:
        The files, in the order of the evaluators.

    Raises:
        InputError: There is no scheme (SV710) or nothing to score (SV946), two evaluators have one
            file (SV948), a file is there already (SV949), XlsxWriter is not installed (SV932).

    Example:
        >>> import tempfile, pathlib, socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     files = sv.calculators.mark_sheets(tender, bids, folder, evaluators=["Engineer"])
        >>> [each.name for each in files]
        ['scores-engineer.xlsx']
    """
    place = file_of(folder)
    contents = mark_files(tender, bids, evaluators=evaluators, framework=framework)
    there = [name for name in contents if (place / name).exists()]
    if there:
        raise InputError([problem("SV949", found=name) for name in there])
    return write_files(place, contents)


def mark_files(
    tender: Tender,
    bids: Iterable[Bid],
    *,
    evaluators: Iterable[str] = (),
    framework: Framework | None = None,
) -> dict[str, bytes]:
    """The score sheets by the names of their files.

    Raises:
        InputError: As `mark_sheets`.
    """
    asked = asked_of(tender, assessed(bids), _set_of(tender, framework))
    roles = [each.strip() for each in evaluators] or [""]
    names = [_name_of(role) for role in roles]
    twice = [role for role, name in zip(roles, names, strict=True) if names.count(name) > 1]
    if twice:
        named = f"the score sheet of {twice[0]}"
        raise InputError(problem("SV948", found=named, other=f"that of {twice[1]}"))
    return {
        name: workbook_of(asked, SCORED, day=tender.published, filled={"by": role})
        for name, role in zip(names, roles, strict=True)
    }


def _name_of(role: str) -> str:
    """The file of an evaluator: letters, digits and hyphens of the role."""
    name = re.sub(r"[^\w]+", "-", role.casefold()).strip("-_")[:_LONGEST_NAME]
    return f"scores-{name}.xlsx" if name else "scores.xlsx"


def _set_of(tender: Tender, framework: Framework | None) -> Framework | None:
    """The set whose scheme counts where the tender has none of its own."""
    lots: list[str | None] = [each.name for each in tender.lots]
    own = [tender.of_lot(each).scheme for each in lots or [None]]
    if framework is not None or None not in own or not tender.framework:
        return framework
    return framework_of(tender.framework, tender.published, Path())


# --- back ---------------------------------------------------------------------------------


@attrs.frozen
class _File:
    """One file of the folder, as far as it can be read."""

    file: str
    came: Came | None = None
    said: Scored | Agreed | None = None
    sha256: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """All that is wrong with it."""
        return self.problems if self.came is None else tuple(self.came.problems)


def read_marks(
    folder: str | os.PathLike[str],
    tender: Tender,
    *,
    framework: Framework | None = None,
    watch: Callable[[list[Path]], Iterable[Path]] = iter,
) -> Marks:
    """Read a panel's score sheets, and the moderation sheet if there is one.

    Nothing in a file is run, followed or put right.  A file with a problem gives no score; a
    score that is not there yet is noted and is never 0.

    Args:
        folder: Where they lie; what is hidden there, or begins with ``~$``, is left alone.
        tender: The buyer's side, as when the sheets were written.
        framework: The set whose scheme counts where the tender has none; by default the one that
            the tender names.
        watch: Is given the files, and gives each when it is to be read: for a progress bar.

    Returns:
        The scores with their reasons, by bidder and criterion, and all that is wrong, by file,
        sheet and cell.

    Raises:
        InputError: It is no folder (SV112).

    Example:
        >>> import tempfile, socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = sv.calculators.mark_sheets(tender, bids, folder)
        ...     found = sv.calculators.read_marks(folder, tender)
        >>> found.responses, [each.message for each in found.notes]
        ((), ['nothing is filled in, and nothing was read'])
    """
    paths = files_in(folder)
    chosen = _set_of(tender, framework)
    files, equal = each_once(_read(each, tender, chosen) for each in watch(paths))
    _together(files)
    _one_each(files)
    return _marks(files, equal)


def _read(path: Path, tender: Tender, framework: Framework | None) -> _File:
    try:
        book = read_workbook(path)
        came = came_in(path.name, book, tender, framework)
    except InputError as error:
        return _File(path.name, problems=tuple(each.for_file(path.name) for each in error.problems))
    except OSError as error:
        why = error.strerror or "it is no file"
        return _File(path.name, problems=(problem("SV112", found=path.name, why=why),))
    if book.macros:
        came.notes.append(problem("SV924").for_file(path.name))
    said = scored_in(came) if came.kind is SCORED else agreed_in(came)
    return _File(path.name, came, said, book.sha256)


def _together(files: list[_File]) -> None:
    """Refuse sheets that ask of other bidders than the first one does."""
    came = [each.came for each in files if each.came is not None]
    for each in came[1:]:
        found, expected = each.asked.short_fingerprint, came[0].asked.short_fingerprint
        if found != expected:
            other = problem("SV944", found=found, expected=expected)
            each.problems.append(other.for_file(each.file))


def _one_each(files: list[_File]) -> None:
    """Refuse two different sheets of one evaluator, and two moderation sheets."""
    groups: dict[str, list[Came]] = {}
    for each in files:
        if each.came is not None and each.said is not None:
            who = as_read(each.said.by) if isinstance(each.said, Scored) else _MODERATION
            groups.setdefault(who, []).append(each.came)
    for who, group in groups.items():
        for came in group if who and len(group) > 1 else ():
            what = "the moderation sheet" if who == _MODERATION else f"'{came.text('by')}'"
            other = next(one.file for one in group if one is not came)
            came.problems.append(problem("SV948", found=what, other=other).for_file(came.file))


def _marks(files: list[_File], equal: list[Problem]) -> Marks:
    """All that is right, together; all that is wrong, in order."""
    right = [each for each in files if not each.wrong]
    scored = [each.said for each in right if isinstance(each.said, Scored)]
    asked = next((each.came.asked for each in right if each.came and each.said), None)
    first = _first(asked, scored) if asked else {}
    moderated = next((each for each in files if isinstance(each.said, Agreed)), None)
    if moderated and moderated.came and asked:
        _check_first(moderated, moderated.came, first, complete=all(
            not each.wrong for each in files if each is not moderated
        ))  # fmt: skip
    found, held = _responses(asked, first, moderated) if asked else ((), None)
    problems = [each for file in files for each in file.wrong]
    notes = [each for file in files if file.came for each in file.came.notes] + equal
    return Marks(
        files=tuple(_told(each) for each in files), responses=found,
        moderation=held.moderation if held else None, asked=asked,
        problems=tuple(sorted(problems, key=lambda each: each.order)),
        notes=tuple(sorted(notes, key=lambda each: each.order)),
        panel=tuple((each.by, each.conflict, each.saw_prices) for each in scored),
    )  # fmt: skip


def _first(asked: PanelAsked, scored: list[Scored]) -> Mapping[Key, tuple[EvaluatorMark, ...]]:
    """Evaluators' own scores, by response and criterion, in the order of their roles."""
    ordered = sorted(scored, key=lambda each: (as_read(each.by), each.by))
    keys = [
        (number, question.name)
        for number, response in enumerate(asked.responses, start=1)
        for question in response.questions
    ]
    return {key: tuple(each.marks[key] for each in ordered if key in each.marks) for key in keys}


def _check_first(
    file: _File, came: Came, first: Mapping[Key, tuple[EvaluatorMark, ...]], *, complete: bool
) -> None:
    """Refuse a moderation sheet that was made from other first scores than these."""
    said = file.said
    if complete and isinstance(said, Agreed) and said.first != first_hash(first):
        came.problems.append(problem("SV947").for_file(file.file))


def _responses(
    asked: PanelAsked, first: Mapping[Key, tuple[EvaluatorMark, ...]], moderated: _File | None
) -> tuple[tuple[MarkedResponse, ...], Agreed | None]:
    """What was given, and the moderation sheet that it rests on: none if that has a problem."""
    agreed = moderated.said if moderated and not moderated.wrong else None
    came = moderated.came if moderated else None
    if isinstance(agreed, Agreed) and came is not None:
        found = _with_agreed(asked, first, agreed, came)
        if not came.problems:
            return found, agreed
    return _with_agreed(asked, first, None, None), None


def _with_agreed(
    asked: PanelAsked,
    first: Mapping[Key, tuple[EvaluatorMark, ...]],
    agreed: Agreed | None,
    came: Came | None,
) -> tuple[MarkedResponse, ...]:
    """Each response of which something was given."""
    found = []
    for number, response in enumerate(asked.responses, start=1):
        given = {key[1]: moderated_of(key, marks, agreed, came)
                 for key, marks in first.items() if key[0] == number}  # fmt: skip
        marks = {name: each for name, each in given.items() if each is not None}
        if marks:
            found.append(MarkedResponse(response.bidder, response.lot, FrozenMap(marks)))
    return tuple(found)


def _told(file: _File) -> MarkFile:
    kind = file.came.kind.word if file.came else ""
    by = file.said.by if file.said else ""
    notes = tuple(file.came.notes) if file.came else ()
    return MarkFile(file.file, kind, by, file.wrong, notes, file.sha256)
