"""A CSV file as it is written: its heading and delimiter proved, its records checked and counted.

The grammar is that of RFC 4180: cells between delimiters, a quotation mark only around a cell or
twice within one, every record as wide as the heading.  Nothing of a file is guessed from its first
rows: what does not keep to the grammar is refused with its line.  An engine that reads the file
afterwards must find as many records as are counted here.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.read.roles import ALIASES, find_columns
from socialvalue.sheets import unguarded

__all__ = ["LONGEST", "Form", "count_records", "form_of", "line_of", "packing_of"]

Told = Callable[[int], None]
"""Told how many bytes of a file, as it lies on the disk, have been looked at."""

LONGEST: Final = 1_000_000
"""The most bytes that one record may have."""
_BLOCK: Final = 1 << 18
_LOOKED_AT: Final = 50
"""How many lines are looked through for a heading that stands too low."""
_WIDTHS: Final = 5
"""Of how many wrong widths is told."""
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_PACKED: Final = {".gz": "gzip", ".zst": "zstd"}
_END: Final = re.compile(rb"\r\n|\n|\r")
_MARK: Final = b"\xef\xbb\xbf"
_NEEDED: Final = "the first line names the columns, among them measure and quantity"


@attrs.frozen
class Form:
    """How a CSV file is written, as its heading proves.

    Attributes:
        file: The file.
        names: The columns, in their order.
        delimiter: What stands between cells.
        end: What stands behind each record.
    """

    file: Path
    names: tuple[str, ...]
    delimiter: str
    end: bytes


@attrs.frozen
class _Grammar:
    """What a cell is, a record, many of them, and a record of any width.

    What was matched is never tried another way: a text is read once, whatever stands in it.
    """

    cell: re.Pattern[bytes]
    record: re.Pattern[bytes]
    records: re.Pattern[bytes]
    any_record: re.Pattern[bytes]
    delimiter: bytes
    end: bytes

    @classmethod
    def of(cls, delimiter: str, end: bytes, width: int) -> _Grammar:
        """The grammar of records of a width; between records lines may be empty."""
        between = re.escape(delimiter.encode())
        cell = rb'(?:"[^"]*+(?:""[^"]*+)*+"|[^"\r\n%b]*+)' % between
        record = rb"(?:%b%b){%d}%b%b" % (cell, between, width - 1, cell, end)
        many = rb"(?:%b|%b)*+" % (record, end)
        any_record = rb"%b(?:%b%b)*+%b" % (cell, between, cell, end)
        built = [re.compile(each) for each in (cell, record, many, any_record)]
        return cls(built[0], built[1], built[2], built[3], delimiter.encode(), end)


# --- the heading --------------------------------------------------------------------------


def form_of(file: Path, said: Mapping[str, str] | None = None) -> Form:
    """How a CSV file is written: the first line is a heading, by one delimiter and no other.

    Args:
        file: The file, packed as its ending says.
        said: What a column says to its name, where the names are others.

    Raises:
        InputError: The file is empty (SV103), not UTF-8 (SV102) or cut short (SV126); its first
            line is no heading (SV125, SV325, SV326), or is one in two ways (SV349).
    """
    head = _head(file)
    if not head.strip():
        hint = "a table begins with the names of its columns"
        raise InputError(problem("SV103", hint=hint, where=str(file)))
    forms = [each for mark in _DELIMITERS if (each := _form(file, head, mark)) is not None]
    proved = [each for each in forms if not _unfit(each, said)]
    if len(proved) > 1:
        found = " and with ".join(_DELIMITERS[each.delimiter] for each in proved)
        raise InputError(_at(problem("SV349", found=found), file, 1))
    if not proved:
        raise InputError(_no_heading(file, head, forms, said))
    return proved[0]


def _head(file: Path) -> bytes:
    """The beginning of a file, long enough for any heading."""
    head = b""
    for block in _blocks(file):
        head += block
        if len(head) > LONGEST:
            break
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(_not_utf8(file, 1))
    if len(head) > LONGEST and _END.search(head) is None:
        raise InputError(_too_long(file, 1))
    return head


def _form(file: Path, head: bytes, delimiter: str) -> Form | None:
    """The form that the first record has by a delimiter; None where it is no record."""
    alone = _END.search(head) is None
    for end in (b"\r\n", b"\n", b"\r"):
        first = _Grammar.of(delimiter, end, 1).any_record.match(head + end * alone)
        if first is not None:
            cells = _cells(first.group(), _Grammar.of(delimiter, end, 1))
            names = (unguarded(_text(cell, file).strip()) for cell in cells)
            named = (name or f"column{number}" for number, name in enumerate(names))
            return Form(file, tuple(named), delimiter, end)
    return None


def _unfit(form: Form, said: Mapping[str, str] | None) -> tuple[Problem, ...]:
    """Why a form's columns are not those of a table; nothing where they are."""
    try:
        find_columns(form.names, said)
    except InputError as error:
        return error.problems
    folded: dict[str, str] = {}
    for name in form.names:  # the engine knows no capitals
        if (other := folded.setdefault(name.casefold(), name)) != name:
            return (problem("SV326", found=name, names=f"{other} and {name}"),)
    return ()


def _no_heading(
    file: Path, head: bytes, forms: list[Form], said: Mapping[str, str] | None
) -> list[Problem]:
    """What is wrong with the first line: not a record, not the heading, or other columns."""
    line = _decoded(_END.split(head, maxsplit=1)[0], file)
    if not forms:
        return [_fault(file, head, 1, _Grammar.of(",", b"\n", 1))]
    if below := _heading_below(file, head, said):
        rows = "the line" if below == 2 else f"the {below - 1} lines"
        hint = f"the heading is line {below}: take out {rows} above it"
        return [_at(problem("SV125", found=line, hint=hint), file, 1)]
    widest = max(forms, key=lambda each: len(each.names))
    roles = {*ALIASES, *(name for names in ALIASES.values() for name in names)}
    if (roles | set((said or {}).values())) & set(widest.names):
        return [attrs.evolve(each, file=str(file)) for each in _unfit(widest, said)]
    hint = f"{_NEEDED}; for other names say columns={{…}}"
    return [_at(problem("SV125", found=line, hint=hint), file, 1)]


def _heading_below(file: Path, head: bytes, said: Mapping[str, str] | None) -> int:
    """The line that is a heading among the first, or 0."""
    for number, line in enumerate(_END.split(head)[:_LOOKED_AT], 1):
        forms = (_form(file, line, mark) for mark in _DELIMITERS if line)
        if any(each is not None and not _unfit(each, said) for each in forms):
            return number
    return 0


def _text(cell: bytes, file: Path) -> str:
    """What a cell says, without its quotation marks."""
    text = _decoded(cell, file)
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _decoded(text: bytes, file: Path) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise InputError(_not_utf8(file, 1)) from None


# --- the records --------------------------------------------------------------------------


def count_records(form: Form, told: Told | None = None) -> int:
    """How many records stand below a file's heading; each is looked at, in bounded memory.

    Args:
        form: How the file is written.
        told: Told meanwhile how far it is.

    Raises:
        InputError: Records with too few or too many cells (SV123), a quotation mark where none
            can stand (SV124), lines that end in two ways (SV348), one that is too long (SV108),
            what is not UTF-8 (SV102), or an archive that is cut short (SV126).
    """
    grammar = _Grammar.of(form.delimiter, form.end, len(form.names))
    seen, rest = _Seen(), b""
    for block in _blocks(form.file, told):
        rest = _read(rest + block, form, grammar, seen)
        if len(rest) > LONGEST:
            break
    else:
        rest = _read(rest + form.end, form, grammar, seen) if rest else rest
    wrong = _wrong_widths(form, seen)
    wrong += [_fault(form.file, rest, seen.line, grammar)] if rest else []
    if wrong:
        raise InputError(wrong)
    return seen.records - 1


@attrs.define
class _Seen:
    """What has been seen of a file so far: an account that is kept while it is read."""

    records: int = 0
    line: int = 1
    widths: dict[int, tuple[int, int, bytes]] = attrs.field(factory=dict)
    """A wrong width to the first line that has it, how many have it, and what stands there."""


def _read(text: bytes, form: Form, grammar: _Grammar, seen: _Seen) -> bytes:
    """Account for the records that are whole; what is left is the beginning of the next."""
    at = 0
    while True:
        stop = _end_of(grammar.records.match(text, at), at)
        other = grammar.any_record.match(text, stop)
        _check_utf8(text[at : _end_of(other, stop)], form, seen.line)
        seen.records += sum(1 for _ in grammar.record.finditer(text, at, stop))
        seen.line += text.count(form.end, at, stop)
        if other is None:
            return text[stop:]
        width = len(_cells(other.group(), grammar))
        first, times, shape = seen.widths.get(width, (seen.line, 0, other.group()))
        seen.widths[width] = (first, times + 1, shape)
        seen.line += other.group().count(form.end)
        at = other.end()


def _end_of(found: re.Match[bytes] | None, start: int) -> int:
    return start if found is None else found.end()


def _check_utf8(text: bytes, form: Form, line: int) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        at = line + text.count(form.end, 0, error.start)
        raise InputError(_not_utf8(form.file, at)) from None


def _cells(text: bytes, grammar: _Grammar) -> list[bytes]:
    """The cells that follow one another, up to what is no delimiter."""
    found, at = [], -1
    while at < 0 or text.startswith(grammar.delimiter, at):
        cell = grammar.cell.match(text, at + 1)
        found.append(b"" if cell is None else cell.group())
        at = _end_of(cell, at + 1)
    return found


def line_of(form: Form, name: str, text: str) -> int:
    """The first line on which a column says something, or 0; of a file that was counted."""
    if name not in form.names:
        return 0
    at = form.names.index(name)
    with form.file.open("rb") as raw, _unpacked(raw, packing_of(form.file)) as stream:
        lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
        with contextlib.suppress(csv.Error):  # a cell that is longer than the module takes
            for row in reader:
                if row[at : at + 1] == [text]:
                    return reader.line_num
    return 0


# --- what is wrong ------------------------------------------------------------------------


def _wrong_widths(form: Form, seen: _Seen) -> list[Problem]:
    """One problem for each wrong width: its first line, how many more, and what stands there."""
    wanted, wrong = len(form.names), []
    for width, (line, times, shape) in list(seen.widths.items())[:_WIDTHS]:
        more = f" (and so {times - 1:,} more)" if times > 1 else ""
        cells = "1 cell" if width == 1 else f"{width} cells"
        found = shape.decode(errors="replace").strip()
        hint = _TOO_MANY if width > wanted else None
        told = problem("SV123", found=found, cells=cells, expected=wanted, more=more, hint=hint)
        wrong.append(_at(told, form.file, line))
    return wrong


_TOO_MANY: Final = 'a text with the delimiter in it stands in quotes: "parks, north"'


def _fault(file: Path, text: bytes, line: int, grammar: _Grammar) -> Problem:
    """Why no record stands at the beginning of a text."""
    cells = _cells(text, grammar)
    begun = sum(map(len, cells[:-1])) + len(cells) - 1
    behind = begun + len(cells[-1])
    mark, cell = text[behind : behind + 1], cells[-1]
    line += len(_END.findall(text[:begun]))
    if mark in (b"\r", b"\n"):
        return _at(problem("SV348"), file, line)
    if not mark or (mark == b'"' and not cell and len(text) > LONGEST):
        return _too_long(file, line)
    why = _why(cell, line)
    found = _END.split(text[begun : begun + 200], maxsplit=1)[0].decode(errors="replace")
    column = len(_END.split(text[:begun])[-1].decode(errors="replace")) + 1
    return attrs.evolve(_at(problem("SV124", found=found, why=why), file, line), column=column)


def _why(cell: bytes, line: int) -> str:
    """What is wrong with a quotation mark beside or in a cell that begins on a line."""
    if not cell:
        return "the quotation mark that opens the cell is never closed"
    if not cell.startswith(b'"'):
        return "a quotation mark stands within a cell that does not begin with one"
    if lines := len(_END.findall(cell)):
        return f"the cell is closed on line {line + lines}, and something stands behind it"
    return "something stands behind the quotation mark that closes the cell"


def _too_long(file: Path, line: int) -> Problem:
    return _at(problem("SV108", limit=f"{LONGEST:,} bytes to a line of a CSV file"), file, line)


def _at(told: Problem, file: Path, line: int) -> Problem:
    return attrs.evolve(told, file=str(file), line=line, column=1)


def _not_utf8(file: Path, line: int) -> Problem:
    hint = "in Excel save it as 'CSV UTF-8 (Comma delimited)'"
    return problem("SV102", found=f"line {line}", hint=hint, where=str(file))


# --- the file -----------------------------------------------------------------------------


def packing_of(file: Path) -> str:
    """How a file is packed, by its ending.

    Example:
        >>> packing_of(Path("offers.csv.gz")), packing_of(Path("offers.csv"))
        ('gzip', 'none')
    """
    return _PACKED.get(file.suffix.lower(), "none")


def _blocks(file: Path, told: Told | None = None) -> Iterator[bytes]:
    """A file unpacked, in parts, without the mark of UTF-8 that it may begin with.

    Raises:
        InputError: It cannot be unpacked to its end (SV126).
    """
    packing = packing_of(file)
    with file.open("rb") as raw:
        try:
            stream = _unpacked(raw, packing)
            mark = stream.read(len(_MARK))
            yield b"" if mark == _MARK else mark
            while block := stream.read(_BLOCK):
                yield block
                if told is not None:
                    told(raw.tell())
        except (EOFError, zlib.error, OSError) as error:
            if packing == "none" or getattr(error, "errno", None) is not None:
                raise
            raise InputError(problem("SV126", found=str(file), why=str(error))) from None


def _unpacked(raw: IO[bytes], packing: str) -> Any:
    """A stream of what a packed file holds; each of these tells where it ends too early."""
    if packing == "gzip":
        return gzip.GzipFile(fileobj=raw)
    return _unzstd(raw) if packing == "zstd" else raw


def _unzstd(raw: IO[bytes]) -> Any:
    """The standard library has zstd from Python 3.14 on.

    Raises:
        InputError: Nothing here unpacks it (SV112).
    """
    with contextlib.suppress(ImportError):
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]

        return zstd.ZstdFile(raw)
    try:
        import pyarrow as pa
    except ImportError:
        why, hint = "zstd is unpacked by pyarrow", "python -m pip install pyarrow"
        raise InputError(problem("SV112", found=raw.name, why=why, hint=hint)) from None
    return pa.CompressedInputStream(pa.PythonFile(raw), "zstd")
