"""Writing a report: which one a source gives, for whom, and in which form."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from socialvalue.assess.evaluation import Evaluation
from socialvalue.blocks import as_markdown, docx_bytes
from socialvalue.contracts import CommunityOffers, Portfolio, Register
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.notices import CheckedNotices
from socialvalue.reports.all_contracts import all_contracts
from socialvalue.reports.answers import answer
from socialvalue.reports.asked import Asked
from socialvalue.reports.audiences import audience_of
from socialvalue.reports.awarded import award_report
from socialvalue.reports.directorates import annual, directors
from socialvalue.reports.document import page_bytes
from socialvalue.reports.noticed import found_in_notices, to_be_published
from socialvalue.reports.offered import community_page
from socialvalue.reports.queue import waiting
from socialvalue.reports.report import Report
from socialvalue.reports.review import review_sheet

__all__ = ["make", "write", "written"]


def make(
    source: Any,
    *,
    on: date | str,
    audience: str,
    kind: str | None = None,
    contract: str | None = None,
    question: str | None = None,
) -> Report:
    """Make a report for one audience: what it may not see is not in it.

    Args:
        source: What the report is about: a delivery record; all contracts as at a day; the result
            of an evaluation, of which it is the award report; community offers as at a day; or
            what was found in public notices.
        on: The day as at which.
        audience: Who reads it: ``contract-team``, ``directors``, ``public``, or ``supplier:`` and
            the supplier's name or identifier.
        kind: Which report of a delivery record: ``portfolio`` (all contracts, the usual one),
            ``contract`` (the review sheet of one), ``queue`` (what waits for the council),
            ``notices`` (what is to be published when), ``directors``, ``annual`` or ``answer``.
        contract: For a review sheet, the reference of the contract; the only one, if not given.
        question: For an answer: ``jobs``, ``local-spend``, ``supplier`` or ``shortfall``.

    Raises:
        InputError: No such audience (SV1100) or supplier (SV1101); no such report of this source
            (SV1102), one of another day (SV1103), or one that is not for this audience (SV1104);
            no such contract (SV950) or question (SV312).

    Example:
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> sv.reports.make(register, on="2022-12-31", audience="directors")
        <Report: All contracts, for directors, as at 31 December 2022>
    """
    kinds = next((held for noun, held in _KINDS.items() if isinstance(source, noun)), {})
    name = next(iter(kinds), "") if kind is None else kind
    if name not in kinds:
        hint = did_you_mean(name, kinds, label="of this")
        what, known = f"a {type(source).__name__}", ", ".join(kinds) or "none"
        raise InputError(problem("SV1102", found=name, what=what, known=known, hint=hint))
    reader = audience_of(audience)
    asked = Asked(source=source, on=day(on), audience=reader, kind=name, contract=contract,
                  question=question)  # fmt: skip
    return kinds[name](asked)


def write(
    source: Any,
    path: str | os.PathLike[str],
    *,
    on: date | str,
    audience: str,
    kind: str | None = None,
    contract: str | None = None,
    question: str | None = None,
) -> None:
    """Write a report for one audience: what it may not see is not in the file.

    Args:
        source: What the report is about, as for `make`.
        path: A file that ends in ``.html``, ``.md`` or ``.docx``.  What stood there is
            written over.
        on: The day as at which.
        audience: Who reads it, as for `make`.
        kind: Which report, as for `make`.
        contract: Of which contract, as for `make`.
        question: To which question, as for `make`.

    Raises:
        InputError: What `make` refuses; another ending (SV312); for a page, Jinja2 is not
            installed (SV1105); for a document, python-docx is not (SV841).

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
    said = {"on": on, "audience": audience, "kind": kind}
    file.write_bytes(written(source, file.suffix, **said, contract=contract, question=question))


def written(source: Any, ending: str, **said: Any) -> bytes:
    """What `write` writes into a file of an ending."""
    made = _FORMS.get(ending.lower())
    if made is None:
        hint = f"end the file's name in {' or '.join(_FORMS)}"
        raise InputError(problem("SV312", what="the ending of the file", found=ending, hint=hint))
    return made(make(source, **said))


def _markdown(report: Report) -> bytes:
    return f"{as_markdown(report._blocks())}\n".encode("utf-8", "backslashreplace")


def _word(report: Report) -> bytes:
    return docx_bytes(report.title, [tuple(report._blocks())])


_FORMS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    ".html": page_bytes, ".md": _markdown, ".docx": _word,
}  # fmt: skip
"""How a report is written, by the ending of its file."""


_Made = Callable[[Asked], Report]
_OF_ALL: Final[Mapping[str, _Made]] = {
    "portfolio": all_contracts, "directors": directors, "annual": annual, "answer": answer,
    "contract": review_sheet,
}  # fmt: skip
_KINDS: Final[Mapping[type[Any], Mapping[str, _Made]]] = {
    Register: {**_OF_ALL, "queue": waiting, "notices": to_be_published},
    Portfolio: _OF_ALL,
    Evaluation: {"award": award_report},
    CommunityOffers: {"community": community_page},
    CheckedNotices: {"notices": found_in_notices},
}
"""The reports of each kind of source, the usual one first."""
