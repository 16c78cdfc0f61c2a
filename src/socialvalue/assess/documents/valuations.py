"""A valuation as a JSON document: what it rests on, and what each commitment came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.assess.provenance import portable_tender
from socialvalue.assess.replaying import understood
from socialvalue.engine.lines import Line
from socialvalue.errors import RecordError, SocialValueError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.codec import decode, encode
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender

__all__ = ["VALUATION_SCHEMA", "read_valuation", "valuation_document"]

VALUATION_SCHEMA = "socialvalue/valuation@1"

_INPUTS = {"tender": Tender, "bid": Bid, "framework": Framework}


def valuation_document(valuation: Valuation) -> dict[str, Any]:
    """What a valuation rests on, noun by noun, and what it came to."""
    held = (portable_tender(valuation.tender), valuation.bid, valuation.framework)
    inputs = {name: encode(each) for name, each in zip(_INPUTS, held, strict=True)}
    return {"schema": VALUATION_SCHEMA, **inputs, **_outcome(valuation)}


def _outcome(valuation: Valuation) -> dict[str, Any]:
    return {
        "total": str(valuation.total),
        "submitted": str(valuation.submitted),
        "lines": [_line(each) for each in valuation.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    """What one commitment came to, and the codes of why it does not count."""
    return {
        "line": line.number,
        "measure": line.measure,
        "value": str(line.value),
        "submitted": str(line.submitted),
        "codes": [each.code for each in line.refusals],
    }


def read_valuation(document: Mapping[str, Any], methods: Iterable[type[Any]] = ()) -> Valuation:
    """A valuation, computed again from what its document says that it rests on.

    Raises:
        RecordError: Something in it means nothing here (SV804), or it comes to other pounds than
            it says (SV823).
    """
    named = {*_INPUTS, "schema", "total", "submitted", "lines"}
    odd = sorted(named ^ document.keys())
    if odd:
        raise RecordError(problem("SV201" if odd[0] in document else "SV202", found=odd[0]))
    tender, bid, framework = (_input(document, name, methods) for name in _INPUTS)

    def again() -> tuple[Valuation, dict[str, Any]]:
        found: Valuation = value(tender, bid, framework)
        return found, _outcome(found)

    try:
        found, outcome = understood(again)
    except SocialValueError as error:
        raise RecordError(each.within("the valuation") for each in error.problems) from None
    for part, here in outcome.items():
        if document[part] != here:
            raise RecordError(problem("SV823", found=_words(part, document[part], here)))
    return found


def _input(document: Mapping[str, Any], name: str, methods: Iterable[type[Any]]) -> Any:
    made = decode(document[name], methods, f"/{name}")
    if not isinstance(made, _INPUTS[name]):
        why = f"a {_INPUTS[name].__name__} belongs there"
        raise RecordError(problem("SV804", found=type(made).__name__, why=why))
    return made


def _words(part: str, said: Any, here: Any) -> str:
    """What a document says, and what comes out here."""
    if part != "lines":
        return f"{part} £{said}, and here £{here}"
    lines = said if isinstance(said, list) else []
    other = [str(each["line"]) for number, each in enumerate(here) if [each] != lines[number:][:1]]
    return f"commitment {', '.join(other)}" if other else "a commitment that is not in it"
