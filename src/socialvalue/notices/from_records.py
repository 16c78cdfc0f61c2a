"""`draft`: a notice from a delivery record, as far as that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.contracts import Entry, Register, Standing, kpis
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import day, one, positive, text
from socialvalue.notices.drafting.draft import Draft
from socialvalue.notices.drafting.forms import (
    breach_notice,
    change_notice,
    details_notice,
    performance_notice,
    termination_notice,
)
from socialvalue.notices.drafting.parts import Facts
from socialvalue.notices.kinds import NAMES
from socialvalue.notices.knowing import changes_known, contracts_known

__all__ = ["draft"]

_KINDS: Final = ("UK7", "UK9", "UK10", "UK11")
_BELOW: Final = "it is below the threshold"
_NOT_ASKED: Final[Mapping[str, Mapping[str, str]]] = {
    "pcr2015": dict.fromkeys(
        _KINDS, "it is under the Public Contracts Regulations 2015, which have notices of their own"
    ),
    "scotland": dict.fromkeys(_KINDS, "it is under the law of Scotland, with notices of its own"),
    "below_threshold": {"UK9": _BELOW, "UK10": _BELOW, "UK11": _BELOW},
    "light_touch": {
        "UK9": "no key performance indicators are required of light touch contracts",
        "UK10": "section 75(6) leaves out light touch contracts",
    },
    "ni": {"UK10": "section 75(6) leaves out contracts of Northern Ireland's authorities"},
}
"""Rules of a contract to the notices that they do not ask for, each with why.

Source:
    Procurement Act 2023, sections 71, 75(6) and 80 (of public contracts, which are above the
    threshold), and its transitional provisions.
"""


def draft(
    register: Register,
    reference: str,
    notice: str,
    *,
    on: date | str | None = None,
    ocid: str = "",
    change: int | None = None,
    breach: int | None = None,
    paid: int | str | Decimal | None = None,
) -> Draft:
    """A notice about a contract, drafted from its delivery record; a person publishes it.

    What the regulation lists and the record does not hold, such as a supplier's postal address, is
    an empty box and a problem (SV1241): a person fills it in.

    Contract details and performance notices have their indicators from one place, so that numbers,
    titles and wording can't drift apart.  A rating is one that a named person confirmed, and never
    a proposal.  Where the rules of the contract ask for no such notice, that is said (SV1247).

    Args:
        register: The delivery record.
        reference: Of the contract.
        notice: ``UK7``, ``UK9``, ``UK10`` or ``UK11``.
        on: The day as at which; with all that is written, if not given.
        ocid: The number of the process on Find a Tender.
        change: Of a change notice, the number of the entry; the last change, if not given.
        breach: Of a performance notice, the number of the entry of a breach: then it is a notice of
            that breach, which starts from nothing but an event that a named person entered.
        paid: Of a termination notice, what the contract came to in £.

    Raises:
        InputError: Another notice (SV316), a change that there is not (SV978), or a breach that
            nobody entered (SV1057).
        NotFoundError: There is no such contract as at that day (SV950).

    Example:
        >>> import socialvalue as sv
        >>> contract = sv.contracts.Contract(
        ...     reference="NCC-7", title="School meals", lines=(), starts="2026-09-01",
        ...     ends="2029-08-31", entered="2026-08-20", value=sv.ContractValue(900_000),
        ...     suppliers=sv.contracts.Party("Acme", id="01234567"), authority="Norchester")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2026-08-20")
        >>> found = sv.notices.draft(register, "NCC-7", "UK7", ocid="ocds-h6vhtk-000001")
        >>> found.boxes[1].text, found.boxes[6].label, found.boxes[6].text
        ('School meals', 'Acme: postal address', '')
        >>> found.problems[1].message
        'the draft lacks the postal address of Acme'
    """
    if one("the notice", str, notice) not in _KINDS:
        expected, found = " or ".join(_KINDS), repr(notice)
        raise InputError(problem("SV316", what="the notice", expected=expected, found=found))
    held = one("draft", Register, register)
    standing = held.standing(on)
    tracked = standing[reference]
    latest = max((each.on for each in standing.entries), default=tracked.entry.on)
    as_at = latest if on is None else day(on)
    performance = kpis(held, reference, on=as_at)
    facts = Facts(tracked.schedule.now, performance, text(ocid), as_at)
    if notice == "UK10" and breach is None:
        known = contracts_known(held.standing(), as_at)[reference]
        agreed = attrs.evolve(facts, contract=known.schedule.now)
        made = change_notice(agreed, _change(changes_known(known.changes, as_at), change))
    else:
        made = _of_kind(facts, standing, notice, (breach, paid))
    not_asked = _not_asked(tracked.contract.regime, notice)
    return attrs.evolve(made, problems=(*not_asked, *made.problems))


def _not_asked(regime: str, notice: str) -> Iterator[Problem]:
    why = _NOT_ASKED.get(regime, {}).get(notice)
    if why is not None:
        yield problem("SV1247", notice=NAMES[notice], why=why)


def _of_kind(
    facts: Facts,
    standing: Standing,
    notice: str,
    named: tuple[int | None, int | str | Decimal | None],
) -> Draft:
    """The draft of a notice; `named` are the breach and what was paid."""
    reference, (breach, paid) = facts.contract.reference, named
    if notice == "UK7":
        return details_notice(facts)
    tracked = standing[reference]
    ground = next((each.ground for _, each in tracked.schedule.changes if each.is_end), "")
    breaches = [each for each in standing.of("breach") if each.contract == reference]
    if breach is not None:
        event = _breach(breaches, reference, breach, notice)
        return breach_notice(facts, event, ended=ground == "breach")
    if notice == "UK9":
        return performance_notice(facts)
    return termination_notice(facts, ground, None if paid is None else positive(paid), breaches)


def _breach(held: list[Entry], reference: str, number: int, notice: str) -> Entry:
    """The event that a notice of a breach starts from.

    Raises:
        InputError: Nobody entered it (SV1057); another notice is asked for (SV316).
    """
    if notice != "UK9":
        expected = "a performance notice (UK9), where a breach is named"
        raise InputError(problem("SV316", what="the notice", expected=expected, found=notice))
    for each in held:
        if each.seq == number:
            return each
    raise InputError(problem("SV1057", contract=reference, found=f"entry {number}"))


def _change(changes: list[Entry], number: int | None) -> Entry:
    """The entry of a change: no correction, which puts a slip of ours right, and no end.

    Raises:
        InputError: There is none of that number, or none at all (SV978).
    """
    for each in reversed(changes):
        if number is None or each.seq == number:
            return each
    found = "the last entry of this contract" if number is None else number
    what = "a change to publish, which a correction and the end are not"
    raise InputError(problem("SV978", found=found, what=what))
