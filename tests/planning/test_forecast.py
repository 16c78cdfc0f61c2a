"""A forecast of contracts: three chances, how good they were, and no path to points."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

SHARES = (0, Decimal("0.5"), 1, 0, Decimal("1.5"), 0)


def rows(count: int = 40, suppliers: int = 8) -> list[dict[str, Any]]:
    """Two commitments a contract: half deliver nothing, as contracts do."""
    return [
        {"contract": f"C{each:02}", "supplier": f"S{each % suppliers}", "contract_value": 500_000,
         "measure": measure, "promised": 1000 * (1 + each % 4),
         "delivered": SHARES[(each + at) % 6] * 1000 * (1 + each % 4)}
        for each in range(count)
        for at, measure in enumerate(("NT1", "NT18"))
    ]  # fmt: skip


@pytest.fixture(scope="module")
def past() -> sv.planning.PastContracts:
    """Forty finished contracts."""
    return sv.planning.past_contracts(rows())


def _state(row: dict[str, Any]) -> int:
    return 2 if row["delivered"] >= row["promised"] else 1 if row["delivered"] else 0


def test_chances_are_those_of_the_past_mixed_with_all(past: sv.planning.PastContracts) -> None:
    """(n of the measure + 20 × the share of all) ÷ (n + 20), worked out anew."""
    found = sv.planning.delivery_forecast(past)
    states = [_state(each) for each in rows()]
    shares = [Fraction(states.count(each), 80) for each in range(3)]
    assert [*found.overall.all] == shares
    own = [_state(each) for each in rows() if each["measure"] == "NT1"]
    mixed = [(own.count(each) + 20 * shares[each]) / Fraction(60) for each in range(3)]
    assert [*found["NT1"].all] == mixed
    assert sum(found["NT1"].all) == 1
    assert found["NT1"].commitments == 40
    with pytest.raises(sv.NotFoundError):
        found["NT99"]


def test_scores_leave_the_contract_out(past: sv.planning.PastContracts) -> None:
    """Who is scored on what it has seen looks better than it is: worked out anew, one by one."""
    found = sv.planning.delivery_forecast(past).calibration
    word = one = Fraction(0)
    for row in rows():
        rest = [_state(each) for each in rows() if each["contract"] != row["contract"]]
        chances = [Fraction(rest.count(each), len(rest)) for each in range(3)]
        came = [Fraction(each == _state(row)) for each in range(3)]
        one += sum((a - b) ** 2 for a, b in zip(chances, came, strict=True))
        word += 0 if came[2] else 2
    assert (found.at_their_word, found.pooled) == (word / 80, one / 80)
    assert found.pooled < found.at_their_word
    assert Fraction(1, 2) < found.coverage <= 1


def test_contracts_together_have_a_range(past: sv.planning.PastContracts) -> None:
    """No commitment over 100%, the same for the same seed, and wider for fewer contracts."""
    seen = sv.planning.delivery_forecast(past)
    whole, few = seen.portfolio(past), seen.portfolio(sv.planning.past_contracts(rows(6)))
    assert whole.low <= whole.middle <= whole.high <= whole.promised
    assert (few.high - few.low) / few.promised > (whole.high - whole.low) / whole.promised
    assert sv.planning.delivery_forecast(past).portfolio(past) == whole
    assert "may be delivered" in str(whole)


def test_it_is_of_contracts_and_never_of_bids(past: sv.planning.PastContracts) -> None:
    """Unjust otherwise: a bidder loses points for what others did not deliver."""
    bid = sv.Bid("Acme", price=90_000, marks={"quality": 4})
    seen = sv.planning.delivery_forecast(past)
    for wrong in (bid, [bid], (bid, bid)):
        with pytest.raises(sv.InputError, match="SV1350"):
            sv.planning.delivery_forecast(wrong)  # type: ignore[arg-type]
        with pytest.raises(sv.InputError, match="SV1350"):
            seen.portfolio(wrong)  # type: ignore[arg-type]
    with pytest.raises(sv.InputError, match="SV1347"):
        sv.planning.delivery_forecast(sv.planning.past_contracts(rows(9)))
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
    scheme = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
                        sv.Criterion("quality", 40, sv.PanelMark(out_of=5))])  # fmt: skip
    before = sv.evaluate(tender, [bid], toms, scheme).record()
    sv.planning.delivery_forecast(past).portfolio(past)
    assert sv.evaluate(tender, [bid], toms, scheme).record() == before
    with pytest.raises(sv.InputError):
        sv.evaluate(tender, [seen], toms, scheme)  # type: ignore[list-item]
    assert not [name for name in dir(seen) if "point" in name or "score" in name]


def test_a_machine_holds_the_wall(root: Path) -> None:
    """The contract that keeps points out of past contracts stands where the machine reads it."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (wall,) = [
        each for each in settings["tool"]["importlinter"]["contracts"]
        if each["name"] == "No path from past contracts to points"
    ]  # fmt: skip
    assert wall["source_modules"] == ["socialvalue.planning.past"]
    assert {"socialvalue.assess.evaluation", "socialvalue.assess.points"} <= {
        *wall["forbidden_modules"]
    }
    module = sv.planning.delivery_forecast.__module__
    assert module.startswith("socialvalue.planning.past.")


def test_every_forecast_says_how_good_it_was(past: sv.planning.PastContracts) -> None:
    """In the text and in the data; contracts that go on are left out of it."""
    found = sv.planning.delivery_forecast(past)
    assert "Brier score on contracts that were left out" in str(found)
    assert "of the random halves that it had not seen" in str(found)
    data = json.loads(found.to_json())
    assert {*data["calibration"]} == {"at_their_word", "pooled", "by_measure", "coverage"}
    assert found.to_frame()["measure"].to_list() == ["all", "NT1", "NT18"]
    running = [{**each, "finished": "no" if each["contract"] < "C20" else "yes"} for each in rows()]
    assert sv.planning.delivery_forecast(sv.planning.past_contracts(running)).contracts == 20


def test_a_measure_of_few_is_withheld_with_what_would_give_it_away() -> None:
    """Unjust otherwise: what became of one supplier's one commitment is printed by its measure."""
    alone = [*rows(), {**rows()[0], "measure": "NT9", "promised": 500, "delivered": 0}]
    found = sv.planning.delivery_forecast(sv.planning.past_contracts(alone))
    assert [each.measure for each in found.measures] == ["NT18"]
    assert found.withheld == ("NT1", "NT9")
    with pytest.raises(sv.NotFoundError):
        found["NT9"]
    assert "Withheld: NT1 and NT9." in str(found)
    assert json.loads(found.to_json())["withheld"] == ["NT1", "NT9"]
    assert found.to_frame()["measure"].to_list() == ["all", "NT18"]
    assert found.overall.commitments == 81


def test_a_measure_of_one_supplier_is_withheld() -> None:
    """Twenty commitments of one supplier are its own record, however many they are."""
    own = [{**each, "measure": "NT9"} for each in rows(80) if each["supplier"] == "S1"]
    kept = [each for each in rows() if each["supplier"] != "S1" or each["measure"] != "NT9"]
    found = sv.planning.delivery_forecast(sv.planning.past_contracts([*kept, *own]))
    assert "NT9" in found.withheld
    assert not sv.planning.delivery_forecast(sv.planning.past_contracts(rows())).withheld


def test_what_contracts_may_deliver_together_says_how_good_it_is(
    past: sv.planning.PastContracts,
) -> None:
    """Unjust otherwise: a range for two contracts is read as if it had been tried on two."""
    seen = sv.planning.delivery_forecast(past)
    many, few = seen.portfolio(past), seen.portfolio(sv.planning.past_contracts(rows(2)))
    for each in (many, few):
        assert (each.coverage, each.tried_on) == (seen.calibration.coverage, 20)
        assert "of random halves of the past, of 20 contracts each" in str(each)
        assert each.to_dict()["tried_on"] == 20
    assert "for fewer contracts was not tried" in str(few)
    assert "fewer" not in str(many)


def test_commitments_below_a_penny_are_none() -> None:
    """A table in which nothing counts is refused, where it ended in an IndexError."""
    small = [
        {**each, "promised": Decimal("0.001"), "delivered": Decimal("0.001")} for each in rows()
    ]
    with pytest.raises(sv.InputError, match="SV1347"):
        sv.planning.delivery_forecast(sv.planning.past_contracts(small))
    more = [{**each, "contract": f"small {each['contract']}"} for each in small]
    exact = [{**each, **{name: Decimal(each[name]) for name in ("promised", "delivered")}}
             for each in rows()]  # fmt: skip
    mixed = sv.planning.past_contracts([*exact, *more])
    assert sv.planning.delivery_forecast(mixed).contracts == 40


def test_a_measure_may_have_any_name() -> None:
    """Silent otherwise: a measure called as what has no name is neither shown nor withheld."""
    named = [{**each, "measure": "not stated" if each["measure"] == "NT1" else "NT18"}
             for each in rows()]  # fmt: skip
    found = sv.planning.delivery_forecast(sv.planning.past_contracts(named))
    assert [each.measure for each in found.measures] == ["NT18", "not stated"]
    none = [{**each, "measure": None if each["measure"] == "NT1" else "NT18"} for each in rows()]
    found = sv.planning.delivery_forecast(sv.planning.past_contracts(none))
    assert ([each.measure for each in found.measures], found.withheld) == (["NT18"], ())


def test_a_contract_of_which_nobody_says_that_it_ended_runs() -> None:
    """A blank cell is no yes: of a table that says which have ended, by a word or by a day."""
    said = [
        {**each, "finished": {0: "yes", 1: "no"}.get(at % 3)}
        for at, each in enumerate({each["contract"]: each for each in rows()}.values())
    ]
    table = sv.planning.past_contracts(said)
    assert [each.finished for each in table.contracts[:3]] == [True, False, False]
    seen = sv.planning.delivery_forecast(sv.planning.past_contracts(rows()))
    assert (seen.portfolio(table).contracts, seen.portfolio(table).ended) == (26, 14)
    with pytest.raises(sv.InputError, match="SV1348"):
        seen.portfolio(sv.planning.past_contracts([{**each, "finished": "yes"} for each in said]))
