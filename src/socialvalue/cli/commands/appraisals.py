"""`socialvalue present-value`: what offers are worth today, for a business case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialvalue.assess.provenance import library_version
from socialvalue.assess.words.table import stacked
from socialvalue.cli.out.answers import DRAWN, FORMATS, Views, answer_in
from socialvalue.cli.out.options import A_PATH, bidder_option, by_code, in_file, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import typed
from socialvalue.errors import (
    InputError,
    NotFoundError,
    did_you_mean,
    problem,
)
from socialvalue.registry.tenders import read_tender_with_framework

if TYPE_CHECKING:
    from socialvalue.appraisal import PresentValue
    from socialvalue.model.bids.bid import Bid

__all__ = ["present_value"]

F = TypeVar("F", bound=Callable[..., Any])

_PAIR = "CODE=VALUE"
_SHARES = {
    "drop_off": "The share of an effect that is lost from one year to the next.",
    "deadweight": "The share that would have happened anyway.",
    "displacement": "The share that only moved from elsewhere.",
    "leakage": "The share that others get than those meant.",
    "attribution_to_others": "The share that is owed to others.",
}


def _of_measures(command: F) -> F:
    """The options that say something of measures, each as often as there are measures."""
    for name, words in reversed(_SHARES.items()):
        flag = f"--{name.replace('_', '-')}"
        command = click.option(flag, name, metavar="CODE=SHARE", multiple=True, help=words)(command)
    return command


@click.command(name="present-value")
@click.argument("tender", type=A_PATH)
@bidder_option
@click.option("--rate", metavar="RATE", default="green-book", show_default=True,
              help="green-book, green-book-health, green-book-sensitivity, or one rate for all "
                   "years as a part of 1, such as 0.035.")  # fmt: skip
@click.option("--first-year", type=click.Choice(["discounted", "undiscounted"]),
              help="Whether year 1 ends a year from now, or is now; must be said with one "
                   "rate.")  # fmt: skip
@click.option("--prices", metavar="YEAR", default="",
              help="The year whose prices it is to be in, by the GDP deflator.")  # fmt: skip
@click.option("--price-year", "price_years", metavar="YEAR or CODE=YEAR", multiple=True,
              help="The year whose prices values are in, where the set does not say.")  # fmt: skip
@click.option("--kind", "kinds", type=click.Choice(["social", "local_economic"]), multiple=True,
              default=("social",), show_default=True,
              help="The kinds of value that count.")  # fmt: skip
@click.option("--inputs", metavar="POUNDS or YEAR=POUNDS", multiple=True,
              help="What is put in: now, or in a year.")  # fmt: skip
@click.option("--duration", metavar="CODE=YEARS", multiple=True,
              help="The years that a delivery has its effect; 1 if not given.")  # fmt: skip
@_of_measures
@click.option("--profile", metavar="CODE=SHARE,SHARE", multiple=True,
              help="The share that is delivered in each year; evenly if not given.")  # fmt: skip
@click.option("--health", metavar="CODE", multiple=True,
              help="A measure whose effects are on health or life.")  # fmt: skip
@result_options((*FORMATS, *DRAWN))
def present_value(
    tender: Path, bidder: str | None, form: str | None, file: Path | None, **said: Any
) -> Answer:
    """Show what offers are worth today, for a business case.

    The social value of each bid year by year, discounted; and what comes back for each £1 put in,
    with the value of each input at which it would be nothing. It changes no points: awards are
    scored by the published method.

    \b
    For example:
        socialvalue present-value tender.yaml --bidder "Acme Highways" --inputs 25000
        socialvalue present-value tender.yaml --rate 0.035 --first-year undiscounted
        socialvalue present-value tender.yaml --duration NT10=3 --drop-off NT10=0.25
    """  # noqa: D301 - click's own mark
    found = _found(tender, bidder, _given(said))
    views = Views(
        lambda: [block for each in found for block in each.explain().blocks],
        lambda: _rows(stacked(each.columns() for each in found)),
        lambda: {
            "schema": "socialvalue/present-values@1",
            "library": library_version(),
            "results": [each.to_dict() for each in found],
        },
        lambda: _the_one(found).chart(),
    )
    return answer_in(form, views, file, source=tender)


def _the_one(found: list[PresentValue]) -> PresentValue:
    """What a chart is of."""
    if len(found) != 1:
        raise click.UsageError("a chart is of one bid: say whose with --bidder NAME")
    return found[0]


def _rows(columns: dict[str, list[Any]]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    return tuple(columns), list(zip(*columns.values(), strict=True))


def _found(path: Path, bidder: str | None, given: dict[str, Any]) -> list[PresentValue]:
    """The present value of each bid that is asked for.

    Raises:
        DefinitionError: All that is wrong with the file.
        NotFoundError: Nobody of that name bids (SV716).
        InputError: All that is wrong with what was asked.
    """
    from socialvalue.appraisal import present_value as worth_now

    with in_file(path):
        tender, bids, framework = read_tender_with_framework(path)
    try:
        return [worth_now(tender, each, framework, **given) for each in _chosen(bids, bidder)]
    except InputError as error:
        raise InputError(map(typed, error.problems)) from None


def _chosen(bids: Iterable[Bid], bidder: str | None) -> list[Bid]:
    """All bids that stand; or those under a name, whatever its capitals."""
    listed = list(bids)
    if bidder is None:
        return [each for each in listed if each.state == "compliant"]
    found = [each for each in listed if each.bidder.casefold() == bidder.casefold()]
    if not found:
        hint = did_you_mean(bidder, (each.bidder for each in listed), label="bidders")
        raise NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))
    return found


# --- what was typed -----------------------------------------------------------------------


def _given(said: dict[str, Any]) -> dict[str, Any]:
    """The options as arguments."""
    profile, duration = (
        by_code(f"--{name}", said[name], _PAIR) for name in ("profile", "duration")
    )
    return {
        "rate": _rate(said["rate"]),
        "first_year": said["first_year"],
        "prices": said["prices"],
        "kinds": said["kinds"],
        "health": said["health"],
        "price_years": _alone("--price-year", said["price_years"]),
        "inputs": _inputs(said["inputs"]),
        "duration": {code: _whole(each) for code, each in duration.items()},
        "profile": {code: each.split(",") for code, each in profile.items()},
        **{name: by_code(f"--{name.replace('_', '-')}", said[name], _PAIR) for name in _SHARES},
    }


def _rate(word: str) -> Any:
    from socialvalue import appraisal

    named = {
        "green-book": appraisal.GREEN_BOOK,
        "green-book-health": appraisal.GREEN_BOOK_HEALTH,
        "green-book-sensitivity": appraisal.GREEN_BOOK_SENSITIVITY,
    }
    return named.get(word, word)


def _alone(option: str, texts: tuple[str, ...]) -> Any:
    """One text without a sign of equality; or pairs."""
    if len(texts) == 1 and "=" not in texts[0]:
        return texts[0]
    return by_code(option, texts, _PAIR)


def _inputs(texts: tuple[str, ...]) -> Any:
    if not texts:
        return None
    found = _alone("--inputs", texts)
    return found if isinstance(found, str) else {_whole(year): each for year, each in found.items()}


def _whole(text: str) -> int | str:
    """A whole number; what is none is left as it was typed, and refused with its reason."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text
