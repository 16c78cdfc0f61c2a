"""Days as a calendar file that every calendar opens: RFC 5545, whole days, stable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Final

from socialvalue.errors import whole
from socialvalue.model.days import days_on

__all__ = ["calendar_of"]

_LONGEST: Final = 73
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})

Event = tuple[str, date, str, str]


def calendar_of(events: Iterable[Event]) -> str:
    r"""A calendar of whole days.

    Args:
        events: Of each a key that stays the same, its day, what it is, and why.

    Example:
        >>> text = calendar_of([("NCC-7/details", date(2026, 9, 18), "NCC-7: notice", "s.53")])
        >>> [line for line in text.split("\r\n") if line.startswith(("DTSTART", "SUMMARY"))]
        ['DTSTART;VALUE=DATE:20260918', 'SUMMARY:NCC-7: notice']
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//socialvalue//notices//EN",
             "CALSCALE:GREGORIAN"]  # fmt: skip
    for event in events:
        lines += _event(*event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(key: str, day: date, what: str, why: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(key.encode()).hexdigest()[:32]}@socialvalue",
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{days_on(day, 1):%Y%m%d}",
        f"SUMMARY:{_said(what)}",
        f"DESCRIPTION:{_said(why)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _said(text: str) -> str:
    """A text as the format has it, with what turns a line round or is not seen made visible."""
    return "\n".join(map(whole, text.splitlines())).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 bytes, no letter broken; those after the first set in."""
    part, before = "", ""
    for sign in line:
        if len((before + part + sign).encode()) > _LONGEST:
            yield before + part
            part, before = "", " "
        part += sign
    yield before + part
