"""The directors' page and the annual report: sums by one axis at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from socialvalue.blocks import Block
from socialvalue.contracts import Portfolio, Sums
from socialvalue.contracts.amounts import per_cent, whole_pounds
from socialvalue.contracts.totals import NOT_STATED
from socialvalue.errors import InputError
from socialvalue.model.days import years_on
from socialvalue.model.fields import as_read
from socialvalue.model.places import place_name
from socialvalue.numbers import sum_of
from socialvalue.registry.loading import places
from socialvalue.reports.all_contracts import (
    contracts_section,
    foot_of,
    totals_block,
    unit_rows,
)
from socialvalue.reports.asked import Asked
from socialvalue.reports.figures import theme_words
from socialvalue.reports.groups import group_sections
from socialvalue.reports.report import Report, Section
from socialvalue.words import day_words, number_of

__all__ = ["annual", "cells_of_sums", "directors", "heads_of_sums"]

_REPORTED: Final = ("reported",)
_LATE: Final = frozenset(("overdue", "behind"))
_FEW: Final = 3
"""How many contracts a member asks about."""


def heads_of_sums(*, full: bool = False) -> tuple[str, ...]:
    """The headings of sums; what is reported is for those who see what nobody has verified."""
    return (
        "committed", "due by now", *_REPORTED * full, "verified",
        "against commitment (none over 100%)", "of what is committed",
        "total delivered, including over-delivery", "beyond the contract",
    )  # fmt: skip


def directors(asked: Asked) -> Report:
    """The directors' page: what is furthest behind, sums by one axis, and people by group.

    Raises:
        InputError: For somebody else than directors or the contract team (SV1104).
    """
    asked.only_for("directors", "contract-team")
    held = asked.seen.portfolio
    return Report(
        title="Social value by directorate",
        audience=asked.audience,
        on=asked.on,
        sentences=(held.headline,),
        left_out=asked.seen.left_out,
        sections=(*_furthest_behind(asked), *_by_axes(asked)),
        foot=foot_of(held),
        wide=True,
    )


def _furthest_behind(asked: Asked) -> Iterator[Section]:
    """The contracts that a member asks about first: overdue, then those with most behind."""
    held = asked.seen.portfolio.contracts
    late = [each for each in held if any(line.state in _LATE for line in each.lines)]
    if late:
        title = f"Furthest behind: {min(len(late), _FEW)} of {number_of(len(late), 'contract')}"
        found = contracts_section(f"{title} overdue or behind", late[:_FEW], asked.audience)
        yield attrs.evolve(found, sorts="")


def _by_axes(asked: Asked) -> Iterator[Section]:
    held = asked.seen.portfolio
    yield Section("totals", totals_block(held, full=asked.audience.unverified))
    known = places()
    axes: Mapping[str, tuple[str, Callable[[str], str]]] = {
        "directorate": ("directorate", str),
        "theme": ("theme", theme_words),
        "place": ("place", lambda code: place_name(known, code) if code in known else code),
    }
    for axis, (word, words) in axes.items():
        yield Section(axis, _axis(held, axis, word, words, full=asked.audience.unverified))
    units = tuple(unit_rows(held))
    if units:
        said = Block("Units", (), ("measure", "unit", "committed", "verified"), units, (2, 3))
        yield Section("units", said)
    yield from group_sections(asked)


def _axis(
    held: Portfolio, axis: str, word: str, words: Callable[[str], str], *, full: bool
) -> Block:
    found = [
        (name == NOT_STATED, "Not stated" if name == NOT_STATED else words(name), sums)
        for name, sums in held.by(axis).items()
    ]
    found.sort(key=lambda each: (each[0], as_read(each[1])))
    rows = tuple((name, *cells_of_sums(sums, full=full)) for _, name, sums in found)
    heads = (word, *heads_of_sums(full=full))
    return Block(f"By {word}", (), heads, rows, tuple(range(1, len(heads))))


def cells_of_sums(held: Sums, *, full: bool = False) -> tuple[str, ...]:
    """Some sums as a row under `heads_of_sums`."""
    reported = (held.reported,) * full
    amounts = (held.promised, held.expected, *reported, held.delivered, held.capped)
    return (*map(whole_pounds, amounts), per_cent(held.compliance), per_cent(held.uncapped),
            whole_pounds(held.unpromised))  # fmt: skip


# --- a year -------------------------------------------------------------------------------


def annual(asked: Asked) -> Report:
    """The annual report: text and tables, and what changed since a year before."""
    held, before = asked.seen.portfolio, _year_before(asked)
    old = before.seen.portfolio if before else None
    return Report(
        title=f"Social value: the year to {day_words(asked.on)}",
        audience=asked.audience,
        on=asked.on,
        sentences=(held.headline, _SINCE_AWARD, *_changes(held, old)),
        left_out=asked.seen.left_out,
        sections=(*_compared(asked, old), *_by_axes(asked)),
        foot=foot_of(held),
        wide=True,
    )


_SINCE_AWARD: Final = (
    "Figures are from the start of each contract to that day, and not of the year alone."
)


def _year_before(asked: Asked) -> Asked | None:
    """The same as at a year before; None where nothing but that day's figures are given."""
    on = asked.on
    if asked.standing is None or on.year == date.min.year:
        return None
    held = attrs.evolve(asked, on=years_on(on, -1))
    return held if held.all.contracts and _has_any(held) else None


def _has_any(asked: Asked) -> bool:
    """Whether the audience had anything to see then: a supplier's first contract may be newer."""
    try:
        return bool(asked.seen.portfolio.contracts)
    except InputError:
        return False


def _changes(held: Portfolio, old: Portfolio | None) -> Iterator[str]:
    if old is None:
        yield "There are no figures of a year before."
        return
    many, more = old.contract_count, held.contract_count - old.contract_count
    since = f"{more:+d} since" if more else "as many as now"
    yield (
        f"A year before, as at {day_words(old.on)}, there were {number_of(many, 'contract')} "
        f"({since}). What is delivered against commitment went from {whole_pounds(old.capped)} to "
        f"{whole_pounds(held.capped)}."
    )


_SUMS: Final = {
    "Committed": "promised", "Due by now": "expected", "Reported": "reported",
    "Verified": "delivered", "Delivered against commitment": "capped",
    "Beyond the contract": "unpromised",
}  # fmt: skip


def _compared(asked: Asked, old: Portfolio | None) -> Iterator[Section]:
    if old is None:
        return
    held, full = asked.seen.portfolio, asked.audience.unverified
    rows = tuple(
        (word, *(whole_pounds(getattr(each, name)) for each in (old, held)),
         _signed(sum_of((getattr(held, name), getattr(old, name).copy_negate()))))
        for word, name in _SUMS.items() if full or name != "reported"
    )  # fmt: skip
    heads = ("£", day_words(old.on), day_words(held.on), "change")
    yield Section("year", Block("Compared with a year before", (), heads, rows, (1, 2, 3)))


def _signed(amount: Decimal) -> str:
    if not amount:
        return "no change"
    return f"{'−' if amount < 0 else '+'}{whole_pounds(amount.copy_abs())}"
