"""A Power BI project on the tables of the star: a model, a small report, and what leads to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from socialvalue.reports.bi.model import identifier, model_files
from socialvalue.reports.bi.pages import report_files
from socialvalue.reports.bi.shapes import Table

__all__ = ["PROJECT", "is_of_project", "project_files"]

PROJECT: Final = "social-value.pbip"
"""The file that Power BI Desktop opens."""

_FABRIC: Final = "https://developer.microsoft.com/json-schemas/fabric"
_MODEL, _REPORT = "social-value.SemanticModel", "social-value.Report"


def is_of_project(name: str) -> bool:
    """Whether a file of the star is one of the project."""
    return name == PROJECT or name.startswith((f"{_MODEL}/", f"{_REPORT}/"))


def project_files(shapes: Mapping[str, Table], *, restricted: bool) -> dict[str, bytes]:
    """The files of the project, by their names; nothing of the delivery record is in them.

    Args:
        shapes: The tables, with the columns that are there.
        restricted: Whether the tables are for the contract team.
    """
    title = "Social value (contract team)" if restricted else "Social value"
    data: dict[str, Any] = {
        PROJECT: {
            "$schema": f"{_FABRIC}/pbip/pbipProperties/1.0.0/schema.json", "version": "1.0",
            "artifacts": [{"report": {"path": _REPORT}}], "settings": {"enableAutoRecovery": True},
        },
        f"{_MODEL}/.platform": _platform("SemanticModel", title),
        f"{_MODEL}/definition.pbism": {
            "$schema": f"{_FABRIC}/item/semanticModel/definitionProperties/1.0.0/schema.json",
            "version": "4.0", "settings": {},
        },
        f"{_REPORT}/.platform": _platform("Report", title),
        f"{_REPORT}/definition.pbir": {
            "$schema": f"{_FABRIC}/item/report/definitionProperties/2.0.0/schema.json",
            "version": "4.0", "datasetReference": {"byPath": {"path": f"../{_MODEL}"}},
        },
        **{f"{_REPORT}/definition/{name}": held for name, held in report_files().items()},
    }  # fmt: skip
    texts = {name: _as_json(held) for name, held in data.items()}
    texts |= {f"{_MODEL}/definition/{name}": text
              for name, text in model_files(shapes).items()}  # fmt: skip
    return {name: text.encode() for name, text in texts.items()}


def _as_json(data: Any) -> str:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n"


def _platform(kind: str, title: str) -> dict[str, Any]:
    return {
        "$schema": f"{_FABRIC}/gitIntegration/platformProperties/2.0.0/schema.json",
        "metadata": {"type": kind, "displayName": title},
        "config": {"version": "2.0", "logicalId": identifier(kind, title)},
    }
