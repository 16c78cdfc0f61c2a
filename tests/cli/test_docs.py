"""The reference of the command line, held to the command: what it promises is so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from socialvalue.cli.commands.group import socialvalue
from socialvalue.cli.out import exits

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture(scope="module")
def reference(root: Path) -> str:
    """The page."""
    return (root / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def keys_named(text: str) -> set[str]:
    """The words in code that a text names."""
    return set(re.findall(r"`([a-z_0-9]+)`", text))


def options_of(command: click.Command) -> Iterator[click.Option]:
    """The options that help shows, those of the commands of a group among them."""
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield from options_of(each)
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            yield option


@pytest.mark.parametrize("name", sorted(socialvalue.commands))
def test_every_command_and_option_is_documented(reference: str, name: str) -> None:
    """An option that no page names is found by nobody."""
    entries = re.findall(
        rf"^`socialvalue {name}\b.*?(?=^`socialvalue |^Every )", reference, re.S | re.M
    )
    whole = socialvalue.commands[name]
    assert entries
    assert len(entries) == 1 or isinstance(whole, click.Group)
    for option in options_of(whole):
        assert option.opts[0] in "".join(entries)
        if isinstance(option.type, click.Choice):
            assert "|".join(option.type.choices) in "".join(entries)


def helps_of(command: click.Command, *names: str) -> Iterator[tuple[str, str]]:
    """Each command by its words, the commands of a group among them, with its help."""
    within = click.Context(command, info_name=" ".join(names), terminal_width=80)
    yield " ".join(names), command.get_help(within)
    for name, each in command.commands.items() if isinstance(command, click.Group) else ():
        yield from helps_of(each, *names, name)


def test_every_example_in_a_help_is_a_line_that_can_be_typed() -> None:
    """Two lines that ran together, with a gap between them, are copied wrong."""
    examples = {
        line for _, words in helps_of(socialvalue, "socialvalue") for line in words.splitlines()
        if line.startswith("      socialvalue ")
    }  # fmt: skip
    assert len(examples) > len(socialvalue.commands)
    assert [line for line in sorted(examples) if "  " in line.strip()] == []


def test_no_command_is_documented_that_is_not_there(reference: str) -> None:
    """A page that promises what was taken away is worse than none."""
    found = re.findall(r"^`socialvalue ([a-z][a-z-]*)", reference, re.M)
    assert {*found} == {*socialvalue.commands}


def test_every_exit_code_is_documented(reference: str) -> None:
    """A script decides by the code."""
    codes = {getattr(exits, name) for name in exits.__all__ if name.isupper()}
    table = reference.partition("## Exit codes")[2].partition("##")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.M)} == codes


def test_the_json_of_score_is_as_documented(reference: str, run: Run, write: Write) -> None:
    """Keys are a contract: each is on the page, and none is there that is not in the result."""
    part = reference.partition("### score")[2].partition("\n### ")[0]
    content = json.loads(run("score", write(), "--format", "json").out)
    keys = set(content) | {
        key for each in ("ranking", "refused", "warnings") for key in content[each][0]
    }
    rows = "\n".join(line.split("|")[1] for line in part.splitlines() if line.startswith("| `"))
    assert keys_named(rows) | {"code", "message"} == keys


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("frameworks",), "### frameworks"),
        (("show", "essex"), "### show"),
        (("show", "national-toms@2022", "NT10"), "### show"),
    ],
)
def test_the_json_of_sets_is_as_documented(
    reference: str, run: Run, words: tuple[str, ...], title: str
) -> None:
    """The same of the other commands."""
    part = reference.partition(title)[2].partition("\n## ")[0]
    content = json.loads(run(*words, "--format", "json").out)
    assert set(content) - {"schema"} <= keys_named(part)
    for each in ("frameworks", "measures", "values", "double_counting", "layers"):
        if content.get(each):
            assert set(content[each][0]) <= keys_named(part), each


def test_the_columns_of_score_are_as_documented(reference: str, run: Run, write: Write) -> None:
    """A spreadsheet's formulas name the columns."""
    part = reference.partition("## CSV")[2]
    headings = run("score", write(), "--format", "csv").out.splitlines()[0].split(",")
    assert {each for each in headings if ":" not in each} <= keys_named(part)


def test_the_problem_shown_in_the_howto_is_a_real_one(root: Path, run: Run, write: Write) -> None:
    """The first error a newcomer meets looks as the page says."""
    page = (root / "docs" / "howto" / "command-line.md").read_text(encoding="utf-8")
    ran = run("check", write(("measure: NT10", "measure: NT100")))
    assert ran.err.splitlines()[0] in page


def test_every_command_of_the_howto_is_called_rightly(root: Path, run: Run, write: Write) -> None:
    """What an officer copies from the page works, given the files that it names."""
    page = (root / "docs" / "howto" / "command-line.md").read_text(encoding="utf-8")
    write(("bidder: Acme", "bidder: Acme Highways"))
    lines = [line for line in page.splitlines() if line.startswith("socialvalue ")]
    assert len(lines) > 10
    for line in lines:
        words = [a or b for a, b in re.findall(r'"([^"]+)"|(\S+)', line)][1:]
        if "./my-council" not in words:
            assert run(*words).code == 0, line


def blocks_of(root: Path, page: str) -> list[str]:
    """The YAML of a page."""
    text = (root / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M)


HEAD = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "500000"
published: 2022-07-01
target: "0.50"
"""


def test_the_schemes_of_the_howto_are_schemes(root: Path, run: Run, here: Path) -> None:
    """What an officer copies into a tender file is read, and has a wording and a fingerprint."""
    schemes = [each for each in blocks_of(root, "howto/write-a-scheme.md") if "scheme:" in each]
    assert len(schemes) == 5
    for each in schemes:
        bids = "" if "\nbids:" in each else "bids: []\n"
        Path("tender.yaml").write_text(f"{HEAD}{each}{bids}", encoding="utf-8")
        ran = run("scheme", "tender.yaml")
        assert (ran.code, ran.err) == (0, ""), ran.err
        assert "Fingerprint of this scheme" in ran.out


def test_the_marks_and_bids_of_the_howtos_are_read(root: Path, run: Run, here: Path) -> None:
    """The panel's marks and an exclusion, as the pages write them, stand in a tender file."""
    marks, excluded = (
        next(each for each in blocks_of(root, page) if word in each)
        for page, word in (
            ("howto/write-a-scheme.md", "consensus:"),
            ("howto/standstill-letters.md", "state: excluded"),
        )
    )
    scheme = (
        'scheme: {criteria: [{name: quality, points: "100", method: panel_mark, out_of: "5"}]}\n'
    )
    bids = f"bids:\n  - bidder: Brook\n{marks}{excluded}"
    Path("tender.yaml").write_text(HEAD + scheme + bids, encoding="utf-8")
    ran = run("score", "tender.yaml")
    assert (ran.code, ran.err) == (0, ""), ran.err
    assert "Cherry Landscapes is not ranked: excluded: The explanation of 3 August" in " ".join(
        ran.out.split()
    )
    assert "monitoring officer" not in run("summary", "tender.yaml").out


def test_the_lots_of_the_howto_are_lots(root: Path, run: Run, here: Path) -> None:
    """The limit on lots is written as the page writes it."""
    lots = next(each for each in blocks_of(root, "howto/write-a-scheme.md") if "lots:" in each)
    scheme = 'scheme: {criteria: [{name: price, points: "100", method: lowest_price}]}\n'
    bids = 'bids:\n  - {bidder: Brook, lot: north, price: "9"}\n'
    Path("tender.yaml").write_text(HEAD + lots + scheme + bids, encoding="utf-8")
    assert "A bidder may be first in 1 lot at most" in " ".join(
        run("score", "tender.yaml").out.split()
    )
