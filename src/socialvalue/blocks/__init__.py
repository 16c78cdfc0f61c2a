"""Headings, sentences and tables: a text that is HTML, Markdown and Word too, all escaped."""

from socialvalue.blocks.block import Block, as_markdown
from socialvalue.blocks.explanation import Explanation, join
from socialvalue.blocks.pages import as_page
from socialvalue.blocks.showing import Described, Listing, Shown
from socialvalue.blocks.word import docx_bytes

__all__ = [
    "Block",
    "Described",
    "Explanation",
    "Listing",
    "Shown",
    "as_markdown",
    "as_page",
    "docx_bytes",
    "join",
]
