"""The references of the files that people write: made from the shapes, and whole."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import socialvalue as sv
from socialvalue.definitions.json_schema import json_schema
from socialvalue.testing.suite import RULES


@pytest.fixture(scope="module")
def made(root: Path) -> ModuleType:
    """What writes the page when the docs are built."""
    path = root / "docs" / "_ext" / "plugin_format.py"
    spec = importlib.util.spec_from_file_location("plugin_format", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["plugin", "cases"])
def test_every_key_is_on_the_page(made: ModuleType, kind: str) -> None:
    """A key that only the code knows is used by nobody."""
    page, schema = made.reference("plugin", "cases"), json_schema(kind)
    for part in (schema, *schema["$defs"].values()):
        for each in (part, *part.get("anyOf", ())):
            for key in each.get("properties", ()):
                assert f"| `{key}` |" in page


def test_every_part_is_told_once_and_every_link_leads_to_one(made: ModuleType) -> None:
    """A link that leads nowhere, or to one of two, is worse than none."""
    led: list[str] = []
    for page in made.PAGES:
        source = [""]
        made.add_keys(None, page, source)
        anchors = re.findall(r"^\(([a-z-]+)\)=$", source[0], re.M)
        assert len(anchors) > 10
        assert set(re.findall(r"\]\(#([a-z-]+)\)", source[0])) <= set(anchors)
        led += anchors
    assert len(led) == len(set(led))


def test_every_rule_of_the_suite_is_on_its_page(root: Path) -> None:
    """Who is told that a rule does not hold looks up what it asks for."""
    page = (root / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| {rule.name} |" in page


NO_EXAMPLE = {("CommitmentEntry", "miles"), ("TenderFile", "scheme_fingerprint")}
"""No measure of the example's set is in miles; a fingerprint would hold its scheme still."""


def test_every_key_of_a_tender_is_explained_with_an_example(made: ModuleType) -> None:
    """A key without a word is used by guessing, and a guess stands in the tender documents."""
    schema = json_schema("tender")
    shown = made.examples(schema)
    groups = {"TenderFile": schema, **schema["$defs"]}
    keys = {
        (name, key)
        for name, each in groups.items()
        for group in (each, *each.get("anyOf", ()))
        for key in group.get("properties", {})
    }
    assert keys - set(shown) == NO_EXAMPLE
    text = made.reference("tender")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
    assert len([row for row in rows if len(row) == 5]) >= len(keys)
    assert [row[0] for row in rows if len(row) == 5 and not row[3].strip()] == []
    assert "None" not in re.sub(r"`[^`]*`", "", text)


def test_the_file_with_every_key_is_a_tender(root: Path) -> None:
    """What is looked up must be what the library reads."""
    found = sv.check(root / "docs" / "examples" / "every-key" / "tender.yaml")
    assert not found.problems
    assert found.questions
