"""Definition files of a workbook's measures: a set of the user's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from socialvalue.calculators.importing.rows import ImportedMeasure
from socialvalue.definitions.writing import written
from socialvalue.numbers import plain

__all__ = ["files_of"]

_NO_DAY: Final = "1900-01-01"
_KEEP: Final = (
    "Read from a copy of your own. It is for your use; whether it may be passed on is for its "
    "publisher's rights to say."
)
_UNSAID: Final = "The workbook does not say whose rights these are: see the publisher's terms."
_REST: Final = (
    "Not in its columns, and to be added where it holds: which measures count each person's first "
    "year alone (counts), only in the contract's place (place), and not together (exclusions.yaml)."
)


def files_of(
    measures: Sequence[ImportedMeasure],
    *,
    name: str,
    file: str,
    sha256: str,
    edition: str,
    said: Mapping[str, str],
) -> dict[str, str]:
    """framework.yaml and measures.yaml.

    Args:
        measures: What the workbook says.
        name: The set's id, as its folder is called.
        file: The workbook's name.
        sha256: Its hash.
        edition: Its edition.
        said: What the user says of it: title, publisher, start, rights.
    """
    keys = _keys(measures)
    begins = said["start"] or (f"{edition}-01-01" if edition.isdecimal() else _NO_DAY)
    day = "" if said["start"] else _assumed(edition)
    above = (f"Written by 'import' from {file}.", _KEEP)
    framework: dict[str, Any] = {
        "schema": "socialvalue/framework@1", "id": _slug(name) or "imported", "edition": edition,
        "title": said["title"] or file, "publisher": said["publisher"] or "not stated",
        "coverage": "partial",
        "in_force": {"from": begins, **({"note": day} if day else {})},
        "licence": "LicenseRef-see-publisher", "rights": said["rights"] or _UNSAID,
        "note": _REST,
        "sources": {"workbook": {"title": file, "note": f"sha256 {sha256}"}},
        "themes": _themes(measures, keys),
    }  # fmt: skip
    listed = {each.code: _entry(each, keys, begins) for each in measures}
    return {
        "framework.yaml": written(framework, above=above),
        "measures.yaml": written(
            {"schema": "socialvalue/measures@1", "measures": listed}, above=above
        ),
    }


def _assumed(edition: str) -> str:
    if edition.isdecimal():
        return "The workbook states no day: its year's first is assumed."
    return "The workbook states no day: write the first day on which these figures hold."


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40].strip("-")


Key = tuple[str, str]


def _keys(measures: Sequence[ImportedMeasure]) -> dict[Key, Key]:
    """Theme and outcome of the workbook to their keys, each its own."""
    themes: dict[str, str] = {}
    outcomes: dict[Key, str] = {}
    for each in measures:
        theme = themes.setdefault(each.theme, _free(_slug(each.theme), themes.values()))
        pair = (each.theme, each.outcome)
        named = _slug(each.outcome) or f"{theme}-measures"
        outcomes.setdefault(pair, _free(named, outcomes.values()))
    return {pair: (themes[pair[0]], key) for pair, key in outcomes.items()}


def _free(slug: str, taken: Any) -> str:
    """A key that nothing else has; it begins with a letter."""
    key = slug if slug[:1].isalpha() else f"group-{slug}".strip("-")
    number, found = 2, key
    while found in set(taken):
        number, found = number + 1, f"{key}-{number}"
    return found


def _themes(measures: Sequence[ImportedMeasure], keys: Mapping[Key, Key]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in measures:
        theme, outcome = keys[each.theme, each.outcome]
        held = found.setdefault(theme, {"title": each.theme or "Measures", "outcomes": {}})
        held["outcomes"][outcome] = {"title": each.outcome or each.theme or "Measures"}
    return found


def _entry(each: ImportedMeasure, keys: Mapping[Key, Key], begins: str) -> dict[str, Any]:
    """A measure as its file has it."""
    _, outcome = keys[each.theme, each.outcome]
    worth: dict[str, Any] = {}
    if each.kind == "local":
        why = "The workbook says that it depends on the place, and gives no figure."
        figure = {"value": None, "source": "workbook", "at": each.cell, "note": why}
        worth = {"proxy": {"local": "yes", "values": {begins: figure}}}
    elif each.value is not None:
        figure = {"value": plain(each.value), "source": "workbook", "at": each.cell}
        worth = {"proxy": {"values": {begins: figure}}}
    texts = each.texts
    said = {
        "Guidance": texts.get("guidance", ""), "Asked for": texts.get("asks", ""),
        "Double counting": texts.get("not with", ""), "Also called": ", ".join(each.also),
    }  # fmt: skip
    note = " ".join(f"{label}: {words}" for label, words in said.items() if words)
    return {
        "title": each.title, "outcome": outcome, "unit": each.unit,
        "kind": "recorded" if each.kind == "recorded" else "monetised", **worth,
        **({"definition": texts["definition"]} if "definition" in texts else {}),
        **({"evidence": [texts["evidence"]]} if "evidence" in texts else {}),
        **({"note": note} if note else {}),
    }  # fmt: skip
