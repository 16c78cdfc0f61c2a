"""A published edition never changes: scores given with it come out the same for ever."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.definitions.json_schema import entries_of
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.shapes.schemes import BandEntry, CriterionEntry
from socialvalue.definitions.shapes.sets import ExclusionsFile, FrameworkFile, MeasuresFile
from socialvalue.definitions.text import read_text
from socialvalue.registry.discovery import measures_root
from socialvalue.registry.editions import (
    LOCK,
    Edition,
    edition_of,
    extended,
    read_lock,
    shipped_editions,
)

REMEDY = (
    "a published edition never changes: undo the change, or publish it as a new revision, an "
    "edition of its own, with an entry under Data in CHANGELOG.md; `nox -s lock` adds new editions"
)


# --- the lock -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lock() -> str:
    return (measures_root() / LOCK).read_text(encoding="utf-8")


@pytest.mark.parametrize("edition", shipped_editions(), ids=lambda each: each.label)
def test_each_shipped_edition_is_as_it_was_published(edition: Edition, lock: str) -> None:
    """Nobody's score changes because a file was touched."""
    locked = read_lock(lock).get(edition.label)
    assert locked is not None, f"{edition.label} is not in {LOCK}: run `nox -s lock`"
    assert locked == edition, REMEDY


def test_no_published_edition_is_gone(lock: str) -> None:
    """A contract of six years is valued with the edition of its notice to its end."""
    assert set(read_lock(lock)) == {each.label for each in shipped_editions()}, REMEDY


def test_the_lock_is_as_the_session_writes_it(lock: str) -> None:
    """A line put in by hand, or twice, would be found out only years later."""
    assert extended(lock, shipped_editions()) == lock


def test_a_new_edition_is_added_and_nothing_else_touched() -> None:
    """Publishing needs no hand in the lock."""
    old, new = Edition("demo@1", "framework", "0a"), Edition("demo@2", "framework", "0b")
    assert read_lock(extended(extended("", [old]), [old, new])) == {
        "demo@1": old,
        "demo@2": new,
    }


@pytest.mark.parametrize(
    ("found", "said"),
    [([Edition("demo@1", "framework", "ff")], "its meaning has changed"),
     ([], "it is no longer here")],
)  # fmt: skip
def test_a_changed_edition_is_refused_with_its_remedy(found: list[Edition], said: str) -> None:
    """The lock is never made to agree with the files."""
    text = extended("", [Edition("demo@1", "framework", "0a")])
    with pytest.raises(sv.InputError, match=f"SV410 demo@1 is published, and {said}") as caught:
        extended(text, found)
    assert "new revision" in caught.value.problems[0].hint
    assert "Data" in caught.value.problems[0].hint


# --- what the hash is over ----------------------------------------------------------------

FRAMEWORK = """
schema: socialvalue/framework@1
id: demo
edition: "2024"
title: Demonstration framework
revises: "2023"
publisher: Example Taskforce
coverage: complete
in_force: {from: 2024-07-01, until: 2025-06-30, note: as announced}
currency: GBP
price_base: 2024-04-01
licence: OGL-UK-3.0
rights: Check them.
note: For the tests.
sources:
  ashe:
    {title: Earnings, publisher: ONS, url: "https://example.org", accessed: 2024-05-20,
     licence: OGL-UK-3.0, note: provisional}
  guide: {title: Guide}
themes:
  jobs:
    title: Jobs
    note: about work
    outcomes: {local: {title: Local work, note: nearby}, skills: {title: Skills}}
applies:
  buyers: central
  must_from: 2024-07-01
  may_from: 2024-04-01
  until: 2025-06-30
  value_from: "1000000"
  weights: [{value_from: "1000000", at_least: "10"}, {value_from: "5000000", at_least: "20"}]
  source: guide
  note: boundaries included
"""
MEASURES = """
schema: socialvalue/measures@1
measures:
  DM1:
    title: Local people employed
    outcome: local
    unit: fte_year
    kind: monetised
    value_kind: local_economic
    place: benefit
    counts: every_year
    definition: What counts.
    example: One person.
    mistake: Counting twice.
    evidence: [payroll, postcode]
    tags: [jobs]
    note: Mind the date.
    group: young people NEET
    headcount: fte
    proxy:
      local: yes
      values:
        2024-04-01:
          {value: "29050.00", source: [ashe, guide], at: table 8, confidence: two-sources,
           price_year: "2023", note: rounded,
           uncertainty: {kind: triangular, low: "0.9", high: "30000", factors: yes, driver: pay,
                         source: ashe}}
        2025-07-01: {value: null, note: withdrawn}
      by_place:
        E12000006: {2024-04-01: {value: "30120.5", source: ashe}}
        E12000007: {2024-04-01: {value: "31000", source: ashe}}
      uncertainty: {kind: triangular, low: "26000", high: "32000", source: ashe}
      horizon: a working life
      uprating: {index: gdp-deflator}
  DM2:
    {title: Training, outcome: skills, unit: person_week, kind: monetised,
     proxy: {values: {2024-04-01: {value: "0.50", source: ashe}}}}
  DM3: {title: A plan, outcome: skills, unit: text, kind: recorded}
  DM4: {title: Another plan, outcome: skills, unit: text, kind: recorded}
"""
EXCLUSIONS = """
schema: socialvalue/exclusions@1
exclusions:
  - {rule: alternative, measures: [DM1, DM2], why: One person., source: guide}
  - {rule: subset, broad: DM2, narrow: [DM3], why: The plan is part of it.}
"""
PLUGIN = """
schema: socialvalue/plugin@1
id: test-council
edition: "2024"
title: Test council
publisher: Test
coverage: partial
revises: "2023"
licence: OGL-UK-3.0
rights: Ours.
note: For the tests.
in_force: {from: 2022-04-29}
adopts: [{framework: national-toms, edition: "2022", measures: [NT1, NT4, NT9, NT10]}]
place: E10000012
sources: {ours: {title: Our page}, theirs: {title: Their page}}
themes: {own: {title: Own, outcomes: {own-outcome: {title: Own outcome}}}}
policy:
  target: {2022-04-29: {value: "0.50", source: ours, status: observed, note: seen},
           2024-01-01: {value: "0.25", source: ours}}
  threshold:
    2022-04-29: {above: "100000", kinds: {works: {above: "500000"}, goods: {from: "200000"}},
                 source: ours, status: observed, note: seen}
    2024-01-01: {from: "100000", source: ours}
  consider:
    2022-04-29: {how: filling in a checklist, above: "25000", source: ours, status: observed,
                 note: seen}
    2023-04-29: {from: "20000", source: ours}
  weight:
    2022-04-29: {at_most: "20", source: ours, status: observed, note: seen}
    2023-04-29: {at_least: "10", above: "200000", source: ours}
    2024-04-29: {exactly: "15", source: ours}
    2025-04-29: {at_least: "10", at_most: "30", leaves_out: software, source: ours}
  theme_weight:
    2025-04-29: {themes: {jobs: "5"}, from: "100000", source: ours, status: observed, note: seen}
  minimum:
    2022-04-29: {value: "0.10", otherwise: no_points, from: "200000", source: ours,
                 status: observed, note: seen}
  split:
    2022-04-29: {quantitative: "50", qualitative: "50", above: "200000", source: ours,
                 status: observed, note: seen}
  signatures:
    2022-04-29: {switch_off: [the director], waivers: {themes: [the leader]}, source: ours,
                 status: observed, note: seen}
  shortlist:
    2022-04-29: {at_most: 6, themes: {jobs: 1}, waived_by: the leader, source: ours,
                 status: observed, note: seen}
    2023-04-29: {at_most: 5, themes: {jobs: {at_least: 2, above: "300000"}}, from: "200000",
                 source: ours}
  response:
    2022-04-29: {needs_both: yes, otherwise: no_points, above: "200000", source: ours,
                 status: observed, note: seen}
  exchange: {2022-04-29: {measures: [NT4], source: ours, status: observed, note: seen}}
  returns: {2022-04-29: {every: 3, source: ours, status: observed, note: seen}}
  second_look:
    2022-04-29: {one_in: 10, above: "50000", source: ours, status: observed, note: seen}
    2023-04-29: {from: "50000", source: ours}
  decline: [shortlist]
scheme:
  illustrative: yes
  note: Ours.
  out_of: "100"
  places: 3
  round_at: part
  ties: [price]
  scale: {"5": meets every requirement, "0": no answer}
  criteria:
    - {name: price, points: "60", method: lowest_price}
    - {name: quality, points: "10", method: panel_mark, out_of: "5"}
    - {name: social value, points: "30", method: against_target, cap: "1"}
guidance:
  contact: The procurement team
  welcome: We buy for the county.
  suppliers: [Offer what you know., Ask us.]
  evaluators: Read it twice.
  contract_managers: Ask for evidence early.
  small_firms: One measure is enough.
  calendar: [{when: by 5 January, what: the return of the autumn}]
  measures: {NT4: {words: [Ask our partners.]}}
rename: {NT1: TC1}
switch_off: [{code: NT9, why: not used, by: the head of procurement}]
localise:
  NT1: {values: {2022-04-29: {value: "28460", source: ours}},
        by_place: {E07000066: {2022-04-29: {value: "28000", source: ours}}}}
measures:
  TC7: {title: Care leavers, outcome: own-outcome, unit: fte_year, kind: monetised,
        proxy: {values: {2022-04-29: {value: "100", source: ours}}}}
exclusions: [{rule: alternative, measures: [TC7, NT4], why: One person., source: ours}]
"""
FILES = {
    "framework": {
        "framework.yaml": FRAMEWORK,
        "measures.yaml": MEASURES,
        "exclusions.yaml": EXCLUSIONS,
    },
    "plugin": {"plugin.yaml": PLUGIN},
}

Path_ = tuple[str | int, ...]


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder that holds these files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def sha256(folder: Path, files: dict[str, str]) -> str:
    return edition_of(written(folder, files)).sha256


def data_of(text: str) -> Any:
    return _plain(read_text(text.encode(), "x.yaml"))


def _plain(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _plain(value) for key, value in found.items()}
    return [_plain(each) for each in found] if isinstance(found, list) else found


def text_of(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def reordered(data: Any) -> Any:
    """The same data, every group of keys the other way round."""
    if isinstance(data, dict):
        return {key: reordered(data[key]) for key in reversed(data)}
    return [reordered(each) for each in data] if isinstance(data, list) else data


def leaves(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of all plain values."""
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in steps:
        if isinstance(value, (dict, list)):
            yield from leaves(value, (*path, step))
        else:
            yield (*path, step)


def at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def other(value: str | None) -> Iterator[str]:
    """Other values, the likelier to be allowed in the same place first."""
    if value is None:
        yield "1"
        return
    swaps = {"complete": "partial", "partial": "complete", "yes": "no", "monetised": "recorded",
             "every_year": "any", "benefit": "none", "local_economic": "social",
             "triangular": "uniform", "observed": "adopted", "two-sources": "one-source",
             "fte_year": "count", "person_week": "count", "text": "count", "local": "skills",
             "skills": "local", "ashe": "guide", "guide": "ashe", "2024-07-01": "2024-07-02",
             "E10000012": "E10000015", "national-toms": "uk-open",
             "lowest_price": "relative_to_highest", "60": "50", "40": "50", "NT9": "NT10",
             "ours": "theirs", "DM1": "DM4", "DM2": "DM4", "DM3": "DM4", "NT4": "NT10",
             "own-outcome": "skills",
             "0.9": "0.8", "shortlist": "weight", "no_points": "excluded", "part": "total",
             "price": "social value", "against_target": "relative_to_highest"}  # fmt: skip
    if value in swaps:
        yield swaps[value]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        yield f"{int(value[:4]) + 1}{value[4:]}"
    elif re.fullmatch(r"[\d.]+", value):
        yield str(Decimal(value) + 1)
    yield f"{value} x"


@pytest.mark.parametrize("kind", FILES)
def test_no_spelling_changes_the_hash(kind: str, tmp_path: Path) -> None:
    """A comment, another order of keys and another spelling of a number are no new edition."""
    files = FILES[kind]
    meant = sha256(tmp_path / "a", files)
    commented = {name: f"# a comment\n{text}\n# the end\n" for name, text in files.items()}
    dumped = {name: text_of(data_of(text)) for name, text in files.items()}
    turned = {name: text_of(reordered(data_of(text))) for name, text in files.items()}
    longer = {
        name: re.sub(r'"(\d+)\.(\d+)"', r'"0\1.\g<2>000"', text).replace('"100000"', "100_000")
        for name, text in files.items()
    }
    for spelt in (commented, dumped, turned, longer):
        assert spelt != files
        assert sha256(tmp_path / "a", spelt) == meant


def test_no_split_into_files_changes_the_hash(tmp_path: Path) -> None:
    """Measures moved to a file a theme are the same measures."""
    whole = FILES["framework"]
    measures, rules = data_of(MEASURES), data_of(EXCLUSIONS)
    split = {"zz.yaml": whole["framework.yaml"]} | {
        f"m{index}.yaml": text_of({**measures, "measures": {code: entry}})
        for index, (code, entry) in enumerate(reversed(measures["measures"].items()))
    }
    split |= {
        f"e{index}.yaml": text_of({**rules, "exclusions": [each]})
        for index, each in enumerate(reversed(rules["exclusions"]))
    }
    split["framework.yaml"] = split.pop("zz.yaml")
    assert sha256(tmp_path / "a", split) == sha256(tmp_path / "a", whole)


def all_leaves() -> Iterator[Any]:
    for kind, files in FILES.items():
        for name, text in files.items():
            for path in leaves(data_of(text)):
                if path != ("schema",):
                    yield pytest.param(kind, name, path, id="/".join(map(str, (name, *path))))


@pytest.mark.parametrize(("kind", "name", "path"), list(all_leaves()))
def test_no_value_changes_in_silence(kind: str, name: str, path: Path_, tmp_path: Path) -> None:
    """Whatever is put in the place of a value, the file is refused or its hash is another."""
    files = FILES[kind]
    meant = sha256(tmp_path / "a", files)
    data = data_of(files[name])
    first = at(data, path)
    for value in other(first):
        at(data, path[:-1])[path[-1]] = value
        changed = attempt(sha256, tmp_path / "a", {**files, name: text_of(data)})
        assert changed != meant, f"{first} became {value}"


IN_FILES = {
    FrameworkFile: "framework.yaml",
    MeasuresFile: "measures.yaml",
    ExclusionsFile: "exclusions.yaml",
    PluginFile: "plugin.yaml",
}
METHODS = {CriterionEntry, BandEntry}
"""Criteria and their methods: more of them than fit one scheme, and held in tests/model."""


@pytest.mark.parametrize("shape", IN_FILES, ids=lambda each: IN_FILES[each])
def test_the_samples_above_have_every_key(shape: type[Entry]) -> None:
    """A new key is put into a sample, and so shown to be in the hash, before it is shipped."""
    written = "".join(text for files in FILES.values() for text in files.values())
    entries = set(entries_of(shape)) - METHODS
    assert shape in entries
    for entry in entries:
        for field in attrs.fields(entry):
            key = field.metadata.get("key", field.name)
            assert not field.init or re.search(rf"\b{key}:", written), f"{entry.__name__} {key}"


def attempt(make: Callable[..., str], *arguments: Any) -> str | None:
    try:
        return make(*arguments)
    except sv.SocialValueError:
        return None


def test_what_a_plugin_lies_over_is_not_in_its_hash(tmp_path: Path) -> None:
    """A plug-in's line in the lock is over its own words; its base has a line of its own."""
    base = edition_of(measures_root() / "frameworks" / "national-toms" / "2022")
    plugin = sv.load(written(tmp_path / "a", FILES["plugin"]))
    assert [each.label for each in plugin.layers] == [base.label, "test-council@2024"]
    assert plugin.layers[0].sha256 == base.sha256
    assert plugin.layers[1].sha256 != edition_of(tmp_path / "a").sha256


@given(data=st.data())
def test_a_shipped_figure_cannot_change_in_silence(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever figure of whatever set is altered, the lock tells."""
    held = data.draw(st.sampled_from(sorted(measures_root().glob("frameworks/*/*"))))
    files = {each.name: each.read_text(encoding="utf-8") for each in held.glob("*.yaml")}
    content = data_of(files["measures.yaml"])
    figures = [path for path in leaves(content) if path[-1] == "value" and at(content, path)]
    if not figures:
        return
    path = data.draw(st.sampled_from(figures))
    at(content, path[:-1])["value"] = str(Decimal(at(content, path)) + Decimal("0.0000001"))
    folder = tmp_path_factory.mktemp("copies") / "set"
    altered = sha256(folder, {**files, "measures.yaml": text_of(content)})
    assert altered != edition_of(held).sha256
