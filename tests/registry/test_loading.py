"""Loading a set: which one is meant, from where, for which day, and when it is read again."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.registry import headers, loading
from socialvalue.registry.choosing import meant


def refused(code: str, source: Any, **how: Any) -> str:
    """The text of the refusal to load something."""
    with pytest.raises(sv.SocialValueError) as caught:
        sv.load(source, **how)
    assert [each.code for each in caught.value.problems] == [code]
    return str(caught.value)


# --- which one -----------------------------------------------------------------------------


def test_by_id_and_edition() -> None:
    """The edition decides the pounds: the one that is asked for is the one that is given."""
    for edition in ("2019", "2020", "2022"):
        assert sv.load("national-toms", edition=edition).edition == edition
        assert sv.load(f"national-toms@{edition}").edition == edition
        assert sv.load("national-toms", edition=int(edition)).edition == edition  # type: ignore[arg-type]


def test_a_set_of_one_edition_needs_no_more() -> None:
    """Nothing is guessed where there is nothing to choose."""
    assert sv.load("essex").edition == "2024"


def test_several_editions_and_none_named_are_listed() -> None:
    """Which edition is meant changes the pounds: nobody guesses it, the user sees the choice."""
    text = refused("SV402", "national-toms")
    for edition in ("2019 (from 2019-01-01 to 2019-12-31)", "2022 (from 2022-06-01)"):
        assert edition in text
    assert "say edition= or on=" in text


def test_an_unknown_edition_lists_the_known() -> None:
    """A slip in an edition must not end at the nearest one."""
    text = refused("SV403", "national-toms", edition="2021")
    assert "2020 (from 2020-01-01 to 2020-12-31)" in text
    assert "SV403" in refused("SV403", "national-toms", edition="")
    assert "SV402" in refused("SV402", "national-toms@")


@pytest.mark.parametrize("name", ["nationl-toms", "", "NATIONAL-TOMS", "essex "])
def test_an_unknown_name_lists_the_known(name: str) -> None:
    """A slip in a name is told with what there is."""
    assert "national-toms" in refused("SV401", name)


def test_two_answers_are_no_answer() -> None:
    """Where two arguments name different editions, neither is taken in silence."""
    text = refused("SV405", "national-toms@2022", edition="2020")
    assert "'national-toms@2022', and edition='2020'" in text
    text = refused("SV405", "national-toms", edition="2020", on="2022-07-01")
    assert "not in force on 2022-07-01" in text
    assert refused("SV405", "national-toms@2020", on="2022-07-01")
    assert sv.load("national-toms@2020", edition="2020", on="2020-07-01").edition == "2020"


def test_bounds_of_a_period_are_included() -> None:
    """A tender of the first or the last day is of the edition, as print has it."""
    for on, edition in (
        ("2020-01-01", "2020"),
        ("2020-12-31", "2020"),
        ("2019-12-31", "2019"),
        ("2022-06-01", "2022"),
        (date(2025, 1, 1), "2022"),
    ):
        assert sv.load("national-toms", on=on).edition == edition


@pytest.mark.parametrize("on", ["2018-12-31", "2021-01-01", "2022-05-31"])
def test_a_day_outside_all_periods_lists_the_periods(on: str) -> None:
    """The nearest edition would be a guess: the periods are shown and the user decides."""
    text = refused("SV404", "national-toms", on=on)
    assert f"in force on {on}" in text
    assert "2022 (from 2022-06-01)" in text


@pytest.mark.parametrize("on", ["2022-13-01", "01/06/2022", "June", 2022, "2022-06-01T00:00"])
def test_what_is_no_day_is_refused(on: Any) -> None:
    """01/06 is January in one country and June in another."""
    refused("SV206", "national-toms", on=on)


@pytest.mark.parametrize("source", [None, 7, 1.5, b"essex", ["essex"], object()])
def test_what_is_neither_name_nor_path_is_refused(source: Any) -> None:
    """An argument in the wrong place is told as such."""
    assert "the id of a set or the path of a folder" in refused("SV316", source)


def test_a_set_knows_the_day_it_was_loaded_for() -> None:
    """Values without a date of their own are those of that day."""
    loaded = sv.load("essex", on="2022-06-01")
    assert loaded.on == date(2022, 6, 1)
    assert sv.load("essex").on is None
    assert loaded.sha256 == sv.load("essex").sha256
    assert loaded.policy.target(on="2022-06-01") == Decimal("0.50")


# --- from a folder -------------------------------------------------------------------------


def test_a_folder_of_the_same_format(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A council tries its own measures before anything is packaged."""
    folder = write("mine")
    monkeypatch.chdir(tmp_path)
    for source in (folder, str(folder), "./mine", "mine/", Path("mine"), folder / "framework.yaml"):
        loaded = sv.load(source)
        assert (loaded.label, len(loaded)) == ("demo@2024", 2)
    assert str(sv.load("./mine")["DM1"].span) == "mine/measures.yaml:4:5"
    assert sv.load(folder, edition="2024").label == "demo@2024"
    assert sv.load(folder, edition="2024", on="2025-06-30").on == date(2025, 6, 30)
    assert sv.load(folder, on="1999-01-01").on == date(1999, 1, 1)


def test_a_word_without_a_separator_is_a_name(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that happens to have the name of a set must not stand in for it."""
    write("essex")
    monkeypatch.chdir(tmp_path)
    assert sv.load("essex").kind == "plugin"
    assert sv.load("./essex").label == "demo@2024"


def test_faults_of_a_folder(
    write: Callable[..., Path], plugin: Callable[..., Path], tmp_path: Path
) -> None:
    """A slip in a path, an empty folder, a file of another kind: each in its own words."""
    folder = write("mine")
    refused("SV101", tmp_path / "missing")
    refused("SV101", str(tmp_path / "missing") + "/")
    refused("SV221", tmp_path)
    refused("SV221", folder / "measures.yaml")
    refused("SV112", str(tmp_path / ("x" * 300)))
    refused("SV403", folder, edition="2023")
    refused("SV405", folder, edition="2024", on="2023-01-01")
    (plugin("mine") / "plugin.yaml").rename(folder / "plugin.yaml")
    assert "plugin.yaml:1:9" in refused("SV111", folder)


def test_a_folder_that_vanishes_is_told(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network drive that goes away ends in a sentence, not in a traceback."""
    folder = write("mine")

    def gone(_: Path) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(loading, "stamp", gone)
    assert "cannot be read: Input/output error" in refused("SV112", folder)
    monkeypatch.undo()
    monkeypatch.setattr(headers, "version", gone)
    assert "cannot be read: Input/output error" in refused("SV112", folder)
    monkeypatch.undo()
    monkeypatch.setattr(Path, "is_dir", gone)
    assert "cannot be read: Input/output error" in refused("SV112", folder)


def test_a_broken_header_does_not_hide_the_other_files(write: Callable[..., Path]) -> None:
    """All that is wrong with a folder is told at once, its first line included."""
    folder = write("mine", ("id: demo", "id: &x demo"), measures="measures:\n\t- x\n")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(folder)
    assert [Path(each.file).name for each in caught.value.problems] == [
        "framework.yaml", "measures.yaml",
    ]  # fmt: skip


def test_pickled_and_copied_sets_are_the_same(write: Callable[..., Path]) -> None:
    """A set crosses to a worker process, or into a cache, and means the same there."""
    for loaded in (sv.load(write("mine")), sv.load("essex", on="2022-06-01")):
        for again in (pickle.loads(pickle.dumps(loaded)), copy.deepcopy(loaded)):
            assert again == loaded
            assert (again.sha256, again.on, len(again.places)) == (
                loaded.sha256, loaded.on, len(loaded.places),
            )  # fmt: skip


# --- read once, and again when changed -----------------------------------------------------


def test_the_second_load_is_the_same_object() -> None:
    """A programme that loads a set for every bid must not read it for every bid."""
    assert sv.load("national-toms@2022") is sv.load("national-toms", edition="2022")
    assert sv.load("essex") is sv.load("essex")
    assert sv.load("essex", on="2022-06-01") is sv.load("essex", on=date(2022, 6, 1))
    assert sv.load("essex", on="2022-06-01") is not sv.load("essex", on="2022-06-02")


def test_an_edited_file_is_seen(write: Callable[..., Path]) -> None:
    """Who mends a figure and loads again must see the mended one, however quick they were."""
    folder = write("mine")
    path = folder / "measures.yaml"
    text = path.read_text(encoding="utf-8")
    first = sv.load(folder)
    for value in ("29051.00", "29052.00", "29053.00"):
        path.write_text(text.replace("29050.00", value), encoding="utf-8")
        assert sv.load(folder).unit_value("DM1", on="2024-08-01") == Decimal(value)
    assert first.unit_value("DM1", on="2024-08-01") == Decimal("29050.00")


def test_a_new_line_moves_the_places(write: Callable[..., Path]) -> None:
    """A set that means the same is read again all the same: its lines have moved.

    Unjust otherwise: an explanation would point at the wrong line of the file.
    """
    folder = write("mine")
    path = folder / "measures.yaml"
    before = sv.load(folder, on="2024-08-01")
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    after = sv.load(folder, on="2024-08-01")
    assert before == after
    assert after["DM1"].span.line == before["DM1"].span.line + 1


def test_equal_sets_of_two_folders_name_their_own_files(write: Callable[..., Path]) -> None:
    """Two copies are equal and lie in different places: each names its own."""
    for on in (None, "2024-08-01"):
        for name in ("one", "two"):
            assert f"/{name}/measures.yaml" in sv.load(write(name), on=on)["DM1"].span.file


def test_a_file_more_or_less_is_seen(write: Callable[..., Path]) -> None:
    """A measure added in a file of its own is there with the next load; removed, it is gone."""
    folder = write("mine")
    assert "DM9" not in sv.load(folder)
    more = folder / "more.yml"
    more.write_text(
        "schema: socialvalue/measures@1\n"
        "measures: {DM9: {title: More, outcome: local-jobs, unit: count, kind: recorded}}\n",
        encoding="utf-8",
    )
    assert "DM9" in sv.load(folder)
    more.unlink()
    assert "DM9" not in sv.load(folder)


def test_an_error_is_told_again(write: Callable[..., Path]) -> None:
    """A broken file is broken at the second try as well; mended, it loads."""
    folder = write("mine", ("coverage: partial", "coverage: some"))
    for _ in range(2):
        refused("SV205", folder)
    assert sv.load(write("mine")).coverage == "partial"


def test_an_old_file_is_told_apart_by_its_time(write: Callable[..., Path]) -> None:
    """Only files that are new are read for their hash: the others cost a look at the clock."""
    path = write("mine") / "measures.yaml"
    new = headers.version(path)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    old = headers.version(path)
    assert new[2]
    assert old == (1_600_000_000_000_000_000, new[1], b"")


def test_uprated_sets_are_kept_apart(write: Callable[..., Path]) -> None:
    """A set moved to other prices must never be given to who asked for the published one."""
    plain = sv.load("national-toms@2022")
    assert sv.load("national-toms@2022", uprate_to=2024) is not plain
    assert sv.load("national-toms@2022") is plain


def test_meant_reads_no_set(write: Callable[..., Path]) -> None:
    """Which set is meant is known from the headers alone."""
    folder = write("mine", measures="not: [a set")
    found = meant(folder, None, None)
    assert (found.label, found.problems) == ("demo@2024", ())


WATCHED = """
import os, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(given) if event == "open" else None)
import socialvalue as sv
for _ in range(2):
    sv.load("essex")
writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
print(*(str(path) for path, _, flags in opened if flags & writes), sep=chr(10))
print(sum(str(path).endswith("plugin.yaml") for path, _, _ in opened) > 0)
"""


def test_no_copy_of_a_set_is_kept() -> None:
    """A figure that was altered in a copy on the disk could decide an award, and nobody would see.

    Another process reads the published file, and writes nothing.
    """
    run = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True"]
