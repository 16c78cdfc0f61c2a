"""The page on the house draws the house that stands, and names what is in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import socialvalue as sv

NAMED = re.compile(r"`([\w./]+/[\w./]*|\w+\.py)`")
CALLED = re.compile(r"`(?!\w+\.(?:py|toml)`)([A-Za-z_][\w.]*)=?`")
HELD_IN = re.compile(r"`(\w+)`(?: or of `(\w+)`)? in `([\w./]+\.py)`")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The page, as it is written."""
    return (root / "docs" / "explanation" / "the-house.md").read_text(encoding="utf-8")


def stands_at(name: str, root: Path) -> Path:
    """Where something is that the page names: in the checkout, or in the package."""
    if name.startswith(("tests/", "docs/")):
        return root / name
    return Path(sv.__file__).parent / name


def test_what_the_page_names_is_there(page: str, root: Path) -> None:
    """Who is sent to a file that was moved believes nothing else on the page."""
    names = sorted(set(NAMED.findall(page)) - {"src/socialvalue/", "tests/", "docs/"})
    assert len(names) > 40
    assert [name for name in names if not stands_at(name, root).exists()] == []


def test_what_the_page_says_is_in_a_file_is_there(page: str, root: Path) -> None:
    """A table that was renamed is looked for in vain."""
    found = [(each, path) for *names, path in HELD_IN.findall(page) for each in names if each]
    assert ("REFUSALS", "engine/order.py") in found
    assert ("OF_TENDERS", "assess/before/policy.py") in found
    for name, path in found:
        text = stands_at(path, root).read_text(encoding="utf-8")
        assert re.search(rf"^ *(?:class |def )?{name}\b", text, re.M), f"{name} in {path}"


def test_every_name_of_a_recipe_is_one_of_the_source(page: str, root: Path) -> None:
    """A step that names what was renamed sends who follows it looking for what nobody has."""
    names = {each.rpartition(".")[2] for each in CALLED.findall(page)}
    package = Path(sv.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in
             (*package.rglob("*.py"), *(root / "tests").rglob("*.py"))]  # fmt: skip
    words = {word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text)}
    assert {"MEASURED_BY", "kind_of_table", "price_for", "schemas"} <= names
    assert sorted(names - words) == []


def floors(text: str) -> list[str]:
    """The names of a drawing, a line a floor."""
    return [line.split("  ")[0].strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("drawing", "container"), [(0, "socialvalue"), (1, "socialvalue.assess")])
def test_the_drawing_is_what_the_machine_holds(
    drawing: int, container: str, page: str, root: Path
) -> None:
    """A drawing of the house as it was sends a new room to the wrong floor."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (held,) = [
        [layer.strip("()") for layer in each["layers"]]
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == [container]
    ]
    drawn = re.findall(r"^```text\n(.*?)^```", page, re.S | re.M)[drawing]
    assert floors(drawn) == held
