"""How far unit values may be off before another bid is level: the result, in words and as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.firmness.charted import margins_chart
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.charts import Chart
from socialvalue.engine.points import publish
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named import ByName
from socialvalue.numbers import plain, pounds, simplest

__all__ = ["ExtraBid", "Firmness", "Rival", "plain_data"]

NOTHING, ZERO, ONE = "–", Fraction(0), Fraction(1)
_TENTH = Fraction(1, 1000)
"""A tenth of a per cent: less is not shown."""
_FEW = 6
"""How many unit values a sentence names."""


@attrs.frozen
class Rival:
    """How far unit values may be off before one other bid is level with the first.

    Attributes:
        bidder: Its name.
        radius: No error of less than this share, in any combination, makes it level; None where no
            error of up to 100% does.
        outside: The least error found at which it is level or ahead; None where none was found.
        proof: ``exact`` where the two are one, or nothing turns it; ``safe`` where the first is
            proved and the other found; ``found`` where nothing is proved.
        witness: Unit value to the factor at which it is level, at `outside`; empty where none is.
        delivered_share: The share of the first's pounds of social value below which this offer
            would have had as many points; None where no share would, or it is not worked out.
    """

    bidder: str
    radius: Fraction | None
    outside: Fraction | None
    proof: str
    witness: FrozenMap[str, Fraction]
    delivered_share: Fraction | None = None


@attrs.frozen
class ExtraBid:
    """A further bid that cannot win, and would yet change who is first.

    Attributes:
        what: ``price`` or ``value``: what it would have to offer, and nothing else.
        amount: £ of it at which the two are level: beyond that, the other is first.
        first: Who would be first.
    """

    what: str
    amount: Fraction
    first: str


@attrs.frozen(repr=False)
class Firmness(Shown, ByName[Rival]):
    """How far unit values may be off before the first place changes hands.

    Every unit value may be wrong by up to a share, each in its own direction, and each for all bids
    alike.  Points are those before rounding.

    Attributes:
        title: Of the tender.
        first: Who is first; "" where nobody is, or several are.
        radius: No error of less than this share, in any combination, makes another bid level; None
            where no error of up to 100% does.
        outside: The least error found at which another is level or ahead; None where none was.
        proof: ``exact``, ``safe`` or ``found``; see `Rival`.
        published: The same as `radius` for published points: within it the first is ahead by a
            unit of the last published place and more.
        rivals: Bidder to what it takes for it, in the order of the ranking.
        witness: Unit value to factor, at `outside`; empty where there is none.
        switching: Unit value to the factors at which another bid is level, all else as it is; under
            a table of bands, at which another comes level or ahead, or falls back; none where the
            scheme has no closed form.
        exchange_rate: £ of price for a point, at the first's own price; None where no formula of
            the scheme's says it.
        intruder: The least further bid that would change who is first; None where none would.
    """

    title: str
    first: str
    radius: Fraction | None
    outside: Fraction | None
    proof: str
    published: Fraction | None
    rivals: FrozenMap[str, Rival]
    witness: FrozenMap[str, Fraction]
    switching: FrozenMap[str, tuple[Fraction, ...]]
    exchange_rate: Fraction | None = None
    intruder: ExtraBid | None = None

    def _named(self) -> Iterable[tuple[str, Rival]]:
        return self.rivals.items()

    def _unknown(self, bidder: str) -> NotFoundError:
        hint = did_you_mean(bidder, self.rivals, label="other bidders")
        return NotFoundError(problem("SV716", found=bidder, count="no other bid", hint=hint))

    def chart(self) -> Chart:
        """For each other bid, by how much every unit value may be wrong while it stays behind."""
        margins = ((each.bidder, ZERO if each.proof == "found" else each.radius, _behind(each))
                   for each in self.rivals.values())  # fmt: skip
        return margins_chart(next(iter(self.words())), margins)

    def explain(self) -> Explanation:
        """What it takes, in words and a table; in a notebook as HTML."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data: exact numbers as text."""
        return plain_data(self)  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def columns(self) -> dict[str, list[Any]]:
        """A row another bid: name to cells, shares in per cent."""
        rows = list(self.rivals.values())
        return {
            "bidder": [each.bidder for each in rows],
            "margin_percent": [_percent(each.radius) for each in rows],
            "example_percent": [_percent(each.outside) for each in rows],
            "proof": [each.proof for each in rows],
            "delivered_share_percent": [_percent(each.delivered_share) for each in rows],
        }

    def _line(self) -> str:
        return f"{self.title!r}; {' '.join(self.words())}"

    def _blocks(self) -> Iterable[Block]:
        yield Block(f"If unit values were wrong: {self.title}", tuple(self.words()))
        if self.rivals:
            yield _table(self)
        if self.switching:
            yield _switching(self)

    def in_short(self) -> str:
        """What is proved, in one short sentence; "" where nothing is."""
        if not (self.first and self.rivals) or self.proof == "found":
            return ""
        share = ONE if self.radius is None else min(self.radius, ONE)
        if share < _TENTH:
            return ""
        below = f" below {down(share)}" if share < 1 else ""
        return f"No error in unit values{below} changes that."

    def words(self) -> Iterator[str]:
        """What it takes, in sentences."""
        if not self.first:
            yield "Nobody is first alone, so nothing here could be closer."
            return
        if not self.rivals:
            yield "Only one bid is left, so no other could be first."
            return
        yield from _margin(self)
        yield from _example(self)
        yield from _others(self)


def plain_data(thing: Any) -> Any:
    """What a result holds as JSON-safe data: exact numbers as text."""
    if attrs.has(type(thing)):
        return {
            each.name: plain_data(getattr(thing, each.name)) for each in attrs.fields(type(thing))
        }
    if isinstance(thing, FrozenMap):
        return {str(key): plain_data(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [plain_data(each) for each in thing]
    return str(thing) if isinstance(thing, (Decimal, Fraction)) else thing


# --- in words ------------------------------------------------------------------------------


def down(share: Fraction) -> str:
    """A share in per cent, rounded down to a tenth: what is said of a margin is never too much."""
    return f"{plain(simplest(Fraction(share * 1000 // 1, 10)))}%"


def up(share: Fraction) -> str:
    """A share in per cent, rounded up to a tenth."""
    return f"{plain(simplest(Fraction(-(-share * 1000 // 1), 10)))}%"


def _percent(share: Fraction | None) -> str | None:
    return None if share is None else plain(publish(share * 100, 4))


def _margin(firm: Firmness) -> Iterator[str]:
    """Within what nothing changes."""
    if firm.proof == "found":
        yield "For this scheme no margin can be proved; what follows was found by trying."
        return
    yield _proved(firm)
    rounded = firm.published
    if rounded is not None and (firm.radius is None or down(rounded) != down(firm.radius)):
        yield f"In published points, which are rounded, that holds up to {down(rounded)}."


def _proved(firm: Firmness) -> str:
    if firm.radius is None or firm.radius == 1:
        most = "of up to" if firm.radius is None else "below"
        return (
            f"{firm.first} stays first whatever the unit values are: no error {most} 100%, in any "
            "combination, changes that."
        )
    if firm.radius < _TENTH:
        return f"{firm.first} is first by so little that errors below 0.1% could change it."
    return (
        f"{firm.first} stays first as long as no unit value is wrong by {down(firm.radius)} or "
        "more, in any combination; each value is the same for every bid."
    )


def _example(firm: Firmness) -> Iterator[str]:
    """One combination that changes it."""
    if firm.outside is None:
        if firm.radius is not None and firm.radius < 1:
            yield "No combination that changes it was found."
        return
    rival = next(each for each in firm.rivals.values() if each.outside == firm.outside)
    ways = {
        "lower": [name for name, factor in firm.witness.items() if factor < 1],
        "higher": [name for name, factor in firm.witness.items() if factor > 1],
    }
    said = [f"{way}: {_few(names)}" for way, names in ways.items() if names]
    how = f" (for example {'; '.join(said)})" if said else ""
    yield f"With values {up(firm.outside)} off, {rival.bidder} can be level or ahead{how}."


def _few(names: list[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {more} more" if more > 0 else "")


def _others(firm: Firmness) -> Iterator[str]:
    if firm.exchange_rate is not None:
        rate = pounds(publish(firm.exchange_rate, 2))
        yield f"At the price of {firm.first}, a point is worth {rate} of price."
    if firm.intruder is not None:
        extra = firm.intruder
        amount = pounds(publish(extra.amount, 2))
        what = f"a price below {amount} and nothing else"
        if extra.what == "value":
            what = f"social value above {amount} and a price far off"
        yield f"A further bid that could not win, with {what}, would put {extra.first} first."


def _behind(rival: Rival) -> str:
    """By how much values may be off while it stays behind."""
    if rival.radius is None:
        return "any"
    return "not proved" if rival.proof == "found" else down(rival.radius)


def _table(firm: Firmness) -> Block:
    rows = tuple(
        (
            each.bidder,
            _behind(each),
            NOTHING if each.outside is None else up(each.outside),
            NOTHING if each.delivered_share is None else down(each.delivered_share),
        )
        for each in firm.rivals.values()
    )  # fmt: skip
    words = (
        "Behind: it stays behind the first while every unit value is off by less.",
        "Level: an error at which it can be level.",
        "Delivered: had the first offered less than this share, it would have had more points.",
    )
    heads = ("bid", "behind", "level", "delivered")
    return Block("Other bids", words, heads, rows, (1, 2, 3))


def _switching(firm: Firmness) -> Block:
    rows = tuple(
        (name, ", ".join(f"×{publish(each, 3)}" for each in factors) or "never")
        for name, factors in firm.switching.items()
    )
    words = ("The factor of one unit value, all others as they are, at which another is level.",)
    return Block("One value alone", words, ("unit value of", "level at"), rows)
