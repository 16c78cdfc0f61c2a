"""Who decides where two could: this procurement stands before the council, and before the set."""

from __future__ import annotations

from types import SimpleNamespace

import socialvalue as sv


def one(make: SimpleNamespace, held: sv.Framework, amount: int = 1, **details: object) -> sv.Line:
    """The one line of an offer under M1; what is not the tender's is the commitment's."""
    basis = details.pop("basis", "whole")
    bid = make.bid(make.offered(held, "M1", amount, basis=basis))
    (line,) = sv.value(make.tender(**details), bid, held).lines
    return line


def test_a_million_is_one_of_the_initial_term(make: SimpleNamespace) -> None:
    """Extensions that nobody has promised would be counted as if the work were already won.

    Source: `Commitment.basis`: per £1m of the initial contract value.
    """
    held = make.framework(make.measure("M1", "10"))
    longer = sv.ContractValue(2_000_000, with_extensions=4_000_000, maximum=8_000_000)
    line = one(make, held, 3, basis="per_million", contract_value=longer)
    assert (line.quantity, line.value) == (6, 60)
    assert one(make, held, 3, contract_value=longer).value == 30


def test_the_tenders_place_stands_before_the_councils(make: SimpleNamespace) -> None:
    """A council that buys for its neighbour would value the work at its own people's wages."""
    figures = [make.figure("7", place=make.ESSEX), make.figure("9", place=make.HERTS)]
    held = make.framework(make.measure("M1", figures=figures, local=True), place=make.ESSEX)
    elsewhere = one(make, held, place=make.HERTS)
    assert (elsewhere.value, elsewhere.place) == (9, make.HERTS)
    at_home = one(make, held, place=None)
    assert (at_home.value, at_home.place) == (7, make.ESSEX)


def test_the_tenders_reason_stands_before_the_councils(make: SimpleNamespace) -> None:
    """A bidder must read why this procurement does not use a measure, not why others did not."""
    held = make.framework(make.measure("M1", switched_off="the council never uses it"))
    off = [sv.SwitchOff("M1", "no sites here", by="A. Buyer")]
    here, anywhere = one(make, held, switch_off=off), one(make, held)
    assert (here.code, anywhere.code) == ("SV509", "SV509")
    assert "no sites here" in str(here.refusals[0])
    assert "the council never uses it" not in str(here.refusals[0])
    assert "the council never uses it" in str(anywhere.refusals[0])
