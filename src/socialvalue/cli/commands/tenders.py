"""`socialvalue tenders`: what every tender of a folder waits for."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.out.answers import FORMATS, Views, answer_in
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.errors import InputError, problem

__all__ = ["tenders"]


@click.command()
@click.argument("places", metavar="PATH...", nargs=-1, required=True, type=A_PATH)
@click.option("--on", "day", metavar="DATE", required=True, help="As at this day.")
@result_options(FORMATS)
def tenders(places: tuple[Path, ...], day: str, form: str | None, file: Path | None) -> Answer:
    """List tenders: their stage, the next date and why, and what is missing.

    PATH is a tender file, or a folder that is looked through for them. The next date comes first.
    Who is first, and by how much, is shown where no marks are open. Dates of the award are counted
    from 'award_notice:' under 'papers:' of each file.

    \b
    For example:
        socialvalue tenders . --on 2026-09-01
        socialvalue tenders . --on 2026-09-01 --output tenders.html
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.tenders import listing_of
    from socialvalue.model.fields import day as a_day

    found = listing_of(places, a_day(day))
    if not found.tenders and not found.unread:
        where = ", ".join(map(str, places))
        raise InputError([problem("SV221", found=where, expected="tender")])
    return answer_in(form, Views(found.blocks, found.rows, found.content), file)
