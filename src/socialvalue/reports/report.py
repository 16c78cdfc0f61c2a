"""A report before it is a page: what is said, what is left out, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.reports.audiences import Audience
from socialvalue.words import day_words

__all__ = ["Bar", "Report", "Section"]


@attrs.frozen
class Section:
    """A part of a report: a heading, sentences, and perhaps a table.

    Attributes:
        key: By what the page knows it, and a link finds it.
        block: What it says.
        sorts: How each column is sorted: a sign each, ``t`` as text, ``n`` as a number, ``d`` as a
            day, ``s`` as a status; "" where the table is not sorted.
        level: Of its heading.
        links: What can be followed from it: words, and the address.
    """

    key: str
    block: Block
    sorts: str = ""
    level: int = 2
    links: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Bar:
    """An amount, drawn as long as it is large.

    Attributes:
        name: What it is.
        words: How much it is.
        share: Of the longest, in hundredths.
    """

    name: str
    words: str
    share: int


@attrs.frozen(kw_only=True, repr=False)
class Report(Shown):
    """What is written as a page or as Markdown; it shows itself as a text, and in a notebook.

    Attributes:
        title: Its name.
        audience: For whom it is.
        on: The day as at which.
        sentences: What it comes to.
        left_out: What it leaves out.
        sections: Its parts.
        foot: What stands at its end.
        data: Gives what its script works with; None where there is nothing to filter.
        exact: Gives pence by headings, a row of the table of commitments after another, or None.
        bars: Amounts to be seen beside one another.
        wide: Whether it is printed across the paper.
        linked: What it says as linked data of schema.org, or None.
    """

    title: str
    audience: Audience
    on: date
    sentences: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()
    data: Callable[[], Any] | None = attrs.field(default=None, eq=False)
    exact: Callable[[], Iterable[Mapping[str, int]]] | None = attrs.field(default=None, eq=False)
    bars: tuple[Bar, ...] = ()
    wide: bool = False
    linked: Any = None

    @property
    def kicker(self) -> str:
        """For whom it is, and as at which day."""
        return f"For {self.audience.words}. As at {day_words(self.on)}."

    def _line(self) -> str:
        return f"{self.title}, for {self.audience.words}, as at {day_words(self.on)}"

    def _blocks(self) -> Iterator[Block]:
        yield Block(self.title, (self.kicker, *self.sentences))
        if self.left_out:
            yield Block("What is left out", tuple(f"{each}." for each in self.left_out))
        yield from (each.block for each in self.sections)
        yield Block("", self.foot)
