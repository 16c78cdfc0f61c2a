"""Where a delivery fell, and what its supplier confirmed of it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import socialvalue as sv

ESSEX, CHELMSFORD, LEEDS = "E10000012", "E07000070", "E08000035"


@pytest.fixture
def placed(contract: Any) -> Any:
    """The contract, whose first commitment is to fall in Essex."""
    first, *others = contract.lines
    made = attrs.evolve(contract, lines=[attrs.evolve(first, place=ESSEX), *others])
    held = sv.contracts.open_register()
    held.add(made, by="procurement", on="2022-08-20")
    return held


def report(held: Any, **said: Any) -> Any:
    """A return of the first commitment."""
    usual: dict[str, Any] = {
        "line": "1", "quantity": "2.5", "period": ("2022-09-01", "2022-11-30"), "by": "supplier",
        "statement": "Two road gangs.", "on": "2022-12-10",
    }  # fmt: skip
    return held.deliver("ECC-0412", **{**usual, **said})


@pytest.mark.parametrize("place", ["", ESSEX, "e10000012", CHELMSFORD])
def test_within_the_place_it_counts(placed: Any, place: str) -> None:
    """A district lies in its county; who names none is not accused of anything."""
    entry = report(placed, place=place)
    assert entry.noun.place == place
    assert placed.standing().returns[entry.seq].state == "reported"


@pytest.mark.parametrize(("place", "code"), [
    (LEEDS, "SV508"), ("E92000001", "SV508"), ("Chelmsford", "SV210"), ("E07", "SV210"),
])  # fmt: skip
def test_outside_it_is_refused(placed: Any, place: str, code: str) -> None:
    """Jobs in another county are not the jobs that this county paid for."""
    with pytest.raises(sv.InputError, match=code):
        report(placed, place=place)
    with pytest.raises(sv.InputError, match=rf"SV954(.|\n)*{code}"):  # all that is wrong, at once
        report(placed, place=place, on="2022-11-01")
    assert len(placed.entries) == 1


def test_beyond_the_contract_a_place_need_only_be_known(placed: Any) -> None:
    """What is given beside the contract may fall anywhere that there is."""
    beside: dict[str, Any] = {"line": None, "measure": "NT9", "unit": "week"}
    assert report(placed, place=LEEDS, **beside).noun.place == LEEDS
    with pytest.raises(sv.InputError, match="SV210"):
        report(placed, place="Atlantis", period=("2023-01-01", "2023-01-31"), on="2023-02-01",
               **beside)  # fmt: skip


def test_what_was_confirmed_is_kept(placed: Any) -> None:
    """Who signed that it is claimed nowhere else can be held to it."""
    entry = report(placed, attested=["no_double_claim", "relates_to_commitment"])
    assert placed.entries[entry.seq - 1].noun.attested == (
        "no_double_claim", "relates_to_commitment")  # fmt: skip
    with pytest.raises(sv.InputError, match="SV312"):
        report(placed, attested=["honest"], period=("2023-01-01", "2023-01-31"), on="2023-02-01")
