"""What the YAML parser complains of, in the words of someone who writes the file."""

from __future__ import annotations

import re
from typing import Any

import attrs

from socialvalue.errors import Problem, problem
from socialvalue.spans import Span

__all__ = ["NO_BREAK_SPACES", "other_kind", "pasted_space", "yaml_problem"]

NO_BREAK_SPACES = "\u00a0\u2007\u202f\u3000"
"""Spaces of word processors: they look like the space bar's, and YAML takes them for letters."""


@attrs.frozen
class _Complaint:
    """A complaint of the parser: how to know it, and what to say instead.

    Attributes:
        needle: What stands in the parser's own words.
        found: What is wrong; ``{line}`` is the line where the thing began, ``{sign}`` the sign
            that stands at the place.
        hint: What to do.
        at_beginning: Whether the place is where the thing began, and not where it was missed.
    """

    needle: str
    found: str
    hint: str
    at_beginning: bool = False


_QUOTED = "a text with ': ', ' #' or a comma in it needs quotes, and every quote its second one"
_COMPLAINTS = (
    _Complaint(
        "end of stream while scanning a quoted scalar",
        "the quote that opens here is never closed",
        "add the second quote at the end of the text",
        at_beginning=True,
    ),
    _Complaint(
        "expected ',' or '}'",
        "what opens with '{{' on line {line} is not closed, or lacks a comma",
        f"inside {{ }} the parts are divided by commas; {_QUOTED}",
        at_beginning=True,
    ),
    _Complaint(
        "expected ',' or ']'",
        "what opens with '[' on line {line} is not closed, or lacks a comma",
        f"inside [ ] the entries are divided by commas; {_QUOTED}",
        at_beginning=True,
    ),
    _Complaint(
        "mapping values are not allowed",
        "a colon where none can stand",
        "a text with ': ' in it needs quotes, as in title: \"Roads: repairs\"; keys of one group "
        "begin in the same column, and the line above may lack its colon",
    ),
    _Complaint(
        "could not find expected ':'",
        "this line has no key with ': ' behind it",
        "a key is followed by a colon and a space, as in licence: OGL-UK-3.0",
        at_beginning=True,
    ),
    _Complaint(
        "expected '-' indicator",
        "the line is not set in as the list around it",
        "the entries of a list begin in the same column, each with '- '",
    ),
    _Complaint(
        "block sequence entries are not allowed",
        "a dash where no list can stand",
        "a list begins below its key, each entry on a line of its own with '- '",
    ),
    _Complaint(
        "cannot start any token",
        "a text cannot begin with '{sign}'",
        "put the text in quotes",
    ),
    _Complaint(
        "scanning a block scalar",
        "a text cannot begin with '>' or '|'",
        "put the text in quotes",
    ),
    _Complaint(
        "mapping keys are not allowed",
        "a text cannot begin with '? '",
        "put the text in quotes",
    ),
    _Complaint(
        "expected alphabetic or numeric character",
        "'*' or '&' before a text",
        "entries of a list begin with '- '; any other text that begins so needs quotes",
    ),
    _Complaint(
        "unknown escape character",
        "a backslash between double quotes",
        "put the text between single quotes: 'C:\\docs'",
    ),
)
_BEHIND = _Complaint(
    "",
    "something stands behind the end of a value",
    "a text with quotes inside it is written with the others around it: 'the \"Isles\"'; "
    "or a quote further up is never closed",
)
_NOT_IN_LINE = _Complaint(
    "",
    "the line is not set in as the keys around it",
    "keys of one group begin in the same column; use spaces, never tabs",
)
_TAB = _Complaint("", "a tab where spaces are expected", "set lines in with spaces, never tabs")
_NO_BREAK = _Complaint(
    "",
    "a no-break space where spaces are expected",
    "it came with text from a word processor: delete it, and type spaces",
)


def yaml_problem(error: Any, file: str, text: str) -> Problem:
    """A complaint of the parser as a problem at its place.

    Args:
        error: What libyaml raised.
        file: The file's name for messages.
        text: The file's text.
    """
    pasted = _no_break_space(file, text)
    if pasted is not None:
        return pasted
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    lines = text.splitlines()
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    said = f"{what} {getattr(error, 'context', None) or ''}".strip()
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    known = _of_the_margin(lines, line) or _known(said, before)
    if known is None:
        return Span(file, line, column).locate([problem("SV104", found=said)])[0]
    if known.at_beginning and begun:
        line, column = begun.line + 1, begun.column + 1
    sign = lines[line - 1][column - 1 : column] if line <= len(lines) else ""
    found = known.found.format(line=line, sign=sign)
    return Span(file, line, column).locate([problem("SV104", found=found, hint=known.hint)])[0]


_A_WORKBOOK = (
    "what is read here is text: a tender is written in YAML, as docs/tutorial/score-a-tender.md "
    "shows; a table of commitments is saved as 'CSV UTF-8' for `socialvalue value`"
)
_AS_TEXT = "open it with the program that made it, and save it as plain text in UTF-8"
_KINDS = (
    (b"PK\x03\x04", "it is a workbook, or another zipped file", _A_WORKBOOK),
    (b"\xd0\xcf\x11\xe0", "it is a workbook or document of an old Office", _A_WORKBOOK),
    (b"PAR1", "it is a Parquet file", "a table of commitments is valued by `socialvalue value`"),
    (b"%PDF-", "it is a PDF", _AS_TEXT),
    (b"{\\rtf", "it is a rich text document", _AS_TEXT),
    (b"\x1f\x8b", "it is packed with gzip", "unpack it first"),
)
"""How files of other kinds begin, what they are, and what to do."""


def other_kind(content: bytes) -> Problem | None:
    """The problem that a file is of a kind that is no text; None where it may be text."""
    for begins, what, hint in _KINDS:
        if content.startswith(begins):
            return problem("SV102", found=what, hint=hint)
    return None


def _no_break_space(file: str, text: str) -> Problem | None:
    """The first line that a word processor's space sets in; nothing where there is none."""
    if not any(each in text for each in NO_BREAK_SPACES):
        return None
    found = re.search(f"^ *[{NO_BREAK_SPACES}]", text, re.M)
    if found is None:
        return None
    line = text.count("\n", 0, found.end()) + 1
    return Span(file, line, len(found.group())).locate([pasted_space()])[0]


def pasted_space() -> Problem:
    """A word processor's space where those of the space bar are expected."""
    return problem("SV104", found=_NO_BREAK.found, hint=_NO_BREAK.hint)


def _of_the_margin(lines: list[str], line: int) -> _Complaint | None:
    """A tab at the beginning of the line: where it is one of a text, the parser goes on."""
    around = lines[line - 1 : line]
    return _TAB if any(re.match(" *\t", each) for each in around) else None


def _known(said: str, before: str) -> _Complaint | None:
    """The complaint that the parser's words are of."""
    if "did not find expected key" in said:
        return _BEHIND if before.strip() else _NOT_IN_LINE
    return next((each for each in _COMPLAINTS if each.needle in said), None)
