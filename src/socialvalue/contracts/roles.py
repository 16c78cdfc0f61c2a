"""Who writes an entry: a closed list of roles, which a council may add to.

Roles and no names.  What is checked is that the log says of itself that two roles took part; who
sat at the keyboard, no log knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import as_read, name

__all__ = ["BUYERS", "RECEIVERS", "ROLES", "SECOND", "SUPPLIERS", "council_role", "role_of"]

SUPPLIERS, BUYERS, RECEIVERS = "supplier", "buyer", "receiver"

SECOND: Final = "the second person"
"""Whose role a problem is about, where a decision names two."""

ROLES: Mapping[str, str] = MappingProxyType({
    "supplier": SUPPLIERS,
    "subcontractor": SUPPLIERS,
    "contract manager": BUYERS,
    "procurement": BUYERS,
    "commissioner": BUYERS,
    "director": BUYERS,
    "finance": BUYERS,
    "legal": BUYERS,
    "internal audit": BUYERS,
    "data protection officer": BUYERS,
    "receiver": RECEIVERS,
})  # fmt: skip
"""The roles, each with its side."""


def role_of(by: Any, known: Mapping[str, str] = ROLES, where: str = "") -> str:
    """A role as it is written in an entry, whatever its capitals.

    Args:
        by: As it was given.
        known: The roles of the record, each with its side.
        where: Whose role it is, where several are given.

    Raises:
        InputError: It is none of them (SV959).

    Example:
        >>> role_of("Contract Manager")
        'contract manager'
    """
    found = as_read(name(by))
    if found not in known:
        hint = did_you_mean(by, known, label="roles")
        raise InputError(problem("SV959", found=by, hint=hint, where=where))
    return found


def council_role(by: Any, known: Mapping[str, str], action: str) -> str:
    """A role of the council's side, for what no supplier writes.

    Args:
        by: As it was given.
        known: The roles of the record, each with its side.
        action: What it would enter, in words.

    Raises:
        InputError: It is of another side (SV956), or none of them (SV959).

    Example:
        >>> council_role("Legal", ROLES, "clause entered")
        'legal'
    """
    found = role_of(by, known)
    if known[found] != BUYERS:
        why = "that is for the council's side"
        raise InputError(problem("SV956", found=by, action=action, why=why))
    return found
