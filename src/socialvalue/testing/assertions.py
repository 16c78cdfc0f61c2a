"""Assertions whose failures say what was expected, what was found, and why it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.assess.replaying import replay
from socialvalue.errors import CATALOGUE
from socialvalue.model.framework import Framework
from socialvalue.numbers import exact_number, plain, pounds
from socialvalue.tables import text_table

__all__ = ["assert_base_untouched", "assert_points", "assert_replays", "assert_valuation"]

Amount = int | str | Decimal


def assert_valuation(
    valuation: Valuation,
    *,
    total: Amount | None = None,
    submitted: Amount | None = None,
    refused: Mapping[int, str] | None = None,
    by: Mapping[str, Amount] | None = None,
) -> None:
    """Hold a valuation to what it must come to; what is not given is not compared.

    Args:
        valuation: What `value` gave.
        total: £ that count.
        submitted: £ as offered.
        refused: Each refused line by its number, with the word of its reason or its code.
        by: £ that count by measure, for all measures that have any.

    Raises:
        AssertionError: Something differs: what was expected beside what was found, and the
            explanation of every line.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
        >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT29", sv.hours(3, people=10))])
        >>> assert_valuation(sv.value(tender, bid, toms), total="507.90", refused={})
    """
    rows = [
        *_amount_rows("total", total, valuation.total),
        *_amount_rows("submitted", submitted, valuation.submitted),
        *([] if refused is None else _refusal_rows(refused, valuation)),
        *([] if by is None else _measure_rows(by, valuation)),
    ]
    if rows:
        head = f"the valuation of '{valuation.bid.bidder}' is not as expected"
        raise AssertionError(_told(head, rows, str(valuation.explain())))


def assert_points(
    result: Evaluation,
    points: Mapping[str, Amount | None],
    *,
    ranks: Mapping[str, int | None] | None = None,
) -> None:
    """Hold the published points of an evaluation to what they must be, for every bidder.

    Args:
        result: What `evaluate` gave.
        points: Bidder to points as published; None for a bid that is not ranked.
        ranks: Bidder to rank; not compared if not given.

    Raises:
        AssertionError: Something differs, or a bidder is missing: what was expected beside what
            was found, and the ranking.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> bids = [sv.Bid("Acme", price=80), sv.Bid("Brook", price=100)]
        >>> tender = sv.Tender("Parks", contract_value=100, published="2022-07-01")
        >>> assert_points(sv.evaluate(tender, bids, toms, scheme),
        ...               {"Acme": "100", "Brook": "80"}, ranks={"Acme": 1, "Brook": 2})
    """
    found = {each.bidder: each for each in result.results}
    rows = []
    for bidder in dict.fromkeys((*points, *found)):
        wanted = _points_words(points[bidder]) if bidder in points else "no such bid"
        got = _points_words(found[bidder].points) if bidder in found else "no such bid"
        rows += _rows(bidder, wanted, got)
    for bidder, rank in (ranks or {}).items():
        got = _rank_words(found[bidder].rank) if bidder in found else "no such bid"
        rows += _rows(f"rank of {bidder}", _rank_words(rank), got)
    if rows:
        raise AssertionError(_told("the points are not as expected", rows, str(result.explain())))


def assert_base_untouched(base: Framework, plugin: Framework) -> None:
    """Hold a plug-in to leaving every figure of its base as it is, to the last digit.

    Args:
        base: The framework that it adopts.
        plugin: The plug-in, laid over it.

    Raises:
        AssertionError: A figure of an adopted measure differs or is gone.

    Example:
        >>> import socialvalue as sv
        >>> assert_base_untouched(sv.load("national-toms", edition="2022"), sv.load("essex"))
    """
    rows: list[tuple[str, str, str]] = []
    for code in (code for code in base.measures if code in plugin.measures):
        below, above = base[code].proxy, plugin.measures[code].proxy
        stated = [str(each) for each in (below.values if below else ())]
        kept = {str(each) for each in (above.values if above else ())}
        rows += [(code, each, "gone or changed") for each in stated if each not in kept]
    if rows:
        raise AssertionError(_told(f"{plugin.label} changes {base.label}", rows, ""))


def assert_replays(result: Evaluation) -> None:
    """Hold an evaluation to coming out the same from its own record.

    Args:
        result: What `evaluate` gave.

    Raises:
        AssertionError: It does not: each difference.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> tender = sv.Tender("Parks", contract_value=100, published="2022-07-01")
        >>> assert_replays(sv.evaluate(tender, [sv.Bid("Acme", price=80)], toms, scheme))
    """
    again = replay(result.record())
    if not again.same:
        told = "\n".join(map(str, again.differences))
        raise AssertionError(f"the evaluation does not replay:\n{told}")


# --- the words of a failure ---------------------------------------------------------------

Row = tuple[str, str, str]


def _told(head: str, rows: Iterable[Row], why: str) -> str:
    table = text_table(("what", "expected", "found"), rows)
    return "\n\n".join(part for part in (f"{head}:", table, why) if part)


def _rows(what: str, wanted: str, found: str) -> list[Row]:
    return [] if wanted == found else [(what, wanted, found)]


def _amount_rows(what: str, wanted: Amount | None, found: Decimal) -> list[Row]:
    if wanted is None:
        return []
    return _rows(what, pounds(exact_number(wanted)), pounds(found))


def _refusal_rows(wanted: Mapping[int, str], valuation: Valuation) -> list[Row]:
    """Each line whose refusal is not the one expected; a word and its code are the same."""
    found: dict[int, list[str]] = {}
    for line in valuation.refused:
        codes = [each.code for each in line.refusals]
        found.setdefault(line.number, []).extend(codes)
    rows: list[Row] = []
    for number in sorted({*wanted, *found}):
        codes = found.get(number, [])
        words = " and ".join(CATALOGUE[code].word for code in codes) or "not refused"
        said = wanted.get(number, "not refused")
        if said not in codes and said not in words.split(" and "):
            rows.append((f"line {number}", said, words))
    return rows


def _measure_rows(wanted: Mapping[str, Amount], valuation: Valuation) -> list[Row]:
    found = {code: amount for code, amount in valuation.by("measure").items() if amount}
    rows: list[Row] = []
    for code in dict.fromkeys((*wanted, *found)):
        said = pounds(exact_number(wanted.get(code, 0)))
        rows += _rows(code, said, pounds(found.get(code, Decimal(0))))
    return rows


def _points_words(points: Amount | None) -> str:
    """Points as a number, whatever its zeros at the end."""
    if points is None:
        return "not ranked"
    return plain(exact_number(points))


def _rank_words(rank: int | None) -> str:
    return "not ranked" if rank is None else str(rank)
