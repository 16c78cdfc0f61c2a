"""Switches of the environment, for whoever runs the library on a server: yes or no, never a guess.

``SOCIALVALUE_NO_PLUGINS`` leaves installed plug-ins out.  ``SOCIALVALUE_NAMES_ONLY`` takes sets by
their names alone, so that no text from a form or a file opens a path of the machine.
"""

from __future__ import annotations

import os

from socialvalue.errors import InputError, problem

__all__ = ["NAMES_ONLY", "NO_PLUGINS", "is_on"]

NO_PLUGINS = "SOCIALVALUE_NO_PLUGINS"
"""The variable that leaves installed plug-ins out."""

NAMES_ONLY = "SOCIALVALUE_NAMES_ONLY"
"""The variable that takes sets by their names alone."""

_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}


def is_on(variable: str) -> bool | None:
    """Whether a variable says yes; None where it is not set, or empty.

    Raises:
        InputError: It says neither yes nor no (SV121).
    """
    said = os.environ.get(variable, "").strip()
    if said.lower() not in _YES | _NO:
        raise InputError(problem("SV121", found=variable, said=said))
    return said.lower() in _YES if said else None
