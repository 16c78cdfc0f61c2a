"""Hypothesis strategies for the nouns: frameworks, plug-ins, tenders, bids, commitments, schemes.

What they draw can always be valued and scored; lines may be refused, and often are.  Each noun is
small, so that a failing example is one that a person can read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import yaml
from hypothesis import strategies as st

from socialvalue import units
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.frameworks import with_rules
from socialvalue.definitions.plugins import build_plugin
from socialvalue.definitions.shapes import PluginFile
from socialvalue.definitions.structure import structure
from socialvalue.definitions.text import read_text
from socialvalue.model import methods
from socialvalue.model.commitment import BASES, Commitment
from socialvalue.model.framework import Framework, Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import (
    COUNTS,
    MEASURE_PLACES,
    VALUE_KINDS,
    Exclusion,
    Measure,
    Proxy,
    ProxyValue,
    Source,
)
from socialvalue.model.places import Place, chain
from socialvalue.model.plugin import Plugin
from socialvalue.model.policy import CONSEQUENCES
from socialvalue.model.scheme import Criterion, Scheme
from socialvalue.model.tender import Bid, Tender
from socialvalue.numbers import plain
from socialvalue.registry.layers import base_of, lay_over
from socialvalue.registry.loading import places
from socialvalue.units import UNITS, Quantity

__all__ = [
    "PLACES",
    "Procurement",
    "bids",
    "commitments",
    "frameworks",
    "plugin_texts",
    "plugins",
    "procurements",
    "quantities",
    "register",
    "schemes",
    "tenders",
]

PLACES = ("E07000070", "E10000012", "E12000006", "E92000001", "E06000033")
"""Chelmsford, in Essex, in the East of England, in England; and Southend, which is not in Essex."""


@cache
def _known() -> FrozenMap[str, Place]:
    """Those places and what lies around them: few, so that a failing example can be read."""
    everywhere = places()
    codes = dict.fromkeys(code for each in PLACES for code in chain(everywhere, each))
    return FrozenMap({code: everywhere[code] for code in codes})


_FIRST, _LAST = date(2020, 1, 1), date(2026, 12, 31)
_SOURCE = Source("made-up", "Made up by a test", publisher="socialvalue.testing")
_ACTIVITIES = ("site team", "supplies", "school visits")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

# --- numbers and quantities ---------------------------------------------------------------


def _amounts(most: int, decimals: int = 2) -> st.SearchStrategy[Decimal]:
    """Numbers from 0, with up to so many decimals."""
    scale = 10**decimals
    return st.integers(0, most * scale).map(lambda pence: Decimal(pence) / scale)


def _positive(most: int, decimals: int = 2) -> st.SearchStrategy[Decimal]:
    return _amounts(most, decimals).filter(bool)


def _days() -> st.SearchStrategy[date]:
    return st.dates(_FIRST, _LAST)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_PEOPLE: dict[str, Callable[..., Quantity]] = {
    "person_week": units.weeks,
    "staff_hour": units.hours,
    "expert_hour": units.expert_hours,
    "attendee_hour": units.attendee_hours,
}


def quantities(unit: str | None = None) -> st.SearchStrategy[Quantity]:
    """Amounts of a unit, stated as people state them.

    Args:
        unit: A word of the list of units; any of them if not given.

    Example:
        >>> quantities("gbp").example().unit  # doctest: +SKIP
        'gbp'
    """
    if unit is None:
        return st.sampled_from(sorted(UNITS)).flatmap(quantities)
    if unit == "fte_year":
        years = st.sampled_from(("0.5", "1", "2"))
        return st.builds(units.fte, _amounts(50), years=years, cohorts=st.integers(1, 3))
    if unit in _PEOPLE:
        return st.builds(_PEOPLE[unit], _amounts(60), people=st.integers(1, 30))
    if unit == "yes_no":
        return st.sampled_from(("yes", "no")).map(lambda word: units.quantity(word, unit))
    if unit == "text":
        return st.text(_LETTERS, max_size=5).map(lambda words: units.quantity(words, unit))
    return _amounts(1_000_000).map(lambda amount: units.quantity(amount, unit))


# --- frameworks ---------------------------------------------------------------------------


@st.composite
def _figures(draw: st.DrawFn, place: str | None = None) -> tuple[ProxyValue, ...]:
    """The figures of a measure at one place: some withdrawn, each on a day of its own."""
    starts = draw(st.lists(_days(), min_size=1, max_size=3, unique=True))
    found = []
    for start in sorted(starts):
        value = draw(_maybe(_amounts(40_000, 4)))
        note = "" if value is not None else "withdrawn"
        found.append(
            ProxyValue(value, start, place, "made-up@1", sources=(_SOURCE,), note=note,
                       confidence="two-sources")
        )  # fmt: skip
    return tuple(found)


@st.composite
def _proxies(draw: st.DrawFn) -> Proxy:
    local = draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True))
    values = draw(_figures())
    for place in sorted(local):
        values += draw(_figures(place))
    return Proxy(values, local=bool(local))


@st.composite
def _measures(draw: st.DrawFn, code: str, outcome: tuple[str, str]) -> Measure:
    unit = draw(st.sampled_from(sorted(UNITS)))
    monetised = unit != "text" and draw(st.booleans())
    return Measure(
        code,
        f"Measure {code}",
        *outcome,
        unit,
        kind="monetised" if monetised else "recorded",
        value_kind=draw(st.sampled_from(VALUE_KINDS)),
        place=draw(st.sampled_from(MEASURE_PLACES)),
        counts=draw(st.sampled_from(COUNTS)) if unit == "fte_year" else "any",
        proxy=draw(_proxies()) if monetised else None,
        sources=(_SOURCE,) if monetised else (),
    )


@st.composite
def _exclusions(draw: st.DrawFn, codes: Sequence[str]) -> tuple[Exclusion, ...]:
    """Rules that follow one order, so that none contradicts another."""
    if len(codes) < 2:
        return ()
    order = draw(st.permutations(codes))
    size = draw(st.integers(0, min(3, len(codes))))
    group = order[:size]
    pairs = tuple((a, b) for i, a in enumerate(group) for b in group[i + 1 :])
    why = "One activity is counted once."
    return (Exclusion("alternative", pairs, why),) if pairs else ()


@st.composite
def frameworks(draw: st.DrawFn, *, most: int = 6) -> Framework:
    """Sets of measures: values by day and place, some withdrawn, with rules on double counting.

    Args:
        draw: Given by Hypothesis.
        most: The most measures.
    """
    themes = {
        key: Theme(key, f"Theme {key}", FrozenMap({f"{key}-1": Outcome(f"{key}-1", "An outcome")}))
        for key in ("people", "planet")[: draw(st.integers(1, 2))]
    }
    groups = [(key, f"{key}-1") for key in themes]
    codes = [f"M{number}" for number in range(1, draw(st.integers(1, most)) + 1)]
    measures = {code: draw(_measures(code, draw(st.sampled_from(groups)))) for code in codes}
    exclusions = draw(_exclusions(codes))
    return Framework(
        "made-up",
        "1",
        title="A made-up framework",
        in_force=Period(_FIRST),
        licence="CC0-1.0",
        sources=FrozenMap({_SOURCE.key: _SOURCE}),
        themes=FrozenMap(themes),
        measures=with_rules(measures, exclusions),
        exclusions=exclusions,
        places=_known(),
    )


def _framework(given: Framework | None) -> st.SearchStrategy[Framework]:
    return frameworks() if given is None else st.just(given)


# --- plug-ins -----------------------------------------------------------------------------


@st.composite
def plugin_texts(draw: st.DrawFn, base: Framework | None = None) -> str:
    """The text of a plugin.yaml over a framework: any mixture of what a plug-in can say.

    Args:
        draw: Given by Hypothesis.
        base: The framework; a drawn one if not given.
    """
    base = draw(_framework(base))
    return yaml.safe_dump(_plugin(draw, base), sort_keys=False, allow_unicode=True)


@st.composite
def plugins(draw: st.DrawFn, base: Framework | None = None) -> Framework:
    """Plug-ins laid over a framework, as `load` gives them.

    Args:
        draw: Given by Hypothesis.
        base: The framework; a drawn one if not given.
    """
    base = draw(_framework(base))
    head, plugin = draw(_read(base))
    findings = Findings()
    laid = lay_over(plugin, head, (base,), findings)
    findings.settle()
    return laid


@st.composite
def _read(draw: st.DrawFn, base: Framework) -> tuple[PluginFile, Plugin]:
    """A plug-in's file in its own words, and what it means."""
    text = draw(plugin_texts(base))
    findings = Findings()
    head = structure(read_text(text.encode(), "plugin.yaml"), PluginFile)
    plugin = build_plugin(head, base_of((base,)), base.places, findings)
    findings.settle()
    return head, plugin


def _plugin(draw: st.DrawFn, base: Framework) -> dict[str, Any]:
    """A plug-in in the words of its file."""
    codes = draw(_some(tuple(base.measures)))
    monetised = [code for code in codes if base[code].kind == "monetised"]
    outcome = next(key for theme in base.themes.values() for key in theme.outcomes)
    said = {
        "policy": _policy(draw),
        "rename": {code: f"{code}-X" for code in draw(_some(codes))},
        "switch_off": [{"code": code, "why": "it does not fit"} for code in draw(_some(codes))],
        "localise": {code: draw(_dated()) for code in draw(_some(monetised))},
        "measures": {f"X{n}": draw(_own(outcome)) for n in range(draw(st.integers(0, 2)))},
    }
    adopted: str | list[str] = "all" if codes == list(base.measures) else codes
    return {
        "schema": "socialvalue/plugin@1",
        "id": "made-up-council",
        "edition": "1",
        "title": "A made-up council",
        "licence": "CC0-1.0",
        "rights": "Made up by a test.",
        "sources": {_SOURCE.key: {"title": _SOURCE.title, "publisher": _SOURCE.publisher}},
        "adopts": [{"framework": base.id, "edition": base.edition, "measures": adopted}],
        "place": draw(st.sampled_from(PLACES)),
        **{key: value for key, value in said.items() if value},
    }


def _some(codes: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Some of the codes, in their order."""
    kept = st.lists(st.booleans(), min_size=len(codes), max_size=len(codes))
    return kept.map(lambda keeps: [code for code, keep in zip(codes, keeps, strict=True) if keep])


@st.composite
def _dated(draw: st.DrawFn) -> dict[str, Any]:
    """Figures by day, in the words of a file."""
    days = draw(st.lists(_days(), min_size=1, max_size=2, unique=True))
    return {
        each.isoformat(): {"value": plain(draw(_amounts(40_000, 4))), "source": _SOURCE.key}
        for each in days
    }


@st.composite
def _own(draw: st.DrawFn, outcome: str) -> dict[str, Any]:
    """A measure of the plug-in's own, in the words of a file."""
    unit = draw(st.sampled_from(sorted(set(UNITS) - {"text"})))
    said = {"title": "One of its own", "outcome": outcome, "unit": unit}
    if draw(st.booleans()):
        return {**said, "kind": "recorded"}
    return {**said, "kind": "monetised", "proxy": {"values": draw(_dated())}}


def _policy(draw: st.DrawFn) -> dict[str, Any]:
    """Some of the rules of a policy, each on days of its own, in the words of a file."""
    kept = draw(_some(tuple(_RULES)))
    return {rule: said for rule in kept if (said := draw(_ruled(_RULES[rule])))}


@st.composite
def _ruled(draw: st.DrawFn, says: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """What one rule says on up to two days."""
    status = st.sampled_from(("observed", "adopted"))
    return {
        each.isoformat(): {**draw(says), "source": _SOURCE.key, "status": draw(status)}
        for each in draw(st.lists(_days(), max_size=2, unique=True))
    }


def _says(key: str, amounts: st.SearchStrategy[Decimal]) -> st.SearchStrategy[dict[str, Any]]:
    return amounts.map(lambda amount: {key: plain(amount)})


def _per_cent(most: int) -> st.SearchStrategy[Decimal]:
    """Shares in per cent, from 1: less is refused as a part of 1."""
    return _amounts(most - 1).map(lambda more: more + 1)


@st.composite
def _bounded(draw: st.DrawFn, says: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A rule, for some contracts only, or for all."""
    bound: st.SearchStrategy[dict[str, Any]] = st.just({})
    bound |= _says("above", _positive(200_000)) | _says("from", _positive(200_000))
    return {**draw(says), **draw(bound)}


def _splits() -> st.SearchStrategy[dict[str, Any]]:
    return st.integers(0, 100).map(
        lambda share: {"quantitative": str(share), "qualitative": str(100 - share)}
    )


_OTHERWISE = st.sampled_from(({}, *({"otherwise": word} for word in CONSEQUENCES)))
_RESPONSES = _OTHERWISE.map(lambda said: {"needs_both": "yes", **said}) | st.just(
    {"needs_both": "no"}
)
_MINIMUMS = st.builds(
    lambda value, said: {**value, **said}, _says("value", _positive(1)), _OTHERWISE
)
_RULES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "target": _says("value", _positive(1)),
    "minimum": _bounded(_MINIMUMS),
    "threshold": _says("above", _positive(200_000)) | _says("from", _positive(200_000)),
    "weight": _bounded(_says("at_least", _per_cent(30)) | _says("at_most", _per_cent(30))),
    "split": _bounded(_splits()),
    "shortlist": _bounded(st.integers(1, 6).map(lambda most: {"at_most": str(most)})),
    "response": _bounded(_RESPONSES),
    "exchange": st.just({"measures": "all"}),
    "signatures": st.builds(lambda: {"switch_off": ["head of procurement"]}),
}
"""Rules of a policy, and what each may say."""


# --- tenders and bids ---------------------------------------------------------------------


@st.composite
def tenders(draw: st.DrawFn, framework: Framework | None = None) -> Tender:
    """Tenders that a framework can value: some give values of their own.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
    """
    framework = draw(_framework(framework))
    monetised = [each.code for each in framework if each.kind == "monetised"]
    return Tender(
        "A made-up tender",
        contract_value=draw(st.integers(1, 5_000_000)),
        years=draw(st.sampled_from(("1", "2", "2.5"))),
        published=draw(_maybe(_days())),
        place=draw(_maybe(st.sampled_from(PLACES))),
        target=draw(_maybe(_positive(1))),
        unit_values={code: draw(_amounts(40_000, 4)) for code in draw(_some(monetised))},
    )


_SHARES = _maybe(st.sampled_from(("0.25", "0.5", "1")))


@st.composite
def commitments(draw: st.DrawFn, framework: Framework | None = None) -> Commitment:
    """Commitments to the measures of a framework, in their units.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
    """
    framework = draw(_framework(framework))
    measure = draw(st.sampled_from(tuple(framework.measures.values())))
    return framework.commit(
        measure.code,
        draw(quantities(measure.unit)),
        activity=draw(_maybe(st.sampled_from(_ACTIVITIES))),
        place=draw(_maybe(st.sampled_from(PLACES))),
        date=draw(_maybe(_days())),
        basis=draw(st.sampled_from(BASES)),
        share_claimed=draw(_SHARES),
        community=draw(st.booleans()),
    )


@st.composite
def bids(
    draw: st.DrawFn,
    framework: Framework | None = None,
    *,
    scheme: Scheme | None = None,
    bidder: str | None = None,
) -> Bid:
    """Bids under a framework, with a price and all the marks that a scheme needs.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
        scheme: What is marked; nothing if not given.
        bidder: The name; a drawn one if not given.
    """
    framework = draw(_framework(framework))
    return Bid(
        draw(st.text(_LETTERS, min_size=1, max_size=8)) if bidder is None else bidder,
        price=draw(st.integers(1, 5_000_000)),
        commitments=draw(st.lists(commitments(framework), max_size=6)),
        marks={
            each.name: draw(st.integers(0, int(each.method.out_of)))
            for each in (scheme.scored if scheme else ())
            if isinstance(each.method, (methods.PanelMark, methods.PassFail))
        },
    )


# --- schemes ------------------------------------------------------------------------------

_PRICE: st.SearchStrategy[Any] = st.sampled_from(
    (methods.LowestPrice(), methods.LinearSpread(), methods.FixedReference("1_000_000"))
)
_PANEL = st.builds(
    methods.PanelMark, st.sampled_from((5, 10)), minimum=_maybe(st.sampled_from((1, 2)))
)
_SOCIAL = (
    st.builds(methods.AgainstTarget, _positive(1), cap=st.sampled_from((1, 2)))
    | st.builds(methods.RelativeToHighest, minimum=_maybe(_amounts(1)))
    | st.builds(methods.RatioThenRelative)
    | st.just(methods.Banded([("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", None, 5)]))
)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Schemes whose points sum to 100: a price, a panel's marks, and pounds of social value.

    What they need of a tender is a contract value only.

    Args:
        draw: Given by Hypothesis.
    """
    price = draw(st.integers(0, 80))
    social = draw(st.integers(1, 100 - price))
    quantitative = draw(st.integers(0, social))
    parts = [
        Criterion("quantitative", quantitative, draw(_SOCIAL)),
        Criterion("qualitative", social - quantitative, draw(_PANEL)),
    ]
    return Scheme(
        [
            Criterion("price", price, draw(_PRICE)),
            Criterion("quality", 100 - price - social, draw(_PANEL)),
            Criterion("social value", social, parts),
        ],
        places=draw(st.integers(0, 3)),
        round_at=draw(st.sampled_from(("total", "part"))),
    )


@attrs.frozen
class Procurement:
    """A tender, its bids, the framework and the scheme: all that `evaluate` takes.

    Attributes:
        tender: The buyer's side.
        bids: Bids of different bidders.
        framework: The measures.
        scheme: The weights and methods.
    """

    tender: Tender
    bids: tuple[Bid, ...]
    framework: Framework
    scheme: Scheme


@st.composite
def procurements(draw: st.DrawFn, framework: Framework | None = None) -> Procurement:
    """Everything that `evaluate` takes, and fitting together.

    Args:
        draw: Given by Hypothesis.
        framework: The measures; a drawn set if not given.
    """
    framework = draw(_framework(framework))
    scheme = draw(schemes())
    names = ("Acme", "Brook", "Crane")[: draw(st.integers(1, 3))]
    offers = tuple(draw(bids(framework, scheme=scheme, bidder=name)) for name in names)
    return Procurement(draw(tenders(framework)), offers, framework, scheme)


# --- by type ------------------------------------------------------------------------------


@st.composite
def _plugin_nouns(draw: st.DrawFn) -> Plugin:
    _, plugin = draw(_read(draw(frameworks())))
    return plugin


def register() -> None:
    """Let ``st.from_type`` know the nouns: ``st.from_type(sv.Bid)`` draws bids."""
    for kind, make in _BY_TYPE.items():
        st.register_type_strategy(kind, make())


_BY_TYPE: dict[type[Any], Callable[[], st.SearchStrategy[Any]]] = {
    Quantity: quantities,
    Framework: frameworks,
    Plugin: _plugin_nouns,
    Commitment: commitments,
    Tender: tenders,
    Bid: bids,
    Scheme: schemes,
    Procurement: procurements,
}
