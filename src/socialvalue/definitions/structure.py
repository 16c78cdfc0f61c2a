"""Plain data to the shapes of the files, with every problem at its place.

The reader checks the keys and the kinds; each fault comes with the path at which it arose, and the
plain data knows where that path was written.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from socialvalue.definitions.converter import Fault, MisfitsError, Missing, Strays, reader_of
from socialvalue.definitions.findings import MOST_PROBLEMS, Findings
from socialvalue.definitions.nodes import Items, Keys, Path, part_at
from socialvalue.definitions.salvage import prune
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.errors import InputError, Problem, did_you_mean, nearest, problem, shown
from socialvalue.spans import Span

__all__ = ["structure", "structure_as_far"]

T = TypeVar("T", bound=Entry)


def structure(data: Keys, shape: type[T]) -> T:
    """A file's data as its shape.

    Raises:
        DefinitionError: Everything that does not fit, each at its place.
    """
    findings = Findings()
    return findings.settled(structure_as_far(data, shape, findings))


def structure_as_far(data: Keys, shape: type[T], findings: Findings) -> T | None:
    """A file's data as its shape, or what is left of it without the parts that do not fit.

    Args:
        data: The file's data; where something does not fit, it is taken out.
        shape: What the file says it is.
        findings: Where everything goes that does not fit, each at its place.

    Returns:
        The entry; None where too little of it is left.
    """
    try:
        return _read(data, shape)
    except MisfitsError as error:
        faults = error.faults
    misspelt = _misspelt(faults)
    for path, leaf in faults:
        if len(findings.problems) >= MOST_PROBLEMS:
            raise findings.error()
        if not (isinstance(leaf, Missing) and path in misspelt):
            findings.problems += _problems(data, path, leaf)
    strays = [(*path, key) for path, leaf in faults for key in _stray_keys(leaf)]
    misfits = [path for path, leaf in faults if not _stray_keys(leaf)]
    names, blind = prune(data, shape, misfits, strays)
    findings.unread |= names
    findings.blind |= blind
    return _rest(data, shape, findings)


def _read(data: Keys, shape: type[T]) -> T:
    kind: Any = shape
    made: T = reader_of(kind)(data)
    return made


def _rest(data: Keys, shape: type[T], findings: Findings) -> T | None:
    try:
        return _read(data, shape)
    except MisfitsError:
        findings.blind = True
        return None


def _misspelt(faults: list[tuple[Path, Fault]]) -> set[Path]:
    """The keys that are missing because they stand there misspelt, which is told already."""
    holders = {path[:-1]: path for path, leaf in faults if isinstance(leaf, Missing)}
    return {
        (*path, meant)
        for path, leaf in faults
        if path in holders and isinstance(leaf, Strays)
        for key in sorted(leaf.keys)[:MOST_PROBLEMS]
        for meant in nearest(key, leaf.known)[:1]
    }


def _stray_keys(error: Fault) -> set[str]:
    return error.keys if isinstance(error, Strays) else set()


# --- from faults to problems --------------------------------------------------------------


def _problems(data: Keys, path: Path, error: Fault) -> tuple[Problem, ...]:
    """What one error says: a value of the wrong kind, unknown keys, or a key that is missing."""
    if isinstance(error, InputError):
        return _find(data, path).locate(error.problems)
    if isinstance(error, Strays):
        return _unknown_keys(part_at(data, path), error)
    return _find(data, path[:-1]).locate([problem("SV202", found=path[-1])])


def _unknown_keys(holder: Any, strays: Strays) -> tuple[Problem, ...]:
    return tuple(
        holder.span(key, at_key=True).locate(
            [problem("SV201", found=key, hint=_key_hint(key, strays.known))]
        )[0]
        for key in sorted(strays.keys, key=lambda key: holder.keys_at[key])[:MOST_PROBLEMS]
    )


def _key_hint(key: str, known: list[str]) -> str:
    """The key that was meant: by its first word where a colon or its space is missing."""
    word, sign, rest = re.match(r"([\w-]*) *([:=]?)(.*)", key, re.S).groups()  # type: ignore[union-attr]
    if sign and word in known:
        return f"a key is followed by a colon and a space: {word}: {shown(rest.strip())}"
    return did_you_mean(key, known, label="keys here")


def _find(data: Keys, path: Path) -> Span:
    """Where the thing at a path was written, or the nearest thing around it."""
    holder: Any = data
    span = data.span()
    for step in path:
        if isinstance(holder, Keys) and step in holder:
            span = holder.span(str(step))
        elif isinstance(holder, Items) and isinstance(step, int):
            span = holder.span(step)
        else:
            return span
        holder = part_at(holder, (step,))
    return span
