"""The award report of an evaluation: what is recommended, why, how close it was, and what is open.

What only the authority can say comes from the tender file, or stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.letters.case import withheld_from_others
from socialvalue.assess.letters.covering import standstill_words
from socialvalue.assess.letters.disclosure import price_given_away
from socialvalue.assess.letters.reasons import reason_words
from socialvalue.assess.letters.regulation import applies_to
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.assess.lots.words import overview_of
from socialvalue.assess.points.gaps import scores_pounds
from socialvalue.blocks import Block
from socialvalue.contracts.amounts import per_cent
from socialvalue.model.papers.award import DECISION
from socialvalue.model.tender import Tender
from socialvalue.numbers import pounds
from socialvalue.reports.asked import Asked
from socialvalue.reports.exempt import exempt_blocks, scores
from socialvalue.reports.report import Report, Section
from socialvalue.uncertainty import Simulation
from socialvalue.words import listed, number_of

__all__ = ["award_report", "award_report_of_lots"]

_TO_COMPLETE: Final = "[to be completed]"
_IN_ORDER: Final = (
    "In this order: assessment summaries to every bidder; the contract award notice (UK6), with "
    "which the standstill period begins; its end; signature; the contract details notice (UK7)."
)
_TELLS: Final = (
    "Points for price let anybody who knows one price work out the others. Decide whether to "
    "withhold them ('withheld' under 'papers:' of the tender file) before this report goes "
    "further, and record it."
)
_TELLS_POUNDS: Final = (
    "Points that a formula gives for social value give its pounds away in the same way."
)


def award_report(asked: Asked) -> Report:
    """The award report, with bidders' own figures in an appendix for the contract team alone.

    Raises:
        InputError: For somebody else than the contract team or directors (SV1104).
    """
    asked.only_for("contract-team", "directors")
    result: Evaluation = asked.source
    exempt, trials = asked.audience.groups, _trials_of(asked, result)
    one = _Ranking(result, result.winners, exempt=exempt, trials=trials)
    return _report(asked, result.tender, (one,), result.record()["sha256"])


def _trials_of(asked: Asked, result: Evaluation) -> Simulation | None:
    """The trials that are given of one ranking."""
    return next((each for each in asked.trials if each.evaluation == result), None)


def award_report_of_lots(asked: Asked) -> Report:
    """The award report of a tender in lots: each lot by itself, under the rule on limits.

    Raises:
        InputError: For somebody else than the contract team or directors (SV1104).
    """
    asked.only_for("contract-team", "directors")
    held: LotsEvaluation = asked.source
    rankings = tuple(
        _Ranking(each, held.awards[lot], lot, held.rule, exempt=asked.audience.groups,
                 trials=_trials_of(asked, each))
        for lot, each in held.lots.items()
    )  # fmt: skip
    silent = [each.name for each in held.tender.lots if each.name not in held.lots]
    none = (f"No bid was received for {listed(silent)}.",) if silent else ()
    report = _report(asked, held.tender, rankings, held.record()["sha256"])
    # warnings may name what single bids offer
    blocks = overview_of(held, warnings=asked.audience.groups)
    overview = (Section(f"lots-{at}", each) for at, each in enumerate(blocks, 1))
    sentences = (*report.sentences, *none)
    return attrs.evolve(report, sentences=sentences, sections=(*overview, *report.sections))


@attrs.frozen
class _Ranking:
    """One ranking, and who is recommended by it.

    Attributes:
        result: The evaluation.
        first: Who is first; several where they are tied.
        lot: Of which lot; "" where there are none.
        rule: The rule on how many lots one bidder may win, or "".
        exempt: Whether bidders' own figures are in it.
        trials: What is said of how sure it is, where that is given.
    """

    result: Evaluation
    first: tuple[str, ...]
    lot: str = ""
    rule: str = ""
    exempt: bool = attrs.field(default=False, kw_only=True)
    trials: Simulation | None = attrs.field(default=None, kw_only=True)

    @property
    def hidden(self) -> frozenset[str]:
        """The criteria whose points this reader is not told."""
        return frozenset() if self.exempt else withheld_from_others(self.result)

    def named(self, heading: str) -> str:
        """A heading, with the lot before it."""
        return f"{self.lot}: {heading}" if self.lot else heading


def _report(asked: Asked, tender: Tender, rankings: tuple[_Ranking, ...], sha256: str) -> Report:
    draft = any(each.result.scheme.illustrative for each in rankings)
    exempt = asked.audience.groups
    sections = [section for at, each in enumerate(rankings, 1) for section in _sections(each, at)]
    sections.append(Section("say", Block("For the decision", tuple(_decision(tender)))))
    sections += [section for at, each in enumerate(rankings, 1) for section in _appendix(each, at)]
    hidden = sorted({name for each in rankings for name in each.hidden})
    return Report(
        title=f"Award report: {tender.title}",
        audience=asked.audience,
        on=asked.on,
        sentences=(
            *(("The scheme is illustrative: this is no award.",) * draft),
            *map(_recommended, rankings), _value(tender),
        ),
        left_out=(
            *(() if exempt else ("Prices and offers of single bidders (exempt)",)),
            *((f"Points for {listed(hidden)}, and points in total: withheld",) if hidden else ()),
        ),
        sections=tuple(sections),
        foot=(f"Record of the evaluation: {sha256}.",),
    )  # fmt: skip


def _recommended(held: _Ranking) -> str:
    if not held.first:
        return held.named("No bid is ranked: there is no award to recommend.")
    if len(held.first) > 1:
        tied = f"{listed(held.first)} are tied for the first place: [which rule decides]."
        return held.named(tied)
    (bidder,) = held.first
    found = held.result[bidder]
    points = "" if held.hidden else f" with {found.points} points"
    if held.first == held.result.winners:
        return held.named(f"Recommended: to award to {bidder}, ranked first{points}.")
    return held.named(
        f"Recommended: to award to {bidder}, ranked {found.rank}{points}, by the rule on lots."
    )


def _value(tender: Tender) -> str:
    value = tender.contract_value
    return f"Contract value {pounds(value.initial)}, VAT {value.vat}."


def _sections(held: _Ranking, at: int) -> Iterator[Section]:
    key = f"lot-{at}-" if held.lot else ""
    yield Section(f"{key}scores", _named(scores(held.result, held.hidden, _caution(held)), held))
    why = tuple(_why(held))
    if why:
        yield Section(f"{key}why", Block(held.named("Why"), why))
    if not held.hidden:
        yield Section(f"{key}close", Block(held.named("How close was it?"), tuple(_close(held))))
        sure = _sure(held)
        if sure:
            heading = held.named("If unit values were other than published")
            yield Section(f"{key}sure", Block(heading, sure))
    yield Section(f"{key}risks", Block(held.named("What to look at"), tuple(_risks(held))))


def _named(block: Block, held: _Ranking) -> Block:
    return attrs.evolve(block, heading=held.named(block.heading))


def _caution(held: _Ranking) -> tuple[str, ...]:
    """What the points for price give away: to the contract team with how near it comes."""
    result, told = held.result, list[str]()
    for bidder in held.first:
        for which in ("", *result[bidder].bid.prices):
            price = price_given_away(result, result[bidder], list(result.results), which)
            if price is not None:
                about = f" They put that of {bidder} at about {pounds(price).removesuffix('.00')}."
                told.append(f"{_TELLS}{about if held.exempt else ''}")
    if scores_pounds(result.scheme) and not held.hidden:
        told.append(_TELLS_POUNDS)
    return tuple(dict.fromkeys(told))


def _why(held: _Ranking) -> Iterator[str]:
    """The reasons of who is first, as others are told them."""
    for bidder in held.first:
        for each in held.result.scheme.everything():
            if each.method is not None and each.name not in held.hidden:
                words = reason_words(held.result, held.result[bidder], each, own=False)
                yield f"{bidder}, {each.name}: {' '.join(words.split())}"


def _close(held: _Ranking) -> Iterator[str]:
    """What decided the first place, and what would have changed it."""
    result = held.result
    if len([each for each in result.results if each.rank]) < 2:
        yield "Fewer than two bids are ranked: there is nobody to compare with."
        return
    found = result.sensitivity()
    yield f"The first is {found.lead} points ahead of the second."
    yield from found.decided
    yield f"{found.chart().title}."


def _sure(held: _Ranking) -> tuple[str, ...]:
    """How often each bid would be first, and with which seed anybody can see it again."""
    trials = held.trials
    if trials is None:
        return ()
    seed = f"{trials.draws:,} trials with the seed {trials.seed}; their record is kept beside this."
    return (*trials.words(exempt=held.exempt), seed)


def _risks(held: _Ranking) -> Iterator[str]:
    """How much of the first bid's value rests on one commitment, and how much does not count."""
    result = held.result
    for bidder in held.first:
        lines = [each for each in result[bidder].valuation.lines if each.pence]
        if lines:
            largest = max(lines, key=lambda each: each.pence)
            share = Fraction(largest.pence, sum(each.pence for each in lines))
            named = f": {largest.definition.name} {largest.definition.title}" if held.exempt else ""
            yield (
                f"{per_cent(share)} of the social value of {bidder} rests on one commitment{named}."
            )
    short = sum(not each.accepted for one in result.results for each in one.valuation.lines)
    yield f"{number_of(short, 'part')} of commitments, over all bids, do not count."


# --- for the decision ---------------------------------------------------------------------


def _decision(tender: Tender) -> Iterator[str]:
    """What only the authority can say, the standstill, and room to sign."""
    said = tender.papers.decision if tender.papers is not None else {}
    for key, words in DECISION.items():
        told = " ".join(said.get(key, "").split()).rstrip(".")
        yield f"{words}: {told or _TO_COMPLETE}."
    if applies_to(tender):
        yield _IN_ORDER
        days = tuple(standstill_words(tender))
        yield from days or (f"First and last day of the standstill period: {_TO_COMPLETE}.",)
    yield f"Signed: {_TO_COMPLETE}, role and date."


# --- the exempt appendix ------------------------------------------------------------------


def _appendix(held: _Ranking, at: int) -> Iterator[Section]:
    if held.exempt:
        key = f"lot-{at}-" if held.lot else ""
        for name, block in exempt_blocks(held.result):
            yield Section(f"{key}{name}", _named(block, held))
