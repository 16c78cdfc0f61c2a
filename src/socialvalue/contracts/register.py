"""The delivery record: entries that are added and never changed, and the figures they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from socialvalue.contracts import clock
from socialvalue.contracts.community import Exchanging
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.delivery import Decision, DeliveryReturn, Hold
from socialvalue.contracts.entries import ACTIONS, Entry, seq_of
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.lined.entries_of import OfLine
from socialvalue.contracts.log import Day, New
from socialvalue.contracts.performance import Indicating
from socialvalue.contracts.periods import Period, both_days
from socialvalue.contracts.roles import SECOND, council_role
from socialvalue.contracts.rules.changes import check_undone
from socialvalue.contracts.rules.changing import Changing
from socialvalue.contracts.rules.looking import questions_of_return
from socialvalue.contracts.rules.returns import (
    beyond_of,
    check_act,
    check_add,
    check_correction,
    check_erasing,
    check_hold,
    check_return,
    line_of,
    named_alike,
)
from socialvalue.contracts.standing import Delivered, Standing, Tracked
from socialvalue.errors import InputError, NotFoundError, Problem, problem
from socialvalue.model.days import days_of
from socialvalue.model.fields import day, one, text
from socialvalue.numbers import Exact
from socialvalue.units import Quantity, counted_in, in_unit, quantity

__all__ = ["Register"]

Amount = int | str | float | Decimal | Quantity
Given = Entry | int


class Register(Changing, Indicating, Exchanging):
    """A delivery record, opened by `open_register`.

    Entries are added and never changed.  Each has two days: `on`, when it takes effect, and
    `entered`, when it was written.  Figures can be had as at any day and as known on any day, and
    these never change.
    """

    def add(self, contract: Contract, *, by: str, on: Day) -> Entry:
        """Write a contract into the record.

        Args:
            contract: What `award` gave.
            by: Who writes it, by role.
            on: The day on which it takes effect.

        Raises:
            InputError: A contract of that reference is there (SV952); no such role (SV959), or one
                of the supplier's side (SV956).
        """
        held, role = one("add", Contract, contract), council_role(by, self._roles, ACTIONS["add"])

        def checked(standing: Standing) -> New:
            check_add(held, standing)
            return New(action="add", contract=held.reference, on=day(on), by=role,
                        noun=held, questions=held.questions)  # fmt: skip

        return self._written(held.reference, checked)

    def deliver(
        self,
        reference: str,
        *,
        quantity: Amount,
        period: tuple[Day, Day],
        statement: str,
        by: str,
        on: Day,
        line: str | None = None,
        measure: str | None = None,
        unit: str | None = None,
        unit_value: int | str | Decimal | None = None,
        evidence: Evidence | Iterable[Evidence] = (),
        entered_by: str | None = None,
        replaces: Given | None = None,
        place: str = "",
        attested: Iterable[str] = (),
        kept: Amount | None = None,
        within: int = Period.WITHIN,
    ) -> Entry:
        """Write what was delivered in a period.

        Args:
            reference: Of the contract.
            quantity: How much, in the unit of the commitment.
            period: Its first day and its last.
            statement: What happened, without names of people.
            by: Whose statement it is, by role.
            on: The day of the return.
            line: The commitment; none for what is beyond the contract.
            measure: Beyond the contract, the code of the measure; of a commitment its own, or none.
            unit: Beyond the contract, its unit.
            unit_value: Beyond the contract, £ per unit; none where it carries no pounds, and none
                for a commitment, which is worth what it was at award.
            evidence: What shows it.
            entered_by: Who types it, by role, where that is another.
            replaces: A return that was sent back or withdrawn, which this one takes the place of.
            place: ONS code of where it fell.
            attested: What the supplier confirmed, such as ``no_double_claim``.
            kept: How many of the people kept a job that they had, and are no new starters.
            within: Days after a period in which its return is due; a later one is asked about.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: Days outside the contract (SV954), a period that is there already (SV955),
                another unit (SV308), a number that is none (SV301), a place that is not known
                (SV210) or outside the commitment's (SV508).
        """
        first, last = both_days(period)
        due, mine = days_of(within, "within"), _line(line)

        def checked(of: OfLine) -> New:
            held = of[reference]
            about = line_of(held, mine) if mine else None
            code, counted = (
                named_alike(about, measure, unit, unit_value) if about
                else beyond_of(measure, unit)
            )  # fmt: skip
            noun = DeliveryReturn(
                line=about.line if about else "", measure=code, unit=counted,
                quantity=_amount(quantity, counted, code),
                starts=first, ends=last, statement=statement, evidence=evidence,
                reported_by=self._role(by), entered_by=self._role(entered_by or by),
                replaces=None if replaces is None else seq_of(replaces),
                unit_value=None if about else unit_value, place=place, attested=attested,
                kept=None if kept is None else _amount(kept, counted, code),
            )  # fmt: skip
            check_return(noun, held, day(on), of)
            return New(action="deliver", contract=reference, on=day(on), noun=noun,
                        by=noun.entered_by,
                        questions=self._asked_of(noun, held, day(on), due))  # fmt: skip

        return self._written(self._known(reference), checked, mine)

    def approve(
        self,
        given: Given,
        *,
        by: str,
        on: Day,
        quantity: Amount | None = None,
        reason: str = "",
        second: str = "",
    ) -> Entry:
        """Verify a return, or a part of it.

        Args:
            given: The return, or the number of its entry.
            by: Who verifies it, by role: not who reported it.
            on: The day of the decision.
            quantity: How much of it, where it is a part.
            reason: Why only a part.
            second: A second person who looked at it, by role: neither who verifies nor who
                reported it.  It is needed where the contract's `second_look` asks for one; then it
                is no more who typed it, unless the supplier's own return is attached.

        Raises:
            NotFoundError: No such return (SV978).
            InputError: It is decided already (SV957), by who reported it, or twice by one role
                (SV956), for more than was reported (SV960), in part without a reason, or alone
                where two verify (SV958).
        """

        def verified(held: Delivered) -> New:
            unit, code = held.data["unit"], held.data["measure"]
            also = self._role(second, SECOND) if second else ""
            found = held.reported if quantity is None else _amount(quantity, unit, code)
            return New(action="approve", contract=held.entry.contract, on=day(on), about=held.seq,
                       by=self._role(by), reason=text(reason),
                       noun=Decision(found, also))  # fmt: skip

        return self._decided(given, verified)

    def reject(self, given: Given, *, reason: str, by: str, on: Day) -> Entry:
        """Send a return back to the supplier, with the reason.

        Args:
            given: The return, or the number of its entry.
            reason: Why.
            by: Who sends it back, by role.
            on: The day of the decision.
        """
        return self._said("reject", given, reason, by, on)

    def ask(self, given: Given, *, question: str, by: str, on: Day) -> Entry:
        """Ask the supplier about a return, which waits meanwhile.

        Args:
            given: The return, or the number of its entry.
            question: What is asked, without names of people.
            by: Who asks, by role.
            on: The day.
        """
        return self._said("ask", given, question, by, on)

    def withdraw(self, given: Given, *, reason: str, by: str, on: Day) -> Entry:
        """Take back a return that nobody has decided on, with the reason.

        Args:
            given: The return, or the number of its entry.
            reason: Why.
            by: Who takes it back, by role: who reported it.
            on: The day.
        """
        return self._said("withdraw", given, reason, by, on)

    def reopen(self, given: Given, *, reason: str, by: str, on: Day) -> Entry:
        """Decide on a return anew; figures as at earlier days stay what they were.

        Args:
            given: The return, or the number of its entry.
            reason: Why.
            by: Who reopens it, by role.
            on: The day.
        """
        return self._said("reopen", given, reason, by, on)

    def correct(self, given: Given, *, reason: str, by: str) -> Entry:
        """Undo an entry by a new one, as if it had never been; both stay in the record.

        Args:
            given: The entry, or its number.
            reason: What was wrong.
            by: Who undoes it, by role.

        Raises:
            NotFoundError: No such entry (SV978).
            InputError: It is undone already, or others rest on it (SV977); the council's side wrote
                it, and another would undo it (SV956).
        """

        def checked(standing: Standing) -> New:
            role = self._undoes(entry, by)
            check_correction(entry, self._of[entry.contract], standing, text(reason))
            check_undone(entry, standing)
            return New(action="correct", contract=entry.contract, on=entry.on, about=entry.seq,
                       by=role, reason=reason)  # fmt: skip

        entry = self._entry(seq_of(given), "an entry")
        return self._written(entry.contract, checked)

    def erase(self, seq: Given, *, why: str, by: str) -> Entry:
        """Erase the words of an entry for ever; its figures stay, and the chain still holds.

        Statements, reasons, titles, names of suppliers and places of evidence go, from the file as
        well; a number stands for a supplier from then on.  Copies of the
        file that were made before hold them still.  To erase words so that they need not be
        disclosed is an offence (Freedom of Information Act 2000, section 77).

        Args:
            seq: The entry, or its number.
            why: Why, without repeating what is erased.
            by: Who erases, by role.

        Raises:
            NotFoundError: No such entry (SV978).
            InputError: It holds no words, or they stay (SV981); they are held (SV982); the role is
                of another side than the council's (SV956).
        """
        entry, role = (
            self._entry(seq_of(seq), "an entry"),
            council_role(by, self._roles, ACTIONS["erase"]),
        )

        def checked(_: Standing) -> New:
            check_erasing(entry, self._of[entry.contract], text(why), clock.today())
            return New(action="erase", contract=entry.contract, on=entry.on, about=entry.seq,
                       by=role, reason=why)  # fmt: skip

        return self._forgotten(entry, checked)

    def hold(self, reference: str, *, reason: str, until: Day, by: str = "legal") -> Entry:
        """Keep the words of a contract's entries from being erased until a day.

        Args:
            reference: Of the contract.
            reason: Why, such as a request or a claim.
            until: The last day.
            by: Who holds them, by role.

        Raises:
            NotFoundError: No such contract (SV950).
            InputError: The day is over (SV954), or the role is of another side (SV956).
        """
        role, last = council_role(by, self._roles, ACTIONS["hold"]), day(until)

        def checked(_: Standing) -> New:
            check_hold(last, clock.today(), text(reason))
            return New(action="hold", contract=reference, on=clock.today(), by=role,
                       noun=Hold(last), reason=reason)  # fmt: skip

        return self._written(self._known(reference), checked)

    def _undoes(self, entry: Entry, by: str) -> str:
        """Who undoes an entry: the side that wrote it, or the council's."""
        role = self._role(by)
        same = self._roles.get(role) == self._roles.get(entry.by)
        return role if same else council_role(by, self._roles, ACTIONS["correct"])

    def _asked_of(
        self, noun: DeliveryReturn, held: Tracked, on: date, within: int
    ) -> tuple[Problem, ...]:
        """What somebody should look at in a return."""
        self._seen.look(self._held)
        return questions_of_return(noun, held, on, seen=self._seen, within=within)

    def _decided(self, given: Given, make: Callable[[Delivered], New]) -> Entry:
        """A decision on a return, checked and written."""
        entry = self._entry(seq_of(given), "a return that stands")

        def checked(of: OfLine) -> New:
            if entry.seq not in of.returns:
                raise NotFoundError(problem("SV978", found=entry.seq, what="a return that stands"))
            held = of.returns[entry.seq]
            new = make(held)
            check_act(new, held, self._roles, self._two(of[entry.contract], held))
            return new

        return self._written(entry.contract, checked, entry.line)

    def _two(self, held: Tracked, each: Delivered) -> str:
        """Why two people verify a return, in words; "" where one does."""
        return held.second_look(each)

    def _said(self, action: str, given: Given, reason: str, by: str, on: Day) -> Entry:
        """A decision that needs a reason and no quantity."""
        return self._decided(
            given,
            lambda held: New(action=action, contract=held.entry.contract, on=day(on),
                             by=self._role(by), about=held.seq, reason=text(reason)),
        )  # fmt: skip


def _line(given: Any) -> str:
    """The number of a commitment; "" for what is beyond the contract.

    Raises:
        InputError: It is no number and no text (SV316).
    """
    if given is None or (isinstance(given, (str, int)) and not isinstance(given, bool)):
        return "" if given is None else str(given)
    expected, found = "the number of a commitment", type(given).__name__
    raise InputError(problem("SV316", what="the line", expected=expected, found=found))


def _amount(given: Amount, unit: str, measure: str) -> Exact:
    """How much, in a unit.

    Raises:
        InputError: It is no number (SV301), or in another unit (SV308).
    """
    if not isinstance(given, Quantity):
        return quantity(given, unit).amount
    found = in_unit(given, unit)
    if found is None:
        expected, other = counted_in(unit), counted_in(given.unit)
        raise InputError(problem("SV308", measure=measure, expected=expected, found=other))
    return found.amount
