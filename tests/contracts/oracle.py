"""The same figures a second time: one entry after another, in Fractions, and plainly right.

It shares no function with the room: it reads the nouns of entries and nothing that they come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

OPEN = {"reported", "approved"}


def pennies(pounds: Fraction) -> int:
    """Whole pennies, a half up."""
    with localcontext() as context:
        context.prec = 200
        exact = Decimal(pounds.numerator * 100) / Decimal(pounds.denominator)
        return int(exact.to_integral_value(ROUND_HALF_UP))


def worth(line: Any) -> Fraction:
    """£ of one unit."""
    if line.unit_value is None or line.quantity == 0:
        return Fraction(0)
    return (Fraction(line.scored) * Fraction(line.unit_value) * Fraction(line.kept)
            / Fraction(line.quantity))  # fmt: skip


def figures(entries: Iterable[Any], on: date) -> dict[tuple[str, str], dict[str, Fraction | int]]:
    """Contract and line to committed, due, reported and verified, and their pennies."""
    log = sorted(entries, key=lambda each: each.seq)
    undone = {each.about for each in log if each.action == "correct"}
    log = [each for each in log if each.seq not in undone and each.on <= on]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    terms: dict[str, tuple[date, date]] = {}
    returns: dict[int, list[Any]] = {}
    for entry in log:
        if entry.action == "add":
            terms[entry.contract] = (entry.noun.starts, entry.noun.ends)
            for line in entry.noun.lines:
                moves = [(entry.noun.starts, Fraction(line.quantity))]
                found[entry.contract, line.line] = {"line": line, "moves": moves}
        elif entry.action == "change" and entry.noun.is_agreed:
            for line, moved in entry.noun.lines.items():
                start = max(entry.on, terms[entry.contract][0])
                found[entry.contract, line]["moves"].append((start, Fraction(moved)))
        elif entry.action == "deliver":
            if entry.noun.replaces in returns:
                returns[entry.noun.replaces][2] = "replaced"
            returns[entry.seq] = [entry, Fraction(0), "reported"]
        elif entry.action in {"approve", "reject", "withdraw", "reopen"}:
            held = returns[entry.about]
            held[2] = {"approve": "approved", "reopen": "reported"}.get(entry.action, "gone")
            held[1] = Fraction(entry.noun.quantity) if entry.action == "approve" else Fraction(0)
    return {
        key: totals(each, terms[key[0]][1], on,
                    [one for one in returns.values()
                     if one[2] in OPEN and (one[0].contract, one[0].noun.line) == key])
        for key, each in found.items()
    }  # fmt: skip


def totals(each: dict[str, Any], ends: date, on: date, held: list[Any]) -> dict[str, Any]:
    """The figures of one line whose commitment is due evenly over the days."""
    committed = sum(moved for _, moved in each["moves"])
    due = Fraction(0)
    for start, moved in each["moves"]:
        term = (ends - start).days + 1
        due += moved * min(max((on - start).days + 1, 0), term) / term
    due = min(max(due, Fraction(0)), committed)
    reported = sum((Fraction(one[0].noun.quantity) for one in held), Fraction(0))
    verified = sum((one[1] for one in held), Fraction(0))
    unit = worth(each["line"])
    promised, delivered = pennies(committed * unit), pennies(verified * unit)
    return {
        "committed": committed, "due": due, "reported": reported, "verified": verified,
        "promised_pence": promised, "expected_pence": pennies(due * unit),
        "reported_pence": pennies(reported * unit), "delivered_pence": delivered,
        "capped_pence": min(promised, delivered),
    }  # fmt: skip
