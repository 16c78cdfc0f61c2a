"""What the commands have in common: a path, the form of the result, and the file it goes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from socialvalue.cli.out.answers import format_of
from socialvalue.cli.out.typed import A_PATH, pairs
from socialvalue.errors import DefinitionError, InputError, SocialValueError
from socialvalue.registry.tenders import Stream
from socialvalue.words import listed

__all__ = [
    "A_PATH",
    "bidder_option",
    "by_code",
    "by_name",
    "debug_option",
    "in_file",
    "in_option",
    "only_with",
    "output_option",
    "piped",
    "result_options",
]

V = TypeVar("V")
F = TypeVar("F", bound=Callable[..., Any])


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


def by_name(option: str, given: Iterable[tuple[str, V]]) -> dict[str, V]:
    """What an option says of each name.

    Raises:
        BadParameter: Of one name it is said twice, so that the last would win without a word.
    """
    found: dict[str, V] = {}
    for name, said in given:
        if name in found:
            raise click.BadParameter(f"'{name}' is given twice", param_hint=option)
        found[name] = said
    return found


def by_code(option: str, texts: Iterable[str], form: str = "CODE=NUMBER") -> dict[str, str]:
    """What an option says of each code or column, in the form that its help shows.

    Raises:
        BadParameter: There is no sign of equality, or one name is said twice.
    """
    return by_name(option, pairs(option, texts, form))


@contextmanager
def in_file(path: Path) -> Iterator[None]:
    """What is refused of a tender is said of its file.

    Raises:
        DefinitionError: All that is refused, each with the file.
    """
    try:
        yield
    except SocialValueError as error:
        raise DefinitionError(each.for_file(str(path)) for each in error.problems) from None


@contextmanager
def in_option(option: str) -> Iterator[None]:
    """What is refused of what was typed is said of its option, and of no file.

    Raises:
        InputError: All that is refused, each with the option.
    """
    try:
        yield
    except SocialValueError as error:
        raise InputError(each.for_file().within(option) for each in error.problems) from None


def only_with(needed: str, *names: str) -> None:
    """Options that say something of another are refused without it: nothing is ignored in silence.

    Args:
        needed: The other option, which is not given.
        names: Their parameters, as the command calls them.

    Raises:
        UsageError: One of them is given.
    """
    context = click.get_current_context()
    typed = {each for each in names
             if context.get_parameter_source(each) is ParameterSource.COMMANDLINE}  # fmt: skip
    given = [each.opts[0] for each in context.command.params if each.name in typed]
    if given:
        goes = "goes" if len(given) == 1 else "go"
        raise click.UsageError(f"{listed(given)} {goes} with {needed}, which is not given")
