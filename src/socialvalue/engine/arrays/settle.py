"""Exact points of a few rows of a column, by the oracle that scores a single tender.

A relative method looks only at the best bid, so the rows in doubt and those that may be the best
of their tender are scored among themselves: nothing else could change their points.  Rows that say
the same are scored once.  Only a mean looks at all bids, and counts them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen

from socialvalue.engine.figures import Figures, Numbers, Rows, Tenders, fraction_of
from socialvalue.engine.methods.part import Part
from socialvalue.engine.points import points_for
from socialvalue.model.criteria import Criterion, ValueForMoney, reads_of
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Entry

__all__ = ["settle"]

Said: TypeAlias = tuple[Hashable, ...]


def settle(
    leaf: Criterion, part: Part, figures: Figures, tenders: Tenders, rows: Rows
) -> list[Fraction]:
    """The exact points of some rows under one criterion.

    Args:
        leaf: The criterion.
        part: Its points in doubles, which tells who may be the best.
        figures: What all bids say.
        tenders: Who competes with whom.
        rows: Whose points; they stand.
    """
    full = np.zeros(len(rows), np.bool_) if part.full is None else part.full(rows)
    most = Fraction(leaf.points) * Fraction(getattr(leaf.method, "cap", 1))
    others = iter(_scored(leaf, part, figures, tenders, rows[~full]))
    return [most if each else next(others) for each in full.tolist()]


def _scored(
    leaf: Criterion, part: Part, figures: Figures, tenders: Tenders, rows: Rows
) -> list[Fraction]:
    """The same, by the oracle."""
    reader = _Reader.of(leaf, figures.priced(leaf.price))
    tender = _tenders_of(tenders, rows)
    rivals = _rivals(part, tenders, tender)
    said = reader.said(rows)
    ours = _by_tender(tender, said)
    others = _by_tender(_tenders_of(tenders, rivals), reader.said(rivals))
    found: dict[tuple[int, Said], Fraction] = {}
    for number, mine in ours.items():
        theirs = others.get(number, [])
        field = theirs if part.counts else [*dict.fromkeys([*mine, *theirs])]
        method: Any = leaf.method
        points = points_for(method, leaf, [reader.entry(each) for each in field])
        found.update(zip(((number, one) for one in field), points, strict=True))
    return [found[key] for key in zip(tender, said, strict=True)]


def _tenders_of(tenders: Tenders, rows: Rows) -> list[int]:
    if tenders.codes is None:
        return [0] * len(rows)
    found: list[int] = tenders.codes[rows].tolist()
    return found


def _by_tender(tender: list[int], said: list[Said]) -> dict[int, list[Said]]:
    """What the bids of each tender say."""
    found: dict[int, list[Said]] = {}
    for number, one in zip(tender, said, strict=True):
        found.setdefault(number, []).append(one)
    return found


def _rivals(part: Part, tenders: Tenders, tender: list[int]) -> Rows:
    """The standing rows that may be the yardstick of some tenders."""
    if part.rivals is None:
        return np.empty(0, np.intp)
    if tenders.codes is None:
        pool = np.arange(tenders.bids)
    else:
        concerned = np.zeros(tenders.count, np.bool_)
        concerned[tender] = True
        pool = np.flatnonzero(concerned.take(tenders.codes))
    if tenders.standing is not None:
        pool = pool[tenders.standing[pool]]
    return pool[part.rivals(pool)]


@frozen(eq=False)
class _Reader:
    """What one criterion reads of a bid."""

    leaf: Criterion
    columns: Mapping[str, Numbers]

    @classmethod
    def of(cls, leaf: Criterion, figures: Figures) -> _Reader:
        """The columns that the criterion's method reads, and no others."""
        method = leaf.method
        columns: dict[str, Numbers | None] = {}
        reads = getattr(method, "READS", ())
        if "value" in reads:
            columns["value"] = figures.value
        if "price" in reads:
            columns["price"] = figures.price
        columns |= {f"mark {name}": figures.marks[name] for name in _marked(leaf)}
        if "target" in reads and getattr(method, "target", None) is None:
            columns["target"] = figures.target
        below = "initial" if getattr(method, "minimum", None) and "value" in reads else ""
        name = getattr(method, "denominator", below)
        if name:
            columns[f"below {name}"] = figures.denominators[name]
        return cls(leaf, {key: each for key, each in columns.items() if each is not None})

    def said(self, rows: Rows) -> list[Said]:
        """What some rows say, as it is written there."""
        return list(zip(*(each.written(rows) for each in self.columns.values()), strict=True))

    def entry(self, said: Said) -> Entry:
        """One bid as the oracle sees it."""
        found = {
            key: fraction_of(each) * column.scale
            for (key, column), each in zip(self.columns.items(), said, strict=True)
        }
        price = found.get("price", found.get("below price"))
        return Entry(
            value=found.get("value", Fraction(0)),
            price=found.get("price"),
            prices=FrozenMap({} if price is None else {self.leaf.price: price}),
            marks=_named("mark ", found),
            denominators=_named("below ", found),
            target=found.get("target"),
        )


def _marked(leaf: Criterion) -> list[str]:
    """The criteria whose marks a criterion reads: its own, or those of its quality."""
    if isinstance(leaf.method, ValueForMoney):
        within = [each for top in leaf.method.quality for each in top.walk()]
        return [each.name for each in within if each.method is not None]
    return [leaf.name] if reads_of(leaf.method, "mark") else []


def _named(kind: str, found: Mapping[str, Fraction]) -> FrozenMap[str, Fraction]:
    """The numbers of one kind by the rest of their names."""
    return FrozenMap(
        {key.removeprefix(kind): each for key, each in found.items() if key.startswith(kind)}
    )
