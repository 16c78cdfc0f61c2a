"""The shape of a scheme: award criteria with their points and methods."""

import attrs

from socialvalue.definitions.shapes.entries import Entry, one_of, word
from socialvalue.model.methods import DENOMINATORS

__all__ = [
    "BandEntry",
    "CriterionEntry",
    "SchemeEntry",
]


@attrs.define
class BandEntry(Entry):
    """One band of a table: from ``lower`` up to, not with, ``upper``."""

    lower: str
    mark: str
    upper: str | None = None


@attrs.define
class CriterionEntry(Entry):
    """An award criterion: points, and a method or criteria of its own."""

    name: str
    points: str
    method: str = ""
    criteria: "list[CriterionEntry]" = attrs.Factory(list)
    minimum_points: str | None = None
    needs_both: bool = False
    out_of: str | None = None
    minimum: str | None = None
    mean: bool | None = None
    target: str | None = None
    cap: str | None = None
    floor: str | None = None
    denominator: str | None = attrs.field(default=None, metadata=one_of(*DENOMINATORS))
    weight_value: dict[str, str] | None = None
    weight_score: dict[str, str] | None = None
    bands: list[BandEntry] | None = None
    menu: dict[str, str] | None = None
    required: str | None = None
    relative: bool | None = None
    reference: str | None = None
    at_mean: str | None = None
    per_percent: str | None = None
    exponent: str | None = None
    quality: "list[CriterionEntry] | None" = None


attrs.resolve_types(CriterionEntry)


@attrs.define
class SchemeEntry(Entry):
    """A scheme."""

    criteria: list[CriterionEntry]
    out_of: str = "100"
    places: int = 2
    round_at: str = word(("total", "part"), "total")
    ties: list[str] = attrs.Factory(list)
    illustrative: bool = False
    note: str = ""
