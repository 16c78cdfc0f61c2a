"""Two standing values side by side: what was awarded, and what the same is worth today."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

import socialvalue as sv


@pytest.fixture
def stands(register: Any) -> Any:
    """How the contract stands at the end of its first quarter, with two years of work verified."""
    given = register.deliver("ECC-0412", line="1", quantity=2, by="supplier", on="2022-12-10",
                             period=("2022-09-01", "2022-11-30"), statement="Gangs.")  # fmt: skip
    register.approve(given, by="finance", on="2022-12-20")
    return sv.contracts.progress(register, "ECC-0412", on="2022-12-31")


def with_value(framework: sv.Framework, code: str, **changes: Any) -> sv.Framework:
    """The set with another unit or kind of one measure."""
    measure = framework[code]
    measures = {**framework.measures, measure.code: attrs.evolve(measure, **changes)}
    return attrs.evolve(framework, measures=measures)


def test_a_rise_in_prices_is_no_delivery(stands: Any, result: sv.Evaluation) -> None:
    """A proxy that doubled made a council report twice the work; here it is a column of its own."""
    given = {**result.tender.unit_values, "ECC1": 56920}
    found = sv.contracts.two_values(stands, result.framework, unit_values=given)
    line = found.lines[0]
    assert (line.delivered_at_award, line.delivered_today) == (56920, 113840)
    assert found.promised_at_award == stands.promised
    assert found.promised_today == stands.promised + Decimal("683040.00")
    assert stands.delivered == Decimal("56920.00")
    page = str(found)
    assert "a rise in prices is no delivery" in page.replace("\n", " ")
    assert "committed today" in page


def test_only_what_was_scored_is_worth_anything_today_either(
    stands: Any, result: sv.Evaluation
) -> None:
    """Two of six were scored: today's value goes with the same two, not with six."""
    found = sv.contracts.two_values(stands, result.framework,
                                    unit_values=result.tender.unit_values)  # fmt: skip
    assert all(each.promised_at_award == each.promised_today for each in found.lines)
    assert found.lines[1].promised_today == Decimal("30765.81")
    assert found.left_out == ()


def test_what_has_no_value_today_stands_in_no_sum(stands: Any, result: sv.Evaluation) -> None:
    """A sum of 9 commitments beside a sum of 8 would look like a loss."""
    code, given = stands["1"].obligation.measure, result.tender.unit_values
    cases = (({"unit": "person_week"}, "counted in"), ({"kind": "recorded"}, "no pounds"),
             ({}, "is local"))  # fmt: skip
    for changes, why in cases:
        local = {each: much for each, much in given.items() if changes or each != code}
        changed = with_value(result.framework, code, **changes)
        found = sv.contracts.two_values(stands, changed, unit_values=local)
        (line,) = found.left_out
        assert why in line.why
        assert line.promised_today is None
        assert found.promised_at_award == found.promised_today
        assert found.promised_at_award == stands.promised - Decimal("683040.00")
        assert "1 commitment, in no sum here" in str(found)
    rows = found.to_frame().to_dicts()
    assert rows[0]["promised_today_pence"] is None
    assert rows[0]["promised_at_award_pence"] == 68304000


def test_of_all_contracts(register: Any, result: sv.Evaluation) -> None:
    """A cabinet paper has both, and a set that has none of the measures says so of each."""
    whole = sv.portfolio(register, on="2022-12-31")
    found = sv.contracts.two_values(whole, result.framework,
                                    unit_values=result.tender.unit_values)  # fmt: skip
    assert found.promised_at_award == whole.promised
    other = sv.contracts.two_values(whole, sv.load("uk-open"), valued="2026-06-01")
    assert len(other.left_out) == len(other.lines)
    assert other.promised_today == 0
    with pytest.raises(sv.InputError, match="SV316"):
        sv.contracts.two_values(whole, "essex")  # type: ignore[arg-type]
