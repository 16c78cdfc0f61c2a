"""`socialvalue month`: returns and decisions in, the list and all papers of the month out."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.blocks import Block
from socialvalue.cli.commands.awarded.recorded import opened, where_option
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.out.typed import WHOLE, Range
from socialvalue.words import number_of

__all__ = ["month"]


@click.command()
@click.argument("inbox", metavar="INBOX", type=A_PATH)
@click.option(
    "--output", "-o", "folder", metavar="DIR", type=A_PATH, required=True,
    help="The folder for the papers; those of an earlier round are replaced.",
)  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--by", metavar="ROLE", default="contract manager", show_default=True,
              help="Who enters the returns, by role.")  # fmt: skip
@click.option("--every", metavar="MONTHS", type=WHOLE,
              help="Months between two returns; as the contract says, else 3.")  # fmt: skip
@click.option("--within", metavar="DAYS", type=WHOLE, default=14, show_default=True,
              help="Days after a period in which its return is due.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Ask of no period that ended before this day.")
@click.option("--second-above", "above", metavar="POUNDS",
              help="A return worth more needs a second person, in decisions.xlsx.")  # fmt: skip
@click.option("--sample", metavar="NUMBER", type=Range(0), default=0, show_default=True,
              help="How many of the others need one too; nobody can choose them.")  # fmt: skip
@where_option
@debug_option
def month(  # noqa: PLR0917 - click gives them by name
    inbox: Path,
    folder: Path,
    on: str,
    by: str,
    every: int | None,
    within: int,
    since: str | None,
    above: str | None,
    sample: int,
    path: Path | None,
) -> Answer:
    """Read what came in, and write what the month needs.

    INBOX holds the returns of suppliers and the decisions of managers, as workbooks. What is right
    is entered once, and the file goes to INBOX/done; what is wrong stays, with every problem by
    sheet and cell. Then the list, the workbook for decisions, the next returns, review sheets,
    texts to chase with and the page of all contracts are written. Run twice it changes nothing.

    \b
    For example:
        socialvalue month inbox -o out --on 2022-12-20
    """  # noqa: D301 - click's own mark
    from socialvalue.calculators import month as gone_through
    from socialvalue.calculators.monthly.folder import check_out, move_read, write_out
    from socialvalue.reports.writing import month_reports, report_bytes

    if folder.resolve() == inbox.resolve():
        raise click.UsageError("--output is the inbox: what is written there would be read again")
    check_out(folder)
    with opened(path) as register:
        found = gone_through(register, inbox, on=on, by=by, every=every, within=within, since=since,
                             second_above=above, sample=sample)  # fmt: skip
        papers, asked = month_reports(register, found), register.asked()
    pages = {name: report_bytes(each, Path(name).suffix) for name, each in papers.items()}
    fresh = write_out(folder, {**found.files, **pages})
    move_read(inbox, found.read)
    read = (
        f"Read: {number_of(len(found.read), 'file')}, "
        f"{number_of(found.reported, 'delivery')}, {number_of(found.decided, 'decision')}."
    ).replace("deliverys", "deliveries")
    wrote = f"{number_of(len(fresh), 'paper')} new or changed, in {folder}."
    text = as_text([*papers["my-month.html"]._blocks(), Block("", (read, wrote))], None)
    code = WRONG_INPUT if found.problems else DONE
    return Answer(text, problems=found.problems, notes=(*found.notes, *asked), code=code)
