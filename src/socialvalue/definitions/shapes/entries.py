"""What every shape is made of: an entry is a file's own words; `build` turns it into the model.

A key that is not an attribute of the entry is refused.  The annotations are types, and not texts:
the reader goes by them.  What else there is to know of a key stands in its field's metadata, and
nowhere else, so that any room can bring shapes of its own:

``key``: its name in the file where that is a word of Python; ``words``: the few that it takes;
``listed``: the words of a closed list that is looked at later; ``reads``: what a text is read as,
``number``, ``share``, ``mark`` or ``day``; ``keys``: a pattern of the keys below it.

``apart``: at how many steps from the entry its parts stand for themselves, so that one can be
taken out and the others still mean something: 1 the value, 2 each in it, 3 each of those in turn;
``names``: other parts refer to names that stand in it, or that come with it where this is
``"elsewhere"``; ``stand_in``: what stands for it, given the entry, where it cannot be read.
"""

from typing import Any, ClassVar, get_args

import attrs

from socialvalue.definitions.nodes import Keys
from socialvalue.spans import Span

__all__ = [
    "APART",
    "NAMED_PARTS",
    "Entry",
    "Texts",
    "from_key",
    "is_entry",
    "is_needed",
    "keys_of",
    "number",
    "one_of",
    "parts",
    "required",
    "word",
]


class Texts(tuple[str, ...]):
    """One text or a list of them."""

    __slots__ = ()


@attrs.define
class Entry:
    """A group of keys that knows where it was written.

    Attributes:
        SHORTHAND: The key that a plain text stands for.
        BLANK: What else may stand where that text is left blank: whoever reads it says why not.
        MEANT: What to write where something else than a group stands; "" for its keys.
        DATED: The key that may be left out before days.
        SCHEMA: The first line of a file of this shape, as in ``socialvalue/tender@1``.
        NOUNS: The classes whose words for their attributes an editor shows beside the keys.
    """

    SHORTHAND: ClassVar[str] = ""
    BLANK: ClassVar[tuple[type, ...]] = ()
    MEANT: ClassVar[str] = ""
    DATED: ClassVar[str] = ""
    SCHEMA: ClassVar[str] = ""
    NOUNS: ClassVar[tuple[type, ...]] = ()
    written: Keys = attrs.field(init=False, eq=False, repr=False)

    def span(self, key: str | None = None) -> Span:
        """Where the value of a key was written; the entry itself for None."""
        return self.written.span(key)


APART = {"apart": 1}
"""Metadata: the value stands for itself."""
NAMED_PARTS = {"apart": 2, "names": True}
"""Metadata: each entry stands for itself, and others refer to it by its name."""


def one_of(*words: str) -> dict[str, Any]:
    """Metadata: the words that are allowed."""
    return {"words": words}


def word(words: tuple[str, ...], default: str, **said: Any) -> Any:
    """A key that takes one of a few words."""
    return attrs.field(default=default, metadata={"words": words, **said})


def from_key(**given: Any) -> Any:
    """A key that is called ``from`` in the file."""
    return attrs.field(metadata={"key": "from"}, **given)


def number(default: str | None = None, reads: str = "number") -> Any:
    """A key whose text the model reads as a number."""
    return attrs.field(default=default, metadata={"reads": reads})


def parts(kind: type = dict, **said: Any) -> Any:
    """A group or list, empty where it is left out, whose entries stand for themselves."""
    return attrs.field(factory=kind, metadata={"apart": 2, **said})


def keys_of(shape: type[Entry]) -> dict[str, Any]:
    """The fields of a shape that a file can fill, by their keys."""
    fields = [each for each in attrs.fields(shape) if each.init]
    return {each.metadata.get("key", each.name): each for each in fields}


def is_needed(field: Any) -> bool:
    """Whether a key must be there."""
    return field.default is attrs.NOTHING


def is_entry(kind: Any) -> bool:
    """Whether a kind of value is a group of keys of its own."""
    return isinstance(kind, type) and issubclass(kind, Entry)


def required(kind: Any) -> Any:
    """A kind of value without its None."""
    kinds = [each for each in get_args(kind) if each is not type(None)]
    return kinds[0] if type(None) in get_args(kind) else kind
