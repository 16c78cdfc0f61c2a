"""Schemes side by side, before one is chosen: what each rewards, and how each can be gamed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.before.checks import bids_of
from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.assess.firmness.searching import Verdict, least
from socialvalue.assess.points.data import BidResult
from socialvalue.blocks import Block, Explanation, join
from socialvalue.charts import Chart
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.fields import several, table
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Entry
from socialvalue.model.named import ByName
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds
from socialvalue.planning.amounts import amounts_by_code
from socialvalue.planning.charted import schemes_chart
from socialvalue.planning.invented import unit_value_for
from socialvalue.tables import rows_to_frame
from socialvalue.units import amount_words

__all__ = [
    "FullMarks",
    "OneMeasure",
    "SchemeComparison",
    "compare_schemes",
    "costs_of",
    "full_marks",
]


@attrs.frozen
class OneMeasure:
    """One measure that alone would reach full marks.

    Attributes:
        measure: Its code.
        quantity: How many of its units would do it.
        unit: In which unit.
        cost: What they would cost the bidder in £, where that is known.
    """

    measure: str
    quantity: Decimal
    unit: str
    cost: Decimal | None


@attrs.frozen
class FullMarks:
    """What it takes, under one scheme, to have all the points that pounds of social value give.

    Attributes:
        criteria: The criteria whose points depend on pounds of social value.
        points: The most points that they give.
        value: The least £ of social value that gives them, offered by the bid that is first with
            all else as it is; None where there are no such criteria, or where no bid is ranked.
        ways: Each measure that alone would reach it, the cheapest first, then by least units.
    """

    criteria: tuple[str, ...]
    points: Fraction
    value: Decimal | None
    ways: tuple[OneMeasure, ...]


@attrs.frozen
class SchemeComparison(ByName[Evaluation]):
    """The same bids under several schemes.

    Attributes:
        title: Of the tender.
        results: Name of a scheme to its evaluation.
        full_marks: Name of a scheme to what it takes to have full marks for social value.
    """

    title: str
    results: FrozenMap[str, Evaluation] = attrs.field(repr=False)
    full_marks: FrozenMap[str, FullMarks] = attrs.field(repr=False)

    def _named(self) -> Iterable[tuple[str, Evaluation]]:
        return self.results.items()

    def _unknown(self, scheme: str) -> NotFoundError:
        hint = did_you_mean(scheme, self.results, label="schemes")
        return NotFoundError(problem("SV312", what="the scheme", found=scheme, hint=hint))

    @property
    def rank_changes(self) -> FrozenMap[str, tuple[int | None, ...]]:
        """Bidder to its rank under each scheme, for those whose rank is not the same in all."""
        ranks = {each.bidder: self._ranks(each.bidder) for each in self._first.results}
        return FrozenMap({name: found for name, found in ranks.items() if len({*found}) > 1})

    @property
    def winners(self) -> FrozenMap[str, tuple[str, ...]]:
        """Name of a scheme to who is first under it."""
        return FrozenMap(
            {
                name: tuple(each.bidder for each in result.results if each.rank == 1)
                for name, result in self.results.items()
            }
        )

    @property
    def _first(self) -> Evaluation:
        return next(iter(self.results.values()))

    def _ranks(self, bidder: str) -> tuple[int | None, ...]:
        return tuple(each[bidder].rank for each in self.results.values())

    def chart(self) -> Chart:
        """Each bid's points under each scheme."""
        points = ((name, each.bidder, each.points) for name, result in self.results.items()
                  for each in result.results if each.points is not None)  # fmt: skip
        return schemes_chart(points, self.winners)

    def explain(self) -> Explanation:
        """Points and ranks side by side, and what each scheme takes to reach full marks."""
        blocks = (_full_block(name, each, self.results[name])
                  for name, each in self.full_marks.items())  # fmt: skip
        return join([self._table(), *blocks])

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a bid and scheme: scheme, bidder, rank, points.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether points are texts instead of Decimals.
        """
        rows = [(name, each) for name, result in self.results.items() for each in result.results]
        columns: dict[str, list[Any]] = {
            "scheme": [name for name, _ in rows],
            "bidder": [each.bidder for _, each in rows],
            "rank": [each.rank for _, each in rows],
            "points": [each.points for _, each in rows],
        }
        return rows_to_frame(columns, backend, decimals=["points"], texts=texts)

    def _table(self) -> Block:
        rows = tuple(
            (each.bidder, *(_cell(result[each.bidder]) for result in self.results.values()))
            for each in self._first.results
        )
        changes = self.rank_changes
        words = f"Ranks that change: {', '.join(changes) or 'none'}."
        heads = ("bidder", *self.results)
        right = tuple(range(1, len(heads)))
        return Block(f"{self.title}: schemes side by side", (words,), heads, rows, right)


def _cell(result: BidResult) -> str:
    return "–" if result.rank is None else f"{result.points} ({result.rank})"


def _full_block(name: str, full: FullMarks, result: Evaluation) -> Block:
    head = f"Full marks for social value under {name}"
    if all(each.rank is None for each in result.results):
        return Block(head, ("No bid is ranked, so nobody can say what they would take.",))
    if full.value is None:
        return Block(head, ("No points depend on pounds of social value.",))
    words = (
        f"{pounds(full.value)} gives {plain(publish(full.points, 2))} points "
        f"({', '.join(full.criteria)}). One measure alone would do it:"
    )
    rows = tuple(
        (each.measure, amount_words(each.quantity, each.unit),
         "not known" if each.cost is None else pounds(each.cost))
        for each in full.ways[:5]
    )  # fmt: skip
    return Block(head, (words,), ("measure", "quantity", "cost to the bidder"), rows, (1, 2))


def compare_schemes(
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
    schemes: Mapping[str, Scheme],
    *,
    costs: Mapping[str, int | str | Decimal] | None = None,
) -> SchemeComparison:
    """Past or invented bids under several schemes side by side, before one is chosen.

    Args:
        tender: The buyer's side; it must not have a published scheme.
        bids: Past or invented bids; marks, and prices by name, that a scheme has no use for are
            left out of it.
        framework: The measures.
        schemes: Name to scheme; the first is what the others are compared with.
        costs: Code to what one unit costs a bidder, in £; a pound spent costs a pound.

    Raises:
        InputError: The tender carries the fingerprint of a published scheme (SV806), there is no
            scheme (SV710), two costs of one measure (SV222), and all that `evaluate` refuses.
        NotFoundError: A cost of no measure (SV209), and nothing else is wrong with the costs.

    Source:
        scoring.md §4, T6: a scheme is fixed before bids are opened; comparing is for past or
        invented bids, never for the bids being evaluated.
    """
    listed = bids_of(tender, bids, framework)
    named = table(schemes)
    several("a scheme", Scheme, named.values(), expected="a Scheme")
    if tender.scheme_fingerprint:
        found = {"found": tender.title, "fingerprint": tender.scheme_fingerprint}
        raise InputError(problem("SV806", **found))
    if not named:
        raise InputError(problem("SV710"))
    results = {name: _evaluated(tender, listed, framework, each)
               for name, each in named.items()}  # fmt: skip
    known = costs_of(framework, costs)
    full = {name: full_marks(each, known) for name, each in results.items()}
    return SchemeComparison(tender.title, FrozenMap(results), FrozenMap(full))


def costs_of(
    framework: Framework, costs: Mapping[str, int | str | Decimal] | None
) -> dict[str, Fraction]:
    """What one unit of each measure costs a bidder, where that is known; a pound costs one.

    Args:
        framework: The measures.
        costs: Code to what one unit costs a bidder, in £.

    Raises:
        InputError: No amounts (SV301), two codes of one measure (SV222).
        NotFoundError: Codes of no measure (SV209), and nothing else.
    """
    spent = {each.code: Fraction(1) for each in framework if each.unit == "gbp"}
    given = amounts_by_code(framework, costs, "the cost of")
    return spent | {code: Fraction(each) for code, each in given.items()}


def _evaluated(
    tender: Tender, bids: tuple[Bid, ...], framework: Framework, scheme: Scheme
) -> Evaluation:
    panel = {each.name for each in scheme.scored if reads_of(each.method, "mark")}
    read = {each.price for each in scheme.scored}
    kept = [
        attrs.evolve(
            bid,
            marks={name: mark for name, mark in bid.marks.items() if name in panel},
            prices={name: price for name, price in bid.prices.items() if name in read},
        )
        for bid in bids
    ]
    return evaluate(tender, kept, framework, scheme)


# --- the way to full marks ----------------------------------------------------------------

_MOST = 10**17
"""Pennies: no offer of social value comes near."""


def full_marks(evaluation: Evaluation, costs: Mapping[str, Fraction]) -> FullMarks:
    """The least value that gives all the points that value can give, to the bid that is first.

    Args:
        evaluation: The bids under a scheme.
        costs: Code to what one unit costs a bidder, where that is known.
    """
    board = Board(evaluation)
    if not board.results:
        return FullMarks((), Fraction(0), None, ())
    leaves = tuple({*board.touched(0, _worth(board, 0)), *board.touched(0, _worth(board, _MOST))})
    ordered = tuple(each for each in evaluation.scheme.leaves if each in leaves)
    if not ordered:
        return FullMarks((), Fraction(0), None, ())
    most = _most(board, ordered)
    full = board.points(0, _worth(board, most), ordered)

    def at(pennies: int) -> Verdict:
        points = board.points(0, _worth(board, pennies), ordered)
        return Verdict(points >= full, float(points - full))

    pennies = 0 if at(0).wins else least(at, most, steady=True) or most
    value = publish(Fraction(pennies, 100), 2)
    names = tuple(each.name for each in ordered)
    return FullMarks(names, full, value, _ways(evaluation, value, costs))


def _most(board: Board, leaves: tuple[Criterion, ...]) -> int:
    """The most pennies under which the criteria still give points: a table may end."""
    most = _MOST
    while most:
        try:
            board.points(0, _worth(board, most), leaves)
        except InputError:
            most //= 2
        else:
            break
    return most


def _worth(board: Board, pennies: int) -> Entry:
    """The first bid, with so much social value in the theme in which it offers most."""
    entry = board.entries[0]
    themes = sorted(entry.themes, key=lambda each: (-entry.themes[each], each))
    amount = Fraction(pennies, 100)
    held = FrozenMap({themes[0]: amount}) if themes else entry.themes
    return attrs.evolve(entry, value=amount, themes=held)


def _ways(
    evaluation: Evaluation, value: Decimal, costs: Mapping[str, Fraction]
) -> tuple[OneMeasure, ...]:
    """Each measure that alone would be worth so much: those of known cost first, cheapest first."""
    found = []
    for measure in evaluation.framework:
        each = unit_value_for(evaluation.tender, evaluation.framework, measure)
        if each is None:
            continue
        units = Fraction(value) / Fraction(each)
        quantity = publish(Fraction(math.ceil(units * 100), 100), 2)
        cost = costs.get(measure.code)
        paid = None if cost is None else publish(Fraction(quantity) * cost, 2)
        found.append(OneMeasure(measure.name, quantity, measure.unit, paid))
    return tuple(
        sorted(found, key=lambda way: (way.cost is None, way.cost or 0, way.quantity, way.measure))
    )
