"""What a caller's program rounds decimals to changes no penny, no day and no sentence."""

from __future__ import annotations

import doctest
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_UP, Clamped, Context, Decimal, Inexact, InvalidOperation, Rounded
from decimal import localcontext as within
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.sheets.days import from_1904

HOSTILE = Context(prec=3, rounding=ROUND_UP, traps=[Inexact, Rounded, InvalidOperation, Clamped])
"""A program that rounds up to three digits, and stops where anything was rounded."""

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def modules() -> Iterator[ModuleType]:
    """Every module of the library that can be read here."""
    for found in pkgutil.walk_packages(sv.__path__, "socialvalue."):
        if not found.name.endswith("__main__"):
            try:
                yield import_module(found.name)
            except ModuleNotFoundError:  # of a library that is not installed
                continue


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_every_example_is_the_same_in_a_context_that_rounds(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that goes by the caller's context is another figure in another program.

    The examples of the docstrings call every public name.
    """
    monkeypatch.chdir(root)
    told: list[str] = []
    runner, finder = doctest.DocTestRunner(optionflags=FLAGS), doctest.DocTestFinder()
    for module in modules():
        for example in finder.find(module):
            with within(HOSTILE):
                runner.run(example, out=told.append)
    ran = runner.summarize(verbose=False)
    assert not told, "".join(told)[:4000]
    assert ran.attempted > 400


@pytest.mark.parametrize("vat", ["excluded", "included"])
def test_a_threshold_is_held_against_the_whole_value(vat: str) -> None:
    """£4,166,000 without VAT are £4,999,200 with it, and no £5 million."""
    value = sv.ContractValue("4_166_000", vat=vat)
    with within(HOSTILE):
        assert value.bounds[1] == Decimal(4_999_200 if vat == "excluded" else 4_166_000)


def test_a_day_of_an_old_workbook_is_the_same_day() -> None:
    """A day that is counted from 1904 was read as one three months later."""
    with within(HOSTILE):
        assert from_1904("43343") == "44805"


def test_what_a_chart_says_of_the_lead_is_the_lead() -> None:
    """By 9.44 points and not by 9.45, whoever draws it."""
    toms = sv.load("national-toms@2022")
    tender = sv.Tender("Depot", contract_value=100_000, published="2022-06-01", target="0.50")
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bids = [sv.Bid("Acme", price=60_234), sv.Bid("Brook", price=66_513)]
    result = sv.evaluate(tender, bids, toms, scheme)
    want = result.chart().title
    assert "9.44 more than Brook" in want
    with within(Context(prec=2)):
        assert result.chart().title == want


def test_invoices_are_added_up_to_the_penny(root: Path, tmp_path: Path) -> None:
    """£1,234,567.89 and £0.01 are £1,234,567.90 in every program."""
    register = sv.contracts.open_register(root / "docs" / "examples" / "norchester" / "record")
    rows = "Contract,Invoice date,Amount\nNCC-0412,2025-10-03,1234567.89\n"
    rows += "NCC-0412,2025-10-20,0.01\nNCC-0412,2025-10-21,-0.90\n"
    (tmp_path / "ledger.csv").write_text(rows)
    with within(HOSTILE):
        found = sv.contracts.import_spend(register, tmp_path / "ledger.csv", on="2025-12-31")
    assert [each.amount for _, each in found.spends] == [Decimal("1234567.00")]


def test_the_queries_have_the_pence_of_each_unit_value() -> None:
    """A lookup in doubles that a context rounded would value every line of a table otherwise."""
    duckdb = pytest.importorskip("duckdb")
    toms = sv.load("national-toms@2022")
    with duckdb.connect() as con:
        table = con.sql("select 'A' bid, 'NT10' measure, 40.0::double quantity")
        want = sv.value_frame(table, toms).fetchall()
        with within(Context(prec=2)):
            assert sv.value_frame(table, toms).fetchall() == want


_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "neg", "pos",
               "abs", "round", "radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rdivmod",
               "rpow")  # fmt: skip
_METHODS = "quantize|scaleb|normalize|fma|sqrt|exp|ln|log10"
_BY_CONTEXT = re.compile(rf"(def (?:{_METHODS})\([^\n]*?)context: Context \| None = None")


def without_arithmetic(stub: str) -> str:
    """The types of `decimal` without what goes by the context of whoever calls it."""
    begins = stub.index("class Decimal:")
    ends = stub.index("\nclass ", begins + 1)
    held = stub[begins:ends]
    for name in _ARITHMETIC:
        held = re.sub(rf"    (?:@overload\n    )?def __{name}__\([^\n]*\n", "", held)
    held = _BY_CONTEXT.sub(r"\1context: Context", held)
    held = held.replace("= None, context: Context)", "= None, *, context: Context)")
    return stub[:begins] + held + stub[ends:]


@pytest.mark.slow
def test_no_line_of_ours_reckons_in_the_callers_context(root: Path, tmp_path: Path) -> None:
    """What no example comes to is found by its types: a plus sign between two decimals.

    The one sum that there is stands in a context of ours.
    """
    mypy: Any = pytest.importorskip("mypy")
    types = tmp_path / "typeshed"
    shutil.copytree(Path(mypy.__file__).parent / "typeshed", types)
    stub = types / "stdlib" / "decimal.pyi"
    stub.write_text(without_arithmetic(stub.read_text()))
    assert "def __add__" not in without_arithmetic(stub.read_text()).partition("class Context")[0]
    command = [sys.executable, "-m", "mypy", "--custom-typeshed-dir", str(types), "--cache-dir",
               str(tmp_path / "cache"), "src/socialvalue"]  # fmt: skip
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = [each for each in ran.stdout.splitlines() if " error: " in each]
    assert found, ran.stderr
    assert {each.partition(":")[0] for each in found} == {"src/socialvalue/numbers.py"}, ran.stdout
