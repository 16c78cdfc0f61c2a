"""Who is written to, and where."""

from __future__ import annotations

import attrs

from socialvalue.blocks import Described
from socialvalue.model.fields import settle, words_field

__all__ = ["Contact", "Supplier"]


@attrs.frozen
class Contact(Described):
    """Whom a bidder can ask about a paper of the authority's.

    Attributes:
        name: A person or a team, or "".
        email: The e-mail address, or "".
        telephone: The number as it is printed, or "".
        address: The postal address, or "".

    Example:
        >>> Contact("Procurement team", email="procurement@norchester.example").name
        'Procurement team'
    """

    name: str = attrs.field(default="", converter=words_field)
    email: str = attrs.field(default="", kw_only=True, converter=words_field)
    telephone: str = attrs.field(default="", kw_only=True, converter=words_field)
    address: str = attrs.field(default="", kw_only=True, converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "contact")


@attrs.frozen
class Supplier(Described):
    """How a bidder is reached and told apart, as an assessment summary states it.

    Attributes:
        address: A contact postal address, or "".
        email: A contact e-mail address, or "".
        identifier: Its unique identifier on the central digital platform, or "".

    Source:
        Procurement Regulations 2024, reg. 31(2)(b) and (c).

    Example:
        >>> Supplier(address="1 High Street, Norchester", email="bids@acme.example",
        ...          identifier="PABC-1234-DEFG").identifier
        'PABC-1234-DEFG'
    """

    address: str = attrs.field(default="", kw_only=True, converter=words_field)
    email: str = attrs.field(default="", kw_only=True, converter=words_field)
    identifier: str = attrs.field(default="", kw_only=True, converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "supplier")
