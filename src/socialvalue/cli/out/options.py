"""What the commands have in common: a path, the form of the result, and the file it goes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from socialvalue.cli.out.answers import format_of
from socialvalue.registry.tenders import Stream

__all__ = [
    "A_PATH",
    "bidder_option",
    "debug_option",
    "output_option",
    "piped",
    "result_options",
]

F = TypeVar("F", bound=Callable[..., Any])

A_PATH = click.Path(readable=False, path_type=Path)


def piped(path: Path) -> Path | Stream:
    """A path; for ``-`` what comes on standard input, which is read as it is asked for.

    Example:
        >>> piped(Path("tender.yaml")).name
        'tender.yaml'
    """
    return getattr(sys.stdin, "buffer", sys.stdin) if path == Path("-") else path


debug_option = click.option("--debug", is_flag=True, expose_value=False, hidden=True)


def output_option(words: Sequence[str]) -> Callable[[F], F]:
    """``--output FILE``, its ending that of a format of the command, and ``--debug``."""

    def chosen(_context: object, _parameter: object, file: Path | None) -> Path | None:
        """A file to write to; None for ``-``, which everywhere else is standard output too.

        Raises:
            CannotWriteError: Its ending says of it what will not be in it; of a file that is
                there, this is said once it is known that it is not the one that is read.
        """
        if file == Path("-"):
            return None
        if file is not None and not os.path.lexists(file):
            format_of(None, file, words)
        return file

    written = click.option(
        "--output", "-o", "file", metavar="FILE", type=A_PATH, callback=chosen,
        help="Write to this file instead of standard output (-); one that is there is replaced.",
    )  # fmt: skip
    return lambda command: written(debug_option(command))


def result_options(words: Sequence[str]) -> Callable[[F], F]:
    """The options of a command with a result: its form, its file, and ``--debug``."""
    form = click.option(
        "--format", "form", type=click.Choice(words),
        help=f"The form of the result: {words[0]}, unless FILE ends in that of another.",
    )  # fmt: skip

    def decorate(command: F) -> F:
        return form(output_option(words)(command))

    return decorate


bidder_option = click.option(
    "--bidder", metavar="NAME", help="Only this bidder; all of them if not given."
)
