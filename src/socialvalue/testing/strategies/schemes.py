"""Strategies for schemes, and for all that an evaluation takes."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from socialvalue.model import methods
from socialvalue.model.bids.bid import Bid
from socialvalue.model.criteria import COUNTS_AS, Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.testing.strategies.basics import (
    amounts,
    maybe,
    positive,
)
from socialvalue.testing.strategies.frameworks import framework_or
from socialvalue.testing.strategies.tenders import bids, tenders

__all__ = ["Procurement", "procurements", "schemes"]

_PRICE: st.SearchStrategy[Any] = st.sampled_from(
    (
        methods.LowestPrice(),
        methods.LinearSpread(),
        methods.PercentAboveLowest(),
        methods.FixedReference("1_000_000"),
    )
)
_PANEL = st.builds(
    methods.PanelMark,
    st.sampled_from((5, 10)),
    minimum=maybe(st.sampled_from((1, 2))),
    scale=st.sampled_from(({}, {5: "good", 1: "poor"})),
)
_SOCIAL = (
    st.builds(methods.AgainstTarget, positive(1), cap=st.sampled_from((1, 2)))
    | st.builds(methods.RelativeToHighest, minimum=maybe(amounts(1)))
    | st.builds(methods.RatioThenRelative)
    | st.just(methods.Banded([("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", None, 5)]))
)
_COUNTS = st.sampled_from(("", *COUNTS_AS))


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Schemes whose points sum to 100: a price, a panel's marks, and pounds of social value.

    What they need of a tender is a contract value only.

    Args:
        draw: Given by Hypothesis.
    """
    price = draw(st.integers(0, 80))
    social = draw(st.integers(1, 100 - price))
    quantitative = draw(st.integers(0, social))
    parts = [
        Criterion("quantitative", quantitative, draw(_SOCIAL)),
        Criterion("qualitative", social - quantitative, draw(_PANEL)),
    ]
    return Scheme(
        [
            Criterion("price", price, draw(_PRICE)),
            Criterion("quality", 100 - price - social, draw(_PANEL)),
            Criterion("social value", social, parts, counts_as=draw(_COUNTS)),
        ],
        places=draw(st.integers(0, 3)),
        round_at=draw(st.sampled_from(("total", "part"))),
    )


@attrs.frozen
class Procurement:
    """A tender, its bids, the framework and the scheme: all that `evaluate` takes.

    Attributes:
        tender: The buyer's side.
        bids: Bids of different bidders.
        framework: The measures.
        scheme: The weights and methods.
    """

    tender: Tender
    bids: tuple[Bid, ...]
    framework: Framework
    scheme: Scheme


@st.composite
def procurements(draw: st.DrawFn, framework: Framework | None = None) -> Procurement:
    """Everything that `evaluate` takes, and fitting together.

    Args:
        draw: Given by Hypothesis.
        framework: The measures; a drawn set if not given.
    """
    framework = draw(framework_or(framework))
    scheme = draw(schemes())
    names = ("Acme", "Brook", "Crane")[: draw(st.integers(1, 3))]
    offers = tuple(draw(bids(framework, scheme=scheme, bidder=name)) for name in names)
    return Procurement(draw(tenders(framework)), offers, framework, scheme)
