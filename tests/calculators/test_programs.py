"""20,000 lines, many of them beside half a penny, through the formula of a row in two programs."""

from __future__ import annotations

import csv
import math
import random
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from socialvalue.calculators.columns import FIGURES, column, figures_of, formulas_of
from socialvalue.calculators.description import CalculatorLine, formula_of
from socialvalue.engine.exact import line_pence

xlsxwriter = pytest.importorskip("xlsxwriter")

LINES = 20_000
PENNY = Decimal("0.01")
PROGRAMS = {
    "soffice": ("--headless", "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir"),
    "ssconvert": ("--recalc", "-T", "Gnumeric_stf:stf_csv"),
}  # fmt: skip


def asked(value: Decimal, two: bool) -> CalculatorLine:
    """A measure at a unit value, in one box or in two."""
    unit, boxes = ("person_week", ("people", "weeks each")) if two else ("gbp", ("£",))
    return CalculatorLine("X1", "X1", "A measure", unit, boxes, value, "any", Decimal(1))


def lines(chance: random.Random) -> Iterator[tuple[CalculatorLine, Decimal, Decimal | None]]:
    """A third at random, a third on half a penny, a third as near it as the figures allow."""
    for number in range(LINES):
        two = number % 2 == 1
        after = chance.randrange(2, 8)
        # One box: pence are cents × value; two boxes: people × hundredths of weeks × value.
        cents = chance.randrange(1, 10 ** chance.randrange(1, 7))
        if number % 3 == 0:
            digits = chance.randrange(1, 10 ** chance.randrange(1, 10))
        elif number % 3 == 1:
            after = chance.randrange(1, 6)
            cents = 10 ** (after - 1) * chance.randrange(1, 999, 2)
            digits = 5 * chance.randrange(1, 10**5, 2)
        else:
            half = (2 * chance.randrange(1, 10**5) + 1) * 10**after
            digits = max(1, half // (2 * cents) + chance.randrange(-1, 2))
        line = asked(Decimal(digits).scaleb(-after), two)
        most = formula_of(line).largest
        if Decimal(cents) * PENNY > most:
            cents = int(most / PENNY)
        yield (
            line,
            *((Decimal(1), Decimal(cents) * PENNY) if two else (Decimal(cents) * PENNY, None)),
        )


LISTED = [*lines(random.Random(7))]  # noqa: S311


def test_the_usual_formula_would_be_pennies_out() -> None:
    """These lines are where programs differ: without them the test below would prove nothing."""
    out = 0
    for line, first, second in LISTED:
        amount, value = first * (1 if second is None else second), line.unit_value or Decimal(0)
        usual = math.floor(float(amount) * float(value) * 100 + 0.5)
        out += usual != line_pence(amount, value)
    assert len(LISTED) == LINES
    assert out > 100


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A workbook with a row a line, none of them worked out, and what each comes to here."""
    path = tmp_path_factory.mktemp("lines") / "lines.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    whole = book.add_format({"num_format": "0"})
    ours = []
    for row, (line, first, second) in enumerate(LISTED, start=1):
        sheet.write_string(row - 1, column("codes"), "X1")
        for name, box in (("first", first), ("second", second)):
            if box is not None:
                sheet.write_number(row - 1, column(name), float(box))
        for name, figure in zip(FIGURES, figures_of(line, Decimal(3)), strict=True):
            sheet.write_number(row - 1, column(name), figure)
        for name in ("counted", "pence"):
            sheet.write_formula(row - 1, column(name), formulas_of(row)[name], whole, 0)
        ours.append(line_pence(first * (1 if second is None else second), line.unit_value or 0))
    book.close()
    return path, ours


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_line_is_a_penny_out(
    program: str, table: tuple[Path, list[int]], tmp_path: Path
) -> None:
    """A bidder whose sheet shows another penny than the decision has been told an untruth."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    path, ours = table
    out = tmp_path / "lines.csv"
    profile: list[Any] = []
    if program == "soffice":
        profile = [f"-env:UserInstallation={recalculating(tmp_path).as_uri()}"]
    to = [str(tmp_path), str(path)] if program == "soffice" else [str(path), str(out)]
    words = [program, *profile, *PROGRAMS[program], *to]
    subprocess.run(words, check=True, capture_output=True, timeout=600)
    with out.open(encoding="utf-8", newline="") as file:
        theirs = [row[column("pence")] for row in csv.reader(file)]
    assert len(theirs) == len(ours) == LINES
    wrong = [(here, there) for here, there in zip(ours, theirs, strict=True) if str(here) != there]
    assert wrong == []
    assert sum(each > 0 for each in ours) > LINES / 2


def recalculating(folder: Path) -> Path:
    """A profile of LibreOffice in which every file is worked out when it is opened."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry"><item '
        'oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
        'oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    return folder / "profile"
