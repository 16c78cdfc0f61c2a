"""Trials run again from their record: the same pennies, or what differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.replaying import replay
from socialvalue.blocks import Block, Explanation, Shown, join
from socialvalue.errors import InputError, NotFoundError, RecordError, problem
from socialvalue.uncertainty.content import RECORD_SCHEMA, hash_of, outcome_of
from socialvalue.uncertainty.result import Simulation
from socialvalue.uncertainty.simulating import simulate_evaluation
from socialvalue.uncertainty.spreads import Doubt, Spread

__all__ = ["Repeated", "repeat", "simulated_as"]

_STRANGE = (TypeError, AttributeError, LookupError, ValueError)


@attrs.frozen(repr=False)
class Repeated(Shown):
    """Trials run again from their record.

    Attributes:
        simulation: What they come to here and now.
        same: Whether every count and every penny of every trial is the recorded one.
        differences: In words: what is not.
        recorded_with: The version of the library that made the record.
    """

    simulation: Simulation
    same: bool
    differences: tuple[str, ...]
    recorded_with: str = ""

    @property
    def evaluation(self) -> Evaluation:
        """The award that they are of, as it comes to here."""
        return self.simulation.evaluation

    def explain(self) -> Explanation:
        """Whether they are the same, and all that differs."""
        return join(self._blocks())

    def _line(self) -> str:
        return "; ".join(self.differences) or "the same to the penny"

    def _blocks(self) -> Iterable[Block]:
        said = self._line()
        yield Block("Trials run again", (f"{said[:1].upper()}{said[1:]}.",))


def repeat(record: Any) -> Repeated:
    """Run trials again from their record.

    Args:
        record: What `Simulation.record` gave, or the same as JSON read back.

    Raises:
        RecordError: It is no such record, or was altered (SV1314); and all that `replay` refuses.

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> essex = sv.load(tender.framework, on=tender.published)
        >>> doubt = sv.uncertainty.Doubt(essex, values={"NT1": ("0.6", "1.4")})
        >>> sim = sv.simulate(tender, bids, essex, doubt=doubt, draws=100, seed=7)
        >>> sv.uncertainty.repeat(sim.record()).same
        True
    """
    if not isinstance(record, Mapping) or record.get("schema") != RECORD_SCHEMA:
        raise RecordError(problem("SV1314", why="it has another schema"))
    try:
        if record.get("sha256") != hash_of(record):
            raise RecordError(problem("SV1314", why="it does not match its hash"))
        again = replay(record["evaluation"])
        found = _run(again.evaluation, record)
        then = json.loads(json.dumps(record["outcome"]))
        now = json.loads(json.dumps(outcome_of(found)))
        differences = (*again.differences, *_differences(then, now))
    except (InputError, NotFoundError) as error:
        raise RecordError(error.problems) from None
    except _STRANGE as error:
        raise RecordError(problem("SV1314", why=f"{type(error).__name__}: {error}")) from None
    return Repeated(found, then == now, differences, str(record.get("library", "")))


def simulated_as(evaluation: Evaluation, data: Any) -> Simulation:
    """The trials of an evaluation that `Simulation.to_dict` tells of, run again.

    Args:
        evaluation: The result; it must be the one that they are of.
        data: What was written of them.

    Raises:
        RecordError: It is no such data, or comes to other pennies here (SV1314).
    """
    try:
        found, sha256 = _run(evaluation, data), data["apart"]["pennies_sha256"]
    except (InputError, NotFoundError) as error:
        raise RecordError(error.problems) from None
    except _STRANGE as error:
        raise RecordError(problem("SV1314", why=f"{type(error).__name__}: {error}")) from None
    if found.apart.sha256 != sha256:
        raise RecordError(problem("SV1314", why="it comes to other pennies than this tender does"))
    return found


def _run(evaluation: Evaluation, data: Mapping[str, Any]) -> Simulation:
    doubt = _doubt(data["doubt"], evaluation.framework)
    return simulate_evaluation(evaluation, doubt=doubt, draws=data["draws"], seed=data["seed"])


def _doubt(data: Mapping[str, Any], framework: Any) -> Doubt:
    return Doubt(
        framework,
        values=_spreads(data["values"]),
        by_confidence=_spreads(data["by_confidence"]),
        together=data["together"],
    )


def _spreads(data: Mapping[str, Any]) -> dict[str, Spread]:
    return {name: Spread(each["low"], each["high"], likely=each["likely"])
            for name, each in data.items()}  # fmt: skip


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What differs, by the names of its parts."""
    if then["figures"] != now["figures"]:
        yield "the unit values, or how uncertain they are"
    for end in ("apart", "together"):
        for name in sorted({*then[end], *now[end]}):
            if name not in then[end] or then[end][name] != now[end].get(name):
                yield f"{name} of trials {end}"
    for name in sorted({*then} - {*now}):
        yield f"{name}, which no trials have"
