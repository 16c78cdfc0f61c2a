"""Definition files and folders: reading them, and telling what each is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes import SCHEMAS, Entry
from socialvalue.definitions.structure import structure
from socialvalue.definitions.text import Keys, read_bytes, read_text
from socialvalue.errors import DefinitionError, did_you_mean, problem

__all__ = ["MOST_FILES", "of_shape", "read_file", "read_folder", "schema_of"]

E = TypeVar("E", bound=Entry)
MOST_FILES = 200


def read_data(path: Path, file: str) -> Keys:
    """A file's plain data.

    Args:
        path: Where it is.
        file: Its name for messages.

    Raises:
        DefinitionError: It cannot be read as data.
    """
    return read_text(read_bytes(path, file), file)


def schema_of(data: Keys) -> type[Entry]:
    """The shape that a file says it has.

    Raises:
        DefinitionError: It says none, or an unknown one (SV111).
    """
    named = data.get("schema")
    if not isinstance(named, str) or named not in SCHEMAS:
        hint = did_you_mean(named or "", SCHEMAS, label="the first line is 'schema:' and one of")
        found = problem(
            "SV111", found=named if named is not None else "(no schema line)", hint=hint
        )
        raise DefinitionError(data.span("schema").locate([found]))
    return SCHEMAS[named]


def read_file(path: Path, file: str | None = None) -> Entry:
    """A definition or tender file, as the shape it says it has.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    data = read_data(path, file or str(path))
    return structure(data, schema_of(data))


def read_folder(folder: Path, file: str, findings: Findings) -> tuple[Entry, ...]:
    """All the definition files of a folder; what is wrong with any of them is kept.

    Args:
        folder: Where they are; folders inside it are not looked into.
        file: The folder's name for messages.
        findings: Where problems go.
    """
    paths = sorted(folder.glob("*.yaml"))[: MOST_FILES + 1]
    if len(paths) > MOST_FILES:
        raise DefinitionError(problem("SV108", limit=f"{MOST_FILES} files", where=file))
    found = [_attempt(path, f"{file}/{path.name}", findings) for path in paths]
    return tuple(each for each in found if each is not None)


def _attempt(path: Path, file: str, findings: Findings) -> Entry | None:
    try:
        return read_file(path, file)
    except DefinitionError as error:
        findings.problems += error.problems
        return None


def of_shape(entries: Iterable[Entry], shape: type[E]) -> tuple[E, ...]:
    """The entries of one shape."""
    return tuple(each for each in entries if type(each) is shape)
