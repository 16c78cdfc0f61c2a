"""A draft says what the record says, lacks what nobody said, and is the same in two notices."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts import clock
from socialvalue.errors import InputError, NotFoundError

BANDS = sv.contracts.RatingBands(
    good="0.95", approaching_target="0.91", requires_improvement="0.86", basis="units"
)
KPIS = (
    sv.contracts.Kpi(id="1", title="Local people in work", lines=["1"], every=3),
    sv.contracts.Kpi(id="2", title="Repairs on time", target="95% within 24 hours", every=1),
    sv.contracts.Kpi(id="3", title="Placements", lines=["3"], every=12),
)


def register(**others: Any) -> sv.contracts.Register:
    """The highways contract under the Act, with three indicators."""
    tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    made = sv.contracts.award(
        result, "Brook & Daughters", reference="NCC-7", starts="2026-09-01", ends="2029-08-31",
        entered="2026-08-20", authority="Norchester County Council",
    )  # fmt: skip
    supplier = sv.contracts.Party("Brook & Daughters", id="01234567")
    whole = {"regime": "pa2023", "suppliers": supplier, "value": sv.ContractValue(6_000_000)}
    held = sv.contracts.open_register()
    held.add(attrs.evolve(made, **{**whole, **others}), by="procurement", on="2026-08-20")
    held.set_kpis("NCC-7", KPIS, bands=BANDS, by="procurement", on="2026-08-20")
    return held


def draft(held: sv.contracts.Register, notice: str, **asked: Any) -> sv.notices.Draft:
    """A draft with the number of the process."""
    return sv.notices.draft(held, "NCC-7", notice, **{"ocid": "ocds-h6vhtk-000001", **asked})


BY_HAND = {
    "UK7": (
        "the subject matter", "the postal address of Brook & Daughters",
        "the size and kind of Brook & Daughters",
        "the procedure by which the contract was awarded",
        "whether the contract was reserved",
    ),
    "UK9": (
        "the postal address of Brook & Daughters", "the e-mail address of Brook & Daughters",
    ),
}  # fmt: skip
"""What regulations 32 and 39 list and a delivery record does not hold."""


def beside(found: sv.notices.Draft) -> list[sv.Problem]:
    """The problems of a draft beside what is always filled in by hand, which must be there."""
    messages = [f"the draft lacks {each}" for each in BY_HAND.get(found.kind, ())]
    assert {*messages} <= {each.message for each in found.problems}
    return [each for each in found.problems if each.message not in messages]


def rated(held: sv.contracts.Register, **others: Any) -> None:
    """A rating of each indicator to the end of the contract."""
    for each in KPIS:
        held.rate(
            "NCC-7", each.id,
            **{"rating": "requires_improvement", "period": ("2026-09-01", "2029-08-31"),
               "confirmed_by": "contract manager", "by": "contract manager", "on": "2029-09-10",
               "reason": "As agreed in the review of September 2029.", **others},
        )  # fmt: skip


def test_the_details_notice_has_what_the_record_has() -> None:
    """A clerk who copies box by box must not have to look anything up."""
    found = draft(register(), "UK7")
    text = found.text
    for said in ("Norchester County Council", "Brook & Daughters (01234567)", "£6,000,000.00",
                 "20 August 2026", "1 September 2026 to 31 August 2029"):  # fmt: skip
        assert said in text
    assert beside(found) == []
    assert "A person reads it, completes it and publishes it" in text
    (made,) = json.loads(found.to_json())["contracts"]
    assert [each["id"] for each in made["agreedMetrics"]] == ["1", "2", "3"]
    assert made["agreedMetrics"][1]["observations"][0]["period"] == {"durationInMonths": 1}


@pytest.mark.parametrize("notice", BY_HAND)
def test_what_a_regulation_lists_has_a_box_and_is_named_where_it_is_empty(notice: str) -> None:
    """An officer who was told that nothing is missing publishes a notice that lacks an address."""
    held = register()
    rated(held)
    found = draft(held, notice)
    empty = [each.label for each in found.boxes if not each.text]
    assert [each.message for each in found.problems] == [
        f"the draft lacks {each}" for each in BY_HAND[notice]
    ]
    assert empty == {
        "UK7": ["Subject matter", "Brook & Daughters: postal address",
                "Brook & Daughters: whether SME, VCSE, supported employment provider or mutual",
                "Procedure", "Whether reserved to supported employment providers or mutuals"],
        "UK9": ["Brook & Daughters: postal address", "Brook & Daughters: e-mail address"],
    }[notice]  # fmt: skip
    texts = {each.label: each.text for each in found.boxes}
    assert texts["Supplier"] == "Brook & Daughters (01234567)"
    if notice == "UK7":
        assert texts["Lot"] == "none"
    else:
        assert "section 71(2)" in texts["Purpose of this notice"]


def test_each_supplier_has_boxes_of_its_own() -> None:
    """Of two suppliers the address of one must not stand for both."""
    party = sv.contracts.Party
    held = register(suppliers=[party("Acme", id="1"), party("Brook & Daughters", role="partner")])
    labels = [each.label for each in draft(held, "UK9").boxes]
    assert [each for each in labels if "postal" in each] == [
        "Acme: postal address", "Brook & Daughters: postal address"]  # fmt: skip
    told = [each.message for each in draft(held, "UK9").problems]
    assert "the draft lacks the e-mail address of Acme" in told
    assert "the draft lacks the number of Brook & Daughters, with its scheme" in told


@pytest.mark.parametrize(("said", "lot"), [
    ({"lot": "north"}, "north"), ({}, "none"), ({"origin": None}, ""),
])  # fmt: skip
def test_a_lot_is_named_or_asked_for(said: dict[str, Any], lot: str) -> None:
    """That a contract is for no lot is known where its tender was evaluated, and nowhere else."""
    found = draft(register(**said), "UK7")
    (box,) = [each for each in found.boxes if each.label == "Lot"]
    assert box.text == lot
    told = " ".join(each.message for each in found.problems)
    assert ("the lot, or that there are none" in told) == (not lot)


def test_an_indicator_has_one_number_and_one_wording_in_both_notices() -> None:
    """Words that drift apart between two notices are two targets."""
    held = register()
    rated(held)
    details = draft(held, "UK7").release["contracts"][0]["agreedMetrics"]
    performance = draft(held, "UK9").release["contracts"][0]["implementation"]["metrics"]
    names = ("id", "title", "description")
    assert [[each[name] for name in names] for each in details] == [
        [each[name] for name in names] for each in performance
    ]
    observed = performance[0]["observations"][0]
    assert observed["measureClassification"] == {
        "id": "below",
        "description": "Requires improvement",
    }
    assert observed["period"]["endDate"].startswith("2029-08-31")


def test_a_rating_that_nobody_confirmed_is_missing_and_never_a_proposal() -> None:
    """The register of breaches is fed by these notices."""
    found = draft(register(), "UK9")
    assert [each.message for each in beside(found)] == [
        f"the draft lacks a confirmed rating of indicator {each.id}, {each.title}" for each in KPIS
    ]
    assert "observations" not in json.dumps(found.release)
    assert "to be filled in" in found.text


def changed(held: sv.contracts.Register) -> dict[str, Any]:
    """A change of the contract."""
    held.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed 1",
                because="a second kitchen", value="6_500_000", lines={"1": "+4"}, on="2027-04-01",
                by="contract manager")  # fmt: skip
    return {}


def broken(held: sv.contracts.Register) -> dict[str, Any]:
    """A breach of it, with all that section 71(5) asks for."""
    noun = sv.contracts.Breach(
        ground="settlement", confirmed_by="Head of Legal", amount=20_000,
        obligation="8 local staff for 3 years", nature="Two were employed.", impact="Six fewer.",
        duration="From January to April 2027.", mitigation="Four more were employed.",
    )  # fmt: skip
    entry = held.breach("NCC-7", noun, by="legal", on="2027-05-03")
    return {"breach": entry.seq}


PUBLISHED: dict[str, tuple[str, str, Any]] = {
    "details": ("UK7", "2026-09-01", rated),
    "performance": ("UK9", "2029-09-20", rated),
    "breach": ("UK9", "2027-05-20", broken),
    "change": ("UK10", "2027-03-20", changed),
    "termination": ("UK11", "2029-09-20", rated),
}


@pytest.mark.parametrize(("notice", "day", "entered"), PUBLISHED.values(), ids=[*PUBLISHED])
def test_a_draft_is_checked_as_a_published_notice_is(notice: str, day: str, entered: Any) -> None:
    """What we would find in another council's notice must not be in our own draft."""
    jsonschema = pytest.importorskip("jsonschema")
    held = register()
    said = entered(held) or {}
    found = draft(held, notice, paid="6_100_000", **said)
    document = {"id": "9", "documentType": "contractNotice", "noticeType": notice}
    release = json.loads(found.to_json())
    release |= {"id": "9", "date": f"{day}T09:00:00Z"}
    release["contracts"][0]["documents"] = [document]
    (notices,) = sv.notices.read(release)
    assert notices.kind == notice
    assert set(notices.unknown) <= {"contracts/implementation/endDate",
                                    "contracts/implementation/finalValue"}  # fmt: skip
    assert {each.code for each in sv.notices.check(notices)} <= {"SV1228"}
    schema = json.loads((files("socialvalue.notices") / "data" / "release-schema.json").read_text())
    jsonschema.Draft4Validator(schema).validate(release)
    (made,) = release["contracts"]
    assert set(made) & {"agreedMetrics", "amendments", "implementation"}, "what it is about"


def test_what_nobody_said_is_listed() -> None:
    """A notice without its supplier's number is sent back, and a month is lost."""
    held = register(suppliers="Brook & Daughters", authority="", entered=None)
    found = sv.notices.draft(held, "NCC-7", "UK7")
    told = " ".join(each.message for each in found.problems)
    for missing in ("the contracting authority", "ocid", "number of Brook", "entered into"):
        assert missing in told


def test_personal_data_in_a_notice_is_asked_about() -> None:
    """A published telephone number can't be called back."""
    held = register(title="Highways, ask jo@example.org or 01245 496 0123")
    found = draft(held, "UK7")
    assert {each.code for each in beside(found)} == {"SV1242"}
    assert [each.message.split(" is in ")[0] for each in beside(found)] == [
        "what looks like an e-mail address", "what looks like a telephone number",
    ]  # fmt: skip
    assert not beside(draft(register(), "UK7"))


def test_a_rating_beside_returns_that_wait_is_asked_about() -> None:
    """A rating on figures that nobody has verified may have to be taken back."""
    held = register()
    rated(held)
    held.deliver("NCC-7", line="1", quantity="2", period=("2026-09-01", "2026-11-30"),
                 statement="Two people.", by="supplier", on="2029-09-12")  # fmt: skip
    assert [each.code for each in beside(draft(held, "UK9"))] == ["SV1244"]


def test_a_value_that_rises_without_its_commitments_is_asked_about() -> None:
    """Half as much again for the same number of apprentices is a smaller offer."""
    held = register()
    how = {"ground": "review_clause", "instrument": "Deed 1", "by": "contract manager",
           "because": "a second kitchen"}  # fmt: skip
    held.change("NCC-7", reason="variation", value="9_000_000", on="2027-04-01", **how)
    assert [each.code for each in draft(held, "UK10").problems] == ["SV1245"]
    held.change("NCC-7", reason="variation", value="9_500_000", on="2027-05-01", lines={"1": "+4"},
                **how)  # fmt: skip
    assert draft(held, "UK10").problems == ()


def test_a_change_is_drafted_with_its_ground_and_a_proposed_one_lacks_it() -> None:
    """A change without its ground changes nothing, and is not to be published as one."""
    held = register()
    first = held.change(
        "NCC-7", reason="variation", ground="review_clause", instrument="Deed 1", on="2027-04-01",
        by="contract manager", lines={"1": "+4"},
    )  # fmt: skip
    held.change(
        "NCC-7", reason="variation", on="2027-05-01", by="contract manager", lines={"1": "+1"}
    )
    found = draft(held, "UK10", change=first.seq)
    assert [each.message for each in found.problems] == [
        "the draft lacks the reason in words (because)"]  # fmt: skip
    (amended,) = found.release["contracts"][0]["amendments"]
    assert amended["date"].startswith("2027-04-01")
    assert "hired or kept, on the contract: +4 FTE-years" in found.text
    assert amended["rationaleClassifications"] == [{"id": "providedContract"}]
    proposed = [each.message for each in draft(held, "UK10").problems]
    assert proposed == ["the draft lacks the ground and the instrument",
                        "the draft lacks the reason in words (because)"]  # fmt: skip
    with pytest.raises(InputError, match="SV978"):
        draft(held, "UK10", change=99)


def test_the_end_needs_its_last_assessment_and_what_it_came_to() -> None:
    """The termination notice closes the record: what is missing then stays missing."""
    held = register()
    found = draft(held, "UK11")
    assert [each.code for each in found.problems] == ["SV1246"] * 3 + ["SV1241"]
    rated(held)
    whole = draft(held, "UK11", paid="6_100_000")
    assert whole.problems == ()
    assert whole.release["contracts"][0]["implementation"]["finalValue"]["amount"] == 6_100_000
    assert "the contract was completed" in whole.text


def test_a_breach_asks_for_its_particulars() -> None:
    """Section 71(5) lists them, and a delivery record does not hold them."""
    held = register()
    held.change("NCC-7", reason="termination", ground="breach", instrument="Notice of 1 May",
                on="2027-05-01", by="contract manager", ends="2027-05-01")  # fmt: skip
    found = draft(held, "UK11", paid=1)
    assert any("71(5)" in each.message for each in found.problems)
    (made,) = found.release["contracts"]
    assert made["terminationRationaleClassifications"] == [{"id": "breachOfContract"}]


def test_only_these_four_are_drafted_of_a_contract_that_there_is() -> None:
    """A word mistyped must not draft another notice."""
    with pytest.raises(InputError, match="SV316"):
        draft(register(), "UK6")
    with pytest.raises(NotFoundError, match="SV950"):
        sv.notices.draft(register(), "NCC-8", "UK7")


# --- the thread ---------------------------------------------------------------------------


def test_a_commitment_is_followed_from_the_bid_to_the_rating() -> None:
    """Whoever asks what became of an offer gets each step with the place it stands in."""
    held = register()
    given = held.deliver("NCC-7", line="1", quantity="2", period=("2026-09-01", "2026-11-30"),
                         statement="Two people.", by="supplier", on="2026-12-10")  # fmt: skip
    held.approve(given, by="contract manager", on="2026-12-20")
    held.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed 1",
                on="2027-04-01", by="contract manager", lines={"1": "+4"})  # fmt: skip
    rated(held)
    found = sv.notices.thread(held, "NCC-7/1")
    assert [each.what for each in found.steps] == [
        "award criterion", "offered", "scored", "in the contract", "indicator", "reported",
        "verified", "changed", "rated",
    ]  # fmt: skip
    days = [each.where.partition(", ")[2] for each in found.steps[3:]]
    assert days == [
        "20 August 2026", "20 August 2026", "10 December 2026", "20 December 2026",
        "1 April 2027", "10 September 2029",
    ]  # fmt: skip
    first = found.steps[0]
    assert first.said == "social value, 20 of 100 points"
    assert first.where == f"scheme {held.standing()['NCC-7'].contract.origin.scheme[:12]}"
    assert found.head == held.head
    assert "+4" in str(found.explain())
    assert "Brook & Daughters offered 24 FTE-years" in str(found.explain())
    early = sv.notices.thread(held, "NCC-7/1", on="2026-12-01")
    assert "reported" not in [each.what for each in early.steps]


def test_what_a_change_added_was_not_offered_at_award() -> None:
    """A commitment of two years later must not be shown as what the bid was ranked for."""
    tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    weeks = result.framework.commit("ECC9", sv.weeks(26, people=2), place="E07000071")
    (new,) = sv.contracts.new_commitments(result, weeks, first=90)
    held = register()
    held.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed 1",
                on="2027-04-01", by="contract manager", new=[new])  # fmt: skip
    (added,) = sv.notices.thread(held, "NCC-7/90").steps
    assert (added.what, added.said) == ("changed", "variation, added: 52 person-weeks")
    first, *_ = sv.notices.thread(held, "NCC-7/1").steps
    assert first.what == "award criterion", "what was offered keeps its steps"


def test_a_criterion_that_nobody_wrote_down_is_not_made_up() -> None:
    """A record of an earlier version has no criterion: its scheme's fingerprint is all there is."""
    whole = register().standing()["NCC-7"].contract
    held = register(origin=attrs.evolve(whole.origin, criterion=""))
    first, *_ = sv.notices.thread(held, "NCC-7/1").steps
    assert first.said == "the delivery record names none for social value"
    assert first.where.startswith("scheme ")


@pytest.mark.parametrize(("asked", "error"), [
    ("NCC-7", InputError), ("/1", InputError), ("NCC-7/", InputError), ("NCC-8/1", NotFoundError),
    ("NCC-7/99", NotFoundError),
])  # fmt: skip
def test_a_commitment_that_there_is_not_is_refused(asked: str, error: type[Exception]) -> None:
    """A number mistyped must not show another commitment's delivery."""
    with pytest.raises(error):
        sv.notices.thread(register(), asked)


@pytest.mark.parametrize(("regime", "notices"), [
    ("pa2023", []), ("wales", []), ("light_touch", ["UK9", "UK10"]), ("ni", ["UK10"]),
    ("below_threshold", ["UK9", "UK10", "UK11"]),
    ("pcr2015", ["UK7", "UK9", "UK10", "UK11"]), ("scotland", ["UK7", "UK9", "UK10", "UK11"]),
])  # fmt: skip
def test_a_notice_that_no_rule_asks_for_is_drafted_with_a_word_of_it(
    regime: str, notices: list[str]
) -> None:
    """What is published under an Act that does not apply tells the public of duties there are none.

    It is drafted all the same: a council may publish more than it must.
    """
    held = register(regime=regime)
    held.change(
        "NCC-7", reason="variation", instrument="Deed 1", lines={"1": "+1"}, on="2027-04-01",
        by="contract manager",
        ground="regulation_72" if regime == "pcr2015" else "review_clause",
    )  # fmt: skip
    found = [notice for notice in ("UK7", "UK9", "UK10", "UK11")
             if "SV1247" in {each.code for each in draft(held, notice).problems}]  # fmt: skip
    assert found == notices


def test_a_correction_and_an_end_are_no_change_to_publish() -> None:
    """A slip of the record that was put right would have been published as a change."""
    held = register()
    usual = {"by": "contract manager", "on": "2027-04-01"}
    made = held.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed 1",
                       because="Two more posts", lines={"1": "+4"}, **usual)  # fmt: skip
    slip = held.change("NCC-7", reason="correction", because="a slip", lines={"1": "-1"}, **usual)
    (amended,) = draft(held, "UK10").release["contracts"][0]["amendments"]
    assert amended["id"] == str(made.seq)
    with pytest.raises(InputError, match="SV978"):
        draft(held, "UK10", change=slip.seq)
    alone = register()
    alone.change("NCC-7", reason="correction", because="a slip", lines={"1": "-1"}, **usual)
    with pytest.raises(InputError, match="a correction and the end are not"):
        draft(alone, "UK10")


def test_a_change_to_come_is_drafted_before_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is published before it is made: as at a day before, it was not found."""
    monkeypatch.setattr(clock, "today", lambda: date(2027, 3, 1))
    held = register()
    held.change("NCC-7", reason="variation", ground="review_clause", instrument="Deed 1",
                because="Two more posts", lines={"1": "+4"}, by="contract manager",
                on="2027-04-01")  # fmt: skip
    held.change("NCC-7", reason="extension", ground="review_clause", instrument="Deed 2",
                ends="2030-08-31", value=7_000_000, by="contract manager",
                on="2027-05-01")  # fmt: skip
    early, whole = draft(held, "UK10", on="2027-03-01"), draft(held, "UK10")
    assert "1 May 2027" in early.text
    assert early.release["contracts"] == whole.release["contracts"], "what is published is the same"
    assert "2030-08-31" in str(early.release["contracts"])
    with pytest.raises(InputError, match="SV978"):
        draft(held, "UK10", on="2027-02-28")
