"""Strategies for tenders, commitments and bids."""

from __future__ import annotations

from hypothesis import strategies as st

from socialvalue.model import methods
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import BASES, Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.papers.award import DECISION, STANDSTILLS, Papers
from socialvalue.model.papers.contacts import Contact, Supplier
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.testing.strategies.basics import (
    ACTIVITIES,
    LETTERS,
    PLACES,
    amounts,
    days,
    maybe,
    positive,
    quantities,
    some,
)
from socialvalue.testing.strategies.frameworks import framework_or

__all__ = ["bids", "commitments", "tenders"]


_WORDS = st.text(LETTERS, max_size=8)
_CONTACTS = st.builds(Contact, _WORDS, email=_WORDS, telephone=_WORDS, address=_WORDS)
_SUPPLIERS = st.builds(Supplier, address=_WORDS, email=_WORDS, identifier=_WORDS)
_PAPERS = st.builds(
    Papers,
    contact=maybe(_CONTACTS),
    full_criteria=_WORDS,
    award_notice=maybe(days()),
    holidays=st.lists(days(), max_size=2),
    standstill=st.sampled_from(("", *STANDSTILLS)),
    decision=st.dictionaries(st.sampled_from(tuple(DECISION)), _WORDS, max_size=2),
)


@st.composite
def tenders(draw: st.DrawFn, framework: Framework | None = None) -> Tender:
    """Tenders that a framework can value: some give values of their own.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
    """
    framework = draw(framework_or(framework))
    monetised = [each.code for each in framework if each.kind == "monetised"]
    return Tender(
        "A made-up tender",
        contract_value=draw(st.integers(1, 5_000_000)),
        years=draw(st.sampled_from(("1", "2", "2.5"))),
        published=draw(maybe(days())),
        place=draw(maybe(st.sampled_from(PLACES))),
        target=draw(maybe(positive(1))),
        unit_values={code: draw(amounts(40_000, 4)) for code in draw(some(monetised))},
        authority=draw(_WORDS),
        our_reference=draw(_WORDS),
        legal_note=draw(_WORDS),
        papers=draw(maybe(_PAPERS)),
        regime=draw(st.sampled_from(("", "below_threshold", "pcr2015"))),
    )


_SHARES = maybe(st.sampled_from(("0.25", "0.5", "1")))


@st.composite
def commitments(draw: st.DrawFn, framework: Framework | None = None) -> Commitment:
    """Commitments to the measures of a framework, in their units.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
    """
    framework = draw(framework_or(framework))
    measure = draw(st.sampled_from(tuple(framework.measures.values())))
    return framework.commit(
        measure.code,
        draw(quantities(measure.unit)),
        activity=draw(maybe(st.sampled_from(ACTIVITIES))),
        place=draw(maybe(st.sampled_from(PLACES))),
        date=draw(maybe(days())),
        basis=draw(st.sampled_from(BASES)),
        share_claimed=draw(_SHARES),
        community=draw(st.booleans()),
    )


@st.composite
def bids(
    draw: st.DrawFn,
    framework: Framework | None = None,
    *,
    scheme: Scheme | None = None,
    bidder: str | None = None,
) -> Bid:
    """Bids under a framework, with a price and all the marks that a scheme needs.

    Args:
        draw: Given by Hypothesis.
        framework: Whose measures; a drawn one if not given.
        scheme: What is marked; nothing if not given.
        bidder: The name; a drawn one if not given.
    """
    framework = draw(framework_or(framework))
    return Bid(
        draw(st.text(LETTERS, min_size=1, max_size=8)) if bidder is None else bidder,
        price=draw(st.integers(1, 5_000_000)),
        supplier=draw(maybe(_SUPPLIERS)),
        commitments=draw(st.lists(commitments(framework), max_size=6)),
        marks={
            each.name: draw(st.integers(0, int(each.method.out_of)))
            for each in (scheme.scored if scheme else ())
            if isinstance(each.method, (methods.PanelMark, methods.PassFail))
        },
    )
