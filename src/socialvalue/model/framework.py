"""A framework: the themes, outcomes and measures of one edition, with what lies over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.blocks import Block, Listing, Shown
from socialvalue.errors import InputError, NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.canonical import UNORDERED, fingerprint
from socialvalue.model.commitment import Commitment, counted, quantity_problems
from socialvalue.model.fields import day, text
from socialvalue.model.figures import Exclusion, ProxyValue, Source, candidates
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.guidance import Guidance
from socialvalue.model.measure import Measure, worth
from socialvalue.model.national import Applies
from socialvalue.model.places import Place, chain, place_name, rings
from socialvalue.model.policy import NO_POLICY, Policy
from socialvalue.model.scheme import Scheme
from socialvalue.model.search import measures_with
from socialvalue.spans import NOWHERE, Span
from socialvalue.tables import rows_to_frame
from socialvalue.units import UNITS, Quantity
from socialvalue.words import day_words, number_of

__all__ = ["Framework", "Layer", "Outcome", "Period", "Theme"]

Share = int | str | float | Decimal | Fraction
"""How a share from 0 to 1 may be written."""


@attrs.frozen
class Period:
    """A period, both days included; open where a day is None."""

    start: date | None = None
    end: date | None = None
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    @property
    def words(self) -> str:
        """The period as people read it."""
        start = "the beginning" if self.start is None else day_words(self.start)
        return f"from {start}" + (f" to {day_words(self.end)}" if self.end else "")

    def __str__(self) -> str:
        return f"from {self.start or 'the beginning'}" + (f" to {self.end}" if self.end else "")


@attrs.frozen
class Outcome:
    """What a group of measures is for."""

    key: str
    title: str
    note: str = ""


@attrs.frozen
class Theme:
    """A group of outcomes."""

    key: str
    title: str
    outcomes: FrozenMap[str, Outcome]
    note: str = ""


@attrs.frozen
class Layer:
    """One set among those that lie over each other: what it is, and the hash of its meaning."""

    id: str
    edition: str
    kind: str
    title: str
    sha256: str

    @property
    def label(self) -> str:
        """``id@edition``."""
        return f"{self.id}@{self.edition}"


@attrs.frozen(repr=False)
class Framework(Shown):
    """A set of measures in one edition; for a plug-in, as it lies over its base.

    Attributes:
        id: Its name in files and on the command line.
        edition: Which publication.
        kind: ``framework`` or ``plugin``.
        title: In words.
        publisher: Whose figures these are.
        coverage: ``complete`` or ``partial``.
        in_force: When this edition is offered for a date.
        licence: SPDX id or LicenseRef.
        rights: What a user must check.
        sources: Key to source.
        themes: Key to theme.
        measures: Canonical code to measure.
        exclusions: The rules on double counting.
        codes: A plug-in's own code to the canonical one.
        places: ONS code to place.
        place: The plug-in's place, or None.
        policy: Dated targets, thresholds and weights.
        applies: For a national model, whom it binds and when; else None.
        scheme: The plug-in's scheme, or None.
        guidance: The plug-in's own words for the guides to its measures, or None.
        revises: The edition that it stands in for where neither edition nor day is said, or "".
        on: The day for which it was loaded, or None.
        first_day: The day that is meant where none is named: the first on which every layer has
            begun and its measures have their values.  None for a set that was not loaded.
        prices_of: The year to whose prices its values were moved, or "".
        origins: The code of each adopted measure to the id of the set that it is of.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> toms["NT10"].unit
        'person_week'
    """

    id: str
    edition: str
    kind: str = "framework"
    title: str = ""
    publisher: str = ""
    coverage: str = "complete"
    in_force: Period = Period()
    currency: str = "GBP"
    price_base: date | None = None
    licence: str = ""
    rights: str = ""
    note: str = ""
    sources: FrozenMap[str, Source] = attrs.field(factory=FrozenMap, repr=False)
    themes: FrozenMap[str, Theme] = attrs.field(factory=FrozenMap, repr=False)
    measures: FrozenMap[str, Measure] = attrs.field(factory=FrozenMap, repr=False)
    exclusions: tuple[Exclusion, ...] = attrs.field(default=(), repr=False, metadata=UNORDERED)
    codes: FrozenMap[str, str] = attrs.field(factory=FrozenMap, repr=False)
    place: str | None = None
    policy: Policy = attrs.field(default=NO_POLICY, repr=False)
    applies: Applies | None = attrs.field(default=None, repr=False)
    scheme: Scheme | None = attrs.field(default=None, repr=False)
    guidance: Guidance | None = attrs.field(default=None, repr=False)
    lower_layers: tuple[Layer, ...] = attrs.field(default=(), repr=False)
    revises: str = ""
    on: date | None = None
    prices_of: str = ""
    places: FrozenMap[str, Place] = attrs.field(factory=FrozenMap, repr=False, eq=False)
    first_day: date | None = attrs.field(default=None, repr=False, eq=False)
    origins: FrozenMap[str, str] = attrs.field(factory=FrozenMap, repr=False, eq=False)

    @property
    def label(self) -> str:
        """``id@edition``, as it is written in files.

        Example:
            >>> Framework("demo", "2024").label
            'demo@2024'
        """
        return f"{self.id}@{self.edition}"

    @cached_property
    def sha256(self) -> str:
        """The hash of its meaning; ``on`` is not part of it."""
        return fingerprint(attrs.evolve(self, on=None))

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """What lies over what, the base first and this set last."""
        own = Layer(self.id, self.edition, self.kind, self.title, self.sha256)
        return (*self.lower_layers, own)

    def __hash__(self) -> int:
        return hash((self.id, self.edition, len(self.measures)))

    def __getitem__(self, code: str) -> Measure:
        named: Any = code  # a caller without a type checker may give anything
        found = self.measures.get(self.codes.get(code, code)) if isinstance(named, str) else None
        if found is None:
            hint = self._suggest(code)
            raise NotFoundError(problem("SV209", found=code, set=self.label, hint=hint))
        return found

    def __contains__(self, code: object) -> bool:
        if isinstance(code, str):
            return self.codes.get(code, code) in self.measures
        return isinstance(code, Measure) and self.measures.get(code.code) == code

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def __len__(self) -> int:
        return len(self.measures)

    def canonical(self, code: str) -> str:
        """The canonical code for a code of this set or of its base."""
        return self.codes.get(text(code), code)

    def _suggest(self, code: str) -> str:
        hint = did_you_mean(code, [*self.measures, *self.codes], label="codes")
        return hint + (" (this set is partial)" if self.coverage == "partial" else "")

    def search(self, words: str) -> Listing[Measure]:
        """Measures whose code, title, definition, tags or outcome contain all the words.

        The measure that has the words for its code comes first, the others in the set's order.
        Where there is none, the `suggestions` of what comes back are words that look like them.

        Raises:
            InputError: The words are no text (SV316).

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> [each.code for each in toms.search("apprentice")]
            ['NT10']
            >>> toms.search("aprentice")
            <no measure with 'aprentice'; did you mean 'apprentice' or 'apprenticeship'?>
        """
        figures = dict(zip(self.measures, self._figures_today(), strict=True))
        said = [(each, self._searched(each)) for each in self]
        return measures_with(text(words), said, lambda each: _row(each, figures[each.code]))

    def _searched(self, measure: Measure) -> str:
        outcome = self.themes[measure.theme].outcomes[measure.outcome].title
        texts = (measure.code, measure.alias, measure.title, measure.definition, outcome)
        return " ".join((*texts, *measure.tags)).lower()

    def unit_value(
        self, code: str, *, on: date | str | None = None, place: str | None = None
    ) -> Decimal | None:
        """The value in £ of one unit, on a day at a place; None where there is none.

        Args:
            code: A measure's code, canonical or the plug-in's.
            on: The day; that for which the set was loaded, or its first day, if not given.
            place: ONS code; the plug-in's place if not given.

        Raises:
            NotFoundError: No such measure (SV209).
            InputError: No such place (SV210), not a date (SV206).

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2020")
            >>> toms.unit_value("NT1", place="E10000012")     # Essex has none of its own
            Decimal('28460')
        """
        around = rings(self.places, place or self.place)
        found = candidates(self[code].proxy, self.value_date(on), around)
        return found[0].value if found else None

    def value_date(self, on: date | str | None = None) -> date:
        """The day whose values count: the one given, else that of the set; never today."""
        if on is not None:
            return day(on)
        return self.on or self.first_day or self.in_force.start or date.max

    def commit(
        self,
        code: str,
        quantity: Quantity,
        *,
        activity: str | None = None,
        place: str | None = None,
        date: date | str | None = None,
        basis: str = "whole",
        share_claimed: Share | None = None,
        deadweight: Share | None = None,
        displacement: Share | None = None,
        leakage: Share | None = None,
        attribution_to_others: Share | None = None,
        community: bool = False,
        note: str = "",
        span: Span = NOWHERE,
    ) -> Commitment:
        """A commitment to one measure.

        Args:
            code: A measure's code, canonical or the plug-in's.
            quantity: With its unit: ``sv.fte("12.5", years=2)``, ``sv.gbp("310_000")`` …
            activity: Which people, hours or pounds these are: what makes double counting visible.
            place: ONS code of where the benefit falls or the supplier stands.
            date: The day whose unit value counts, if not the tender's.
            basis: ``whole`` contract, ``per_year``, ``per_million`` (£1m of contract value) or
                ``per_call_off``.
            share_claimed: The share of the result that is kept, 0 to 1.
            deadweight: The share that would have happened anyway.
            displacement: The share that only moved from elsewhere.
            leakage: The share that goes to people it was not meant for.
            attribution_to_others: The share owed to others; not together with `share_claimed`.
            community: Whether community groups may ask for it.
            note: The bidder's own words.
            span: Where it is written.

        Raises:
            NotFoundError: No such measure (SV209).
            InputError: Wrong unit (SV308), not a quantity (SV309), or a detail that cannot mean
                anything; all of them together.

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> toms.commit("NT29", sv.hours(3, people=10)).quantity.amount
            Decimal('30')
        """
        measure = self[code]
        findings = [*quantity_problems(measure, quantity), *self._place_problems(place)]
        made = None
        try:
            made = Commitment(
                measure=measure.code,
                quantity=counted(measure, quantity),
                offered=quantity,
                framework=self.label,
                activity=activity,
                place=place,
                date=date,
                basis=basis,
                share_claimed=share_claimed,
                deadweight=deadweight,
                displacement=displacement,
                leakage=leakage,
                attribution_to_others=attribution_to_others,
                community=community,
                note=note,
                span=span,
            )
        except InputError as error:
            findings += error.problems
        if made is None or findings:
            raise InputError(findings)
        return made

    def _place_problems(self, place: str | None) -> tuple[Problem, ...]:
        try:
            chain(self.places, place if isinstance(place, str) else None)
        except InputError as error:
            return error.problems
        return ()

    def to_frame(self, backend: str = "polars") -> Any:
        """One row a measure, as a dataframe of the named library.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.

        Returns:
            Columns code, alias, title, theme, outcome, unit, kind, value_kind, place, counts,
            unit_value (text, £ per unit at the set's date and place), confidence, note.
        """
        fields = ("code", "alias", "title", "theme", "outcome", "unit", "kind", "value_kind",
                  "place", "counts")  # fmt: skip
        columns = {name: [getattr(each, name) for each in self] for name in fields}
        return rows_to_frame({**columns, **self._values_today()}, backend)

    def _line(self) -> str:
        over = "".join(f" over {each.label}" for each in self.lower_layers)
        return f"{self.label}{over}, {self.title!r}, {number_of(len(self), 'measure')}"

    def _blocks(self) -> Iterable[Block]:
        from socialvalue.model.display import framework_blocks

        return framework_blocks(f"{self.title} ({self.label})", self._facts(), self._shown())

    def _facts(self) -> Iterator[str]:
        if self.publisher:
            yield f"Published by {self.publisher}. In force {self.in_force.words}."
        partial = "; not all of the published ones are here." if self.coverage == "partial" else "."
        yield f"{'Partial: ' if self.coverage == 'partial' else ''}{len(self)} measures{partial}"
        if self.lower_layers:
            yield f"Lies over {', '.join(each.label for each in self.lower_layers)}."
        if self.licence:
            yield f"Licence of its data: {self.licence}. {self.rights}"
        where = place_name(self.places, self.place)
        yield f"Values of {day_words(self.value_date())}, for {where}."

    def _shown(self) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        """Each theme's title, with what is shown of its measures."""
        figures = dict(zip(self.measures, self._figures_today(), strict=True))
        for key, theme in self.themes.items():
            yield (
                theme.title,
                [_row(each, figures[each.code]) for each in self if each.theme == key],
            )

    def _figures_today(self) -> list[ProxyValue | None]:
        around, when = rings(self.places, self.place), self.value_date()
        return [next(iter(candidates(each.proxy, when, around)), None) for each in self]

    def _values_today(self) -> dict[str, list[str | None]]:
        firsts = self._figures_today()
        return {
            "unit_value": [
                None if v is None or v.value is None else f"{v.value:f}" for v in firsts
            ],
            "confidence": ["" if v is None else v.confidence for v in firsts],
            "note": [
                each.note if v is None else v.note for each, v in zip(self, firsts, strict=True)
            ],
        }


def _row(measure: Measure, figure: ProxyValue | None) -> tuple[str, ...]:
    return (measure.name, measure.title, UNITS[measure.unit].name, worth(measure, figure))
