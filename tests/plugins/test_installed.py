"""A plug-in from the template to a scored tender, as a council's machine would see it.

Everything is built and installed as it ships: the library's wheel, the plug-in's wheel, a clean
environment, plain pip.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plugins.conftest import Environment

pytestmark = pytest.mark.slow

TENDER = """\
schema: socialvalue/tender@1
title: Parks
framework: northshire
contract_value: "100000"
published: {today}
target: "0.50"
scheme:
  criteria:
    - {{name: price, points: "60", method: lowest_price}}
    - {{name: social value, points: "40", method: against_target}}
bids:
  - bidder: Acme
    price: "90000"
    commitments: [{{measure: NT10, weeks: "40", people: "5"}}, {{measure: NOR1, count: "2"}}]
  - {{bidder: Brook, price: "95000"}}
"""


@pytest.fixture(scope="module")
def wheel(environment: Environment) -> Path:
    """The wheel of a plug-in as the template makes it."""
    environment.command("plugin", "new", "northshire", "--title", "Northshire: the County")
    environment.pip("wheel", "--no-deps", "--wheel-dir", "dist", "./socialvalue-northshire")
    (built,) = (environment.here / "dist").glob("socialvalue_northshire-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(environment: Environment, wheel: Path) -> Environment:
    """The environment with the plug-in, and beside it one that is broken."""
    environment.pip("install", "--no-deps", wheel, broken(environment, wheel))
    return environment


def broken(environment: Environment, wheel: Path) -> Path:
    """The same plug-in under another name, spoilt: its file is no YAML, its code leaves a trace."""
    made = environment.here / "socialvalue_broken-1.0-py3-none-any.whl"
    trace = environment.here / "trace"
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            text = old.read(each).decode().replace("northshire", "broken")
            if each.endswith("__init__.py"):
                text = f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n"
            if each.endswith("plugin.yaml"):
                text = "schema: socialvalue/plugin@1\nid: [\n"
            if each.endswith("METADATA"):
                text = "Metadata-Version: 2.1\nName: socialvalue-broken\nVersion: 1.0\n"
            if each.endswith("RECORD"):
                text = ""
            name = each.replace("northshire", "broken")
            first, _, rest = name.partition(".dist-info")
            new.writestr("socialvalue_broken-1.0.dist-info" + rest if rest else first, text)
    return made


def test_the_wheel_holds_the_data_and_no_more(wheel: Path) -> None:
    """A package built without its data is the commonest slip of packaging."""
    names = {each for each in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in each}
    assert names == {
        f"socialvalue_northshire/{each}" for each in ("__init__.py", "plugin.yaml", "cases.yaml")
    }
    text = zipfile.ZipFile(wheel).read("socialvalue_northshire/__init__.py").decode()
    compiled = compile(text, "__init__.py", "exec")
    assert not compiled.co_names or compiled.co_names == ("__doc__",)


def test_it_is_loaded_by_name_and_passes_its_tests(installed: Environment) -> None:
    """From an empty folder to a plug-in that works, with nothing written by hand."""
    assert installed.command("plugin", "test", "northshire").startswith("northshire@")
    assert "nothing is wrong" in installed.command("plugin", "check", "socialvalue-northshire")
    installed.run("-m", "pytest", "-q", "-W", "error", "socialvalue-northshire")
    code = "import socialvalue as sv; print(sv.load('northshire')['NOR1'].unit)"
    assert installed.run("-c", code) == "count\n"


def test_a_tender_is_scored_with_it(installed: Environment) -> None:
    """The point of it all: a tender names the council, and the bids have points."""
    code = "import socialvalue as sv; print(sv.load('northshire').in_force.start)"
    today = installed.run("-c", code).strip()
    path = installed.here / "tender.yaml"
    path.write_text(TENDER.format(today=today), encoding="utf-8")
    told = json.loads(installed.command("score", "tender.yaml", "--format", "json"))
    assert [each["bidder"] for each in told["ranking"]] == ["Acme", "Brook"]
    assert told["ranking"][0]["points"] == "100.00"
    assert told["ranking"][0]["social_value"] == "50358.11"
    assert [each["measure"] for each in told["refused"]] == ["NOR1"]


def test_both_are_listed_and_the_broken_one_with_its_problem(installed: Environment) -> None:
    """Who installed a broken package is told so, where they look for it, and who to write to."""
    told = json.loads(installed.command("frameworks", "--format", "json"))["frameworks"]
    by_id = {each["id"]: each for each in told}
    assert by_id["northshire"]["origin"].startswith("socialvalue-northshire 20")
    assert by_id["broken"]["origin"] == "socialvalue-broken 1.0"
    assert by_id["broken"]["problems"]
    assert not any(each["problems"] for each in told if each["id"] != "broken")


def test_no_code_of_a_plugin_is_run(installed: Environment) -> None:
    """Listing, loading and checking run nothing that a plug-in's maker wrote."""
    installed.command("frameworks")
    installed.command("plugin", "test", "broken", code=1)
    trace = installed.here / "trace"
    assert not trace.exists()
    installed.run("-c", "import socialvalue_broken")
    assert trace.exists()
    trace.unlink()


def test_the_switch_leaves_installed_ones_out(installed: Environment) -> None:
    """The same machine with and without what was installed on it."""
    told = installed.command("frameworks", SOCIALVALUE_NO_PLUGINS="1")
    assert "northshire" not in told
    assert "essex" in told
