"""The chart of a simulation: 20 dots a bid for its pounds, and 20 for the lead over each other."""

from __future__ import annotations

from collections.abc import Iterable

from socialvalue.charts import Chart, dots
from socialvalue.uncertainty.data import SimulationData
from socialvalue.uncertainty.tried import Amounts
from socialvalue.uncertainty.words import in_twenty, of_twenty

__all__ = ["trials_chart"]

_DOTS = 20
_WORD = "Worlds we tried: each dot is 1 trial in 20; the line is the published figure"
_POUNDS = "£ of social value (proxy value)"


def trials_chart(found: SimulationData) -> Chart:
    """Strips of dots; the published figure is a line across each.

    Args:
        found: The trials.
    """
    names = [each.bidder for each in found.evaluation.results if each.rank is not None]
    others = [each for each in names if each != found.first]
    strips = [(_POUNDS, name, found.value(name)) for name in names]
    ahead = f"Points by which {found.first} is ahead"
    strips += [(ahead, name, found.lead(name)) for name in others]
    said = [f"{name} first in {in_twenty(found.chance(name))}" for name in names]
    title = f"{found.first} is first in {of_twenty(found.chance(found.first))}"
    description = (
        f"{found.draws:,} trials, each dot 1 in 20: {'; '.join(said)}. The lines are the "
        "published figures, which no trial changes; the broken line is where two are level."
    )
    rows = [row for strip in strips for row in _strip(*strip)]
    return dots(title, description, rows, word=_WORD, zero={ahead})


def _strip(panel: str, name: str, amounts: Amounts) -> Iterable[tuple[str, str, str, float]]:
    yield panel, name, "published", float(amounts.published)
    yield from ((panel, name, "trial", float(each)) for each in amounts.quantiles(_DOTS))
