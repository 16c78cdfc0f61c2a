"""`portfolio_frame`: what a user calls, and how it is asked of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.delivered.pennies import MILLION, Pennies, engine_of
from socialvalue.frames.read.kinds import kind_of_table
from socialvalue.frames.read.taken import taken

__all__ = ["portfolio_frame"]

KEYS = ("contract", "line")
SUMS = ("promised_pence", "expected_pence", "reported_pence", "delivered_pence", "capped_pence",
        "unpromised_pence", "commitments", "problems")  # fmt: skip
NOT_STATED = "not stated"


def portfolio_frame(
    promises: Any, deliveries: Any, by: str | Sequence[str] = ("directorate",)
) -> Any:
    """What is committed and delivered, in whole pennies, a row a group, on any dataframe engine.

    The same pennies as `portfolio`, at any size: quantities of a commitment are added up exactly,
    its pounds rounded once, half-up, and no commitment counts for more than is committed.

    Args:
        promises: A row a commitment, with contract, line and quantity, and what one unit is worth:
            pence_up and pence_down (pence of one unit as a fraction of whole numbers) or
            unit_value (£).  promised_pence may stand for the pence of the quantity, and
            expected_pence says what is due by now.
        deliveries: A row a return that stands, with contract, line (empty or null for what is
            beyond the contract), quantity (as reported) and verified (null while it waits); of
            what is beyond the contract unit_value (£), and the columns of `by`.
        by: Columns of `promises`; none for one row of all.

    Returns:
        A table of the same kind, lazy where these are, with the columns of `by`, promised_pence,
        expected_pence, reported_pence, delivered_pence, capped_pence, unpromised_pence,
        commitments and problems (64-bit integers).  In memory the groups stand in the order of
        their keys.

        problems counts what is in no sum: returns of a commitment that is not there, quantities
        below nought or with more than six places, commitments that stand twice, and pennies that
        can't be proved (£100 billion, or values of more than ten places near half a penny).  Where
        it is not 0, the pounds beside it are not all.

    Raises:
        InputError: Columns that are missing (SV1054), or tables of two libraries (SV316).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> promises = pl.DataFrame({"contract": ["A", "A"], "line": ["1", "2"],
        ...                          "directorate": ["Place", "Place"], "quantity": [24, 200],
        ...                          "unit_value": [28460.0, 25.18]})
        >>> deliveries = pl.DataFrame({"contract": ["A", "A"], "line": ["1", "1"],
        ...                            "quantity": [2.5, 30.0], "verified": [2.0, None]})
        >>> found = sv.contracts.portfolio_frame(promises, deliveries, by=["directorate"])
        >>> found.select("directorate", "promised_pence", "delivered_pence", "problems").rows()
        [('Place', 68807600, 5692000, 0)]
    """
    keys = [by] if isinstance(by, str) else list(by)
    committed, back = taken(promises, list)
    returned, _ = taken(deliveries, list)
    for each in (committed, returned):
        kind_of_table(each)
    held, given = nw.from_native(committed), nw.from_native(returned)
    _check(held, given, keys)
    engine = engine_of(held)
    lines = _lines(held, engine)
    summed = _summed(_in_millionths(given.with_columns(*_texts(given)), engine))
    parts = [
        _of_lines(lines, summed, held, keys, engine),
        _beyond(given, held, keys, engine),
        _strays(summed, lines, held, keys),
    ]
    whole = nw.concat(parts, how="vertical")
    sums, longs = ([nw.col(each).sum() for each in SUMS],
                   [nw.col(each).fill_null(0).cast(nw.Int64()) for each in SUMS])  # fmt: skip
    if not keys:
        return back(whole.select(*sums).select(*longs).to_native())
    found = whole.group_by(*keys).agg(*sums).select(*keys, *longs)
    return back((found.sort(*keys) if isinstance(found, nw.DataFrame) else found).to_native())


def _check(held: Any, given: Any, keys: Sequence[str]) -> None:
    """Both tables are of one library, and have their columns.

    Raises:
        InputError: They are not, or have not, all of it together.
    """
    kinds = [f"{type(each).__name__} of {each.implementation.value}" for each in (held, given)]
    if kinds[0] != kinds[1]:
        expected = f"a table like the first, a {kinds[0]}"
        raise InputError(problem("SV316", what="deliveries", expected=expected, found=kinds[1]))
    wrong = tuple(_missing(held, given, keys))
    if wrong:
        raise InputError(wrong)


def _missing(held: Any, given: Any, keys: Sequence[str]) -> Iterator[Problem]:
    names, others = _names(held), _names(given)
    for each in dict.fromkeys((*KEYS, "quantity", *keys)):
        if each not in names:
            yield problem("SV1054", table="promises", found=each)
    if not ({"pence_up", "pence_down"} <= names or "unit_value" in names):
        yield problem("SV1054", table="promises", found="unit_value")
    for each in (*KEYS, "quantity", "verified"):
        if each not in others:
            yield problem("SV1054", table="deliveries", found=each)
    for each in keys:
        if each in SUMS:
            yield problem("SV332", found=each, added=each)


def _names(frame: Any) -> set[str]:
    return set(frame.collect_schema().names())


def _texts(frame: Any) -> list[nw.Expr]:
    """Contract and line as texts, for a line may be a number in one table and a text in another."""
    schema = frame.collect_schema()
    found = [nw.col(each) if isinstance(schema[each], nw.String)
             else nw.col(each).cast(nw.String()) for each in KEYS]  # fmt: skip
    return [each.fill_null("").alias(name) for each, name in zip(found, KEYS, strict=True)]


def _lines(held: Any, engine: Pennies) -> Any:
    """The commitments: pence of a unit, pence of the whole, and whether they stand once."""
    names = _names(held)
    frame = engine.scaled(held, "quantity", MILLION, "sv_whole")
    if {"pence_up", "pence_down"} <= names:
        up, down = (nw.col(each).cast(nw.Float64()) for each in ("pence_up", "pence_down"))
        frame = frame.with_columns(sv_up=up.fill_null(0.0), sv_down=down.fill_null(1.0))
    else:
        frame = engine.rate(frame, "unit_value")
    frame = engine.pence(frame, "sv_whole", "sv_promised")
    fits = nw.when(nw.col("sv_whole_fits")).then(nw.col("sv_promised_not")).otherwise(1)
    promised = nw.col("sv_promised").fill_null(0.0)
    if "promised_pence" in names:
        promised = nw.col("promised_pence").cast(nw.Float64())
        fits = nw.when(promised.is_null()).then(1).otherwise(0)
    due = nw.col("expected_pence").fill_null(0) if "expected_pence" in names else nw.lit(0)
    frame = frame.select(
        *_texts(held), *dict.fromkeys(each for each in names if each not in KEYS),
        "sv_up", "sv_down", sv_promise=promised.fill_null(0.0), sv_wrong=fits.cast(nw.Int64()),
        sv_expected=due.cast(nw.Int64()),
    )  # fmt: skip
    times = frame.group_by(*KEYS).agg(nw.len().alias("sv_times"))
    return frame.join(times, on=list(KEYS), how="left")


def _in_millionths(given: Any, engine: Pennies) -> Any:
    """Returns with their quantities as whole millionths; 0 where they are none, and counted."""
    frame = engine.scaled(given, "quantity", MILLION, "sv_quantity")
    frame = engine.scaled(frame, "verified", MILLION, "sv_part")
    waits, right = nw.col("verified").is_null(), nw.col("sv_part_fits")
    held = {"sv_reported": "sv_quantity", "sv_verified": "sv_part"}
    return frame.with_columns(
        **{name: nw.when(nw.col(f"{column}_fits")).then(nw.col(column)).otherwise(0.0)
           .cast(nw.Int64()) for name, column in held.items()},
        sv_amiss=(~(nw.col("sv_quantity_fits") & (waits | right))).cast(nw.Int8()),
    )  # fmt: skip


def _summed(rows: Any) -> Any:
    """What is reported and verified of each commitment, in whole millionths, and what is wrong."""
    return rows.group_by(*KEYS).agg(
        nw.col("sv_reported").sum(), nw.col("sv_verified").sum(), nw.col("sv_amiss").sum(),
        nw.len().alias("sv_returns"),
    )  # fmt: skip


def _of_lines(lines: Any, summed: Any, held: Any, keys: Sequence[str], engine: Pennies) -> Any:
    """The sums of each commitment, by group."""
    frame = lines.join(summed, on=list(KEYS), how="left").with_columns(
        nw.col("sv_reported", "sv_verified").fill_null(0).cast(nw.Float64()),
        nw.col("sv_amiss").fill_null(0),
    )
    for name in ("reported", "verified"):
        frame = engine.pence(frame, f"sv_{name}", f"sv_{name}_pence")
    delivered, promised = nw.col("sv_verified_pence"), nw.col("sv_promise")
    capped = nw.when(delivered < promised).then(delivered).otherwise(promised)
    twice = nw.when(nw.col("sv_times") > 1).then(1).otherwise(0).cast(nw.Int64())
    wrong = [nw.col(f"sv_{each}") for each in
             ("wrong", "amiss", "reported_pence_not", "verified_pence_not")]  # fmt: skip
    schema = held.collect_schema()
    return frame.select(
        *(nw.col(each).cast(schema[each]) for each in keys),
        promised_pence=promised.cast(nw.Int64()), expected_pence=nw.col("sv_expected"),
        reported_pence=nw.col("sv_reported_pence").cast(nw.Int64()),
        delivered_pence=delivered.cast(nw.Int64()), capped_pence=capped.cast(nw.Int64()),
        unpromised_pence=nw.lit(0).cast(nw.Int64()), commitments=nw.lit(1).cast(nw.Int64()),
        problems=(wrong[0] + wrong[1] + wrong[2] + wrong[3] + twice).cast(nw.Int64()),
    )  # fmt: skip


def _beyond(given: Any, held: Any, keys: Sequence[str], engine: Pennies) -> Any:
    """What is verified beyond the contract, each return rounded by itself."""
    names = _names(given)
    texts = _texts(given)
    rows = _in_millionths(given.filter(texts[1] == "").with_columns(*texts), engine)
    rows = rows.with_columns(nw.col("sv_verified").cast(nw.Float64()))
    if "unit_value" in names:
        rows = engine.rate(rows, "unit_value")
    else:
        rows = rows.with_columns(sv_up=nw.lit(0.0), sv_down=nw.lit(1.0))
    rows = engine.pence(rows, "sv_verified", "sv_pence")
    return _parted(rows, held, keys, unpromised_pence=nw.col("sv_pence"),
                   problems=nw.col("sv_amiss") + nw.col("sv_pence_not"), own=names)  # fmt: skip


def _strays(summed: Any, lines: Any, held: Any, keys: Sequence[str]) -> Any:
    """Returns of commitments that are not there, as problems."""
    rows = summed.join(lines.select(*KEYS), on=list(KEYS), how="anti")
    rows = rows.filter(nw.col("line") != "")
    return _parted(rows, held, keys, problems=nw.col("sv_returns"), own=set())


def _parted(rows: Any, held: Any, keys: Sequence[str], *, own: set[str], **sums: nw.Expr) -> Any:
    """Rows with the columns of the result; groups that nobody states are called so."""
    schema = held.collect_schema()
    groups = [(nw.col(each) if each in own else _unstated(schema[each])).cast(schema[each])
              .alias(each) for each in keys]  # fmt: skip
    told = {each: sums.get(each, nw.lit(0)).cast(nw.Int64()) for each in SUMS}
    return rows.select(*groups, **told)


def _unstated(dtype: Any) -> nw.Expr:
    return nw.lit(NOT_STATED) if isinstance(dtype, nw.String) else nw.lit(None)
