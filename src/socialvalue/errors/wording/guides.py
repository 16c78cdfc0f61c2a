"""What is said of guides and exercises: codes from 1400."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1400", "no-such-reader", "'{found}' is no reader of a guide", "name one of: {known}", "A guide for suppliers leaves out what only the buyer does, so each is written for one kind of reader."),
    Kind("SV1401", "no-such-exercise", "there is no exercise {found}", "they have the numbers 1 to {last}", "Each exercise has one task, and a key that the engine works out."),
    Kind("SV1402", "exercise-begun", "{found} is there already", "go on with it, or begin again in another folder", "What somebody has mended is never written over."),
    Kind("SV1403", "no-exercise-here", "{found} holds no exercise {number}", "begin it first", "Only what was begun there can be checked there."),
)
# fmt: on

SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1400": {
        "found": "supplier",
        "known": "suppliers, evaluators, contract-managers, bidders-day",
    },
    "SV1401": {"found": "9", "last": "8"},
    "SV1402": {"found": "practice/1/TASK.md"},
    "SV1403": {"found": "practice/1", "number": "1"},
}
