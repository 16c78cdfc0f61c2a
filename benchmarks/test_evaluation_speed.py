"""What a buyer waits for when a tender closes: ten bids explained in full, and how firm it is.

Run alone, `python benchmarks/test_evaluation_speed.py` prints a table. Time is reported, never
asserted. What is asserted is that the work was done: every bid is explained to its last line, and
what the report says would have won does win.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from random import Random
from time import perf_counter
from typing import NamedTuple

import attrs
import pytest

import socialvalue as sv

BIDS = 10
COMMITMENTS = 40


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
    ]


def test_ten_bids_are_explained(benchmark: pytest.FixtureRequest) -> None:
    """Ten bids scored and explained in full, and right."""
    essex, tender, bids = tender_of_ten()
    check(essex, tender, bids)
    benchmark(lambda: explained(essex, tender, bids))  # type: ignore[operator]


def test_how_firm_ten_bids_are(benchmark: pytest.FixtureRequest) -> None:
    """The sensitivity report of ten bids, and right."""
    result = check(*tender_of_ten())
    benchmark(result.sensitivity)  # type: ignore[operator]


if __name__ == "__main__":
    for figure in figures():
        wanted = "" if figure.wanted is None else f"   (at most {figure.wanted:.0f})"
        print(f"{figure.what:32} {figure.measured:8.2f} ms{wanted}")
