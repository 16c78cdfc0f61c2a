"""What goes out: the measures asked for, and a fingerprint of what decides a pound."""

from __future__ import annotations

import builtins
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs."""
    return sv.load("national-toms", edition="2022")


def tender(**details: Any) -> sv.Tender:
    """A tender with values of its own."""
    usual = {
        "contract_value": 2_400_000, "years": 3, "published": "2022-06-01", "target": "0.50",
        "unit_values": {"NT1": "28460"},
    }  # fmt: skip
    return sv.Tender("Roads", **{**usual, **details})


def made(framework: sv.Framework, of_tender: sv.Tender | None = None, **details: Any) -> Any:
    """A calculator of two measures."""
    given = {"measures": ["NT1", "NT10"], **details}
    return sv.calculators.make(of_tender or tender(), framework, **given)


def test_what_is_asked_for_is_kept_in_its_order(toms: sv.Framework) -> None:
    """The buyer's order is the sheet's, and a code twice is one row."""
    calculator = made(toms, measures=["NT10", "NT1", "NT10"], limits={"NT1": 40})
    assert calculator.measures == ("NT10", "NT1")
    assert dict(calculator.limits) == {"NT1": Decimal(40)}
    assert [each.unit_value for each in calculator.lines] == [Decimal("251.7905723"), 28460]
    assert calculator.target_pence == 120_000_000
    shortlisted = tender(shortlist=["NT10"])
    assert sv.calculators.make(shortlisted, toms).measures == ("NT10",)


OTHERS: dict[str, dict[str, Any]] = {
    "order": {"measures": ["NT10", "NT1"]},
    "measures": {"measures": ["NT1"]},
    "limit": {"limits": {"NT1": 40}},
    "words": {"statements": ["NT1"]},
    "community": {"community": True},
    "value": {"of_tender": tender(unit_values={"NT1": "28461"})},
    "contract": {"of_tender": tender(contract_value=2_400_001)},
    "term": {"of_tender": tender(years=4)},
    "target": {"of_tender": tender(target="0.51")},
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_decides_a_pound_changes_the_fingerprint(what: str, toms: sv.Framework) -> None:
    """An offer made on other terms must not be read as one made on these."""
    assert made(toms).fingerprint == made(toms).fingerprint
    assert made(toms, **OTHERS[what]).fingerprint != made(toms).fingerprint


def test_words_of_guidance_do_not_change_the_fingerprint(
    toms: sv.Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A better sentence, or a new version of this library, makes no offer invalid."""
    measures = {
        code: attrs.evolve(each, title="Other words", definition="Other words", note="x")
        for code, each in toms.measures.items()
    }
    worded = attrs.evolve(toms, measures=type(toms.measures)(measures), rights="x")
    issued = made(toms)
    assert worded.sha256 != toms.sha256
    assert made(worded).fingerprint == issued.fingerprint
    lines = [attrs.evolve(each, boxes=("heads", "weeks")) for each in issued.lines]
    assert attrs.evolve(issued, lines=tuple(lines)).fingerprint == issued.fingerprint
    assert made(toms).short_fingerprint.replace("-", "").lower() == made(toms).fingerprint[:16]


def test_what_can_never_count_is_not_asked_for(toms: sv.Framework) -> None:
    """A form that asks for what is refused afterwards sends a bidder into a trap."""
    off = tender(switch_off=[sv.SwitchOff("NT10", why="Bought elsewhere.", by="the director")])
    with pytest.raises(sv.InputError) as caught:
        made(toms, off, limits={"NT31": 4})
    assert [each.code for each in caught.value.problems] == ["SV930", "SV930"]
    assert "NT10" not in sv.calculators.make(off, toms).measures
    with pytest.raises(sv.NotFoundError, match="SV209"):
        made(toms, measures=["NT999"])


@pytest.mark.parametrize("limit", ["1.005", 10**14])
def test_a_limit_that_cannot_be_proved_is_refused(limit: Any, toms: sv.Framework) -> None:
    """No sheet goes out that could show a penny that the decision does not."""
    with pytest.raises(sv.InputError, match="SV931"):
        made(toms, limits={"NT10": limit})


def test_a_lot_has_its_own_calculator(toms: sv.Framework) -> None:
    """A lot's value and target decide what its bidders see."""
    lots = tender(lots=[sv.Lot("north", contract_value=400_000), "south"])
    north = made(toms, lots, lot="north")
    assert (north.lot, north.target_pence) == ("north", 20_000_000)
    assert north.fingerprint != made(toms, lots, lot="south").fingerprint
    with pytest.raises(sv.InputError, match="SV322"):
        made(toms, lots, lot="west")


def test_writing_says_what_it_needs(
    toms: sv.Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another ending, or a library that is missing, is said in a line."""
    with pytest.raises(sv.InputError, match="SV312"):
        made(toms).write(tmp_path / "calculator.pdf")
    usual = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "xlsxwriter":
            raise ModuleNotFoundError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sv.InputError, match=r"(?s)SV932.*\[excel\]") as caught:
        made(toms).write(tmp_path / "calculator.xlsx")
    assert caught.value.problems[0].code == "SV932"
    assert not (tmp_path / "calculator.xlsx").exists()


def test_a_tender_file_says_what_its_calculator_asks() -> None:
    """What goes out and what is read back rest on one file, and a slip in it has its line."""
    text = (
        "schema: socialvalue/tender@1\ntitle: Roads\nframework: essex\npublished: 2022-06-01\n"
        'contract_value: "2400000"\nunit_values: {NT1: "28460"}\nshortlist: [ECC1, ECC10]\n'
        "calculator:\n  limits: {ECC1: 120}\n  statements: [ECC10]\n  community: yes\nbids: []\n"
    )
    read, _ = sv.read_tender(text)
    essex = sv.load("essex", on="2022-06-01")
    calculator = sv.calculators.make(read, essex)
    assert (dict(calculator.limits), calculator.community) == ({"ECC1": Decimal(120)}, True)
    assert [each.words for each in calculator.lines] == [False, True]
    told = {"limits": {"ECC1": 120}, "statements": ["ECC10"], "community": True}
    assert sv.calculators.make(attrs.evolve(read, calculator=None), essex, **told) == attrs.evolve(
        calculator, tender=attrs.evolve(read, calculator=None)
    )
    assert sv.calculators.make(read, essex, limits={}, community=False).limits == {}
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(text.replace("ECC1: 120", "ECC999: x").replace("[ECC10]", "[NTX]"))
    found = [(each.code, each.line) for each in caught.value.problems]
    assert found == [("SV209", 9), ("SV301", 9), ("SV209", 10)]


def test_the_page_keeps_back_what_would_reach_the_target_where_the_buyer_says_so(
    essex: sv.Framework,
) -> None:
    """A buyer that does not want bidders steered to a sum must be able to say so, in the file."""
    data = {
        "schema": "socialvalue/tender@1", "title": "Roads", "framework": "essex",
        "contract_value": "2400000", "years": "3", "published": "2022-06-01",
        "place": "E10000012", "calculator": {"without_reach": True}, "bids": [],
    }  # fmt: skip
    tender, _ = sv.read_tender(data)
    make = sv.calculators.make
    assert make(tender, essex, measures=["ECC1"]).reach is False
    assert make(tender, essex, measures=["ECC1"], reach=True).reach is True
    plain = attrs.evolve(tender, calculator=None)
    assert make(plain, essex, measures=["ECC1"]).reach is True


def test_a_limit_under_two_codes_of_one_measure_is_refused() -> None:
    """Which of two limits is meant is for the buyer to say: a form that takes one is a guess."""
    essex = sv.load("essex", on="2022-06-01")
    issued = tender(place="E10000012")
    with pytest.raises(sv.InputError) as caught:
        sv.calculators.make(issued, essex, measures=["ECC1"], limits={"NT1": 40, "ECC1": 50})
    (only,) = caught.value.problems
    assert str(only).startswith("SV222 the limit of 'ECC1' is defined twice; first in NT1")
    once = sv.calculators.make(issued, essex, measures=["ECC1"], limits={"NT1": 40})
    assert once.limits == {"ECC1": 40}
