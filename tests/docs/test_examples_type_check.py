"""The examples of the docs, read by a type checker as an editor reads what is copied from them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from doctest import DocTestParser
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.typed import said_of

import socialvalue as sv
import socialvalue.testing

AS_IN_AN_EXAMPLE = """\
allow_redefinition = true
allow_untyped_calls = true
allow_untyped_defs = true
check_untyped_defs = true
implicit_reexport = true
"""
"""An example is short: a name may stand for another thing later, a function needs no types."""
WRONG = """
>>> import socialvalue as sv
>>> sv.gbp(0.5)
Traceback (most recent call last):
  ...
socialvalue.errors.InputError: SV305 0.5 is a float, and this figure must be exact
>>> sv.load("essex").scheme.text()
>>> sv.evaluate(1, [], sv.load("essex"))
"""


def module_of(text: str, beside: Any = None) -> str:
    """The examples of a text as a module; what is shown to be refused is left out.

    Args:
        text: A page, or what a name says of itself.
        beside: The module in whose names the examples are run, if they are.
    """
    shown = [each for each in DocTestParser().get_examples(text) if each.exc_msg is None]
    source = "\n".join(each.source.rstrip("\n") for each in shown)
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    # A name that is loaded when it is asked for stands in `dir` alone before.
    known = sorted(used & {*vars(beside), *dir(beside)}) if beside is not None else []
    heads = [f"from {beside.__name__} import {name}" for name in known]
    return "\n".join([*heads, source, ""])


def pages(root: Path) -> Iterator[tuple[str, str]]:
    """Each page that is written by hand, with the examples on it."""
    for path in (root / "README.md", *sorted((root / "docs").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if ">>> " in text and "_generated" not in path.parts:
            name = "_".join(path.relative_to(root).with_suffix("").parts)
            yield name.replace("-", "_").lower(), module_of(text)


def names() -> Iterator[tuple[str, str]]:
    """Each public name, and each of its methods, with the examples in what it says of itself."""
    for namespace in (sv, socialvalue.testing):
        for name in namespace.__all__:
            thing = getattr(namespace, name)
            parts = inspect.getmembers(thing) if inspect.isclass(thing) else []
            for part, held in [("", thing), *parts]:
                text = getattr(held, "__doc__", None) or ""
                if ">>> " in text and not part.startswith("_"):
                    where = getattr(held, "__module__", None) or thing.__module__
                    yield f"name_{name}_{part}".lower(), module_of(text, import_module(where))


@pytest.mark.slow
def test_every_example_type_checks(root: Path, tmp_path: Path) -> None:
    """An example that an editor underlines as wrong is not believed, and often is not right.

    One run for all, as most of its time goes into reading the library.
    """
    written = {**dict(pages(root)), **dict(names()), "wrong": module_of(WRONG)}
    assert {"readme", "docs_tutorial_score_a_tender_in_python", "name_framework_"} <= written.keys()
    for name, source in written.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    faults = [line for line in said_of(tmp_path, AS_IN_AN_EXAMPLE) if ": error: " in line]
    assert [line for line in faults if not line.startswith("wrong.py:")] == []
    assert [line.rpartition("[")[2] for line in faults] == ["union-attr]", "arg-type]"]


def test_what_is_refused_is_no_example_to_copy() -> None:
    """A call that the page shows to fail is left out; what stands around it stays."""
    source = module_of(WRONG)
    assert "sv.gbp" not in source
    assert "sv.evaluate" in source
    assert module_of(">>> value\n", import_module("socialvalue")).startswith(
        "from socialvalue import value\n"
    )
