"""Contracts and returns made of what a council's own sheet says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import attrs

from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.delivery import DeliveryReturn
from socialvalue.contracts.importing.rows import (
    GatheredContract,
    GatheredLine,
    Reading,
    RowOfLine,
)
from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.people.groups import Counting, counting_of, group_of
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.engine.exact import half_up
from socialvalue.errors import InputError, Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure, counts_people
from socialvalue.model.tender import ACT_IN_FORCE, ContractValue
from socialvalue.numbers import plain, scaled
from socialvalue.sheets.headings import plain_heading, unit_of
from socialvalue.spans import Span
from socialvalue.units import UNITS, counted_in, quantity
from socialvalue.words import number_of

__all__ = ["ImportedReturn", "Making", "regime_at"]

_LOOKS: Mapping[str, str] = {
    "second_above": "above", "second_from": "least", "second_one_in": "one_in",
}  # fmt: skip
"""Which deliveries two people verify: the columns of it, and what each is of the rule."""
_NEEDED = ("supplier", "starts", "ends", "value")
_AMOUNTS = ("quantity", "pounds", "delivered", "delivered_pounds", "reported")
_SHOWN = 5


@attrs.frozen
class ImportedReturn:
    """What was delivered to date of a commitment, as a council's own sheet says it.

    Attributes:
        contract: The reference of the contract.
        noun: The return that it is written as.
        span: The cell.
    """

    contract: str
    noun: DeliveryReturn
    span: Span


@attrs.define
class Making:
    """Makes contracts and returns of what was gathered.

    Attributes:
        reading: Where problems and notes go.
        on: The day of the opening position.
        defaults: Field to what holds for every contract of which the sheet does not say it.
        units: What a unit of the sheet means, or what a measure is counted in.
        framework: The set from which titles, units and themes are taken, or None.
        lacking: Field to the contracts of which nothing says it.
        counts: What is told once, to how often.
        firsts: What is told once, to its first cell.
        asked: Units that were asked for already.
    """

    reading: Reading
    on: date
    defaults: Mapping[str, Any]
    units: Mapping[str, str]
    framework: Framework | None
    lacking: dict[str, list[GatheredContract]] = attrs.field(factory=dict)
    counts: Counter[str] = attrs.field(factory=Counter)
    firsts: dict[str, Span] = attrs.field(factory=dict)
    asked: set[tuple[str, str]] = attrs.field(factory=set)

    def make(
        self, all_of_them: Iterable[GatheredContract]
    ) -> tuple[tuple[tuple[Contract, Span], ...], tuple[ImportedReturn, ...]]:
        """The contracts, each with its cell, and the returns; what is wrong goes to the reading."""
        contracts, returns = [], list[ImportedReturn]()
        for held in all_of_them:
            made = self._contract(held, returns)
            if made is not None:
                contracts.append((made, held.span))
        for field, them in self.lacking.items():
            shown = ", ".join(each.reference for each in them[:_SHOWN])
            more = f" and {len(them) - _SHOWN:,} more" if len(them) > _SHOWN else ""
            found = problem("SV1003", what=field, found=f"{shown}{more}")
            self.reading.problems.append(them[0].span.placed(found))
        self.reading.notes.extend(self._told())
        return tuple(contracts), tuple(returns)

    def _told(self) -> Iterator[Problem]:
        """What is told once, with how often."""
        for what, count in self.counts.items():
            code, _, words = what.partition(" ")
            found = problem(code, count=number_of(count, "commitment"), what=words)
            yield self.firsts[what].placed(found)

    def _note(self, code: str, what: str, span: Span) -> None:
        key = f"{code} {what}"
        self.counts[key] += 1
        self.firsts.setdefault(key, span)

    def _contract(self, held: GatheredContract, returns: list[ImportedReturn]) -> Contract | None:
        said = {field: value for field, (value, _) in held.said.items()}
        details = {
            **self.defaults,
            **said,
            **({"supplier": held.suppliers} if held.suppliers else {}),
        }
        options, notices = (_several(details.pop(each, "")) for each in ("options", "notice_by"))
        lacking = [each for each in _NEEDED if details.get(each) in (None, "", [])]
        if len(notices) > len(options):
            lacking.append("options")
        for each in lacking:
            if each in held.refused:
                continue
            self.lacking.setdefault(each, []).append(held)
        before = len(self.reading.problems)
        lines, mine = self._lines(held)
        if lacking or len(self.reading.problems) > before:
            return None
        look = self._look(held, {each: details.pop(each, None) for each in _LOOKS})
        if len(self.reading.problems) > before:
            return None
        suppliers = details.pop("supplier")
        parties = [
            Party(each) for each in ([suppliers] if isinstance(suppliers, str) else suppliers)
        ]
        regime = details.pop("regime", "")
        try:
            made = Contract(
                reference=held.reference, title=details.pop("title", held.reference),
                suppliers=parties, value=ContractValue(details.pop("value")), lines=lines,
                regime=regime or regime_at(details.get("entered") or details["starts"]),
                options=zip_longest(options, notices), second_look=look, **details,
            )  # fmt: skip
        except SocialValueError as error:
            self.reading.problems.extend(held.span.locate(error.problems))
            return None
        returns.extend(self._placed(each, made) for each in mine)
        return made

    def _look(self, held: GatheredContract, said: Mapping[str, Any]) -> SecondLook | None:
        """Which deliveries two people verify; None where nothing is said, or for a problem."""
        asked = {_LOOKS[field]: each for field, each in said.items() if each not in {None, ""}}
        if not asked:
            return None
        try:
            return SecondLook(**{**asked, "one_in": _whole(asked.get("one_in"))})
        except SocialValueError as error:
            spots = {_LOOKS[field]: held.said[field][1] for field in _LOOKS if field in held.said}
            for each in error.problems:
                own = next((key for key in spots if key in each.message), next(iter(spots), ""))
                self.reading.problems.append(spots.get(own, held.span).placed(each))
            return None

    def _placed(self, each: tuple[Span, dict[str, Any]], made: Contract) -> ImportedReturn:
        """A return with the days that the sheet leaves open: from the start to the day."""
        span, said = each
        starts = said.pop("starts") or made.starts
        ends = said.pop("ends") or min(self.on, made.ends)
        noun = DeliveryReturn(starts=starts, ends=max(starts, ends), reported_by="supplier",
                              entered_by="supplier", **said)  # fmt: skip
        return ImportedReturn(made.reference, noun, span)

    # --- commitments ---

    def _lines(
        self, held: GatheredContract
    ) -> tuple[list[Obligation], list[tuple[Span, dict[str, Any]]]]:
        """The commitments of a contract, and what was delivered of them and beyond them."""
        lines, returns = list[Obligation](), list[tuple[Span, dict[str, Any]]]()
        for at, each in enumerate(held.lines.values(), start=1):
            try:
                made = self._line(each, each.line or str(at), len(held.suppliers) > 1)
                returns.extend(() if made is None else self._returns(each, made))
            except SocialValueError as error:
                self.reading.problems.extend(each.span.locate(error.problems))
                continue
            if isinstance(made, Obligation):
                lines.append(made)
        return lines, returns

    def _measure(self, code: str) -> Measure | None:
        if self.framework is None or not code:
            return None
        return self.framework[code]

    def _line(self, held: GatheredLine, name: str, shared: bool) -> Obligation | str | None:
        """A commitment; the unit alone, where nothing is committed; None for a problem."""
        measure = self._measure(held.measure)
        committed, pounds = held.total("quantity"), held.total("pounds")
        said = [found for each in _AMOUNTS if (found := held.total(each)) is not None]
        if not any(said):
            if not said and not any(each.is_refused for each in held.rows):
                self._note("SV1019", "", held.span)
            return ""
        in_pounds = self._in_pounds(held)
        unit = "gbp" if in_pounds else self._unit(held, measure)
        amount = pounds if in_pounds else committed
        if unit not in UNITS:
            return None
        if not amount:
            return unit
        self._check_rows(held, unit, in_pounds)
        worth = Decimal(1) if in_pounds else self._worth(held, amount, pounds)
        people = self._people(held, measure, unit)
        return Obligation(
            line=name, measure=measure.code if measure else held.measure, unit=unit,
            title=(measure.title if measure else held.words["measure_title"]) or held.measure,
            quantity=amount, scored=amount if worth else 0, unit_value=worth,
            offered=quantity("yes" if unit == "yes_no" and amount == 1 else plain(amount), unit),
            alias="" if measure is None or measure.code == held.measure else held.measure,
            theme=measure.theme if measure else held.words["theme"],
            outcome=measure.outcome if measure else held.words["outcome"],
            value_kind=_kind(held, measure), owner=held.owner if shared else "",
            written=str(held.span), activity=held.words["activity"],
            group=people.group, headcount=people.headcount, is_ours=people.is_ours,
            group_is_stated=people.group_is_stated,
        )  # fmt: skip

    def _people(self, held: GatheredLine, measure: Measure | None, unit: str) -> Counting:
        """For whom it is and how people are counted: the sheet says it, else the set, else we."""
        group, said = held.words["group"], as_read(held.words["headcount"])
        if measure is None or self.framework is None:
            return Counting(group_of(group), said)
        found = counting_of(measure, self.framework, group, said)
        if counts_people(found.headcount, unit):
            return found
        ours = bool(found.group and not (group or measure.group))  # of a sheet in pounds alone
        return Counting(found.group, said, ours)

    def _in_pounds(self, held: GatheredLine) -> bool:
        """Whether it has pounds alone; then both what is committed and what is delivered are."""
        pairs = (
            ("quantity", "pounds", "committed"),
            ("delivered", "delivered_pounds", "delivered"),
        )
        counted = [words for field, _, words in pairs if held.total(field) is not None]
        if held.total("reported") is not None:
            counted.append("reported")
        only = [words for field, other, words in pairs
                if held.total(field) is None and held.total(other)]  # fmt: skip
        if counted and only:
            found = problem("SV1009", found=only[0], other=counted[0])
            self.reading.problems.append(held.span.placed(found))
        return bool(only) and not counted

    def _check_rows(self, held: GatheredLine, unit: str, in_pounds: bool) -> None:
        """Rows of one commitment are added up, where they can be.

        Raises:
            InputError: They can't (SV1005).
        """
        field = "pounds" if in_pounds else "quantity"
        rows = [each for each in held.rows if each.numbers.get(field)]
        if len(rows) > 1 and unit in LEVELS:
            found = problem("SV1005", line=held.measure, contract="the contract",
                            first=held.span.cell)  # fmt: skip
            raise InputError(rows[1].span.placed(found))
        if len(rows) > 1:
            self._note("SV1007", "", held.span)

    def _unit(self, held: GatheredLine, measure: Measure | None) -> str:
        """What a commitment is counted in; "" where that is a problem."""
        said = {plain_heading(each): unit for each, unit in self.units.items()}
        written = held.words["unit"]
        found = said.get(plain_heading(written)) if written else None
        found = found or (written if written in UNITS else unit_of(written))
        found = found or said.get(plain_heading(held.measure), "")
        if measure is not None and found not in {"", measure.unit}:
            wrong = problem("SV308", measure=held.measure, expected=counted_in(measure.unit),
                            found=counted_in(found) if found in UNITS else found)  # fmt: skip
            self.reading.problems.append(held.of_unit.placed(wrong))
        found = measure.unit if measure else found
        if found not in UNITS and (held.measure, written) not in self.asked:
            self.asked.add((held.measure, written))
            hint = did_you_mean(found, UNITS, label="units") if found else None
            why = f"the unit '{written}' is not known" if written else "no unit is said"
            wrong = problem("SV1002", measure=held.measure, found=why, hint=hint)
            self.reading.problems.append(held.of_unit.placed(wrong))
        return found

    def _worth(self, held: GatheredLine, amount: Decimal, pounds: Decimal | None) -> Decimal | None:
        """£ of a unit: so that the pounds of the sheet come out to the penny."""
        given = {each.numbers["unit_value"] for each in held.rows if "unit_value" in each.numbers
                 and each.numbers.get("quantity")}  # fmt: skip
        if pounds is None:
            if len(given) > 1:
                values = [plain(each) for each in sorted(given)]
                found = problem("SV1004", contract=held.measure, what="unit_value",
                                found=values[1], first=values[0], cell=held.span.cell)  # fmt: skip
                self.reading.problems.append(held.span.placed(found))
            return min(given, default=None)
        if not pounds:
            self._note("SV1006", "the sheet has £0, so it counts in units only", held.span)
            return None
        one = min(given) if len(given) == 1 else None
        if one is not None and _pence(one, amount) == Fraction(pounds) * 100:
            return one
        if given:
            self._note("SV1006", "the pounds committed are not the quantity times the unit value; "
                       "the pounds are kept", held.span)  # fmt: skip
        return _per_unit(pounds, amount)

    # --- what was delivered ---

    def _returns(
        self, held: GatheredLine, made: Obligation | str
    ) -> Iterator[tuple[Span, dict[str, Any]]]:
        """A return a period; rows that name no period are one, to the day of the opening."""
        by_period: dict[tuple[date | None, date | None, int], list[RowOfLine]] = {}
        for at, row in enumerate(held.rows):
            own = at + 1 if row.starts or row.ends else 0
            by_period.setdefault((row.starts, row.ends, own), []).append(row)
        for (starts, ends, _), rows in by_period.items():
            said = self._delivered(held, rows, made)
            if said is not None:
                yield rows[0].span, {**said, "starts": starts, "ends": ends}

    def _delivered(
        self, held: GatheredLine, rows: list[RowOfLine], made: Obligation | str
    ) -> dict[str, Any] | None:
        part = attrs.evolve(held, rows=rows)
        delivered, reported = part.total("delivered"), part.total("reported")
        pounds = part.total("delivered_pounds")
        unit = made if isinstance(made, str) else made.unit
        if delivered is None and pounds is not None and unit == "gbp":
            delivered = pounds
        amount = reported if reported is not None else delivered
        if not amount:
            return None
        beyond = isinstance(made, str)
        if not beyond and delivered and pounds is not None:
            self._compare(made, delivered, pounds, rows[0].span)
        words = "; ".join(dict.fromkeys(each.statement for each in rows if each.statement))
        origin = f"Opening position from {rows[0].span}, not verified here."
        return {
            "line": "" if isinstance(made, str) else made.line,
            "measure": held.measure if isinstance(made, str) else made.measure, "unit": unit,
            "quantity": amount, "opening": delivered or None,
            "statement": f"{words} {origin}".strip(),
            "unit_value": self._beyond_worth(part, delivered, pounds)
            if beyond else None,
        }  # fmt: skip

    def _compare(self, made: Obligation | str, delivered: Decimal, pounds: Decimal,
                 span: Span) -> None:  # fmt: skip
        """Pounds delivered that are not those at award."""
        if isinstance(made, Obligation) and abs(made.pence(delivered) - Fraction(pounds) * 100) > 1:
            self._note("SV1006", "the pounds delivered are not the quantity at the value of award; "
                       "the quantity is kept", span)  # fmt: skip

    def _beyond_worth(
        self, part: GatheredLine, delivered: Decimal | None, pounds: Decimal | None
    ) -> Decimal | None:
        if pounds is not None and delivered:
            return _per_unit(pounds, delivered) if pounds else None
        given = {each.numbers["unit_value"] for each in part.rows if "unit_value" in each.numbers}
        return min(given) if len(given) == 1 else None


def _kind(held: GatheredLine, measure: Measure | None) -> str:
    if measure is not None:
        return measure.value_kind
    word = as_read(held.words["value_kind"]).replace(" ", "_").replace("-", "_")
    return word or "social"


def _whole(value: Any) -> Any:
    """A whole number of a cell, or as it was typed for all contracts; anything else as it is."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if is_whole else value


def _several(days: Any) -> list[str]:
    """Days with semicolons between them, each as it is written."""
    return [each.strip() for each in str(days).split(";") if each.strip()]


def regime_at(began: date | str) -> str:
    """Contracts from before the Act stay under the regulations of 2015."""
    old = began.isoformat() if isinstance(began, date) else str(began)
    return "pcr2015" if old < ACT_IN_FORCE.isoformat() else "pa2023"


def _pence(worth: Decimal, amount: Decimal) -> int:
    pence = Fraction(worth) * Fraction(amount) * 100
    return half_up(pence.numerator, pence.denominator)


def _per_unit(pounds: Decimal, amount: Decimal) -> Decimal:
    """£ of a unit, with as few decimals as give the pounds to the penny."""
    share = Fraction(pounds) / Fraction(amount)
    found = Decimal(0)
    for places in (2, 4, 6, 8, 12, 24):
        whole = half_up(share.numerator * 10**places, share.denominator)
        found = scaled(whole, -places)
        if _pence(found, amount) == Fraction(pounds) * 100:
            break
    return found
