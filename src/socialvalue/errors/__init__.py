"""Every exception, warning and problem code, with its wording in one place.

A *problem* is one thing wrong in one place.  An exception carries all the problems of one
input, so that a person mends a file once.  A *refusal* (SV5..) and a *warning* (SV6..) use the
same codes but are never raised: they stand in a result beside the line they concern.  One of
them is also told of a plug-in's own file, as all that is wrong with a file is: SV619.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from heapq import nlargest
from html import escape
from operator import eq
from typing import Any

import attrs

from socialvalue.errors.catalogue import CATALOGUE, Kind
from socialvalue.errors.signs import look_alikes, seen, unseen

__all__ = [
    "CATALOGUE",
    "DefinitionError",
    "InputError",
    "Kind",
    "NotFoundError",
    "Problem",
    "RecordError",
    "SocialValueError",
    "did_you_mean",
    "nearest",
    "problem",
    "shown",
    "spot_in",
    "whole",
]

_LONGEST = 80
_LONG = 1000
_MANY, _FEW = 500, 50
"""Up to so many known words are all compared with one that is not; of more only so few."""
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NAMES_IT = ("SV101", "SV112", "SV221")
"""Problems whose words name the file."""
_CELL = re.compile(r"(.*?)!?([A-Z]*)([0-9]{0,9})", re.DOTALL)


@attrs.frozen(repr=False)
class Problem:
    """One thing wrong, in one place.

    Attributes:
        code: Stable code, ``SV`` and three or four digits; the reference lists them all.
        message: What was found.
        hint: What was expected, or what to do.
        file: File as the user named it, or "".
        line: Line in that file from 1, or 0.
        column: Column in that file from 1, or 0.
        where: The place in words where there is no file ("bid 'Acme', line 3").
        cell: Sheet and cell in that file, as in "Offers!C14", or "".
        pointer: Place in data that came in no file, as a JSON pointer (RFC 6901): "/bids/0/price",
            "" for the whole of it; None where there is none.
        file_hint: The hint for someone who writes files and commands, where it is another.

    Example:
        >>> print(Problem("SV204", "'fte_yaer' is not a unit", file="measures.yaml",
        ...               line=14, column=11, hint="did you mean 'fte_year'?"))
        measures.yaml:14:11: SV204 'fte_yaer' is not a unit
            Hint: did you mean 'fte_year'?
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    where: str = ""
    cell: str = ""
    pointer: str | None = None
    file_hint: str = attrs.field(default="", eq=False, repr=False)

    @property
    def place(self) -> str:
        """The place as text, ``file:line:column``, ``file:sheet!cell``, pointer or words, or ""."""
        spot = spot_in(self.file, self.line, self.column, self.cell, self.pointer)
        return ", ".join(shown(part, _LONG) for part in (spot, self.where) if part)

    @property
    def is_placed(self) -> bool:
        """Whether it knows its line, its cell, or its pointer."""
        return bool(self.line or self.cell) or self.pointer is not None

    @property
    def order(self) -> tuple[str, int, int, tuple[str, int, int, str], str]:
        """What problems are sorted by, so that they stand as a reader of the file meets them."""
        return self.file, self.line, self.column, _in_sheet(self.cell), self.pointer or ""

    def for_file(self, file: str = "") -> Problem:
        """The same problem for someone who mends a file: what to write there, and which it is.

        Args:
            file: The file, for a problem that names none.

        Example:
            >>> print(problem("SV708", criterion="price").for_file("tender.yaml"))
            tender.yaml: SV708 there is no price, and 'price' needs one
                Hint: add 'price:' to the bid
        """
        named = self.file or ("" if self.code in _NAMES_IT else file)
        return attrs.evolve(self, file=named, hint=self.file_hint or self.hint)

    def within(self, where: str) -> Problem:
        """The same problem, with the words of the thing around it set before its place."""
        return attrs.evolve(self, where=", ".join(part for part in (where, self.where) if part))

    def __repr__(self) -> str:
        at = f" at {shown(self.place)}" if self.place else ""
        return f"<Problem {self.code}{at}: {shown(self.message)}>"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        hint = f"\n    Hint: {self.hint}" if self.hint else ""
        return f"{head}{self.code} {self.message}{hint}"


def spot_in(file: str, line: int, column: int, cell: str, pointer: str | None = None) -> str:
    """A place in a file as text, which an editor's terminal opens; or one in data.

    Example:
        >>> spot_in("measures.yaml", 14, 11, ""), spot_in("offers.xlsx", 0, 0, "Offers!C14")
        ('measures.yaml:14:11', 'offers.xlsx:Offers!C14')
        >>> spot_in("", 0, 0, "", "/bids/0/price"), spot_in("form.json", 0, 0, "", "/title")
        ('/bids/0/price', 'form.json#/title')

        Where only the line is known, no column is said:

        >>> spot_in("releases.jsonl", 5, 0, "")
        'releases.jsonl:5'
    """
    if line and file:
        return f"{file}:{line}:{column}" if column else f"{file}:{line}"
    if line:
        return f"line {line}, column {column}" if column else f"line {line}"
    if pointer is not None:
        return f"{file}#{pointer}" if file and pointer else file or pointer
    return f"{file}:{cell}" if file and cell else file or cell


def _in_sheet(cell: str) -> tuple[str, int, int, str]:
    """The order of cells: sheet by sheet and row by row, C9 before C14 and Z1 before AA1."""
    sheet, column, row = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]
    return sheet, int(row or 0), len(column), column


class SocialValueError(Exception):
    """The base of every error this library raises.

    Attributes:
        problems: All the problems of the input, in the order in which they stand there.

    Example:
        >>> import socialvalue as sv
        >>> try:
        ...     sv.fte("12,5")
        ... except sv.SocialValueError as error:
        ...     print(error.problems[0].code)
        SV301
    """

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(found)
        self.problems: tuple[Problem, ...] = found

    def __str__(self) -> str:
        texts = [str(each) for each in self.problems]
        return texts[0] if len(texts) == 1 else "\n".join([f"{len(texts)} problems", *texts])


class DefinitionError(SocialValueError, ValueError):
    """A file that cannot mean anything: a framework, a plug-in, a tender, a list of places."""


class InputError(SocialValueError, ValueError):
    """Something given in Python that cannot mean anything: a quantity, a bid, a scheme."""


class RecordError(SocialValueError, ValueError):
    """A record that was altered, or that means nothing here."""


class NotFoundError(SocialValueError, KeyError):
    """A name that nothing here answers to: a framework, an edition, a measure, a bidder."""


def shown(value: object, longest: int = _LONGEST) -> str:
    r"""A user's own text made safe to print: control characters visible, long texts cut.

    Example:
        >>> shown("Acme\x1b[31m")
        'Acme\\x1b[31m'
    """
    if isinstance(value, str) and value.isprintable() and len(value) <= longest:
        return str(value)
    text = _UNPRINTABLE.sub(lambda match: ascii(match.group())[1:-1], _text_of(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def whole(value: object) -> str:
    r"""A user's own text made safe to print, nothing of it cut.

    Example:
        >>> whole("Acme\x1b[31m"), len(whole("x" * 50_000))
        ('Acme\\x1b[31m', 50000)
    """
    text = str(value)
    return text if text.isprintable() else shown(text, 12 * len(text) + 1)


def _text_of(value: object) -> str:
    """A value as text; Python writes no number of more than 4,300 digits."""
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of digits"


def did_you_mean(word: object, known: Iterable[str], *, label: str = "known") -> str:
    """A hint with the nearest known word, and what is known.

    Example:
        >>> did_you_mean("fte_yaer", ["count", "fte_year"])
        "did you mean 'fte_year'? known: count, fte_year"
    """
    words = sorted(map(str, known))
    near = nearest(_text_of(word), words)
    listed = ", ".join(words[:20]) + (f" and {len(words) - 20} more" if len(words) > 20 else "")
    guess = f"did you mean {' or '.join(repr(each) for each in near)}? " if near else ""
    foreign = look_alikes(_text_of(word), near[0]) if near else ""
    guess += f"{foreign}; " if foreign else ""
    return f"{guess}{label}: {listed}" if words else guess.strip()


def nearest(word: str, words: Iterable[str]) -> list[str]:
    """Up to two known words that look like this one, whatever its capitals and blanks."""
    lower = {each.lower(): each for each in words}
    asked = seen(word[:_LONGEST]).lower()
    if asked in lower:
        return [lower[asked]]
    close = difflib.get_close_matches(asked, _compared(asked, lower), n=2, cutoff=0.6)
    return [lower[each] for each in close]


def _compared(asked: str, words: Collection[str]) -> Collection[str]:
    """What a word is compared with: of very many, those most like it letter by letter."""
    if len(words) <= _MANY:
        return words
    back = asked[::-1]

    def same(word: str) -> int:
        return int(sum(map(eq, asked, word)) + sum(map(eq, back, reversed(word))))

    return nlargest(_FEW, words, key=same)


def problem(
    code: str, *, hint: str | None = None, file_hint: str = "", where: str = "", **found: Any
) -> Problem:
    """A problem worded by the catalogue; what was found is made safe to print.

    A sign that nobody sees in what was found is named before a hint that does not say what to
    write.

    Args:
        code: A code of the catalogue.
        hint: A better hint than the catalogue's, if there is one.
        file_hint: The same for someone who writes files and commands, where it is another.
        where: The place in words.
        found: What the message names in braces.

    Example:
        >>> problem("SV204", found="fte_yaer").message
        "'fte_yaer' is not a unit"
    """
    kind = CATALOGUE[code]
    safe = {
        name: shown(value, _LONGEST if name == "found" else 500) for name, value in found.items()
    }
    text = kind.hint.format(**safe) if hint is None else hint
    written = file_hint or (kind.file_hint.format(**safe) if hint is None else "")
    strange = "" if text.startswith("write ") else unseen(found.get("found"))
    text = "; ".join(part for part in (strange, text) if part)
    message, told = kind.message.format(**safe), shown(text, _LONG)
    return Problem(code, message, told, where=where, file_hint=shown(written, _LONG))
