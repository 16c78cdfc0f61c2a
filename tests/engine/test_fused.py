"""The compiled loop against the kernel and against decimals, wherever one could be misled."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.test_kernel import (
    Line,
    any_lines,
    lines_at_half_a_penny,
    oracle_pence,
    true_ties,
)

from socialvalue.engine import fused, kernel

numba = pytest.importorskip("numba")

VALUES = [Decimal("16.93"), None, Decimal("251.7905723"), Decimal("0.01"), Decimal("1E-20")]
TABLE = kernel.compile_unit_values(VALUES)
STRANGE = (
    0.0, -0.0, -1.0, np.nan, np.inf, -np.inf, 0.5, 1.5, 1e-300, 1e300, 1 / 3, 0.1234565, 2.0**32,
    2.0**33 + 0.5, 999_999_999.99, 1e11, 1e13, 5e-324,
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    """Numba loaded and the loops compiled, which takes seconds the first time."""
    assert fused.is_there()
    one = np.array([0])
    assert fused.line_pence(one, one, TABLE)
    assert fused.total_pence(one, one, one, 1, TABLE)


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel by itself, so that the loop is never compared with itself."""
    monkeypatch.setattr(fused, "pays", lambda lines: False)


def both(codes: Any, quantities: Any, table: kernel.UnitValues) -> tuple[Any, Any]:
    """What the loop finds, and what the kernel does."""
    found = fused.line_pence(codes, quantities, table)
    assert found is not None
    return found, kernel.line_pence(codes, quantities, table)


def same(codes: Any, quantities: Any, table: kernel.UnitValues) -> kernel.Pennies:
    """What both find, down to the sign of a nought."""
    ours, theirs = both(codes, quantities, table)
    assert ours.pence.view(np.int64).tolist() == theirs.pence.view(np.int64).tolist()
    assert ours.outside.tolist() == theirs.outside.tolist()
    return ours


@given(any_lines)
def test_every_line_is_the_kernels_and_the_oracles(lines: list[Line]) -> None:
    """A bid must not gain a penny from what is installed on the machine that scores it."""
    table = kernel.compile_unit_values([value for _, value in lines])
    quantities = np.array([float(quantity) for quantity, _ in lines])
    codes = np.arange(len(lines))
    ours = same(codes, quantities, table)
    assert ours.pence.tolist() == oracle_pence(lines)
    totals, outside = fused.total_pence(codes, quantities, codes % 3, 3, table) or ([], -1)
    assert [int(each) for each in totals] == [sum(oracle_pence(lines)[at::3]) for at in range(3)]
    assert outside == 0


@given(st.lists(lines_at_half_a_penny() | true_ties(), min_size=1, max_size=20))
def test_the_loop_is_right_before_it_is_compiled(lines: list[Line]) -> None:
    """What a compiler makes of it is then the only thing left to doubt."""
    table = kernel.compile_unit_values([value for _, value in lines])
    quantities, codes = np.array([float(q) for q, _ in lines]), np.arange(len(lines))
    pence, totals = np.empty(len(lines)), np.zeros(2, np.int64)
    held = table.pence, table.mantissa, table.half_penny
    with np.errstate(all="ignore"):
        assert fused._lines(codes, quantities, held, pence) == 0
        assert fused._totals(codes, quantities, codes % 2, held, totals) == 0
    assert pence.tolist() == oracle_pence(lines)
    assert totals.tolist() == [sum(oracle_pence(lines)[at::2]) for at in (0, 1)]


@given(
    st.lists(
        st.tuples(
            st.integers(-3, 7),
            st.sampled_from(STRANGE) | st.floats(allow_nan=True) | st.floats(0, 1e6),
        ),
        max_size=25,
    ),
    st.sampled_from(["int64", "int32", "int16", "int8"]),
)
def test_what_is_outside_for_one_is_outside_for_both(
    lines: list[tuple[int, float]], kind: str
) -> None:
    """A typing error in one cell may not poison a bid's total, however the table is valued."""
    codes = np.array([code for code, _ in lines], kind)
    quantities = np.array([quantity for _, quantity in lines], float)
    ours = same(codes, quantities, TABLE)
    totals = fused.total_pence(codes, quantities, np.zeros(len(lines), int), 1, TABLE)
    assert totals is not None
    assert int(totals[0][0]) == int(ours.pence.sum())
    assert totals[1] == len(ours.outside)
    with np.errstate(all="ignore"):  # and so before it is compiled
        pence = np.empty(len(lines))
        held = TABLE.pence, TABLE.mantissa, TABLE.half_penny
        assert fused._lines(codes, quantities, held, pence) == len(ours.outside)


def columns(lines: int) -> tuple[Any, Any]:
    """Lines of every kind: ties, none, strays."""
    draw = np.random.default_rng(16)
    quantities = draw.integers(0, 4000, lines) / 2
    quantities[::97], quantities[5::997] = -1, np.nan
    return draw.integers(-1, 6, lines), quantities


@pytest.mark.parametrize(
    "form",
    [
        lambda column: column[::-1], lambda column: column[::3],
        lambda column: np.lib.stride_tricks.as_strided(column, writeable=False),
        lambda column: np.asfortranarray(np.tile(column, (2, 1)).T)[:, 1],
    ],
)  # fmt: skip
def test_columns_may_lie_as_they_do(form: Callable[[Any], Any]) -> None:
    """A column that is a view, or that nobody may write to, holds the same lines."""
    codes, quantities = (form(each) for each in columns(3_000))
    assert same(codes, quantities, TABLE).outside.size


@pytest.mark.parametrize("kind", ["uint8", "uint16", "uint32", "int8", "int32", "int64"])
@pytest.mark.parametrize("into", ["uint8", "int16", "int32", "int64", "uint32"])
def test_codes_and_groups_may_be_of_any_whole_kind(kind: str, into: str) -> None:
    """An encoder writes codes as small as they fit."""
    codes, quantities = columns(3_000)
    codes, groups = abs(codes).astype(kind), (np.arange(3_000) % 7).astype(into)
    ours = same(codes, quantities, TABLE)
    found = fused.total_pence(codes, quantities, groups, 7, TABLE)
    assert found is not None
    assert found[0].tolist() == kernel.total_by(groups, ours.pence, 7).tolist()
    assert found[1] == len(ours.outside) > 0


def test_whole_quantities_and_no_lines_at_all() -> None:
    """A column of whole numbers is one of quantities; an empty table comes to nothing."""
    assert same(np.array([0, 2]), np.array([3, 4]), TABLE).pence.tolist() == [5079, 100716]
    nothing = np.array([], int)
    assert same(nothing, np.array([], float), TABLE).pence.size == 0
    found = fused.total_pence(nothing, np.array([], float), nothing, 2, TABLE)
    assert found is not None
    assert (found[0].tolist(), found[1]) == ([0, 0], 0)


def test_lines_on_every_core_are_those_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts that threads take, and the sums between, leave no line out and none twice."""
    codes, quantities = columns(1_000_000)
    groups = np.arange(1_000_000) % 1001
    ours = same(codes, quantities, TABLE)
    whole = kernel.total_by(groups, ours.pence, 1001).tolist()
    monkeypatch.setattr(fused, "LINES", 70_001)
    for cores in (1, 5):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        found = fused.total_pence(codes, quantities, groups, 1001, TABLE)
        assert found is not None
        assert (found[0].tolist(), found[1]) == (whole, len(ours.outside))
        assert same(codes, quantities, TABLE).outside.tolist() == ours.outside.tolist()


@pytest.mark.parametrize("group", [-1, 2, 2**40])
def test_a_group_that_is_none_is_refused(group: int) -> None:
    """A line counted to the wrong bid, or beyond the last, is worse than an error."""
    one = np.array([0])
    assert fused.total_pence(one, np.array([1.0]), one + 1, 2, TABLE) is not None
    with pytest.raises(ValueError, match="out of range"):
        fused.total_pence(one, np.array([1.0]), np.array([group]), 2, TABLE)


def test_what_are_no_columns_is_refused() -> None:
    """A compiled loop that reads past the end of a column reads somebody else's memory."""
    two, three = np.array([0, 0]), np.array([1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="one length"):
        fused.line_pence(two, three, TABLE)
    with pytest.raises(ValueError, match="one length"):
        fused.total_pence(np.array([0, 0, 0]), three, two, 2, TABLE)
    with pytest.raises(TypeError, match="whole numbers"):
        fused.total_pence(np.array([0, 0, 0]), three, three, 2, TABLE)


def test_a_total_that_could_pass_64_bits_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pennies that wrap round to a small figure would pass for a total; the room is proved."""
    assert fused.LINES * kernel.BILLION + fused._ROOM < 2**63
    assert fused._ROOM * 1.0 == 2**62
    codes, much = np.array([3] * 6), np.array([999_999_999.0] * 6) * 100
    found = fused.total_pence(codes, much, codes * 0, 1, TABLE)
    assert found is not None
    assert found[0].tolist() == [6 * 99_999_999_900]
    monkeypatch.setattr(fused, "_ROOM", 5 * 10**11)
    with pytest.raises(OverflowError, match="64-bit"):
        fused.total_pence(codes, much, codes * 0, 1, TABLE)


def test_the_loop_is_taken_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for numba to load who has a few lines; whoever has many does not do without."""
    monkeypatch.undo()
    assert not fused.pays(199_999)
    assert fused.pays(200_000)  # for `ready` has loaded it
    taken: list[int] = []
    loop = fused.line_pence

    def watched(codes: Any, quantities: Any, table: kernel.UnitValues) -> kernel.Pennies | None:
        taken.append(len(codes))
        return loop(codes, quantities, table)

    monkeypatch.setattr(fused, "line_pence", watched)
    few, many = columns(1_000), columns(200_000)
    fused.lines_in_pence(*few, TABLE)
    found = fused.lines_in_pence(*many, TABLE)
    assert taken == [200_000]
    monkeypatch.setattr(fused, "line_pence", lambda *_: None)
    assert found.pence.tolist() == fused.lines_in_pence(*many, TABLE).pence.tolist()


def test_loading_waits_for_work_that_is_worth_it(fresh: None, monkeypatch: Any) -> None:
    """The first small table of a process is not held up by what only a large one needs."""
    monkeypatch.undo()
    monkeypatch.setattr(fused, "_WITHOUT", [0])
    assert not fused.pays(49_999_999)
    assert fused.pays(50_000_000)
    fused.lines_in_pence(*columns(1_000), TABLE)
    assert fused.pays(49_999_000), "many calls come to as much work as one"
    assert not fused.pays(48_999_999)
    monkeypatch.setattr(fused, "_WITHOUT", [10**9])
    assert not fused.pays(199_999), "a few lines are never worth it"


# --- without ----------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Any:
    """Nothing looked for and nothing compiled yet; and so again afterwards."""
    for each in (fused._numba, fused._compiled):
        each.cache_clear()
    yield
    for each in (fused._numba, fused._compiled):
        each.cache_clear()


@pytest.mark.parametrize("broken", [ImportError("no numba"), SystemError("numpy is too new")])
def test_without_numba_nothing_is_said_and_nothing_fails(
    broken: Exception, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has not installed it, or has one that does not fit, is served by the kernel."""

    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "numba":
                raise broken

    assert fused.is_there()
    fused._numba.cache_clear()
    monkeypatch.delitem(sys.modules, "numba")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert not fused.is_there()
    codes, quantities = columns(10)
    assert fused.line_pence(codes, quantities, TABLE) is None
    assert fused.total_pence(codes, quantities, abs(codes), 9, TABLE) is None
    monkeypatch.setattr(fused, "pays", lambda lines: True)
    assert fused.lines_in_pence(codes, quantities, TABLE).pence.size == 10


def test_a_loop_that_cannot_be_kept_is_compiled_all_the_same(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written costs time, and nothing else."""
    compile_, asked = fused._compile, []

    def unwritable(*told: Any, kept: bool) -> Any:
        asked.append(kept)
        if kept:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_(*told, kept=kept)

    monkeypatch.setattr(fused, "_compile", unwritable)
    codes, quantities = columns(10)
    assert same(codes, quantities, TABLE).pence.size == 10
    assert asked == [True, False]
    fused._compiled.cache_clear()
    monkeypatch.setattr(fused, "_compile", lambda *_, kept: 1 // 0)
    assert fused.line_pence(codes, quantities, TABLE) is None


@pytest.mark.slow
def test_what_was_compiled_is_kept_for_the_next_process(tmp_path: Path) -> None:
    """Half a second once is a price; two seconds in every process are not."""
    words = (
        "import numpy as np\nfrom decimal import Decimal\n"
        "from socialvalue.engine import fused, kernel\n"
        "table = kernel.compile_unit_values([Decimal('16.93')])\n"
        "found = fused.line_pence(np.array([0]), np.array([0.5]), table)\n"
        "loop = fused._compiled(fused._lines, 'int64')\n"
        "print(found.pence.tolist(), sum(loop.stats.cache_hits.values()))\n"
    )
    run = [sys.executable, "-W", "error", "-c", words]
    there = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    said = [
        subprocess.run(run, env=there, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["[847.0] 0\n", "[847.0] 1\n"]
    (tmp_path / "file").write_text("in the way")
    nowhere = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "file" / "kept")}
    found = subprocess.run(run, env=nowhere, check=True, capture_output=True, text=True)
    assert found.stdout.startswith("[847.0]")
    assert not found.stderr
