"""Options to extend a contract, each with the last day on which notice of it may be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import (
    attempt,
    day,
    day_field,
    is_refused,
    needed,
    settle,
    several,
    words_field,
)
from socialvalue.words import day_words, number_of

__all__ = ["ExtensionOption", "options_field", "wrong_options"]


def _day_field(value: date | str) -> date:
    return needed(day, value)


@attrs.frozen(repr=False)
class ExtensionOption(Shown):
    """An option to extend a contract, which somebody takes up or lets pass.

    Attributes:
        ends: The last day of the contract, where it is taken up.
        notice_by: The last day on which notice of it may be given; None where nobody has said.
        clause: Where the contract says so, or "".

    Raises:
        InputError: A day that is none (SV206).

    Example:
        >>> ExtensionOption("2026-08-31", "2025-05-31", clause="clause 3.2")
        <ExtensionOption: to 31 August 2026, notice by 31 May 2025, clause 3.2>
    """

    ends: date = attrs.field(converter=_day_field)
    notice_by: date | None = attrs.field(default=None, converter=day_field)
    clause: str = attrs.field(default="", kw_only=True, converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "option")

    def _line(self) -> str:
        by = "" if self.notice_by is None else f", notice by {day_words(self.notice_by)}"
        return f"to {day_words(self.ends)}{by}{f', {self.clause}' if self.clause else ''}"


def options_field(value: Any) -> tuple[ExtensionOption, ...]:
    """Options, for a field; two days may stand for one."""
    return attempt(_options, () if value is None else value)


def _options(value: Any) -> tuple[ExtensionOption, ...]:
    expected = "an ExtensionOption, or its last day and the last day for notice"
    given = several("an option", (ExtensionOption, tuple), value, expected=expected)
    for each in given:
        if isinstance(each, tuple) and len(each) not in {1, 2}:
            found = number_of(len(each), "thing")
            raise InputError(problem("SV316", what="an option", expected=expected, found=found))
    return tuple(each if isinstance(each, ExtensionOption) else ExtensionOption(*each)
                 for each in given)  # fmt: skip


def wrong_options(options: Iterable[ExtensionOption], ends: date) -> Iterator[Problem]:
    """Options that extend nothing, or of which notice could be given after the contract's end.

    Args:
        options: In the order in which they follow each other.
        ends: The last day of the contract without them.
    """
    if is_refused(options) or is_refused(ends):
        return
    before = ends
    for each in options:
        if each.ends <= before:
            why = f"is no later than the last day before it, {day_words(before)}"
            yield problem(
                "SV954", what="the option's last day", found=day_words(each.ends), why=why
            )
        elif each.notice_by is not None and each.notice_by > before:
            why = f"is after the last day that it would extend, {day_words(before)}"
            found = day_words(each.notice_by)
            yield problem("SV954", what="the last day for notice", found=found, why=why)
        before = max(before, each.ends)
