"""A chart: its title says what is seen, its rows are exact, and it is drawn offline."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final, cast

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.saving import write_file
from socialvalue.tables import html_table, one_line

__all__ = ["Chart"]

Cell = str | int | float | None
_ID: Final = re.compile(r'\bid="([^"]+)"')
_PNG_SCALE: Final = 2.0


@attrs.frozen(repr=False)
class Chart:
    """A chart as data; it is drawn by altair or vl-convert, when it is asked for.

    It compares, hashes and pickles by what it shows.

    Attributes:
        title: What is seen, in a sentence.
        description: The same in more words, for who doesn't see it.
        columns: The names of the rows' cells.
        rows: What is drawn, exactly: pounds as whole pence.
        drawing: The Vega-Lite drawing without its rows, as JSON text.

    Example:
        >>> chart = Chart("One bid", "Acme: 60 points.", ("bid", "points"), (("Acme", 60),), "{}")
        >>> chart.vega_lite["data"], chart
        ({'values': [{'bid': 'Acme', 'points': 60}]}, <Chart: One bid>)
    """

    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawing: str

    def __repr__(self) -> str:
        return f"<Chart: {one_line(self.title)}>"

    def __str__(self) -> str:
        return f"{one_line(self.title)}\n{one_line(self.description)}"

    @property
    def vega_lite(self) -> dict[str, Any]:
        """The chart in Vega-Lite, whole."""
        values = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        drawing: dict[str, Any] = json.loads(self.drawing)
        return {**drawing, "description": self.description, "data": {"values": values}}

    def altair(self) -> Any:
        """The chart as one of altair's, to change and combine.

        Raises:
            InputError: altair is not installed (SV1106).
        """
        try:
            import altair as alt
        except ModuleNotFoundError:
            raise InputError(problem("SV1106", found="altair")) from None
        return alt.Chart.from_dict(self.vega_lite)

    def svg(self) -> str:
        """The chart as SVG, with its title and description for who hears it; the same each time.

        Raises:
            InputError: vl-convert is not installed (SV1106).
        """
        drawn = _converter().vegalite_to_svg(self._spec(), vl_version=_VEGA_LITE)
        return _named(cast("str", drawn), self.title, self.description)

    def png(self) -> bytes:
        """The chart as PNG, at twice its size.

        Raises:
            InputError: vl-convert is not installed (SV1106).
        """
        made = _converter().vegalite_to_png(self._spec(), vl_version=_VEGA_LITE, scale=_PNG_SCALE)
        return cast("bytes", made)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the chart to a file.

        Args:
            path: It ends in ``.svg``, ``.png`` or ``.json`` (Vega-Lite).  What stood there is
                written over.

        Raises:
            InputError: Another ending (SV312); vl-convert is not installed (SV1106).
        """
        file = Path(path)
        plain = json.dumps(self.vega_lite, ensure_ascii=False, indent=1) + "\n"
        ways: Mapping[str, Callable[[], bytes]] = {
            ".svg": lambda: self.svg().encode(), ".png": self.png,
            ".json": plain.encode,
        }  # fmt: skip
        made = ways.get(file.suffix.lower())
        if made is None:
            hint, what = "end the file's name in .svg, .png or .json", "the ending of the file"
            raise InputError(problem("SV312", what=what, found=file.suffix, hint=hint))
        write_file(file, made())

    def _spec(self) -> str:
        return json.dumps(_drawable(self.vega_lite))

    def _repr_html_(self) -> str:
        """The drawing where it can be drawn here, and else its rows as a table."""
        try:
            return self.svg()
        except InputError:
            head = f"<p>{html.escape(one_line(self.title))}</p>"
            return head + html_table(self.columns, self.rows)


_VEGA_LITE: Final = "5.20"

_UNDRAWN: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"  # what turns a line round
)


def _drawable(thing: Any) -> Any:
    """A drawing whose texts XML can hold: what draws ends the whole process at one that it can't.

    A control character that a user typed, or one that turns a line round, stands as the sign for
    what can't be shown.
    """
    if isinstance(thing, dict):
        return {_drawable(key): _drawable(each) for key, each in thing.items()}
    if isinstance(thing, list):
        return [*map(_drawable, thing)]
    return _UNDRAWN.sub("\ufffd", thing) if isinstance(thing, str) else thing


def _converter() -> Any:
    """What draws Vega-Lite without a browser.

    Raises:
        InputError: vl-convert is not installed (SV1106).
    """
    try:
        import vl_convert
    except ModuleNotFoundError:
        raise InputError(problem("SV1106", found="vl-convert-python")) from None
    return vl_convert


def _named(svg: str, title: str, description: str) -> str:
    """The drawing with its role, title and description, and its ids counted from one.

    The ids that it comes with count on for as long as a program runs.
    """
    numbers = count(1)
    for found in dict.fromkeys(_ID.findall(svg)):
        new = f"c{next(numbers)}"
        svg = svg.replace(f'id="{found}"', f'id="{new}"').replace(f"#{found})", f"#{new})")
    said = "".join(
        f"<{tag}>{html.escape(one_line(text))}</{tag}>"
        for tag, text in (("title", title), ("desc", description))
    )
    opening, rest = svg.split(">", 1)
    return f'{opening} role="img">{said}{rest}'
