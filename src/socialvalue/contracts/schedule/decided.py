"""What somebody says of the lines of an offer: that it has them, and what was decided of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from socialvalue.assess.pounds.offered import Offered
from socialvalue.errors import InputError, Problem, did_you_mean, problem

__all__ = ["Decisions", "check_named"]


@attrs.frozen
class Decisions:
    """Which lines somebody left out or kept, and why.

    Attributes:
        left_out: By line, the reason.
        kept: By line, the reason.
        by: The role that decided.
    """

    left_out: Mapping[str, str]
    kept: Mapping[str, str]
    by: str

    def of(self, line: str, is_double: bool) -> tuple[str, str]:
        """What becomes of a line, and the decision on it."""
        if line in self.left_out:
            return "left_out", f"{self.left_out[line]} (decided by {self.by})"
        if line in self.kept:
            return "in_contract", f"{self.kept[line]} (decided by {self.by})"
        return ("proposed_left_out", "") if is_double else ("in_contract", "")

    def amiss(self) -> Iterator[Problem]:
        """Decisions without a reason, without a role, or both ways."""
        for line, reason in {**self.left_out, **self.kept}.items():
            if not str(reason).strip():
                yield problem("SV974", line=line, found="no reason")
            if not self.by.strip():
                yield problem("SV974", line=line, found="nobody who decided it")
            if line in self.left_out and line in self.kept:
                yield problem("SV974", line=line, found="two decisions")


def check_named(
    whose: str,
    offered: Iterable[Offered],
    lines: Iterable[Any],
    groups: Iterable[Any],
    *,
    first: int | None = None,
    others: Iterable[Problem] = (),
) -> None:
    """Refuse what is said of lines or of measures that nobody offered.

    Args:
        whose: What they should be in, as it is called in a refusal.
        offered: What was offered.
        lines: The lines that something is said of.
        groups: The measures that are said to be for a group of people.
        first: The number of the first line; the bid's own numbers, if not given.
        others: What else is wrong.

    Raises:
        InputError: All of it together (SV951).
    """
    held = [*offered]
    numbers = [each.number if first is None else first + at for at, each in enumerate(held)]
    measures = [each.line.definition for each in held]
    codes = {each.code for each in measures}
    wrong = [
        *_unknown(whose, lines, map(str, numbers), label="commitments"), *others,
        *_unknown(whose, groups, {each.alias for each in measures}, codes, label="measures"),
    ]  # fmt: skip
    if wrong:
        raise InputError(wrong)


def _unknown(
    whose: str, named: Iterable[Any], *known: Iterable[str], label: str
) -> Iterator[Problem]:
    """Each that is none of what is known; what is known first is shown."""
    shown, *hidden = map(set, known)
    for each in dict.fromkeys(named):
        if each not in shown.union(*hidden):
            found = each if label == "commitments" else f"to {each}"
            hint = did_you_mean(each, shown, label=label)
            yield problem("SV951", contract=whose, found=found, hint=hint)
