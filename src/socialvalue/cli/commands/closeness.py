"""`socialvalue firm`: how far unit values may be off before another bid is first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from socialvalue.assess.provenance import library_version
from socialvalue.assess.tender_files import Assessed, assess_file
from socialvalue.assess.words.table import stacked
from socialvalue.cli.out.answers import DRAWN, FORMATS, Views, answer_in
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation

__all__ = ["firm", "lot_option", "of_lot", "the_one"]

T = TypeVar("T")

lot_option = click.option("--lot", metavar="NAME", help="Only this lot; all of them if not given.")


def of_lot(assessed: Assessed, lot: str | None) -> tuple[Evaluation, ...]:
    """All rankings of a file, or that of one lot.

    Raises:
        UsageError: One is named, and the tender is in none.
    """
    if lot is None:
        return assessed.evaluations
    if assessed.lots is None:
        raise click.UsageError("--lot: the tender is not in lots")
    return (assessed.lots[lot],)


def the_one(found: Sequence[T]) -> T:
    """What a chart is of.

    Raises:
        UsageError: There is one a lot.
    """
    if len(found) != 1:
        raise click.UsageError("a chart is of one lot: say which with --lot NAME")
    return found[0]


@click.command()
@click.argument("tender", type=A_PATH)
@lot_option
@result_options((*FORMATS, *DRAWN))
def firm(tender: Path, form: str | None, file: Path | None, lot: str | None) -> Answer:
    """Show how far unit values may be wrong before another bid is first.

    No guess at how uncertain they are is needed: within the margin that is shown no error changes
    the first place, in any combination, and beyond it one does. A tender in lots is looked at lot
    by lot. While marks are open nothing is shown.

    \b
    For example:
        socialvalue firm tender.yaml
        socialvalue firm tender.yaml --output firm.html
        socialvalue firm tender.yaml -o margins.svg
    """  # noqa: D301 - click's own mark
    found = [each.firmness() for each in of_lot(assess_file(tender), lot)]
    columns = stacked(each.columns() for each in found)
    views = Views(
        lambda: [block for each in found for block in each.explain().blocks],
        lambda: (tuple(columns), list(zip(*columns.values(), strict=True))),
        lambda: {
            "schema": "socialvalue/firmness@1",
            "library": library_version(),
            "reports": [each.to_dict() for each in found],
        },
        lambda: the_one(found).chart(),
    )
    return answer_in(form, views, file, source=tender)
