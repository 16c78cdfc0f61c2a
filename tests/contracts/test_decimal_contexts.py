"""What a caller's program rounds decimals to changes no figure after award."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Inexact, localcontext
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.numbers import scaled, sum_of

ON = "2023-12-31"


@pytest.fixture
def changed(register: Any, report: Any) -> Any:
    """A record with a verified return, and a change of more digits than a small context keeps."""
    given = report(quantity="2.512345")
    register.approve(given, by="contract manager", on="2022-12-20")
    register.change("ECC-0412", reason="variation", ground="regulation_72", instrument="Deed 1",
                    on="2023-04-01", by="contract manager",
                    lines={"1": "+4.123456", "4": "-1234.56"})  # fmt: skip
    return register


def told_of(register: Any) -> Iterator[str]:
    """Every figure that people see of the record."""
    progress, found = (
        sv.contracts.progress(register, "ECC-0412", on=ON),
        sv.portfolio(register, on=ON),
    )
    yield str(progress.explain())
    yield repr(progress.columns())
    yield str(found.explain())
    yield repr(found.by("period"))
    for kind in ("portfolio", "contract", "annual"):
        made = sv.reports.make(register, on=ON, audience="contract-team", kind=kind)
        yield str(made)
    for question in ("local-spend", "shortfall", "supplier"):
        made = sv.reports.make(register, on=ON, audience="public", kind="answer", question=question)
        yield str(made)


def test_no_figure_after_award_goes_by_the_callers_context(changed: Any) -> None:
    """Whose program rounds decimals to one digit would report 28 FTE-years where 28.12 bind."""
    want = [*told_of(changed)]
    assert any("28.12 FTE-years" in each for each in want)
    assert any("of what is due by now is not verified" in each for each in want)
    with localcontext(Context(prec=1)):
        changed._read_anew()
        assert [*told_of(changed)] == want


def test_no_figure_after_award_needs_a_context_that_rounds(changed: Any) -> None:
    """Whose program refuses to round would have no report at all."""
    with localcontext(Context(prec=3, traps=[Inexact])):
        changed._read_anew()
        assert any("28.12 FTE-years" in each for each in told_of(changed))


def test_sums_and_moved_points_keep_every_digit() -> None:
    """A sum of pounds that loses its pence is another sum."""
    with localcontext(Context(prec=1, traps=[Inexact])):
        assert str(sum_of([scaled(117239748, -2), scaled(1, -3)])) == "1172397.481"
