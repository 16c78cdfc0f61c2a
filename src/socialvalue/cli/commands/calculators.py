"""The commands of the round trip: a calculator goes out, and what comes back is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socialvalue.cli.out.exits import DONE, WRONG_INPUT, CannotWriteError
from socialvalue.cli.out.options import A_PATH
from socialvalue.cli.out.output import Answer, refuse_source
from socialvalue.cli.out.progress import watched
from socialvalue.cli.out.render import as_json, as_text

__all__ = ["calculator", "read"]

_lot = click.option("--lot", metavar="NAME", help="The lot, of a tender in lots.")
_debug = click.option("--debug", is_flag=True, expose_value=False, hidden=True)


@click.command()
@click.argument("tender", type=A_PATH)
@click.option(
    "--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
    help="The file to write: .xlsx, .html for a page, or .zip for both and a short guide.",
)  # fmt: skip
@click.option(
    "--replaces", "earlier", metavar="TENDER", type=A_PATH,
    help="The tender file of a calculator that is out: what has changed is printed, and written "
         "into the new one.",
)  # fmt: skip
@click.option(
    "--because", metavar="TEXT", default="",
    help="Why it is replaced, for every bidder to read; with --replaces.",
)  # fmt: skip
@click.option(
    "--offers", metavar="FILE", type=A_PATH,
    help="A calculator that was filled in for an earlier version, or for another tender, or a "
         "folder of them: what was offered goes into the new workbook, each row marked 'check'.",
)  # fmt: skip
@_lot
@_debug
def calculator(  # noqa: PLR0917 - click gives them by name
    tender: Path,
    file: Path,
    earlier: Path | None,
    because: str,
    offers: Path | None,
    lot: str | None,
) -> Answer:
    """Write the calculator that goes out with the tender documents.

    Bidders fill it in offline, as a workbook or as a page in a browser. It asks for the measures of
    the tender's shortlist, or for all of the set, and for what the tender file says under
    'calculator'. No bid is needed. Its fingerprint is printed, for the ITT.

    \b
    For example:
        socialvalue calculator tender.yaml --output calculator.xlsx
        socialvalue calculator tender.yaml --output calculator.zip
        socialvalue calculator tender-2.yaml -o second.zip --replaces tender.yaml
        socialvalue calculator tender-2.yaml -o acme-2.xlsx --offers acme.xlsx
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views import calculators as views

    if because and earlier is None:
        raise click.UsageError("--because says why one is replaced: name it with --replaces TENDER")
    many = offers is not None and offers.is_dir()
    if not many:
        _check_ending(file, tender, views.ENDINGS if offers is None else (".xlsx",))
    before = None if earlier is None else views.made_of(earlier, lot)[0]
    made, _, _ = views.made_of(tender, lot, before, because)
    blocks = views.sent_out(made)
    if offers is None:
        shown = Answer(as_text(blocks))
        return Answer(made.contents(file.suffix), file, source=tender, also=shown)
    opened, wrong = views.carried_over(offers, made)
    code = WRONG_INPUT if wrong else DONE
    if not opened:
        return Answer(problems=wrong, code=code)
    blocks += [block for each in opened for block in each.explain().blocks]
    common: dict[str, Any] = {"source": tender, "also": Answer(as_text(blocks)), "code": code}
    if not many:
        return Answer(opened[0].contents(), file, **common)
    files = {f"{Path(each.file).stem}.xlsx": each.contents() for each in opened}
    return Answer(files=files, file=file, problems=wrong, **common)


@click.command()
@click.argument("tender", type=A_PATH)
@click.argument("returns", type=A_PATH)
@click.option(
    "--output", "-o", "file", metavar="FILE", type=A_PATH,
    help="Write the tender file with the bids into this file, such as tender-with-bids.yaml.",
)  # fmt: skip
@click.option(
    "--clarifications", "folder", metavar="DIR", type=A_PATH,
    help="Write what to ask each bidder into this folder, which is new or empty.",
)  # fmt: skip
@click.option(
    "--replace", is_flag=True, help="Write over the clarifications of an earlier run.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text",
    help="The form of what is shown: text, or JSON with every problem in it.",
)  # fmt: skip
@_lot
@_debug
def read(  # noqa: PLR0917 - click gives them by name
    tender: Path,
    returns: Path,
    file: Path | None,
    folder: Path | None,
    replace: bool,
    form: str,
    lot: str | None,
) -> Answer:
    """Read the calculators that came back, and put the offers into the tender file's bids.

    RETURNS is a folder of workbooks. Nothing in them is run or corrected. Every problem of every
    file is shown at once, by sheet and cell; while there is one, no tender file is written. Prices,
    scores and states of the bids stay what they are.

    \b
    For example:
        socialvalue read tender.yaml returns/
        socialvalue read tender.yaml returns/ --clarifications to-ask
        socialvalue read tender.yaml returns/ --output tender-with-bids.yaml
        socialvalue read tender.yaml returns/ --format json
    """  # noqa: D301 - click's own mark
    import socialvalue as sv
    from socialvalue.cli.views import calculators as views
    from socialvalue.cli.views.returned import returns_content

    if file is not None:
        _check_ending(file, tender, views.TENDERS)
    made, bids, data = views.made_of(tender, lot)
    found = sv.calculators.read_all(returns, made, bids=bids, watch=watched("Reading returns"))
    asked = views.clarification_files(found) if folder is not None else {}
    letters = Answer(files=asked, file=folder, source=tender, replace=replace) if asked else None
    left = [f"{file} is not written while there is a problem."] if file and found.problems else []
    left += ["Nobody needs to be asked anything."] if folder is not None and not asked else []
    common: dict[str, Any] = {"code": WRONG_INPUT if found.problems else DONE}
    if form == "json":
        shown = Answer(as_json(returns_content(found, made)), also=letters)
    else:
        shown = Answer(as_text(views.came_back(found, made, left)), also=letters)
        common |= {"problems": found.problems, "notes": found.notes}
    if file is None or found.problems:
        return Answer(also=shown, **common)
    text = views.with_bids(data, found, made, tender, file)
    return Answer(text, file, source=tender, also=shown, **common)


def _check_ending(file: Path, tender: Path, known: tuple[str, ...]) -> None:
    """Refuse a file whose ending says of it what will not be in it, before anything is read.

    Raises:
        CannotWriteError: Another ending, or the file that is read.
    """
    refuse_source(file, tender)
    if file.suffix.lower() not in known:
        ending = file.suffix or "such"
        hint = f"end the file's name in {' or '.join(known)}"
        raise CannotWriteError(f"cannot write {file}: it would be no {ending} file", hint)
