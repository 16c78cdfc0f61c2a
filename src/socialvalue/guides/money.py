"""The target with an example that the engine works out, and what a small firm can offer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from socialvalue.assess.evaluation import evaluate
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.blocks import Block
from socialvalue.engine.lines import Line
from socialvalue.guides.basis import Basis
from socialvalue.model.criteria import Criterion
from socialvalue.model.measure import Measure
from socialvalue.model.methods import AgainstTarget
from socialvalue.model.policy_rule import PolicyRule
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import EXACT, plain, pounds
from socialvalue.words import day_words

__all__ = ["policy_block", "small_firm_blocks", "target_blocks"]

_HEADINGS = ("measure", "offered", "£ for one", "£ offered")
_LINES = 3
"""Commitments of the example."""


def policy_block(basis: Basis) -> Iterator[Block]:
    """The council's rules on the day of the guide, each with where it was read."""
    titles = {key: theme.title for key, theme in basis.framework.themes.items()}
    kept = basis.rules
    named = (
        ("target", kept.target), ("smallest offer", kept.minimum),
        ("which contracts", kept.threshold), ("share of the points", kept.weight),
        ("figures and words", kept.split), ("measures", kept.shortlist),
        ("response", kept.response),
    )  # fmt: skip
    rows = tuple(
        (what, rule.says(titles), _since(rule),
         "; ".join(each.title for each in rule.sources))
        for what, rule in named if rule is not None
    )  # fmt: skip
    if rows:
        said = (f"These are the rules on {day_words(basis.day)}.",)
        yield Block("The council's rules", said, ("rule", "what it says", "since", "source"), rows)


def _since(rule: PolicyRule) -> str:
    """From which day; of a rule that was in force when it was first seen, by which day."""
    return f"{day_words(rule.start)}{' or earlier' if rule.status == 'observed' else ''}"


def target_blocks(basis: Basis) -> Iterator[Block]:
    """What the target asks for, and how near a small example comes."""
    offered = _first_of_each_unit(basis)
    if not offered:
        return
    found = basis.valued([(measure, line.commitment.offered) for measure, line in offered])
    # Of a commitment that counts in part the first part is what counts.
    first = {each.number: each for each in reversed(found.lines)}
    lines = [first[number] for number in sorted(first)]
    yield Block(
        "An example, worked out", tuple(_worked(basis, found)), _HEADINGS,
        tuple(_row(measure, words_of(basis, measure), line)
              for (measure, _), line in zip(offered, lines, strict=True)), (2, 3),
    )  # fmt: skip


def words_of(basis: Basis, measure: Measure) -> str:
    """A small offer of a measure in words."""
    found = basis.small_offer(measure)
    return "" if found is None else found[0]


def _first_of_each_unit(basis: Basis) -> list[tuple[Measure, Line]]:
    """The first measures with pounds, each of another unit and none in conflict with another."""
    kept: dict[str, tuple[Measure, Line]] = {}
    for measure, _, line in _worth_pounds(basis):
        taken = {each.code for each, _ in kept.values()}
        clash = any(taken & set(pair) for rule in measure.rules for pair in rule.pairs)
        if measure.unit not in kept and not clash and len(kept) < _LINES:
            kept[measure.unit] = (measure, line)
    return list(kept.values())


def _worth_pounds(basis: Basis) -> Iterator[tuple[Measure, str, Line]]:
    """The measures of which a small offer counts pounds."""
    for each in basis.measures:
        found = basis.small_offer(each)
        if found is not None and found[1].value:
            yield each, *found


def _row(measure: Measure, words: str, line: Line) -> tuple[str, ...]:
    unit = "" if line.unit_value is None else pounds(line.unit_value)
    return f"{measure.name} {measure.title}", words, unit, pounds(line.value)


def _worked(basis: Basis, found: Valuation) -> Iterator[str]:
    """The example in sentences: contract, target, what is offered, points."""
    value = basis.tender.contract_value.initial
    which = "This contract is" if basis.given else "Take a contract that is"
    yield f"{which} worth {pounds(value)}. A firm makes a small offer, as in the table below."
    yield f"It counts {pounds(found.total)}."
    if basis.target is None:
        yield "This set names no target." if not basis.given else "This tender names no target."
        return
    asked = f"{pounds(basis.target)} for each £1 of the contract"
    whole = pounds(EXACT.multiply(basis.target, value))
    yield f"The target is {asked}. For this contract that is {whole}."
    yield from _points(basis, found)


def _points(basis: Basis, found: Valuation) -> Iterator[str]:
    """The points of each criterion that holds pounds against the target, unless it is invented."""
    scheme = basis.scheme
    if scheme is None or scheme.illustrative:
        return
    for each in scheme.leaves:
        method = each.method
        if not isinstance(method, AgainstTarget) or not isinstance(each.points, Decimal):
            continue
        if method.denominator == "initial" and method.target in {None, basis.target}:
            alone = Scheme([Criterion(each.name, each.points, each.method)],
                           out_of=each.points, places=scheme.places)  # fmt: skip
            result = evaluate(basis.tender, [found.bid], basis.framework, alone)
            given = result[found.bid.bidder].points
            yield f"For '{each.name}' this offer gets {given} of {plain(each.points)} points."


def small_firm_blocks(basis: Basis) -> Iterator[Block]:
    """What a firm of six can offer: one small offer of each measure that counts pounds."""
    rows = tuple(_row(*each) for each in _worth_pounds(basis))
    own = basis.own_words.small_firms
    said = (
        "You need not offer something on every measure. Pick the few that fit what you do.",
        (
            "Offer only what you can deliver. Where the tender documents say so, it binds you if "
            "you win, and it is checked."
        ),
        "Each row below is one small offer, with what it counts.",
        *own,
    )
    if rows:
        yield Block("If you are a small firm: what a firm of six can offer", said, _HEADINGS, rows,
                    (2, 3))  # fmt: skip
    elif own:
        yield Block("If you are a small firm", own)
