"""`socialvalue firm`: how far unit values may be off before another bid is first."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.assess.provenance import library_version
from socialvalue.assess.tender_files import assess_file
from socialvalue.assess.words.table import stacked
from socialvalue.cli.out.answers import FORMATS, Views, answer_in
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer

__all__ = ["firm"]


@click.command()
@click.argument("tender", type=A_PATH)
@result_options(FORMATS)
def firm(tender: Path, form: str | None, file: Path | None) -> Answer:
    """Show how far unit values may be wrong before another bid is first.

    No guess at how uncertain they are is needed: within the margin that is shown no error changes
    the first place, in any combination, and beyond it one does. A tender in lots is looked at lot
    by lot. While marks are open nothing is shown.

    \b
    For example:
        socialvalue firm tender.yaml
        socialvalue firm tender.yaml --output firm.html
    """  # noqa: D301 - click's own mark
    found = [each.firmness() for each in assess_file(tender).evaluations]
    columns = stacked(each.columns() for each in found)
    views = Views(
        lambda: [block for each in found for block in each.explain().blocks],
        lambda: (tuple(columns), list(zip(*columns.values(), strict=True))),
        lambda: {
            "schema": "socialvalue/firmness@1",
            "library": library_version(),
            "reports": [each.to_dict() for each in found],
        },
    )
    return answer_in(form, views, file, source=tender)
