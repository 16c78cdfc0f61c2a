"""The chart of one contract: how much of each commitment is due, reported and verified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from socialvalue.charts import Chart, grouped
from socialvalue.contracts.amounts import per_cent
from socialvalue.words import day_words, number_of

__all__ = ["Bar", "commitments_chart"]


@attrs.frozen
class Bar:
    """A commitment, as far as it is drawn.

    Attributes:
        name: Its number, code and title.
        committed: How much is committed.
        due: How much is due by now; None where no plan is agreed.
        reported: How much is reported.
        verified: How much is verified.
        is_late: Whether it is behind or overdue.
    """

    name: str
    committed: Fraction
    due: Fraction | None
    reported: Fraction
    verified: Fraction
    is_late: bool


def commitments_chart(reference: str, on: date, held: Sequence[Bar]) -> Chart:
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
                rows.append((each.name, part, float(share * 100), per_cent(share)))
    late = [each.name for each in held if each.is_late]
    many = number_of(len(held), "commitment")
    title = (
        f"{reference}, {day_words(on)}: {len(late)} of {many} "
        f"{'is' if len(late) == 1 else 'are'} behind or overdue"
    )
    said = f"Behind or overdue: {'; '.join(late) or 'nothing'}. In per cent of what is committed."
    columns = ("commitment", "part", "percent", "figure")
    return grouped(title, said, columns, rows, amount="datum.percent",
                   word="% of what is committed")  # fmt: skip
