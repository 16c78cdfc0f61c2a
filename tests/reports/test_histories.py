"""Reports of whatever may have been written: each can be made, and its script counts alike."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, registers
from tests.reports.test_kinds import QUESTIONS, block

import socialvalue as sv
from socialvalue.contracts.amounts import to_two, whole_pounds
from socialvalue.engine.exact import pounds as as_pounds

AUDIENCES = ("contract-team", "directors", "public", "supplier:Acme", "supplier:Brook")
KINDS: tuple[dict[str, str], ...] = (
    *({"kind": each} for each in ("portfolio", "annual", "directors", "month", "queue", "notices")),
    *({"kind": "answer", "question": each} for each in QUESTIONS),
)  # fmt: skip
NOT_FOR_THEM = {"SV1101", "SV1104"}


def made(held: Any, on: date, **said: str) -> Iterator[sv.reports.Report]:
    """A report, or none where it is not for this audience."""
    try:
        yield sv.reports.make(held, on=on, **said)
    except sv.InputError as error:
        if {each.code for each in error.problems} - NOT_FOR_THEM:
            raise


def with_returns(held: Any, beyond: str, unit: str) -> None:
    """Returns of every commitment, those that changes added as well, and of one beyond."""
    on = date(2023, 10, 1)
    said = {"period": ("2023-07-01", "2023-09-30"), "statement": "x", "by": "supplier", "on": on}
    for reference, tracked in held.standing().contracts.items():
        for each in tracked.schedule.lines:
            with contextlib.suppress(sv.InputError):
                held.deliver(reference, line=each.line, quantity=1, **said)
        with contextlib.suppress(sv.InputError):
            given = held.deliver(reference, measure=beyond, unit=unit, unit_value="2.5",
                                 quantity=3, **said)  # fmt: skip
            held.approve(given, by="finance", on=on + timedelta(days=5))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=registers(), on=DAYS | st.just(date(2023, 12, 31)),
       beyond=st.sampled_from(["M1", "M2", "M5", "M99"]),
       unit=st.sampled_from(["person", "tonne", "gbp"]))  # fmt: skip
def test_every_history_has_its_reports(held: Any, on: date, beyond: str, unit: str) -> None:
    """A change, or something given beyond a contract, must not take the month's page away."""
    with_returns(held, beyond, unit)
    references = [*held.standing(on).contracts]
    asked = (*KINDS, *({"kind": "contract", "contract": each} for each in references))
    for audience in AUDIENCES:
        for said in asked:
            if said["kind"] != "contract" or not audience.startswith("supplier"):
                for report in made(held, on, audience=audience, **said):
                    assert report.title
                    if said["kind"] == "portfolio" and references:
                        counts_alike(report)


def counts_alike(report: sv.reports.Report) -> None:
    """What the script adds up is what stands in the tables that it writes into."""
    tables = {each.key: each.block.rows for each in report.sections}
    assert (report.data is None) == ("commitments" not in tables)
    data = report.data().data if report.data else {"rows": (), "units": ()}
    assert len(data["rows"]) == len(tables.get("commitments", ()))
    assert len(data["units"]) == len(tables.get("units", ()))
    for at, (parts, row) in enumerate(zip(data["units"], tables.get("units", ()), strict=True)):
        for column, field in ((2, 8), (3, 9)):
            whole = sum(int(each[field]) for each in data["rows"] if each[7] == at)
            assert row[column] == to_two(Fraction(whole, int(parts)))
    for at, row in enumerate(block(report, "totals").rows[:-1]):
        pence = sum(each[12] for each in data["rows"] if each[6] == at)
        assert row[1] == whole_pounds(as_pounds(pence))
