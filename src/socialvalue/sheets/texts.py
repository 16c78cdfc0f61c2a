"""Texts in a table that a spreadsheet opens: none of them begins like a formula.

A spreadsheet runs a cell that begins with an equals sign or one of a few others, whoever wrote it.
An apostrophe before it makes a text of it, and is taken off again where we read what we wrote.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["guarded", "guarded_sql", "unguarded", "unguarded_sql"]

_BLANK: Final = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_BEGINS: Final = f"'*([{_BLANK}]*[=+@\uff1d\uff0b\uff0d\uff20-]|[\t\r\n])"
"""What begins a formula, the wide forms of East Asian spreadsheets included.  Apostrophes that
stand before it count, so that each text is guarded to a text of its own, and none is lost."""
_FORMULA: Final = re.compile(_BEGINS)
_GUARDED: Final = re.compile(f"'{_BEGINS}")
_NUMBER: Final = "-[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?"
_CONTROLS: Final = "".join(map(chr, (*range(9), *range(11, 32), *range(127, 160))))
_TURNS: Final = (
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""What turns a line round; with what a terminal obeys, but for tabs and ends of lines."""
_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\x7f": "\u2421"}


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Example:
        >>> guarded("=1+1"), guarded("Acme"), guarded("'=1+1")
        ("'=1+1", 'Acme', "''=1+1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded, or that never needed it.

    Example:
        >>> unguarded("'=1+1"), unguarded("'A'")
        ('=1+1', "'A'")
    """
    return text[1:] if _GUARDED.match(text) else text


def guarded_sql(column: str, *, numbers: bool = False) -> str:
    """The same in DuckDB, control characters as their pictures (␛); a null stays one.

    Args:
        column: The quoted name of a column of texts.
        numbers: Whether negative numbers that stand there as texts are let be.
    """
    hidden = _CONTROLS + _TURNS
    shown = "".join(_PICTURES.get(each, "\ufffd") for each in hidden)
    found = _literal("[" + "".join(f"\\x{{{ord(each):x}}}" for each in hidden) + "]")
    line_ends = f"replace({column}, chr(13) || chr(10), chr(10))"
    visible = f"translate({line_ends}, {_text(hidden)}, {_text(shown)})"
    clean = f"(CASE WHEN regexp_matches({column}, {found}) THEN {visible} ELSE {column} END)"
    formula = f"regexp_matches({clean}, {_literal(f'^{_BEGINS}')})"
    if numbers:
        formula = f"({formula} AND NOT regexp_full_match({column}, {_literal(_NUMBER)}))"
    return f"CASE WHEN {formula} THEN '''' || {clean} ELSE {clean} END"


def unguarded_sql(column: str) -> str:
    """A column of texts in DuckDB without the guard."""
    formula = f"regexp_matches({column}, {_literal(f'^{chr(39)}{_BEGINS}')})"
    shorter = f"CASE WHEN {formula} THEN substr({column}, 2) ELSE {column} END"
    return f"CASE WHEN starts_with({column}, '''') THEN {shorter} ELSE {column} END"


def _text(text: str) -> str:
    """A text in SQL of which no character is written as it is."""
    return " || ".join(f"chr({ord(each)})" for each in text)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
