"""Assessment summaries as files: one for each bidder and lot, under a name that is safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import attrs
import click

from socialvalue.assess.summaries import Summary
from socialvalue.cli.render import as_html
from socialvalue.cli.scored import Scored

__all__ = ["ENDINGS", "Letter", "as_one", "files_of", "letters_of"]

ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html"}
_LONGEST = 60
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])", re.IGNORECASE)
"""Names that Windows keeps for devices."""


@attrs.frozen
class Letter:
    """One bidder's summary, for one lot or for the whole tender."""

    bidder: str
    lot: str | None
    summary: Summary

    def written(self, form: str) -> str:
        """The letter by itself in a form: text, markdown or html."""
        if form == "html":
            return as_html(f"Assessment summary for {self.bidder}", self.summary.html)
        return self.summary.markdown if form == "markdown" else str(self.summary)


def letters_of(
    scored: Scored, bidder: str | None, *, draft: bool, successful: Sequence[str]
) -> list[Letter]:
    """The summaries of all bidders, or of one, lot by lot.

    Args:
        scored: The rankings.
        bidder: Only this bidder, or None.
        draft: Whether summaries with missing reasons are given, too.
        successful: Who won, where the points alone do not say: a name, or ``LOT=NAME`` for each
            lot.

    Raises:
        InputError: Reasons are missing (SV805), or no one bid won (SV807).
        NotFoundError: No such bidder (SV716) or lot (SV322).
        UsageError: A lot is not named, or several names where there are no lots.
    """
    name = None if bidder is None else scored.results_of(bidder)[0][1].bidder
    if scored.lots is not None:
        chosen = dict(map(_of_lot, successful))
        found = scored.lots.summaries(strict=not draft, successful=chosen, bidder=name)
        return [
            Letter(each.bidder, lot, each) for lot, told in found.items() for each in told.values()
        ]
    if len(successful) > 1:
        raise click.UsageError("--successful is given once where there are no lots")
    (evaluation,) = scored.evaluations
    how: dict[str, Any] = {"strict": not draft, "successful": next(iter(successful), None)}
    if name is not None:
        return [Letter(name, None, evaluation.summary(name, **how))]
    return [Letter(each.bidder, None, each) for each in evaluation.summaries(**how).values()]


def _of_lot(words: str) -> tuple[str, str]:
    lot, equals, name = words.partition("=")
    if not equals:
        raise click.UsageError(f"--successful takes LOT=NAME for a tender in lots, not '{words}'")
    return lot.strip(), name.strip()


def as_one(letters: Sequence[Letter], form: str) -> str:
    """Letters one below the other, for a screen."""
    if len(letters) == 1:
        return letters[0].written(form)
    if form == "html":
        title = "Assessment summaries, for the buyer's own file"
        return as_html(title, "\n<hr>\n".join(each.summary.html for each in letters))
    rule = "---" if form == "markdown" else "=" * 80
    return f"\n\n{rule}\n\n".join(each.written(form) for each in letters)


def files_of(letters: Iterable[Letter], form: str) -> dict[str, str]:
    """The name of a file to what stands in it, a letter each; no two names are alike.

    Args:
        letters: The letters.
        form: text, markdown or html.
    """
    listed = list(letters)
    names = names_of([f"{each.lot} {each.bidder}" if each.lot else each.bidder for each in listed])
    return {
        f"{name}{ENDINGS[form]}": each.written(form)
        for name, each in zip(names, listed, strict=True)
    }


def names_of(written: Sequence[str]) -> list[str]:
    """A safe name for each text, none like another on any system, whatever their order.

    A name that several would have goes to the first of them in the order of the texts; the others
    have numbers that make no name which is taken.

    Example:
        >>> names_of(["Acme UK", "Acme (UK)", "Acme UK 2"])
        ['Acme-UK-3', 'Acme-UK', 'Acme-UK-2']
    """
    safe = [_safe(each) for each in written]
    taken = {_alike(each) for each in safe}
    found, given = dict[int, str](), set[str]()
    for place in sorted(range(len(safe)), key=lambda each: (written[each], each)):
        name = safe[place]
        if _alike(name) in given:
            numbered = (f"{name}-{number}" for number in count(2))
            name = next(each for each in numbered if _alike(each) not in taken)
        found[place] = name
        given.add(_alike(name))
        taken.add(_alike(name))
    return [found[place] for place in range(len(safe))]


def _alike(name: str) -> str:
    """A name as a system sees it that knows no capitals and writes accents in its own way."""
    bare = unicodedata.normalize("NFKD", name).upper().casefold()
    return unicodedata.normalize("NFKD", bare)


def _safe(name: str) -> str:
    """A name of letters, digits and hyphens, which no system takes for anything else.

    Example:
        >>> _safe("Brook & Daughters"), _safe("../../etc/passwd"), _safe("CON"), _safe("?!")
        ('Brook-Daughters', 'etc-passwd', 'bidder-CON', 'bidder')
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))
    short = "-".join(words)[:_LONGEST].strip("-")
    if not short or _DEVICES.fullmatch(short):
        short = f"bidder-{short}".strip("-")
    return short
