"""The exit codes of the command, and the one error that is the command's own."""

from __future__ import annotations

__all__ = [
    "BUG",
    "DIFFERS",
    "DONE",
    "MARKS_OPEN",
    "NOT_INSTALLED",
    "NOT_WRITTEN",
    "STOPPED",
    "WRONG_INPUT",
    "WRONG_USAGE",
    "CannotWriteError",
]

DONE = 0
WRONG_INPUT = 1
"""A file or a name is wrong; the problems are listed."""
WRONG_USAGE = 2
"""The command was called wrongly."""
NOT_INSTALLED = 3
"""A library that the command needs is not installed."""
MARKS_OPEN = 3
"""Marks are still open: what the command would show waits for moderation."""
NOT_WRITTEN = 4
"""The result could not be written."""
DIFFERS = 5
"""A record was computed again, and the result is not the recorded one."""
BUG = 70
"""A fault of this library."""
STOPPED = 130
"""Stopped from the keyboard."""


class CannotWriteError(Exception):
    """A result could not be written, and why, in words for the user.

    Attributes:
        hint: What to do.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
