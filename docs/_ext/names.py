"""Names that the pages mention: ours lead to where they are described, others' are real.

The docs build offline, so a name of another library leads to no page; but there must be one.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import resolve_name, walk_packages
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

OURS = "socialvalue"


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx know our modules in full, and ask here about a name that no page describes."""
    app.connect("builder-inited", know_ours)
    app.connect("missing-reference", shown_as_it_is)
    return {"parallel_read_safe": True}


def know_ours(app: Sphinx) -> None:
    """Tell Sphinx what it cannot see of our modules: names of annotations, what is kept."""
    package = import_module(OURS)
    names = [found.name for found in walk_packages(package.__path__, f"{OURS}.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    for module in modules:
        vars(module).update(names_for_annotations(module))
    kept = {cls: said for module in modules for cls, said in kept_in(module)}
    for cls in kept.keys() | {each for base in kept for each in base.__subclasses__()}:
        said = {name: text for base in cls.__mro__ for name, text in kept.get(base, {}).items()}
        cls.__slots__ = dict.fromkeys(vars(cls).get("__slots__", ())) | said


def kept_in(module: ModuleType) -> Iterator[tuple[type, dict[str, str | None]]]:
    """The classes with properties that are worked out once, and what these say of themselves.

    attrs puts a bare slot in the place of each; Sphinx reads the words of a slot from `__slots__`.

    Example:
        >>> found = kept_in(import_module("socialvalue.model.framework"))
        >>> {cls.__name__: said["sha256"] for cls, said in found if "sha256" in said}
        {'Framework': 'The hash of its meaning; ``on`` is not part of it.'}
    """
    for node in tree_of(module).body:
        if isinstance(node, ast.ClassDef):
            said = {
                each.name: ast.get_docstring(each)
                for each in node.body
                if isinstance(each, ast.FunctionDef)
                and "cached_property" in map(ast.unparse, each.decorator_list)
            }
            if said:
                yield getattr(module, node.name), said


def names_for_annotations(module: ModuleType) -> dict[str, Any]:
    """What a module imports where types are checked, and only there.

    Example:
        >>> suite = import_module("socialvalue.testing.suite")
        >>> names_for_annotations(suite)["Plugin"].__module__
        'socialvalue.model.plugin'
    """
    held: dict[str, Any] = {}
    for block in tree_of(module).body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            for node in block.body:
                if isinstance(node, ast.ImportFrom) and node.module:
                    source = import_module(node.module)
                    held |= {each.asname or each.name: getattr(source, each.name)
                             for each in node.names}  # fmt: skip
    return held


def tree_of(module: ModuleType) -> ast.Module:
    """The source of a module, parsed."""
    return ast.parse(inspect.getsource(module))


def shown_as_it_is(
    app: Sphinx, env: BuildEnvironment, asked: pending_xref, shown: Element
) -> Element | None:
    """The words as they stand, where another library has the name; else Sphinx complains."""
    if asked.get("refdomain") == "py" and is_of_others(asked["reftarget"]):
        return shown
    return None


def is_of_others(name: str) -> bool:
    """Whether a dotted name is one of another library that is here.

    Example:
        >>> [is_of_others(name) for name in ("decimal.Decimal", "decimal.Dezimal", "A table")]
        [True, False, False]
        >>> is_of_others("socialvalue.Tender")
        False
    """
    module, _, last = name.rpartition(".")
    if not module or not last or name.partition(".")[0] == OURS:
        return False
    try:
        resolve_name(name)
    except (AttributeError, ImportError, ValueError):
        return False
    return True
