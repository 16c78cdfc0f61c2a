"""The commands for sets of measures and for places: list, show, compare, look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import attrs
import click

from socialvalue.cli.out.answers import FORMATS, Views, answer_in
from socialvalue.cli.out.named import named_set
from socialvalue.cli.out.options import result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.views.figures import View
from socialvalue.cli.views.listing import listing_blocks, listing_content, listing_rows
from socialvalue.cli.views.measures import measure_blocks, measure_content
from socialvalue.cli.views.sets import (
    found_blocks,
    measure_row,
    named_measure,
    set_blocks,
    set_content,
    set_rows,
)
from socialvalue.errors import DefinitionError, NotFoundError, nearest, problem
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import chain
from socialvalue.registry.loading import frameworks as all_frameworks
from socialvalue.registry.loading import places as all_places

__all__ = ["diff", "frameworks", "places", "search", "show"]


@click.command()
@result_options(FORMATS)
def frameworks(form: str | None, file: Path | None) -> Answer:
    """List the frameworks and plug-ins that are here.

    Each with its editions, how much of the published set it holds, the licence of its data, who
    brought it, and what is wrong with it if it cannot be used.

    \b
    For example:
        socialvalue frameworks
    """  # noqa: D301 - click's own mark
    found = all_frameworks()
    views = Views(
        partial(listing_blocks, found),
        partial(listing_rows, found),
        partial(listing_content, found),
    )
    return answer_in(form, views, file)


@click.command()
@click.argument("name", metavar="SET")
@click.argument("words", metavar="[CODE or WORDS]", nargs=-1)
@click.option("--on", metavar="DATE", help="The day whose edition and values are shown.")
@click.option("--place", metavar="CODE", help="The place whose values are shown, by ONS code.")
@result_options(FORMATS)
def show(  # noqa: PLR0917 - click gives them by name
    name: str,
    words: tuple[str, ...],
    on: str | None,
    place: str | None,
    form: str | None,
    file: Path | None,
) -> Answer:
    """Show a set of measures, one measure of it, or those that hold some words.

    SET is a name such as essex, a name and edition such as national-toms@2022, or the path of a
    folder such as ./my-council. CODE is a measure's code, in capitals or not; other WORDS are
    looked for in codes, titles, definitions, outcomes and tags.

    \b
    For example:
        socialvalue show essex
        socialvalue show national-toms@2022 NT10
        socialvalue show uk-open waste
        socialvalue show essex ECC1 --on 2022-06-01 --place E10000012
    """  # noqa: D301 - click's own mark
    view = _view(name, on, place)
    return answer_in(form, _shown(view, " ".join(words)) if words else _whole(view), file)


def _whole(view: View) -> Views:
    return Views(partial(set_blocks, view), partial(set_rows, view), partial(set_content, view))


def _shown(view: View, words: str) -> Views:
    """One measure by its code, or those that hold some words.

    Raises:
        NotFoundError: There is none (SV209).
    """
    measure = named_measure(view.framework, words)
    is_search = measure is None and words.strip() != ""
    found = view.framework.search(words) if is_search else ()
    if found:
        return Views(
            partial(found_blocks, view, words, found),
            partial(set_rows, view, found),
            partial(set_content, view, words, found),
        )
    measure = _measure_of(view.framework, words) if measure is None else measure
    row = measure_row(measure, view)
    return Views(
        partial(measure_blocks, measure, view),
        lambda: (tuple(row), [tuple(row.values())]),
        partial(measure_content, measure, view),
    )


def _measure_of(framework: Framework, words: str) -> Measure:
    """The measure of a code.

    Raises:
        NotFoundError: There is none, and nothing else that holds the words (SV209).
    """
    try:
        return framework[words]
    except NotFoundError as error:
        meant = " or ".join(framework.search(words).suggestions)
        also = "no title, definition, outcome or tag holds it either"
        also += f"; did you mean the word {meant}?" if meant else ""
        problems = [attrs.evolve(each, hint=f"{also}; {each.hint}") for each in error.problems]
        raise NotFoundError(problems) from None


def _view(name: str, on: str | None, place: str | None) -> View:
    """A set as seen from a day and a place.

    Raises:
        SocialValueError: No such set, day or place.
    """
    when = None if on is None else day(on)
    framework = named_set(name, when, ", or --on DATE")
    chain(framework.places, place)
    return View(framework, framework.value_date(when), place or framework.place)


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@result_options(FORMATS)
def diff(before: str, after: str, form: str | None, file: Path | None) -> Answer:
    """Show what differs between two sets of measures.

    What was added, removed and renamed; what is counted in another unit, or has pounds now, or no
    longer; what is worth more or less, by how much and where; whose rules changed. BEFORE and AFTER
    are editions of one set, or a set and a plug-in over it, named as in 'show'.

    \b
    For example:
        socialvalue diff national-toms@2020 national-toms@2022
        socialvalue diff national-toms@2022 essex --output essex.md
    """  # noqa: D301 - click's own mark
    from socialvalue.registry.changes import COLUMNS
    from socialvalue.registry.changes import diff as differences

    found = differences(named_set(before), named_set(after))
    views = Views(
        lambda: list(found.blocks()),
        lambda: (COLUMNS, [tuple(each.values()) for each in found.rows()]),
        found.to_dict,
    )
    return answer_in(form, views, file)


@click.command()
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option(
    "--framework", "name", metavar="SET",
    help="Only this set, named as in 'show'; if not given, all that are here.",
)  # fmt: skip
@click.option("--on", metavar="DATE", help="The day whose values are shown; needs --framework.")
@click.option("--place", metavar="CODE", help="The place whose values are shown, by ONS code.")
@result_options(FORMATS)
def search(  # noqa: PLR0917 - click gives them by name
    words: tuple[str, ...],
    name: str | None,
    on: str | None,
    place: str | None,
    form: str | None,
    file: Path | None,
) -> Answer:
    """Find measures by words.

    WORDS are looked for in codes, titles, definitions, outcomes and tags; a measure has them all.
    Every set that is here is looked through: a measure stands under the newest edition that has it,
    and under a council's plug-in where the council added it.

    \b
    For example:
        socialvalue search apprentice
        socialvalue search local spend --framework essex
    """  # noqa: D301 - click's own mark
    if on is not None and name is None:
        raise click.UsageError("--on needs --framework: each set has days of its own")
    wanted = _said(words)
    found = _searched(wanted, place) if name is None else _in_one(_view(name, on, place), wanted)
    headings, rows = _found_rows(found)
    views = Views(
        lambda: [block for view, held in found for block in found_blocks(view, wanted, held)],
        lambda: (headings, rows),
        lambda: {
            "schema": "socialvalue/search@1",
            "searched": wanted,
            "measures": [dict(zip(headings, row, strict=True)) for row in rows],
        },
    )
    return answer_in(form, views, file)


_Found = list[tuple[View, Sequence[Measure]]]


def _said(words: Sequence[str]) -> str:
    """The words that are looked for.

    Raises:
        UsageError: They are blank.
    """
    joined = " ".join(" ".join(words).split())
    if not joined:
        raise click.UsageError("name a word to look for")
    return joined


def _in_one(view: View, words: str) -> _Found:
    found = view.framework.search(words)
    return [(view, found or [_measure_of(view.framework, words)])]


def _searched(words: str, place: str | None) -> _Found:
    """What every set has, each measure once.

    Raises:
        NotFoundError: No set has any (SV209).
    """
    found: _Found = []
    meant: dict[str, None] = {}
    for view, is_new in _each_set(place):
        listed = view.framework.search(words)
        held = [each for each in listed if is_new(each)]
        found += [(view, held)] if held else []
        meant |= dict.fromkeys(listed.suggestions)
    if not found:
        close = " or ".join(nearest(words, meant) or list(meant)[:3])
        hint = f"did you mean the word {close}?" if close else "try one word, or another"
        raise NotFoundError(problem("SV209", found=words, set="any set that is here", hint=hint))
    return found


def _each_set(place: str | None) -> Iterator[tuple[View, Callable[[Measure], bool]]]:
    """Every set that can be read, and which of its measures no set before it has.

    The newest edition comes first, and plug-ins come last: what they adopt was there already.
    """
    known: dict[str, set[str]] = {}
    for each in sorted(all_frameworks(), key=lambda one: one.kind != "framework"):
        for edition in reversed(each.editions):
            try:
                view = _view(f"{each.id}@{edition.edition}", None, place)
            except (DefinitionError, NotFoundError):
                continue  # 'frameworks' says what is wrong with it
            layers = {one.id for one in view.framework.layers}
            seen = frozenset(code for one in layers for code in known.get(one, ()))
            yield view, lambda measure, seen=seen: measure.code not in seen  # type: ignore[misc]
            known.setdefault(each.id, set()).update(view.framework.measures)


def _found_rows(found: _Found) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a measure, with the set and the day whose value is shown."""
    rows = [
        {"set": view.framework.label, "values_on": view.day, **measure_row(each, view)}
        for view, held in found
        for each in held
    ]
    return tuple(rows[0]), [tuple(each.values()) for each in rows]


@click.command()
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@result_options(FORMATS)
def places(words: tuple[str, ...], form: str | None, file: Path | None) -> Answer:
    """Find councils, counties and regions by their names or ONS codes.

    Each with its code, what it lies in, its first and last day where they are known, and what
    followed it. A tender file names its place by the code of the day of its notice.

    \b
    For example:
        socialvalue places essex
        socialvalue places northamptonshire
        socialvalue places E07000150
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.places import place_blocks, place_content, place_rows, places_with

    wanted, everywhere = _said(words), all_places()
    found = places_with(everywhere, wanted)
    views = Views(
        partial(place_blocks, everywhere, wanted, found),
        partial(place_rows, everywhere, found),
        partial(place_content, everywhere, wanted, found),
    )
    return answer_in(form, views, file)
