"""Evidence: where it is kept and by which hash it is known, and never what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.choices import EVIDENCE, PERSONAL_DATA
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    attempt,
    check_choice,
    day_field,
    is_refused,
    settle,
    several,
    words_field,
)

__all__ = ["Evidence", "evidence_field"]

_SHA256 = re.compile(r"[0-9a-f]{64}")


@attrs.frozen(repr=False)
class Evidence(Shown):
    """A reference to a piece of evidence; the thing itself stays where it is.

    Attributes:
        kind: What it is, such as ``payroll_extract``.
        title: In words, without names of people.
        held_at: Where it is kept: a reference, and no link that logs somebody in.
        sha256: The hash of the file, so that who sees it knows that it is the one meant.
        dated: The day that it bears.
        personal_data: What of persons is in it: ``none``, ``pseudonymous``, ``personal``,
            ``special_category``, ``criminal_offence`` or ``vulnerable``.
        keep_until: The day until which it is kept.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Evidence("payroll_extract", title="Q3", held_at="contract file 7").strength
        'documentary'
    """

    KINDS: ClassVar[Mapping[str, str]] = EVIDENCE
    """Its kinds, each with how strong it is by itself."""

    kind: str
    title: str = attrs.field(default="", kw_only=True, converter=words_field)
    held_at: str = attrs.field(default="", kw_only=True, converter=words_field)
    sha256: str = attrs.field(default="", kw_only=True, converter=words_field)
    dated: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    personal_data: str = attrs.field(default="none", kw_only=True)
    keep_until: date | None = attrs.field(default=None, kw_only=True, converter=day_field)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            "evidence",
            check_choice("the kind", self.kind, EVIDENCE),
            check_choice("personal_data", self.personal_data, PERSONAL_DATA),
            self._no_hash(),
        )

    def _no_hash(self) -> Problem | None:
        if is_refused(self.sha256) or not self.sha256 or _SHA256.fullmatch(self.sha256):
            return None
        expected = "64 digits and small letters from a to f, as sha256sum prints them"
        return problem("SV316", what="sha256", expected=expected, found=self.sha256)

    def _line(self) -> str:
        kept = f", held at {self.held_at}" if self.held_at else ""
        return f"{self.kind.replace('_', ' ')}{f' {self.title!r}' if self.title else ''}{kept}"

    @property
    def strength(self) -> str:
        """How strong it is by its kind, ``independent``, ``documentary`` or ``self_declared``."""
        return EVIDENCE[self.kind]


def evidence_field(value: Evidence | Iterable[Evidence] | None) -> tuple[Evidence, ...]:
    """Pieces of evidence, for a field; one alone may stand without a list around it."""
    return attempt(
        lambda given: several("evidence", Evidence, given), () if value is None else value
    )
