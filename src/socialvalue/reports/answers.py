"""Answers to questions of members and of the public: two sentences, a table, and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from socialvalue.blocks import Block
from socialvalue.contracts import Portfolio, Units
from socialvalue.contracts.amounts import to_two, whole_pounds
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import scaled
from socialvalue.reports.all_contracts import titles_of
from socialvalue.reports.asked import Asked
from socialvalue.reports.directorates import cells_of_sums, heads_of_sums
from socialvalue.reports.figures import counted_units
from socialvalue.reports.groups import PEOPLE, group_sections, others_in_groups, people_by_group
from socialvalue.reports.report import Report, Section
from socialvalue.units import UNITS
from socialvalue.words import day_words, number_of

__all__ = ["answer"]

_ALL: Final = "All"
_Answer = tuple[str, tuple[str, str], Block]


def answer(asked: Asked) -> Report:
    """An answer to a question: two sentences, one table, its source, and what is left out.

    Raises:
        InputError: No such question (SV312).
    """
    word = asked.question or ""
    if word not in QUESTIONS:
        hint = did_you_mean(word, QUESTIONS, label="one of")
        raise InputError(problem("SV312", what="the question", found=word, hint=hint))
    held = asked.seen.portfolio
    title, sentences, block = QUESTIONS[word](asked)
    people = group_sections(asked) if word == "jobs" else ()
    return Report(
        title=title,
        audience=asked.audience,
        on=asked.on,
        sentences=sentences,
        left_out=asked.seen.left_out,
        sections=(Section("answer", block), *people),
        foot=(f"Source: the delivery record as at {day_words(held.on)}, {held.head}.",),
    )


def _of(held: Portfolio, *units: str) -> list[tuple[str, str, Units]]:
    """The measures that are counted in some units, with what they come to."""
    return [each for each in counted_units(held) if each[1] in units]


def _sum(found: list[tuple[str, str, Units]], name: str) -> Fraction:
    return sum((getattr(each, name) for *_, each in found), Fraction(0))


def _rows(held: Portfolio, found: list[tuple[str, str, Units]]) -> tuple[tuple[str, ...], ...]:
    titles = titles_of(held)
    return tuple(
        (f"{measure} {titles[measure]}", UNITS[unit].name, to_two(each.committed),
         to_two(each.verified))
        for measure, unit, each in found
    )  # fmt: skip


_HEADS: Final = ("measure", "unit", "committed", "verified")


def _jobs(asked: Asked) -> _Answer:
    """People, each once; FTE-years are years of work and no number of people."""
    held, others = asked.seen.portfolio, others_in_groups(asked)
    people, years = _of(held, *PEOPLE), _of(held, "fte_year")
    apart = (
        f"Beside them {to_two(_sum(years, 'verified'))} FTE-years of work are verified; these are "
        "years and no number of jobs, and are not added to people."
    )
    many = _sum(people, "verified") + (others or 0)
    but = ", without those in groups, whose number is withheld" if others is None else ""
    said = f"{to_two(many)} people are verified under measures that are counted in people{but}"
    block = Block("People, and years of work", (), _HEADS, _rows(held, [*people, *years]), (2, 3))
    return "How many people have work?", (f"{said}; {_of_jobs(asked, many)}.", apart), block


def _of_jobs(asked: Asked, many: Fraction) -> str:
    """How many of the people it is known of that they were taken on or kept.

    Where some of them can stand in groups it rests on what the commitments are, and on no number of
    people: whether it is known of none, of some or of all of a group would tell its size.
    """
    whole = asked.seen.portfolio if asked.audience.supplier else asked.all
    known = sum((each.verified for each in whole.people.values()), Fraction(0))
    if not asked.audience.groups and people_by_group(asked):
        return _IN_GROUPS[frozenset(_of_each(whole))]
    if known == many:
        return _EACH
    if not known:
        return _NOBODY
    return f"{to_two(known)} of them were taken on or kept, and of the others nobody has said"


_EACH: Final = "each was taken on or kept, and is counted once"
_NOBODY: Final = "whether they were taken on or kept, nobody has said"
_IN_GROUPS: Final = {
    frozenset({True}): _EACH,
    frozenset({False}): _NOBODY,
    frozenset({True, False}): (
        "how many of them were taken on or kept is not said, since some may be in groups"
    ),
}
"""By whether commitments count people who were taken on or kept: all of them, none, or some."""


def _of_each(whole: Portfolio) -> Iterator[bool]:
    """Of each commitment of people, whether it says that they were taken on or kept."""
    for line in (each for held in whole.contracts for each in held.lines):
        if line.obligation.unit in PEOPLE:
            yield line.obligation.headcount == "people"


def _local(asked: Asked) -> _Answer:
    """Money spent under commitments in pounds."""
    found = _of(asked.seen.portfolio, "gbp")
    said = (
        f"£{to_two(_sum(found, 'verified'))} of spending under commitments to spend is verified, "
        f"of £{to_two(_sum(found, 'committed'))} committed."
    )
    apart = "This is money spent, and the proxy value of it is another figure."
    return (
        "How much was spent?",
        (said, apart),
        Block("Spending", (), _HEADS, _rows(asked.seen.portfolio, found), (2, 3)),
    )


def _suppliers(asked: Asked) -> _Answer:
    """What each supplier owes, nothing counted twice."""
    held = asked.seen.portfolio
    found = sorted(held.by("supplier").items(), key=lambda each: as_read(each[0]))
    rows = [(name, *cells_of_sums(sums)[:5]) for name, sums in found]
    if len(rows) > 1:
        rows.append((_ALL, *cells_of_sums(held)[:5]))
    contracts, suppliers = held.contract_count, held.supplier_count
    said = f"{number_of(contracts, 'contract')} with {number_of(suppliers, 'supplier')}."
    apart = (
        "A commitment stands under the supplier whose it is, and where nobody says so under all "
        "suppliers of the contract together; so nothing counts twice."
    )
    heads = ("supplier", *heads_of_sums()[:5])
    block = _added("By supplier", heads, rows, tuple(range(1, 6)))
    return "What does each supplier deliver?", (said, apart), block


def _not_met(asked: Asked) -> _Answer:
    """What is due by now and not verified, by contract: no money that anybody owes."""
    rows, all_due, all_met = [], 0, 0
    for each in asked.seen.portfolio.contracts:
        due = sum(line.expected_pence for line in each.lines)
        met = sum(min(line.delivered_pence, line.expected_pence) for line in each.lines)
        all_due, all_met = all_due + due, all_met + met
        rows.append((each.contract.reference, each.contract.title, *_less(due, met)))
    whole = _less(all_due, all_met)
    if len(rows) > 1:
        rows.append((_ALL, "", *whole))
    said = f"{whole[-1]} of what is due by now is not verified."
    apart = "These are proxy values of commitments not met, and no money owed."
    heads = ("contract", "title", "due by now", "verified of that", "not met")
    return "What is not met?", (said, apart), _added("By contract", heads, rows, (2, 3, 4))


def _added(
    title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: tuple[int, ...]
) -> Block:
    """A table of pounds, with the sum of its rows behind them where there are several."""
    said = ("Each is rounded to the pound by itself.",)
    return Block(title, said, heads, tuple(rows), right, foot=len(rows) > 1)


def _less(due: int, met: int) -> tuple[str, ...]:
    """Pence that are due, what is met of them, and what is not."""
    return tuple(whole_pounds(scaled(pence, -2)) for pence in (due, met, due - met))


QUESTIONS: Final[Mapping[str, Callable[[Asked], _Answer]]] = {
    "jobs": _jobs, "local-spend": _local, "supplier": _suppliers, "shortfall": _not_met,
}  # fmt: skip
"""The questions that can be asked, each with what answers it."""
