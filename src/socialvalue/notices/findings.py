"""What was found in public notices: which rule, where, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from socialvalue.blocks import Block, Explanation, join
from socialvalue.errors import CATALOGUE
from socialvalue.words import number_of

__all__ = ["ERROR", "QUESTION", "WARNING", "CheckedNotices", "Finding"]

ERROR, WARNING, QUESTION = "error", "warning", "question"
"""It can't be right; it may be wrong; a person decides."""

_HEADS = ("notice", "code", "what")


@attrs.frozen
class Finding:
    """One thing that a notice should not be, or that somebody should look at.

    Attributes:
        code: Of the catalogue.
        weight: ``error``, ``warning`` or ``question``.
        section: Of the Act or of the regulations; "" where a notice contradicts itself.
        notice: The number of the notice.
        kind: Its kind, such as ``UK7``.
        path: Where in the release, as a JSON pointer.
        message: What was found.
        hint: What to do.
        file: Where the notice stands.
    """

    code: str
    weight: str
    section: str
    notice: str
    kind: str
    path: str
    message: str
    hint: str
    file: str = ""

    @property
    def where(self) -> str:
        """The notice, and the place in it."""
        return f"{self.notice}{self.path}"

    @property
    def word(self) -> str:
        """The word of its code."""
        return CATALOGUE[self.code].word

    @property
    def words(self) -> str:
        """What was found, and by which section."""
        return f"{self.message} ({self.section})" if self.section else self.message

    @property
    def sentence(self) -> str:
        """Where, the code, what was found and by which section, in one line."""
        return f"{self.where}: {self.code} {self.words}"

    def __str__(self) -> str:
        return f"{self.sentence}\n    Hint: {self.hint}" if self.hint else self.sentence


@attrs.frozen(repr=False)
class CheckedNotices:
    """What a check of notices found.

    Attributes:
        findings: Each, in the order of the notices.
        kinds: How many notices of each kind were looked at.
    """

    findings: tuple[Finding, ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def by_code(self) -> dict[str, int]:
        """How many findings of each code, by code."""
        return dict(sorted(Counter(each.code for each in self.findings).items()))

    @property
    def verdict(self) -> str:
        """In one line, what was looked at and what was found."""
        looked = number_of(sum(count for _, count in self.kinds), "notice")
        found = Counter(each.weight for each in self.findings)
        parts = [number_of(found[each], each) for each in (ERROR, WARNING, QUESTION)]
        return f"{looked} checked: {', '.join(parts)}"

    def columns(self) -> dict[str, list[str]]:
        """The findings as columns: a row a finding."""
        names = ("notice", "kind", "weight", "code", "section", "path", "message", "hint")
        return {name: [str(getattr(each, name)) for each in self.findings] for name in names}

    def explain(self) -> Explanation:
        """The findings as a text, and as HTML in a notebook."""
        return join([*self._blocks()])

    def _blocks(self) -> Iterator[Block]:
        rows = tuple(
            (f"{each.notice}, {each.kind}", f"{each.code} {each.weight}", each.words)
            for each in self.findings
        )
        yield Block("What was found in the notices", (f"{self.verdict}.",), _HEADS, rows)
        first = {each.code: each for each in self.findings}
        counts = tuple(
            (code, first[code].word.replace("-", " "), str(count), first[code].hint)
            for code, count in self.by_code.items()
        )
        if counts:
            heads = ("code", "what", "times", "what to do")
            yield Block("How often, and what to do", (), heads, counts, right=(2,))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        told: set[str] = set()
        lines = []
        for each in self.findings:
            lines.append(each.sentence if each.code in told else str(each))
            told.add(each.code)
        return "\n".join([*lines, self.verdict])

    def __repr__(self) -> str:
        return f"<CheckedNotices: {self.verdict}>"

    def _repr_html_(self) -> str:
        return self.explain().html


def counted_kinds(kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How many there are of each kind, in the order of their numbers."""
    found = Counter(kinds)
    return tuple(sorted(found.items(), key=lambda pair: (len(pair[0]), pair[0])))
