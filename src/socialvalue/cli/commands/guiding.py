"""`socialvalue guide` and `socialvalue practice`: what newcomers read, and what they try."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from socialvalue.cli.out.exits import WRONG_INPUT
from socialvalue.cli.out.named import named_set
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.out.typed import WHOLE
from socialvalue.model.fields import day
from socialvalue.registry.tenders import read_tender_with_framework

__all__ = ["guide", "practice"]


@click.command()
@click.argument("name", metavar="SET", required=False)
@click.option("--for", "reader", metavar="WHO", required=True,
              help="suppliers, evaluators, contract-managers or bidders-day.")  # fmt: skip
@click.option("--output", "-o", "file", metavar="FILE", type=A_PATH, required=True,
              help="A .html, .docx or .md file; one that is there is replaced.")  # fmt: skip
@click.option("--on", metavar="DATE", help="The day whose values and rules are given.")
@click.option("--tender", metavar="FILE", type=A_PATH,
              help="A tender file instead of SET: its measures, values and target.")  # fmt: skip
@debug_option
def guide(name: str | None, reader: str, file: Path, on: str | None, tender: Path | None) -> Answer:
    """Write a guide to a set of measures, for one kind of reader.

    What each measure means, how it is counted, what shows it, what may not be offered with it and
    what it is worth; the target, with an example; what a small firm can offer. It says what the set
    says, with its sources.

    SET is a name such as essex, a name and edition such as national-toms@2022, or the path of a
    folder such as ./my-council.

    \b
    For example:
        socialvalue guide essex --for suppliers -o guide.html
        socialvalue guide ./council --for contract-managers -o guide.docx
        socialvalue guide --tender tender.yaml --for suppliers -o guide.html
    """  # noqa: D301 - click's own mark
    from socialvalue.guides.writing import written

    if (name is None) == (tender is None):
        raise click.UsageError("name a set, or give a tender file with --tender")
    if tender is not None and on is not None:
        raise click.UsageError("--on goes with a set; a tender has its own day")
    if tender is not None:
        asked, _, held = read_tender_with_framework(tender)
        return Answer(written(held, file.suffix, reader=reader, tender=asked), file, source=tender)
    held = named_set(str(name), None if on is None else day(on), ", or --on DATE")
    return Answer(written(held, file.suffix, reader=reader, tender=None), file)


@click.command()
@click.argument("number", metavar="[NUMBER]", type=WHOLE, required=False)
@click.option("--folder", metavar="DIR", type=A_PATH, default=Path("practice"),
              help="The folder of the exercises; practice, if not given.")  # fmt: skip
@click.option("--hint", is_flag=True, help="Show the hints.")
@click.option("--check", is_flag=True, help="Check what was done.")
@click.option("--answer", "answers", metavar="TEXT", multiple=True,
              help="With --check: the answer, where the exercise asks for one.")  # fmt: skip
@click.option("--on", metavar="DATE", help="The day of the record; today, if not given.")
@debug_option
def practice(  # noqa: PLR0917 - click gives them by name
    number: int | None,
    folder: Path,
    hint: bool,
    check: bool,
    answers: tuple[str, ...],
    on: str | None,
) -> Answer:
    """Practise on files that hold a planted fault, and have what you did checked.

    Without a number: the exercises, and which of them are passed. With one: its files are written
    into a folder, with the task. What is passed is kept in passed.csv.

    \b
    For example:
        socialvalue practice
        socialvalue practice 1
        socialvalue practice 1 --hint
        socialvalue practice 1 --check
        socialvalue practice 6 --check --answer 2
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views import practising
    from socialvalue.guides import practice as exercise_of

    if number is None:
        return Answer(as_text([practising.listed(folder)], None))
    exercise = exercise_of(number)
    place = folder / str(number)
    if check or answers:
        found = exercise.check(place, answers)
        text = as_text(practising.found(found, folder), None)
        if not found.passed:
            return Answer(text, code=WRONG_INPUT)
        when = date.today() if on is None else day(on)  # noqa: DTZ011 - the officer's own day
        kept = practising.record_with(folder, exercise, when)
        return Answer(text, also=Answer(kept, folder / practising.RECORD, mark=True))
    if hint:
        return Answer(as_text([practising.hints(exercise)], None))
    exercise.write(place)
    return Answer(as_text(practising.begun(exercise, place), None))
