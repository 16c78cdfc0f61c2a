"""Any plain data comes back as it was written, with its places; nothing else gets through."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.definitions.nodes import Items, Keys
from socialvalue.definitions.text import read_text
from socialvalue.errors import Problem
from socialvalue.registry.tenders import read_tender_with_framework

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
STYLES = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from(['"', "'"]),
        "default_flow_style": st.sampled_from([True, False, None]),
        "allow_unicode": st.booleans(),
        "width": st.integers(20, 200),
        "indent": st.integers(2, 8),
        "sort_keys": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)
Path_ = tuple[str | int, ...]


def composed(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, tuple[int, int]]]:
    """Every path of a document and where it stands, by the library's own composer."""
    yield path, (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from composed(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from composed(value, (*path, index))


def read(data: Any, path: Path_, mark: tuple[int, int]) -> Iterator[tuple[Path_, tuple[int, int]]]:
    """The same, by what our reader kept."""
    yield path, mark
    if isinstance(data, Keys):
        for key, value in data.items():
            yield from read(value, (*path, key), data.values_at[key])
    elif isinstance(data, Items):
        for index, value in enumerate(data):
            yield from read(value, (*path, index), data.items_at[index])


@given(st.dictionaries(TEXTS, PLAIN, max_size=5), STYLES)
def test_what_is_written_is_read_back(data: dict[str, Any], style: dict[str, Any]) -> None:
    """A title, a reason or a code that came back as another would be another's words.

    Every place is that of the library's own composer: a fault is told where it is.
    """
    written = yaml.safe_dump(data, **style)
    assume(not re.search("[\x85\u2028\u2029]", written))  # refused unless written as escapes
    assume(yaml.safe_load(written) == data)  # the library folds some narrow lines wrongly
    found = read_text(written.encode(), "x.yaml")
    assert found == data
    node = yaml.compose(written, Loader=yaml.SafeLoader)
    assert dict(read(found, (), found.mark)) == dict(composed(node, ()))


def told(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What is said when something is read; nothing where it is sound."""
    try:
        read()
    except sv.SocialValueError as error:
        found = error.problems
    else:
        return ()
    assert found, "an error that says nothing"
    return found


def is_placed(found: Problem, file: str) -> bool:
    """Whether a problem can be clicked: a file, a line and a column."""
    return found.file.startswith(file) and found.line >= 1 and found.column >= 1


YAML_MARKS = "-?:,[]{}#&*!|>'\"%@`~ \n\t=<"


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.text(YAML_MARKS + "ab0", max_size=80).map(str.encode)
)
def test_whatever_is_given_is_read_or_refused_with_its_place(content: bytes) -> None:
    """A traceback tells a user nothing; a problem without a place is searched for in the dark."""
    assert all(is_placed(each, "x.yaml") for each in told(lambda: read_text(content, "x.yaml")))


# --- whole files, spoilt at random ---------------------------------------------------------

SAMPLES = Path(__file__).resolve().parent / "samples"
SETS: dict[str, dict[str, str]] = {
    folder.name: {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.iterdir())}
    for folder in sorted(SAMPLES.iterdir())
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that one set after another is written to."""
    return tmp_path_factory.mktemp("spoilt")


def load(folder: Path, kind: str, contents: dict[str, str | bytes]) -> tuple[Problem, ...]:
    """Write a set or a tender, load it as a user would, and give what is said."""
    inside = folder / kind
    inside.mkdir(exist_ok=True)
    for name, content in contents.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (inside / name).write_bytes(data)
    if kind == "tender":
        return told(lambda: read_tender_with_framework(inside / "tender.yaml"))
    return told(lambda: sv.load(inside))


def check(problems: tuple[Problem, ...], folder: Path) -> None:
    """Each problem can be clicked, and they stand in the order of the files."""
    assert all(is_placed(each, str(folder)) for each in problems), problems
    places = [(each.file, each.line, each.column) for each in problems]
    assert places == sorted(places)
    assert len(set(problems)) == len(problems)


@pytest.mark.parametrize("kind", SETS)
def test_the_samples_are_sound(kind: str, folder: Path) -> None:
    """The tests below would hold nothing if the files were wrong to begin with."""
    assert load(folder, kind, SETS[kind]) == ()
    spoilt_ones = {name: f"{text}\n]" for name, text in SETS[kind].items()}
    assert load(folder, kind, spoilt_ones) != ()


PIECES = ["", " ", "\n", "  ", "- ", ": ", "{", "}", "[", "]", "'", '"', "&a ", "*a", "!x ", "null",
          "\t", "#", "0", "-1", "é", "\u2028", "<<: "]  # fmt: skip


def spoilt(text: str, draw: Callable[..., Any]) -> str:
    """A text with a few pieces cut out, doubled, moved or replaced."""
    pieces = st.sampled_from(PIECES)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 12))
        text = text[:start] + draw(pieces) + text[end:]
    return text


@pytest.mark.parametrize("kind", SETS)
def test_a_file_spoilt_at_random_is_read_or_refused_with_places(kind: str, folder: Path) -> None:
    """A slip of the keyboard anywhere in a file ends in a place and a reason."""

    @settings(max_examples=40)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(SETS[kind])))
        contents = {**SETS[kind], name: spoilt(SETS[kind][name], data.draw)}
        check(load(folder, kind, contents), folder)

    run()


def nodes(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every path of some data but its top."""
    if path:
        yield path
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data if isinstance(data, list) else [])
    )
    for step, value in inner:
        yield from nodes(value, (*path, step))


def change(data: Any, path: Path_, way: str, other: Any) -> None:
    """Change one node: another value in its place, none, or a stray beside it."""
    for step in path[:-1]:
        data = data[step]
    if way == "replace":
        data[path[-1]] = other
    elif way == "remove":
        del data[path[-1]]
    elif isinstance(data, dict):
        data[str(other)[:20]] = copy.deepcopy(other)
    else:
        data.append(other)


OTHERS = st.sampled_from(
    [None, "", "x", "0", "-1", "1e3", "yes", "2024-02-30", [], {}, ["x"], {"x": "y"}, [[]],
     {"2024-01-01": {"value": "1"}}, "DM1", "E10000012", "9" * 40, "guide", "all", "0.5", "99"]
)  # fmt: skip


@pytest.mark.parametrize("kind", SETS)
def test_data_changed_at_random_is_read_or_refused_with_places(kind: str, folder: Path) -> None:
    """A value of the wrong kind, a key too many or too few: each is told, wherever it stands."""

    @settings(max_examples=60)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        contents: dict[str, str | bytes] = {}
        for name, text in SETS[kind].items():
            held = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts and nothing else
            for _ in range(data.draw(st.integers(0, 3))):
                path = data.draw(st.sampled_from([*sorted(nodes(held), key=str), ()]))
                if not path:
                    break
                way = data.draw(st.sampled_from(["replace", "remove", "add"]))
                change(held, path, way, copy.deepcopy(data.draw(OTHERS)))
            contents[name] = yaml.safe_dump(held, default_style='"', sort_keys=False).replace(
                '!!null "null"', "null"
            )
        check(load(folder, kind, contents), folder)

    run()


# --- two faults, both told -----------------------------------------------------------------

FAULTS: dict[str, list[tuple[str, str, str]]] = {
    "framework": [
        ("framework.yaml", "title: Demonstration framework", "titel: Demonstration framework"),
        ("framework.yaml", "publisher: Example Taskforce", "publisher: [Example]"),
        ("framework.yaml", "coverage: partial", "coverage: some"),
        ("framework.yaml", "until: 2025-06-30", "until: 2023-06-30"),
        ("framework.yaml", "currency: GBP", "currency: GBP, EUR"),
        ("framework.yaml", "price_base: 2024-04-01", "price_base: April"),
        ("framework.yaml", "licence: OGL-UK-3.0", "licence:"),
        ("framework.yaml", "source: guide, weights", "source: giude, weights"),
        ("measures.yaml", "unit: fte_year", "unit: fte"),
        ("measures.yaml", "kind: monetised\n", "kind: money\n"),
        ("measures.yaml", "evidence: [payroll", "evidence: [[payroll]"),
        ("measures.yaml", "outcome: local-jobs, unit: yes_no", "outcome: jobs, unit: yes_no"),
        ("measures.yaml", 'value: "251.79", source: guide', 'value: "251.79"'),
        ("exclusions.yaml", "measures: [DM1, DM2]", "measures: [DM1, DM9]"),
        ("exclusions.yaml", "rule: subset", "rule: part"),
    ],
    "plugin": [
        ("plugin.yaml", "title: Demonstration Council", "tite: Demonstration Council"),
        ("plugin.yaml", "from: 2024-07-01", "from: July"),
        ("plugin.yaml", "[NT1, NT3, NT10", "[NT1, NT777, NT3, NT10"),
        ("plugin.yaml", 'value: "0.5", source: guide', 'value: "0.5"'),
        ("plugin.yaml", 'above: "100000"', 'above: "100,000"'),
        ("plugin.yaml", 'at_most: "20"', 'at_least: "30", at_most: "20"'),
        ("plugin.yaml", "rename: {NT1: DC1}", "rename: {NT1: NT10}"),
        ("plugin.yaml", "code: NT3,", "code: NT4,"),
        ("plugin.yaml", 'value: "28460", source: guide', 'value: "28460", source: x'),
        ("plugin.yaml", "E12000006", "E1200006"),
        ("plugin.yaml", "outcome: own-jobs", "outcome: own-job"),
        ("plugin.yaml", "measures: [DC9, NT18]", "measures: [DC9, NT19, NT20]"),
        ("plugin.yaml", "illustrative: yes", "illustrative: perhaps"),
        ("plugin.yaml", "method: lowest_price", "method: lowest"),
    ],
    "tender": [
        ("tender.yaml", "title: Parks", "titel: Parks"),
        ("tender.yaml", 'with_extensions: "150000"', 'with_extensions: "15000"'),
        ("tender.yaml", 'years: "2"\n', 'years: "two"\n'),
        ("tender.yaml", "published: 2020-06-01", "published: 2020-06-31"),
        ("tender.yaml", "place: E10000012\n", "place: Essex\n"),
        ("tender.yaml", 'target: "0.5"', 'target: "0,5"'),
        ("tender.yaml", "lots: [north, south]", "lots: {north: south}"),
        ("tender.yaml", 'NT18: "0.71"', 'NT99: "0.71"'),
        ("tender.yaml", "method: lowest_price", "method: lowest"),
        ("tender.yaml", 'price: "90000"', 'price: "£90,000"'),
        ("tender.yaml", 'consensus: "4"', 'consensus: "four"'),
        ("tender.yaml", 'mark: "3"', 'mark: "three"'),
        ("tender.yaml", 'weeks: "40"', 'wekes: "40"'),
        ("tender.yaml", 'fte: "12.5"', 'hours: "12.5"'),
        ("tender.yaml", 'deadweight: "0.1"', 'deadweight: "10"'),
        ("tender.yaml", "basis: per_year", "basis: yearly"),
        ("tender.yaml", "state: excluded", "state: out"),
    ],
}


def faulty(kind: str, *faults: tuple[str, str, str]) -> dict[str, str | bytes]:
    """A sample with some faults in it, each on the line where it was right."""
    contents: dict[str, Any] = dict(SETS[kind])
    for name, right, wrong in faults:
        assert contents[name].count(right) >= 1, right
        contents[name] = contents[name].replace(right, wrong, 1)
    return contents


@pytest.mark.parametrize("kind", SETS)
def test_two_faults_are_both_told(kind: str, folder: Path) -> None:
    """A person mends a file once: no fault hides another, of whatever kind the two are."""
    alone = {each: load(folder, kind, faulty(kind, each)) for each in FAULTS[kind]}
    assert all(alone.values())
    for first, second in combinations(FAULTS[kind], 2):
        both = load(folder, kind, faulty(kind, first, second))
        seen = {(each.file, each.line, each.code) for each in both}
        for single in (*alone[first], *alone[second]):
            assert (single.file, single.line, single.code) in seen, (first, second, both)


def test_all_faults_at_once_are_all_told(folder: Path) -> None:
    """However bad a file is, one reading of it says all."""
    for kind, faults in FAULTS.items():
        alone = [each for fault in faults for each in load(folder, kind, faulty(kind, fault))]
        together = load(folder, kind, faulty(kind, *faults))
        check(together, folder)
        lines = {(each.file, each.line) for each in together}
        assert {(each.file, each.line) for each in alone} <= lines


def test_the_order_of_files_and_faults_does_not_matter(folder: Path) -> None:
    """What is told is of the files, not of the order in which they were read or mended."""
    backwards = load(folder, "framework", faulty("framework", *FAULTS["framework"][::-1]))
    assert backwards == load(folder, "framework", faulty("framework", *FAULTS["framework"]))
