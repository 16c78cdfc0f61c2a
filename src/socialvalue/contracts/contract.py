"""A contract: who must deliver what to whom, until when, and the record that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.choices import KINDS, PARTS, REGIMES_OF_CONTRACT, STANDINGS
from socialvalue.contracts.entered.personal import wrong_role
from socialvalue.contracts.expected import Term
from socialvalue.contracts.extending.options import (
    ExtensionOption,
    options_field,
    wrong_options,
)
from socialvalue.contracts.obligation import Obligation, obligations_field
from socialvalue.contracts.periods import USUAL, every_of, months_field
from socialvalue.contracts.seconding.look import SecondLook, look_field
from socialvalue.contracts.spending import Spend, spend_field
from socialvalue.errors import InputError, NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import (
    as_read,
    check_choice,
    day,
    day_field,
    is_refused,
    name_field,
    needed,
    settle,
    several,
    words_field,
)
from socialvalue.model.named import ByName
from socialvalue.model.tender import ACT_IN_FORCE, ContractValue
from socialvalue.numbers import grouped, pounds
from socialvalue.words import day_words, every_months, listed, number_of

__all__ = ["Contract", "Origin", "Party", "parties_field"]

_LONG: Final = 100
"""Years beyond which nobody agrees on a last day; concessions run for up to 99."""


@attrs.frozen
class Party:
    """A supplier of a contract; it may be one of several, and have several contracts.

    Attributes:
        name: As the council writes it.
        id: Its identifier, such as a company number; or "".
        role: ``lead``, ``partner`` or ``subcontractor``.
        mark: By what a delivery record knows it when its name is erased; None outside of one.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Party("Chelmsford Surfacing", role="partner").key
        'chelmsford surfacing'
    """

    name: str = attrs.field(converter=name_field)
    id: str = attrs.field(default="", kw_only=True, converter=words_field)
    role: str = attrs.field(default="lead", kw_only=True)
    mark: int | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        settle(self, "supplier", check_choice("role", self.role, PARTS))

    @property
    def key(self) -> str:
        """By what it is known as the same in two contracts (identifier, mark or name)."""
        if self.id or self.mark is None:
            return as_read(self.id or self.name)
        return f"supplier {self.mark}"


def parties_field(value: str | Party | Iterable[str | Party]) -> tuple[Party, ...]:
    """Suppliers, for a field; a name may stand for one."""
    return needed(_parties, value)


def _parties(value: Any) -> tuple[Party, ...]:
    given = several("a supplier", (str, Party), value, expected="a name or a Party")
    found = tuple(each if isinstance(each, Party) else Party(each) for each in given)
    seen: set[str] = set()
    for each in found:
        if each.key in seen:
            raise InputError(problem("SV222", noun="supplier", found=each.name,
                                     first="this contract"))  # fmt: skip
        seen.add(each.key)
    return found


def _day_field(value: date | str) -> date:
    """A day that must be given, for a field."""
    return needed(day, value)


@attrs.frozen
class Origin:
    """Where a contract comes from: the thread back to the bid and to what decided.

    Attributes:
        record: The sha256 of the record of the evaluation.
        tender: The tender's title.
        tender_reference: The authority's reference of the tender, or "".
        bidder: As its bid names it.
        rank: Of the bid.
        scheme: The scheme's fingerprint.
        sets: The sets that the commitments were valued with, the base first.
        library: The version of this library that evaluated.
        lot: The lot, or "".
        criterion: The award criteria for social value, such as ``social value, 20 of 100 points``;
            "" where the scheme has none, or where that was not written down.
    """

    record: str
    tender: str
    bidder: str
    rank: int
    scheme: str
    sets: tuple[str, ...]
    library: str
    tender_reference: str = ""
    lot: str = ""
    criterion: str = ""


@attrs.frozen(kw_only=True, repr=False)
class Contract(Shown, ByName[Obligation]):
    """What was awarded, with the agreed schedule as it stood on the day of award.

    A commitment is found by its line: ``contract["1"]``.

    Attributes:
        reference: The council's own.
        title: In words.
        suppliers: One or more; the bidder first.
        starts: The first day.
        ends: The last day.
        value: What it is worth.
        lines: Its commitments, those left out as well.
        kind: ``contract``, ``framework``, ``call_off`` or ``concession``.
        regime: The rules that it is under.
        authority: Whose contract it is, or "".
        directorate: Which part of the authority manages it, or "".
        manager: The role of who manages it, such as ``Contract manager, highways``, or ""; never a
            person's name.
        entered: The day on which it was entered into, or None.
        lot: The lot that it is for, or "".
        offer_in_contract: Whether the offer forms part of the contract: ``yes``, ``no``, or the
            clause that says so; "" where nobody has said.
        origin: Where it comes from; None where it was not evaluated here.
        spend: What was spent already when it was entered, period by period.
        report_every: How many months lie between two returns, from 1 to 12; None where nobody has
            said.
        options: Options to extend it, one after the other.
        second_look: Which deliveries a second person looks at before they are verified; None for
            none.

    Raises:
        InputError: What cannot mean anything, all of it together.
    """

    reference: str = attrs.field(converter=name_field)
    title: str = attrs.field(converter=name_field)
    suppliers: tuple[Party, ...] = attrs.field(converter=parties_field)
    starts: date = attrs.field(converter=_day_field)
    ends: date = attrs.field(converter=_day_field)
    value: ContractValue
    lines: tuple[Obligation, ...] = attrs.field(converter=obligations_field)
    kind: str = "contract"
    regime: str = "pa2023"
    authority: str = attrs.field(default="", converter=words_field)
    directorate: str = attrs.field(default="", converter=words_field)
    manager: str = attrs.field(default="", converter=words_field)
    entered: date | None = attrs.field(default=None, converter=day_field)
    lot: str = attrs.field(default="", converter=words_field)
    offer_in_contract: str = attrs.field(default="", converter=words_field)
    origin: Origin | None = None
    spend: tuple[Spend, ...] = attrs.field(default=(), converter=spend_field)
    report_every: int | None = attrs.field(default=None, converter=months_field)
    options: tuple[ExtensionOption, ...] = attrs.field(default=(), converter=options_field)
    second_look: SecondLook | None = attrs.field(default=None, converter=look_field)

    def __attrs_post_init__(self) -> None:
        choices = (("kind", self.kind, KINDS), ("regime", self.regime, REGIMES_OF_CONTRACT))
        found = [check_choice(*each) for each in choices]
        settle(self, "contract", *found, self._ends_first(), *self._twice(), self._nobody(),
               *wrong_role(self.manager), *wrong_options(self.options, self.ends))  # fmt: skip

    def _ends_first(self) -> Problem | None:
        if is_refused(self.starts) or is_refused(self.ends) or self.ends >= self.starts:
            return None
        return problem("SV953", starts=day_words(self.starts), ends=day_words(self.ends))

    def _nobody(self) -> Problem | None:
        return None if self.suppliers else problem("SV313", what="the suppliers")

    def _twice(self) -> Iterator[Problem]:
        lines = () if is_refused(self.lines) else self.lines
        names = [each.line for each in lines]
        for name in sorted({each for each in names if names.count(each) > 1}):
            yield problem("SV222", noun="commitment", found=name, first="this contract")
        known = set() if is_refused(self.suppliers) else {each.name for each in self.suppliers}
        for each in lines:
            if each.owner and each.owner not in known:
                hint = did_you_mean(each.owner, known, label="suppliers")
                yield problem("SV312", what=f"the owner of commitment {each.line}",
                              found=each.owner, hint=hint)  # fmt: skip

    def _named(self) -> Iterable[tuple[str, Obligation]]:
        return ((each.line, each) for each in self.lines)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each.line for each in self.lines], label="commitments")
        return NotFoundError(problem("SV951", contract=self.reference, found=name, hint=hint))

    @cached_property
    def term(self) -> Term:
        """Its days."""
        return Term(self.starts, self.ends)

    @property
    def publishes_changes(self) -> bool:
        """Whether a change of it is published before it is made, in a contract change notice.

        Source:
            Procurement Act 2023, section 75(6): not of light touch contracts, nor of those of
            transferred Northern Ireland authorities.
        """
        return self.regime in {"pa2023", "wales"}

    def asked_every(self, months: int | None = None) -> int:
        """How many months lie between two returns: as given, else as agreed, else three.

        Args:
            months: What somebody asks for now, from 1 to 12; None to go by the contract.

        Raises:
            InputError: It is no number of months (SV316).

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
            >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
            ...                               starts="2022-09-01", ends="2025-08-31",
            ...                               report_every=1)
            >>> contract.asked_every(), contract.asked_every(6)
            (1, 6)
        """
        return every_of(next(each for each in (months, self.report_every, USUAL)
                             if each is not None))  # fmt: skip

    def measured(self, code: str) -> Obligation | None:
        """A commitment of the measure that either of its codes names, whatever its capitals.

        Args:
            code: As somebody wrote it, such as in a return beyond the contract.

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
            >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
            ...                               starts="2022-09-01", ends="2025-08-31")
            >>> contract.measured("ecc1").measure, contract.measured("NT9")
            ('NT1', None)
        """
        return self._measured.get(as_read(code))

    @cached_property
    def _measured(self) -> Mapping[str, Obligation]:
        found = ((code, each) for each in self.lines for code in (each.alias, each.measure))
        return {as_read(code): each for code, each in found if code}

    @property
    def schedule(self) -> tuple[Obligation, ...]:
        """The commitments that bind, as agreed on the day of award."""
        return tuple(each for each in self.lines if each.binds)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What somebody must decide or say."""
        return tuple(self._asked())

    def _asked(self) -> Iterator[Problem]:
        if not self.offer_in_contract:
            yield problem("SV971", contract=self.reference)
        for each in self.lines:
            if each.standing == "proposed_left_out":
                yield problem("SV972", line=each.line, found=f"{each.code}, {each.amount}")
        if self.origin is not None and self.origin.rank != 1:
            yield problem("SV968", found=self.origin.bidder, why=f"it is ranked {self.origin.rank}")
        if self.regime in {"pa2023", "light_touch"} and self.starts < ACT_IN_FORCE:
            yield problem("SV973", found=self.regime, starts=day_words(self.starts))
        years = self.ends.year - self.starts.year
        if years > _LONG:
            yield problem("SV994", contract=self.reference, years=f"{years:,}",
                          ends=day_words(self.ends))  # fmt: skip

    def _line(self) -> str:
        who = listed(each.name for each in self.suppliers)
        many = number_of(len(self.schedule), "commitment")
        return f"{self.reference!r}, {who}, {self._days()}, {many}"

    def _days(self) -> str:
        return f"{day_words(self.starts)} to {day_words(self.ends)}"

    def _blocks(self) -> Iterable[Block]:
        who = listed(each.name for each in self.suppliers)
        said = [f"{who}, {self._days()}, {pounds(self.value.initial)}."]
        if self.report_every is not None:
            said.append(f"Suppliers report {every_months(self.report_every)}.")
        if self.second_look is not None:
            said.append(f"Two people verify a delivery: {self.second_look.says()}.")
        said += [f"Option to extend it {each._line()}." for each in self.options]
        heads = ("no.", "commitment", "committed", "scored", "£ at award", "standing")
        rows = tuple(
            (each.line, f"{each.code} {each.title}", each.amount, grouped(each.scored),
             f"{each.value:,}", STANDINGS[each.standing])
            for each in self.lines
        )  # fmt: skip
        yield Block(f"{self.reference}: {self.title}", tuple(said), heads, rows, (2, 3, 4), lead=2)
        asked = tuple(f"{each.message} ({each.code})." for each in self.questions)
        if asked:
            yield Block("Questions", asked)

    def explain(self) -> Explanation:
        """Its commitments, what of each was scored, and what somebody must decide."""
        return self._told()
