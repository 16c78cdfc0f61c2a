"""The commands, what each takes, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.provenance import library_version
from socialvalue.cli.output import Answer
from socialvalue.cli.ranking import csv_rows, ranking_blocks, ranking_content
from socialvalue.cli.render import as_csv, as_json, as_markdown, as_text
from socialvalue.registry.tenders import read_tender_with_framework

__all__ = ["socialvalue"]

F = TypeVar("F", bound=Callable[..., Any])

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".html": "html", ".htm": "html"}


def _debug(command: F) -> F:
    """The option that `run` looks for; it may stand anywhere on the line."""
    option = click.option("--debug", is_flag=True, expose_value=False, hidden=True)
    return option(command)


def _formats(*words: str) -> Callable[[F], F]:
    """The options that say in which form a result comes, and where it goes."""
    listed = ", ".join(words[1:])

    def decorate(command: F) -> F:
        with_file = click.option(
            "--output",
            "file",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Write to this file instead; one that is there is replaced.",
        )(command)
        return click.option(
            "--format",
            "form",
            type=click.Choice(words),
            help=f"{words[0]} if not given, or what FILE's ending says: {listed}.",
        )(with_file)

    return decorate


def _form(form: str | None, file: Path | None, words: tuple[str, ...]) -> str:
    """The format asked for; else the one that the file's ending names; else the first."""
    named = _ENDINGS.get(file.suffix.lower(), "") if file else ""
    return form or (named if named in words else words[0])


@click.group(context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(library_version(), prog_name="socialvalue")
@click.option("--debug", is_flag=True, help="Show where in the program an unexpected fault arose.")
@click.pass_context
def socialvalue(context: click.Context, debug: bool) -> None:  # noqa: ARG001
    """Social value in tenders: pounds, points, and the reason for every line.

    It works on files of yours, offline. A tender file names the measures, the contract and the
    bids; 'socialvalue check' says whether it can be read.

    \b
    For example:
        socialvalue score tender.yaml
        socialvalue explain tender.yaml --bidder "Acme Highways"
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


_SCORE = ("table", "json", "csv", "markdown")


@socialvalue.command()
@click.argument("tender", type=click.Path(path_type=Path))
@_formats(*_SCORE)
@_debug
def score(tender: Path, form: str | None, file: Path | None) -> Answer:
    """Rank the bids of a tender file.

    Shows the points, each bid's social value per £1 beside the target, the lines that do not count
    with the reason, and what to look at twice.

    \b
    For example:
        socialvalue score tender.yaml
        socialvalue score tender.yaml --output ranking.csv
    """
    evaluation = _evaluated(tender)
    chosen = _form(form, file, _SCORE)
    text = _RANKINGS[chosen](evaluation, file)
    return Answer(text, file, source=tender, mark=chosen == "csv")


def _evaluated(tender: Path) -> Evaluation:
    terms, bids, framework = read_tender_with_framework(tender)
    return evaluate(terms, bids, framework)


_RANKINGS: dict[str, Callable[[Evaluation, Path | None], str]] = {
    "table": lambda evaluation, file: as_text(ranking_blocks(evaluation), file),
    "json": lambda evaluation, file: as_json(ranking_content(evaluation), file),
    "csv": lambda evaluation, _: as_csv(*csv_rows(evaluation)),
    "markdown": lambda evaluation, _: as_markdown(ranking_blocks(evaluation)),
}
