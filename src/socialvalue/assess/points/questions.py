"""Questions of a tender: what may be mistyped or forgotten, told once, with the bidders named.

They ask, and change nothing.  What a buyer typed wrong shows in every bid at once, and what a
bidder typed wrong shows as a quantity that the contract could never pay for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from socialvalue.assess.points.gaps import named, scores_pounds
from socialvalue.engine.lines import Line
from socialvalue.engine.points import publish
from socialvalue.errors import Problem, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.fields import as_read
from socialvalue.model.methods import AgainstTarget, Banded, RelativeToHighest
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import ContractValue, Tender
from socialvalue.numbers import pounds
from socialvalue.units import amount_words
from socialvalue.words import listed

if TYPE_CHECKING:
    from socialvalue.assess.pounds.valuation import Valuation

__all__ = [
    "bid_questions",
    "lot_questions",
    "no_commitments",
    "scheme_questions",
    "silent_bids",
]

_RATE = Decimal(2)
"""£ of social value per £1: no target is so high, and 25p or 25% typed as 25 is far above it."""

_LEAST = {
    "fte_year": 10_000,
    "person_week": 200,
    "week": 200,
    "staff_hour": 5,
    "expert_hour": 5,
    "gbp": 1,
}
"""£ below which a unit of people's work, or a pound spent, costs nobody: well under any wage."""


def scheme_questions(tender: Tender, scheme: Scheme) -> Iterator[Problem]:
    """A target, a minimum or a band that looks as if pence or per cent had been typed.

    Args:
        tender: The buyer's side, as it stands for the lot.
        scheme: Weights and methods.
    """
    if tender.target is not None and tender.target >= _RATE and _uses_tenders_target(scheme):
        yield problem("SV623", what="the target", found=pounds(tender.target))
    for each in scheme.scored:
        for what, amount in _rates(each):
            if amount is not None and amount >= _RATE:
                found = f"{what} of '{each.name}'"
                yield problem("SV623", what=found, found=pounds(amount))


def _uses_tenders_target(scheme: Scheme) -> bool:
    methods = [each.method for each in scheme.scored]
    return any(isinstance(each, AgainstTarget) and each.target is None for each in methods)


def _rates(criterion: Criterion) -> Iterator[tuple[str, Decimal | None]]:
    """The £ per £1 that a method names; of a table, where its second band begins."""
    method = criterion.method
    if isinstance(method, AgainstTarget):
        yield "the target", method.target
    elif isinstance(method, RelativeToHighest):
        yield "the minimum", method.minimum
    elif isinstance(method, Banded):
        yield "the first band's end", method.bands[0].upper


def lot_questions(tender: Tender) -> Iterator[Problem]:
    """Lots that are worth more together than the whole contract, told like with like.

    Args:
        tender: The whole tender, before it is that of one lot.
    """
    if any(tender.title.endswith(f", lot {each.name}") for each in tender.lots):
        return  # it stands for one of its lots already, and has that lot's value
    whole = tender.contract_value
    given = [each.contract_value for each in tender.lots if each.contract_value is not None]
    if not given or any(each.vat != whole.vat for each in given):
        return
    total = sum((Fraction(each.initial) for each in given), Fraction(0))
    if total > Fraction(whole.initial):
        amount = pounds(publish(total, 2))
        yield problem("SV625", found=amount, whole=pounds(whole.initial))


def bid_questions(valuations: Sequence[Valuation], scheme: Scheme) -> Iterator[Problem]:
    """What compliant bids offer that cannot be meant, or do not offer at all.

    Args:
        valuations: What each bid is worth.
        scheme: Weights and methods.
    """
    standing = sorted(
        (each for each in valuations if each.bid.state == "compliant"),
        key=lambda each: each.bid.bidder,
    )
    yield from _told("SV622", standing, lambda each, most: each.cost > most)
    yield from _told("SV626", standing, lambda each, most: each.worth > most >= each.cost)
    yield from _alike([each.bid.bidder for each in valuations])
    if any(each.total for each in standing):  # where all have nothing, SV715 or `told_of` says so
        yield from no_commitments(silent_bids(standing, scheme))


def _alike(bidders: Sequence[str]) -> Iterator[Problem]:
    """Names that only their punctuation tells apart: they may be one bidder's."""
    groups: dict[str, dict[str, None]] = {}
    for name in sorted(bidders):
        bare = "".join(each for each in as_read(name) if each.isalnum())
        groups.setdefault(bare, {})[name] = None
    for bare, names in groups.items():
        if bare and len(names) > 1:
            yield problem("SV627", names=listed([f"'{each}'" for each in names]))


def silent_bids(valuations: Iterable[Valuation], scheme: Scheme) -> tuple[str, ...]:
    """Whose compliant bids offer nothing, under a scheme that scores pounds."""
    if not scores_pounds(scheme):
        return ()
    bids = [each.bid for each in valuations]
    return tuple(each.bidder for each in bids if each.state == "compliant" and not each.commitments)


def no_commitments(bidders: Sequence[str]) -> Iterator[Problem]:
    """That some bids offer nothing."""
    if bidders:
        verb = "offers" if len(bidders) == 1 else "offer"
        yield problem("SV624", bids=named(bidders), verb=verb)


@attrs.frozen
class _Offered:
    """One commitment over the whole contract: its parts differ in what counts, not in what it is.

    Attributes:
        line: Its first part.
        quantity: How much, in the measure's unit.
        worth: £ of it that count.
    """

    line: Line
    quantity: Fraction
    worth: Fraction

    @property
    def cost(self) -> Fraction:
        """The least in £ that it could cost; 0 for what is not paid for by its unit."""
        return self.quantity * _LEAST.get(self.line.definition.unit, 0)

    def words(self, bidder: str) -> str:
        measure = self.line.definition
        amount = amount_words(publish(self.quantity, 2), measure.unit)
        return f"{bidder}, commitment {self.line.number}: {amount} of {measure.name}"


def _offered(valuation: Valuation) -> Iterator[_Offered]:
    parts: dict[int, list[Line]] = {}
    for line in valuation.lines:
        parts.setdefault(line.number, []).append(line)
    for lines in parts.values():
        quantity = sum((Fraction(each.quantity) for each in lines), Fraction(0))
        yield _Offered(lines[0], quantity, Fraction(sum(each.pence for each in lines), 100))


def _told(
    code: str, valuations: Sequence[Valuation], stands_out: Callable[[_Offered, Fraction], bool]
) -> Iterator[Problem]:
    """The commitments of all bids that stand out beside the contract's value, in one question."""
    found, contract = [], Decimal(0)
    for each in valuations:
        contract = _largest(each.tender.contract_value)
        found += [
            one.words(each.bid.bidder)
            for one in _offered(each)
            if stands_out(one, Fraction(contract))
        ]
    if found:
        yield problem(code, lines=_cut(found), contract=pounds(contract))


_MOST = 5
"""Commitments that one question names; the others are counted."""


def _cut(found: Sequence[str]) -> str:
    rest = len(found) - _MOST
    return "; ".join(found[:_MOST]) + (f"; and {rest} more" if rest > 0 else "")


def _largest(contract: ContractValue) -> Decimal:
    """The most that is known of what the contract may come to."""
    return contract.maximum or contract.with_extensions or contract.initial
