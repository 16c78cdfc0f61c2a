"""The calculator as a workbook: what is filled in, what it comes to, and guidance beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from socialvalue.calculators.check import check_sheet
from socialvalue.calculators.columns import (
    COLUMNS,
    FIGURES,
    FIRST_ROW,
    MORE,
    OFFER,
    WORDS,
    YES_OR_NO,
    boxes_missing,
    column,
    figures_of,
    formulas_of,
    kind_of,
    looked_up,
)
from socialvalue.calculators.declaring import declare
from socialvalue.calculators.description import MORE_ROWS, CalculatorData, CalculatorLine
from socialvalue.calculators.guidance import guidance_on, rules_between
from socialvalue.calculators.prefilled import Prefilled, PrefilledRow, Worked, worked
from socialvalue.calculators.sums import sums_of
from socialvalue.calculators.versions import replacing_words
from socialvalue.calculators.working import working_sheet
from socialvalue.engine.durations import term_words
from socialvalue.model.places import place_name
from socialvalue.numbers import plain, pounds
from socialvalue.sheets.forms import LINE, Form, height_of, new_form
from socialvalue.sheets.workbooks import address
from socialvalue.sheets.writing import put
from socialvalue.words import REPORTED, day_words

__all__ = [
    "FIRST_ROW",
    "GUIDANCE",
    "MORE",
    "OFFER",
    "REFUSED",
    "SHEETS",
    "data_of",
    "hidden_columns",
    "workbook_bytes",
]

SHEETS: Final = ("Start here", OFFER, MORE, "Guidance", "sv_data")
GUIDANCE: Final = "What counts, measure by measure"
REFUSED: Final = (
    "This cannot be read", "{box}: a number from 0 to {most}, with at most two decimals.",
)  # fmt: skip
"""What is said of an entry that a box does not take: its title, and why."""
_BOXES: Final = ("first", "second", "activities", "places", "words", "community", "carried")


def workbook_bytes(calculator: CalculatorData, filled: Prefilled | None = None) -> bytes:
    """The workbook: the same calculator gives the same bytes.

    Args:
        calculator: What goes out.
        filled: What stands in its boxes already, if anything does.
    """
    into = BytesIO()
    held = new_form(into, calculator.tender.published)
    _start(held, calculator)
    if filled is not None:
        _carried(held, filled)
    _offer(held, calculator, filled)
    _more(held, calculator, filled)
    check_sheet(held, calculator, filled)
    working_sheet(held, calculator)
    _guidance(held, calculator)
    _data(held, calculator)
    held.book.close()
    return into.getvalue()


# --- what a bidder reads first ------------------------------------------------------------


def _start(book: Form, calculator: CalculatorData) -> None:
    sheet = book.sheet("Start here")
    sheet.set_column(0, 0, 100)
    book.text(sheet, 0, 0, calculator.tender.title, "title")
    for row, words in enumerate(_instructions(calculator), start=2):
        sheet.set_row(row, height_of([(words, 100)]))
        book.text(sheet, row, 0, words)
    declare(book, sheet, row + 2)


def _instructions(calculator: CalculatorData) -> Iterator[str]:
    """What is to be known before anything is filled in, a sentence or two a row."""
    tender = calculator.tender
    which = f"version {calculator.version}, fingerprint {calculator.short_fingerprint}"
    yield f"Social value calculator, {which}."
    yield from replacing_words(calculator)
    yield (
        f"Contract value {pounds(tender.contract_value.initial)}, VAT {tender.contract_value.vat}; "
        f"{term_words(tender.years)}"
        + (f"; tender notice published {day_words(tender.published)}." if tender.published else ".")
    )
    if tender.place:
        yield f"Where it is to benefit: {place_name(calculator.framework.places, tender.place)}."
    yield (
        f"1. On the sheet '{OFFER}', write the name of your organisation and fill in the boxes "
        "marked ▶. You need not fill every row. Firms like yours often offer 2 to 4."
    )
    yield (
        "2. A box that you leave empty offers nothing. A 0, or a No, is an answer: it says that "
        "you offer nothing there."
    )
    yield (
        "3. Write what you do on this contract alone, for its whole term: not at your head "
        "office, and not what the contract pays for anyway."
    )
    yield (
        "4. Say what each is for, in a word or two. Where two measures name the same people, hours "
        "or pounds, they count once."
    )
    yield f"5. For a second activity of the same measure, use the sheet '{MORE}'."
    yield (
        "6. Save it as an Excel workbook (.xlsx) and return it as the tender documents say. Change "
        "nothing but the boxes: what was changed elsewhere is listed when it is read."
    )
    yield (
        "The pounds here are for your eyes. The buyer works them out again from your quantities, "
        "and what counts twice, or does not count, is found then."
    )
    yield "Offer only what you can deliver. If you win, it becomes part of the contract."


# --- the tables ---------------------------------------------------------------------------


def _carried(book: Form, filled: Prefilled) -> None:
    """What stands in the boxes already, where it comes from, and what could not be carried."""
    sheet = book.sheet("Carried over")
    book.text(sheet, 0, 0, filled.title, "title")
    for row, words in enumerate(filled.said, start=1):
        book.text(sheet, row, 0, words, "said")
    widths = (12, 12, 50, 80)
    top = len(filled.said) + 2
    for number, (heading, width) in enumerate(zip(filled.headings, widths, strict=True)):
        sheet.set_column(number, number, width)
        book.text(sheet, top, number, heading, "heading")
    for row, cells in enumerate(filled.rows, start=top + 1):
        sheet.set_row(row, height_of(zip(cells, widths, strict=True)))
        for number, words in enumerate(cells):
            book.text(sheet, row, number, words)
    sheet.repeat_rows(top)


def _offer(book: Form, calculator: CalculatorData, filled: Prefilled | None) -> None:
    sheet = book.sheet(OFFER)
    book.text(sheet, 0, 0, f"{calculator.tender.title}: your offer", "title")
    book.text(sheet, 1, 0, "▶ Your organisation", "label")
    _box(book, sheet, (1, 2), filled.bidder if filled else None, "words")
    book.name("bidder", OFFER, 2, range(2, 3))
    for row, (label, formula, cached, look) in enumerate(sums_of(calculator, filled), start=2):
        book.text(sheet, row, 0, label, "label")
        put(sheet.write_formula(row, 2, formula, book.looks[look], cached))
    _table(book, sheet, "", len(calculator.lines), calculator, filled)
    for row, line in enumerate(calculator.lines, start=FIRST_ROW):
        held = filled.first.get(line.measure) if filled else None
        _row(book, sheet, row, line, calculator, held)


def hidden_columns(calculator: CalculatorData, *, carried: bool = False) -> tuple[str, ...]:
    """The columns that nobody needs to see."""
    spare = {"community": not calculator.community, "carried": not carried}
    return tuple(
        name for name in COLUMNS if column(name) >= column("pence") or spare.get(name, False)
    )


def _table(  # noqa: PLR0917 - of one file
    book: Form,
    sheet: Any,
    prefix: str,
    rows: int,
    calculator: CalculatorData,
    filled: Prefilled | None,
) -> None:
    """Headings, widths and names of a table."""
    unseen = hidden_columns(calculator, carried=filled is not None)
    for number, (name, (heading, width)) in enumerate(COLUMNS.items()):
        hidden = name in unseen
        sheet.set_column(number, number, width, None, {"hidden": hidden})
        book.text(sheet, FIRST_ROW - 2, number, heading, "heading")
        on = MORE if prefix else OFFER
        book.name(f"{prefix}{name}", on, number, range(FIRST_ROW, FIRST_ROW + rows))
    sheet.set_row(FIRST_ROW - 2, 4 * LINE)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    sheet.repeat_rows(FIRST_ROW - 2)


def _row(  # noqa: PLR0917 - of one file
    book: Form,
    sheet: Any,
    row: int,
    line: CalculatorLine,
    calculator: CalculatorData,
    held: PrefilledRow | None,
) -> None:
    """One measure: row counts from 1."""
    kind, at = kind_of(line), row - 1
    wide = [("titles", line.title), ("units", line.counted_in), ("values", _worth(line))]
    wide += _texts(held)
    sheet.set_row(at, height_of((words, COLUMNS[name][1]) for name, words in wide))
    for name, words in (("codes", line.code), ("titles", line.title), ("units", line.counted_in)):
        book.text(sheet, at, column(name), words)
    if line.unit_value is not None:
        put(sheet.write_number(at, column("values"), line.unit_value, book.looks["value"]))
    else:
        book.text(sheet, at, column("values"), REPORTED)
    for name, figure in zip(FIGURES, figures_of(line, calculator.tender.years), strict=True):
        put(sheet.write_number(at, column(name), figure))
    _boxes(book, sheet, at, boxes_missing(line), held)
    _formulas(book, sheet, row, worked(held, calculator.tender.years))
    if kind == YES_OR_NO:
        _listed(sheet, at, "first", ["Yes", "No"])
    elif kind != WORDS:
        _numbers(sheet, at, line, calculator)


def _worth(line: CalculatorLine) -> str:
    return REPORTED if line.unit_value is None else ""


def _texts(held: PrefilledRow | None) -> list[tuple[str, str]]:
    """The texts in the boxes of a row, by their columns."""
    boxes = held.boxes.items() if held else ()
    return [(name, text) for name, text in boxes if isinstance(text, str)]


def _boxes(
    book: Form, sheet: Any, at: int, locked: tuple[str, ...], held: PrefilledRow | None = None
) -> None:
    for name in _BOXES:
        look = "number" if name in {"first", "second"} else "words"
        written = held.boxes.get(name) if held else None
        _box(book, sheet, (at, column(name)), written, "plain" if name in locked else look)
    _listed(sheet, at, "community", ["Yes", "No"])


def _box(
    book: Form, sheet: Any, at: tuple[int, int], written: Decimal | str | None, look: str
) -> None:
    """A box to fill in, with what stands there already."""
    if written is None:
        put(sheet.write_blank(*at, None, book.looks[look]))
    elif isinstance(written, str):
        put(sheet.write_string(*at, written, book.looks["quoted" if look == "words" else look]))
    else:
        put(sheet.write_number(*at, written, book.looks[look]))


def _formulas(book: Form, sheet: Any, row: int, made: Worked) -> None:
    """The formulas of a row, with what they come to as it goes out."""
    looks = {"quantities": "amount", "pounds": "pounds"}
    cached: dict[str, Any] = {
        "quantities": made.quantity, "messages": made.message, "counted": made.counted,
        "pence": made.pence, "pounds": made.pence / 100,
    }  # fmt: skip
    for name, formula in formulas_of(row).items():
        look = book.looks[looks.get(name, "plain")]
        put(sheet.write_formula(row - 1, column(name), formula, look, cached[name]))


def _numbers(sheet: Any, at: int, line: CalculatorLine, calculator: CalculatorData) -> None:
    """What a box takes: a number from 0 to the limit; the rest is said in the row."""
    longest = calculator.tender.years if line.unit == "fte_year" else line.limit
    boxes = (("first", line.limit), ("second", longest))
    for (name, most), box in zip(boxes, line.boxes, strict=False):
        title, said = REFUSED[0], REFUSED[1].format(box=box, most=plain(most))
        put(
            sheet.data_validation(
                at, column(name), at, column(name),
                {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(most),
                 "error_title": title, "error_message": said[:255]},
            )
        )  # fmt: skip


def _listed(sheet: Any, at: int, name: str, words: Any) -> None:
    put(
        sheet.data_validation(
            at, column(name), at, column(name), {"validate": "list", "source": words}
        )
    )


def _more(book: Form, calculator: CalculatorData, filled: Prefilled | None) -> None:
    """Rows for a second commitment, whose figures are looked up by code."""
    sheet = book.sheet(MORE)
    book.text(sheet, 0, 0, "A second commitment to the same measure", "title")
    book.text(sheet, 1, 0, "Choose a code in the first column, and fill in the boxes beside it.")
    _table(book, sheet, "more_", MORE_ROWS, calculator, filled)
    spare = len(COLUMNS) + 1
    numbers = [each.code for each in calculator.lines if kind_of(each) not in {WORDS, YES_OR_NO}]
    for row, code in enumerate(numbers):
        book.text(sheet, row, spare, code)
    sheet.set_column(spare, spare, 10, None, {"hidden": True})
    letters = address(1, spare + 1)[:-1]
    rows = (*(filled.more if filled else ()), *[None] * MORE_ROWS)[:MORE_ROWS]
    for row, held in enumerate(rows, start=FIRST_ROW):
        _box(book, sheet, (row - 1, 0), held.line.code if held else None, "words")
        if numbers:
            _listed(sheet, row - 1, "codes", f"=${letters}$1:${letters}${len(numbers)}")
        _looked_up(book, sheet, row, held, calculator.tender.years)
        _boxes(book, sheet, row - 1, (), held)
        _formulas(book, sheet, row, worked(held, calculator.tender.years))


def _looked_up(book: Form, sheet: Any, row: int, held: PrefilledRow | None, years: Decimal) -> None:
    cached: dict[str, Any] = {}
    if held is not None:
        line = held.line
        worth = REPORTED if line.unit_value is None else line.unit_value
        figures = zip(FIGURES, figures_of(line, years), strict=True)
        cached = {"titles": line.title, "units": line.counted_in, "values": worth, **dict(figures)}
        texts = [*_texts(held), ("titles", line.title), ("units", line.counted_in)]
        sheet.set_row(row - 1, height_of((text, COLUMNS[name][1]) for name, text in texts))
    for name in ("titles", "units", "values", *FIGURES):
        look = book.looks["value" if name == "values" else "plain"]
        formula = looked_up(name, row)
        put(sheet.write_formula(row - 1, column(name), formula, look, cached.get(name, "")))


# --- guidance, and what the reader checks -------------------------------------------------


def _guidance(book: Form, calculator: CalculatorData) -> None:
    sheet = book.sheet("Guidance")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 110)
    book.text(sheet, 0, 0, GUIDANCE, "title")
    row, rules = 2, tuple(rules_between(calculator))
    for number, line in enumerate(calculator.lines):
        book.text(sheet, row, 0, line.code, "heading")
        book.text(sheet, row, 1, line.title, "heading")
        for row, words in enumerate(guidance_on(number, calculator, rules), start=row + 1):  # noqa: B020
            sheet.set_row(row, height_of([(words, 110)]))
            book.text(sheet, row, 1, words)
        row += 2
    book.text(sheet, row, 1, calculator.framework.rights)


def _data(book: Form, calculator: CalculatorData) -> None:
    sheet = book.sheet("sv_data")
    rows = data_of(calculator)
    for row, cells in enumerate(rows):
        for number, words in enumerate(cells):
            book.text(sheet, row, number, words)
    book.name("fingerprint", "sv_data", 0, range(1, 2))
    book.name("facts", "sv_data", 0, range(2, 5))
    book.name("measures", "sv_data", 0, range(5, len(rows) + 1))
    sheet.hide()


def data_of(calculator: CalculatorData) -> tuple[tuple[str, ...], ...]:
    """What the hidden sheet holds: the fingerprint; version, tender and sets; then the measures.

    By its canonical code and unit a measure is known again in another calculator.
    """
    facts = (str(calculator.version), calculator.tender.title, " over ".join(calculator.sets))
    return (
        (calculator.fingerprint,),
        *((each,) for each in facts),
        *((each.code, each.measure, each.unit) for each in calculator.lines),
    )
