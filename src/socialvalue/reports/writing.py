"""Writing a report: which one a source gives, for whom, and in which form."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.blocks import as_markdown, docx_bytes
from socialvalue.calculators import MonthlyRound, Returns
from socialvalue.calculators.monthly.papers import needs_review
from socialvalue.contracts import CommunityOffers, Portfolio, Register
from socialvalue.contracts.quiet import no_collection
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import day, one, several
from socialvalue.notices import CheckedNotices
from socialvalue.planning import Benchmark, TargetEffects
from socialvalue.reports.all_contracts import all_contracts
from socialvalue.reports.answers import answer
from socialvalue.reports.asked import Asked
from socialvalue.reports.audiences import CONTRACT_TEAM, DIRECTORS, audience_of
from socialvalue.reports.awarded import award_report, award_report_of_lots
from socialvalue.reports.compared import comparison
from socialvalue.reports.directorates import annual, directors
from socialvalue.reports.document import page_bytes
from socialvalue.reports.labels import labelled
from socialvalue.reports.month import my_month
from socialvalue.reports.noticed import found_in_notices, to_be_published
from socialvalue.reports.offered import community_page
from socialvalue.reports.queue import waiting
from socialvalue.reports.report import Report
from socialvalue.reports.review import review_sheet
from socialvalue.reports.targeted import target_report
from socialvalue.reports.workbook import report_book
from socialvalue.saving import write_file
from socialvalue.uncertainty import Simulation

__all__ = ["make", "month_reports", "report_bytes", "write", "written"]


def make(
    source: Any,
    *,
    on: date | str,
    audience: str,
    kind: str | None = None,
    contract: str | None = None,
    question: str | None = None,
    sensitive: Mapping[str, date | str] | None = None,
    trials: Simulation | Iterable[Simulation] = (),
) -> Report:
    """Make a report for one audience: what it may not see is not in it.

    Args:
        source: What the report is about: a delivery record; all contracts as at a day; the result
            of an evaluation, in lots or not, of which it is the award report; the calculators that
            came back, which it sets side by side; community offers as at a day; or what was found
            in public notices; or what past contracts did, or a target would have done.
        on: The day as at which.
        audience: Who reads it: ``contract-team``, ``directors``, ``public``, or ``supplier:`` and
            the supplier's name or identifier.
        kind: Which report of a delivery record: ``portfolio`` (all contracts, the usual one),
            ``contract`` (the review sheet of one), ``month`` (what its manager has to do),
            ``queue`` (what waits for the council), ``notices`` (what is to be published when),
            ``directors``, ``annual`` or ``answer``.
        contract: For a review sheet, the reference of the contract; the only one, if not given.
        question: For an answer: ``jobs``, ``local-spend``, ``supplier`` or ``shortfall``.
        sensitive: Heading of a column to the last day on which it is commercially sensitive; the
            column says so wherever it stands.
        trials: For an award report, what `sv.simulate` gave for it; for lots, for each of them.
            Without them it says nothing of how often another bid would be first.

    Raises:
        InputError: No such audience (SV1100) or supplier (SV1101); no such report of this source
            (SV1102), one of another day (SV1103), or one that is not for this audience (SV1104);
            a contract or a question that the report makes no use of (SV1111); no such contract
            (SV950) or question (SV312); no such column (SV1108), or one that is not for the public
            yet (SV1109); trials of something else (SV1317).

    Example:
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> sv.reports.make(register, on="2022-12-31", audience="directors")
        <Report: All contracts, for directors, as at 31 December 2022>
    """
    kinds = next((held for noun, held in _KINDS.items() if isinstance(source, noun)), {})
    name = next(iter(kinds), "") if kind is None else kind
    if one("the report", str, name) not in kinds:
        hint = did_you_mean(name, kinds, label="of this")
        what, known = f"a {type(source).__name__}", ", ".join(kinds) or "none"
        raise InputError(problem("SV1102", found=name, what=what, known=known, hint=hint))
    _refuse_what_it_uses_not(name, contract=contract, question=question)
    reader = audience_of(audience)
    tried = several("the trials", Simulation, trials)
    asked = Asked(source=source, on=day(on), audience=reader, kind=name, contract=contract,
                  question=question, trials=tried)  # fmt: skip
    _refuse_other_trials(asked)
    return labelled(kinds[name](asked), sensitive)


def _refuse_what_it_uses_not(kind: str, **said: Any) -> None:
    """Refuse it, since a report on all contracts would be read as one on the contract named."""
    wrong = [
        problem("SV1111", found=kind, what=what, known=known)
        for what, known in _USED_BY.items()
        if said[what] is not None and kind != known
    ]
    if wrong:
        raise InputError(wrong)


def _refuse_other_trials(asked: Asked) -> None:
    """Trials of another result would be said of this one."""
    held = asked.source
    ours = held.lots.values() if isinstance(held, LotsEvaluation) else (held,)
    for each in asked.trials:
        if each.evaluation not in ours:
            raise InputError(problem("SV1317", found=each.title))


def write(
    source: Any,
    path: str | os.PathLike[str],
    *,
    on: date | str,
    audience: str,
    kind: str | None = None,
    contract: str | None = None,
    question: str | None = None,
    sensitive: Mapping[str, date | str] | None = None,
    trials: Simulation | Iterable[Simulation] = (),
) -> None:
    """Write a report for one audience: what it may not see is not in the file.

    Args:
        source: What the report is about, as for `make`.
        path: A file that ends in ``.html``, ``.md``, ``.docx`` or ``.xlsx``.  What stood there
            is written over.
        on: The day as at which.
        audience: Who reads it, as for `make`.
        kind: Which report, as for `make`.
        contract: Of which contract, as for `make`.
        question: To which question, as for `make`.
        sensitive: Until when columns are commercially sensitive, as for `make`.
        trials: For an award report, as for `make`.

    Raises:
        InputError: What `make` refuses; another ending (SV312); for a page, Jinja2 is not
            installed (SV1105); for a document, python-docx is not (SV841), for a workbook,
            XlsxWriter (SV932).

    Example:
        >>> import tempfile, pathlib
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "all.md"
        ...     sv.reports.write(register, file, on="2022-12-31", audience="directors")
        ...     print(file.read_text(encoding="utf-8").splitlines()[0])
        # All contracts
    """
    file = Path(path)
    asked = {"kind": kind, "contract": contract, "question": question, "sensitive": sensitive}
    content = written(source, file.suffix, on=on, audience=audience, trials=trials, **asked)
    write_file(file, content)


def written(source: Any, ending: str, **said: Any) -> bytes:
    """What `write` writes into a file of an ending."""
    if ending.lower() not in _FORMS:  # before anything is worked out
        raise _no_ending(ending)
    with no_collection():
        return report_bytes(make(source, **said), ending)


def month_reports(register: Register, found: MonthlyRound) -> dict[str, Report]:
    """What people read of a monthly round: its list, all contracts, and a sheet a review meeting.

    Args:
        register: The delivery record, open.
        found: What the round came to.

    Returns:
        Each report by the name of its file in the folder of the round.

    Example:
        >>> import tempfile
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> with tempfile.TemporaryDirectory() as inbox:
        ...     found = sv.calculators.month(register, inbox, on="2022-12-20")
        >>> sorted(sv.reports.month_reports(register, found))
        ['all-contracts.html', 'directors.html', 'my-month.html']
    """
    held: dict[str, Any] = {"source": register, "on": found.on, "round": found._contracts}
    team = Asked(**held, audience=CONTRACT_TEAM, kind="month")
    reviews = {
        f"reviews/{each.review}": review_sheet(
            attrs.evolve(team, kind="contract", contract=each.reference)
        )
        for each in found._contracts
        if needs_review(each)
    }
    return {
        "my-month.html": my_month(team),
        "all-contracts.html": all_contracts(team),
        "directors.html": directors(Asked(**held, audience=DIRECTORS, kind="directors")),
        **reviews,
    }


def report_bytes(report: Report, ending: str) -> bytes:
    """A report as a file of a known ending holds it."""
    return _FORMS[ending.lower()](report)


def _no_ending(ending: str) -> InputError:
    hint = f"end the file's name in {' or '.join(_FORMS)}"
    return InputError(problem("SV312", what="the ending of the file", found=ending, hint=hint))


def _markdown(report: Report) -> bytes:
    return f"{as_markdown(report._blocks())}\n".encode("utf-8", "backslashreplace")


def _word(report: Report) -> bytes:
    return docx_bytes(report.title, [tuple(report._blocks())], wide=report.wide)


_FORMS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".html": page_bytes, ".md": _markdown, ".docx": _word,
    ".xlsx": report_book,
}  # fmt: skip
"""How a report is written, by the ending of its file."""


_USED_BY: Final[Mapping[str, str]] = {"contract": "contract", "question": "answer"}
"""The one kind of report that each of these is said for."""

_Made = Callable[[Asked], Report]
_OF_ALL: Final[Mapping[str, _Made]] = {
    "portfolio": all_contracts, "directors": directors, "annual": annual, "answer": answer,
    "contract": review_sheet,
}  # fmt: skip
_KINDS: Final[Mapping[type[Any], Mapping[str, _Made]]] = {
    Register: {**_OF_ALL, "month": my_month, "queue": waiting, "notices": to_be_published},
    Portfolio: _OF_ALL,
    Evaluation: {"award": award_report},
    LotsEvaluation: {"award": award_report_of_lots},
    CommunityOffers: {"community": community_page},
    Returns: {"comparison": comparison},
    CheckedNotices: {"notices": found_in_notices},
    Benchmark: {"target": target_report},
    TargetEffects: {"target": target_report},
}
"""The reports of each kind of source, the usual one first."""
