"""Past contracts: £ committed and delivered, whose, how large, of which kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import InputError, Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.bids.marks import passed
from socialvalue.model.fields import day, money, name, positive
from socialvalue.numbers import EXACT, pounds
from socialvalue.planning.past.reading import Row, rows_of
from socialvalue.tables import rows_to_frame
from socialvalue.words import day_words, number_of

__all__ = ["AXES", "PastContract", "PastContracts", "PastLine", "past_contracts", "size_of"]

_SIZES: Final = (
    (1_000_000, "below £1m"), (5_000_000, "£1m to £5m"), (25_000_000, "£5m to £25m"),
)  # fmt: skip
_LARGEST: Final = "£25m and over"
_NOT_STATED: Final = "not stated"
AXES: Final = ("size", "sector", "place")
"""What contracts may be set side by side by."""


def size_of(value: Decimal) -> str:
    """The size of a contract in words: the lower bound belongs to it, the upper to the next.

    Example:
        >>> size_of(Decimal("999_999.99")), size_of(Decimal("1_000_000"))
        ('below £1m', '£1m to £5m')
    """
    return next((words for below, words in _SIZES if value < below), _LARGEST)


@attrs.frozen
class PastLine:
    """What was committed and delivered on one measure of a contract.

    Attributes:
        measure: Its code; "" where the table does not say.
        promised: £ committed.
        delivered: £ delivered; None where that is not known.
    """

    measure: str
    promised: Decimal
    delivered: Decimal | None = None


@attrs.frozen
class PastContract:
    """One contract, or one losing offer where these may be used.

    Attributes:
        contract: Its reference.
        supplier: Who it was awarded to; of an offer, who made it.
        contract_value: £.
        lines: What was committed, by measure where the table says so.
        sector: Of what kind, or "".
        place: Where, or "".
        finished: Whether it has ended.
        awarded: Whether it was awarded; else it is an offer that lost.
    """

    contract: str
    supplier: str
    contract_value: Decimal
    lines: tuple[PastLine, ...]
    sector: str = ""
    place: str = ""
    finished: bool = True
    awarded: bool = True

    @cached_property
    def promised(self) -> Decimal:
        """£ committed."""
        return _sum(each.promised for each in self.lines)

    @cached_property
    def delivered(self) -> Decimal | None:
        """£ delivered; None where that is not known of all that was committed."""
        known = [each.delivered for each in self.lines]
        return None if None in known else _sum(each for each in known if each is not None)

    @cached_property
    def per_pound(self) -> Fraction:
        """£ committed per £1 of contract value."""
        return Fraction(self.promised) / Fraction(self.contract_value)

    @cached_property
    def delivered_per_pound(self) -> Fraction | None:
        """£ delivered per £1 of contract value; None where it is not known, or goes on."""
        if not self.is_known:
            return None
        return Fraction(self.delivered or 0) / Fraction(self.contract_value)

    @property
    def is_known(self) -> bool:
        """Whether it was awarded and has ended, and it is known what was delivered."""
        return self.awarded and self.finished and self.delivered is not None

    def on(self, axis: str) -> str:
        """Where it stands on an axis: a word of `AXES`."""
        if axis == "size":
            return size_of(self.contract_value)
        return str(getattr(self, axis)) or _NOT_STATED


def _sum(parts: Iterable[Decimal]) -> Decimal:
    found = Decimal(0)
    for each in parts:
        found = EXACT.add(found, each)
    return found


@attrs.frozen(repr=False)
class PastContracts(Shown):
    """Contracts of the past, as they were entered.

    Attributes:
        contracts: Each of them, by reference.
        basis: On what losing offers are used, in words; "" where there are none.
        notes: What was taken to be so.
        says_ended: Whether the table says which have ended; else all are taken to be finished.
    """

    contracts: tuple[PastContract, ...]
    basis: str = ""
    notes: tuple[str, ...] = ()
    says_ended: bool = False

    def only(self, *, size: str = "", sector: str = "", place: str = "") -> PastContracts:
        """Those of one size, sector or place.

        Args:
            size: As `size_of` says it.
            sector: As the table says it.
            place: As the table says it.

        Raises:
            InputError: None is so (SV1331).
        """
        asked = {"size": size, "sector": sector, "place": place}
        wanted = {axis: words for axis, words in asked.items() if words}
        kept = tuple(one for one in self.contracts
                     if all(one.on(axis) == words for axis, words in wanted.items()))  # fmt: skip
        if not kept:
            raise InputError(problem("SV1331"))
        return attrs.evolve(self, contracts=kept)

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a contract: who, how large, £ committed and delivered, and of which kind.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether pounds are texts instead of Decimals.
        """
        exact = ("contract_value", "promised", "delivered")
        names = ("contract", "supplier", *exact, "sector", "place", "finished", "awarded")
        columns = {each: [getattr(one, each) for one in self.contracts] for each in names}
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    @property
    def supplier_count(self) -> int:
        """How many suppliers there are, each once."""
        return len({each.supplier.casefold() for each in self.contracts})

    def _line(self) -> str:
        suppliers = number_of(self.supplier_count, "supplier")
        return f"{number_of(len(self.contracts), 'contract')}, {suppliers}"

    def _blocks(self) -> Iterable[Block]:
        total, value = (_sum(getattr(each, what) for each in self.contracts)
                        for what in ("promised", "contract_value"))  # fmt: skip
        known = sum(each.delivered is not None for each in self.contracts)
        said = (
            f"{self._line()}, worth {pounds(value)}, with {pounds(total)} committed.",
            f"What was delivered is known of {known}.",
            *self.notes,
        )
        yield Block("Past contracts", said)


def past_contracts(
    df: Any,
    *,
    on: date | str | None = None,
    basis: str = "",
    columns: Mapping[str, str | None] | None = None,
) -> PastContracts:
    """Contracts of the past from a table: what was committed and delivered on each.

    Args:
        df: A table in memory, a list of dictionaries, `Portfolio.to_frame`'s table, or the path of
            a .csv, .xlsx or .ods file.  Columns: contract, supplier, contract_value, promised, and
            if it likes delivered, measure (then a row is a commitment), sector, place, ends,
            finished, awarded.  Amounts are £; those of a column that ends in ``_pence`` are pence.
        on: The day as at which contracts are finished, where the table says when each ends.
        basis: The clause of the tender documents under which losing offers may be used.
        columns: What a column says to its name, where the names are others.

    Raises:
        InputError: All that is wrong, each with its row: there are none (SV1331), losing offers
            without a basis (SV1332), two values of one contract (SV1333), an end without a day to
            judge it by (SV1334), no amount (SV301).

    Example:
        >>> rows = [{"contract": "C1", "supplier": "Acme", "contract_value": 400_000,
        ...          "promised": 60_000, "delivered": 45_000}]
        >>> past = past_contracts(rows)
        >>> past, past.contracts[0].per_pound
        (<PastContracts: 1 contract, 1 supplier>, Fraction(3, 20))

    Source:
        doubt.md §6; practice.md §1.14: benchmarks take awarded contracts.
    """
    rows = rows_of(df, columns)
    if not rows:
        raise InputError(problem("SV1331"))
    found = _Read(None if on is None else day(on), basis.strip())
    for where, row in rows:
        found.take(where, row)
    return found.made(rows)


@attrs.frozen(eq=False)
class _Read:
    """What was read so far."""

    day: date | None
    basis: str
    facts: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    lines: dict[str, list[PastLine]] = attrs.field(factory=dict)
    wrong: list[Problem] = attrs.field(factory=list)

    def take(self, where: str, row: Mapping[str, Any]) -> None:
        """Read one more row; all that is wrong in it is told with the rest."""
        before = len(self.wrong)
        held = {key: self._tried(where, key, make, row) for key, make in _MAKERS.items()}
        held["finished"] = self._finished(where, row)
        if len(self.wrong) > before:
            return
        line = PastLine(held.pop("measure"), held.pop("promised"), held.pop("delivered"))
        key = held["contract"]
        first = self.facts.setdefault(key, held)
        for field, each in held.items():
            if each != first[field]:
                said = {"found": key, "what": field.replace("_", " "),
                        "values": f"{first[field]} and {each}"}  # fmt: skip
                self.wrong.append(problem("SV1333", **said).within(where))
        if not held["awarded"] and not self.basis:
            self.wrong.append(problem("SV1332", found=key).within(where))
        self.lines.setdefault(key, []).append(line)

    def _tried(
        self, where: str, key: str, make: Callable[[Any], Any], row: Mapping[str, Any]
    ) -> Any:
        try:
            return make(row.get(key))
        except SocialValueError as error:
            words = f"{where}, {key.replace('_', ' ')}"
            self.wrong.extend(each.within(words) for each in error.problems)
            return None

    def _finished(self, where: str, row: Mapping[str, Any]) -> bool:
        said = row.get("finished")
        if said is not None:
            answer = passed(said)
            if answer is None:
                expected = "yes or no"
                self.wrong.append(problem("SV316", what=f"{where}, finished", expected=expected,
                                          found=said))  # fmt: skip
            return bool(answer)
        ends = row.get("ends")
        if ends is None:
            return not {"ends", "finished"} & row.keys()
        if self.day is None:
            if not any(each.code == "SV1334" for each in self.wrong):
                self.wrong.append(problem("SV1334"))
            return False
        return day(ends.date() if isinstance(ends, datetime) else ends) <= self.day

    def made(self, rows: Iterable[Row]) -> PastContracts:
        """All contracts, now that all rows are read."""
        if self.wrong:
            raise InputError(self.wrong)
        contracts = tuple(PastContract(lines=tuple(self.lines[key]), **facts)
                          for key, facts in sorted(self.facts.items()))  # fmt: skip
        roles = {*next(iter(rows))[1]}
        ended = bool(roles & {"finished", "ends"})
        return PastContracts(contracts, self.basis, tuple(self._notes(roles)), ended)

    def _notes(self, roles: set[str]) -> Iterator[str]:
        if "delivered" in roles and not roles & {"finished", "ends"}:
            yield "The table does not say which contracts are finished: all are taken to be."
        if self.day is not None and "ends" in roles:
            yield f"Finished are those that ended by {day_words(self.day)}."
        lost = Counter(each["awarded"] for each in self.facts.values())[False]
        if lost:
            yield f"{number_of(lost, 'losing offer')} among them, on the basis of: {self.basis}."


def _text(value: Any) -> str:
    return "" if value is None else name(str(value))


def _named(value: Any) -> str:
    return name("" if value is None else str(value))


def _known(value: Any) -> Decimal | None:
    return None if value is None else money(value)


def _awarded(value: Any) -> bool:
    """Whether a contract was awarded; yes, where the table does not say."""
    if value is None:
        return True
    words = str(value).strip().casefold()
    answer = True if words in ("won", "awarded") else passed(value)
    if words in ("lost", "not awarded"):
        return False
    if answer is None:
        hint = did_you_mean(words, ("yes", "no"), label="one of")
        raise InputError(problem("SV312", what="awarded", found=str(value), hint=hint))
    return bool(answer)


_MAKERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "contract": _named, "supplier": _named, "contract_value": positive, "promised": money,
    "delivered": _known, "measure": _text, "sector": _text, "place": _text, "awarded": _awarded,
}  # fmt: skip
"""What is made of a cell, by what it says."""
