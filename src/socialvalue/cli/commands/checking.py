"""Check files before they are used, and say what they may hold."""

from __future__ import annotations

from pathlib import Path

import click

from socialvalue.cli.out.answers import format_of
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, debug_option, output_option, piped
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_json

__all__ = ["check", "schema"]

_SCHEMAS = ("json", "text")


@click.command()
@click.argument("path", type=A_PATH)
@debug_option
def check(path: Path) -> Answer:
    """Check a tender file, a definition file, or a folder of them.

    Everything that is wrong is shown at once, as file:line:column, code and hint. A framework's or
    plug-in's folder is checked with its worked examples; a tender with what scoring it would
    refuse, and no score is shown. What may be wrong is asked, and is no error. With - a tender is
    read from standard input, as YAML or JSON.

    \b
    For example:
        socialvalue check tender.yaml
        socialvalue check ./my-council
    """  # noqa: D301 - click's own mark
    from socialvalue.assess.checking.paths import check as check_all

    found = check_all(piped(path))
    right = [f"{each.name}: {each.what}" for each in found if not each.problems]
    questions = ["Questions:", *map(str, found.questions)] if found.questions else []
    text = "\n".join([*right, *questions, found.verdict])
    code = WRONG_INPUT if found.problems else DONE
    return Answer(text, problems=found.problems, code=code)


@click.command()
@click.argument("kind", metavar="[KIND]", required=False)
@output_option(_SCHEMAS)
def schema(kind: str | None, file: Path | None) -> Answer:
    """Print the JSON Schema of a kind of file or document, for editors and other programs.

    KIND is framework, measures, exclusions, places, plugin, tender, cases, index or contract-file,
    or a document of to_json, such as record or bid; without it, the kinds are listed. An editor
    that knows YAML checks a file whose first line is
    '# yaml-language-server: $schema=plugin.schema.json'.

    \b
    For example:
        socialvalue schema plugin --output plugin.schema.json
    """  # noqa: D301 - click's own mark
    from socialvalue.documents import json_schema, kinds

    format_of(None, file, _SCHEMAS[:1] if kind else _SCHEMAS[1:])
    if kind is None:
        return Answer("\n".join(kinds()), file)
    return Answer(as_json(json_schema(kind), file), file)
