"""Rules on double counting: which measures do not count beside each other, and which stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from math import comb

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.measures import Context, find_sources
from socialvalue.definitions.nodes import Items
from socialvalue.definitions.shapes.entries import Texts
from socialvalue.definitions.shapes.sets import ExclusionEntry
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.figures import Exclusion
from socialvalue.numbers import grouped
from socialvalue.spans import Span

__all__ = ["MOST_PAIRS", "build_exclusions", "check_ranking"]

MOST_PAIRS = 50_000
"""A list of 316 measures ranks as many; the largest set published has fewer than 200 pairs."""
_MOST_STEPS = 5_000_000


def build_exclusions(
    entries: Iterable[ExclusionEntry], known: Iterable[str], context: Context
) -> tuple[Exclusion, ...]:
    """Rules on double counting; every code is known, and they rank no more pairs than the bound."""
    codes, ranked, found = set(known), 0, []
    for each in entries:
        ranked += _pairs_of(each)
        if ranked > MOST_PAIRS:
            fault = problem("SV227", found=grouped(Decimal(ranked)), limit=f"{MOST_PAIRS:,}")
            context.findings.add(each.span(), fault)
            break
        found.append(_exclusion(each, codes, context))
    return tuple(found)


def _pairs_of(entry: ExclusionEntry) -> int:
    """How many pairs of measures a rule ranks."""
    if entry.rule == "alternative":
        return comb(len(entry.measures or ()), 2)
    return len(entry.narrow or ())


def check_ranking(rules: Iterable[Exclusion], findings: Findings) -> None:
    """No measure stands before itself, directly or through others (SV213).

    Of measures that stand before each other in a circle none would ever count.
    """
    said: dict[tuple[str, str], Span] = {}
    for rule in rules:
        for pair in rule.pairs:
            said.setdefault(pair, rule.span)
    left = list(said)
    begin, steps = 0, 0
    while steps <= _MOST_STEPS and (at := _closes_a_circle(left, begin)) < len(left):
        first, second = left.pop(at)
        findings.add(said[first, second], problem("SV213", found=first, other=second))
        begin, steps = at, steps + len(left) * len(left).bit_length()


def _closes_a_circle(pairs: list[tuple[str, str]], begin: int) -> int:
    """Which pair is the first to close a circle with those before it; their number, if none does.

    Args:
        pairs: The pairs, of which the first stands before the second.
        begin: How many of them are known to make none.
    """
    if not _has_circle(pairs):
        return len(pairs)
    numbers = range(begin, len(pairs) + 1)
    return begin + bisect_left(numbers, 1, key=lambda most: _has_circle(pairs[:most])) - 1


def _has_circle(pairs: list[tuple[str, str]]) -> bool:
    """Whether pairs rank a measure before itself: some are left when those on top are taken off."""
    below: dict[str, list[str]] = {}
    for first, second in pairs:
        below.setdefault(first, []).append(second)
    above = Counter(second for _, second in pairs)
    top = [code for code in below if not above[code]]
    taken = 0
    while top:
        for each in below.get(top.pop(), ()):
            taken, above[each] = taken + 1, above[each] - 1
            if not above[each]:
                top.append(each)
    return taken < len(pairs)


def _exclusion(entry: ExclusionEntry, known: set[str], context: Context) -> Exclusion:
    source = find_sources(entry, Texts((entry.source,) if entry.source else ()), context)
    pairs = (
        _alternatives(entry, context) if entry.rule == "alternative" else _subset(entry, context)
    )
    for code in dict.fromkeys(code for pair in pairs for code in pair):
        if code not in known and not context.findings.excuse(code):
            hint = did_you_mean(code, known, label="codes")
            fault = problem("SV209", found=code, set=context.label, hint=hint)
            context.findings.add(_where(entry, code), fault)
    return Exclusion(entry.rule, pairs, entry.why, source[0] if source else None, entry.span())


def _where(entry: ExclusionEntry, code: str) -> Span:
    """Where a rule names a code."""
    for key in ("measures", "narrow"):
        listed = entry.written.get(key)
        if isinstance(listed, Items) and code in listed:
            return listed.span(listed.index(code))
    return entry.span("broad")


def _alternatives(entry: ExclusionEntry, context: Context) -> tuple[tuple[str, str], ...]:
    """Of any two of the list, the first listed stands."""
    _needs(entry, context, {"measures"}, {"broad", "narrow"})
    if "measures" in entry.written and len(entry.measures or ()) < 2:
        _too_few("two codes or more", entry, "measures", context)
    return tuple(combinations(entry.measures or [], 2))


def _subset(entry: ExclusionEntry, context: Context) -> tuple[tuple[str, str], ...]:
    """Each narrow measure stands before the broad one."""
    _needs(entry, context, {"broad", "narrow"}, {"measures"})
    if "narrow" in entry.written and not entry.narrow:
        _too_few("a list of codes", entry, "narrow", context)
    return tuple((each, entry.broad) for each in entry.narrow or [] if entry.broad)


def _too_few(expected: str, entry: ExclusionEntry, key: str, context: Context) -> None:
    """A rule that excludes nothing says nothing."""
    found = "one" if entry.written[key] else "none"
    context.findings.add(entry.span(key), problem("SV203", expected=expected, found=found))


def _needs(entry: ExclusionEntry, context: Context, keys: set[str], strays: set[str]) -> None:
    for key in sorted(keys - set(entry.written)):
        context.findings.add(entry.span(), problem("SV202", found=key))
    for key in sorted(strays & set(entry.written)):
        hint = f"a rule of kind '{entry.rule}' has: {', '.join(sorted(keys))}"
        span = entry.written.span(key, at_key=True)
        context.findings.add(span, problem("SV201", found=key, hint=hint))
