"""`socialvalue simulate`: how often each bid would be first, if unit values were others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.assess.provenance import library_version
from socialvalue.assess.tender_files import assess_file
from socialvalue.assess.words.table import stacked
from socialvalue.cli.commands.closeness import lot_option, of_lot, the_one
from socialvalue.cli.out.answers import DRAWN, FORMATS, Views, answer_in, format_of
from socialvalue.cli.out.options import A_PATH, by_name, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_json
from socialvalue.cli.out.typed import WHOLE, pairs, typed
from socialvalue.cli.views.trials import TRIALS_SCHEMA
from socialvalue.errors import InputError

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.uncertainty import Simulation

__all__ = ["simulate"]


@click.command()
@click.argument("tender", type=A_PATH)
@click.option("--spread", "spreads", metavar="CODE=LOW:HIGH[:LIKELY]", multiple=True,
              help="Between which factors of its value a measure's may be, such as "
                   "NT1=0.8:1.3:1.")  # fmt: skip
@click.option("--by-confidence", "marks", metavar="MARK=SHARE", multiple=True,
              help="How far figures of a mark may be below and above their value, such as "
                   "one-source=0.25.")  # fmt: skip
@click.option("--together", "together", metavar="CODE,CODE", multiple=True,
              help="Measures that depend on one thing, and are high or low together.")  # fmt: skip
@click.option("--draws", type=WHOLE, default=10_000, show_default=True, metavar="NUMBER",
              help="How many trials.")  # fmt: skip
@click.option("--seed", type=WHOLE, default=1, show_default=True, metavar="NUMBER",
              help="The same seed gives the same pennies in every trial.")  # fmt: skip
@click.option("--record", "kept", is_flag=True,
              help="Keep the trials with all that they rest on, as JSON that 'replay' runs "
                   "again.")  # fmt: skip
@lot_option
@result_options((*FORMATS, *DRAWN))
def simulate(
    tender: Path, form: str | None, file: Path | None, lot: str | None, **said: Any
) -> Answer:
    """Show how often each bid would be first, if unit values were others.

    In each trial every value whose uncertainty is stated is drawn once, and is the same for all
    bids. What is published with a set counts, and what you state; nothing is assumed, and what
    nobody states is held fixed. Points do not change: this is for the file, beside the award.
    While marks are open nothing is shown.

    \b
    For example:
        socialvalue simulate tender.yaml --spread NT1=0.8:1.3:1
        socialvalue simulate tender.yaml --by-confidence one-source=0.25 -o trials.svg
        socialvalue simulate tender.yaml --spread NT1=0.8:1.3:1 --record -o record.json
    """  # noqa: D301 - click's own mark
    found = [_simulated(each, said) for each in of_lot(assess_file(tender), lot)]
    if said["kept"]:
        return _kept(found, form, file, tender)
    columns = stacked(each.columns() for each in found)
    views = Views(
        lambda: [block for each in found for block in each.explain().blocks],
        lambda: (tuple(columns), list(zip(*columns.values(), strict=True))),
        lambda: {
            "schema": TRIALS_SCHEMA,
            "library": library_version(),
            "reports": [each.to_dict() for each in found],
        },
        lambda: the_one(found).chart(),
    )
    return answer_in(form, views, file, source=tender)


def _kept(found: list[Simulation], form: str | None, file: Path | None, source: Path) -> Answer:
    """The record of the trials.

    Raises:
        UsageError: It is asked for in another form than JSON, or of several lots.
    """
    if (form or format_of(None, file, ("json",), source)) != "json":
        raise click.UsageError("--record is JSON: leave --format out, or name a file in .json")
    if len(found) != 1:
        raise click.UsageError("a record is of one lot: say which with --lot NAME")
    return Answer(as_json(found[0].record(), file), file, source=source)


def _simulated(evaluation: Evaluation, said: dict[str, Any]) -> Simulation:
    """The trials of one ranking.

    Raises:
        InputError: All that is wrong with what was asked, with what to type instead.
    """
    from socialvalue.uncertainty import Doubt
    from socialvalue.uncertainty.simulating import simulate_evaluation

    try:
        doubt = Doubt(
            evaluation.framework,
            values=by_name("--spread", _spreads(said["spreads"])),
            by_confidence=by_name("--by-confidence", pairs("--by-confidence", said["marks"])),
            together=[each.split(",") for each in said["together"]],
        )
        return simulate_evaluation(evaluation, doubt=doubt, draws=said["draws"], seed=said["seed"])
    except InputError as error:
        raise InputError(map(typed, error.problems)) from None


def _spreads(texts: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Each measure with its spread: two factors, or three with the likeliest last."""
    from socialvalue.uncertainty import Spread

    for code, factors in pairs("--spread", texts):
        parts = factors.split(":")
        if len(parts) not in (2, 3):
            raise click.BadParameter(f"'{factors}' is not LOW:HIGH", param_hint="--spread")
        low, high, *likely = parts
        yield code, Spread(low, high, likely=likely[0] if likely else None)
