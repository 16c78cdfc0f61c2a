"""The reference of files that people write, from their shapes, whenever the docs are built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import yaml

from socialvalue.definitions.json_schema import json_schema
from socialvalue.definitions.shapes import plugins, policies, schemes, sets, tenders
from socialvalue.units import UNITS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGES = {"reference/plugin-format": ("plugin", "cases"), "reference/tender-format": ("tender",)}
"""Each page with the kinds of file that it has the keys of."""
EVERY_KEY = Path(__file__).parents[1] / "examples" / "every-key" / "tender.yaml"
"""A tender file that has every key: the examples are its first of each."""
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
HEADS = ("| Key | If not given | What stands there | What it is |", "| --- | --- | --- | --- |")
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
    "kinds": "Kind of contract (`works`, `goods`, `services`) to its own threshold.",
    "consider": "Which contracts social value is considered in, though it need not be scored.",
    "weight": "The share of the points.",
    "theme_weight": "The share of the points that is kept for a theme.",
    "returns": "How often suppliers report.",
    "split": "How the points for social value are split between figures and words.",
    "shortlist": "How many measures a buyer may ask for, and of which themes.",
    "response": "Whether figures and a statement are both needed.",
    "exchange": "Which offers community groups may ask for.",
    "signatures": "Who may sign a switch-off or a waiver.",
    "decline": "Rules of the set below, by their keys, that are not taken over.",
    "words": "What the council says of it.",
    "expect": "What it must come to.",
    "total": "£ that count.",
    "submitted": "£ as offered.",
    "refused": "Number of the line, in quotes, to the word of its refusal.",
}
"""What keys mean that the nouns of the library do not speak of."""
SAID_OF = {
    ("TenderFile", "bids"): "The bids; `[]` until they are opened.",
    ("TenderFile", "illustrative"): "Whether nobody is awarded anything by it: an example, a try.",
    ("TenderFile", "suppliers"): "Bidder to how it is reached: what its letter says.",
    ("LotEntry", "name"): "Bids name it.",
    ("LotEntry", "contract_value"): "Its own, if it has one.",
    ("LotEntry", "years"): "Its own term.",
    ("LotEntry", "scheme"): "Its own scheme; the tender's, if not given.",
    ("LotEntry", "scheme_fingerprint"): "Of that scheme, as it was printed in the ITT.",
    ("CriterionEntry", "method"): "How its points come about; without it, from `criteria`.",
    ("CriterionEntry", "criteria"): "The criteria that it is made of.",
    ("CriterionEntry", "minimum_points"): "A bid with fewer points for it fails.",
    ("CriterionEntry", "bands"): "Of `banded`: £ of social value for each £1 to a mark.",
    ("CriterionEntry", "menu"): "Of `points_menu`: measure to points for each unit.",
    ("CriterionEntry", "required"): "Of `points_menu`: the number that gives all points.",
    ("CriterionEntry", "relative"): "Of `points_menu`: whether the best bid has all points.",
    ("CriterionEntry", "reference"): "Of `fixed_reference`: the price that has all points.",
    ("CriterionEntry", "at_mean"): "Of `deviation_from_mean`: the share at the mean price.",
    ("CriterionEntry", "per_percent"): "The share that each per cent of price takes off.",
    ("CriterionEntry", "exponent"): "Of `value_for_money`: the power that the price is raised to.",
    ("CriterionEntry", "quality"): "Of `value_for_money`: the criteria that the index is made of.",
    ("BandEntry", "lower"): "From here up; the first is 0.",
    ("BandEntry", "upper"): "Up to here, but not with it; without it, no end.",
    ("BandEntry", "mark"): "The mark of the band, out of the highest.",
    ("WaiverEntry", "rule"): "Which rule of the council's policy.",
    ("EvaluatorMarkEntry", "by"): "Which evaluator.",
    ("EvaluatorMarkEntry", "mark"): "The evaluator's own first mark.",
    ("EvaluatorMarkEntry", "reason"): "Why it is this mark.",
    ("EvaluatorMarkEntry", "on"): "When it was given; not after moderation.",
    ("EvaluatorMarkEntry", "conflict"): "An interest that was declared, and what was decided.",
    ("EvaluatorMarkEntry", "saw_prices"): "Whether the evaluator had seen prices.",
    ("CommitmentEntry", "fte"): "Full-time equivalents, kept for `years`.",
    ("CommitmentEntry", "weeks"): "Weeks of each person.",
    ("CommitmentEntry", "hours"): "Hours of staff time, of each person.",
    ("CommitmentEntry", "expert_hours"): "Hours of an expert, of each person.",
    ("CommitmentEntry", "attendee_hours"): "Hours of a session, for each who attends.",
    ("CommitmentEntry", "gbp"): "£.",
    ("CommitmentEntry", "tonnes_co2e"): "Tonnes of CO2e.",
    ("CommitmentEntry", "tonnes"): "Tonnes.",
    ("CommitmentEntry", "kilograms"): "Kilograms.",
    ("CommitmentEntry", "miles"): "Miles.",
    ("CommitmentEntry", "count"): "How many.",
    ("CommitmentEntry", "percent"): "Per cent.",
    ("CommitmentEntry", "yes"): "That it is so.",
    ("CommitmentEntry", "unit"): "The unit that `quantity` was counted in.",
    ("CommitmentEntry", "years"): "For how many years each is kept.",
    ("CommitmentEntry", "cohorts"): "How many new people, one after another.",
    ("CommitmentEntry", "people"): "How many people, each with so much.",
}
"""The same, of one part of a file."""

IN_WORDS = (
    (', or "" where it is not stated', ", where it is stated"),
    ('one of REGIMES, or "": by', "if not given, by"),
    ("or None for the", "if not given, the"),
    ('; "" where', "; left out where"),
    ("; None where", "; left out where"),
    ("a Fraction where it has no last decimal", "a fraction where it has no last decimal"),
    ("or None where it is not given", "where it is given"),
    ("; None means the", "; without it, the"),
    ("; None only where", "; left out only where"),
    ("or None: all do", "or all do"),
    (", or None", ""),
    ("; None: ", "; without it, "),
    (" None: ", " Without it, "),
    ("; None while", "; left out while"),
    (', or ""', ""),
)
"""What the nouns of the library say to programs, and how a file's reader says it."""

Schema = Mapping[str, Any]
SHAPES = (tenders, schemes, plugins, policies, sets)


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx add the keys to their page."""
    app.connect("source-read", add_keys)
    return {"parallel_read_safe": True}


def add_keys(app: Sphinx, page: str, source: list[str]) -> None:
    """Add every key below what the page says by hand."""
    if page in PAGES:
        kinds = PAGES[page]
        # Two pages may have a part of one name: each leads to its own.
        source[0] += re.sub(r"\((#?)(part-|units\))", rf"(\1{kinds[0]}-\2", reference(*kinds))


def reference(*kinds: str) -> str:
    """Files, what their parts are made of, and the units."""
    told: set[str] = set()
    files = "\n".join(file_reference(kind, told) for kind in kinds)
    return f"\n{files}\n{units()}"


def file_reference(kind: str, told: set[str]) -> str:
    """One kind of file: its keys, and below it each part that was not told before.

    Args:
        kind: As in ``socialvalue schema``.
        told: The parts that were told; those told here are added.
    """
    schema = json_schema(kind)
    shown = examples(schema) if kind == "tender" else {}
    head = f"## {kind}.yaml\n\n{keys_of(schema, f'{kind.title()}File', shown)}"
    parts = [name for name in in_order(schema) if name not in told]
    told.update(parts)
    return "\n".join([head, *(part(name, schema["$defs"][name], shown) for name in parts)])


def examples(schema: Schema) -> dict[tuple[str, str], Any]:
    """Part and key to what stands there in the file that has every key."""
    found: dict[tuple[str, str], Any] = {}
    _collect(yaml.load(EVERY_KEY.read_text("utf-8"), yaml.BaseLoader), schema, schema, found)  # noqa: S506
    return found


def _collect(
    node: Any, schema: Schema, whole: Schema, found: dict[tuple[str, str], Any], name: str = ""
) -> None:
    """Take what stands under each key of a node, and of what is inside it."""
    while "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = whole["$defs"][name]
    for each in (schema, *schema.get("anyOf", ())):
        if "$ref" in each:
            _collect(node, each, whole, found)
        elif isinstance(node, dict):
            for key, inside in node.items():
                if key in each.get("properties", {}):
                    found.setdefault((name or "TenderFile", key), inside)
                    _collect(inside, each["properties"][key], whole, found)
                elif isinstance(each.get("additionalProperties"), dict):
                    _collect(inside, each["additionalProperties"], whole, found)
        elif isinstance(node, list) and "items" in each:
            for inside in node:
                _collect(inside, each["items"], whole, found)


def example(node: Any) -> str:
    """What stands under a key, on one line; of a part, that it is one."""
    if isinstance(node, str):
        return f"`{node}`" if node else ""
    if isinstance(node, list) and all(isinstance(each, str) for each in node):
        return f"`[{', '.join(node[:3])}{', …' if len(node) > 3 else ''}]`"
    if isinstance(node, dict) and all(isinstance(each, str) for each in node.values()):
        pairs = [f"{key}: {each}" for key, each in list(node.items())[:2]]
        text = f"{{{', '.join(pairs)}{', …' if len(node) > len(pairs) else ''}}}"
        return f"`{text}`" if len(text) < 60 else ""
    return ""


def default_of(name: str, key: str) -> str:
    """What holds where a key is not given, as the file would say it."""
    shape: Any = next((vars(each)[name] for each in SHAPES if name in vars(each)), None)
    field = attrs.fields_dict(shape).get(key) if shape is not None else None
    found = field.default if field is not None else None
    if isinstance(found, bool):
        return "`yes`" if found else "`no`"
    return f"`{found}`" if isinstance(found, (str, int)) and found != "" else ""


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


def part(name: str, schema: Schema, shown: Mapping[tuple[str, str], Any] | None = None) -> str:
    """A part: what it is, how it may be shortened, its keys."""
    short = [each for each in schema.get("anyOf", ()) if "properties" not in each]
    shorter = f"\n\nMay be written shorter, as {kind_of(short[0])}." if short else ""
    return (
        f"({anchor(name)})=\n### {title(name)}\n\n{described(schema)}{shorter}\n\n"
        f"{keys_of(schema, name, shown or {})}"
    )


def keys_of(schema: Schema, name: str, shown: Mapping[tuple[str, str], Any]) -> str:
    """The keys of a group, as a table."""
    group = next((each for each in schema.get("anyOf", ()) if "properties" in each), schema)
    needed = set(group.get("required", ()))
    rows = [
        f"| `{key}` | {'needed' if key in needed else default_of(name, key)} | {kind_of(each)}"
        f" | {described(each) or SAID_OF.get((name, key)) or SAID.get(key, '')} |"
        + (f" {example(shown.get((name, key)))} |" if shown else "")
        for key, each in group["properties"].items()
    ]
    heads = [f"{each}{' For example |' if at == 0 else ' --- |'}" for at, each in enumerate(HEADS)]
    return "\n".join([*(heads if shown else HEADS), *rows, ""])


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
    words = schema.get("description", "").replace("`", "")
    for python, plain in IN_WORDS:
        words = words.replace(python, plain)
    return re.sub(r"([\\*_\[\]<>#|$])", r"\\\1", words)


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
