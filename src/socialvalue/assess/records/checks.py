"""Whether a thing is a record of an evaluation, and as it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from socialvalue.assess.records.bounds import check_bounds
from socialvalue.errors import RecordError, problem
from socialvalue.model.canonical import spelled

__all__ = [
    "LOTS_RECORD_SCHEMA",
    "RECORD_SCHEMA",
    "SCHEMAS",
    "check_record",
    "hash_of",
    "part_hashes",
]

RECORD_SCHEMA = "socialvalue/record@1"
LOTS_RECORD_SCHEMA = "socialvalue/record-lots@1"
SCHEMAS = (RECORD_SCHEMA, LOTS_RECORD_SCHEMA)

_ALL = ("provenance", "framework", "scheme", "tender", "bids", "results", "warnings")
_PARTS = {RECORD_SCHEMA: _ALL, LOTS_RECORD_SCHEMA: (*_ALL, "most", "lots", "rule")}
_READERS = {
    RECORD_SCHEMA: "this is the record of one evaluation: use replay()",
    LOTS_RECORD_SCHEMA: "this is the record of a tender in lots: use replay_lots()",
}


def check_record(record: Any, *wanted: str) -> None:
    """Something is a record of a schema, and as it was made.

    Args:
        record: Anything.
        wanted: The schemas that it may have.

    Raises:
        RecordError: It is not; every part that does not match its hash is named.
    """
    if not isinstance(record, Mapping):
        raise RecordError(problem("SV801", why=f"it is of the kind {type(record).__name__}"))
    schema = record.get("schema")
    if schema not in wanted:
        raise _other_schema(schema)
    check_bounds(record)
    missing = [key for key in (*_PARTS[schema], "hashes", "sha256") if key not in record]
    if missing:
        raise RecordError(problem("SV801", why=f"it has no {' and no '.join(missing)}"))
    _check_shape(record)
    _check_hashes(record)


def _other_schema(found: object) -> RecordError:
    """Not the schema that is wanted: none, one that another function reads, or one not known."""
    if not isinstance(found, str):
        return RecordError(problem("SV801", why="it names no schema"))
    hint = _READERS.get(found)
    known = " and ".join(_READERS)
    return RecordError(problem("SV802", found=found, known=known, hint=hint))


def _check_shape(record: Mapping[str, Any]) -> None:
    for key, kind in (("provenance", dict), ("hashes", dict), ("bids", list), ("results", list),
                      ("warnings", list), ("lots", list), ("rule", str)):  # fmt: skip
        if not isinstance(record.get(key, kind()), kind):
            raise RecordError(problem("SV801", why=f"'{key}' is not as it was made"))

    told = record["provenance"]
    layers = told.get("layers")
    whole = {"library", "layers", "inputs"} <= {*told} and isinstance(layers, list)
    texts = all(isinstance(told.get(key, ""), str) for key in ("library", "scheme", "inputs"))
    if not (whole and texts) or not all(_is_layer(each) for each in layers):
        raise RecordError(problem("SV801", why="'provenance' is not as it was made"))
    if not all(_is_result(each) for each in record["results"]):
        raise RecordError(problem("SV801", why="'results' is not as it was made"))
    if not all(isinstance(each, Mapping) and isinstance(each.get("lot"), str)
               for each in record.get("lots", ())):  # fmt: skip
        raise RecordError(problem("SV801", why="'lots' is not as it was made"))


def _is_layer(held: Any) -> bool:
    keys = ("id", "edition", "sha256")
    return isinstance(held, Mapping) and all(isinstance(held.get(key), str) for key in keys)


def _is_result(held: Any) -> bool:
    names = isinstance(held, Mapping) and isinstance(held.get("bidder"), str)
    return names and "lot" in held and isinstance(held["lot"], (str, type(None)))


def _check_hashes(record: Mapping[str, Any]) -> None:
    """Every part matches its hash, and the whole its own."""
    try:
        found = part_hashes(record)
        whole = hash_of({key: each for key, each in record.items() if key != "sha256"})
    except (TypeError, ValueError, RecursionError):
        raise RecordError(problem("SV801", why="it holds what JSON cannot")) from None
    told = record["hashes"]
    wrong = [key for key in {**found, **told} if found.get(key) != told.get(key)]
    if wrong:
        faults = [problem("SV803", found=_part_words(record, key)) for key in wrong]
        raise RecordError(faults)
    if whole != record["sha256"]:
        raise RecordError(problem("SV803", found="the record as a whole"))


def _part_words(record: Mapping[str, Any], key: str) -> str:
    """A part of a record in words: whose bid, whose result."""
    name, _, index = key.partition("[")
    part = record.get(name)
    number = index.rstrip("]")
    if name not in ("bids", "results") or not isinstance(part, list) or not number.isdigit():
        return f"the part '{key}'"
    word = {"bids": "bid", "results": "result"}[name]
    if int(number) >= len(part):
        return f"the list of {name} ({word} {int(number) + 1} is gone)"
    held = part[int(number)]
    held = held.get("data", held) if isinstance(held, Mapping) else {}
    who = f" of '{held['bidder']}'" if isinstance(held, Mapping) and "bidder" in held else ""
    return f"the {word}{who} ({key})"


# --- hashes -------------------------------------------------------------------------------


def hash_of(content: Any) -> str:
    """The sha256, in hex, of JSON-safe data."""
    return hashlib.sha256(spelled(content).encode("utf-8", "surrogatepass")).hexdigest()


def part_hashes(content: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each part of a record; bids and results one by one."""
    found: dict[str, str] = {}
    for key, part in content.items():
        if key in ("hashes", "sha256"):
            continue
        if isinstance(part, list):
            found |= {f"{key}[{index}]": hash_of(each) for index, each in enumerate(part)}
        else:
            found[key] = hash_of(part)
    return found
