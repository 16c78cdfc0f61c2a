"""`socialvalue search` and `socialvalue places`: measures and councils by the words people type."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run

# --- measures -----------------------------------------------------------------------------


def test_every_set_is_looked_through(run: Run) -> None:
    """An officer who does not know which set has a measure must not be asked to guess it."""
    content = json.loads(run("search", "apprentice", "--format", "json").out)
    assert content["schema"] == "socialvalue/search@1"
    found = {(each["set"].partition("@")[0], each["code"]) for each in content["measures"]}
    assert {("national-toms", "NT10"), ("uk-open", "UK110")} <= found
    for each in content["measures"]:
        assert each["code"] in [one.code for one in sv.load(each["set"]).search("apprentice")]


def test_a_measure_stands_once(run: Run) -> None:
    """The same measure under six councils that adopt it would bury the one that is sought."""
    rows = list(csv.DictReader(run("search", "volunteering", "--format", "csv").out.splitlines()))
    codes = [(each["set"].partition("@")[0], each["code"]) for each in rows]
    assert ("national-toms", "NT29") in codes
    assert len(codes) == len(set(codes))
    assert "NT29" not in [code for name, code in codes if name != "national-toms"]


def test_a_councils_own_measure_is_found(run: Run) -> None:
    """What a council added is in no national set, and is what its bidders look for."""
    own = next(each for each in sv.load("essex") if each.code not in sv.load("national-toms@2022"))
    ran = run("search", own.code)
    assert (ran.code, ran.err) == (0, "")
    assert "essex@2024: 1 measure with" in ran.out
    assert own.code in ran.out


def test_one_set_is_searched_where_it_is_named(run: Run) -> None:
    """A tender is under one set, and a measure of another cannot be offered."""
    out = run("search", "local", "spend", "--framework", "essex").out
    assert "ECC11 (NT18)" in out
    assert "uk-open" not in out
    assert run("search", "local", "--on", "2022-06-01").code == 2
    assert "£16.93" in run("search", "NT29", "--framework", "essex", "--on", "2022-06-01").out


@pytest.mark.parametrize("more", [(), ("--framework", "national-toms@2022")])
def test_a_slip_is_answered_with_the_word_that_is_meant(run: Run, more: tuple[str, ...]) -> None:
    """A search that finds nothing sends people away; the right word is one letter off."""
    ran = run("search", "aprentice", *more)
    assert (ran.code, ran.codes, ran.out) == (1, ["SV209"], "")
    assert "apprentice" in ran.err
    assert run("search", " ").code == 2
    assert run("search").code == 2


# --- places -------------------------------------------------------------------------------


def test_a_council_of_before_says_what_followed(run: Run) -> None:
    """A tender of 2020 names Northamptonshire; one of today must not."""
    ran = run("places", "northamptonshire")
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    assert text.startswith("5 places with 'northamptonshire'")
    assert "to 31 March 2021" in text
    assert text.index("E10000021") < text.index("E06000061"), "a whole name comes first"
    content = json.loads(run("places", "northamptonshire", "--format", "json").out)
    (county,) = [each for each in content["places"] if each["code"] == "E10000021"]
    assert (county["until"], county["replaced_by"]) == ("2021-03-31", ["E06000061", "E06000062"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("E10000012", "E10000012"), ("e10000012", "E10000012"), ("essex", "E10000012"),
        ("ST. HELENS", "E08000013"), ("hull", "E06000010"), ("stoke trent", "E06000021"),
        ("Kings Lynn", "E07000146"),
    ],
)  # fmt: skip
def test_names_are_found_as_people_type_them(run: Run, words: str, code: str) -> None:
    """A point, a hyphen or a capital is no other council."""
    found = json.loads(run("places", words, "--format", "json").out)["places"]
    assert code in [each["code"] for each in found]


def test_a_buyer_that_is_no_place_says_so(run: Run) -> None:
    """A combined authority is found, and must not be written into a tender as its place."""
    content = json.loads(run("places", "greater manchester", "--format", "json").out)
    assert [each["figures"] for each in content["places"]] == [False]
    assert "name the place that benefits" in " ".join(
        run("places", "greater manchester").out.split()
    )
    assert "name the place that benefits" not in run("places", "essex").out


@pytest.mark.parametrize(
    ("words", "meant"),
    [("nothamptonshire", "E10000021"), ("Exxes", "E10000012"), ("CM1 1QH", "postcode")],
)
def test_a_place_that_is_not_known_is_answered(run: Run, words: str, meant: str) -> None:
    """A near miss names the place; a postcode is called what it is."""
    ran = run("places", words)
    assert (ran.code, ran.codes, ran.out) == (1, ["SV210"], "")
    assert meant in ran.err
    assert run("places", "  ").code == 2


@pytest.mark.parametrize("width", ["80", "200"])
def test_each_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    """A table that runs over the edge cannot be read."""
    monkeypatch.setenv("COLUMNS", width)
    for words in (("search", "local"), ("places", "north")):
        assert 0 < max(map(len, run(*words).out.splitlines())) <= int(width)
