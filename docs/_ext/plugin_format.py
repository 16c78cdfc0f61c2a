"""The reference of a plug-in's files, written from their shapes whenever the docs are built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from socialvalue.definitions.json_schema import json_schema
from socialvalue.units import UNITS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "reference/plugin-format"
WORDS = {
    "text": "a text",
    "filled": "a text, not empty",
    "number": 'a number, in quotes: `"0.50"`',
    "share": 'a share, in quotes: `"0.25"`, or a fraction: `1/3`',
    "mark": 'a score, in quotes: `"4"`, or `pass` or `fail`',
    "whole": "a whole number",
    "day": "a day: `2026-04-01`",
    "yes_no": "`yes` or `no`",
    "texts": "a text, or a list of texts",
}
"""The plain kinds of value, as a person who writes files calls them."""

TITLES = {
    "PluginFile": "plugin.yaml",
    "CasesFile": "cases.yaml",
}
HEADS = ("| Key | Needed | What stands there | What it is |", "| --- | --- | --- | --- |")
SAID = {
    "schema": "What the file is; its first line.",
    "title": "In words.",
    "note": "What a reader must know.",
    "source": "One or more keys of the list of sources.",
    "status": "Whether that day is known to be the first, or the rule was seen in force on it.",
    "publisher": "Who published it.",
    "url": "Where it is.",
    "accessed": "When it was read.",
    "licence": "Under which terms.",
    "at": "Where in the source.",
    "from": "From which day on; in a policy, from which £ of contract value on (and over).",
    "until": "The last day, included.",
    "above": "Strictly more than so many £ of contract value.",
    "at_least": "Per cent, or more.",
    "at_most": "Per cent, or less; for a shortlist, so many measures.",
    "exactly": "Per cent.",
    "outcomes": "Key to outcome: measures name it.",
    "framework": "The id of the set.",
    "edition": "Its edition, pinned.",
    "why": "The reason that bidders read.",
    "by": "Who signed it off.",
    "code": "The published code.",
    "values": "Figures by their first day.",
    "by_place": "ONS code of a place to figures by their first day.",
    "target": "£ of social value for each £1 of contract value.",
    "minimum": "The least that a bid must offer, in £ for each £1 of contract value.",
    "threshold": "From which contract value social value is asked for.",
    "weight": "The share of the points.",
    "split": "How the points for social value are split between figures and words.",
    "shortlist": "How many measures a buyer may ask for, and of which themes.",
    "response": "Whether figures and a statement are both needed.",
    "exchange": "Which offers community groups may ask for.",
    "signatures": "Who may sign a switch-off or a waiver.",
    "decline": "Rules of the set below, by their keys, that are not taken over.",
    "expect": "What it must come to.",
    "total": "£ that count.",
    "submitted": "£ as offered.",
    "refused": "Number of the line, in quotes, to the word of its refusal.",
}
"""What keys mean that the nouns of the library do not speak of."""

Schema = Mapping[str, Any]


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx add the keys to their page."""
    app.connect("source-read", add_keys)
    return {"parallel_read_safe": True}


def add_keys(app: Sphinx, page: str, source: list[str]) -> None:
    """Add every key below what the page says by hand."""
    if page == PAGE:
        source[0] += reference()


def reference() -> str:
    """Both files, what their parts are made of, and the units."""
    told: set[str] = set()
    files = "\n".join(file_reference(kind, told) for kind in ("plugin", "cases"))
    return f"\n{files}\n{units()}"


def file_reference(kind: str, told: set[str]) -> str:
    """One kind of file: its keys, and below it each part that was not told before.

    Args:
        kind: As in ``socialvalue schema``.
        told: The parts that were told; those told here are added.
    """
    schema = json_schema(kind)
    head = f"## {kind}.yaml\n\n{keys_of(schema)}"
    parts = [name for name in in_order(schema) if name not in told]
    told.update(parts)
    return "\n".join([head, *(part(name, schema["$defs"][name]) for name in parts)])


def in_order(schema: Schema) -> list[str]:
    """The parts of a file, in the order in which it comes to them."""
    found: dict[str, None] = {}
    waiting = list(references(body(schema)))
    while waiting:
        name = waiting.pop(0)
        if name not in found and name not in WORDS:
            found[name] = None
            waiting = [*references(schema["$defs"][name]), *waiting]
    return list(found)


def body(schema: Schema) -> Schema:
    """A file's own schema, without its parts."""
    return {key: each for key, each in schema.items() if key != "$defs"}


def references(schema: Any) -> Iterator[str]:
    """The parts that a schema names, in their order."""
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for each in schema.values():
            yield from references(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from references(each)


def part(name: str, schema: Schema) -> str:
    """A part: what it is, how it may be shortened, its keys."""
    short = [each for each in schema.get("anyOf", ()) if "properties" not in each]
    shorter = f"\n\nMay be written shorter, as {kind_of(short[0])}." if short else ""
    return (
        f"({anchor(name)})=\n### {title(name)}\n\n{described(schema)}{shorter}\n\n{keys_of(schema)}"
    )


def keys_of(schema: Schema) -> str:
    """The keys of a group, as a table."""
    group = next((each for each in schema.get("anyOf", ()) if "properties" in each), schema)
    needed = set(group.get("required", ()))
    rows = [
        f"| `{key}` | {'yes' if key in needed else ''} | {kind_of(each)}"
        f" | {described(each) or SAID.get(key, '')} |"
        for key, each in group["properties"].items()
    ]
    return "\n".join([*HEADS, *rows, ""])


def kind_of(schema: Schema) -> str:
    """What stands under a key, in words.

    Example:
        >>> kind_of({"type": "array", "items": {"$ref": "#/$defs/text"}})
        'a list; each: a text'
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return WORDS.get(name) or f"[{title(name)}](#{anchor(name)})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return one_of(schema["enum"])
    if schema.get("type") == "array":
        return f"a list; each: {kind_of(schema['items'])}"
    if "additionalProperties" in schema:
        dated = schema.get("propertyNames", {}).get("pattern", "").startswith("^[0-9]{4}-")
        by = "by day" if dated else "by name or code"
        return f"a group of keys, {by}; each: {kind_of(schema['additionalProperties'])}"
    either = [kind_of(each) for each in schema["anyOf"] if each != {"type": "null"}]
    return " or ".join(either)


def one_of(words: list[Any]) -> str:
    """A closed list of words; the units have a table of their own."""
    if words == list(UNITS):
        return "[a unit](#units)"
    return ", ".join(f"`{each}`" for each in words if isinstance(each, str))


def described(schema: Schema) -> str:
    """What an editor shows beside a key, fit for a cell of a table."""
    return re.sub(r"([\\*_\[\]<>#|$])", r"\\\1", schema.get("description", "").replace("`", ""))


def title(name: str) -> str:
    """A part's name in words.

    Example:
        >>> title("PolicyFigureEntry"), title("TenderEntry")
        ('policy figure', 'tender')
    """
    words = re.findall(r"[A-Z][a-z]*", name.removesuffix("Entry").removesuffix("Entries"))
    return TITLES.get(name) or " ".join(words).lower()


def anchor(name: str) -> str:
    """Where a part is found on the page."""
    return f"part-{title(name).replace(' ', '-')}"


def units() -> str:
    """The closed list of units."""
    rows = [f"| `{each.word}` | {each.name} | {each.meaning} |" for each in UNITS.values()]
    return "\n".join(["(units)=\n## Units", "", "| Unit | In words | One of it is |",
                      "| --- | --- | --- |", *rows, ""])  # fmt: skip
