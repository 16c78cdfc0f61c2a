"""The one place where this room reads the clock: the day on which an entry is written."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["today"]


def today() -> date:
    """The day on this machine."""
    return datetime.now().astimezone().date()
