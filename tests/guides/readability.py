"""How hard a text is to read: the grade of Flesch and Kincaid, with the trade's own words left out.

0.39 × words per sentence + 11.8 × syllables per word − 15.59, after J. P. Kincaid and others,
"Derivation of new readability formulas", US Naval Technical Training Command, report 8-75, 1975.
Syllables are counted as groups of vowels, less a silent e.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^aeioulsxczhg]e[ds]?|[lsxczg]e|[^td]ed|[^aeiou]les)$")


def syllables(word: str) -> int:
    """How many syllables a word has, about."""
    plain = word.lower()
    silent = bool(SILENT.search(plain)) and not plain.endswith(("le", "ted", "ded", "les"))
    return max(1, len(VOWELS.findall(plain)) - silent)


def grade(sentences: Iterable[str], known: Collection[str]) -> float:
    """The grade of a text in school years.

    Args:
        sentences: Its paragraphs.
        known: Words in small letters that the reader has learned, which are left out.
    """
    parts = [part for each in sentences for part in SENTENCE_ENDS.split(each)]
    words = [[each for each in WORD.findall(part) if each.lower() not in known] for part in parts]
    counted = [each for each in words if each]
    number = sum(map(len, counted))
    spoken = sum(syllables(word) for each in counted for word in each)
    return 0.39 * number / len(counted) + 11.8 * spoken / number - 15.59
