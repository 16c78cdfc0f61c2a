"""What a buyer waits for when a tender closes, and what an analyst of 100,000 bids waits for.

Run alone, `python benchmarks/test_evaluation_speed.py` prints two tables: ten bids explained in
full, and how firm the result is; then 100,000 bids by four criteria from arrays, beside bare numpy
and every library on PyPI that scores bids (`pip install -e ".[peers]"`; one that is not installed
is left out, with a word).  Time is reported, never asserted.  What is asserted is that the work was
done: every bid is explained to its last line, what the report says would have won does win, and
each peer's scores are ours, but for what its floats round wrongly.
"""

from __future__ import annotations

import statistics
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

import attrs
import numpy as np
import pytest
from options import options

import socialvalue as sv

BIDS = 10
COMMITMENTS = 40
MANY = 100_000
TENDERS = 1_000
ROUNDS = 9


class Figure(NamedTuple):
    """One thing measured, beside what the issue asks for, in milliseconds."""

    what: str
    measured: float
    wanted: float | None


def repeated(work: Callable[[], object], times: int = 30) -> float:
    """Milliseconds of one piece of work, the median of several runs."""
    runs = []
    for _ in range(times):
        start = perf_counter()
        work()
        runs.append(perf_counter() - start)
    return statistics.median(runs) * 1000


def tender_of_ten() -> tuple[sv.Framework, sv.Tender, list[sv.Bid]]:
    """A tender with ten bids of forty commitments each, of five kinds."""
    essex = sv.load("essex", on="2022-06-01")
    tender = sv.Tender(
        "A contract",
        contract_value="4_800_000",
        years=3,
        published="2022-06-01",
        place="E10000012",
        target="0.50",
        unit_values={"NT1": "28460", "NT18": "0.716470"},
    )
    chance = Random(7)  # noqa: S311 - a drawn bid need not be hard to guess
    return tender_parts(essex, tender, chance)


def tender_parts(
    essex: sv.Framework, tender: sv.Tender, chance: Random
) -> tuple[sv.Framework, sv.Tender, list[sv.Bid]]:
    """The same, with bids drawn by chance."""
    bids = [
        sv.Bid(
            f"Bidder {number}",
            price=chance.randrange(4_000_000, 5_000_000),
            marks={
                name: sv.Moderated(chance.randrange(2, 6), reason="Named partners and dates.")
                for name in ("quality", "qualitative")
            },
            commitments=[each for group in range(8) for each in five(essex, chance, group)],
        )
        for number in range(1, BIDS + 1)
    ]
    return essex, tender, bids


def five(essex: sv.Framework, chance: Random, group: int) -> list[sv.Commitment]:
    """One commitment of each kind."""
    people = chance.randrange(1, 6)
    return [
        essex.commit("NT1", sv.fte(people, years=2), activity=f"team {group}"),
        essex.commit("NT10", sv.weeks(40, people=people)),
        essex.commit("NT29", sv.hours("2.5", people=people)),
        essex.commit("NT18", sv.gbp(1_000 * people), activity=f"supplies {group}"),
        essex.commit("NT4", sv.fte(1, years=2), activity=f"team {group}"),
    ]


def explained(essex: sv.Framework, tender: sv.Tender, bids: list[sv.Bid]) -> list[str]:
    """Score, and explain the ranking and every bid line by line."""
    result = sv.evaluate(tender, bids, essex)
    return [result.explain(), *(result.explain(each.bidder) for each in result)]


def check(essex: sv.Framework, tender: sv.Tender, bids: list[sv.Bid]) -> sv.Evaluation:
    """Every line of every bid is explained, and a price that would have won does win."""
    result = sv.evaluate(tender, bids, essex)
    for text in explained(essex, tender, bids)[1:]:
        assert text.count("Line ") >= COMMITMENTS
    told = next(each for each in result.sensitivity().least if each.price is not None)
    loser = result[told.bidder].bid
    cheaper = attrs.evolve(loser, price=(loser.price or 0) - (told.price or 0))
    others = [each for each in bids if each.bidder != told.bidder]
    again = sv.evaluate(tender, [*others, cheaper], essex)
    assert again.ranking[0] == told.bidder, "what would have won did not win"
    return result


def figures() -> list[Figure]:
    """What issue 5 sets a figure for, and what stands beside it."""
    essex, tender, bids = tender_of_ten()
    result = check(essex, tender, bids)
    record = result.record()
    return [
        Figure("ten bids of 40, scored", repeated(lambda: sv.evaluate(tender, bids, essex)), None),
        Figure("… and all explained", repeated(lambda: explained(essex, tender, bids)), 15),
        Figure("how firm it is", repeated(result.sensitivity), 100),
        Figure("ten assessment summaries", repeated(result.summaries), None),
        Figure("a record", repeated(result.record), None),
        Figure("a record replayed", repeated(lambda: sv.replay(record), 10), None),
        *(each for count in (100, 1000) for each in firmness(count)),
    ]


def firmness(count: int) -> list[Figure]:
    """How firm a result of many bids is, and what it asks about: beside scoring them once."""
    essex, tender, _ = tender_of_ten()
    chance = Random(count)  # noqa: S311 - a drawn bid need not be hard to guess
    bids = [
        sv.Bid(
            f"Bidder {number}",
            price=chance.randrange(4_000_000, 5_000_000),
            marks={"quality": chance.randrange(6), "qualitative": chance.randrange(6)},
            commitments=[essex.commit("NT29", sv.hours(chance.randrange(1, 90_000)))],
        )
        for number in range(count)
    ]
    result = sv.evaluate(tender, bids, essex)
    wanted = {100: 600.0, 1000: 60_000.0}[count]
    return [
        Figure(f"{count} bids scored", repeated(lambda: sv.evaluate(tender, bids, essex), 3), None),
        Figure("… how firm it is", repeated(result.sensitivity, 3), wanted),
        Figure("… the questions it raises", repeated(result.flags, 3), None),
    ]


# --- many bids, from arrays ---------------------------------------------------------------

WEIGHTS = (60, 20, 10, 10)
SCHEME = sv.Scheme(
    [
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("quality", 20, sv.PanelMark(out_of=5)),
        sv.Criterion("qualitative", 10, sv.PanelMark(out_of=5)),
        sv.Criterion("social value", 10, sv.RelativeToHighest()),
    ]
)


@attrs.frozen(eq=False)
class Register:
    """Columns of bids: all for one tender, or for many."""

    tender: Any
    price: Any
    quality: Any
    qualitative: Any
    value: Any

    @property
    def columns(self) -> list[Any]:
        """What is scored, in the order of the criteria."""
        return [self.price, self.quality, self.qualitative, self.value]

    def of(self, rows: Any) -> Register:
        """Some bids, as those of one tender."""
        return Register(None, *(each[rows] for each in self.columns))


def register(bids: int = MANY, tenders: int | None = None) -> Register:
    """Bids drawn by chance; no mark or value is 0, which pymcdm would refuse."""
    draw = np.random.default_rng(7)
    return Register(
        None if tenders is None else draw.integers(0, tenders, bids),
        draw.integers(10**6, 10**8, bids),
        draw.integers(1, 6, bids),
        draw.integers(1, 6, bids),
        draw.integers(1, 10**7, bids),
    )


def ours(held: Register) -> sv.ArrayEvaluation:
    """Checked, exact, published and ranked."""
    return sv.evaluate_arrays(
        SCHEME,
        tender=held.tender,
        price_pence=held.price,
        value_pence=held.value,
        marks={"quality": held.quality, "qualitative": held.qualitative},
    )


def bare(held: Register) -> Any:
    """The points alone, as an analyst writes them: unchecked, rounded in floats, not ranked."""
    if held.tender is None:
        lowest, highest = held.price.min(), held.value.max()
    else:
        lowest, highest = np.full(TENDERS, np.inf), np.zeros(TENDERS)
        np.minimum.at(lowest, held.tender, held.price)
        np.maximum.at(highest, held.tender, held.value)
        lowest, highest = lowest[held.tender], highest[held.tender]
    return np.round(
        60 * lowest / held.price
        + 20 * held.quality / 5
        + 10 * held.qualitative / 5
        + 10 * held.value / highest,
        2,
    )


def bare_ranked(held: Register) -> Any:
    """The same, and in order."""
    points = bare(held)
    order = np.argsort(-points) if held.tender is None else np.lexsort((-points, held.tender))
    return points, order


def by_pymcdm() -> Callable[[Register], Any]:
    """A weighted sum of linear ratios, and ranks.  Marks are ÷ the best seen, not ÷ the scale."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import linear_normalization

    body, types = WSM(linear_normalization), np.array([-1, 1, 1, 1])
    weights = np.array(WEIGHTS) / 100

    def score(held: Register) -> Any:
        found = body(np.column_stack(held.columns), weights, types)
        body.rank(found)
        return found * 100

    return score


def by_pymcdm_bare() -> Callable[[Register], Any]:
    """The same with its checks turned off, and no ranks."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import linear_normalization

    body, types = WSM(linear_normalization), np.array([-1, 1, 1, 1])
    weights = np.array(WEIGHTS) / 100

    def score(held: Register) -> Any:
        return body(np.column_stack(held.columns), weights, types, validation=False) * 100

    return score


def by_pydecision() -> Callable[[Register], Any]:
    """Simple additive weighting; it ranks nothing.  Marks are ÷ the best seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyDecision.algorithm import saw_method

    types = ["min", "max", "max", "max"]

    def score(held: Register) -> Any:
        columns = np.column_stack(held.columns)
        return saw_method(columns, types, WEIGHTS, graph=False, verbose=False)[:, 1]

    return score


def by_skcriteria() -> Callable[[Register], Any]:
    """A pipeline: 1 ÷ price, ÷ the highest of each column, weighted sum.  Marks likewise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.invert_objectives import InvertMinimize
        from skcriteria.preprocessing.scalers import MaxAbsScaler

    steps = InvertMinimize(), MaxAbsScaler(target="matrix"), WeightedSumModel()
    pipe = skcriteria.pipeline.mkpipe(*steps)

    def score(held: Register) -> Any:
        columns = np.column_stack(held.columns).astype(float)
        matrix = skcriteria.mkdm(columns, [min, max, max, max], weights=WEIGHTS)
        return pipe.evaluate(matrix).e_.score

    return score


def by_bid_evaluation() -> Callable[[Register], Any]:
    """Lowest price, two marks on their scale, and a custom criterion for the highest value."""
    import pandas as pd
    from bid_evaluation import Evaluator

    def to_highest(values: Any, statistics: Any) -> Any:
        return values / statistics["max"] * 100

    names = ["price", "quality", "qualitative", "value"]
    evaluator = (
        Evaluator()
        .min_ratio("price", 0.6)
        .direct("quality", 0.2, input_scale=5)
        .direct("qualitative", 0.1, input_scale=5)
        .custom("value", 0.1, to_highest)
    )

    def score(held: Register) -> Any:
        frame = pd.DataFrame(dict(zip(names, held.columns, strict=True)))
        return evaluator.evaluate(frame)["final_score"].sort_index().to_numpy()

    return score


PEERS: dict[str, tuple[str, Callable[[], Callable[[Register], Any]]]] = {
    "pymcdm": ("pymcdm", by_pymcdm),
    "pymcdm, unchecked": ("pymcdm", by_pymcdm_bare),
    "pyDecision": ("pyDecision", by_pydecision),
    "scikit-criteria": ("skcriteria", by_skcriteria),
    "bid-evaluation": ("bid_evaluation", by_bid_evaluation),
}


def tender_by_tender(score: Callable[[Register], Any]) -> Callable[[Register], Any]:
    """No peer knows of tenders: each is scored by itself, and its bids are put back in place."""

    def all_of(held: Register) -> Any:
        if held.tender is None:
            return score(held)
        order = np.argsort(held.tender, kind="stable")
        ends = np.flatnonzero(np.diff(held.tender[order])) + 1
        found = np.empty(len(order))
        for rows in np.split(order, ends):
            found[rows] = score(held.of(rows))
        return found

    return all_of


def sides() -> dict[str, Callable[[Register], Any]]:
    """Who scores the register: bare numpy, and each peer that is installed."""
    found: dict[str, Callable[[Register], Any]] = {
        "bare numpy, points only": bare,
        "bare numpy, in order too": bare_ranked,
    }
    for name, (module, make) in PEERS.items():
        if find_spec(module) is not None:
            found[name] = tender_by_tender(make())
    return found


def wrong(held: Register, side: Callable[[Register], Any]) -> int:
    """How many published scores a side's floats get wrong; more than a few is other arithmetic."""
    found = side(held)
    points = found[0] if isinstance(found, tuple) else found
    exact = ours(held).points
    assert np.abs(points - exact).max() < 0.0101, "a peer computes something else"
    return int((np.round(points, 2) != exact).sum())


def paired(held: Register, side: Callable[[Register], Any], rounds: int) -> tuple[float, ...]:
    """Our milliseconds, a side's, and ours ÷ theirs: medians of runs by turns, once warm."""
    mine, theirs = [], []
    for _ in range(rounds + 1):
        mine.append(seconds(lambda: ours(held)))
        theirs.append(seconds(lambda: side(held)))
    times = [one / other for one, other in zip(mine[1:], theirs[1:], strict=True)]
    return *(statistics.median(each[1:]) * 1000 for each in (mine, theirs)), statistics.median(
        times
    )


def seconds(work: Callable[[], object]) -> float:
    """Of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def table(held: Register, what: str, slow: int = ROUNDS) -> None:
    """Print how long each side takes beside us."""
    print(f"\n{what}; medians of runs by turns")
    print(f"{'':26}{'ours ms':>10}{'theirs':>10}{'ratio':>9}{'digits wrong':>15}")
    for name, side in sides().items():
        mine, theirs, times = paired(held, side, 5 * ROUNDS if name.startswith("bare") else slow)
        figures = f"{mine:10.2f}{theirs:10.1f}{times:9.3f}{wrong(held, side):15,}"
        print(f"{name:26}{figures}", flush=True)
    for name, (module, _) in PEERS.items():
        if find_spec(module) is None:
            print(f"{name:26} is not installed: pip install -e '.[peers]'")


def test_ten_bids_are_explained(benchmark: pytest.FixtureRequest) -> None:
    """Ten bids scored and explained in full, and right."""
    essex, tender, bids = tender_of_ten()
    check(essex, tender, bids)
    benchmark(lambda: explained(essex, tender, bids))  # type: ignore[operator]


def test_how_firm_ten_bids_are(benchmark: pytest.FixtureRequest) -> None:
    """The sensitivity report of ten bids, and right."""
    result = check(*tender_of_ten())
    benchmark(result.sensitivity)  # type: ignore[operator]


@pytest.mark.parametrize("tenders", [None, TENDERS])
def test_many_bids_from_arrays(tenders: int | None, benchmark: Any) -> None:
    """A register is scored exactly in little more than its bare sums take, and right."""
    held = register(tenders=tenders)
    for name, side in sides().items():
        if tenders is None or name.startswith("bare"):
            benchmark.extra_info[name] = (paired(held, side, 3)[2], wrong(held, side))
    benchmark(ours, held)


if __name__ == "__main__":
    options(__doc__)
    for figure in figures():
        wanted = "" if figure.wanted is None else f"   (at most {figure.wanted:.0f})"
        print(f"{figure.what:32} {figure.measured:8.2f} ms{wanted}")
    table(register(), f"{MANY:,} bids for one tender, four criteria")
    table(register(tenders=TENDERS), f"{MANY:,} bids for {TENDERS:,} tenders", slow=3)
