"""Each rule of a row by itself: the same codes from numpy and from every engine of queries."""

from __future__ import annotations

import inspect
import math
from itertools import product
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from socialvalue.engine.order import NONE, ORDER
from socialvalue.engine.rows import CODES, NUMPY, number
from socialvalue.frames.engines.query_rules import EXPRESSIONS

NUMBERS = (-0.5, 0.0, 0.5, 1.0, 1.001, 3.0, 3.001, 1e12, -math.inf, math.inf, math.nan)
FLAGS = (False, True)
EDGES: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("amount", "part", "claimed", "left", "offered", "most"), NUMBERS),
    **dict.fromkeys(("asked", "fits", "known", "unknown", "outside", "stated", "needed", "first",
                     "one", "two", "three"), FLAGS),
}  # fmt: skip
"""What each argument of a rule may be."""
NEEDED = ORDER.index("SV306")


def columns_of(rule: Any) -> pl.DataFrame:
    """Every combination of what a rule may be told.

    A quantity that is missing has a rule of its own, and years that are stated are there.
    """
    names = [*inspect.signature(rule).parameters][1:]
    told = {"absent": (), "bases": ("one", "two", "three")}
    names = [each for name in names for each in told.get(name, (name,))]
    edges = [[each for each in EDGES[name] if name != "most" or each > 0] for name in names]
    frame = pl.DataFrame([*product(*edges)], schema=names, orient="row")
    if rule is not number and "amount" in names:
        frame = frame.filter(pl.col("amount").is_not_nan())
    if "stated" in names and "offered" in names:
        frame = frame.filter(~pl.col("stated") | pl.col("offered").is_not_nan())
    return frame.with_row_index("n")


def arguments(rule: Any, columns: Any) -> list[Any]:
    """The columns as a rule takes them."""
    cases = (("one", "SV511"), ("two", "SV514"), ("three", ""))
    more = {"absent": lambda: NEEDED, "bases": lambda: [(columns(a), code) for a, code in cases]}
    names = [*inspect.signature(rule).parameters][1:]
    return [more[each]() if each in more else columns(each) for each in names]


def by_numpy(rule: Any) -> list[int]:
    """The places that a rule gives in memory."""
    frame = columns_of(rule)
    found = rule(NUMPY, *arguments(rule, lambda name: frame[name].to_numpy()))
    assert found.dtype == np.int8, "places take a byte each"
    return [*map(int, found)]


@pytest.mark.parametrize("rule", CODES, ids=lambda each: each.__name__)
def test_a_rule_gives_the_codes_that_it_says(rule: Any) -> None:
    """An engine of queries is told which codes to expect; another one it would leave out."""
    assert {ORDER[each] for each in by_numpy(rule) if each != NONE} == set(CODES[rule])


@pytest.mark.parametrize("rule", CODES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("nulls", [False, True])
def test_a_rule_is_the_same_on_every_engine(
    nulls: bool, rule: Any, query: str, frames: SimpleNamespace
) -> None:
    """A row is not refused on one machine and paid on another; a null is a number missing, too."""
    frame = columns_of(rule)
    if nulls:
        frame = frame.with_columns(pl.selectors.float().fill_nan(None))
    made = nw.from_native(frames.BACKENDS[query](frame.cast({"n": pl.Int64})))
    found = made.with_columns(found=rule(EXPRESSIONS, *arguments(rule, nw.col)))
    theirs = frames.collected(found.to_native())["found"].to_list()
    different = [n for n, (a, b) in enumerate(zip(by_numpy(rule), theirs, strict=True)) if a != b]
    assert (len(theirs) > 0, different) == (True, [])
