"""A delivery record as JSON Lines: what stays, the words apart, and a list of what was erased.

So words can be handed on or kept back by themselves, and nobody restores from an old copy what was
erased since.

Source:
    practice.md §7.1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from socialvalue.contracts.chain import entries_in
from socialvalue.contracts.entries import Row, head_in
from socialvalue.errors import InputError, RecordError, problem
from socialvalue.model.canonical import spelled
from socialvalue.spans import Span

__all__ = ["ENTRIES", "ERASED", "WORDS", "erased_in", "is_export", "line_files", "rows_in"]

T = TypeVar("T")
ENTRIES, WORDS, ERASED = "entries.jsonl", "words.jsonl", "erased.jsonl"
_LONGEST = 10_000_000


def is_export(folder: Path) -> bool:
    """Whether a folder holds the lines of a record."""
    return (folder / ENTRIES).is_file()


def line_files(rows: Iterable[Row]) -> dict[str, str]:
    """The three files, by name."""
    found: dict[str, list[str]] = {ENTRIES: [], WORDS: [], ERASED: []}
    hashes = [""]
    for row in rows:
        hashes.append(row.sha256)
        found[ENTRIES].append(spelled({"seq": row.seq, "sha256": row.sha256, "kept": row.kept}))
        if row.words:
            words = {"seq": row.seq, "salt": (row.salt or b"").hex(), "words": row.words}
            found[WORDS].append(spelled(words))
        head = head_in(row.kept)
        if head.action == "erase" and head.about:
            gone = {"seq": head.about, "sha256": hashes[head.about]}
            found[ERASED].append(spelled(gone))
    return {name: "".join(f"{each}\n" for each in lines) for name, lines in found.items()}


def rows_in(folder: Path) -> list[Row]:
    """The rows of a folder, whose chain holds; words that were erased are left out.

    Raises:
        InputError: There is no such file (SV101), or a line is none of ours (SV1011).
        RecordError: An entry is not as it was written (SV966).
    """
    words = (
        {seq: (salt, text) for seq, salt, text in _lines(folder / WORDS, _word)}
        if (folder / WORDS).is_file()
        else {}
    )
    kept = [*_lines(folder / ENTRIES, _entry)]
    erased = {head.about for _, text, _ in kept if (head := head_in(text)).action == "erase"}
    rows = [Row(seq, text, sha256, *(words.get(seq, ()) if seq not in erased else ()))
            for seq, text, sha256 in kept]  # fmt: skip
    try:
        for _ in entries_in(rows):
            pass
    except RecordError as error:
        raise RecordError(Span(ENTRIES, each_line(error)).locate(error.problems)) from None
    lost = min(words.keys() - {row.seq for row in rows}, default=None)
    if lost is not None:
        broken = problem("SV966", seq=lost, why="its words are here, and it is missing")
        raise RecordError(Span(ENTRIES, len(rows) + 1).placed(broken))
    return rows


def each_line(error: RecordError) -> int:
    """The line of the entry that does not hold: each entry has one."""
    return int(next((word for word in error.problems[0].message.split() if word.isdecimal()), "1"))


def erased_in(file: Path) -> dict[int, str]:
    """The entries whose words were erased, each with its hash."""
    return dict(_lines(file, _gone))


def _gone(data: Any) -> tuple[int, str]:
    seq = int(data["seq"])
    if seq < 1:
        raise ValueError(seq)
    return seq, str(data["sha256"])


def _entry(data: Any) -> tuple[int, str, str]:
    found = int(data["seq"]), str(data["kept"]), str(data["sha256"])
    head_in(found[1])
    return found


def _word(data: Any) -> tuple[int, bytes, str]:
    return int(data["seq"]), bytes.fromhex(data["salt"]), str(data["words"])


def _lines(file: Path, read: Callable[[Any], T]) -> Iterator[T]:
    """What stands in each line of a file.

    Raises:
        InputError: There is no such file (SV101), or a line is none of ours (SV1011).
    """
    if not file.is_file():
        raise InputError(problem("SV101", found=file))
    with file.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST), b""), start=1):
            try:
                yield read(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
                found = problem("SV1011", found=line[:60].decode(errors="replace").strip())
                raise InputError(Span(file.name, number).placed(found)) from None
