"""A text that is HTML, Markdown and a Word document too."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from socialvalue.blocks.block import Block, as_markdown
from socialvalue.blocks.pages import as_page
from socialvalue.blocks.word import docx_bytes
from socialvalue.errors import InputError, problem
from socialvalue.saving import write_file

__all__ = ["Explanation", "join"]


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

    @property
    def markdown(self) -> str:
        """The same as Markdown; nothing that a user wrote in it is markup."""
        return as_markdown(self.blocks)

    @property
    def page(self) -> str:
        """The same as a page of HTML that stands by itself and prints on A4."""
        title, mark = self._called()
        return as_page(title, self.html, mark, self._heading())

    @property
    def docx(self) -> bytes:
        """The same as a Word document.

        Raises:
            InputError: python-docx is not installed (SV841).
        """
        title, mark = self._called()
        return docx_bytes(title, [self.blocks], mark)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file: what it is called says what is inside.

        Args:
            path: A file that ends in ``.txt``, ``.md``, ``.html`` or ``.docx``.  What stood there
                is written over.

        Raises:
            InputError: Another ending (SV312); of a Word document, python-docx is not installed
                (SV841).

        Example:
            >>> import tempfile, pathlib
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     file = pathlib.Path(folder) / "reasons.md"
            ...     join([Block("Why", ("It is cheaper.",))]).write(file)
            ...     print(file.read_text(encoding="utf-8"))
            # Why
            <BLANKLINE>
            It is cheaper.
            <BLANKLINE>
        """
        file = Path(path)
        how = {".txt": lambda: str(self), ".md": lambda: self.markdown, ".html": lambda: self.page}
        ending = file.suffix.lower()
        if ending == ".docx":
            write_file(file, self.docx)
        elif ending in how:
            write_file(file, f"{how[ending]()}\n".encode("utf-8", "backslashreplace"))
        else:
            hint = "end the file's name in .txt, .md, .html or .docx"
            what = "the ending of the file"
            raise InputError(problem("SV312", what=what, found=file.suffix, hint=hint))

    def _called(self) -> tuple[str, str]:
        """What a page or a document of it is called, and what stands on every page of it."""
        return self._heading() or "socialvalue", ""

    def _heading(self) -> str:
        return next((each.heading for each in self.blocks if each.heading), "")

    def __getnewargs__(self) -> tuple[str, str, tuple[Block, ...]]:  # type: ignore[override]
        return str(self), self._html, self.blocks

    def _repr_html_(self) -> str:
        return self.html


def join(blocks: Iterable[Block]) -> Explanation:
    """Blocks as one explanation."""
    listed = tuple(blocks)
    return Explanation("\n\n".join(each.text() for each in listed), blocks=listed)
