"""What is shown of community offers: to the council, and to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from socialvalue.assess.provenance import library_version
from socialvalue.cli.out.answers import Views
from socialvalue.cli.views.awarded.contracts import rows_of
from socialvalue.contracts import CommunityOffers
from socialvalue.numbers import plain, simplest

__all__ = ["council_views", "public_views"]

_HEADS = ("offer", "title", "contract", "line", "unit", "offered", "agreed", "given", "left",
          "shown", "not_shown_because")  # fmt: skip


def public_views(found: CommunityOffers) -> Views:
    """Only what everybody may see."""
    return Views(lambda: list(found.page.blocks), lambda: rows_of(found.columns()), found.json_ld)


def council_views(found: CommunityOffers) -> Views:
    """All offers, needs and agreements."""
    return Views(
        lambda: list(found.explain().blocks),
        lambda: (_HEADS, [tuple(each.values()) for each in _offers(found)]),
        lambda: {
            "schema": "socialvalue/offers@1",
            "library": library_version(),
            "on": found.on.isoformat(),
            "head": found.head,
            "offers": list(_offers(found)),
            "needs": [{"need": each.entry.seq, "who": each.noun.organisation,
                       "why": each.noun.why, "until": each.noun.until.isoformat(),
                       "open": each.is_open} for each in found.requests],
            "agreements": [{"agreement": each.seq, "offer": each.offer,
                            "with": each.noun.receiver, "quantity": plain(each.noun.quantity),
                            "state": each.state} for each in found.matches],
        },
    )  # fmt: skip


def _offers(found: CommunityOffers) -> Iterator[dict[str, Any]]:
    for each in found.offers:
        amounts = (each.noun.quantity, each.reserved, each.delivered, each.remaining)
        cells = (
            each.seq, each.noun.title, each.entry.contract, each.noun.line, each.noun.unit,
            *(plain(simplest(Fraction(amount))) for amount in amounts), each.is_shown,
            "; ".join(each.hidden_because),
        )  # fmt: skip
        yield dict(zip(_HEADS, cells, strict=True))
