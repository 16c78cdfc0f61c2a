"""A council's policy in words: a row for each rule and the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from socialvalue.blocks import Block
from socialvalue.model.figures import Source
from socialvalue.model.framework import Framework
from socialvalue.model.policy import (
    Bound,
    Exchange,
    Minimum,
    Policy,
    PolicyEntry,
    Response,
    Shortlist,
    Signatures,
    Split,
)
from socialvalue.numbers import plain, pounds
from socialvalue.words import day_words

__all__ = ["PolicyRow", "policy_blocks", "policy_rows"]

_OTHERWISE = {
    "": "what follows otherwise is not stated",
    "no_points": "otherwise no points for social value",
    "excluded": "otherwise the bid is excluded",
}


@attrs.frozen
class PolicyRow:
    """One rule of a policy from one day on, in words.

    Attributes:
        what: The key of the rule in a file.
        start: The first day it is known to be in force, year-month-day.
        says: What it asks for.
        status: ``observed``, ``adopted`` or "".
        note: What a reader must know.
        sources: The publications it comes from.
    """

    what: str
    start: str
    says: str
    status: str
    note: str
    sources: tuple[Source, ...]


Rule = PolicyEntry | Minimum | Split | Shortlist | Response | Exchange | Signatures


def policy_rows(framework: Framework) -> Iterator[PolicyRow]:
    """Every rule of a set's policy, kind by kind, each kind from its earliest day on.

    Example:
        >>> import socialvalue as sv
        >>> [(row.what, row.says) for row in policy_rows(sv.load("rotherham"))][2]
        ('split', '50% of the points for social value by figures, 50% by words')
    """
    policy: Policy = framework.policy
    for what, listed, says in (
        ("target", policy.targets, [_target(each) for each in policy.targets]),
        ("minimum", policy.minimums, [_minimum(each) for each in policy.minimums]),
        ("threshold", policy.thresholds, [_threshold(each) for each in policy.thresholds]),
        ("weight", policy.weights, [_weight(each) for each in policy.weights]),
        ("split", policy.splits, [_split(each) for each in policy.splits]),
        ("shortlist", policy.shortlists, [_shortlist(e, framework) for e in policy.shortlists]),
        ("response", policy.responses, [_response(each) for each in policy.responses]),
        ("exchange", policy.exchanges, [_exchange(each) for each in policy.exchanges]),
        ("signatures", policy.signatures, [_signatures(each) for each in policy.signatures]),
    ):
        rules: tuple[Rule, ...] = listed
        for rule, words in zip(rules, says, strict=True):
            start = rule.start.isoformat()
            yield PolicyRow(what, start, words, rule.status, rule.note, rule.sources)


def policy_blocks(framework: Framework) -> list[Block]:
    """The rules as a table, and below it where they were read; nothing where there are none."""
    rows = tuple(policy_rows(framework))
    if not rows:
        return []
    listed = tuple(
        (
            each.what,
            f"{day_words(date.fromisoformat(each.start))} {each.status}".strip(),
            each.says,
            ", ".join(source.key for source in each.sources),
            each.note,
        )
        for each in rows
    )
    read = dict.fromkeys(source for each in rows for source in each.sources)
    where = tuple(f"{each.key}: {_publication(each)}" for each in read)
    return [
        Block("Policy", (), ("rule", "from", "what it says", "source", "note"), listed),
        Block("Where the policy was read", where),
    ]


def _publication(source: Source) -> str:
    return ", ".join(part for part in (source.title, source.publisher, source.url) if part)


# --- the words of each rule ---------------------------------------------------------------


def _target(rule: PolicyEntry) -> str:
    return "none" if rule.value is None else f"{pounds(rule.value)} per £1"


def _minimum(rule: Minimum) -> str:
    least = f"at least {pounds(rule.value)} per £1 of contract value"
    return f"{least}; {_OTHERWISE[rule.otherwise]}{_where(rule.bound)}"


def _threshold(rule: PolicyEntry) -> str:
    return "none" if rule.value is None else _contracts(Bound(rule.wording, rule.value))


def _contracts(bound: Bound) -> str:
    word = "over" if bound.wording == "above" else "from"
    return f"contracts {word} {pounds(bound.value)}"


def _where(bound: Bound | None) -> str:
    """Of which contracts a rule holds, where it has a bound of its own."""
    return "" if bound is None else f" ({_contracts(bound)})"


def _weight(rule: PolicyEntry) -> str:
    if rule.value is None:
        return "none"
    share = f"{rule.wording.replace('_', ' ')} {plain(rule.value)}% of the points"
    return share + _where(rule.bound)


def _split(rule: Split) -> str:
    figures, words = plain(rule.quantitative), plain(rule.qualitative)
    share = f"{figures}% of the points for social value by figures, {words}% by words"
    return share + _where(rule.bound)


def _shortlist(rule: Shortlist, framework: Framework) -> str:
    parts = [] if rule.at_most is None else [f"at most {rule.at_most} measures"]
    for key, asked in rule.themes.items():
        title = framework.themes[key].title if key in framework.themes else key
        parts.append(f"at least {asked.at_least} of '{title}'{_where(asked.bound)}")
    if rule.waived_by:
        parts.append(f"waived by {rule.waived_by}")
    return "; ".join(parts) + _where(rule.bound)


def _response(rule: Response) -> str:
    if not rule.needs_both:
        return "figures or a statement" + _where(rule.bound)
    return f"figures and a statement both; {_OTHERWISE[rule.otherwise]}{_where(rule.bound)}"


def _exchange(rule: Exchange) -> str:
    if rule.measures is None:
        return "community groups may ask for every measure"
    return f"community groups may ask for {', '.join(rule.measures)}"


def _signatures(rule: Signatures) -> str:
    parts = [f"measures dropped: {' or '.join(rule.switch_off)}"] if rule.switch_off else []
    for waived, offices in rule.waivers.items():
        parts.append(f"waiving '{waived}': {' or '.join(offices)}")
    return "; ".join(parts)
