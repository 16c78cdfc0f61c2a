"""The delivery record that a command works on: where it is, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from socialvalue.cli.out.options import A_PATH

if TYPE_CHECKING:
    from socialvalue.contracts import Register

__all__ = ["opened", "where_option"]

where_option = click.option(
    "--register", "path", metavar="FILE", type=A_PATH, envvar="SOCIALVALUE_REGISTER",
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
