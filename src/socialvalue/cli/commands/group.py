"""The commands: which there are, and the module of each, which is read when it is asked for."""

from __future__ import annotations

from collections import Counter, UserDict
from collections.abc import Iterator
from importlib import import_module
from keyword import iskeyword

import click

__all__ = ["socialvalue"]

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_MODULES = {
    "appraisals": ("present-value",),
    "awarded.contracts": (
        "deliver", "portfolio", "progress", "send-back", "verify"
    ),
    "awarded.indicators": ("kpi",),
    "awarded.month": ("month",),
    "awarded.offers": ("offers",),
    "awarded.register": ("contract", "reopen", "withdraw"),
    "calculators": ("calculator", "read"),
    "checking": ("check", "schema"),
    "closeness": ("firm",),
    "decisions": (
        "flags", "recompute", "record", "replay", "scheme", "sensitivity", "summary"
    ),
    "guiding": ("guide", "practice"),
    "importing": ("import",),
    "marks": ("marks",),
    "new": ("new",),
    "notices": ("notices",),
    "past": ("forecast", "targets"),
    "planning": ("plan", "test-scheme"),
    "plugin": ("plugin",),
    "reporting": ("page", "report", "star"),
    "scoring": ("explain", "score"),
    "sets": ("diff", "frameworks", "places", "search", "show"),
    "tables": ("value",),
    "tenders": ("tenders",),
    "uncertain": ("simulate",),
}  # fmt: skip
"""The commands of each module of `socialvalue.cli.commands`.

A group stands with the module that gives it its last command, which reads the others.
"""


class _Commands(UserDict[str, click.Command]):
    """The commands by name, each read from its module when it is asked for.

    So that who asks for one waits for no library that only another needs.
    """

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.data:
            raise KeyError(name)
        if self.data[name] is _UNREAD:
            self.data[name] = _read(name)
        return self.data[name]


_UNREAD = click.Command("unread")


def _read(name: str) -> click.Command:
    where = next(module for module, names in _MODULES.items() if name in names)
    word = name.replace("-", "_")
    module = import_module(f"{__package__}.{where}")
    found: click.Command = getattr(module, f"{word}_" if iskeyword(word) else word)
    return found


class _Socialvalue(click.Group):
    """The command: an option that holds one thing is given once, by every command below it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What was typed.

        Raises:
            UsageError: An option of which the last would win without a word is given twice.
        """
        for context, option in _twice(self, ctx, list(args)):
            raise click.UsageError(f"{option.opts[0]} is given twice: give it once", ctx=context)
        return super().parse_args(ctx, args)


def _twice(
    command: click.Command, context: click.Context, words: list[str]
) -> Iterator[tuple[click.Context, click.Option]]:
    """The options that are given more than once and hold one thing, of a command and those below.

    What cannot be read is left to the reading itself, which says why.
    """
    try:
        _, left, order = command.make_parser(context).parse_args(list(words))
    except click.UsageError:
        return
    times = Counter(each for each in order if isinstance(each, click.Option) and _is_one(each))
    yield from ((context, each) for each, many in times.items() if many > 1)
    below = (
        command.get_command(context, left[0]) if isinstance(command, click.Group) and left else None
    )
    if below is not None:
        inner = click.Context(below, parent=context, info_name=left[0], **below.context_settings)
        yield from _twice(below, inner, left[1:])


def _is_one(option: click.Option) -> bool:
    return not (option.multiple or option.count or option.is_flag)


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from socialvalue.assess.provenance import library_version

        click.echo(f"socialvalue, version {library_version()}")
        context.exit()


@click.group(
    cls=_Socialvalue,
    context_settings=_SETTINGS,
    invoke_without_command=True,
    commands=_Commands({each: _UNREAD for names in _MODULES.values() for each in names}),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Show where in the program an unexpected fault arose.",
)
@click.pass_context
def socialvalue(context: click.Context) -> None:
    """Social value in tenders: pounds, points, and the reason for every line.

    It works offline, on files that you keep. A tender file names the contract, the set of measures
    and the bids.

    \b
    For example:
        socialvalue check tender.yaml
        socialvalue score tender.yaml
        socialvalue explain tender.yaml --bidder "Acme Highways"
    """  # noqa: D301 - click's own mark
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
