"""Totals of a valued table, by any grouping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.kernel import total_by
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.interop.frames.build import added, keyed, take_rows
from socialvalue.interop.frames.columns import ALIASES
from socialvalue.interop.frames.eager import Rows, Valued
from socialvalue.interop.frames.encode import Coded, combine
from socialvalue.interop.frames.rules import NONE
from socialvalue.model.framework import Framework

__all__ = ["COUNTS", "FACETS", "count_rows", "facet_of", "grouped_by", "total_rows"]

Integers: TypeAlias = NDArray[np.integer[Any]]

COUNTS = ("value_pence", "lines", "lines_refused")
"""What a total says of a group."""

FACETS = ("theme", "outcome", "value_kind")
"""What a table can be totalled by without a column of it: the framework knows."""


def grouped_by(
    by: str | Sequence[str], names: Sequence[str], columns: dict[str, str]
) -> dict[str, str | None]:
    """What a table is totalled by: the result's column to the table's, or None for a facet.

    Raises:
        InputError: Neither a column, nor what a column says, nor a facet (SV325).
    """
    wanted = [by] if isinstance(by, str) else list(by)
    found: dict[str, str | None] = {}
    wrong = []
    for each in wanted:
        if each in names:
            found[each] = each
        elif each in columns:
            found[each] = columns[each]
        elif each in FACETS:
            found[each] = None
        else:
            known = dict.fromkeys([*names, *(r for r in ALIASES if r in columns), *FACETS])
            wrong.append(
                problem("SV325", found=each, hint=did_you_mean(each, known, label="known here"))
            )
    if wrong:
        raise InputError(wrong)
    return found


def facet_of(framework: Framework, facet: str) -> dict[str, str]:
    """A code to its theme, outcome or kind of value.

    Example:
        >>> import socialvalue as sv
        >>> facet_of(sv.load("national-toms", edition="2022"), "theme")["NT10"]
        'jobs'
    """
    return {
        code: getattr(framework[code], facet) for code in (*framework.measures, *framework.codes)
    }


def total_rows(rows: Rows, valued: Valued, groups: dict[str, str | None]) -> Any:
    """A row a group, in the order of their keys: pennies, lines and refused lines."""
    coded = {name: _coded(rows, name, column) for name, column in groups.items()}
    dense, example = _groups(rows, coded)
    number = len(example)
    refused = np.zeros(number, np.int64)
    if valued.problems is not None:
        refused = np.bincount(dense[valued.problems != NONE], minlength=number)
    counts = {
        "value_pence": total_by(dense, valued.pence, number),
        "lines": np.bincount(dense, minlength=number).astype(np.int64),
        "lines_refused": refused.astype(np.int64),
    }
    keys = [_keys(rows, name, groups[name], coded[name], example) for name in coded]
    return _table(rows, keys, counts)


def count_rows(rows: Rows, valued: Valued, groups: dict[str, str | None]) -> Any:
    """For each row its keys, its pennies and whether it is refused: to be summed by an engine."""
    keys = [
        _keys(rows, name, of, _facet_codes(rows, name, of), None) for name, of in groups.items()
    ]
    counts: dict[str, NDArray[Any]] = {"value_pence": valued.pence.astype(np.int64)}
    refused = np.zeros(len(rows), np.int64)
    if valued.problems is not None:
        refused = (valued.problems != NONE).astype(np.int64)
    counts |= {"lines": np.ones(len(rows), np.int64), "lines_refused": refused}
    first = nw.new_series("value_pence", counts["value_pence"], backend=rows.frame.implementation)
    frame = nw.from_dict({each.name: each for each in (*keys, first)})
    return added(frame, dict(counts))


def _facet_codes(rows: Rows, name: str, column: str | None) -> Coded | None:
    return None if column is not None else _coded(rows, name, None)


def _coded(rows: Rows, name: str, column: str | None) -> Coded:
    if column is not None:
        return rows.coded(column)
    facets = facet_of(rows.facts.framework, name)
    names = list(dict.fromkeys(facets.values()))
    number = {each: index for index, each in enumerate(names)}
    measures = rows.measure_names
    lookup = measures.look_up(lambda each: number[facets[each]] if each in facets else -1, -1)
    return Coded.of(lookup.take(measures.codes), names)


def _groups(rows: Rows, coded: dict[str, Coded]) -> tuple[Integers, Integers]:
    if not coded:
        return np.zeros(len(rows), np.int64), np.zeros(1, np.int64)
    return combine([each.groups() for each in coded.values()], len(rows))


def _keys(
    rows: Rows, name: str, column: str | None, coded: Coded | None, example: Integers | None
) -> nw.Series[Any]:
    """The keys of some rows, or of all, as the table has them."""
    if column is not None or coded is None:
        keys = rows.frame[column or name]
        return (keys if example is None else take_rows(keys, example)).alias(name)
    codes = coded.codes if example is None else coded.codes[example]
    texts = [coded.names[code] if code >= 0 else None for code in codes.tolist()]
    kind: Any = rows.frame.implementation
    return nw.new_series(name, texts, nw.String(), backend=kind)


def _table(rows: Rows, keys: list[nw.Series[Any]], counts: dict[str, NDArray[np.int64]]) -> Any:
    kind: Any = rows.frame.implementation
    if not keys:
        first = {name: found.tolist() for name, found in counts.items()}
        return nw.from_dict(first, dict.fromkeys(first, nw.Int64()), backend=kind).to_native()
    whole = added(keyed(keys), dict(counts))
    names = [each.name for each in keys]
    return nw.from_native(whole, eager_only=True).sort(names).to_native()
