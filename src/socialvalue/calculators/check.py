"""The sheet 'Check': what becomes of each commitment, as far as a sheet can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import attrs

from socialvalue.calculators.columns import FIRST_ROW, MORE, OFFER, TWO_BOXES, column, kind_of
from socialvalue.calculators.description import MORE_ROWS, CalculatorData, CalculatorLine
from socialvalue.calculators.guidance import rules_between
from socialvalue.calculators.prefilled import Prefilled, PrefilledRow, worked
from socialvalue.calculators.sums import sums_of
from socialvalue.calculators.worth import one_unit
from socialvalue.numbers import plain, scaled
from socialvalue.sheets.forms import Form
from socialvalue.sheets.workbooks import address
from socialvalue.sheets.writing import put
from socialvalue.words import COUNTS, DOES_NOT_COUNT, IN_PART, RECORDED_ONLY, because, standing

__all__ = ["CHECK", "check_sheet"]

CHECK: Final = "Check"
_TOP: Final = 15
"""The first row of the list, from 1."""
_LISTED: Final = 60
"""The most commitments that are listed: more, nobody fills in; what counts is of all."""
_HEADINGS: Final = (("Code", 12), ("Measure", 50), ("Quantity", 16), ("£ that counts", 18),
                    ("What becomes of it", 80))  # fmt: skip
_MARKED: Final = "? still marked 'check'"
_NOTHING: Final = "✔ an answer: nothing is offered"
_TWICE: Final = f"✖ {DOES_NOT_COUNT}, because {because('SV504')}"
_UNNAMED: Final = "? say what it is for: it may count under another measure that you offer"
_FIRST: Final = f"◐ {IN_PART}, because {because('SV506')}"
_PLACED: Final = f"✔ {COUNTS}, if its place does"
_ALL: Final = f"✔ {COUNTS}"
_SAID: Final = (
    "Places, and the same activity in other words, are looked at when your offer is read: what "
    "counts is decided then. The target is no minimum, unless the ITT says so."
)


@attrs.frozen
class _Row:
    """A row of the tables: what stands in it as it goes out, and what becomes of that."""

    code: str = ""
    title: str = ""
    quantity: Any = ""
    pounds: float = 0
    state: str = ""
    activity: str = ""


def check_sheet(book: Form, calculator: CalculatorData, filled: Prefilled | None) -> None:
    """Write the sheet."""
    sheet = book.sheet(CHECK)
    known = _known(calculator)
    rows = _rows(calculator, filled, known)
    held = [each for each in rows if each.state]
    book.text(sheet, 0, 0, "Check before you return it", "title")
    sums = _sums(calculator, filled, held, len(rows))
    for at, (label, formula, cached, look) in enumerate(sums, start=2):
        book.text(sheet, at, 0, label, "label")
        put(sheet.write_formula(at, 2, formula, book.looks[look], cached))
    book.text(sheet, _TOP - 4, 0, _SAID, "said")
    for number, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(number, number, width)
        book.text(sheet, _TOP - 2, number, heading, "heading")
    sheet.freeze_panes(_TOP - 1, 0)
    sheet.repeat_rows(_TOP - 2)
    widest = (
        max(1, *(len(each.over) for each in known)),
        max(1, *(len(each.with_) for each in known)),
    )
    for at, each in enumerate(known, start=_TOP - 1):
        codes = (
            [*found, *["–"] * (most - len(found))]
            for found, most in zip(_codes(each), widest, strict=True)
        )
        for number, text in enumerate((each.code, each.never, *chain(*codes)), start=14):
            book.text(sheet, at, number, text)
        put(sheet.write_number(at, 13, int(each.placed)))
    sheet.set_column(5, 15 + sum(widest), 10, None, {"hidden": True})
    for at in range(len(rows)):
        here = known[at] if at < len(known) else None
        _helpers(sheet, at, _States(here, len(known), len(rows), widest), rows)
    for at in range(min(_LISTED, len(rows))):
        _listed(book, sheet, at, (len(known), len(rows)), rows)


@attrs.frozen
class _Known:
    """What is known of a measure beforehand.

    Attributes:
        code: As bidders know it.
        never: Why it can carry no pounds at the contract's place; "" where it can.
        over: The codes that take priority over it.
        with_: The codes that it shares a rule with.
        placed: Whether where it falls decides whether it counts.
    """

    code: str
    never: str
    over: tuple[str, ...]
    with_: tuple[str, ...]
    placed: bool


# --- what is listed -----------------------------------------------------------------------


def _sums(
    calculator: CalculatorData, filled: Prefilled | None, held: Sequence[_Row], rows: int
) -> list[tuple[str, str, Any, str]]:
    """Above the list: who, how much, and how it stands to the target."""
    value, due = calculator.tender.contract_value.initial, calculator.target_pence
    counts, now = _counted(len(calculator.lines)), sum(each.pounds for each in held)
    named = filled.bidder if filled and filled.bidder else "? it is missing"
    offered, *_, ready = sums_of(calculator, filled)
    found: list[tuple[str, str, Any, str]] = [
        ("Your organisation", '=IF(sv_bidder="","? it is missing",sv_bidder)', named, "said"),
        ("Commitments", f"=$H${_TOP + rows - 1}", len(held), "said"),
        offered,
        ("Counts, as far as a sheet can say", f"={counts}", now, "pounds"),
        (
            "Per £1 of contract value",
            f"={counts}*100/{plain(value)}",
            100 * now / float(value),
            "pence",
        ),
    ]
    if due is not None and calculator.target is not None:
        ask = f"{plain(scaled(calculator.target, 2))}p per £1"
        words = (f"The target of {ask} is reached", f"Below the target of {ask}")
        formula = f'=IF(ROUND({counts}*100,0)>={due},"{words[0]}","{words[1]}")'
        found.append(("Target", formula, words[round(now * 100) < due], "said"))
    return [*found, ready]


def _counted(lines: int) -> str:
    """£ of all rows but those that are offered under another measure too."""
    taken = (
        f'SUMPRODUCT(($L${start}:$L${start + rows - 1}="{_TWICE}")*{pence})'
        for start, rows, pence in (
            (_TOP, lines, "sv_pence"), (_TOP + lines, MORE_ROWS, "sv_more_pence")
        )
    )  # fmt: skip
    return f"(SUM(sv_pence,sv_more_pence)-{'-'.join(taken)})/100"


def _listed(book: Form, sheet: Any, at: int, counts: tuple[int, int], rows: Sequence[_Row]) -> None:
    """The k-th commitment that is filled in, wherever it stands."""
    row, (lines, many) = _TOP + at, counts
    filled = [number for number, each in enumerate(rows, start=1) if each.state]
    made = rows[filled[at] - 1] if at < len(filled) else None
    looked = 'IF($G{0}="","",IF($G{0}<={1},INDEX(sv_{2},$G{0}),INDEX(sv_more_{2},$G{0}-{1})))'
    pounds = looked.format(row, lines, "pounds")
    cells: tuple[tuple[int, str, Any, str], ...] = (
        (0, f'=IF($G{row}="","",INDEX({_span("J", many)},$G{row}))', "code", "plain"),
        (1, f"={looked.format(row, lines, 'titles')}", "title", "plain"),
        (2, f"={looked.format(row, lines, 'quantities')}", "quantity", "amount"),
        (3, f'=IF(LEFT($E{row},1)="✖",0,{pounds})', "pounds", "pounds"),
        (4, f'=IF($G{row}="","",INDEX({_span("L", many)},$G{row}))', "state", "indented"),
    )
    for number, formula, name, look in cells:
        cached = "" if made is None else getattr(made, name)
        put(sheet.write_formula(row - 1, number, formula, book.looks[look], cached))
    position = f'=IF({at + 1}>$H${_TOP + many - 1},"",MATCH({at + 1},{_span("H", many)},0))'
    put(sheet.write_formula(row - 1, 6, position, None, filled[at] if made else ""))


# --- what it is worked out from -----------------------------------------------------------


def _known(calculator: CalculatorData) -> list[_Known]:
    """What is known of each measure, in the order of the calculator."""
    over: dict[int, list[str]] = {}
    related: dict[int, list[str]] = {}
    codes = calculator.measures
    for stands, falls, _ in rules_between(calculator):
        over.setdefault(falls, []).append(codes[stands])
        related.setdefault(falls, []).append(codes[stands])
        related.setdefault(stands, []).append(codes[falls])
    return [
        _Known(
            line.code, _never(line, calculator), _once(over, number), _once(related, number),
            calculator.framework[line.code].place != "none",
        )
        for number, line in enumerate(calculator.lines)
    ]  # fmt: skip


def _once(found: Mapping[int, Sequence[str]], number: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.get(number, ())))


def _codes(each: _Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return each.over, each.with_


def _never(line: CalculatorLine, calculator: CalculatorData) -> str:
    if line.unit_value is not None:
        return ""
    one = one_unit(calculator.framework[line.code], calculator.tender, calculator.framework)
    said = standing([each.code for each in one.refusals] or [RECORDED_ONLY])
    return f"{'✖' if said.startswith(DOES_NOT_COUNT) else '○'} {said}"


def _helpers(sheet: Any, at: int, states: _States, rows: Sequence[_Row]) -> None:
    """What becomes of the i-th row of the tables, in columns that nobody needs to see."""
    row, made, lines = _TOP + at, rows[at], states.lines
    on, line = (OFFER, FIRST_ROW + at) if at < lines else (MORE, FIRST_ROW + at - lines)
    cell = {name: f"'{on}'!{letter}{line}" for name, letter in _LETTERS.items()}
    boxes = ",".join(cell[each] for each in _FILLED)
    above = f"$H{row - 1}" if at else "0"
    formulas = (
        (7, f"={above}+(COUNTA({boxes})>0)", sum(bool(each.state) for each in rows[: at + 1])),
        (9, f'=IF($H{row}>{above},{cell["codes"]},"")', made.code),
        (10, f'=IF($H{row}>{above},TRIM({cell["activities"]}),"")', made.activity),
        (11, states.formula(row, above, cell), made.state),
    )
    for number, formula, cached in formulas:
        put(sheet.write_formula(row - 1, number, formula, None, cached))


_FILLED: Final = ("first", "second", "activities", "words", "carried")
_LETTERS: Final = {
    name: address(1, column(name) + 1)[:-1]
    for name in (*_FILLED, "codes", "places", "messages", "counted", "kinds", "cap")
}


def _span(letter: str, rows: int) -> str:
    return f"${letter}${_TOP}:${letter}${_TOP + rows - 1}"


@attrs.frozen
class _States:
    """How what becomes of a row is put as a formula.

    Attributes:
        known: The measure of the row; None where its code is chosen.
        lines: How many measures there are.
        rows: How many rows there are.
        widest: How many codes take priority over a measure, and share a rule with it, at most.
    """

    known: _Known | None
    lines: int
    rows: int
    widest: tuple[int, ...]

    def formula(self, row: int, above: str, cell: dict[str, str]) -> str:
        """The formula of a row of helpers."""
        never, placed = self._of(row, 15), self._of(row, 13)
        codes = (None, None) if self.known is None else _codes(self.known)
        over = self._any(row, 16, self.widest[0], codes[0])
        with_ = self._any(row, 16 + self.widest[0], self.widest[1], codes[1])
        twice = f'AND($K{row}<>"",SUMPRODUCT({over}*({_span("K", self.rows)}=$K{row}))>0)'
        unnamed = f'AND($K{row}="",SUMPRODUCT({with_}*1)>0)'
        first = f"AND({cell['kinds']}={TWO_BOXES},{cell['cap']}=100,{cell['second']}>1)"
        steps = (
            (f"$H{row}={above}", '""'), (f'{cell["messages"]}<>""', f'"? "&{cell["messages"]}'),
            (f'{cell["carried"]}<>""', f'"{_MARKED}"'), (f'$J{row}=""', '""'),
            (f'{never}<>""', never), (twice if over else "", f'"{_TWICE}"'),
            (f"{cell['counted']}=0", f'"{_NOTHING}"'),
            (unnamed if with_ else "", f'"{_UNNAMED}"'), (first, f'"{_FIRST}"'),
            (f'AND({placed}=1,TRIM({cell["places"]})<>"")', f'"{_PLACED}"'),
        )  # fmt: skip
        asked = [each for each in steps if each[0]]
        inside = "".join(f"IF({when},{said}," for when, said in asked)
        return f'={inside}"{_ALL}"{")" * len(asked)}'

    def _of(self, row: int, number: int) -> str:
        """What is known of the row's measure, in a column that counts from 0."""
        letter = address(1, number + 1)[:-1]
        if self.known is not None:
            return f"${letter}${row}"
        return f"INDEX({_span(letter, self.lines)},MATCH($J{row},{_span('O', self.lines)},0))"

    def _any(self, row: int, start: int, most: int, codes: tuple[str, ...] | None) -> str:
        """Which rows have one of some codes: those of the measure, or those that are looked up."""
        offered = _span("J", self.rows)
        if codes is None:
            terms = [f"({offered}={self._of(row, start + each)})" for each in range(most)]
        else:
            terms = [f'({offered}="{each}")' for each in codes]
        return f"({'+'.join(terms)})" if terms else ""


# --- what the formulas come to as it goes out ---------------------------------------------


def _rows(
    calculator: CalculatorData, filled: Prefilled | None, known: Sequence[_Known]
) -> list[_Row]:
    """Each row of the two tables, in their order."""
    first = [filled.first.get(each.measure) if filled else None for each in calculator.lines]
    more = list(filled.more) if filled else []
    held = [*first, *more, *[None] * (MORE_ROWS - len(more))]
    offered = [(each.line.code, _activity(each).casefold()) for each in held if each is not None]
    of = {each.code: each for each in known}
    years = calculator.tender.years
    return [
        _Row() if each is None else _row(each, of[each.line.code], offered, years) for each in held
    ]


def _row(
    held: PrefilledRow, known: _Known, offered: Sequence[tuple[str, str]], years: Decimal
) -> _Row:
    made, activity, boxes = worked(held, years), _activity(held), held.boxes
    same = [code for code, other in offered if other == activity.casefold()]
    others = [code for code, _ in offered]
    second = boxes.get("second", Decimal(0))
    first_year = kind_of(held.line) == TWO_BOXES and held.line.counts == "first_year"
    steps = (
        (made.message, f"? {made.message}"),
        ("carried" in boxes, _MARKED),
        (known.never, known.never),
        (activity and any(each in known.over for each in same), _TWICE),
        (not made.counted, _NOTHING),
        (not activity and any(each in known.with_ for each in others), _UNNAMED),
        (first_year and isinstance(second, Decimal) and second > 1, _FIRST),
        (known.placed and "places" in boxes, _PLACED),
    )
    state = next((said for is_so, said in steps if is_so), _ALL)
    pounds = 0 if state.startswith("✖") else made.pence / 100
    return _Row(held.line.code, held.line.title, made.quantity, pounds, state, activity)


def _activity(held: PrefilledRow) -> str:
    """What it is for, without needless blanks."""
    return " ".join(str(held.boxes.get("activities", "")).split())
