"""The shape of a contract's own file, in a folder that is read as a delivery record."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.contracts.choices import CHANGES, KINDS, PARTS, PROFILES, REGIMES_OF_CONTRACT
from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.entered.clauses import FORMS as FORMS_OF_CLAUSE
from socialvalue.contracts.entered.clauses import Clause
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.extending.options import ExtensionOption
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.contracts.spending import Spend
from socialvalue.definitions.shapes.entries import Entry, Texts, from_key, number, parts, word
from socialvalue.definitions.shapes.tenders import ContractValueEntry
from socialvalue.units import UNITS

__all__ = ["FILES", "ContractFile"]


@attrs.define
class PartyEntry(Entry):
    """A supplier; a plain name is one."""

    NOUNS: ClassVar[tuple[type, ...]] = (Party,)
    SHORTHAND: ClassVar[str] = "name"
    name: str
    id: str = ""
    role: str = word(PARTS, "lead")


@attrs.define
class ExpectedEntry(Entry):
    """How much is due by when; a plain word is the profile."""

    NOUNS: ClassVar[tuple[type, ...]] = (Expected,)
    SHORTHAND: ClassVar[str] = "profile"
    profile: str = word(tuple(PROFILES), "time")
    due_on: date | None = None
    steps: dict[date, str] = attrs.field(factory=dict, metadata={"reads": "number"})
    spend: str | None = number()


@attrs.define
class SpendEntry(Entry):
    """What was spent in a period, or how many call-offs were made."""

    NOUNS: ClassVar[tuple[type, ...]] = (Spend,)
    starts: date = attrs.field(metadata={"key": "from"})
    ends: date = attrs.field(metadata={"key": "to"})
    amount: str | None = number()
    call_offs: int | None = None


@attrs.define
class OptionEntry(Entry):
    """An option to extend the contract."""

    NOUNS: ClassVar[tuple[type, ...]] = (ExtensionOption,)
    ends: date
    notice_by: date | None = None
    clause: str = ""


@attrs.define
class SecondLookEntry(Entry):
    """Which deliveries two people verify: worth strictly ``above``, or ``from`` (and over)."""

    NOUNS: ClassVar[tuple[type, ...]] = (SecondLook,)
    above: Decimal | None = None
    from_value: Decimal | None = from_key(default=None)
    one_in: int | None = None


@attrs.define
class ObligationEntry(Entry):
    """One commitment of the agreed schedule."""

    NOUNS: ClassVar[tuple[type, ...]] = (Obligation,)
    line: str
    measure: str
    unit: str = attrs.field(metadata={"listed": UNITS})
    quantity: str
    title: str = ""
    scored: str | None = number()
    unit_value: str | None = number()
    kept: str = number("1", reads="share")
    alias: str = ""
    theme: str = ""
    outcome: str = ""
    value_kind: str = "social"
    group: str = ""
    headcount: str = ""
    standing: str = word(("in_contract", "proposed_left_out", "left_out"), "in_contract")
    reasons: Texts = Texts()
    decision: str = ""
    basis: str = "whole"
    activity: str = ""
    place: str = ""
    owner: str = ""
    community: bool = False
    note: str = ""
    expected: ExpectedEntry | None = None
    evidence_wanted: Texts = Texts()


@attrs.define
class ChangeEntry(Entry):
    """A dated change of the agreed schedule."""

    NOUNS: ClassVar[tuple[type, ...]] = (ScheduleChange,)
    on: date
    reason: str = word(tuple(CHANGES), "variation")
    by: str = "contract manager"
    lines: dict[str, str] = attrs.Factory(dict)
    new: list[ObligationEntry] = attrs.Factory(list)
    expected: dict[str, ExpectedEntry] = attrs.Factory(dict)
    ground: str = ""
    instrument: str = ""
    because: str = ""
    ends: date | None = None
    suppliers: list[PartyEntry] = attrs.Factory(list)
    value: str | None = number()
    other: str = ""


@attrs.define
class ClauseEntry(Entry):
    """What a clause allows where commitments are not met."""

    NOUNS: ClassVar[tuple[type, ...]] = (Clause,)
    on: date
    reference: str
    form: str = attrs.field(metadata={"words": tuple(FORMS_OF_CLAUSE)})
    basis: str = word(("pounds", "units"), "pounds")
    rate: str | None = number()
    trigger: str = number("1", reads="share")
    grace: int = 0
    cap: str | None = number()
    cap_share: str | None = number(reads="share")
    rounding: str = word(("half_up", "down"), "half_up")
    lines: Texts = Texts()
    by: str = "contract manager"


@attrs.define
class ContractFile(Entry):
    """A contract with its agreed schedule, and what changed of it since."""

    SCHEMA: ClassVar[str] = "socialvalue/contract-file@1"
    NOUNS: ClassVar[tuple[type, ...]] = (Contract,)
    schema: str
    reference: str
    title: str
    suppliers: list[PartyEntry]
    starts: date
    ends: date
    value: ContractValueEntry
    commitments: list[ObligationEntry] = parts(list)
    changes: list[ChangeEntry] = parts(list)
    spend: list[SpendEntry] = parts(list)
    by: str = "procurement"
    kind: str = word(KINDS, "contract")
    regime: str = word(("", *REGIMES_OF_CONTRACT), "")
    authority: str = ""
    directorate: str = ""
    manager: str = ""
    entered: date | None = None
    lot: str = ""
    offer_in_contract: str = ""
    report_every: int | None = None
    second_look: SecondLookEntry | None = None
    options: list[OptionEntry] = parts(list)
    clauses: list[ClauseEntry] = parts(list)


FILES: dict[str, type[Entry]] = {ContractFile.SCHEMA: ContractFile}
"""The files of this room, by their first line."""
