"""Community offers: what is left of each, who may see it, and what was agreed."""

from socialvalue.contracts.community.board import (
    Agreed,
    CommunityOffers,
    Needed,
    Offered,
    exchange_of,
)
from socialvalue.contracts.community.verbs import Exchanging

__all__ = ["Agreed", "CommunityOffers", "Exchanging", "Needed", "Offered", "exchange_of"]


def __dir__() -> list[str]:
    return list(__all__)
