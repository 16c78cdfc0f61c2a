"""Values for a district, a county, a region and a country: resolved once, and free at run time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import socialvalue as sv
from socialvalue.engine import facts

CHELMSFORD, COLCHESTER, ESSEX, EAST, ENGLAND, KENT = (
    "E07000070", "E07000071", "E10000012", "E12000006", "E92000001", "E10000016",
)  # fmt: skip
PLUGIN = f"""\
schema: socialvalue/plugin@1
id: four
edition: "1"
title: Four levels of place
licence: OGL-UK-3.0
rights: Made up by a test.
in_force: {{from: 2020-01-01}}
sources: {{ours: {{title: Ours, publisher: Ours}}}}
adopts: [{{framework: national-toms, edition: "2020", measures: [NT1, NT10]}}]
place: {ESSEX}
localise:
  NT10:
    by_place:
      {CHELMSFORD}: {{2020-01-01: {{value: "1.01", source: ours}}}}
      {ESSEX}: {{2020-01-01: {{value: "2.02", source: ours}}}}
      {EAST}: {{2020-01-01: {{value: "3.03", source: ours}}}}
      {ENGLAND}: {{2020-01-01: {{value: "4.04", source: ours}}}}
"""
WORTH = {CHELMSFORD: "1.01", COLCHESTER: "2.02", "E06000033": "3.03", KENT: "4.04"}


@pytest.fixture
def four(tmp_path: Path) -> sv.Framework:
    """A plug-in with a figure at each of four levels, over a national one."""
    (tmp_path / "plugin.yaml").write_text(PLUGIN, encoding="utf-8")
    return sv.load(tmp_path)


def rows(count: int, place: str) -> pl.DataFrame:
    """So many lines of one week for one person."""
    return pl.DataFrame(
        {"bid": ["Acme"] * count, "measure": ["NT10"] * count, "quantity": [1] * count}
    ).with_columns(place=pl.lit(place))


def resolved(four: sv.Framework, count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a value is looked for by its place while a table of so many lines is valued."""
    calls = 0
    ours = facts.candidates

    def counted(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        return ours(*arguments)  # type: ignore[arg-type]

    facts.compile_facts.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(facts, "candidates", counted)
        found = sv.value_frame(rows(count, COLCHESTER), four, on="2020-06-01", place=ENGLAND)
    assert found["value_pence"].sum() == 202 * count
    return calls


def test_the_work_does_not_grow_with_the_lines(
    four: sv.Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten million lines do not pay for the care of one: places are compiled once."""
    few, many = (resolved(four, count, monkeypatch) for count in (10, 5_000))
    assert few == many > 0
    with monkeypatch.context() as patched:
        patched.setattr(facts, "candidates", None)
        again = sv.value_frame(rows(7, COLCHESTER), four, on="2020-06-01", place=ENGLAND)
    assert again["value_pence"].sum() == 202 * 7, "nothing is looked for a second time"


@pytest.mark.parametrize("place", list(WORTH))
def test_each_level_is_found_in_a_table_as_by_itself(four: sv.Framework, place: str) -> None:
    """A bidder in a district without a figure has the county's, else the region's, else all's."""
    found = sv.value_frame(rows(3, place), four, on="2020-06-01", place=ENGLAND)
    assert found["unit_value"].to_list() == [float(WORTH[place])] * 3
    assert four.unit_value("NT10", on="2020-06-01", place=place) == Decimal(WORTH[place])
