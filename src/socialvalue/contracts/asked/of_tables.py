"""A delivery record as two tables, which `portfolio_frame` adds up on any dataframe engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.contracts.lines import LineProgress, Progress
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.register import Register
from socialvalue.contracts.split.items import AXES_OF_CONTRACTS, called, items_of
from socialvalue.contracts.standing import Tracked, standing_of
from socialvalue.contracts.totals import portfolio

__all__ = ["portfolio_tables"]

_NOT_STATED = "not stated"
_AXES = tuple(each for each in AXES_OF_CONTRACTS if each not in {"contract", "period"})
_PROMISES = ("contract", "line", *_AXES, "quantity", "pence_up", "pence_down", "promised_pence",
             "expected_pence")  # fmt: skip
_DELIVERIES = ("contract", "line", *_AXES, "quantity", "verified", "unit_value")


def portfolio_tables(
    register: Register, *, on: Day, known: Day | None = None
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """What is committed and what is delivered as at a day, as columns of two tables.

    Args:
        register: The delivery record.
        on: The day as at which.
        known: As known on this day; today's knowledge, if not given.

    Returns:
        The commitments, and the returns that stand; each a mapping of names to cells, of which any
        library makes a table.  `portfolio_frame` gives of both what `portfolio` gives.

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> promises, deliveries = sv.contracts.portfolio_tables(
        ...     sv.contracts.open_register(), on="2022-12-31")
        >>> [*promises][:4], deliveries["verified"]
        (['contract', 'line', 'directorate', 'supplier'], [])
    """
    found = portfolio(register, on=on, known=known)
    standing = standing_of(found._entries, found.on, found._known)
    promises, deliveries = [], []
    names = called(held.contract for held in found.contracts)
    for held in found.contracts:
        tracked = standing[held.contract.reference]
        groups = [{each: AXES_OF_CONTRACTS[each](item) or _NOT_STATED for each in _AXES}
                  for item in items_of(held, names)]  # fmt: skip
        for line, group in zip(held.lines, groups, strict=False):
            promises.append({**_promise(line, held), **group})
            deliveries += [{**group, **each} for each in _returns(line, held, tracked)]
        for beyond, group in zip(held.beyond, groups[len(held.lines) :], strict=True):
            worth = beyond.data.get("unit_value")
            deliveries.append({
                **group, "contract": held.contract.reference, "line": "",
                "quantity": float(beyond.reported), "verified": float(beyond.verified),
                "unit_value": None if worth is None else float(worth["$decimal"]),
            })  # fmt: skip
    return _columns(promises, _PROMISES), _columns(deliveries, _DELIVERIES)


def _promise(line: LineProgress, held: Progress) -> dict[str, Any]:
    """A commitment; what one unit is worth as a fraction of whole numbers."""
    worth = line.obligation.worth * 100
    return {
        "contract": held.contract.reference, "line": line.line, "quantity": float(line.committed),
        "pence_up": float(worth.numerator), "pence_down": float(worth.denominator),
        "promised_pence": line.promised_pence, "expected_pence": line.expected_pence,
    }  # fmt: skip


def _returns(line: LineProgress, held: Progress, tracked: Tracked) -> Iterator[dict[str, Any]]:
    """The returns of a commitment; of what nobody adds up, the figure that stands."""
    where = {"contract": held.contract.reference, "line": line.line, "unit_value": None}
    if line.obligation.unit in LEVELS:
        if tracked.returns_of(line.line):
            yield {**where, "quantity": float(line.reported), "verified": float(line.verified)}
        return
    for each in tracked.returns_of(line.line):
        yield {**where, "quantity": float(each.reported), "verified": float(each.verified)}


def _columns(rows: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in names}
