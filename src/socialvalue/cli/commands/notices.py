"""`socialvalue notices`: what was published, held against the Procurement Act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import attrs
import click

from socialvalue.assess.provenance import library_version
from socialvalue.cli.commands.awarded.recorded import opened, where_option
from socialvalue.cli.out.answers import FORMATS, Views, answer_in, format_of, printed
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import WHOLE
from socialvalue.definitions.writing import written
from socialvalue.errors import DefinitionError, SocialValueError
from socialvalue.numbers import plain
from socialvalue.registry.tenders import read_tender
from socialvalue.words import listed

if TYPE_CHECKING:
    from socialvalue.blocks import Explanation
    from socialvalue.model.tender import Tender
    from socialvalue.notices import TenderSeed

__all__ = ["answers_of", "keys_of", "notices", "seed_notes", "seed_of"]


@click.group()
def notices() -> None:
    """Read public notices, and see what the Procurement Act asks of them.

    \b
    For example:
        socialvalue notices check releases.jsonl
    """  # noqa: D301 - click's own mark


@notices.command()
@click.argument("file_of_releases", metavar="FILE", type=A_PATH)
@result_options(FORMATS)
def check(file_of_releases: Path, form: str | None, file: Path | None) -> Answer:
    """Show what the Procurement Act does not allow in a file of notices.

    The file holds releases as Find a Tender publishes them: one, a package, or one a line. Each
    finding names its section. Where the law is silent, for light touch contracts, below the
    threshold and before 24 February 2025, so is this.

    \b
    For example:
        socialvalue notices check releases.jsonl
        socialvalue notices check releases.jsonl --output findings.csv
    """  # noqa: D301 - click's own mark
    from socialvalue.notices import ERROR, read
    from socialvalue.notices import check as checked

    read_in = read(file_of_releases)
    found = checked(read_in)
    views = _views(found, "notice-findings", "findings", kinds=dict(found.kinds))
    wrong = read_in.problems or any(each.weight == ERROR for each in found)
    answer = answer_in(form, views, file, source=file_of_releases)
    return attrs.evolve(answer, problems=read_in.problems, code=WRONG_INPUT if wrong else DONE)


@notices.command()
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option(
    "--life", type=click.Choice(("entered", "starts")), default="entered", show_default=True,
    help="From which day of the contract its 12 months are counted.",
)  # fmt: skip
@click.option("--standstill", is_flag=True, help="Count a voluntary standstill before a change.")
@click.option(
    "--holiday", "holidays", metavar="DATE", multiple=True, type=click.DateTime(["%Y-%m-%d"]),
    help="A bank holiday, which is no working day; may be given several times.",
)  # fmt: skip
@click.option(
    "--calendar", metavar="FILE", type=A_PATH, help="A calendar file (.ics) to write too."
)
@click.option(
    "--tender", "tenders", metavar="TENDER", type=A_PATH, multiple=True,
    help="A tender on its way to award; may be given several times.",
)  # fmt: skip
@where_option
@result_options(FORMATS)
def clock(
    path: Path | None,
    calendar: Path | None,
    tenders: tuple[Path, ...],
    form: str | None,
    file: Path | None,
    **asked: Any,
) -> Answer:
    """Show what each contract of a delivery record has to publish by when.

    With --tender, also what comes before the signature: summaries, contract award notice,
    standstill. A delivery record is not needed then.

    \b
    For example:
        socialvalue notices clock --on 2026-09-01
        socialvalue notices clock --on 2026-09-01 --tender tender.yaml
        socialvalue notices clock --on 2026-09-01 --calendar notices.ics
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import open_register
    from socialvalue.notices import clocks

    if calendar is not None and calendar.suffix.lower() != ".ics":
        raise click.BadParameter("a calendar file ends in .ics", param_hint="--calendar")
    asked["holidays"] = [each.date() for each in asked["holidays"]]
    asked["tenders"] = _tenders(tenders)
    with opened(path) if path or not tenders else open_register() as register:
        found = clocks(register, **asked)
    beside = {"on": str(found.on), "head": found.head, "questions": list(found.questions)}
    views = _views(found, "notice-clocks", "due", **beside)
    answer = answer_in(form, views, file, source=path)
    if calendar is None:
        return answer
    return attrs.evolve(answer, also=Answer(found.to_ics().encode(), calendar))


def _tenders(paths: Iterable[Path]) -> list[Tender]:
    """Tenders of files.

    Raises:
        DefinitionError: All that is wrong with all the files.
    """
    found, problems = [], []
    for path in paths:
        try:
            found.append(read_tender(path, names_only=False)[0])
        except SocialValueError as error:
            problems += [each.for_file(str(path)) for each in error.problems]
    if problems:
        raise DefinitionError(problems)
    return found


@notices.command()
@click.argument("file_of_releases", metavar="FILE", type=A_PATH)
@result_options(FORMATS)
def count(file_of_releases: Path, form: str | None, file: Path | None) -> Answer:
    """Count how often social value is asked for in tenders and named in contracts.

    \b
    For example:
        socialvalue notices count releases.jsonl
    """  # noqa: D301 - click's own mark
    from socialvalue.notices import named_again, read

    read_in = read(file_of_releases)
    found = named_again(read_in)
    views = _views(found, "notice-counts", "counts")
    answer = answer_in(form, views, file, source=file_of_releases)
    code = WRONG_INPUT if read_in.problems else DONE
    return attrs.evolve(answer, problems=read_in.problems, code=code)


@notices.command()
@click.argument("contract")
@click.argument("notice", type=click.Choice(("UK7", "UK9", "UK10", "UK11"), case_sensitive=False))
@click.option("--on", metavar="DATE", help="As at this day; with all entries, if not given.")
@click.option("--ocid", default="", help="The number of the process on Find a Tender.")
@click.option(
    "--change", type=WHOLE, help="Of UK10, the number of the entry; else the last change."
)
@click.option("--breach", type=WHOLE,
              help="Of UK9, the number of the entry of a breach: a notice of that.")  # fmt: skip
@click.option("--paid", metavar="POUNDS", help="Of UK11, what the contract came to.")
@where_option
@result_options(("text", "json", "html", "markdown"))
def draft(
    path: Path | None, form: str | None, file: Path | None, contract: str, notice: str, **asked: Any
) -> Answer:
    """Draft a notice from a delivery record: a box a field, to copy; you publish it.

    What is missing is listed, and the code is then 1. A rating is one that a named person has
    confirmed.

    \b
    For example:
        socialvalue notices draft ECC-0412 UK7 --ocid ocds-h6vhtk-000001
        socialvalue notices draft ECC-0412 UK9 --output performance.json
        socialvalue notices draft ECC-0412 UK9 --breach 12
    """  # noqa: D301 - click's own mark
    from socialvalue.notices import draft as drafted

    chosen = format_of(form, file, ("text", "json", "html", "markdown"), path)
    with opened(path) as register:
        found = drafted(register, contract, notice, **asked)
    blocks = list(found.explain().blocks)
    text = found.to_json() if chosen == "json" else printed(blocks, chosen, file)
    code = WRONG_INPUT if found.problems else DONE
    return Answer(text, file, source=path, code=code)


@notices.command()
@click.argument("commitment")
@click.option("--on", metavar="DATE", help="As at this day; with all entries, if not given.")
@where_option
@result_options(FORMATS)
def thread(
    path: Path | None, form: str | None, file: Path | None, commitment: str, on: str | None
) -> Answer:
    """Show where a commitment comes from and what became of it, from criterion to rating.

    COMMITMENT is the contract's reference, a slash, and the commitment's number.

    \b
    For example:
        socialvalue notices thread ECC-0412/1
    """  # noqa: D301 - click's own mark
    from socialvalue.notices import thread as traced

    with opened(path) as register:
        found = traced(register, commitment, on=on)
    views = _views(found, "audit-trail", "steps", commitment=found.id, head=found.head)
    return answer_in(form, views, file, source=path)


class _Tabular(Protocol):
    """What is shown as a text and as rows."""

    def columns(self) -> dict[str, list[Any]]: ...

    def explain(self) -> Explanation: ...


def _views(found: _Tabular, kind: str, name: str, **beside: Any) -> Views:
    """The ways of showing a result: as JSON its rows stand under a name, with what is beside."""
    columns = found.columns()
    rows = [
        tuple(str(each) if isinstance(each, date) else each for each in row)
        for row in zip(*columns.values(), strict=True)
    ]
    return Views(
        lambda: list(found.explain().blocks),
        lambda: (tuple(columns), rows),
        lambda: {
            "schema": f"socialvalue/{kind}@1",
            "library": library_version(),
            **beside,
            name: [dict(zip(columns, row, strict=True)) for row in rows],
        },
    )


def seed_of(path: Path) -> TenderSeed:
    """What the last tender notice of a file says, which is of one process.

    Raises:
        UsageError: The file is of several processes, and it is not for us to choose.
    """
    from socialvalue.notices import read, tender_from

    found = read(path)
    if len(found.ocids) != 1:
        number = f"{len(found.ocids)} procurements"
        raise click.UsageError(
            f"--from takes a file with the notices of one procurement, not {number}"
        )
    of_tender = [each for each in found if each.kind in ("UK4", "old")] or list(found)
    return tender_from(max(of_tender, key=lambda each: str(each.release.get("date", ""))))


def answers_of(seed: TenderSeed) -> dict[str, str]:
    """The questions of `new tender` that a notice answers, exactly and without a guess."""
    found: dict[str, Any] = {
        "place": seed.place,
        "years": seed.years,
        "social_value": seed.weight(social=True),
        "quality": seed.weight(social=False) if seed.weight(social=True) is not None else None,
    }
    found |= {"title": seed.said.get("title"), "published": seed.said.get("published")}
    if seed.tender is not None:
        value = seed.tender.contract_value
        is_asked = seed.is_initial and value.vat == "excluded"
        found["value"] = value.initial if is_asked else None
    return {
        key: plain(each) if isinstance(each, Decimal) else str(each)
        for key, each in found.items()
        if each is not None
    }


def keys_of(seed: TenderSeed) -> dict[str, str]:
    """What a notice says that `new tender` does not ask for, as keys of a tender file."""
    asked = {"title", "published"}
    words = {True: "yes", False: "no"}
    return {key: words.get(said, said) for key, said in seed.said.items() if key not in asked}


def seed_notes(seed: TenderSeed) -> str:
    """What a notice did not say, and what of it is not in the file, as notes at its end."""
    lots = len(seed.tender.lots) if seed.tender else 0
    absent = [*seed.absent, *([f"the {lots} lots in this file: add them"] if lots else [])]
    parts = (
        ("Not published, or not so that it could be used:", absent),
        ("Award criteria in the notice: compare the scheme with them:", _criteria_of(seed)),
        ("In the notice, and not read:", seed.unread),
    )
    said = [line for head, lines in parts if lines for line in (head, *(f"- {x}" for x in lines))]
    return "\n" + written({}, above=said) if said else ""


def _criteria_of(seed: TenderSeed) -> list[str]:
    """The award criteria as they were published, each once."""
    found: dict[str, list[str]] = {}
    for each in seed.criteria:
        weight = "no weight" if each.weight is None else f"{plain(each.weight)} per cent"
        said = f": {each.words}" if each.words else ""
        lots = found.setdefault(f"{each.name or each.kind} ({each.kind}), {weight}{said}", [])
        lots.append(each.lot)
    return [f"{words}; lot {listed(lots)}" for words, lots in found.items()]
