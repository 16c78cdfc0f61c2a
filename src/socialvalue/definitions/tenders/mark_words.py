"""Scores that a file gives by a word of their scale: `quality: Good`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.tenders import (
    BidEntry,
    EvaluatorMarkEntry,
    MarkChangeEntry,
    MarkEntry,
)
from socialvalue.model.bids.marks import is_word
from socialvalue.model.framework import Framework
from socialvalue.model.methods import PanelMark
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["read_words"]


def read_words(
    bids: Iterable[BidEntry], tender: Tender | None, framework: Framework | None, findings: Findings
) -> None:
    """Write for each word of a scale the mark that it stands for, in what a file says of bids.

    A word where there is no scale is left to whoever reads the mark, and refused there.

    Args:
        bids: The file's words.
        tender: The buyer's side; None where it cannot be read.
        framework: The set, which may bring the scheme.
        findings: Where words that no scale has go.
    """
    for bid in bids:
        scheme = None if tender is None else tender.of_lot(bid.lot).scheme
        scheme = scheme or (framework.scheme if framework and tender else None)
        scales = {} if scheme is None else dict(_scales(scheme))
        for name, each in bid.marks.items():
            if name in scales:
                _read(each, "consensus", scales[name], findings)
                for first in each.marks:
                    _read(first, "mark", scales[name], findings)
                for change in each.changed:
                    _read(change, "was", scales[name], findings)


def _scales(scheme: Scheme) -> Iterator[tuple[str, PanelMark]]:
    for each in scheme.scored:
        if isinstance(each.method, PanelMark) and each.method.scale:
            yield each.name, each.method


def _read(
    entry: MarkEntry | EvaluatorMarkEntry | MarkChangeEntry,
    key: str,
    method: PanelMark,
    findings: Findings,
) -> None:
    written = getattr(entry, key)
    if isinstance(written, str) and is_word(written):
        span = entry.span(key) if key in entry.written else entry.span()
        mark = findings.attempt(span, method.mark_called, written)
        setattr(entry, key, "0" if mark is None else str(mark))
