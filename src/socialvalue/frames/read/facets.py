"""What rows are totalled by without a column of it: what the set, the place and the day tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.model.framework import Framework
from socialvalue.model.places import Place, chain

__all__ = [
    "FACETS",
    "ROLE_OF",
    "facet_of",
    "facet_type",
    "region_of",
    "year_expression",
    "year_names",
    "year_numbers",
]

ROLE_OF: Final = {
    **dict.fromkeys(("theme", "outcome", "value_kind"), "measure"),
    "region": "place",
    **dict.fromkeys(("year", "financial_year"), "date"),
}
"""What a row must say for each facet."""

FACETS: Final = (*ROLE_OF,)
"""What a table can be totalled by without a column of it."""

_MARCH = 3
_EPOCH = date(1970, 1, 1).toordinal()


def facet_type(facet: str | None) -> Any:
    """The type of a facet's column."""
    return nw.Int64() if facet == "year" else nw.String()


def facet_of(framework: Framework, facet: str) -> dict[str, str]:
    """A code to its theme, outcome or kind of value; a place to its region.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> facet_of(toms, "theme")["NT10"], facet_of(toms, "region")["E10000012"]
        ('jobs', 'E12000006')
    """
    if facet == "region":
        places = framework.places
        found = {each: region_of(places, each) for each in places}
        return {each: region for each, region in found.items() if region is not None}
    return {
        code: getattr(framework[code], facet) for code in (*framework.measures, *framework.codes)
    }


def region_of(places: Mapping[str, Place], code: str | None) -> str | None:
    """The code of the region that a place lies in; elsewhere than in England of the country.

    Example:
        >>> import socialvalue as sv
        >>> places = sv.load("national-toms", edition="2022").places
        >>> region_of(places, "E10000012"), region_of(places, "W06000015"), region_of(places, None)
        ('E12000006', 'W92000004', None)
    """
    around = chain(places, code)
    for kind in ("region", "country"):
        found = next((each for each in around if places[each].kind == kind), None)
        if found is not None:
            return found
    return None


def year_numbers(days: NDArray[np.int64], facet: str) -> NDArray[np.int64]:
    """The year of each day; a financial year by the one in which it begins, in April.

    Args:
        days: As `date.toordinal` counts them.
        facet: year or financial_year.

    Example:
        >>> days = np.array([date(2022, 3, 31).toordinal(), date(2022, 4, 1).toordinal()])
        >>> year_numbers(days, "year").tolist(), year_numbers(days, "financial_year").tolist()
        ([2022, 2022], [2021, 2022])
    """
    months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    shifted: NDArray[np.int64] = months - (_MARCH if facet == "financial_year" else 0)
    return shifted // 12 + 1970


def year_names(numbers: NDArray[np.int64], facet: str) -> list[Any]:
    """Years as they are called: 2022, or 2022-23.

    Example:
        >>> year_names(np.array([1999, 2022]), "financial_year")
        ['1999-00', '2022-23']
    """
    listed: list[int] = numbers.tolist()
    if facet == "year":
        return listed
    return [f"{each}-{(each + 1) % 100:02}" for each in listed]


def year_expression(day: nw.Expr, facet: str) -> nw.Expr:
    """The same of a column of days, as an expression."""
    year = day.dt.year().cast(nw.Int64())
    if facet == "year":
        return year
    begins = year - nw.when(day.dt.month() <= _MARCH).then(nw.lit(1)).otherwise(nw.lit(0))
    ends = (begins + 1) % 100 + 100
    texts = begins.cast(nw.Int64()).cast(nw.String()), ends.cast(nw.Int64()).cast(nw.String())
    return nw.concat_str([texts[0], texts[1].str.slice(1)], separator="-")
