"""The tests themselves: an absence alone is asserted nowhere, because nothing at all passes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ASSERTING = ("fail", "raises", "warns")
CODES = ("code", "exit_code", "returncode")
EMPTY = ("dict", "frozenset", "list", "set", "tuple")


def test_no_absence_stands_alone() -> None:
    """'Brook' is in no empty answer either: beside what is not there stands something that is.

    An exit code is no such thing: a command that prints nothing ends well, too.
    """
    files = sorted(TESTS.rglob("test_*.py"))
    found = [
        f"{path.relative_to(TESTS).as_posix()}:{each.lineno} {each.name}"
        for path in files
        for each in alone(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(files) > 100
    assert found == [], "assert beside each absence what is there"


BESIDE = ("pace.py", "test_tests.py")
CLOCKS = re.compile(r"\b(?:perf_counter|monotonic|process_time|thread_time|timeit)\b")
HELD_TO = re.compile(
    rf"assert [^\n]*(?:{CLOCKS.pattern}|\b(?:seconds|milliseconds|took|elapsed)\b *[<>])"
)
"""A moment of this machine that a test is held to."""


def test_no_test_is_held_to_the_clock() -> None:
    """A machine that stood still for a second refused a day's work: `tests.pace` counts work."""
    files = [each for each in sorted(TESTS.rglob("*.py")) if each.name not in BESIDE]
    found = [
        f"{path.relative_to(TESTS).as_posix()}: {each.group()}"
        for path in files
        for each in HELD_TO.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(files) > 100
    assert found == [], "use tests.pace.at_most, or a benchmark"
    assert HELD_TO.search("    assert perf_counter() - begun < 1")  # not vacuous
    assert HELD_TO.search("    assert milliseconds < 80")


def test_a_benchmark_that_is_asked_for_help_measures_nothing() -> None:
    """Ten minutes of two cores were gone before anybody saw that --help is no number."""
    files = [each for each in sorted(TESTS.with_name("benchmarks").glob("*.py"))
             if "__main__" in each.read_text(encoding="utf-8")]  # fmt: skip
    texts = {each.name: each.read_text(encoding="utf-8") for each in files}
    asks = re.compile(r'\nif __name__ == "__main__":\n    (asked = )?options\(')
    assert len(files) > 8
    assert [name for name, text in texts.items() if not asks.search(text)] == []
    assert [name for name, text in texts.items() if "sys.argv" in text] == []


ABSENT = (
    "assert 'Brook' not in out",
    "assert not found",
    "assert told() == []",
    "assert told() == ()",
    "assert (ran.code, ran.out) == (0, '')",
    "assert guess is None",
    "assert set(named) - known == set()",
    "assert above or not below",
    "assert not found and 'x' not in out",
    "assert all(name not in out for name in names)",
    "assert ran.code == 0; assert 'Brook' not in ran.out",
)
PRESENT = (
    "assert ran.code == 0",
    "assert 'Brook' not in out; assert 'Acme' in out",
    "assert not found; assert len(files) > 100",
    "assert told() == []; assert told(1) == ['SV101']",
    "assert (found, rest) == ([], 'Acme')",
    "assert 'Brook' not in out and 'Acme' in out",
    "with pytest.raises(ValueError): x()\n    assert not made",
    "check(out); assert not made",
)
HELPER = "def check(text):\n    assert 'Acme' in text\n"


@pytest.mark.parametrize("body", ABSENT)
def test_an_absence_alone_is_found(body: str) -> None:
    """The check above would pass for ever if it knew no absence."""
    assert [each.name for each in alone(ast.parse(f"def test_it():\n    {body}"))] == ["test_it"]


@pytest.mark.parametrize("body", PRESENT)
def test_an_absence_beside_a_presence_is_left_alone(body: str) -> None:
    """A check that blames what is right is switched off by the next person."""
    more = f"{HELPER}def test_it():\n    {body}\ndef test_alone():\n    assert not x"
    assert [each.name for each in alone(ast.parse(more))] == ["test_alone"]


def alone(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The tests of a module that assert absences and nothing else."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    helpers = {each.name for each in functions if "presence" in kinds(each, set())}
    for each in functions:
        if each.name.startswith("test_") and kinds(each, helpers) - {"code"} == {"absence"}:
            yield each


def kinds(function: ast.FunctionDef, helpers: set[str]) -> set[str]:
    """What a function asserts: an absence, a presence, or the code a command ended in."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            found.add(kind(node.test))
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in ASSERTING or name in helpers or name.startswith("assert_"):
                found.add("presence")
    return found


def kind(node: ast.expr) -> str:
    """An absence is what holds of nothing at all, too."""
    match node:
        case ast.BoolOp(op, values):
            parts = [kind(each) for each in values]
            strong = "presence" if isinstance(op, ast.And) else "absence"
            return next((each for each in (strong, *parts) if each in parts), "code")
        case ast.UnaryOp(op=ast.Not()):
            return "absence"
        case ast.Call(ast.Name("all"), [ast.GeneratorExp(elt)]):
            return kind(elt)
        case ast.Compare(ops=ops) if all(isinstance(each, ast.NotIn) for each in ops):
            return "absence"
        case ast.Compare(left, [ast.Eq() | ast.Is()], [right]):
            if isinstance(left, ast.Attribute) and left.attr in CODES:
                return "code"
            return "absence" if is_nothing(right) else "presence"
        case _:
            return "presence"


def is_nothing(node: ast.expr) -> bool:
    """None, nought, an empty text or collection, or several of these."""
    match node:
        case ast.Constant(value):
            return not value and value is not False
        case ast.Tuple(parts) | ast.List(parts) | ast.Set(parts):
            return all(is_nothing(each) for each in parts)
        case ast.Dict(keys):
            return not keys
        case ast.Call(ast.Name(name), [], []):
            return name in EMPTY
        case _:
            return False
