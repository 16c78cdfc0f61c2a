"""What changed between two editions, or between a plug-in and its base."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.blocks import Block, Shown, as_markdown, join
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.figures import ProxyValue, Source
from socialvalue.model.framework import Framework
from socialvalue.numbers import plain, pounds
from socialvalue.registry.differences import KINDS, Difference, differences
from socialvalue.registry.loading import load
from socialvalue.tables import rows_to_frame
from socialvalue.words import number_of

__all__ = ["COLUMNS", "DIFF_SCHEMA", "FrameworkDiff", "diff"]

DIFF_SCHEMA = "socialvalue/diff@1"

_HEADINGS = {
    "added": "Added",
    "removed": "Removed",
    "renamed": "Renamed",
    "unit": "Counted in another unit",
    "monetisation": "With pounds now, or without",
    "value": "Worth more or less",
    "rules": "Under other rules",
}


@attrs.frozen(repr=False)
class FrameworkDiff(Shown):
    """What differs between two sets; it reads as text, and as HTML in a notebook.

    Attributes:
        before: The earlier set, or the base.
        after: The later set, or what lies over it.
        entries: Each difference, by kind and then in the order of the sets.

    Example:
        >>> import socialvalue as sv
        >>> changes = sv.diff("national-toms@2020", "national-toms@2022")
        >>> [each.code for each in changes.of("unit")][:1]
        ['NT20']
    """

    before: Framework = attrs.field(repr=False)
    after: Framework = attrs.field(repr=False)
    entries: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.entries

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.entries)

    def __getitem__(self, index: int) -> Difference:
        return self.entries[index]

    def __bool__(self) -> bool:
        return True

    def of(self, kind: str) -> tuple[Difference, ...]:
        """The differences of one kind.

        Args:
            kind: added, removed, renamed, unit, monetisation, value or rules.

        Raises:
            InputError: No such kind (SV312).
        """
        if kind not in KINDS:
            hint = did_you_mean(kind, KINDS, label="one of")
            raise InputError(problem("SV312", what="the kind", found=kind, hint=hint))
        return tuple(each for each in self.entries if each.kind == kind)

    @property
    def counts(self) -> dict[str, int]:
        """How many differences there are of each kind."""
        found = Counter(each.kind for each in self.entries)
        return {kind: found[kind] for kind in KINDS}

    def blocks(self) -> tuple[Block, ...]:
        """Its parts, for those who set them in a form of their own."""
        parts = [_part(kind, self.of(kind)) for kind in KINDS if self.of(kind)]
        return (_head(self), *parts, *_vouchers(self.entries))

    def to_text(self) -> str:
        """Tables of plain text, one a kind."""
        return str(join(self.blocks()))

    def to_markdown(self) -> str:
        """The same as Markdown; what is written in a set is never markup."""
        return as_markdown(self.blocks())

    def to_dict(self) -> dict[str, Any]:
        """Plain data, JSON-safe; amounts are exact, as text."""
        return {
            "schema": DIFF_SCHEMA,
            "before": _set_data(self.before),
            "after": _set_data(self.after),
            "counts": self.counts,
            "entries": [_entry_data(each) for each in self.entries],
        }

    def to_json(self) -> str:
        """The same as a JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def rows(self) -> list[dict[str, str | None]]:
        """One flat row a difference, with the columns of `to_frame`."""
        return [_row(each) for each in self.entries]

    def to_frame(self, backend: str = "polars") -> Any:
        """One row a difference, as a dataframe of the named library.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.

        Returns:
            Columns kind, code, title, what, before, after, place, value_before, value_after,
            change (£, exact), percent (to two places), percent_exact (a fraction), from_before,
            from_after (year-month-day), sources_before, sources_after (keys), note: all text.
        """
        rows = self.rows()
        return rows_to_frame({name: [row[name] for row in rows] for name in COLUMNS}, backend)

    def _line(self) -> str:
        return (
            f"{self.before.label}, {self.after.label}, {number_of(len(self.entries), 'difference')}"
        )

    def _blocks(self) -> Iterable[Block]:
        return self.blocks()


def diff(before: Framework | str, after: Framework | str) -> FrameworkDiff:
    """What differs between two sets: editions of one, or a plug-in and its base.

    A measure is the same where its canonical code is.  Of each place the latest figures are
    compared, and those of every earlier day that both sets state.

    Args:
        before: The earlier set, or its name: ``"national-toms@2020"``.
        after: The later set, or its name.

    Raises:
        NotFoundError: No such set or edition.
        DefinitionError: A set's files are wrong.

    Example:
        >>> import socialvalue as sv
        >>> changes = sv.diff("national-toms@2020", "national-toms@2022")
        >>> nt10 = next(each for each in changes.of("value") if each.code == "NT10")
        >>> nt10.before, nt10.after, nt10.change
        ('£176.80', '£251.7905723', Decimal('74.9905723'))
    """
    first, second = _loaded(before), _loaded(after)
    return FrameworkDiff(first, second, differences(first, second))


def _loaded(given: Framework | str) -> Framework:
    return given if isinstance(given, Framework) else load(given)


# --- in words -----------------------------------------------------------------------------


def _head(changes: FrameworkDiff) -> Block:
    first, second = changes.before, changes.after
    counted = [
        f"{_HEADINGS[kind][:1].lower()}{_HEADINGS[kind][1:]}: {count}"
        for kind, count in changes.counts.items()
        if count
    ]
    partial = [each.label for each in (first, second) if each.coverage == "partial"]
    sentences = [f"{'; '.join(counted).capitalize()}." if counted else "Nothing differs."]
    if partial:
        words = " and ".join(partial)
        sentences.append(
            f"Of {words} only a part is held: a measure added or removed here may be in both "
            "publications."
        )
    if changes.of("unit"):
        sentences.append("Quantities do not carry across a changed unit: offer them again.")
    return Block(f"From {first.label} to {second.label}", tuple(sentences))


def _part(kind: str, entries: tuple[Difference, ...]) -> Block:
    """The table of one kind of difference."""
    cells = _CELLS[kind]
    rows = tuple(tuple(cell(each) for _, cell in cells) for each in entries)
    headings = tuple(heading for heading, _ in cells)
    right = tuple(headings.index(each) for each in _NUMBERS if each in headings)
    return Block(_HEADINGS[kind], (), headings, rows, right if kind == "value" else ())


def _since(words: str, figure: ProxyValue | None) -> str:
    return words if figure is None else f"{words} from {figure.start}"


def _signed(change: Decimal | None) -> str:
    """An amount with its sign: +£74.99, −£5.00."""
    return "" if change is None else f"{'−' if change < 0 else '+'}{pounds(change.copy_abs())}"


def _rounded(percent: Fraction | None) -> str:
    """Per cent with its sign, to two places half-up."""
    return "" if percent is None else f"{'−' if percent < 0 else '+'}{publish(abs(percent), 2)}"


def _keys(entry: Difference) -> str:
    old, new = (
        ", ".join(each.key for each in sources)
        for sources in (entry.sources_before, entry.sources_after)
    )
    return " → ".join(dict.fromkeys(each for each in (old, new) if each))


Cell = tuple[str, Callable[[Difference], str]]

_CODE: Cell = ("code", lambda each: each.code)
_TITLE: Cell = ("title", lambda each: each.title)
_WHAT: Cell = ("what", lambda each: each.what)
_BEFORE: Cell = ("before", lambda each: each.before)
_AFTER: Cell = ("after", lambda each: each.after)
_SOURCES: Cell = ("sources", _keys)
_NUMBERS = ("before", "after", "change", "per cent")

_CELLS: dict[str, tuple[Cell, ...]] = {
    "added": (_CODE, _TITLE, ("worth", lambda each: each.after), _SOURCES),
    "removed": (_CODE, _TITLE, ("worth", lambda each: each.before), _SOURCES),
    "renamed": (_CODE, _WHAT, _BEFORE, _AFTER),
    "unit": (_CODE, _TITLE, _BEFORE, _AFTER, _SOURCES, ("note", lambda each: each.note)),
    "monetisation": (_CODE, _TITLE, _BEFORE, _AFTER, _SOURCES),
    "value": (
        _CODE,
        _TITLE,
        ("where", lambda each: each.what),
        ("before", lambda each: _since(each.before, each.figure_before)),
        ("after", lambda each: _since(each.after, each.figure_after)),
        ("change", lambda each: _signed(each.change)),
        ("per cent", lambda each: _rounded(each.percent)),
        _SOURCES,
    ),
    "rules": (_CODE, _TITLE, _WHAT, _BEFORE, _AFTER),
}
"""The columns of the table of each kind: a heading, and what stands under it."""


def _vouchers(entries: tuple[Difference, ...]) -> Iterator[Block]:
    """The publications behind the figures."""
    sources = dict.fromkeys(
        source for each in entries for source in (*each.sources_before, *each.sources_after)
    )
    if sources:
        rows = tuple((each.key, each.title, each.publisher, each.url) for each in sources)
        yield Block("Sources", (), ("key", "title", "publisher", "address"), rows)


# --- as data ------------------------------------------------------------------------------


def _set_data(framework: Framework) -> dict[str, str]:
    return {
        "id": framework.id,
        "edition": framework.edition,
        "title": framework.title,
        "coverage": framework.coverage,
        "sha256": framework.sha256,
    }


def _entry_data(entry: Difference) -> dict[str, Any]:
    percent = entry.percent
    return {
        "kind": entry.kind,
        "code": entry.code,
        "title": entry.title,
        "what": entry.what,
        "before": entry.before,
        "after": entry.after,
        "place": entry.place,
        "change": None if entry.change is None else plain(entry.change),
        "percent": None if percent is None else _plain_percent(percent),
        "percent_exact": None if percent is None else str(percent),
        "figure_before": _figure_data(entry.figure_before),
        "figure_after": _figure_data(entry.figure_after),
        "note": entry.note,
    }


def _plain_percent(percent: Fraction) -> str:
    return f"{'-' if percent < 0 else ''}{publish(abs(percent), 2)}"


def _figure_data(figure: ProxyValue | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "value": None if figure.value is None else plain(figure.value),
        "from": figure.start.isoformat(),
        "set": figure.layer,
        "at": figure.at,
        "confidence": figure.confidence,
        "note": figure.note,
        "sources": [_source_data(each) for each in figure.sources],
        "written": str(figure.span),
    }


def _source_data(source: Source) -> dict[str, str]:
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
    }


COLUMNS = ("kind", "code", "title", "what", "before", "after", "place", "value_before",
           "value_after", "change", "percent", "percent_exact", "from_before", "from_after",
           "sources_before", "sources_after", "note")  # fmt: skip
"""The columns of the flat rows."""


def _row(entry: Difference) -> dict[str, str | None]:
    data = _entry_data(entry)
    for side in ("before", "after"):
        figure = data[f"figure_{side}"] or {"value": None, "from": None, "sources": []}
        data[f"value_{side}"] = figure["value"]
        data[f"from_{side}"] = figure["from"]
        data[f"sources_{side}"] = ", ".join(each["key"] for each in figure["sources"])
    return {name: data[name] for name in COLUMNS}
