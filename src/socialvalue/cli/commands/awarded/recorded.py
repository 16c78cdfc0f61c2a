"""The delivery record that a command works on: where it is, and what writes an entry into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from socialvalue.cli.out.answers import printed
from socialvalue.cli.out.options import A_PATH, by_code
from socialvalue.cli.out.output import Answer

if TYPE_CHECKING:
    from socialvalue.contracts import Entry, Register

__all__ = [
    "by_option", "on_option", "opened", "pairs_of", "record_options", "where_option",
    "written_entry",
]  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])

_debug = click.option("--debug", is_flag=True, expose_value=False, hidden=True)
by_option = click.option("--by", metavar="ROLE", required=True, help="Whose entry it is, by role.")
on_option = click.option(
    "--on", metavar="DATE", required=True, help="The day on which it takes effect."
)


class _Record(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A path, or the address of a database, which is no path and stays as it was typed."""

    name = "record"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The one or the other."""
        return value if "://" in str(value) else A_PATH.convert(value, param, ctx)


where_option = click.option(
    "--register", "path", metavar="FILE", type=_Record(), envvar="SOCIALVALUE_REGISTER",
    help="The delivery record; SOCIALVALUE_REGISTER, if not given.",
)  # fmt: skip


def opened(path: Path | None, *, new: bool = False) -> Register:
    """The delivery record.

    Raises:
        UsageError: Nobody says where it is.
    """
    from socialvalue.contracts import open_register

    if path is None:
        raise click.UsageError("name the delivery record: --register FILE, or SOCIALVALUE_REGISTER")
    return open_register(path, new=new)


def record_options(command: F) -> F:
    """``--register FILE``, and ``--debug``."""
    return where_option(_debug(command))


def written_entry(path: Path | None, write: Callable[[Register], Entry]) -> Answer:
    """An entry written, and shown with its number."""
    from socialvalue.cli.views.awarded.contracts import entry_blocks

    with opened(path) as register:
        entry = write(register)
        text = printed(entry_blocks(entry, register), "text", None)
        notes = (*entry.questions, *register.questions)
    return Answer(text, notes=notes)


def pairs_of(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """What stands before and behind the first sign of equality of each.

    Raises:
        BadParameter: There is no such sign, or one name is said twice.
    """
    return by_code(option, texts, "NAME=VALUE")
