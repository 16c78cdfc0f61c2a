"""The commands for a decision: its scheme, its letters, its record, how firm it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from socialvalue.assess.provenance import library_version
from socialvalue.assess.tender_files import assess_file
from socialvalue.assess.words.table import stacked
from socialvalue.blocks import Block
from socialvalue.cli.out.answers import FORMATS, Views, answer_in, format_of, printed
from socialvalue.cli.out.exits import DIFFERS, DONE
from socialvalue.cli.out.options import A_PATH, bidder_option, output_option, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.progress import watched
from socialvalue.cli.out.render import as_json
from socialvalue.cli.views.ranking import ranking_block
from socialvalue.cli.views.schemes import Held, scheme_blocks, scheme_content, schemes_of
from socialvalue.errors import DefinitionError, InputError, SocialValueError

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.assess.firmness.flags import Flags
    from socialvalue.assess.replaying import LotsReplay, Replay
    from socialvalue.uncertainty import Repeated

__all__ = ["flags", "recompute", "record", "replay", "scheme", "sensitivity", "summary"]

_PRINTED = ("text", "json", "html")
_RECORDS = ("json",)
_LETTERS = ("text", "markdown", "html", "docx")
_WORDING = (*_PRINTED, "markdown", "docx")


@click.command()
@click.argument("tender", type=A_PATH)
@click.option(
    "--for", "reader", type=click.Choice(["itt"]),
    help="itt: all that the tender documents say of assessment, not the scheme alone.",
)  # fmt: skip
@result_options(_WORDING)
def scheme(tender: Path, reader: str | None, form: str | None, file: Path | None) -> Answer:
    """Print a scheme's wording and fingerprint.

    The wording for the ITT, from the same data that scores the bids, and a short
    hash of what it means, to print in the ITT and to put into the tender file. No bid is
    needed, and none is scored.

    With --for itt also how pounds are worked out, what a unit of each measure is worth, limits,
    double counting, an example, evidence, and what is left for the authority to write.

    \b
    For example:
        socialvalue scheme tender.yaml
        socialvalue scheme tender.yaml --for itt --output wording.docx
    """  # noqa: D301 - click's own mark
    found = schemes_of(tender)
    words = format_of(form, file, _WORDING, tender)
    if words == "json" and reader is not None:
        raise click.UsageError("--for itt is for people: text, Markdown, HTML or Word")
    if words == "json":
        return Answer(as_json(scheme_content(found), file), file, source=tender)
    blocks = scheme_blocks(found) if reader is None else _for_the_itt(found, tender)
    return Answer(printed(blocks, words, file), file, source=tender)


def _for_the_itt(found: list[Held], tender: Path) -> list[Block]:
    """The wording for the tender documents.

    Raises:
        DefinitionError: A measure that is asked for has no value in the tender (SV930).
    """
    from socialvalue.cli.views.itt import itt_blocks

    try:
        return itt_blocks(found)
    except InputError as error:
        problems = [each.for_file(str(tender)) for each in error.problems]
        raise DefinitionError(problems) from None


@click.command()
@click.argument("tender", type=A_PATH)
@bidder_option
@click.option(
    "--folder", metavar="DIR", type=A_PATH,
    help="Write a file for each bidder into this folder, which is new or empty.",
)  # fmt: skip
@click.option(
    "--successful", metavar="NAME", multiple=True,
    help="Who won, where the points alone do not say; LOT=NAME for a tender in lots.",
)  # fmt: skip
@click.option(
    "--because", metavar="TEXT", multiple=True,
    help="The published rule by which it won; LOT=TEXT for a tender in lots.",
)  # fmt: skip
@click.option(
    "--compare", is_flag=True,
    help="Also say by how many points a bid differs from the successful one.",
)  # fmt: skip
@click.option(
    "--covering", metavar="FILE", type=A_PATH,
    help="Also write a covering letter for each bidder from this text; needs --folder.",
)  # fmt: skip
@click.option(
    "--machine", is_flag=True,
    help="Also write the file from which each bidder computes its own figures; needs --folder.",
)  # fmt: skip
@click.option(
    "--replace", is_flag=True,
    help="Write over the letters of an earlier run; a folder that holds anything else is refused.",
)  # fmt: skip
@click.option(
    "--draft", is_flag=True,
    help="Also where reasons are missing, the scheme is illustrative or marks are open; each is "
         "marked.",
)  # fmt: skip
@result_options(_LETTERS)
def summary(  # noqa: PLR0917 - click gives them by name
    tender: Path,
    bidder: str | None,
    folder: Path | None,
    successful: tuple[str, ...],
    because: tuple[str, ...],
    draft: bool,
    replace: bool,
    compare: bool,
    covering: Path | None,
    machine: bool,
    form: str | None,
    file: Path | None,
) -> Answer:
    """Write the assessment summaries for the standstill.

    What each bidder is shown: for each criterion the weight, the points available, the points given
    and why, the same for the successful bid, and why the bid was not successful. No third bidder is
    in it. If any reason is missing, nothing is written and all that is missing is listed.

    TENDER is a tender file, or the record of one, which is replayed first.

    \b
    For example:
        socialvalue summary tender.yaml --bidder "Acme Highways"
        socialvalue summary tender.yaml --format docx --folder letters
        socialvalue summary record.json --format html --folder letters
        socialvalue summary tender.yaml --folder letters --covering our-letter.txt --machine
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views import letters
    from socialvalue.cli.views.decided import scored_from

    _check_where(folder, file, covering, machine=machine)
    scored = scored_from(tender, draft=draft)
    try:
        chosen = letters.letters_of(
            scored, bidder, draft=draft, compare=compare, successful=successful, because=because
        )
    except SocialValueError as error:
        problems = [each.for_file(str(tender)) for each in error.problems]
        raise DefinitionError(problems) from None
    notes = (
        *scored.notes,
        *(each.for_file(str(tender)) for each in letters.notes_of(scored, chosen)),
    )
    words = format_of(form, file, _LETTERS, tender)
    if folder is not None:
        figures = letters.figures_of(scored, chosen) if machine else []
        files = letters.files_of(chosen, words, letters.covered(chosen, covering), figures)
        return Answer(files=files, file=folder, source=tender, notes=notes, replace=replace)
    return Answer(letters.as_one(chosen, words), file, source=tender, notes=notes)


def _check_where(
    folder: Path | None, file: Path | None, covering: Path | None, *, machine: bool
) -> None:
    """Refuse two places for the summaries, and papers beside them that have none."""
    if folder is not None and file is not None:
        raise click.UsageError("give --folder or --output, not both")
    if covering is not None and folder is None:
        raise click.UsageError("--covering needs --folder: it is a paper beside each summary")
    if machine and folder is None:
        raise click.UsageError("--machine needs --folder: it is a file beside each summary")


@click.command()
@click.argument("tender", type=A_PATH)
@click.option(
    "--after", metavar="RECORD", type=A_PATH,
    help="The record of an earlier run, whose hash this one is to hold.",
)  # fmt: skip
@output_option(_RECORDS)
def record(tender: Path, after: Path | None, file: Path | None) -> Answer:
    """Keep a decision: everything it rests on, as one JSON file.

    The measures with their values and sources, the scheme, the tender, the bids, and what each came
    to, line by line, with a hash over all of it. 'replay' computes it again, years later, without
    any of the files.

    \b
    For example:
        socialvalue record tender.yaml --output record.json
        socialvalue replay record.json
        socialvalue replay record.json --with tender.yaml
    """  # noqa: D301 - click's own mark
    from socialvalue.assess.records.bounds import MOST_BYTES, beyond
    from socialvalue.cli.views.records import read_record

    scored = assess_file(tender)
    held = scored.lots or scored.evaluations[0]
    earlier = None if after is None else read_record(after)
    text = as_json(held.record(after=earlier), file)
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise DefinitionError(beyond("its file").problems)
    return Answer(text, file, source=tender)


@click.command()
@click.argument("record", metavar="RECORD", type=A_PATH)
@click.option(
    "--with", "tender", metavar="TENDER", type=A_PATH,
    help="Compute with this tender file, to see what differs from what was recorded.",
)  # fmt: skip
@result_options(_PRINTED)
def replay(record: Path, tender: Path | None, form: str | None, file: Path | None) -> Answer:
    """Compute a recorded decision again.

    Held against the record it is the same to the last digit, or what differs is said and why; a
    record that was altered is refused, with the place. RECORD is what 'record' wrote, or the JSON
    of 'score'; or what 'simulate --record' wrote, whose trials are run again to the penny.

    The exit code is 0 where the result is the recorded one, and 5 where it is not.

    \b
    For example:
        socialvalue replay record.json
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.records import computed_again

    found = computed_again(record, tender)
    same = all(each.same for _, each in found)
    words = format_of(form, file, _PRINTED, record)
    if words == "json":
        content = [_replay_content(*each) for each in found]
        text: str | bytes = as_json(
            {"schema": "socialvalue/replay@1", "same": same, "records": content}, file
        )
    else:
        text = printed([block for each in found for block in _replay_blocks(*each)], words, file)
    return Answer(text, file, source=record, code=DONE if same else DIFFERS)


def _replay_blocks(
    record: dict[str, Any], found: Replay | LotsReplay | Repeated
) -> Iterator[Block]:
    from socialvalue.assess.replaying import LotsReplay, Replay

    yield from found.explain().blocks
    made = f"Made with version {found.recorded_with}; computed with {library_version()}."
    earlier = [f"It follows an earlier run: {record['after']}"] if "after" in record else []
    yield Block("", (made, f"The record's hash: {record['sha256']}", *earlier))
    if isinstance(found, LotsReplay):
        yield from found.evaluation.overview()
        for each in found:
            yield attrs.evolve(ranking_block(each), heading=each.tender.title)
    elif isinstance(found, Replay):
        yield ranking_block(found.evaluation)
    else:
        yield from found.simulation.explain().blocks


def _replay_content(
    record: dict[str, Any], found: Replay | LotsReplay | Repeated
) -> dict[str, Any]:
    return {
        "title": found.evaluation.tender.title,
        "same": found.same,
        "differences": list(found.differences),
        "unchecked": list(getattr(found, "unchecked", ())),
        "recorded_with": found.recorded_with,
        "library": library_version(),
        "sha256": record["sha256"],
    }


@click.command()
@click.argument("letter", metavar="LETTER", type=A_PATH)
@result_options(_PRINTED)
def recompute(letter: Path, form: str | None, file: Path | None) -> Answer:
    """Compute your own figures in a letter again.

    For a bidder: your £ line by line, and your points, from the JSON beside your assessment
    summary and nothing else. What rests on other bidders' offers is named and not computed.

    The exit code is 0 where all that can be computed is what the letter says, and 5 where it is
    not.

    \b
    For example:
        socialvalue recompute Acme_figures.json
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.records import recomputed

    found = recomputed(letter)
    words = format_of(form, file, _PRINTED, letter)
    if words == "json":
        text: str | bytes = as_json({"schema": "socialvalue/recomputed@1", **found.to_dict()}, file)
    else:
        text = printed(found.explain().blocks, words, file)
    return Answer(text, file, source=letter, code=DONE if found.same else DIFFERS)


@click.command()
@click.argument("tender", type=A_PATH)
@result_options(FORMATS)
def sensitivity(tender: Path, form: str | None, file: Path | None) -> Answer:
    """Show how close a ranking was.

    Who else could have won, and by how little: each bid left out in turn, the weight from which
    another wins, and for each bid that did not win the least social value, price or mark that would
    have won. A tender in lots is looked at lot by lot.

    \b
    For example:
        socialvalue sensitivity tender.yaml
        socialvalue sensitivity tender.yaml --output sensitivity.json
    """  # noqa: D301 - click's own mark
    from socialvalue.assess.firmness.sensitivity import sensitivity_of

    watch = watched("Looking for what would have won")
    reports = [sensitivity_of(each, watch) for each in assess_file(tender).evaluations]
    views = Views(
        lambda: [block for each in reports for block in each.explain().blocks],
        lambda: _as_rows(stacked(each.columns() for each in reports)),
        lambda: {
            "schema": "socialvalue/sensitivity@1",
            "library": library_version(),
            "reports": [each.to_dict() for each in reports],
        },
    )
    return answer_in(form, views, file, source=tender)


def _json_safe(cell: Any) -> Any:
    return str(cell) if isinstance(cell, Decimal) else cell


def _as_rows(columns: dict[str, list[Any]]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    return tuple(columns), list(zip(*columns.values(), strict=True))


@click.command()
@click.argument("tender", type=A_PATH)
@click.option("--low-price", metavar="SHARE", default="0.80", show_default=True,
              help="Ask below this share of the median of the other prices.")  # fmt: skip
@click.option("--high-value", metavar="POUNDS",
              help="Ask above this benchmark, in £ of social value per £1.")  # fmt: skip
@click.option("--high-ratio", metavar="TIMES", default="3", show_default=True,
              help="Without a benchmark: ask above so many times the others' median.")  # fmt: skip
@click.option("--one-line", metavar="SHARE", default="0.50", show_default=True,
              help="Ask where one line is more than this share of a bid's value.")  # fmt: skip
@click.option("--weak", metavar="SHARE", default="0.25", show_default=True,
              help="Ask where more than this share rests on weakly known figures.")  # fmt: skip
@result_options(FORMATS)
def flags(tender: Path, form: str | None, file: Path | None, **thresholds: str | None) -> Answer:
    """List the questions that a result raises.

    A price far below the others, an offer far above them or above a benchmark, a value that rests
    on one line or on weakly known figures. A question changes no points, and excludes nobody.

    \b
    For example:
        socialvalue flags tender.yaml
        socialvalue flags tender.yaml --high-value 0.60
    """  # noqa: D301 - click's own mark
    given = {name: each for name, each in thresholds.items() if each is not None}
    scored = assess_file(tender)
    found = [(each, each.flags(**given)) for each in scored.evaluations]
    headings, rows = _as_rows(stacked(questions.columns() for _, questions in found))
    views = Views(
        lambda: [block for each in found for block in _flag_blocks(*each)],
        lambda: (headings, rows),
        lambda: {
            "schema": "socialvalue/flags@1",
            "library": library_version(),
            "questions": [dict(zip(headings, map(_json_safe, row), strict=True)) for row in rows],
        },
    )
    return answer_in(form, views, file, source=tender)


def _flag_blocks(evaluation: Evaluation, found: Flags) -> tuple[Block, ...]:
    return Block(f"Questions: {evaluation.tender.title}"), *found.explain().blocks
