"""`simulate`: the verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.firmness.extras import exchange_rate
from socialvalue.assess.firmness.rescoring import Board
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import one
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.uncertainty.deciding import deciding
from socialvalue.uncertainty.drawing import Factors, evenly
from socialvalue.uncertainty.moving import Figure, figures_of, moving
from socialvalue.uncertainty.result import Simulation
from socialvalue.uncertainty.scoring import Scorer, scheme_problems
from socialvalue.uncertainty.spreads import Doubt
from socialvalue.uncertainty.tallying import Field, chunks
from socialvalue.words import listed

__all__ = ["simulate", "simulate_evaluation"]

_LEAST_DRAWS = 20
"""Chances are shown in twentieths."""
_MOST_DRAWS = 10_000_000
_SEEDS = 2**64
_EVENLY = 1_000
"""Trials in which all values move together: one thing moves, so no chance is needed."""


def simulate(
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
    scheme: Scheme | None = None,
    *,
    doubt: Doubt,
    draws: int = 10_000,
    seed: int,
) -> Simulation:
    """How often each bid would be first if unit values were other than published.

    In each trial every uncertain unit value is drawn once and is the same for all bids, and the
    points are those that the award's own engine gives for it.  Prices, scores and quantities stay.
    It is information beside an award, never a score: the published points do not change.

    Args:
        tender: The buyer's side.
        bids: One bid a bidder.
        framework: The measures.
        scheme: Weights and methods; the tender's own, else the plug-in's, if not given.
        doubt: How uncertain unit values are.
        draws: How many trials, from 20 to 10,000,000.
        seed: The same seed gives the same pennies in every trial, on every machine.

    Returns:
        Chances of ranks, pair by pair; pounds and leads; what decides; what was held fixed.

    Raises:
        InputError: As `evaluate`; and of what is asked: draws or a seed that are no such number
            (SV1306, SV1307), a doubt of other measures (SV1309), nothing that moves (SV1303), a
            scheme that can't be scored again and again (SV1304), pounds beyond its table (SV1305).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> essex = sv.load(tender.framework, on=tender.published)
        >>> doubt = sv.uncertainty.Doubt(essex, values={"NT1": ("0.6", "1.4")})
        >>> sim = sv.simulate(tender, bids, essex, doubt=doubt, draws=2_000, seed=7)
        >>> sim.first, sim.chance("Brook & Daughters") + sim.chance("Acme Highways") >= 1
        ('Brook & Daughters', True)

    Source:
        Lahdelma and Salminen, "SMAA-2", Operations Research 49 (2001), with fixed weights.
    """
    return simulate_evaluation(
        evaluate(tender, bids, framework, scheme), doubt=doubt, draws=draws, seed=seed
    )


def simulate_evaluation(
    evaluation: Evaluation, *, doubt: Doubt, draws: int = 10_000, seed: int
) -> Simulation:
    """The same of bids that are evaluated already.

    Args:
        evaluation: The result.
        doubt: How uncertain unit values are.
        draws: How many trials.
        seed: Of the stream.
    """
    _check_asked(one("the doubt", Doubt, doubt), evaluation.framework, draws, seed)
    board = _board(evaluation)
    places = sorted(range(len(board.results)), key=lambda each: board.results[each].bidder)
    bids = [board.results[each] for each in places]
    figures = figures_of(bids, doubt)
    drivers = sorted({each.moves_with for each in moving(figures)})
    if not drivers:
        raise InputError(problem("SV1303"))
    field = Field(
        Scorer(board, tuple(places)),
        tuple(each.bidder for each in bids),
        tuple(tuple(each.pence[place] for each in figures) for place in range(len(bids))),
        tuple(evaluation.framework[each.measure].theme for each in figures),
        places.index(0),
    )
    factors = Factors.of(figures, drivers)
    rows = max(len(bids), len(figures))
    apart, kept = field.run(factors, chunks(seed, drivers, draws, rows), draws)
    together, _ = field.run(factors.together(), [evenly(_EVENLY)], _EVENLY)
    rate = exchange_rate(board)
    worths = deciding(
        kept, drivers, field.first, field.names, places=board.scheme.places, rate=rate
    )
    asked = tuple(_questions(evaluation.framework, doubt, figures))
    return Simulation(evaluation, doubt, draws, seed, figures, apart, together, worths, asked)


def _board(evaluation: Evaluation) -> Board:
    """The bids that stand.

    Raises:
        InputError: None does (SV1313), only the best go on (SV749), or the scheme can't be scored
            again and again (SV1304).
    """
    listed = evaluation.scheme.short_list
    if listed is not None:
        raise InputError(problem("SV749", found=listed.name))
    board = Board(evaluation)
    if not board.results:
        raise InputError(problem("SV1313"))
    faults = list(scheme_problems(board))
    if faults:
        raise InputError(faults)
    return board


def _check_asked(doubt: Doubt, framework: Framework, draws: Any, seed: Any) -> None:
    faults: list[Problem] = []
    if type(draws) is not int or not _LEAST_DRAWS <= draws <= _MOST_DRAWS:
        faults.append(
            problem("SV1306", found=repr(draws), least=_LEAST_DRAWS, most=f"{_MOST_DRAWS:,}")
        )
    if type(seed) is not int or not 0 <= seed < _SEEDS:
        faults.append(problem("SV1307", found=repr(seed), most=f"{_SEEDS - 1:,}"))
    if doubt.framework.sha256 != framework.sha256:
        faults.append(problem("SV1309", found=doubt.framework.label, other=framework.label))
    if faults:
        raise InputError(faults)


def _questions(framework: Framework, doubt: Doubt, figures: Sequence[Figure]) -> Iterator[Problem]:
    """What was said of measures and marks of which nothing counts here."""
    there = {each.measure for each in figures}
    used = {each.basis for each in figures}
    for code in doubt.values:
        if code not in there:
            yield problem("SV1312", found=framework[code].name)
    for code in sorted({each.measure for each in figures if each.basis == "published"}):
        proxy = framework[code].proxy
        if proxy is not None and proxy.is_stretched:
            yield problem("SV1316", found=framework[code].name)
    moved = {each.measure for each in moving(figures)}
    for group in doubt.together:
        still = [code for code in group if code not in moved]
        if still:
            yield problem("SV1319", found=listed(still), group=listed(group))
    for mark in doubt.by_confidence:
        if mark not in used:
            yield problem("SV1312", found=f"figures marked {mark}")
