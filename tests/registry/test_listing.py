"""What is found: built-in sets in a checkout or a wheel, each with what its header says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.registry import discovery, loading
from socialvalue.registry.discovery import measures_root


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A measures/ folder of our own in place of the shipped one; the places stay."""
    root = tmp_path / "measures"
    (root / "frameworks").mkdir(parents=True)
    (root / "places.yaml").write_bytes((measures_root() / "places.yaml").read_bytes())
    monkeypatch.setattr(discovery, "measures_root", lambda: root)
    monkeypatch.setattr(loading, "measures_root", lambda: root)
    return root


def listed(name: str) -> sv.FrameworkInfo:
    """What is listed under a name."""
    (found,) = [each for each in sv.frameworks() if each.id == name]
    return found


def test_the_shipped_sets_are_found() -> None:
    """Nobody should have to know a path to score a bid under published measures."""
    toms = listed("national-toms")
    assert (toms.kind, toms.origin, toms.problems) == ("framework", "built-in", ())
    assert {"2019", "2020", "2022"} <= {str(each) for each in toms.editions}
    essex = listed("essex")
    assert (essex.kind, essex.origin, essex.problems) == ("plugin", "built-in", ())


def test_editions_are_listed_from_the_oldest() -> None:
    """A listing in another order would make the newest look like the oldest."""
    for info in sv.frameworks():
        starts = [each.in_force.start or date.min for each in info.editions]
        assert starts == sorted(starts), info.id


def test_a_partial_set_says_so_in_every_listing() -> None:
    """Who takes a partial set for the whole publication asks for what cannot be offered."""
    assert listed("national-toms").coverage == "partial"
    assert {each.coverage for each in listed("national-toms").editions} == {"partial"}


def test_a_plugin_over_a_partial_set_says_so(site: Callable[..., object]) -> None:
    """A council that says nothing of coverage adopts what is there, and no more is there."""
    site("shire")
    site("town", adopts='{framework: shire, edition: "2024", measures: all}')
    site("open-town", adopts='{framework: uk-open, edition: "2026.1", measures: all}')
    for name, coverage in {"shire": "partial", "town": "partial", "open-town": "complete"}.items():
        assert listed(name).coverage == listed(name).editions[0].coverage == coverage
        assert sv.load(name).coverage == coverage


def test_only_headers_are_read(held: Path, write: Callable[..., Path]) -> None:
    """A listing must be quick and must not fail where one file far down is broken."""
    folder = write("measures/frameworks/demo/2024")
    (folder / "measures.yaml").write_text("schema: [", encoding="utf-8")
    info = listed("demo")
    assert ([str(each) for each in info.editions], info.problems) == (["2024"], ())
    with pytest.raises(sv.DefinitionError, match=r"measures/frameworks/demo/2024/measures\.yaml"):
        sv.load("demo")


def test_a_broken_header_is_a_listed_problem(held: Path, write: Callable[..., Path]) -> None:
    """One broken set must not take the others with it, and must not vanish either."""
    write("measures/frameworks/demo/2024")
    broken = write("measures/frameworks/other/2024")
    (broken / "framework.yaml").write_text("id:\n\t- x\n", encoding="utf-8")
    (held / "frameworks" / "empty" / "2024").mkdir(parents=True)
    assert listed("demo").problems == ()
    assert [each.code for each in listed("other").problems] == ["SV104"]
    assert listed("other").editions == ()
    assert [each.code for each in listed("empty").problems] == ["SV221"]
    assert sv.load("demo").label == "demo@2024"
    for name, code in (("other", "SV104"), ("empty", "SV221")):
        with pytest.raises(sv.DefinitionError, match=code):
            sv.load(name)


def test_a_header_without_its_words_is_named_after_its_folder(
    held: Path, write: Callable[..., Path]
) -> None:
    """A set that forgot its own name is found all the same, and told to say it."""
    write("measures/frameworks/demo/2024", ("id: demo\n", ""), ('edition: "2024"\n', ""))
    assert [str(each) for each in listed("demo").editions] == ["2024"]
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load("demo", edition="2024")
    missing = [each.message for each in caught.value.problems if each.code == "SV202"]
    assert missing == ["the key 'id' is missing", "the key 'edition' is missing"]


def test_a_day_that_cannot_be_read_is_told_on_loading(
    held: Path, write: Callable[..., Path]
) -> None:
    """A listing goes on; whoever loads the set is told what is wrong with its period."""
    write("measures/frameworks/demo/2024", ("from: 2024-07-01", "from: July"))
    assert listed("demo").editions[0].in_force.start is None
    with pytest.raises(sv.DefinitionError, match=r"framework\.yaml:7:18: SV206 'July'"):
        sv.load("demo")


def test_a_header_of_another_shape_is_told_on_loading(
    held: Path, write: Callable[..., Path]
) -> None:
    """A period that is a text, or an id that is a list, ends in a place and not in a traceback."""
    changes = (("{from: 2024-07-01, until: 2025-06-30}", "always"), ("id: demo", "id: [demo]"))
    write("measures/frameworks/demo/2024", *changes)
    assert listed("demo").editions[0].in_force.start is None
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load("demo")
    assert [(each.code, each.line) for each in caught.value.problems] == [
        ("SV203", 2),
        ("SV203", 7),
    ]


def test_files_and_hidden_folders_are_passed_over(held: Path, write: Callable[..., Path]) -> None:
    """A .git folder, a cache or a note beside the sets is no set."""
    write("measures/frameworks/demo/2024")
    for name in (".git", "_draft", "__pycache__"):
        (held / "frameworks" / name / "2024").mkdir(parents=True)
        (held / "frameworks" / "demo" / name).mkdir()
    (held / "frameworks" / "README.md").touch()
    assert [each.id for each in sv.frameworks() if each.origin == "built-in"] == ["demo"]
    assert len(listed("demo").editions) == 1


def test_no_measures_at_all_is_an_empty_list(held: Path) -> None:
    """A wheel built without data lists nothing, and says that nothing is known."""
    (held / "frameworks").rmdir()
    assert [each for each in sv.frameworks() if each.origin == "built-in"] == []
    with pytest.raises(sv.NotFoundError, match="SV401"):
        sv.load("national-toms")


def test_two_folders_of_one_edition_are_a_clash(held: Path, write: Callable[..., Path]) -> None:
    """One name means one set: which of two folders was meant, nobody guesses."""
    write("measures/frameworks/demo/2024")
    write("measures/frameworks/demo/2024-again")
    write(
        "measures/frameworks/demo/2023",
        ('"2024"', '"2023"'),
        ("from: 2024-07-01", "from: 2023-07-01"),
    )
    assert [each.code for each in listed("demo").problems] == ["SV406", "SV406"]
    for how in ({"edition": "2024"}, {"on": "2024-08-01"}):
        with pytest.raises(sv.DefinitionError, match="SV406"):
            sv.load("demo", **how)
    assert sv.load("demo", edition="2023").edition == "2023"


@pytest.mark.parametrize("kind", ["checkout", "wheel"])
def test_the_data_lie_beside_the_checkout_or_inside_the_wheel(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout's data are those that are being edited; an installed package brings its own."""
    package = tmp_path / ("src" if kind == "checkout" else "site-packages") / "socialvalue"
    (package / "registry").mkdir(parents=True)
    (tmp_path / "measures").mkdir()
    (package / "measures").mkdir()
    monkeypatch.setattr(discovery, "__file__", str(package / "registry" / "discovery.py"))
    expected = tmp_path / "measures" if kind == "checkout" else package / "measures"
    assert measures_root.__wrapped__() == expected.resolve()


def test_a_shipped_set_lies_in_a_folder_of_its_own_id(
    held: Path, write: Callable[..., Path]
) -> None:
    """It is looked up by its folder: under another id it would be listed and never found."""
    write("measures/frameworks/other/2024")
    info = listed("other")
    (told,) = info.problems
    assert told.code == "SV414"
    assert "measures/frameworks/other/2024" in told.message
    assert "'demo'" in told.message
    with pytest.raises(sv.DefinitionError, match="SV414"):
        sv.load("other")
    with pytest.raises(sv.NotFoundError, match="SV401"):
        sv.load("demo")
