"""Installed plug-ins: found without running them, and no trouble of one is trouble of another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv
from socialvalue.registry import enclosure
from socialvalue.registry.discovery import find_all, find_named
from socialvalue.testing import check_plugin, conformance

if TYPE_CHECKING:
    from tests.plugins.conftest import Install


PLUGIN = """\
schema: socialvalue/plugin@1
id: {name}
edition: "1"
title: A council called {name}
licence: OGL-UK-3.0
rights: Made up by a test.
adopts: []
"""


def info(name: str) -> sv.FrameworkInfo:
    """What the listing says of a plug-in."""
    (found,) = [each for each in sv.frameworks() if each.id == name]
    return found


def test_none_of_its_code_is_run(install: Install, trace: Path) -> None:
    """A plug-in is data: who installs one runs nothing of a stranger's by listing or loading it."""
    install("barset")
    assert info("barset").problems == ()
    assert sv.load("barset", on="2024-01-01").label == "barset@1"
    assert conformance("barset").label == "barset@1"
    assert not trace.exists()


def test_the_listing_names_who_brought_it(install: Install) -> None:
    """A figure that is disputed leads to the package and version that stated it."""
    install("barset", version="2026.1")
    assert info("barset").origin == "socialvalue-barset 2026.1"
    assert info("essex").origin == "built-in"


BROKEN = {
    "text": "this is not: a: plugin",
    "empty": "",
    "schema": "schema: socialvalue/plugin@9\nid: broken\n",
    "id": "schema: socialvalue/plugin@1\nid: other\nedition: '1'\n",
    "alias": "schema: socialvalue/plugin@1\nid: &a broken\nedition: *a\n",
    "deep": "id: " + "[" * 60_000,
    "latin": "id: caf\xe9",
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_broken_one_disturbs_nothing(install: Install, kind: str) -> None:
    """One council's slip must not stop another council's evaluation."""
    install("barset")
    folder = install("broken", "x")
    encoding = "latin-1" if kind == "latin" else "utf-8"
    (folder / "plugin.yaml").write_text(BROKEN[kind], encoding=encoding)
    before = {each.label for each in find_all() if each.origin == "built-in"}
    with pytest.raises(sv.SocialValueError):
        sv.load("broken")
    assert sv.load("barset").title == "A council called barset"
    assert sv.load("essex").label == "essex@2024"
    assert {each.label for each in find_all() if each.origin == "built-in"} == before
    if kind != "schema":
        assert info("broken").problems
        assert "broken" in str(info("broken").problems[0])


@pytest.mark.parametrize("entry", ["os.path", "no_such_package", "json", "a b", "x:y"])
def test_an_entry_that_names_no_plugin_is_listed(install: Install, entry: str, trace: Path) -> None:
    """A dotted name would run the code of its parent; a module of Python's own holds no plug-in."""
    install("barset", entry=entry)
    assert info("barset").problems
    assert not trace.exists()


def test_a_missing_file_is_listed(install: Install) -> None:
    """A package built without its data is the commonest slip of packaging."""
    (install("barset") / "plugin.yaml").unlink()
    assert [each.code for each in info("barset").problems] == ["SV221"]


def test_two_of_one_name_are_both_named(install: Install) -> None:
    """Which of two is meant is never guessed."""
    install("essex", PLUGIN.format(name="essex").replace('"1"', '"2024"'))
    found = [each for each in sv.frameworks() if each.id == "essex"]
    assert {each.origin for each in found} == {"built-in", "socialvalue-essex 1.0"}
    with pytest.raises(sv.DefinitionError, match=r"built-in, .*socialvalue-essex 1\.0"):
        sv.load("essex")


def test_the_switch_turns_all_off(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one variable a security team knows that nothing installed takes part."""
    install("barset")
    monkeypatch.setenv("SOCIALVALUE_NO_PLUGINS", "1")
    assert "barset" not in {each.id for each in sv.frameworks()}
    with pytest.raises(sv.NotFoundError):
        sv.load("barset")


def test_what_is_installed_meanwhile_is_found(install: Install) -> None:
    """A notebook that runs for days sees the plug-in installed beside it."""
    assert not find_named("barset")
    install("barset")
    assert len(find_named("barset")) == 1


def test_one_name_finds_what_the_listing_finds(install: Install) -> None:
    """Looking for one set reads fewer files, and must not find another answer."""
    install("barset")
    install("broken", "x: [")
    everything = find_all()
    for name in {each.id for each in everything}:
        assert list(find_named(name)) == [each for each in everything if each.id == name]


# --- nothing outside the folder, and not too much -----------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("file", ["plugin.yaml", "more.yaml", "cases.yml"])
def test_a_link_that_leads_out_is_refused(install: Install, tmp_path: Path, file: str) -> None:
    """A file of another's, or a secret, must not come in under a council's name."""
    folder = install("barset")
    outside = tmp_path / "secret.yaml"
    outside.write_text("schema: socialvalue/plugin@1\nid: barset\nedition: top-secret\n")
    (folder / file).unlink(missing_ok=True)
    (folder / file).symlink_to(outside)
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load("barset")
    assert [each.code for each in caught.value.problems] == ["SV413"]
    assert "top-secret" not in str(caught.value) + str(sv.frameworks())
    found = [each.code for each in conformance(folder).problems]
    assert found == ["SV413"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_inside_the_folder_and_to_the_folder_is_fine(
    install: Install, tmp_path: Path
) -> None:
    """What matters is where the text lies, not how the folder is reached."""
    folder = install("barset")
    (folder / "plugin.yaml").rename(folder / "real.txt")
    (folder / "plugin.yaml").symlink_to("real.txt")
    (tmp_path / "elsewhere").symlink_to(folder)
    assert sv.load("barset").label == sv.load(tmp_path / "elsewhere").label == "barset@1"


def test_no_path_in_a_file_is_followed(install: Install) -> None:
    """A name in a file is a name: it is looked up among the sets, never on the disk."""
    text = (install("barset") / "plugin.yaml").read_text(encoding="utf-8")
    install(
        "sneaky", text.replace("id: barset", "id: sneaky").replace("national-toms", "../barset")
    )
    with pytest.raises(sv.SocialValueError, match=r"SV218 .*only in a plug-in that is itself read"):
        sv.load("sneaky")


def test_too_many_files_are_refused(install: Install) -> None:
    """A folder nobody could read through is not read by the program either."""
    folder = install("barset")
    for number in range(enclosure.MOST_FILES):
        (folder / f"{number}.yaml").write_text("x: y", encoding="utf-8")
    with pytest.raises(sv.DefinitionError, match="SV108"):
        sv.load("barset")


def test_too_much_in_all_is_refused(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files below the bound of one are bounded together."""
    folder = install("barset")
    monkeypatch.setattr(enclosure, "MOST_BYTES_IN_ALL", 1000)
    (folder / "cases.yaml").write_text("# " + "x" * 1000, encoding="utf-8")
    with pytest.raises(sv.DefinitionError, match="SV108"):
        sv.load("barset")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_not_waited_for(install: Install) -> None:
    """A file that never ends would hang every listing."""
    folder = install("barset")
    os.mkfifo(folder / "more.yaml")
    with pytest.raises(sv.DefinitionError, match="SV112"):
        sv.load("barset")
    (folder / "plugin.yaml").unlink()
    os.mkfifo(folder / "plugin.yaml")
    assert info("barset").problems


def test_shipped_plugins_conform_beside_installed_ones(install: Install) -> None:
    """The suite looks at one plug-in, whatever else is installed."""
    install("broken", "x")
    check_plugin("essex")
