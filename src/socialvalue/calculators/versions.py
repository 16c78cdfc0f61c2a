"""What a calculator says of the one that it replaces: the same for all bidders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.assess.sentences import closed
from socialvalue.calculators.description import CalculatorData, CalculatorLine
from socialvalue.numbers import plain, pounds
from socialvalue.words import REPORTED, day_words

__all__ = ["changed_since", "replacing_words"]


def changed_since(before: CalculatorData, after: CalculatorData) -> tuple[str, ...]:
    """What a bidder who has the earlier calculator must know of the later one."""
    if before.fingerprint == after.fingerprint:
        return ()
    return (*_of_the_tender(before, after), *_of_the_measures(before, after))


def replacing_words(calculator: CalculatorData) -> Iterator[str]:
    """What a calculator says of the one that it replaces; nothing where there is none."""
    if not calculator.replaced:
        return
    before = f"version {calculator.version - 1}"
    yield f"It replaces {before}, fingerprint {calculator.replaced}."
    if calculator.because:
        yield f"Why: {closed(calculator.because)}"
    if not calculator.changes:
        yield f"Nothing that decides a pound has changed: an offer in {before} is read as it is."
        return
    yield from calculator.changes
    yield (
        f"An offer in {before} is no longer read. Open it in the page (calculator.html) of this "
        f"version: what can be carried over is, and each commitment is marked 'check'."
    )


def _of_the_tender(before: CalculatorData, after: CalculatorData) -> Iterator[str]:
    for what, was, now in zip(_NAMES, _facts(before), _facts(after), strict=True):
        if was != now:
            yield f"{what} was {was} and is {now}."
    if before.rules != after.rules:
        yield "The rules on offering the same people, hours or pounds under two measures changed."


_NAMES = (
    "The title", "The contract value", "The term in years", "The day of the tender notice",
    "The place that is to benefit", "The target for each £1", "The lot",
    "Whether community groups may ask for what is offered", "The set of measures",
)  # fmt: skip


def _facts(each: CalculatorData) -> tuple[str, ...]:
    tender = each.tender
    return (
        tender.title, pounds(tender.contract_value.initial), plain(tender.years),
        day_words(tender.published) if tender.published else "not stated",
        tender.place or "not stated", pounds(each.target) if each.target else "none",
        each.lot or "none", "asked" if each.community else "not asked",
        " over ".join(each.sets),
    )  # fmt: skip


def _of_the_measures(before: CalculatorData, after: CalculatorData) -> Iterator[str]:
    old = {each.measure: each for each in before.lines}
    new = {each.measure: each for each in after.lines}
    gone = (each.code for code, each in old.items() if code not in new)
    yield from (f"{code} is no longer asked for." for code in gone)
    for code, line in new.items():
        if code not in old:
            yield f"{line.code} is now asked for."
            continue
        for what, was, now in zip(_PARTS, _parts(old[code]), _parts(line), strict=True):
            if was != now:
                yield f"{line.code}: {what} was {was} and is {now}."
    shared = [each for each in old if each in new]
    if shared != [each for each in new if each in old]:
        yield "The measures are in another order."


_PARTS = ("its code", "its unit", "£ per unit", "which years count", "the most that the form takes",
          "whether words are asked for")  # fmt: skip


def _parts(line: CalculatorLine) -> tuple[Any, ...]:
    worth = REPORTED if line.unit_value is None else f"£{plain(line.unit_value)}"
    return (line.code, line.unit, worth, line.counts.replace("_", " "), plain(line.limit),
            "yes" if line.words else "no")  # fmt: skip
