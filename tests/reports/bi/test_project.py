"""The Power BI project: valid files, a model whose parts are there, and nobody's data in it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from tests.reports.invented import MEASURES as INVENTED
from tests.reports.invented import ON, SUPPLIERS, contract

import socialvalue as sv
from socialvalue.errors import InputError
from socialvalue.reports.bi.measures import MEASURES
from socialvalue.reports.bi.package import star_files
from socialvalue.reports.bi.pages import CHECKED
from socialvalue.reports.bi.project import PROJECT, is_of_project
from socialvalue.reports.bi.shapes import shapes_of

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "powerbi-json-schemas.json"
MODEL = "social-value.SemanticModel/definition/"
Files = dict[str, bytes]


@pytest.fixture(scope="module", params=[False, True], ids=["public", "contract-team"])
def files(request: pytest.FixtureRequest, register: Any) -> Files:
    """A star's files, for everybody and for the contract team."""
    return star_files(register, date.fromisoformat(ON), restricted=request.param)


def of_json(files: Files) -> dict[str, Any]:
    """The files of the project that are JSON."""
    return {name: json.loads(held) for name, held in files.items()
            if is_of_project(name) and not name.endswith(".tmdl")}  # fmt: skip


@pytest.mark.skipif(not SCHEMAS.is_file(), reason="Microsoft's schemas do not lie beside")
def test_every_file_is_valid_by_microsofts_schemas(files: Files) -> None:
    """Power BI refuses a project with a misspelt property, often without saying why."""
    held = json.loads(SCHEMAS.read_text(encoding="utf-8"))
    named = {name: {**schema, "$id": name} for name, schema in held.items()}
    known = Registry().with_resources(
        (name, Resource.from_contents(each)) for name, each in named.items()
    )

    def faults(data: Any) -> list[Any]:
        return [*Draft7Validator(named[data["$schema"]], registry=known).iter_errors(data)]

    found = of_json(files)
    assert len(found) == 30
    for name, data in found.items():
        assert faults(data) == [], name
    page = next(each for name, each in found.items() if name.endswith("visual.json"))
    assert faults({**page, "possition": {}})
    assert faults({**page, "visual": {**page["visual"], "visualTyp": "card"}})


def test_the_obligatory_files_lead_to_each_other(files: Files) -> None:
    """A project without its .platform files, or with a path that leads nowhere, does not open."""
    found = of_json(files)
    (report,) = found[PROJECT]["artifacts"]
    folder = report["report"]["path"]
    assert f"{folder}/.platform" in found
    model = found[f"{folder}/definition.pbir"]["datasetReference"]["byPath"]["path"]
    assert model.startswith("../")
    assert f"{model[3:]}/.platform" in found
    assert f"{model[3:]}/definition/model.tmdl" in files
    pages = found[f"{folder}/definition/pages/pages.json"]["pageOrder"]
    for page in pages:
        assert re.fullmatch("[0-9a-f]{20}", page)
        assert found[f"{folder}/definition/pages/{page}/page.json"]["name"] == page
    assert "social-value.Report/definition/report.json" in found
    assert all(not held.startswith(b"\xef\xbb\xbf") for held in files.values())


def fields_in(data: Any) -> set[tuple[str, str, str]]:
    """Every column and measure that a visual names: kind, table, name."""
    if isinstance(data, list):
        return {each for one in data for each in fields_in(one)}
    if not isinstance(data, dict):
        return set()
    found = {(kind, one["Expression"]["SourceRef"]["Entity"], one["Property"])
             for kind, one in data.items() if kind in {"Column", "Measure"}}  # fmt: skip
    return found.union(*map(fields_in, data.values()))


def test_every_name_that_is_used_is_there(files: Files) -> None:
    """A visual or a measure on a column that is not there is an error in front of directors."""
    restricted = "dim_group.csv" in files
    shapes = shapes_of(restricted=restricted)
    columns = {(table, each.name) for table, held in shapes.items() for each in held.columns}
    measures = {each.name: each.table for each in MEASURES}
    used = fields_in(of_json(files))
    assert {kind for kind, *_ in used} == {"Column", "Measure"}
    for kind, table, name in used:
        assert (measures[name] == table) if kind == "Measure" else ((table, name) in columns)
    there = [each for each in MEASURES if each.table in shapes]
    assert len(there) == len(MEASURES) - 8 * (not restricted)
    for each in MEASURES:
        assert (f"\n{each.name} =\n" in files["measures.dax"].decode()) is (each in there)
    for each in there:
        named = set(re.findall(r"(\w+)\[(\w+)\]", each.dax))
        assert named <= columns, each.name
        assert set(re.findall(r"(?<!\w)\[([^\]]+)\]", each.dax)) <= measures.keys(), each.name
        assert each.table in shapes
        assert each.name.lower() not in {name for table, name in columns if table == each.table}


def test_relationships_lead_one_way_to_a_key_and_days_once(files: Files) -> None:
    """Two active ways to one table, or a fact led to a fact, make Power BI choose or refuse."""
    text = files[f"{MODEL}relationships.tmdl"].decode()
    found = re.findall(r"relationship (\S+)\n(\tisActive: false\n)?\tfromColumn: (\w+)\.(\w+)\n"
                       r"\ttoColumn: (\w+)\.(\w+)\n", text)  # fmt: skip
    assert len(found) == text.count("relationship ") == len({each[0] for each in found}) >= 20
    active = [(table, to) for _, off, table, _, to, _ in found if not off]
    assert len(active) == len(set(active))
    assert sum(bool(off) for _, off, *_ in found) == 2
    for _, _, table, _, to, key in found:
        assert to.startswith("dim_")
        assert not table.startswith("dim_")
        assert key == ("date" if to == "dim_date" else f"{to.removeprefix('dim_')}_key")


def test_no_key_is_summed_and_the_dates_are_marked(files: Files) -> None:
    """A sum of keys on a page is a figure that nobody can explain."""
    tables = {name: held.decode() for name, held in files.items() if "/tables/" in name}
    assert {Path(name).stem for name in tables} == {
        Path(name).stem for name in files if name.endswith(".csv")
    }
    for text in tables.values():
        assert text.count("\tcolumn ") == text.count("\t\tsummarizeBy: none\n")
        for column in re.findall(r"\tcolumn \w+_(?:key|pence|micro)\n(?:\t\t.*\n)+", text):
            assert "\t\tisHidden\n" in column
        for measure in re.findall(r"\tmeasure .*\n(?:\t\t.*\n)+", text):
            assert "\t\tformatString: " in measure
    days = tables[f"{MODEL}tables/dim_date.tmdl"]
    assert "\tdataCategory: Time\n" in days
    assert "\tcolumn date\n\t\tdataType: dateTime\n\t\tisKey\n" in days


def test_the_project_holds_nothing_of_the_record(register: Any, files: Files) -> None:
    """What is handed on as a layout must not carry a supplier's name, a group or a figure."""
    mine = {name: held for name, held in files.items() if is_of_project(name)}
    content = b"".join(mine.values())
    words = (*SUPPLIERS, *(each[1] for each in INVENTED), "Norchester", "NCC-0412", ON)
    assert all(word.encode() not in content for word in words)
    assert SUPPLIERS[0].encode() in files["dim_supplier.csv"]
    empty = star_files(sv.contracts.open_register(), date(2022, 12, 31),
                       restricted="dim_group.csv" in files)  # fmt: skip
    assert {name: held for name, held in empty.items() if is_of_project(name)} == mine


def test_it_says_that_nobody_opened_it(files: Files) -> None:
    """A project that is called checked and was never opened is an untrue sentence."""
    assert "not opened in Power BI by us" in CHECKED
    page = next(held for name, held in files.items() if b"textbox" in held)
    assert CHECKED in page.decode()
    assert "not opened in Power BI by us" in files["measures.dax"].decode()


def test_a_project_with_pages_of_ones_own_is_left_alone(register: Any, tmp_path: Path) -> None:
    """An officer who drew pages would lose them each month when the tables are written anew."""
    sv.reports.star(register, tmp_path, on="2024-12-31")
    report = tmp_path / "social-value.Report" / "definition" / "report.json"
    before = (tmp_path / "fact_delivery.csv").read_bytes()
    report.write_text("{}", encoding="utf-8")
    sv.reports.star(register, tmp_path, on=ON)
    assert report.read_text(encoding="utf-8") == "{}"
    assert (tmp_path / "fact_delivery.csv").read_bytes() != before


def test_tables_for_everybody_do_not_go_beside_those_of_the_contract_team(tmp_path: Path) -> None:
    """A folder that is handed on as public would still hold the groups of the run before."""
    held = sv.contracts.open_register()
    held.add(contract(0), by="procurement", on="2024-04-01")
    sv.reports.star(held, tmp_path, on=ON, restricted=True)
    with pytest.raises(InputError, match="SV1130"):
        sv.reports.star(held, tmp_path, on=ON)
    sv.reports.star(held, tmp_path, on=ON, restricted=True)
