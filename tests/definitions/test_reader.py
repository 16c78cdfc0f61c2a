"""The reader of YAML: text stays text, what could be more than data is refused, bounds hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.pace import at_most

import socialvalue as sv
from socialvalue.definitions import opening, text
from socialvalue.definitions.nodes import Items, Keys
from socialvalue.definitions.opening import read_bytes
from socialvalue.definitions.text import read_head, read_text
from socialvalue.registry.enclosure import MOST_FILES

DEEP = 50_000
OPENERS = ["[", "{", "- ", "? ", "{a: ", "[{", "- ? ", "[a, "]


def codes(content: bytes) -> list[str]:
    """The codes of what is told of some bytes."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(content, "x.yaml")
    return [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "yes", "on", "010", "12:30", "1e3", "0x1F", "1_000", ".inf", "-.5", "2022-06-01",
     "NULL", "Null", "=", "<", "3.10", "true", "1.20", "+1", "0o7", ".nan", "190:20:30"],
)  # fmt: skip
def test_a_plain_word_stays_as_it_is_written(word: str) -> None:
    """A postcode NO, a code 010 or a time 12:30 that turns into another value changes a bid."""
    assert read_text(f"a: {word}\nb: [{word}]\n".encode(), "x.yaml") == {"a": word, "b": [word]}


def test_a_word_that_yaml_knows_can_be_a_key() -> None:
    """Keys are texts as well: a code 'null', '~' or '010' is found under the name it has."""
    found = read_text(b"null: a\n~: b\n010: c\nyes: d\n2022-06-01: e\n", "x.yaml")
    assert found == {"null": "a", "~": "b", "010": "c", "yes": "d", "2022-06-01": "e"}


def test_a_quoted_key_is_what_is_in_the_quotes() -> None:
    """Only a line that is set in by a pasted space is a slip; in quotes the space is meant."""
    assert read_text('{"\\_": a, "\u00a0x": b}'.encode(), "x.yaml") == {"\xa0": "a", "\xa0x": "b"}
    assert codes("\u00a0x: b\n".encode()) == ["SV104"]


def test_only_a_plain_null_is_no_value() -> None:
    """A withdrawn figure is null; a bidder or a note called "null" is a text like any other."""
    content = b"a: null\nb: \"null\"\nc: 'null'\nd: |-\n  null\ne: [null, 'null']\n"
    found = {"a": None, "b": "null", "c": "null", "d": "null", "e": [None, "null"]}
    assert read_text(content, "x.yaml") == found


@pytest.mark.parametrize("empty", ["", "~", " # a comment", "\n  # a comment"])
def test_a_key_with_nothing_behind_it_is_refused(empty: str) -> None:
    """A forgotten value must not count as a value; one that is meant to be empty is quoted."""
    assert codes(f"a: {empty}\nb: c\n".encode()) == ["SV220"]
    assert read_text(b"a: ''\n", "x.yaml") == {"a": ""}


def test_a_forgotten_item_is_refused() -> None:
    """A dash with nothing behind it is a line that somebody meant to finish."""
    assert codes(b"a:\n  - b\n  -\n  - c\n") == ["SV220"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_and_windows_line_ends_are_fine(ends: str, mark: bytes) -> None:
    """A file saved by Notepad or Excel is as good as any, and its lines are counted alike."""
    content = mark + f"a: b{ends}c:{ends}  - d{ends}e: £{ends}".encode()
    found = read_text(content, "x.yaml")
    assert found == {"a": "b", "c": ["d"], "e": "£"}
    assert str(found.span("e")) == "x.yaml:4:4"
    assert str(found["c"].span(0)) == "x.yaml:3:5"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_named_and_not_guessed(encoding: str) -> None:
    """A guess at an encoding would change the pound signs of a bid without a word."""
    assert codes("schema: socialvalue/tender@1\n".encode(encoding)) == ["SV102"]


def test_the_place_of_a_wrong_byte_counts_characters() -> None:
    """An editor counts characters, not bytes: '£££' before the fault is three columns."""
    with pytest.raises(sv.DefinitionError) as caught:
        read_text("a: b\nc: £££".encode() + b"\xe9\n", "x.yaml")
    assert caught.value.problems[0].place == "x.yaml:2:7"


@pytest.mark.parametrize("point", [0x00, 0x07, 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0x9F, 0x2028, 0x2029])
def test_characters_that_no_editor_shows_are_refused_where_they_stand(point: int) -> None:
    """Some of them begin a new line for YAML: a key that no reader of the file can see."""
    content = f"a: {'x' * 300}\nb: c{chr(point)}d: 1\n".encode()
    with pytest.raises(sv.DefinitionError) as caught:
        read_text(content, "x.yaml")
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("SV104", "x.yaml:2:5")
    assert f"U+{point:04X}" in found.message


def test_they_may_be_written_as_escapes() -> None:
    """An escape in quotes is seen by every reader of the file, and is plain data."""
    assert read_text(rb'a: "b\u2028c\e"', "x.yaml") == {"a": "b\u2028c\x1b"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: &x b\nc: *x\n", "SV105"),
        (b"a: &x\n  b: *x\n", "SV105"),
        (b"*x : b\n", "SV105"),
        (b"a: !!str b\n", "SV106"),
        (b"a: !!python/name:os.system ''\n", "SV106"),
        (b"a: !!python/object/new:os.system [x]\n", "SV106"),
        (b"!!map {a: b}\n", "SV106"),
        (b"a: ! b\n", "SV106"),
        (b"%TAG ! tag:yaml.org,2002:python/\n---\na: !name:os.system ''\n", "SV106"),
        (b"a: b\n---\na: b\n", "SV110"),
        (b"a: b\n...\n---\n", "SV110"),
        (b"a: b\na: b\n", "SV109"),
        (b"{a: b, 'a': c}\n", "SV109"),
        (b"? [a]\n: b\n", "SV203"),
        (b"? {a: b}\n: b\n", "SV203"),
        (b"- a\n", "SV203"),
        (b"a\n", "SV203"),
        (b"", "SV103"),
        (b"\xef\xbb\xbf", "SV103"),
        (b"# a comment\n", "SV103"),
        (b"---\n...\n", "SV103"),
        (b"null\n", "SV103"),
        (b"''\n", "SV103"),
    ],
)
def test_what_is_not_plain_data_is_refused(content: bytes, code: str) -> None:
    """A definition is data that a council's security team can read, and nothing else."""
    assert set(codes(content)) == {code}


def test_a_tag_is_shown_as_it_is_written() -> None:
    """The long form of a tag stands in no file: nobody would find it."""
    with pytest.raises(sv.DefinitionError, match=r"SV106 tags \(!\) are not allowed: !!int"):
        read_text(b"a: !!int 3\n", "x.yaml")


def test_all_that_is_refused_is_told_at_once() -> None:
    """A person mends a file once, not once a fault."""
    assert codes(b"a: &x b\nc: !y d\nc: e\nf:\n") == ["SV105", "SV106", "SV109", "SV220"]


def test_the_number_of_problems_is_bounded() -> None:
    """Half a million duplicate keys are one mistake: nobody reads half a million lines of it."""
    assert len(codes(b"a: b\n" * 2000)) == text.MOST_PROBLEMS
    assert len(codes(b"? []\n: b\n" * 2000)) == text.MOST_PROBLEMS
    assert len(codes(b"a:\n" + b"- &x b\n" * 2000)) == text.MOST_PROBLEMS


def test_deep_nesting_does_not_crash() -> None:
    """A file of 100 kB must not end the process: libyaml's composer did, in C.

    It runs in a process of its own, so that a crash is a failed test and not the end of them.
    """
    report = (
        "import sys\n"
        "from socialvalue.definitions.text import read_text\n"
        "from socialvalue.errors import DefinitionError\n"
        f"for opener in {OPENERS!r}:\n"
        "    try:\n"
        f"        read_text(b'a: ' * opener.startswith('[') + opener.encode() * {DEEP}, 'x.yaml')\n"
        "    except DefinitionError as error:\n"
        "        print(error.problems[-1].code)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=False, timeout=60
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == ["SV107"] * len(OPENERS)


@pytest.mark.parametrize("opener", ["[", "{", "- ", "{a: "])
def test_the_bound_on_depth_is_what_it_says(opener: str) -> None:
    """A file within the bound is read, or its own fault told; one level more is refused."""
    within = (opener * (text.MOST_DEPTH - 1)).encode()
    assert "SV107" not in codes(within)
    assert "SV107" in codes(within + opener.encode() * 2)


class Impatient:
    """A parser of another release: it gives up at a depth of its own, before any event."""

    def __init__(self, written: str) -> None:
        opened = [index for index, sign in enumerate(written) if sign in "[{"]
        self.index = opened[99] if len(opened) > 99 else None
        self.written, self.inner = written, yaml.SafeLoader(written)

    def get_event(self) -> object:
        if self.index is None:
            return self.inner.get_event()
        mark = yaml.Mark("", self.index, 0, self.index, None, None)
        raise yaml.MarkedYAMLError(None, None, "words of tomorrow", mark)


@pytest.mark.parametrize("loader", [Impatient, yaml.SafeLoader, text._LOADER])
def test_our_bound_speaks_before_a_bound_of_the_library(
    loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a file is refused for must not change with a release of libyaml.

    PyYAML 6.0.4 brought one that refuses 1,000 brackets while it reads ahead of its own events.
    """
    monkeypatch.setattr(text, "_LOADER", loader)
    for opener in ("[", "{", "a: [", "[["):
        assert codes(opener.encode() * 2000) == ["SV107"]
    assert codes(b"a: &b c\nd: " + b"[" * 2000) == ["SV107"]
    assert codes(b"a: [[]" + b"[" * 2000) == ["SV104"]
    assert codes(b"a: ]" + b"[" * 2000) == ["SV104"]


def test_ten_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    """A file of that size is no definition; nobody waits for it, and no more of it is read."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"schema: socialvalue/tender@1\n" + b"- a line that is a list\n" * 440_000)
    assert path.stat().st_size > 10_000_000
    refused = pytest.raises(sv.DefinitionError, match=r"SV108 larger than 8 MB")
    with at_most(1), refused:
        sv.read_tender(path)


def test_a_file_of_the_largest_size_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is what it says: a byte less is no reason to refuse."""
    monkeypatch.setattr(opening, "MOST_BYTES", 100)
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a" * 100)
    assert len(read_bytes(path, "x.yaml")) == 100
    path.write_bytes(b"a" * 101)
    with pytest.raises(sv.DefinitionError, match="SV108"):
        read_bytes(path, "x.yaml")


def test_the_number_of_entries_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small entries by the million take longer than their bytes: they are bounded, too."""
    monkeypatch.setattr(text, "MOST_EVENTS", 1000)
    assert read_text(b"a:\n" + b"- b\n" * 900, "x.yaml")["a"] == ["b"] * 900
    assert codes(b"a:\n" + b"- b\n" * 1100) == ["SV108"]


def test_too_many_files_in_a_folder_are_refused(tmp_path: Path) -> None:
    """A folder of downloads that was named by mistake is not read file by file."""
    (tmp_path / "framework.yaml").write_text("schema: socialvalue/framework@1\n", encoding="utf-8")
    for number in range(MOST_FILES):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(sv.DefinitionError, match=rf"SV108 larger than {MOST_FILES} files"):
        sv.load(tmp_path)


def test_a_file_that_is_not_there_and_one_that_is_no_file(tmp_path: Path) -> None:
    """A slip in a path is told as such, never as a traceback."""
    for path, code in (
        (tmp_path / "missing.yaml", "SV101"),
        (tmp_path, "SV112"),
        (tmp_path / ("x" * 300 + ".yaml"), "SV112"),
        (Path("a\0b.yaml"), "SV112"),
    ):
        with pytest.raises(sv.DefinitionError) as caught:
            sv.read_tender(path)
        assert [each.code for each in caught.value.problems] == [code]


def test_the_head_is_read_and_no_more() -> None:
    """A listing of many sets reads the top of each: what is wrong below is told on loading."""
    content = b"schema: x\nid: demo\nnote: a\nrest:\n\t- broken\n"
    head = read_head(content, "x.yaml", frozenset({"schema", "id"}))
    assert (head["schema"], head["id"]) == ("x", "demo")
    with pytest.raises(sv.DefinitionError, match=r"x\.yaml:5:1: SV104 .* a tab"):
        read_head(content, "x.yaml", frozenset({"schema", "title"}))
    with pytest.raises(sv.DefinitionError, match=r"x\.yaml:1:9: SV105"):
        read_head(b"schema: &x y\nid: demo\nrest: a\n", "x.yaml", frozenset({"schema", "id"}))


def test_both_loaders_of_the_yaml_library_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML came without its C part, the same file must mean the same, at the same place."""
    content = b"a: 1\nb: [x, 'y', null]\nc:\n  d: |\n    text\n  e: \"f\"\n"
    quick = read_text(content, "x.yaml")
    monkeypatch.setattr(text, "_LOADER", yaml.SafeLoader)
    slow = read_text(content, "x.yaml")
    assert slow == quick
    assert (slow.keys_at, slow.values_at) == (quick.keys_at, quick.values_at)
    assert slow["c"].values_at == quick["c"].values_at
    for bad in (b"a: &x b\n", b"a: !y b\n", b"a: b\na: c\n", b"a:\n\t- b\n", b"a: [b\n"):
        monkeypatch.undo()
        first = codes(bad)
        monkeypatch.setattr(text, "_LOADER", yaml.SafeLoader)
        assert codes(bad) == first


def test_where_something_stands() -> None:
    """Every place that a message names is found from these: a group, its keys, a list's items."""
    found = read_text(b"a: b\nc:\n  d: [e, f]\n  g: {h: i}\n", "x.yaml")
    assert isinstance(found, Keys)
    inner = found["c"]
    assert isinstance(inner["d"], Items)
    assert str(found.span()) == "x.yaml:1:1"
    assert str(found.span("c", at_key=True)) == "x.yaml:2:1"
    assert str(inner["d"].span()) == "x.yaml:3:6"
    assert str(inner["d"].span(1)) == "x.yaml:3:10"
    assert str(found.span("missing")) == "x.yaml:1:1"
    assert str(found.nearest(["some words", "c", "g", "h", "further"])) == "x.yaml:4:10"
    assert str(found.nearest(["'c'", "d", "0"])) == "x.yaml:3:6"
    assert str(found.nearest(["nothing"])) == "x.yaml:1:1"
    assert str(found.nearest(["nothing"], "c")) == "x.yaml:3:3"


def test_an_item_that_is_taken_out_leaves_the_others_their_numbers() -> None:
    """'line 3' of a bid stays line 3, though line 2 could not be read."""
    found = read_text(b"a: [b, c, d]\n", "x.yaml")["a"]
    assert found.remove_item(1) == "c"
    assert (list(found), found.numbers) == (["b", "d"], [1, 3])
    assert str(found.span(1)) == "x.yaml:1:11"


def test_a_key_of_no_letters_is_a_key() -> None:
    """Whoever leaves a key empty is told that the set has none such, and is shown no traceback."""
    assert read_text(b"? \n: 2\n", "x.yaml") == {"": "2"}
