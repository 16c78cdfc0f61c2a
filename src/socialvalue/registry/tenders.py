"""A tender file, read with the framework it names."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from socialvalue.errors import InputError, NotFoundError, problem
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Bid, Tender
from socialvalue.registry.loading import load, load_as_of

__all__ = ["framework_of", "read_tender", "read_tender_with_framework"]


def read_tender(path: str | os.PathLike[str]) -> tuple[Tender, tuple[Bid, ...]]:
    """A tender and its bids from a file.

    Args:
        path: A YAML file with ``schema: socialvalue/tender@1``.

    Returns:
        The tender, and its bids in the order of the file.

    Raises:
        DefinitionError: Everything that is wrong with the file, each as file:line:column.
        InputError: It is no path (SV316).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> len(bids)
        3
    """
    tender, bids, _ = read_tender_with_framework(path)
    return tender, bids


def read_tender_with_framework(
    path: str | os.PathLike[str],
) -> tuple[Tender, tuple[Bid, ...], Framework]:
    """A tender and its bids, and the framework that the file names.

    Raises:
        DefinitionError: Everything that is wrong with the file.
    """
    from socialvalue.definitions.files import read_as_far
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.mark_words import read_words
    from socialvalue.definitions.papers import with_papers, with_suppliers
    from socialvalue.definitions.salvage import is_stand_in
    from socialvalue.definitions.shapes.tenders import TenderFile
    from socialvalue.definitions.tenders import build_bids, build_tender

    _refuse_no_path(path)
    findings = Findings()
    entry = read_as_far(Path(path), str(path), TenderFile, findings)
    framework = None
    if not is_stand_in(entry.framework):
        framework = findings.attempt(
            entry.span("framework"),
            framework_of,
            entry.framework,
            entry.published,
            Path(path).parent,
        )
    tender = build_tender(entry, framework, findings)
    if tender is not None:
        tender = with_papers(tender, entry, findings)
    read_words(entry.bids, tender, framework, findings)
    bids = build_bids(entry.bids, framework, findings)
    bids = with_suppliers(bids, entry.suppliers, findings)
    return findings.settled(tender), bids, findings.settled(framework)


def _refuse_no_path(path: Any) -> None:
    if not isinstance(path, (str, os.PathLike)):
        found, expected = type(path).__name__, "the path of a file"
        hint = 'read_tender("tender.yaml")'
        raise InputError(
            problem("SV316", what="the tender", expected=expected, found=found, hint=hint)
        )


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
