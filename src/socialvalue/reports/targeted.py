"""The target report: what past contracts did per £1, or what a target would have done."""

from __future__ import annotations

from socialvalue.blocks import Block
from socialvalue.planning import Benchmark, TargetEffects
from socialvalue.reports.asked import Asked
from socialvalue.reports.report import Report, Section

__all__ = ["target_report"]

_LEFT_OUT = (
    "Contracts that are in no table that was read",
    "What bidders would offer under a target that they have not seen",
)
_HOW = (
    "In brackets: the range in which a figure could lie with other contracts like these.",
    "All ÷ all: the £ of all contracts, divided by what the contracts are worth.",
)


def target_report(asked: Asked) -> Report:
    """What a target may rest on; figures are withheld alike for every reader.

    Raises:
        InputError: What a target would have done is for the contract team and directors (SV1104):
            before a tender is published it says which target is thought of.
    """
    held: Benchmark | TargetEffects = asked.source
    if isinstance(held, TargetEffects):
        asked.only_for("contract-team", "directors")
    first, *rest = held.explain().blocks
    sections = [Section(f"target-{number}", each) for number, each in enumerate(rest, 1)]
    if isinstance(held, Benchmark):
        sections.append(Section("how", Block("How to read this", _HOW)))
    foot = "This is for setting a target: it changes no bid's points."
    return Report(
        title=first.heading,
        audience=asked.audience,
        on=asked.on,
        sentences=first.sentences,
        left_out=_LEFT_OUT,
        sections=tuple(sections),
        foot=(foot,) if isinstance(held, Benchmark) else (),
        wide=True,
    )
