"""A JSON text of a stranger, read once, bounded, with every number as exact as it is written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from socialvalue.errors import DefinitionError, problem
from socialvalue.spans import Span

__all__ = ["MOST_BYTES", "exact_json"]

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of one JSON document; JSON Lines may be of any size, a line as much as this."""

_MOST_DIGITS: Final = 30
_MOST_DEPTH: Final = 64


def exact_json(content: bytes, file: str, line: int = 0) -> Any:
    """What a JSON document says; numbers with a point are exact, names stand once.

    Args:
        content: UTF-8, with or without a byte order mark.
        file: Its name, for messages.
        line: The line that it stands on, of a file of lines; 0 for a file that is one document.

    Raises:
        DefinitionError: Not UTF-8 (SV102), no JSON (SV116), nested too deep (SV107), a name that
            stands twice in one object (SV120).
    """
    span = Span(file, line)
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
        if _depth(found) > _MOST_DEPTH:
            raise RecursionError
        return found
    except UnicodeDecodeError as error:
        told = problem("SV102", found=f"byte {error.start + 1:,} is none of a letter")
    except json.JSONDecodeError as error:
        told = problem("SV116", found=error.msg.lower())
        span = Span(file, max(line, 1) + error.lineno - 1, error.colno)
    except _TwiceError as error:
        told = problem("SV120", found=str(error))
    except RecursionError:
        told = problem("SV107", limit=_MOST_DEPTH)
    raise DefinitionError(span.locate([told])) from None


class _TwiceError(Exception):
    """A name that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in found if names.count(name) > 1))
    return found


def _whole(digits: str) -> int | Decimal:
    """A whole number; of one that nobody can mean, the digits are kept and not worked out."""
    return int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)


def _no_number(word: str) -> Any:
    raise json.JSONDecodeError(f"{word} is no number", word, 0)


def _depth(found: Any) -> int:
    """How many levels there are, level by level: what is too deep must not be walked down."""
    level, depth = [found], 0
    while level:
        depth += 1
        if depth > _MOST_DEPTH:
            break
        level = [
            below
            for each in level
            if isinstance(each, (dict, list))
            for below in (each.values() if isinstance(each, dict) else each)
        ]
    return depth
