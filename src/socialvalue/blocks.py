"""Headings, sentences and tables: a text that is HTML and Markdown too, everything escaped."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable
from typing import Any, Self, TypeVar

import attrs

from socialvalue.errors import whole
from socialvalue.tables import html_table, markdown_table, markdown_text, text_table

__all__ = ["Block", "Explanation", "Listing", "Shown", "as_markdown", "join"]

T = TypeVar("T")


class Explanation(str):
    """A text that a notebook shows as HTML.

    Attributes:
        blocks: Its parts, for those who set them in a form of their own.
    """

    __slots__ = ("_html", "blocks")
    blocks: tuple[Block, ...]
    _html: str

    def __new__(cls, text: str, html: str = "", blocks: Iterable[Block] = ()) -> Self:
        """Make one from its text, its HTML (that of its parts, if not given) and its parts."""
        made = super().__new__(cls, text)
        made._html = html
        made.blocks = tuple(blocks)
        return made

    @property
    def html(self) -> str:
        """The same, as HTML; all that a user wrote in it is escaped."""
        if not self._html:
            self._html = f"<div>{''.join(each.html() for each in self.blocks)}</div>"
        return self._html

    def __getnewargs__(self) -> tuple[str, str, tuple[Block, ...]]:  # type: ignore[override]
        return str(self), self._html, self.blocks

    def _repr_html_(self) -> str:
        return self.html


@attrs.frozen
class Block:
    """A part of an explanation: a heading, sentences, and perhaps a table.

    Attributes:
        heading: What it is about.
        sentences: In words; blanks before one set it in.
        headings: Of the table's columns.
        rows: Of the table.
        right: Columns that are set to the right.
        lead: How many columns stand on a line of their own above the others, in a narrow text.
    """

    heading: str = ""
    sentences: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    right: tuple[int, ...] = ()
    lead: int = 0

    def text(self, width: int | None = None) -> str:
        """The block as plain text; wrapped, and nothing of it cut, if a width is given."""
        words = [*([self.heading] if self.heading else []), *self.sentences]
        lines = [_filled(whole(each), width) for each in words]
        if self.rows:
            how = (self.headings, self.rows)
            lead = self.lead if width else 0
            lines.append(text_table(*how, right=self.right, width=width, lead=lead))
        return "\n".join(lines)

    def html(self) -> str:
        """The block as HTML, everything escaped."""
        head = f"<h4>{html.escape(whole(self.heading))}</h4>" if self.heading else ""
        body = "".join(map(_paragraph, self.sentences))
        table = html_table(self.headings, self.rows, right=self.right) if self.rows else ""
        return head + body + table

    def markdown(self, level: int = 2) -> str:
        """The block as Markdown, its heading at a level; what stands in it is never markup."""
        head = [f"{'#' * level} {markdown_text(self.heading)}"] if self.heading else []
        body = [markdown_text(each.strip()) for each in self.sentences]
        rows = [markdown_table(self.headings, self.rows, right=self.right)] if self.rows else []
        return "\n\n".join([*head, *body, *rows])


class Listing(tuple[T, ...]):  # noqa: SLOT001 - a tuple of any length has no slots
    """Several things in their order, which `print` and a notebook show as a table.

    It is a tuple: it compares, hashes, pickles and is sliced as one.

    Attributes:
        block: What is shown of them.
        suggestions: The words that may have been meant, where nothing was found.

    Example:
        >>> rows = Block("2 towns", (), ("town",), (("Ashby",), ("Corby",)))
        >>> towns = Listing(["Ashby", "Corby"], rows)
        >>> towns == ("Ashby", "Corby"), towns
        (True, <2 towns: Ashby, Corby>)
    """

    block: Block
    suggestions: tuple[str, ...]

    def __new__(cls, things: Iterable[T], block: Block, suggestions: Iterable[str] = ()) -> Self:
        """Make one of its things, of what is shown of them, a row each, and of what was meant."""
        made = super().__new__(cls, things)
        made.block, made.suggestions = block, tuple(suggestions)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (tuple(self), self.block, self.suggestions)

    def __repr__(self) -> str:
        first = [row[0] for row in self.block.rows]
        more = f" and {len(first) - _SHOWN} more" if len(first) > _SHOWN else ""
        names = f": {', '.join(first[:_SHOWN])}{more}" if first else ""
        meant = " or ".join(map(repr, self.suggestions))
        return f"<{self.block.heading}{names}{f'; did you mean {meant}?' if meant else ''}>"

    def __str__(self) -> str:
        return self.block.text()

    def _repr_html_(self) -> str:
        return f"<div>{self.block.html()}</div>"


class Shown:
    """A noun that is one line in a shell, a text for `print`, and a page in a notebook.

    Example:
        >>> class Town(Shown):
        ...     def _line(self):
        ...         return "Corby, 75,000 people"
        ...     def _blocks(self):
        ...         return [Block("Corby", ("It has 75,000 people.",))]
        >>> Town()
        <Town: Corby, 75,000 people>
        >>> print(Town())
        Corby
        It has 75,000 people.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        line = "".join(each if each.isprintable() else "?" for each in whole(self._line()))
        end = "" if len(line) <= _LONGEST else "…"
        return f"<{type(self).__name__}: {line[:_LONGEST]}{end}>"

    def __str__(self) -> str:
        return str(self._told())

    def _repr_html_(self) -> str:
        return self._told().html

    def _told(self) -> Explanation:
        return join(self._blocks())

    def _line(self) -> str:
        """What it is, in one line."""
        raise NotImplementedError

    def _blocks(self) -> Iterable[Block]:
        """What is shown of it; the line alone, if it says nothing else."""
        return [Block(self._line())]


_LONGEST = 150
"""Characters of a line in a shell."""

_SHOWN = 8
"""How many things a short line names."""


def _filled(sentence: str, width: int | None) -> str:
    """A sentence in lines of a width, each as far to the right as its first."""
    if width is None:
        return sentence
    indent = " " * (len(sentence) - len(sentence.lstrip(" ")))
    return textwrap.fill(sentence, width, subsequent_indent=indent, break_on_hyphens=False)


def _paragraph(sentence: str) -> str:
    """A sentence as HTML, as far to the right as it stands in the text."""
    indent = len(sentence) - len(sentence.lstrip(" "))
    style = f' style="margin-left:{indent / 2:g}em"' if indent else ""
    return f"<p{style}>{html.escape(whole(sentence))}</p>"


def join(blocks: Iterable[Block]) -> Explanation:
    """Blocks as one explanation."""
    listed = tuple(blocks)
    return Explanation("\n\n".join(each.text() for each in listed), blocks=listed)


def as_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown: the first under a heading of its own, the others below it."""
    return "\n\n".join(each.markdown(2 if index else 1) for index, each in enumerate(blocks))
