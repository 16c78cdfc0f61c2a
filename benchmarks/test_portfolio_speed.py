"""All contracts of millions of returns, beside the same query written by hand on polars.

Run with: python -m pytest benchmarks/test_portfolio_speed.py -s --no-cov
Time is reported, never asserted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from socialvalue.contracts import portfolio_frame

RETURNS, LINES = 10_000_000, 100_000
MOST = 1.4
"""How many times as long as the query by hand it is asked to take."""


def tables(returns: int = RETURNS, lines: int = LINES) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Commitments of 5,000 contracts, and returns of quantities to two places."""
    chance = np.random.default_rng(7)
    number = np.arange(lines)
    promises = pl.DataFrame({
        "contract": number % 5000, "line": number // 5000,
        "directorate": number % 7, "quantity": chance.integers(1, 9000, lines) / 100,
        "unit_value": chance.integers(1, 3_000_000, lines) / 100,
    }).with_columns(pl.col("contract", "line", "directorate").cast(pl.String))  # fmt: skip
    at = chance.integers(0, lines, returns)
    quantity = chance.integers(0, 300, returns) / 100
    deliveries = promises.select("contract", "line")[at].with_columns(
        quantity=pl.Series(quantity), verified=pl.Series(quantity)
    )
    return promises, deliveries


def by_hand(promises: pl.DataFrame, deliveries: pl.DataFrame) -> pl.DataFrame:
    """What an analyst writes: sums by commitment, joined, rounded in doubles, summed by group."""
    pence = {name: (pl.col(name) * pl.col("unit_value") * 100).round().cast(pl.Int64)
             for name in ("quantity", "reported", "verified")}  # fmt: skip
    summed = (
        deliveries.lazy()
        .group_by("contract", "line")
        .agg(pl.col("quantity").sum().alias("reported"), pl.col("verified").sum())
    )
    joined = promises.lazy().join(summed, on=["contract", "line"], how="left").select(
        "directorate", promised=pence["quantity"], reported=pence["reported"].fill_null(0),
        delivered=pence["verified"].fill_null(0),
    )  # fmt: skip
    capped = pl.min_horizontal("promised", "delivered").alias("capped")
    return (
        joined.with_columns(capped).group_by("directorate")
        .agg(pl.col("promised", "reported", "delivered", "capped").sum()).collect()
    )  # fmt: skip


def timed(run: Callable[[], Any]) -> float:
    """The least wall time of three runs."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return min(found)


def test_ten_million_returns_take_little_more_than_by_hand() -> None:
    """What is exact must not cost so much that somebody writes the query by hand instead."""
    promises, deliveries = tables()
    ours = timed(lambda: portfolio_frame(promises.lazy(), deliveries.lazy()).collect())
    hand = timed(lambda: by_hand(promises, deliveries))
    times = f"{ours / hand:.2f} times, asked for {MOST}"
    print(f"\n{RETURNS:,} returns: {ours:.2f} s, by hand {hand:.2f} s, {times}")
    assert ours > 0
