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


def boxes_of_contract(facts: Facts, regulation: str, purpose: str = "") -> Iterator[Box]:
    """The head of each notice: who, what, under which numbers, and what else is listed of them.

    Args:
        facts: What a draft is made of.
        regulation: That lists it.
        purpose: Why the notice is published, where the regulation asks for that.
    """
    return (Box(each.label, each.text, regulation) for each in _asked(facts, regulation, purpose))


def missing_of_contract(facts: Facts, regulation: str) -> Iterator[Problem]:
    """What of it nobody has said, and what a delivery record can't hold."""
    for each in _asked(facts, regulation):
        if each.lacks:
            yield problem("SV1241", found=each.lacks)


@attrs.frozen
class _Item:
    """One thing that a regulation lists: its label, its text, and what is missing of it, or ""."""

    label: str
    text: str
    lacks: str


def _item(label: str, text: str, words: str) -> _Item:
    return _Item(label, text, "" if text else words)


def _asked(facts: Facts, regulation: str, purpose: str = "") -> Iterator[_Item]:
    """What a regulation lists of a contract, in its order; what no record has is empty.

    Source:
        Procurement Regulations 2024, regulations 32 and 39.
    """
    contract = facts.contract
    yield _item("Contracting authority", contract.authority, "the contracting authority")
    yield _item("Title", contract.title, "")
    yield _item("Procurement identifier (OCID)", facts.ocid, "the number of the process (ocid)")
    yield _item("Contract reference", contract.reference, "")
    if regulation == "regulation 32":
        yield _item("Subject matter", "", "the subject matter")
    if purpose:
        yield _item("Purpose of this notice", purpose, "")
    for each in contract.suppliers:
        yield from _of_supplier(each, regulation)
    if regulation == "regulation 32":
        yield _item("Procedure", "", "the procedure by which the contract was awarded")
        reserved = "Whether reserved to supported employment providers or mutuals"
        yield _item(reserved, "", "whether the contract was reserved")
        yield _item("Lot", _lot(contract), "the lot, or that there are none")


def _of_supplier(party: Party, regulation: str) -> Iterator[_Item]:
    name, number = party.name, party.id
    lacks = "" if number else f"the number of {name}, with its scheme"
    yield _Item("Supplier", f"{name} ({number or 'no number in the delivery record'})", lacks)
    if regulation in {"regulation 32", "regulation 39"}:
        yield _item(f"{name}: postal address", "", f"the postal address of {name}")
    if regulation == "regulation 39":
        yield _item(f"{name}: e-mail address", "", f"the e-mail address of {name}")
    if regulation == "regulation 32":
        label = f"{name}: whether SME, VCSE, supported employment provider or mutual"
        yield _item(label, "", f"the size and kind of {name}")


def _lot(contract: Contract) -> str:
    """The lot; of a tender that was evaluated here without lots, that there are none."""
    return contract.lot or ("none" if contract.origin is not None else "")


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
