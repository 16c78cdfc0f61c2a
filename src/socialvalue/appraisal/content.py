"""A present value as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from socialvalue.appraisal.benefits import Benefit
from socialvalue.appraisal.data import PresentValueData
from socialvalue.appraisal.terms import Terms
from socialvalue.assess.provenance import library_version
from socialvalue.engine.points import publish
from socialvalue.errors import Problem
from socialvalue.numbers import plain, simplest

__all__ = ["SCHEMA", "content_of"]

SCHEMA = "socialvalue/present-value@1"


def content_of(found: PresentValueData) -> dict[str, Any]:
    """A present value as JSON-safe data: amounts as text."""
    valuation = found.valuation
    return {
        "schema": SCHEMA,
        "library": library_version(),
        "title": found.title,
        "bidder": found.bidder,
        "lot": valuation.bid.lot,
        "sets": [f"{each.id}@{each.edition}" for each in valuation.framework.layers],
        "inputs_sha256": valuation.provenance.inputs,
        "terms": _terms(found.terms),
        "total": _money(found.total),
        "by_year": {str(year): _money(each) for year, each in found.by_year.items()},
        "inputs": _money(found.inputs),
        "net": _money(found.net),
        "ratio": _digits(found.ratio),
        "net_ratio": _digits(found.net_ratio),
        "switching": [
            {"what": each.what, "now": _digits(each.now), "at": _digits(each.at),
             "exact": each.exact}
            for each in found.switching.values()
        ],
        "left_out": {kind: str(amount) for kind, amount in found.left_out.items()},
        "benefits": [_benefit(each) for each in found.benefits],
        "warnings": [_problem(each) for each in found.warnings],
    }  # fmt: skip


def _money(amount: Fraction | None) -> str | None:
    return None if amount is None else str(publish(amount, 2))


def _digits(number: Fraction | None) -> str | None:
    return None if number is None else plain(publish(number, 10))


def _problem(found: Problem) -> dict[str, str]:
    return {"code": found.code, "message": found.message, "hint": found.hint}


def _terms(terms: Terms) -> dict[str, Any]:
    schedule = terms.schedule
    rates = {str(year): plain(rate) for year, rate in schedule.rates.items()}
    return {
        "rate": {"key": schedule.key, "title": schedule.title, "rates": rates},
        "first_year": terms.first_year,
        "kinds": list(terms.kinds),
        **{name: each for name, each in _asked(terms) if each},
    }


def _asked(terms: Terms) -> Iterator[tuple[str, Any]]:
    """What was asked for beyond that, each by its name."""
    yield "prices", terms.prices
    yield "price_years", terms.price_year or dict(terms.price_years)
    yield "duration", dict(terms.duration)
    yield "drop_off", _texts(terms.drop_off)
    yield from ((name, _texts(held)) for name, held in terms.adjustments.items())
    yield "profile", {code: [*map(_exactly, each)] for code, each in terms.profile.items()}
    yield "health", list(terms.health)
    yield "inputs", {str(year): _money(each) for year, each in (terms.inputs or {}).items()}


def _texts(held: Mapping[str, Fraction]) -> dict[str, str]:
    return {code: _exactly(each) for code, each in held.items()}


def _exactly(number: Fraction) -> str:
    return plain(simplest(number))


def _benefit(each: Benefit) -> dict[str, Any]:
    return {
        "commitment": each.number,
        "measure": each.measure,
        "value_kind": each.value_kind,
        "counted": str(each.counted),
        "price_year": each.price_year,
        "moved": _digits(each.moved),
        "kept": _digits(each.kept),
        "lasts": each.lasts,
        "drop_off": _exactly(each.drop_off),
        "total": _money(each.total),
        "by_year": [
            {"year": year, "value": _money(amount), "factor": _digits(each.factor(year)),
             "present_value": _money(each.by_year[year])}
            for year, amount in each.amounts.items()
        ],
    }  # fmt: skip
