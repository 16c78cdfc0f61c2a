"""The nouns after award: what is due by when, evidence, and documents that come back."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import socialvalue as sv
from socialvalue.contracts import (
    Clause,
    Decision,
    DeliveryReturn,
    Evidence,
    Expected,
    ExtensionOption,
    Hold,
    Management,
    ScheduleChange,
    SecondLook,
    Spend,
    Term,
)
from socialvalue.contracts.nouns import NOUNS

TERM = Term(date(2022, 9, 1), date(2025, 8, 31))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
STEPS = [("2023-03-31", 4), ("2024-03-31", "12.5")]
PROFILES = (
    Expected(), Expected("yearly"), Expected("at_end"), Expected("at_end", due_on="2023-01-31"),
    Expected("dated", steps=STEPS),
)  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "on", "share"),
    [
        (Expected(), "2022-08-31", Fraction(0)),
        (Expected(), "2022-09-01", Fraction(1, 1096)),
        (Expected(), "2022-12-31", Fraction(122, 1096)),
        (Expected(), "2025-08-31", Fraction(1)),
        (Expected(), "2026-08-31", Fraction(1)),
        (Expected("yearly"), "2023-08-30", Fraction(0)),
        (Expected("yearly"), "2023-08-31", Fraction(365, 1096)),
        (Expected("yearly"), "2024-08-30", Fraction(365, 1096)),
        (Expected("yearly"), "2024-08-31", Fraction(731, 1096)),
        (Expected("yearly"), "2025-08-31", Fraction(1)),
        (Expected("at_end"), "2025-08-30", Fraction(0)),
        (Expected("at_end"), "2025-08-31", Fraction(1)),
        (Expected("at_end", due_on="2023-01-31"), "2023-01-30", Fraction(0)),
        (Expected("at_end", due_on="2023-01-31"), "2023-01-31", Fraction(1)),
        (Expected("dated", steps=STEPS), "2023-03-30", Fraction(0)),
        (Expected("dated", steps=STEPS), "2023-03-31", Fraction(8, 25)),
        (Expected("dated", steps=STEPS), "2024-03-31", Fraction(1)),
        (Expected("none"), "2024-03-31", None),
    ],
)
def test_what_is_due_by_when(expected: Expected, on: str, share: Fraction | None) -> None:
    """A supplier is late on the day that was agreed, and on no day before it.

    Source:
        after-award.md §2.5.
    """
    assert expected.share(TERM, date.fromisoformat(on)) == share


@given(st.sampled_from(PROFILES), DAYS, DAYS)
def test_what_is_due_never_falls(expected: Expected, one: date, other: date) -> None:
    """What was due yesterday is due today: from none of it to all of it."""
    first, later = (expected.share(TERM, each) for each in sorted((one, other)))
    assert first is not None
    assert later is not None
    assert 0 <= first <= later <= 1
    assert expected.share(TERM, max(TERM.ends, expected.last_day(TERM))) == 1
    assert expected.share(TERM, TERM.starts - timedelta(days=1)) == 0


def test_a_leap_day_has_an_anniversary() -> None:
    """A contract that starts on 29 February has years that end."""
    term = Term(date(2024, 2, 29), date(2026, 2, 28))
    assert term.last_year_end(date(2025, 2, 27)) is None
    assert term.last_year_end(date(2025, 2, 28)) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Expected("daily"), "SV312"),
        (lambda: Expected("dated"), "SV316"),
        (lambda: Expected("time", steps=STEPS), "SV316"),
        (lambda: Expected("dated", steps=STEPS[::-1]), "SV316"),
        (lambda: Expected("dated", steps=[("2023-03-31", 4), ("2024-03-31", 3)]), "SV316"),
        (lambda: Expected("dated", steps=[("2023-03-31", 0)]), "SV316"),
        (lambda: Expected("time", due_on="2023-03-31"), "SV316"),
        (lambda: Evidence("selfie"), "SV312"),
        (lambda: Evidence("photo", sha256="ABC"), "SV316"),
        (lambda: Evidence("photo", personal_data="some"), "SV312"),
        (lambda: Evidence("photo", dated="31/12/2022"), "SV206"),
    ],
)
def test_what_cannot_mean_anything_is_refused(make: Any, code: str) -> None:
    """A plan with days that fall, or a hash that is none, is found when it is written."""
    with pytest.raises(sv.InputError, match=code):
        make()


def test_evidence_has_a_strength_by_its_kind() -> None:
    """What a supplier says of itself is not what a beneficiary confirms."""
    assert Evidence("beneficiary_letter").strength == "independent"
    assert Evidence("payroll_extract").strength == "documentary"
    assert Evidence("supplier_statement").strength == "self_declared"


# --- documents ----------------------------------------------------------------------------


def performed() -> list[Any]:
    """Indicators of a contract and a rating, community offers and what is said of them."""
    kpi = sv.contracts.Kpi(id="4", title="People", lines=["1"], measured_by=["payroll_extract"])
    bands = sv.contracts.RatingBands(good="0.95", approaching_target="0.91",
                                     requires_improvement="0.86", basis="units")  # fmt: skip
    rating = sv.contracts.Rating(kpi="4", rating="good", starts="2022-09-01", ends="2022-11-30",
                                 confirmed_by="A. Head", shown_on="2022-12-22")  # fmt: skip
    offer = sv.contracts.Offer(title="A hall", kind="space", unit="count", quantity=4, smallest=1,
                               starts="2022-10-01", until="2023-08-31", ask_via="box@x.example",
                               places=["online"], cost="1.50", youngest=18)  # fmt: skip
    need = sv.contracts.Need(organisation="Scouts", audience="charity", kind="space", unit="count",
                             quantity=1, why="to meet", until="2023-01-31")  # fmt: skip
    met = [sv.contracts.Showing(agreed=True), sv.contracts.Cancelled(offer=3),
           sv.contracts.Agreement(receiver="Scouts", quantity=Fraction(1, 3), need=7),
           sv.contracts.Done(offer=3, quantity=1),
           sv.contracts.Confirmation(answer="partly", quantity="0.5")]  # fmt: skip
    breach = sv.contracts.Breach(ground="damages", confirmed_by="A. Head", obligation="8 people",
                                 nature="2 came", amount="0.50", lines=["1"])  # fmt: skip
    return [
        breach,
        offer,
        need,
        *met,
        kpi,
        bands,
        rating,
        sv.contracts.KpiSet(kpis=[kpi], bands=bands, none_because="x"),
    ]


def test_every_noun_comes_back(contract: Any) -> None:
    """What is sent to another system is the same contract there, to the last digit."""
    piece = Evidence("photo", title="Hall", sha256="0" * 64, dated="2022-12-31")
    change = ScheduleChange(reason="variation", lines={"1": "-1.50", "2": "+4"})
    given = DeliveryReturn(
        line="1", measure="NT1", unit="fte_year", quantity="2.50", starts="2022-09-01",
        ends="2022-11-30", statement="Gangs.", reported_by="supplier", entered_by="supplier",
        evidence=[piece], replaces=4, place="E07000070", attested=["no_double_claim"],
        kept="0.5",
    )  # fmt: skip
    held = (contract, piece, *PROFILES, contract["1"], contract.origin, contract.suppliers[0],
            change, given, Decision(Fraction(1, 3)), Hold("2027-03-31"), Management("Legal"),
            *performed(),
            Spend("2022-09-01", "2022-11-30", "0.50", 2),
            Clause("14.3", "credit", rate="0.10", trigger="0.9", lines=["1"]),
            ExtensionOption("2026-08-31", "2025-05-31", clause="3.2"),
            SecondLook(above="50000.50", one_in=10))  # fmt: skip
    assert {type(each) for each in held} == {*NOUNS}
    for each in held:
        text = sv.to_json(each)
        assert sv.from_json(text) == each
        assert sv.to_json(sv.from_json(text)) == text
        for again in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each)):
            assert again == each
            assert hash(again) == hash(each)


def test_every_noun_has_a_schema(contract: Any) -> None:
    """Another program checks by the schema what this one writes, and finds it right."""
    for noun in (contract, contract["1"], Evidence("photo"), *PROFILES):
        document = json.loads(sv.to_json(noun))
        kind = document["schema"].partition("/")[2].partition("@")[0]
        checker = Draft202012Validator(sv.json_schema(kind))
        checker.check_schema(checker.schema)
        assert [*checker.iter_errors(document)] == []
        assert [*checker.iter_errors({**document, "more": 1})] != []


def test_a_forged_document_is_refused(contract: Any) -> None:
    """Whoever sends more than was offered as scored is answered, and not believed."""
    line = contract["2"]
    text = sv.to_json(line).replace('"scored":{"$decimal":"2"}', '"scored":{"$decimal":"7"}')
    assert text != sv.to_json(line)
    with pytest.raises(sv.RecordError, match=r"SV316.*at most 6"):
        sv.from_json(text)
    with pytest.raises(sv.RecordError, match="SV204"):
        sv.from_json(sv.to_json(line).replace('"unit":"fte_year","unit_v', '"unit":"fte","unit_v'))


def test_a_noun_says_what_it_is(contract: Any) -> None:
    """One line in a shell, a table for print, and a page in a notebook."""
    assert repr(contract["2"]) == (
        "<Obligation: 2, ECC4, 6 FTE-years, £30,765.81, in the contract>"
    )
    page = contract._repr_html_()
    assert "Brook &amp; Daughters" in page
    assert "30,765.81" in page
    wicked = attrs.evolve(contract, title="<script>", suppliers=["<b>"])
    assert "<script>" not in wicked._repr_html_()
    assert "&lt;script&gt;" in wicked._repr_html_()


def test_a_commitment_is_found_by_its_line(contract: Any) -> None:
    """A slip names what there is."""
    assert contract["2"].code == "ECC4"
    assert "2" in contract
    with pytest.raises(sv.NotFoundError, match=r"SV951 ECC-0412 has no commitment 12"):
        contract["12"]
