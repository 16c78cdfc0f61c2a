"""A field that the release schema does not have is among what a check finds."""

from __future__ import annotations

from tests.notices.made import contract, kpi, release

import socialvalue as sv

MISSPELT = {**contract(agreedMetrics=None, noAgreedMetricsRationale="Goods, once."),
            "agreedMetric": [kpi()]}  # fmt: skip


def test_a_misspelt_field_is_found_once_with_how_many_notices_have_it() -> None:
    """Indicators under a misspelt name are published nowhere, and the check was silent."""
    notices = [release("UK7", MISSPELT, number=each) for each in ("1", "2")]
    (found,) = sv.notices.check(sv.notices.read(notices))
    assert (found.code, found.weight, found.section) == ("SV1206", "warning", "")
    assert (found.notice, found.path) == ("1", "/contracts/agreedMetric")
    assert found.message.endswith("no field contracts/agreedMetric (in 2 notices)")
    (alone,) = sv.notices.check(sv.notices.read(notices)[0])
    assert alone.message.endswith("no field contracts/agreedMetric")


def test_a_value_of_another_type_is_an_error() -> None:
    """£6 million in quotation marks are no £6 million to any program, and no rule sees them."""
    value = {"amountGross": "6000000", "currency": "GBP"}
    found = sv.notices.check(sv.notices.read(release("UK7", contract(value=value))))
    assert [(each.code, each.weight) for each in found] == [("SV1207", "error")]
    assert "contracts/value/amountGross" in found.findings[0].message


def test_what_the_service_itself_writes_is_no_slip_of_a_publisher() -> None:
    """A warning in every notice that nobody can mend is read by nobody."""
    renewed = {**contract(), "hasRenewal": True, "renewal": {"description": "A year"}}
    made = release("UK7", renewed, buyerID=[])
    assert sv.notices.check(sv.notices.read(made)).by_code == {}
    assert "buyerID" in sv.notices.read(made)[0].unknown
    assert sv.notices.check(sv.notices.read({**made, "buyersID": []})).by_code == {"SV1206": 1}


def test_a_notice_of_any_kind_and_law_is_looked_at() -> None:
    """The shape of the data is no question of the Act."""
    made = [
        release("UK4", number="1", soon=True),
        release("UK7", number="2", later=1, tender={"legalBasis": {"id": "32014L0024"}}),
    ]
    found = sv.notices.check(sv.notices.read(made))
    assert [(each.code, each.kind) for each in found] == [("SV1206", "UK4"), ("SV1206", "UK7")]
