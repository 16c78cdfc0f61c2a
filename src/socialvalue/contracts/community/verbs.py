"""The entries of community offers, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from socialvalue.contracts.community.offered import Agreed, Offered, board_of
from socialvalue.contracts.entered.offers import (
    Agreement,
    Cancelled,
    Confirmation,
    Done,
    Need,
    Offer,
    Showing,
)
from socialvalue.contracts.entries import ACTIONS, Entry, seq_of
from socialvalue.contracts.log import Day, Log, New
from socialvalue.contracts.roles import BUYERS, SUPPLIERS
from socialvalue.contracts.rules.refusing import not_before, raise_all
from socialvalue.contracts.rules.returns import line_of, not_before_lines
from socialvalue.contracts.standing import Standing
from socialvalue.errors import InputError, NotFoundError, Problem, problem
from socialvalue.model.fields import day, one, text
from socialvalue.numbers import plain, simplest
from socialvalue.units import counted_in
from socialvalue.units import quantity as as_quantity
from socialvalue.words import day_words

__all__ = ["Exchanging"]

Amount = int | str | float | Decimal
Given = Entry | int


class Exchanging(Log):
    """The verbs of a delivery record for community offers."""

    def offer(self, reference: str, offer: Offer, *, by: str, on: Day) -> Entry:
        """Write what a supplier offers to groups and schools.

        It is shown to nobody until its supplier agrees: see `show_offer`.

        Args:
            reference: Of the contract.
            offer: What is offered.
            by: Who writes it, by role.
            on: The day.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: Days outside the contract (SV954), a commitment that was left out (SV980).
        """
        noun = one("an offer", Offer, offer)

        def checked(standing: Standing) -> New:
            tracked = standing[reference]
            if noun.line:
                line_of(tracked, noun.line)
                raise_all(not_before_lines(day(on), [noun.line], tracked))
            raise_all(_outside(noun, tracked.contract.starts, tracked.schedule.ends))
            return New(action="offer", contract=reference, on=day(on), by=self._role(by), noun=noun)

        return self._written(self._known(reference), checked)

    def show_offer(
        self, given: Given, *, by: str, on: Day, agreed: bool = True, named: bool = False
    ) -> Entry:
        """Write that a supplier agrees, or does not any more, that an offer is shown to everybody.

        Args:
            given: The offer, or the number of its entry.
            by: Who agrees, by role: somebody of the supplier's side.
            on: The day from which.
            agreed: Whether it agrees.
            named: Whether its name may stand there too.
        """
        noun = Showing(agreed=agreed, named=named)
        return self._on_offer("show_offer", given, lambda _: noun, by=by, on=on, side=SUPPLIERS)

    def need(self, need: Need, *, by: str, on: Day) -> Entry:
        """Write what a group needs; it is private unless it says otherwise.

        Args:
            need: What is needed.
            by: Who writes it, by role.
            on: The day.
        """
        noun = one("a need", Need, need)
        return self._written("", lambda _: New(action="need", contract="", on=day(on), noun=noun,
                                               by=self._role(by)))  # fmt: skip

    def agree(
        self,
        given: Given,
        *,
        quantity: Amount,
        receiver: str,
        by: str,
        on: Day,
        need: Given | None = None,
    ) -> Entry:
        """Write how much of an offer is agreed with whom: never more than is left.

        Args:
            given: The offer, or the number of its entry.
            quantity: How much, in its unit.
            receiver: The organisation that receives it.
            by: Who writes it, by role.
            on: The day.
            need: The need that it meets, or the number of its entry.

        Raises:
            NotFoundError: No such offer or need (SV978).
            InputError: More than is left (SV1050), less than the least (SV1051), an offer that is
                withdrawn or over (SV1052), a need that is closed or over (SV954) or counted in
                another unit (SV308).
        """
        wanted = None if need is None else self._open_entry(need, "need", "a need")

        def noun(held: Offered) -> Agreement:
            if wanted is not None:
                raise_all(_wrong_need(wanted, held, self._closed(wanted)))
            amount = as_quantity(quantity, held.noun.unit).amount
            about = None if wanted is None else wanted.seq
            found = Agreement(receiver=receiver, quantity=amount, need=about)
            raise_all(_wrong_agreement(found, held))
            return found

        return self._on_offer("agree", given, noun, by=by, on=on, side=BUYERS)

    def done(self, given: Given, *, by: str, on: Day, quantity: Amount | None = None) -> Entry:
        """Write how much of an agreement was given; what was not is free again.

        It is no delivery yet: that is a return, with the receiver's confirmation as evidence.

        Args:
            given: The agreement, or the number of its entry.
            by: Who says so, by role.
            on: The day.
            quantity: How much; all of it, if not given.
        """

        def noun(held: Agreed, unit: str) -> Done:
            agreed = held.noun.quantity
            found = agreed if quantity is None else as_quantity(quantity, unit).amount
            if found > agreed:
                raise InputError(problem("SV1050", found=plain(found), least=plain(agreed)))
            return Done(offer=held.offer, quantity=found)

        return self._on_agreement("done", given, noun, by=by, on=on)

    def confirm(
        self,
        given: Given,
        answer: str,
        *,
        by: str,
        on: Day,
        quantity: Amount | None = None,
        note: str = "",
    ) -> Entry:
        """Write what the receiver says of what was given: evidence, and never a verification.

        Args:
            given: The agreement, or the number of its entry.
            answer: ``yes``, ``partly`` or ``no``.
            by: Who says so, by role, such as ``receiver``: not the supplier.
            on: The day.
            quantity: Of ``partly``, how much arrived.
            note: In plain words, without names of people.
        """
        if self._roles.get(self._role(by)) == SUPPLIERS:
            why = "what the receiver says, the supplier does not enter"
            raise InputError(problem("SV956", found=by, action=ACTIONS["confirm"], why=why))

        def noun(held: Agreed, unit: str) -> Confirmation:
            found = simplest(held.given if answer == "yes" else Fraction(0))
            if answer == "partly":
                if quantity is None:
                    raise InputError(problem("SV958", what="'partly'", found="how much arrived"))
                found = as_quantity(quantity, unit).amount
            if found > held.given:
                raise InputError(problem("SV1050", found=plain(found),
                                         least=plain(simplest(held.given))))  # fmt: skip
            return Confirmation(answer=answer, quantity=found, note=note)

        return self._on_agreement("confirm", given, noun, by=by, on=on)

    def cancel(self, given: Given, *, reason: str, by: str, on: Day) -> Entry:
        """Cancel an agreement of which nothing was given yet; its quantity is free again.

        Args:
            given: The agreement, or the number of its entry.
            reason: Why.
            by: Who cancels it, by role.
            on: The day.
        """
        return self._on_agreement("cancel", given, lambda held, _: Cancelled(offer=held.offer),
                                  by=by, on=on, reason=reason)  # fmt: skip

    def close_offer(self, given: Given, *, reason: str, by: str, on: Day) -> Entry:
        """Withdraw an offer, or close a need; what is agreed already stays agreed.

        Args:
            given: The offer or the need, or the number of its entry.
            reason: Why.
            by: Who withdraws it, by role.
            on: The day.
        """
        entry = self._entry(seq_of(given), "an offer or a need")
        if entry.action != "need":
            return self._on_offer("close", given, lambda _: None, by=by, on=on, reason=reason)
        held = self._open_entry(given, "need", "a need")
        raise_all(_wrong_days(held, day(on), self._closed(held)))
        return self._written("", lambda _: New(action="close", contract="", on=day(on),
                                               by=self._role(by), about=held.seq,
                                               reason=_said(reason, "close")))  # fmt: skip

    # --- how they are checked ---

    def _open_entry(self, given: Given, action: str, what: str) -> Entry:
        """An entry of an action that was not undone.

        Raises:
            NotFoundError: There is none of that number (SV978).
        """
        entry = self._entry(seq_of(given), what)
        if entry.action != action or entry.seq in self.standing().undone:
            raise NotFoundError(problem("SV978", found=entry.seq, what=what))
        return entry

    def _closed(self, need: Entry) -> Entry | None:
        """The entry that closes a need, where it is closed."""
        acts = (each for each in self.standing().of("close") if each.about == need.seq)
        return next(acts, None)

    def _on_offer(
        self,
        action: str,
        given: Given,
        make: Callable[[Offered], object],
        *,
        by: str,
        on: Day,
        reason: str | None = None,
        side: str = "",
    ) -> Entry:
        """An entry about an offer that stands."""
        entry = self._open_entry(given, "offer", "an offer")

        def checked(standing: Standing) -> New:
            offers, _, _ = board_of(standing, day(on))
            (held,) = (each for each in offers if each.seq == entry.seq)
            role = self._role(by)
            raise_all(_wrong_act(action, held, day(on), self._side_of(role, side), role))
            why = "" if reason is None else _said(reason, action)
            return New(action=action, contract=entry.contract, on=day(on), by=role,
                       about=entry.seq, noun=make(held), reason=why)  # fmt: skip

        return self._written(entry.contract, checked)

    def _side_of(self, role: str, side: str) -> bool:
        """Whether a role is of the side that must enter it."""
        return not side or self._roles.get(role) == side

    def _on_agreement(
        self,
        action: str,
        given: Given,
        make: Callable[[Agreed, str], object],
        *,
        by: str,
        on: Day,
        reason: str | None = None,
    ) -> Entry:
        """An entry about an agreement, from a state in which it may be."""
        entry = self._open_entry(given, "agree", "an agreement")

        def checked(standing: Standing) -> New:
            offers, _, agreed = board_of(standing, day(on))
            (held,) = (each for each in agreed if each.seq == entry.seq)
            (offer,) = (each for each in offers if each.seq == held.offer)
            raise_all(_wrong_state(action, held, offer, day(on)))
            why = "" if reason is None else _said(reason, action)
            return New(action=action, contract=entry.contract, on=day(on), by=self._role(by),
                       about=entry.seq, noun=make(held, offer.noun.unit), reason=why)  # fmt: skip

        return self._written(entry.contract, checked)


def _said(reason: str, action: str) -> str:
    """A reason, which must be given.

    Raises:
        InputError: It is not (SV958).
    """
    if not text(reason).strip():
        raise InputError(problem("SV958", what=f"an entry '{ACTIONS[action]}'", found="a reason"))
    return reason


def _outside(noun: Offer, starts: date, ends: date) -> Iterator[Problem]:
    if noun.starts < starts:
        why = f"is before the first day of the contract, {day_words(starts)}"
        yield problem("SV954", what="the offer's first day", found=day_words(noun.starts), why=why)
    if noun.until > ends:
        why = f"is after the last day of the contract, {day_words(ends)}"
        yield problem("SV954", what="the offer's last day", found=day_words(noun.until), why=why)


def _not_before(held: Offered, on: date) -> Iterator[Problem]:
    """Entries about one offer follow each other, so that it is never given twice on any day."""
    if on < held.updated:
        why = f"is before the last entry about the offer, of {day_words(held.updated)}"
        yield problem("SV954", what="the day of the entry", found=day_words(on), why=why)


def _wrong_act(
    action: str, held: Offered, on: date, is_theirs: bool, role: str
) -> Iterator[Problem]:
    yield from _not_before(held, on)
    if not is_theirs:
        whose = "its supplier's side" if action == "show_offer" else "the council's side"
        yield problem("SV956", found=role, action=ACTIONS[action], why=f"that is for {whose}")
    if held.closed is not None and action != "show_offer":
        when = day_words(held.closed.on)
        yield problem("SV1052", seq=held.seq, why=f"withdrawn on {when}")


def _wrong_agreement(found: Agreement, held: Offered) -> Iterator[Problem]:
    if held.on > held.noun.until or held.on < held.noun.starts:
        days = f"{day_words(held.noun.starts)} to {day_words(held.noun.until)}"
        yield problem("SV1052", seq=held.seq, why=f"from {days}")
    if found.quantity > held.remaining:
        left = plain(simplest(held.remaining))
        yield problem("SV1050", found=plain(found.quantity), least=left)
    small = held.noun.smallest
    if small is not None and found.quantity < min(small, held.remaining):
        yield problem("SV1051", found=plain(found.quantity), least=plain(small))


def _wrong_need(need: Entry, held: Offered, closed: Entry | None) -> Iterator[Problem]:
    """A need is met while it is one, in what it is counted in."""
    noun: Need = need.noun
    yield from _wrong_days(need, held.on, closed)
    if held.on > noun.until:
        why = f"is after the last day of the need, {day_words(noun.until)}"
        yield problem("SV954", what="the day of the entry", found=day_words(held.on), why=why)
    if noun.unit != held.noun.unit:
        expected, found = counted_in(noun.unit), counted_in(held.noun.unit)
        yield problem("SV308", measure=f"need {need.seq}", expected=expected, found=found)


def _wrong_days(need: Entry, on: date, closed: Entry | None) -> Iterator[Problem]:
    """What is said of a need is said after it, and not once it is closed."""
    yield from not_before("the day of the entry", on, need.on, "the need's own entry")
    if closed is not None:
        why = f"is about a need that entry {closed.seq} closed"
        yield problem("SV954", what="what is entered", found=day_words(on), why=why)


def _wrong_state(action: str, held: Agreed, offer: Offered, on: date) -> Iterator[Problem]:
    """Given once, confirmed once it was given, cancelled before it was."""
    yield from _not_before(offer, on)
    fits = held.done is not None and held.confirmation is None if action == "confirm" else (
        held.is_open
    )  # fmt: skip
    if not fits:
        yield problem("SV1053", seq=held.seq, state=held.state, action=ACTIONS[action])
