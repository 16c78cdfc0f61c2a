"""`socialvalue diff` and `socialvalue schema`: what changed, and what a file may say."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.assess.documents.schemas import json_schema as document_schema
from socialvalue.definitions.json_schema import KINDS, json_schema

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SETS = ("national-toms@2020", "national-toms@2022")


def test_a_person_sees_every_kind_of_change(run: Run) -> None:
    """Nobody carries a bid across editions without having been told of a changed unit."""
    ran = run("diff", *SETS)
    assert (ran.code, ran.err) == (0, "")
    for words in (
        "From national-toms@2020 to national-toms@2022",
        "Added",
        "Removed",
        "Counted in another unit",
        "Quantities do not carry across",
        "Worth more or less",
        "+£74.9905723",
        "opencheir",
        "Sources",
    ):
        assert words in ran.out, words


def test_a_program_reads_the_same(run: Run) -> None:
    """JSON and CSV hold each difference once, figures exact."""
    content = json.loads(run("diff", *SETS, "--format", "json").out)
    assert content["schema"] == "socialvalue/diff@1"
    rows = list(csv.DictReader(run("diff", *SETS, "--format", "csv").out.splitlines()))
    assert len(rows) == len(content["entries"]) == sum(content["counts"].values())
    (nt10,) = [each for each in rows if (each["kind"], each["code"]) == ("value", "NT10")]
    assert (nt10["value_after"], nt10["change"]) == ("251.7905723", "74.9905723")


def test_the_ending_of_the_file_decides(run: Run, tmp_path: Path) -> None:
    """A report for a colleague is one word more."""
    file = tmp_path / "changes.md"
    assert run("diff", "national-toms@2022", "essex", "--output", file).code == 0
    assert file.read_text(encoding="utf-8").startswith("# From national-toms@2022 to essex@2024")


def test_a_set_of_several_editions_needs_one(run: Run) -> None:
    """The hint names the editions, and no option that this command does not have."""
    ran = run("diff", "national-toms", "essex")
    assert (ran.code, ran.codes, ran.out) == (1, ["SV402"], "")
    assert "national-toms@ and the edition; editions: 2019" in ran.err
    assert "--on" not in ran.err


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_each_kind(run: Run, kind: str) -> None:
    """What the command prints is what an editor checks with."""
    assert json.loads(run("schema", kind).out) == json_schema(kind)


@pytest.mark.parametrize("kind", ["bid", "tender-data", "valuation", "record"])
def test_the_schema_of_a_document(run: Run, kind: str) -> None:
    """A program that checks a record before it is kept has its schema without any Python."""
    found = json.loads(run("schema", kind).out)
    assert found == document_schema(kind)
    assert found["title"] == f"socialvalue/{kind}@1"


def test_the_kinds_are_listed(run: Run) -> None:
    """Without a word, the words: of files first, and of every document."""
    listed = run("schema").out.split()
    assert listed[: len(KINDS)] == list(KINDS)
    assert {"bid", "tender-data", "valuation", "record", "record-lots"} <= {*listed}
    ran = run("schema", "plug-in")
    assert (ran.code, ran.codes) == (1, ["SV231"])
    assert "did you mean 'plugin'" in ran.err
