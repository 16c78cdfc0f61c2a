"""What is to be published when: from each contract's days, by the sections of the Act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts import Contract, Entry, Register, Tracked
from socialvalue.contracts import KpiSet as Indicators
from socialvalue.errors import InputError, problem
from socialvalue.model.days import days_on, last_of_months, months_on
from socialvalue.model.fields import day, flag, one, several
from socialvalue.model.papers.standstill import STANDSTILL_DAYS, is_working_day
from socialvalue.model.tender import ContractValue, Tender
from socialvalue.notices.before_award import is_entered, steps_of
from socialvalue.notices.calendar_file import calendar_of
from socialvalue.notices.knowing import changes_known, contracts_known, is_known, kpis_known
from socialvalue.notices.published import KPI_LIMIT
from socialvalue.words import day_words, number_of

__all__ = ["Clock", "Clocks", "clocks"]

_RULED: Final = frozenset({"pa2023", "wales", "ni"})
_LIGHT: Final = "light_touch"
_WITH_KPIS: Final = frozenset({"contract", "call_off"})
_PUBLISHED: Final = (
    "Whether a notice was published is not in the delivery record: see Find a Tender."
)
_SECTION_71_BEGINS: Final = date(2026, 1, 1)
_LIFE: Final = ("entered", "starts")
_COPIES_PUBLISHED: Final = frozenset({"pa2023", _LIGHT})
"""Rules under which a copy of a contract above £5 million is published; of others it is asked."""


@attrs.frozen
class Clock:
    """One thing that is to be published, sent or waited for by a day.

    Attributes:
        contract: The contract's reference; before award the tender's, or its title.
        notice: ``UK6``, ``UK7``, ``UK9``, ``UK10`` or ``UK11``; "" where it is no notice.
        what: In words.
        section: That asks for it.
        due: The last day.
        why: From which day it is counted.
        rule: Its name, which stays the same whenever it is worked out.
    """

    contract: str
    notice: str
    what: str
    section: str
    due: date
    why: str
    rule: str


@attrs.frozen(kw_only=True, repr=False)
class Clocks(Shown):
    """What is due, the earliest first.

    Attributes:
        on: The day as at which.
        due: Each thing with its last day.
        questions: What can't be said, because somebody has not said something.
        head: Of the delivery record, as printed; "" where nothing is in it.
    """

    on: date
    due: tuple[Clock, ...]
    questions: tuple[str, ...]
    head: str

    def columns(self) -> dict[str, list[Any]]:
        """A row a thing that is due: names to cells."""
        names = ("due", "contract", "notice", "what", "section", "why", "rule")
        return {name: [getattr(each, name) for each in self.due] for name in names}

    def to_ics(self) -> str:
        """A calendar of whole days (RFC 5545), the same for the same record and day."""
        return calendar_of(
            (f"{each.contract}/{each.rule}", each.due, f"{each.contract}: {each.what}",
             f"{each.section}. {each.why}")
            for each in self.due
        )  # fmt: skip

    def explain(self) -> Explanation:
        """What is due, and what can't be said."""
        return self._told()

    def _line(self) -> str:
        late = sum(each.due < self.on for each in self.due)
        return f"as at {day_words(self.on)}, {len(self.due)} due, {late} of them before that day"

    def _blocks(self) -> Iterable[Block]:
        heads = ("by", "contract", "what", "why")
        rows = tuple(
            (f"{day_words(each.due)}{' (passed)' if each.due < self.on else ''}", each.contract,
             f"{each.what} ({each.section})", each.why)
            for each in self.due
        )  # fmt: skip
        none = "No date is counted here: what can't be said, and why, is below."
        told = _PUBLISHED if rows else none if self.questions else "No date is counted here."
        yield Block(f"What is due, as at {day_words(self.on)}", (told,), heads, rows)
        if self.questions:
            yield Block("What can't be said, and why", self.questions)
        if self.head:
            yield Block("", (f"Delivery record: {self.head}.",))


def clocks(
    register: Register,
    *,
    on: date | str,
    life: str = "entered",
    standstill: bool = False,
    holidays: Iterable[date | str] = (),
    tenders: Sequence[Tender] = (),
) -> Clocks:
    """What each contract of a delivery record has to publish by when.

    With `tenders`, what is due before each of them is signed as well, from the day of the contract
    award notice in its papers: summaries, notice, standstill, first day of signature.  It ends
    with the contract's being entered into.

    Seen is what has taken effect by the day, and what was written by then and is still to come: a
    change has to be published before it is made.  What is both later is not known yet.

    Nothing is asked of contracts of earlier rules or below the threshold; of light touch
    contracts, details within 120 days, a copy within 180, and their end.  Changes are not
    published of contracts of Northern Ireland's authorities (section 75(6)).

    Args:
        register: The delivery record.
        on: The day as at which; what was due before is marked.
        life: From which day the 12 months of section 71(2) are counted: the day on which the
            contract was ``entered`` into, our reading, or the one on which it ``starts``.
        standstill: Whether a voluntary standstill of eight working days goes before each change.
        holidays: Bank holidays, Christmas Day and Good Friday, as the authority lists them; those
            of a tender's papers count for it as well.
        tenders: Tenders that are on their way to award.

    Raises:
        InputError: A day that is none (SV206), or another word for `life` or `standstill` (SV316).

    Example:
        >>> import socialvalue as sv
        >>> contract = sv.contracts.Contract(
        ...     reference="NCC-7", title="School meals", suppliers="Acme", lines=(),
        ...     starts="2026-09-01", ends="2029-08-31", entered="2026-08-20",
        ...     value=sv.ContractValue(900_000))
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2026-08-20")
        >>> for each in sv.notices.clocks(register, on="2026-09-01").due:
        ...     print(each.due, each.notice, each.section)
        2026-09-18 UK7 section 53(1)
        2029-09-29 UK11 section 80(1)

    Source:
        Procurement Act 2023, sections 50 to 53, 71, 75, 76, 77 and 80.
    """
    if life not in _LIFE:
        expected = " or ".join(f"'{each}'" for each in _LIFE)
        raise InputError(problem("SV316", what="life", expected=expected, found=repr(life)))
    held = one("clocks", Register, register)
    off = tuple(map(day, several("a holiday", (date, str), holidays, expected="a day")))
    how = flag(standstill), off
    as_at, standing = day(on), held._standing(returns=False)
    known, indicators = contracts_known(standing, as_at), kpis_known(standing, as_at)
    breaches = [each for each in standing.of("breach") if is_known(each, as_at)]
    questions: list[str] = []
    entered = [each.contract for each in known.values()]
    found = list(_before(several("a tender", Tender, tenders), entered, off, questions))
    for reference, tracked in known.items():
        contract = attrs.evolve(tracked.contract, ends=tracked.schedule.ends)
        if contract.regime not in {*_RULED, _LIGHT}:
            continue
        questions += _without_copies(contract, tracked.schedule.value)
        found += _details(contract, questions)
        found += _assessments(contract, indicators.get(reference), life)
        if contract.publishes_changes:
            found += _changes(tracked, as_at, how, questions)
        found += _breaches(contract, breaches)
        found.append(_end(contract))
    found.sort(key=lambda each: (each.due, each.contract, each.rule))
    return Clocks(
        on=as_at,
        due=tuple(found),
        questions=tuple(questions),
        head=standing.head if standing.entries else "",
    )


def _before(
    tenders: Sequence[Tender],
    contracts: list[Contract],
    holidays: tuple[date, ...],
    questions: list[str],
) -> Iterator[Clock]:
    """What is due of tenders whose contract is not entered into yet."""
    for tender in tenders:
        if is_entered(tender, contracts):
            continue
        for step in steps_of(tender, holidays):
            if isinstance(step, str):
                questions.append(step)
            else:
                yield Clock(tender.our_reference or tender.title, *step)


def _details(contract: Contract, questions: list[str]) -> Iterator[Clock]:
    """Details, and a copy of a contract above £5 million, from the day of entering."""
    light = contract.regime == _LIGHT
    if contract.entered is None:
        questions.append(
            f"{contract.reference}: the day on which it was entered into is not in the delivery "
            "record, and details are due from it"
        )
        return
    begins = f"days that begin with {day_words(contract.entered)}, when it was entered into"
    days = 120 if light else 30
    yield Clock(
        contract.reference, "UK7", "contract details notice", "section 53(1)",
        days_on(contract.entered, days - 1), f"within {days} {begins}", "details",
    )  # fmt: skip
    above = _is_above(contract.value)
    if contract.regime not in _COPIES_PUBLISHED:
        return
    if above is None:
        questions.append(
            f"{contract.reference}: whether it is above £5 million with VAT is not said, and a "
            "copy of the contract is due then"
        )
    elif above:
        days = 180 if light else 90
        yield Clock(
            contract.reference, "", "copy of the contract", "section 53(3)",
            days_on(contract.entered, days - 1), f"within {days} {begins}", "copy",
        )  # fmt: skip


def _without_copies(contract: Contract, now: ContractValue) -> Iterator[str]:
    """That no copies are listed of a contract of which another authority would publish one."""
    above = [_is_above(each) is not False for each in (contract.value, now)]
    if contract.regime not in _COPIES_PUBLISHED and any(above):
        yield (
            f"{contract.reference}: no copy of the contract, or of a change of it, is listed, as "
            "sections 53(3) and 77 are understood to leave out authorities of Wales and Northern "
            "Ireland: take advice"
        )


def _is_above(value: ContractValue) -> bool | None:
    """Whether it is estimated above £5 million with VAT; None where that rests on a rate."""
    least, most = value.bounds
    if least > KPI_LIMIT:
        return True
    return None if most > KPI_LIMIT else False


def _assessments(contract: Contract, held: Indicators | None, life: str) -> Iterator[Clock]:
    """One in every 12 months of the contract's life, where its indicators must be assessed."""
    asked = contract.regime in _RULED and contract.kind in _WITH_KPIS and _is_above(contract.value)
    if not (asked and held and held.kpis):
        return
    begins = (contract.entered if life == "entered" else None) or contract.starts
    from_words = f"12 months of the contract's life, from {day_words(begins)}"
    for year in range(1, (contract.ends.year - begins.year) + 2):
        first = months_on(begins, 12 * (year - 1))
        last = last_of_months(begins, 12 * year)
        if last >= contract.ends or last < _SECTION_71_BEGINS or first > contract.ends:
            continue
        yield Clock(
            contract.reference, "UK9", f"contract performance notice {year}", "section 71(2)",
            last, f"at least once in every {from_words}", f"performance-{year}",
        )  # fmt: skip
    if contract.ends >= _SECTION_71_BEGINS:
        yield Clock(
            contract.reference, "UK9", "last contract performance notice", "section 71(2)",
            days_on(contract.ends, 29),
            f"on termination, {day_words(contract.ends)}, and before the termination notice",
            "performance-last",
        )  # fmt: skip


def _changes(
    tracked: Tracked, as_at: date, how: tuple[bool, Collection[date]], questions: list[str]
) -> Iterator[Clock]:
    """The notice of each change, and a copy of it where the contract is above £5 million."""
    reference, first = tracked.contract.reference, tracked.contract.value
    value = first
    published = changes_known(tracked.changes, as_at)
    for entry in sorted(tracked.changes, key=lambda each: each.on):
        change, before = entry.noun, value
        if change.value is not None and change.is_agreed:
            value = ContractValue(change.value, vat=value.vat)
        if entry not in published:
            continue
        yield _change(reference, entry.seq, entry.on, how)
        if change.is_agreed and tracked.contract.regime in _COPIES_PUBLISHED:
            yield from _copy_of_change(reference, entry, (before, value, first), questions)


def _copy_of_change(
    reference: str, entry: Entry, values: tuple[ContractValue, ...], questions: list[str]
) -> Iterator[Clock]:
    """A copy of the contract as changed, where it was above £5 million or is now.

    `values` are those before the change, with it, and at award.

    Source:
        Procurement Act 2023, section 77: a modification of which a contract change notice is
        required, of a contract above £5 million or that comes to it; 90 days.
    """
    *above, awarded = [_is_above(each) for each in values]
    made = day_words(entry.on)
    if any(above):
        yield Clock(
            reference, "", "copy of the contract as changed, or of the change", "section 77",
            days_on(entry.on, 89),
            f"within 90 days that begin with {made}, when it is changed, if that needs a contract "
            "change notice: our reading of section 77, on which to take advice",
            f"copy-of-change-{entry.seq}",
        )  # fmt: skip
    elif None in above:
        questions.append(
            f"{reference}: whether it is above £5 million with VAT is not said, and a copy of the "
            f"change of {made} is due then, if that needs a contract change notice"
        )
    elif awarded:
        questions.append(
            f"{reference}: at award it was above £5 million with its extensions or its maximum, "
            f"and what it may come to now is not said; a copy of the change of {made} is due if "
            "it still is: take advice"
        )


def _change(reference: str, seq: int, made: date, how: tuple[bool, Collection[date]]) -> Clock:
    """A change is published before it is made; with a standstill, so many working days before."""
    due, standstill = made - timedelta(days=1), how[0]
    if standstill:
        left = STANDSTILL_DAYS
        due = made
        while left > 0:
            due -= timedelta(days=1)
            left -= is_working_day(due, how[1])
    why = "before the change of " + day_words(made)
    if standstill:
        why += f", with {number_of(STANDSTILL_DAYS, 'working day')} of voluntary standstill"
    excepted = (
        "; not where the value moves by at most 10% (15% for works) and the term by at most "
        "10%, but always for a transfer to another supplier"
    )
    return Clock(
        reference, "UK10", "contract change notice", "section 75", due, why + excepted,
        f"change-{seq}",
    )  # fmt: skip


def _breaches(contract: Contract, entries: Iterable[Entry]) -> Iterator[Clock]:
    """A notice of each breach that a named person entered; no missed day and no status is one."""
    for each in entries:
        asked = contract.regime in _RULED and each.on >= _SECTION_71_BEGINS
        if asked and each.contract == contract.reference:
            yield Clock(
                contract.reference, "UK9", f"contract performance notice of entry {each.seq}",
                each.noun.section, days_on(each.on, 29),
                f"within 30 days that begin with {day_words(each.on)}: {each.noun.words}",
                f"breach-{each.seq}",
            )  # fmt: skip


def _end(contract: Contract) -> Clock:
    ended = day_words(contract.ends)
    return Clock(
        contract.reference, "UK11", "contract termination notice", "section 80(1)",
        days_on(contract.ends, 29), f"within 30 days that begin with {ended}, its last day",
        "termination",
    )  # fmt: skip
