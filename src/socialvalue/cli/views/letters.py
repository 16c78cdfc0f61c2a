"""Assessment summaries as files: one for each bidder and lot, under a name that is safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import attrs
import click

from socialvalue.assess.before.moderation import CHANGED
from socialvalue.assess.letters.case import Award, withheld_from_others
from socialvalue.assess.letters.disclosure import price_given_away
from socialvalue.assess.letters.regulation import ITEMS, applies_to
from socialvalue.assess.letters.summaries import Summary, summaries_of
from socialvalue.assess.points.data import EvaluationData
from socialvalue.assess.records.letter import machine_of
from socialvalue.assess.tender_files import Assessed
from socialvalue.assess.words.first_place import name_of
from socialvalue.blocks import as_page, docx_bytes
from socialvalue.cli.out.render import as_json
from socialvalue.definitions.opening import read_bytes
from socialvalue.definitions.text import decoded
from socialvalue.errors import InputError, Problem, problem
from socialvalue.numbers import pounds

__all__ = [
    "ENDINGS",
    "Letter",
    "as_one",
    "covered",
    "figures_of",
    "files_of",
    "letters_of",
    "names_of",
    "notes_of",
]

ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html", "docx": ".docx"}
_COVERING = "_covering.txt"
_FIGURES = "_figures.json"
"""No name of a letter holds the low line, so no letter has the name of a paper beside it."""
_LONGEST = 60
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])", re.IGNORECASE)
"""Names that Windows keeps for devices."""


@attrs.frozen
class Letter:
    """One bidder's summary, for one lot or for the whole tender."""

    bidder: str
    lot: str | None
    summary: Summary

    def written(self, form: str) -> str | bytes:
        """The letter by itself in a form of `ENDINGS`."""
        if form == "docx":
            return self.summary.docx
        told = {"html": self.summary.page, "markdown": self.summary.markdown}
        return told.get(form, str(self.summary))


def letters_of(
    scored: Assessed,
    bidder: str | None,
    *,
    draft: bool,
    compare: bool = False,
    successful: Sequence[str] = (),
    because: Sequence[str] = (),
) -> list[Letter]:
    """The summaries of all bidders, or of one, lot by lot.

    Args:
        scored: The rankings.
        bidder: Only this bidder, or None.
        draft: Whether summaries are given that nobody may be sent as they are, and marked.
        compare: Whether it is said by how many points a bid differs from the successful one.
        successful: Who won, where the points alone do not say: a name, or ``LOT=NAME`` for each
            lot.
        because: Why it won: a text, or ``LOT=TEXT`` for each lot.

    Raises:
        InputError: Reasons are missing (SV805), no one bid won (SV807), none is given for an award
            that the points do not make (SV808), or the scheme is illustrative (SV809).
        NotFoundError: No such bidder (SV716) or lot (SV322).
        UsageError: A lot is not named, or several names where there are no lots.
    """
    name = None if bidder is None else scored.results_of(bidder)[0][1].bidder
    how: dict[str, Any] = {"strict": not draft, "draft": draft, "compare": compare}
    if scored.lots is not None:
        chosen = _by_lot("--successful", "NAME", successful)
        reasons = _by_lot("--because", "TEXT", because)
        found = scored.lots.summaries(successful=chosen, because=reasons, bidder=name, **how)
        return [
            Letter(each.bidder, lot, each) for lot, told in found.items() for each in told.values()
        ]
    award = Award(_once("--successful", successful), _once("--because", because) or "")
    (evaluation,) = scored.evaluations
    told = summaries_of(evaluation, award=award, only=name, **how)
    return [Letter(each.bidder, None, each) for each in told.values()]


def _once(option: str, given: Sequence[str]) -> str | None:
    if len(given) > 1:
        raise click.UsageError(f"{option} is given once where there are no lots")
    return next(iter(given), None)


def _by_lot(option: str, what: str, given: Sequence[str]) -> dict[str, str]:
    """Lot to what is said of it, each lot once."""
    found: dict[str, str] = {}
    for words in given:
        lot, equals, said = (each.strip() for each in words.partition("="))
        if not equals:
            raise click.UsageError(f"{option} takes LOT={what} for a tender in lots, not '{words}'")
        if lot in found:
            raise click.UsageError(f"{option} is given twice for the lot '{lot}'")
        found[lot] = said
    return found


def notes_of(scored: Assessed, letters: Sequence[Letter]) -> list[Problem]:
    """What the officer is shown beside the letters: what they lack, and what they give away."""
    missing = [one.as_problem for each in letters for one in each.summary.missing]
    short = [one for each in letters for one in each.summary.questions]
    given = [] if missing else [problem("SV810", what=_looked_for(scored))]
    told = (*_changed(scored), *_prices(scored, letters))
    return [*dict.fromkeys((*missing, *short)), *told, *given]


def _changed(scored: Assessed) -> Iterator[Problem]:
    """Scores that were changed when the ranking was known, for whoever signs the letters."""
    for evaluation in scored.evaluations:
        for result in evaluation.results:
            for each in result.warnings:
                if each.code == CHANGED:
                    yield attrs.evolve(each, where=f"bid '{name_of(result)}'")


def _looked_for(scored: Assessed) -> str:
    """What the list holds of which nothing is missing."""
    if not all(applies_to(each.tender) for each in scored.evaluations):
        return "the reason of each mark and of each exclusion"
    return f"the {len(ITEMS)} items of regulation 31(2) and (3), and a reason for each mark"


def _prices(scored: Assessed, letters: Sequence[Letter]) -> Iterator[Problem]:
    """Of each lot, what the price points let a reader work out."""
    for evaluation in scored.evaluations:
        lots = {None, *(each.bid.lot for each in evaluation.results)}
        told = {each.bidder: each for each in letters if each.lot in lots}
        name = next((each.summary.winner for each in told.values()), None)
        if name is None:
            continue
        readers = [each for each in evaluation.results if each.bidder in told]
        winner = evaluation[name]
        lot = f" ({winner.bid.lot})" if winner.bid.lot else ""
        for which in ("", *winner.bid.prices):
            price = price_given_away(evaluation, winner, readers, which)
            if price is not None:
                found = f"{name}{lot}" + (f" for '{which}'" if which else "")
                about = pounds(price).removesuffix(".00")
                withheld = _is_withheld(evaluation, which)
                bound = applies_to(evaluation.tender)
                hint = _STILL_TOLD if withheld else None if bound else _OTHER_LAW
                yield problem("SV811", found=found, price=about, hint=hint)


_OTHER_LAW = "decide under the rules of this tender whether to withhold them, and record it"
_STILL_TOLD = (
    "its points are withheld, and those of the others are made of its price: "
    "take advice on what else to withhold"
)


def _is_withheld(evaluation: EvaluationData, price: str) -> bool:
    """Whether the points for a price are withheld from others."""
    withheld = withheld_from_others(evaluation)
    return any(each.price == price and each.name in withheld for each in evaluation.scheme.leaves)


def as_one(letters: Sequence[Letter], form: str) -> str | bytes:
    """Letters one below the other, for a screen; in a document each begins on a new page."""
    if len(letters) == 1:
        return letters[0].written(form)
    title = "Assessment summaries, for the buyer's own file"
    told = [each.summary for each in letters]
    mark = max((each.mark for each in told), key=len)
    if form == "docx":
        return docx_bytes(title, [each.blocks for each in told], mark)
    if form == "html":
        return as_page(title, "\n<hr>\n".join(each.html for each in told), mark)
    rule = "---" if form == "markdown" else "=" * 80
    texts = (each.markdown if form == "markdown" else str(each) for each in told)
    return f"\n\n{rule}\n\n".join(texts)


def covered(letters: Iterable[Letter], path: Path | None) -> list[str]:
    """The covering letter of each, in their order.

    Args:
        letters: The letters.
        path: The authority's own text; None for none.

    Raises:
        DefinitionError: It cannot be read as text.
        InputError: The text holds a name that there is not (SV830), or that nothing fills (SV831),
            in any of the letters, each once.
    """
    if path is None:
        return []
    file = str(path)
    text = decoded(read_bytes(path, file), file)
    found, wrong = list[str](), dict[Problem, None]()
    for each in letters:
        try:
            found.append(each.summary.covering(text, file))
        except InputError as error:
            wrong |= dict.fromkeys(error.problems)
    if wrong:
        raise InputError(wrong)
    return found


def figures_of(scored: Assessed, letters: Iterable[Letter]) -> list[str]:
    """What each bidder computes its own figures from, in their order; "" beside a notice.

    Args:
        scored: The rankings.
        letters: The letters.
    """
    lots = scored.lots is not None
    by_lot = {each.results[0].bid.lot if lots else None: each for each in scored.evaluations}
    return [_figures(by_lot[each.lot], each.bidder) for each in letters]


def _figures(evaluation: EvaluationData, bidder: str) -> str:
    assessed = evaluation[bidder].bid.state == "compliant"
    return as_json(machine_of(evaluation, bidder), None) if assessed else ""


def files_of(
    letters: Iterable[Letter],
    form: str,
    covering: Sequence[str] = (),
    figures: Sequence[str] = (),
) -> dict[str, str | bytes]:
    """The name of a file to what stands in it, a letter each; no two names are alike.

    Args:
        letters: The letters.
        form: One of `ENDINGS`.
        covering: The covering letter of each, or none at all.
        figures: What each computes its own figures from, or none at all.
    """
    listed = list(letters)
    names = names_of([f"{each.lot} {each.bidder}" if each.lot else each.bidder for each in listed])
    papers: dict[str, str | bytes] = {
        f"{name}{ENDINGS[form]}": each.written(form)
        for name, each in zip(names, listed, strict=True)
    }
    beside = {_COVERING: covering, _FIGURES: figures}
    others = {
        f"{name}{ending}": text
        for ending, texts in beside.items()
        for name, text in zip(names, texts, strict=bool(texts))
        if text
    }
    return {**papers, **others}


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
    found, given, last = dict[int, str](), set[str](), dict[str, int]()
    for place in sorted(range(len(safe)), key=lambda each: (written[each], each)):
        name, alike = safe[place], _alike(safe[place])
        if alike in given:
            later = count(last.get(alike, 1) + 1)
            last[alike] = next(each for each in later if _alike(f"{name}-{each}") not in taken)
            name = f"{name}-{last[alike]}"
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
