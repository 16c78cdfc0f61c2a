"""The commands of key performance indicators: set, shown, rated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.cli.commands.awarded.recorded import (
    by_option,
    opened,
    pairs_of,
    record_options,
    where_option,
    written_entry,
)
from socialvalue.cli.out.answers import FORMATS, answer_in
from socialvalue.cli.out.options import only_with, result_options
from socialvalue.cli.out.output import Answer

if TYPE_CHECKING:
    from socialvalue.contracts import Kpi, RatingBands

__all__ = ["kpi"]


@click.group()
def kpi() -> None:
    """Set the key performance indicators of a contract, show them, rate them."""


@kpi.command(name="set")
@click.argument("reference", metavar="REFERENCE")
@click.option("--kpi", "titles", metavar="ID=TITLE", multiple=True,
              help="An indicator, by the id that notices have.")  # fmt: skip
@click.option("--lines", metavar="ID=NO,NO", multiple=True,
              help="The commitments that it is about.")  # fmt: skip
@click.option("--target", "targets", metavar="ID=TEXT", multiple=True,
              help="Where it is about no commitment, the target in words.")  # fmt: skip
@click.option("--every", metavar="ID=MONTHS", multiple=True,
              help="How many months apart it is reported; 12, if not given.")  # fmt: skip
@click.option("--measured-by", metavar="ID=KIND,KIND", multiple=True,
              help="Kinds of evidence that show it.")  # fmt: skip
@click.option("--bands", metavar="GOOD,APPROACHING,IMPROVE",
              help="The least shares that are good, approach the target, and require improvement, "
                   "such as 0.95,0.91,0.86.")  # fmt: skip
@click.option("--basis", metavar="WORD", default="pounds", show_default=True,
              help="Of what they are shares: units, pounds or commitments.")  # fmt: skip
@click.option("--none-because", metavar="TEXT", default="",
              help="Why performance can't appropriately be assessed by indicators.")  # fmt: skip
@by_option
@click.option("--on", metavar="DATE", required=True, help="The day from which they hold.")
@record_options
def set_(reference: str, path: Path | None, bands: str | None, basis: str, **said: Any) -> Answer:
    """Set the key performance indicators of a contract, in place of those set before.

    Where the Act asks for at least three and there are fewer, that is asked.

    \b
    For example:
        socialvalue kpi set NCC-0412 --kpi "4=Local people in work" --lines 4=1 --every 4=3
            --bands 0.95,0.91,0.86 --basis units --by procurement --on 2022-09-01
    """  # noqa: D301 - click's own mark
    told = {name: pairs_of(f"--{option}", said.pop(name)) for name, option in
            (("titles", "kpi"), ("lines", "lines"), ("targets", "target"), ("every", "every"),
             ("measured_by", "measured-by"))}  # fmt: skip
    if not told["titles"] and not said["none_because"].strip():
        raise click.UsageError(
            "name an indicator with --kpi, or say why there is none with --none-because"
        )
    if bands is None:
        only_with("--bands", "basis")
    made, held = list(_kpis(told)), None if bands is None else _bands(bands, basis)
    return written_entry(
        path, lambda register: register.set_kpis(reference, made, bands=held, **said)
    )


def _kpis(told: Mapping[str, Mapping[str, str]]) -> Iterator[Kpi]:
    """The indicators of what was typed.

    Raises:
        BadParameter: Something is said of an indicator that has no title.
    """
    from socialvalue.contracts import Kpi as Indicator

    titles = told["titles"]
    for id_ in (each for name, held in told.items() if name != "titles" for each in held):
        if id_ not in titles:
            raise click.BadParameter(f"no --kpi '{id_}=TITLE' is given", param_hint=f"'{id_}'")
    for id_, title in titles.items():
        lists = {name: _listed(told[name].get(id_, "")) for name in ("lines", "measured_by")}
        yield Indicator(id=id_, title=title, target=told["targets"].get(id_, ""),
                        every=_months(told["every"].get(id_, "12")),
                        **lists)  # fmt: skip


def _months(text: str) -> int:
    """A whole number of months.

    Raises:
        BadParameter: It is no whole number.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise click.BadParameter(f"'{text}' is no whole number of months", param_hint="--every")
    return int(text)


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _bands(text: str, basis: str) -> RatingBands:
    """Three lower bounds.

    Raises:
        BadParameter: There are more or fewer.
    """
    from socialvalue.contracts import RatingBands as Bands

    found = _listed(text)
    if len(found) != 3:
        raise click.BadParameter("give three, such as 0.95,0.91,0.86", param_hint="--bands")
    good, approaching, improve = found
    return Bands(good=good, approaching_target=approaching, requires_improvement=improve,
                 basis=basis)  # fmt: skip


@kpi.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--through", metavar="DATE", help="The last day that is judged, such as a quarter's.")
@click.option("--known", metavar="DATE", help="As known on this day.")
@where_option
@result_options(FORMATS)
def show(
    reference: str, path: Path | None, form: str | None, file: Path | None, **days: Any
) -> Answer:
    """Show the indicators of a contract: wording, what is proposed and why, what was confirmed.

    Nothing is proposed while a return waits for the council.

    \b
    For example:
        socialvalue kpi show NCC-0412 --on 2022-12-31 --through 2022-11-30
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.indicators import performance_views
    from socialvalue.contracts import kpis

    with opened(path) as register:
        found = kpis(register, reference, **days)
    return answer_in(form, performance_views(found), file, source=path)


@kpi.command()
@click.argument("reference", metavar="REFERENCE")
@click.argument("indicator", metavar="ID")
@click.option("--from", "first", metavar="DATE", required=True, help="The period's first day.")
@click.option("--to", "last", metavar="DATE", required=True, help="The period's last day.")
@click.option("--rating", metavar="WORD",
              help="good, approaching_target, requires_improvement, inadequate or other; what is "
                   "proposed, if not given.")  # fmt: skip
@click.option("--reason", metavar="TEXT", default="", help="Why another than is proposed.")
@click.option("--confirmed-by", metavar="NAME", required=True,
              help="Who confirms it: a person whom somebody can ask.")  # fmt: skip
@click.option("--shown-on", metavar="DATE", help="The day it was shown to the supplier.")
@click.option("--comment", metavar="TEXT", default="", help="What the supplier says to it.")
@by_option
@click.option("--on", metavar="DATE", required=True, help="The day.")
@record_options
def rate(
    reference: str, indicator: str, path: Path | None, first: str, last: str, **said: Any
) -> Answer:
    """Confirm a rating under one indicator, or give another than is proposed, with the reason.

    \b
    For example:
        socialvalue kpi rate NCC-0412 4 --from 2022-09-01 --to 2022-11-30
            --confirmed-by "A. Head" --by "contract manager" --on 2022-12-31
    """  # noqa: D301 - click's own mark
    return written_entry(
        path, lambda register: register.rate(reference, indicator, period=(first, last), **said)
    )
