"""What a caller's program rounds decimals to changes nothing in planning, and nothing in trials."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, localcontext

import pytest
from tests.planning.past import rows

import socialvalue as sv

TENDER = sv.Tender("Depot", contract_value="1_234_567.89", years=2, published="2022-06-01",
                   target="0.125")  # fmt: skip
SCHEME = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("quality", "19.25", sv.PanelMark(out_of=5)),
    sv.Criterion("social value", "20.75", sv.AgainstTarget(cap=1, denominator="price")),
])  # fmt: skip


def figures() -> Iterator[str]:
    """Figures of each verb that reads money or marks."""
    toms = sv.load("national-toms@2022")
    pence = [
        {
            "contract": each["contract"],
            "supplier": each["supplier"],
            "contract_value_pence": each["contract_value"] * 100 + 1,
            "promised_pence": each["promised"] * 100 + 99,
        }
        for each in rows()
    ]
    past = sv.planning.past_contracts(pence)
    yield repr([(str(each.contract_value), str(each.promised)) for each in past.contracts])
    yield str(sv.planning.benchmark(past, by=["size"]).explain())
    yield str(sv.planning.red_team(TENDER, toms, SCHEME, costs={"NT28": "0.1"}).explain())
    bids = [
        sv.Bid(name, price=price, marks={"quality": mark},
               commitments=toms.commit("NT28", sv.gbp(given)))
        for name, price, mark, given in (
            ("Acme", "987_654.32", 4, "12_345.67"), ("Brook", "1_001_001.01", 3, "54_321.98"),
        )
    ]  # fmt: skip
    doubt = sv.uncertainty.Doubt(toms, values={"NT28": ("0.8", "1.25")})
    trials = sv.simulate(TENDER, bids, toms, SCHEME, doubt=doubt, draws=50, seed=7)
    yield str(trials.explain())
    yield repr([trials.lead(each).published for each in ("Acme", "Brook") if each != trials.first])
    yield repr(trials.columns())


@pytest.fixture(scope="module")
def want() -> list[str]:
    """What they come to in the usual context."""
    return [*figures()]


def test_no_plan_goes_by_the_callers_context(want: list[str]) -> None:
    """Whose program rounds decimals to three digits would read other pounds, hide and show others.

    What may be shown of past contracts is decided by their pounds as well.
    """
    assert "1,234,567.89" in want[2]
    assert "Decimal('" in want[4]
    with localcontext(Context(prec=3)):
        assert [*figures()] == want
