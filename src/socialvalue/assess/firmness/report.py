"""How firm a result is: the report, as one screen of text, as HTML, as a table and as JSON."""

from __future__ import annotations

import json
import textwrap
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.firmness.charted import flips_chart
from socialvalue.assess.firmness.firm import Firmness, plain_data
from socialvalue.assess.firmness.least_changes import LeastChange
from socialvalue.assess.firmness.weights import EffectiveWeights, Flip
from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.charts import Chart
from socialvalue.engine.points import publish
from socialvalue.errors import whole
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import plain, pounds
from socialvalue.tables import rows_to_frame

__all__ = ["Dropped", "Margin", "Sensitivity"]

_WIDTH = 80


@attrs.frozen
class Dropped:
    """What changes when one bid is not there.

    Attributes:
        bidder: Whose bid is left out.
        winners: Who is first then; several where they are tied.
        winner_changes: Whether that is another than before, the bid itself aside.
        ranks: Bidder to (rank among the others before, rank then), for those whose changes.
        points: Bidder to (points before, points then), for those whose change.
    """

    bidder: str
    winners: tuple[str, ...]
    winner_changes: bool
    ranks: FrozenMap[str, tuple[int, int]]
    points: FrozenMap[str, tuple[Decimal, Decimal]]


@attrs.frozen
class Margin:
    """How far the first is ahead of the second in one criterion.

    Attributes:
        criterion: Its name.
        weight: Its points as published.
        points: The first's exact points minus the second's.
        depth: 0 for a criterion at the top, 1 for one inside it …
    """

    criterion: str
    weight: Fraction
    points: Fraction
    depth: int


@attrs.frozen(repr=False)
class Sensitivity(Shown):
    """How firm a result is.

    Attributes:
        title: Of the tender.
        ranking: The ranked bids, the best first.
        points: Bidder to published points.
        lead: The first's published points minus the second's; None for fewer than two bids.
        exact_lead: The same before rounding.
        decided: What decided the first place, in words: points, rounding, a tie-break, or nothing.
        dropped: What changes when each bid in turn is not there.
        flips: The smallest change of each weight that would make another bid win.
        margins: How far the first is ahead of the second in each criterion.
        least: For each bid that did not win, the least change that would have won.
        weights: The spread of points each criterion used, beside its weight.
        firmness: How far unit values may be off before another is first.
        in_pounds: Whether the set has measures that carry pounds; without them none are asked for.
    """

    title: str
    ranking: tuple[str, ...]
    points: FrozenMap[str, Decimal]
    lead: Decimal | None
    exact_lead: Fraction | None
    decided: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    flips: tuple[Flip, ...]
    margins: tuple[Margin, ...]
    least: tuple[LeastChange, ...]
    weights: EffectiveWeights
    firmness: Firmness
    in_pounds: bool = True

    def chart(self) -> Chart:
        """The weights from which another bid would have been first."""
        return flips_chart(self.ranking[0] if self.ranking else "nobody", self.flips)

    def explain(self) -> Explanation:
        """The report as one screen of text; in a notebook as HTML."""
        return _explained(self)

    def _line(self) -> str:
        return f"{self.title!r}; first: {', '.join(self.ranking[:1]) or 'nobody'}"

    def _told(self) -> Explanation:
        return self.explain()

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-safe data: amounts and exact numbers as text."""
        firmness = self.firmness.to_dict()
        return {**plain_data(self), "weights": plain_data(self.weights.rows), "firmness": firmness}

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a ranked bid: points, what would have won, and who wins without it.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether points, pounds and marks are texts instead of Decimals.

        Returns:
            A dataframe of that library; points, pounds and marks as Decimals (of Arrow in pandas),
            so that no digit is lost.
        """
        columns = self.columns()
        exact = [name for name in columns if name not in ("bidder", "winner_without")]
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """The table of `to_frame`: name to cells, a ranked bid each."""
        least = {each.name: each for each in self.least}
        dropped = {each.bidder: each for each in self.dropped}
        rows = [(name, least.get(name), dropped.get(name)) for name in self.ranking]
        return {
            "bidder": [name for name, _, _ in rows],
            "points": [self.points[name] for name, _, _ in rows],
            "more_value_wins": [one.value if one else None for _, one, _ in rows],
            "price_change_wins": [one.price if one else None for _, one, _ in rows],
            **_mark_columns([one for _, one, _ in rows]),
            "winner_without": [", ".join(one.winners) if one else None for _, _, one in rows],
        }


def _mark_columns(rows: list[LeastChange | None]) -> dict[str, list[Decimal | None]]:
    names = dict.fromkeys(name for each in rows if each for name in each.marks)
    return {
        f"mark_wins: {name}": [each.marks.get(name) if each else None for each in rows]
        for name in names
    }


# --- in words -----------------------------------------------------------------------------


def _explained(report: Sensitivity) -> Explanation:
    """How firm a result is, in at most 80 columns."""
    blocks = [_head(report)]
    if len(report.ranking) > 1:
        blocks += [_weights(report), _bids(report)]
    return Explanation("\n\n".join(each.text(_WIDTH) for each in blocks), blocks=blocks)


def _head(report: Sensitivity) -> Block:
    return Block(f"How close was it: {whole(report.title)}", tuple(_words(report)))


def _words(report: Sensitivity) -> list[str]:
    names = [whole(name) for name in report.ranking]
    found = list(report.decided)
    if report.lead is not None and report.exact_lead is not None:
        first, second = report.ranking[:2]
        exact = f"{'−' if report.exact_lead < 0 else ''}{publish(abs(report.exact_lead), 6)}"
        totals = f"{names[0]} {report.points[first]}, {names[1]} {report.points[second]}"
        found = [f"{totals}: {report.lead} apart", f"({exact} before rounding).", *found]
    found += [each for each in [report.firmness.in_short()] if each]
    return textwrap.wrap(" ".join(found), _WIDTH, break_on_hyphens=False)


# --- criteria -----------------------------------------------------------------------------


def _weights(report: Sensitivity) -> Block:
    flips = {each.criterion: each for each in report.flips}
    shares = {each.criterion: each for each in report.weights.rows}
    rows = []
    for each in report.margins:
        flip, used = flips.get(each.criterion), shares[each.criterion]
        at = flip.at if flip else None
        rows.append(
            (
                "  " * each.depth + each.criterion,
                plain(publish(each.weight, 2)),
                str(publish(used.spread, 2)),
                _signed(each.points),
                "–" if at is None else plain(publish(at, 3)),
                flip.rival if flip and at is not None else "nobody",
            )
        )
    heads = ("criterion", "points", "spread", "margin", "flips at", "to")
    rule = "Spread: most minus fewest points of a bid. Margin: first over second."
    how = "Flips at: the weight from which another wins; the others keep their proportions."
    return Block("Criteria", (rule, how), heads, tuple(rows), (1, 2, 3, 4))


def _signed(points: Fraction) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{publish(abs(points), 2)}"


# --- bids ---------------------------------------------------------------------------------


def _bids(report: Sensitivity) -> Block:
    least = {each.name: each for each in report.least}
    dropped = {each.bidder: each for each in report.dropped}
    rows = tuple(
        (
            name,
            str(report.points[name]),
            *_changes(least.get(name), in_pounds=report.in_pounds),
            _without(dropped[name], is_first=name == report.ranking[0]),
        )
        for name in report.ranking
    )
    value = ("£ value",) if report.in_pounds else ()
    more = "£ of social value more, " if report.in_pounds else ""
    words = f"Would have won with: {more}£ off its price, or this mark."
    heads = ("bid", "points", *value, "£ price", "mark", "wins without it")
    return Block("Bids", (words,), heads, rows, (1, 2, 3)[: 2 + len(value)])


def _without(dropped: Dropped, *, is_first: bool) -> str:
    """Who wins when a bid is not there; the same, if it changes nothing for the first."""
    changes = is_first or dropped.winner_changes
    return ", ".join(dropped.winners) if changes else "same"


def _changes(least: LeastChange | None, *, in_pounds: bool) -> tuple[str, ...]:
    if least is None:
        return ("won", "", "") if in_pounds else ("won", "")
    value = (_money(least.value),) if in_pounds else ()
    return *value, _money(least.price), _mark(least)


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else pounds(amount).removeprefix("£")


def _mark(least: LeastChange) -> str:
    """The first criterion in which a mark alone would have won."""
    able = [(name, mark) for name, mark in least.marks.items() if mark is not None]
    return f"{able[0][0]} {plain(able[0][1])}" if able else "–"
