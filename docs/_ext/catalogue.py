"""The catalogue of measures, written from the sets themselves whenever the docs are built.

One page a framework or plug-in, with all its editions, the newest first; and the list of all sets
below what ``catalogue/index.md`` says by hand.  Only the sets of this repository are in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue_measure import anchor, counted_in, measure_entry, source_anchor, worth_cell
from catalogue_text import day_words, link, md, slug, table, terms, unbroken, web

import socialvalue as sv
from socialvalue.cli.views.policies import policy_rows
from socialvalue.cli.views.sets import set_scheme
from socialvalue.model.figures import Source
from socialvalue.model.framework import Period
from socialvalue.model.national import Applies
from socialvalue.model.places import place_name
from socialvalue.numbers import plain, pounds

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDEX = "catalogue/index"
FOLDER = "_generated"


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx write the pages first, and add the list to the index."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", add_list)
    return {"parallel_read_safe": True}


def write_pages(app: Sphinx) -> None:
    """Write a page a set; one that has not changed is left alone, one of a set gone is removed."""
    folder = Path(app.srcdir) / "catalogue" / FOLDER
    folder.mkdir(exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def add_list(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the sets below what the index says by hand."""
    if page == INDEX:
        source[0] += catalogue_list(shipped())


def shipped() -> list[sv.FrameworkInfo]:
    """The sets of this repository; what is installed beside it is not documented here."""
    return [each for each in sv.frameworks() if each.origin == "built-in" and not each.problems]


def pages() -> dict[str, str]:
    """File name to text of every page."""
    return {f"{each.id}.md": set_page(editions_of(each)) for each in shipped()}


def editions_of(info: sv.FrameworkInfo) -> list[sv.Framework]:
    """All editions of a set, the newest first."""
    return [sv.load(info.id, edition=each.edition) for each in reversed(info.editions)]


# --- the list -------------------------------------------------------------------------------


def catalogue_list(infos: Iterable[sv.FrameworkInfo]) -> str:
    """The table of all sets, a row an edition, and where their pages are."""
    rows = [row for info in infos for row in _list_rows(info)]
    headings = ("set", "edition", "what is here", "measures", "in force", "licence of its figures")
    tree = f"```{{toctree}}\n:hidden:\n:glob:\n\n{FOLDER}/*\n```"
    return f"\n{table(headings, rows)}\n\n{tree}\n"


def _list_rows(info: sv.FrameworkInfo) -> Iterator[tuple[str, ...]]:
    for framework in editions_of(info):
        yield (
            md(info.id),
            link(md(framework.title), slug(framework.label)),
            _coverage(framework),
            str(len(framework)),
            _period(framework.in_force),
            md(framework.licence),
        )


def _coverage(framework: sv.Framework) -> str:
    return "**partial**" if framework.coverage == "partial" else "complete"


def _period(period: Period) -> str:
    start = "" if period.start is None else f"from {day_words(period.start)}"
    end = "" if period.end is None else f"to {day_words(period.end)}"
    return " ".join(each for each in (start, end) if each) or "always"


# --- a set ----------------------------------------------------------------------------------


def set_page(editions: list[sv.Framework]) -> str:
    """The page of a framework or plug-in."""
    newest = editions[0]
    title = set_title([each.title for each in editions], newest.id)
    parts = [
        "---\ntocdepth: 3\n---",
        f"({slug('set', newest.id)})=\n# {md(title)}",
        *_partial(editions),
        _introduction(newest),
        *([_editions(editions)] if len(editions) > 1 else []),
        *(_edition(each, alone=len(editions) == 1) for each in editions),
    ]
    return "\n\n".join(parts) + "\n"


def set_title(titles: list[str], name: str) -> str:
    """What the titles of all editions begin with; the id where that is nothing.

    Example:
        >>> set_title(["National TOMs, Light", "National TOMs 2020"], "toms")
        'National TOMs'
        >>> set_title(["A Model, Note 2", "A Model, Note 1"], "model")
        'A Model'
    """
    if len(titles) == 1:
        return titles[0]
    if len(firsts := {each.partition(",")[0] for each in titles}) == 1:
        return firsts.pop()
    columns = zip(*(each.replace(",", "").split() for each in titles), strict=False)
    same = takewhile(lambda words: len(set(words)) == 1, columns)
    return " ".join(words[0] for words in same) or name


def _partial(editions: list[sv.Framework]) -> list[str]:
    """What a reader of a part of a publication must know before anything else."""
    several = [each for each in editions if each.coverage == "partial"]
    if not several:
        return []
    rights = dict.fromkeys(each.rights for each in several if each.rights)
    return [
        ":::{admonition} This set is partial\n:class: warning\n\n"
        "Not all published measures are here, and some that are here have no value. "
        "A measure that you miss may still be in the publisher's own list: ask the buyer.\n\n"
        + "\n\n".join(f"Rights: {md(each)}" for each in rights)
        + "\n:::"
    ]


def _introduction(framework: sv.Framework) -> str:
    who = f"Published by {md(framework.publisher)}. " if framework.publisher else ""
    return (
        f"{who}In files and on the command line this set is called `{framework.id}`.\n"
        "[How to read an entry](#how-to-read-an-entry) says what each line of it means."
    )


def _editions(editions: list[sv.Framework]) -> str:
    rows = [
        (
            link(md(each.title), slug(each.label)),
            _period(each.in_force),
            _coverage(each),
            str(len(each)),
            md(each.licence),
        )
        for each in editions
    ]
    headings = ("edition", "in force", "what is here", "measures", "licence of its figures")
    listed = table(headings, rows, right=[3])
    return (
        "The edition that a tender names is the one that counts for it, "
        f"also when a newer one has come out since.\n\n{listed}"
    )


def _edition(framework: sv.Framework, *, alone: bool) -> str:
    heading = f"Edition {framework.edition}" if alone else framework.title
    used = {each.theme for each in framework}
    themes = [key for key in framework.themes if key in used]
    parts = [
        f"({slug(framework.label)})=\n## {md(heading)}",
        terms(_edition_facts(framework)),
        *_policy(framework),
        _overview(framework),
        *(_theme(framework, key) for key in themes),
        _publications(framework),
    ]
    return "\n\n".join(part for part in parts if part)


def _edition_facts(framework: sv.Framework) -> Iterator[tuple[str, str]]:
    partial = framework.coverage == "partial"
    held = "partial: not all published measures are here" if partial else "complete"
    yield "In force", f"{_period(framework.in_force)}. {md(framework.in_force.note)}".strip()
    yield "What is here", f"{len(framework)} measures; {held}."
    below = [link(md(each.label), slug(each.label)) for each in framework.lower_layers]
    yield "Laid over", ", ".join(below)
    yield "Area", md(place_name(framework.places, framework.place)) if framework.place else ""
    yield "Licence of its figures", md(framework.licence)
    yield "Rights", "" if partial else md(framework.rights)  # of a partial set they stand on top
    yield "Good to know", md(framework.note)
    if framework.applies is not None:
        yield "Whom it binds", _applies(framework.applies)


def _applies(rule: Applies) -> str:
    buyers = {"central": "Central government"}.get(rule.buyers, rule.buyers)
    may = f"; it may be used from {day_words(rule.may_from)}" if rule.may_from else ""
    until = f", until {day_words(rule.until)}" if rule.until else ""
    least = f" Contracts of {pounds(rule.value_from)} and over." if rule.value_from else ""
    weights = "".join(f" {_weight(each.value_from, each.at_least)}" for each in rule.weights)
    first = f"{md(buyers)}, from {day_words(rule.must_from)}{until}{may}.{least}{weights}"
    return f"{first} {md(rule.note)}".strip()


def _weight(value_from: Decimal, at_least: Decimal) -> str:
    share = f"At least {plain(at_least)}% of the points"
    return f"{share} from {pounds(value_from)}." if value_from else f"{share}."


def _policy(framework: sv.Framework) -> list[str]:
    """A council's rules, each with a link to where it was read, and its scheme."""
    rows = [
        (
            md(what),
            " ".join((unbroken(rule.start.isoformat()), md(rule.status))).strip(),
            md(says),
            ", ".join(link(md(s.title), source_anchor(framework, s)) for s in rule.sources),
            md(rule.note),
        )
        for what, rule, says in policy_rows(framework)
    ]
    listed = table(("rule", "from", "what it says", "read in", "note"), rows)
    scheme = [set_scheme(framework.scheme).markdown(3)] if framework.scheme else []
    return [*([f"### Policy\n\n{listed}"] if rows else []), *scheme]


def _overview(framework: sv.Framework) -> str:
    """All measures at a glance, each a link to its entry."""
    rows = [
        (
            link(md(each.name), anchor(framework, each.code)),
            md(each.title),
            md(counted_in(each)),
            unbroken(worth_cell(each, framework)),
        )
        for each in framework
    ]
    when = day_words(framework.value_date())
    listed = table(("code", "measure", "counted in", "worth, each"), rows, right=[3])
    return f"### All measures at a glance\n\nValues of {when}, or the first after it.\n\n{listed}"


def _theme(framework: sv.Framework, key: str) -> str:
    theme = framework.themes[key]
    entries = [measure_entry(each, framework) for each in framework if each.theme == key]
    note = [md(theme.note)] if theme.note else []
    return "\n\n".join([f"### {md(theme.title)}", *note, *entries])


# --- its sources ----------------------------------------------------------------------------


def sources_of(framework: sv.Framework) -> list[Source]:
    """Every publication that a set names: its own, and those of what it lies over."""
    figures = [each.proxy for each in framework if each.proxy]
    own = [value.uncertainty for each in figures for value in each.values]
    spreads = [each for each in (*own, *(proxy.uncertainty for proxy in figures)) if each]
    named = [
        *framework.sources.values(),
        *(source for each in figures for value in each.values for source in value.sources),
        *(source for each in spreads for source in each.sources),
        *(rule.source for each in framework for rule in each.rules if rule.source),
    ]
    return list({source_anchor(framework, each): each for each in named}.values())


def _publications(framework: sv.Framework) -> str:
    entries = [_publication(each, framework) for each in sources_of(framework)]
    return "\n\n".join(["### Where its figures were read", *entries]) if entries else ""


def _publication(source: Source, framework: sv.Framework) -> str:
    said = (
        f"**{md(source.title)}**." if source.title[-1:] not in ".?!" else f"**{md(source.title)}**",
        f"{md(source.publisher)}." if source.publisher else "",
        f"{web(source.url)}." if source.url else "",
        f"Read on {day_words(source.accessed)}." if source.accessed else "",
        f"Licence: {md(source.licence)}." if source.licence else "",
        md(source.note),
    )
    words = " ".join(each for each in said if each)
    return f"({source_anchor(framework, source)})=\n{words}"
