"""`socialvalue import`: a user's own workbook of measures, shown first and written when asked."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.blocks import Block
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, by_name, debug_option
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text

__all__ = ["import_"]


@click.command(name="import")
@click.argument("workbook", type=A_PATH)
@click.option(
    "--output", "-o", "folder", metavar="DIR", type=A_PATH,
    help="Write definition files into this folder, which is new or empty; its name is the set's "
         "id.",
)  # fmt: skip
@click.option("--sheet", metavar="NAME", help="The one sheet to read.")
@click.option(
    "--column", "columns", metavar="HEADING=FIELD", multiple=True,
    help="What a column holds, where its heading is not known: code, title, unit, value, theme …",
)  # fmt: skip
@click.option(
    "--unit", "units", metavar="WORDS=UNIT", multiple=True,
    help="What a unit of the workbook means, such as 'fortnights=week'.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", default="", help="The set's title.")
@click.option("--publisher", metavar="NAME", default="", help="Who published it.")
@click.option("--rights", metavar="TEXT", default="", help="The publisher's terms.")
@click.option("--start", metavar="DATE", default="", help="The first day its figures hold.")
@debug_option
def import_(  # noqa: PLR0917 - click gives them by name
    workbook: Path,
    folder: Path | None,
    sheet: str | None,
    columns: tuple[str, ...],
    units: tuple[str, ...],
    title: str,
    publisher: str,
    rights: str,
    start: str,
) -> Answer:
    """Show what would be read from your own official workbook of measures.

    Its tables are found by their headings, and each column is shown with what is read from it. With
    --output it becomes a set of your own, with the publisher's rights and the cell of each figure.
    Without it nothing is written, and nothing is kept.

    \b
    For example:
        socialvalue import toms.xlsx
        socialvalue import toms.xlsx --sheet Core --output my-toms --start 2022-04-01
    """  # noqa: D301 - click's own mark
    import socialvalue as sv
    from socialvalue.model.fields import day

    begins = day(start).isoformat() if start else ""
    found = sv.calculators.import_workbook(
        workbook, sheet=sheet, columns=_pairs("--column", columns), units=_pairs("--unit", units)
    )
    unasked = [Block("", ("Nothing was written: --output names a folder for it.",))]
    blocks = [*found.explain().blocks, *(unasked if folder is None else [])]
    shown = Answer(as_text(blocks))
    if folder is None or found.problems:
        code = WRONG_INPUT if found.problems else DONE
        return Answer(shown.text, problems=found.problems, notes=found.notes, code=code)
    name = folder.resolve().name
    files = found.files(name, title=title, publisher=publisher, start=begins, rights=rights)
    return Answer(files=files, file=folder, source=workbook, notes=found.notes, also=shown)


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    """What stands before the last equals sign, to what stands after it.

    Raises:
        UsageError: One has none.
        BadParameter: Of one it is said twice.
    """
    pairs = [each.rpartition("=") for each in given]
    wrong = [each for each, (_, sign, _) in zip(given, pairs, strict=True) if not sign]
    if wrong:
        raise click.UsageError(f"'{wrong[0]}' has no equals sign: write 'heading=field'")
    return by_name(option, ((heading.strip(), word.strip()) for heading, _, word in pairs))
