"""The shape of a scheme: award criteria with their points and methods."""

from typing import Any, ClassVar

import attrs

from socialvalue.definitions.shapes.entries import APART, Entry, number, one_of, parts, word
from socialvalue.model.criteria import COUNTS_AS, Criterion, ValueForMoney
from socialvalue.model.methods import BUILT_IN, DENOMINATORS, AgainstTarget, PanelMark
from socialvalue.model.scheme import Scheme

__all__ = [
    "METHOD_WORDS",
    "BandEntry",
    "CriterionEntry",
    "SchemeEntry",
]

_METHODS: tuple[Any, ...] = (*BUILT_IN, ValueForMoney)
METHOD_WORDS: dict[str, type[Any]] = {each.WORD: each for each in _METHODS}
"""The word of a method in files to the method."""


@attrs.define
class BandEntry(Entry):
    """One band of a table: from ``lower`` up to, not with, ``upper``."""

    lower: str = attrs.field(metadata={"reads": "number"})
    mark: str = attrs.field(metadata={"reads": "number"})
    upper: str | None = number()


@attrs.define
class CriterionEntry(Entry):
    """An award criterion: points, and a method or criteria of its own."""

    NOUNS: ClassVar[tuple[type, ...]] = (Criterion, AgainstTarget, PanelMark)
    name: str
    points: str = attrs.field(metadata={"reads": "number"})
    method: str = attrs.field(default="", metadata={"listed": METHOD_WORDS})
    criteria: "list[CriterionEntry]" = attrs.Factory(list)
    minimum_points: str | None = number()
    needs_both: bool = False
    counts_as: str = word(("", *COUNTS_AS), "")
    price: str = ""
    go_on: int | None = None
    out_of: str | None = number()
    minimum: str | None = number()
    mean: bool | None = None
    scale: dict[str, str] | None = None
    target: str | None = number()
    cap: str | None = number()
    floor: str | None = number()
    denominator: str | None = attrs.field(default=None, metadata=one_of(*DENOMINATORS))
    weight_value: dict[str, str] | None = number()
    weight_score: dict[str, str] | None = number()
    bands: list[BandEntry] | None = None
    menu: dict[str, str] | None = number()
    required: str | None = number()
    relative: bool | None = None
    reference: str | None = number()
    at_mean: str | None = number()
    per_percent: str | None = number()
    exponent: str | None = number()
    quality: "list[CriterionEntry] | None" = None


attrs.resolve_types(CriterionEntry)


@attrs.define
class SchemeEntry(Entry):
    """A scheme."""

    NOUNS: ClassVar[tuple[type, ...]] = (Scheme, PanelMark)
    criteria: list[CriterionEntry]
    out_of: str = number("100")
    places: int = attrs.field(default=2, metadata=APART)
    round_at: str = word(("total", "part"), "total", apart=1)
    ties: list[str] = parts(list, apart=1)
    scale: dict[str, str] | None = None
    illustrative: bool = attrs.field(default=False, metadata=APART)
    note: str = attrs.field(default="", metadata=APART)
