"""What stands beside the code and speaks for it: each paper names what there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import socialvalue as sv

PAPERS = ("CONTRIBUTING.md", "README.md", "RELEASING.md", "SECURITY.md")
HOME = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.fixture(scope="module")
def declared(root: Path) -> dict[str, Any]:
    """What pyproject.toml says of the distribution."""
    found: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return found["project"]


def yaml_of(path: Path) -> dict[str, Any]:
    """A file of YAML as plain data."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_leads_somewhere(paper: str, root: Path) -> None:
    """Who wants to help, or to tell of a fault, is not sent to a page that is gone."""
    links = HOME.findall((root / paper).read_text(encoding="utf-8"))
    assert links
    package = Path(sv.__file__).parent
    for link in links:
        inside = package / link.removeprefix("src/socialvalue/")
        assert (root / link).exists() or inside.exists(), f"{paper}: {link}"


def test_the_version_is_said_once(root: Path, declared: dict[str, Any]) -> None:
    """A council that cites a version, or finds one in a catalogue, finds the one it runs."""
    assert yaml_of(root / "CITATION.cff")["version"] == declared["version"]
    assert yaml_of(root / "publiccode.yml")["softwareVersion"] == declared["version"]
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest is not None
    assert newest.group(1) == declared["version"]
    assert sv.__version__ == declared["version"]
    page = (root / "docs" / "howto" / "install.md").read_text(encoding="utf-8")
    assert set(re.findall(r"socialvalue_engine-([\d.]+\d)-", page)) == {declared["version"]}


def test_the_catalogue_of_public_software_can_use_it(root: Path, declared: dict[str, Any]) -> None:
    """publiccode.yml is read by machines: our licence, and texts within their bounds."""
    paper = yaml_of(root / "publiccode.yml")
    assert paper["legal"]["license"] == declared["license"]
    words = paper["description"]["en"]
    assert len(words["shortDescription"]) <= 150
    assert 150 <= len(words["longDescription"]) <= 10_000
    assert words["features"]
    assert ("url" in paper) == ("urls" in declared), "the home of the project is said in both"


def test_a_form_asks_for_what_is_needed(root: Path) -> None:
    """A figure without its source, or a score without its record, cannot be looked into."""
    folder = root / ".github" / "ISSUE_TEMPLATE"
    forms = {path.stem: yaml_of(path) for path in folder.glob("*.yml")}
    needed = {
        name: {
            each["id"]
            for each in form["body"]
            if each["type"] != "markdown" and each["validations"]["required"]
        }
        for name, form in forms.items()
    }
    assert needed["wrong-figure"] >= {"set", "code", "source"}
    assert needed["new-council"] >= {"body", "rules", "sources", "since"}
    assert needed["wrong-score"] >= {"record", "version"}
    assert all(form["name"] and form["description"] for form in forms.values())


def test_what_runs_before_a_commit_is_in_the_environment(
    root: Path, declared: dict[str, Any]
) -> None:
    """A hook that no extra brings stops every commit of a newcomer."""
    config = yaml_of(root / ".pre-commit-config.yaml")
    entries = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]]
    brought = {re.split(r"[^\w-]", each)[0] for each in declared["optional-dependencies"]["dev"]}
    assert [each.split()[:2] for each in entries] == [["ruff", "check"], ["ruff", "format"]]
    assert {each.split()[0] for each in entries} <= brought


def test_each_decision_has_its_reason_and_what_holds_it(root: Path) -> None:
    """A choice without what it costs, or held by a test that is gone, is a habit."""
    text = (root / "docs" / "explanation" / "decisions.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\d+)\. .+$", text, flags=re.M)[1:]
    assert [int(number) for number in parts[::2]] == [*range(1, 11)]
    for said in parts[1::2]:
        assert re.findall(r"^(Turned down|Cost|Held by):", said, re.M) == [
            "Turned down", "Cost", "Held by"
        ]  # fmt: skip
        held = said.partition("Held by:")[2]
        for path in re.findall(r"`(tests/[^`]+)`", held):
            assert (root / path).exists(), path
        assert "`" in held or "](" in held


def test_the_page_of_local_values_is_about_every_council(root: Path) -> None:
    """What is not known of a council is read before its set is relied on, not after."""
    page = root / "docs" / "explanation" / "where-local-values-come-from.md"
    text = page.read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([\w-]+)` \|", text, re.M))
    shipped = [each for each in sv.frameworks() if each.origin == "built-in"]
    assert rows == {each.id for each in shipped if each.kind == "plugin"}
    for info in (each for each in shipped if each.kind == "framework"):
        for edition in info.editions:
            for measure in sv.load(info.id, edition=edition.edition):
                values = measure.proxy.values if measure.proxy else ()
                if any(each.place for each in values):
                    assert f"`{measure.code}`" in text, f"{edition}: {measure.code}"


def test_every_session_that_is_named_can_be_run(root: Path) -> None:
    """A command that a newcomer types from CONTRIBUTING is one that nox knows."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    source = (root / "noxfile.py").read_text(encoding="utf-8")
    known = set(re.findall(r"^@nox\.session\ndef (\w+)", source, re.M))
    table = re.findall(r"^\| (`.+?`) \|", text, re.M)
    told = {name for cell in table[1:] for name in re.findall(r"`(\w+)`", cell)}
    assert known - told == {"bench", "fuzz", "mutation"}
    assert {"lint", "long"} <= told
    assert told - known == set()
