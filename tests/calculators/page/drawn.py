"""Offers drawn at random as a bidder types them, and what the library makes of the same."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import socialvalue as sv
from socialvalue.calculators.columns import ONE_BOX, TWO_BOXES, WORDS, YES_OR_NO, kind_of

PLACES = (
    None, "E07000070", "Southend-on-Sea", "E10000012", "Birmingham", "Wales", "E12000007",
    "Cardiff", "london", "W92000004",
)  # fmt: skip
ACTIVITIES = ("", "site team", " Site  TEAM", "school", "stra\u00dfe", "STRASSE")
_WAYS = {
    "person_week": sv.weeks, "staff_hour": sv.hours, "expert_hour": sv.expert_hours,
    "attendee_hour": sv.attendee_hours,
}  # fmt: skip


def awkward_values(framework: sv.Framework, draw: random.Random) -> dict[str, str]:
    """Unit values with up to seven decimals, whose last digit makes ties and near-ties likely."""
    found = {}
    for each in framework:
        if each.kind == "monetised":
            decimals = draw.choice((0, 1, 2, 3, 4, 6, 7))
            digits = draw.randrange(1, 10 ** (decimals + 3)) * 10 + draw.choice((1, 3, 5, 7, 9))
            found[each.code] = format(Decimal(digits).scaleb(-decimals), "f")
    return found


def quantity(value: Decimal | None, limit: Decimal, draw: random.Random) -> str:
    """A quantity with at most two decimals: any, or one beside half a penny."""
    most = int(min(limit, Decimal(10) ** 6) * 100)
    n = draw.randrange(most + 1)
    exponent = 0 if value is None else -value.as_tuple().exponent  # type: ignore[operator]
    if value is not None and exponent >= 1 and draw.random() < 0.6:
        modulus, digits = 10**exponent, int(value.scaleb(exponent))
        if digits % 2 and digits % 5:
            near = modulus // 2 + draw.choice((-2, -1, 0, 0, 0, 1, 2))
            tie = near * pow(digits, -1, modulus) % modulus
            n = tie if tie <= most else n
    text = format(Decimal(n).scaleb(-2), "f")
    return draw.choice((text, f"£{Decimal(text):,}", text.rstrip("0").rstrip(".") or "0"))


def row(line: Any, draw: random.Random) -> dict[str, str]:
    """What a bidder types into the boxes of one commitment."""
    kind = kind_of(line)
    made = {"codes": line.code, "activities": draw.choice(ACTIVITIES)}
    if draw.random() < 0.4 and (place := draw.choice(PLACES)):
        made["places"] = place
    if kind == WORDS:
        return {**made, "words": "We will."}
    if kind == YES_OR_NO:
        return {**made, "first": draw.choice(("Yes", "No"))}
    if kind == ONE_BOX:
        return {**made, "first": quantity(line.unit_value, line.limit, draw)}
    if kind == TWO_BOXES:
        years = draw.choice(("0", "0.5", "1", "2.25", "3", "4.5"))
        return {**made, "first": quantity(line.unit_value, line.limit / 5, draw), "second": years}
    people = draw.choice((0, 1, 1, 2, 7))
    each = quantity(line.unit_value, line.limit / 8, draw)
    return {**made, "first": str(people), "second": each}


def commitment(typed: dict[str, str], line: Any, framework: sv.Framework) -> sv.Commitment:
    """The same by hand."""
    numbers = [Decimal(typed[box].strip("£").replace(",", ""))
               for box in ("first", "second")
               if box in typed and typed[box] not in {"Yes", "No"}]  # fmt: skip
    kind = kind_of(line)
    if kind == WORDS:
        made = sv.quantity(typed["words"], "text")
    elif kind == YES_OR_NO:
        made = sv.quantity(typed["first"].casefold(), "yes_no")
    elif kind == TWO_BOXES:
        made = sv.fte(numbers[0], years=numbers[1])
    elif kind == ONE_BOX or not numbers[0]:
        made = sv.quantity(0 if kind != ONE_BOX else numbers[0], line.unit)
    else:
        made = _WAYS[line.unit](numbers[1], people=numbers[0])
    named = typed.get("places")
    place = None if named is None else _code_of(named.casefold(), framework)
    activity = typed["activities"].strip() or None
    return framework.commit(line.measure, made, activity=activity, place=place)


def _code_of(name: str, framework: sv.Framework) -> str:
    return next(
        code
        for code, each in framework.places.items()
        if name in {code.casefold(), each.name.casefold()}
    )


def scrawl(line: Any, texts: list[str], draw: random.Random) -> dict[str, str]:
    """What may stand in the boxes of a commitment where nobody looked."""
    few = ("", "", "1", "2", "0", "3.5", draw.choice(texts))
    typed = {
        "codes": line.code, "first": draw.choice(few), "second": draw.choice(few),
        "activities": draw.choice(ACTIVITIES), "words": draw.choice(("", " ", "We will.")),
        "places": draw.choice(("", "", "", "Essex", "essex ", "Atlantis", "Northumberland")),
    }  # fmt: skip
    kind = kind_of(line)
    if kind == YES_OR_NO:
        typed["first"] = draw.choice(("", "Yes", "No"))
    missing = {WORDS: ("first", "second"), ONE_BOX: ("second",), YES_OR_NO: ("second",)}
    return {name: "" if name in missing.get(kind, ()) else text for name, text in typed.items()}
