"""What the reader offered, a commitment a row: its parts, £ each, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import Offered, carries_pounds, offered_of
from socialvalue.assess.sentences import clause, closed
from socialvalue.blocks import Block
from socialvalue.engine.exact import line_pence
from socialvalue.engine.lines import Line
from socialvalue.numbers import plain, pounds, simplest
from socialvalue.units import amount_words
from socialvalue.words import COUNTS, DOES_NOT_COUNT, RECORDED_ONLY, REPORTED, listed

if TYPE_CHECKING:
    from socialvalue.assess.pounds.valuation import Valuation
    from socialvalue.model.measure import Measure

__all__ = ["offer_blocks"]

_OWN_NUMBER = "OWN"
"""How codes begin that are this library's own numbers for measures that have none in print."""


def offer_blocks(result: BidResult) -> Iterator[Block]:
    """The reader's commitments and what each comes to; then, for those that do not count, why."""
    valuation = result.valuation
    offers = offered_of(valuation.lines)
    if not offers:
        return
    pounds_here = carries_pounds(valuation.framework)
    yield _table(valuation, offers) if pounds_here else _without_pounds(valuation, offers)
    reasons = (*_not_counted(offers), *(_reported(offers) if pounds_here else ()))
    if reasons:
        yield Block("What does not count, or carries no pounds, and why", reasons)


def _table(valuation: Valuation, offers: tuple[Offered, ...]) -> Block:
    words = [
        f"You offered {pounds(valuation.submitted)}; {pounds(valuation.total)} of it counts.",
        *_product(offers),
        *_rounding(offers),
    ]
    heads = ("no.", "you offered", "£ each", "£ offered", "£ counted", "result")
    total = ("", "total", "", pounds(valuation.submitted), pounds(valuation.total), "")
    rows = (*(row for each in offers for row in _rows(each, valuation)), total)
    return Block("What you offered", tuple(words), heads, rows, (0, 2, 3, 4), lead=2)


def _without_pounds(valuation: Valuation, offers: tuple[Offered, ...]) -> Block:
    """The same where no measure carries pounds: none are printed."""
    rows = tuple((str(each.number), _offer(each, valuation), _word(each.line)) for each in offers)
    words = ("The measures of this tender carry no pounds: what you offered is reported.",)
    return Block("What you offered", words, ("no.", "you offered", "result"), rows, (0,))


def _rows(offer: Offered, valuation: Valuation) -> Iterator[tuple[str, ...]]:
    """One row; or, where a part counts and a part does not, one above a row for each part."""
    number, words = str(offer.number), _offer(offer, valuation)
    if len(offer.parts) == 1:
        yield number, words, *_figures(offer.line)
        return
    yield number, words, "", "", "", ""
    for each in offer.parts:
        amount = amount_words(each.quantity, each.commitment.quantity.unit)
        yield "", "; ".join((f"  of these {amount}", *_shares(each))), *_figures(each)


def _figures(line: Line) -> tuple[str, str, str, str]:
    """£ each, £ offered, £ counted and the word for what became of it."""
    if line.unit_value is None:
        return "–", "–", "–", _word(line)
    return pounds(line.unit_value), pounds(line.submitted), pounds(line.value), _word(line)


def _word(line: Line) -> str:
    if line.accepted:
        return COUNTS
    return REPORTED if line.code == RECORDED_ONLY else DOES_NOT_COUNT


# --- in words -----------------------------------------------------------------------------


def _offer(offer: Offered, valuation: Valuation) -> str:
    """The measure, what was offered under it, and how that comes to its quantity and share."""
    line = offer.line
    activity = f" ({line.activity})" if line.activity else ""
    parts = [_amount(offer, valuation), *_shares(line)]
    return f"{_measure(line.definition)}{activity}: {'; '.join(parts)}"


def _measure(measure: Measure) -> str:
    """Code and title; the title alone where the code is only a number of ours."""
    ours = measure.name.startswith(_OWN_NUMBER)
    return clause(measure.title if ours else f"{measure.name} {measure.title}")


def _amount(offer: Offered, valuation: Valuation) -> str:
    """The quantity as it was offered, and what it comes to over the contract."""
    held = offer.line.commitment
    said = held.quantity.working
    if held.offered.unit != held.quantity.unit:
        said = f"{held.offered.working}, which is {said}"
    if held.basis == "whole":
        return said
    if held.basis == "per_call_off":
        return f"{said} for each call-off"
    total = simplest(sum((Fraction(each.quantity) for each in offer.parts), Fraction(0)))
    comes_to = f"= {amount_words(total, held.quantity.unit)}"
    tender = valuation.tender
    if held.basis == "per_year":
        years = plain(tender.years)
        return f"{said} per year × {years} {'year' if years == '1' else 'years'} {comes_to}"
    contract = pounds(tender.contract_value.initial)
    return f"{said} for each £1m of the contract value of {contract} {comes_to}"


def _shares(line: Line) -> Iterator[str]:
    """Each share that is kept of a result, and why it is not the whole."""
    held = line.commitment
    taken = (
        (held.deadweight, "would have happened anyway"),
        (held.displacement, "only moved from elsewhere"),
        (held.leakage, "goes to people it was not meant for"),
        (held.attribution_to_others, "is owed to others"),
    )
    if held.share_claimed is not None:
        yield f"× {plain(held.share_claimed)}, the share that you claim"
    for share, why in taken:
        if share is not None:
            kept = simplest(1 - Fraction(share))
            yield f"× {plain(kept)}, as {plain(share)} of it {why}"


def _not_counted(offers: tuple[Offered, ...]) -> Iterator[str]:
    """Each commitment, or part of one, that does not count, with every reason."""
    for offer in offers:
        for each in offer.parts:
            if each.accepted or each.code == RECORDED_ONLY:
                continue
            part = amount_words(each.quantity, each.commitment.quantity.unit)
            what = f", {part}" if len(offer.parts) > 1 else ""
            why = "; and ".join(clause(one.message) for one in each.refusals)
            yield closed(f"    No. {offer.number}{what}: does not count, because {why}")


def _reported(offers: tuple[Offered, ...]) -> Iterator[str]:
    """Those that are reported, and carry no pounds in any bid."""
    numbers = [str(each.number) for each in offers if each.line.code == RECORDED_ONLY]
    if numbers:
        them = "it is" if len(numbers) == 1 else "they are"
        carry = "its measure carries" if len(numbers) == 1 else "their measures carry"
        yield (
            f"    No. {listed(numbers)}: reported, no pounds; {them} recorded, and {carry} no "
            "pounds in any bid."
        )


def _product(offers: tuple[Offered, ...]) -> Iterator[str]:
    """How £ offered comes about."""
    if any(each.line.unit_value is not None for each in offers):
        shares = any(next(_shares(each.line), None) for each in offers)
        kept = ", × each share that is named" if shares else ""
        yield f"£ offered is the quantity × £ each{kept}, rounded to the penny."


def _rounding(offers: tuple[Offered, ...]) -> Iterator[str]:
    """That a part takes the penny that is left over, where one does."""
    odd = [str(each.number) for each in offers if any(map(_is_off, each.parts))]
    if odd:
        yield (
            f"The whole of no. {listed(odd)} is rounded to the penny once, and its last part takes "
            "what is left."
        )


def _is_off(line: Line) -> bool:
    if line.unit_value is None:
        return False
    return line_pence(line.quantity, line.unit_value, line.keep) != line.submitted_pence
