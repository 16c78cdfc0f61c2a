"""What is said of a commitment fits it: its measure, its unit, and the days on which it is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts import Breach, Clause, Kpi, Need, Offer, RatingBands

AGREED = {"ground": "regulation_72", "instrument": "Deed 1", "by": "contract manager"}
BANDS = RatingBands(
    good="0.95", approaching_target="0.91", requires_improvement="0.86", basis="units"
)
Report = Callable[..., Any]


def codes_of(write: Callable[[], object]) -> list[str]:
    """With which codes something is refused."""
    with pytest.raises(sv.SocialValueError) as caught:
        write()
    return [each.code for each in caught.value.problems]


def offer(**details: Any) -> Offer:
    """An offer of the tenth commitment, if nothing else is said."""
    usual = {"title": "A van", "kind": "equipment", "unit": "week", "quantity": 12, "line": "10",
             "starts": "2022-10-01", "until": "2025-08-31", "ask_via": "a box"}  # fmt: skip
    return Offer(**{**usual, **details})


@pytest.fixture
def widened(register: Any, result: sv.Evaluation) -> Any:
    """The record with a tenth commitment, which a change of 1 April 2023 adds."""
    weeks = result.framework.commit("ECC9", sv.weeks(26, people=2), place="E07000071")
    new = sv.contracts.new_commitments(result, weeks, first=10)
    register.change("ECC-0412", reason="variation", on="2023-04-01", new=new, **AGREED)
    return register


SAID: dict[str, Callable[..., Any]] = {
    "offer": lambda held, on: held.offer("ECC-0412", offer(), by="supplier", on=on),
    "clause": lambda held, on: held.clause(
        "ECC-0412", Clause("14", "credit", rate="0.1", lines=["10"]), by="legal", on=on
    ),
    "indicator": lambda held, on: held.set_kpis(
        "ECC-0412", [Kpi(id="4", title="Apprentices", lines=["10"])], bands=BANDS,
        by="procurement", on=on,
    ),
    "breach": lambda held, on: held.breach(
        "ECC-0412", Breach(ground="damages", confirmed_by="Head of Legal", obligation="52 weeks",
                           nature="None was given.", lines=["10"]), by="legal", on=on,
    ),
    "change": lambda held, on: held.change(
        "ECC-0412", reason="variation", on=on, lines={"10": "+4"}, **AGREED
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SAID)
def test_nothing_is_said_of_a_commitment_before_there_is_one(widened: Any, what: str) -> None:
    """One entry too early, and the offers of all contracts could not be read as at that day."""
    assert codes_of(lambda: SAID[what](widened, "2022-12-01")) == ["SV954"]
    assert SAID[what](widened, "2023-04-01").seq == 3


@pytest.mark.parametrize("what", [each for each in SAID if each != "change"])
def test_a_change_is_not_undone_under_what_is_said_of_its_commitment(
    widened: Any, what: str
) -> None:
    """An offer of a commitment that never was would take every other offer from the page."""
    said = SAID[what](widened, "2023-04-01")
    undo = {"reason": "the deed was not signed", "by": "contract manager"}
    assert codes_of(lambda: widened.correct(2, **undo)) == ["SV977"]
    widened.correct(said, **undo)
    assert widened.correct(2, **undo).about == 2
    assert sv.contracts.exchange(widened, on="2023-12-31").offers == ()


# --- returns ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [({"unit": "week"}, "SV308"), ({"unit": "wek"}, "SV204"), ({"measure": "NT10"}, "SV316"),
     ({"unit_value": "5"}, "SV316"), ({"line": True}, "SV316"), ({"line": 1.5}, "SV316"),
     ({"measure": 7}, "SV316")],
)  # fmt: skip
def test_a_return_that_names_another_measure_or_unit_is_refused(
    report: Report, said: dict[str, Any], code: str
) -> None:
    """40 weeks that were typed with their unit would stand as 40 FTE-years."""
    assert codes_of(lambda: report(**said)) == [code]
    assert report(unit="fte_year", measure="nt1", line=1).noun.line == "1"


def test_what_is_beyond_the_contract_has_one_code(register: Any) -> None:
    """Under the council's code and the national one the same weeks would count twice."""
    said: dict[str, Any] = {
        "quantity": 1, "period": ("2022-09-01", "2022-11-30"), "statement": "More staff.",
        "by": "supplier", "on": "2022-12-10", "unit_value": "28460",
    }  # fmt: skip
    first = register.deliver("ECC-0412", measure="ECC1", unit="fte_year", **said)
    again = lambda: register.deliver("ECC-0412", measure="nt1", unit="fte_year", **said)  # noqa: E731
    assert codes_of(again) == ["SV955"]
    register.approve(first, by="contract manager", on="2022-12-20")
    found = sv.portfolio(register, on="2022-12-31")
    assert str(found.by("measure")["ECC1"].unpromised) == "28460.00"
    assert str(found.by("theme")["jobs"].unpromised) == "28460.00"


# --- needs --------------------------------------------------------------------------------


def test_a_need_is_met_while_it_is_one_and_in_its_own_unit(register: Any) -> None:
    """Three hours are no three rooms, and a need that is closed is met by nobody."""
    made = register.offer("ECC-0412", offer(line=""), by="supplier", on="2022-10-01")
    wanted = Need(organisation="Food bank", audience="charity", kind="equipment", unit="week",
                  quantity=3, why="a van", until="2022-11-30")  # fmt: skip
    need = register.need(wanted, by="procurement", on="2022-10-10")
    rooms = attrs.evolve(wanted, unit="count")
    other = register.need(rooms, by="procurement", on="2022-10-10")

    def agree(about: Any, on: str) -> Any:
        return register.agree(made, quantity=1, receiver="Food bank", by="procurement", on=on,
                              need=about)  # fmt: skip

    assert codes_of(lambda: agree(other, "2022-10-12")) == ["SV308"]
    assert codes_of(lambda: agree(need, "2022-10-09")) == ["SV954"]
    assert codes_of(lambda: agree(need, "2022-12-01")) == ["SV954"]
    assert agree(need, "2022-10-12").noun.need == need.seq
    close: dict[str, Any] = {"reason": "they have one", "by": "procurement"}
    assert codes_of(lambda: register.close_offer(need, on="2022-10-01", **close)) == ["SV954"]
    register.close_offer(need, on="2022-10-20", **close)
    assert codes_of(lambda: register.close_offer(need, on="2022-10-21", **close)) == ["SV954"]
    assert codes_of(lambda: agree(need, "2022-10-25")) == ["SV954"]
