"""The few kinds of chart that we draw: bars, bars beside one another, stacked, lines, and dots.

No chart needs its colours to be read: every bar has its figure beside it, and every line its name
and a sign of its own.  The colours are distinct to who is colour-blind, and differ in grey.

Source:
    M. Okabe and K. Ito, "Color Universal Design" (2008): the hues, here in an order in which
    neighbours differ in lightness.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Collection, Sequence
from typing import Any, Final

from socialvalue.charts.chart import Cell, Chart

__all__ = ["COLOURS", "bars", "dots", "grouped", "lines", "stacked"]

COLOURS: Final = (
    "#004b76", "#e69f00", "#8c3b00", "#8fd0f5", "#006b50", "#f0e442", "#7a3a63", "#c9c9c9",
)  # fmt: skip
"""Colours of parts that lie side by side: dark, light, dark, light."""

_WIDE: Final = 560
_BINS: Final = 50
_DOT: Final = 10.0
_STRIP: Final = 46.0
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_CONFIG: Final[dict[str, Any]] = {
    "font": "Arial, Helvetica, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelColor": "#0b0c0c", "titleColor": "#0b0c0c", "labelFontSize": 12,
             "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 240},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 240, "orient": "top",
               "columns": 3},
    "title": {"anchor": "start", "fontSize": 15, "offset": 12},
}  # fmt: skip
_RULE: Final = {"type": "rule", "color": "#0b0c0c", "strokeDash": [6, 4]}
Rows = Sequence[tuple[Cell, ...]]


def _chart(
    title: str, description: str, columns: tuple[str, ...], rows: Rows, **spec: Any
) -> Chart:
    lines_of_title = textwrap.wrap(title, 78) or [""]
    drawing = {"$schema": _SCHEMA, "title": {"text": lines_of_title}, "config": _CONFIG, **spec}
    text = json.dumps(drawing, ensure_ascii=False, sort_keys=True)
    return Chart(title, description, columns, tuple(rows), text)


def _names(rows: Rows, at: int) -> list[Cell]:
    """What a column holds, each once, in the order of the rows."""
    return list(dict.fromkeys(row[at] for row in rows))


def _along(rows: Rows, at: int, field: str) -> dict[str, Any]:
    """Rows from top to bottom, in their own order."""
    return {"field": field, "type": "nominal", "sort": _names(rows, at), "title": None,
            "axis": {"ticks": False, "domain": False}}  # fmt: skip


def _measured(expression: str, word: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    made = [{"calculate": expression, "as": "shown"}]
    axis = {"grid": True, "gridColor": "#dddddd", "domain": False, "ticks": False, "tickCount": 5}
    return made, {"field": "shown", "type": "quantitative", "title": word, "axis": axis}


def bars(
    title: str,
    description: str,
    columns: tuple[str, str, str],
    rows: Rows,
    *,
    amount: str = "datum.pence / 100",
    word: str = "£, proxy value",
    rule: float | None = None,
) -> Chart:
    """One bar a row, with its figure beside it.

    Args:
        title: What is seen.
        description: The same in more words.
        columns: What each bar is of, how much it is, and the figure as it is written.
        rows: A row a bar.
        amount: How long a bar is, as Vega's expression of the second column.
        word: What the bars are measured in.
        rule: Where a line stands across, in the same measure; none if not given.
    """  # fmt: skip
    name, _, figure = columns
    made, x = _measured(amount, word)
    y = _along(rows, 0, name)
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": COLOURS[0]}, "encoding": {"x": x, "y": y}},
        {"mark": {"type": "text", "align": "left", "dx": 4},
         "encoding": {"x": x, "y": y, "text": {"field": figure}}},
    ]  # fmt: skip
    if rule is not None:
        layers.append({
            "mark": _RULE,
            "encoding": {"x": {"datum": rule, "type": "quantitative"}},
        })  # fmt: skip
    return _chart(title, description, columns, rows, transform=made, layer=layers, width=_WIDE,
                  height={"step": 26})  # fmt: skip


def grouped(
    title: str,
    description: str,
    columns: tuple[str, str, str, str],
    rows: Rows,
    *,
    amount: str = "datum.pence / 100",
    word: str = "£, proxy value",
) -> Chart:
    """Bars beside one another under one name, each with its figure.

    Args:
        title: What is seen.
        description: The same in more words.
        columns: The name, which of its bars, how much it is, and the figure as it is written.
        rows: A row a bar.
        amount: How long a bar is, as Vega's expression of the third column.
        word: What the bars are measured in.
    """  # fmt: skip
    name, part, _, figure = columns
    made, x = _measured(amount, word)
    y, parts = _along(rows, 0, name), _names(rows, 1)
    beside = {"field": part, "type": "nominal", "sort": parts}
    place = {"x": x, "y": y, "yOffset": beside}
    layers = [
        {"mark": {"type": "bar", "stroke": "#0b0c0c", "strokeWidth": 0.5},
         "encoding": {**place, "color": _coloured(part, parts)}},
        {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 11},
         "encoding": {**place, "text": {"field": figure}}},
    ]  # fmt: skip
    return _chart(title, description, columns, rows, transform=made, layer=layers, width=_WIDE,
                  height={"step": 18})  # fmt: skip


def stacked(
    title: str,
    description: str,
    columns: tuple[str, str, str, str],
    rows: Rows,
    *,
    amount: str,
    word: str,
) -> Chart:
    """Bars of several parts, each part with its figure on it.

    Args:
        title: What is seen.
        description: The same in more words.
        columns: The name, which part of it, how much, and the figure as it is written.
        rows: A row a part.
        amount: How long a part is, as Vega's expression of the third column.
        word: What the bars are measured in.
    """  # fmt: skip
    name, part, _, figure = columns
    made, x = _measured(amount, word)
    y, parts = _along(rows, 0, name), _names(rows, 1)
    order = {"calculate": f"indexof({json.dumps(parts)}, datum[{json.dumps(part)}])", "as": "place"}
    stack = [{"stack": "shown", "groupby": [name], "as": ["from", "to"],
              "sort": [{"field": "place", "order": "ascending"}]},
             {"calculate": "(datum.from + datum.to) / 2", "as": "middle"}]  # fmt: skip
    ends = {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y}
    ink = {"condition": {"test": f"datum.place % 2 == 0 && datum.place != {len(COLOURS)}",
                         "value": "white"}, "value": "#0b0c0c"}  # fmt: skip
    layers = [
        {"mark": {"type": "bar", "stroke": "white", "strokeWidth": 1},
         "encoding": {**ends, "color": _coloured(part, parts)}},
        {"mark": {"type": "text", "fontSize": 11}, "encoding": {
            "x": {**x, "field": "middle"}, "y": y, "text": {"field": figure}, "color": ink}},
    ]  # fmt: skip
    return _chart(title, description, columns, rows, transform=[*made, order, *stack],
                  layer=layers, width=_WIDE, height={"step": 34})  # fmt: skip


def lines(
    title: str,
    description: str,
    columns: tuple[str, str, str],
    rows: Rows,
    *,
    amount: str = "datum.pence / 100",
    word: str = "£, proxy value",
) -> Chart:
    """Lines over months, each with its name at its end and a sign of its own.

    Args:
        title: What is seen.
        description: The same in more words.
        columns: The day (year-month-day), which line, and how much.
        rows: A row a day and line.
        amount: How high it is, as Vega's expression of the third column.
        word: What it is measured in.
    """  # fmt: skip
    day, part, _ = columns
    made, y = _measured(amount, word)
    made.append({"calculate": f"toDate(datum[{json.dumps(day)}])", "as": "when"})
    parts, last = _names(rows, 1), max((str(row[0]) for row in rows), default="")
    x = {"field": "when", "type": "temporal", "title": None, "scale": {"type": "utc"},
         "axis": {"format": "%b %Y", "labelAngle": 0, "grid": False, "tickCount": 6}}  # fmt: skip
    colour = _coloured(part, parts)
    place = {"x": x, "y": y, "color": colour}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2},
         "encoding": {**place, "strokeDash": {"field": part, "type": "nominal", "sort": parts,
                                              "scale": {"domain": parts}, "legend": None}}},
        {"mark": {"type": "point", "filled": True, "size": 45},
         "encoding": {**place, "shape": {"field": part, "type": "nominal", "sort": parts,
                                         "scale": {"domain": parts}, "legend": None}}},
        {"mark": {"type": "text", "align": "left", "dx": 8},
         "transform": [{"filter": f"datum[{json.dumps(day)}] == {json.dumps(last)}"}],
         "encoding": {"x": x, "y": y, "text": {"field": part},
                      "color": {"value": "#0b0c0c"}}},
    ]  # fmt: skip
    return _chart(title, description, columns, rows, transform=made, layer=layers, width=_WIDE,
                  height=300)  # fmt: skip


def _coloured(part: str, parts: list[Cell]) -> dict[str, Any]:
    """A colour a part; from the ninth part on they begin again, and the figures still tell."""
    chosen = [COLOURS[at % len(COLOURS)] for at in range(len(parts))]
    return {"field": part, "type": "nominal", "title": None, "sort": parts,
            "scale": {"domain": parts, "range": chosen}}  # fmt: skip


def dots(
    title: str,
    description: str,
    rows: Sequence[tuple[str, str, str, float]],
    *,
    word: str,
    zero: Collection[str] = (),
) -> Chart:
    """Strips of dots that stand for equally many trials, with a line at the published figure.

    Panels stand below one another, each with its own scale; dots of a strip that are near are
    stacked, so that they can be counted.

    Args:
        title: What is seen.
        description: The same in more words.
        rows: Panel, strip, ``trial`` or ``published``, and the amount.
        word: What stands below the panels.
        zero: The panels in which a line stands at 0.
    """
    panels = list(dict.fromkeys(row[0] for row in rows))
    placed = [each for panel in panels for each in _stacked([row for row in rows
                                                             if row[0] == panel])]  # fmt: skip
    views = [_panel(panel, placed, word if panel == panels[-1] else "", zero=panel in zero)
             for panel in panels]  # fmt: skip
    columns = ("panel", "strip", "kind", "amount", "level")
    return _chart(title, description, columns, placed, vconcat=views, spacing=24)


def _stacked(rows: Sequence[tuple[str, str, str, float]]) -> list[tuple[Cell, ...]]:
    """Each dot with the height at which it lies: above those that are as good as there."""
    amounts = [row[3] for row in rows]
    width = (max(amounts) - min(amounts)) / _BINS or 1.0
    found: list[tuple[Cell, ...]] = []
    levels: dict[tuple[str, int], int] = {}
    for panel, strip, kind, amount in rows:
        if kind != "trial":
            found.append((panel, strip, kind, amount, None))
            continue
        place = math.floor(amount / width)  # so that no dot changes its side of 0
        level = levels[strip, place] = levels.get((strip, place), -1) + 1
        found.append((panel, strip, kind, (place + 0.5) * width, level))
    return found


def _panel(
    panel: str, rows: Sequence[tuple[Cell, ...]], word: str, *, zero: bool
) -> dict[str, Any]:
    """One panel: a strip a row, its dots from the bottom up."""
    here = [row for row in rows if row[0] == panel]
    most = max([int(row[4]) for row in here if isinstance(row[4], int)], default=0) + 1
    step = min(_DOT, _STRIP / most)
    axis = {"grid": True, "gridColor": "#dddddd", "domain": False, "ticks": False, "tickCount": 5}
    x = {"field": "amount", "type": "quantitative", "scale": {"zero": False, "nice": True},
         "title": [panel, *([word] if word else [])], "axis": axis}  # fmt: skip
    y = {**_along(here, 1, "strip"), "scale": {"paddingInner": 0.2, "paddingOuter": 0.1}}
    scale = {"domain": [0, _STRIP / step], "range": [_STRIP - step / 2, -step / 2]}
    offset = {"field": "level", "type": "quantitative", "scale": scale}
    only = {"filter": f"datum.panel == {json.dumps(panel)}"}
    layers = [
        {"transform": [{"filter": "datum.kind == 'trial'"}],
         "mark": {"type": "circle", "size": (step * 0.9) ** 2 * 0.785, "color": COLOURS[0],
                  "opacity": 1},
         "encoding": {"x": x, "y": y, "yOffset": offset}},
        {"transform": [{"filter": "datum.kind == 'published'"}],
         "mark": {"type": "tick", "size": _STRIP, "thickness": 2, "color": COLOURS[2]},
         "encoding": {"x": x, "y": y}},
    ]  # fmt: skip
    if zero:
        layers.append({"mark": _RULE, "encoding": {"x": {"datum": 0, "type": "quantitative"}}})
    return {"transform": [only], "layer": layers, "width": _WIDE, "height": {"step": _STRIP * 1.25}}
