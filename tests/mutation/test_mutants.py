"""Mutants are what they say: one change each, of a rule, that leaves a source that can be run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.mutation.mutants import mutants
from tests.mutation.reach import MOST, chosen, ran

import socialvalue as sv

SAMPLE = Path(sv.__file__).parent / "engine" / "durations.py"


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("x = a < b", ["x = (a <= b)"]),
        ("x = a == b", ["x = (a != b)"]),
        ("x = a not in b", ["x = (a in b)"]),
        ("x = a - b", ["x = (a + b)"]),
        ("x += a", ["x -= a"]),
        ("x = a and b", ["x = (a or b)", "x = (b)", "x = (a)"]),
        ("x = not a", ["x = (a)"]),
        ("x = -a", ["x = (a)"]),
        ("x = a if b else c", ["x = (c if b else a)"]),
        ("x = True", ["x = (False)"]),
        ("x = 12", ["x = (13)", "x = (11)"]),
        ("x = min(a)", ["x = (max(a))"]),
        ("x = any(a)", ["x = (all(a))"]),
        ("x = f(a, b, c)", ["x = (f(b, a, c))"]),
        ("f(a)", ["pass"]),
        ("if a: x()", ["if (False): x()", "if a: pass"]),
        ("if a: x\nelse: y", ["if (not a): x\nelse: y"]),
        ("x = [a for a in b if c]", ["x = [a for a in b if (True)]"]),
    ],
)
def test_each_change_that_is_made(source: str, changed: list[str]) -> None:
    """The score says how many of these slips a test would see; a change left out is not in it."""
    assert [each.text for each in mutants(source)] == changed


@pytest.mark.parametrize(
    "source",
    ['"""A text, 1."""', "import a", "x: f(1, 2)", "raise E(1, 2)", "x = f(a, a)", "x = 'a' + b",
     "x = f'{a + b}'", "if TYPE_CHECKING: f(1, 2)", "@f(1)\ndef x(a: g(1, 2)) -> h(1): ..."],
)  # fmt: skip
def test_what_is_no_rule_is_left_alone(source: str) -> None:
    """A message that reads otherwise costs nobody a point; what is beside it is changed still."""
    assert [each.text for each in mutants(f"{source}\ny = 1\n")] == [
        f"{source}\ny = (2)\n", f"{source}\ny = (0)\n",
    ]  # fmt: skip


def test_each_mutant_of_a_module_can_be_run_and_is_another() -> None:
    """A mutant that no Python reads is killed by everything, and would raise the score."""
    source = SAMPLE.read_text(encoding="utf-8")
    tree = ast.dump(ast.parse(source))
    found = list(mutants(source))
    assert len(found) > 20
    for each in found:
        assert ast.dump(ast.parse(each.text)) != tree, each.what
        pairs = zip(source.splitlines(), each.text.splitlines(), strict=False)
        assert next(at for at, (old, new) in enumerate(pairs, start=1) if old != new) >= each.line


def test_a_mutant_has_the_lines_of_its_statement() -> None:
    """Of a statement over several lines not each is seen to run: one of them is enough."""
    source = "if (a and\n    b):\n    f(\n        1\n    )\n"
    assert {each.what: each.within for each in mutants(source)} == {
        "a and b  →  (a or b)": (1, 2), "a and b  →  (b)": (1, 2), "a and b  →  (a)": (1, 2),
        "a and b  →  (False)": (1, 2), "f(1)  →  pass": (3, 5), "1  →  (2)": (3, 5),
        "1  →  (0)": (3, 5),
    }  # fmt: skip


def test_a_mutant_is_tried_with_the_tests_that_run_it() -> None:
    """The quickest of its own room first: it is they that ought to see it."""
    file = "src/socialvalue/engine/a.py"
    reached = {
        "tests/cli/test_a.py": {"seconds": 1, "lines": {file: [3]}},
        "tests/engine/test_slow.py": {"seconds": 9, "lines": {file: [3, 4]}},
        "tests/engine/test_quick.py": {"seconds": 2, "lines": {file: [3]}},
        "tests/engine/test_other.py": {"seconds": 1, "lines": {file: [5]}},
        "tests/facts/test_a.py": {"seconds": MOST, "lines": {file: [3]}},
    }
    assert chosen(file, (2, 3), reached) == [
        "tests/engine/test_quick.py", "tests/engine/test_slow.py", "tests/cli/test_a.py",
    ]  # fmt: skip
    assert chosen(file, (4, 4), reached) == ["tests/engine/test_slow.py"]
    assert chosen(file, (6, 9), reached) == []


def test_a_file_of_slow_tests_alone_does_not_stop_the_map() -> None:
    """The map takes a quarter of an hour: it was lost where the first such file came."""
    assert ran("tests/frames/test_clusters.py") == {"seconds": 0.0, "lines": {}}
    assert ran("tests/engine/test_durations.py")["seconds"] > 0
