"""A letter's figures computed again by its reader, from the reader's own part and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import carries_pounds
from socialvalue.assess.provenance import named_places
from socialvalue.assess.records.bounds import check_bounds, check_places
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.assess.records.differences import Difference, differing, in_words
from socialvalue.assess.records.letter import LETTER_SCHEMA, outcome_of_letter
from socialvalue.assess.sentences import clause, closed
from socialvalue.blocks import Block, Explanation, join
from socialvalue.engine.yardsticks import is_absolute
from socialvalue.errors import RecordError, SocialValueError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.codec import decode
from socialvalue.model.framework import Framework
from socialvalue.model.invitation import method_text
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds, simplest
from socialvalue.words import number_of

__all__ = ["Recomputed", "recompute"]

_NOUNS = {"tender": Tender, "scheme": Scheme, "framework": Framework, "bid": Bid}
_STRANGE = (TypeError, AttributeError, LookupError, ArithmeticError, ValueError)


@attrs.frozen
class Recomputed:
    """A bidder's own £ and points, computed again from its letter.

    Attributes:
        evaluation: Its bid scored alone: of what rests on other bids it tells nothing.
        told: What the letter says: £ by line, points by criterion.
        differences: What comes out otherwise here, in words.
        rests_on_others: The criteria whose points only the authority can compute.
    """

    evaluation: Evaluation = attrs.field(repr=False)
    told: Mapping[str, Any] = attrs.field(repr=False)
    differences: tuple[str, ...]
    rests_on_others: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all that can be computed here is what the letter says."""
        return not self.differences

    @property
    def result(self) -> BidResult:
        """The bid, scored alone."""
        return self.evaluation.results[0]

    def to_dict(self) -> dict[str, Any]:
        """The same, JSON-safe: what comes out here, beside what the letter says."""
        return {
            "bidder": self.result.bidder,
            "same": self.same,
            "differences": list(self.differences),
            "rests_on_others": list(self.rests_on_others),
            "told": dict(self.told),
            "computed": outcome_of_letter(self.result),
        }

    def explain(self) -> Explanation:
        """What was computed, what it came to, and what cannot be computed from the letter."""
        return join(list(_blocks(self)))

    def __str__(self) -> str:
        return str(self.explain())

    def _repr_html_(self) -> str:
        return self.explain().html


def recompute(letter: Mapping[str, Any]) -> Recomputed:
    """A bidder's own £ and points, from the machine part of its letter and nothing else.

    Args:
        letter: What `Evaluation.letter` gave, also when it went through JSON.

    Raises:
        RecordError: It is no such part (SV833), was altered (SV803), or holds what means nothing
            here (SV804).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/parks/tender.yaml")
        >>> scored = sv.evaluate(tender, bids, sv.load(tender.framework, on=tender.published))
        >>> found = sv.recompute(scored.letter("Birch & Sons"))
        >>> found.same, found.rests_on_others
        (True, ('price', 'social value'))
    """
    _check(letter)
    nouns = {key: _noun(letter[key], kind) for key, kind in _NOUNS.items()}
    tender, bid, framework = nouns["tender"], nouns["bid"], nouns["framework"]
    told = letter["result"]
    try:
        check_places(named_places(tender, [bid], framework), framework.places)
        evaluation = evaluate(tender, [bid], framework, nouns["scheme"])
        found = tuple(_differences(told, evaluation.results[0]))
    except SocialValueError as error:
        raise RecordError(error.problems) from None
    except _STRANGE:
        why = "in it stands something that a letter never says"
        raise RecordError(problem("SV833", why=why)) from None
    others = () if told["total"] is None else tuple(_of_others(evaluation.scheme))
    return Recomputed(evaluation, told, found, others)


def _check(letter: Any) -> None:
    """Something is the machine part of a letter, and as it was made."""
    if not isinstance(letter, Mapping) or letter.get("schema") != LETTER_SCHEMA:
        raise RecordError(problem("SV833", why=f"its schema is not {LETTER_SCHEMA}"))
    check_bounds(letter)
    result, keys = letter.get("result"), ("submitted", "counted", "lines", "points", "total")
    whole = isinstance(result, Mapping) and all(each in result for each in keys)
    if not whole or not {*_NOUNS, "hashes", "sha256"} <= letter.keys():
        raise RecordError(problem("SV833", why="a part of it is gone"))
    hashed = {key: each for key, each in letter.items() if key != "sha256"}
    if part_hashes(letter) != letter["hashes"] or hash_of(hashed) != letter["sha256"]:
        raise RecordError(problem("SV803", found="the part of the letter for a machine"))


def _noun(written: Any, kind: type[Any]) -> Any:
    found = decode(written)
    if not isinstance(found, kind):
        raise RecordError(problem("SV833", why=f"it holds no {kind.__name__}"))
    return found


def _of_others(scheme: Scheme) -> Iterator[str]:
    """The criteria whose points rest on what others offered."""
    yield from (each.name for each in scheme.leaves if not is_absolute(each.method))


def _differences(told: Mapping[str, Any], result: BidResult) -> Iterator[str]:
    """What the letter says and does not come out here, of all that can."""
    here = outcome_of_letter(result)
    for key in ("lines", "submitted", "counted"):
        yield from _in_words(differing((key,), told[key], here[key]))
    if told["total"] is None:
        return
    others = set(_of_others(result.scheme))
    kept = {name: each for name, each in told["points"].items() if name not in others}
    own = {name: each for name, each in here["points"].items() if name not in others}
    yield from _in_words(differing(("points",), kept, own))
    yield from _of_the_total(told, result.scheme)


def _in_words(found: Iterable[Difference]) -> Iterator[str]:
    """Differences as a bidder reads them."""
    for each in in_words(found):
        yield each.replace(" recorded, ", " in the letter, ").replace(" here", " computed here")


def _of_the_total(told: Mapping[str, Any], scheme: Scheme) -> Iterator[str]:
    """A total that its parts cannot add up to; where it is rounded once, to the last digit."""
    parts = [Fraction(Decimal(each)) for each in told["points"].values()]
    whole = sum(parts, Fraction(0))
    unit = Fraction(1, 10**scheme.places)
    slack = 0 if scheme.round_at == "part" else (len(parts) + 1) * unit / 2
    if abs(whole - Fraction(Decimal(told["total"]))) > slack:
        parts_come_to = plain(simplest(whole))
        yield f"total: {told['total']} in the letter, its criteria add up to {parts_come_to}"


# --- in words -----------------------------------------------------------------------------


def _blocks(found: Recomputed) -> Iterator[Block]:
    result, tender = found.result, found.evaluation.tender
    yield Block(
        f"Your letter, computed again: {tender.title}",
        (
            closed(f"For {result.bidder}"),
            "Computed from this file alone, which holds your own bid and nobody else's.",
            _pounds(found),
        ),
    )
    yield Block("Points", tuple(_points(found)))
    words = [f"    {closed(each)}" for each in found.differences]
    if words:
        yield Block("What differs: ask the authority about it", tuple(words))
        return
    yield Block("", ("All that can be computed here is what the letter says.",))


def _pounds(found: Recomputed) -> str:
    valuation = found.result.valuation
    lines = number_of(len(valuation.lines), "commitment")
    if not carries_pounds(valuation.framework):
        return f"You offered {lines}; the measures of this tender carry no pounds."
    return (
        f"You offered {pounds(valuation.submitted)} in {lines}; {pounds(valuation.total)} of it "
        "counts."
    )


def _points(found: Recomputed) -> Iterator[str]:
    told = found.told
    if told["total"] is None:
        yield "Your bid was not ranked: the letter says why, and there are no points to compute."
        return
    for each in found.result.scheme.leaves:
        said = f"    {each.name}: {told['points'].get(each.name)} of {plain(each.points)} points"
        if each.name not in found.rests_on_others:
            yield f"{said}; computed here: {found.result.points_for(each.name)}."
            continue
        formula = clause(method_text(each.method).removesuffix(" Quality:"))
        yield (
            f"{said}; not computed here: they rest on what others offered, which is not in your "
            f"letter ({formula})."
        )
    yield f"    total: {told['total']} of {plain(found.evaluation.scheme.out_of)} points."
