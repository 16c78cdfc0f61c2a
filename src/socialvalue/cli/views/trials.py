"""Trials as `simulate` wrote them, run again for what they are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialvalue.cli.out.options import in_file
from socialvalue.cli.views.records import read_json
from socialvalue.errors import DefinitionError, problem

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.uncertainty import Simulation

__all__ = ["TRIALS_SCHEMA", "trials_in"]

TRIALS_SCHEMA = "socialvalue/simulations@1"


def trials_in(path: Path, lots: Mapping[str, Evaluation]) -> Iterator[Simulation]:
    """The trials of a file, each run again.

    Args:
        path: What `socialvalue simulate` wrote as JSON.
        lots: The ranking of each lot; of a tender without lots under "".

    Raises:
        DefinitionError: It can't be read, is none, or comes to other pennies here (SV1314).
    """
    from socialvalue.uncertainty.repeating import simulated_as

    with in_file(path):
        for each in _reports(read_json(path)):
            ranking = lots.get(str(each.get("lot"))) if isinstance(each, dict) else None
            if ranking is None:
                raise DefinitionError(problem("SV1314", why="it is of a lot that is not here"))
            yield simulated_as(ranking, each)


def _reports(data: Any) -> list[Any]:
    held = data.get("reports") if isinstance(data, dict) else None
    if not held or not isinstance(held, list) or data.get("schema") != TRIALS_SCHEMA:
        raise DefinitionError(problem("SV1314", why="it is not what 'simulate' writes as JSON"))
    return held
