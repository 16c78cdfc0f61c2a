"""What a search finds: the measures with all its words, and where there is none, what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from socialvalue.blocks import Block, Listing
from socialvalue.errors import nearest, shown
from socialvalue.model.display import HEADINGS
from socialvalue.model.measure import Measure
from socialvalue.words import number_of

__all__ = ["measures_with"]

_WORD = re.compile(r"[^\W\d_]{4,}")


def measures_with(
    words: str, said: Sequence[tuple[Measure, str]], row: Callable[[Measure], tuple[str, ...]]
) -> Listing[Measure]:
    """The measures whose text has all the words; the one that is called so comes first.

    Args:
        words: What is looked for.
        said: Each measure with what is said of it, in small letters.
        row: What is shown of a measure.
    """
    wanted = words.lower().split()
    held = [each for each, texts in said if all(word in texts for word in wanted)]
    ordered = sorted(held, key=lambda each: _is_not_called(each, words))
    if ordered:
        rows = tuple(map(row, ordered))
        heading = f"{number_of(len(ordered), 'measure')} with '{shown(words)}'"
        return Listing(ordered, Block(heading, (), HEADINGS, rows, (3,)))
    meant = tuple(_meant(wanted, " ".join(texts for _, texts in said)))
    hint = (f"Did you mean {' or '.join(map(repr, meant))}?",) if meant else ()
    return Listing((), Block(f"no measure with '{shown(words)}'", hint), meant)


def _is_not_called(measure: Measure, words: str) -> bool:
    return words.strip().lower() not in {measure.code.lower(), measure.alias.lower()} - {""}


def _meant(wanted: Iterable[str], said: str) -> Iterable[str]:
    """Words of the set that look like those which no measure has."""
    known = sorted(set(_WORD.findall(said)))
    strange = (each for each in wanted if each not in said)
    return dict.fromkeys(word for each in strange for word in nearest(each, known))
