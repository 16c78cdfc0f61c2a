"""What is likely to be delivered of what was committed: of contracts, and never of bids."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import one
from socialvalue.model.named import ByName
from socialvalue.numbers import plain, pounds, scaled, sum_of
from socialvalue.planning.invented import whole_from
from socialvalue.planning.past.contracts import PastContract, PastContracts
from socialvalue.planning.past.hiding import Rule
from socialvalue.planning.past.measures import measures_told
from socialvalue.planning.past.resampling import Pair, covered, resampled
from socialvalue.tables import rows_to_frame
from socialvalue.words import listed, number_of

__all__ = ["Calibration", "Chances", "DeliveryForecast", "Expected", "delivery_forecast"]

STATES: Final = ("nothing", "part", "in_full")
_FEW: Final = 8
"""How many withheld measures a sentence names."""
_PENNY: Final = Decimal("0.01")
_PRIOR: Final = 20
"""As many commitments of all measures as those of one are mixed with."""
Seen = tuple[str, str, str]
"""A contract, a measure, and what became of what was committed on it."""


@attrs.frozen
class Chances:
    """What may become of a commitment.

    Attributes:
        measure: On which measure; "" for all together.
        nothing: The chance that nothing is delivered.
        part: That a part is.
        in_full: That all is, or more.
        commitments: On how many past commitments of the measure it rests.
    """

    measure: str
    nothing: Fraction
    part: Fraction
    in_full: Fraction
    commitments: int

    @property
    def all(self) -> tuple[Fraction, Fraction, Fraction]:
        """Nothing, part, in full; together 1."""
        return self.nothing, self.part, self.in_full


@attrs.frozen
class Expected:
    """What some contracts may deliver together, of what is committed on them.

    Attributes:
        promised: £ committed.
        low: £ below which one in twenty such sets of contracts came.
        middle: £ that half of them reached.
        high: £ above which one in twenty came.
        contracts: How many contracts there are.
        coverage: The share of random halves of the past that such an interval held.
        tried_on: How many contracts each of these halves had.
        ended: How many more are left out, as they have ended.
        lost: How many are left out, as they are offers that lost.
    """

    promised: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    contracts: int
    coverage: Fraction
    tried_on: int
    ended: int = 0
    lost: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data; amounts as text."""
        amounts = {
            name: plain(getattr(self, name)) for name in ("promised", "low", "middle", "high")
        }
        tried = {"coverage": plain(publish(self.coverage, 6)), "tried_on": self.tried_on}
        out = {"left_out": {"ended": self.ended, "lost": self.lost}}
        return {"contracts": self.contracts, **amounts, **tried, **out}

    def __str__(self) -> str:
        said = self._range() if self.promised else (
            f"Nothing is committed on {number_of(self.contracts, 'contract')}."
        )  # fmt: skip
        return " ".join([said, *self._left_out()])

    def _left_out(self) -> Iterator[str]:
        """What of the table does not run, in words."""
        parts = ((self.ended, "contract", "has ended", "have ended"),
                 (self.lost, "offer", "was not awarded", "were not awarded"))  # fmt: skip
        said = [f"{number_of(count, noun)} that {one if count == 1 else more}"
                for count, noun, one, more in parts if count]  # fmt: skip
        if said:
            yield f"Left out: {listed(said)}."

    def _range(self) -> str:
        many = number_of(self.contracts, "contract")
        return (
            f"Of {pounds(self.promised)} committed on {many}, between {pounds(self.low)} and "
            f"{pounds(self.high)} may be delivered, {pounds(self.middle)} in the middle. Such an "
            f"interval held {_per_cent(self.coverage)} of random halves of the past, of "
            f"{number_of(self.tried_on, 'contract')} each{self._fewer()}."
        )

    def _fewer(self) -> str:
        fewer = self.contracts < self.tried_on
        return "; how often it holds for fewer contracts was not tried" if fewer else ""


@attrs.frozen
class Calibration:
    """How good the forecast was on contracts that it had not seen.

    Attributes:
        at_their_word: The Brier score of whoever takes every commitment at its word; 0 is perfect,
            2 the worst.
        pooled: That of the same three chances for every measure, each contract left out in turn.
        by_measure: That of the chances by measure, alike.
        coverage: The share of random halves in which the interval of 90% from one half held what
            the other did.
    """

    at_their_word: Fraction
    pooled: Fraction
    by_measure: Fraction
    coverage: Fraction


@attrs.frozen(repr=False)
class DeliveryForecast(Shown, ByName[Chances]):
    """What became of commitments of the past, as chances for those of contracts that run.

    Attributes:
        overall: All measures together.
        measures: Each measure that may be told of, mixed with all as one of few is no evidence.
        calibration: How good it was where it had not seen the outcome.
        contracts: On how many contracts it rests.
        suppliers: Of how many suppliers.
        seed: Of what was drawn.
        notes: What was taken to be so.
        withheld: Measures of which nothing is told: too few contracts or suppliers, one supplier
            with above half of the £, or one from which such a measure could be worked out.
    """

    overall: Chances
    measures: tuple[Chances, ...]
    calibration: Calibration
    contracts: int
    suppliers: int
    seed: int
    notes: tuple[str, ...]
    withheld: tuple[str, ...]
    _pairs: tuple[Pair, ...] = attrs.field(repr=False)

    def _named(self) -> Iterable[tuple[str, Chances]]:
        return ((each.measure, each) for each in self.measures)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each.measure for each in self.measures], label="measures seen")
        return NotFoundError(problem("SV312", what="the measure", found=name, hint=hint))

    def portfolio(self, contracts: PastContracts) -> Expected:
        """What contracts that run may deliver together, no commitment over 100%.

        Args:
            contracts: The contracts, with what is committed on each.  Those that have ended, where
                the table says so, and offers that lost are left out, and it is said how many.

        Raises:
            InputError: They are bids (SV1350), or no contracts (SV316); none of them runs (SV1348).
        """
        held = _contracts(contracts)
        awarded = [each for each in held.contracts if each.awarded]
        running = [each for each in awarded if not (held.says_ended and each.finished)]
        if not running:
            raise InputError(problem("SV1348", found=held._line()))
        promised = sum((Fraction(each.promised) for each in running), Fraction(0))
        ends = resampled(self._pairs, len(running), self.seed)
        low, middle, high = (publish(each * promised, 2) for each in ends)
        return Expected(
            publish(promised, 2), low, middle, high, len(running),
            coverage=self.calibration.coverage, tried_on=self.contracts - self.contracts // 2,
            ended=len(awarded) - len(running), lost=len(held.contracts) - len(awarded),
        )  # fmt: skip

    def explain(self) -> Explanation:
        """The chances by measure, and how good they were."""
        return join(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-safe data; chances to 6 places."""
        scores = attrs.asdict(self.calibration)
        return {
            "schema": "socialvalue/delivery-forecast@1",
            "library": library_version(),
            "contracts": self.contracts,
            "suppliers": self.suppliers,
            "seed": self.seed,
            "notes": list(self.notes),
            "overall": _data(self.overall),
            "measures": [_data(each) for each in self.measures],
            "withheld": list(self.withheld),
            "calibration": {name: plain(publish(each, 6)) for name, each in scores.items()},
        }

    def to_json(self) -> str:
        """The result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a measure, that of all first: measure, commitments, nothing, part, in_full.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether chances are texts instead of Decimals.
        """
        return rows_to_frame(self.columns(), backend, decimals=STATES, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: a row a measure, that of all first."""
        rows = (self.overall, *self.measures)
        return {
            "measure": [each.measure or "all" for each in rows],
            "commitments": [each.commitments for each in rows],
            **{name: [publish(getattr(each, name), 6) for each in rows] for name in STATES},
        }

    def _line(self) -> str:
        return (
            f"{number_of(self.contracts, 'contract')}, {number_of(len(self.measures), 'measure')}"
        )

    def _blocks(self) -> Iterable[Block]:
        heads = ("measure", "commitments", "nothing", "part", "in full")
        rows = tuple(
            (each.measure or "all", str(each.commitments), *map(_per_cent, each.all))
            for each in (self.overall, *self.measures)
        )
        basis = (
            f"From {number_of(self.overall.commitments, 'commitment')} of "
            f"{number_of(self.contracts, 'contract')} of {number_of(self.suppliers, 'supplier')}."
        )
        yield Block("What becomes of commitments", (basis, *self.notes), heads, rows, (1, 2, 3, 4))
        if self.withheld:
            yield Block("What is not shown", tuple(_withheld_words(self.withheld)))
        yield Block("How good this was", tuple(self._goodness()))

    def _goodness(self) -> Iterator[str]:
        found = self.calibration
        scores = (found.by_measure, found.pooled, found.at_their_word)
        each, pooled, word = (publish(score, 3) for score in scores)
        yield (
            f"Brier score on contracts that were left out (0 is perfect, 2 the worst): {each} by "
            f"measure, {pooled} with one chance for all, {word} if commitments are taken at their "
            "word."
        )
        if self.measures and found.by_measure >= found.pooled:
            yield "By measure it was no better than with one chance for all: use that."
        yield (
            f"An interval of 90% for contracts together held {_per_cent(found.coverage)} of the "
            "random halves that it had not seen."
        )
        yield "What one commitment delivers cannot be said as a range: only these three chances."
        yield "It is about contracts, never about bids: it changes no bid's points."


def _withheld_words(names: Sequence[str]) -> Iterator[str]:
    few = [f"{len(names) - _FEW} more"] if len(names) > _FEW else []
    yield f"Withheld: {listed([*names[:_FEW], *few])}. For these take the chances of all."
    yield (
        "A measure is shown with commitments on at least 10 contracts of 3 suppliers, of which "
        "none has above half of the pounds; and none from which a withheld one could be worked out."
    )


def _per_cent(share: Fraction) -> str:
    return f"{publish(share * 100, 0)}%"


def _data(each: Chances) -> dict[str, Any]:
    chances = {name: plain(publish(getattr(each, name), 6)) for name in STATES}
    return {"measure": each.measure, "commitments": each.commitments, **chances}


# --- making it ------------------------------------------------------------------------------


def delivery_forecast(past: PastContracts, *, seed: int = 7) -> DeliveryForecast:
    """What became of what was committed, as three chances for each measure.

    Args:
        past: Contracts that are finished, with what was delivered; rows by measure, if there are.
        seed: Of the contracts that are drawn for intervals.

    Raises:
        InputError: They are bids (SV1350); fewer than ten finished contracts of three suppliers
            say what was delivered (SV1347).

    Example:
        >>> import socialvalue as sv
        >>> rows = [{"contract": f"C{each}", "supplier": f"S{each % 5}", "contract_value": 500_000,
        ...          "measure": "NT1", "promised": 100, "delivered": 50 * (each % 3)}
        ...         for each in range(30)]
        >>> seen = sv.planning.delivery_forecast(sv.planning.past_contracts(rows))
        >>> seen["NT1"].all
        (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))

    Source:
        doubt.md §8: (n of the measure + 20 × the share of all) ÷ (n + 20).
    """
    held = _contracts(past)
    known = [each for each in held.contracts if each.is_known and each.promised >= _PENNY]
    if not Rule().holds(known):
        found = attrs.evolve(held, contracts=tuple(known))._line()
        raise InputError(problem("SV1347", found=found))
    start = whole_from("seed", seed, 0)
    seen = [each for contract in known for each in _seen(contract)]
    overall = _overall(seen)
    told = measures_told(known)
    pairs = tuple(_pair(each) for each in known)
    return DeliveryForecast(
        overall, tuple(_mixed(seen, each, overall.all) for each, may in told.items() if may),
        _calibration(seen, pairs, start), len(known),
        len({each.supplier.casefold() for each in known}), start, held.notes,
        tuple(each for each, may in told.items() if not may), pairs,
    )  # fmt: skip


def _contracts(given: Any) -> PastContracts:
    """Past contracts; bids are refused with the reason.

    Raises:
        InputError: They are bids (SV1350), or no contracts (SV316).
    """
    if isinstance(given, Bid) or (isinstance(given, (list, tuple)) and any(
            isinstance(each, Bid) for each in given)):  # fmt: skip
        raise InputError(problem("SV1350"))
    return one("the past contracts", PastContracts, given)


def _seen(contract: PastContract) -> Iterator[Seen]:
    for each in contract.lines:
        if each.promised and each.delivered is not None:
            kept = each.delivered >= each.promised
            state = "in_full" if kept else "part" if each.delivered else "nothing"
            yield contract.contract, each.measure, state


def _pair(contract: PastContract) -> Pair:
    """Pence committed, and pence delivered with no commitment over 100%."""
    kept = sum_of(min(each.delivered or Decimal(0), each.promised) for each in contract.lines)
    return int(scaled(contract.promised, 2)), int(scaled(kept, 2))


def _overall(seen: Sequence[Seen]) -> Chances:
    counts, whole = Counter(state for _, _, state in seen), len(seen)
    nothing, part, in_full = (Fraction(counts[each], whole) for each in STATES)
    return Chances("", nothing, part, in_full, whole)


def _mixed(seen: Sequence[Seen], measure: str, pooled: Sequence[Fraction]) -> Chances:
    """The chances of a measure, mixed with those of all."""
    states = Counter(state for _, each, state in seen if each == measure)
    return _shrunk(measure, states, pooled)


def _shrunk(measure: str, states: Counter[str], pooled: Sequence[Fraction]) -> Chances:
    count = states.total()
    mixed = ((states[name] + _PRIOR * share) / (count + _PRIOR)
             for name, share in zip(STATES, pooled, strict=True))  # fmt: skip
    nothing, part, in_full = mixed
    return Chances(measure, nothing, part, in_full, count)


def _calibration(seen: Sequence[Seen], pairs: Sequence[Pair], seed: int) -> Calibration:
    """Scores on each commitment by what all other contracts say."""
    by_measure: dict[str, Counter[str]] = {}
    own: dict[str, dict[str, Counter[str]]] = {}
    for contract, measure, state in seen:
        by_measure.setdefault(measure, Counter())[state] += 1
        own.setdefault(contract, {}).setdefault(measure, Counter())[state] += 1
    whole = sum(by_measure.values(), Counter[str]())
    scores = [Fraction(0)] * 3
    for contract, measure, state in seen:
        rest = whole - sum(own[contract].values(), Counter[str]())
        count = rest.total()
        pooled = [Fraction(rest[each], count) for each in STATES]
        local = by_measure[measure] - own[contract][measure]
        for place, chances in enumerate(((0, 0, 1), pooled, _shrunk("", local, pooled).all)):
            scores[place] += _brier(chances, state)
    word, one_for_all, each = (score / len(seen) for score in scores)
    return Calibration(word, one_for_all, each, covered(pairs, seed))


def _brier(chances: Iterable[Fraction | int], state: str) -> Fraction:
    """The squared distance between chances and what came, over the three outcomes."""
    said = zip(STATES, chances, strict=True)
    return sum((Fraction(each - (name == state)) ** 2 for name, each in said), Fraction(0))
