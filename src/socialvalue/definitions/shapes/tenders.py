"""The shapes of tenders and bids, and of the worked examples of a set."""

from datetime import date
from decimal import Decimal
from types import NoneType
from typing import ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, number, one_of, parts, word
from socialvalue.definitions.shapes.plugins import SwitchOffEntry
from socialvalue.definitions.shapes.schemes import SchemeEntry
from socialvalue.definitions.slips import OPEN_OR_CLOSED
from socialvalue.model.bids.bid import STATES, Bid
from socialvalue.model.bids.marks import MarkChange, Moderated, Moderation
from socialvalue.model.commitment import BASES, Commitment
from socialvalue.model.papers.asked import Asked
from socialvalue.model.papers.award import STANDSTILLS, WITHHELD_AS, Papers, Withheld
from socialvalue.model.papers.contacts import Contact, Supplier
from socialvalue.model.papers.grounds import GROUNDS
from socialvalue.model.tender import CATEGORIES, REGIMES, ContractValue, Tender
from socialvalue.model.waivers import WAIVABLE
from socialvalue.units import UNITS

__all__ = [
    "BidEntry",
    "CalculatorEntry",
    "CaseEntry",
    "CasesFile",
    "CommitmentEntry",
    "ContactEntry",
    "ContractValueEntry",
    "EvaluatorMarkEntry",
    "ExpectEntry",
    "LotEntry",
    "MarkChangeEntry",
    "MarkEntry",
    "ModerationEntry",
    "PapersEntry",
    "SupplierEntry",
    "TenderEntry",
    "TenderFile",
    "WaiverEntry",
    "WithheldEntry",
]


@attrs.define
class ContractValueEntry(Entry):
    """A contract's value; a plain amount is the initial term."""

    NOUNS: ClassVar[tuple[type, ...]] = (ContractValue,)
    SHORTHAND: ClassVar[str] = "initial"
    initial: str = attrs.field(metadata={"reads": "number"})
    with_extensions: str | None = number()
    maximum: str | None = number()
    vat: str = word(("excluded", "included"), "excluded")


@attrs.define
class EvaluatorMarkEntry(Entry):
    """One evaluator's mark."""

    by: str
    mark: str = attrs.field(metadata={"reads": "mark"})
    reason: str = ""
    on: date | None = None
    conflict: str = ""
    saw_prices: bool | None = None


@attrs.define
class MarkChangeEntry(Entry):
    """What a moderated score was, before it was changed when moderation was closed."""

    NOUNS: ClassVar[tuple[type, ...]] = (MarkChange,)
    was: str = attrs.field(metadata={"reads": "mark"})
    why: str
    by: str
    on: date


@attrs.define
class ModerationEntry(Entry):
    """Whether marks are moderated; without a day they are open."""

    NOUNS: ClassVar[tuple[type, ...]] = (Moderation,)
    MEANT: ClassVar[str] = OPEN_OR_CLOSED
    closed: date | None = None
    by: str = ""


@attrs.define
class MarkEntry(Entry):
    """A mark; a plain number is the consensus."""

    NOUNS: ClassVar[tuple[type, ...]] = (Moderated,)
    SHORTHAND: ClassVar[str] = "consensus"
    BLANK: ClassVar[tuple[type, ...]] = (NoneType,)
    consensus: str | None = number(reads="mark")
    marks: list[EvaluatorMarkEntry] = attrs.Factory(list)
    reason: str = ""
    reason_for_others: str = ""
    by: str = ""
    on: date | None = None
    moved: str = ""
    changed: list[MarkChangeEntry] = attrs.Factory(list)


@attrs.define
class CommitmentEntry(Entry):
    """One line of a bid; the quantity is stated in exactly one way."""

    NOUNS: ClassVar[tuple[type, ...]] = (Commitment,)
    measure: str
    fte: str | None = number()
    weeks: str | None = number()
    hours: str | None = number()
    expert_hours: str | None = number()
    attendee_hours: str | None = number()
    gbp: str | None = number()
    tonnes_co2e: str | None = number()
    tonnes: str | None = number()
    kilograms: str | None = number()
    miles: str | None = number()
    count: str | None = number()
    percent: str | None = number()
    yes: bool | None = None
    quantity: str | None = None
    unit: str | None = attrs.field(default=None, metadata={"listed": UNITS})
    years: str | None = number()
    cohorts: str | None = number()
    people: str | None = number()
    activity: str | None = None
    place: str | None = None
    date: str | None = attrs.field(default=None, metadata={"reads": "day"})
    basis: str = word(BASES, "whole")
    share_claimed: str | None = number(reads="share")
    deadweight: str | None = number(reads="share")
    displacement: str | None = number(reads="share")
    leakage: str | None = number(reads="share")
    attribution_to_others: str | None = number(reads="share")
    community: bool = False
    note: str = ""


@attrs.define
class BidEntry(Entry):
    """A bid."""

    NOUNS: ClassVar[tuple[type, ...]] = (Bid,)
    bidder: str
    price: str | None = number()
    prices: dict[str, str] = attrs.field(factory=dict, metadata={"reads": "number"})
    marks: dict[str, MarkEntry] = parts()
    commitments: list[CommitmentEntry] = parts(list)
    lot: str | None = None
    state: str = word(STATES, "compliant")
    reason: str | None = None
    ground: str = word(("", *GROUNDS), "")
    notified: date | None = None


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
class ContactEntry(Entry):
    """Whom a bidder can ask about a paper."""

    NOUNS: ClassVar[tuple[type, ...]] = (Contact,)
    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""


@attrs.define
class WithheldEntry(Entry):
    """A criterion of which others are not told the successful bid's score and reason."""

    NOUNS: ClassVar[tuple[type, ...]] = (Withheld,)
    criterion: str
    why: str
    by: str
    under: str = word(WITHHELD_AS, "commercial")


@attrs.define
class PapersEntry(Entry):
    """What assessment summaries say beside scores and reasons."""

    NOUNS: ClassVar[tuple[type, ...]] = (Papers,)
    contact: ContactEntry | None = None
    full_criteria: str = ""
    award_notice: date | None = None
    holidays: list[date] = attrs.Factory(list)
    standstill: str = word(("", *STANDSTILLS), "")
    withheld: list[WithheldEntry] = attrs.Factory(list)
    decision: dict[str, str] = attrs.Factory(dict)


@attrs.define
class CalculatorEntry(Entry):
    """What the calculator asks of bidders beside quantities."""

    NOUNS: ClassVar[tuple[type, ...]] = (Asked,)
    limits: dict[str, str] = attrs.field(factory=dict, metadata={"reads": "number"})
    statements: list[str] = attrs.Factory(list)
    community: bool = False
    without_reach: bool = False
    version: int | None = None


@attrs.define
class SupplierEntry(Entry):
    """How a bidder is reached and told apart."""

    NOUNS: ClassVar[tuple[type, ...]] = (Supplier,)
    address: str = ""
    email: str = ""
    identifier: str = ""


@attrs.define
class TenderEntry(Entry):
    """The buyer's side of a tender."""

    NOUNS: ClassVar[tuple[type, ...]] = (Tender,)
    contract_value: ContractValueEntry
    title: str = "a worked example"
    years: str = number("1")
    published: date | None = None
    place: str | None = attrs.field(default=None, metadata={"names": True})
    target: str | None = number()
    unit_values: dict[str, str] = attrs.field(factory=dict, metadata={"reads": "number"})
    lots: list[LotEntry] = parts(list)
    scheme_fingerprint: str = ""
    parent_published: date | None = None
    category: str = word(("", *CATEGORIES), "")
    above_threshold: bool | None = None
    regime: str = word(("", *REGIMES), "")
    shortlist: list[str] = attrs.Factory(list)
    waivers: list[WaiverEntry] = attrs.Factory(list)
    most_lots: int | None = None
    switch_off: list[SwitchOffEntry] = parts(list)
    note: str = ""


@attrs.define(kw_only=True)
class TenderFile(TenderEntry):
    """tender.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/tender@1"
    schema: str
    title: str
    framework: str
    bids: list[BidEntry] = attrs.field(metadata={"apart": 2})
    scheme: SchemeEntry | None = None
    moderation: ModerationEntry | None = None
    illustrative: bool = False
    authority: str = ""
    our_reference: str = ""
    legal_note: str = ""
    papers: PapersEntry | None = None
    calculator: CalculatorEntry | None = None
    suppliers: dict[str, SupplierEntry] = parts()


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
    commitments: list[CommitmentEntry] = attrs.field(metadata={"apart": 2})
    expect: ExpectEntry
    price: str | None = None
    marks: dict[str, MarkEntry] = attrs.Factory(dict)
    scheme: SchemeEntry | None = None
    source: str = ""


@attrs.define
class CasesFile(Entry):
    """cases.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/cases@1"
    schema: str
    cases: list[CaseEntry] = attrs.field(metadata={"apart": 2})
