"""Counts for others than the contract team: no small one is shown, and none can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pace import at_most

import socialvalue as sv
from socialvalue.contracts import SafeCounts, suppress

Counts = Mapping[tuple[str, str], int]
CROSSED = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")),
    st.sampled_from([0, 0, 1, 2, 3, 4, 4, 5, 6, 9]) | st.integers(0, 14), min_size=1, max_size=9,
)  # fmt: skip
ONE_WAY = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 12), max_size=6)


class Attacker:
    """Somebody with the printed table, a pencil and patience: tries what fits all of it."""

    def __init__(self, found: SafeCounts, most: int, noughts: Iterable[Any] | None = None) -> None:
        self.cells = dict(found.cells)
        self.most = most
        self.noughts = set(self.cells if noughts is None else noughts)
        columns = found.columns or {None: found.total}
        rows = found.rows if found.columns else {None: found.total}
        inner = list(self.cells)
        self.sums = [
            *([[cell for cell in inner if cell[0] == row], total] for row, total in rows.items()
              if found.columns),
            *([[cell for cell in inner if cell[1] == each], total]
              for each, total in columns.items() if found.columns),
            [inner, found.total],
        ]  # fmt: skip

    def may_be(self, cell: Any, value: int) -> bool:
        """Whether a cell can have a value, as far as anybody can tell."""
        held = {**self.cells, cell: Fraction(value)}
        return self._fits(held, [each for each, found in held.items() if found is None])

    def _fits(self, held: dict[Any, Any], open_ones: list[Any]) -> bool:
        if not self._possible(held):
            return False
        if not open_ones:
            return True
        cell, values = self._next(held, open_ones)
        others = [each for each in open_ones if each != cell]
        return any(self._fits({**held, cell: Fraction(each)}, others) for each in values)

    def _next(self, held: Mapping[Any, Any], open_ones: list[Any]) -> tuple[Any, Iterable[Any]]:
        """The cell to try next, and what it may be: one value, where subtracting gives it."""
        for members, total in self.sums:
            unknown = [each for each in members if held[each] is None]
            if total is not None and len(unknown) == 1:
                known = sum(held[each] for each in members if held[each] is not None)
                left = total - known
                return unknown[0], [left] if left or unknown[0] in self.noughts else []
        return open_ones[0], range(open_ones[0] not in self.noughts, self.most + 1)

    def _possible(self, held: Mapping[Any, Any]) -> bool:
        for members, total in self.sums:
            if total is None:
                continue
            known = [held[each] for each in members]
            least = sum((each for each in known if each is not None), Fraction(0))
            if least > total or (None not in known and least != total):
                return False
        return True


def small_ones(counts: Mapping[Any, int]) -> Iterator[Any]:
    """The cells whose true count is small."""
    return (cell for cell, count in counts.items() if 0 < count < 5)


@given(CROSSED)
@settings(max_examples=150, deadline=None)
def test_nobody_works_out_a_small_count_of_two_axes(counts: Counts) -> None:
    """Three care leavers of a ward are three people whom their neighbours could name."""
    found = suppress(counts)
    attacker = Attacker(found, most=20)
    for cell in small_ones(counts):
        assert found.cells[cell] is None
        assert all(attacker.may_be(cell, value) for value in range(1, 6)), (counts, cell)


@given(CROSSED)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_true_and_no_total_is_small(counts: Counts) -> None:
    """A figure that was shifted to hide another would be a false report."""
    found = suppress(counts)
    assert all(each is None or each == counts.get(cell, 0) for cell, each in found.cells.items())
    for totals, axis in ((found.rows, 0), (found.columns, 1)):
        for name, shown in totals.items():
            true = sum(count for cell, count in counts.items() if cell[axis] == name)
            assert shown in {None, true}
            assert shown is None or shown == 0 or shown >= 5
    assert found.total in {None, sum(counts.values())}


@given(ONE_WAY)
@settings(max_examples=100, deadline=None)
def test_nobody_works_out_a_small_count_of_one_axis(counts: Mapping[str, int]) -> None:
    """One axis is what most pages show; its total stays, unless it is small itself."""
    found = suppress(counts)
    attacker = Attacker(found, most=60)
    for cell in small_ones(counts):
        assert found.cells[cell] is None
        assert all(attacker.may_be(cell, value) for value in range(1, 6)), (counts, cell)
    total = sum(counts.values())
    assert found.total in {None, total}
    if total >= 5 and any(count > 1 for count in counts.values()):
        assert found.total == total


@given(CROSSED | ONE_WAY)
@settings(max_examples=150, deadline=None)
def test_nor_does_who_knows_that_noughts_are_shown(counts: Mapping[Any, int]) -> None:
    """Whoever has read how it is done knows that what is withheld is somebody, and who is nobody.

    Five groups of one person each, with a total of five, would be told by the total.
    """
    found = suppress(counts)
    attacker = Attacker(found, most=20, noughts=[each for each in found.cells
                                                 if not counts.get(each, 0)])  # fmt: skip
    for cell in small_ones(counts):
        assert sum(attacker.may_be(cell, value) for value in range(1, 12)) > 1, (counts, cell)


def test_five_groups_of_one_are_not_told_by_their_total() -> None:
    """Each of five that are withheld, and are somebody, of five in all is one."""
    told = suppress(dict.fromkeys("ABCDE", 1))
    assert (told.total, told.withheld_count) == (None, 6)
    found = suppress({**dict.fromkeys("ABCDE", 1), "F": 7})
    assert (found.total, found.cells["F"]) == (12, None)


def test_the_attack_would_undo_a_table_with_small_counts_alone_withheld() -> None:
    """An attack that undoes nothing would prove nothing."""
    naive = SafeCounts(cells=sv_map({"A": None, "B": 12, "C": 8}), total=Fraction(23), least=5)
    attacker = Attacker(naive, most=60)
    assert [value for value in range(24) if attacker.may_be("A", value)] == [3]
    found = suppress({"A": 3, "B": 12, "C": 8})
    assert found.cells == {"A": None, "B": 12, "C": None}
    assert found.total == 23


def sv_map(cells: Mapping[str, Any]) -> Any:
    """Counts as a result holds them."""
    from socialvalue.model.frozen import FrozenMap

    return FrozenMap(cells)


@given(CROSSED, st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_of_rows_decides_nothing(counts: Counts, chance: Any) -> None:
    """Two runs that withheld different counts would show all of them together."""
    pairs = list(counts.items())
    chance.shuffle(pairs)
    first, again = suppress(counts), suppress(dict(pairs))
    assert dict(first.cells) == dict(again.cells)
    assert dict(first.rows) == dict(again.rows)
    assert dict(first.columns) == dict(again.columns)


def test_no_more_is_withheld_than_must_be() -> None:
    """A table of blanks answers nobody: one small count takes three with it, not its whole row."""
    counts = {(row, column): 20 + 10 * at + 3 * number
              for at, row in enumerate("ABCD") for number, column in enumerate("wxyz")}  # fmt: skip
    assert suppress(counts).withheld_count == 0
    found = suppress({**counts, ("A", "w"): 2})
    assert found.withheld_count == 4
    assert None not in (*found.rows.values(), *found.columns.values(), found.total)


def test_a_large_table_takes_no_time() -> None:
    """Twenty-five wards and twenty groups, a third of the counts small, in a few seconds."""
    counts = {(f"ward {row}", f"group {column}"): (row * 7 + column * 13) % 12
              for row in range(25) for column in range(20)}  # fmt: skip
    with at_most(10):
        found = suppress(counts)
    assert {None, 5, 11} <= {*found.cells.values()}
    assert not any(each is not None and 0 < each < 5 for each in found.cells.values())


def test_it_says_what_it_withholds() -> None:
    """A blank would be read as nought; a note that told which are small would tell too much."""
    text = str(suppress({"NEET": 3, "Care <leavers>": 12, "Veterans": 40}))
    assert "2 counts withheld: fewer than 5, or what a count of fewer than 5 could be" in text
    assert text.count("withheld") == 3
    assert "55" in text
    assert "<leavers>" not in suppress({"NEET": 3, "Care <leavers>": 12})._repr_html_()
    assert "withheld" not in str(suppress({"NEET": 30}))
    assert "fewer than 10" in suppress({"NEET": 7, "other": 40}, least=10).note


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({"A": -1}, ["SV301"]),
        ({"A": 2.5}, ["SV301"]),
        ({"A": True}, ["SV301"]),
        ({"A": None, "B": "many"}, ["SV301", "SV301"]),
        ({"A": 1, ("A", "x"): 2}, ["SV1040", "SV1040"]),
        ({("A", "x", "y"): 1}, ["SV1040"]),
        ({"": 1}, ["SV1040"]),
        ([("A", 1)], ["SV316"]),
        (dict.fromkeys(map(str, range(10_001)), 1), ["SV316"]),
    ],
)
def test_what_is_no_table_of_counts_is_refused(counts: Any, codes: list[str]) -> None:
    """A count that was read wrongly would be shown, or hidden, by mistake."""
    with pytest.raises(sv.InputError) as caught:
        suppress(counts)
    assert [each.code for each in caught.value.problems] == codes


@pytest.mark.parametrize("least", [1, 0, True, "5", 4.0])
def test_the_least_is_a_whole_number_from_two(least: Any) -> None:
    """With a least of 1 nothing would be small."""
    with pytest.raises(sv.InputError, match="SV316"):
        suppress({"A": 1}, least=least)
    assert suppress({"A": 1, "B": 1, "C": 4}, least=2).withheld_count == 3
