"""The file of a record: read as what it is, and nothing in it believed before its hashes fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from socialvalue.assess.content import LOTS_SCHEMA, RANKING_SCHEMA
from socialvalue.assess.recomputing import Recomputed, recompute
from socialvalue.assess.records.bounds import MOST_BYTES, MOST_DIGITS, MOST_VALUES, beyond
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA, SCHEMAS, check_record
from socialvalue.assess.replaying import LotsReplay, Replay, replay, replay_lots
from socialvalue.cli.out.options import in_file
from socialvalue.definitions.opening import read_bytes
from socialvalue.errors import (
    DefinitionError,
    Problem,
    RecordError,
    SocialValueError,
    problem,
)
from socialvalue.registry.tenders import read_tender_with_framework

if TYPE_CHECKING:
    from socialvalue.uncertainty import Repeated

__all__ = [
    "computed_again",
    "read_json",
    "read_record",
    "recomputed",
    "records_in",
    "replayed",
]

T = TypeVar("T")

TRIALS_RECORD_SCHEMA: Final = "socialvalue/simulation-record@1"
"""What `socialvalue.uncertainty` writes a record as; a test holds the two to be one."""


def replayed(
    path: Path, tender: Path | None = None
) -> list[tuple[dict[str, Any], Replay | LotsReplay]]:
    """The records of a file, each computed again.

    Args:
        path: A record, or the JSON of `score`, which holds one, or one for each lot.
        tender: A tender file whose tender, bids and set take the place of the recorded ones.

    Raises:
        DefinitionError: It cannot be read, is no record, or was altered: each fault with its
            place.
    """
    return _each(path, tender, _again)


def computed_again(
    path: Path, tender: Path | None = None
) -> list[tuple[dict[str, Any], Replay | LotsReplay | Repeated]]:
    """The same, of a record of trials too.

    Args:
        path: A record of a decision or of trials, or the JSON of `score`.
        tender: As for `replayed`, of a decision.

    Raises:
        DefinitionError: As `replayed`.
        UsageError: A tender file is given for trials.
    """
    return _each(path, tender, _again_or_trials)


def _each(
    path: Path, tender: Path | None, again: Callable[[Any, dict[str, Any]], T]
) -> list[tuple[dict[str, Any], T]]:
    instead = {} if tender is None else _held(tender)
    try:
        return [(each, again(each, instead)) for each in records_in(read_json(path))]
    except RecordError as error:
        raise DefinitionError(each.for_file(str(path)) for each in error.problems) from None
    except SocialValueError as error:
        file = str(tender or path)
        raise DefinitionError(each.for_file(file) for each in error.problems) from None


def _held(path: Path) -> dict[str, Any]:
    """What a tender file holds, in the words of `replay`."""
    tender, bids, framework = read_tender_with_framework(path)
    scheme = tender.scheme or framework.scheme
    return {"tender": tender, "bids": bids, "framework": framework, "scheme": scheme}


def read_record(path: Path) -> dict[str, Any]:
    """One record, as it was made.

    Raises:
        DefinitionError: It cannot be read, is no record, or was altered.
    """
    with in_file(path):
        found: Any = next(iter(records_in(read_json(path))), None)
        check_record(found, *SCHEMAS)
    return dict(found)


def recomputed(path: Path) -> Recomputed:
    """The machine part of a letter, computed again.

    Raises:
        DefinitionError: It cannot be read, is none (SV833), or was altered (SV803).
    """
    try:
        return recompute(read_json(path))
    except SocialValueError as error:
        found = [each.for_file(str(path)) for each in error.problems]
        why = {"SV103": "it is empty", "SV801": "it is not JSON"}.get(found[0].code)
        if why is not None:
            found = [problem("SV833", why=why).for_file(str(path))]
        raise DefinitionError(found) from None


def _again(record: Any, instead: dict[str, Any]) -> Replay | LotsReplay:
    is_of_lots = isinstance(record, dict) and record.get("schema") == LOTS_RECORD_SCHEMA
    if not is_of_lots:
        return replay(record, **instead)
    given = {key: each for key, each in instead.items() if key != "scheme"}
    return replay_lots(record, **given)


def _again_or_trials(record: Any, instead: dict[str, Any]) -> Replay | LotsReplay | Repeated:
    schema = record.get("schema") if isinstance(record, dict) else None
    if schema != TRIALS_RECORD_SCHEMA:
        return _again(record, instead)
    if instead:
        said = "--with goes with the record of a decision: trials are run again as they were"
        raise click.UsageError(said)
    from socialvalue.uncertainty import repeat

    return repeat(record)


def records_in(data: Any) -> Iterator[Any]:
    """The record itself; or those within what `score` wrote."""
    schema = data.get("schema") if isinstance(data, dict) else None
    if schema == RANKING_SCHEMA:
        yield data.get("record")
    elif schema == LOTS_SCHEMA and isinstance(data.get("lots"), dict):
        for each in data["lots"].values():
            yield each.get("record") if isinstance(each, dict) else None
    else:
        yield data


# --- reading ------------------------------------------------------------------------------


def read_json(path: Path) -> Any:
    """A JSON file; a key that stands twice is refused: two readers could take it for two things.

    Args:
        path: The file.

    Raises:
        DefinitionError: No file (SV101, SV112), not UTF-8 (SV102), empty (SV103), not JSON (SV801).
    """
    content = read_bytes(path, str(path), MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionError(problem("SV102", found=f"byte {error.start + 1}")) from None
    if not text.strip():
        hint = "a record is what 'socialvalue record TENDER --output FILE' writes"
        raise DefinitionError(problem("SV103", hint=hint))
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise DefinitionError(beyond(f"more than {MOST_VALUES:,} values").problems)
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise DefinitionError(_not_json(str(path), error)) from None
    except RecursionError:
        raise DefinitionError(problem("SV801", why="it is nested too deep")) from None
    except ValueError as error:
        if isinstance(error, SocialValueError):
            raise
        raise DefinitionError(problem("SV801", why=str(error))) from None


def _not_json(file: str, error: json.JSONDecodeError) -> Problem:
    found = problem("SV801", why=f"it is not JSON ({error.msg})")
    return Problem(found.code, found.message, found.hint, file, error.lineno, error.colno)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for twice, _ in pairs:
            if twice in seen:
                break
            seen.add(twice)
        raise DefinitionError(problem("SV801", why=f"the key '{twice}' stands twice in it"))
    return found


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        why = f"it holds a number of {len(digits):,} digits, and no record does"
        raise DefinitionError(problem("SV801", why=why))
    return int(digits)


def _no_number(word: str) -> Any:
    raise DefinitionError(problem("SV801", why=f"{word} stands in it, which is no number"))
