"""Registers of commitments to time things on: the same lines each time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from socialvalue.model.figures import Proxy, ProxyValue
from socialvalue.model.framework import Framework, Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure

MEASURES = 120
BIDS = 100_000
CODES = [f"M{n}" for n in range(MEASURES)]


class Register(NamedTuple):
    """A register of lines, coded, and the measures it is valued with."""

    framework: Framework
    values: list[Decimal]
    measure: Any
    bid: Any
    quantity: Any

    @property
    def coded(self) -> pl.DataFrame:
        """The register with whole numbers for codes."""
        return pl.DataFrame({"bid": self.bid, "measure": self.measure, "quantity": self.quantity})

    @property
    def lookup(self) -> pl.DataFrame:
        """Pence per unit of each measure, the nearest double."""
        pence = [float(each * 100) for each in self.values]
        return pl.DataFrame({"code": range(MEASURES), "measure": CODES, "ppu": pence})

    @property
    def strings(self) -> pl.DataFrame:
        """The register with texts for codes."""
        codes = pl.Series(CODES)
        names = pl.Series([f"bid-{n:06d}" for n in range(BIDS)])
        return pl.DataFrame(
            {
                "bid": names.gather(self.bid),
                "measure": codes.gather(self.measure),
                "quantity": self.quantity,
            }
        )


def make(lines: int, values_of: tuple[int, int] = (2, 7), quantities_of: int = 2) -> Register:
    """Draw lines, the same each time: unit values and quantities of so many decimals."""
    draw = np.random.default_rng(20_240_401)
    places = draw.integers(*values_of, MEASURES, endpoint=True)
    pounds = draw.lognormal(5, 2, MEASURES)
    values = [
        Decimal(int(x * 10 ** int(n))).scaleb(-int(n)) for x, n in zip(pounds, places, strict=True)
    ]
    return Register(
        framework_of(values),
        values,
        draw.integers(0, MEASURES, lines).astype(np.int32),
        draw.integers(0, BIDS, lines).astype(np.int32),
        draw.integers(1, 1000 * 10**quantities_of, lines) / 10**quantities_of,
    )


def framework_of(values: list[Decimal]) -> Framework:
    """A set of one measure a value."""
    start = date(2020, 1, 1)
    measures = {
        f"M{n}": Measure(
            f"M{n}", f"Thing {n}", "t", "o", "count", proxy=Proxy((ProxyValue(v, start),))
        )
        for n, v in enumerate(values)
    }
    themes = {"t": Theme("t", "T", FrozenMap({"o": Outcome("o", "O")}))}
    return Framework("bench", "1", in_force=Period(start), measures=FrozenMap(measures),
                     themes=FrozenMap(themes))  # fmt: skip
