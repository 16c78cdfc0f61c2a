"""The order of refusals, and the rules of a row: each code once, and each rule with its codes."""

from __future__ import annotations

import inspect

from socialvalue.engine import rows
from socialvalue.engine.order import NONE, ORDER, REFUSALS, place_of
from socialvalue.errors import CATALOGUE


def test_every_refusal_has_its_place() -> None:
    """A reason without a place would stand before none, and its row would show another, or none."""
    refusing = {each for each in CATALOGUE if each.startswith("SV5")}
    assert len(refusing) > 10
    assert refusing <= set(ORDER) <= set(CATALOGUE)
    assert len(set(ORDER)) == len(ORDER) == NONE
    assert [place_of(each) for each in ORDER] == list(range(NONE))


def test_every_reason_of_a_row_has_its_rule() -> None:
    """What a row alone decides is decided in one place, for every engine."""
    told = {code for codes in rows.CODES.values() for code in codes}
    assert told == {each.code for each in REFUSALS if each.level == "row"}
    rules = {each for name, each in inspect.getmembers(rows, inspect.isfunction)
             if each.__module__ == rows.__name__ and not name.startswith("_")}  # fmt: skip
    assert rules - set(rows.CODES) == {rows.kept_years, rows.most_years}
