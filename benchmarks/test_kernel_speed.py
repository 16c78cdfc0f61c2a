"""What exactness costs: the kernel beside the bare numpy operations it stands in for.

Run alone, `python benchmarks/test_kernel_speed.py` prints a table; `nox -s bench` runs it with the
rest. The two sides run by turns in one process, because the machine's pace changes by the minute;
the ratio is the median of the ratios of neighbouring runs. Time is reported, never asserted: what
is asserted is that a sample of lines and totals agrees with the oracle.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from options import options

from socialvalue.engine import exact, fused, kernel

LINES = 10_000_000
MEASURES = 120
BIDS = 100_000
ROUNDS = 9
SAMPLE = 20_000


class Shape(NamedTuple):
    """A kind of data: decimals of the unit values, step and range of the quantities."""

    what: str
    value_places: tuple[int, int]
    quantity_step: float
    quantity_steps: int
    code_type: str = "int64"
    odd_pence: bool = False


SHAPES = [
    Shape("values 2-7 places, quantities 2 places", (2, 7), 0.01, 100_000),
    Shape("values 2 places, quantities 2 places", (2, 2), 0.01, 100_000),
    Shape("values 2 places, whole quantities", (2, 2), 1, 1_000),
    Shape("values 2-7 places, quantities 6 places", (2, 7), 1e-6, 10**9),
    Shape("values 2-7 places, 32-bit codes", (2, 7), 0.01, 100_000, code_type="int32"),
    Shape("half hours: every other line a tie", (2, 2), 0.5, 1_000, odd_pence=True),
    Shape("tenths of 3 places: every tenth a tie", (3, 3), 0.1, 10_000),
]


class Data(NamedTuple):
    """Ten million lines, coded."""

    values: list[Decimal]
    codes: NDArray[Any]
    quantities: NDArray[np.float64]
    bids: NDArray[np.int64]


def make(shape: Shape) -> Data:
    """Draw lines of a shape, the same each time."""
    draw = np.random.default_rng(20_240_401)
    places = draw.integers(*shape.value_places, MEASURES, endpoint=True)
    pounds = draw.lognormal(5, 2, MEASURES)
    steps = draw.integers(1, shape.quantity_steps, LINES)
    return Data(
        [unit_value(x, int(n), odd=shape.odd_pence) for x, n in zip(pounds, places, strict=True)],
        draw.integers(0, MEASURES, LINES).astype(shape.code_type),
        steps / round(1 / shape.quantity_step),
        draw.integers(0, BIDS, LINES),
    )


def unit_value(pounds: float, places: int, *, odd: bool) -> Decimal:
    """Give pounds the places asked for, and an odd last digit where half hours are to tie."""
    mantissa = int(pounds * 10**places)
    return Decimal(mantissa | 1 if odd else mantissa).scaleb(-places)


def bare(data: Data, pence_per_unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Total with numpy alone, as one would write it: short, fast and wrong at the ties."""
    product = np.take(pence_per_unit, data.codes) * data.quantities
    totals: NDArray[Any] = np.bincount(data.bids, np.floor(product + 0.5), BIDS)
    return totals


def bare_rint(data: Data, pence_per_unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Total with the fewest operations there are (half to even: the wrong rule besides)."""
    product = np.take(pence_per_unit, data.codes) * data.quantities
    totals: NDArray[Any] = np.bincount(data.bids, np.rint(product), BIDS)
    return totals


def ours(data: Data, table: kernel.UnitValues) -> NDArray[np.int64]:
    """Total exactly."""
    return kernel.total_by(
        data.bids, kernel.line_pence(data.codes, data.quantities, table).pence, BIDS
    )


def compiled(data: Data, table: kernel.UnitValues) -> NDArray[np.int64] | None:
    """Total exactly in one compiled loop; None where there is no numba."""
    found = fused.total_pence(data.codes, data.quantities, data.bids, BIDS, table)
    return None if found is None else found[0]


class Timing(NamedTuple):
    """Medians in milliseconds, and how many times the bare operations the kernel takes."""

    ours: float
    bare: float
    ratio: float
    ratio_rint: float
    wrong_bids: int
    fused: float
    ratio_fused: float


def compare(data: Data) -> Timing:
    """Time the sides by turns, and count the bids whose total the bare operations get wrong."""
    table = kernel.compile_unit_values(data.values)
    pence = np.array([float(value * 100) for value in data.values])
    sides: list[Callable[[], object]] = [
        lambda: ours(data, table),
        lambda: bare(data, pence),
        lambda: bare_rint(data, pence),
        lambda: compiled(data, table),
    ]
    if fused.is_there():
        assert np.array_equal(compiled(data, table), ours(data, table))
    runs = np.array([[seconds(side) for side in sides] for _ in range(ROUNDS)])
    mine, plain, _, loop = np.median(runs, axis=0) * 1000 if fused.is_there() else (
        *np.median(runs[:, :3], axis=0) * 1000, np.nan
    )  # fmt: skip
    ratios = np.median(runs[:, :1] / runs[:, 1:3], axis=0)
    fused_ratio = np.median(runs[:, 3] / runs[:, 1]) if fused.is_there() else np.nan
    wrong = np.count_nonzero(bare(data, pence) != ours(data, table))
    found = map(float, (mine, plain, *ratios))
    return Timing(*found, int(wrong), float(loop), float(fused_ratio))


def seconds(side: Callable[[], object]) -> float:
    """Time one run."""
    start = perf_counter()
    side()
    return perf_counter() - start


def check_sample(data: Data) -> None:
    """Hold a sample of lines, and one bid's total, against the oracle."""
    table = kernel.compile_unit_values(data.values)
    pence, outside = kernel.line_pence(data.codes, data.quantities, table)
    assert not len(outside)
    assert all(pence[row] == oracle(data, row) for row in range(0, LINES, LINES // SAMPLE)), (
        "a line of the kernel differs from the oracle"
    )
    lines = np.flatnonzero(data.bids == 0)
    total = kernel.total_by(data.bids, pence, BIDS)[0]
    assert total == sum(oracle(data, int(row)) for row in lines), "a total differs from the oracle"


def oracle(data: Data, row: int) -> int:
    """Value one line in exact decimals."""
    quantity = Decimal(repr(float(data.quantities[row])))
    return exact.line_pence(quantity, data.values[data.codes[row]])


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.what)
def test_exact_totals_of_ten_million_lines(shape: Shape, benchmark: Any) -> None:
    """Exactness must not be so slow that anyone is tempted to do without it."""
    data = make(shape)
    check_sample(data)
    table = kernel.compile_unit_values(data.values)
    timing = compare(data)
    benchmark.extra_info.update(timing._asdict())
    benchmark.pedantic(ours, args=(data, table), rounds=3)
    print(line(shape, timing))


def line(shape: Shape, timing: Timing) -> str:
    """Write one shape's row of the table."""
    return (
        f"{shape.what:42}{timing.ours:8.1f}{timing.bare:8.1f}"
        f"{timing.ratio:8.2f}{timing.ratio_rint:8.2f}{timing.wrong_bids:8,}"
        f"{timing.fused:8.1f}{timing.ratio_fused:8.2f}"
    )


def main() -> None:
    """Print the table."""
    print(f"{LINES:,} lines, {MEASURES} measures, {BIDS:,} bids; median of {ROUNDS} runs by turns")
    print(
        f"{'':42}{'ours ms':>8}{'bare ms':>8}{'ratio':>8}{'/rint':>8}{'wrong':>8}"
        f"{'fused':>8}{'/bare':>8}"
    )
    for shape in SHAPES:
        data = make(shape)
        check_sample(data)
        print(line(shape, compare(data)), flush=True)
    print("bare: take, multiply, floor(x + 0.5), bincount; /rint: the ratio when rint rounds;")
    print("fused: one compiled loop, where numba is installed")
    print("wrong: bids whose total the bare operations get wrong")


if __name__ == "__main__":
    options(__doc__)
    main()
