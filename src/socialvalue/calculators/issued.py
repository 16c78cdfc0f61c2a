"""The calculator as its users have it, and how one is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from socialvalue.calculators.description import (
    MORE_ROWS,
    CalculatorData,
    CalculatorLine,
    formula_of,
)
from socialvalue.calculators.incoming import file_of
from socialvalue.calculators.pack import pack_bytes
from socialvalue.calculators.page import languages, page_bytes
from socialvalue.calculators.versions import changed_since, replacing_words
from socialvalue.calculators.workbook import workbook_bytes
from socialvalue.calculators.worth import one_unit
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import one, several, table
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.named_codes import code_problems
from socialvalue.model.papers.asked import Asked
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT, exact_number, plain
from socialvalue.saving import write_file
from socialvalue.units import counted_in

__all__ = ["FORMS", "Calculator", "make"]

FORMS: Final[Mapping[str, Callable[[CalculatorData], bytes]]] = {
    ".xlsx": workbook_bytes,
    ".html": page_bytes,
    ".zip": pack_bytes,
}
"""What a calculator is written as, by the ending of the file."""

_BOXES: Final = {
    "fte_year": ("FTE at any one time", "years each is kept"),
    "person_week": ("people", "weeks each"),
    "staff_hour": ("staff", "hours each"),
    "expert_hour": ("experts", "hours each"),
    "attendee_hour": ("people who attend", "hours each"),
}
_DEAREST: Final = Decimal(1_000_000_000_000)
"""£ that a whole sheet may come to, so that the sum of its pence is exact too."""
_MOST: Final = Decimal(1_000_000_000)
_WHOLE_OF_THE_TENDER: Final = frozenset(("SV509", "SV513"))


@attrs.frozen(kw_only=True)
class Calculator(CalculatorData):
    """What goes out to every bidder alike; made by `make`.

    Attributes:
        tender: The buyer's side; of one lot where it is for one.
        framework: The measures, and what lies over them.
        lines: The measures asked for, in their order.
        limits: The largest quantities that the buyer named, by the code bidders know.
        community: Whether each line asks if community groups may ask for it.
        lot: The lot that it is for, or None.
        reach: Whether the page answers, to who asks, what would reach the target.
        version: Which calculator of this tender it is, from 1.
        replaced: The fingerprint, as it is printed, of the one that it replaces, or "".
        because: Why it replaces that one, or "".
        changes: What has changed since that one, in sentences.
    """

    @property
    def replacing(self) -> tuple[str, ...]:
        """What it says of the one that it replaces, to every bidder; nothing where it is first."""
        return tuple(replacing_words(self))

    def write(self, path: str | os.PathLike[str], *, language: str = "en") -> None:
        """Write the calculator as a workbook, or as a page; the same to the byte each time.

        A page (``.html``) is one file that works offline in a browser and saves a workbook; it
        needs no extra.

        Args:
            path: A file that ends in ``.xlsx`` or ``.html``, or in ``.zip`` for an archive of both
                with a short guide.  What stood there is written over.
            language: The language of the page's own words; the other forms are in English.

        Raises:
            InputError: Another ending, or a language without words (SV312), or XlsxWriter is not
                installed (SV932).

        Example:
            >>> import tempfile, pathlib, socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> parks = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
            >>> calculator = sv.calculators.make(parks, toms, measures=["NT10"])
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     calculator.write(pathlib.Path(folder) / "calculator.xlsx")
            ...     calculator.write(pathlib.Path(folder) / "calculator.html")
        """
        file = file_of(path)
        write_file(file, self.contents(file.suffix, language=language))

    def contents(self, ending: str, *, language: str = "en") -> bytes:
        """What a file with this ending holds.

        Args:
            ending: ``.xlsx``, ``.html``, or ``.zip`` for both and a short guide.
            language: The language of the page's own words.

        Raises:
            InputError: Another ending, or a language without words (SV312), or XlsxWriter is not
                installed (SV932).
        """
        made = FORMS.get(one("the ending", str, ending).lower())
        if made is None:
            hint = f"write {' or '.join(f'calculator{each}' for each in FORMS)}"
            found = {"what": "the ending of the file", "found": ending, "hint": hint}
            raise InputError(problem("SV312", **found))
        known = languages() if made is page_bytes else ("en",)
        if language not in known:
            hint = f"there are words in {', '.join(known)}"
            raise InputError(problem("SV312", what="the language", found=language, hint=hint))
        return made(self) if language == "en" else page_bytes(self, language)


def make(
    tender: Tender,
    framework: Framework,
    *,
    measures: Iterable[str] | None = None,
    limits: Mapping[str, Any] | None = None,
    statements: Iterable[str] | None = None,
    community: bool | None = None,
    lot: str | None = None,
    reach: bool | None = None,
    replaces: Calculator | None = None,
    because: str = "",
) -> Calculator:
    """The calculator of a tender: one frozen description, from which every form is written.

    What is not given is what the tender's own ``calculator`` says.

    Args:
        tender: The buyer's side, with the values given for it.
        framework: The measures, or a plug-in laid over them.
        measures: Codes of those asked for; the tender's shortlist if not given, or all that are
            not switched off.
        limits: The largest quantity of a measure that the form takes, by its code, with at most
            two decimals.
        statements: Codes of the measures whose commitments must say in words how they are
            delivered.
        community: Whether each line asks if community groups may ask for it.
        lot: The lot that it is for.
        reach: Whether the page answers, to who asks, what would reach the target.
        replaces: The calculator that is out and that this one replaces: its version is one more,
            and it says what has changed.
        because: Why it is replaced, for every bidder to read.

    Raises:
        InputError: A code that is not asked for (SV930), a limit beyond what a sheet can work out
            to the penny (SV931), a lot that the tender has not (SV322), a version that does not
            follow that of the one it replaces, or a reason without one (SV938).
        NotFoundError: No such measure (SV209).

    Example:
        >>> import socialvalue as sv
        >>> essex = sv.load("essex", on="2022-06-01")
        >>> roads = sv.Tender("Roads", contract_value="2_400_000", years=3, published="2022-06-01",
        ...                   place="E10000012", unit_values={"NT1": "28460"})
        >>> calculator = sv.calculators.make(roads, essex, measures=["ECC1", "ECC10"],
        ...                                  limits={"ECC1": 40})
        >>> calculator.measures, calculator.lines[0].unit_value
        (('ECC1', 'ECC10'), Decimal('28460'))
    """
    one("the tender", Tender, tender), one("the framework", Framework, framework)
    of_lot, said = _of_lot(tender, lot), tender.calculator or Asked()
    given = said.limits if limits is None else limits
    words = said.statements if statements is None else statements
    lines, held = _lines(of_lot, framework, measures, given, words)
    made = Calculator(
        tender=of_lot, framework=framework, lines=lines, limits=held, lot=lot,
        community=said.community if community is None else community,
        reach=not said.without_reach if reach is None else reach,
        version=said.version or 1, because=because.strip(),
    )  # fmt: skip
    return _replacing(made, replaces, said.version)


def _replacing(made: Calculator, before: Calculator | None, version: int | None) -> Calculator:
    """The same, with what it says of the calculator that it replaces."""
    if before is None:
        if made.because:
            raise InputError(problem("SV938", found="there is a reason, and no calculator"))
        return made
    number = one("the calculator", Calculator, before).version + 1
    if version not in {None, number}:
        found = f"version {before.version} is replaced by version {version}"
        hint = f"write 'version: {number}' under 'calculator' of the new tender file"
        raise InputError(problem("SV938", found=found, hint=hint))
    return attrs.evolve(
        made, version=number, replaced=before.short_fingerprint,
        changes=changed_since(before, made),
    )  # fmt: skip


def _of_lot(tender: Tender, lot: str | None) -> Tender:
    names = [each.name for each in tender.lots]
    if lot is not None and lot not in names:
        hint = did_you_mean(lot, names, label="lots")
        raise InputError(problem("SV322", found=lot, hint=hint))
    return tender.of_lot(lot)


def _lines(
    tender: Tender,
    framework: Framework,
    measures: Iterable[str] | None,
    limits: Mapping[str, Any],
    statements: Iterable[str],
) -> tuple[tuple[CalculatorLine, ...], FrozenMap[str, Decimal]]:
    """The measures as they are asked for, and the limits that were given, by bidders' codes."""
    asked = _asked(tender, framework, measures)
    given = {framework[code].code: exact_number(value) for code, value in table(limits).items()}
    words = {framework[code].code for code in several("a measure", str, statements)}
    twice = [each for _, each in code_problems(limits, framework, "the limit of")]
    wrong = [*twice, *_strangers(framework, {*given, *words}, asked)]
    plain_lines = [_line(each, tender, framework, wrong) for each in asked]
    lines = tuple(
        attrs.evolve(_limited(each, given, len(framework), wrong), words=each.measure in words)
        for each in plain_lines
    )
    if wrong:
        raise InputError(wrong)
    return lines, FrozenMap({each.code: each.limit for each in lines if each.measure in given})


def _asked(
    tender: Tender, framework: Framework, measures: Iterable[str] | None
) -> tuple[Measure, ...]:
    """The measures asked for, each once, in the order in which they were named."""
    named = tender.shortlist if measures is None else several("a measure", str, measures)
    off = {framework.canonical(each.code) for each in tender.switch_off}
    chosen = [framework[code] for code in named] or [
        each for each in framework if not each.switched_off and each.code not in off
    ]
    return tuple({each.code: each for each in chosen}.values())


def _strangers(
    framework: Framework, named: Iterable[str], asked: Iterable[Measure]
) -> list[Problem]:
    """Limits and statements for measures that are not asked for."""
    known = {each.code for each in asked}
    why = "the calculator does not ask for it"
    return [
        problem("SV930", measure=framework[code].name, why=why)
        for code in sorted(set(named) - known)
    ]


def _line(
    measure: Measure, tender: Tender, framework: Framework, wrong: list[Problem]
) -> CalculatorLine:
    """A measure as it is asked for; why it cannot be is added to `wrong`."""
    found = one_unit(measure, tender, framework)
    wrong += [
        problem("SV930", measure=measure.name, why=each.message)
        for each in found.refusals
        if each.code in _WHOLE_OF_THE_TENDER
    ]
    boxes = () if measure.unit == "text" else _BOXES.get(measure.unit, (counted_in(measure.unit),))
    return CalculatorLine(
        measure.alias or measure.code, measure.code, measure.title, measure.unit, boxes,
        None if measure.kind == "recorded" else found.unit_value, measure.counts, Decimal(1),
    )  # fmt: skip


def _limited(
    line: CalculatorLine, limits: Mapping[str, Decimal], measures: int, wrong: list[Problem]
) -> CalculatorLine:
    """The same with the largest quantity that its form takes."""
    most = _provable(line, measures)
    limit = limits.get(line.measure, most)
    if limit > most or limit != limit.quantize(Decimal("0.01"), context=EXACT):
        wrong.append(problem("SV931", measure=line.code, found=plain(limit), most=plain(most)))
    return attrs.evolve(line, limit=limit)


def _provable(line: CalculatorLine, measures: int) -> Decimal:
    """The largest quantity that a sheet can work out to the penny, its total with it."""
    if line.unit == "yes_no":
        return Decimal(1)
    most = min(_MOST, formula_of(line).largest)
    if line.unit_value:
        dearest = EXACT.divide(_DEAREST, measures + MORE_ROWS)
        most = min(most, EXACT.divide(dearest, line.unit_value))
    return most.quantize(Decimal("0.01"), "ROUND_FLOOR", context=EXACT)
