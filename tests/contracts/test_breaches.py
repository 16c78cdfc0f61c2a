"""A breach stands in the record because a named person entered it, and for no other reason."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.contracts.conftest import WINNER

import socialvalue as sv
from socialvalue.contracts import Breach


def breach(**said: Any) -> Breach:
    """A settlement, if nothing else is said."""
    usual: dict[str, Any] = {
        "ground": "settlement", "confirmed_by": "Head of Legal", "amount": 20_000,
        "obligation": "8 local staff for 3 years", "nature": "Two were employed.",
    }  # fmt: skip
    return Breach(**{**usual, **said})


@pytest.fixture
def ruled(contract: Any) -> Any:
    """The contract, under the Act and begun when section 71 is in force."""
    held = sv.contracts.open_register()
    made = attrs.evolve(contract, regime="pa2023", starts="2026-02-01", ends="2029-01-31",
                        entered="2026-01-20", authority="Norchester County Council",
                        suppliers=[sv.contracts.Party(WINNER, id="01234567")])  # fmt: skip
    held.add(made, by="procurement", on="2026-01-20")
    return held


def enter(held: Any, noun: Breach, **said: Any) -> Any:
    """The breach, entered by legal."""
    return held.breach("ECC-0412", noun, **{"by": "Legal", "on": "2026-05-03", **said})


def test_it_is_entered_with_who_confirms_it(ruled: Any) -> None:
    """Whoever reads of a breach years later can ask somebody how it was established."""
    entry = enter(ruled, breach())
    assert (entry.action, entry.by, entry.questions) == ("breach", "legal", ())
    assert entry.words == ("breach entered: a breach that was settled by agreement (section "
                           "71(3)), £20,000.00, confirmed by Head of Legal")  # fmt: skip
    assert entry.noun == breach()
    assert sv.from_json(sv.to_json(breach())) == breach()
    ruled.erase(entry, why="a name", by="data protection officer")
    assert "Head of Legal" not in ruled.entries[entry.seq - 1].words
    assert ruled.entries[entry.seq - 1].noun.amount == 20_000


REFUSED = {
    "nobody confirms it": ({"confirmed_by": " "}, {}, "SV1042"),
    "no such ground": ({"ground": "late"}, {}, "SV312"),
    "nothing owed": ({"obligation": ""}, {}, "SV958"),
    "nothing done": ({"nature": ""}, {}, "SV958"),
    "no opportunity": ({"ground": "failure_to_improve"}, {}, "SV958"),
    "a supplier enters it": ({}, {"by": "supplier"}, "SV956"),
    "before the contract": ({}, {"on": "2026-01-25"}, "SV954"),
    "before the opportunity": ({"ground": "failure_to_improve", "improvement_asked": "2026-06-01"},
                               {}, "SV954"),
    "no such commitment": ({"lines": ["99"]}, {}, "SV951"),
    "another supplier": ({"supplier": "Brok & Daughters"}, {}, "SV312"),
}  # fmt: skip


@pytest.mark.parametrize(("noun", "said", "code"), REFUSED.values(), ids=[*REFUSED])
def test_what_is_refused(ruled: Any, noun: dict[str, Any], said: Any, code: str) -> None:
    """A notice of a breach may keep a supplier out of the next tender: no slip becomes one."""
    with pytest.raises(sv.SocialValueError, match=code):
        enter(ruled, breach(**noun), **said)
    assert [each.action for each in ruled.entries] == ["add"]


def test_no_status_makes_one(ruled: Any) -> None:
    """Red, late and returned is the daily business of a contract, and no breach of it."""
    returned = ruled.deliver("ECC-0412", line="1", quantity="0", on="2027-03-01", statement="None.",
                             period=("2026-02-01", "2027-01-31"), by="supplier")  # fmt: skip
    ruled.reject(returned, reason="nothing was done", by="finance", on="2027-03-02")
    stands = sv.contracts.progress(ruled, "ECC-0412", on="2027-06-30")
    assert "▲ Behind" in str(stands.explain())
    found = sv.notices.clocks(ruled, on="2027-06-30")
    assert [each.rule for each in found.due if each.rule.startswith("breach")] == []
    assert "details" in [each.rule for each in found.due]
    with pytest.raises(sv.InputError, match="SV1057"):
        sv.notices.draft(ruled, "ECC-0412", "UK9", breach=returned.seq)


def test_its_notice_is_due_in_thirty_days(ruled: Any) -> None:
    """Section 71(3): the day of the event is the first of the thirty."""
    entry = enter(ruled, breach())
    (found,) = [each for each in sv.notices.clocks(ruled, on="2026-05-10").due
                if each.rule == f"breach-{entry.seq}"]  # fmt: skip
    assert (found.notice, found.section, str(found.due)) == ("UK9", "section 71(3)", "2026-06-01")
    ruled.correct(entry, reason="it was of another contract", by="legal")
    after = sv.notices.clocks(ruled, on="2026-05-10")
    assert found.rule not in [each.rule for each in after.due]


@pytest.mark.parametrize(("regime", "starts", "on"), [
    ("light_touch", "2026-02-01", "2026-05-03"), ("pcr2015", "2022-09-01", "2026-05-03"),
    ("pa2023", "2025-03-01", "2025-12-31"),
])  # fmt: skip
def test_where_the_act_asks_for_none(contract: Any, regime: str, starts: str, on: str) -> None:
    """A care contract has no such notice; the event can be entered all the same."""
    held = sv.contracts.open_register()
    made = attrs.evolve(contract, regime=regime, starts=starts, ends="2029-01-31")
    held.add(made, by="procurement", on="2022-09-01")
    entry = enter(held, breach(), on=on)
    assert [each.code for each in entry.questions] == ["SV1056"]
    rules = [each.rule for each in sv.notices.clocks(held, on="2026-05-10").due]
    assert f"breach-{entry.seq}" not in rules


def test_its_notice_says_what_was_entered(ruled: Any) -> None:
    """Each box is what a person said; what nobody said is named, and never made up."""
    entry = enter(ruled, breach(impact="Six people fewer in work."))
    found = sv.notices.draft(ruled, "ECC-0412", "UK9", breach=entry.seq, ocid="ocds-h6vhtk-000001")
    boxes = {each.label: each.text for each in found.boxes}
    assert boxes["Why this notice is published (section 71(3))"].startswith("a breach that was")
    assert boxes["Date of the settlement"] == "3 May 2026"
    assert (boxes["Supplier in breach"], boxes["Damages or settlement"]) == (
        "Brook & Daughters", "£20,000.00")  # fmt: skip
    assert [each.message for each in found.problems] == [
        "the draft lacks the postal address of Brook & Daughters",
        "the draft lacks the e-mail address of Brook & Daughters",
        "the draft lacks how long the breach lasted",
        "the draft lacks what was done about the breach",
    ]
    (failure,) = found.release["contracts"][0]["implementation"]["performanceFailures"]
    assert failure["penaltyType"] == "negotiated"
    assert failure["penaltyValue"] == {"amount": 20000, "currency": "GBP"}
    assert failure["suppliers"] == [{"id": "GB-COH-01234567", "name": "Brook & Daughters"}]


def test_a_contract_ended_in_full_has_another_notice(ruled: Any) -> None:
    """The particulars stand in the termination notice, where readers look for them."""
    without = sv.notices.draft(ruled, "ECC-0412", "UK11", paid=100)
    ruled.change("ECC-0412", reason="termination", ground="breach", instrument="Letter of 1 May",
                 by="legal", on="2026-06-30")  # fmt: skip
    bare = sv.notices.draft(ruled, "ECC-0412", "UK11", paid=100)
    assert any("particulars of the breach" in each.message for each in bare.problems)
    whole = breach(impact="x", duration="x", mitigation="x")
    entry = enter(ruled, whole)
    found = sv.notices.draft(ruled, "ECC-0412", "UK11", paid=100)
    assert not any("particulars of the breach" in each.message for each in found.problems)
    assert "Nature of the breach" in {each.label for each in found.boxes}
    assert "Nature of the breach" not in {each.label for each in without.boxes}
    wrong = sv.notices.draft(ruled, "ECC-0412", "UK9", breach=entry.seq)
    assert "SV1225" in [each.code for each in wrong.problems]
