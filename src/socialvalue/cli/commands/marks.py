"""`socialvalue marks`: score sheets for a panel, and what it gave."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.out.answers import format_of
from socialvalue.cli.out.exits import DONE, WRONG_INPUT, CannotWriteError
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer, refuse_source
from socialvalue.cli.out.progress import watched
from socialvalue.cli.out.render import as_text

__all__ = ["marks"]

_WORKBOOK = ".xlsx"
_TENDERS = (".yaml", ".yml")


@click.command()
@click.argument("tender", type=A_PATH)
@click.option(
    "--evaluator", "evaluators", metavar="ROLE", multiple=True,
    help="A score sheet for this role on the panel; one with an empty box for it if none is given.",
)  # fmt: skip
@click.option(
    "--read", "folder", metavar="DIR", type=A_PATH,
    help="Read the score sheets, and the moderation sheet if there is one, from this folder.",
)  # fmt: skip
@click.option(
    "--output", "-o", "file", metavar="PATH", type=A_PATH,
    help="The folder for the score sheets, new or empty; with --read, moderation.xlsx, or the "
         "tender file with its scores, such as tender-with-scores.yaml.",
)  # fmt: skip
@debug_option
def marks(
    tender: Path, evaluators: tuple[str, ...], folder: Path | None, file: Path | None
) -> Answer:
    """Write score sheets for a panel, without a price; or read what the panel gave.

    Each evaluator fills in a workbook: for each bidder the criteria, the published scale, a score
    and its reason. With --read every problem of every file is shown at once, by sheet and cell;
    then the moderation sheet is written, put into the same folder and read again.

    \b
    For example:
        socialvalue marks tender.yaml --evaluator "technical lead" --output sheets
        socialvalue marks tender.yaml --read sheets
        socialvalue marks tender.yaml --read sheets --output moderation.xlsx
        socialvalue marks tender.yaml --read sheets --output tender-with-scores.yaml
    """  # noqa: D301 - click's own mark
    if folder is None:
        return _sheets(tender, evaluators, file)
    if evaluators:
        raise click.UsageError("--evaluator goes with writing score sheets, and not with --read")
    return _back(tender, folder, file)


def _sheets(tender: Path, evaluators: tuple[str, ...], file: Path | None) -> Answer:
    """The score sheets, in a folder that holds nothing else.

    Raises:
        UsageError: No folder is named.
    """
    from socialvalue.cli.views.marks import sheets_of

    if file is None:
        raise click.UsageError("name a folder for the score sheets: --output sheets")
    return Answer(files=sheets_of(tender, evaluators), file=file, source=tender)


def _back(tender: Path, folder: Path, file: Path | None) -> Answer:
    """What the panel gave: shown, as a moderation sheet, or in the tender file.

    Raises:
        CannotWriteError: A file with another ending, or one that may hold what was filled in.
    """
    from socialvalue.cli.views import marks as views

    ending = "" if file is None else file.suffix.lower()
    if file is not None and ending in {_WORKBOOK, *_TENDERS}:
        refuse_source(file, tender)
        if ending == _WORKBOOK and file.exists():
            why = "it is there already, and may hold what somebody filled in"
            raise CannotWriteError(f"cannot write {file}: {why}", "name another file")
    else:
        format_of(None, file, ("text",), tender)
    found = views.read_back(tender, folder, watched("Reading score sheets"))
    code = WRONG_INPUT if found.problems else DONE
    if file is None or ending not in {_WORKBOOK, *_TENDERS} or found.problems:
        into = file if ending not in {_WORKBOOK, *_TENDERS} else None
        text = as_text(views.given_blocks(found), into)
        return Answer(text, into, tender, problems=found.problems, notes=found.notes, code=code)
    content = views.moderation_of(found) if ending == _WORKBOOK else (
        views.tender_text(tender, found, file)
    )  # fmt: skip
    return Answer(content, file, source=tender, notes=found.notes)
