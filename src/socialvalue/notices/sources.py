"""Where releases come from: a file, a stream, data; each found again without holding them all."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

import attrs

from socialvalue.definitions.opening import open_file
from socialvalue.errors import DefinitionError, InputError, Problem, problem
from socialvalue.notices.exact_json import MOST_BYTES, exact_json
from socialvalue.spans import Span

__all__ = ["Found", "Held", "Lines", "Releases", "Source", "found_in"]

Source = str | Path | Mapping[str, Any] | Sequence[Mapping[str, Any]] | IO[str] | IO[bytes]
"""What `read` takes."""

_A_LINE: Final = 1024


class Releases(Protocol):
    """Releases that can be had again by the place where they stand."""

    def get(self, place: tuple[int, int]) -> Mapping[str, Any]:
        """The release at a place."""

    def span(self, place: tuple[int, int]) -> Span:
        """Where that is, for people."""


@attrs.frozen(eq=False)
class Found:
    """A release as it was found once; from a stranger it may be anything.

    Attributes:
        release: What it says.
        place: Where it can be had again.
        span: Where it stands, for people.
        mark: A hash of what it says.
    """

    release: Any
    place: tuple[int, int]
    span: Span
    mark: bytes


@attrs.frozen(eq=False)
class Held:
    """Releases that are held in memory."""

    releases: Sequence[Mapping[str, Any]]
    spans: Sequence[Span]

    def get(self, place: tuple[int, int]) -> Mapping[str, Any]:
        """The release of this number."""
        return self.releases[place[0]]

    def span(self, place: tuple[int, int]) -> Span:
        """Where it stood."""
        return self.spans[place[0]]


@attrs.frozen(eq=False)
class Lines:
    """Releases on the lines of a file, of which only the offsets are held."""

    path: Path
    file: str
    starts: array[int] = attrs.field(factory=lambda: array("Q"))
    size: int = 0

    def get(self, place: tuple[int, int]) -> Mapping[str, Any]:
        """The release on a line, of a package on it by the second number; {} where none is."""
        line, inside = place
        with open_file(self.path, self.file) as stream:
            stream.seek(self.starts[line])
            content = stream.readline(MOST_BYTES + 1)
        try:
            found = [*_releases_of(exact_json(content, self.file, line + 1))]
        except DefinitionError:
            return {}  # what stood there was read once: the file has changed
        return found[inside] if inside < len(found) else {}

    def span(self, place: tuple[int, int]) -> Span:
        """The line."""
        return Span(self.file, place[0] + 1)


def found_in(source: Source, problems: list[Problem]) -> tuple[Releases, Iterator[Found]]:
    """The releases of a source, and a way to have each again.

    Args:
        source: A path, an open file, a JSON text, or data.
        problems: What is wrong with lines is added as they are read.

    Raises:
        DefinitionError: It can't be read at all.
        InputError: It is none of these (SV316).
    """
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _from_text(source.encode(), "", problems)
    if isinstance(source, (str, Path)):
        return _from_file(Path(source), problems)
    if isinstance(source, (Mapping, list, tuple)):
        return _from_data([*_releases_of(_exact(source))], Span(pointer=""))
    if hasattr(source, "read"):
        return _from_stream(cast("IO[str] | IO[bytes]", source), problems)
    found = type(source).__name__
    expected = "a path, an open file, or data of releases"
    raise InputError(problem("SV316", what="the source", expected=expected, found=found))


def _from_stream(
    source: IO[str] | IO[bytes], problems: list[Problem]
) -> tuple[Releases, Iterator[Found]]:
    content = source.read(MOST_BYTES + 1)
    told = content.encode() if isinstance(content, str) else content
    name = getattr(source, "name", "")
    return _from_text(told, Path(name).name if isinstance(name, str) else "", problems)


def _from_text(
    content: bytes, file: str, problems: list[Problem]
) -> tuple[Releases, Iterator[Found]]:
    """One document, or a release a line; held in memory."""
    if len(content) > MOST_BYTES and _is_lines(content):
        raise DefinitionError(Span(file).locate([problem("SV1201", found=file or "it")]))
    _refuse_large(len(content), file)
    lines = [each for each in enumerate(content.split(b"\n"), 1) if each[1].strip()]
    if len(lines) > 1 and _is_whole(lines[0][1]):
        found = [each for at, line in lines for each in _of_line(line, at, 0, file, problems)]
        held = Held([each.release for each in found], [each.span for each in found])
        return held, _numbered(found)
    return _from_data([*_releases_of(exact_json(content, file))], Span(file))


def _numbered(found: list[Found]) -> Iterator[Found]:
    for at, each in enumerate(found):
        yield attrs.evolve(each, place=(at, 0))


def _from_file(path: Path, problems: list[Problem]) -> tuple[Releases, Iterator[Found]]:
    file = path.name
    try:
        with open_file(path, file) as stream:
            first = _first_line(stream)
            rest = stream.readline(_A_LINE)
            if first is None or not (rest and _is_whole(first)):
                stream.seek(0)
                content = stream.read(MOST_BYTES + 1)
                _refuse_large(len(content), file)
                return _from_data([*_releases_of(exact_json(content, file))], Span(file))
    except FileNotFoundError:
        raise DefinitionError(problem("SV101", found=file)) from None
    except OSError as error:
        raise DefinitionError(problem("SV112", found=file, why=error.strerror)) from None
    lines = Lines(path, file)
    return lines, _walk(lines, problems)


def _first_line(stream: IO[bytes]) -> bytes | None:
    """The first line with anything on it; None where a line is longer than any may be."""
    while line := stream.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            return None
        if line.strip():
            return line
    return b""


def _walk(lines: Lines, problems: list[Problem]) -> Iterator[Found]:
    """Each release of a file of lines, whose offsets are kept as it is read."""
    with open_file(lines.path, lines.file) as stream:
        number = 0
        while content := stream.readline(MOST_BYTES + 1):
            lines.starts.append(stream.tell() - len(content))
            number += 1
            if content.strip():
                yield from _of_line(content, number, number - 1, lines.file, problems)


def _of_line(
    content: bytes, number: int, at: int, file: str, problems: list[Problem]
) -> Iterator[Found]:
    try:
        _refuse_large(len(content), file)
        releases = [*_releases_of(exact_json(content, file, number))]
    except DefinitionError as error:
        problems += Span(file, number).locate(error.problems)
        return
    for inside, each in enumerate(releases):
        yield Found(each, (at, inside), Span(file, number), _mark(each))


def _from_data(releases: list[Mapping[str, Any]], span: Span) -> tuple[Releases, Iterator[Found]]:
    found = (Found(each, (at, 0), span, _mark(each)) for at, each in enumerate(releases))
    return Held(releases, [span] * len(releases)), found


def _mark(release: Mapping[str, Any]) -> bytes:
    """A hash of what a release says, in whatever order it says it."""
    whole = json.dumps(release, sort_keys=True, default=repr)
    return blake2b(whole.encode(), digest_size=16).digest()


def _is_whole(line: bytes) -> bool:
    """Whether a line is a document of its own."""
    try:
        return isinstance(exact_json(line, ""), Mapping)
    except DefinitionError:
        return False


def _is_lines(content: bytes) -> bool:
    """Whether the first line is a document of its own and more follows."""
    first, _, rest = content.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    return bool(rest.strip()) and _is_whole(first)


def _refuse_large(size: int, file: str) -> None:
    if size > MOST_BYTES:
        raise DefinitionError(Span(file).locate([problem("SV1202", found=file or "it")]))


def _releases_of(data: Any) -> Iterator[Any]:
    """The releases of a release, a package, a package of records, or a list of any of these.

    Raises:
        DefinitionError: It is none of them (SV1203).
    """
    groups = data if isinstance(data, Mapping) else {}
    inside = data if isinstance(data, list) else groups.get("releases", groups.get("records"))
    if isinstance(inside, list):
        for each in inside:
            yield from _releases_of(each) if _holds_more(each) else [each]
    elif "ocid" in groups:
        yield groups
    else:
        raise DefinitionError(problem("SV1203"))


def _holds_more(data: Any) -> bool:
    """Whether it is a package or a record, and no release."""
    return isinstance(data, Mapping) and isinstance(data.get("releases", data.get("records")), list)


def _exact(data: Any) -> Any:
    """Data of Python as a file would have it: a number with a point as exact as it is shown."""
    if isinstance(data, Mapping):
        return {str(name): _exact(each) for name, each in data.items()}
    if isinstance(data, (list, tuple)):
        return [_exact(each) for each in data]
    return Decimal(float.__repr__(data)) if isinstance(data, float) else data
