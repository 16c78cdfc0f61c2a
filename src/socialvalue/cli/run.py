"""From the words on the command line to an exit code; every fault ends in clear words."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from socialvalue.cli.commands.group import socialvalue
from socialvalue.cli.out.exits import (
    BUG,
    DONE,
    MARKS_OPEN,
    NOT_INSTALLED,
    NOT_WRITTEN,
    STOPPED,
    WRONG_INPUT,
    WRONG_USAGE,
    CannotWriteError,
)
from socialvalue.cli.out.output import Answer, deliver, prepare_streams, say, say_problems
from socialvalue.errors import SocialValueError, problem
from socialvalue.saving import why_not

__all__ = ["run"]

_LIBRARIES = ("SV841", "SV932", "SV1010", "SV1105", "SV1106", "SV1341")
"""The codes of libraries that are not installed."""
_OPEN = "SV760"
"""The code of marks that are open."""
_CODES = {_OPEN: MARKS_OPEN, "SV127": NOT_WRITTEN, **dict.fromkeys(_LIBRARIES, NOT_INSTALLED)}
"""The exit codes of what is no fault of a file, where it is all that is told."""
_FULL = {errno.ENOSPC, errno.EIO, errno.EBADF}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and deliver its answer.

    Args:
        arguments: The words after ``socialvalue``; those of the process if not given.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    try:
        return _run(words)
    except SocialValueError as error:
        say_problems(error.problems)
        codes = {each.code for each in error.problems}
        return _CODES.get(codes.pop(), WRONG_INPUT) if len(codes) == 1 else WRONG_INPUT
    except click.UsageError as error:
        return _usage(error)
    except CannotWriteError as error:
        say(f"socialvalue: {error}")
        say(f"    Hint: {error.hint}")
        return NOT_WRITTEN
    except (KeyboardInterrupt, click.Abort):
        say("socialvalue: stopped")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - a user is never shown a bare traceback
        return _fault(error, words)


def _run(words: list[str]) -> int:
    answer = socialvalue.main(args=words, prog_name="socialvalue", standalone_mode=False)
    if isinstance(answer, Answer):
        return deliver(answer)
    return answer if isinstance(answer, int) else DONE


def _usage(error: click.UsageError) -> int:
    name = error.ctx.command_path if error.ctx is not None else "socialvalue"
    say(f"{name}: {error.format_message()}")
    say(f"    Hint: '{name} --help' says what it takes")
    return WRONG_USAGE


def _fault(error: Exception, words: list[str]) -> int:
    if isinstance(error, OSError) and error.errno in _FULL:
        why, hint = why_not(error, Path(error.filename or "-"))
        say(f"socialvalue: cannot write: {why}")
        say(f"    Hint: {hint}")
        return NOT_WRITTEN
    if isinstance(error, OSError) and error.filename is not None:
        say_problems([problem("SV112", found=error.filename, why=error.strerror)])
        return WRONG_INPUT
    if "--debug" in words or os.environ.get("SOCIALVALUE_DEBUG", "0") not in ("", "0"):
        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line)
    what = f"{type(error).__name__}: {error}"
    say(
        f"socialvalue: a fault of this program, not of your files ({what}); please report it with "
        "what --debug shows"
    )
    return BUG
