"""A guide before it is a file: a title, for whom it is, and its parts."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from socialvalue.blocks import Block, Shown, as_markdown, as_page, docx_bytes

__all__ = ["Guide"]


@attrs.frozen(kw_only=True, repr=False)
class Guide(Shown):
    """A guide for one kind of reader; it shows itself as a text, and in a notebook.

    Attributes:
        title: Its name.
        reader: For whom it is, such as ``suppliers``.
        parts: Its parts, each of blocks; the first block of a part is its heading, and in a Word
            document each part begins on a page of its own.

    Example:
        >>> import socialvalue as sv
        >>> sv.guides.make(sv.load("uk-open"), reader="suppliers")
        <Guide: UK open proxies 2026.3: a guide for suppliers>
    """

    title: str
    reader: str
    parts: tuple[tuple[Block, ...], ...]

    @property
    def html(self) -> str:
        """The guide as a page that stands by itself and prints on A4."""
        return as_page(self.title, "\n<hr>\n".join(map(_part, self.parts)), heading=self.title)

    @property
    def markdown(self) -> str:
        """The guide as Markdown; nothing that a council wrote in it is markup."""
        return as_markdown(self._blocks())

    @property
    def docx(self) -> bytes:
        """The guide as a Word document.

        Raises:
            InputError: python-docx is not installed (SV841).
        """
        return docx_bytes(self.title, self.parts)

    def _line(self) -> str:
        return self.title

    def _blocks(self) -> Iterator[Block]:
        return (block for part in self.parts for block in part)


def _part(blocks: tuple[Block, ...]) -> str:
    """A part as HTML: what stands below its heading has headings a rank lower."""
    first, *others = (each.html() for each in blocks)
    return first + "".join(others).replace("h4>", "h3>")
