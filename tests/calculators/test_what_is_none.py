"""What is no tender, set, list, limit or path: a refusal with its name, from whichever verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import socialvalue as sv

TOMS = sv.load("national-toms@2022")
PARKS = sv.Tender("Parks", contract_value="100_000", published="2022-07-01", target="0.10")
ACME = sv.Bid("Acme", price=90_000)
CALCULATOR = sv.calculators.make(PARKS, TOMS, measures=["NT10"])
PAST = sv.planning.past_contracts([
    {"contract": f"C{each}", "supplier": f"S{each}", "contract_value": 1000, "promised": 100}
    for each in range(3)
])  # fmt: skip
STRANGE = (None, 1.5, 7, object(), True, b"x")


def in_list(strange: Any) -> Any:
    """What is neither a mapping nor a calculator."""
    return [strange]


CALLS: dict[str, Callable[[Any], object]] = {
    "the tender": lambda it: sv.calculators.make(it, TOMS),
    "the framework": lambda it: sv.calculators.make(PARKS, it),
    "a measure": lambda it: sv.calculators.make(PARKS, TOMS, measures=[it]),
    "a statement": lambda it: sv.calculators.make(PARKS, TOMS, statements=[it]),
    "limits": lambda it: sv.calculators.make(PARKS, TOMS, limits=in_list(it)),
    "what is replaced": lambda it: sv.calculators.make(PARKS, TOMS, replaces=in_list(it)),
    "the path": lambda it: sv.calculators.read(it, CALCULATOR),
    "the calculator": lambda it: sv.calculators.read("acme.xlsx", it),
    "the folder": lambda it: sv.calculators.read_all(it, CALCULATOR),
    "the calculators": lambda it: sv.calculators.read_all(".", it),
    "the workbook": sv.calculators.import_workbook,
    "the marks": lambda it: sv.calculators.read_marks(it, PARKS),
    "the file": CALCULATOR.write,
    "the ending": CALCULATOR.contents,
    "the set": lambda it: sv.calculators.reach(PARKS, ACME, it, goal="0.50"),
    "the buyer": lambda it: sv.calculators.reach(it, ACME, TOMS, goal="0.50"),
    "together": lambda it: sv.uncertainty.Doubt(TOMS, together=it),
    "values": lambda it: sv.uncertainty.Doubt(TOMS, values=in_list(it)),
    "targets": lambda it: sv.planning.target_effect(
        PAST, sv.Scheme([sv.Criterion("sv", 100, sv.AgainstTarget())]), targets=it, bids=3),
}  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("what", CALLS)
def test_what_is_none_of_its_kind_is_refused(what: str, strange: Any) -> None:
    """An AttributeError from inside names neither the argument nor what it should have been."""
    with pytest.raises(sv.SocialValueError) as told:
        CALLS[what](strange)
    assert all(each.code.startswith("SV") and each.message for each in told.value.problems)


def test_a_path_and_a_list_of_codes_still_do(tmp_path: Any) -> None:
    """The same verbs with what they take."""
    CALCULATOR.write(tmp_path / "acme.xlsx")
    assert sv.calculators.read(str(tmp_path / "acme.xlsx"), CALCULATOR).bid is None
    assert sv.calculators.make(PARKS, TOMS, measures="NT10").measures == ("NT10",)
    doubt = sv.uncertainty.Doubt(TOMS, together=(["NT18", "NT19"],))
    assert doubt.together == (("NT18", "NT19"),)
