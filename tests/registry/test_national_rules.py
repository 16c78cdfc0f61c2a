"""Which national model binds a procurement: by the day of its notice, boundaries exact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import socialvalue as sv

MODEL = "uk-social-value-model@"


@pytest.mark.parametrize(
    ("published", "status", "model", "may"),
    [
        ("2020-12-31", "none", "", ()),
        ("2021-01-01", "applies", "ppn-06-20", ()),
        ("2025-02-23", "applies", "ppn-06-20", ()),
        ("2025-02-24", "applies", "ppn-06-20", ("ppn-002",)),
        ("2025-09-30", "applies", "ppn-06-20", ("ppn-002",)),
        ("2025-10-01", "applies", "ppn-002", ()),
        ("2026-12-31", "applies", "ppn-002", ()),
        ("2027-01-01", "applies", "ppn-026", ()),
    ],
)
def test_by_the_day_of_the_notice(
    published: str, status: str, model: str, may: tuple[str, ...]
) -> None:
    """A day early or late is another rule book, and a challenge."""
    found = sv.national_rules(published=published, value=2_000_000)
    assert (found.status, found.framework) == (status, MODEL + model if model else "")
    assert found.may_use == tuple(MODEL + each for each in may)


@pytest.mark.parametrize(
    ("value", "status", "weight"),
    [
        ("999_999.99", "not applicable", None),
        ("1_000_000", "applies", Decimal(10)),
        ("4_999_999.99", "applies", Decimal(10)),
        ("5_000_000", "applies", Decimal(20)),
    ],
)
def test_by_the_contract_value(value: str, status: str, weight: Decimal | None) -> None:
    """From £1m a tenth, from £5m a fifth: a penny below is below."""
    found = sv.national_rules(published="2027-06-01", value=value)
    assert (found.status, found.minimum_weight) == (status, weight)


@pytest.mark.parametrize("given", [{}, {"value": 2_000_000}])
def test_no_day_is_unknown_never_today(given: dict[str, Any]) -> None:
    """Today's rule on an old notice would be the wrong one, and nobody would see it."""
    found = sv.national_rules(**given)
    assert found.status == "unknown"
    assert "notice" in found.reason


def test_no_value_where_the_value_decides() -> None:
    """Without the contract value nobody can say which weight is asked for."""
    found = sv.national_rules(published="2027-06-01")
    assert found.status == "unknown"
    assert found.framework == MODEL + "ppn-026"


@pytest.mark.parametrize("buyer", ["local", "nhs", "other"])
def test_other_buyers_are_not_bound(buyer: str) -> None:
    """A council told that a central rule binds it would score by somebody else's law."""
    found = sv.national_rules(published="2026-01-01", value=2_000_000, buyer=buyer)
    assert found.status == "not applicable"


def test_a_call_off_takes_its_parents_day() -> None:
    """A call-off of 2027 under a framework agreement of 2024 stays under the rules of 2024."""
    found = sv.national_rules(
        published="2027-06-01", parent_published="2024-05-01", value=2_000_000
    )
    assert found.framework == MODEL + "ppn-06-20"


def test_an_unknown_buyer_is_refused() -> None:
    """A misspelt buyer would silently be bound, or not."""
    with pytest.raises(sv.InputError) as caught:
        sv.national_rules(buyer="centrl")
    assert caught.value.problems[0].code == "SV312"
