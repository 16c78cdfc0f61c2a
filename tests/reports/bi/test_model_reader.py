"""The model as Microsoft's own reader reads it; `nox -s powerbi` runs this, and nothing else does.

SOCIALVALUE_MODEL_READER is a Python that has the reader.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.reports.invented import ON

import socialvalue as sv
from socialvalue.reports.bi.measures import MEASURES
from socialvalue.reports.bi.model import relationships
from socialvalue.reports.bi.shapes import shapes_of

READER = os.environ.get("SOCIALVALUE_MODEL_READER", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not READER, reason="Microsoft's model reader is not asked for"),
]


def read(folder: Path) -> Any:
    script = Path(__file__).with_name("model_reader.py")
    model = folder / "social-value.SemanticModel" / "definition"
    ran = subprocess.run([READER, script, model], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout[ran.stdout.index("{") :])


@pytest.mark.parametrize("restricted", [False, True])
def test_microsofts_reader_finds_every_part(
    register: Any, tmp_path: Path, restricted: bool
) -> None:
    """The project says that it was checked with the model reader: then it was."""
    sv.reports.star(register, tmp_path, on=ON, restricted=restricted)
    model, shapes = read(tmp_path)["model"], shapes_of(restricted=restricted)
    found = {each["name"]: [one["name"] for one in each["columns"]] for each in model["tables"]}
    assert found == {name: [one.name for one in each.columns] for name, each in shapes.items()}
    measures = {one["name"]: "\n".join([one["expression"]]) if isinstance(one["expression"], str)
                else "\n".join(one["expression"])
                for each in model["tables"] for one in each.get("measures", ())}  # fmt: skip
    assert measures == {each.name: each.dax for each in MEASURES if each.table in shapes}
    leads = {(one["fromTable"], one["fromColumn"], one.get("isActive", True))
             for one in model["relationships"]}  # fmt: skip
    assert leads == {(name, each.name, not each.second) for name, each in relationships(shapes)}


def test_microsofts_reader_refuses_what_leads_nowhere(register: Any, tmp_path: Path) -> None:
    """A reader that finds nothing wrong with a broken model would prove nothing of a whole one."""
    sv.reports.star(register, tmp_path, on=ON)
    file = tmp_path / "social-value.SemanticModel" / "definition" / "relationships.tmdl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("dim_contract.contract_key", "dim_contract.no_such", 1),
                    encoding="utf-8")  # fmt: skip
    assert "ToColumn" in read(tmp_path)["error"]
