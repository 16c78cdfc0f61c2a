"""Bounds of definitions: what nobody can have meant is refused at once, in words, within them."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pace import at_most

import socialvalue as sv
from socialvalue.definitions.exclusions import MOST_PAIRS, check_ranking
from socialvalue.definitions.findings import MOST_PROBLEMS, Findings
from socialvalue.errors import Problem
from socialvalue.model.figures import Exclusion
from socialvalue.spans import Span

HEAD = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
published: 2022-07-01
contract_value: "100000"
"""
BID = 'bids:\n  - bidder: Acme\n    price: "1"\n'
PLUGIN = """\
schema: socialvalue/plugin@1
id: own
edition: "1"
title: Own
licence: MIT
rights: none
in_force: {from: 2020-01-01}
adopts: []
themes: {t: {title: T, outcomes: {a: {title: A}}}}
"""
SECONDS = 8
"""Of the processor's time: what is told here took from 14 seconds to over a minute."""


def problems_of(make: Callable[[], object]) -> tuple[Problem, ...]:
    """What is told, within the time that a person waits."""
    with at_most(SECONDS), pytest.raises(sv.SocialValueError) as caught:
        make()
    return caught.value.problems


def codes(numbers: Any) -> str:
    return ", ".join(f"OWN-{number:05}" for number in numbers)


def plugin(folder: Path, measures: int, rules: str) -> Path:
    """A plug-in with measures of its own and rules on double counting."""
    each = "  OWN-{:05}: {{title: T, outcome: a, unit: count, kind: recorded}}\n"
    own = "".join(each.format(number) for number in range(measures))
    text = f"{PLUGIN}measures:\n{own}exclusions:\n{rules}"
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    return folder


# --- very many faults ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + BID + "".join(f"k{n}: 1\n" for n in range(100_000)), "SV201"),
        (HEAD + "bids:\n" + "  - {bidder: A, titel: x, prise: y}\n" * 20_000, "SV201"),
        (HEAD + BID + "    marks:\n" + "".join(
            f"      q{n}: {{concensus: 4}}\n" for n in range(20_000)), "SV201"),
        (HEAD + BID + "    commitments:\n" + "".join(
            f"      - {{measure: NTX{n}, fte: 1}}\n" for n in range(20_000)), "SV209"),
    ],
    ids=["keys", "keys of bids", "marks", "measures"],
)  # fmt: skip
def test_of_very_many_faults_the_first_are_told(text: str, code: str, tmp_path: Path) -> None:
    """1 MB of unknown keys took 14 seconds: each gets a hint, and nobody reads the thousandth."""
    path = tmp_path / "tender.yaml"
    path.write_text(text, encoding="utf-8")
    *told, last = problems_of(lambda: sv.read_tender(path))
    assert [each.code for each in told] == [code] * MOST_PROBLEMS
    assert last.code == "SV115"
    assert all(one.line <= other.line for one, other in pairwise(told))


def test_a_few_faults_are_all_told(tmp_path: Path) -> None:
    """The bound is for what nobody reads: whoever has 300 faults mends them in one go."""
    path = tmp_path / "tender.yaml"
    keys = "".join(f"k{n}: 1\n" for n in range(300))
    path.write_text(HEAD + BID + keys, encoding="utf-8")
    assert [each.code for each in problems_of(lambda: sv.read_tender(path))] == ["SV201"] * 300


# --- rules on double counting -------------------------------------------------------------


@pytest.mark.parametrize(
    ("measures", "rules"),
    [
        (4000, f"- {{rule: alternative, measures: [{codes(range(4000))}], why: x}}\n"),
        (300, f"- {{rule: alternative, measures: [{codes(range(300))}], why: x}}\n" * 200),
        (400, f"- {{rule: subset, broad: OWN-00000, narrow: [{codes(range(1, 400))}], why: x}}\n"
              * 200),
    ],
    ids=["one long", "many of one", "subsets"],
)  # fmt: skip
def test_rules_of_too_many_pairs_are_refused(measures: int, rules: str, tmp_path: Path) -> None:
    """One rule over 4,000 measures took 25 seconds and 3 GB: its pairs are counted first."""
    (told,) = problems_of(lambda: sv.load(plugin(tmp_path, measures, rules)))
    assert told.code == "SV227"
    assert told.line > measures
    assert f"at most {MOST_PAIRS:,}" in told.message


def test_rules_within_the_bound_are_read(tmp_path: Path) -> None:
    """A list of 300 measures ranks 44,850 pairs, and each holds."""
    rules = f"- {{rule: alternative, measures: [{codes(range(300))}], why: x}}\n"
    with at_most(SECONDS):
        found = sv.load(plugin(tmp_path, 300, rules))
    assert len(found.exclusions[0].pairs) == 44_850


def test_unknown_codes_in_rules_are_told_in_time(tmp_path: Path) -> None:
    """2,000 unknown codes over 2,000 measures took more than a minute, all of it for hints."""
    unknown = ", ".join(f"OWX-{number:05}" for number in range(2000))
    rules = f"- {{rule: subset, broad: OWN-00001, narrow: [{unknown}], why: x}}\n"
    *told, last = problems_of(lambda: sv.load(plugin(tmp_path, 2000, rules)))
    assert {each.code for each in told} == {"SV209"}
    assert last.code == "SV115"
    assert "did you mean 'OWN-00000'" in told[0].hint


PAIRS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12)


@given(st.lists(PAIRS, max_size=4))
def test_circles_are_found_as_pair_by_pair(drawn: list[list[tuple[str, str]]]) -> None:
    """The fast way names the same contradictions as a search from each pair."""
    rules = [
        Exclusion("subset", tuple(pairs), "x", None, Span("x", number + 1, 1))
        for number, pairs in enumerate(drawn)
    ]
    findings = Findings()
    check_ranking(rules, findings)
    assert [(each.line, each.message) for each in findings.problems] == list(slowly(rules))


def slowly(rules: list[Exclusion]) -> Any:
    """Each pair that closes a circle with those kept before it, once."""
    kept: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for rule in rules:
        for first, second in rule.pairs:
            reached, left = {second}, [second]
            while left:
                here = left.pop()
                fresh = {low for high, low in kept if high == here} - reached
                reached |= fresh
                left += fresh
            if first not in reached:
                kept.add((first, second))
            elif (first, second) not in told:
                told.add((first, second))
                yield rule.span.line, f"'{first}' and '{second}' are ranked both ways"


# --- what Python cannot hold or write -----------------------------------------------------


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    "make",
    [
        lambda number: sv.Tender("x", contract_value=number),
        lambda number: sv.Tender("x", contract_value=1, years=number),
        sv.fte,
        sv.gbp,
        lambda number: sv.Bid("Acme", price=number),
        lambda number: sv.Bid("Acme", marks={"quality": number}),
        lambda number: sv.Criterion("quality", number, sv.LowestPrice()),
    ],
)
def test_a_number_of_thousands_of_digits_is_refused(
    make: Callable[[int], object], sign: int
) -> None:
    """Python writes no integer of more than 4,300 digits: the refusal itself was a traceback."""
    (told,) = problems_of(lambda: make(sign * 10**5000))
    assert told.code == ("SV303" if sign > 0 else "SV302")
    assert "a whole number of 5,001 digits" in told.message


@pytest.mark.parametrize(
    "make",
    [
        lambda half: sv.Tender(half, contract_value=1),
        lambda half: sv.Tender("x", contract_value=1, lots=[half]),
        lambda half: sv.Tender("x", contract_value=1, unit_values={half: "1"}),
        lambda half: sv.Tender("x", contract_value=1, note=half),
        sv.Bid,
        lambda half: sv.Bid("Acme", marks={half: 4}),
        lambda half: sv.Bid("Acme", reason=half),
        lambda half: sv.Moderated(4, reason=half),
        lambda half: sv.Criterion(half, 1, sv.LowestPrice()),
        lambda half: sv.load("national-toms@2022").commit("NT1", sv.fte(1), activity=half),
    ],
)
def test_half_a_character_is_refused_where_it_enters(make: Callable[[str], object]) -> None:
    """A lone surrogate in a name was a traceback when the record of the decision was written."""
    for half in ("\ud83d", "Acme\udc00", "Ac\udfffme"):
        (told,) = problems_of(lambda half=half: make(half))  # type: ignore[misc]
        assert told.code == "SV228"
        assert "half a character" in told.message
    whole = "Ac\U0001f600me"
    make(whole)


def test_half_a_character_in_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A YAML escape can spell one, where PyYAML has no libyaml."""
    path = tmp_path / "tender.yaml"
    path.write_text(HEAD + 'bids: [{bidder: "A\\ud83d", price: "1"}]\n', encoding="utf-8")
    assert {each.code for each in problems_of(lambda: sv.read_tender(path))} <= {"SV104", "SV228"}


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe named as a tender held the command for ever."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        (told,) = problems_of(lambda path=path: sv.read_tender(path))  # type: ignore[misc]
        assert told.code == "SV112"
        assert "not a file" in told.message or "directory" in told.message


@pytest.mark.parametrize("name", ["1", "'1'", '"1"'])
def test_a_framework_called_as_a_stand_in_is_looked_up(name: str, tmp_path: Path) -> None:
    """`framework: 1` was taken for a text that is missing, and ended in a traceback."""
    path = tmp_path / "tender.yaml"
    path.write_text(HEAD.replace("national-toms@2022", name) + BID, encoding="utf-8")
    (told,) = problems_of(lambda: sv.read_tender(path))
    assert (told.code, told.line) == ("SV401", 3)
    assert "'1'" in told.message


def test_a_framework_that_is_missing_is_told_as_missing(tmp_path: Path) -> None:
    """Nothing is looked up in the place of a key that is not there."""
    path = tmp_path / "tender.yaml"
    path.write_text(HEAD.replace("framework: national-toms@2022\n", "") + BID, encoding="utf-8")
    (told,) = problems_of(lambda: sv.read_tender(path))
    assert (told.code, Decimal(told.line) > 0) == ("SV202", True)
