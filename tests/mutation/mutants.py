"""Every small change that could be made to a source text, one at a time, by its syntax tree.

A change is subtle on purpose: a boundary, an operator, one off, a guard that is gone, two arguments
the other way round.  Messages, annotations and docstrings are left alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import attrs

__all__ = ["Mutant", "mutants"]


@attrs.frozen
class Mutant:
    """One change.

    Attributes:
        line: Where it is.
        within: The first and the last line of its statement, of which one is seen to run.
        what: The old text and the new.
        text: The whole source with the change in it.
    """

    line: int
    within: tuple[int, int]
    what: str
    text: str


OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.And: ast.Or, ast.Or: ast.And,
    ast.USub: ast.UAdd,
}  # fmt: skip
"""An operator to the one that is mistaken for it."""

NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
NO_RULES = (ast.Import, ast.ImportFrom, ast.Raise, ast.JoinedStr, ast.Assert)
"""What is left alone, with all that is in it."""


def mutants(source: str) -> Iterator[Mutant]:
    """All changes of a source, in the order of its text."""
    starts = [0]
    for each in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(each.encode()))
    whole = source.encode()
    for node, within in _rules(ast.parse(source), (1, 1)):
        for old, new in _changes(node):
            start = starts[old.lineno - 1] + old.col_offset
            end = starts[old.end_lineno - 1] + old.end_col_offset
            said = ast.unparse(new) if isinstance(new, ast.stmt) else f"({ast.unparse(new)})"
            text = (whole[:start] + said.encode() + whole[end:]).decode()
            what = f"{_short(ast.unparse(old))}  →  {_short(said)}"
            yield Mutant(old.lineno, within, what, text)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else f"{words[:117]}..."


def _rules(node: ast.AST, within: tuple[int, int]) -> Iterator[tuple[Any, tuple[int, int]]]:
    """The parts of a tree that say what is done, from the top down, and the lines of each."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, NO_RULES) or _is_of_types(child):
                continue
            lines = _lines(child) if isinstance(child, ast.stmt) else within
            if hasattr(child, "lineno"):
                yield child, lines
            yield from _rules(child, lines)


def _lines(statement: Any) -> tuple[int, int]:
    """The first and the last line of a statement, without what is indented below it."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno
    return statement.lineno, max(statement.lineno, last)


def _is_of_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


Change = tuple[Any, Any]
"""What stands in a tree, and what could stand in its place."""


def _changes(node: Any) -> Iterator[Change]:
    yield from _of_operator(node)
    yield from _of_value(node)
    yield from _of_call(node)
    yield from _of_guard(node)


def _of_operator(node: Any) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=ops):
            for place, each in enumerate(ops):
                other = [*ops[:place], OTHER[type(each)](), *ops[place + 1 :]]
                yield node, _with(node, ops=other)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OTHER and not _is_text(node):
            yield node, _with(node, op=OTHER[type(op)]())
        case ast.BoolOp(op=op, values=values):
            yield node, _with(node, op=OTHER[type(op)]())
            for gone in values:
                left = [each for each in values if each is not gone]
                yield node, _with(node, values=left) if len(left) > 1 else left[0]


def _of_value(node: Any) -> Iterator[Change]:
    match node:
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, operand
        case ast.IfExp(_, body, orelse):
            yield node, _with(node, body=orelse, orelse=body)
        case ast.Constant(value=bool()):
            yield node, ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield from ((node, ast.Constant(node.value + step)) for step in (1, -1))


def _of_call(node: Any) -> Iterator[Change]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield node, _with(node, func=ast.Name(NAMES[name]))
        case ast.Call(args=[first, second, *rest]) if not _is_starred(first, second):
            if ast.dump(first) != ast.dump(second):
                yield node, _with(node, args=[second, first, *rest])
        case ast.Expr(ast.Call()):
            yield node, ast.Pass()


def _of_guard(node: Any) -> Iterator[Change]:
    """A guard that is gone, two branches the other way round, a comprehension without a filter."""
    match node:
        case ast.If(test=test):
            yield test, ast.UnaryOp(ast.Not(), test) if node.orelse else ast.Constant(value=False)
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            yield from ((each, ast.Constant(value=True))
                        for group in node.generators for each in group.ifs)  # fmt: skip


def _is_starred(*nodes: ast.AST) -> bool:
    return any(isinstance(each, ast.Starred) for each in nodes)


def _is_text(node: Any) -> bool:
    """Texts are put together with operators too: there nothing is subtle."""
    held = (getattr(node, name, None) for name in ("left", "right", "value"))
    return any(isinstance(each, ast.JoinedStr) or isinstance(getattr(each, "value", 0), str | bytes)
               for each in held)  # fmt: skip


def _with(node: Any, **changes: Any) -> Any:
    made = deepcopy(node)
    for name, each in changes.items():
        setattr(made, name, each)
    return made
