"""The commands that write what people look at: reports for one audience each, and tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.cli.commands.recorded import opened, where_option
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.contracts import CommunityOffers, Register

__all__ = ["REPORTS"]


@click.command()
@click.option("--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
              help="A .html, .md or .docx file; one that is there is replaced.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="The day as at which.")
@click.option("--for", "audience", metavar="WHO", required=True,
              help="contract-team, directors, public, or supplier: and its name.")  # fmt: skip
@click.option("--kind", metavar="WORD", help="contract, queue, notices, directors, annual, answer "
              "or community; all contracts, if not given.")  # fmt: skip
@click.option("--tender", metavar="FILE", type=A_PATH,
              help="A tender file, of which it is the award report.")  # fmt: skip
@click.option("--notices", metavar="FILE", type=A_PATH,
              help="A file of public notices, of which it is what was found.")  # fmt: skip
@click.option("--contract", metavar="REFERENCE", help="For a review sheet, of which contract.")
@click.option("--question", metavar="WORD", help="For an answer, to which question.")
@click.option("--open", "shown", is_flag=True, help="Show it in the browser.")
@where_option
@debug_option
def report(
    path: Path | None,
    file: Path,
    shown: bool,
    tender: Path | None,
    notices: Path | None,
    **said: Any,
) -> Answer:
    """Write a report for one audience, as one file that opens without a network.

    What the audience may not see is not in the file. The page can be filtered, sorted, printed and
    saved as CSV.

    \b
    For example:
        socialvalue report --on 2022-12-31 --for directors --output all.html
        socialvalue report --kind contract --contract NCC-0412 --on 2022-12-31
            --for contract-team --output review.html
        socialvalue report --tender tender.yaml --on 2022-09-01 --for directors --output award.docx
    """  # noqa: D301 - click's own mark
    from socialvalue.reports.writing import written

    if tender is not None and notices is not None:
        raise click.UsageError("a report is of a tender or of notices: give one of the two")
    if tender is not None:
        content = written(_evaluation(tender), file.suffix, **said)
    elif notices is not None:
        from socialvalue.notices import check, read

        content = written(check(read(notices)), file.suffix, **said)
    else:
        with opened(path) as register:
            content = written(_of_record(register, **said), file.suffix, **said)
    return Answer(content, file, source=tender or notices or path, shown=shown)


def _evaluation(tender: Path) -> Evaluation:
    """The one evaluation of a tender file; of several lots each has a report of its own."""
    from socialvalue.assess.tender_files import assess_file

    found = assess_file(tender).evaluations
    if len(found) != 1:
        raise click.UsageError("the award report of a tender in lots is made in Python, lot by lot")
    return found[0]


def _of_record(
    register: Register, *, kind: str | None, on: str, **_: Any
) -> Register | CommunityOffers:
    """The record; for the community page what it holds of offers."""
    from socialvalue.contracts import exchange

    return exchange(register, on=on) if kind == "community" else register


@click.command()
@click.option("--output", "-o", "folder", metavar="DIR", type=A_PATH, required=True,
              help="The folder; it must be empty, or hold files of the same names.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="The day as at which.")
@click.option("--restricted", is_flag=True,
              help="With groups of people, places and what nobody has verified.")  # fmt: skip
@where_option
@debug_option
def star(path: Path | None, folder: Path, on: str, restricted: bool) -> Answer:
    """Write the delivery record as tables for Power BI, Excel, Metabase or DuckDB.

    CSV, and Parquet where pyarrow is installed; datapackage.json says what is in each column and
    what leads where. Without --restricted no group of people is in any file.

    \b
    For example:
        socialvalue star --on 2022-12-31 --output bi
    """  # noqa: D301 - click's own mark
    from socialvalue.model.fields import day
    from socialvalue.reports.bi.package import star_files

    with opened(path) as register:
        files = star_files(register, day(on), restricted=restricted)
    return Answer(file=folder, files=files, source=path, replace=True)


REPORTS = (report, star)
