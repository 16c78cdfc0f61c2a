"""Sets by the names that people type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs

from socialvalue.errors import NotFoundError, Problem
from socialvalue.model.framework import Framework
from socialvalue.registry.tenders import framework_of

__all__ = ["named_set"]


def named_set(name: str, when: date | None = None, otherwise: str = "") -> Framework:
    """The set of a name; what else would name an edition goes into the hint.

    Raises:
        SocialValueError: No such set, or several editions.
    """
    try:
        return framework_of(name, when, Path())
    except NotFoundError as error:
        problems = (_in_our_words(each, otherwise) for each in error.problems)
        raise NotFoundError(problems) from None


def _in_our_words(found: Problem, otherwise: str) -> Problem:
    """The same problem, with what else can be typed."""
    if found.code != "SV402":
        return found
    asked, sign, listed = found.file_hint.partition("; ")
    return attrs.evolve(found, file_hint=f"{asked}{otherwise}{sign}{listed}")
