"""For whom a report is: what that reader may not see is left out before anything is written."""

from __future__ import annotations

from typing import Any, Final

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.model.fields import as_read, name

__all__ = ["CONTRACT_TEAM", "DIRECTORS", "PUBLIC", "Audience", "audience_of"]

_SUPPLIER: Final = "supplier:"


@attrs.frozen
class Audience:
    """A reader, and what is in a file for it.

    Attributes:
        key: ``contract-team``, ``directors``, ``public`` or ``supplier``.
        words: Who it is, in a sentence.
        groups: Whether commitments for groups of people stand in rows of their own.
        unverified: Whether what nobody has verified yet is in it.
        places: Whether a row says where it is delivered.
        supplier: As the supplier was named; "" for all others.
    """

    key: str
    words: str
    groups: bool = False
    unverified: bool = False
    places: bool = False
    supplier: str = ""

    @property
    def us(self) -> str:
        """What the council calls itself, since in a supplier's file *us* would be the supplier."""
        return "the council" if self.supplier else "us"


CONTRACT_TEAM: Final = Audience(
    "contract-team", "the contract team", groups=True, unverified=True, places=True
)
DIRECTORS: Final = Audience("directors", "directors", unverified=True)
PUBLIC: Final = Audience("public", "the public")
_KNOWN: Final = {each.key: each for each in (CONTRACT_TEAM, DIRECTORS, PUBLIC)}


def audience_of(word: Any) -> Audience:
    """The audience that a word names.

    Args:
        word: ``contract-team``, ``directors``, ``public``, or ``supplier:`` and a supplier's name
            or identifier.

    Raises:
        InputError: It names none (SV1100).

    Example:
        >>> audience_of("directors").groups, audience_of("supplier:Acme").supplier
        (False, 'Acme')
    """
    found = name(word)
    if found in _KNOWN:
        return _KNOWN[found]
    who = found.removeprefix(_SUPPLIER).strip()
    if found == who or not as_read(who):
        raise InputError(problem("SV1100", found=found))
    return Audience("supplier", who, groups=True, unverified=True, places=True, supplier=who)
