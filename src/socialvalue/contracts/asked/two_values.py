"""The same quantities at two values: those of award, and those of a set today, never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.lines import LineProgress, Progress
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.totals import Portfolio
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.model.fields import day, money, one
from socialvalue.model.framework import Framework
from socialvalue.numbers import plain, pounds, scaled, simplest, sum_of
from socialvalue.tables import rows_to_frame
from socialvalue.units import counted_in
from socialvalue.words import day_words, number_of

__all__ = ["TwoValues", "TwoValuesLine", "two_values"]

_PENCE = ("promised_at_award", "promised_today", "delivered_at_award", "delivered_today")


@attrs.frozen(kw_only=True, repr=False)
class TwoValuesLine(Shown):
    """A commitment at two values.

    Attributes:
        contract: The reference of its contract.
        obligation: The commitment.
        unit_value_today: £ per unit today; None where it has none.
        why: Why it has none, in words; "" where it has one.
        promised_at_award: £ committed, at the values of award.
        promised_today: £ committed, at today's; None where there are none.
        delivered_at_award: £ verified, at the values of award.
        delivered_today: £ verified, at today's; None where there are none.
    """

    contract: str
    obligation: Obligation
    unit_value_today: Decimal | None
    why: str
    promised_at_award: Decimal
    promised_today: Decimal | None
    delivered_at_award: Decimal
    delivered_today: Decimal | None

    def _line(self) -> str:
        today = self.why or pounds(self.promised_today or Decimal(0))
        return (
            f"{self.contract}, {self.obligation.line}, {self.obligation.code}, "
            f"{pounds(self.promised_at_award)} at award, {today}"
        )


@attrs.frozen(kw_only=True, repr=False)
class TwoValues(Shown):
    """Commitments at the values of award and at those of a set on a day, in columns of their own.

    What a contract is held to is the values of award; today's tell what the same would be worth
    now.  A rise in prices is no delivery.

    Attributes:
        on: The day as at which.
        valued: The day whose values are today's.
        set: The set that states them.
        lines: One for each commitment that carries pounds at award.
    """

    on: date
    valued: date
    set: str
    lines: tuple[TwoValuesLine, ...]

    def _sum(self, name: str, *, both: bool) -> Decimal:
        amounts = (getattr(each, name) for each in self.lines if not (both and each.why))
        return sum_of([Decimal("0.00"), *(each for each in amounts if each is not None)])

    @property
    def promised_at_award(self) -> Decimal:
        """£ committed at the values of award, of commitments that have both values."""
        return self._sum("promised_at_award", both=True)

    @property
    def promised_today(self) -> Decimal:
        """£ committed at today's values, of the same commitments."""
        return self._sum("promised_today", both=True)

    @property
    def delivered_at_award(self) -> Decimal:
        """£ verified at the values of award, of commitments that have both values."""
        return self._sum("delivered_at_award", both=True)

    @property
    def delivered_today(self) -> Decimal:
        """£ verified at today's values, of the same commitments."""
        return self._sum("delivered_today", both=True)

    @property
    def left_out(self) -> tuple[TwoValuesLine, ...]:
        """Commitments that have no value today, and stand in no sum here."""
        return tuple(each for each in self.lines if each.why)

    def to_frame(self, backend: str = "polars") -> Any:
        """A row a commitment, pounds as whole pence; None where there is no value today.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
        """
        rows = [_row(each) for each in self.lines]
        return rows_to_frame({name: [row[name] for row in rows] for name in _COLUMNS}, backend)

    def explain(self) -> Explanation:
        """Both values in columns of their own, and what has no value today."""
        return self._told()

    def _line(self) -> str:
        return (
            f"as at {day_words(self.on)}, {pounds(self.promised_at_award)} at award, "
            f"{pounds(self.promised_today)} by {self.set} on {day_words(self.valued)}"
        )

    def _blocks(self) -> Iterable[Block]:
        heads = ("contract", "no.", "commitment", "£ a unit at award", "£ a unit today",
                 "committed at award", "committed today", "verified at award",
                 "verified today")  # fmt: skip
        days = f"As at {day_words(self.on)}, and by {self.set} on {day_words(self.valued)}."
        law = "What a contract is held to is the values of award; a rise in prices is no delivery."
        said = (days, law)
        rows = (*map(_cells, self.lines), self._totals())
        yield Block("Two values of the same quantities", said, heads, rows, (3, 4, 5, 6, 7, 8),
                    lead=3)  # fmt: skip
        if self.left_out:
            many = number_of(len(self.left_out), "commitment")
            whose = (f"{each.contract}, {each.obligation.line}: {each.why}."
                     for each in self.left_out)  # fmt: skip
            yield Block("Without a value today", (f"{many}, in no sum here.", *whose))

    def _totals(self) -> tuple[str, ...]:
        sums = (f"{getattr(self, name):,}" for name in _PENCE)
        return ("All with both values", "", "", "", "", *sums)


def two_values(
    stands: Progress | Portfolio,
    framework: Framework,
    *,
    valued: Day | None = None,
    unit_values: Mapping[str, int | str | Decimal] | None = None,
) -> TwoValues:
    """The same quantities at the values of award and at those of a set on a day.

    Args:
        stands: How a contract stands, or all of them.
        framework: The set whose values are today's.
        valued: The day whose values count; the day as at which it stands, if not given.
        unit_values: £ per unit today of measures whose value is local, which a tender gives.

    Raises:
        InputError: The set is none (SV316), or an amount is none (SV301).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> toms = sv.load(tender.framework)
        >>> contract = sv.contracts.award(sv.evaluate(tender, bids, toms), "Brook & Daughters",
        ...     reference="ECC-0412", starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> held = sv.contracts.progress(register, "ECC-0412", on="2022-12-31")
        >>> found = sv.contracts.two_values(held, toms, unit_values=tender.unit_values)
        >>> found.promised_at_award == found.promised_today
        True
    """
    by, when = one("two_values", Framework, framework), stands.on if valued is None else day(valued)
    given = {by.canonical(code): money(much) for code, much in (unit_values or {}).items()}
    contracts = stands.contracts if isinstance(stands, Portfolio) else (stands,)
    lines = tuple(
        _valued(each, held.contract.reference, _Values(by, when, given))
        for held in contracts for each in held.lines if each.obligation.worth
    )  # fmt: skip
    return TwoValues(on=stands.on, valued=when, set=by.label, lines=lines)


@attrs.frozen
class _Values:
    """What a unit is worth today: by a set on a day, and by what a tender gives."""

    by: Framework
    on: date
    given: Mapping[str, Decimal]


def _valued(each: LineProgress, reference: str, values: _Values) -> TwoValuesLine:
    line = each.obligation
    value, why = _today(line, values)
    now = None if value is None else attrs.evolve(line, unit_value=value)
    today = [None if now is None else as_pounds(now.pence(simplest(amount)))
             for amount in (each.committed, each.verified)]  # fmt: skip
    return TwoValuesLine(
        contract=reference, obligation=line, unit_value_today=value, why=why,
        promised_at_award=as_pounds(each.promised_pence), promised_today=today[0],
        delivered_at_award=as_pounds(each.delivered_pence), delivered_today=today[1],
    )  # fmt: skip


def _today(line: Obligation, values: _Values) -> tuple[Decimal | None, str]:
    """£ of a unit today, or why there are none."""
    by = values.by
    if line.measure not in by:
        return None, f"{line.code} is not in {by.label}"
    measure = by[line.measure]
    if measure.unit != line.unit:
        return None, f"there it is counted in {counted_in(measure.unit)}"
    if measure.kind == "recorded" or measure.switched_off:
        return None, "there it carries no pounds"
    if measure.code in values.given:
        return values.given[measure.code], ""
    value = by.unit_value(measure.code, on=values.on, place=line.place or None)
    if value is not None:
        return value, ""
    local = "its value is local, and none was given" if measure.local else "no value on that day"
    return None, f"{by.label}: {local}"


_COLUMNS = (
    "contract", "line", "measure", "unit", "unit_value_at_award", "unit_value_today",
    *(f"{name}_pence" for name in _PENCE), "why",
)  # fmt: skip


def _row(each: TwoValuesLine) -> dict[str, Any]:
    line = each.obligation
    amounts = {name: getattr(each, name) for name in _PENCE}
    pence = {f"{name}_pence": None if much is None else int(scaled(much, 2))
             for name, much in amounts.items()}  # fmt: skip
    units = {"unit_value_at_award": line.unit_value, "unit_value_today": each.unit_value_today}
    written = {name: None if much is None else plain(much) for name, much in units.items()}
    return {"contract": each.contract, "line": line.line, "measure": line.code, "unit": line.unit,
            **written, **pence, "why": each.why}  # fmt: skip


def _cells(each: TwoValuesLine) -> tuple[str, ...]:
    line = each.obligation
    units = (line.unit_value, each.unit_value_today)
    return (each.contract, line.line, f"{line.code} {line.title}", *_shown(units),
            *_shown(getattr(each, name) for name in _PENCE))  # fmt: skip


def _shown(amounts: Iterable[Decimal | None]) -> Iterator[str]:
    return ("–" if each is None else f"{each:,}" for each in amounts)
