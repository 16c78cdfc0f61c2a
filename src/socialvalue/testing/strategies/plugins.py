"""Strategies for plug-ins, and for what a procurement lays over one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import yaml
from hypothesis import strategies as st

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.plugins import build_plugin
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.structure import structure
from socialvalue.definitions.text import read_text
from socialvalue.model.framework import Framework
from socialvalue.model.plugin import Plugin
from socialvalue.model.policy import CONSEQUENCES
from socialvalue.model.tender import CATEGORIES
from socialvalue.numbers import EXACT, plain
from socialvalue.registry.layers import base_of, lay_over
from socialvalue.testing.strategies.basics import (
    PLACES,
    SOURCE,
    amounts,
    days,
    positive,
    some,
)
from socialvalue.testing.strategies.frameworks import framework_or, frameworks
from socialvalue.units import UNITS

__all__ = ["laid", "overlay_texts", "overlays", "plugin_nouns", "plugin_texts", "plugins"]


@attrs.frozen
class _Who:
    """Who makes a plug-in: its id, and how its own codes and new codes are told apart."""

    id: str
    mark: str


_COUNCIL = _Who("made-up-council", "X")
_PROCUREMENT = _Who("made-up-procurement", "P")


@st.composite
def plugin_texts(draw: st.DrawFn, base: Framework | None = None) -> str:
    """The text of a plugin.yaml over a framework: any mixture of what a plug-in can say.

    Args:
        draw: Given by Hypothesis.
        base: The framework; a drawn one if not given.
    """
    base = draw(framework_or(base))
    return _text(_plugin(draw, base, _COUNCIL))


@st.composite
def plugins(draw: st.DrawFn, base: Framework | None = None) -> Framework:
    """Plug-ins laid over a framework, as `load` gives them.

    Args:
        draw: Given by Hypothesis.
        base: The framework; a drawn one if not given.
    """
    base = draw(framework_or(base))
    return laid(draw(plugin_texts(base)), base)


@st.composite
def overlay_texts(draw: st.DrawFn, plugin: Framework | None = None) -> str:
    """The text of what one procurement lays over a council's plug-in: the same form once more.

    Args:
        draw: Given by Hypothesis.
        plugin: The council's plug-in; a drawn one if not given.
    """
    plugin = draw(plugins() if plugin is None else st.just(plugin))
    return _text(_plugin(draw, plugin, _PROCUREMENT))


@st.composite
def overlays(draw: st.DrawFn, plugin: Framework | None = None) -> Framework:
    """A procurement's overlay laid over a council's plug-in, as `load` gives it.

    Args:
        draw: Given by Hypothesis.
        plugin: The council's plug-in; a drawn one if not given.

    Example:
        >>> import socialvalue as sv
        >>> over_essex = overlays(sv.load("essex"))
    """
    plugin = draw(plugins() if plugin is None else st.just(plugin))
    return laid(draw(overlay_texts(plugin)), plugin)


def laid(text: str, base: Framework) -> Framework:
    """The text of a plugin.yaml laid over a set, as `load` does with its file.

    Args:
        text: The file's text; what it says that it adopts is that set.
        base: The set.

    Raises:
        DefinitionError: All that is wrong with the text.

    Example:
        >>> import socialvalue as sv
        >>> text = '''
        ... schema: socialvalue/plugin@1
        ... id: barsetshire
        ... edition: "1"
        ... title: Barsetshire
        ... licence: CC0-1.0
        ... rights: Invented.
        ... adopts: [{framework: essex, edition: "2024"}]
        ... switch_off: [{code: NT31, why: it does not fit, by: head of procurement}]
        ... '''
        >>> laid(text, sv.load("essex"))["NT31"].switched_off
        'it does not fit (signed off by head of procurement)'
    """
    findings = Findings()
    head, plugin = _read(text, base, findings)
    found = lay_over(plugin, head, (base,), findings)
    findings.settle()
    return found


@st.composite
def plugin_nouns(draw: st.DrawFn) -> Plugin:
    """Plug-ins before they are laid over their base."""
    base = draw(frameworks())
    findings = Findings()
    _, plugin = _read(draw(plugin_texts(base)), base, findings)
    findings.settle()
    return plugin


def _read(text: str, base: Framework, findings: Findings) -> tuple[PluginFile, Plugin]:
    """A plug-in's file in its own words, and what it means."""
    head = structure(read_text(text.encode(), "plugin.yaml"), PluginFile)
    return head, build_plugin(head, base_of((base,)), base.places, findings)


def _places(base: Framework) -> st.SearchStrategy[dict[str, str]]:
    """A place of its own, or that of what it lies over."""
    own = st.sampled_from(PLACES).map(lambda place: {"place": place})
    return own if base.place is None else own | st.builds(dict)


def _text(said: dict[str, Any]) -> str:
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True)


def _plugin(draw: st.DrawFn, base: Framework, who: _Who) -> dict[str, Any]:
    """A plug-in in the words of its file."""
    codes = draw(some(tuple(base.measures)))
    monetised = [code for code in codes if base[code].kind == "monetised"]
    outcome = next(key for theme in base.themes.values() for key in theme.outcomes)
    off = {"why": "it does not fit", "by": "head of procurement"}
    said = {
        "policy": _policy(draw, next(iter(base.themes))),
        "rename": {code: f"{code}-{who.mark}" for code in draw(some(codes))},
        "switch_off": [{"code": code, **off} for code in draw(some(codes))],
        "localise": {code: draw(_local()) for code in draw(some(monetised))},
        "measures": {f"{who.mark}{n}": draw(_own(outcome)) for n in range(draw(st.integers(0, 2)))},
    }
    adopted: str | list[str] = "all" if codes == list(base.measures) else codes
    return {
        "schema": "socialvalue/plugin@1",
        "id": who.id,
        "edition": "1",
        "title": "A made-up council",
        "licence": "CC0-1.0",
        "rights": "Made up by a test.",
        "sources": {SOURCE.key: {"title": SOURCE.title, "publisher": SOURCE.publisher}},
        "adopts": [{"framework": base.id, "edition": base.edition, "measures": adopted}],
        **draw(_places(base)),
        **{key: value for key, value in said.items() if value},
    }


@st.composite
def _dated(draw: st.DrawFn) -> dict[str, Any]:
    """Figures by day, in the words of a file."""
    starts = draw(st.lists(days(), min_size=1, max_size=2, unique=True))
    return {
        each.isoformat(): {"value": plain(draw(amounts(40_000, 4))), "source": SOURCE.key}
        for each in starts
    }


@st.composite
def _local(draw: st.DrawFn) -> dict[str, Any]:
    """Local figures at the plug-in's own place, or at places that they name."""
    if draw(st.booleans()):
        return draw(_dated())
    where = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True))
    return {"by_place": {place: draw(_dated()) for place in where}}


@st.composite
def _own(draw: st.DrawFn, outcome: str) -> dict[str, Any]:
    """A measure of the plug-in's own, in the words of a file."""
    unit = draw(st.sampled_from(sorted(set(UNITS) - {"text"})))
    said = {"title": "One of its own", "outcome": outcome, "unit": unit}
    if draw(st.booleans()):
        return {**said, "kind": "recorded"}
    return {**said, "kind": "monetised", "proxy": {"values": draw(_dated())}}


def _policy(draw: st.DrawFn, theme: str) -> dict[str, Any]:
    """Some of the rules of a policy, each on days of its own, in the words of a file."""
    rules = _rules(theme)
    kept = draw(some(tuple(rules)))
    return {rule: said for rule in kept if (said := draw(_ruled(rules[rule])))}


@st.composite
def _ruled(draw: st.DrawFn, says: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """What one rule says on up to two days."""
    status = st.sampled_from(("observed", "adopted"))
    return {
        each.isoformat(): {**draw(says), "source": SOURCE.key, "status": draw(status)}
        for each in draw(st.lists(days(), max_size=2, unique=True))
    }


def _says(key: str, figures: st.SearchStrategy[Decimal]) -> st.SearchStrategy[dict[str, Any]]:
    return figures.map(lambda amount: {key: plain(amount)})


def _per_cent(most: int) -> st.SearchStrategy[Decimal]:
    """Shares in per cent, from 1: less is refused as a part of 1."""
    return amounts(most - 1).map(lambda more: EXACT.add(more, 1))


@st.composite
def _bounded(draw: st.DrawFn, says: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A rule, for some contracts only, or for all."""
    bound: st.SearchStrategy[dict[str, Any]] = st.just({})
    bound |= _says("above", positive(200_000)) | _says("from", positive(200_000))
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
    lambda value, said: {**value, **said}, _says("value", positive(1)), _OTHERWISE
)
_THRESHOLDS = _says("above", positive(200_000)) | _says("from", positive(200_000))
_KINDS = st.dictionaries(st.sampled_from(CATEGORIES), _THRESHOLDS, max_size=2).map(
    lambda kinds: {"kinds": kinds} if kinds else {}
)
_BANDS = st.tuples(st.integers(1, 15), st.integers(16, 30)).map(
    lambda ends: {"at_least": str(ends[0]), "at_most": str(ends[1])}
)


def _rules(theme: str) -> dict[str, st.SearchStrategy[dict[str, Any]]]:
    """Rules of a policy, and what each may say, of a set that has this theme."""
    return {
        "target": _says("value", positive(1)),
        "minimum": _bounded(_MINIMUMS),
        "threshold": st.builds(lambda each, kinds: {**each, **kinds}, _THRESHOLDS, _KINDS),
        "consider": _bounded(st.sampled_from(({}, {"how": "filling in a checklist"}))),
        "weight": _bounded(
            _says("at_least", _per_cent(30)) | _says("at_most", _per_cent(30)) | _BANDS
        ),
        "theme_weight": _bounded(
            st.integers(1, 15).map(lambda share: {"themes": {theme: str(share)}})
        ),
        "split": _bounded(_splits()),
        "shortlist": _bounded(st.integers(1, 6).map(lambda most: {"at_most": str(most)})),
        "response": _bounded(_RESPONSES),
        "exchange": st.just({"measures": "all"}),
        "returns": st.integers(1, 12).map(lambda months: {"every": months}),
        "second_look": st.integers(1, 1_000).map(lambda number: {"one_in": number})
        | _says("above", positive(200_000))
        | _says("from", positive(200_000)),
        "signatures": st.builds(lambda: {"switch_off": ["head of procurement"]}),
    }
