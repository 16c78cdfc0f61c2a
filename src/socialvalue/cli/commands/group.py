"""The commands: what each takes, and what it answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import attrs
import click

from socialvalue.assess.codes import explained, is_code
from socialvalue.assess.content import csv_rows
from socialvalue.assess.provenance import library_version
from socialvalue.assess.tender_files import Assessed, assess_file
from socialvalue.assess.words.evaluation import explain_bid
from socialvalue.assess.words.pairs import explain_pair
from socialvalue.blocks import Explanation, as_page, join
from socialvalue.cli.commands.appraisals import present_value
from socialvalue.cli.commands.calculators import COMMANDS as ROUND_TRIP
from socialvalue.cli.commands.contracts import AFTER_AWARD
from socialvalue.cli.commands.decisions import COMMANDS
from socialvalue.cli.commands.marks import marks
from socialvalue.cli.commands.named import named_set
from socialvalue.cli.commands.plugin import plugin
from socialvalue.cli.commands.tables import value
from socialvalue.cli.out.answers import FORMATS, Views, answer_in, format_of
from socialvalue.cli.out.exits import DONE, MARKS_OPEN, WRONG_INPUT
from socialvalue.cli.out.options import (
    A_PATH,
    bidder_option,
    debug_option,
    output_option,
    piped,
    result_options,
)
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_json, as_text
from socialvalue.cli.views.figures import View
from socialvalue.cli.views.listing import listing_blocks, listing_content, listing_rows
from socialvalue.cli.views.measures import measure_blocks, measure_content
from socialvalue.cli.views.scored import score_blocks, standing_blocks
from socialvalue.cli.views.sets import (
    found_blocks,
    measure_row,
    named_measure,
    set_blocks,
    set_content,
    set_rows,
)
from socialvalue.errors import NotFoundError, problem
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import chain
from socialvalue.registry.loading import frameworks as all_frameworks

__all__ = ["socialvalue"]

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_EXPLAINED = ("text", "html")
_SCHEMAS = ("json", "text")


@click.group(context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(library_version(), prog_name="socialvalue")
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Show where in the program an unexpected fault arose.",
)
@click.pass_context
def socialvalue(context: click.Context) -> None:
    """Social value in tenders: pounds, points, and the reason for every line.

    It works offline, on files that you keep. A tender file names the contract, the set of measures
    and the bids.

    \b
    For example:
        socialvalue check tender.yaml
        socialvalue score tender.yaml
        socialvalue explain tender.yaml --bidder "Acme Highways"
    """  # noqa: D301 - click's own mark
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


# --- tenders ------------------------------------------------------------------------------


@socialvalue.command()
@click.argument("tender", type=A_PATH)
@result_options(FORMATS)
def score(tender: Path, form: str | None, file: Path | None) -> Answer:
    """Rank the bids of a tender file.

    Shows the points, the social value per £1 beside the target, the lines that do not count and
    why, and what to look at twice. While marks are open nobody is ranked: pounds and questions are
    shown, and the exit code is 3. With - the tender is read from standard input, as YAML or JSON.

    \b
    For example:
        socialvalue score tender.yaml
        socialvalue score tender.yaml --output ranking.csv
        portal-export | socialvalue score -
    """  # noqa: D301 - click's own mark
    scored = assess_file(piped(tender), while_open=True)
    rows = partial(csv_rows, scored.evaluations, scored.awards, points=scored.waits is None)
    views = Views(partial(score_blocks, scored), rows, scored.content)
    answer = answer_in(form, views, file, source=tender)
    if scored.waits is None:
        return answer
    is_data = format_of(form, file, FORMATS, tender) in ("json", "csv")
    return attrs.evolve(answer, problems=(scored.waits,) if is_data else (), code=MARKS_OPEN)


@socialvalue.command()
@click.argument("tender", type=A_PATH)
@bidder_option
@click.option("--against", metavar="NAME", help="A second bidder: an internal note on the two.")
@result_options(_EXPLAINED)
def explain(
    tender: Path, bidder: str | None, against: str | None, form: str | None, file: Path | None
) -> Answer:
    """Give the reasons for every point and every pound; or say what a problem code means.

    Each criterion with its working, each commitment with quantity × unit value = £, where the value
    comes from, and why something does not count. It is for the buyer's own file; what a bidder is
    sent is a 'summary'.

    TENDER is a tender file, or the record of one, which is replayed first.

    \b
    For example:
        socialvalue explain tender.yaml --bidder "Acme Highways"
        socialvalue explain tender.yaml --output reasons.html
        socialvalue explain record.json --output reasons.html
        socialvalue explain SV505
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.decided import scored_from

    if is_code(str(tender)) and not tender.exists():
        if bidder is not None or against is not None:
            raise click.UsageError("--bidder and --against go with a tender file, not with a code")
        return _of_code(str(tender), form, file)
    scored = scored_from(tender)
    parts = _explained(scored, bidder) if against is None else _pair(scored, bidder, against)
    if format_of(form, file, _EXPLAINED, tender) == "html":
        body = "\n".join(each.html for each in parts)
        page = as_page(scored.tender.title, body)
        return Answer(page, file, source=tender, problems=scored.notes)
    blocks = [block for each in parts for block in each.blocks]
    return Answer(as_text(blocks, file), file, source=tender, problems=scored.notes)


def _of_code(code: str, form: str | None, file: Path | None) -> Answer:
    """What a problem code means.

    Raises:
        NotFoundError: No such code (SV419).
    """
    found = explained(code, for_files=True)
    if format_of(form, file, _EXPLAINED) == "html":
        return Answer(as_page(found.splitlines()[0], found.html), file)
    return Answer(as_text(found.blocks, file), file)


def _explained(scored: Assessed, bidder: str | None) -> list[Explanation]:
    if bidder is not None:
        return [explain_bid(*pair) for pair in scored.results_of(bidder)]
    everyone = [(each, result) for each in scored.evaluations for result in each.results]
    return [join(standing_blocks(scored)), *(explain_bid(*pair) for pair in everyone)]


def _pair(scored: Assessed, bidder: str | None, against: str) -> list[Explanation]:
    """Two bids side by side, in each lot that both bid for.

    Raises:
        UsageError: Only one bidder is named.
        NotFoundError: Nobody of a name bids, or not for the same lot (SV716).
    """
    if bidder is None:
        raise click.UsageError("--against needs --bidder: it sets two bids side by side")
    one, other = scored.results_of(bidder), scored.results_of(against)
    pairs = [(held, first, second) for held, first in one for here, second in other if held is here]
    if not pairs:
        raise NotFoundError(problem("SV716", found=against, count=f"no bid in a lot of {bidder}"))
    return [explain_pair(*each) for each in pairs]


# --- sets ---------------------------------------------------------------------------------


@socialvalue.command()
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


@socialvalue.command()
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


@socialvalue.command()
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


@socialvalue.command()
@click.argument("path", type=A_PATH)
@debug_option
def check(path: Path) -> Answer:
    """Check a tender file, a definition file, or a folder of them.

    Everything that is wrong is shown at once, as file:line:column, code and hint. A framework's or
    plug-in's folder is checked with its worked examples; a tender with what scoring it would
    refuse, and no score is shown. What may be wrong is asked, and is no error. With - a tender is
    read from standard input, as YAML or JSON.

    \b
    For example:
        socialvalue check tender.yaml
        socialvalue check ./my-council
    """  # noqa: D301 - click's own mark
    from socialvalue.assess.checking.paths import check as check_all

    found = check_all(piped(path))
    right = [f"{each.name}: {each.what}" for each in found if not each.problems]
    questions = ["Questions:", *map(str, found.questions)] if found.questions else []
    text = "\n".join([*right, *questions, found.verdict])
    code = WRONG_INPUT if found.problems else DONE
    return Answer(text, problems=found.problems, code=code)


@socialvalue.command()
@click.argument("kind", metavar="[KIND]", required=False)
@output_option(_SCHEMAS)
def schema(kind: str | None, file: Path | None) -> Answer:
    """Print the JSON Schema of a kind of file or document, for editors and other programs.

    KIND is framework, measures, exclusions, places, plugin, tender, cases or index, or a document
    of to_json, such as record or bid; without it, the kinds are listed. An editor that knows YAML
    checks a file whose first line is '# yaml-language-server: $schema=plugin.schema.json'.

    \b
    For example:
        socialvalue schema plugin --output plugin.schema.json
    """  # noqa: D301 - click's own mark
    from socialvalue.documents import json_schema, kinds

    format_of(None, file, _SCHEMAS[:1] if kind else _SCHEMAS[1:])
    if kind is None:
        return Answer("\n".join(kinds()), file)
    return Answer(as_json(json_schema(kind), file), file)


for _command in (*COMMANDS, *ROUND_TRIP, *AFTER_AWARD, plugin):
    socialvalue.add_command(_command)
socialvalue.add_command(marks)
socialvalue.add_command(present_value)
socialvalue.add_command(value)
