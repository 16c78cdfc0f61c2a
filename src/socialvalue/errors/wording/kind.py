"""One entry of the catalogue of problem codes."""

from __future__ import annotations

import attrs

__all__ = ["Kind"]


@attrs.frozen
class Kind:
    """One entry of the catalogue: a stable code, a word to search for, and its wording.

    Attributes:
        code: ``SV`` and three or four digits.
        word: A word or two to search for.
        message: What was found, with names in braces.
        hint: What to do, in Python; names in braces are filled in.
        meaning: Why it is a problem.
        file_hint: What to write in a file, or to type, where the hint says what to write in Python;
            filled in alike.
    """

    code: str
    word: str
    message: str
    hint: str
    meaning: str
    file_hint: str = ""

    @property
    def part(self) -> str:
        """The part of the house that the code is of: its first digit, or its first two.

        Example:
            >>> from socialvalue.errors import CATALOGUE
            >>> CATALOGUE["SV204"].part, CATALOGUE["SV951"].part
            ('2', '95')
        """
        number = self.code.removeprefix("SV")
        return number[:2] if len(number) > 3 else "95" if number >= "950" else number[0]
