"""What goes out and what came back: shown, written into the tender file, and asked about."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import socialvalue as sv
from socialvalue.blocks import Block
from socialvalue.cli.out.options import in_file
from socialvalue.cli.out.render import as_text
from socialvalue.cli.views.letters import names_of
from socialvalue.definitions.files import read_data
from socialvalue.definitions.tenders.written import commitment_keys
from socialvalue.definitions.writing import Noted, written
from socialvalue.errors import (
    InputError,
    Problem,
    problem,
)
from socialvalue.model.fields import as_read
from socialvalue.numbers import plain, pounds
from socialvalue.registry.choosing import is_path
from socialvalue.registry.tenders import read_tender_with_framework
from socialvalue.units import QUANTITY_WAYS
from socialvalue.words import number_of

__all__ = [
    "ENDINGS",
    "TENDERS",
    "came_back",
    "carried_over",
    "clarification_files",
    "made_of",
    "named_from",
    "sent_out",
    "with_bids",
]

ENDINGS: Final = (".xlsx", ".html", ".zip")
"""The files that a calculator is written as."""
TENDERS: Final = (".yaml", ".yml")
_FIGURES: Final = frozenset((*QUANTITY_WAYS, "yes", "quantity", "years", "people"))
_SECOND: Final = frozenset(("years", "weeks", "hours", "expert_hours", "attendee_hours"))
"""The keys whose figure stands in the second of two boxes."""


def made_of(
    path: Path,
    lot: str | None,
    before: sv.calculators.Calculator | None = None,
    because: str = "",
) -> tuple[sv.calculators.Calculator, tuple[sv.Bid, ...], Mapping[str, Any]]:
    """The calculator of a tender file, its bids, and its plain data.

    Args:
        path: The tender file.
        lot: The lot that is asked for.
        before: The calculator that it replaces, if any.
        because: Why it does.

    Raises:
        DefinitionError: All that is wrong with it, or with what its calculator asks for.
    """
    tender, bids, framework = read_tender_with_framework(path)
    with in_file(path):
        if before is not None:
            _check_version(tender, before)
        made = sv.calculators.make(tender, framework, lot=lot, replaces=before, because=because)
    return made, bids, read_data(path, str(path))


def _check_version(tender: sv.Tender, before: sv.calculators.Calculator) -> None:
    """Ask for the version in the file: the next one must know that it is the third.

    Raises:
        InputError: The file does not say it (SV938).
    """
    if tender.calculator is None or tender.calculator.version is None:
        hint = f"write 'version: {before.version + 1}' under 'calculator' of the new tender file"
        found = "the new tender file does not say which version its calculator is"
        raise InputError(problem("SV938", found=found, hint=hint))


def carried_over(
    path: Path, calculator: sv.calculators.Calculator
) -> tuple[list[sv.calculators.CarriedOver], tuple[Problem, ...]]:
    """A filled calculator, or each of a folder, opened in another; and what cannot be.

    Raises:
        InputError: The one file cannot be (SV901, SV940).
    """
    if not path.is_dir():
        return [sv.calculators.carry(path, calculator)], ()
    files = sorted(path.glob("[!.~]*.xlsx"))
    if not files:
        raise InputError(problem("SV112", found=path.name, why="no workbook (.xlsx) is in it"))
    found: list[sv.calculators.CarriedOver] = []
    wrong: list[Problem] = []
    for each in files:
        try:
            found.append(sv.calculators.carry(each, calculator))
        except InputError as error:
            wrong += error.problems
    return found, tuple(wrong)


# --- what is shown ------------------------------------------------------------------------


def sent_out(calculator: sv.calculators.Calculator) -> list[Block]:
    """What went out, and what to print in the ITT; with what changed since one that was out."""
    worth = sum(each.unit_value is not None for each in calculator.lines)
    count, value = number_of(len(calculator.lines), "measure"), calculator.tender.contract_value
    words = ", ".join(each.code for each in calculator.lines if each.words)
    limits = ", ".join(f"{code} {plain(most)}" for code, most in calculator.limits.items())
    said = (
        f"Fingerprint, to print in the ITT: {calculator.short_fingerprint}",
        f"{count}, {worth} of them with £; contract value {pounds(value.initial)}.",
        f"Limits: {limits}." if limits else "",
        f"Words are asked for with {words}." if words else "",
        "Each row asks if community groups may ask for it." if calculator.community else "",
    )
    blocks = [Block(calculator.tender.title, tuple(each for each in said if each))]
    heading, news = f"Version {calculator.version}, for all bidders", calculator.replacing
    return [*blocks, Block(heading, news)] if news else blocks


def came_back(
    returns: sv.calculators.Returns,
    calculator: sv.calculators.Calculator,
    said: Sequence[str] = (),
) -> Iterator[Block]:
    """Each file, what it holds, and what of it is not as it was issued.

    Args:
        returns: What came back.
        calculator: What was issued.
        said: What else there is to say.
    """
    files = returns.returned
    head = f"{number_of(len(files), 'return')} to the calculator {calculator.short_fingerprint}"
    wrong = [each.file for each in returns.problems]
    noted = [each.file for each in returns.notes]
    rows = tuple(
        (
            each.file, each.bidder or "–",
            str(len(each.bid.commitments)) if each.bid else "–",
            str(wrong.count(each.file)), str(noted.count(each.file)),
        )
        for each in files
    )  # fmt: skip
    headings = ("file", "bidder", "commitments", "problems", "notes")
    yield Block(head, (), headings, rows, (2, 3, 4))
    if changed := [(each.file, one) for each in files for one in each.changed_cells]:
        yield _changed(changed)
    if differ := [(each.file, one) for each in files for one in each.differences]:
        yield _differing(differ)
    if said:
        yield Block("", tuple(said))


def _changed(found: Sequence[tuple[str, sv.calculators.Changed]]) -> Block:
    headings = ("file", "cell", "measure", "issued", "found")
    rows = tuple(
        (file, each.cell, each.measure, each.issued, each.found or "nothing")
        for file, each in found
    )
    return Block("Changed outside the boxes", (), headings, rows)


def _differing(found: Sequence[tuple[str, sv.calculators.Difference]]) -> Block:
    """Rows whose pounds are not ours; those that a sheet shows none of are told together."""
    blank = Counter((file, each.cause) for file, each in found if not each.sheet)
    rows = [
        (file, each.cell, each.measure, pounds(each.sheet), pounds(each.ours), each.cause)
        for file, each in found
        if each.sheet
    ]
    rows += [
        (file, number_of(count, "row"), "", "none", "", cause)
        for (file, cause), count in blank.items()
    ]
    headings = ("file", "cell", "measure", "£ in the sheet", "£ that count", "cause")
    return Block("£ before double counts that are not ours", (), headings, tuple(rows), (3, 4))


def clarification_files(returns: sv.calculators.Returns) -> dict[str, str]:
    """What to ask each bidder, by the names of files."""
    found = returns.clarifications
    names = names_of([each.bidder or Path(each.files[0]).stem for each in found])
    return {
        f"{name}.txt": as_text(each.blocks(), Path(name))
        for name, each in zip(names, found, strict=True)
    }


# --- the tender file with its bids --------------------------------------------------------


def with_bids(
    data: Mapping[str, Any],
    returns: sv.calculators.Returns,
    calculator: sv.calculators.Calculator,
    tender: Path,
    file: Path,
) -> str:
    """A tender file with what came back in its bids, each figure beside its cell.

    Args:
        data: The plain data of the tender file.
        returns: What came back, without a problem.
        calculator: What was issued.
        tender: The tender file.
        file: Where the text goes: a set that is named by a path is named from there.
    """
    came = {as_read(each.bidder): each for each in returns.returned if each.bid is not None}
    named: Sequence[Mapping[str, Any]] = data["bids"]
    bids: list[dict[str, Any]] = []
    for bid, entry in zip_longest(returns.bids, named):
        held = dict(entry or {"bidder": bid.bidder, **({"lot": bid.lot} if bid.lot else {})})
        found = came.get(as_read(bid.bidder)) if bid.lot == calculator.lot else None
        if found is not None:
            held["commitments"] = [
                _noted(each, cells, found.file, calculator)
                for each, cells in zip(bid.commitments, found.cells, strict=True)
            ]
        bids.append(held)
    count = number_of(len(returns.returned), "return")
    above = (
        f"Written by 'socialvalue read' from {tender.name}, whose comments are not here,",
        f"and {count} to the calculator {calculator.short_fingerprint}.",
        "Beside each figure is the cell that it came from.",
    )
    framework = named_from(data["framework"], tender, file)
    return written({**data, "framework": framework, "bids": bids}, above=above)


def _noted(
    commitment: Any, cells: tuple[str, str], file: str, calculator: sv.calculators.Calculator
) -> dict[str, Any]:
    """The keys of a commitment, each figure with its cell."""
    measure = calculator.framework[commitment.measure]
    keys = commitment_keys(commitment, measure.alias or measure.code)
    return {
        key: Noted(value, f"{file}, {cells[key in _SECOND]}") if key in _FIGURES else value
        for key, value in keys.items()
    }


def named_from(framework: str, tender: Path, file: Path) -> str:
    """The set's name; a path to it from the folder of the new file."""
    if not is_path(framework) or Path(framework).is_absolute():
        return framework
    found = os.path.relpath(tender.parent / framework, file.parent)
    return f"./{Path(found).as_posix()}"
