"""What the page knows: measures, values, places, rules and their wording, and the sheet it saves.

Each stands here as the engine has it.  The page works out nothing that could be said here, and
words no reason of its own: the templates are the catalogue's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

import attrs

from socialvalue.calculators.columns import (
    COLUMNS,
    FIGURES,
    MESSAGES,
    figures_of,
    formulas_of,
    looked_up,
)
from socialvalue.calculators.description import FORM, MORE_ROWS, CalculatorData, CalculatorLine
from socialvalue.calculators.guidance import RELATED, measure_words, rules_between
from socialvalue.calculators.page.values import Values, short
from socialvalue.calculators.rows import TOO_MANY
from socialvalue.calculators.sums import sums_of
from socialvalue.calculators.versions import replacing_words
from socialvalue.calculators.workbook import (
    FIRST_ROW,
    GUIDANCE,
    REFUSED,
    SHEETS,
    hidden_columns,
)
from socialvalue.engine.durations import term_words
from socialvalue.errors import CATALOGUE
from socialvalue.model.fields import INVISIBLE
from socialvalue.model.figures import FALLS, STANDS
from socialvalue.model.places import place_name, within
from socialvalue.numbers import MOST_DECIMALS, TOO_LARGE, plain, pounds, scaled
from socialvalue.sheets.typed import BLANKS, TYPED
from socialvalue.tables import one_line
from socialvalue.units import UNITS
from socialvalue.words import COUNTS, DOES_NOT_COUNT, IN_PART, REPORTED, because, day_words

__all__ = ["WHOLE", "facts_of"]

_CODES: Final = (
    "SV301", "SV303", "SV304", "SV316", "SV501", "SV502", "SV503", "SV504", "SV505", "SV506",
    "SV507", "SV508", "SV510", "SV601", "SV602", "SV904", "SV905", "SV907", "SV908", "SV909",
    "SV910", "SV911", "SV912", "SV918", "SV928",
)  # fmt: skip
"""The reasons and problems that the page may have to tell."""

_HINTED: Final = ("SV601", "SV602", "SV904")
"""Those whose hint is for a bidder too; the hints of others are for the buyer."""
WHOLE: Final = ("count", "employee", "person")
"""Units of which nobody offers a part."""


def facts_of(calculator: CalculatorData, words: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page is made from, JSON-safe; numbers that decide pounds are texts.

    Args:
        calculator: What goes out.
        words: The page's own strings.
    """
    texts = _Texts()
    themes = list(dict.fromkeys(_theme(each, calculator) for each in calculator.lines))
    values = Values(calculator)
    lines = [
        {
            **_line(each, calculator, texts),
            "theme": themes.index(_theme(each, calculator)),
            "values": values.of(calculator.framework[each.code]),
            "told": [texts.number(text) for text in measure_words(each, calculator)],
        }
        for each in calculator.lines
    ]
    return {
        "form": FORM,
        "fingerprint": calculator.fingerprint,
        "short": calculator.short_fingerprint,
        "version": calculator.version,
        "changes": list(replacing_words(calculator)),
        "words": words,
        "said": {code: list(_said(code)) for code in _CODES},
        "standing": [COUNTS, IN_PART, DOES_NOT_COUNT, REPORTED],
        "related": [RELATED, STANDS, FALLS],
        "typed": {
            "grammar": TYPED, "blanks": BLANKS, "limit": plain(TOO_LARGE),
            "decimals": MOST_DECIMALS, "many": plain(TOO_MANY),
        },
        "invisible": INVISIBLE,
        "tender": _tender(calculator),
        "places": _places(calculator),
        "groups": list(values.groups),
        "themes": themes,
        "columns": _LINE,
        "lines": [short([each.get(name) for name in _LINE]) for each in lines],
        "rules": [[*pair, texts.number(why)] for *pair, why in rules_between(calculator)],
        "texts": list(texts.numbers),
        "rights": calculator.framework.rights,
        "sheet": _sheet(calculator),
    }  # fmt: skip


def _said(code: str) -> Iterator[str]:
    """A code's wording, what it is in a few words, and what to do."""
    yield CATALOGUE[code].message
    if code.startswith("SV5") or code in _HINTED:
        yield because(code) if code.startswith("SV5") else ""
    if code in _HINTED:
        yield CATALOGUE[code].hint


_LINE: Final = (
    "code", "title", "figures", "theme", "unit", "counted_in", "boxes", "told", "values", "name",
    "placed", "sort", "first_year", "whole", "recorded", "measure",
)  # fmt: skip
"""What is known of a measure, in the order in which each is listed."""


@attrs.frozen
class _Texts:
    """Texts that stand in several places, each kept once."""

    numbers: dict[str, int] = attrs.field(factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def _tender(calculator: CalculatorData) -> dict[str, Any]:
    """What the buyer says of the contract."""
    tender, target = calculator.tender, calculator.target
    value, due = tender.contract_value, calculator.target_pence
    place = tender.place or calculator.framework.place
    return {
        "title": one_line(tender.title),
        "value": plain(value.initial),
        "value_words": f"{pounds(value.initial)}, VAT {value.vat}",
        "years": plain(tender.years),
        "term": term_words(tender.years),
        "published": day_words(tender.published) if tender.published else "",
        "place": place or "",
        "place_name": place_name(calculator.framework.places, place) if place else "",
        "target": None if target is None else f"{plain(scaled(target, 2))}p",
        "due": None if due is None else str(due),
        "lot": calculator.lot or "",
        "community": calculator.community,
        "reach": calculator.reach,
    }


def _places(calculator: CalculatorData) -> dict[str, Any]:
    """The places that a bidder may name, and which of them the contract's place holds."""
    places = calculator.framework.places
    wanted = calculator.tender.place or calculator.framework.place
    inside = [at for at, code in enumerate(places) if wanted and within(places, code, wanted)]
    return {
        "names": [
            [start, "\n".join(_numbered({code[5:]: places[code].name for code in codes}))]
            for start, codes in groupby(places, key=lambda code: code[:5])
        ],
        "inside": inside,
    }


def _numbered(names: Mapping[str, str]) -> Iterator[str]:
    """Names by numbers of four digits, each without the number where that is the next."""
    last = None
    for code, name in names.items():
        follows = last is not None and int(code) == last + 1 and not name[:1].isdigit()
        yield name if follows else f"{code} {name}"
        last = int(code)


def _theme(line: CalculatorLine, calculator: CalculatorData) -> str:
    themes, key = calculator.framework.themes, calculator.framework[line.code].theme
    return themes[key].title if key in themes else key


def _line(line: CalculatorLine, calculator: CalculatorData, texts: _Texts) -> dict[str, Any]:
    """A measure as it is asked for."""
    measure = calculator.framework[line.code]
    return {
        "code": line.code,
        "title": line.title,
        "figures": " ".join(map(_figure, figures_of(line, calculator.tender.years))),
        "unit": texts.number(UNITS[line.unit].name),
        "counted_in": texts.number(line.counted_in),
        "boxes": [texts.number(each) for each in line.boxes],
        "name": "" if measure.name == line.code else measure.name,
        "sort": texts.number(line.unit),
        "measure": "" if line.measure == line.code else line.measure,
        "placed": int(measure.place != "none"),
        "first_year": int(line.counts == "first_year"),
        "whole": int(line.unit in WHOLE),
        "recorded": int(measure.kind == "recorded"),
    }


def _figure(number: float) -> str:
    """A figure as a sheet stores it."""
    return str(int(number)) if number == int(number) else repr(number)


def _sheet(calculator: CalculatorData) -> dict[str, Any]:
    """The workbook that the page saves: what XlsxWriter would write, without it."""
    hidden = hidden_columns(calculator)
    return {
        "columns": [[name, *each, name in hidden] for name, each in COLUMNS.items()],
        "figures": FIGURES,
        "formulas": formulas_of(FIRST_ROW, {name: f"{{{name}}}" for name in MESSAGES}),
        "looked_up": looked_up("{name}", FIRST_ROW),
        "sums": [[label, formula, look] for label, formula, _, look in sums_of(calculator)],
        "messages": MESSAGES,
        "reported": REPORTED,
        "first": FIRST_ROW,
        "more": MORE_ROWS,
        "names": SHEETS,
        "guidance": GUIDANCE,
        "refused": REFUSED,
        "sets": " over ".join(calculator.sets),
        "limited": [
            at for at, each in enumerate(calculator.lines) if each.code in calculator.limits
        ],
    }
