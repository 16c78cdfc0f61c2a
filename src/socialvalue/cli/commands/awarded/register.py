"""The commands of a delivery record: what is imported into it, taken back, undone and erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socialvalue.cli.commands.awarded.contracts import contract
from socialvalue.cli.commands.awarded.recorded import (
    by_option,
    on_option,
    opened,
    pairs_of,
    record_options,
    where_option,
    written_entry,
)
from socialvalue.cli.out.answers import FORMATS, answer_in
from socialvalue.cli.out.exits import WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.out.typed import WHOLE

__all__ = ["contract", "reopen", "withdraw"]


@contract.command(name="import")
@click.argument("sheet_file", metavar="SHEET", type=A_PATH)
@click.option("--on", metavar="DATE", required=True,
              help="The day to which the sheet says what was delivered.")  # fmt: skip
@click.option("--write", is_flag=True, help="Write it into the delivery record.")
@click.option("--by", metavar="ROLE", help="Who writes it, by role.")
@click.option("--entered", metavar="DATE",
              help="The day on which it was entered in the record before this one.")  # fmt: skip
@click.option("--framework", metavar="NAME",
              help="The set from which titles, units and themes are taken.")  # fmt: skip
@click.option("--sheet", metavar="NAME", help="The one sheet to read.")
@click.option("--column", "columns", metavar="HEADING=FIELD", multiple=True,
              help="What a column holds, where its heading is not known; nothing behind the sign "
                   "for one that is not read.")  # fmt: skip
@click.option("--unit", "units", metavar="WORDS=UNIT", multiple=True,
              help="What a unit of the sheet means, or what a measure is counted in.")  # fmt: skip
@click.option("--default", "defaults", metavar="FIELD=TEXT", multiple=True,
              help="What holds for every contract of which the sheet does not say it.")  # fmt: skip
@click.option("--first", metavar="FIELD", multiple=True,
              help="Of what differs between rows of a contract, take the first.")  # fmt: skip
@click.option("--new", is_flag=True, help="Make the delivery record.")
@record_options
def import_(sheet_file: Path, path: Path | None, write: bool, new: bool, **said: Any) -> Answer:
    """Take over contracts, commitments and deliveries to date from your own sheet.

    SHEET is a workbook (.xlsx) or a text (.csv): a row a commitment, with the contract's reference
    in each. What is read from each column is shown, and what is wrong by its cell; nothing is
    written without --write, and then all of it or nothing. What was delivered is entered as an
    opening position: it counts, and every report says that it was not verified here.

    \b
    For example:
        socialvalue contract import contracts.csv --on 2022-12-31
        socialvalue contract import contracts.csv --on 2022-12-31 --write --by procurement
            --register delivery.db --new
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import open_register

    asked = {each: said.pop(each) for each in ("by", "entered")}
    if write and not asked["by"]:
        raise click.UsageError("say who writes it: --by ROLE")
    found = _read(sheet_file, **said)
    blocks = [*found.explain().blocks]
    if found.problems:
        return Answer(as_text(blocks), problems=found.problems, notes=found.notes, code=WRONG_INPUT)
    if not write:
        return Answer(f"{as_text(blocks)}\nNothing was written: --write enters it.",
                      notes=found.notes)  # fmt: skip
    if new:  # what is refused must not leave an empty record behind
        found.write(open_register(), **asked)
    with opened(path, new=new) as register:
        entries = found.write(register, **asked)
        text = f"{len(entries):,} entries were written. Delivery record: {register.head}."
    return Answer(f"{as_text(blocks)}\n{text}", notes=found.notes)


def _read(file: Path, **said: Any) -> Any:
    """What the sheet says."""
    from socialvalue.cli.out.named import named_set
    from socialvalue.contracts import import_sheet

    pairs: dict[str, Any] = {name: pairs_of(f"--{option}", said.pop(name)) for name, option in
             (("columns", "column"), ("units", "unit"), ("defaults", "default"))}  # fmt: skip
    name = said.pop("framework")
    framework = None if name is None else named_set(name)
    return import_sheet(file, framework=framework, **pairs, **said)


# --- what is taken back -------------------------------------------------------------------


@click.command()
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@by_option
@on_option
@record_options
def withdraw(entry: int, path: Path | None, **said: Any) -> Answer:
    """Take back a delivery return that nobody has decided on.

    Who reported it takes it back. ENTRY is the number of the return.

    \b
    For example:
        socialvalue withdraw 2 --reason "counted twice" --by supplier --on 2022-12-15
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.withdraw(entry, **said))


@click.command()
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@by_option
@on_option
@record_options
def reopen(entry: int, path: Path | None, **said: Any) -> Answer:
    """Decide on a delivery return anew.

    Figures as at earlier days stay what they were. ENTRY is the number of the return.

    \b
    For example:
        socialvalue reopen 2 --reason "the payroll extract was of another contract"
            --by "contract manager" --on 2023-02-01
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.reopen(entry, **said))


@contract.command()
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--reason", metavar="TEXT", required=True, help="What was wrong.")
@by_option
@record_options
def correct(entry: int, path: Path | None, **said: Any) -> Answer:
    """Undo an entry by a new one, as if it had never been; both stay in the record.

    \b
    For example:
        socialvalue contract correct 4 --reason "typed into the wrong contract"
            --by "contract manager"
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.correct(entry, **said))


# --- what is erased, and what is kept -----------------------------------------------------


@contract.command()
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--why", metavar="TEXT", required=True,
              help="Why, without repeating what is erased.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Erase it: it can't be had back.")
@by_option
@record_options
def erase(entry: int, path: Path | None, yes: bool, **said: Any) -> Answer:
    """Erase the words of an entry for ever: statements, reasons, titles, places of evidence.

    Of a contract that is its title and the names of its suppliers, for whom numbers stand from then
    on. Its figures, days and roles stay, and the chain still holds. Copies of the file that were
    made before hold the words still. To erase words so that they need not be disclosed is an
    offence (Freedom of Information Act 2000, section 77).

    \b
    For example:
        socialvalue contract erase 2 --why "names of people" --by "data protection officer" --yes
    """  # noqa: D301 - click's own mark
    if not yes:
        raise click.UsageError(
            "what is erased can't be had back, and to erase it so that it need not be disclosed is "
            "an offence (Freedom of Information Act 2000, section 77): to erase it, give --yes"
        )
    return written_entry(path, lambda register: register.erase(entry, **said))


@contract.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--reason", metavar="TEXT", required=True, help="Why, such as a request or a claim.")
@click.option("--until", metavar="DATE", required=True, help="The last day.")
@by_option
@record_options
def hold(reference: str, path: Path | None, **said: Any) -> Answer:
    """Keep the words of a contract's entries from being erased until a day.

    \b
    For example:
        socialvalue contract hold NCC-0412 --reason "a request for information"
            --until 2027-03-31 --by legal
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.hold(reference, **said))


@contract.command()
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@where_option
@result_options(FORMATS)
def retention(on: str, path: Path | None, form: str | None, file: Path | None) -> Answer:
    """List the evidence that need not be kept any longer, and what holds personal data.

    How long evidence is kept is said of each piece (keep_until); no time is assumed. Pieces with
    personal data of which nobody said it stand in the list with a question mark.

    \b
    For example:
        socialvalue contract retention --on 2027-03-31
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.retention import retention_views
    from socialvalue.model.fields import day

    when = day(on)
    with opened(path) as register:
        views = retention_views(register, when)
    return answer_in(form, views, file, source=path)


@contract.command()
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--months", metavar="NUMBER", type=WHOLE, default=6, show_default=True,
              help="How many months are looked ahead.")  # fmt: skip
@where_option
@result_options(FORMATS)
def ending(on: str, months: int, path: Path | None, form: str | None, file: Path | None) -> Answer:
    """List the contracts that end soon: what is not met, and what is to be done before.

    Look 6 months ahead, and again 3. What a further year would be is a proposal: an extension never
    makes good what is late.

    \b
    For example:
        socialvalue contract ending --on 2025-03-01
        socialvalue contract ending --on 2025-06-01 --months 3
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.contracts import ending_views
    from socialvalue.contracts import endings

    with opened(path) as register:
        found = endings(register, on=on, months=months)
    return answer_in(form, ending_views(found), file, source=path)


# --- as files -----------------------------------------------------------------------------


@contract.command()
@click.argument("folder", metavar="FOLDER", type=A_PATH)
@record_options
def export(folder: Path, path: Path | None) -> Answer:
    """Write the whole delivery record into a folder: nothing of it needs this program to be read.

    Tables of contracts, commitments, returns and entries, all together in everything.xlsx and each
    as CSV; and the entries as lines of JSON, their words apart, from which 'contract restore' makes
    a record again.

    \b
    For example:
        socialvalue contract export delivery-2026 --register delivery.db
    """  # noqa: D301 - click's own mark
    with opened(path) as register:
        files = register.export(folder)
        text = f"{len(files)} files were written into {folder}. Delivery record: {register.head}."
        if not any(each.suffix == ".xlsx" for each in files):
            text += " No workbook: it needs XlsxWriter, and at most two million cells."
    return Answer(text)


@contract.command()
@click.argument("folder", metavar="FOLDER", type=A_PATH)
@click.option("--erased", metavar="FILE", type=A_PATH,
              help="A later list of what was erased, which is erased here too.")  # fmt: skip
@click.option("--new", is_flag=True, help="Make the delivery record.")
@record_options
def restore(folder: Path, erased: Path | None, path: Path | None, new: bool) -> Answer:
    """Take over what 'contract export' wrote, entry by entry: all of it or nothing.

    FOLDER may also hold files that people wrote, a contract each and tables of returns.

    \b
    For example:
        socialvalue contract restore delivery-2026 --register again.db --new
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import open_register
    from socialvalue.contracts.opened.by_hand import is_by_hand

    source = open_register(folder) if is_by_hand(folder) else folder
    if new:  # what is refused must not leave an empty record behind
        open_register().restore(source, erased=erased)
    with opened(path, new=new) as register:
        count = register.restore(source, erased=erased)
        text = f"{count:,} entries were taken over. Delivery record: {register.head}."
    return Answer(text)
