"""Whole numbers of options are typed as every number is: digits from 0 to 9, without a sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import pytest

from socialvalue.cli.commands.group import socialvalue
from socialvalue.cli.out import exits
from socialvalue.cli.out.typed import WHOLE, Range

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.mark.parametrize(
    "typed", ["+5", "-5", "\u0661", "\uff15", "5.0", "1e3", " 5", "5_", "0x5", "", "five"]
)
def test_what_is_no_number_here_is_refused(run: Run, write: Write, typed: str) -> None:
    """Half the world's digits, or a sign, would be read by one option and refused by the next."""
    ran = run("simulate", write(), "--draws", "10", f"--seed={typed}")
    assert (ran.code, ran.out) == (exits.WRONG_USAGE, "")
    assert "--seed" in ran.err
    assert "write it with the digits 0 to 9" in ran.err
    with_one = ("simulate", write(), "--draws", "2_0", "--spread", "NT10=0.8:1.3")
    assert run(*with_one, "--seed=5").code == 0


def test_a_number_that_nobody_means_is_no_fault(run: Run, write: Write) -> None:
    """Five thousand digits are a slip, and ended in a message of Python's."""
    ran = run("simulate", write(), "--draws", "9" * 5_000)
    assert (ran.code, "too large to be meant" in ran.err) == (exits.WRONG_USAGE, True)
    assert len(ran.err) < 300


def _options(command: click.Command) -> Iterator[click.Parameter]:
    yield from command.params
    for each in getattr(command, "commands", {}).values():
        yield from _options(each)


def test_every_whole_number_of_the_command_line_is_read_so() -> None:
    """An option that is added must not bring another grammar with it."""
    kinds = click.types.IntParamType, click.types.FloatParamType
    numbers = [each for each in _options(socialvalue) if isinstance(each.type, kinds)]
    assert len(numbers) > 20
    assert {type(each.type) for each in numbers} == {type(WHOLE), Range}
