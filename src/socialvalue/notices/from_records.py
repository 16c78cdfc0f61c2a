"""`draft`: a notice from a delivery record, as far as that goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from socialvalue.contracts import Entry, Register, Standing, kpis
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import day, one, positive
from socialvalue.notices.drafting.draft import Draft
from socialvalue.notices.drafting.forms import (
    change_notice,
    details_notice,
    performance_notice,
    termination_notice,
)
from socialvalue.notices.drafting.parts import Facts

__all__ = ["draft"]

_KINDS: Final = ("UK7", "UK9", "UK10", "UK11")


def draft(
    register: Register,
    reference: str,
    notice: str,
    *,
    on: date | str | None = None,
    ocid: str = "",
    change: int | None = None,
    paid: int | str | Decimal | None = None,
) -> Draft:
    """A notice about a contract, drafted from its delivery record; a person publishes it.

    Contract details and performance notices have their indicators from one place, so that numbers,
    titles and wording can't drift apart.  A rating is one that a named person confirmed, and never
    a proposal.

    Args:
        register: The delivery record.
        reference: Of the contract.
        notice: ``UK7``, ``UK9``, ``UK10`` or ``UK11``.
        on: The day as at which; with all that is written, if not given.
        ocid: The number of the process on Find a Tender.
        change: Of a change notice, the number of the entry; the last change, if not given.
        paid: Of a termination notice, what the contract came to in £.

    Raises:
        InputError: Another notice (SV316), or a change that there is not (SV978).
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
        >>> found.problems, found.boxes[3].text
        ((), 'School meals')
    """
    if notice not in _KINDS:
        expected, found = " or ".join(_KINDS), repr(notice)
        raise InputError(problem("SV316", what="the notice", expected=expected, found=found))
    held = one("draft", Register, register)
    standing = held.standing(on)
    tracked = standing[reference]
    latest = max((each.on for each in standing.entries), default=tracked.entry.on)
    as_at = latest if on is None else day(on)
    performance = kpis(held, reference, on=as_at)
    facts = Facts(tracked.schedule.now, performance, ocid, as_at)
    if notice == "UK7":
        return details_notice(facts)
    if notice == "UK9":
        return performance_notice(facts)
    if notice == "UK10":
        return change_notice(facts, _change(standing, reference, change))
    ground = next((each.ground for _, each in tracked.schedule.changes if each.is_end), "")
    return termination_notice(facts, ground, None if paid is None else positive(paid))


def _change(standing: Standing, reference: str, number: int | None) -> Entry:
    """The entry of a change."""
    changes: list[Any] = [*standing[reference].changes]
    for each in reversed(changes):
        if number is None or each.seq == number:
            found: Entry = each
            return found
    raise InputError(
        problem("SV978", found=number if number is not None else "it", what="a change that stands")
    )
