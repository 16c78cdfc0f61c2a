"""Releases as Find a Tender publishes them, invented: a buyer, a contract, its notices."""

from __future__ import annotations

from typing import Any

import socialvalue as sv

__all__ = ["codes", "contract", "gross", "kpi", "rated", "release"]

ACT = {"scheme": "UKPGA", "id": "2023/54"}
SIGNED = {"id": "A-1", "documentType": "contractSigned", "url": "https://example.org/A-1"}
GOOD = {"id": "met", "description": "Good - performance is meeting or exceeding the KPI"}
MEASURABLE = "Target: at least 12 weeks by 31 March 2027, reported every 3 months"
TITLES = {"1": "Apprenticeships", "2": "Local spend", "3": "Volunteering"}
"""Of the indicators of `contract`, by number."""

_TAGS = {
    "UK4": ["tender"], "UK7": ["award", "contract"], "UK9": ["implementation"],
    "UK10": ["contractAmendment"], "UK11": ["contractTermination"],
}  # fmt: skip


LIGHT = {
    "id": "roads",
    "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
    "specialRegime": ["lightTouch"],
}
FRAMEWORK = {**LIGHT, "specialRegime": [], "techniques": {"hasFrameworkAgreement": True}}
EARLIER_LAW = {"id": "roads", "legalBasis": {"scheme": "CELEX", "id": "32014L0024"}}


def kpi(
    number: str = "1", title: str = "Apprenticeships", words: str = MEASURABLE
) -> dict[str, Any]:
    """An indicator of a contract details notice."""
    return {"id": number, "title": title, "description": words}


def rated(
    start: str,
    end: str,
    *,
    rating: dict[str, str] | None = None,
    notice: str = "9",
    number: str = "1",
) -> dict[str, Any]:
    """An indicator as a performance notice rates it."""
    observation = {
        "id": notice, "measure": "14", "measureClassification": rating or GOOD,
        "period": {"startDate": start, "endDate": end},
    }  # fmt: skip
    title = TITLES.get(number, "Apprenticeships")
    return {"id": number, "title": title, "observations": [observation]}


def contract(**others: Any) -> dict[str, Any]:
    """A contract of £6m with VAT and three indicators, signed on 1 June 2026."""
    whole = {
        "id": "1", "awardID": "1", "aboveThreshold": True,
        "dateSigned": "2026-06-01T00:00:00+01:00",
        "period": {"startDate": "2026-06-08T00:00:00+01:00", "endDate": "2029-06-07T23:59:59Z"},
        "value": {"amount": 5_000_000, "amountGross": 6_000_000, "currency": "GBP"},
        "agreedMetrics": [kpi(number, title) for number, title in TITLES.items()],
    }  # fmt: skip
    return {key: each for key, each in {**whole, **others}.items() if each is not None}


def release(
    kind: str = "UK7",
    *contracts: dict[str, Any],
    number: str = "1",
    date: str = "2026-06-20T09:00:00+01:00",
    copy: bool = True,
    **others: Any,
) -> dict[str, Any]:
    """A release with the document of its notice, and of UK7 a copy of each contract."""
    document = {"id": number, "documentType": "contractNotice", "noticeType": kind}
    found = contracts or (contract(),)
    documents = [document, *([SIGNED] if copy and kind == "UK7" else [])]
    with_notice = [{**each, "documents": documents} for each in found]
    whole = {
        "ocid": "ocds-h6vhtk-000001", "id": number, "date": date,
        "tag": _TAGS.get(kind, ["contract"]),
        "language": "en", "initiationType": "tender",
        "buyer": {"id": "GB-PPON-PABC-1234-ABCD", "name": "Norchester County Council"},
        "tender": {"id": "roads", "title": "Highways maintenance", "legalBasis": ACT},
        "contracts": with_notice,
    }  # fmt: skip
    if kind == "UK4":
        del whole["contracts"]
        whole["tender"] = {**whole["tender"], "documents": [document]}  # type: ignore[dict-item]
    return {key: each for key, each in {**whole, **others}.items() if each is not None}


def codes(*releases: dict[str, Any]) -> list[str]:
    """The codes of what the rules find, in order; not of fields that the schema lacks."""
    found = [each.code for each in sv.notices.check(sv.notices.read(list(releases)))]
    return [each for each in found if each not in {"SV1206", "SV1207"}]


def gross(amount: Any, **others: Any) -> dict[str, Any]:
    """A contract of a value with VAT."""
    return contract(value={"amountGross": amount, "currency": "GBP"}, **others)
