"""`socialvalue notices`: what was published, held against the Procurement Act."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from socialvalue.assess.provenance import library_version
from socialvalue.cli.out.answers import FORMATS, Views, answer_in
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer

__all__ = ["notices"]


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
    columns = found.columns()
    rows = list(zip(*columns.values(), strict=True))
    views = Views(
        lambda: list(found.explain().blocks),
        lambda: (tuple(columns), rows),
        lambda: {
            "schema": "socialvalue/notice-findings@1",
            "library": library_version(),
            "kinds": dict(found.kinds),
            "findings": [
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
            ],
        },
    )
    wrong = read_in.problems or any(each.weight == ERROR for each in found)
    answer = answer_in(form, views, file, source=file_of_releases)
    return attrs.evolve(answer, problems=read_in.problems, code=WRONG_INPUT if wrong else DONE)
