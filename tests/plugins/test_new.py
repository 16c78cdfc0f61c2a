"""`socialvalue plugin new`: what it writes conforms, whatever it is called; nothing is replaced."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli import main
from socialvalue.cli.commands.plugin_new import Plan, write_package
from socialvalue.testing import check_plugin

DAY = date(2026, 4, 1)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


def test_a_new_plugin_is_a_whole_package(here: Path) -> None:
    """Everything that a council needs to publish is there, and nothing is left blank."""
    assert main(["plugin", "new", "north-barset", "--place", "E10000008"]) == 0
    folder = here / "socialvalue-north-barset"
    assert files(folder) == {
        ".github/workflows/check.yml",
        ".gitignore",
        "CHANGELOG.md",
        "LICENCE.md",
        "README.md",
        "pyproject.toml",
        "socialvalue_north_barset/__init__.py",
        "socialvalue_north_barset/cases.yaml",
        "socialvalue_north_barset/plugin.yaml",
        "tests/test_plugin.py",
    }
    for each in files(folder):
        assert "@@" not in (folder / each).read_text(encoding="utf-8"), each
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "socialvalue-north-barset"
    assert project["entry-points"]["socialvalue.plugins"] == {
        "north-barset": "socialvalue_north_barset"
    }
    assert sv.load(folder / "socialvalue_north_barset").title == "North Barset"


@pytest.mark.parametrize("name", ["check", "test"])
def test_a_new_plugin_passes(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """The first thing a newcomer sees is green: from there on every red line is their own."""
    main(["plugin", "new", "barset", "--adopt", "uk-open@2026.1", "--adopt", "national-toms@2020"])
    assert main(["plugin", name, "socialvalue-barset"]) == 0
    assert "barset@" in capsys.readouterr().out


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(title=st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_title_is_a_title_and_nothing_else(
    title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Quotes, colons, braces, blanks of the template: a title never becomes a key or a command."""
    folder = tmp_path_factory.mktemp("made") / "package"
    plan = Plan("barset", title, ("national-toms@2022",), None, folder, DAY)
    if not title.isprintable() or title != title.strip():
        with pytest.raises(sv.InputError, match="SV316"):
            write_package(plan)
        assert not folder.exists()
        return
    write_package(plan)
    made = check_plugin(folder)
    assert made.label == "barset@2026"
    assert sv.load(folder / "socialvalue_barset").title == (title or "Barset")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["description"].startswith(title or "Barset")


@pytest.mark.parametrize(
    "title", ['a"\nid: x', "a: b # c", "@@ID@@", "{x}", "'", "\\", "|", "[a](b)", "=1+1", "£"]
)
def test_titles_that_mean_something_elsewhere(title: str, tmp_path: Path) -> None:
    """The same, for the signs that YAML, TOML, Markdown and the template read as their own."""
    plan = Plan("barset", title, ("national-toms@2022",), None, tmp_path / "made", DAY)
    if "\n" in title:
        with pytest.raises(sv.InputError):
            write_package(plan)
        return
    write_package(plan)
    assert sv.load(tmp_path / "made" / "socialvalue_barset").title == title


@pytest.mark.parametrize(
    "name",
    ["Barset", "bar_set", "-barset", "barset-", "bar--set", "1barset", "../barset", "bar/set",
     "bärset", "", "x" * 41, "engine", "essex", "national-toms"],
)  # fmt: skip
def test_a_name_that_cannot_be_one_is_refused(
    here: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The id becomes a folder, a package, a distribution: none is taken or leads elsewhere."""
    assert main(["plugin", "new", "--", name]) == 1
    assert "SV411" in capsys.readouterr().err
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--place", "E99"], "SV210"),
        (["--adopt", "national-toms"], "SV402"),
        (["--adopt", "national-toms@1066"], "SV403"),
        (["--adopt", "nothing@1"], "SV401"),
        (["--title", " Barset"], "SV316"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    here: Path, words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a package would be worse than none."""
    assert main(["plugin", "new", "barset", *words]) == 1
    assert code in capsys.readouterr().err
    assert not list(here.iterdir())


def test_nothing_that_is_there_is_replaced(here: Path) -> None:
    """An officer's afternoon is not lost to a command called twice."""
    assert main(["plugin", "new", "barset"]) == 0
    written = here / "socialvalue-barset" / "socialvalue_barset" / "plugin.yaml"
    written.write_text("mine", encoding="utf-8")
    assert main(["plugin", "new", "barset"]) == 4
    assert written.read_text(encoding="utf-8") == "mine"
    (here / "file").write_text("mine", encoding="utf-8")
    assert main(["plugin", "new", "barset", "--folder", "file"]) == 4
    (here / "empty").mkdir()
    assert main(["plugin", "new", "barset", "--folder", "empty"]) == 0


def test_codes_of_the_template_are_free_in_what_it_adopts(tmp_path: Path) -> None:
    """A council called after its framework does not begin with a clash."""
    for name in ("uk", "uk-1", "nt", "sv-m-o"):
        folder = tmp_path / name
        write_package(Plan(name, "", ("uk-open@2026.1",), None, folder, DAY))
        check_plugin(folder)


EXAMPLE = re.compile(r"^# (?=(?:policy|switch_off|rename|localise|exclusions|guidance):|  )", re.M)


@pytest.mark.parametrize("base", ["national-toms@2022", "uk-open@2026.1"])
def test_every_example_in_a_remark_is_right(tmp_path: Path, base: str) -> None:
    """Who takes the mark from a line, as the file says, has a plug-in that reads and conforms."""
    write_package(Plan("barset", "", (base,), "E10000008", tmp_path / "made", DAY))
    path = tmp_path / "made" / "socialvalue_barset" / "plugin.yaml"
    text, changed = EXAMPLE.subn("", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    assert changed > 20
    framework = sv.load(path.parent)
    assert {"BAR1", "BAR2", "BAR3"} <= {*framework.measures, *framework.codes}
    assert str(framework.policy.target(on=DAY)) == "0.20"
    check_plugin(path)


def test_problems_are_clickable(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A problem names the file as it can be opened from here, its line and column."""
    main(["plugin", "new", "barset"])
    path = here / "socialvalue-barset" / "socialvalue_barset" / "plugin.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "polizy: {}\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["plugin", "check", "socialvalue-barset"]) == 1
    told = capsys.readouterr().err.splitlines()[0]
    place, _, words = told.partition(": ")
    file, line, column = place.rsplit(":", 2)
    assert path.read_text(encoding="utf-8").splitlines()[int(line) - 1][int(column) - 1 :] == (
        "polizy: {}"
    )
    assert Path(file).is_file()
    assert words.startswith("SV201")


def test_an_installed_plugin_is_checked_by_its_id(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who was handed a package checks it as its maker did."""
    assert main(["plugin", "test", "essex"]) == 0
    assert capsys.readouterr().out.startswith("essex@2024")
    assert main(["plugin", "check", "essex"]) == 0
    assert main(["plugin", "test", "nothing"]) == 1
    assert main(["plugin", "check", "./nothing"]) == 1


def test_the_group_alone_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Who types only half of the command is shown the other half."""
    assert main(["plugin"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n  {name} " in told for name in ("new", "check", "test"))
    assert "..." not in told.partition("Commands:")[2]
