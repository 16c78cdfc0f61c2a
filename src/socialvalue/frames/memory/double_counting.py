"""Double counting in tables: a measure falls where a stronger one has the same bid and activity."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.order import NONE, place_of
from socialvalue.engine.refusals import activity_key
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.read.encode import Coded, combine
from socialvalue.model.fields import as_read

__all__ = ["doubled_rows"]

Integers: TypeAlias = NDArray[np.integer[Any]]


def doubled_rows(rows: Rows) -> NDArray[np.int8] | None:
    """Rows that count what a stronger measure counts already; None where nothing says so.

    The order of rows changes nothing: a row falls whether or not the stronger one counts.
    """
    pairs = rows.facts.stronger
    if "activity" not in rows.columns or not pairs:
        return None
    activity = _activities(rows)
    concerned = np.zeros(len(rows.facts.measures) + 1, bool)
    concerned[[each for pair in pairs for each in pair]] = True
    some = np.flatnonzero((activity >= 0) & concerned.take(rows.measure))
    falls = _falling(rows, some, activity[some])
    if not len(falls):
        return None
    found = np.full(len(rows), NONE, np.int8)
    found[falls] = place_of("SV504")
    return found


def _activities(rows: Rows) -> Integers:
    """A number for each row's activity as a reader compares it; −1 for none."""
    coded = rows.coded(rows.columns["activity"])
    numbers: dict[str, int] = {}

    def number(name: Any) -> int:
        key = None if name is None else activity_key(str(name))
        return -1 if key is None else numbers.setdefault(key, len(numbers))

    return coded.look_up(number, -1).take(coded.codes)


def _falling(rows: Rows, some: Integers, activity: Integers) -> Integers:
    """The rows, among some, that fall."""
    if not len(some):
        return some
    groups = _groups(rows, some, activity)
    size = len(rows.facts.measures) + 1
    measure = rows.measure[some]
    offered = np.unique(groups * size + measure)
    fallen = np.zeros(len(some), bool)
    for stands, falls in rows.facts.stronger:
        there = np.flatnonzero(measure == falls)
        fallen[there] |= np.isin(groups[there] * size + stands, offered)
    return some[fallen]


def _groups(rows: Rows, some: Integers, activity: Integers) -> Integers:
    """A number for each bid and activity together."""
    number = int(activity.max()) + 1
    if "bid" not in rows.columns:
        return activity.astype(np.int64)
    bids, size = _bids(rows.coded(rows.columns["bid"]), some)
    groups, _ = combine([(bids, size), (activity, number)], len(some))
    return groups.astype(np.int64)


def _bids(coded: Coded, some: Integers) -> tuple[Integers, int]:
    """The bids of some rows as groups, however a bidder is spelt there; nulls are the last."""
    distinct, which = np.unique(coded.codes[some], return_inverse=True)
    numbers: dict[str, int] = {}
    keys = [as_read(str(coded.names[each])) for each in distinct.tolist() if each >= 0]
    found = [*(numbers.setdefault(each, len(numbers)) for each in keys)]
    nulls = [len(numbers)] * (len(distinct) - len(keys))  # −1 stands first
    return np.array([*nulls, *found], np.intp).take(which), len(numbers) + 1
