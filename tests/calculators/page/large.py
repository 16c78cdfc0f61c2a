"""A calculator as large as any council's set."""

from __future__ import annotations

import attrs

import socialvalue as sv
from socialvalue.model.frozen import FrozenMap

__all__ = ["large"]

MEASURES = 200


def large() -> sv.calculators.Calculator:
    """The highways example with 200 measures: those of the set, again under further codes."""
    essex = sv.load("essex", on="2022-06-01")
    tender = sv.Tender("Highways maintenance", contract_value="2_400_000", years=3,
                       published="2022-06-01", place="E10000012", target="0.50")  # fmt: skip
    listed = [each for each in essex if not each.switched_off]
    measures = {each.code: each for each in listed}
    for number in range(MEASURES - len(listed)):
        each = listed[number % len(listed)]
        code = f"{each.code}x{number // len(listed)}"
        title, definition = f"{each.title} {number}", f"{each.definition} {number}"
        measures[code] = attrs.evolve(
            each, code=code, alias="", title=title, definition=definition, rules=()
        )
    framework = attrs.evolve(essex, measures=FrozenMap(measures))
    return sv.calculators.make(tender, framework)
