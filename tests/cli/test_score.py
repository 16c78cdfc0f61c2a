"""`socialvalue score`: the ranking, and every form in which it comes."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

_LOT = '{{name: {}, contract_value: "{}"}}'
LOTS = ("target:", f"lots: [{_LOT.format('north', 60000)}, {_LOT.format('south', 40000)}]\ntarget:")
WORDS = ("table", "json", "csv", "markdown")


def test_the_example_shows_who_is_first(run: Run, example_tender: Path) -> None:
    """The main job: a stranger sees three bids ranked, beside the target, in one command."""
    ran = run("score", example_tender)
    assert (ran.code, ran.err) == (0, "")
    order = [ran.out.index(name) for name in ("Brook & Daughters", "Acme Highways", "Cedar Roads")]
    assert order == sorted(order)
    row = next(line for line in ran.out.splitlines() if "Acme Highways" in line)
    assert row.split() == [
        "2", "Acme", "Highways", "90.20", "£984,138.98", "£0.4101", "£0.50", "4", "of", "7",
    ]  # fmt: skip


def test_the_example_shows_each_kind_of_refusal(run: Run, example_tender: Path) -> None:
    """The example is there to show what does not count; without one of them it would mislead."""
    out = run("score", example_tender).out
    for code in ("SV503", "SV504", "SV506", "SV508"):
        assert f"({code})" in out
    said = " ".join(out.split())
    assert "9 commitments: 7 count; 1 counts in part; 1 is reported, no pounds." in said
    assert "Does not count, because" in said
    assert "Reported, no pounds (SV503)." in said


def test_the_refused_lines_decide_the_example(run: Run, example_tender: Path) -> None:
    """The double count would have won: a reader sees that refusals are not small print."""
    content = json.loads(run("score", example_tender, "--format", "json").out)
    by_name = {each["bidder"]: each for each in content["ranking"]}
    acme, brook = by_name["Acme Highways"], by_name["Brook & Daughters"]
    full = Decimal(10)
    as_offered = {
        name: Decimal(each["points"]) - Decimal(each["criteria"]["quantitative"]) + full
        for name, each in (("acme", acme), ("brook", brook))
    }
    assert Decimal(acme["submitted"]) > Decimal("0.50") * 2_400_000
    assert Decimal(brook["submitted"]) > Decimal("0.50") * 2_400_000
    assert as_offered["acme"] > as_offered["brook"]
    assert brook["rank"] == 1


def test_the_example_says_that_it_is_illustrative(run: Run, example_tender: Path) -> None:
    """Nobody may take the invented scheme for the council's own."""
    assert "illustrative: yes" in example_tender.read_text(encoding="utf-8")
    for form in ("table", "markdown"):
        assert "scheme is illustrative" in run("score", example_tender, "--format", form).out
    assert json.loads(run("score", example_tender, "--format", "json").out)["illustrative"] is True


@pytest.mark.parametrize("form", WORDS)
def test_every_form_ends_in_one_new_line(run: Run, write: Write, form: str) -> None:
    """A file that ends without a line end breaks the next tool in the pipe."""
    out = run("score", write(), "--format", form).out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def test_the_same_file_gives_the_same_text(run: Run, write: Write) -> None:
    """A score that changes between two runs could not be defended."""
    path = write()
    for form in WORDS:
        first = run("score", path, "--format", form).out
        assert run("score", path, "--format", form).out == first


def test_json_is_the_record_and_the_ranking(run: Run, write: Write) -> None:
    """A program finds the ranking in plain keys, and the record to run it again from."""
    path = write()
    content = json.loads(run("score", path, "--format", "json").out)
    assert list(content) == [
        "schema", "library", "title", "framework", "target", "illustrative", "ranking", "refused",
        "warnings", "record",
    ]  # fmt: skip
    assert content["schema"] == "socialvalue/score@1"
    assert content["target"] == "0.5"
    tender, bids = sv.read_tender(path)
    evaluation = sv.evaluate(tender, bids, sv.load("national-toms@2022"))
    assert content["record"]["sha256"]
    assert [each["bidder"] for each in content["ranking"]] == list(evaluation.ranking)
    assert content["record"]["results"] == evaluation.record()["results"]


def test_json_shape_of_a_bid_and_a_refusal(run: Run, write: Write) -> None:
    """The keys are a contract: a council's own script reads them."""
    content = json.loads(run("score", write(), "--format", "json").out)
    first = content["ranking"][0]
    assert first == {
        "rank": 1,
        "bidder": "Acme",
        "lot": None,
        "points": "96.00",
        "criteria": {"price": "60.00", "quality": "16.00", "social value": "20.00"},
        "social_value": "50358.11",
        "submitted": "50358.11",
        "per_pound": "0.5036",
        "lines": 2,
        "lines_refused": 1,
        "reason": "",
    }
    (refused,) = content["refused"]
    assert refused["code"] == "SV503"
    assert refused["word"] == "recorded-only"
    assert (refused["bidder"], refused["line"], refused["measure"]) == ("Acme", 2, "NT44")
    assert (refused["standing"], refused["counted"]) == ("reported, no pounds", "0.00")
    assert {each["code"] for each in content["warnings"]} == {"SV604"}


def test_csv_has_a_row_a_bid_and_plain_figures(run: Run, write: Write) -> None:
    """A spreadsheet adds the figures up, so they carry no £ and no commas."""
    rows = list(csv.DictReader(run("score", write(), "--format", "csv").out.splitlines()))
    assert [each["bidder"] for each in rows] == ["Acme", "Brook"]
    assert rows[0]["social_value"] == "50358.11"
    assert rows[0]["points: social value"] == "20.00"
    assert rows[0]["target"] == "0.5"
    assert rows[1]["rank"] == "2"


def test_a_failed_bid_is_last_and_says_why(run: Run, write: Write) -> None:
    """A bidder who is not ranked is owed the reason, and is never given 0 points in silence."""
    path = write(('price: "90000"', 'price: "90000"\n    state: excluded\n    reason: late'))
    ran = run("score", path)
    assert "Acme is not ranked: excluded: late." in ran.out
    content = json.loads(run("score", path, "--format", "json").out)["ranking"]
    assert [(each["bidder"], each["rank"], each["points"]) for each in content] == [
        ("Brook", 1, "100.00" if content[0]["points"] == "100.00" else content[0]["points"]),
        ("Acme", None, None),
    ]
    assert "is not ranked" in run("score", path, "--format", "markdown").out


def test_a_tie_is_said(run: Run, write: Write) -> None:
    """Two equal bids share a rank and the reader is told: the order of names decides nothing."""
    same = (
        'price: "95000"\n    marks: {quality: "5"}',
        'price: "90000"\n    marks: {quality: "4"}',
    )
    path = write(
        same, ('{measure: NT28, gbp: "1000"}', '{measure: NT10, weeks: "40", people: "5"}')
    )
    assert "Tied at rank 1: Acme, Brook." in run("score", path).out


def test_each_lot_has_its_own_ranking(run: Run, write: Write) -> None:
    """Bids for different lots are not compared with each other."""
    path = write(LOTS, ("bidder: Acme", "bidder: Acme\n    lot: north"),
                 ("bidder: Brook", "bidder: Acme\n    lot: south"))  # fmt: skip
    ran = run("score", path)
    assert (ran.code, ran.err) == (0, "")
    assert "A bidder may be first in any number of lots." in ran.out
    assert "Parks, lot north" in ran.out
    assert "Acme (south)" in ran.out
    content = json.loads(run("score", path, "--format", "json").out)
    assert content["schema"] == "socialvalue/score-lots@1"
    assert content["first"] == {"north": ["Acme"], "south": ["Acme"]}
    assert {lot: each["ranking"][0]["rank"] for lot, each in content["lots"].items()} == {
        "north": 1, "south": 1,
    }  # fmt: skip
    rows = list(csv.DictReader(run("score", path, "--format", "csv").out.splitlines()))
    assert [(each["lot"], each["rank"]) for each in rows] == [("north", "1"), ("south", "1")]
    assert "## Parks, lot south" in run("score", path, "--format", "markdown").out
    assert "tender with 2 bids" in run("check", path).out


def test_a_lot_without_a_bid_is_said(run: Run, write: Write) -> None:
    """Nobody may think that a lot was forgotten."""
    path = write(LOTS, ("bidder: Acme", "bidder: Acme\n    lot: north"),
                 ("bidder: Brook", "bidder: Brook\n    lot: north"))  # fmt: skip
    line = next(line for line in run("score", path).out.splitlines() if line.startswith("south"))
    assert line.split() == ["south", "–"]


def test_lots_with_schemes_of_their_own_share_a_table(run: Run, write: Write) -> None:
    """A criterion that a lot does not have is empty there, and not 0."""
    own = 'scheme: {criteria: [{name: pence, points: "100", method: lowest_price}]}'
    old, new = LOTS
    path = write((old, new.replace('"40000"', f'"40000", {own}')),
                 ("bidder: Acme", "bidder: Acme\n    lot: north"),
                 ('bidder: Brook\n    price: "95000"\n    marks: {quality: "5"}',
                  'bidder: Brook\n    price: "95000"\n    lot: south'))  # fmt: skip
    rows = list(csv.DictReader(run("score", path, "--format", "csv").out.splitlines()))
    assert [(each["points: price"], each["points: pence"]) for each in rows] == [
        ("60.00", ""), ("", "100.00"),
    ]  # fmt: skip


def test_a_method_with_its_own_target_shows_that_one(run: Run, write: Write) -> None:
    """The rate is shown beside the target that the points were given against, not another one."""
    path = write(("method: against_target", 'method: against_target, target: "0.80"'))
    assert "Target: £0.80 of social value per £1." in run("score", path).out


def test_no_target_is_a_dash(run: Run, write: Write) -> None:
    """A scheme without a target is scored, and no target is made up."""
    path = write(('target: "0.50"', "note: none"), ("against_target", "relative_to_highest"))
    out = run("score", path).out
    assert "Target:" not in out
    assert "–" in out
    assert json.loads(run("score", path, "--format", "json").out)["target"] is None


def test_half_a_response_is_told_where_the_points_are(run: Run, tmp_path: Path) -> None:
    """A bidder with nothing for the figures is told by name: the buyer must not overlook it."""
    path = tmp_path / "tender.yaml"
    path.write_text(
        "schema: socialvalue/tender@1\ntitle: Grounds\nframework: rotherham\n"
        'contract_value: "500000"\npublished: 2020-09-01\nbids:\n'
        '  - {bidder: Words, price: "9", marks: {quality: "4", qualitative: "4"}}\n',
        encoding="utf-8",
    )
    told = " ".join(run("score", str(path)).out.split())
    assert "Words: Only a statement was given" in told
    assert "does not say what follows. (SV620)" in told
    warnings = json.loads(run("score", str(path), "--format", "json").out)["warnings"]
    assert ("Words", "SV620") in {(each["bidder"], each["code"]) for each in warnings}


NATIONAL = """schema: socialvalue/tender@1
title: Courts
framework: {framework}
published: {published}
contract_value: "9000000"
scheme: {{criteria: [{{name: quality, points: "90", method: panel_mark, out_of: "5"}},
  {{name: social value, points: "10", method: panel_mark, out_of: "5"}}]}}
bids:
  - {{bidder: Ash, marks: {{quality: "4", social value: "3"}}, commitments: [{line}]}}
"""


def test_a_set_without_pounds_is_scored_without_them(run: Run, here: Path) -> None:
    """A bid that was never asked for pounds is not said to be worth £0.00.

    Of a set that carries pounds they are there.
    """
    of = {
        "uk-social-value-model@ppn-002": (
            "2025-11-01", "{measure: MAC-1a, quantity: twelve jobs, unit: text}"),
        "uk-open": ("2026-06-01", "{measure: UK201, gbp: 1000}"),
    }  # fmt: skip
    for framework, (published, line) in of.items():
        carries = framework == "uk-open"
        text = NATIONAL.format(framework=framework, published=published, line=line)
        Path("tender.yaml").write_text(text, encoding="utf-8")
        for command in ("score", "explain"):
            ran = run(command, "tender.yaml")
            assert (ran.code, "Ash" in ran.out) == (0, True), ran.err
            told = ran.out.replace("£9,000,000.00", "")
            assert ("£" in told) == carries, told
            assert ("Valued with" in told) == carries
            assert ("which carry no pounds" in " ".join(told.split())) == (not carries)
            assert ("Offered: Ash" in told) == (command == "score" and not carries)


@pytest.mark.parametrize("criteria", [2, 10])
def test_no_criterion_is_lost_on_paper(run: Run, write: Write, criteria: int) -> None:
    """A page of A4 is as wide as it is: points that run over its edge are not in the paper.

    Of many criteria each has a row, with the bids side by side, four in a table.
    """
    names, points = [f"question {each}" for each in range(criteria)], 20 // criteria
    scheme = "".join(f"    - {{name: {each}, points: {points}, method: panel_mark, "
                     f"out_of: 5}}\n" for each in names)  # fmt: skip
    path = write(
        ('    - {name: quality, points: "20", method: panel_mark, out_of: "5"}\n', scheme),
        ('{quality: "4"}', "{" + ", ".join(f'{each}: "4"' for each in names) + "}"),
        ('{quality: "5"}', "{" + ", ".join(f'{each}: "5"' for each in names) + "}"),
    )
    ran = run("score", path, "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    assert "@page{size:A4" in ran.out
    assert "http" not in ran.out
    assert max(row.count("<th") for row in ran.out.split("</tr>")) <= 8
    for each in (*names, "price", "social value", "96.00"):
        assert each in ran.out
