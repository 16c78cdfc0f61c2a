"""What is said of reports and charts: codes from 1100."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1100", "no-such-audience", "'{found}' is no audience of a report", "name one of: contract-team, directors, public, or supplier: with its name or identifier", "What a reader may not see is not in the file at all, so each file is written for one audience, which is never guessed."),
    Kind("SV1101", "supplier-not-here", "no contract here has the supplier {found}", "", "A supplier's file holds its own contracts and nothing of others."),
    Kind("SV1102", "no-such-report", "there is no report '{found}' of {what}", "one of: {known}", "Each report is made from what it is about: all contracts from a delivery record, an award from a result."),
    Kind("SV1103", "report-of-another-day", "what is given stands as at {found}, and the report is asked for as at {on}", "give both the same day", "A page that bears one day and shows another's figures is untrue."),
    Kind("SV1104", "report-not-for-them", "the report '{found}' is not for {who}", "write it for one of: {known}", "Some pages are a council's working papers, of which no part may be in a file for others."),
    Kind("SV1105", "no-page-maker", "writing a report as a page needs Jinja2, which is not installed", 'python -m pip install "socialvalue-engine[report]"', "Markdown of the same needs nothing."),
    Kind("SV1106", "no-drawing-library", "drawing a chart needs {found}, which is not installed", 'python -m pip install "socialvalue-engine[report]"', "Its rows, its title and its Vega-Lite are there without."),
)
# fmt: on

SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1100": {"found": "everybody"},
    "SV1101": {"found": "Alder Work"},
    "SV1102": {"found": "portfoli", "what": "a Register", "known": "portfolio"},
    "SV1104": {"found": "queue", "who": "the public", "known": "contract-team"},
    "SV1106": {"found": "altair"},
    "SV1103": {"found": "30 September 2025", "on": "31 December 2025"},
}
