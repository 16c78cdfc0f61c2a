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
    Kind("SV1103", "report-of-another-day", "what is given is as at {found}, and the report is asked for as at {on}", "give both the same day", "A page that bears one day and shows another's figures is untrue."),
    Kind("SV1104", "report-not-for-them", "the report '{found}' is not for {who}", "write it for one of: {known}", "Some pages are a council's working papers, of which no part may be in a file for others."),
    Kind("SV1105", "no-page-maker", "writing a report as a page needs Jinja2, which is not installed", 'python -m pip install "socialvalue-engine[report]"', "Markdown of the same needs nothing."),
    Kind("SV1106", "no-drawing-library", "drawing a chart needs {found}, which is not installed", 'python -m pip install "socialvalue-engine[report]"', "Its rows, its title and its Vega-Lite are there without."),
    Kind("SV1107", "returns-without-calculator", "these returns don't say which calculator they are to", "give what `socialvalue.calculators.read_all` gives", "Offers can be compared only as answers to one and the same calculator."),
    Kind("SV1108", "no-such-column", "no table of this report has the column '{found}'", "name a column as its heading has it", "A label on a column that is not there would label nothing, and nobody would know."),
    Kind("SV1109", "sensitive-for-the-public", "the column '{found}' is commercially sensitive until {until}, and this report is for the public", "write it for another audience, or as at a later day", "A label on a published figure comes too late."),
    Kind("SV1110", "column-labelled-twice", "the column '{found}' is given two days until which it is commercially sensitive", "keep one of the two", "Capitals and spacing are nothing in a heading: the earlier day would end the label of the later."),
    Kind("SV1111", "not-of-this-report", "the report '{found}' makes no use of a {what}", "leave the {what} out, or ask for the report '{known}'", "A report on all contracts would be read as one on the contract that was named.", "leave --{what} out, or ask for --kind {known}"),
    Kind("SV1130", "star-for-others-there", "{found} holds tables for the contract team, and these are for everybody", "name another folder, or take those away", "Groups of people and places that nobody else may see would stay beside tables that are handed on."),
    Kind("SV1131", "no-workbook-so-long", "the tables have {found} rows, and tables.xlsx is written up to {most}: it is left out", "Excel reads the .csv files: Data, Get data, From text/CSV", "A workbook of so many rows takes minutes, and Excel ends at a million."),
    Kind("SV1132", "no-such-column-of-the-star", "the tables have no column '{found}'", "name the table and the column, such as fact_spend.spent_pence", "A label on a column that is not there would protect nothing."),
    Kind("SV1133", "sensitive-in-the-open-star", "the column '{found}' is commercially sensitive until {until}, and these tables are for everybody", "write them with --restricted, or leave the label out once the day is over", "What is given to everybody cannot be taken back."),
)
# fmt: on

SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1100": {"found": "everybody"},
    "SV1101": {"found": "Alder Work"},
    "SV1102": {"found": "portfoli", "what": "a Register", "known": "portfolio"},
    "SV1104": {"found": "queue", "who": "the public", "known": "contract-team"},
    "SV1106": {"found": "altair"},
    "SV1108": {"found": "commited £"},
    "SV1109": {"found": "committed £", "until": "31 March 2027"},
    "SV1110": {"found": "Committed £"},
    "SV1111": {"found": "portfolio", "what": "contract", "known": "contract"},
    "SV1130": {"found": "bi"},
    "SV1131": {"found": "60,000", "most": "50,000"},
    "SV1132": {"found": "fact_spend.spend_pence"},
    "SV1133": {"found": "dim_contract.value_pence", "until": "31 March 2027"},
    "SV1103": {"found": "30 September 2025", "on": "31 December 2025"},
}
