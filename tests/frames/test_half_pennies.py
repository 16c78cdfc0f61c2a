"""Half a penny on every engine: what stands beside it is proved, and what cannot be is marked."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import polars as pl
import pytest

import socialvalue as sv
from socialvalue.frames.engines.error_free import difference, with_difference

LINES = 3_000


@pytest.mark.parametrize("value", ["251.7905723", "12.3456789012", "0.005", "19.995"])
def test_only_what_cannot_be_proved_is_marked(
    backend: str, value: str, frames: SimpleNamespace, make: Any
) -> None:
    """Each line is worth its pennies to the last decimal, unless it is marked beside a half."""
    held = make.framework(make.measure("M", value))
    draw = random.Random(20240402)  # noqa: S311
    amounts = [beside_half(value, draw) for _ in range(LINES)]
    frame = pl.DataFrame({"n": range(LINES), "measure": "M", "quantity": amounts})
    result = frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), held))
    for amount, (pence, code) in zip(amounts, frames.answers(result), strict=True):
        written = Decimal(repr(amount))
        exact = Fraction(written) * Fraction(value) * 100
        if code == "SV512":
            assert abs(exact % 1 - Fraction(1, 2)) <= exact / 2**48
            assert -written.as_tuple().exponent > 6
        else:
            assert (pence, code) == (int(exact + Fraction(1, 2)), "")


def test_a_share_of_five_places_is_exact_or_marked(
    backend: str, frames: SimpleNamespace, make: Any
) -> None:
    """0.12343 of a half penny is no 0.1234 of it: an engine that cannot tell them apart says so."""
    held = make.framework(make.measure("M", "1"))
    rows = [(share, 500 * odd) for share in range(12_341, 12_350, 2) for odd in range(1, 200, 2)]
    frame = pl.DataFrame(rows, schema=["share", "quantity"], orient="row").with_row_index("n")
    made = frame.cast({"n": pl.Int64, "quantity": pl.Float64}).with_columns(
        measure=pl.lit("M"), share_claimed=pl.col("share") / 100_000
    )
    result = frames.collected(sv.value_frame(frames.BACKENDS[backend](made), held))
    exact = [(amount * share // 500 + 1) // 2 for share, amount in rows]
    marks = backend in ("duckdb", "ibis", "spark")
    answers = zip(frames.answers(result), exact, strict=True)
    right = {mine == ((0, "SV512") if marks else (pence, "")) for mine, pence in answers}
    assert exact[0] == 6171, "half a penny goes up"
    assert right == {True}


def test_a_share_of_the_first_row_counts_where_the_kernel_cannot_tell(make: Any) -> None:
    """The first row with a share is as good as any: its line of £1bn is marked, a small one not."""
    held = make.framework(make.measure("M", "1"))
    for quantity, pence, code in ((2e10, 0, "SV512"), (10.000000000001, 100, None)):
        frame = pl.DataFrame({"measure": ["M"], "quantity": [quantity], "share_claimed": [0.1]})
        found = sv.value_frame(frame, held).row(0, named=True)
        assert (found["value_pence"], found["problem"]) == (pence, code)


def beside_half(value: str, draw: random.Random) -> float:
    """A quantity whose worth is at half a penny, or a few digits of its last place beside it."""
    pence = Fraction(draw.randrange(1, 10 ** draw.randrange(2, 10))) + Fraction(1, 2)
    exact = pence / 100 / Fraction(value)
    places = draw.randrange(1, 13)
    near = round(exact * 10**places) + draw.randrange(-2, 3)
    return min(max(near, 0) / 10**places, 4e9)


@pytest.mark.parametrize("how", ["in memory", "lazy"])
@pytest.mark.parametrize("steps", ["at once", "in columns"])
def test_a_product_is_rounded_before_another_is_taken_from_it(how: str, steps: str) -> None:
    """An engine that rounded both at once would take a penny from who is at half a penny exactly.

    polars makes one step of a product and a difference, which it may do as long as it rounds twice.
    """
    chance, rows = random.Random(1), list[tuple[int, int, int, int]]()  # noqa: S311
    for _ in range(2000):
        a, b = chance.randrange(1, 10**10) * 10, chance.randrange(1, 6 * 10**10)
        rows.append((a, b, a // 10, b * 10))
        rows.append((a, b, a // 10, b * 10 + chance.choice([-1, 1])))
    table = pl.DataFrame(rows, schema=dict.fromkeys("abcd", pl.Float64), orient="row")
    frame = nw.from_native(table if how == "in memory" else table.lazy())
    if steps == "at once":
        frame = frame.with_columns(sign=difference(*map(nw.col, "abcd")))
    else:
        frame = with_difference(frame, ("a", "b", "c", "d"), "sign")
    found = frame.lazy().collect().get_column("sign").to_list()
    exact = [a * b - c * d for a, b, c, d in rows]
    assert [(each > 0) - (each < 0) for each in found] == [
        (each > 0) - (each < 0) for each in exact]  # fmt: skip
    assert (exact.count(0), len(exact)) == (2000, 4000)
