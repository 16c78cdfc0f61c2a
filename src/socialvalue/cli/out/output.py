"""Where results and problems go: standard output, a file, standard error.

A result is made whole before any of it is written, so a fault never leaves half of one behind.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import secrets
import shutil
import sys
import webbrowser
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import attrs

from socialvalue.cli.out.exits import DONE, CannotWriteError
from socialvalue.errors import Problem, shown
from socialvalue.saving import replace_file, why_not

__all__ = [
    "Answer",
    "cannot_write",
    "deliver",
    "prepare_streams",
    "refuse_source",
    "say",
    "say_problems",
    "spelt",
]

_LONGEST = 10_000
_NAME_ONE = "name a file for it with --output"
_SPELLED = {
    "£": "GBP", "×": "x", "÷": "/", "–": "-", "—": "-", "−": "-", "…": "...", "’": "'",
    "“": '"', "”": '"', "→": "->", "─": "-",
}  # fmt: skip
"""How signs of ours are written where the output cannot hold them."""


@attrs.frozen
class Answer:
    """What a command has to say.

    Attributes:
        text: The result, for standard output or the file; bytes for a file only.
        file: Where it goes instead of standard output, or None; with `files`, the folder.
        files: Several results: the name of each file in the folder, and what it holds.
        source: A file that must not be overwritten, or None.
        mark: Whether a file begins with a byte-order mark, by which Excel knows UTF-8.
        problems: What is wrong, for standard error.
        notes: What is to be known beside the result, for standard error once it is written.
        code: The exit code.
        replace: Whether files of the same names in the folder are written over.
        keep: What else may be in the folder, by name, and stays as it is.
        also: What is delivered after it, or None; its exit code is not looked at.
        shown: Whether the file is opened in a browser once it is written.
    """

    text: str | bytes = ""
    file: Path | None = None
    source: Path | None = None
    mark: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    code: int = DONE
    files: Mapping[str, str | bytes] | None = None
    replace: bool = False
    keep: frozenset[str] = frozenset()
    also: Answer | None = None
    shown: bool = False


def _spell(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: our signs spelt out, all others by their number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = error.object[error.start : error.end]
    plain = found.encode("ascii", "backslashreplace").decode()
    known = all(each in _SPELLED for each in found)
    return ("".join(map(_SPELLED.__getitem__, found)) if known else plain), error.end


codecs.register_error("socialvalue", _spell)


def spelt(text: str, encoding: str) -> str:
    """A text as an output of some encoding can hold it.

    Example:
        >>> spelt("£2 × 3", "ascii"), spelt("£2 × 3", "utf-8")
        ('GBP2 x 3', '£2 × 3')
    """
    try:
        return text.encode(encoding, "socialvalue").decode(encoding)
    except (LookupError, UnicodeError):
        return text


def prepare_streams() -> None:
    """Let no character that a stream cannot hold end in an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(ValueError, OSError):
                reconfigure(errors="socialvalue")


def deliver(answer: Answer) -> int:
    """Write an answer where it belongs.

    Returns:
        The exit code.

    Raises:
        CannotWriteError: The result could not be written.
    """
    say_problems(answer.problems)
    if answer.file is not None and answer.files is not None:
        _write_files(answer.files, answer.file, answer)
    elif answer.file is not None:
        _write_file(answer.text, answer.file, answer.source, answer.mark)
        say(f"Written to {answer.file}")
        if answer.shown:
            webbrowser.open(answer.file.resolve().as_uri())
    elif answer.text:
        _write_out(answer.text)
    say_problems(answer.notes)
    if answer.also is not None:
        deliver(answer.also)
    return answer.code


# --- standard output and standard error ---------------------------------------------------


def _write_out(text: str | bytes) -> None:
    """The result to standard output; a reader who went away early has what it wanted."""
    if isinstance(text, bytes):
        raise CannotWriteError("cannot write: this is no text", _NAME_ONE)
    if sys.stdout is None:
        raise CannotWriteError("cannot write: standard output is closed", _NAME_ONE)
    try:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        _let_go(sys.stdout)
        if not _reader_left(error):
            why, hint = why_not(error, Path("-"))
            raise CannotWriteError(f"cannot write: {why}", hint) from None


def _reader_left(error: OSError) -> bool:
    return error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL)


def _let_go(stream: TextIO) -> None:
    """Point a broken stream at nothing, so that the interpreter ends without complaint."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def say(text: str) -> None:
    """One line to standard error, control characters made visible."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{shown(text, _LONGEST)}\n")
        sys.stderr.flush()
    except OSError:
        _let_go(sys.stderr)


def say_problems(problems: Iterable[Problem]) -> None:
    """Each problem as ``file:line:column: CODE message`` and its hint, to standard error."""
    for found in problems:
        each = found.for_file()
        place = f"{each.place}: " if each.place else ""
        say(f"{place}{each.code} {each.message}")
        if each.hint:
            say(f"    Hint: {each.hint}")


# --- a file -------------------------------------------------------------------------------


_SYSTEM = ("thumbs.db", "desktop.ini")
"""Files that a file manager leaves in a folder; those that begin with a point are others."""


def _write_files(files: Mapping[str, str | bytes], folder: Path, answer: Answer) -> None:
    """Several results into a folder, which is made if it is not there, and holds nothing else.

    Nothing is left from before: what an earlier run wrote there, perhaps for a bidder whose name
    has changed since, would be taken for a result of this one.
    """
    try:
        folder.mkdir(exist_ok=True)
        there = sorted(each.name for each in folder.iterdir() if not _is_of_system(each.name))
    except (OSError, ValueError) as error:
        raise cannot_write(error, folder) from None
    there = [each for each in there if each not in answer.keep]
    tops = list(dict.fromkeys(Path(each).parts[0] for each in files))
    _refuse_others(tops, folder, there, replace=answer.replace)
    aside = folder / f".socialvalue-{secrets.token_hex(8)}.tmp"
    try:
        aside.mkdir()
        for name, text in files.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            replace_file(aside / name, _bytes_of(text, mark=False))
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).replace(folder / name)
        for name in tops:
            say(f"Written to {folder / name}")
    except (OSError, ValueError) as error:
        raise cannot_write(error, folder) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _is_of_system(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SYSTEM


def _refuse_others(
    files: Collection[str], folder: Path, there: Sequence[str], *, replace: bool
) -> None:
    """Refuse a folder that holds what this run would leave there, or write over unasked."""
    left = [each for each in there if each not in files]
    names = ", ".join(left[:5] or there[:5]) + (", …" if len(left or there) > 5 else "")
    if left and replace:
        why, hint = f"it holds what is not replaced ({names})", "take that away"
    elif there and not replace:
        why, hint = f"it is not empty ({names})", "--replace writes over files of the same names"
    else:
        return
    raise CannotWriteError(f"cannot write to {folder}: {why}", f"{hint}; or name another folder")


def _write_file(text: str | bytes, file: Path, source: Path | None, mark: bool) -> None:
    """The result to a file: written aside, then renamed over what was there."""
    try:
        refuse_source(file, source)
        replace_file(file, _bytes_of(text, mark=mark))
    except (OSError, ValueError) as error:
        raise cannot_write(error, file) from None


def _bytes_of(text: str | bytes, *, mark: bool) -> bytes:
    if isinstance(text, bytes):
        return text
    content = text if text.endswith("\n") else f"{text}\n"
    return content.encode("utf-8-sig" if mark else "utf-8", "backslashreplace")


def refuse_source(file: Path, source: Path | None) -> None:
    """Refuse to write over the file that is read.

    Raises:
        CannotWriteError: They are one file.
    """
    with contextlib.suppress(OSError, ValueError):
        if source is None or not file.samefile(source):
            return
        why = "it is the file that was read"
        raise CannotWriteError(f"cannot write {file}: {why}", "name another file")


def cannot_write(error: Exception, file: Path) -> CannotWriteError:
    """What the system says of a file or a folder, in words, and what to do."""
    why, hint = why_not(error, file)
    return CannotWriteError(f"cannot write {file}: {why}", hint)
