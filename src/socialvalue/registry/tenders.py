"""A tender, read with the framework it names: from a file, or from data that came in none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from socialvalue.errors import DefinitionError, InputError, NotFoundError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.registry.choosing import is_path
from socialvalue.registry.loading import load, load_as_of
from socialvalue.registry.switches import NAMES_ONLY, is_on

if TYPE_CHECKING:
    from socialvalue.definitions.data import Data
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.nodes import Keys
    from socialvalue.definitions.shapes.entries import Entry
    from socialvalue.definitions.shapes.tenders import TenderFile
    from socialvalue.errors import Problem

__all__ = [
    "Given",
    "Source",
    "Stream",
    "framework_of",
    "given_of",
    "read_tender",
    "read_tender_with_framework",
]


class Stream(Protocol):
    """An open file, or anything else that is read once from its beginning to its end."""

    def read(self, size: int, /) -> Any:
        """At most so many of its next bytes, or characters."""


Found = tuple[Tender, tuple[Bid, ...], Framework]
Source = str | os.PathLike[str] | Mapping[str, Any] | bytes | Stream


def read_tender(path: Source, *, names_only: bool | None = None) -> tuple[Tender, tuple[Bid, ...]]:
    """A tender and its bids: from a file, or from data with the keys of that file.

    Data is checked as a file is, and every problem has the JSON pointer of its place
    (`Problem.pointer`).  Amounts of money are texts, whole numbers or Decimals there, and never
    floats, in a JSON text neither.

    Args:
        path: The path of a YAML file with ``schema: socialvalue/tender@1``; or the tender itself:
            a mapping, a JSON text, which begins with a brace, or an open file or bytes, of JSON or
            YAML.
        names_only: Whether the tender names its set by an id alone, so that no path is opened that
            stands in it; a text is no path then, either, but a ``Path`` is one still.  Where it is
            None, the variable ``SOCIALVALUE_NAMES_ONLY`` says it; where that is not set, it is so
            for everything but files.

    Returns:
        The tender, and its bids in the order of the file.

    Raises:
        DefinitionError: Everything that is wrong with it, each as file:line:column or with its
            JSON pointer.
        InputError: It is none of these (SV316), or a path where names alone are taken (SV118).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> len(bids)
        3
        >>> form = {"schema": "socialvalue/tender@1", "title": "Parks", "published": "2022-07-01",
        ...         "framework": "national-toms@2022", "contract_value": 100_000.5, "bids": []}
        >>> try:
        ...     sv.read_tender(form)
        ... except sv.DefinitionError as error:
        ...     print(error)
        /contract_value: SV305 100000.5 is a float, and this figure must be exact
            Hint: write it as text, for example "100000.5"
    """
    tender, bids, _ = read_tender_with_framework(path, names_only=names_only)
    return tender, bids


def read_tender_with_framework(
    source: Source | Given, *, names_only: bool | None = None
) -> tuple[Tender, tuple[Bid, ...], Framework]:
    """A tender and its bids, and the framework that it names.

    Raises:
        DefinitionError: Everything that is wrong with it.
    """
    found = given_of(source, names_only).found
    if isinstance(found, DefinitionError):
        raise DefinitionError(found.problems)
    return found


# --- where it comes from ------------------------------------------------------------------


@attrs.frozen
class Given:
    """What a tender is read from, once: whoever asks again is answered of the same bytes.

    Attributes:
        path: The file, if it is one.
        content: The bytes of something open, or a text.
        file: Its name for messages, if it has one.
        data: A mapping, or the values of a JSON text.
        names_only: Whether it names its set by an id alone.
    """

    path: Path | None = None
    content: bytes | None = None
    file: str = ""
    data: Data | None = None
    names_only: bool = True

    @property
    def is_illustrative(self) -> bool:
        """Whether it says that it is an example; not of what cannot be read."""
        from socialvalue.definitions.findings import Findings

        return self.entry(Findings()).illustrative

    def entry(self, findings: Findings) -> TenderFile:
        """What can be read of it; what is wrong with it is kept."""
        from socialvalue.definitions.files import of_one_shape
        from socialvalue.definitions.shapes.tenders import TenderFile

        entry, kept = self._entry
        findings.problems += kept.problems
        findings.unread |= kept.unread
        findings.blind |= kept.blind
        return of_one_shape(entry, TenderFile, findings)

    @cached_property
    def found(self) -> Found | DefinitionError:
        """The tender, its bids and its framework; or all that is wrong, as a reader meets it."""
        try:
            return _read(self)
        except DefinitionError as error:
            problems = error.problems
            return DefinitionError(problems if self.data is None else self.data.in_order(problems))

    @cached_property
    def written(self) -> tuple[Keys | None, tuple[Problem, ...]]:
        """What stands in it, as far as it is data, and what is wrong with it as text.

        Whoever asks for more of it takes its values apart: this is asked first, or not at all.
        """
        from socialvalue.definitions.files import read_keys
        from socialvalue.definitions.text import read_partly

        if self.data is not None:
            return self.data.keys, tuple(self.data.problems)
        if self.path is not None:
            return read_keys(self.path, self.file)
        return read_partly(self.content or b"", self.file)

    @cached_property
    def _entry(self) -> tuple[Entry | None, Findings]:
        """What can be read of it, and what is wrong with that."""
        from socialvalue.definitions.files import entry_of
        from socialvalue.definitions.findings import Findings

        findings = Findings()
        keys, problems = self.written
        findings.problems += problems
        return entry_of(keys, findings), findings


def given_of(source: Any, names_only: bool | None) -> Given:
    """What was given, told apart by its kind; a text is a path unless it is a document itself.

    Args:
        source: As for `read_tender`, something open is read to its end; or what this gave before.
        names_only: As for `read_tender`.

    Raises:
        InputError: It is nothing that a tender is read from (SV316), or a path in a text where
            names alone are taken (SV118).
    """
    names_only = is_on(NAMES_ONLY) if names_only is None else names_only
    strictly = names_only is not False
    if isinstance(source, Given):
        return source
    if isinstance(source, Mapping):
        return _of_data(source, "", strictly)
    if isinstance(source, (bytes, bytearray)):
        return _of_content(bytes(source), "", strictly)
    if isinstance(source, str) and ("\n" in source or source.lstrip("\ufeff ").startswith("{")):
        return _of_content(source.encode("utf-8", "surrogatepass"), "", strictly)
    if isinstance(source, (str, os.PathLike)) and str(source).strip():
        if isinstance(source, str) and names_only:
            what, instead = f"the tender '{source}'", "give a Path, or the tender itself as JSON"
            raise InputError(problem("SV118", what=what, instead=instead))
        return Given(Path(source), file=str(source), names_only=bool(names_only))
    if hasattr(source, "read"):
        return _of_content(*_drained(source), strictly)
    found = "an empty text" if isinstance(source, (str, os.PathLike)) else type(source).__name__
    expected = "the path of a file, a mapping, JSON or an open file"
    hint = 'read_tender("tender.yaml")'
    raise InputError(problem("SV316", what="the tender", expected=expected, found=found, hint=hint))


def _of_data(held: Any, file: str, names_only: bool) -> Given:
    from socialvalue.definitions.data import Data

    return Given(data=Data(held, file), file=file, names_only=names_only)


def _of_content(content: bytes, file: str, names_only: bool) -> Given:
    """JSON where it begins with a brace, and else YAML."""
    from socialvalue.definitions.data import parsed
    from socialvalue.definitions.opening import check_size
    from socialvalue.definitions.text import decoded

    check_size(content, file)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _of_data(parsed(decoded(content, file), file), file, names_only)
    return Given(content=content, file=file, names_only=names_only)


def _drained(stream: Stream) -> tuple[bytes, str]:
    """All that something open holds, up to what a file may, and its name without folders."""
    from socialvalue.definitions.opening import MOST_BYTES

    found, name = stream.read(MOST_BYTES + 1), getattr(stream, "name", "")
    content = found.encode("utf-8", "surrogatepass") if isinstance(found, str) else found
    if not isinstance(content, bytes):
        expected, kind = "an open file of text or bytes", type(found).__name__
        raise InputError(problem("SV316", what="the tender", expected=expected, found=kind))
    return content, Path(name).name if isinstance(name, str) else ""


# --- what it says -------------------------------------------------------------------------


def _read(given: Given) -> Found:
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.salvage import is_stand_in
    from socialvalue.definitions.tenders.bids import build_bids
    from socialvalue.definitions.tenders.mark_words import read_words
    from socialvalue.definitions.tenders.papers import with_papers, with_suppliers
    from socialvalue.definitions.tenders.tender import build_tender

    findings = Findings()
    entry = given.entry(findings)
    framework = None
    if not is_stand_in(entry.framework):
        framework = findings.attempt(entry.span("framework"), _framework_of, entry, given)
    tender = build_tender(entry, framework, findings)
    if tender is not None:
        tender = with_papers(tender, entry, framework, findings)
    read_words(entry.bids, tender, framework, findings)
    bids = build_bids(entry.bids, framework, findings)
    bids = with_suppliers(bids, entry.suppliers, findings)
    return findings.settled(tender), bids, findings.settled(framework)


def _framework_of(entry: TenderFile, given: Given) -> Framework:
    """The set that a tender names; a path from its own folder, where paths are taken.

    Raises:
        InputError: A path where names alone are taken (SV118).
    """
    if given.names_only and is_path(entry.framework):
        instead = "write the id of a set, as in national-toms@2022"
        raise InputError(problem("SV118", what=f"'{entry.framework}'", instead=instead))
    folder = Path() if given.path is None else given.path.parent
    return framework_of(entry.framework, entry.published, folder)


def framework_of(name: str, published: date | None, folder: Path) -> Framework:
    """The set that a tender names: ``id``, ``id@edition``, or a path from the tender's folder.

    An id without an edition means the one in force when the tender was published; one that has
    a single edition is loaded even where that was not in force, and the valuation warns.

    Raises:
        NotFoundError: No such set, or several editions and no date that decides.
        DefinitionError: All that is wrong with the set's files.
    """
    if "/" in name:
        return load(folder / name, on=published)
    if "@" in name or published is None:
        return load_as_of(name, published)
    try:
        return load(name, on=published)
    except NotFoundError as error:
        if error.problems[0].code != "SV404":
            raise
        return load_as_of(name, published)
