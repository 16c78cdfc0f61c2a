"""Which figures the pounds of a tender rest on, and how far each may move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import ceil, floor
from typing import Any

import attrs

from socialvalue.assess.points.data import BidResult
from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import Line
from socialvalue.model.figures import PublishedSpread
from socialvalue.numbers import plain, scaled
from socialvalue.uncertainty.spreads import ONE, Doubt, Spread

__all__ = ["Figure", "figures_of", "moving"]


@attrs.frozen
class Figure:
    """One unit value that pounds of the bids rest on.

    Attributes:
        name: The measure's code, with the value where it has several, and with who says how far
            it may lie where one value has several spreads.
        measure: The measure's code.
        title: What it is, in words.
        unit_value: £ per unit.
        spread: Between which factors it may lie; None where it is held fixed.
        basis: Who says so: ``yours``, ``published``, a mark such as ``one-source``, or "" where
            nobody does.
        moves_with: What it rests on: figures of one name move together.
        driver: What its value is published to rest on; "" for nothing.
        pence: What counts of it in each bid, in whole pennies, in the order of the bids' names.
    """

    name: str
    measure: str
    title: str
    unit_value: Decimal
    spread: Spread | None
    basis: str
    moves_with: str
    driver: str
    pence: tuple[int, ...] = attrs.field(repr=False)

    @property
    def counted(self) -> Decimal:
        """£ of all bids that rest on it."""
        return pounds(sum(self.pence))


def _words(spread: Spread | None) -> str:
    if spread is None:
        return "held fixed"
    likely = "" if spread.likely is None else f", likeliest ×{plain(spread.likely)}"
    return f"×{plain(spread.low)} to ×{plain(spread.high)}{likely}"


@attrs.frozen(cache_hash=True)
class _Key:
    """What makes two lines one figure."""

    measure: str
    value: Decimal
    basis: str
    spread: Spread | None
    driver: str

    def order(self) -> tuple[Any, ...]:
        """What figures are ordered by: the order of lines decides nothing."""
        return self.measure, self.value, self.basis, _words(self.spread), self.driver

    @classmethod
    def of(cls, line: Line, doubt: Doubt) -> _Key:
        value, published = line.unit_value or Decimal(0), _publishes(line)
        spread, basis = _spread_of(line, value, doubt)
        return cls(line.measure, value, basis, spread, published.driver if published else "")


def figures_of(bids: Iterable[BidResult], doubt: Doubt) -> tuple[Figure, ...]:
    """The figures, in the order of their names: the order of bids and lines changes nothing.

    Args:
        bids: Those that stand.
        doubt: What is said of how uncertain they are.
    """
    titles: dict[_Key, str] = {}
    held = [_pence(bid.valuation.lines, doubt, titles) for bid in bids]
    groups, by_measure = _groups(doubt, titles), _by_measure(titles)
    return tuple(
        Figure(_name(key, by_measure[key.measure]), key.measure, titles[key], key.value, key.spread,
               key.basis, groups.get((key.measure, key.driver), key.measure), key.driver,
               tuple(each.get(key, 0) for each in held))
        for key in sorted(titles, key=_Key.order)
    )  # fmt: skip


def _pence(lines: Iterable[Line], doubt: Doubt, titles: dict[_Key, str]) -> dict[_Key, int]:
    """What counts of each figure in a bid; their titles are written down."""
    found: dict[_Key, int] = {}
    for each in lines:
        if each.pence:
            key = _Key.of(each, doubt)
            titles[key] = each.definition.title
            found[key] = found.get(key, 0) + each.pence
    return found


def _by_measure(keys: Iterable[_Key]) -> dict[str, list[_Key]]:
    found: dict[str, list[_Key]] = {}
    for each in keys:
        found.setdefault(each.measure, []).append(each)
    return found


def _name(key: _Key, keys: Iterable[_Key]) -> str:
    """The measure's code, and as much more as tells the figure from others of the measure."""
    others = [each for each in keys if each != key]
    said = [f"£{plain(key.value)}"]
    if any(each.value == key.value for each in others):
        said += filter(None, (key.basis, _words(key.spread), key.driver))
    return f"{key.measure} ({', '.join(said)})" if others else key.measure


def _spread_of(line: Line, value: Decimal, doubt: Doubt) -> tuple[Spread | None, str]:
    """How uncertain a figure is, and who says so; a value given by the tender has no mark."""
    if line.measure in doubt.values:
        return doubt.values[line.measure], "yours"
    voucher = line.voucher
    if voucher is None or voucher.value != value:
        return None, ""
    published = _published(line)
    if published is not None:
        return published, "published"
    if voucher.confidence in doubt.by_confidence:
        return doubt.by_confidence[voucher.confidence], voucher.confidence
    return None, ""


def _published(line: Line) -> Spread | None:
    """What is published with a value, as factors of it; None where it does not hold the value.

    Its ends are the last whole ten-thousandths within it.
    """
    spread = _publishes(line)
    ends = spread.around(line.unit_value) if spread and line.unit_value else None
    if spread is None or ends is None:
        return None
    low, high = ceil(ends[0] * ONE), floor(ends[1] * ONE)
    likely = 1 if spread.kind == "triangular" else None
    return Spread(scaled(low, -4), scaled(high, -4), likely=likely)


def _publishes(line: Line) -> PublishedSpread | None:
    proxy, voucher = line.definition.proxy, line.voucher
    return None if proxy is None or voucher is None else proxy.spread_of(voucher)


def _groups(doubt: Doubt, keys: Iterable[_Key]) -> dict[tuple[str, str], str]:
    """What values move with, where that is more than their measure, by measure and driver.

    Groups are those that are asked for, which hold all values of a measure, and the drivers that
    are published, which hold those of their own; those that share a value are one.
    """
    drivers: dict[str, set[tuple[str, str]]] = {}
    pairs = {(each.measure, each.driver) for each in keys}
    for pair in pairs:
        if pair[1]:
            drivers.setdefault(pair[1], set()).add(pair)
    named = [(name, held, {code for code, _ in held}) for name, held in sorted(drivers.items())]
    for group in doubt.together:
        held, codes = {each for each in pairs if each[0] in group}, {*group}
        for each in [one for one in named if one[1] & held]:
            named.remove(each)
            held, codes = held | each[1], codes | each[2]
        name = " and ".join(sorted(codes))
        named.append((name, held, codes))
    return {pair: name for name, held, _ in named for pair in held}


def moving(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Those that have a spread."""
    return (each for each in figures if each.spread is not None)
