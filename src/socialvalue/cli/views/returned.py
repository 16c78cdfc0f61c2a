"""What came back, and what is planned, as plain data: for another program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import socialvalue as sv
from socialvalue.errors import Problem
from socialvalue.numbers import plain

__all__ = ["PLAN_SCHEMA", "RETURNS_SCHEMA", "plan_content", "returns_content"]

RETURNS_SCHEMA: Final = "socialvalue/returns@1"
PLAN_SCHEMA: Final = "socialvalue/plan@1"


def returns_content(
    returns: sv.calculators.Returns, calculator: sv.calculators.Calculator
) -> dict[str, Any]:
    """All that came back: each file, what it offers, and what is wrong or to be known of it."""
    return {
        "schema": RETURNS_SCHEMA,
        "library": sv.__version__,
        "title": calculator.tender.title,
        "lot": calculator.lot,
        "fingerprint": calculator.fingerprint,
        "version": calculator.version,
        "returns": [_returned(each, calculator) for each in returns.returned],
        "problems": [_problem(each) for each in returns.problems],
        "notes": [_problem(each) for each in returns.notes],
    }


def _returned(
    each: sv.calculators.Returned, calculator: sv.calculators.Calculator
) -> dict[str, Any]:
    bid = each.bid
    made = () if bid is None else zip(bid.commitments, each.cells, strict=True)
    return {
        "file": each.file,
        "sha256": each.sha256 or None,
        "bidder": each.bidder or None,
        "commitments": None
        if bid is None
        else [_commitment(one, cells, calculator) for one, cells in made],
        "changed": [
            {"cell": one.cell, "measure": one.measure, "issued": one.issued, "found": one.found}
            for one in each.changed_cells
        ],
        "differences": [
            {
                "cell": one.cell, "measure": one.measure,
                "sheet": None if one.sheet is None else _pounds(one.sheet),
                "ours": _pounds(one.ours), "cause": one.cause,
            }
            for one in each.differences
        ],
    }  # fmt: skip


def _commitment(
    each: sv.Commitment, cells: tuple[str, str], calculator: sv.calculators.Calculator
) -> dict[str, Any]:
    made = each.quantity
    two = made.rate is not None or made.people is not None
    return {
        "measure": each.measure,
        "alias": calculator.framework[each.measure].alias,
        "quantity": _text(made.amount) if made.unit != "text" else None,
        "unit": made.unit,
        "boxes": [_text(made.rate or made.people), _text(made.years or made.each)] if two else None,
        "cells": list(cells) if two else [cells[0]],
        "activity": each.activity,
        "place": each.place,
        "words": each.note or made.words,
        "community": each.community,
    }


def _text(number: Decimal | Fraction | int | None) -> str | None:
    return None if number is None else plain(Decimal(number) if isinstance(number, int) else number)


def _pounds(amount: Decimal) -> str:
    """£ to the penny, which they are."""
    return f"{amount:.2f}"


def _problem(found: Problem) -> dict[str, Any]:
    return {
        "file": found.file or None, "cell": found.cell or None, "code": found.code,
        "message": found.message, "hint": found.hint or None,
    }  # fmt: skip


def plan_content(
    found: sv.calculators.Reach, opened: sv.calculators.CarriedOver | None
) -> dict[str, Any]:
    """What would reach a goal; with what an earlier offer became, if the plan begins with one."""
    together = found.together
    return {
        "schema": PLAN_SCHEMA,
        "library": sv.__version__,
        "bidder": found.bidder,
        "goal": _pounds(found.goal),
        "basis": found.basis,
        "counts": _pounds(found.counts),
        "missing": _pounds(found.missing),
        "shown": found.shown,
        "alone": [_more(each) for each in found.alone],
        "together": None
        if together is None
        else {
            "per_cent": together.per_cent, "brings": _pounds(together.brings),
            "more": [_more(each) for each in together.more],
        },
        "cannot": [{"code": code, "reason": why} for code, why in found.cannot],
        "carried": None if opened is None else dict(_carried(opened)),
    }  # fmt: skip


def _more(each: sv.calculators.More) -> Mapping[str, Any]:
    made = each.commitment.quantity
    return {
        "code": each.code, "measure": each.commitment.measure, "title": each.title,
        "quantity": _text(made.amount), "unit": made.unit, "brings": _pounds(each.brings),
        "offered": each.offered, "limit": _text(each.limit), "apart": list(each.apart),
    }  # fmt: skip


def _carried(opened: sv.calculators.CarriedOver) -> Iterator[tuple[str, Any]]:
    yield from (("file", opened.file), ("tender", opened.tender), ("version", opened.version))
    yield "said", list(opened.said)
    yield "lines", [
        {
            "code": each.measure, "cell": each.cell, "offered": each.offered,
            "carried": bool(each.boxes), "whole": each.whole, "checks": list(each.checks),
            "planned": each.commitment is not None,
        }
        for each in opened.lines
    ]  # fmt: skip
