"""A measure: what is counted, in which unit, and what one of it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import Problem, problem
from socialvalue.model.canonical import UNORDERED
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue, Source
from socialvalue.numbers import pounds
from socialvalue.spans import NOWHERE, Span
from socialvalue.units import UNITS
from socialvalue.words import REPORTED

__all__ = ["COUNTS", "HEADCOUNTS", "KINDS", "MEASURE_PLACES", "VALUE_KINDS", "Measure",
           "counts_people", "worth", "wrong_group"]  # fmt: skip

KINDS = ("monetised", "recorded")
VALUE_KINDS = ("local_economic", "social")
MEASURE_PLACES = ("benefit", "supplier", "none")
COUNTS = ("every_year", "first_year", "any")
HEADCOUNTS = ("", "people", "fte", "none")
_PEOPLE_IN = {"people": ("person", "employee"), "fte": ("fte_year",)}
"""The units in which each way to count people can be: hours and tonnes are nobody."""

_COUNTED = {
    "every_year": "Every year within the contract counts.",
    "first_year": "Only each person's first 12 months count.",
    "any": "",
}
_FALLS = {
    "benefit": "The benefit must be in the contract's place.",
    "supplier": "The supplier must be based in the contract's place.",
    "none": "",
}
_HEADS = {
    "people": "After award each person is counted once.",
    "fte": "After award FTE at any one time are counted; FTE-years are no number of jobs.",
    "none": "It counts no jobs.",
    "": "",
}


@attrs.frozen(repr=False)
class Measure(Shown):
    """What may be offered, how it is counted, and what one unit of it is worth.

    Attributes:
        code: The canonical code.
        title: In our own words.
        theme: Key of its theme.
        outcome: Key of its outcome.
        unit: A word of the list of units.
        kind: ``monetised``, or ``recorded`` (never adds £).
        value_kind: ``local_economic`` or ``social``; reported apart as well as together.
        place: What must be in the contract's place: ``benefit``, ``supplier`` or ``none``.
        counts: ``every_year``, ``first_year`` or ``any``: a check on the quantity's years.
        group: The group of people that it is for, or "".
        headcount: How its people are counted after award: ``people`` (each once), ``fte`` (at any
            one time), ``none`` (no jobs), or "" where nobody says.
        proxy: Its figures, or None for a recorded measure.
        definition: What counts, in our own words.
        example: One sentence of counting it right.
        mistake: The commonest mistake.
        evidence: What a bidder shows for it.
        tags: Words to find it by.
        note: What a reader must know.
        alias: The plug-in's own code, or "".
        switched_off: Why the buyer does not use it, or "".
        rules: The rules on double counting that concern it.
        sources: The publications its figures come from.
        span: Where it is written.
    """

    code: str
    title: str
    theme: str
    outcome: str
    unit: str
    kind: str = "monetised"
    value_kind: str = "social"
    place: str = "none"
    counts: str = "any"
    proxy: Proxy | None = None
    definition: str = ""
    example: str = ""
    mistake: str = ""
    evidence: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    alias: str = ""
    switched_off: str = ""
    group: str = ""
    headcount: str = ""
    rules: tuple[Exclusion, ...] = attrs.field(default=(), repr=False, metadata=UNORDERED)
    sources: tuple[Source, ...] = attrs.field(default=(), repr=False)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)

    @property
    def name(self) -> str:
        """The code as people here know it, which is the plug-in's own first."""
        return f"{self.alias} ({self.code})" if self.alias else self.code

    @property
    def local(self) -> bool:
        """Whether its value depends on the place."""
        return self.proxy is not None and self.proxy.local

    def _line(self) -> str:
        return f"{self.name}, {self.title!r}, {UNITS[self.unit].name}"

    def _blocks(self) -> Iterable[Block]:
        from socialvalue.model.display import measure_blocks

        values = self.proxy.values if self.proxy else ()
        relations = [each for rule in self.rules for each in rule.relations_of(self.code)]
        named = f"{self.name} {self.title}"
        return measure_blocks(named, self._meaning(), values, relations, self.evidence)

    def _meaning(self) -> Iterator[str]:
        """What counts, and how it is counted."""
        unit = UNITS[self.unit]
        said = (
            self.definition,
            f"Switched off: {self.switched_off}" if self.switched_off else "",
            f"Counted in {unit.name}: {unit.meaning}. For example {unit.example}.",
            " ".join(each for each in (_COUNTED[self.counts], _FALLS[self.place]) if each),
            f"For this group: {self.group}." if self.group else "",
            _HEADS[self.headcount],
            f"Counted right: {self.example}" if self.example else "",
            f"Commonest mistake: {self.mistake}" if self.mistake else "",
            "Reported, no pounds." if self.kind == "recorded" else "",
            self.note,
        )
        return (each for each in said if each)


def wrong_group(group: str) -> Problem | None:
    """What is wrong with the name of a group of people: a character that no editor shows.

    Example:
        >>> wrong_group("care leavers")
        >>> print(wrong_group("care" + chr(0x200B) + "leavers").code)
        SV224
    """
    shown = "".join(each if each.isprintable() or each.isspace() else ascii(each)[1:-1]
                    for each in group)  # fmt: skip
    if shown == group:
        return None
    hint = "leave out characters that no editor shows: reports would have two groups of one name"
    return problem("SV224", found=shown, hint=hint)


def counts_people(headcount: str, unit: str) -> bool:
    """Whether people can be counted in such a way in a unit.

    Args:
        headcount: ``people``, ``fte``, ``none`` or "".
        unit: A word of the list of units.

    Example:
        >>> counts_people("fte", "fte_year"), counts_people("people", "fte_year")
        (True, False)
    """
    return unit in _PEOPLE_IN.get(headcount, (unit,))


def worth(measure: Measure, figure: ProxyValue | None) -> str:
    """What one unit is worth by a figure, or why it has no value, in two or three words."""
    if measure.switched_off:
        return "switched off"
    if measure.kind == "recorded":
        return REPORTED
    if figure is not None and figure.value is not None:
        return pounds(figure.value)
    return "given by the tender" if measure.local else "no value"
