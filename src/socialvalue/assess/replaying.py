"""A decision replayed from its record: the same to the last digit, or what differs and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.lots.evaluation import LotsEvaluation, evaluate_lots
from socialvalue.assess.lots.record import outcome_of_lots
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.provenance import library_version, named_places
from socialvalue.assess.records.bounds import check_places
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA, RECORD_SCHEMA, check_record
from socialvalue.assess.records.differences import (
    in_words,
    is_same,
    other_library,
    result_differences,
)
from socialvalue.assess.records.inputs import altered_bids, altered_scheme, altered_tender
from socialvalue.assess.records.origins import (
    installed_differences,
    origin_differences,
    other_places,
)
from socialvalue.assess.records.record import outcome_of
from socialvalue.assess.records.rule_changes import changes_behind, is_older
from socialvalue.assess.records.unchecked import unchecked, unchecked_words
from socialvalue.blocks import Block, Explanation, join
from socialvalue.errors import Problem, RecordError, SocialValueError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.canonical import meaning
from socialvalue.model.codec import decode
from socialvalue.model.fields import several
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["LotsReplay", "Replay", "replay", "replay_lots", "understood"]

E = TypeVar("E", bound=Evaluation | LotsEvaluation)
T = TypeVar("T")

_STRANGE = (TypeError, AttributeError, LookupError, ArithmeticError, ValueError)
"""What Python raises where a record with new hashes holds things of another kind."""


@attrs.frozen
class Replay:
    """A decision computed again from its record.

    Attributes:
        evaluation: What it comes to here and now.
        same: Whether all that the record says is what comes out here, to the last digit.  Words
            that explain a result are left aside where another version of the library made it.
        differences: In words: what differs in the results, in what they rest on, and in what is
            installed here; where a rule has changed since, its name.  A record may be replayed to
            the same result and still differ: a reason worded otherwise by another version of the
            library, or a set that has changed since.
        recorded_with: The version of the library that made the record.
        unchecked: What the record holds and no figure rests on, so that nothing here shows
            whether it is true: where things are written, places that nobody names, the run
            before.  Each by its JSON pointer.

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
    unchecked: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def ranking(self) -> tuple[str, ...]:
        """Names, the best first, as computed here."""
        return self.evaluation.ranking

    def __getitem__(self, bidder: str) -> BidResult:
        return self.evaluation[bidder]

    def __iter__(self) -> Iterator[BidResult]:
        return iter(self.evaluation)

    def __len__(self) -> int:
        return len(self.evaluation)

    def __contains__(self, wanted: object) -> bool:
        return wanted in self.evaluation

    def explain(self) -> Explanation:
        """Whether it is the same, and all that differs."""
        return _explained(self)

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html


@attrs.frozen
class LotsReplay:
    """A decision on a tender in lots, computed again from its record.

    Attributes:
        evaluation: What the lots come to here and now.
        same: Whether every rank, point, pound, refusal and first place is the recorded one.
        differences: In words: what differs, as in `Replay`.
        recorded_with: The version of the library that made the record.
        unchecked: What nothing here shows to be true, as in `Replay`.
    """

    evaluation: LotsEvaluation
    same: bool
    differences: tuple[str, ...]
    recorded_with: str
    unchecked: tuple[str, ...] = attrs.field(default=(), repr=False)

    def __getitem__(self, lot: str) -> Evaluation:
        return self.evaluation[lot]

    def __iter__(self) -> Iterator[Evaluation]:
        return iter(self.evaluation)

    def __len__(self) -> int:
        return len(self.evaluation)

    def __contains__(self, wanted: object) -> bool:
        return wanted in self.evaluation

    def explain(self) -> Explanation:
        """Whether it is the same, and all that differs."""
        return _explained(self)

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html


def _explained(found: Replay | LotsReplay) -> Explanation:
    head = "The same to the last digit." if found.same else "Not the same result."
    title = f"{found.evaluation.tender.title}: replayed"
    left = unchecked_words(found.unchecked)
    return join([Block(title, (head, *(f"    {each}" for each in found.differences), *left))])


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
        InputError: What is given beside it is of another kind (SV316), or cannot be evaluated.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="200_000", published="2022-07-01")
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> bids = [sv.Bid("Acme", price=90_000), sv.Bid("Brook", price=100_000)]
        >>> record = sv.evaluate(tender, bids, toms, scheme).record()
        >>> again = sv.replay(record)
        >>> again.same, again["Brook"].points
        (True, Decimal('90.00'))
    """
    given = _Given(tender, framework, scheme, bids)

    def again(used: _Inputs) -> Evaluation:
        return evaluate(used.tender, used.bids, used.framework, used.scheme)

    return Replay(*_again(record, RECORD_SCHEMA, given, methods, again))


def replay_lots(
    record: Mapping[str, Any],
    *,
    tender: Tender | None = None,
    bids: Iterable[Bid] | None = None,
    framework: Framework | None = None,
    scheme: Scheme | None = None,
    methods: Iterable[type[Any]] = (),
) -> LotsReplay:
    """A decision on a tender in lots, computed again from its record, and held against it.

    Args:
        record: What `LotsEvaluation.record` gave, also when it went through JSON.
        tender: Another tender.
        bids: Other bids.
        framework: Another set.
        scheme: Another scheme for the lots that have none of their own.
        methods: Scoring methods of your own that the recorded schemes use.

    Raises:
        RecordError: As `replay`.
        InputError: What is given beside it is of another kind (SV316), or cannot be evaluated.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=500_000, published="2022-07-01", lots=[
        ...     sv.Lot("north", contract_value=300_000), sv.Lot("south", contract_value=200_000)])
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> bids = [sv.Bid("Acme", price=9, lot="north"), sv.Bid("Acme", price=8, lot="south")]
        >>> again = sv.replay_lots(sv.evaluate_lots(tender, bids, toms, scheme).record())
        >>> again.same, again["south"].ranking
        (True, ('Acme',))
    """
    given = _Given(tender, framework, scheme, bids)

    def again(used: _Inputs) -> LotsEvaluation:
        most = record["most"]
        return evaluate_lots(used.tender, used.bids, used.framework, used.scheme, most=most)

    return LotsReplay(*_again(record, LOTS_RECORD_SCHEMA, given, methods, again))


def _again(
    record: Mapping[str, Any],
    schema: str,
    given: _Given,
    methods: Iterable[type[Any]],
    evaluated: Callable[[_Inputs], E],
) -> tuple[E, bool, tuple[str, ...], str, tuple[str, ...]]:
    """What a record comes to here and now, and all that is told of it."""
    check_record(record, schema)
    own = several("a method", type, methods, expected="a class of your own")

    def again() -> tuple[E, bool, tuple[str, ...], str, tuple[str, ...]]:
        recorded, used = _used(record, given, own)
        library = record["provenance"]["library"]
        found = _evaluated(lambda: evaluated(used), used == recorded, library)
        return found, *_held(record, found, recorded, used, own)

    return understood(again)


def understood(make: Callable[[], T]) -> T:
    """What a function makes of a record; things of another kind in it are refused."""
    try:
        return make()
    except _STRANGE as error:
        if isinstance(error, SocialValueError):
            raise
        why = f"{type(error).__name__}: {error}"
        raise RecordError(problem("SV804", found="a thing of another kind", why=why)) from error


def _evaluated(make: Callable[[], T], is_recorded: bool, library: str) -> T:
    """An evaluation; where the record itself is refused, it is the record that is at fault."""
    try:
        return make()
    except SocialValueError as error:
        if is_recorded:
            within = [each.within("the record") for each in error.problems]
            raise RecordError((*_refused_since(library, error), *within)) from None
        raise


def _refused_since(library: str, error: SocialValueError) -> Iterator[Problem]:
    """That a version before this one evaluated it, and which rules have changed since."""
    here = library_version()
    if is_older(library, here):
        rules = changes_behind(library, {each.code for each in error.problems})
        named = "; ".join(f"the rule '{each.name}' changed: {each.words}" for each in rules)
        told = f" ({named})" if named else ""
        yield problem("SV822", made=library, here=here, rules=told)


def _held(
    record: Mapping[str, Any],
    found: Evaluation | LotsEvaluation,
    recorded: _Inputs,
    used: _Inputs,
    own: tuple[type[Any], ...],
) -> tuple[bool, tuple[str, ...], str, tuple[str, ...]]:
    """Whether it is the same, what differs, which version made the record, what is unchecked."""
    outcome = outcome_of(found) if isinstance(found, Evaluation) else outcome_of_lots(found)
    here = {**outcome, "provenance": meaning(found.provenance)}
    results = tuple(result_differences(record, here))
    altered = (*altered_tender(recorded.tender, used.tender),
               *altered_scheme(recorded.scheme, used.scheme),
               *altered_bids(recorded.bids, used.bids))  # fmt: skip
    words = (
        *in_words(results, record["provenance"]["library"]),
        *other_library(record, results),
        *(f"altered: {each}" for each in in_words(altered)),
        *origin_differences(record, here),
        *installed_differences(used.framework),
        *other_places(record["provenance"]["library"], used.tender, used.bids, used.framework),
    )
    same = is_same(record, here, is_recorded=used == recorded)
    left = unchecked(record, own, recorded.tender, recorded.bids, recorded.framework)
    return same, words, record["provenance"]["library"], tuple(left)


# --- what it is computed from -------------------------------------------------------------


@attrs.frozen
class _Given:
    """What takes the place of parts of a record."""

    tender: Tender | None
    framework: Framework | None
    scheme: Scheme | None
    bids: Iterable[Bid] | None


@attrs.frozen
class _Inputs:
    """What an evaluation is made from; a tender in lots may have no scheme over all."""

    tender: Tender
    framework: Framework
    scheme: Scheme | None
    bids: tuple[Bid, ...]

    def check(self) -> None:
        """Each part of a record is of its own kind."""
        kinds = ((self.tender, Tender), (self.framework, Framework), (self.scheme, Scheme),
                 *((each, Bid) for each in self.bids))  # fmt: skip
        for thing, kind in kinds:
            if not isinstance(thing, kind) and not (thing is None and kind is Scheme):
                found = type(thing).__name__
                why = f"a {kind.__name__} belongs there"
                raise RecordError(problem("SV804", found=found, why=why))


def _used(
    record: Mapping[str, Any], given: _Given, own: tuple[type[Any], ...]
) -> tuple[_Inputs, _Inputs]:
    """What was recorded, and what is computed with."""
    recorded = _recorded(record, own)
    used = _Inputs(
        given.tender or recorded.tender,
        given.framework or recorded.framework,
        given.scheme or recorded.scheme,
        recorded.bids if given.bids is None else several("a bid", Bid, given.bids),
    )
    return recorded, used


def _recorded(record: Mapping[str, Any], own: tuple[type[Any], ...]) -> _Inputs:
    """What the evaluation was made from."""
    found = _Inputs(
        decode(record["tender"], own, "/tender"),
        decode(record["framework"], own, "/framework"),
        decode(record["scheme"], own, "/scheme"),
        tuple(decode(each, own, f"/bids/{at}") for at, each in enumerate(record["bids"])),
    )
    found.check()
    check_places(named_places(found.tender, found.bids, found.framework), found.framework.places)
    return found
