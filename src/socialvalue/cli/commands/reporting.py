"""The commands that write what people look at: reports for one audience each, and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socialvalue.cli.commands.recorded import opened, where_option
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer

__all__ = ["REPORTS"]


@click.command()
@click.option("--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
              help="A .html, .md or .docx file; one that is there is replaced.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="The day as at which.")
@click.option("--for", "audience", metavar="WHO", required=True,
              help="contract-team, directors, public, or supplier: and its name.")  # fmt: skip
@click.option("--kind", metavar="WORD", help="contract, queue, directors, annual or answer; all "
              "contracts, if not given.")  # fmt: skip
@click.option("--contract", metavar="REFERENCE", help="For a review sheet, of which contract.")
@click.option("--question", metavar="WORD", help="For an answer, to which question.")
@click.option("--open", "shown", is_flag=True, help="Show it in the browser.")
@where_option
@debug_option
def report(path: Path | None, file: Path, shown: bool, **said: Any) -> Answer:
    """Write a report for one audience, as one file that opens without a network.

    What the audience may not see is not in the file. The page can be filtered, sorted, printed and
    saved as CSV.

    \b
    For example:
        socialvalue report --on 2022-12-31 --for directors --output all.html
        socialvalue report --kind contract --contract NCC-0412 --on 2022-12-31
            --for contract-team --output review.html
    """  # noqa: D301 - click's own mark
    from socialvalue.reports.writing import written

    with opened(path) as register:
        content = written(register, file.suffix, **said)
    return Answer(content, file, source=path, shown=shown)


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
