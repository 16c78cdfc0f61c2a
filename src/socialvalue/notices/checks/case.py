"""What a rule looks at, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from socialvalue.notices.published import PublicContract
from socialvalue.notices.reading import Notice

__all__ = ["Case", "Rule", "Said", "said"]


@attrs.frozen(eq=False)
class Case:
    """A contract of a notice, with the notice and what is known of its process.

    Attributes:
        notice: As it was published.
        process: All releases up to it, merged.
        contract: The contract, as the notice has it.
        published: The day of the notice.
    """

    notice: Notice
    process: Mapping[str, Any]
    contract: PublicContract
    published: date


@attrs.frozen
class Said:
    """That a rule does not hold: where, and what the words of its code name."""

    path: str
    found: Mapping[str, Any]
    is_doubtful: bool = False
    """Whether it is said only as a warning, since the notices do not say if the law applies."""


def said(path: str, **found: Any) -> Said:
    """That a rule does not hold at a path."""
    return Said(path, found)


@attrs.frozen
class Rule:
    """A rule that notices of some kinds keep.

    Attributes:
        code: The code of what is said where it does not hold.
        weight: An error, a warning or a question.
        section: Of the Act or of the regulations; "" where a notice contradicts itself.
        kinds: Of the notices that it is for.
        look: What does not hold for a contract of a notice.
        sections: Of kinds of notices that have a section of their own, by kind.
    """

    code: str
    weight: str
    section: str
    kinds: frozenset[str]
    look: Callable[[Case], Iterator[Said]]
    sections: Mapping[str, str] = attrs.field(factory=dict)

    def section_of(self, kind: str) -> str:
        """The section that a notice of a kind is held to."""
        return self.sections.get(kind, self.section)
