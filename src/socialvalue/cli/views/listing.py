"""What `socialvalue frameworks` shows: every set that was found, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from socialvalue.blocks import Block
from socialvalue.errors import shown
from socialvalue.model.framework import Period
from socialvalue.registry.discovery import left_out
from socialvalue.registry.loading import EditionInfo, FrameworkInfo
from socialvalue.registry.switches import NO_PLUGINS

__all__ = ["LISTING_SCHEMA", "listing_blocks", "listing_content", "listing_rows"]

LISTING_SCHEMA = "socialvalue/frameworks@1"

_HEADINGS = ("edition", "title", "in force", "coverage")


def listing_blocks(found: Iterable[FrameworkInfo]) -> list[Block]:
    """A part for each set, with its editions."""
    blocks = [_block(each) for each in found]
    said = left_out()
    why = f"{NO_PLUGINS} is set to '{shown(said)}'; with 0 or no they are listed."
    return [*blocks, *([Block("Installed plug-ins are left out", (why,))] if said else [])]


def _block(info: FrameworkInfo) -> Block:
    rows = tuple(
        (f"{info.id}@{each.edition}", each.title, _period(each.in_force), each.coverage)
        for each in info.editions
    )
    return Block(f"{info.id}: {info.kind}, {info.origin}", tuple(_sentences(info)), _HEADINGS, rows)


def _sentences(info: FrameworkInfo) -> Iterator[str]:
    if info.licence:
        yield f"Licence of its data: {info.licence}."
    if info.coverage == "partial":
        yield "Partial: not all of the published measures are here."
    for each in info.problems:
        place = f"{each.place}: " if each.place else ""
        yield f"Cannot be used: {place}{each.code} {each.message}."


def _period(period: Period) -> str:
    """A period in a few words: ``2022-06-01 to 2024-05-31``, ``from 2022-06-01``."""
    if period.start and period.end:
        return f"{period.start} to {period.end}"
    if period.end:
        return f"until {period.end}"
    return f"from {period.start}" if period.start else "not stated"


def listing_rows(
    found: Iterable[FrameworkInfo],
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row an edition; a set that cannot be used has a row of its own."""
    headings = ("id", "kind", "edition", "title", "from", "until", "coverage", "licence", "origin",
                "problems")  # fmt: skip
    return headings, [row for each in found for row in _rows(each)]


def _rows(info: FrameworkInfo) -> list[tuple[object, ...]]:
    wrong = "; ".join(f"{each.code} {each.message}" for each in info.problems)
    rows: list[tuple[object, ...]] = [
        (info.id, info.kind, each.edition, each.title, each.in_force.start, each.in_force.end,
         each.coverage, each.licence, info.origin, wrong)
        for each in info.editions
    ]  # fmt: skip
    none = (info.id, info.kind, None, "", None, None, info.coverage, info.licence, info.origin)
    return rows or [(*none, wrong)]


def listing_content(found: Iterable[FrameworkInfo]) -> dict[str, Any]:
    """The listing as JSON-safe data."""
    return {
        "schema": LISTING_SCHEMA,
        "plugins_left_out": bool(left_out()),
        "frameworks": [_content(each) for each in found],
    }


def _content(info: FrameworkInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "kind": info.kind,
        "editions": [_edition(each) for each in info.editions],
        "coverage": info.coverage,
        "licence": info.licence,
        "origin": info.origin,
        "problems": [str(each) for each in info.problems],
    }


def _edition(edition: EditionInfo) -> dict[str, Any]:
    start, end = edition.in_force.start, edition.in_force.end
    return {
        "edition": edition.edition,
        "title": edition.title,
        "from": None if start is None else start.isoformat(),
        "until": None if end is None else end.isoformat(),
        "coverage": edition.coverage,
        "licence": edition.licence,
    }
