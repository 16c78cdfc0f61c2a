"""A heading, sentences and a table: as text, as HTML and as Markdown, everything escaped."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable

import attrs

from socialvalue.errors import whole
from socialvalue.tables import html_table, markdown_table, markdown_text, text_table

__all__ = ["Block", "as_markdown"]


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
        foot: Whether the last row is the sum of those above.
    """

    heading: str = ""
    sentences: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    right: tuple[int, ...] = ()
    lead: int = 0
    foot: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether its table is filled in by hand, as most cells of each of its rows are empty."""
        empty = (sum(not each for each in row) for row in self.rows)
        return bool(self.rows) and all(2 * each > len(self.headings) for each in empty)

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


def as_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown: the first under a heading of its own, the others below it."""
    return "\n\n".join(each.markdown(2 if index else 1) for index, each in enumerate(blocks))
