"""The chart of one contract: how much of each commitment is due, reported and verified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from socialvalue.charts import Chart, grouped
from socialvalue.contracts.amounts import per_cent
from socialvalue.contracts.obligation import Obligation
from socialvalue.words import day_words, number_of

__all__ = ["commitments_chart"]


class Drawn(Protocol):
    """A commitment, as far as it is drawn: `LineProgress` is one."""

    @property
    def obligation(self) -> Obligation: ...
    @property
    def committed(self) -> Fraction: ...
    @property
    def due(self) -> Fraction | None: ...
    @property
    def reported(self) -> Fraction: ...
    @property
    def verified(self) -> Fraction: ...
    @property
    def state(self) -> str: ...


def commitments_chart(reference: str, on: date, held: Sequence[Drawn]) -> Chart:
    """Each commitment in per cent of what is committed: due by now, reported, verified.

    Args:
        reference: Of the contract.
        on: The day as at which.
        held: The commitments.
    """
    rows: list[tuple[str, str, float, str]] = []
    for each in held:
        amounts = {"due by now": each.due, "reported": each.reported, "verified": each.verified}
        for part, amount in amounts.items():
            if amount is not None and each.committed:
                share = amount / each.committed
                rows.append((_name(each), part, float(share * 100), per_cent(share)))
    late = [_name(each) for each in held if each.state in {"overdue", "behind"}]
    many = number_of(len(held), "commitment")
    title = (
        f"{reference}, {day_words(on)}: {len(late)} of {many} "
        f"{'is' if len(late) == 1 else 'are'} behind or overdue"
    )
    said = f"Behind or overdue: {'; '.join(late) or 'nothing'}. In per cent of what is committed."
    columns = ("commitment", "part", "percent", "figure")
    return grouped(title, said, columns, rows, amount="datum.percent",
                   word="% of what is committed")  # fmt: skip


def _name(each: Drawn) -> str:
    line = each.obligation
    return f"{line.line} {line.code} {line.title}"
