"""What every engine must agree on, penny by penny: 32-bit floats, activities, and bad input."""

from __future__ import annotations

import random
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl

import socialvalue as sv
from socialvalue.engine.refusals import activity_key
from socialvalue.interop.frames.query_doubled import PLAIN, SPACES

STRANGE = ("½ day", "1\u20442 day", "½ DAY", "cafe\u0301", "ﬁtting", "Straße", "İnşaat", "ΟΔΟΣ")
PLAINER = ("Café", "fitting", "strasse", "Tŷ Bach", "TŶ\u00a0 BACH", "site – A", "", "  ")
QUERIES = ("duckdb", "ibis", "spark")


def shuffled(numbers: np.ndarray[Any, Any]) -> pl.DataFrame:
    """A table of one measure, in which each row has a number."""
    return pl.DataFrame(
        {"n": np.arange(len(numbers)), "measure": ["NT10"] * len(numbers), "quantity": numbers}
    )


def test_32_bit_floats(backend: str, frames: SimpleNamespace) -> None:
    """A float that engines print in two ways is worth the same on each of them."""
    draw = np.random.default_rng(522_805_375)
    scales = 10.0 ** draw.integers(0, 7, 20_000)
    halves = 2.0 ** draw.integers(0, 12, 20_000)
    written = draw.integers(0, 10**7, 20_000) / scales
    exact = draw.integers(0, 2**23, 20_000) / halves
    singles = np.concatenate([written, exact, [522805.375, 522805.125]]).astype(np.float32)
    toms = sv.load("national-toms", edition="2022")
    widened = np.array([float(str(each)) for each in singles])
    expected = frames.answers(sv.value_frame(shuffled(widened), toms))
    made = frames.BACKENDS[backend](shuffled(singles))
    assert frames.answers(frames.collected(sv.value_frame(made, toms))) == expected


def offered(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    """A table of one thing each of (bid, measure, activity)."""
    frame = pl.DataFrame(rows, schema=["bid", "measure", "activity"], orient="row")
    return frame.with_columns(quantity=pl.lit(1.0)).with_row_index("n").cast({"n": pl.Int64})


def test_letters_are_the_same_in_capitals(
    backend: str, frames: SimpleNamespace, wide: sv.Framework
) -> None:
    """A bidder cannot count one thing twice by writing it in capitals, in English or in Welsh."""
    letters = [chr(each) for each in range(0x2100) if re.match(f"[{PLAIN}]", chr(each))]
    spaces = [chr(each) for each in range(0x3001) if re.match(f"[{SPACES}]", chr(each))]
    assert len(letters) > 500
    assert all(each.isspace() for each in spaces)
    rows = []
    for number, each in enumerate(letters):
        typed = f"x{each}"
        rows += [(f"bid {number}", "A", typed), (f"bid {number}", "B", activity_key(typed) or "")]
    for number, each in enumerate(spaces):
        typed = f"{each}x{each}{each}y{each}"
        rows += [(f"space {number}", "A", typed), (f"space {number}", "B", "X Y")]
    found = frames.collected(sv.value_frame(frames.BACKENDS[backend](offered(rows)), wide))
    assert set(found.filter(pl.col("measure") == "B")["problem"]) == {"SV504"}
    assert set(found.filter(pl.col("measure") == "A")["problem"]) == {None}


def test_activities_in_strange_letters_are_exact_or_marked(
    backend: str, frames: SimpleNamespace, wide: sv.Framework
) -> None:
    """An engine that cannot compare two activities says so, and never guesses a pound."""
    draw = random.Random(504)  # noqa: S311
    words = [*STRANGE, *PLAINER]
    rows = [
        (f"bid {draw.randrange(400)}", draw.choice("ABC"), draw.choice(words)) for _ in range(1200)
    ]
    frame = offered(rows)
    expected = sv.value_frame(frame, wide)
    found = frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), wide))
    strange = set(frame.filter(pl.col("activity").is_in(STRANGE))["bid"])
    pairs = zip(frame["bid"], frames.answers(found), frames.answers(expected), strict=True)
    different = {(mine, bid in strange) for bid, mine, theirs in pairs if mine != theirs}
    assert different == ({((0, "SV512"), True)} if backend in QUERIES else set())
