"""From contracts of the past: `targets` for a target, `forecast` for what is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from socialvalue.blocks import Block
from socialvalue.cli.out.answers import DRAWN, FORMATS, Views, answer_in, format_of
from socialvalue.cli.out.options import (
    A_PATH,
    by_code,
    in_file,
    in_option,
    only_with,
    result_options,
)
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import WHOLE
from socialvalue.errors import DefinitionError, problem
from socialvalue.planning.invented import whole_from
from socialvalue.planning.one_lot import of_one_lot
from socialvalue.planning.past.hiding import check_enough
from socialvalue.registry.tenders import read_tender_with_framework

if TYPE_CHECKING:
    from socialvalue.planning import DeliveryForecast, PastContracts
    from socialvalue.planning.past.forecasting import Expected

__all__ = ["PAST_NAMES", "forecast", "past_options", "read_past", "targets"]

F = TypeVar("F", bound=Callable[..., Any])

_PAST_OPTIONS = (
    click.option("--on", "day", metavar="DATE", help="As at which day contracts are finished."),
    click.option("--basis", default="", metavar="TEXT",
                 help="The clause under which losing offers are used."),
    click.option("--column", "columns", metavar="WHAT=NAME", multiple=True,
                 help="What a column says, where it is called otherwise."),
)  # fmt: skip
PAST_NAMES: Final = ("day", "basis", "columns")
"""What `past_options` are called in a command."""
_NO_PART: Final = ("delivered", "measure", "sector", "place")
"""What is not read of contracts that run: nothing is worked out from it."""


def past_options(command: F) -> F:
    """What is said of a table of past contracts: ``--on``, ``--basis`` and ``--column``."""
    for option in reversed(_PAST_OPTIONS):
        command = option(command)
    return command


def read_past(
    path: Path, said: Mapping[str, Any], *, enough: bool = False, without: Iterable[str] = ()
) -> PastContracts:
    """The past contracts of a table, by what `past_options` say of it.

    Args:
        path: The table.
        said: What the options say.
        enough: Whether they must be enough to draw tenders from.
        without: What no column is read for.

    Raises:
        DefinitionError: All that is wrong with it, with its file: there may be two.
    """
    import socialvalue as sv

    named = by_code("--column", said["columns"], "WHAT=NAME")
    columns = {**named, **dict.fromkeys(without)}
    how = {"on": said["day"], "basis": said["basis"], "columns": columns}
    with in_file(path):
        found = sv.planning.past_contracts(path, **how)
        if enough:
            check_enough(found)
    return found


@click.command()
@click.argument("past", type=A_PATH)
@click.option("--scheme", metavar="TENDER", type=A_PATH,
              help="A tender file whose scheme is tried on past offers.")  # fmt: skip
@click.option("--lot", metavar="NAME", help="With --scheme: the lot, of a tender in lots.")
@click.option("--target", "tried", metavar="POUNDS", multiple=True,
              help="£ of social value per £1 to try, in whole pence, such as 0.20; once for "
                   "each.")  # fmt: skip
@click.option("--by", type=click.Choice(["size", "sector", "place"]), multiple=True,
              default=("size",), show_default=True,
              help="The groups that are shown, two of them at most.")  # fmt: skip
@past_options
@click.option(
    "--least", type=WHOLE, default=10, show_default=True, help="The least contracts of a group."
)
@click.option(
    "--suppliers", type=WHOLE, default=3, show_default=True, help="The least suppliers of it."
)
@click.option("--bids", type=WHOLE, default=3, show_default=True, help="Bids of a drawn tender.")
@click.option(
    "--draws", type=WHOLE, default=40_000, show_default=True, help="How many tenders are drawn."
)
@click.option(
    "--seed", type=WHOLE, default=7, show_default=True, help="With it they are drawn again."
)
@result_options((*FORMATS, *DRAWN))
def targets(past: Path, form: str | None, file: Path | None, **said: Any) -> Answer:
    """Show what past contracts did per £1, and what a target would have done.

    PAST is a table (.csv, .xlsx, .ods) with a row a contract: contract, supplier, contract_value,
    committed, and if known delivered, sector, place, ends. Of few contracts nothing is shown that
    tells of one. With --scheme and --target, tenders are drawn from the past offers and scored.

    \b
    For example:
        socialvalue targets contracts.csv --on 2025-03-31
        socialvalue targets contracts.csv --scheme tender.yaml --target 0.10 --target 0.20
    """  # noqa: D301 - click's own mark
    import socialvalue as sv
    from socialvalue.planning.effects.targets import targets_of

    if bool(said["scheme"]) != bool(said["tried"]):
        raise click.UsageError("--scheme and --target go together: what is tried, and on what")
    if not said["scheme"]:
        only_with("--scheme", "lot", "bids", "draws", "seed")
    with in_option("--target"):
        tried = targets_of(said["tried"])
    held = read_past(past, said, enough=bool(said["scheme"]))
    asked = {"least": said["least"], "suppliers": said["suppliers"], "reached": tried}
    found = sv.planning.benchmark(held, by=said["by"], **asked)
    effect = None
    if said["scheme"]:
        read, _, framework = read_tender_with_framework(said["scheme"])
        with in_file(said["scheme"]):
            read = of_one_lot(read, said["lot"])
        scheme = read.scheme or framework.scheme
        if scheme is None:
            raise DefinitionError([problem("SV710").for_file(str(said["scheme"]))])
        drawn = {name: said[name] for name in ("bids", "draws", "seed")}
        value = read.contract_value.initial
        effect = sv.planning.target_effect(held, scheme, targets=tried,
                                           contract_value=value, **drawn)  # fmt: skip
    shown = [*found.explain().blocks, *([] if effect is None else effect.explain().blocks)]
    rows = (effect or found).columns()
    views = Views(
        lambda: shown,
        lambda: (tuple(rows), list(zip(*rows.values(), strict=True))),
        lambda: {"benchmark": found.to_dict(), "targets": effect and effect.to_dict()},
        (effect or found).chart,
    )
    return answer_in(form, views, file, source=past)


@click.command()
@click.argument("past", type=A_PATH)
@click.option("--running", metavar="TABLE", type=A_PATH,
              help="Contracts that run: what they may deliver together.")  # fmt: skip
@past_options
@click.option(
    "--seed", type=WHOLE, default=7, show_default=True, help="With it intervals are drawn again."
)
@result_options(FORMATS)
def forecast(past: Path, form: str | None, file: Path | None, **said: Any) -> Answer:
    """Show what becomes of commitments: nothing, a part, or all of them.

    PAST is a table (.csv, .xlsx, .ods) of contracts with what was committed and delivered on each:
    contract, supplier, contract_value, committed, delivered, and if known measure and ends. How
    good the forecast was on contracts that it had not seen is shown below it. It is about
    contracts, never about bids.

    \b
    For example:
        socialvalue forecast contracts.csv --on 2025-03-31
        socialvalue forecast contracts.csv --on 2025-03-31 --running this-year.csv
    """  # noqa: D301 - click's own mark
    import socialvalue as sv

    if said["running"] and format_of(form, file, FORMATS, past) == "csv":
        raise click.UsageError("--running goes into no csv, which has a row for each measure: "
                               "choose another format")  # fmt: skip
    seed, held = whole_from("seed", said["seed"], 0), read_past(past, said)
    with in_file(past):
        found = sv.planning.delivery_forecast(held, seed=seed)
    running = said["running"] and _running(found, said["running"], said)
    columns = found.columns()
    views = Views(
        lambda: [*found.explain().blocks, *([Block("Contracts that run", (str(running),))]
                                            if running else [])],
        lambda: (tuple(columns), list(zip(*columns.values(), strict=True))),
        lambda: {"forecast": found.to_dict(), "running": running and running.to_dict()},
    )  # fmt: skip
    return answer_in(form, views, file, source=past)


def _running(found: DeliveryForecast, path: Path, said: Mapping[str, Any]) -> Expected:
    """What the contracts of a table that run may deliver together."""
    table = read_past(path, said, without=_NO_PART)
    with in_file(path):
        return found.portfolio(table)
