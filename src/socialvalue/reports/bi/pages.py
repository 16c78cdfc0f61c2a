"""A small report on the model, in PBIR: two pages of cards, slicers and one table each.

Source:
    microsoft/json-schemas (MIT), fabric/item/report/definition, the oldest versions that suffice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from socialvalue.reports.bi.measures import MEASURES
from socialvalue.reports.bi.model import identifier

__all__ = ["CHECKED", "report_files"]

_SCHEMAS: Final = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition"
CHECKED: Final = (
    "Experimental: checked with Microsoft's schemas and model reader; not opened in Power BI by us."
)
_HOME: Final = {each.name: each.table for each in MEASURES}
_WIDE, _HIGH, _GAP = 1280, 720, 16


@attrs.frozen
class _Visual:
    """A visual of a page: what it is, what it shows, and where it stands."""

    kind: str
    title: str
    fields: Sequence[str]
    place: tuple[int, int, int, int]


@attrs.frozen
class _Page:
    """A page of the report."""

    title: str
    said: str
    cards: Sequence[str]
    slicers: Mapping[str, str]
    table: Sequence[str]


_SLICERS: Final = {
    "Financial year (as at its end)": "dim_date.financial_year",
    "Directorate": "dim_contract.directorate",
    "Theme": "dim_measure.theme",
}
_PAGES: Final = (
    _Page(
        "All contracts",
        f"A period that is chosen means as at its last day. {CHECKED}",
        ("Committed £", "Due by now £", "Delivered against commitment £",
         "Delivered against commitment %", "Delivered beyond the contract £"),
        _SLICERS,
        ("dim_contract.reference", "dim_contract.title", "dim_contract.directorate",
         "dim_contract.ends", "Commitments", "Committed £", "Due by now £",
         "Delivered against commitment £", "Delivered against commitment %",
         "Due and not delivered £"),
    ),
    _Page(
        "Measures",
        "Social and local economic value are never only added up; a quantity is blank unless one "
        "unit is looked at.",
        ("Committed, social £", "Committed, local economic £",
         "Delivered against commitment, social £", "Delivered against commitment, local economic £",
         "Committed per £1 of contract value"),
        _SLICERS,
        ("dim_measure.theme", "dim_measure.code", "dim_measure.title", "dim_measure.unit",
         "Units committed", "Units verified", "Committed £", "Delivered against commitment £",
         "Over-delivery £"),
    ),
)  # fmt: skip


def report_files() -> dict[str, Any]:
    """The definition of the report, by the names of its files, each as data."""
    names = [_name(page.title) for page in _PAGES]
    found = {
        "version.json": {**_schema("versionMetadata/1.0.0"), "version": "2.0.0"},
        "report.json": {**_schema("report/3.0.0"), "themeCollection": {}},
        "pages/pages.json": {
            **_schema("pagesMetadata/1.0.0"), "pageOrder": names, "activePageName": names[0],
        },
    }  # fmt: skip
    for page in _PAGES:
        found.update(_page_files(page))
    return found


def _schema(name: str) -> dict[str, Any]:
    return {"$schema": f"{_SCHEMAS}/{name}/schema.json"}


def _name(*parts: str) -> str:
    """A name as Power BI gives them: 20 hexadecimal characters."""
    return identifier("report", *parts).replace("-", "")[:20]


def _page_files(page: _Page) -> dict[str, Any]:
    folder = f"pages/{_name(page.title)}"
    found: dict[str, Any] = {f"{folder}/page.json": {
        **_schema("page/2.0.0"), "name": _name(page.title), "displayName": page.title,
        "displayOption": "FitToPage", "height": _HIGH, "width": _WIDE,
    }}  # fmt: skip
    for at, each in enumerate(_visuals(page)):
        name = _name(page.title, each.kind, each.title)
        found[f"{folder}/visuals/{name}/visual.json"] = _visual(name, each, at)
    return found


def _visuals(page: _Page) -> Iterable[_Visual]:
    """A line of words, a row of slicers, a row of cards, and the table below them."""
    yield _Visual("textbox", page.said, (), (_GAP, 8, _WIDE - 2 * _GAP, 40))
    for place, (title, field) in zip(_row(len(page.slicers), 56, 76), page.slicers.items(),
                                     strict=True):  # fmt: skip
        yield _Visual("slicer", title, (field,), place)
    for place, name in zip(_row(len(page.cards), 144, 100), page.cards, strict=True):
        yield _Visual("card", name, (name,), place)
    yield _Visual("tableEx", page.title, page.table, (_GAP, 256, _WIDE - 2 * _GAP, 448))


def _row(count: int, top: int, high: int) -> Iterable[tuple[int, int, int, int]]:
    """The places of so many visuals beside each other."""
    wide = (_WIDE - _GAP) // count - _GAP
    return [(_GAP + at * (wide + _GAP), top, wide, high) for at in range(count)]


def _visual(name: str, each: _Visual, at: int) -> dict[str, Any]:
    x, y, wide, high = each.place
    place = {"x": x, "y": y, "z": at, "height": high, "width": wide, "tabOrder": at}
    return {**_schema("visualContainer/2.2.0"), "name": name, "position": place,
            "visual": _content(each)}  # fmt: skip


def _content(each: _Visual) -> dict[str, Any]:
    if each.kind == "textbox":
        said = [{"properties": {"paragraphs": [{"textRuns": [{"value": each.title}]}]}}]
        return {"visualType": "textbox", "objects": {"general": said}}
    shown = [_projection(field) for field in each.fields]
    titled = {"show": _literal("true"), "text": _literal(f"'{each.title}'")}
    about = {"altText": _literal(f"'{each.title}'")}
    return {
        "visualType": each.kind,
        "query": {"queryState": {"Values": {"projections": shown}}},
        "visualContainerObjects": {"title": [{"properties": titled}],
                                   "general": [{"properties": about}]},
        "drillFilterOtherVisuals": True,
    }  # fmt: skip


def _literal(value: str) -> dict[str, Any]:
    return {"expr": {"Literal": {"Value": value}}}


def _projection(field: str) -> dict[str, Any]:
    """A measure by its name, or a column as ``table.column``."""
    kind = "Measure" if field in _HOME else "Column"
    table, _, name = field.partition(".") if kind == "Column" else (_HOME[field], ".", field)
    source = {"Expression": {"SourceRef": {"Entity": table}}, "Property": name}
    return {"field": {kind: source}, "queryRef": f"{table}.{name}", "nativeQueryRef": name}
