"""What every shape is made of: an entry is a file's own words; `build` turns it into the model.

A key that is not an attribute of the entry is refused.  ``key`` in a field's metadata is its key in
the file where that is a word of Python; ``SHORTHAND`` names the key that a plain text stands for,
``DATED`` the key that may be left out before days.  The annotations are types, and not texts: the
reader goes by them.
"""

from typing import Any, ClassVar

import attrs

from socialvalue.definitions.text import Keys
from socialvalue.spans import Span

__all__ = ["Entry", "Texts", "from_key", "one_of", "word"]


class Texts(tuple[str, ...]):
    """One text or a list of them."""

    __slots__ = ()


@attrs.define
class Entry:
    """A group of keys that knows where it was written."""

    SHORTHAND: ClassVar[str] = ""
    DATED: ClassVar[str] = ""
    written: Keys = attrs.field(init=False, eq=False, repr=False)

    def span(self, key: str | None = None) -> Span:
        """Where the value of a key was written; the entry itself for None."""
        return self.written.span(key)


def one_of(*words: str) -> dict[str, Any]:
    """Metadata: the words that are allowed."""
    return {"words": words}


def word(words: tuple[str, ...], default: str) -> Any:
    """A key that takes one of a few words."""
    return attrs.field(default=default, metadata=one_of(*words))


def from_key(**given: Any) -> Any:
    """A key that is called ``from`` in the file."""
    return attrs.field(metadata={"key": "from"}, **given)
