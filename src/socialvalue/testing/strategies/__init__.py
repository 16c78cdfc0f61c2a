"""Hypothesis strategies for the nouns: frameworks, plug-ins, tenders, bids, commitments, schemes.

What they draw can always be valued and scored; lines may be refused, and often are.  Each noun is
small, so that a failing example is one that a person can read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.plugin import Plugin
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.testing.strategies.basics import PLACES, quantities
from socialvalue.testing.strategies.frameworks import frameworks
from socialvalue.testing.strategies.plugins import (
    laid,
    overlay_texts,
    overlays,
    plugin_nouns,
    plugin_texts,
    plugins,
)
from socialvalue.testing.strategies.schemes import Procurement, procurements, schemes
from socialvalue.testing.strategies.tenders import bids, commitments, tenders
from socialvalue.units import Quantity

__all__ = [
    "PLACES",
    "Procurement",
    "bids",
    "commitments",
    "frameworks",
    "laid",
    "overlay_texts",
    "overlays",
    "plugin_texts",
    "plugins",
    "procurements",
    "quantities",
    "register",
    "schemes",
    "tenders",
]


def register() -> None:
    """Let ``st.from_type`` know the nouns: ``st.from_type(sv.Bid)`` draws bids."""
    for kind, make in _BY_TYPE.items():
        st.register_type_strategy(kind, make())


_BY_TYPE: dict[type[Any], Callable[[], st.SearchStrategy[Any]]] = {
    Quantity: quantities,
    Framework: frameworks,
    Plugin: plugin_nouns,
    Commitment: commitments,
    Tender: tenders,
    Bid: bids,
    Scheme: schemes,
    Procurement: procurements,
}
