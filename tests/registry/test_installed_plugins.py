"""Installed plug-ins: found by entry point, never imported; a broken one disturbs nothing."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

import socialvalue as sv

Site = Callable[..., SimpleNamespace]


def listed(name: str) -> sv.FrameworkInfo:
    """What is listed under a name."""
    (found,) = [each for each in sv.frameworks() if each.id == name]
    return found


def others_are_undisturbed() -> None:
    """The built-in sets are listed without problems, and load."""
    infos = {each.id: each for each in sv.frameworks() if each.origin == "built-in"}
    assert infos["national-toms"].problems == ()
    assert {"essex", "national-toms"} <= infos.keys()
    assert sv.load("national-toms@2022").id == "national-toms"


def why(name: str) -> str:
    """The one problem of a broken plug-in, as it is listed and as loading it tells."""
    (found,) = listed(name).problems
    assert found.code == "SV407"
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(name)
    assert caught.value.problems == (found,)
    others_are_undisturbed()
    return found.message


def test_an_installed_plugin_is_found_and_loads(site: Site) -> None:
    """A council's package is there once it is installed: no path, no registration."""
    made = site("kent", edition="2025")
    info = listed("kent")
    assert (info.kind, info.origin, info.problems) == ("plugin", "socialvalue-kent 1.0", ())
    assert [str(each) for each in info.editions] == ["2025"]
    loaded = sv.load("kent", on="2025-01-01")
    assert loaded.label == "kent@2025"
    assert [each.label for each in loaded.layers] == ["national-toms@2020", "kent@2025"]
    assert loaded["NT10"].span.file.startswith("measures/frameworks/national-toms/2020/")
    assert made.package not in sys.modules


def test_none_of_its_code_is_run(site: Site) -> None:
    """A plug-in is data that a security team can read: its package is never imported."""
    made = site("kent")
    sv.frameworks()
    sv.load("kent")
    assert not made.trace.exists()
    importlib.import_module(made.package)
    del sys.modules[made.package]
    assert made.trace.exists(), "the trace works"


def test_none_of_its_code_is_run_in_a_new_process(site: Site) -> None:
    """Nor is it when the interpreter has never heard of it."""
    made = site("kent")
    code = (
        f"import sys; sys.path.insert(0, {str(made.place)!r})\n"
        "import socialvalue as sv\n"
        "assert 'kent' in {each.id for each in sv.frameworks()}\n"
        "print(sv.load('kent').label)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "kent@2024"
    assert not made.trace.exists()


def test_the_off_switch(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOCIALVALUE_NO_PLUGINS=1 leaves only what is shipped: a check on what an add-on changes."""
    site("kent")
    monkeypatch.setenv("SOCIALVALUE_NO_PLUGINS", "1")
    assert "kent" not in {each.id for each in sv.frameworks()}
    with pytest.raises(sv.NotFoundError, match="SV401"):
        sv.load("kent")
    others_are_undisturbed()
    monkeypatch.setenv("SOCIALVALUE_NO_PLUGINS", "0")
    assert sv.load("kent").id == "kent"


def test_one_installed_meanwhile_is_found(site: Site) -> None:
    """In a notebook a package is installed while Python runs: the next listing has it."""
    assert "kent" not in {each.id for each in sv.frameworks()}
    site("kent")
    assert "kent" in {each.id for each in sv.frameworks()}
    site("surrey")
    importlib.invalidate_caches()
    assert {"kent", "surrey"} <= {each.id for each in sv.frameworks()}


@pytest.mark.parametrize(
    "value", ["councils.kent", "kent:data", "socialvalue_kent [x]", "a b", "1"]
)
def test_a_dotted_entry_point_is_refused(site: Site, value: str) -> None:
    """Locating a package inside a package would run the outer one's code."""
    made = site("kent", value=value)
    assert "is not one top-level package" in why("kent")
    assert not made.trace.exists()


def test_a_parent_package_is_not_run(site: Site) -> None:
    """The refusal comes before anything is looked up: the parent leaves no trace."""
    made = site("kent")
    site("surrey", value=f"{made.package}.data")
    why("surrey")
    assert not made.trace.exists()


def test_a_package_that_is_not_there(site: Site) -> None:
    """A half-removed plug-in is told as such."""
    site("kent", value="no_such_package_at_all")
    assert "there is no package 'no_such_package_at_all'" in why("kent")


def test_a_module_is_no_package(site: Site) -> None:
    """A single .py file holds no plugin.yaml."""
    site("kent", value="antigravity_kent")
    assert "there is no package" in why("kent")
    site("surrey", value="json_kent")
    assert "there is no package" in why("surrey")


def test_a_module_that_lost_its_spec(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something odd in sys.modules is that plug-in's problem and nobody else's."""
    made = site("kent")
    monkeypatch.setitem(sys.modules, made.package, SimpleNamespace(__spec__=None))  # type: ignore[misc]
    assert "there is no package" in why("kent")


def test_a_namespace_package_will_do(site: Site) -> None:
    """A plug-in is data: a folder without __init__.py holds it as well."""
    made = site("kent")
    (made.folder / "__init__.py").unlink()
    assert sv.load("kent").id == "kent"


def test_a_package_without_its_file(site: Site) -> None:
    """A wheel built without its data is listed with what it lacks."""
    made = site("kent")
    (made.folder / "plugin.yaml").unlink()
    (found,) = listed("kent").problems
    assert (found.code, found.message) == ("SV221", f"{made.package} holds no plugin.yaml")
    with pytest.raises(sv.DefinitionError, match="SV221"):
        sv.load("kent")
    others_are_undisturbed()


def test_a_name_that_is_not_its_own(site: Site) -> None:
    """A plug-in is asked for by one name: two names for one set would be two sets in a record."""
    made = site("kent")
    text = (made.folder / "plugin.yaml").read_text(encoding="utf-8")
    (made.folder / "plugin.yaml").write_text(text.replace("id: kent", "id: surrey"), "utf-8")
    assert "its entry point is 'kent' and its id 'surrey'" in why("kent")


def test_a_broken_file_is_a_listed_problem(site: Site) -> None:
    """A slip in one council's package must not stop another council's scoring."""
    made = site("kent", text="schema: socialvalue/plugin@1\nid: kent\nedition: [\n")
    (found,) = listed("kent").problems
    assert found.code == "SV104"
    assert found.file == f"{made.package}/plugin.yaml"
    with pytest.raises(sv.DefinitionError, match=rf"{made.package}/plugin\.yaml:4:1: SV104"):
        sv.load("kent")
    others_are_undisturbed()


def test_a_fault_below_its_header_is_told_on_loading(site: Site) -> None:
    """What the listing does not read is told with its line when it is wanted."""
    made = site("kent", more="place: Kent\nswitch_off: [{code: NT99, why: x}]\n")
    assert listed("kent").problems == ()
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load("kent")
    assert [each.code for each in caught.value.problems] == ["SV210", "SV209"]
    assert {each.file for each in caught.value.problems} == {f"{made.package}/plugin.yaml"}


@pytest.mark.parametrize(
    ("points", "is_listed"),
    [
        ("[socialvalue.plugins]\nno equals sign\n", True),
        ("[socialvalue.plugins]\nkent =\n", True),
        ("[other.group]\nno equals sign\n", False),
        (b"\xff\xfe[socialvalue.plugins]\nkent = x\n", False),
        ("", False),
    ],
)
def test_a_malformed_entry_points_file(site: Site, points: str | bytes, is_listed: bool) -> None:
    """One distribution's broken metadata must not make every listing fail."""
    site("kent", points=points)
    found = [each for each in sv.frameworks() if "kent" in each.origin]
    assert bool(found) == is_listed
    for each in found:
        assert [problem.code for problem in each.problems] == ["SV407"]
        assert "cannot be read" in each.problems[0].message
    others_are_undisturbed()


def test_a_distribution_without_metadata(site: Site) -> None:
    """A dist-info that lost its METADATA still names a package whose data can be read."""
    site("kent", metadata="")
    assert listed("kent").origin == "? ?"
    assert sv.load("kent").id == "kent"


def test_entry_points_of_others_are_left_alone(site: Site) -> None:
    """Another library's entry points are none of our business."""
    site("kent", group="pytest11_of_no_one")
    site("surrey")
    found = {each.id for each in sv.frameworks()}
    assert "surrey" in found
    assert "kent" not in found


def test_entry_points_behind_many_others(site: Site) -> None:
    """A council's plug-in is not lost because its package names a thousand commands first."""
    commands = "".join(f"command-{number} = kent:main\n" for number in range(1_000))
    site(
        "kent",
        points=f"[console_scripts]\n{commands}\n[socialvalue.plugins]\nkent = socialvalue_kent\n",
    )
    assert listed("kent").origin == "socialvalue-kent 1.0"
    assert sv.load("kent").id == "kent"


def test_the_first_copy_on_the_path_counts(site: Site) -> None:
    """An older copy further down the path is what Python would not import either."""
    site("kent", folder="old", version="1.0", edition="2024")
    site("kent", folder="new", version="2.0", edition="2025")
    assert listed("kent").origin == "socialvalue-kent 2.0"
    assert sv.load("kent").edition == "2025"


def test_two_bodies_under_one_name_are_a_clash(site: Site) -> None:
    """One name means one set: which body's figures are meant, nobody guesses."""
    site("essex", edition="2024")
    infos = [each for each in sv.frameworks() if each.id == "essex"]
    assert {each.origin for each in infos} == {"built-in", "socialvalue-essex 1.0"}
    assert all([each.code for each in info.problems] == ["SV406"] for info in infos)
    for how in ({}, {"edition": "2024"}, {"on": "2025-01-01"}):
        with pytest.raises(sv.DefinitionError, match="SV406") as caught:
            sv.load("essex", **how)
        told = str(caught.value)
        assert "built-in, measures/plugins/essex/plugin.yaml" in told
        assert "socialvalue-essex 1.0, socialvalue_essex/plugin.yaml" in told
    assert sv.load("national-toms@2022").id == "national-toms"


def test_another_bodys_edition_is_never_the_one_in_force(site: Site) -> None:
    """A package that adds an edition to somebody's name must not come first in silence."""
    site("essex", edition="2099")
    with pytest.raises(sv.NotFoundError, match="SV402"):
        sv.load("essex")
    with pytest.raises(sv.DefinitionError, match="SV406"):
        sv.load("essex", on="2025-01-01")
    assert sv.load("essex", edition="2024").title == "Essex County Council"
    assert sv.load("essex", on="2022-06-01").edition == "2024"
    assert sv.load("essex@2099").title == "Demonstration Council"


@pytest.mark.parametrize("value", ["no_such_package_at_all", "a.b"])
def test_a_broken_plugin_with_a_sound_name_disturbs_nothing(site: Site, value: str) -> None:
    """A broken package must not make the set unusable whose name it bears."""
    site("essex", value=value)
    assert sv.load("essex").title == "Essex County Council"
    assert sv.load("essex", on="2022-06-01").edition == "2024"
    assert sv.load("essex", edition="2024").edition == "2024"
    (broken,) = [each for each in sv.frameworks() if each.origin != "built-in"]
    assert [each.code for each in broken.problems] == ["SV407"]
    others_are_undisturbed()


def test_of_two_broken_ones_the_problem_is_told(site: Site) -> None:
    """Where nothing can be used, the user learns why, and not that there is nothing."""
    site("kent", value="a.b", folder="one")
    site("kent", value="no_such_package_at_all", folder="two", metadata="Name: other\n")
    assert len([each for each in sv.frameworks() if each.id == "kent"]) == 2
    with pytest.raises(sv.DefinitionError, match="SV407"):
        sv.load("kent")


def test_a_circle_of_plugins_is_refused(site: Site) -> None:
    """Two plug-ins that lie over each other lie over nothing."""
    site("kent", adopts='{framework: surrey, edition: "2024"}')
    site("surrey", adopts='{framework: kent, edition: "2024"}')
    with pytest.raises(sv.DefinitionError, match="SV218") as caught:
        sv.load("kent")
    kent = "kent@2024 (socialvalue-kent 1.0, socialvalue_kent/plugin.yaml)"
    surrey = "surrey@2024 (socialvalue-surrey 1.0, socialvalue_surrey/plugin.yaml)"
    assert f"{kent} → {surrey} → {kent}" in str(caught.value)
    assert caught.value.problems[0].place == "socialvalue_surrey/plugin.yaml:9:10"


def faults(name: str) -> list[str]:
    """What is told of a plug-in that cannot be loaded, a line each, without hints."""
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(name)
    return [f"{each.place}: {each.code} {each.message}" for each in caught.value.problems]


KENT_S = "kent@2024 (socialvalue-kent 1.0, socialvalue_kent/plugin.yaml:12:8)"
OWN = """
measures:
  KE1: {title: Ours, outcome: local-employment, unit: count, kind: recorded}
"""


def test_a_code_of_two_packages_names_both_files_and_both_packages(site: Site) -> None:
    """Two councils must write to each other: which file, of which package, in which version."""
    site("kent", more=OWN)
    site("surrey", version="2.1", more=OWN)
    site(
        "both",
        version="3.0",
        adopts='{framework: kent, edition: "2024", measures: [KE1]}, '
        '{framework: surrey, edition: "2024", measures: [KE1]}',
    )
    (told,) = faults("both")
    assert told == (
        "socialvalue_both/plugin.yaml:9:111: SV216 the code 'KE1' is taken: it is adopted from "
        f"{KENT_S} and "
        "surrey@2024 (socialvalue-surrey 2.1, socialvalue_surrey/plugin.yaml:12:8); "
        "this is both@2024 (socialvalue-both 3.0, socialvalue_both/plugin.yaml)"
    )


@pytest.mark.parametrize(
    ("more", "held"),
    [
        (
            "rename: {NT3: KE1}\n",
            f"it is a measure of {KENT_S}",
        ),
        (
            OWN,
            f"it is a measure of {KENT_S}",
        ),
        (
            "rename: {NT3: KENT-1}\n",
            "it stands for NT1 in kent@2024 (socialvalue-kent 1.0, socialvalue_kent/plugin.yaml)",
        ),
    ],
)
def test_a_rename_onto_a_code_of_another_package_names_both(
    site: Site, more: str, held: str
) -> None:
    """The code has an owner: whoever wants it is told whose it is, and where it stands."""
    site("kent", more=f"{OWN}rename: {{NT1: KENT-1}}\n")
    site("over", version="3.0", adopts='{framework: kent, edition: "2024"}', more=more)
    (told,) = faults("over")
    assert held in told
    assert "this is over@2024 (socialvalue-over 3.0, socialvalue_over/plugin.yaml)" in told


def test_an_unknown_base_edition_names_the_package_that_asks_for_it(site: Site) -> None:
    """The base was published anew, and an installed plug-in still asks for what is gone."""
    site("kent")
    site("over", version="3.0", adopts='{framework: kent, edition: "2023"}')
    (told,) = faults("over")
    assert told == (
        "socialvalue_over/plugin.yaml:9:10, of socialvalue-over 3.0: "
        "SV403 'kent' has no edition '2023'"
    )
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load("over")
    hint = caught.value.problems[0].hint
    assert "2024" in hint
    assert "socialvalue-kent 1.0, socialvalue_kent/plugin.yaml" in hint


def test_a_tower_of_plugins_is_refused(site: Site) -> None:
    """Nobody could explain a figure that went through nine hands."""
    names = [f"tower-{number}" for number in range(11)]
    for above, below in pairwise(names):
        site(above, adopts=f'{{framework: {below}, edition: "2024"}}')
    site(names[-1])
    assert sv.load(names[4]).id == names[4]
    with pytest.raises(sv.DefinitionError, match="SV218") as caught:
        sv.load(names[0])
    assert "more than 8 sets lie over each other" in str(caught.value)


def test_the_path_may_hold_what_is_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Zip files and folders that are gone stand on many a path."""
    (tmp_path / "a.zip").write_bytes(b"")
    for each in (tmp_path / "a.zip", tmp_path / "gone"):
        monkeypatch.syspath_prepend(str(each))
    others_are_undisturbed()


def test_a_package_with_the_name_of_the_national_model_does_not_stop_it(site: Site) -> None:
    """Which rules bind a procurement must not hang on what somebody installed."""
    before = sv.national_rules(published="2025-10-01", value="2_000_000")
    site("uk-social-value-model", edition="2099")
    assert sv.national_rules(published="2025-10-01", value="2_000_000") == before
