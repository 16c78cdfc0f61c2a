"""What every engine must agree on, penny by penny: 32-bit floats, activities, and bad input."""

from __future__ import annotations

import datetime as dt
import random
import re
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest

import socialvalue as sv
from socialvalue.engine.refusals import activity_key
from socialvalue.frames.engines.float32 import floor
from socialvalue.frames.engines.query_double_counting import PLAIN, SPACES
from socialvalue.model.places import Place

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


def test_floors_are_whole_and_stop_at_nothing(query: str, frames: SimpleNamespace) -> None:
    """A floor that is a rounding away from whole gives a row's penny away, or refuses the row."""
    draw = np.random.default_rng(53)
    spread = draw.random(20_000) * 10.0 ** draw.integers(-6, 18, 20_000)
    whole = draw.integers(0, 2**53, 2_000).astype(float)
    edges = [0.0, 0.5, 0.49999999999999994, 2.0**53 - 1, 2.0**53, 2.0**63, 1e300, np.inf, np.nan]
    numbers = np.concatenate([spread, whole, np.nextafter(whole, 0), edges])
    frame = nw.from_native(frames.BACKENDS[query](shuffled(numbers)))
    longs = frame.implementation.is_ibis() or frame.implementation.is_pyspark()
    asked = frame.with_columns(found=floor(nw.col("quantity"), in_longs=longs))
    found = frames.collected(asked.to_native())["found"].to_numpy()
    assert np.array_equal(found, np.floor(numbers), equal_nan=True)


def test_totals_beyond_what_doubles_hold(backend: str, frames: SimpleNamespace, make: Any) -> None:
    """The last penny of a nation's register counts, where doubles have lost it."""
    held = make.framework(make.measure("M", "0.01"))
    pence = 99_999_999_999
    frame = pl.DataFrame({"bid": ["Acme"] * 100_001, "measure": "M", "quantity": float(pence)})
    total = sv.total_frame(frames.BACKENDS[backend](frame), held)
    assert frames.collected(total).rows() == [("Acme", 100_001 * pence, 100_001, 0)]
    assert 100_001 * pence > 2**53


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


QUOTED = ("O'B", "O''B", "'", "' OR ''='", "x'; DROP TABLE t; --", "back\\slash", '"O"')


def test_a_code_is_data_and_never_a_query(
    backend: str, frames: SimpleNamespace, make: SimpleNamespace
) -> None:
    """A plug-in's codes, places and themes are told to engines as they are, whatever is in them."""
    places = {each: district(each) for each in QUOTED}
    held = make.framework(
        *(make.measure(each, figures=[make.figure(f"{n}.01", place=each)], theme=f"of {each}")
          for n, each in enumerate(QUOTED)),
        places=make.places.__class__({**make.places, **places}),
        codes=make.places.__class__({f"own {each}": each for each in QUOTED}),
    )  # fmt: skip
    rows = [(code, place) for code in QUOTED for place in (*QUOTED, "nowhere'")]
    frame = pl.DataFrame(rows, schema=["measure", "place"], orient="row")
    own = pl.format("own {}", "measure")
    frame = frame.with_columns(measure=own, bid=pl.lit("O'Brien"), quantity=pl.lit(1.0))
    made = frames.BACKENDS[backend](frame.with_row_index("n").cast({"n": pl.Int64}))
    expected = [
        (0, "SV210") if place not in QUOTED
        else (100 * QUOTED.index(code) + 1, "") if place == code else (0, "SV502")
        for code, place in rows
    ]  # fmt: skip
    assert frames.answers(frames.collected(sv.value_frame(made, held))) == expected
    totals = frames.collected(sv.total_frame(made, held, "theme")).sort("value_pence")
    assert totals["theme"].to_list() == [f"of {each}" for each in QUOTED]
    assert totals["value_pence"].to_list() == [100 * n + 1 for n in range(len(QUOTED))]


def district(code: str) -> Any:
    """A district of Essex."""
    return Place(code, f"{code}'s Bridge", "district", "E10000012")


# --- bad input: counted and reported on every engine alike --------------------------------------

DAYS = ["0001-01-01", "1900-01-01", "2021-06-30", "2022-02-01", "2029-12-31", "9999-12-31", None]
WRONG: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
    "numbers": (
        {"quantity": [-1.0, float("nan"), float("inf"), -float("inf"), None, 1e12, 1e300, -0.0]},
        {"SV306": 4, "SV303": 2, "SV302": 1},
    ),
    "32-bit numbers": (
        {"quantity": np.array([-1, np.nan, np.inf, -np.inf, 1e12, 1e30, -0.0, 0.1], np.float32)},
        {"SV306": 3, "SV303": 2, "SV302": 1},
    ),
    "whole numbers": (
        {"quantity": [-1, 10**12, 2**62, None, 3]},
        {"SV303": 2, "SV302": 1, "SV306": 1},
    ),
    "codes": ({"measure": [None, "NOPE", "a", "A ", "A", "OWN-A"]}, {"SV209": 4}),
    "mixed units": (
        {"unit": ["count", "stones", None, "COUNT", "staff_hour", ""]},
        {"SV204": 3, "SV308": 1},
    ),
    "places": ({"place": ["E99999999", "essex", None, "E92000001", ""]}, {"SV210": 3}),
    "places without values": (
        {"measure": ["LOCAL"] * 4, "place": ["E12000007", "E10000012", None, "E92000001"]},
        {"SV502": 3},
    ),
    "shares": (
        {"share_claimed": [1.5, -0.5, float("nan"), float("inf"), None, 0.0, 1.0]},
        {"SV310": 3},
    ),
    "years": (
        {"measure": ["STARTERS"] * 6, "years": [None, 0.0, -1.0, float("nan"), float("inf"), 2.0]},
        {"SV505": 2, "SV302": 1, "SV306": 1, "SV307": 1, "SV506": 1},
    ),
    "totals of every year": (
        {"measure": ["STAFF"] * 6, "years": [None, 0.0, -1.0, float("nan"), float("inf"), 2.0]},
        {"SV302": 1, "SV306": 1, "SV307": 1},
    ),
    "values": (
        {"unit_value": [None, -1.0, float("nan"), float("inf"), 1e12, 2.5]},
        {"SV302": 1, "SV303": 1, "SV306": 1},
    ),
    "no rows": ({"quantity": []}, {}),
}  # fmt: skip


def with_usual(columns: dict[str, Any]) -> pl.DataFrame:
    """A table of what a test says, with a measure and a quantity in every row."""
    rows = len(next(iter(columns.values())))
    usual: dict[str, Any] = {"measure": ["A"] * rows, "quantity": [1.0] * rows}
    frame = pl.DataFrame({**usual, **columns}, strict=False)
    texts = [each for each in ("measure", "unit", "place") if each in frame.columns]
    amount = pl.col("quantity").cast(pl.Float64) if not rows else pl.col("quantity")
    return frame.with_columns(amount, *(pl.col(each).cast(pl.String) for each in texts))


@pytest.mark.parametrize("wrong", WRONG)
def test_rows_that_mean_nothing(
    backend: str, wrong: str, frames: SimpleNamespace, wide: sv.Framework
) -> None:
    """No row is dropped and none is guessed: each is counted with one code, on every engine."""
    columns, expected = WRONG[wrong]
    frame = with_usual(columns)
    valued = sv.value_frame(frames.BACKENDS[backend](frame), wide)
    assert sv.problems(valued) == expected
    assert len(frames.collected(valued)) == len(frame)
    total = frames.collected(sv.total_frame(frames.BACKENDS[backend](frame), wide, ()))
    assert total.select("lines", "lines_refused").rows() == [(len(frame), sum(expected.values()))]


def test_days_out_of_range(backend: str, frames: SimpleNamespace, wide: sv.Framework) -> None:
    """A day long before any value, or long after, is valued or refused like any other."""
    days = pl.Series("date", DAYS).str.to_date()
    frame = pl.DataFrame({"measure": ["DATED"] * len(days), "quantity": [1.0] * len(days)})
    frame = frame.with_columns(days).with_row_index("n").cast({"n": pl.Int64})
    for each in (frame, frame.with_columns(pl.col("date").cast(pl.Datetime("us")))):
        valued = frames.collected(sv.value_frame(frames.BACKENDS[backend](each), wide))
        assert frames.answers(valued)[:2] == [(0, "SV510"), (0, "SV510")]
        assert frames.answers(valued) == frames.answers(sv.value_frame(frame, wide))


def test_ten_thousand_unknown_codes(backend: str, frames: SimpleNamespace) -> None:
    """A register of codes that nobody knows is counted, not choked on."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame({"measure": [f"X{n}" for n in range(10_000)], "quantity": 1})
    assert sv.problems(sv.value_frame(frames.BACKENDS[backend](frame), toms)) == {"SV209": 10_000}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            {"bid": ["a"], "quantiy": [1.0]},
            ["SV325 there is no column 'measure'\n    Hint: columns here: bid, quantiy",
             "SV325 there is no column 'quantity'\n    Hint: did you mean 'quantiy'?"],
        ),
        (
            {"measure": [1.0], "quantity": ["1"], "date": ["2022-01-01"]},
            ["SV327 column 'measure' is of type Float64; expected texts",
             "SV327 column 'quantity' is of type String; expected numbers",
             "SV327 column 'date' is of type String; expected days"],
        ),
        (
            {"measure": ["A"], "quantity": [True]},
            ["SV327 column 'quantity' is of type Boolean; expected numbers"],
        ),
        (
            {"measure": ["A"], "qty": [1.0], "amount": [1.0]},
            ["SV326 column 'quantity' could be any of several: amount and qty"],
        ),
        (
            {"measure": ["A"], "quantity": [1.0], "date": [dt.datetime(2022, 1, 1, tzinfo=dt.UTC)]},
            ["SV327 column 'date' is of type times in a zone ("],
        ),
    ],
    ids=["missing", "types", "yes and no", "either", "time zone"],
)  # fmt: skip
def test_columns_that_cannot_be_read(
    columns: dict[str, list[Any]], told: list[str], backend: str, frames: SimpleNamespace
) -> None:
    """What is wrong with a table is said in the same words on every engine, all of it at once."""
    made = frames.BACKENDS[backend](pl.DataFrame(columns))
    toms = sv.load("national-toms", edition="2022")
    for call in (sv.value_frame, sv.total_frame):
        with pytest.raises(sv.InputError) as caught:
            call(made, toms)
        found = [str(each) for each in caught.value.problems]
        assert [mine[: len(theirs)] for mine, theirs in zip(found, told, strict=True)] == told
