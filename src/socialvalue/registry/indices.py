"""Finding indices, and moving a set's values to the prices of another year."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import attrs

from socialvalue.blocks import Block, Listing
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.figures import Proxy, ProxyValue, PublishedSpread
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.index import Index, Series
from socialvalue.model.measure import Measure
from socialvalue.registry.discovery import measures_root
from socialvalue.registry.headers import Version, version

__all__ = ["indices", "load_index", "uprated"]

_PLACES = 10
"""Decimal places that a moved value is kept with; the frames are exact up to them."""


def indices() -> Listing[str]:
    """The ids of the indices that are shipped; a tuple that shows itself.

    Example:
        >>> import socialvalue as sv
        >>> "gdp-deflator" in sv.indices()
        True
    """
    names = sorted(each.stem for each in (measures_root() / "indices").glob("*.yaml"))
    rows = tuple((each,) for each in names)
    return Listing(names, Block(f"{len(names)} indices", (), ("index",), rows))


def load_index(name: str) -> Index:
    """An index by its id.

    Raises:
        NotFoundError: No such index (SV409).

    Example:
        >>> import socialvalue as sv
        >>> sorted(sv.load_index("carbon-values").series)[:2]
        ['anchors-2020-prices-central', 'anchors-2020-prices-high']
    """
    if name not in indices():
        raise NotFoundError(problem("SV409", found=name, hint=did_you_mean(name, indices())))
    path = measures_root() / "indices" / f"{name}.yaml"
    return _index(path, version(path))


@lru_cache(maxsize=16)
def _index(path: Path, _version: Version) -> Index:
    from socialvalue.definitions.indices import read_index

    return read_index(path, f"measures/indices/{path.name}")


def uprated(framework: Framework, to: str) -> Framework:
    """A set with its values moved to the prices of another year, each marked as projected.

    Only measures that declare an index are moved.  A value whose own price year the index does
    not have becomes null with the reason; it is never guessed.

    Args:
        framework: The set; none of its values has been moved before.
        to: The year, "2024".

    Raises:
        InputError: The year is not in an index (SV323), or the set has been moved already
            (SV324).

    Source:
        scoring.md §7: price base by GDP deflator; a value is never uprated twice.
    """
    if framework.prices_of:
        why = f"it is in the prices of {framework.prices_of} already"
        raise InputError(problem("SV324", measure=framework.label, year=to, why=why))
    series = {name: _only(load_index(name)) for name in _indices_of(framework)}
    for each in series.values():
        each.ratio(to, to)
    measures = {each.code: _moved(each, series, to) for each in framework}
    return attrs.evolve(framework, measures=FrozenMap(measures), prices_of=to)


def _indices_of(framework: Framework) -> set[str]:
    return {each.proxy.index for each in framework if each.proxy and each.proxy.index}


def _only(index: Index) -> Series:
    """The series of an index by which values are moved: the first."""
    return next(iter(index.series.values()))


def _moved(measure: Measure, series: dict[str, Series], to: str) -> Measure:
    proxy = measure.proxy
    if proxy is None or not proxy.index:
        return measure
    values = tuple(_value(each, proxy.index, series[proxy.index], to) for each in proxy.values)
    spread = _spread(proxy, series[proxy.index], to)
    return attrs.evolve(measure, proxy=attrs.evolve(proxy, values=values, uncertainty=spread))


def _spread(proxy: Proxy, series: Series, to: str) -> PublishedSpread | None:
    """The spread moved with the figures it belongs to; none where their years differ or lack."""
    years = {each.price_year for each in proxy.values if each.value is not None}
    spread = proxy.uncertainty
    if spread is None or spread.factors or years == {to}:
        return spread
    if len(years) != 1 or not years <= series.values.keys():
        return None
    return _times(spread, series.ratio(years.pop(), to))


def _times(spread: PublishedSpread | None, ratio: Fraction) -> PublishedSpread | None:
    """A spread whose value is multiplied; factors of the value stay what they are."""
    if spread is None or spread.factors:
        return spread
    low, high = (publish(Fraction(each) * ratio, _PLACES) for each in (spread.low, spread.high))
    return attrs.evolve(spread, low=low, high=high)


def _value(figure: ProxyValue, index: str, series: Series, to: str) -> ProxyValue:
    """A figure in the prices of another year, marked; or null with the reason."""
    if figure.value is None or figure.price_year == to:
        return figure
    if figure.price_year not in series.values:
        year = figure.price_year or "a year that is not stated"
        note = f"it is in the prices of {year}, which {index} does not have"
        return attrs.evolve(figure, value=None, note=note)
    ratio = series.ratio(figure.price_year, to)
    return attrs.evolve(
        figure,
        value=publish(Fraction(figure.value) * ratio, _PLACES),
        uncertainty=_times(figure.uncertainty, ratio),
        price_year=to,
        projected=f"from {figure.price_year} to {to} prices by {index} ({series.key})",
    )
