"""What of persons may not stand in a text that others read: found by its shape, not by a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from socialvalue.errors import Problem, problem
from socialvalue.model.fields import is_refused

__all__ = ["personal_in", "problems_of_texts", "wrong_role"]

_SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType({
    "an e-mail address": re.compile(r"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}"),
    "a telephone number": re.compile(
        r"(?<![\d.,£])(?:\+44|\(?0)[\d\s()-]{8,14}\d(?!\d)", re.ASCII
    ),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.ASCII | re.I),
    "a National Insurance number": re.compile(
        r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.ASCII | re.I
    ),
    "a date of birth": re.compile(
        r"\b(?:born|birth|dob|d\.o\.b\.?)\b[^.]{0,20}\d", re.ASCII | re.I
    ),
})  # fmt: skip
"""Source: practice.md §7.4: these are refused in public fields; names are asked about."""


def personal_in(text: str) -> tuple[str, ...]:
    """What of persons has the shape of something in a text; it does not find names.

    Example:
        >>> personal_in("Ask Ann on 01245 430430, or ann@example.org")
        ('an e-mail address', 'a telephone number')
        >>> personal_in("12 hours of handyperson time at £0, from 1 June 2023")
        ()
    """
    return tuple(word for word, shape in _SHAPES.items() if shape.search(text))


def problems_of_texts(texts: Mapping[str, str]) -> Iterable[Problem]:
    """What is refused of texts that others read, each with where it stands."""
    for where, text in texts.items():
        for found in () if is_refused(text) else personal_in(text):
            yield problem("SV1049", what=where, found=found)


def wrong_role(text: str) -> Iterable[Problem]:
    """What is refused of a role that stands for whoever holds it."""
    for found in () if is_refused(text) else personal_in(text):
        hint = "write a role, such as 'Contract manager, highways'"
        yield problem("SV1049", what="the manager", found=found, hint=hint)
