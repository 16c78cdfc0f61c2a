"""What a council says in its own words, in the guides to its measures."""

from __future__ import annotations

import attrs

from socialvalue.blocks import Described
from socialvalue.model.frozen import FrozenMap

__all__ = ["Guidance", "Milestone"]


@attrs.frozen(repr=False)
class Milestone(Described):
    """A row of a council's calendar.

    Attributes:
        when: In words, such as "by the fifth working day of each quarter".
        what: What is done then, and by whom.
    """

    when: str
    what: str


@attrs.frozen(repr=False)
class Guidance(Described):
    """A council's own words in the guides to its measures; whatever is left out is not said.

    Attributes:
        contact: Whom to ask, as an office and an address.
        welcome: At the head of every guide, a paragraph each.
        suppliers: In the guide for suppliers.
        evaluators: In the guide for evaluators.
        contract_managers: In the guide for contract managers.
        small_firms: On the page for small firms.
        calendar: What is done when.
        measures: A measure's code to what the council says of it.

    Example:
        >>> Guidance(contact="Procurement team").contact
        'Procurement team'
    """

    contact: str = ""
    welcome: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    evaluators: tuple[str, ...] = ()
    contract_managers: tuple[str, ...] = ()
    small_firms: tuple[str, ...] = ()
    calendar: tuple[Milestone, ...] = ()
    measures: FrozenMap[str, tuple[str, ...]] = FrozenMap()
