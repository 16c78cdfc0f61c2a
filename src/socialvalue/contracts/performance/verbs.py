"""The entries of indicators, ratings and breaches, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from socialvalue.contracts.entered import RATINGS, Breach, Kpi, KpiSet, Rating, RatingBands
from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.expected import Term
from socialvalue.contracts.log import Day, Log, New
from socialvalue.contracts.performance.breaches import questions_of_breach, wrong_breach
from socialvalue.contracts.performance.duty import duty_of
from socialvalue.contracts.performance.proposals import Proposal, proposal_of
from socialvalue.contracts.periods import both_days
from socialvalue.contracts.roles import BUYERS, council_role
from socialvalue.contracts.rules.refusing import raise_all
from socialvalue.contracts.rules.returns import line_of, not_before_lines
from socialvalue.contracts.standing import Standing, Tracked
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read, day, one, text
from socialvalue.words import day_words, listed

__all__ = ["Indicating", "kpis_of"]


class Indicating(Log):
    """The verbs of a delivery record for indicators and ratings."""

    def set_kpis(
        self,
        reference: str,
        kpis: Iterable[Kpi],
        *,
        by: str,
        on: Day,
        bands: RatingBands | None = None,
        none_because: str = "",
    ) -> Entry:
        """Set the key performance indicators of a contract, in place of those set before.

        Args:
            reference: Of the contract.
            kpis: The indicators.
            by: Who writes it, by role.
            on: The day from which they hold.
            bands: From which share of what is due which rating is proposed.
            none_because: Where there are none or few, why performance can't be assessed by them.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: A commitment that was left out (SV980), units that nobody adds up (SV1046),
                somebody of the supplier's side (SV956).
        """
        noun = KpiSet(kpis=kpis, bands=bands, none_because=none_because)
        role = council_role(by, self._roles, ACTIONS["set_kpis"])

        def checked(standing: Standing) -> New:
            tracked = standing[reference]
            raise_all(_wrong_indicators(noun, tracked, day(on)))
            return New(action="set_kpis", contract=reference, on=day(on), by=role,
                       noun=noun, questions=tuple(duty_of(tracked.contract, noun)))  # fmt: skip

        return self._written(self._known(reference), checked)

    def rate(
        self,
        reference: str,
        kpi: str,
        *,
        period: tuple[Day, Day],
        confirmed_by: str,
        by: str,
        on: Day,
        rating: str | None = None,
        reason: str = "",
        shown_on: Day | None = None,
        comment: str = "",
    ) -> Entry:
        """Confirm a rating under one indicator, or give another than is proposed.

        Args:
            reference: Of the contract.
            kpi: The indicator, by its id.
            period: The first and the last day that are rated; the figures are as at the last.
            confirmed_by: Who confirms it: a person whom somebody can ask.
            by: Who writes it, by role.
            on: The day.
            rating: One of the regulations' five; what is proposed, if not given.
            reason: Why another than is proposed.
            shown_on: The day on which it was shown to the supplier.
            comment: What the supplier says to it.

        Raises:
            NotFoundError: No such contract (SV950) or indicator (SV1045).
            InputError: Returns wait for the council (SV1047), nothing is proposed and no rating is
                given (SV1048), another is given without a reason (SV958), a day out of place
                (SV954), somebody of the supplier's side (SV956).
        """
        when, (first, last) = day(on), map(day, both_days(period))

        def checked(_: Standing) -> New:
            seen = self.standing(when)
            tracked, found = seen[reference], _proposed(seen, reference, kpi, last)
            word = found.rating if rating is None else as_read(text(rating)).replace(" ", "_")
            side = self._roles.get(self._role(by), "")
            raise_all(chain(
                _wrong_rating(word, found, reason), _wrong_person(side, by, confirmed_by),
                _wrong_days(first, last, tracked.schedule.term, when),
            ))  # fmt: skip
            noun = Rating(
                kpi=kpi, rating=word, starts=first, ends=last, proposed=found.rating,
                confirmed_by=confirmed_by, shown_on=shown_on, comment=comment,
            )  # fmt: skip
            return New(action="rate", contract=reference, on=when, by=self._role(by),
                       noun=noun, reason=text(reason))  # fmt: skip

        return self._written(self._known(reference), checked)

    def breach(self, reference: str, breach: Breach, *, by: str, on: Day) -> Entry:
        """Write a breach that a named person says was established; nothing else ever writes one.

        A notice of it, and the day by which that is due, start from this entry.

        Args:
            reference: Of the contract.
            breach: As that person says it.
            by: Who writes it, by role.
            on: The day: of the ending in part, the award or the settlement; or the day on which it
                was decided that the supplier had not improved.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: Somebody of the supplier's side writes it (SV956), a day out of place
                (SV954), a supplier that is none of the contract (SV312).
        """
        noun, when = one("breach", Breach, breach), day(on)

        def checked(standing: Standing) -> New:
            tracked, side = standing[reference], self._roles.get(self._role(by), "")
            raise_all(wrong_breach(noun, tracked, when, side, by))
            return New(action="breach", contract=reference, on=when, by=self._role(by), noun=noun,
                       questions=tuple(questions_of_breach(tracked, when)))  # fmt: skip

        return self._written(self._known(reference), checked)


def kpis_of(standing: Standing, reference: str) -> KpiSet | None:
    """The indicators of a contract in force, which are those set last; None where none were."""
    held = [each for each in standing.of("set_kpis") if each.contract == reference]
    found: KpiSet | None = held[-1].noun if held else None
    return found


def _proposed(standing: Standing, reference: str, kpi: str, last: date) -> Proposal:
    """What is proposed for an indicator of a contract.

    Raises:
        NotFoundError: It has no such indicator (SV1045).
    """
    held = kpis_of(standing, reference)
    known = {as_read(each.id): each for each in held.kpis} if held else {}
    if held is None or as_read(text(kpi)) not in known:
        hint = did_you_mean(kpi, [each.id for each in known.values()], label="indicators")
        raise NotFoundError(problem("SV1045", contract=reference, found=kpi, hint=hint))
    return proposal_of(known[as_read(kpi)], standing[reference], held.bands, last)


def _wrong_indicators(noun: KpiSet, tracked: Tracked, on: date) -> Iterator[Problem]:
    """KpiSet of commitments that bind; units are added up only where they are the same."""
    for kpi in noun.kpis:
        units = {line_of(tracked, each).unit for each in kpi.lines}
        yield from not_before_lines(on, kpi.lines, tracked)
        if noun.bands is not None and noun.bands.basis == "units" and len(units) > 1:
            yield problem("SV1046", kpi=kpi.id, found=listed(sorted(units)))


def _wrong_person(side: str, by: str, confirmed_by: str) -> Iterator[Problem]:
    """The council rates, and a person confirms it."""
    if side != BUYERS:
        yield problem("SV956", found=by, action="rated", why="that is for the council's side")
    if not text(confirmed_by).strip():
        yield problem("SV1042", what="a rating")


def _wrong_rating(word: str, found: Proposal, reason: str) -> Iterator[Problem]:
    """Nothing is rated while returns wait, and another than is proposed needs a reason."""
    if found.waiting:
        yield problem("SV1047", why=found.why, found=listed(map(str, found.waiting)))
    elif not word:
        yield problem("SV1048", why=found.why)
    elif found.rating and word != found.rating and word in RATINGS and not reason.strip():
        what = f"a rating other than is proposed ({RATINGS[found.rating]})"
        yield problem("SV958", what=what, found="a reason")


def _wrong_days(starts: date, ends: date, term: Term, on: date) -> Iterator[Problem]:
    """The period is of the contract's days, and over when it is rated."""
    if starts < term.starts:
        why = f"is before the first day of the contract, {day_words(term.starts)}"
        yield problem("SV954", what="the period's first day", found=day_words(starts), why=why)
    if ends > term.ends:
        why = f"is after the last day of the contract, {day_words(term.ends)}"
        yield problem("SV954", what="the period's last day", found=day_words(ends), why=why)
    if on < ends:
        why = f"is before the last day of the period, {day_words(ends)}"
        yield problem("SV954", what="the day of the rating", found=day_words(on), why=why)
