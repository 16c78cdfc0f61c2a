"""A drafted notice: a box a field for a person to copy, and the same as a release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.errors import Problem
from socialvalue.notices.kinds import NAMES
from socialvalue.words import number_of

__all__ = ["Box", "Draft"]


@attrs.frozen
class Box:
    """One field of a form.

    Attributes:
        label: What the form asks for.
        text: What to put into it; "" where nobody has said it yet.
        rests_on: The section or regulation that asks for it.
    """

    label: str
    text: str
    rests_on: str = ""


@attrs.frozen(kw_only=True, repr=False)
class Draft(Shown):
    """A notice as far as the delivery record can fill it in; a person publishes it.

    Attributes:
        contract: The contract's reference.
        kind: ``UK7``, ``UK9``, ``UK10`` or ``UK11``.
        boxes: What goes into which field, in the order of the regulation as we read it; what the
            delivery record does not hold is an empty box.
        problems: What is missing, or what the Act does not allow so.
        release: The same as a release, for programs.
    """

    contract: str
    kind: str
    boxes: tuple[Box, ...]
    problems: tuple[Problem, ...]
    release: Mapping[str, Any]

    @property
    def text(self) -> str:
        """Each field with its words and how many characters they have, as a sheet to copy from."""
        return str(self.explain())

    def to_json(self) -> str:
        """The notice as a release of the Open Contracting Data Standard; a draft, not published."""
        return json.dumps(self.release, ensure_ascii=False, indent=2) + "\n"

    def explain(self) -> Explanation:
        """The copy-sheet, and what is missing."""
        return self._told()

    def _line(self) -> str:
        missing = number_of(len(self.problems), "problem")
        return f"{self.kind} {NAMES[self.kind]} of {self.contract}, a draft with {missing}"

    def _blocks(self) -> Iterable[Block]:
        name = f"{self.kind} {NAMES[self.kind]}: draft for {self.contract}"
        yield Block(name, ("Not published. A person reads it, completes it and publishes it.",))
        for each in self.boxes:
            length = number_of(len(each.text), "character") if each.text else "to be filled in"
            rests = f", {each.rests_on}" if each.rests_on else ""
            yield Block(f"{each.label} ({length}{rests})", (each.text or "…",))
        if self.problems:
            told = tuple(f"{each.message} ({each.code})." for each in self.problems)
            yield Block("Before it is published", told)
