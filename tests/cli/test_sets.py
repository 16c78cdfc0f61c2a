"""`socialvalue frameworks` and `socialvalue show`: what is here, and how far to trust it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv
from socialvalue.registry.discovery import measures_root
from socialvalue.units import UNITS

if TYPE_CHECKING:
    from tests.cli.conftest import Run

# --- frameworks ---------------------------------------------------------------------------


def test_every_set_is_listed_with_coverage_and_licence(run: Run) -> None:
    """A user must see that a set is partial, and under which licence, before relying on it."""
    ran = run("frameworks")
    assert (ran.code, ran.err) == (0, "")
    for info in sv.frameworks():
        assert f"{info.id}: {info.kind}, {info.origin}" in ran.out
        for each in info.editions:
            assert f"{info.id}@{each.edition}" in ran.out
    assert "LicenseRef-National-TOMs-facts" in ran.out
    assert "Partial: not all of the published measures are here." in ran.out


def test_frameworks_for_programs(run: Run) -> None:
    """A script reads the same facts as a person."""
    content = json.loads(run("frameworks", "--format", "json").out)
    assert content["schema"] == "socialvalue/frameworks@1"
    by_id = {each["id"]: each for each in content["frameworks"]}
    assert [each["edition"] for each in by_id["national-toms"]["editions"]][:2] == ["2019", "2020"]
    rows = list(csv.DictReader(run("frameworks", "--format", "csv").out.splitlines()))
    assert {"id", "edition", "licence", "origin", "problems"} <= set(rows[0])
    assert len(rows) == sum(len(each["editions"]) for each in content["frameworks"])
    assert "| national-toms@2022 |" in run("frameworks", "--format", "markdown").out


def test_a_broken_plugin_is_listed_and_disturbs_nobody(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One council's faulty package must not stop another's tender."""
    package = tmp_path / "socialvalue_broken-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: socialvalue-broken\nVersion: 1\n"
    )
    (package / "entry_points.txt").write_text("[socialvalue.plugins]\nbroken = no_such_package\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = run("frameworks")
    assert ran.code == 0
    assert "broken: plugin, socialvalue-broken 1" in ran.out
    assert "Cannot be used: SV407" in ran.out
    assert "national-toms@2022" in ran.out
    rows = run("frameworks", "--format", "csv").out
    assert "SV407" in rows


# --- a set --------------------------------------------------------------------------------


def test_a_set_lists_all_its_measures(run: Run) -> None:
    """A bidder looks for a measure here, and must not find some of them only."""
    content = json.loads(run("show", "essex", "--format", "json").out)
    essex = sv.load("essex")
    assert [each["code"] for each in content["measures"]] == list(essex.measures)
    rows = list(csv.DictReader(run("show", "essex", "--format", "csv").out.splitlines()))
    assert len(rows) == len(essex)
    table = run("show", "essex").out
    for measure in essex:
        assert measure.name in table


def test_a_plugin_shows_its_policy_and_its_scheme(run: Run) -> None:
    """An officer reads the council's target, and how far it is known, where the measures are."""
    out = " ".join(run("show", "essex").out.split())
    assert "target 29 April 2022 £0.50 per £1 svp-case" in out
    assert "svp-case: Case study of Essex County Council" in out
    assert "£100,000.00" in out
    assert "Scheme (illustrative)" in out
    assert "Partial:" in out


def test_values_of_a_day(run: Run) -> None:
    """A value that began later is not shown as if it had been there."""
    early = run("show", "essex", "--on", "2022-05-01", "--format", "csv").out
    late = run("show", "essex", "--on", "2022-06-01", "--format", "csv").out

    def value(text: str) -> str:
        return {each["code"]: each["value"] for each in csv.DictReader(text.splitlines())}["NT10"]

    assert (value(early), value(late)) == ("", "251.7905723")


def test_several_editions_are_listed_in_words_of_the_command_line(run: Run) -> None:
    """Which edition is meant changes the pounds: nobody guesses it, and the way on is shown."""
    ran = run("show", "national-toms")
    assert (ran.code, ran.codes) == (1, ["SV402"])
    assert "--on DATE" in ran.err
    assert "edition=" not in ran.err


def test_a_folder_of_ones_own(run: Run, here: Path) -> None:
    """A council looks at its set before it is packaged."""
    shutil.copytree(measures_root() / "frameworks" / "national-toms" / "2022", here / "mine")
    assert "national-toms@2022" in run("show", "./mine").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nobody",), "SV401"),
        (("national-toms@1066",), "SV403"),
        (("essex", "ECC999"), "SV209"),
        (("essex", "--on", "yesterday"), "SV206"),
        (("essex", "--on", "1999-01-01", "--place", "Essex"), "SV210"),
        (("./nowhere",), "SV101"),
    ],
)
def test_wrong_names(run: Run, here: Path, words: tuple[str, ...], code: str) -> None:
    """A slip in a name is told with what is known instead."""
    ran = run("show", *words)
    assert (ran.code, ran.out) == (1, "")
    assert code in ran.codes


# --- a measure ----------------------------------------------------------------------------


def test_a_measure_says_all_there_is_to_know(run: Run) -> None:
    """Unit, example, value, source and confidence on one page: nobody has to guess any of them."""
    out = " ".join(run("show", "national-toms@2022", "NT10").out.split())
    for words in (
        "NT10 Apprenticeships",
        "one person for one week",
        '{measure: NT10, weeks: "40", people: "5"}',
        "£251.7905723 a unit",
        "from 1 June 2022: £251.7905723 (one source)",
        "measures.yaml:",
        "Source: Table of National TOMs 2022",
        "takes priority over NT9",
    ):
        assert words in out


def test_a_measure_under_either_code(run: Run) -> None:
    """The council's code and the national one name the same thing."""
    assert run("show", "essex", "ECC11").out == run("show", "essex", "NT18").out


def test_a_local_measure_says_who_gives_its_value(run: Run) -> None:
    """No figure is made up for a place that has none."""
    out = run("show", "essex", "ECC1").out
    assert "Given by the tender." in out


def test_a_recorded_measure_has_no_pounds(run: Run) -> None:
    """A measure that never adds pounds is not shown as worth £0."""
    out = run("show", "national-toms@2022", "NT44").out
    assert "Recorded only." in out
    assert "£0" not in out


def test_a_measure_for_programs(run: Run) -> None:
    """A script finds the figures with their vouchers."""
    content = json.loads(run("show", "national-toms@2022", "NT10", "--format", "json").out)
    assert content["schema"] == "socialvalue/measure@1"
    assert content["value"] == "251.7905723"
    (figure,) = content["values"]
    assert figure["from"] == "2022-06-01"
    assert figure["sources"][0]["title"].startswith("Table of National TOMs 2022")
    assert {"stands": "NT10", "falls": "NT9"}.items() <= content["double_counting"][0].items()
    (row,) = csv.DictReader(
        run("show", "national-toms@2022", "NT10", "--format", "csv").out.splitlines()
    )
    assert row["unit"] == "person_week"


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_shown_as_it_is_written(run: Run, here: Path, unit: str) -> None:
    """The example that `show` prints is one that `check` accepts."""
    kind = "recorded" if unit == "text" else "monetised"
    proxy = "" if unit == "text" else (
        '\n    proxy: {values: {2022-01-01: {value: "2", source: s}}}'
    )  # fmt: skip
    (here / "set").mkdir()
    (here / "set" / "framework.yaml").write_text(
        'schema: socialvalue/framework@1\nid: demo\nedition: "1"\ntitle: Demo\npublisher: x\n'
        "coverage: complete\nin_force: {from: 2022-01-01}\nlicence: MIT\nrights: none\n"
        "sources: {s: {title: S}}\nthemes: {t: {title: T, outcomes: {o: {title: O}}}}\n",
        encoding="utf-8",
    )
    (here / "set" / "measures.yaml").write_text(
        f"schema: socialvalue/measures@1\nmeasures:\n  M1:\n    title: One\n    outcome: o\n"
        f"    unit: {unit}\n    kind: {kind}{proxy}\n",
        encoding="utf-8",
    )
    assert UNITS[unit].written in " ".join(run("show", "./set", "M1").out.split())
    (here / "tender.yaml").write_text(
        "schema: socialvalue/tender@1\ntitle: T\nframework: ./set\n"
        'contract_value: "1000"\nyears: "3"\n'
        'scheme: {criteria: [{name: p, points: "100", method: lowest_price}]}\n'
        'bids: [{bidder: A, price: "1", commitments: [{measure: M1, '
        + UNITS[unit].written
        + "}]}]\n",
        encoding="utf-8",
    )
    ran = run("check", "tender.yaml")
    assert (ran.code, ran.err) == (0, "")


# --- finding measures, and asking what a code means ---------------------------------------


def test_a_slip_in_a_word_is_answered_with_the_word(run: Run) -> None:
    """A set that has apprentices was said to have none, since a letter was missing."""
    ran = run("show", "uk-open", "aprentice")
    assert (ran.code, ran.codes) == (1, ["SV209"])
    assert "did you mean the word apprentice" in " ".join(ran.err.split())
    assert "the word" not in run("show", "uk-open", "qqqq").err


def test_a_word_finds_the_measures_that_hold_it(run: Run) -> None:
    """Who does not know the codes looks for a word, and was told that there is no such measure."""
    ran = run("show", "uk-open", "waste")
    assert (ran.code, ran.err) == (0, "")
    assert "2 measures with 'waste'" in ran.out
    assert "UK708" in ran.out
    assert "£130.75" in ran.out
    assert run("show", "uk-open", "landfill", "waste").out.count("UK70") == 2
    content = json.loads(run("show", "uk-open", "Waste", "--format", "json").out)
    assert content["searched"] == "Waste"
    assert [each["code"] for each in content["measures"]] == ["UK708", "UK709"]
    rows = list(csv.DictReader(run("show", "uk-open", "waste", "--format", "csv").out.splitlines()))
    assert [each["code"] for each in rows] == ["UK708", "UK709"]
    whole = json.loads(run("show", "uk-open", "--format", "json").out)
    assert (whole["searched"], len(whole["measures"])) == (None, 45)


@pytest.mark.parametrize("label", ["uk-open", "essex", "tendring", "national-toms@2020"])
def test_a_code_in_any_case_is_the_right_one(run: Run, label: str) -> None:
    """Each measure is shown by its code and by the plug-in's own, in small letters too."""
    framework = sv.load(label)
    for measure in list(framework)[::7]:
        for code in {measure.code, measure.alias} - {""}:
            shown = json.loads(run("show", label, code.lower(), "--format", "json").out)
            assert (shown["code"], shown["alias"]) == (measure.code, measure.alias)
    assert "UK101 Local people employed" in run("show", "uk-open", "uk101").out


@pytest.mark.parametrize("words", ["nonsense", "UK101\u200b", "\u00a0waste\u200b", "  "])
def test_what_is_nowhere_is_refused(run: Run, words: str) -> None:
    """An empty answer would look like a set without such measures; a hidden sign is named."""
    ran = run("show", "uk-open", words)
    assert ran.code == 1
    assert "SV209" in ran.err
    assert "no title, definition, outcome or tag holds it either" in ran.err
    assert ("which nobody sees" in ran.err) == (words != "nonsense")


def test_a_code_of_a_problem_is_explained(run: Run, here: Path) -> None:
    """The codes of a table's problem column were a dead end."""
    for code in ("SV505", "sv505"):
        ran = run("explain", code)
        assert (ran.code, ran.err) == (0, "")
        for part in ("SV505: years not stated", "What it means", "What to do", "An example"):
            assert part in ran.out
    assert "What to do</h2>" in run("explain", "SV505", "--format", "html").out
    assert run("explain", "SV505", "--bidder", "Acme").code == 2
    ran = run("explain", "SV999")
    assert (ran.code, ran.codes) == (1, ["SV419"])
    (here / "SV505").write_text("schema: socialvalue/tender@1\n", encoding="utf-8")
    assert "What it means" not in run("explain", "SV505").out, "a file of that name is a tender"
