"""`socialvalue plugin`: making a council's plug-in, checking it, testing it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer
from socialvalue.errors import Problem

__all__ = ["plugin"]

_ADOPTED = "national-toms@2022"


@click.group(invoke_without_command=True)
@debug_option
@click.pass_context
def plugin(context: click.Context) -> None:
    """Make, check and test a council's plug-in.

    A plug-in is a package that holds data only: which published measures a council adopts, which it
    leaves out, renames or values otherwise, its own measures, and its policy.

    \b
    For example:
        socialvalue plugin new barsetshire --title "Barsetshire County Council"
        socialvalue plugin check socialvalue-barsetshire
        socialvalue plugin test socialvalue-barsetshire
    """  # noqa: D301 - click's own mark
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@plugin.command()
@click.argument("name", metavar="ID")
@click.option("--title", default="", help="The council's name; made from ID if not given.")
@click.option("--place", metavar="CODE", help="The ONS code of the council's place.")
@click.option(
    "--adopt",
    "adopts",
    metavar="SET@EDITION",
    multiple=True,
    default=(_ADOPTED,),
    show_default=True,
    help="A set to lie over; may be given several times.",
)
@click.option(
    "--folder", metavar="DIR", type=A_PATH, help="Where to write it; socialvalue-ID if not given."
)
@debug_option
def new(
    name: str, title: str, place: str | None, adopts: tuple[str, ...], folder: Path | None
) -> Answer:
    """Write a new plug-in: a package that can be installed at once.

    ID is the name that tenders use: small letters, digits and hyphens, such as north-barsetshire.
    Nothing that is there already is replaced.

    \b
    For example:
        socialvalue plugin new barsetshire --title "Barsetshire County Council" --place E10000008
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.commands.plugin_new import Plan, package_name, write_package

    where = folder or Path(f"socialvalue-{name}")
    today = datetime.now(UTC).date()
    files = write_package(Plan(name, title, adopts, place, where, today))
    main = where / package_name(name) / "plugin.yaml"
    text = (
        f"{len(files)} files in {where}\n"
        f"Write what the council does into {main}, then:\n"
        f"    socialvalue plugin check {where}\n"
        f"    socialvalue plugin test {where}\n"
        f"    python -m pip install {pip_path(where)}"
    )
    return Answer(text)


def pip_path(folder: Path) -> str:
    """A folder as pip takes it for one, and not for the name of a package.

    Example:
        >>> pip_path(Path("socialvalue-barsetshire"))
        './socialvalue-barsetshire'
    """
    return str(folder) if folder.is_absolute() else f"./{folder.as_posix()}"


@plugin.command()
@click.argument("path", type=A_PATH, default=Path())
@debug_option
def check(path: Path) -> Answer:
    """Tell everything that is wrong with a plug-in's files, at once.

    PATH is the folder of the package or of plugin.yaml, this folder if not given, or the id of a
    plug-in that is installed. Each problem is shown as file:line:column, code and hint.

    \b
    For example:
        socialvalue plugin check socialvalue-barsetshire
    """  # noqa: D301 - click's own mark
    from socialvalue.assess.checking.paths import check_set
    from socialvalue.errors import SocialValueError
    from socialvalue.testing.packages import locate

    try:
        checked = check_set(locate(_meant(path)).folder)
        problems, text = checked.problems, f"{checked.name}: {checked.what}\nnothing is wrong"
    except SocialValueError as error:
        problems, text = error.problems, ""
    return _answer(text, problems)


@plugin.command()
@click.argument("path", type=A_PATH, default=Path())
@debug_option
def test(path: Path) -> Answer:
    """Test a plug-in: its examples, and what must be so of all.

    Its figures have sources, those of its base are untouched, its reasons are given, its codes are
    free, its package holds all it needs. PATH is named as in 'plugin check'.

    \b
    For example:
        socialvalue plugin test socialvalue-barsetshire
    """  # noqa: D301 - click's own mark
    from socialvalue.testing.suite import conformance

    found = conformance(_meant(path))
    return _answer(found.text(), found.problems)


def _meant(path: Path) -> Path | str:
    """A folder or file that is there; else an id, if it looks like one."""
    return path if path.exists() or len(path.parts) != 1 else str(path)


def _answer(text: str, problems: tuple[Problem, ...]) -> Answer:
    """What was found, and how many problems there are."""
    from socialvalue.assess.checking.paths import counted

    verdict = counted(len(problems), "problem") if problems else ""
    lines = "\n".join(each for each in (text, verdict) if each)
    return Answer(lines, problems=problems, code=WRONG_INPUT if problems else DONE)
