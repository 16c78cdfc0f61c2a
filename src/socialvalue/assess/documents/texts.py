"""Nouns and results as JSON documents, and back: to the last digit, in one spelling.

A document of a noun holds it as a record does.  A document of an evaluation is its record: what is
read is computed again and held against it, so that no text says more than what comes out here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from socialvalue.assess.documents.valuations import (
    VALUATION_SCHEMA,
    read_valuation,
    valuation_document,
)
from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.assess.provenance import portable_tender
from socialvalue.assess.records.bounds import MOST_BYTES, MOST_DEPTH, beyond, check_bounds
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA, RECORD_SCHEMA
from socialvalue.assess.records.letter import LETTER_SCHEMA
from socialvalue.assess.replaying import LotsReplay, Replay, replay, replay_lots
from socialvalue.definitions.data import plain_data
from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.errors import InputError, RecordError, did_you_mean, problem
from socialvalue.model.canonical import spelled
from socialvalue.model.codec import decode, encode, kinds
from socialvalue.model.fields import several
from socialvalue.model.tender import Tender

__all__ = ["from_json", "schemas_of_nouns", "to_json"]

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def to_json(thing: Any, also: tuple[type[Any], ...] = ()) -> str:
    """A noun or a result as a JSON document; `sv.to_json` says what of it.

    Args:
        thing: A noun, a valuation or an evaluation.
        also: The nouns of rooms above, beside the library's own.

    Example:
        >>> from socialvalue.model.tender import Lot
        >>> print(to_json(Lot("north")))
        {"data":{"$":"Lot","name":"north"},"schema":"socialvalue/lot@1","shared":[]}
    """
    if isinstance(thing, (Evaluation, LotsEvaluation)):
        return spelled(thing.record())
    if isinstance(thing, Valuation):
        return _bounded(valuation_document(thing))
    schema = _schemas_by_noun(also).get(type(thing))
    if schema is None:
        expected, found = "a noun, a valuation or an evaluation", type(thing).__name__
        hint = _FOLLOWS.get(found)
        raise InputError(
            problem("SV316", what="to_json", expected=expected, found=found, hint=hint)
        )
    held = portable_tender(thing) if isinstance(thing, Tender) else thing
    return _bounded({"schema": schema, **encode(held)})


_FOLLOWS = {
    "Line": "give the valuation or the evaluation that it stands in",
    "Firmness": "give the evaluation: it comes to the same when that is read again",
    "Sensitivity": "give the evaluation: its sensitivity() is the same when it is read again",
    "Summary": "give the evaluation: its summary() is the same when it is read again",
    "Replay": "give its evaluation, or keep the record that was replayed",
    "LotsReplay": "give its evaluation, or keep the record that was replayed",
    "FrameworkDiff": "give the two sets: diff() of them is the same when they are read again",
    "SchemeComparison": "give its evaluations, scheme by scheme",
    "Simulation": "keep its record(), which sv.uncertainty.repeat runs again",
    "PresentValue": "give its valuation, or keep its own to_json(): it follows from the two",
    "Findings": "give what was checked: check() says the same of it again",
    "ArrayEvaluation": "it is arrays: evaluate() comes to the same with bids, and is a document",
}
"""What to write instead of a result that follows from others, by the name of its class."""


def _bounded(document: Mapping[str, Any]) -> str:
    check_bounds(document)
    return spelled(document)


def from_json(
    text: str | bytes,
    *,
    methods: Iterable[type[Any]] = (),
    also: tuple[type[Any], ...] = (),
) -> Any:
    """What a JSON document says; `sv.from_json` says what of it.

    Args:
        text: What `to_json` gave, or the text of a record.
        methods: Scoring methods of your own that a scheme in it uses.
        also: The nouns of rooms above, beside the library's own.

    Example:
        >>> from socialvalue.model.tender import Lot
        >>> from_json(to_json(Lot("north"))) == Lot("north")
        True
    """
    document = _document(text)
    schema = document.get("schema")
    own = several("a method", type, methods, expected="a class of your own")
    read = _RESULTS.get(schema) if isinstance(schema, str) else None
    return _noun(document, schema, own, also) if read is None else read(document, own)


# --- nouns --------------------------------------------------------------------------------


@cache
def schemas_of_nouns(also: tuple[type[Any], ...] = ()) -> dict[str, type[Any]]:
    """The schema line of each noun's document.

    Args:
        also: The nouns of rooms above, beside the library's own.

    Example:
        >>> [each for each in schemas_of_nouns() if "tender" in each or "/bid@" in each]
        ['socialvalue/bid@1', 'socialvalue/tender-data@1']
    """
    known = {**kinds(), **{each.__name__: each for each in also}}
    return {_schema(name): kind for name, kind in sorted(known.items())}


@cache
def _schemas_by_noun(also: tuple[type[Any], ...]) -> dict[type[Any], str]:
    return {kind: schema for schema, kind in schemas_of_nouns(also).items()}


def _schema(name: str) -> str:
    """The schema line of a noun's document; a file of that name keeps its own."""
    word = _WORD.sub("-", name).lower()
    of_a_file = f"socialvalue/{word}@1" in SCHEMAS
    return f"socialvalue/{word}-data@1" if of_a_file else f"socialvalue/{word}@1"


def _noun(
    document: Mapping[str, Any],
    schema: Any,
    own: tuple[type[Any], ...],
    also: tuple[type[Any], ...],
) -> Any:
    known = schemas_of_nouns(also)
    kind = known.get(schema) if isinstance(schema, str) else None
    if kind is None:
        hint = _meant(schema, known)
        raise RecordError(problem("SV229", found=schema or "(no schema)", hint=hint))
    strange = sorted(document.keys() - {"schema", "data", "shared"})
    if strange:
        raise RecordError(problem("SV201", found=strange[0]))
    made = decode(document, (*own, *also))
    if type(made) is not kind:
        raise RecordError(problem("SV230", schema=schema, found=type(made).__name__))
    return made


def _meant(schema: Any, nouns: Iterable[str] = ()) -> str | None:
    """What reads a document of this schema, or the nearest that is known; None where it has none.

    Args:
        schema: What the document says it is.
        nouns: The schemas of nouns.
    """
    if not isinstance(schema, str):
        return None
    if schema == LETTER_SCHEMA:
        return "this is what a letter gives its bidder: recompute reads it, here and as a command"
    if schema in SCHEMAS:
        reader = "read_tender" if schema == "socialvalue/tender@1" else "load"
        return f"this is what a file says, and not what to_json wrote: {reader} reads it"
    known = [*nouns, *_RESULTS]
    return did_you_mean(schema, known, label="known schemas")


# --- results ------------------------------------------------------------------------------

_RESULTS: dict[str, Callable[[Mapping[str, Any], tuple[type[Any], ...]], Any]] = {
    RECORD_SCHEMA: lambda record, own: _evaluation(replay(record, methods=own)),
    LOTS_RECORD_SCHEMA: lambda record, own: _evaluation(replay_lots(record, methods=own)),
    VALUATION_SCHEMA: read_valuation,
}


def _evaluation(again: Replay | LotsReplay) -> Evaluation | LotsEvaluation:
    """An evaluation that comes to what its record says.

    Raises:
        RecordError: It comes to something else (SV823).
    """
    if not again.same:
        raise RecordError(problem("SV823", found="; ".join(again.differences)))
    return again.evaluation


# --- text ---------------------------------------------------------------------------------


def _document(text: Any) -> Mapping[str, Any]:
    """A document's data, bounded before anything is made of it."""
    if not isinstance(text, (str, bytes)):
        expected, found = "a JSON text", type(text).__name__
        raise InputError(problem("SV316", what="from_json", expected=expected, found=found))
    if len(text) > MOST_BYTES:
        raise beyond(f"more than {MOST_BYTES // 1_000_000} MB")
    found = plain_data(text, MOST_DEPTH)
    if not isinstance(found, dict):
        raise RecordError(problem("SV229", found="(no schema)", hint=_meant(None)))
    check_bounds(found)
    return found
