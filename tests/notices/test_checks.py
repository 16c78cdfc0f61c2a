"""What the Act asks of a notice, exact at each bound, and silent where the law is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.made import (
    EARLIER_LAW,
    FRAMEWORK,
    LIGHT,
    MEASURABLE,
    codes,
    contract,
    gross,
    kpi,
    release,
)  # fmt: skip

import socialvalue as sv
from socialvalue.notices.checks.rules import RULES
from socialvalue.notices.public_days import day_of


def test_a_notice_that_keeps_the_law_has_no_finding() -> None:
    """A check that finds something in everything is read by nobody."""
    found = sv.notices.check(sv.notices.read(release()))
    assert found.kinds == (("UK7", 1),)
    assert found.findings == ()


# --- indicators ---------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "found"), [
    ("5000000.00", []), ("5000000.01", ["SV1211"]), ("4999999.99", []), ("5000001", ["SV1211"]),
])  # fmt: skip
def test_five_million_pounds_is_not_more_than_five_million(amount: str, found: list[str]) -> None:
    """Section 52 begins a penny above £5,000,000.00, and not at it."""
    from decimal import Decimal

    assert codes(release("UK7", gross(Decimal(amount), agreedMetrics=None))) == found


@pytest.mark.parametrize(
    ("number", "found"), [(0, ["SV1211"]), (1, ["SV1210"]), (2, ["SV1210"]), (3, [])]
)
def test_there_are_three_indicators_or_a_reason(number: int, found: list[str]) -> None:
    """Two indicators are too few, and none without a reason is not allowed."""
    kpis = [kpi(str(at)) for at in range(number)] or None
    assert codes(release("UK7", contract(agreedMetrics=kpis))) == found
    with_reason = contract(agreedMetrics=kpis, noAgreedMetricsRationale="One delivery of goods.")
    assert "SV1211" not in codes(release("UK7", with_reason))


@pytest.mark.parametrize("tender", [LIGHT, FRAMEWORK, {**LIGHT, "specialRegime": ["concession"]}])
def test_where_section_52_asks_for_none_none_are_missed(tender: dict[str, Any]) -> None:
    """A care contract without indicators keeps the law; one with them is only asked about."""
    assert codes(release("UK7", contract(agreedMetrics=None), tender=tender)) == []
    assert codes(release("UK7", contract(), tender=tender)) == ["SV1213"]


@pytest.mark.parametrize("tender", [LIGHT, FRAMEWORK, {**LIGHT, "specialRegime": ["concession"]}])
def test_of_voluntary_indicators_nothing_is_said_but_that(tender: dict[str, Any]) -> None:
    """Section 52 was cited against a care contract whose buyer had set indicators of its own."""
    kpis = [kpi("1", "Weeks", "as agreed"), kpi("2"), kpi("3")]
    assert codes(release("UK7", contract(agreedMetrics=kpis))) == ["SV1216"]
    assert codes(release("UK7", contract(agreedMetrics=kpis), tender=tender)) == ["SV1213"]
    small = gross(4_999_999, agreedMetrics=kpis)
    assert codes(release("UK7", small)) == ["SV1213"]


def test_a_private_utility_needs_no_indicators() -> None:
    """Section 52 excepts private utilities, which only the parties tell."""
    kind = {"scheme": "UK_CA_TYPE", "id": "privateUtility"}
    buyer = {
        "id": "GB-PPON-PABC-1234-ABCD",
        "roles": ["buyer"],
        "details": {"classifications": [kind]},
    }
    assert codes(release("UK7", contract(agreedMetrics=None), parties=[buyer])) == []
    assert codes(release("UK7", contract(agreedMetrics=None), parties=[{**buyer, "id": "x"}])) == [
        "SV1211"
    ]


def test_a_lot_of_its_own_rules_decides_for_its_contract_only() -> None:
    """One light touch lot must not excuse the contract of another."""
    lots = [{"id": "1", "specialRegime": ["lightTouch"]}, {"id": "2"}]
    tender = {**LIGHT, "specialRegime": [], "lots": lots}
    awards = [{"id": "1", "relatedLots": ["1"]}, {"id": "2", "relatedLots": ["2"]}]
    bare = {"agreedMetrics": None}
    care, roads = contract(**bare), contract(id="2", awardID="2", **bare)
    found = sv.notices.check(
        sv.notices.read(release("UK7", care, roads, tender=tender, awards=awards))
    )
    judged = [(each.code, each.path) for each in found if each.section]
    assert judged == [("SV1211", "/contracts/1")]


@pytest.mark.parametrize("reason", [
    "The contract value is below £5 million.", "Value less than £5m", "does not exceed £5,000,000",
    "KPIs apply above; this is £5 million or less",
])  # fmt: skip
def test_a_reason_that_the_value_contradicts_is_found(reason: str) -> None:
    """A notice of £7.84m said 'below £5 million', and nobody saw it."""
    odd = {"agreedMetrics": None, "noAgreedMetricsRationale": reason}
    assert codes(release("UK7", gross(7_840_000, **odd))) == ["SV1212"]
    assert codes(release("UK7", gross(4_840_000, **odd))) == []


@pytest.mark.parametrize(("net", "found"), [
    (4_166_666, []), (4_166_667, ["SV1228"]), (5_000_000, ["SV1228"]), (5_000_001, ["SV1211"]),
])  # fmt: skip
def test_a_value_without_vat_is_asked_about_only_where_it_matters(
    net: int, found: list[str]
) -> None:
    """No rate of VAT is assumed, and nobody is asked where every rate says the same."""
    value = {"amount": net, "currency": "GBP"}
    assert codes(release("UK7", contract(value=value, agreedMetrics=None))) == found


def test_another_currency_is_not_taken_for_pounds() -> None:
    """Six million euros may be less than five million pounds."""
    assert codes(release("UK7", gross(6_000_000, agreedMetrics=None))) == ["SV1211"]
    value = {"amountGross": 6_000_000, "currency": "EUR"}
    assert codes(release("UK7", contract(value=value, agreedMetrics=None))) == []


@pytest.mark.parametrize(("words", "missing"), [
    (MEASURABLE, ""),
    ("97% or above, reported quarterly", ""),
    ("Delivery on time in full, monthly", "a number, a unit and a target"),
    ("At least 12 weeks", "how often"),
    ("12 weeks each quarter", "a target"),
])  # fmt: skip
def test_an_indicator_that_nobody_can_measure_is_told_by_what_is_missing(
    words: str, missing: str
) -> None:
    """'KPI 1' promises nothing, and a council that reads so must see what to add."""
    kpis = [kpi("1", "Weeks", words), kpi("2"), kpi("3")]
    found = sv.notices.check(sv.notices.read(release("UK7", contract(agreedMetrics=kpis))))
    assert [each.code for each in found] == (["SV1216"] if missing else [])
    assert missing in "".join(each.message for each in found)
    often = [{**kpis[0], "observations": [{"id": "frequency", "period": {"durationInMonths": 3}}]}]
    again = sv.notices.check(
        sv.notices.read(release("UK7", contract(agreedMetrics=often + kpis[1:])))
    )
    assert "how often" not in "".join(each.message for each in again)


def test_indicators_have_titles_and_their_own_numbers() -> None:
    """A rating names an indicator by its number, and a reader by its title."""
    kpis = [kpi("1"), kpi("1"), kpi("3", "")]
    assert codes(release("UK7", contract(agreedMetrics=kpis))) == ["SV1214", "SV1215"]


# --- days ---------------------------------------------------------------------------------


@given(st.integers(-3, 200), st.booleans())
def test_details_are_due_within_30_days_that_begin_with_the_day_of_signing(
    after: int, light: bool
) -> None:
    """Day 1 is the day itself: day 30 is in time, day 31 is not; 120 for light touch."""
    signed = date(2026, 6, 1)
    published = signed + timedelta(days=after)
    tender = {"tender": LIGHT} if light else {}
    made = release("UK7", date=f"{published}T09:00:00+01:00", **tender)
    late = {"SV1222"} & set(codes(made))
    assert bool(late) == (after + 1 > (120 if light else 30))


@pytest.mark.parametrize(
    "change", [{"aboveThreshold": False}, {"aboveThreshold": None}, {"dateSigned": None}]
)
def test_below_the_threshold_no_day_is_missed(change: dict[str, Any]) -> None:
    """Section 53 is about public contracts, and a day that is not said is not late."""
    late = ["SV1222", "SV1233"]
    assert codes(release("UK7", contract(), date="2026-12-01T09:00:00Z")) == late
    assert codes(release("UK7", contract(**change), date="2026-12-01T09:00:00Z")) == []


def test_a_correction_is_not_late() -> None:
    """Only the first notice of a contract has to be in time."""
    assert codes(release(date="2026-12-01T09:00:00Z")) == ["SV1222", "SV1233"]
    late = release(
        "UK7", number="2", date="2026-12-01T09:00:00Z", tag=["awardUpdate", "contractUpdate"]
    )
    assert codes(release(), late) == []


@pytest.mark.parametrize(("ended", "found"), [("2026-08-03", []), ("2026-08-02", ["SV1223"])])
def test_the_end_is_published_within_30_days_that_begin_with_it(
    ended: str, found: list[str]
) -> None:
    """The first day is the day of the end."""
    over = {
        "id": "1",
        "status": "terminated",
        "implementation": {"endDate": f"{ended}T10:00:00+01:00"},
    }
    assert codes(release("UK11", over, date="2026-09-01T23:00:00+01:00")) == found


@pytest.mark.parametrize(("day", "found"), [("2026-09-01", []), ("2026-08-31", ["SV1226"])])
def test_a_change_is_published_before_it_is_made(day: str, found: list[str]) -> None:
    """A change that had begun before its notice is one nobody could object to."""
    for name in ("amendments", "proposedAmendments"):
        made = {"id": "1", name: [{"id": "5", "date": f"{day}T00:00:00+01:00"}]}
        notice = {"number": "5", "date": "2026-09-01T10:00:00+01:00"}
        assert codes(release("UK10", made, **notice)) == found
        assert codes(release("UK10", made, **notice, tender=LIGHT)) == []


@pytest.mark.parametrize(("above", "changed", "weights"), [
    (True, None, ["error"]), (None, None, ["warning"]), (False, None, []), (False, True, ["error"]),
    (False, False, []), (None, False, ["warning"]),
])  # fmt: skip
def test_a_change_below_the_threshold_needs_no_notice(
    above: bool | None, changed: bool | None, weights: list[str]
) -> None:
    """Section 75 is of public contracts and those that become one; who can't know must not judge.

    Such a change of a small contract was called an error, and where nobody had said, too.
    """
    change = {"id": "5", "date": "2026-08-31T00:00:00+01:00", "aboveThreshold": changed}
    made = {"id": "1", "proposedAmendments": [change], "aboveThreshold": above}
    notice = release("UK10", made, number="5", date="2026-09-01T10:00:00+01:00")
    found = sv.notices.check(sv.notices.read(notice))
    assert [each.weight for each in found if each.code == "SV1226"] == weights
    details = release("UK7", contract(aboveThreshold=above), number="4")
    again = sv.notices.check(sv.notices.read([details, notice]))
    assert [each.weight for each in again if each.code == "SV1226"] == weights


@pytest.mark.parametrize(("above", "found"), [
    (True, ["SV1223"]), (None, ["SV1223"]), (False, []),
])  # fmt: skip
def test_below_the_threshold_no_end_is_late(above: bool | None, found: list[str]) -> None:
    """Section 80 is of public contracts: the end of a small one was called late."""
    value = {"amountGross": 90_000, "currency": "GBP"}
    details = release(
        "UK7", contract(aboveThreshold=above, value=value, agreedMetrics=None), number="4"
    )
    ended = {"id": "1", "implementation": {"endDate": "2026-08-02T10:00:00+01:00"}}
    end = release("UK11", ended, number="11", date="2026-09-01T23:00:00+01:00")
    assert codes(details, end) == found
    kind = {"scheme": "UK_CA_TYPE", "id": "privateUtility"}
    buyer = {"id": "GB-PPON-PABC-1234-ABCD", "details": {"classifications": [kind]}}
    assert codes(details, {**end, "parties": [buyer]}) == []


@pytest.mark.parametrize(("where", "found"), [("GB-NIR", []), ("GB-WLS", ["SV1226"])])
def test_a_change_in_northern_ireland_needs_no_notice(where: str, found: list[str]) -> None:
    """Section 75(6) leaves out its authorities: a lawful change was called unlawful in print."""
    kind = {"scheme": "UK_CA_DEVOLVED_REGULATIONS", "id": where}
    buyer = {"id": "GB-PPON-PABC-1234-ABCD", "details": {"classifications": [kind]}}
    made = {"id": "1", "amendments": [{"id": "5", "date": "2026-08-31T00:00:00+01:00"}]}
    notice = {"number": "5", "date": "2026-09-01T10:00:00+01:00"}
    assert codes(release("UK10", made, **notice, parties=[buyer])) == found


def test_days_that_cannot_be_are_asked_about() -> None:
    """A year mistyped makes a contract twenty years late, and no lateness at all."""
    period = {
        "startDate": "2026-06-08T00:00:00Z",
        "endDate": "2026-06-01T00:00:00Z",
        "maxExtentDate": "2026-05-01T00:00:00Z",
    }
    assert codes(release("UK7", contract(period=period))) == ["SV1227", "SV1227"]
    assert codes(release("UK7", contract(dateSigned="2006-06-01T00:00:00Z"))) == ["SV1227"]
    assert codes(release("UK7", contract(dateSigned="2027-06-01T00:00:00Z"))) == ["SV1227"]


@pytest.mark.parametrize(("awarded", "found"), [
    ("2026-06-01T09:00:00+01:00", []), ("2026-06-02T09:00:00+01:00", ["SV1227"]),
])  # fmt: skip
def test_a_contract_is_not_entered_into_before_it_is_awarded(
    awarded: str, found: list[str]
) -> None:
    """The standstill was over before it began, or a day is mistyped."""
    awards = [{"id": "1", "date": awarded}, {"id": "2", "date": "2026-07-30T09:00:00+01:00"}]
    assert codes(release("UK7", contract(), awards=awards)) == found
    document = {"id": "0", "documentType": "awardNotice", "noticeType": "UK6"}
    notice = {**release("UK6", number="0", date=awarded), "contracts": [],
              "awards": [{"id": "1", "documents": [document]}]}  # fmt: skip
    checked = sv.notices.check(sv.notices.read([notice, release("UK7")]))
    assert [each.code for each in checked] == found
    assert all(
        "before its contract award notice of 2 June 2026" in each.message for each in checked
    )


@pytest.mark.parametrize(("text", "day"), [
    ("2026-06-30T23:00:00Z", "2026-07-01"), ("2026-10-25T00:59:59Z", "2026-10-25"),
    ("2026-03-28T23:59:59Z", "2026-03-28"), ("2026-03-29T23:00:00Z", "2026-03-30"),
    ("2026-10-25T23:30:00Z", "2026-10-25"), ("2026-07-01", "2026-07-01"),
    ("2026-07-01T00:00:00+02:00", "2026-06-30"), ("9999-12-31T23:59:59-01:00", "9999-12-31"),
])  # fmt: skip
def test_a_moment_is_on_the_day_that_a_british_reader_has(text: str, day: str) -> None:
    """An hour decides whether a notice was a day late."""
    assert str(day_of(text)) == day


@pytest.mark.parametrize("text", [None, "", "soon", 7, "2026-13-01T00:00:00Z", []])
def test_what_is_no_day_is_none(text: Any) -> None:
    """A day is never guessed."""
    assert day_of("2026-12-01T00:00:00Z") == date(2026, 12, 1)
    assert day_of(text) is None


# --- parties, and where the law is silent ---------------------------------------------------


@pytest.mark.parametrize(("scheme", "number", "found"), [
    ("GB-PPON", "PABC-1234-ABCD", False), ("GB-PPON", "PABC1234ABCD", True),
    ("GB-COH", "01234567", False), ("GB-COH", "1234567", True), ("GB-COH", "SC123456", False),
    ("GB-CHC", "1", False), ("", "1", True), ("GB-COH", "", True),
])  # fmt: skip
def test_a_supplier_is_known_by_a_number_of_its_register(
    scheme: str, number: str, found: bool
) -> None:
    """Two firms of one name are two firms."""
    party = {
        "id": "x",
        "name": "Acme",
        "roles": ["supplier"],
        "identifier": {"scheme": scheme, "id": number},
    }
    assert codes(release(parties=[party])) == (["SV1221"] if found else [])
    assert codes(release(parties=[{**party, "roles": ["buyer"]}])) == []


@pytest.mark.parametrize(("kind", "section"), [
    ("UK7", "regulation 32"), ("UK9", "regulation 39"), ("UK10", "regulation 40"),
    ("UK11", "regulation 41"),
])  # fmt: skip
def test_what_a_notice_must_say_of_a_supplier_stands_in_its_own_regulation(
    kind: str, section: str
) -> None:
    """An officer who looks up regulation 32 for a performance notice finds nothing on it."""
    party = {"id": "x", "name": "Acme", "roles": ["supplier"]}
    found = sv.notices.check(sv.notices.read(release(kind, {"id": "1"}, parties=[party])))
    assert [each.section for each in found if each.code == "SV1221"] == [section]


def test_a_company_number_without_its_noughts_is_offered_with_them() -> None:
    """Spreadsheets take noughts away, and the register needs them."""
    party = {
        "name": "Acme",
        "roles": ["supplier"],
        "identifier": {"scheme": "GB-COH", "id": "2727662"},
    }
    (found,) = sv.notices.check(sv.notices.read(release(parties=[party])))
    assert "'02727662' may be meant" in found.message


def test_nothing_is_asked_of_contracts_of_earlier_rules() -> None:
    """The Procurement Act rules procurements that began on or after 24 February 2025."""
    bare = contract(agreedMetrics=None)
    assert codes(release("UK7", bare, tender=EARLIER_LAW)) == []
    assert codes(release("UK7", bare, date="2025-02-23T09:00:00Z")) == []
    assert codes(
        release(
            "UK7",
            contract(agreedMetrics=None, dateSigned="2025-02-20T00:00:00Z"),
            date="2025-02-24T09:00:00Z",
        )
    ) == ["SV1211"]


def test_every_rule_has_a_code_of_its_own_and_the_section_it_rests_on() -> None:
    """A finding without its section can't be looked up."""
    assert len({each.code for each in RULES}) == len(RULES)
    assert {each.code for each in RULES if not each.section} == {
        "SV1214", "SV1215", "SV1227", "SV1229",
    }  # fmt: skip
    assert codes(release("UK7", gross(-1))) == ["SV1213", "SV1229"] or codes(
        release("UK7", gross(-1))
    )


NAMES = st.sampled_from(
    ["id", "value", "amount", "agreedMetrics", "period", "documents", "title", "metrics"]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(sorted({*contract(), "implementation", "amendments"})), JUNK),
    JUNK,
    JUNK,
)
def test_whatever_a_release_holds_is_checked_without_a_fault(
    odd: dict[str, Any], parties: Any, lots: Any
) -> None:
    """A publisher's slip must not stop the check of all the others."""
    tender = {"legalBasis": {"id": "2023/54"}, "lots": lots, "specialRegime": lots}
    for kind in ("UK7", "UK9", "UK10", "UK11"):
        made = release(kind, {**odd, "id": "1"}, parties=parties, tender=tender)
        (found,) = sv.notices.read(made)
        assert str(sv.notices.check(found))
        assert isinstance(found.problems, tuple)
