"""What goes out: which measures, in which boxes, at which values and up to which quantity."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from functools import cached_property, lru_cache
from typing import Final

import attrs

from socialvalue.model.canonical import fingerprint
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT
from socialvalue.sheets.pennies import PennyFormula, penny_formula
from socialvalue.units import UNITS

__all__ = ["FORM", "MORE_ROWS", "CalculatorData", "CalculatorLine", "formula_of", "shortened"]

FORM: Final = "1"
"""The version of the form: of its boxes, and of how they become a quantity."""

MORE_ROWS: Final = 30
"""Rows for a second commitment to a measure."""
_DECIMALS: Final = 2


def shortened(sha256: str) -> str:
    """The first 16 signs of a fingerprint, as they are printed.

    Example:
        >>> shortened("3f0c91ab22d07e11" + 48 * "0")
        '3F0C-91AB-22D0-7E11'
    """
    signs = sha256[:16].upper()
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


@attrs.frozen(cache_hash=True)
class CalculatorLine:
    """One measure as it is asked for.

    Attributes:
        code: As bidders know it: the plug-in's own code first.
        measure: The canonical code.
        title: In our own words.
        unit: A word of the list of units.
        boxes: What is written into one box, or two; their product is the quantity.
        unit_value: £ per unit; None where it carries no pounds.
        counts: ``every_year``, ``first_year`` or ``any``.
        limit: The largest quantity that the form takes.
        words: Whether a commitment to it must say in words how it is delivered.
    """

    code: str
    measure: str
    title: str
    unit: str
    boxes: tuple[str, ...]
    unit_value: Decimal | None
    counts: str
    limit: Decimal
    words: bool = False

    @property
    def decimals(self) -> int:
        """Decimals of the quantity, which are two a box."""
        return _DECIMALS * max(1, len(self.boxes))

    @property
    def counted_in(self) -> str:
        """The unit in words, with what is multiplied.

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
            >>> sv.calculators.make(parks, toms, measures=["NT10"]).lines[0].counted_in
            'person-weeks: people × weeks each'
        """
        name = UNITS[self.unit].name
        return f"{name}: {' × '.join(self.boxes)}" if len(self.boxes) > 1 else name


@lru_cache(4096)
def formula_of(line: CalculatorLine) -> PennyFormula:
    """How a quantity of a measure becomes pence in a sheet."""
    return penny_formula(line.unit_value or Decimal(0), line.decimals)


@attrs.frozen(kw_only=True)
class CalculatorData:
    """What goes out to every bidder alike; its fields are those of `Calculator`."""

    tender: Tender
    framework: Framework
    lines: tuple[CalculatorLine, ...]
    limits: FrozenMap[str, Decimal]
    community: bool = False
    lot: str | None = None
    reach: bool = True
    version: int = 1
    replaced: str = ""
    because: str = ""
    changes: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes asked for, as bidders know them, in their order."""
        return tuple(each.code for each in self.lines)

    @property
    def target(self) -> Decimal | None:
        """£ of social value per £1 that the tender asks for, or the plug-in on the notice's day."""
        if self.tender.target is not None:
            return self.tender.target
        on = self.framework.value_date(self.tender.published)
        return self.framework.policy.target(on=on)

    @property
    def target_pence(self) -> int | None:
        """The least total in whole pence that reaches the target."""
        if self.target is None:
            return None
        due = EXACT.multiply(self.target, self.tender.contract_value.initial).scaleb(2, EXACT)
        return int(due.to_integral_value(ROUND_CEILING))

    @property
    def rules(self) -> list[list[str]]:
        """The rules on double counting among the measures asked for."""
        codes = {each.measure for each in self.lines}
        return sorted(
            [rule.rule, *pair]
            for rule in self.framework.exclusions
            for pair in rule.pairs
            if codes.issuperset(pair)
        )

    @property
    def sets(self) -> list[str]:
        """The sets of measures, by id and edition, that lie over each other."""
        return [each.label for each in self.framework.layers]

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of everything that decides a pound, and of nothing else.

        Another measure, order, unit value, limit, target, term or rule on double counting gives
        another fingerprint; another version of this library, or other words of guidance, do not.
        It finds accidents and edits; it is no signature.
        """
        tender = self.tender
        decides = {
            "form": FORM, "title": tender.title, "contract_value": tender.contract_value,
            "years": tender.years, "published": tender.published, "place": tender.place,
            "target": self.target, "lot": self.lot, "community": self.community,
            "rules": self.rules, "sets": self.sets,
            "lines": [attrs.evolve(each, title="", boxes=()) for each in self.lines],
        }  # fmt: skip
        return fingerprint(decides)

    @cached_property
    def places_called(self) -> Mapping[str, tuple[str, ...]]:
        """ONS codes by what a bidder may call a place in small letters, a code or a name."""
        found: dict[str, tuple[str, ...]] = {}
        for code, each in self.framework.places.items():
            for called in {code.casefold(), each.name.casefold()}:
                found[called] = (*found.get(called, ()), code)
        return found

    @property
    def short_fingerprint(self) -> str:
        """Its first 16 signs, as they are printed in the invitation and on the sheet."""
        return shortened(self.fingerprint)
