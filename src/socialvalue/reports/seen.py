"""All contracts as one audience may see them; what it may not see is gone from here on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from socialvalue.contracts import (
    Contract,
    LineProgress,
    Obligation,
    Party,
    Portfolio,
    Progress,
)
from socialvalue.contracts.amounts import in_short
from socialvalue.contracts.totals import portfolio_of
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import scaled
from socialvalue.reports.audiences import Audience
from socialvalue.words import number_of

__all__ = ["Seen", "grouped_in", "is_for_group", "is_grouped", "seen_by"]


@attrs.frozen
class Seen:
    """All contracts as an audience may see them.

    Attributes:
        portfolio: Without what the audience may not see.
        audience: Who sees it.
        withheld: What was left out for its sake, in words with how many.
    """

    portfolio: Portfolio
    audience: Audience
    withheld: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """All that the figures leave out."""
        return (*self.withheld, *self.portfolio.left_out)


def seen_by(portfolio: Portfolio, audience: Audience) -> Seen:
    """All contracts without what an audience may not see.

    Args:
        portfolio: All of them, with everything.
        audience: Who is to see them.

    Raises:
        InputError: It is a supplier that has no contract here (SV1101).
    """
    mine = tuple(each for each in portfolio.contracts if _is_in(each, audience))
    if audience.supplier and not mine:
        names = {each.name for held in portfolio.contracts for each in held.contract.suppliers}
        hint = did_you_mean(audience.supplier, names, label="suppliers")
        raise InputError(problem("SV1101", found=audience.supplier, hint=hint))
    every = (each.contract for each in portfolio.contracts)
    grouped = frozenset() if audience.groups else grouped_in(every)
    kept = tuple(_pruned(each, audience, grouped) for each in mine)
    shown = portfolio_of(sorted(kept, key=_urgency), on=portfolio.on, head=portfolio.head)
    return Seen(shown, audience, tuple(_withheld(mine, kept, audience)))


def _urgency(held: Progress) -> tuple[int, int, int, str]:
    """What contracts are sorted by: overdue, behind, waiting, then all others by reference."""
    states = [each.state for each in held.lines]
    counted = (-states.count(each) for each in ("overdue", "behind", "waiting"))
    first, second, third = counted
    return first, second, third, held.contract.reference


def grouped_in(contracts: Iterable[Contract]) -> frozenset[str]:
    """The measures that are for a group of people in any contract: they are so in all of them."""
    lines = (each for contract in contracts for each in contract.lines)
    return frozenset(code for each in lines if each.group for code in _codes(each))


def _codes(line: Obligation) -> Iterator[str]:
    """Its measure's codes, whatever their capitals."""
    yield from (as_read(code) for code in (line.measure, line.alias) if code)


def is_for_group(line: Obligation, grouped: frozenset[str]) -> bool:
    """Whether a commitment is of one of these measures, by whichever of its codes.

    Args:
        line: A commitment, of whichever contract.
        grouped: The measures, of `grouped_in`.
    """
    return not grouped.isdisjoint(_codes(line))


def is_grouped(code: str, contract: Contract, grouped: frozenset[str]) -> bool:
    """Whether a code names one of these measures, by whichever of its codes.

    Args:
        code: As somebody wrote it.
        contract: The contract that it is said of.
        grouped: The measures, of `grouped_in`.
    """
    like = contract.measured(code)
    return as_read(code) in grouped or (like is not None and is_for_group(like, grouped))


def _is_in(held: Progress, audience: Audience) -> bool:
    """Whether a contract is in a file for an audience: for a supplier, one of its own."""
    return not audience.supplier or any(
        _is_called(each, audience) for each in held.contract.suppliers
    )


def _is_called(party: Party, audience: Audience) -> bool:
    return as_read(audience.supplier) in {party.key, as_read(party.name)}


def _pruned(held: Progress, audience: Audience, grouped: frozenset[str]) -> Progress:
    """A contract with the commitments, and what is beyond them, that an audience sees."""
    others = {each.name for each in held.contract.suppliers if not _is_called(each, audience)}
    hidden = others if audience.supplier else set()
    lines = tuple(
        _verified_only(each, audience)
        for each in held.lines
        if not is_for_group(each.obligation, grouped) and each.obligation.owner not in hidden
    )
    beyond = tuple(
        each
        for each in held.beyond
        if not is_grouped(each.data["measure"], held.contract, grouped)
        and (audience.unverified or each.verified)
    )
    # nobody says of which of several suppliers something beyond the contract was
    return attrs.evolve(held, lines=lines, beyond=() if hidden else beyond)


def _verified_only(each: LineProgress, audience: Audience) -> LineProgress:
    """A commitment with nothing of what waits, where the audience does not see it."""
    if audience.unverified:
        return each
    return attrs.evolve(each, reported=each.verified, waiting=Fraction(0), since=None)


def _withheld(
    mine: tuple[Progress, ...], kept: tuple[Progress, ...], audience: Audience
) -> Iterator[str]:
    """What was left out for the audience's sake."""
    gone = [
        each
        for whole, part in zip(mine, kept, strict=True)
        for each in whole.lines
        if each.line not in {line.line for line in part.lines}
    ]
    if gone and audience.supplier:
        yield f"{number_of(len(gone), 'commitment')} of other suppliers of the same contracts"
    elif gone:
        worth = in_short(scaled(sum(each.promised_pence for each in gone), -2))
        yield (
            f"{number_of(len(gone), 'commitment')} for groups of people, {worth} committed: in no "
            "figure but people by group, so that nobody can be made out"
        )
    if not audience.unverified:
        yield "What was reported and is not verified yet"
