"""Problems in the words of someone who writes files, not Python."""

from __future__ import annotations

from socialvalue.assess.sentences import closed
from socialvalue.definitions.wording import for_files

__all__ = ["for_files", "sentence"]


def sentence(text: str) -> str:
    """A text that begins with a capital, unless a name does, and ends in one full stop.

    Example:
        >>> sentence("it goes in NT19 only."), sentence("national-toms@2022 is older")
        ('It goes in NT19 only.', 'national-toms@2022 is older.')
    """
    first, _, _ = text.partition(" ")
    capital = text[:1].upper() if first.isalpha() else text[:1]
    return closed(capital + text[1:])
