"""How many rows of a valued table have which problem, and what that means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from socialvalue.errors import CATALOGUE, InputError, did_you_mean, problem, shown
from socialvalue.frames.read.kinds import kind_of_table
from socialvalue.frames.read.outputs import GIVEN
from socialvalue.frames.read.roles import ALIASES, SHARES
from socialvalue.frames.read.taken import Batch, Records, plain_cell, taken
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import place_hint
from socialvalue.registry.loading import places
from socialvalue.words import number_of

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["Problems", "problems"]


_FEW, _LONG = 5, 200
_REGISTER = ("tender", "value", "value_pence", "contract_value", "price")
_PLACE = "SV210"
_SAID = ("bid", "measure", "quantity")
"""What is shown of every row with a problem."""
_BESIDE = {
    **dict.fromkeys(("SV204", "SV308"), ("unit",)),
    **dict.fromkeys(("SV210", "SV508"), ("place",)),
    **dict.fromkeys(("SV501", "SV502", "SV510"), ("place", "date")),
    **dict.fromkeys(("SV505", "SV506", "SV507", "SV307"), ("years", "basis")),
    **dict.fromkeys(("SV511", "SV514", "SV312"), ("basis",)),
    **dict.fromkeys(("SV310", "SV311"), SHARES),
    **dict.fromkeys(("SV302", "SV303", "SV306"), ("years", "given_unit_value")),
    "SV504": ("activity",),
}
"""What is shown beside it, by the code."""


class Problems(dict[str, int]):
    """How many rows have which problem, by its code: a dict, with what each code means.

    Attributes:
        rows: Code to the first few rows with it, by their numbers from 1, each with what it says
            of the matter, column to value; nothing of a table that is not in memory.
        cleaned: The rows in which a cell was cleaned, by their numbers, and how it is read.
        hints: Code to what the first few rows may have meant, by their numbers: of a place that is
            typed by name its code, or what followed it.
    """

    rows: dict[str, dict[int, dict[str, Any]]]
    cleaned: dict[int, str]
    hints: dict[str, dict[int, str]]

    def __init__(
        self,
        counts: Mapping[str, int],
        rows: Mapping[str, dict[int, dict[str, Any]]],
        cleaned: Mapping[int, str] = FrozenMap(),
        hints: Mapping[str, dict[int, str]] = FrozenMap(),
    ) -> None:
        super().__init__(counts)
        self.rows = dict(rows)
        self.cleaned = dict(cleaned)
        self.hints = dict(hints)

    @property
    def first(self) -> dict[str, int]:
        """Code to the first row with it, from 1."""
        return {code: next(iter(rows)) for code, rows in self.rows.items()}

    @property
    def messages(self) -> dict[str, str]:
        """Code to what it means."""
        return {code: CATALOGUE[code].meaning for code in self}

    def __str__(self) -> str:
        lines = [line for code in self for line in self._lines(code)] or ["no problems"]
        return "\n".join([*lines, *self._cleaned_lines()])

    def _cleaned_lines(self) -> Iterator[str]:
        """How many rows were cleaned, and the first few."""
        if self.cleaned:
            yield f"{number_of(len(self.cleaned), 'row')} cleaned:"
        for number in [*self.cleaned][:_FEW]:
            yield f"    row {number:,}: {shown(self.cleaned[number], _LONG)}"

    def _lines(self, code: str) -> Iterator[str]:
        """A code in words, and the first few rows with it below."""
        rows = f"{self[code]:,} row{'' if self[code] == 1 else 's'}"
        first = f", the first is row {self.first[code]:,}" if code in self.rows else ""
        yield f"{code} {CATALOGUE[code].word}: {rows}{first}. {CATALOGUE[code].meaning}"
        for number, told in self.rows.get(code, {}).items():
            said = ", ".join(f"{name} {_cell(each)}" for name, each in told.items())
            hint = self.hints.get(code, {}).get(number)
            yield f"    row {number:,}: {said}" + (f"; {shown(hint, 2 * _LONG)}" if hint else "")


def _cell(value: Any) -> str:
    """A cell in words, made safe to print."""
    if value is None:
        return "empty"
    return f"'{shown(value)}'" if isinstance(value, str) else shown(value)


def problems(
    result: IntoFrame | Batch | Records,
    *,
    columns: Mapping[str, str | None] | None = None,
    prefix: str = "",
) -> Problems:
    """How many rows have which problem, the commonest first, and what that means.

    Args:
        result: What `value_frame` gave; of a lazy table the counts are collected.
        columns: What `value_frame` was told of the columns' names.
        prefix: The one that `value_frame` was told.

    Returns:
        Stable code to the number of rows, a dict; nothing for a table without problems.  Its
        ``messages`` say what each code means, and its ``rows`` are the first five rows with each in
        a table in memory, with what they say; printed, it shows all of it.

    Raises:
        InputError: It is no table (SV316), or one without the column (SV325).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"measure": ["NT10", "NT99", "NT98"], "quantity": [1, 1, 1]})
        >>> found = sv.problems(sv.value_frame(df, toms))
        >>> found
        {'SV209': 2}
        >>> print(found)
        SV209 unknown-measure: 2 rows, the first is row 2. A code that this set does not have.
            row 2: measure 'NT99', quantity 1
            row 3: measure 'NT98', quantity 1
    """
    name, listed = f"{prefix}problem", f"{prefix}cleaned"
    if isinstance(result, list) and not result:
        return Problems({}, {})
    said = partial(_said, columns=columns or {})
    table, _ = taken(result, lambda names: [name, listed, *said(names)])
    counted = {str(code): int(rows) for code, rows in _counted(table, name) if code in CATALOGUE}
    ordered = sorted(counted, key=lambda code: (-counted[code], code))
    if kind_of_table(table) != "memory":
        return Problems({code: counted[code] for code in ordered}, {})
    frame = nw.from_native(table, eager_only=True)
    rows = frame.with_row_index("sv_row").filter(~nw.col(name).is_null())
    shows = said(frame.columns)
    first = {code: _rows(rows, name, code, shows) for code in ordered}
    meant = _place_hints(first.get(_PLACE, {}), shows)
    return Problems({code: counted[code] for code in ordered}, first, _cleaned(frame, listed),
                    {_PLACE: meant} if meant else {})  # fmt: skip


def _place_hints(rows: Mapping[int, Mapping[str, Any]], said: Mapping[str, str]) -> dict[int, str]:
    """Of each row with an unknown place, what it may mean."""
    typed = {
        row: each[name] for row, each in rows.items() for name in each if said[name] == "place"
    }
    return {row: place_hint(places(), each) for row, each in typed.items()}


def _cleaned(frame: nw.DataFrame[Any], name: str) -> dict[int, str]:
    """Each row in which cells were cleaned, from 1, and how they are read."""
    cells = frame.get_column(name).to_list() if name in frame.columns else []
    found = {row: each for row, each in enumerate(cells, start=1) if isinstance(each, str)}
    ours = all("' read as " in each for each in found.values())  # or a column of the user's own
    return found if ours else {}


def _said(names: Collection[str], columns: Mapping[str, str | None]) -> dict[str, str]:
    """The columns of these names that say what is shown: name to role."""
    found: dict[str, str] = {}
    for role in dict.fromkeys((*_SAID, *_REGISTER, *ALIASES, GIVEN)):
        able = [columns[role]] if role in columns else [role, *ALIASES.get(role, ())]
        name = next((each for each in able if each in names), None)
        if name is not None:
            found.setdefault(name, role)
    return found


def _rows(
    rows: nw.DataFrame[Any], name: str, code: str, said: Mapping[str, str]
) -> dict[int, dict[str, Any]]:
    """The first few rows with a code, and what they say of it."""
    always = _SAID if "measure" in said.values() else ("bid", *_REGISTER)
    wanted = (*always, *_BESIDE.get(code, ()))
    columns = [each for each, role in said.items() if role in wanted]
    some = rows.filter(nw.col(name) == code).head(_FEW)
    cells = {each: some.get_column(each).to_list() for each in ("sv_row", *columns)}
    return {int(number) + 1: {each: plain_cell(cells[each][at]) for each in columns}
            for at, number in enumerate(cells["sv_row"])}  # fmt: skip


def _counted(result: Any, name: str) -> Iterable[tuple[Any, Any]]:
    """Each code, or a null, and how many rows have it."""
    dask = kind_of_table(result) == "dask"
    frame = nw.from_native(result._meta if dask else result)
    names = frame.collect_schema().names()
    if name not in names:
        hint = f"give what value_frame gave; {did_you_mean(name, names, label='columns here')}"
        raise InputError(problem("SV325", found=name, hint=hint))
    if dask:
        counts = result[name].value_counts().compute()
        return zip(counts.index, counts, strict=True)
    counted = frame.group_by(name).agg(rows=nw.len()).lazy().collect()
    return zip(counted[name].to_list(), counted["rows"].to_list(), strict=True)
