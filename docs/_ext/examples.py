"""Examples in Python end with a blank line for doctest's sake; a reader need not see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LAST = re.compile(r"(^```python\n(?:(?!^```).)*?)\n+^```$", re.M | re.S)


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx tidy each page as it is read."""
    app.connect("source-read", tidy_page)
    return {"parallel_read_safe": True}


def tidy_page(app: Sphinx, page: str, source: list[str]) -> None:
    """Take the last blank line out of each example of a page."""
    source[0] = tidy(source[0])


def tidy(text: str) -> str:
    r"""A page whose examples end where they end.

    Example:
        >>> tidy("```python\na\n\n```\n\n```\nb\n```\n")
        '```python\na\n```\n\n```\nb\n```\n'
    """
    return _LAST.sub(r"\1\n```", text)
