"""Work shared among cores: the machine's number of them changes no penny."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from socialvalue.engine import kernel, threads
from socialvalue.engine.cores import WORTH_A_THREAD, on_every_core

LINES = 3 * WORTH_A_THREAD + 4_321
VALUES = [Decimal("16.93"), Decimal("251.7905723"), None, Decimal("0.005")]


@pytest.fixture
def lines() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes, quantities and groups of more lines than one core is given."""
    draw = np.random.default_rng(5)
    codes = draw.integers(-1, len(VALUES), LINES)
    quantities = draw.integers(-10, 10_000, LINES) / 100
    return codes, quantities, draw.integers(0, 7, LINES)


@pytest.mark.parametrize("cores", [1, 2, 3, 8])
def test_the_number_of_cores_changes_nothing(
    cores: int, lines: tuple[np.ndarray, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bid must not be worth more on a larger machine."""
    codes, quantities, groups = lines
    table = kernel.compile_unit_values(VALUES)
    expected = np.empty(LINES)
    outside = kernel.line_pence_bare(codes, quantities, table, expected)
    assert len(outside), "some lines must be outside, or their numbers are not tried"
    monkeypatch.setenv(threads.VARIABLE, str(cores))
    found = kernel.line_pence(codes, quantities, table)
    assert found.pence.tolist() == expected.tolist()
    assert found.outside.tolist() == outside.tolist()
    totals = [int(expected[groups == each].sum()) for each in range(7)]
    assert kernel.total_by(groups, found.pence, 7).tolist() == totals


@pytest.mark.parametrize("cores", [1, 2, 5])
@pytest.mark.parametrize("rows", [0, 1, WORTH_A_THREAD - 1, WORTH_A_THREAD, LINES])
def test_every_row_is_in_one_part(rows: int, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row in no part would be lost in silence, and one in two would count twice."""
    monkeypatch.setenv(threads.VARIABLE, str(cores))
    parts = on_every_core(rows, lambda part: range(rows)[part])
    assert [row for part in parts for row in part] == [*range(rows)]


@pytest.mark.parametrize(("most", "parts"), [(None, 6), (4, 4), (1, 1), (0, 1)])
def test_a_large_machine_takes_no_more_parts_than_there_is_work_or_room_for(
    most: int | None, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty-four cores must not each hold the totals of every bid of a nation."""
    monkeypatch.setenv(threads.VARIABLE, "64")
    assert len(on_every_core(LINES, lambda part: part, most=most)) == parts


def test_a_fault_of_a_part_is_told() -> None:
    """What goes wrong on another core must not pass for an answer."""
    with pytest.raises(ValueError, match="group 7 is out of range"):
        kernel.total_by(np.full(LINES, 7), np.ones(LINES), 7)
    with pytest.raises(ValueError, match="groups for"):
        kernel.total_by(np.zeros(LINES, int), np.ones(LINES - 1), 7)
