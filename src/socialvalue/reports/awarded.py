"""The award report of an evaluation: what is recommended, why, how close it was, and what is open.

What only the authority can say stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.points.data import BidResult
from socialvalue.blocks import Block
from socialvalue.contracts.amounts import per_cent
from socialvalue.numbers import plain, pounds
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section
from socialvalue.words import because, listed, number_of

__all__ = ["award_report"]

_TO_SAY: Final = (
    "Decision sought, decision-maker and delegation: [to be completed].",
    "Conflicts of interest declared, and what was done about them: [to be completed].",
    "Abnormally low tenders (section 19 of the Procurement Act 2023): [checked, with what result].",
    "Equality Act 2010: [what was considered].",
    "Standstill: [first and last day]. Signed: [role, date].",
)


def award_report(asked: Asked) -> Report:
    """The award report, with bidders' own figures in an appendix for the contract team alone.

    Raises:
        InputError: For somebody else than the contract team or directors (SV1104).
    """
    asked.only_for("contract-team", "directors")
    result: Evaluation = asked.source
    draft = ("The scheme is illustrative: this is no award.",) * result.scheme.illustrative
    return Report(
        title=f"Award report: {result.tender.title}",
        audience=asked.audience,
        on=asked.on,
        sentences=(*draft, _recommended(result), _value(result)),
        left_out=() if asked.audience.groups else ("Prices and offers of single bidders (exempt)",),
        sections=tuple(_sections(result, exempt=asked.audience.groups)),
        foot=(f"Record of the evaluation: {result.record()['sha256']}.",),
    )


def _recommended(result: Evaluation) -> str:
    first = result.winners
    if not first:
        return "No bid is ranked: there is no award to recommend."
    if len(first) > 1:
        return f"{listed(first)} are tied for the first place: [which rule decides]."
    points = result[first[0]].points
    return f"Recommended: to award to {first[0]}, ranked first with {points} points."


def _value(result: Evaluation) -> str:
    value = result.tender.contract_value
    return f"Contract value {pounds(value.initial)}, VAT {value.vat}."


def _sections(result: Evaluation, *, exempt: bool) -> Iterator[Section]:
    yield Section("scores", _scores(result))
    yield Section("close", Block("How close was it?", tuple(_close(result))))
    yield Section("risks", Block("What to look at", tuple(_risks(result))))
    yield Section("say", Block("For the decision", _TO_SAY))
    if exempt:
        yield Section("exempt", _figures(result))
        asked = tuple(f"{each.message} ({each.code})." for each in result.warnings)
        if asked:  # they may name what a bid offers or asks
            yield Section("asked", Block("Exempt: questions about the bids", asked))
        rows = tuple(row for each in result.results for row in _not_counted(each))
        if rows:
            heads = ("bidder", "no.", "commitment", "offered £", "counted £", "why")
            said = "Exempt: what does not count in full, and why"
            yield Section("counts", Block(said, (), heads, rows, (3, 4)))


def _scores(result: Evaluation) -> Block:
    leaves = result.scheme.leaves
    rows = tuple(
        (str(each.rank or "–"), each.bidder, *(_points(each, leaf.name) for leaf in leaves),
         "–" if each.points is None else f"{each.points}")
        for each in result.results
    )  # fmt: skip
    names = (f"{each.name} ({plain(each.points)})" for each in leaves)
    heads = ("rank", "bidder", *names, f"total ({plain(result.scheme.out_of)})")
    failed = tuple(f"{each.bidder}: {each.reason}." for each in result.results if each.failed)
    return Block("Scores", failed, heads, rows, (0, *range(2, len(heads))))


def _points(each: BidResult, criterion: str) -> str:
    found = each.points_for(criterion)
    return "–" if found is None else f"{found}"


def _close(result: Evaluation) -> Iterator[str]:
    """What decided the first place, and what would have changed it."""
    if len([each for each in result.results if each.rank]) < 2:
        yield "Fewer than two bids are ranked: there is nobody to compare with."
        return
    found = result.sensitivity()
    yield f"The first is {found.lead} points ahead of the second."
    yield from found.decided
    yield f"{found.chart().title}."


def _risks(result: Evaluation) -> Iterator[str]:
    """How much of the first bid's value rests on one commitment, and how much does not count."""
    for bidder in result.winners:
        lines = [each for each in result[bidder].valuation.lines if each.pence]
        if lines:
            largest = max(lines, key=lambda each: each.pence)
            share = Fraction(largest.pence, sum(each.pence for each in lines))
            yield (
                f"{per_cent(share)} of the social value of {bidder} rests on one commitment: "
                f"{largest.definition.name} {largest.definition.title}."
            )
    short = sum(not each.accepted for one in result.results for each in one.valuation.lines)
    yield f"{number_of(short, 'part')} of commitments, over all bids, do not count."


# --- the exempt appendix ------------------------------------------------------------------


def _figures(result: Evaluation) -> Block:
    rows = tuple(
        (each.bidder, "–" if each.bid.price is None else pounds(each.bid.price),
         pounds(each.valuation.submitted), pounds(each.valuation.total))
        for each in result.results
    )  # fmt: skip
    heads = ("bidder", "price", "social value offered", "social value counted")
    return Block("Exempt: bidders' figures", (), heads, rows, (1, 2, 3))


def _not_counted(each: BidResult) -> Iterator[tuple[str, ...]]:
    for line in each.valuation.lines:
        if not line.accepted:
            named = f"{line.definition.name} {line.definition.title}"
            why = because(line.refusals[0].code)
            amounts = (pounds(line.submitted), pounds(line.value))
            yield (each.bidder, str(line.number), named, *amounts, why)
