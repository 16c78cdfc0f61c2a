"""The package as it is installed: light to import, typed, and telling the truth of itself."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

import socialvalue
from socialvalue.cli.commands import tables

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
DISTRIBUTION = "socialvalue-engine"
PARTS_OF_A_SET = {"cases", "exclusions", "measures"}  # their set says the licence for them
EDGES = {
    "altair",
    "click",
    "docx",
    "jinja2",
    "narwhals",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "rich",
    "xlsxwriter",
}


def modules_after(code: str) -> set[str]:
    """The top-level modules that a new interpreter holds after running some code."""
    report = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.split())


def test_import_loads_no_edge() -> None:
    """Who only wants a sum in Python does not wait for a dataframe or a chart library."""
    loaded = modules_after("import socialvalue")
    assert "socialvalue" in loaded
    assert not loaded & EDGES


def test_import_loads_nothing_that_is_not_asked_for() -> None:
    """A command that asks for help, and a program that values nothing, do not wait for numpy."""
    assert not modules_after("import socialvalue") & {"numpy", "attrs"}
    assert modules_after("import socialvalue as sv; sv.evaluate_arrays") >= {"numpy", "attrs"}
    code = (
        "import socialvalue as sv\n"
        "assert all(getattr(sv, each) is getattr(sv, each) for each in reversed(sv.__all__))\n"
        "assert sv.model.frozen and sv.__version__\n"
        "assert not hasattr(sv, 'no_such_name') and not hasattr(sv, '__wrapped__')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_delivery_record_is_opened_without_libraries_of_tables() -> None:
    """Who enters one return waits for what reads it, and not for what adds up ten millions."""
    opened = "import socialvalue as sv; sv.portfolio(sv.contracts.open_register(), on='2022-12-31')"
    assert not modules_after(opened) & {"narwhals", "numpy"}
    assert modules_after("import socialvalue as sv; sv.contracts.portfolio_frame") >= {"narwhals"}


def test_import_loads_no_reader() -> None:
    """The YAML reader is loaded with the first file, and not before."""
    readers = {"yaml"}
    assert not modules_after("import socialvalue") & readers
    assert modules_after("import socialvalue as sv; sv.load('essex')") >= readers


def test_the_watched_edges_are_real() -> None:
    """The test above would pass for ever if it watched for names that nothing has."""
    loaded = modules_after("import click, docx, rich, narwhals, pandas, polars, pyarrow")
    assert {"click", "docx", "rich", "narwhals", "pandas", "polars", "pyarrow"} <= loaded


def test_version_is_the_distributions() -> None:
    """A result names the version that made it: the two must not drift apart."""
    assert socialvalue.__version__ == metadata.version(DISTRIBUTION)


def test_typed() -> None:
    """A user's type checker reads our types only if the mark is shipped."""
    assert resources.files("socialvalue").joinpath("py.typed").is_file()


def test_all_names_exist_and_are_documented() -> None:
    """What the page promises can be called, and says what it does."""
    assert len(set(socialvalue.__all__)) == len(socialvalue.__all__)
    for name in socialvalue.__all__:
        thing = getattr(socialvalue, name)
        if callable(thing):
            assert (thing.__doc__ or "").strip(), f"socialvalue.{name} says nothing of itself"


def test_command_is_registered() -> None:
    """The README's command comes from this distribution."""
    (entry,) = metadata.distribution(DISTRIBUTION).entry_points.select(
        group="console_scripts", name="socialvalue"
    )
    assert entry.value == "socialvalue.cli:main"
    assert importlib.util.find_spec("socialvalue.cli") is not None


def test_changelog_has_this_version(root: Path) -> None:
    """Nobody is handed a version whose changes, and changes of data, they cannot read."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.escape(socialvalue.__version__)
    entry = re.search(rf"^## {version}\b.*?(?=^## |\Z)", text, re.S | re.M)
    assert entry is not None
    assert "\n### Data\n" in entry.group()


def test_readme_sets_up_a_fresh_machine(root: Path) -> None:
    """The first two blocks are all a newcomer types: the main job, then the tests."""
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.S | re.M)
    assert blocks[0].splitlines() == [
        'python -m pip install -e ".[cli]"',
        "socialvalue score docs/examples/highways/tender.yaml",
    ]
    assert blocks[1].splitlines() == ['python -m pip install -e ".[test]"', "python -m pytest"]


@pytest.mark.parametrize(
    "name",
    ["LICENSE", "OGL-UK-3.0.txt", "CC-BY-4.0.txt", "LicenseRef-National-TOMs-facts.txt"],
)
def test_licences_are_shipped(name: str) -> None:
    """Each licence that the expression names goes out with the figures it covers."""
    files = metadata.distribution(DISTRIBUTION).files or []
    assert any(path.name == name and "licenses" in path.parts for path in files)


def test_every_set_has_a_licence_that_the_distribution_names(root: Path) -> None:
    """A set under a licence the package does not name would be shipped without its terms."""
    named = set(metadata.metadata(DISTRIBUTION)["License-Expression"].split(" AND "))
    for path in shipped_data(root):
        text = path.read_text(encoding="utf-8")
        kind = re.findall(r"^schema: socialvalue/(\w+)@", text, re.M)
        licence = re.findall(r"^licence: *['\"]?([\w. -]+)", text, re.M)
        assert kind, f"{path} does not say what it is"
        assert {each for line in licence for each in line.strip().split(" AND ")} <= named, path
        assert licence or kind[0] in PARTS_OF_A_SET, f"{path} has no licence line"


def shipped_data(root: Path) -> list[Path]:
    """The files of the shipped sets: in the checkout, or inside the wheel."""
    beside = root / "measures"
    held = beside if beside.is_dir() else Path(str(resources.files("socialvalue"))) / "measures"
    files = sorted(held.rglob("*.yaml"))
    assert files, f"no measure sets under {held}"
    return files


def needs_of(extra: str) -> dict[str, str]:
    """What an extra brings, with its own extras: the name of each library to its bounds."""
    declared = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    found: dict[str, str] = {}
    for need in declared["optional-dependencies"][extra]:
        name, _, bounds = need.partition(">=")
        if name.startswith(DISTRIBUTION):
            for other in name.partition("[")[2].rstrip("]").split(","):
                found |= needs_of(other)
        else:
            found[name] = bounds
    return found


def test_all_brings_what_the_command_needs() -> None:
    """Who installs everything is not told by `value` that DuckDB is missing."""
    assert {"click", "rich", "duckdb"} <= needs_of("all").keys()
    assert "duckdb" in needs_of("tables")
    assert "duckdb" not in needs_of("cli")


def test_the_tests_bring_the_framework_of_the_web_page() -> None:
    """The page's application is tried wherever the tests are installed, and is skipped nowhere."""
    assert "Flask" in needs_of("test")
    assert "Flask" not in needs_of("all")


def test_the_least_duckdb_is_the_one_declared() -> None:
    """The command refuses what pyproject.toml says is too old, and nothing else."""
    least = ".".join(map(str, tables._LEAST_DUCKDB))
    assert needs_of("tables")["duckdb"] == least


def test_a_room_is_loaded_when_it_is_named() -> None:
    """`sv.planning` is there without an import of its own, and costs nothing until it is named."""
    before = "import socialvalue as sv, sys; assert 'socialvalue.planning' not in sys.modules"
    assert "socialvalue" in modules_after(f"{before}; assert sv.planning.compare_schemes")
    with pytest.raises(AttributeError, match="no attribute 'plannning'"):
        _ = socialvalue.plannning  # type: ignore[attr-defined]


def test_a_listing_shows_the_page_and_nothing_else() -> None:
    """Who looks for a name in a notebook finds those that are kept, not the scaffolding."""
    rooms = ["appraisal", "calculators", "contracts", "guides", "notices", "planning", "reports",
             "testing", "uncertainty"]  # fmt: skip
    assert dir(socialvalue) == sorted([*socialvalue.__all__, *rooms])
    assert dir(socialvalue.planning) == sorted(socialvalue.planning.__all__)


def test_no_module_bears_the_name_of_a_public_name() -> None:
    """A module that is imported becomes an attribute: it must not hide what a user calls."""
    code = (
        "import importlib, pkgutil, socialvalue as sv\n"
        "kept = {name: getattr(sv, name) for name in sv.__all__}\n"
        "for each in pkgutil.walk_packages(sv.__path__, 'socialvalue.'):\n"
        "    if not each.name.endswith('__main__'): importlib.import_module(each.name)\n"
        "assert len(kept) > 80, len(kept)\n"
        "assert all(getattr(sv, name) is each for name, each in kept.items())"
    )
    assert "socialvalue" in modules_after(code)
