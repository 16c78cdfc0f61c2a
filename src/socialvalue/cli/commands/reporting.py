"""The commands that write what people look at: reports for one audience each, and tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.cli.commands.awarded.recorded import opened, where_option
from socialvalue.cli.out.options import A_PATH, by_name, debug_option
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import pairs

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.assess.lots.evaluation import LotsEvaluation
    from socialvalue.calculators import Returns
    from socialvalue.contracts import CommunityOffers, Register
    from socialvalue.uncertainty import Simulation

__all__ = ["page", "report", "star"]


@click.command()
@click.option("--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
              help="A .html, .md, .docx or .xlsx file; one that is there is replaced.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--for", "audience", metavar="WHO", required=True,
              help="contract-team, directors, public, or supplier: and its name.")  # fmt: skip
@click.option("--kind", metavar="WORD", help="contract, month, queue, notices, directors, annual, "
              "answer or community; all contracts, if not given.")  # fmt: skip
@click.option("--tender", metavar="FILE", type=A_PATH,
              help="A tender file, of which it is the award report.")  # fmt: skip
@click.option("--trials", metavar="FILE", type=A_PATH,
              help="With --tender, what 'simulate -o FILE.json' wrote: the award report then says "
                   "how often each bid would be first.")  # fmt: skip
@click.option("--returns", metavar="DIR", type=A_PATH,
              help="With --tender, a folder of calculators that came back: they are set side by "
                   "side.")  # fmt: skip
@click.option("--lot", metavar="NAME", help="With --returns, the lot, of a tender in lots.")
@click.option("--notices", metavar="FILE", type=A_PATH,
              help="A file of public notices, of which it is what was found.")  # fmt: skip
@click.option("--contract", metavar="REFERENCE", help="For a review sheet, of which contract.")
@click.option("--question", metavar="WORD", help="For an answer, to which question.")
@click.option("--sensitive", metavar="COLUMN=DATE", multiple=True,
              help="Until when a column is commercially sensitive.")  # fmt: skip
@click.option("--open", "shown", is_flag=True, help="Show it in the browser.")
@where_option
@debug_option
def report(  # noqa: PLR0917 - click gives them by name
    path: Path | None,
    file: Path,
    shown: bool,
    tender: Path | None,
    trials: Path | None,
    returns: Path | None,
    lot: str | None,
    notices: Path | None,
    sensitive: tuple[str, ...],
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
        socialvalue report --tender tender.yaml --returns returns/ --on 2022-09-01
            --for contract-team --output offers.html
    """  # noqa: D301 - click's own mark
    from socialvalue.reports.writing import written

    if notices is not None and (tender is not None or returns is not None):
        raise click.UsageError("a report is of a tender or of notices: give one of the two")
    said["sensitive"] = by_name("--sensitive", pairs("--sensitive", sensitive))
    if trials is not None and (tender is None or returns is not None):
        raise click.UsageError("--trials needs --tender, and stands in its award report alone")
    if lot is not None and returns is None:
        raise click.UsageError("--lot needs --returns: offers for one lot are set side by side")
    if returns is not None:
        content = written(_came_back(tender, returns, lot), file.suffix, **said)
    elif tender is not None:
        found = _evaluation(tender)
        content = written(found, file.suffix, **said, trials=_tried(trials, found))
    elif notices is not None:
        from socialvalue.notices import check, read

        content = written(check(read(notices)), file.suffix, **said)
    else:
        with opened(path) as register:
            content = written(_of_record(register, **said), file.suffix, **said)
    return Answer(content, file, source=tender or notices or path, shown=shown)


def _came_back(tender: Path | None, folder: Path, lot: str | None) -> Returns:
    """The calculators that came back to a tender."""
    from socialvalue.calculators import read_all
    from socialvalue.cli.views.calculators import made_of

    if tender is None:
        raise click.UsageError("--returns needs --tender, the file that the calculators are to")
    calculator, bids, _ = made_of(tender, lot)
    return read_all(folder, calculator, bids=bids)


def _evaluation(tender: Path) -> Evaluation | LotsEvaluation:
    """What a tender file comes to: one ranking, or one for each lot."""
    from socialvalue.assess.tender_files import assess_file

    found = assess_file(tender)
    return found.evaluations[0] if found.lots is None else found.lots


def _tried(file: Path | None, found: Evaluation | LotsEvaluation) -> tuple[Simulation, ...]:
    """The trials of a file, run again for the rankings that they are of."""
    from socialvalue.assess.lots.evaluation import LotsEvaluation
    from socialvalue.cli.views.trials import trials_in

    lots = found.lots if isinstance(found, LotsEvaluation) else {"": found}
    return () if file is None else tuple(trials_in(file, lots))


def _of_record(
    register: Register, *, kind: str | None, on: str, **_: Any
) -> Register | CommunityOffers:
    """The record; for the community page what it holds of offers."""
    from socialvalue.contracts import exchange

    return exchange(register, on=on) if kind == "community" else register


@click.command()
@click.option("--output", "-o", "folder", metavar="DIR", type=A_PATH, required=True,
              help="The folder; it must be empty, or hold files of the same names.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--restricted", is_flag=True,
              help="With groups of people, places, what nobody has verified, evidence, "
                   "spend, ratings and days of notices.")  # fmt: skip
@click.option("--sensitive", metavar="TABLE.COLUMN=DATE", multiple=True,
              help="Until when a column is commercially sensitive.")  # fmt: skip
@where_option
@debug_option
def star(
    path: Path | None, folder: Path, on: str, restricted: bool, sensitive: tuple[str, ...]
) -> Answer:
    """Write the delivery record as tables for Power BI, Excel, Metabase or DuckDB.

    CSV, Parquet where pyarrow is installed, and one workbook; datapackage.json says what is in each
    column and what leads where. social-value.pbip is a Power BI project on them, experimental; one
    that is there already is left alone. Without --restricted no group of people is in any file.

    \b
    For example:
        socialvalue star --on 2022-12-31 --output bi
    """  # noqa: D301 - click's own mark
    from socialvalue.model.fields import day
    from socialvalue.reports.bi.package import files_for, star_files, star_notes

    with opened(path) as register:
        labels = by_name("--sensitive", pairs("--sensitive", sensitive))
        made = star_files(register, day(on), restricted=restricted, sensitive=labels)
    files = files_for(folder, made)
    kept = frozenset(each.partition("/")[0] for each in made.keys() - files.keys())
    return Answer(file=folder, files=files, source=path, replace=True, keep=kept,
                  notes=star_notes(made))  # fmt: skip


@click.command()
@click.option("--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
              help="A .html, .md, .docx or .xlsx file; one that is there is replaced.")  # fmt: skip
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--open", "shown", is_flag=True, help="Show it in the browser.")
@where_option
@debug_option
def page(path: Path | None, file: Path, on: str, *, shown: bool) -> Answer:
    """Write the page of community offers, for charities, groups and schools.

    It holds the offers that their suppliers have agreed to show, and nothing else; one that is gone
    is not in it. Other sites can read the offers in it, as linked data of schema.org.

    \b
    For example:
        socialvalue page --on 2022-12-31 --output offers.html
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import exchange
    from socialvalue.reports.writing import written

    with opened(path) as register:
        content = written(exchange(register, on=on), file.suffix, on=on, audience="public")
    return Answer(content, file, source=path, shown=shown)
