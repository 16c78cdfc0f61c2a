"""Signs that nobody sees, or takes for others: what came in with pasted text, named."""

from __future__ import annotations

import unicodedata

__all__ = ["is_unseen", "look_alikes", "seen", "unseen"]

_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")
"""Kinds of characters without a shape: spaces, ends of lines, controls and formats."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks by kind, and blanks to the eye."""
_SELECTORS = ("\ufe00", "\ufe0f")
_MOST = 1000


def unseen(text: object) -> str:
    r"""What a text holds that nobody can see, by name and place; "" where there is nothing.

    The space bar's own space is seen well enough, but at either end.

    Example:
        >>> unseen("bradford\u00a0")
        'a no-break space (U+00A0), which nobody sees, stands at its end: delete it'
        >>> unseen("national-toms")
        ''
    """
    if not isinstance(text, str):
        return ""
    written = text[:_MOST]
    for index, sign in enumerate(written):
        if is_unseen(sign) or (sign == " " and not _inside(written, index)):
            what = f"{_called(sign)} (U+{ord(sign):04X})" if sign != " " else "a space"
            return f"{what}, which nobody sees, stands {_spot(written, index)}: delete it"
    return ""


def seen(text: str) -> str:
    """A text without what nobody sees in it.

    Example:
        >>> seen(" brad\u200bford\u00a0")
        'bradford'
    """
    return "".join(each for each in text if not is_unseen(each)).strip()


def is_unseen(sign: str) -> bool:
    """Whether a character has no shape, and is not the space bar's space."""
    if sign.isascii():
        return sign != " " and not sign.isprintable()
    filler = sign in _FILLERS or _SELECTORS[0] <= sign <= _SELECTORS[1]
    return filler or unicodedata.category(sign) in _UNSEEN


def look_alikes(word: str, meant: str) -> str:
    r"""The letters of other alphabets in a word that is meant to be one without them; or "".

    Example:
        >>> look_alikes("br\u0430dford", "bradford").partition(" is ")[2]
        'a Cyrillic small letter a: type the word again'
    """
    for sign in seen(word[:_MOST]):
        if sign.isalnum() and not sign.isascii() and sign not in meant and meant.isascii():
            return f"'{sign}' (U+{ord(sign):04X}) is {_called(sign)}: type the word again"
    return ""


def _inside(text: str, index: int) -> bool:
    return bool(text[:index].strip()) and bool(text[index:].strip())


def _spot(text: str, index: int) -> str:
    if not text[:index].strip():
        return "at its beginning"
    return "inside it" if text[index + 1 :].strip() else "at its end"


def _called(sign: str) -> str:
    """A character by its name in Unicode, as in ``a no-break space``."""
    name = unicodedata.name(sign, "control character")
    first, _, rest = name.lower().partition(" ")
    alphabet = first in ("cyrillic", "greek", "armenian", "georgian", "latin")
    words = f"{first.title() if alphabet else first} {rest}".strip()
    return f"{'an' if words[0] in 'aeiouAEIOU' else 'a'} {words}"
