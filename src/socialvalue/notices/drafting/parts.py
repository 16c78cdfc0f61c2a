"""What all drafts share: the contract, its suppliers, and one indicator behind two notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import attrs

from socialvalue.contracts import Contract, Party, Performance, personal_in
from socialvalue.errors import Problem, problem
from socialvalue.notices.drafting.draft import Box
from socialvalue.numbers import plain, pounds
from socialvalue.words import day_words

__all__ = [
    "Facts",
    "boxes_of_contract",
    "day_text",
    "indicators",
    "missing_of_contract",
    "money",
    "party_id",
    "release_of",
    "scanned",
]

_SCHEMES: Final = (
    ("GB-PPON", re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")),
    ("GB-COH", re.compile(r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6})")),
)


@attrs.frozen
class Facts:
    """What a draft is made of.

    Attributes:
        contract: As it is agreed.
        held: Its indicators as at the day, with what was confirmed.
        ocid: The number of the process, or "".
        on: The day as at which.
    """

    contract: Contract
    held: Performance
    ocid: str
    on: date


def indicators(facts: Facts) -> list[dict[str, Any]]:
    """The indicators as both notices have them: one number, one title, one wording."""
    return [
        {"id": each.kpi.id, "title": each.kpi.title, "description": each.wording}
        for each in facts.held.kpis
    ]


def boxes_of_contract(facts: Facts, regulation: str) -> Iterator[Box]:
    """Who, what, and under which numbers: the head of each notice."""
    contract = facts.contract
    yield Box("Contracting authority", contract.authority, regulation)
    yield Box("Procurement identifier (OCID)", facts.ocid, regulation)
    yield Box("Contract reference", contract.reference, regulation)
    yield Box("Title", contract.title, regulation)
    for each in contract.suppliers:
        number = each.id or "no number in the delivery record"
        yield Box("Supplier", f"{each.name} ({number})", regulation)


def missing_of_contract(facts: Facts) -> Iterator[Problem]:
    """What nobody has said that each notice asks for."""
    if not facts.contract.authority:
        yield problem("SV1241", found="the contracting authority")
    if not facts.ocid:
        yield problem("SV1241", found="the number of the process (ocid)")
    for each in facts.contract.suppliers:
        if not each.id:
            yield problem("SV1241", found=f"the number of {each.name}, with its scheme")


def scanned(boxes: list[Box]) -> Iterator[Problem]:
    """What in a box looks like personal data; names are not found by this."""
    for each in boxes:
        for what in () if each.label == "Contract reference" else personal_in(each.text):
            yield problem("SV1242", what=what, found=each.label)


def release_of(facts: Facts, tag: list[str], contract: dict[str, Any]) -> dict[str, Any]:
    """The release that a notice would be: no number and no day, which the publication gives."""
    made = facts.contract
    parties = [_party(each) for each in made.suppliers]
    return {
        **({"ocid": facts.ocid} if facts.ocid else {}),
        "tag": tag,
        "initiationType": "tender",
        "language": "en",
        "parties": parties,
        "tender": {"title": made.title, "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}},
        "awards": [
            {"id": "1", "suppliers": [{"id": each["id"], "name": each["name"]} for each in parties]}
        ],
        "contracts": [{"id": "1", "awardID": "1", "title": made.title, **contract}],
    }


def party_id(party: Party) -> str:
    """How a supplier is known in a release: its number with the scheme, or else its name."""
    scheme = _scheme(party)
    return f"{scheme}-{party.id}" if scheme else party.name


def _scheme(party: Party) -> str:
    return next((name for name, form in _SCHEMES if form.fullmatch(party.id)), "")


def _party(party: Party) -> dict[str, Any]:
    scheme = _scheme(party)
    known = {"identifier": {"scheme": scheme, "id": party.id}} if scheme else {}
    return {"id": party_id(party), "name": party.name, "roles": ["supplier"], **known}


def money(amount: Decimal, vat: str) -> dict[str, Any]:
    """A sum as a release has it, with VAT or without."""
    number: Any = int(amount) if amount == amount.to_integral_value() else float(plain(amount))
    return {"amountGross" if vat == "included" else "amount": number, "currency": "GBP"}


def value_words(contract: Contract) -> str:
    """The value in words."""
    with_vat = "with VAT" if contract.value.vat == "included" else "without VAT"
    return f"{pounds(contract.value.initial)} {with_vat}"


def day_text(day: date) -> str:
    """A day as a release has it."""
    return f"{day.isoformat()}T00:00:00Z"


def days_words(contract: Contract) -> str:
    """The term in words."""
    return f"{day_words(contract.starts)} to {day_words(contract.ends)}"
