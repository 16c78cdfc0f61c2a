"""What is said of key performance indicators, community offers and small counts: from 1040."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1040", "rows-of-counts", "{found} is no row of this table of counts", "name every count by a row, or every one by a row and a column", "Totals are worked out from the rows and columns, and what is withheld from the totals."),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1040": {"found": "('ward', 'group', 'year')"},
}
# fmt: on
