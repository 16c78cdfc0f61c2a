"""The commitments of a bid, each as one, whether it counts in whole, in part or not at all.

The engine makes two or three lines of a commitment that counts only up to a limit; people offered
one thing, and see one thing, with its parts below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

import attrs

from socialvalue.assess.pounds.data import ValuationData
from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import Line
from socialvalue.errors import Problem
from socialvalue.model.framework import Framework
from socialvalue.numbers import EXACT, Exact, total
from socialvalue.numbers import pounds as pounds_words
from socialvalue.words import COUNTS, DOES_NOT_COUNT, IN_PART, REPORTED, number_of, standing

__all__ = [
    "EXACT_COLUMNS",
    "Counted",
    "Offered",
    "carries_pounds",
    "counted",
    "offer_columns",
    "offered_of",
    "set_words",
]

EXACT_COLUMNS = ("quantity", "quantity_counted", "unit_value", "share_kept")
"""The columns of `offer_columns` that hold Decimals."""
_PLACES = 18


@attrs.frozen
class Offered:
    """One commitment as it was offered, and what became of it.

    Attributes:
        parts: Its lines: what counts, then what does not; one where all of it fares alike.
    """

    parts: tuple[Line, ...]

    @property
    def line(self) -> Line:
        """Its first line: number, commitment, measure, figure and place are those of all."""
        return self.parts[0]

    @property
    def number(self) -> int:
        """Its place in the bid, from 1."""
        return self.line.number

    @property
    def quantity(self) -> Exact:
        """How much was offered, in the measure's unit, over the whole contract."""
        return total(each.quantity for each in self.parts)

    @property
    def value(self) -> Decimal:
        """£ that count, to the penny."""
        return pounds(sum(each.pence for each in self.parts))

    @property
    def submitted(self) -> Decimal:
        """£ as offered, to the penny."""
        return pounds(sum(each.submitted_pence for each in self.parts))

    @property
    def in_part(self) -> bool:
        """Whether some of it counts, and some does not."""
        return len({each.accepted for each in self.parts}) > 1

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """Why it, or a part of it, does not count."""
        return tuple(one for each in self.parts for one in each.refusals)

    @property
    def standing(self) -> str:
        """What becomes of it in the three words: counts; does not count, because …; reported."""
        return standing((each.code for each in self.refusals), in_part=self.in_part)

    @property
    def words(self) -> str:
        """The same as a sentence with every reason, its code behind it."""
        reasons = _reasons(self.refusals)
        said = self.kind[:1].upper() + self.kind[1:]
        if self.in_part:
            return f"{said}, {pounds_words(self.value)}: {reasons}."
        if self.kind == DOES_NOT_COUNT:
            return f"{said}, because {reasons}."
        codes = f" ({self.refusals[0].code})" if self.refusals else ""
        others = _reasons(self.refusals[1:])
        return f"{said}{codes}{'; ' if others else ''}{others}."

    @property
    def kind(self) -> str:
        """The same without the reason."""
        return self.standing.partition(",")[0] if self.standing != REPORTED else REPORTED


def _reasons(refusals: Iterable[Problem]) -> str:
    return "; ".join(f"{each.message.rstrip('. ')} ({each.code})" for each in refusals)


def offered_of(lines: Iterable[Line]) -> tuple[Offered, ...]:
    """The commitments that some lines speak of, in their order.

    Args:
        lines: Lines of one bid, those of one commitment beside each other.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=100_000, years=3, published="2022-07-01")
        >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT4", sv.fte(2, years=3))])
        >>> [offer] = offered_of(sv.value(tender, bid, toms).lines)
        >>> offer.standing, [str(each.quantity) for each in offer.parts]
        ('counts in part', ['2', '4'])
    """
    grouped = groupby(lines, key=lambda each: each.number)
    return tuple(Offered(tuple(parts)) for _, parts in grouped)


@attrs.frozen
class Counted:
    """How many commitments of a bid fare how: together they are all of them.

    Attributes:
        counts: Those that count in whole.
        in_part: Those that count in part.
        does_not: Those that do not count.
        reported: Those that are reported, and carry no pounds.
    """

    counts: int
    in_part: int
    does_not: int
    reported: int

    @property
    def offered(self) -> int:
        """How many there are."""
        return self.counts + self.in_part + self.does_not + self.reported

    @property
    def not_whole(self) -> int:
        """Those that do not count in whole: what programs know as ``lines_refused``."""
        return self.offered - self.counts

    @property
    def in_full(self) -> str:
        """How many of them count in whole, for a column: "7 of 9"."""
        return f"{self.counts} of {self.offered}"

    @property
    def words(self) -> str:
        """All of it in one sentence, without its full stop."""
        parts = (
            (self.counts, "counts", "count"),
            (self.in_part, "counts in part", "count in part"),
            (self.does_not, "does not count", "do not count"),
            (self.reported, "is reported, no pounds", "are reported, no pounds"),
        )
        said = [f"{n} {one if n == 1 else many}" for n, one, many in parts if n]
        return f"{number_of(self.offered, 'commitment')}{': ' if said else ''}{'; '.join(said)}"


def counted(valuation: ValuationData) -> Counted:
    """How many commitments of a bid count, count in part, do not count, or are reported.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=100_000, years=3, published="2022-07-01")
        >>> offers = [toms.commit("NT4", sv.fte(2, years=3)), toms.commit("NT44", sv.yes())]
        >>> counted(sv.value(tender, sv.Bid("Acme", commitments=offers), toms)).words
        '2 commitments: 1 counts in part; 1 is reported, no pounds'
    """
    kinds = [each.kind for each in offered_of(valuation.lines)]
    return Counted(*(kinds.count(word) for word in (COUNTS, IN_PART, DOES_NOT_COUNT, REPORTED)))


def carries_pounds(framework: Framework) -> bool:
    """Whether any measure of a set can add pounds; of the national model none can.

    Example:
        >>> import socialvalue as sv
        >>> [carries_pounds(sv.load(each)) for each in
        ...  ("uk-open@2026.1", "uk-social-value-model@ppn-002")]
        [True, False]
    """
    return any(each.kind == "monetised" for each in framework.measures.values())


def set_words(framework: Framework) -> str:
    """Which set values the offers; or, where none of its measures carries pounds, only names them.

    Example:
        >>> import socialvalue as sv
        >>> set_words(sv.load("uk-social-value-model@ppn-002"))
        'Measures of uk-social-value-model@ppn-002, which carry no pounds'
    """
    layers = " over ".join(each.label for each in reversed(framework.layers))
    if carries_pounds(framework):
        return f"Valued with {layers}"
    return f"Measures of {layers}, which carry no pounds"


def offer_columns(valuation: ValuationData) -> dict[str, list[Any]]:
    """The commitments of a bid as columns, a row each: units, pennies, and what became of it.

    Args:
        valuation: What they are worth.

    Returns:
        Name to cells; a quantity or share without a last decimal, such as a third, to 18 places.
    """
    offers = offered_of(valuation.lines)
    lines, rows = [each.line for each in offers], len(offers)
    measures = [each.definition for each in lines]
    counted_parts = [[part.quantity for part in each.parts if part.accepted] for each in offers]
    return {
        "bidder": [valuation.bid.bidder] * rows,
        "lot": [valuation.bid.lot or ""] * rows,
        "commitment": [each.number for each in offers],
        "measure": [each.code for each in measures],
        "title": [each.title for each in measures],
        "theme": [each.theme for each in measures],
        "outcome": [each.outcome for each in measures],
        "value_kind": [each.value_kind for each in measures],
        "activity": [each.activity or "" for each in lines],
        "place": [each.place or "" for each in lines],
        "date": [each.on for each in lines],
        "quantity": [_decimal(each.quantity) for each in offers],
        "quantity_counted": [_decimal(total(each)) for each in counted_parts],
        "unit": [each.unit for each in measures],
        "unit_value": [each.unit_value for each in lines],
        "share_kept": [_decimal(each.keep) for each in lines],
        "submitted_pence": [sum(part.submitted_pence for part in each.parts) for each in offers],
        "value_pence": [sum(part.pence for part in each.parts) for each in offers],
        "standing": [each.kind for each in offers],
        "problem": [next((one.code for one in each.refusals), "") for each in offers],
        "reason": [_reasons(each.refusals) for each in offers],
    }


def _decimal(number: Exact) -> Decimal:
    """A number as a Decimal; one without a last decimal to the nearest of 18 places, half up."""
    if isinstance(number, Decimal):
        return number
    return Decimal((Fraction(number) * 10**_PLACES * 2 + 1) // 2).scaleb(-_PLACES, EXACT)
