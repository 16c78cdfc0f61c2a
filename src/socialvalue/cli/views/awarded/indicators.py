"""What is shown of key performance indicators."""

from __future__ import annotations

from socialvalue.assess.provenance import library_version
from socialvalue.cli.out.answers import Views
from socialvalue.cli.views.awarded.contracts import dicts_of, rows_of
from socialvalue.contracts import Performance

__all__ = ["performance_views"]


def performance_views(found: Performance) -> Views:
    """The indicators of a contract."""
    return Views(
        lambda: list(found.explain().blocks),
        lambda: rows_of(found.columns()),
        lambda: {
            "schema": "socialvalue/kpis@1",
            "library": library_version(),
            "contract": found.contract.reference,
            "on": found.on.isoformat(),
            "head": found.head,
            "questions": [each.message for each in found.questions],
            "kpis": list(dicts_of(found.columns())),
        },
    )
