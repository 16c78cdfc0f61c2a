"""An invented council's delivery record: 17 contracts, 98 suppliers, a year of returns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import socialvalue as sv
from socialvalue.contracts import Contract, Evidence, Expected, Obligation, Party
from socialvalue.model.tender import ContractValue

ON = "2025-09-30"
_SERVICES = (
    ("Highway maintenance", "Place"), ("Street lighting", "Place"), ("Grounds care", "Place"),
    ("Waste collection", "Place"), ("School meals", "Children"), ("Home care", "Adults"),
    ("Day centres", "Adults"), ("Building cleaning", "Resources"), ("Fleet repair", "Resources"),
    ("Library refurbishment", "Place"), ("Flood defences", "Place"), ("Legal advice", "Resources"),
    ("School transport", "Children"), ("Foster care agency", "Children"),
    ("Network cabling", "Resources"), ("Bridge repairs", "Place"), ("Leisure centres", "Place"),
)  # fmt: skip
_MANAGERS = {
    "Place": "Contract manager, environment", "Children": "Commissioner, children",
    "Adults": "Commissioner, adults", "Resources": "Contract manager, estates",
}  # fmt: skip
_FIRST = ("Alder", "Birch", "Cedar", "Elm", "Fern", "Gorse", "Hazel", "Ivy", "Juniper", "Larch",
          "Maple", "Oak", "Rowan", "Willow")  # fmt: skip
_SECOND = ("Works", "Services", "& Daughters", "Care", "Engineering", "Partnership", "Group")
SUPPLIERS = tuple(f"{first} {second}" for first in _FIRST for second in _SECOND)
"""98 names, none of them a firm's."""

MEASURES = (
    ("NCC1", "People from Norchester hired", "jobs", "fte_year", "28460", "", "local_economic"),
    ("NCC2", "Apprenticeship weeks", "skills", "person_week", "251.79", "", "social"),
    ("NCC3", "Long-term unemployed people hired", "jobs", "person", "15382.90",
     "long-term unemployed", "social"),
    ("NCC4", "Care leavers hired", "jobs", "person", "14880.20", "care leavers", "social"),
    ("NCC5", "Hours in schools", "skills", "staff_hour", "16.07", "", "social"),
    ("NCC6", "Spend with local firms", "supply chain", "gbp", "0.716470", "", "local_economic"),
    ("NCC7", "Carbon saved", "environment", "tco2e", "244.63", "", "social"),
    ("NCC8", "Community plan kept up to date", "community", "yes_no", None, "", "social"),
)  # fmt: skip
PLACES = ("E07000066", "E07000067", "E07000068", "")


def commitment(at: int, number: int, parties: tuple[Party, ...]) -> Obligation:
    """One commitment of a contract; every third contract has one that belongs to a partner."""
    code, title, theme, unit, value, group, kind = MEASURES[number]
    amount = {"fte_year": 12 + at, "person_week": 104, "person": 3 + at % 6, "staff_hour": 150,
              "gbp": 40_000 * (at + 1), "tco2e": 30 + at, "yes_no": 1}[unit]  # fmt: skip
    profile = {"person": Expected("yearly"), "tco2e": Expected("at_end"),
               "yes_no": Expected("none")}.get(unit, Expected())  # fmt: skip
    return Obligation(
        line=str(number + 1), measure=code, title=title, unit=unit, quantity=amount,
        scored=amount if value else 0, unit_value=value, offered=sv.quantity(amount, unit),
        theme=theme, value_kind=kind, group=group, place=PLACES[(at + number) % 4],
        owner=parties[1].name if number == 4 and at % 3 == 0 and len(parties) > 1 else "",
        expected=profile, evidence_wanted=["payroll_extract"] if unit == "fte_year" else [],
    )  # fmt: skip


def contract(at: int) -> Contract:
    """One contract: 5 or 6 suppliers each, so that 98 come together."""
    title, directorate = _SERVICES[at]
    first = min(at * 6, 96)
    names = SUPPLIERS[first : first + 6] if at < 16 else (*SUPPLIERS[96:], SUPPLIERS[0])
    parties = tuple(Party(name, role="partner" if place else "lead")
                    for place, name in enumerate(names))  # fmt: skip
    starts = date(2024, 4 + at % 6, 1)
    return Contract(
        reference=f"NCC-{412 + at:04}", title=title, suppliers=parties, starts=starts,
        ends=date(starts.year + 2 + at % 3, starts.month, 28),
        value=ContractValue(2_400_000 + at * 350_000), directorate=directorate,
        manager=_MANAGERS[directorate],
        lines=[commitment(at, number, parties) for number in range(8) if (at + number) % 8],
        authority="Norchester County Council", offer_in_contract="clause 14",
    )  # fmt: skip


def quarters(starts: date) -> list[tuple[date, date]]:
    """The first four quarters of a contract, as months of 30 days do for a return."""
    days = [date.fromordinal(starts.toordinal() + 91 * each) for each in range(5)]
    return [(first, date.fromordinal(last.toordinal() - 1))
            for first, last in pairwise(days)]  # fmt: skip


def record() -> Any:
    """The delivery record, in memory."""
    held = sv.contracts.open_register()
    for at in range(17):
        made = contract(at)
        held.add(made, by="procurement", on=made.starts)
        for place, period in enumerate(quarters(made.starts)):
            for line in made.lines:
                report(held, made, line, place, period, at)
    return held


def report(held: Any, made: Contract, line: Obligation, place: int, period: Any, at: int) -> None:
    """A quarter's return of a commitment: most are verified, some wait, some never come."""
    number = int(line.line)
    if (at + number + place) % 5 == 4 or (line.unit == "yes_no" and place):
        return
    whole = line.unit in {"person", "yes_no"}
    share = Decimal(line.quantity) * (number + place + 2) / 45
    part = 1 if whole else share.quantize(Decimal("0.01"))
    payroll = Evidence("payroll_extract", title="extract", held_at="contract file 7")
    shown = (payroll,) if number == 1 else ()
    entry = held.deliver(made.reference, line=line.line, quantity=part, period=period,
                         statement="As planned.", by="supplier", evidence=shown,
                         on=date.fromordinal(period[1].toordinal() + 10))  # fmt: skip
    if place < 3 or (at + number) % 2:
        held.approve(entry, by="contract manager",
                     on=date.fromordinal(period[1].toordinal() + 24))  # fmt: skip
    if at == 2 and number == 1 and not place:
        beyond = held.deliver(made.reference, measure="NCC9", unit="staff_hour", unit_value="16.07",
                              quantity=12, period=period, statement="A talk.", by="supplier",
                              on=date.fromordinal(period[1].toordinal() + 10))  # fmt: skip
        held.approve(beyond, by="contract manager", on=date.fromordinal(period[1].toordinal() + 24))
