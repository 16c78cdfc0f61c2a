"""What regulation 31 lists, item by item: where a tender file says it, and where a letter does.

What the library cannot write by itself stands in the tender file; what is not there is named, with
its key.  Nothing here tells whether what is there is well said.

Source: the Procurement Regulations 2024 (SI 2024/692), reg. 31; the Procurement Act 2023, s.50.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from socialvalue.assess.before.law import applies_to
from socialvalue.assess.letters.reasons import MissingReason
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.model.methods import PanelMark
from socialvalue.spans import Span

__all__ = [
    "ITEMS",
    "Item",
    "applies_to",
    "items_of_suppliers",
    "items_of_tender",
    "missing_items",
]


@attrs.frozen
class Item:
    """One thing that an assessment summary holds.

    Attributes:
        law: Which paragraph of regulation 31 lists it.
        asks: What it asks for.
        key: Where a tender file says it, or "" where it follows from the evaluation.
        stands: Under which heading of a letter it stands.
    """

    law: str
    asks: str
    key: str
    stands: str


_NAME = Item("31(2)(a)", "the name of the supplier", "bidder of bids", "Suppliers")
_ADDRESS = Item(
    "31(2)(b)", "a contact postal address for the supplier", "address of suppliers", "Suppliers"
)
_EMAIL = Item("31(2)(b)", "an e-mail address for the supplier", "email of suppliers", "Suppliers")
_IDENTIFIER = Item(
    "31(2)(c)", "the unique identifier for the supplier", "identifier of suppliers", "Suppliers"
)
_SCALE = Item(
    "31(2)(d)(i)(cc)", "how each criterion was to be assessed by reference to scores",
    "method of criteria, and scale where a panel scores", "How each criterion is scored",
)  # fmt: skip
_FULL = Item(
    "31(2)(d)(ii)", "where the award criteria can be read in full", "full_criteria of papers",
    "How each criterion is scored",
)  # fmt: skip
_GROUND = Item(
    "31(3)(c)", "why the contract is not awarded to the supplier, and on which ground",
    "ground and reason of bids", "Outcome",
)  # fmt: skip

ITEMS: tuple[Item, ...] = (
    _NAME,
    _ADDRESS,
    _EMAIL,
    _IDENTIFIER,
    Item("31(2)(d)(i)(aa)", "the title of each criterion", "name of criteria", "Scores"),
    Item("31(2)(d)(i)(bb)", "the relative importance of each", "points of criteria", "Scores"),
    _SCALE,
    Item("31(2)(d)(i)(cc)", "what scores were available", "points of criteria", "Scores"),
    _FULL,
    Item("31(2)(e)(i)", "the score for each criterion", "", "Scores"),
    Item(
        "31(2)(e)(i)(aa)", "an explanation for the score by reference to the tender",
        "reason of marks", "Reasons",
    ),
    Item(
        "31(2)(e)(i)(bb)", "how the tender was assessed by reference to each sub-criterion",
        "reason of marks", "Reasons",
    ),
    Item("31(2)(e)(ii)", "the total score and sub-totals", "", "Scores"),
    _GROUND,
)  # fmt: skip
"""The items, of the reader's own tender and of the most advantageous one."""


def missing_items(evaluation: EvaluationData, results: list[BidResult]) -> Iterator[MissingReason]:
    """What regulation 31 lists and the tender file does not say, of the tender and these bids.

    A tender that was disregarded is no assessed tender: its notice needs the ground, and no item.

    Args:
        evaluation: The evaluation.
        results: Whose bids a summary tells of.
    """
    if any(each.bid.state == "compliant" for each in results):
        yield from items_of_tender(evaluation)
    yield from items_of_suppliers(results)


def items_of_tender(evaluation: EvaluationData) -> Iterator[MissingReason]:
    """What the tender file does not say of the tender and its criteria."""
    tender = evaluation.tender
    if tender.papers is None or not tender.papers.full_criteria.strip():
        at = tender.spans.get("papers", tender.span)
        yield _missing(_FULL, _FULL.asks, "full_criteria: under 'papers:'", at)
    for each in evaluation.scheme.everything():
        if isinstance(each.method, PanelMark) and not each.method.scale:
            what = f"what each mark for '{each.name}' means"
            yield _missing(_SCALE, what, "scale: of the criterion", each.span)


def items_of_suppliers(results: Iterable[BidResult]) -> Iterator[MissingReason]:
    """What the tender file does not say of suppliers, or of why a tender was disregarded."""
    for each in results:
        if each.bid.state == "compliant":
            yield from _of_supplier(each)
        elif each.bid.state == "excluded" and not each.bid.ground:
            what = f"on which ground of the Act the tender of {each.bidder} was disregarded"
            yield _missing(_GROUND, what, "ground: beside 'state: excluded'", each.bid.span)


def _of_supplier(result: BidResult) -> Iterator[MissingReason]:
    bid, key = result.bid, "under 'suppliers:' and the bidder's name"
    said = bid.supplier
    for item, word, what in (
        (_ADDRESS, "address", "the contact postal address"),
        (_EMAIL, "email", "the contact e-mail address"),
        (_IDENTIFIER, "identifier", "the unique identifier"),
    ):
        if said is None or not getattr(said, word).strip():
            yield _missing(item, f"{what} of {bid.bidder}", f"{word}: {key}", bid.span)


def _missing(item: Item, what: str, key: str, span: Span) -> MissingReason:
    """What is missing; it belongs to no one bid or lot, so that it is told once."""
    return MissingReason("", "", span=span, item=f"{what} (regulation {item.law})", key=key)
