"""A simulation in words and tables: chances in twentieths, the published rank beside each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from socialvalue.blocks import Block
from socialvalue.engine.exact import half_up
from socialvalue.engine.points import publish
from socialvalue.numbers import plain, scaled, sum_of
from socialvalue.numbers import pounds as money
from socialvalue.uncertainty.data import SimulationData
from socialvalue.uncertainty.moving import Figure, moving
from socialvalue.uncertainty.spreads import Spread
from socialvalue.words import listed, number_of

__all__ = ["columns_of", "in_twenty", "of_twenty", "sentences_of", "told_of"]

_FEW = 8
"""So many unit values are listed; the rest are counted."""

BASIS = {"yours": "as you say", "published": "as published", "": "held fixed"}
"""Who says how uncertain a value is."""


def in_twenty(share: Fraction) -> str:
    """A chance as a reader can picture it; never more exact than trials are.

    Example:
        >>> [in_twenty(Fraction(each, 1000)) for each in (0, 3, 930, 998, 1000)]
        ['none', 'fewer than 1 in 20', '19 in 20', 'more than 19 in 20', 'all']
    """
    if share in (0, 1):
        return "all" if share else "none"
    count = half_up(20 * share.numerator, share.denominator)
    if not 0 < count < 20:
        return "more than 19 in 20" if count else "fewer than 1 in 20"
    return f"{count} in 20"


def of_twenty(share: Fraction) -> str:
    """The same in a sentence.

    Example:
        >>> [of_twenty(Fraction(each, 1000)) for each in (0, 930, 998, 1000)]
        ['no trial', '19 of 20 trials', 'more than 19 of 20 trials', 'all trials']
    """
    if share in (0, 1):
        return "all trials" if share else "no trial"
    return in_twenty(share).replace(" in ", " of ") + " trials"


def told_of(found: SimulationData) -> Iterator[Block]:
    """Who stays first and how often, the bids, what decides, and what moved."""
    heading = f"If unit values were other than published: {found.title}"
    yield Block(heading, tuple(sentences_of(found)))
    yield _bids(found)
    if len(found.apart.counts) > 1:
        yield _pairs(found)
    if any(each.matters for each in found.decides):
        yield _deciding(found)
    yield _figures(found)
    if found.warnings:
        yield Block("To look at", tuple(f"{each.code} {each.message}; {each.hint}"
                                        for each in found.warnings))  # fmt: skip


def sentences_of(found: SimulationData, *, exempt: bool = True) -> Iterator[str]:
    """Who stays first and how often, what is proved, what matters, and what was held fixed.

    Args:
        found: The trials.
        exempt: Whether the reader may see prices and offers, and figures that give them away.
    """
    yield _first(found)
    yield from _together(found)
    yield from _lost(found)
    yield _firm(found)
    yield _decided(found, exempt)
    yield from _held(found, exempt)
    yield "The published points do not change: bids are scored by the published values."


def _first(found: SimulationData) -> str:
    chances = {name: found.chance(name) for name in _ranking(found)}
    own = chances.pop(found.first)
    ordered = sorted(chances.items(), key=lambda each: -each[1])
    rivals = [f"{name} in {of_twenty(each)}" for name, each in ordered if each]
    others = f"; {listed(rivals)}" if rivals else ""
    level = [each.bidder for each in found.evaluation.results if each.rank == 1]
    who = f"{listed(level)} share the first place" if level[1:] else f"{level[0]} is first"
    again = f"{found.first} is first" if level[1:] else "it is first"
    return (
        f"{who} by the published points; in {found.draws:,} trials with other values for what is "
        f"uncertain, each the same for every bid, {again} in {of_twenty(own)}{others}."
    )


def _together(found: SimulationData) -> Iterator[str]:
    """The other end, where it is another."""
    own, share = found.chance(found.first), found.together.chance(found.first)
    if in_twenty(own) != in_twenty(share):
        yield (
            "There each value is wrong on its own; were all that is uncertain too high together, "
            f"or too low together, it would be first in {of_twenty(share)}."
        )


def _lost(found: SimulationData) -> Iterator[str]:
    """By how much the award would be the wrong one, were the trials the truth."""
    mean, most = found.regret.expected, found.regret.at_99
    if mean:
        average = f"{_two(mean)} points" if publish(mean, 2) else "less than 0.01 points"
        seldom = f"{most} points or less" if most else "not at all"
        yield (
            f"On average {found.first} is {average} behind the best bid of a trial; "
            f"in 99 of 100 trials, {seldom}."
        )


def _firm(found: SimulationData) -> str:
    """What is proved without any trial."""
    said = found.evaluation.firmness().in_short()
    return said.replace("that", "who is first", 1) if said else (
        "How wrong values may be before another is first is not proved for this scheme."
    )  # fmt: skip


def _decided(found: SimulationData, exempt: bool) -> str:
    """What matters; the price of a point and the points of a price give the price itself."""
    matters = [each for each in found.decides if each.matters]
    if not matters:
        return "To know any one of these values before the award would be worth nothing."
    first = matters[0]
    worth = f"{_two(first.points)} points"
    if first.pounds is not None and exempt:
        worth += f", or {_whole(first.pounds)} of price"
    if first.against != found.first:
        worth += f" beyond {first.against}, which has the most points on average in the trials"
    name, them = _what(found, first.figure)
    things = "things" if any(_codes(found, each.figure)[1:] for each in matters) else "values"
    one = "One value matters" if name in found.doubt.framework else "One thing matters"
    said = one if len(matters) == 1 else f"{len(matters)} {things} matter, most"
    return f"{said}: {name}; to know {them} before the award would be worth {worth}."


def _with(found: SimulationData, figure: str) -> list[Figure]:
    """The figures that move with something."""
    return [each for each in moving(found.figures) if each.moves_with == figure]


def _codes(found: SimulationData, figure: str) -> list[str]:
    """The measures that move with something."""
    return sorted({each.measure for each in _with(found, figure)})


def _what(found: SimulationData, figure: str) -> tuple[str, str]:
    """What matters, with the measures that move with it; and the word that stands for it."""
    codes = _codes(found, figure)
    if all(each.driver != figure for each in _with(found, figure)):
        together = f"{listed(codes)}, which move together"
        return (together, "them") if codes[1:] else (codes[0], "it")
    return f"{figure}, with which {listed(codes)} {'move' if codes[1:] else 'moves'}", "it"


def _held(found: SimulationData, exempt: bool) -> Iterator[str]:
    held = sum_of(found.held.values())
    if held:
        whole = sum_of(each.counted for each in found.figures)
        one = len(found.held) == 1
        share = Fraction(held) / Fraction(whole)
        much = f"{money(held)} of {money(whole)}" if exempt else f"{_percent(share)} of the pounds"
        yield (
            f"Nobody says how uncertain {number_of(len(found.held), 'unit value')} "
            f"{'is' if one else 'are'}, on which {much} of all bids rests: "
            f"{'it was' if one else 'they were'} held fixed."
        )


def _percent(share: Fraction) -> str:
    """A share in whole percent that never says none or all where there is some or a rest.

    Example:
        >>> [_percent(Fraction(each, 1000)) for each in (4, 5, 994, 996, 1000)]
        ['less than 1%', '1%', '99%', 'more than 99%', '100%']
    """
    whole = publish(100 * share, 0)
    if 0 < share < 1 and whole in (0, 100):
        return "more than 99%" if whole else "less than 1%"
    return f"{whole}%"


def _ranking(found: SimulationData) -> list[str]:
    """The bids that stand, the best first by the published points."""
    return [each.bidder for each in found.evaluation.results if each.rank is not None]


def _bids(found: SimulationData) -> Block:
    first = "First: in how many trials it is first."
    words = (first, "From, to: £ of social value between which it lies in 18 of 20 trials.")
    heads = ("bid", "rank", "points", "first", "£ as published", "from", "to")
    rows = tuple(_row(found, name) for name in _ranking(found))
    return Block("Bids", words, heads, rows, (1, 2, 4, 5, 6))


def _row(found: SimulationData, name: str) -> tuple[str, ...]:
    result, amounts = found.evaluation[name], found.value(name)
    pounds = (amounts.published, *_ends(amounts.quantiles(10)))
    return (name, str(result.rank), str(result.points), in_twenty(found.chance(name)),
            *map(_whole, pounds))  # fmt: skip


def _ends(tenths: tuple[Decimal, ...]) -> tuple[Decimal, Decimal]:
    """Between which 18 of 20 trials lie: the middles of the first and the last tenth."""
    return tenths[0], tenths[-1]


def _whole(amount: Decimal | Fraction) -> str:
    return f"£{int(publish(Fraction(amount), 0)):,}"


def _pairs(found: SimulationData) -> Block:
    """The lead of the first over each other: strips of pounds apart mislead about the order."""
    names = [each for each in _ranking(found) if each != found.first]
    rows = tuple(
        (name, in_twenty(found.wins(found.first, name)), in_twenty(found.wins(name, found.first)),
         str(found.lead(name).published), *map(_signed, _ends(found.lead(name).quantiles(10))))
        for name in names
    )  # fmt: skip
    words = ("Lead in points, as published and between which it lies in 18 of 20 trials.",)
    heads = ("other bid", "stays behind", "is ahead", "lead", "from", "to")
    return Block(f"{found.first} and each other bid", words, heads, rows, (3, 4, 5))


def _signed(points: Decimal) -> str:
    return str(points).replace("-", "−")


def _deciding(found: SimulationData) -> Block:
    worth = "What it would be worth to know one value before the award, and no other."
    than = found.decides[0].against
    first = f"Other first: how often another bid would then have more points than {than}"
    words = (worth, f"{first}, which has the most on average over all trials.")
    rows = tuple(
        (each.figure, in_twenty(each.chance), f"{_two(each.points)} ± {_two(Fraction(each.error))}",
         "–" if each.pounds is None else _whole(each.pounds))
        for each in found.decides if each.matters
    )  # fmt: skip
    heads = ("value of", "other first", "points", "£ of price")
    return Block("What decides", words, heads, rows, (2, 3))


def _two(number: Fraction) -> str:
    return str(publish(number, 2))


def _figures(found: SimulationData) -> Block:
    """The unit values, those on which most rests first."""
    ordered = sorted(found.figures, key=lambda each: each.counted.copy_negate())
    rows = tuple(map(_figure, ordered[:_FEW]))
    more = len(ordered) - _FEW
    words = (f"The {_FEW} on which most rests; {more} more were looked at.",) if more > 0 else ()
    heads = ("unit value of", "£ of all bids", "from", "to", "who says so")
    return Block("What was uncertain", words, heads, rows, (1, 2, 3))


def _figure(each: Figure) -> tuple[str, ...]:
    spread = each.spread or Spread("1", "1")
    bounds = ("–", "–") if not each.spread else (_times(spread.low), _times(spread.high))
    basis = BASIS.get(each.basis, f"you, of {each.basis}")
    return each.name, _whole(each.counted), *bounds, basis


def _times(factor: Decimal) -> str:
    return f"×{plain(publish(Fraction(factor), 3))}"


# --- as a table ----------------------------------------------------------------------------


def columns_of(found: SimulationData) -> dict[str, list[Any]]:
    """A row a bid, in the order of the ranking: name to cells."""
    names = _ranking(found)
    results = [found.evaluation[each] for each in names]
    value = [_ends(found.value(each).quantiles(10)) for each in names]
    lead = [None if each == found.first else _ends(found.lead(each).quantiles(10))
            for each in names]  # fmt: skip
    return {
        "bidder": names,
        "rank": [each.rank for each in results],
        "points": [each.points for each in results],
        "first": [_six(found.chance(each)) for each in names],
        "first_together": [_six(found.together.chance(each)) for each in names],
        "ahead_of_first": [None if each == found.first else _six(found.wins(each, found.first))
                           for each in names],
        "value_pence": [int(scaled(each.valuation.total, 2)) for each in results],
        "value_from": [low for low, _ in value],
        "value_to": [high for _, high in value],
        "lead_from": [each and each[0] for each in lead],
        "lead_to": [each and each[1] for each in lead],
    }  # fmt: skip


def _six(share: Fraction) -> Decimal:
    return publish(share, 6)
