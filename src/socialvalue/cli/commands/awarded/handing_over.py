"""`socialvalue contract hand-over`: the agreed schedule as papers, and the page for day one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.commands.awarded.recorded import opened, where_option
from socialvalue.cli.out.answers import format_of, printed
from socialvalue.cli.out.options import A_PATH, debug_option, only_with
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import WHOLE

if TYPE_CHECKING:
    from socialvalue.contracts import HandOver

__all__ = ["hand_over"]

_FORMS = ("text", "markdown", "html", "docx")
_WORKBOOK = ".xlsx"


@click.command(name="hand-over")
@click.argument("reference", metavar="REFERENCE")
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--every", metavar="MONTHS", type=WHOLE,
              help="Months between two returns; as the contract says, else 3.")  # fmt: skip
@click.option(
    "--output", "-o", "file", metavar="FILE", type=A_PATH,
    help="The schedule alone: a file that ends in .docx, .xlsx, .html, .md or .txt.",
)  # fmt: skip
@click.option(
    "--folder", metavar="DIR", type=A_PATH,
    help="The whole pack: the schedule in three forms, and the mobilisation page.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Write over files of the same names in the folder.")
@where_option
@debug_option
def hand_over(  # noqa: PLR0917 - click gives them by name
    reference: str,
    on: str,
    every: int | None,
    file: Path | None,
    folder: Path | None,
    replace: bool,
    path: Path | None,
) -> Answer:
    """Hand a contract over: its agreed schedule, to annex to it, and a page for the first day.

    The schedule says of each commitment how much, in which unit, by which day and how often it is
    reported, and where it comes from. The mobilisation page has the first five dates, who offered
    what to whom, and what is still open. With --folder both are written.

    \b
    For example:
        socialvalue contract hand-over NCC-0412 --on 2022-09-01
        socialvalue contract hand-over NCC-0412 --on 2022-09-01 --output schedule.docx
        socialvalue contract hand-over NCC-0412 --on 2022-09-01 --folder hand-over
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import hand_over as packed

    if file is not None and folder is not None:
        raise click.UsageError("--output writes the schedule alone, and --folder all of it")
    if folder is None:
        only_with("--folder", "replace")
    is_book = file is not None and file.suffix.lower() == _WORKBOOK
    form = "text" if is_book else format_of(None, file, _FORMS, path)
    with opened(path) as register:
        pack = packed(register, reference, on=on, every=every)
    if folder is not None:
        return Answer(files=_files(pack), file=folder, source=path, replace=replace)
    if is_book:
        return Answer(pack.workbook, file, source=path)
    blocks = pack.schedule.blocks if file is not None else pack.explain().blocks
    return Answer(printed(blocks, form, file), file, source=path)


def _files(pack: HandOver) -> dict[str, str | bytes]:
    """The pack, file by file."""
    return {
        "schedule.docx": pack.schedule.docx, "schedule.xlsx": pack.workbook,
        "schedule.html": pack.schedule.page, "mobilisation.docx": pack.mobilisation.docx,
        "mobilisation.html": pack.mobilisation.page,
    }  # fmt: skip
