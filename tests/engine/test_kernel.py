"""The kernel against the oracle: on every line, above all on those that stand at half a penny."""

from __future__ import annotations

import decimal
import pickle
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from socialvalue.engine import exact, kernel

BILLION = Decimal(10**9)
Line = tuple[Decimal, Decimal]
"""A quantity and its unit value."""


def decimal_of(mantissa: int, places: int) -> Decimal:
    """Write mantissa / 10^places, whatever the decimal context."""
    return Decimal(f"{mantissa}E-{places}")


def kernel_pence(lines: Sequence[Line]) -> list[int | None]:
    """Value lines with the kernel, a code for each; None where it says outside."""
    table = kernel.compile_unit_values([value for _, value in lines])
    quantities = np.array([float(quantity) for quantity, _ in lines])
    pence, outside = kernel.line_pence(np.arange(len(lines)), quantities, table)
    return [None if row in outside else int(penny) for row, penny in enumerate(pence)]


def oracle_pence(lines: Sequence[Line]) -> list[int]:
    """Value lines with the oracle."""
    return [exact.line_pence(quantity, value) for quantity, value in lines]


@st.composite
def decimals(draw: st.DrawFn, largest: int, places: int) -> Decimal:
    """Draw a decimal above 0 with at most so many places, often with few."""
    used = draw(st.integers(0, places))
    return decimal_of(draw(st.integers(1, largest * 10**used)), used)


@st.composite
def plain_lines(draw: st.DrawFn) -> Line:
    """Draw any line of the domain: 6 places × 10 places, under £1bn."""
    quantity, value = draw(decimals(10**9, 6)), draw(decimals(10**6, 10))
    assume(quantity * value < BILLION)
    return quantity, value


@st.composite
def lines_at_half_a_penny(draw: st.DrawFn) -> Line:
    """Draw a unit value, then the quantity that brings the line to half a penny, or next to it.

    Next to it means one unit of the last place of the product: up to 10⁻¹⁴ of a penny, which no
    double can show.
    """
    places = draw(st.integers(0, 10))
    turn = 10 ** (places + 4)  # one penny, in units of quantity × 10⁶ times value × 10^places
    digits = draw(st.integers(0, min(places + 4, 12)))
    mantissa = 10 * draw(st.integers(0, 10**digits)) + draw(st.sampled_from([1, 3, 7, 9]))
    room = min(2**32 * 10**6, 10 ** (15 + places) // mantissa) // turn
    aim = turn // 2 + draw(st.sampled_from([-1, 0, 1]))
    millionths = aim * pow(mantissa, -1, turn) % turn + turn * draw(
        st.integers(0, max(room - 1, 0))
    )
    quantity, value = decimal_of(millionths, 6), decimal_of(mantissa, places)
    assume(quantity < 2**32 and quantity * value < BILLION)
    return quantity, value


@st.composite
def true_ties(draw: st.DrawFn) -> Line:
    """Draw few places × few places with the line at half a penny exactly."""
    odd = 2 * draw(st.integers(0, 10**6)) + 1
    shift = draw(st.integers(0, 6))
    fives = draw(st.integers(0, min(3, shift)))
    return decimal_of(5 * 5**fives * odd, shift), decimal_of(2**fives * 10 ** (shift - fives), 3)


any_lines = st.lists(plain_lines() | lines_at_half_a_penny() | true_ties(), min_size=1, max_size=40)


@given(any_lines)
def test_every_line_is_the_oracles_to_the_penny(lines: list[Line]) -> None:
    """A bid totalled in a table of millions gets the pennies it would get alone."""
    assert kernel_pence(lines) == oracle_pence(lines)


@given(st.lists(lines_at_half_a_penny(), min_size=1, max_size=40))
def test_a_line_a_hair_below_half_a_penny_is_not_rounded_up(lines: list[Line]) -> None:
    """Half-up means at a half or above: the last of 16 decimals decides, as it would on paper."""
    assert kernel_pence(lines) == oracle_pence(lines)


@given(st.lists(true_ties(), min_size=1, max_size=40))
def test_half_a_penny_always_goes_up(lines: list[Line]) -> None:
    """Of two bidders with the same half penny, neither may get it while the other does not."""
    assert kernel_pence(lines) == oracle_pence(lines)


@pytest.mark.parametrize(
    ("quantity_places", "value_places", "largest_quantity", "largest_value"),
    [
        (0, 2, 10**6, 900),
        (1, 3, 10**5, 9000),
        (2, 2, 10**5, 9000),
        (2, 7, 10**5, 9000),
        (6, 2, 10**9, 1),
        (6, 10, 1, 10**5),
        (6, 10, 10**4, 10**5),
    ],
)
def test_sixty_thousand_lines(
    quantity_places: int, value_places: int, largest_quantity: int, largest_value: int
) -> None:
    """No combination of decimals is treated worse than another: none wrong of 60,000 each.

    The pennies are worked out a third way here, in Python's integers.
    """
    draw = np.random.default_rng(quantity_places * 100 + value_places)
    millionths = draw.integers(1, largest_quantity * 10**quantity_places, 60_000, endpoint=True)
    mantissas = draw.integers(1, largest_value * 10**value_places, 60_000, endpoint=True)
    table = kernel.compile_unit_values([decimal_of(int(u), value_places) for u in mantissas])
    pence, outside = kernel.line_pence(np.arange(60_000), millionths / 10**quantity_places, table)
    twice = 2 * 10 ** (quantity_places + value_places - 2)
    expected = [
        (2 * q * u + twice // 2) // twice
        for q, u in zip(millionths.tolist(), mantissas.tolist(), strict=True)
    ]
    assert not len(outside)
    assert pence.tolist() == expected


def test_a_rounded_float_product_is_wrong() -> None:
    """The comparison can fail: numpy alone gets these lines wrong, nudged up or not."""
    below = (Decimal("53176.302697"), Decimal("0.0636967"))  # 10⁻¹¹ of a penny below a half
    lines = [(Decimal("0.05"), Decimal("0.7")), (Decimal("0.18"), Decimal("1.25")), below]
    columns = zip(*lines, strict=True)
    quantities, values = (np.array([float(x) for x in column]) for column in columns)
    product = quantities * values * 100
    assert np.floor(product + 0.5).tolist() == [3, 22, 338_716]
    assert np.floor(np.nextafter(product, np.inf) + 0.5).tolist() == [4, 23, 338_716]
    assert kernel_pence(lines) == oracle_pence(lines) == [4, 23, 338_715]


@given(any_lines)
def test_the_callers_decimal_context_changes_nothing(lines: list[Line]) -> None:
    """Two councils score one bid alike, whatever else runs in the same process."""
    plain = kernel_pence(lines)
    with decimal.localcontext() as context:
        context.prec, context.rounding, context.Emax = 3, decimal.ROUND_DOWN, 5
        odd = kernel_pence(lines)
    assert odd == plain


@given(any_lines)
def test_the_callers_numpy_settings_change_nothing(lines: list[Line]) -> None:
    """A caller who has numpy raise on every rounding slip still gets an answer, and the same."""
    with np.errstate(all="raise"):
        assert kernel_pence(lines) == oracle_pence(lines)


@given(st.lists(decimals(10**9, 6), min_size=1, max_size=20), st.integers(11, 18), st.data())
def test_a_unit_value_may_have_eighteen_places(
    quantities: list[Decimal], places: int, data: st.DataObject
) -> None:
    """A local multiplier, or a value with its adjustments, is held at full precision."""
    values = [decimal_of(data.draw(st.integers(0, 10**places)), places) for _ in quantities]
    lines = [(q, u) for q, u in zip(quantities, values, strict=True) if q * u < BILLION - 1]
    assert kernel_pence(lines) == oracle_pence(lines)


# --- what cannot be proved is said to be outside, and counts 0 -----------------------------------


def value_one(quantity: float, value: str | None, code: int = 0) -> tuple[float, bool]:
    """Value one line; say whether it is outside."""
    table = kernel.compile_unit_values([None if value is None else Decimal(value)])
    pence, outside = kernel.line_pence(np.array([code]), np.array([quantity]), table)
    return float(pence[0]), outside.tolist() == [0]


@pytest.mark.parametrize("quantity", [np.nan, np.inf, -np.inf, -1.0, -1e-300, -1e300])
@pytest.mark.parametrize("value", ["16.93", "0", None])
def test_what_is_no_quantity_is_outside(quantity: float, value: str | None) -> None:
    """A typing error in one cell may not poison a bid's total, nor take from it."""
    assert value_one(quantity, value) == (0, True)


@pytest.mark.parametrize(
    ("quantity", "value", "pence"),
    [
        (999_999_999.99, "1", 99_999_999_999),
        (999_999_999.999999, "1", 10**11),  # under £1bn, though it rounds to it
        (999_999.0, "999.9999999999", 99_999_900_000),
    ],
)
def test_a_line_just_under_a_billion_is_exact(quantity: float, value: str, pence: int) -> None:
    """The domain reaches as far as the page of laws says it does."""
    assert value_one(quantity, value) == (pence, False)


@pytest.mark.parametrize(
    ("quantity", "value"),
    [(1e9, "1"), (1e9 / 3, "3.0000000001"), (1e12, "28460"), (1e300, "1e300")],
)
def test_a_line_of_a_billion_is_outside(quantity: float, value: str) -> None:
    """Where doubles grow too coarse for the proof, no penny is claimed."""
    assert value_one(quantity, value) == (0, True)


def test_a_line_too_near_to_a_billion_to_tell_is_outside() -> None:
    """A double nearer than `REACH` may hide which side of £1bn its line is on."""
    beside = kernel.BILLION - kernel.REACH
    below = float(np.nextafter(beside, 0))
    assert value_one(below, "0.01") == (round(below), False)
    for quantity in (beside, float(np.nextafter(kernel.BILLION, 0))):
        assert value_one(quantity, "0.01") == (0, True)


@pytest.mark.parametrize(
    ("quantity", "value"),
    [(0.1234565, "1000"), (1 / 3, "28460"), (2 / 3, "1"), (2.0**33 + 0.4, "0.01")],
)
def test_a_quantity_of_many_places_is_exact_away_from_a_tie(quantity: float, value: str) -> None:
    """A quantity divided out by a spreadsheet still counts where its pennies are beyond doubt."""
    assert value_one(quantity, value) == (
        exact.line_pence(Decimal(repr(quantity)), Decimal(value)),
        False,
    )


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (0.1234565, "10000"),  # half a penny, from seven places
        (0.4999999999999999, "0.01"),  # a hair below half a penny, from sixteen places
        (2.0**33 + 0.5, "0.01"),  # a double here stands for more than one decimal of six places
        (0.5, "0.0100000000000000000000001"),  # a unit value too long to settle with
    ],
)
def test_a_tie_that_cannot_be_proved_is_outside(quantity: float, value: str) -> None:
    """Where a double cannot say which side of half a penny was meant, nobody is given the doubt."""
    assert value_one(quantity, value) == (0, True)


# --- lines without a value ----------------------------------------------------------------------


@pytest.mark.parametrize(("value", "code"), [(None, 0), ("16.93", -1), ("16.93", -7)])
def test_a_line_without_a_value_counts_nothing(value: str | None, code: int) -> None:
    """What has no unit value earns nothing; why, the caller says."""
    assert value_one(12.5, value, code) == (0, False)
    assert value_one(12.5, "16.93") == (21_163, False)


def test_a_value_of_nought_is_a_value() -> None:
    """A measure valued at £0 is not the same as a measure without a value."""
    table = kernel.compile_unit_values([Decimal("0.00"), None])
    assert table.has_value.tolist() == [True, False]
    assert value_one(12.5, "0") == (0, False)


def test_a_minus_nought_is_nought() -> None:
    """No report may show £−0.00."""
    assert value_one(-0.0, "16.93") == (0, False)
    table = kernel.compile_unit_values([Decimal("16.93")])
    found = kernel.line_pence(np.array([0, 0]), np.array([-0.0, 1.0]), table).pence
    assert [str(each) for each in found.tolist()] == ["0.0", "1693.0"]


@pytest.mark.parametrize("code", [1, 2, 1000])
def test_a_code_off_the_table_is_outside(code: int) -> None:
    """A code of another framework may not take its neighbour's value."""
    assert value_one(12.5, "16.93", code) == (0, True)


def test_without_lines_there_are_no_pennies() -> None:
    """An empty bid is worth nothing, and is no error."""
    table = kernel.compile_unit_values([])
    pence, outside = kernel.line_pence(np.empty(0, np.int64), np.empty(0), table)
    assert len(pence) == len(outside) == 0


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "int32", "uint32", "int64", "uint64"])
def test_codes_of_any_width_mean_the_same(kind: str) -> None:
    """Dataframe libraries code a column in the narrowest type that fits: row 127 is still 127."""
    table = kernel.compile_unit_values([decimal_of(100 + n, 2) for n in range(128)])
    codes = np.arange(128).astype(kind)
    assert kernel.line_pence(codes, np.ones(128), table).pence.tolist() == list(range(100, 228))


# --- blocks -------------------------------------------------------------------------------------


@given(any_lines, st.integers(1, 7))
def test_blocks_do_not_show(lines: list[Line], block: int) -> None:
    """Where a table happens to be cut is nobody's gain or loss."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "BLOCK", block)
        assert kernel_pence(lines) == oracle_pence(lines)


def test_rows_outside_are_numbered_through_the_table() -> None:
    """The row that is refused is the row that is wrong, in whichever block it stands."""
    quantities = np.full(2 * kernel.BLOCK + 9, 0.5)
    wrong = [3, kernel.BLOCK - 1, kernel.BLOCK, 2 * kernel.BLOCK + 8]
    quantities[wrong] = [np.nan, 0.49999999999999994, -1, np.inf]
    table = kernel.compile_unit_values([Decimal("0.01")])
    pence, outside = kernel.line_pence(np.zeros(len(quantities), int), quantities, table)
    assert outside.tolist() == wrong
    assert not pence[wrong].any()
    assert pence.sum() == len(quantities) - len(wrong)


def test_every_line_of_a_long_column_may_be_a_tie() -> None:
    """Half hours at an odd number of pence: the last of them is rounded as the first."""
    quantities = np.full(3 * kernel.PART + 1, 0.5)
    quantities[-1] = 0.49999999999999994
    table = kernel.compile_unit_values([Decimal("16.93")])
    pence, outside = kernel.line_pence(np.zeros(len(quantities), int), quantities, table)
    assert (pence[:-1] == 847).all()
    assert outside.tolist() == [3 * kernel.PART]


# --- totals -------------------------------------------------------------------------------------

pennies = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**11)), max_size=40) | st.lists(
    st.tuples(st.integers(0, 4), st.integers(2**52, 2**57)), max_size=40
)


def totals_of(rows: Sequence[tuple[int, int]], kind: Any = np.int64) -> list[int]:
    """Total pennies of five groups with the kernel."""
    groups = np.array([group for group, _ in rows], np.int64)
    totals = kernel.total_by(groups, np.array([penny for _, penny in rows], kind), 5)
    return [int(total) for total in totals]


@given(pennies)
def test_totals_are_the_sums_of_pennies(rows: list[tuple[int, int]]) -> None:
    """A total is its lines and nothing else, however large: above 2⁵³ too."""
    assert totals_of(rows) == [sum(p for g, p in rows if g == group) for group in range(5)]


@given(pennies.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_rows_does_not_matter(
    orders: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    """Sorting a table may not change who wins."""
    assert totals_of(orders[0]) == totals_of(orders[1])


@given(pennies, st.integers(0, 40))
def test_totals_of_parts_make_the_total(rows: list[tuple[int, int]], cut: int) -> None:
    """Totalled in two files or in one, a bid is worth the same."""
    parts = zip(totals_of(rows[:cut]), totals_of(rows[cut:]), strict=True)
    assert [sum(part) for part in parts] == totals_of(rows)


def test_totals_above_two_to_the_53_in_doubles() -> None:
    """A national total keeps its last penny where a sum of doubles would drop it."""
    rows = [(0, 2**53 - 1), (0, 1), (0, 1), (0, 1)]
    assert totals_of(rows, np.float64) == [2**53 + 2, 0, 0, 0, 0]


@pytest.mark.parametrize("pence", [[np.nan], [np.inf], [2.0**62]])
def test_a_total_that_cannot_be_held_is_refused(pence: list[float]) -> None:
    """A total that wraps round would turn the largest bid into a debt."""
    with pytest.raises(OverflowError, match="beyond 64-bit pennies"):
        kernel.total_by(np.array([0]), np.array(pence), 1)


@pytest.mark.parametrize("group", [-1, 2])
def test_a_group_out_of_range_is_refused(group: int) -> None:
    """A line of no known bid may not be dropped, nor be given to another."""
    with pytest.raises(ValueError, match=r"out of range|negative"):
        kernel.total_by(np.array([group]), np.array([1.0]), 2)


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["-1", "NaN", "sNaN", "Infinity", "1E+301", "1E-301"])
def test_what_is_no_unit_value_is_refused(value: str) -> None:
    """A unit value outside the sensible is a mistake in a file, to be found before any bid."""
    with pytest.raises(ValueError, match="a unit value"):
        kernel.compile_unit_values([Decimal(value)])


def test_a_float_is_no_unit_value() -> None:
    """Nobody can tell whether 0.1 was meant or the number just beside it."""
    with pytest.raises(TypeError, match="a unit value is a Decimal, not float"):
        kernel.compile_unit_values([0.1])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("codes", "quantities", "error"),
    [
        ([0, 0], [1.0], ValueError),
        ([[0]], [[1.0]], ValueError),
        ([0.0], [1.0], TypeError),
        ([True], [1.0], TypeError),
        ([0], np.array([1], np.float32), TypeError),
        ([0], ["1"], TypeError),
    ],
)
def test_columns_that_would_be_misread_are_refused(
    codes: Any, quantities: Any, error: type[Exception]
) -> None:
    """A column of the wrong kind is a programming error, said at once."""
    table = kernel.compile_unit_values([Decimal(1)])
    with pytest.raises(error):
        kernel.line_pence(np.array(codes), np.array(quantities), table)


def test_whole_quantities_may_be_integers() -> None:
    """Forty weeks are forty weeks in either type."""
    table = kernel.compile_unit_values([Decimal("251.7905723")])
    assert kernel.line_pence(np.array([0]), np.array([40]), table).pence.tolist() == [1_007_162]


def test_a_compiled_table_is_sealed_and_travels() -> None:
    """No line can change a unit value for the lines after it; workers get the same table."""
    table = kernel.compile_unit_values([Decimal("16.93")])
    with pytest.raises(ValueError, match="read-only"):
        table.pence[1] = 0
    copy = pickle.loads(pickle.dumps(table))
    assert kernel.line_pence(np.array([0]), np.array([0.5]), copy).pence.tolist() == [847]
