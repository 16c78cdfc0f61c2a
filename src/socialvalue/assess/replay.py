"""A decision replayed from its record: the same to the last digit, or what differs and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

import attrs

from socialvalue.assess.evaluation import BidResult, Evaluation, evaluate
from socialvalue.assess.explain import Block, Explanation, join
from socialvalue.assess.provenance import library_version
from socialvalue.assess.record import RECORD_SCHEMA, hash_of, outcome_of, part_hashes
from socialvalue.errors import (
    RecordError,
    SocialValueError,
    problem,
)
from socialvalue.model.canonical import fingerprint
from socialvalue.model.codec import decode
from socialvalue.model.framework import Framework, Layer
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Bid, Tender

__all__ = ["Replay", "replay"]

_PARTS = ("provenance", "framework", "scheme", "tender", "bids", "results", "warnings")
_WORDS = ("reason", "warnings", "written")
"""Keys of a result that hold words about it, and no figure."""

_STRANGE = (TypeError, AttributeError, LookupError, ArithmeticError, ValueError)
"""What Python raises where a record with new hashes holds things of another kind."""

_GONE = object()
"""Stands for what is not there at all, which is another thing than nothing."""

_MOST = 50
"""Differences that are listed before the rest is counted."""


@attrs.frozen
class Replay:
    """A decision computed again from its record.

    Attributes:
        evaluation: What it comes to here and now.
        same: Whether every rank, point, pound and refusal is the recorded one, to the last digit.
        differences: In words: what differs in the results, in what they rest on, and in what is
            installed here.  A record may be replayed to the same result and still be told of a
            difference: a reason worded otherwise by another version of the library, or a set
            that has changed since.
        recorded_with: The version of the library that made the record.

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> again = sv.replay(result.record())
        >>> again.same, again.differences, again.ranking == result.ranking
        (True, (), True)
    """

    evaluation: Evaluation
    same: bool
    differences: tuple[str, ...]
    recorded_with: str

    @property
    def ranking(self) -> tuple[str, ...]:
        """Names, the best first, as computed here."""
        return self.evaluation.ranking

    def __getitem__(self, bidder: str) -> BidResult:
        return self.evaluation[bidder]

    def __iter__(self) -> Iterator[BidResult]:
        return iter(self.evaluation.results)

    def __len__(self) -> int:
        return len(self.evaluation.results)

    def explain(self) -> Explanation:
        """Whether it is the same, and all that differs."""
        head = "The same to the last digit." if self.same else "Not the same result."
        title = f"{self.evaluation.tender.title}: replayed"
        return join([Block(title, (head, *(f"    {each}" for each in self.differences)))])

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html


def replay(
    record: Mapping[str, Any],
    *,
    tender: Tender | None = None,
    bids: Iterable[Bid] | None = None,
    framework: Framework | None = None,
    scheme: Scheme | None = None,
    methods: Iterable[type[Any]] = (),
) -> Replay:
    """A decision computed again from its record, and held against it.

    The record alone is enough, on any machine.  What is given beside it takes the place of what
    it holds, to see what that would have changed.

    Args:
        record: What `Evaluation.record` gave, also when it went through JSON.
        tender: Another tender.
        bids: Other bids.
        framework: Another set, such as the edition that is installed here.
        scheme: Another scheme.
        methods: Scoring methods of your own that the recorded scheme uses.

    Raises:
        RecordError: It is no record (SV801), of an unknown schema (SV802), it was altered
            (SV803), or something in it means nothing here (SV804).
    """
    check_record(record)
    own = tuple(methods)
    given = None if bids is None else tuple(bids)
    try:
        recorded = _recorded(record, own)
        used = _Inputs(
            tender or recorded.tender,
            framework or recorded.framework,
            scheme or recorded.scheme,
            recorded.bids if given is None else given,
        )
        return _replayed(record, used, is_recorded=used == recorded)
    except _STRANGE as error:
        if isinstance(error, SocialValueError):
            raise
        why = f"{type(error).__name__}: {error}"
        raise RecordError(problem("SV804", found="a thing of another kind", why=why)) from error


def _recorded(record: Mapping[str, Any], own: tuple[type[Any], ...]) -> _Inputs:
    """What the evaluation was made from."""
    found = _Inputs(
        decode(record["tender"], own),
        decode(record["framework"], own),
        decode(record["scheme"], own),
        tuple(decode(each, own) for each in record["bids"]),
    )
    found.check()
    return found


def _replayed(record: Mapping[str, Any], used: _Inputs, *, is_recorded: bool) -> Replay:
    """The decision computed again, and all that differs."""
    evaluation = _evaluated(used, is_recorded=is_recorded)
    outcome = outcome_of(evaluation)
    same = _figures(record["results"]) == _figures(outcome["results"])
    results = tuple(_result_differences(record, outcome))
    why = (*_other_library(record), *_other_inputs(record, evaluation), *_installed(evaluation))
    return Replay(evaluation, same, (*results, *why), record["provenance"]["library"])


@attrs.frozen
class _Inputs:
    """What an evaluation is made from."""

    tender: Tender
    framework: Framework
    scheme: Scheme
    bids: tuple[Bid, ...]

    def check(self) -> None:
        """Each part of a record is of its own kind."""
        kinds = ((self.tender, Tender), (self.framework, Framework), (self.scheme, Scheme),
                 *((each, Bid) for each in self.bids))  # fmt: skip
        for thing, kind in kinds:
            if not isinstance(thing, kind):
                found = type(thing).__name__
                why = f"a {kind.__name__} belongs there"
                raise RecordError(problem("SV804", found=found, why=why))


def _evaluated(used: _Inputs, *, is_recorded: bool) -> Evaluation:
    try:
        return evaluate(used.tender, used.bids, used.framework, used.scheme)
    except SocialValueError as error:
        if is_recorded:
            raise RecordError(each.within("the record") for each in error.problems) from None
        raise


# --- is it a record, and is it whole? -----------------------------------------------------


def check_record(record: Any) -> None:
    """Something is a record of a known schema, and as it was made.

    Raises:
        RecordError: It is not; every part that does not match its hash is named.
    """
    if not isinstance(record, Mapping):
        raise RecordError(problem("SV801", why=f"it is of the kind {type(record).__name__}"))
    schema = record.get("schema")
    if schema != RECORD_SCHEMA:
        if not isinstance(schema, str):
            raise RecordError(problem("SV801", why="it names no schema"))
        raise RecordError(problem("SV802", found=schema, known=RECORD_SCHEMA))
    missing = [key for key in (*_PARTS, "hashes", "sha256") if key not in record]
    if missing:
        raise RecordError(problem("SV801", why=f"it has no {' and no '.join(missing)}"))
    _check_shape(record)
    _check_hashes(record)


def _check_shape(record: Mapping[str, Any]) -> None:
    for key, kind in (("provenance", dict), ("hashes", dict), ("bids", list), ("results", list),
                      ("warnings", list)):  # fmt: skip
        if not isinstance(record[key], kind):
            raise RecordError(problem("SV801", why=f"'{key}' is not as it was made"))

    told = record["provenance"]
    layers = told.get("layers")
    whole = {"library", "layers", "inputs"} <= {*told} and isinstance(layers, list)
    texts = all(isinstance(told.get(key, ""), str) for key in ("library", "scheme", "inputs"))
    if not (whole and texts) or not all(_is_layer(each) for each in layers):
        raise RecordError(problem("SV801", why="'provenance' is not as it was made"))
    if not all(_is_result(each) for each in record["results"]):
        raise RecordError(problem("SV801", why="'results' is not as it was made"))


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


# --- what differs, and why ----------------------------------------------------------------


def _figures(results: Iterable[Any]) -> list[Any]:
    """What results come to, whatever words explain it: another version may word a reason better."""
    return [_without_words(each) for each in results]


def _without_words(held: Any) -> Any:
    if isinstance(held, Mapping):
        return {key: _without_words(each) for key, each in held.items() if key not in _WORDS}
    return [_without_words(each) for each in held] if isinstance(held, list) else held


def _result_differences(record: Mapping[str, Any], outcome: Mapping[str, Any]) -> Iterator[str]:
    """What came out otherwise, bid by bid."""
    recorded = {_who(each): each for each in record["results"]}
    here = {_who(each): each for each in outcome["results"]}
    found = _listed(recorded, here, record, outcome)
    yield from islice(found, _MOST)
    rest = sum(1 for _ in found)
    if rest:
        yield f"and {rest} more differences"


def _listed(
    recorded: Mapping[str, Any],
    here: Mapping[str, Any],
    record: Mapping[str, Any],
    outcome: Mapping[str, Any],
) -> Iterator[str]:
    for who in recorded:
        if who not in here:
            yield f"{who}: recorded, and not among the bids here"
        else:
            yield from _compared(who, recorded[who], here[who])
    for who in here:
        if who not in recorded:
            yield f"{who}: not in the record, and among the bids here"
    yield from _compared("warnings", record["warnings"], outcome["warnings"])


def _who(result: Mapping[str, Any]) -> str:
    return f"{result['bidder']}" + (f" ({result['lot']})" if result["lot"] else "")


def _compared(where: str, recorded: Any, here: Any) -> Iterator[str]:
    """Each value that is not the same, with the way to it."""
    if isinstance(recorded, Mapping) and isinstance(here, Mapping):
        for key in {**recorded, **here}:
            yield from _compared(f"{where}, {key}", recorded.get(key, _GONE), here.get(key, _GONE))
    elif isinstance(recorded, list) and isinstance(here, list):
        for number, (old, new) in enumerate(zip_longest(recorded, here, fillvalue=_GONE), start=1):
            yield from _compared(f"{where} {number}", old, new)
    elif recorded != here:
        yield f"{where}: {_shown(recorded)} recorded, {_shown(here)} here"


def _shown(value: Any) -> str:
    if value is _GONE or value is None:
        return "no entry" if value is _GONE else "nothing"
    return "an entry" if isinstance(value, (Mapping, list)) else f"{value}"


def _other_library(record: Mapping[str, Any]) -> Iterator[str]:
    made, here = record["provenance"]["library"], library_version()
    if made != here:
        yield f"another version of the library: {made} recorded, {here} here"


def _other_inputs(record: Mapping[str, Any], evaluation: Evaluation) -> Iterator[str]:
    """What the evaluation rests on that is not what was recorded."""
    recorded, here = record["provenance"], evaluation.provenance
    yield from _other_layers(recorded["layers"], here.layers)
    if recorded.get("scheme", "") != fingerprint(evaluation.scheme):
        yield "another scheme: its fingerprint is not the recorded one"
    if recorded["inputs"] != here.inputs:
        yield "an altered input: the tender or a bid is not the recorded one"


def _other_layers(recorded: Sequence[Mapping[str, str]], here: Sequence[Layer]) -> Iterator[str]:
    """Sets that are missing, added, or of other content."""
    old = {f"{each['id']}@{each['edition']}": each["sha256"] for each in recorded}
    new = {each.label: each.sha256 for each in here}
    for label, sha256 in old.items():
        if label not in new:
            yield f"another edition: {label} recorded, {', '.join(new)} here"
        elif sha256 != new[label]:
            yield f"other content of {label}: {sha256[:12]} recorded, {new[label][:12]} here"


def _installed(evaluation: Evaluation) -> Iterator[str]:
    """Sets that are installed here under the same label and have another content."""
    framework = evaluation.framework
    for layer in framework.layers:
        moved = framework.prices_of if layer.label == framework.label else ""
        here = _loaded(layer, moved)
        if here is not None and here.sha256 != layer.sha256:
            yield (
                f"{layer.label} as installed here has other content: {layer.sha256[:12]} in the "
                f"record, {here.sha256[:12]} installed; the record's own was used"
            )


def _loaded(layer: Layer, prices_of: str) -> Framework | None:
    from socialvalue.registry.loading import load

    if not layer.id.replace("-", "").replace("_", "").isalnum():  # a path, or worse: not a name
        return None
    try:
        return load(layer.id, edition=layer.edition, uprate_to=prices_of or None)
    except SocialValueError:
        return None
