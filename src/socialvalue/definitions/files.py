"""Definition files and folders: reading them, and telling what each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.nodes import Keys
from socialvalue.definitions.opening import read_bytes
from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.tenders import CasesFile
from socialvalue.definitions.structure import structure_as_far
from socialvalue.definitions.text import read_head, read_partly, read_text
from socialvalue.errors import DefinitionError, Problem, did_you_mean, problem
from socialvalue.spans import NOWHERE

__all__ = [
    "SUFFIXES",
    "entry_of",
    "of_one_shape",
    "of_shape",
    "one_head",
    "read_as_far",
    "read_entry",
    "read_file",
    "read_folder",
    "read_keys",
    "read_set",
    "schema_of",
]

E = TypeVar("E", bound=Entry)
Schemas = Mapping[str, type[Entry]]
SUFFIXES = (".yaml", ".yml")
_BY_NAME = {"exclusions": "socialvalue/exclusions@1"}
"""What a file without a schema line is, where its name says it."""


_AS_DATA = "-data@1"
"""How the schema line of a noun ends that has the name of a file."""


def read_data(path: Path, file: str) -> Keys:
    """A file's plain data.

    Args:
        path: Where it is.
        file: Its name for messages.

    Raises:
        DefinitionError: It cannot be read as data.
    """
    data = read_text(read_bytes(path, file), file)
    _name(data, path)
    return data


def _name(data: Keys, path: Path) -> None:
    """Give a file without a schema line the one that its name stands for."""
    if path.stem in _BY_NAME:
        data.setdefault("schema", _BY_NAME[path.stem])


def schema_of(data: Keys, schemas: Schemas = SCHEMAS) -> type[Entry]:
    """The shape that a file says it has.

    Args:
        data: What stands in it.
        schemas: The schema lines that are known, each with its shape.

    Raises:
        DefinitionError: It says none, or an unknown one (SV111).
    """
    named = data.get("schema")
    if not isinstance(named, str) or named not in schemas:
        word = named if isinstance(named, str) else "(no schema line)"
        hint = did_you_mean(word, schemas, label="the first line is 'schema:' and one of")
        if word.endswith(_AS_DATA):
            hint = "to_json wrote this, and from_json reads it"
        found = problem("SV111", found=word, hint=hint)
        raise DefinitionError(data.span("schema").locate([found]))
    return schemas[named]


def read_file(path: Path, file: str | None = None, *, schemas: Schemas = SCHEMAS) -> Entry:
    """A definition or tender file, as the shape it says it has.

    Args:
        path: Where it is.
        file: Its name for messages.
        schemas: The schema lines that are known, each with its shape.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    findings = Findings()
    return findings.settled(read_entry(path, file or str(path), findings, schemas=schemas))


def read_entry(
    path: Path,
    file: str,
    findings: Findings,
    *,
    of_set: bool = False,
    schemas: Schemas = SCHEMAS,
) -> Entry | None:
    """What can be read of a file; what is wrong with it is kept.

    Args:
        path: Where it is.
        file: Its name for messages.
        findings: Where problems go.
        of_set: Whether it is a file of a set, which lies in the set's own folder.
        schemas: The schema lines that are known, each with its shape.
    """
    content = findings.attempt(NOWHERE, read_bytes, path, file, of_set=of_set)
    findings.blind |= content is None
    return None if content is None else _entry_in(content, path, file, findings, schemas)


def _entry_in(
    content: bytes, path: Path, file: str, findings: Findings, schemas: Schemas = SCHEMAS
) -> Entry | None:
    """What can be read of the content of a file; what is wrong with it is kept."""
    data, problems = _keys_in(content, path, file)
    findings.problems += problems
    return entry_of(data, findings, schemas)


def read_keys(path: Path, file: str) -> tuple[Keys | None, tuple[Problem, ...]]:
    """The plain data of a file, as far as it is data, with all that is wrong with it as text.

    Args:
        path: Where it is.
        file: Its name for messages.
    """
    try:
        return _keys_in(read_bytes(path, file), path, file)
    except DefinitionError as error:
        return None, error.problems


def _keys_in(content: bytes, path: Path, file: str) -> tuple[Keys | None, tuple[Problem, ...]]:
    data, problems = read_partly(content, file)
    if data is not None:
        _name(data, path)
    return data, problems


def entry_of(data: Keys | None, findings: Findings, schemas: Schemas = SCHEMAS) -> Entry | None:
    """What can be read of a document's plain data; what is wrong with it is kept.

    Args:
        data: What stands in it; None where no sense could be made of it, which is told already.
        findings: Where problems go.
        schemas: The schema lines that are known, each with its shape.
    """
    shape = None if data is None else findings.attempt(NOWHERE, schema_of, data, schemas)
    findings.blind |= shape is None
    return None if data is None or shape is None else structure_as_far(data, shape, findings)


def read_as_far(path: Path, file: str, shape: type[E], findings: Findings) -> E:
    """A file that must be of one shape, as far as it can be read.

    Raises:
        DefinitionError: All that is wrong with it, where none of it can be read; it is of another
            shape (SV111).
    """
    found = read_entry(path, file, findings, schemas={**SCHEMAS, shape.SCHEMA: shape})
    return of_one_shape(found, shape, findings)


def of_one_shape(found: Entry | None, shape: type[E], findings: Findings) -> E:
    """What must be of one shape, as far as it could be read.

    Raises:
        DefinitionError: All that is wrong with it, where none of it can be read; it is of another
            shape (SV111).
    """
    if isinstance(found, shape):
        return found
    findings.problems += () if found is None else misplaced(found, shape)
    raise findings.error()


def misplaced(entry: Entry, *wanted: type[Entry]) -> tuple[Problem, ...]:
    """The problem that a file is of another shape than its place needs."""
    words = ", ".join(shape.SCHEMA for shape in wanted)
    found = problem("SV111", found=entry.written["schema"], hint=f"here stands one of: {words}")
    return entry.span("schema").locate([found])


def read_set(
    folder: Path, file: str, findings: Findings, *shapes: type[Entry]
) -> tuple[Entry, ...]:
    """The files of a folder that make a set, without its worked examples.

    An example says nothing of what the set means, so a fault in one stops nobody's tender: the
    examples are read when they are checked.

    Args:
        folder: Where they are; folders inside it are not looked into.
        file: The folder's name for messages.
        findings: Where problems go.
        shapes: What may stand in the folder.
    """
    found = [
        _part_of_set(each, f"{file}/{each.name}", findings) for each in definition_files(folder)
    ]
    return _of_shapes(found, findings, shapes)


def _part_of_set(path: Path, file: str, findings: Findings) -> Entry | None:
    """What can be read of a file of a set; nothing of one with worked examples."""
    content = findings.attempt(NOWHERE, read_bytes, path, file, of_set=True)
    findings.blind |= content is None
    if content is None or _is_of_cases(content):
        return None
    return _entry_in(content, path, file, findings)


def _is_of_cases(content: bytes) -> bool:
    """Whether a file says at its head that it holds worked examples."""
    if CasesFile.SCHEMA.encode() not in content:
        return False
    try:
        return schema_of(read_head(content, "", frozenset({"schema"}))) is CasesFile
    except DefinitionError:
        return False


def read_folder(
    folder: Path, file: str, findings: Findings, *shapes: type[Entry]
) -> tuple[Entry, ...]:
    """All the definition files of a folder; what is wrong with any of them is kept.

    Args:
        folder: Where they are; folders inside it are not looked into.
        file: The folder's name for messages.
        findings: Where problems go.
        shapes: What the files may be; one of another shape would be lost in silence (SV111).
            Anything, if none is given.
    """
    paths = definition_files(folder)
    found = [read_entry(each, f"{file}/{each.name}", findings, of_set=True) for each in paths]
    return _of_shapes(found, findings, shapes)


def _of_shapes(
    found: Iterable[Entry | None], findings: Findings, shapes: tuple[type[Entry], ...]
) -> tuple[Entry, ...]:
    """What could be read, each part held against what may stand there."""
    entries = tuple(each for each in found if each is not None)
    for each in entries:
        if shapes and type(each) not in shapes:
            findings.problems += misplaced(each, *shapes)
    return entries


def definition_files(folder: Path) -> list[Path]:
    """The YAML files of a folder, in the order of their names."""
    return sorted(each for each in folder.iterdir() if each.suffix in SUFFIXES)


def one_head(entries: Iterable[Entry], shape: type[E], file: str, findings: Findings) -> E:
    """The one file of a folder that says what the set is.

    Raises:
        DefinitionError: There is none (SV221), or none that can be read.
    """
    heads = of_shape(entries, shape)
    if not heads:
        findings.settle()
        expected = f"file of 'schema: {shape.SCHEMA}'"
        raise DefinitionError(problem("SV221", found=file, expected=expected))
    for each in heads[1:]:
        twice = problem("SV222", noun="set", found=file, first=str(heads[0].span()))
        findings.add(each.span(), twice)
    return heads[0]


def of_shape(entries: Iterable[Entry], shape: type[E]) -> tuple[E, ...]:
    """The entries of one shape."""
    return tuple(each for each in entries if type(each) is shape)
