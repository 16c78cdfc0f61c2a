"""A dated change of an agreed schedule, with the ground on which it may be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.choices import CHANGES, GROUNDS_OF_CHANGE, GROUNDS_OF_TERMINATION
from socialvalue.contracts.contract import Party, parties_field
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.obligation import Obligation, obligations_field
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import (
    check_choice,
    day_field,
    each_of,
    is_refused,
    needed,
    optional_positive_field,
    settle,
    words_field,
)
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import exact_number, plain, pounds
from socialvalue.words import day_words, listed

__all__ = ["ScheduleChange"]


def _signed(value: Any) -> Decimal:
    """A number of a schedule's change, with its sign.

    Raises:
        InputError: It has no sign, or is no number (SV301).
    """
    if isinstance(value, str) and value[:1] in ("+", "-", "−"):
        amount = exact_number(value[1:])
        return amount if value[0] == "+" else amount.copy_negate()
    if isinstance(value, Decimal):  # as it is read again
        return exact_number(value.copy_abs()).copy_sign(value)
    hint = "write what is added or taken away, with its sign: +4 or -4"
    raise InputError(problem("SV301", found=value, hint=hint))


def _changes(value: Mapping[str, Any]) -> FrozenMap[str, Decimal]:
    return needed(lambda given: each_of(_signed, given), value)


def _plan(value: Any) -> Expected:
    if isinstance(value, (str, Expected)):
        return Expected(value) if isinstance(value, str) else value
    found = type(value).__name__
    raise InputError(problem("SV316", what="expected", expected="an Expected", found=found))


def _plans(value: Mapping[str, Any]) -> FrozenMap[str, Expected]:
    return needed(lambda given: each_of(_plan, given), value)


_OF: Mapping[str, frozenset[str]] = {
    "ends": frozenset({"extension", "termination"}),
    "suppliers": frozenset({"novation"}),
    "other": frozenset({"carry_forward"}),
    "value": frozenset({"variation", "extension", "correction"}),
    "expected": frozenset({"variation", "carry_forward", "substitution", "correction"}),
    "new": frozenset(CHANGES) - {"novation", "termination"},
    "lines": frozenset(CHANGES) - {"novation", "termination"},
}
"""What a change may hold, and for which reasons."""

_NEEDED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "extension": (("ends",), "the new last day (ends)"),
    "novation": (("suppliers",), "who takes the contract over (suppliers)"),
    "termination": ((), ""),
    "variation": (("lines", "new", "expected", "value"), "what changes"),
    "carry_forward": (("lines", "new", "expected"), "what is carried forward"),
    "substitution": (("lines",), "what is taken away (lines)"),
    "correction": (("lines", "new", "expected", "value"), "what changes"),
}
"""Of which at least one a reason needs, and the words for it."""


@attrs.frozen(kw_only=True, repr=False)
class ScheduleChange(Shown):
    """A dated change of an agreed schedule, with the ground on which it may be made.

    Attributes:
        reason: ``variation``, ``substitution``, ``carry_forward``, ``extension``, ``novation``,
            ``termination`` or ``correction``.
        lines: Line to what is added to it (+) or taken from it (−), in its unit.
        ground: On which ground the contract may be modified, or ended: a word of the closed list;
            "" where none is given yet, and then the change is proposed and changes no figure.
        instrument: What it is written in, such as a deed.
        because: What was wrong; or why scope and economic balance are the same.
        new: Commitments that it adds.
        expected: Line to how much of it is due by when, from the day of the change on.
        ends: The last day of the contract, for an extension or a termination.
        suppliers: Who takes the contract over, for a novation.
        value: £ of the contract's initial term, where that changes.
        other: For a carry-forward to or from another contract, its reference.
    """

    reason: str
    lines: FrozenMap[str, Decimal] = attrs.field(factory=dict, converter=_changes)
    ground: str = ""
    instrument: str = attrs.field(default="", converter=words_field)
    because: str = attrs.field(default="", converter=words_field)
    new: tuple[Obligation, ...] = attrs.field(default=(), converter=obligations_field)
    expected: FrozenMap[str, Expected] = attrs.field(factory=dict, converter=_plans)
    ends: date | None = attrs.field(default=None, converter=day_field)
    suppliers: tuple[Party, ...] = attrs.field(default=(), converter=parties_field)
    value: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    other: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        grounds = GROUNDS_OF_TERMINATION if self.is_end else GROUNDS_OF_CHANGE
        settle(
            self,
            "change of the schedule",
            check_choice("the reason", self.reason, CHANGES),
            check_choice("the ground", self.ground, ("", *grounds)),
            self._unsaid(),
            *self._out_of_place(),
        )

    def _unsaid(self) -> Problem | None:
        """A correction says what was wrong; what is not substantial says why."""
        if is_refused(self.because) or self.because.strip():
            return None
        if self.reason == "correction":
            return problem("SV958", what="a correction", found="what was wrong (because)")
        if self.ground == "not_substantial":
            found = "why scope and economic balance stand (because)"
            return problem("SV958", what="a change on this ground", found=found)
        return None

    def _out_of_place(self) -> Iterator[Problem]:
        """What the reason needs and the change has not, or has and cannot mean."""
        if self.reason not in CHANGES:
            return
        word = CHANGES[self.reason]
        needed, words = _NEEDED[self.reason]
        if needed and not any(getattr(self, each) for each in needed):
            what, hint = f"a change of the schedule by {word}", "give it, or another reason"
            yield problem("SV958", what=what, found=words, hint=hint)
        for name, reasons in _OF.items():
            if getattr(self, name) and self.reason not in reasons:
                yield problem("SV983", reason=word, found=name)

    @property
    def is_end(self) -> bool:
        """Whether the contract ends by it before its last day."""
        return self.reason == "termination"

    @property
    def extends(self) -> bool:
        """Whether the contract goes on by it after its last day."""
        return self.ends is not None and not self.is_end

    @property
    def is_agreed(self) -> bool:
        """Whether it changes figures; without its ground and its instrument it is proposed."""
        return self.reason == "correction" or bool(self.ground and self.instrument.strip())

    @property
    def ground_words(self) -> str:
        """Its ground, in words; "" where none is given."""
        return {"": "", **GROUNDS_OF_CHANGE, **GROUNDS_OF_TERMINATION}[self.ground]

    def _parts(self) -> Iterator[str]:
        for line, each in self.lines.items():
            yield f"commitment {line} {plain(each) if each < 0 else f'+{plain(each)}'}"
        for new in self.new:
            yield f"new commitment {new.line}, {new.code}, {new.amount}"
        for line, plan in self.expected.items():
            yield f"commitment {line} due {plan._line()}"
        if self.suppliers:
            yield f"to {listed(each.name for each in self.suppliers)}"
        if self.ends is not None:
            yield f"ends on {day_words(self.ends)}"
        if self.value is not None:
            yield f"contract value {pounds(self.value)}"
        if self.other:
            yield f"with contract {self.other}"

    def _line(self) -> str:
        state = "" if self.is_agreed else ", proposed: it changes no figure"
        parts = listed(self._parts())
        return f"{CHANGES[self.reason]}{f', {parts}' if parts else ''}{state}"
