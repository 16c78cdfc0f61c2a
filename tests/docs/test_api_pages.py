"""The pages of names: whatever a public name takes, holds or gives is on one of them."""

from __future__ import annotations

import inspect
import pkgutil
import re
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin

import pytest

import socialvalue as sv

DIRECTIVE = re.compile(r"^\.\. auto(?:class|data|exception|function):: ([\w.]+)$", re.M)
EXTENSION = Path(__file__).parents[2] / "docs" / "_ext" / "names.py"
ABOUT_OURS = runpy.run_path(str(EXTENSION))
FOR_ANNOTATIONS, KEPT_IN = ABOUT_OURS["names_for_annotations"], ABOUT_OURS["kept_in"]
CODE = re.compile(r"``.+?``|`.+?`")
COLON = re.compile(r"(?<!:):(?!:)\s*\S")
NAMESPACES = (sv, *(getattr(sv, room) for room in vars(sv)["_ROOMS"]))
"""The page, and the page of each room."""


# --- what is reached ------------------------------------------------------------------------


@cache
def names_in(module: str) -> dict[str, Any]:
    """The names of a module as a type checker sees them: also those that annotations alone need."""
    return vars(import_module(module)) | FOR_ANNOTATIONS(import_module(module))


def ours(thing: object) -> bool:
    """Whether something is defined in this library."""
    return (getattr(thing, "__module__", None) or "").split(".")[0] == "socialvalue"


def function_of(member: object) -> Any:
    """The function behind a method, a property or what is kept once computed."""
    if isinstance(member, property):
        return member.fget
    if isinstance(member, cached_property):
        return member.func
    return getattr(member, "__func__", member)


def annotations(thing: Any) -> Iterator[tuple[str, Any]]:
    """What a function takes and gives; of a class what its public fields and methods do."""
    if not inspect.isclass(thing):
        yield from inspect.get_annotations(
            thing, globals=names_in(thing.__module__), locals={}, eval_str=True
        ).items()
        return
    for base in filter(ours, thing.__mro__):
        held = inspect.get_annotations(
            base, globals=names_in(base.__module__), locals={}, eval_str=True
        )
        yield from ((name, hint) for name, hint in held.items() if not name.startswith("_"))
        for name, member in vars(base).items():
            function = function_of(member)
            if not name.startswith("_") and inspect.isfunction(function) and ours(function):
                yield from ((name, hint) for _, hint in annotations(function))


def classes_in(hint: Any) -> Iterator[type]:
    """The classes of ours that an annotation names, at any depth."""
    for each in (hint, get_origin(hint)):
        if inspect.isclass(each) and ours(each):
            yield each
    inner = hint if isinstance(hint, list) else get_args(hint)
    for each in inner:
        yield from classes_in(each)


def reached_from(names: dict[str, Any]) -> dict[type, str]:
    """Each class that the names lead to, over any number of steps, and what led to it first."""
    found = {thing: name for name, thing in names.items() if inspect.isclass(thing)}
    waiting = [(name, thing) for name, thing in names.items() if callable(thing)]
    while waiting:
        name, thing = waiting.pop()
        for member, hint in annotations(thing):
            for each in classes_in(hint):
                if each not in found:
                    found[each] = f"{name}.{member}"
                    waiting.append((each.__name__, each))
    return found


def page_of(namespace: ModuleType) -> dict[str, Any]:
    """The public names of a module, with what each stands for."""
    return {name: getattr(namespace, name) for name in namespace.__all__}


def properties_of(cls: type) -> Iterator[tuple[str, str | None]]:
    """The public properties of a class, and what each says of itself."""
    for base in filter(ours, cls.__mro__):
        held = {name: each.__doc__ for name, each in vars(base).items() if type(each) is property}
        held |= dict(KEPT_IN(import_module(base.__module__))).get(base, {})
        yield from ((name, words) for name, words in held.items() if not name.startswith("_"))


# --- what is written ------------------------------------------------------------------------


def documented(root: Path) -> list[Any]:
    """What the pages of the reference describe, each as often as it is described."""
    pages = sorted((root / "docs" / "reference").rglob("*.md"))
    names = [name for page in pages for name in DIRECTIVE.findall(page.read_text(encoding="utf-8"))]
    return list(map(pkgutil.resolve_name, names))


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda each: each.__name__)
def test_every_name_is_on_one_page(namespace: ModuleType, root: Path) -> None:
    """A name that is promised and on no page cannot be found; one on two pages may say two things.

    Whoever adds a name writes it on the page of its group, in docs/reference.
    """
    counted = Counter(map(id, documented(root)))
    held = {name: counted[id(each)] for name, each in page_of(namespace).items()}
    assert held == dict.fromkeys(namespace.__all__, 1)


@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda each: each.__name__)
def test_every_type_that_is_reached_is_on_a_page(namespace: ModuleType, root: Path) -> None:
    """Whoever holds a result can look up what its parts are, however they came by them."""
    pages = {id(each) for each in documented(root)}
    reached = reached_from(page_of(namespace))
    missing = {
        f"{each.__module__}.{each.__qualname__}": first
        for each, first in reached.items()
        if id(each) not in pages
    }
    assert reached
    assert missing == {}


def test_no_property_begins_with_words_that_look_like_a_type() -> None:
    """Sphinx shows what stands before a colon on the first line as the type of a property.

    Whoever writes one says "Names of rank 1, several where they are tied", without the colon.
    """
    first_lines = {
        f"{cls.__qualname__}.{name}": CODE.sub("", (words or "").partition("\n")[0])
        for namespace in NAMESPACES
        for cls in reached_from(page_of(namespace))
        for name, words in properties_of(cls)
    }
    assert "Valuation.total" in first_lines
    assert [name for name, line in first_lines.items() if COLON.search(line)] == []


def test_what_is_reached_over_several_steps_is_seen() -> None:
    """The test above would pass for ever if it looked no further than the first step."""
    found = reached_from({"load": sv.load})
    names = {each.__name__: first for each, first in found.items()}
    assert names["Framework"] == "load.return"
    assert {"Measure", "Proxy", "ProxyValue", "Source", "Policy"} <= names.keys()
    assert "Evaluation" not in names


def test_annotations_of_each_kind_are_read() -> None:
    """Fields, methods, properties, and types inside of types."""

    def read(hint: Any) -> set[str]:
        return {each.__name__ for each in classes_in(hint)}

    assert read(dict[str, tuple[sv.Bid, ...] | None]) == {"Bid"}
    assert read(Callable[[sv.Tender], list[sv.Lot]]) == {"Tender", "Lot"}
    assert dict(annotations(sv.Framework))["policy"].__name__ == "Policy"
    assert "bidder" in dict(annotations(sv.Bid))
