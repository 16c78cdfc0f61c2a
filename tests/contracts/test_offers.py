"""Community offers: never more agreed than there is, shown only while its supplier agrees."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contracts.histories import FIRST, contracts

import socialvalue as sv
from socialvalue.contracts import Need, Offer, exchange
from socialvalue.contracts.entered.personal import personal_in

HANDY: dict[str, Any] = {
    "title": "Handyperson", "kind": "volunteer_time", "unit": "staff_hour", "quantity": 20,
    "starts": "2022-10-01", "until": "2023-08-31", "ask_via": "socialvalue@norchester.example",
    "line": "1", "places": ["Harbour ward"], "smallest": 4,
}  # fmt: skip
ROOM = Need(organisation="Harbour Scouts", audience="community_group", kind="volunteer_time",
            unit="staff_hour", quantity=12, why="to mend the hall", until="2023-03-31")  # fmt: skip


@pytest.fixture
def offered(register: Any) -> Callable[..., Any]:
    """Writes an offer of the winner's contract; gives its entry."""

    def offer(**details: Any) -> Any:
        return register.offer("ECC-0412", Offer(**{**HANDY, **details}), by="supplier",
                              on="2022-10-01")  # fmt: skip

    return offer


@pytest.fixture
def shown(register: Any, offered: Callable[..., Any]) -> Any:
    """The entry of an offer that its supplier agrees to show."""
    entry = offered()
    register.show_offer(entry, by="supplier", on="2022-10-05")
    return entry


def codes_of(call: Callable[[], Any]) -> list[str]:
    """The codes of what is refused."""
    with pytest.raises((sv.InputError, sv.NotFoundError)) as caught:
        call()
    return [each.code for each in caught.value.problems]


def agree(register: Any, given_: Any, quantity: Any = 12, **details: Any) -> Any:
    """Agrees a part of an offer with the scouts."""
    usual = {"receiver": "Harbour Scouts", "by": "contract manager", "on": "2022-11-01"}
    return register.agree(given_, quantity=quantity, **{**usual, **details})


# --- from an offer to evidence ------------------------------------------------------------


def test_from_an_offer_to_evidence_that_verifies_nothing(register: Any, shown: Any) -> None:
    """A scout leader's word is good evidence; it does not decide for the council."""
    need = register.need(ROOM, by="contract manager", on="2022-10-20")
    match = agree(register, shown, need=need)
    found = exchange(register, on="2022-11-30")
    assert (found.offers[0].remaining, found.offers[0].reserved) == (8, 12)
    assert (found.requests[0].state, found.requests[0].is_open) == ("agreed", False)
    register.done(match, by="supplier", on="2022-12-10", quantity=10)
    half = exchange(register, on="2022-12-10").matches[0]
    assert (half.state, half.evidence) == ("given, not confirmed by the receiver", None)
    register.confirm(match, "partly", quantity=9, by="receiver", on="2022-12-12")
    found = exchange(register, on="2022-12-31")
    assert (found.offers[0].remaining, found.offers[0].delivered) == (10, 10)
    evidence = found.matches[0].evidence
    assert evidence.strength == "independent"
    assert evidence.sha256 == register.entries[-1].sha256
    before = sv.portfolio(register, on="2022-12-31")
    assert (before.reported, before.delivered) == (0, 0)
    back = register.deliver(
        "ECC-0412", line="1", quantity=1, period=("2022-09-01", "2022-12-10"), statement="A hall.",
        evidence=[evidence], by="supplier", on="2022-12-20",
    )  # fmt: skip
    after = sv.portfolio(register, on="2022-12-31")
    assert after.reported > 0
    assert after.delivered == 0
    assert codes_of(lambda: register.approve(back, by="receiver", on="2022-12-21")) == ["SV956"]
    assert register.verify() == ()


def test_a_receiver_who_got_nothing_is_no_evidence(register: Any, shown: Any) -> None:
    """Nor does the supplier say what the receiver says."""
    match = agree(register, shown)
    assert codes_of(lambda: register.confirm(match, "yes", by="receiver", on="2022-12-01")) == [
        "SV1053"
    ]
    register.done(match, by="supplier", on="2022-12-10")
    assert codes_of(lambda: register.confirm(match, "yes", by="supplier", on="2022-12-12")) == [
        "SV956"
    ]
    assert codes_of(lambda: register.confirm(match, "perhaps", by="receiver", on="2022-12-12")) == [
        "SV312"
    ]
    assert codes_of(lambda: register.confirm(match, "partly", by="receiver", on="2022-12-12")) == [
        "SV958"
    ]
    register.confirm(match, "no", by="receiver", on="2022-12-12")
    found = exchange(register, on="2022-12-31").matches[0]
    assert (found.evidence, found.state) == (None, "given; the receiver says: it did not arrive")


# --- who may see it -----------------------------------------------------------------------


def test_it_is_shown_only_while_its_supplier_agrees(register: Any, offered: Any) -> None:
    """An offer that was published unasked, or stays after it was taken back, breaks a promise."""
    entry = offered()
    days = ("2022-10-02", "2022-10-05", "2022-10-31", "2022-11-01")
    assert codes_of(lambda: register.show_offer(entry, by="procurement", on="2022-10-05")) == [
        "SV956"
    ]
    register.show_offer(entry, by="supplier", on="2022-10-05")
    register.show_offer(entry, agreed=False, by="supplier", on="2022-11-01")
    seen = [len(exchange(register, on=each).shown) for each in days]
    assert seen == [0, 1, 1, 0]
    why = exchange(register, on="2022-11-01").offers[0].hidden_because
    assert why == ("the supplier does not agree",)


@pytest.mark.parametrize(
    ("details", "on", "why"),
    [
        ({}, "2023-09-01", "over since 31 August 2023"),
        ({"audiences": ["school"]}, "2022-10-31", "nothing is said of safeguarding"),
        ({"youngest": 11, "oldest": 17}, "2022-10-31", "nothing is said of safeguarding"),
        ({"oldest": 25}, "2022-10-31", ""),
        ({"audiences": ["school"], "safeguarding": "Two adults, checked."}, "2022-10-31", ""),
        ({}, "2023-08-31", ""),
    ],
)
def test_what_is_over_or_unsafe_is_not_shown(
    register: Any, offered: Any, details: Any, on: str, why: str
) -> None:
    """A school can't take what nobody says is safe; a group can't use what is over."""
    register.show_offer(offered(**details), by="supplier", on="2022-10-05")
    held = exchange(register, on=on).offers[0].hidden_because
    assert (why in " ".join(held)) if why else held == ()


def test_what_is_gone_leaves_the_page_the_same_day(register: Any, shown: Any) -> None:
    """Whoever asks for what is gone asks in vain; what is withdrawn stays agreed with others."""
    agree(register, shown, 20, on="2022-11-01")
    assert len(exchange(register, on="2022-10-31").shown) == 1
    assert exchange(register, on="2022-11-01").offers[0].hidden_because == ("nothing is left",)
    register.close_offer(shown, reason="the team moved", by="supplier", on="2022-11-02")
    late = lambda: agree(register, shown, 1, on="2022-11-03")  # noqa: E731
    assert set(codes_of(late)) >= {"SV1052"}
    assert exchange(register, on="2022-12-01").offers[0].reserved == 20


def test_everybody_sees_no_more_than_the_offer(register: Any, shown: Any) -> None:
    """What others may not see is in no byte of what they get."""
    register.need(ROOM, by="contract manager", on="2022-10-20")
    agree(register, shown)
    found = exchange(register, on="2022-12-31")
    public = f"{found.page}{found.page.html}{found.columns()}{found.json_ld()}"
    assert "Handyperson" in public
    assert "8 staff hours left, until 31 August 2023, free" in str(found.page)
    for secret in ("Brook", "Harbour Scouts", "ECC-0412", "mend the hall"):
        assert secret not in public
    assert "Harbour Scouts" in str(found)
    register.show_offer(shown, named=True, by="supplier", on="2022-12-31")
    assert "Brook" in str(exchange(register, on="2022-12-31").page)


def test_linked_data_says_what_is_left_exactly(register: Any, shown: Any) -> None:
    """Another site that copies it must copy what is so."""
    agree(register, shown, "4.5")
    (found,) = exchange(register, on="2022-12-31").json_ld()["@graph"]
    assert found["inventoryLevel"]["value"] == "15.5"
    assert found["eligibleQuantity"]["minValue"] == "4"
    assert (found["price"], found["availabilityEnds"]) == ("0", "2023-08-31")
    assert found["itemOffered"]["availableChannel"]["serviceUrl"].startswith("mailto:socialvalue@")
    assert "provider" not in found["itemOffered"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to ann.lee@brook.example", "an e-mail address"),
        ("ring 01245 430430", "a telephone number"),
        ("ring +44 7700 900123.", "a telephone number"),
        ("at CM1 1QH", "a postcode"),
        ("QQ 12 34 56 C", ""),
        ("AB 12 34 56 C", "a National Insurance number"),
        ("born on 3 June 2010", "a date of birth"),
        ("12 hours from 1 June 2023, £1,000,000 or 0.123456789", ""),
        ("a hall for 200 people", ""),
    ],
)
def test_persons_in_a_public_text_are_refused(text: str, found: str) -> None:
    """A supplier's mobile number on a public page rings for years."""
    assert personal_in(text) == ((found,) if found else ())
    if found:
        assert codes_of(lambda: Offer(**{**HANDY, "description": text})) == ["SV1049"]
        assert codes_of(lambda: attrs.evolve(ROOM, why=text)) == ["SV1049"]
    else:
        assert Offer(**{**HANDY, "description": text}).description == text


# --- what is refused ----------------------------------------------------------------------


def test_no_more_is_agreed_than_is_left(register: Any, shown: Any) -> None:
    """Two groups that were promised the same day would meet at the door."""
    first = agree(register, shown, 12)
    assert codes_of(lambda: agree(register, shown, "8.01")) == ["SV1050"]
    assert codes_of(lambda: agree(register, shown, 3)) == ["SV1051"]
    assert codes_of(lambda: agree(register, shown, 0)) == ["SV307"]
    assert codes_of(lambda: agree(register, shown, 8, on="2022-10-20")) == ["SV954"]
    assert codes_of(lambda: agree(register, shown, 8, by="supplier")) == ["SV956"]
    register.cancel(first, reason="the hall burned down", by="contract manager", on="2022-11-05")
    agree(register, shown, 20, on="2022-11-06")
    cancel = next(each for each in register.entries if each.action == "cancel")
    assert codes_of(lambda: register.correct(cancel, reason="x", by="finance")) == ["SV977"]
    assert codes_of(lambda: register.done(first, by="supplier", on="2022-11-07")) == ["SV1053"]


@pytest.mark.parametrize(
    ("details", "codes"),
    [
        ({"quantity": 0, "smallest": None}, ["SV307"]),
        ({"smallest": 21}, ["SV316"]),
        ({"kind": "labour"}, ["SV312"]),
        ({"audiences": ["everyone"]}, ["SV312"]),
        ({"until": "2022-09-30"}, ["SV954"]),
        ({"until": "2026-01-01"}, ["SV954"]),
        ({"starts": "2022-08-31"}, ["SV954"]),
        ({"line": "99"}, ["SV951"]),
        ({"youngest": -1}, ["SV316"]),
        ({"unit": "smiles"}, ["SV204"]),
        ({"ask_via": ""}, ["SV313"]),
        ({"quantity": -1}, ["SV302"]),
    ],
)
def test_an_offer_that_cannot_be_is_refused(offered: Any, details: Any, codes: list[str]) -> None:
    """What is published of a contract must be what the contract can give."""
    assert codes_of(lambda: offered(**details)) == codes


def test_numbers_of_other_entries_are_refused(register: Any, shown: Any) -> None:
    """An agreement on a contract, or on a need, would hang in the air."""
    need = register.need(ROOM, by="contract manager", on="2022-10-20")
    assert codes_of(lambda: agree(register, 1)) == ["SV978"]
    assert codes_of(lambda: agree(register, need)) == ["SV978"]
    assert codes_of(lambda: agree(register, shown, need=shown)) == ["SV978"]
    assert codes_of(lambda: register.done(shown, by="supplier", on="2022-12-01")) == ["SV978"]
    register.close_offer(need, reason="met", by="contract manager", on="2022-11-01")
    assert [each.is_open for each in exchange(register, on="2022-11-01").requests] == [False]


# --- properties ---------------------------------------------------------------------------

ACTS = st.lists(st.sampled_from(["agree", "agree", "agree", "done", "cancel", "confirm", "undo",
                                 "show_offer", "close_offer"]), max_size=18)  # fmt: skip


@given(st.data(), ACTS)
@settings(max_examples=60, deadline=None)
def test_agreed_is_never_more_than_offered_on_any_day(data: Any, acts: list[str]) -> None:
    """Σ agreed ≤ offered, as at every day and as known after every entry, whatever is tried."""
    register = sv.contracts.open_register()
    register.add(data.draw(contracts(1)), by="procurement", on=FIRST)
    offer = Offer(**{**HANDY, "line": "", "quantity": 10, "smallest": None, "starts": FIRST,
                     "until": "2023-08-31"})  # fmt: skip
    entry = register.offer("C1", offer, by="supplier", on=FIRST)
    for act in acts:
        on = FIRST + timedelta(days=data.draw(st.integers(0, 30)))
        number = data.draw(st.integers(3, max(3, len(register.entries))))
        amount = data.draw(st.decimals("0", "7", places=1))
        with contextlib.suppress(sv.InputError, sv.NotFoundError):
            tried(register, act, entry, number, amount, on)
    for number in range(31):
        for held in exchange(register, on=FIRST + timedelta(days=number)).offers:
            assert held.reserved + held.delivered <= 10
            assert held.remaining == 10 - held.reserved - held.delivered >= 0
    assert register.verify() == ()


def tried(register: Any, act: str, entry: Any, number: int, amount: Any, on: date) -> None:
    """One act, on whatever entry was drawn."""
    if act == "agree":
        agree(register, entry, amount, on=on)
    elif act == "done":
        register.done(number, quantity=amount, by="supplier", on=on)
    elif act == "confirm":
        register.confirm(number, "yes", by="receiver", on=on)
    elif act == "undo":
        register.correct(number, reason="x", by="finance")
    elif act == "show_offer":
        register.show_offer(entry, by="supplier", on=on)
    else:
        given_ = entry if act == "close_offer" else number
        getattr(register, act)(given_, reason="x", by="contract manager", on=on)


def test_words_can_be_erased_and_quantities_stay(register: Any, shown: Any) -> None:
    """A small group's name may be a person's; what was given stays a figure."""
    match = agree(register, shown)
    register.erase(match, why="names somebody", by="data protection officer")
    found = exchange(register, on="2022-12-31")
    assert found.matches[0].noun.receiver == "(erased)"
    assert found.offers[0].remaining == Fraction(8)
    assert register.verify() == ()


def test_the_name_is_of_whose_offer_it_is(contract: Any) -> None:
    """Who agreed is named, and not another supplier of the contract, who did not."""
    for owner, name in (("Cope", "Cope"), ("", "Brook")):
        first, *others = contract.lines
        held = attrs.evolve(contract, suppliers=["Brook", "Cope"],
                            lines=[attrs.evolve(first, owner=owner), *others])  # fmt: skip
        register = sv.contracts.open_register()
        register.add(held, by="procurement", on="2022-08-20")
        offer = Offer(**{**HANDY, "line": first.line})
        entry = register.offer(held.reference, offer, by="supplier", on="2022-10-01")
        register.show_offer(entry, by="supplier", on="2022-10-05", named=True)
        found = exchange(register, on="2022-10-05")
        assert [each.supplier for each in found.shown] == [name]
        assert f"Offered by {name}." in str(found.page)


def test_an_offer_that_has_not_begun_says_when(register: Any, offered: Any) -> None:
    """Who asks before would be refused, and could not have known."""
    entry = offered(starts="2022-11-01")
    register.show_offer(entry, by="supplier", on="2022-10-05")
    early, later = (str(exchange(register, on=on).page) for on in ("2022-10-31", "2022-11-01"))
    assert "left, from 1 November 2022 until 31 August 2023, free." in early
    assert "left, until 31 August 2023, free." in later


@pytest.mark.parametrize(("where", "link"), [
    ("box@norchester.example", "mailto:box@norchester.example"),
    ("box@norchester.example?cc=x@evil.example",
     "mailto:box@norchester.example%3Fcc%3Dx@evil.example"),
    ("https://norchester.example/ask?box=a@b", "https://norchester.example/ask?box=a@b"),
])  # fmt: skip
def test_linked_data_asks_where_the_page_does(
    register: Any, offered: Any, where: str, link: str
) -> None:
    """A link that writes to somebody else as well is no link of the council."""
    register.show_offer(offered(ask_via=where), by="supplier", on="2022-10-05")
    (found,) = exchange(register, on="2022-10-05").json_ld()["@graph"]
    assert found["itemOffered"]["availableChannel"]["serviceUrl"] == link
