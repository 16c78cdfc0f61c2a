"""The shapes of tenders and bids, and of the worked examples of a set."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, one_of, word
from socialvalue.definitions.shapes.plugins import SwitchOffEntry
from socialvalue.definitions.shapes.schemes import SchemeEntry
from socialvalue.model.commitment import BASES
from socialvalue.model.tender import CATEGORIES, STATES
from socialvalue.model.waivers import WAIVABLE

__all__ = [
    "BidEntry",
    "CaseEntry",
    "CasesFile",
    "CommitmentEntry",
    "ContractValueEntry",
    "EvaluatorMarkEntry",
    "ExpectEntry",
    "LotEntry",
    "MarkEntry",
    "TenderEntry",
    "TenderFile",
    "WaiverEntry",
]


@attrs.define
class ContractValueEntry(Entry):
    """A contract's value; a plain amount is the initial term."""

    SHORTHAND: ClassVar[str] = "initial"
    initial: str
    with_extensions: str | None = None
    maximum: str | None = None
    vat: str = word(("excluded", "included"), "excluded")


@attrs.define
class EvaluatorMarkEntry(Entry):
    """One evaluator's mark."""

    by: str
    mark: str
    reason: str = ""
    on: date | None = None
    conflict: str = ""
    saw_prices: bool | None = None


@attrs.define
class MarkEntry(Entry):
    """A mark; a plain number is the consensus."""

    SHORTHAND: ClassVar[str] = "consensus"
    consensus: str | None = None
    marks: list[EvaluatorMarkEntry] = attrs.Factory(list)
    reason: str = ""
    by: str = ""
    on: date | None = None


@attrs.define
class CommitmentEntry(Entry):
    """One line of a bid; the quantity is stated in exactly one way."""

    measure: str
    fte: str | None = None
    weeks: str | None = None
    hours: str | None = None
    expert_hours: str | None = None
    attendee_hours: str | None = None
    gbp: str | None = None
    tonnes_co2e: str | None = None
    tonnes: str | None = None
    kilograms: str | None = None
    miles: str | None = None
    count: str | None = None
    percent: str | None = None
    yes: bool | None = None
    quantity: str | None = None
    unit: str | None = None
    years: str | None = None
    cohorts: str | None = None
    people: str | None = None
    activity: str | None = None
    place: str | None = None
    date: str | None = None
    basis: str = word(BASES, "whole")
    share_claimed: str | None = None
    deadweight: str | None = None
    displacement: str | None = None
    leakage: str | None = None
    attribution_to_others: str | None = None
    community: bool = False
    note: str = ""


@attrs.define
class BidEntry(Entry):
    """A bid."""

    bidder: str
    price: str | None = None
    marks: dict[str, MarkEntry] = attrs.Factory(dict)
    commitments: list[CommitmentEntry] = attrs.Factory(list)
    lot: str | None = None
    state: str = word(STATES, "compliant")
    reason: str | None = None


@attrs.define
class LotEntry(Entry):
    """A lot; a plain name is a lot without values of its own."""

    SHORTHAND: ClassVar[str] = "name"
    name: str
    contract_value: ContractValueEntry | None = None
    years: str | None = None
    target: str | None = None
    scheme: SchemeEntry | None = None
    scheme_fingerprint: str = ""


@attrs.define
class WaiverEntry(Entry):
    """A rule of the council's policy that does not hold here: which, why, and who said so."""

    rule: str = attrs.field(metadata=one_of(*WAIVABLE))
    why: str
    by: str


@attrs.define
class TenderEntry(Entry):
    """The buyer's side of a tender."""

    contract_value: ContractValueEntry
    title: str = "a worked example"
    years: str = "1"
    published: date | None = None
    place: str | None = None
    target: str | None = None
    unit_values: dict[str, str] = attrs.Factory(dict)
    lots: list[LotEntry] = attrs.Factory(list)
    scheme_fingerprint: str = ""
    parent_published: date | None = None
    category: str = word(("", *CATEGORIES), "")
    above_threshold: bool | None = None
    shortlist: list[str] = attrs.Factory(list)
    waivers: list[WaiverEntry] = attrs.Factory(list)
    most_lots: int | None = None
    switch_off: list[SwitchOffEntry] = attrs.Factory(list)
    note: str = ""


@attrs.define(kw_only=True)
class TenderFile(TenderEntry):
    """tender.yaml."""

    schema: str
    title: str
    framework: str
    bids: list[BidEntry]
    scheme: SchemeEntry | None = None
    illustrative: bool = False


@attrs.define
class ExpectEntry(Entry):
    """What a worked example must come to."""

    total: Decimal | None = None
    submitted: Decimal | None = None
    refused: dict[str, str] = attrs.Factory(dict)
    warned: list[str] = attrs.Factory(list)
    points: dict[str, Decimal] = attrs.Factory(dict)


@attrs.define
class CaseEntry(Entry):
    """A worked example of a set."""

    title: str
    tender: TenderEntry
    commitments: list[CommitmentEntry]
    expect: ExpectEntry
    price: str | None = None
    marks: dict[str, MarkEntry] = attrs.Factory(dict)
    scheme: SchemeEntry | None = None
    source: str = ""


@attrs.define
class CasesFile(Entry):
    """cases.yaml."""

    schema: str
    cases: list[CaseEntry]
