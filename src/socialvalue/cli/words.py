"""Problems in the words of someone who writes files, not Python."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from socialvalue.definitions.wording import in_words_of_files
from socialvalue.errors import Problem

__all__ = ["for_files", "sentence"]

_NAMES_IT = {"SV101", "SV112", "SV221"}
"""Problems whose words name the file."""


def for_files(problems: Iterable[Problem], path: Path) -> tuple[Problem, ...]:
    """The same problems for someone who mends a file: which file, and what to write in it."""
    return tuple(_for_file(each, path) for each in problems)


def _for_file(found: Problem, path: Path) -> Problem:
    file = found.file if found.file or found.code in _NAMES_IT else str(path)
    return attrs.evolve(in_words_of_files(found), file=file)


def sentence(text: str) -> str:
    """A text that begins with a capital, unless a name does, and ends in one full stop.

    Example:
        >>> sentence("it goes in NT19 only."), sentence("national-toms@2022 is older")
        ('It goes in NT19 only.', 'national-toms@2022 is older.')
    """
    first, _, _ = text.partition(" ")
    capital = text[:1].upper() if first.isalpha() else text[:1]
    return capital + text[1:].rstrip(". ") + "."
