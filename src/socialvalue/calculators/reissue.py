"""What has changed between a calculator that is out and one that replaces it."""

from __future__ import annotations

from socialvalue.calculators.issued import Calculator
from socialvalue.calculators.versions import changed_since

__all__ = ["changes_between"]


def changes_between(before: Calculator, after: Calculator) -> tuple[str, ...]:
    """What a bidder who has the earlier calculator must know of the later one.

    Args:
        before: The one that is out.
        after: The one that replaces it.

    Returns:
        Sentences, none where nothing that decides a pound has changed.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> one = sv.calculators.make(parks, toms, measures=["NT10"])
        >>> other = sv.calculators.make(parks, toms, measures=["NT10"], limits={"NT10": 400})
        >>> changes_between(one, other)
        ('NT10: the most that the form takes was 397155.45 and is 400.',)
    """
    return changed_since(before, after)
