"""A user's own words inside a sentence of ours: one mechanism for where it ends.

A ground such as "The price was abnormally low." keeps its one full stop wherever it stands, and one
without gets it.
"""

from __future__ import annotations

__all__ = ["clause", "closed", "sentence"]

_ENDS = (".", "!", "?", "…")
_CLOSERS = "\"'”’)]»"


def closed(text: str) -> str:
    """A text that ends as a sentence does, once.

    Example:
        >>> closed("No insurance"), closed("Late. "), closed("For Acme Ltd."), closed("Why?")
        ('No insurance.', 'Late.', 'For Acme Ltd.', 'Why?')
        >>> closed("He said 'no.'"), closed("It was late..")
        ("He said 'no.'", 'It was late.')
    """
    text = text.rstrip()
    bare = text.rstrip(_CLOSERS)
    if text.endswith("..") and not text.endswith("..."):
        text = f"{text.rstrip('.')}."
    return text if not text or bare.endswith(_ENDS) else f"{text}."


def clause(text: str) -> str:
    """A text without its full stop, where the sentence goes on behind it.

    Example:
        >>> clause("The mark is too low. "), clause("Why?"), clause("and so on …")
        ('The mark is too low', 'Why?', 'and so on …')
    """
    text = text.rstrip()
    return text if text.endswith("...") else text.rstrip(". ")


def sentence(text: str) -> str:
    """A text that begins with a capital, unless a name does, and ends in one full stop.

    Example:
        >>> sentence("it goes in NT19 only."), sentence("national-toms@2022 is older")
        ('It goes in NT19 only.', 'national-toms@2022 is older.')
    """
    first, _, _ = text.partition(" ")
    capital = text[:1].upper() if first.isalpha() else text[:1]
    return closed(capital + text[1:])
