"""Plain data to the text of a file, which the reader of files reads as the same data.

Every value is in quotes, so that nothing in it can mean anything else; what no editor shows is
written by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

__all__ = ["Noted", "written"]

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NULLS: Final = {"null", "Null", "NULL"}
_NAMED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@attrs.frozen
class Noted:
    """A value with what is said of it beside it, in a comment; nothing said is no comment."""

    value: Any
    comment: str


def written(data: Mapping[str, Any], *, above: Iterable[str] = ()) -> str:
    """The text of a file that holds this data.

    Args:
        data: Groups, lists, texts and None; any of them may be `Noted`.
        above: Lines that stand above it, as comments.

    Example:
        >>> print(written({"bids": [{"bidder": Noted("Acme: roads", "a.xlsx"), "price": None}]}))
        bids:
          - bidder: "Acme: roads"  # a.xlsx
            price: null
        <BLANKLINE>
    """
    head = "".join(f"# {_visible(line)}\n" for line in above)
    return head + "".join(f"{line}\n" for line in _group(data, ""))


def _group(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        plain = _PLAIN.fullmatch(key) and key not in _NULLS
        yield from _entry(f"{indent}{key if plain else _quoted(key)}:", value, f"{indent}  ")


def _list(items: Sequence[Any], indent: str) -> Iterator[str]:
    """Items behind a dash; the keys of a group in one stand below its first."""
    for item in items:
        value, comment = _parts(item)
        if isinstance(value, Mapping) and value:
            if comment:
                yield f"{indent}{comment.strip()}"
            first, *others = _group(value, f"{indent}  ")
            if first.lstrip().startswith("#"):
                yield first[2:]
                first, *others = others
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from others
        else:
            yield from _entry(f"{indent}-", item, f"{indent}  ")


def _entry(before: str, noted: Any, indent: str) -> Iterator[str]:
    """A key or a dash, and what stands behind or below it."""
    value, comment = _parts(noted)
    if isinstance(value, Mapping) and value:
        yield f"{before}{comment}"
        yield from _group(value, indent)
    elif _is_list(value) and value:
        yield f"{before}{comment}"
        yield from _list(value, indent)
    else:
        if value is None and comment:  # beside a plain word it could be taken for more of a text
            yield f"{indent[2:]}{comment.strip()}"
            comment = ""
        yield f"{before} {_scalar(value)}{comment}"


def _parts(noted: Any) -> tuple[Any, str]:
    if isinstance(noted, Noted):
        said = _visible(noted.comment).strip()
        return noted.value, f"  # {said}" if said else ""
    return noted, ""


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return _quoted(value)
    return "[]" if _is_list(value) else "{}"


def _quoted(text: str) -> str:
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    """One sign between quotes: by its number where no editor shows it."""
    if sign in _NAMED:
        return _NAMED[sign]
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 2**16 else f"\\U{ord(sign):08x}"


def _visible(comment: str) -> str:
    """A comment on one line."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in comment)
