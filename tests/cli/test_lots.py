"""A tender in lots on the screen and in files: who is awarded a lot, and who was passed over."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run

LOTS = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
years: "1"
published: 2022-07-01
most_lots: "1"
lots: [{name: north, contract_value: "60000"}, {name: south, contract_value: "40000"},
       {name: west, contract_value: "40000"}]
scheme: {criteria: [{name: price, points: "100", method: lowest_price}]}
bids:
  - {bidder: Acme, lot: north, price: "9"}
  - {bidder: Acme, lot: south, price: "8"}
  - {bidder: Brook, lot: north, price: "10"}
  - {bidder: Brook, lot: south, price: "9"}
  - {bidder: Cedar, lot: south, price: "9.50"}
  - {bidder: Cedar, lot: west, price: "10"}
  - {bidder: Dale, lot: west, price: "10"}
"""
"""Acme is cheapest twice and may win one lot; Cedar and Dale are tied in the last."""


@pytest.fixture
def lots(tmp_path: Path) -> Path:
    """The tender file."""
    path = tmp_path / "lots.yaml"
    path.write_text(LOTS, encoding="utf-8")
    return path


def test_a_csv_names_the_award(run: Run, lots: Path) -> None:
    """The first row of a lot is not who gets it: sorted by rank, the wrong bidder is written to."""
    rows = list(csv.DictReader(run("score", lots, "--format", "csv").out.splitlines()))
    found = {(each["lot"], each["bidder"]): (each["awarded"], each["passed_over"])
             for each in rows}  # fmt: skip
    assert found == {
        ("north", "Acme"): ("yes", "no"),
        ("north", "Brook"): ("no", "no"),
        ("south", "Acme"): ("no", "yes"),
        ("south", "Brook"): ("yes", "no"),
        ("south", "Cedar"): ("no", "no"),
        ("west", "Cedar"): ("no", "no"),
        ("west", "Dale"): ("no", "no"),
    }


def test_a_tender_without_lots_has_no_such_columns(run: Run, example_tender: Path) -> None:
    """A column that says no of everybody would read as no award at all."""
    heads = run("score", example_tender, "--format", "csv").out.splitlines()[0].split(",")
    assert "rank" in heads
    assert not {"awarded", "passed_over"} & {*heads}


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_the_screen_states_the_award(run: Run, lots: Path, form: str) -> None:
    """Beside each ranking stands who is awarded the lot, who is tied, and who was passed over."""
    out = " ".join(run("score", lots, "--format", form).out.split())
    assert "Awarded: Acme." in out
    assert "Awarded: Brook." in out
    assert "Passed over, having reached the limit of the rule on lots: Acme." in out
    assert "Tied: the buyer decides: Cedar and Dale." in out
    assert "passed over" in out


def test_json_names_them_too(run: Run, lots: Path) -> None:
    """A script that reads `first` alone cannot tell why it is not the first of the ranking."""
    content = json.loads(run("score", lots, "--format", "json").out)
    assert content["first"] == {"north": ["Acme"], "south": ["Brook"], "west": ["Cedar", "Dale"]}
    assert content["passed_over"] == {"north": [], "south": ["Acme"], "west": []}


def test_a_dataframe_and_a_text_say_the_same(lots: Path) -> None:
    """In Python the award is a column and a word of the explanation."""
    tender, bids = sv.read_tender(lots)
    found = sv.evaluate_lots(tender, bids, sv.load(tender.framework))
    frame = found.to_frame().filter(sv_lot := found.to_frame()["lot"] == "south")
    assert sv_lot.any()
    assert frame["awarded"].to_list() == [False, True, False]
    assert frame["passed_over"].to_list() == [True, False, False]
    assert dict(found.awards_in("south")) == {"Acme": "passed over", "Brook": "awarded"}
    said = found.explain()
    assert "Passed over under the rule\nsouth: Acme" in said
    assert said.count("passed over") == 1
