"""The reference of the plug-in format: made from the shapes, and whole."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

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
    page, schema = made.reference(), json_schema(kind)
    for part in (schema, *schema["$defs"].values()):
        for each in (part, *part.get("anyOf", ())):
            for key in each.get("properties", ()):
                assert f"| `{key}` |" in page


def test_every_part_is_told_once_and_every_link_leads_to_one(made: ModuleType) -> None:
    """A link that leads nowhere, or to one of two, is worse than none."""
    page = made.reference()
    anchors = re.findall(r"^\(([a-z-]+)\)=$", page, re.M)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([a-z-]+)\)", page)) <= set(anchors)


def test_every_rule_of_the_suite_is_on_its_page(root: Path) -> None:
    """Who is told that a rule does not hold looks up what it asks for."""
    page = (root / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| {rule.name} |" in page
