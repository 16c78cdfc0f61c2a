"""The report of all contracts: what is committed, due and delivered, and which are behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Final

import attrs

from socialvalue.blocks import Block
from socialvalue.contracts import LineProgress, Portfolio, Progress, Sums
from socialvalue.contracts.amounts import per_cent, to_two, whole_pounds
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.standing import Delivered
from socialvalue.engine.exact import half_up
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.notices import Clock
from socialvalue.reports.asked import NOT_KNOWN, Asked
from socialvalue.reports.audiences import Audience
from socialvalue.reports.figures import (
    counted_units,
    exact_of,
    figures_of,
    states_for,
    status_of,
    theme_words,
)
from socialvalue.reports.groups import group_sections
from socialvalue.reports.offered import offers_block
from socialvalue.reports.queue import queue_block
from socialvalue.reports.report import Bar, Report, Section
from socialvalue.reports.seen import Seen
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["all_contracts", "contracts_section", "foot_of", "titles_of", "totals_block",
           "unit_rows"]  # fmt: skip

BEYOND: Final = "+ Beyond the contract"
"""What stands in place of a state where something was delivered that nobody committed to."""

_HOW: Final = """\
Due by now: what the agreed schedule asks for by this day. Reported: what suppliers state. \
Verified: what the council has checked. A commitment is behind only on what was not reported.
Delivered against commitment counts no commitment over 100%; total delivered includes \
over-delivery. What was delivered beyond a contract is in neither.
£ are proxy values at award, not savings. Local economic and social £ measure different things. \
FTE-years are years of work and no number of jobs."""
_UNLESS: Final = "overdue unless published"
_OURS: Final = "What waits for {us} is for {them} to verify."


def all_contracts(asked: Asked) -> Report:
    """The report of all contracts for one audience."""
    seen, held = asked.seen, asked.seen.portfolio
    sections = tuple(_sections(asked))
    is_filtered = any(each.key == "commitments" for each in sections)
    return Report(
        title="All contracts",
        audience=asked.audience,
        on=held.on,
        sentences=(held.headline,),
        left_out=(*seen.left_out, *_unpublished(asked)),
        sections=sections,
        foot=foot_of(held),
        data=_given(figures_of, asked) if is_filtered else None,
        exact=_given(exact_of, asked),
        bars=tuple(_bars(held, full=seen.audience.unverified)),
        wide=True,
    )


def _given(make: Callable[[Seen], Any], asked: Asked) -> Callable[[], Any]:
    """What the page works with, made when it is asked for.

    For others than the contract team it is made at once: what a report keeps may be handed on, and
    the whole record is not for them.
    """
    if asked.audience.unverified:
        return partial(make, asked.seen)
    made = make(asked.seen)
    return partial(_itself, tuple(made) if isinstance(made, Iterator) else made)


def _itself(made: Any) -> Any:
    return made


def foot_of(held: Portfolio) -> tuple[str, ...]:
    """The sets that values are of, and the head of the delivery record."""
    origins = (each.contract.origin for each in held.contracts)
    sets = sorted({name for origin in origins if origin for name in origin.sets})
    values = (f"Values at award are of {listed(sets)}.",) if sets else ()
    return (*values, f"Delivery record: {held.head}.")


def _sections(asked: Asked) -> Iterator[Section]:
    held, full = asked.seen.portfolio, asked.audience.unverified
    yield Section("totals", totals_block(held, full=full))
    if held.contracts:
        yield _contracts(asked)
    late = tuple(_late_rows(held, asked.audience)) if full else ()
    if late:
        said = Block("Behind and overdue, and by how much", (), _LATE, late, (4, 5, 6))
        yield Section("late", said)
    if asked.audience.key == "contract-team" and asked.standing:
        yield Section("queue", queue_block(asked.standing, asked.on))
    units = tuple(unit_rows(held))
    if units:
        said = Block("Units", (), ("measure", "unit", "committed", "verified"), units, (2, 3))
        yield Section("units", said)
    yield from group_sections(asked)
    rows = tuple(_rows(held, asked.audience))
    if rows:
        yield Section("commitments", _commitments(rows, full=full), _SORTS[full])
        yield Section("suppliers", _suppliers(held))
    shown = asked.offers.shown if asked.offers else ()
    if shown:
        yield Section("offers", offers_block(shown))
    us = asked.audience.us
    ours = (_OURS.format(us=us, them="the council" if us == "us" else "it"),) if full else ()
    yield Section("how", Block("How to read this", (*_HOW.splitlines(), *ours)))


def _bars(held: Portfolio, *, full: bool) -> Iterator[Bar]:
    """What is committed, due, reported and delivered, beside one another."""
    amounts = {"Committed": held.promised, "Due by now": held.expected,
               **({"Reported": held.reported} if full else {}),
               "Delivered against commitment": held.capped}  # fmt: skip
    most = max(amounts.values()) or 1
    for name, amount in amounts.items():
        share = Fraction(amount) / Fraction(most) * 100
        yield Bar(name, whole_pounds(amount), half_up(share.numerator, share.denominator))


# --- totals -------------------------------------------------------------------------------


def totals_block(held: Portfolio, *, full: bool) -> Block:
    """Pounds by kind of value, and all of them."""
    heads = ["£ by kind of value", "committed", "due by now", "reported", "verified",
             "against commitment (none over 100%)", "of what is committed",
             "total delivered, including over-delivery", "beyond the contract"]  # fmt: skip
    rows = [list(each) for each in _total_rows(held)]
    if not full:
        for row in (heads, *rows):
            del row[3]
    right = tuple(range(1, len(heads)))
    return Block("Totals", (), tuple(heads), tuple(map(tuple, rows)), right, foot=True)


def _total_rows(held: Portfolio) -> Iterator[tuple[str, ...]]:
    """Pounds by kind of value, and all of them; local economic and social are never only summed."""
    for kind, sums in held.by("value_kind").items():
        yield _total_row(kind.replace("_", " ").capitalize(), sums)
    yield _total_row("All", held)


def _total_row(name: str, held: Sums) -> tuple[str, ...]:
    amounts = (held.promised, held.expected, held.reported, held.delivered, held.capped)
    return (name, *map(whole_pounds, amounts), per_cent(held.compliance),
            per_cent(held.uncapped), whole_pounds(held.unpromised))  # fmt: skip


# --- contracts ----------------------------------------------------------------------------


def _more(audience: Audience) -> tuple[str, ...]:
    """The headings behind what is due."""
    if not audience.unverified:
        return ("verified £",)
    return ("reported £", "verified £", "% of due", f"waits for {audience.us}, days", "status")


def contracts_section(title: str, contracts: Sequence[Progress], audience: Audience) -> Section:
    """Contracts, with what is due of each and how it stands, in their order.

    Args:
        title: What they are.
        contracts: As the audience sees them.
        audience: For whom it is.
    """
    full = audience.unverified
    managed = full and any(each.contract.manager for each in contracts)
    who = ("contract", "supplier", "directorate", *(("manager",) if managed else ()))
    heads = (*who, "ends", "met", "committed £", "due by now £", *_more(audience))
    right = tuple(range(len(who) + 1, len(heads) - full))
    rows = tuple((*_who(each, managed=managed), *_contract_row(each, audience))
                 for each in contracts)  # fmt: skip
    sorts = f"{'t' * len(who)}dt{'nnnnnns' if full else 'nnn'}"
    return Section("contracts", Block(title, (), heads, rows, right), sorts)


def _contracts(asked: Asked) -> Section:
    """All contracts, each with what it has to publish next."""
    held, notices = asked.seen.portfolio.contracts, asked.notices
    found = contracts_section("Contracts, the most urgent first", held, asked.audience)
    if notices is None:
        return found
    due = (notices.get(each.contract.reference, ()) for each in held)
    rows = tuple((*row, _notice(each, asked.on))
                 for row, each in zip(found.block.rows, due, strict=True))  # fmt: skip
    block = attrs.evolve(found.block, headings=(*found.block.headings, "next notice"), rows=rows)
    return attrs.evolve(found, block=block, sorts=f"{found.sorts}d")


def _notice(due: Sequence[Clock], on: date) -> str:
    """The next day, and what is to be published by then; and of what the day has passed."""
    passed = [each for each in due if each.due < on]
    if not due:
        return "–"
    if len(passed) == len(due):
        return f"{_by(due[-1])}, {_UNLESS}"
    late = f"; {_UNLESS}: {listed(each.notice or each.what for each in passed)}" if passed else ""
    return f"{_by(due[len(passed)])}{late}"


def _by(each: Clock) -> str:
    return f"{day_words(each.due)} ({each.notice or each.what})"


def _unpublished(asked: Asked) -> Iterator[str]:
    """What nobody knows of a notice whose day has passed."""
    if any(each[0].due < asked.on for each in (asked.notices or {}).values()):
        yield NOT_KNOWN


def _who(held: Progress, *, managed: bool) -> Iterator[str]:
    """The contract, its suppliers, and who manages it: a part of the authority, and a role."""
    contract = held.contract
    names = [each.name for each in contract.suppliers]
    others = f" and {number_of(len(names) - 1, 'other')}" if len(names) > 1 else ""
    yield from (f"{contract.reference} {contract.title}", f"{names[0]}{others}")
    yield contract.directorate
    if managed:
        yield contract.manager or "–"


def _contract_row(held: Progress, audience: Audience) -> tuple[str, ...]:
    met = sum(each.verified >= each.committed for each in held.lines)
    named = (day_words(held.contract.ends), f"{met} of {len(held.lines)}")
    if not audience.unverified:
        return (*named, *map(whole_pounds, (held.promised, held.expected, held.delivered)))
    due = sum(each.expected_pence for each in held.lines)
    share = Fraction(sum(map(_of_due, held.lines)), due) if due else None
    since = min((each.since for each in held.lines if each.since), default=None)
    pounds = (held.promised, held.expected, held.reported, held.delivered)
    return (*named, *map(whole_pounds, pounds), "–" if share is None else per_cent(share),
            _days(since, held.on), status_of(held.lines, audience))  # fmt: skip


def _of_due(each: LineProgress) -> int:
    """Pence that are verified, up to what is due."""
    return min(each.delivered_pence, each.expected_pence)


def _days(since: date | None, on: date) -> str:
    return "–" if since is None else f"{(on - since).days}"


# --- commitments --------------------------------------------------------------------------

_SORTS: Final = {True: "tttttnnnnnnnns", False: "tttttnnnnnn"}


def _commitments(rows: tuple[tuple[str, ...], ...], *, full: bool) -> Block:
    heads = ["contract", "no.", "commitment", "theme", "unit", "committed", "due by now",
             "reported", "verified", "committed £", "due by now £", "reported £", "verified £",
             "status"]  # fmt: skip
    if not full:
        heads = [each for each in heads if not each.startswith(("reported", "status"))]
    right = tuple(range(5, len(heads) - full))
    return Block("Commitments", (), tuple(heads), rows, right)


def _rows(held: Portfolio, audience: Audience) -> Iterator[tuple[str, ...]]:
    """A row a commitment, and one for each return of what is beyond a contract."""
    full, states = audience.unverified, states_for(audience)
    for each in held.contracts:
        for line in each.lines:
            yield (*_row(each, line, full=full), *((states[line.state],) if full else ()))
        for beyond in each.beyond:
            yield tuple(_beyond_row(each, beyond, full=full))


def _row(held: Progress, each: LineProgress, *, full: bool) -> Iterable[str]:
    line = each.obligation
    named = f"{line.code} {line.title}" + (f" [{line.activity}]" if line.activity else "")
    yield from (held.contract.reference, line.line, named, theme_words(line.theme))
    yield UNITS[line.unit].name
    parts = (each.committed, each.due, each.reported, each.verified)
    yield from (_amount(one, line.unit) for one in (parts if full else (*parts[:2], parts[3])))
    pence = (each.promised_pence, each.expected_pence, each.reported_pence, each.delivered_pence)
    yield from (whole_pounds(as_pounds(one)) for one in (pence if full else (*pence[:2], pence[3])))


def _amount(amount: Fraction | None, unit: str) -> str:
    """An amount in its unit; what is so or is not, in a word."""
    if amount is None:
        return "–"
    if unit == "yes_no":
        return "yes" if amount else "no"
    return to_two(amount)


def _beyond_row(held: Progress, beyond: Delivered, *, full: bool) -> Iterable[str]:
    """What was delivered beyond a contract: nothing of it is committed."""
    data, verified = beyond.data, to_two(Fraction(beyond.verified))
    yield from (held.contract.reference, "–", f"{data['measure']} beyond the contract", "–")
    yield from (UNITS[data["unit"]].name, "–", "–")
    yield from (to_two(Fraction(beyond.reported)), verified) if full else (verified,)
    yield from ("–", "–", "–") if full else ("–", "–")
    yield whole_pounds(as_pounds(beyond_pence(beyond)))
    if full:
        yield BEYOND


_LATE: Final = ("contract", "no.", "commitment", "unit", "due by now", "reported", "short by",
                "status")  # fmt: skip


def _late_rows(held: Portfolio, audience: Audience) -> Iterator[tuple[str, ...]]:
    """What is behind or overdue, and how much of it nobody has reported."""
    states = states_for(audience)
    for each in held.contracts:
        for line in each.lines:
            if line.state in {"overdue", "behind"}:
                of, due = line.obligation, line.committed if line.state == "overdue" else line.due
                short = (due or Fraction(0)) - line.verified - line.waiting
                yield (each.contract.reference, of.line, f"{of.code} {of.title}",
                       UNITS[of.unit].name, to_two(due or Fraction(0)), to_two(line.reported),
                       to_two(max(short, Fraction(0))), states[line.state])  # fmt: skip


def titles_of(held: Portfolio) -> dict[str, str]:
    """The title of each measure by its code."""
    lines = (line.obligation for contract in held.contracts for line in contract.lines)
    return {each.code: each.title for each in lines}


def unit_rows(held: Portfolio) -> Iterator[tuple[str, ...]]:
    """Units by measure: committed and verified; pounds stand elsewhere."""
    titles = titles_of(held)
    for measure, unit, each in counted_units(held):
        if unit != "gbp":
            amounts = (to_two(each.committed), to_two(each.verified))
            yield (f"{measure} {titles[measure]}", UNITS[unit].name, *amounts)


def _suppliers(held: Portfolio) -> Block:
    """Every supplier of each contract, with its part in it."""
    said = (
        f"{each.contract.reference}: "
        + listed(f"{one.name} ({one.role})" for one in each.contract.suppliers)
        for each in held.contracts
    )
    return Block("Suppliers of each contract", tuple(f"{each}." for each in said))
