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
    assert needed["wrong-score"] >= {"record", "version"}
    assert all(form["name"] and form["description"] for form in forms.values())


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
