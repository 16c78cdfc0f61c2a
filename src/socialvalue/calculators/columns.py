"""The table of a calculator: its columns, and the formulas of a row.

One text of formulas serves every row: what differs from measure to measure are figures in hidden
columns, so that a second commitment to a measure looks them up by its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from socialvalue.calculators.description import CalculatorLine, formula_of
from socialvalue.numbers import scaled

__all__ = [
    "COLUMNS",
    "FIGURES",
    "FIRST_ROW",
    "FORMULAS",
    "MESSAGES",
    "MORE",
    "OFFER",
    "boxes_missing",
    "column",
    "figures_of",
    "formulas_of",
    "kind_of",
    "looked_up",
]

OFFER: Final = "Your offer"
MORE: Final = "More commitments"
"""The sheets with the tables."""
FIRST_ROW: Final = 9
"""Where the tables begin, from 1."""

COLUMNS: Final = {
    "codes": ("Code", 10),
    "titles": ("Measure", 44),
    "units": ("Counted in", 26),
    "first": ("▶ How many", 14),
    "second": ("▶ × years, weeks or hours each", 16),
    "quantities": ("Quantity", 14),
    "values": ("£ per unit", 14),
    "pounds": ("£, before double counts", 18),
    "activities": ("▶ What it is for", 24),
    "places": ("▶ Where, if not in the contract's place", 22),
    "words": ("▶ How you will deliver it", 50),
    "community": ("▶ May community groups ask for it?", 16),
    "carried": ("▶ Carried over: empty this box when you have checked the row", 34),
    "messages": ("To look at", 34),
    "pence": ("pence", 10),
    "counted": ("counted", 10),
    "kinds": ("kind", 6),
    "high": ("high", 10),
    "low": ("low", 10),
    "half": ("half", 10),
    "split": ("split", 10),
    "drop": ("drop", 10),
    "most": ("most", 10),
    "cap": ("cap", 10),
    "longest": ("longest", 10),
    "asks": ("asks", 6),
}
"""Name to heading and width.  Each is the name of a range too, so that a column is found after
others were put in; a box to fill in has a sign before its heading, for a reader of no colours."""

FIGURES: Final = tuple(COLUMNS)[tuple(COLUMNS).index("kinds") :]
"""The columns that hold a measure's figures."""

FORMULAS: Final = ("quantities", "pounds", "messages", "pence", "counted")

WORDS, ONE_BOX, TWO_BOXES, YES_OR_NO, PEOPLE = range(5)
_MUCH: Final = 10**9


def column(name: str) -> int:
    """The number of a column, from 0."""
    return tuple(COLUMNS).index(name)


def kind_of(line: CalculatorLine) -> int:
    """How its boxes are read."""
    if line.unit in {"text", "yes_no"}:
        return WORDS if line.unit == "text" else YES_OR_NO
    if len(line.boxes) < 2:
        return ONE_BOX
    return TWO_BOXES if line.unit == "fte_year" else PEOPLE


def boxes_missing(line: CalculatorLine) -> tuple[str, ...]:
    """The boxes that its row has not, of the two for figures."""
    kind = kind_of(line)
    if kind == WORDS:
        return ("first", "second")
    return ("second",) if kind in {ONE_BOX, YES_OR_NO} else ()


def figures_of(line: CalculatorLine, years: Decimal) -> tuple[int | float, ...]:
    """The figures of a measure, in the order of `FIGURES`.

    Args:
        line: The measure as it is asked for.
        years: The contract's term, in years.
    """
    made = formula_of(line)
    most = int(scaled(line.limit, line.decimals))
    half = 10**made.shift // 2 if made.shift else 0
    drop = 10 ** (made.shift - made.split)
    first_year = line.counts == "first_year" and line.unit == "fte_year"
    longest = float(years) if line.unit == "fte_year" else _MUCH
    return (
        kind_of(line), made.high * made.factor, made.low, half, 10**made.split, drop, most,
        100 if first_year else 100 * _MUCH, longest, int(line.words),
    )  # fmt: skip


MESSAGES: Final = {
    "no_code": "Choose a code",
    "no_figure": "There is no figure here",
    "no_answer": "Write Yes or No",
    "no_number": "How many is not a number",
    "no_second": "The second box is not a number",
    "negative": "Nothing here is below zero",
    "decimals": "At most two decimals",
    "no_whole": "How many is a whole number",
    "long": "Longer than the contract",
    "much": "More than this form takes",
    "no_words": "Words are missing",
}
"""What a row says of itself, in few words."""

_MESSAGE: Final = (
    '=IF({codes}="",IF(COUNTA({first},{second},{words})>0,"{no_code}",""),'
    'IF({kinds}=0,"",'
    'IF(AND(ISBLANK({first}),ISBLANK({second})),IF({words}="","","{no_figure}"),'
    'IF({kinds}=3,IF(OR({first}="Yes",{first}="No"),{asked},"{no_answer}"),'
    'IF(NOT(ISNUMBER({first})),"{no_number}",'
    'IF(AND({kinds}<>1,NOT(ISNUMBER({second}))),"{no_second}",'
    'IF(OR({first}<0,{second}<0),"{negative}",'
    'IF(OR({first}>1000000000,{second}>1000000000),"{much}",'
    "IF(OR(ABS({first}*100-ROUND({first}*100,0))>0.01,IF({kinds}<>1,"
    'ABS({second}*100-ROUND({second}*100,0))>0.01,FALSE)),"{decimals}",'
    'IF(AND({kinds}=4,{first}<>INT({first})),"{no_whole}",'
    'IF({second}>{longest},"{long}",'
    'IF(ROUND({first}*100,0)*IF({kinds}=1,1,ROUND({second}*100,0))>{most},"{much}",'
    "{asked}))))))))))))"
)
_ASKED: Final = 'IF(AND({asks}=1,{words}=""),"{no_words}","")'
_COUNTED: Final = (
    '=IF(OR({messages}<>"",{codes}="",ISBLANK({first}),{kinds}=0),0,'
    'IF({kinds}=3,IF({first}="Yes",100,0),'
    "ROUND({first}*100,0)*IF({kinds}=1,1,MIN(ROUND({second}*100,0),{cap}))))"
)
_PENCE: Final = (
    '=IF({codes}="",0,INT(({counted}*{high}+INT(({counted}*{low}+{half})/{split}))/{drop}))'
)
_QUANTITY: Final = (
    '=IF(OR({codes}="",ISBLANK({first}),{kinds}=0,{kinds}=3),"",IF({messages}<>"","",'
    "{first}*IF({kinds}=1,1,{second})))"
)


def formulas_of(row: int, messages: Mapping[str, str] = MESSAGES) -> dict[str, str]:
    """The formulas of a row, by their columns.

    Args:
        row: Its number in the sheet, from 1.
        messages: What they say, by the names of `MESSAGES`.
    """
    at = {name: f"${_letter(column(name))}{row}" for name in COLUMNS}
    said = {**at, **messages}
    return {
        "messages": _MESSAGE.format(**said, asked=_ASKED.format(**said)),
        "counted": _COUNTED.format(**at),
        "pence": _PENCE.format(**at),
        "pounds": f"={at['pence']}/100",
        "quantities": _QUANTITY.format(**at),
    }


def looked_up(name: str, row: int) -> str:
    """The formula of a second commitment's cell, which is that of its measure's own row.

    Args:
        name: A column with a title, a unit, a value or a figure.
        row: Its number in the sheet, from 1.
    """
    return f'=IF($A{row}="","",INDEX(sv_{name},MATCH($A{row},sv_codes,0)))'


def _letter(number: int) -> str:
    return chr(ord("A") + number)
