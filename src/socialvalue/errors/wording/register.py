"""What is said around a delivery record, of sheets that are imported: codes from 1000 to 1019."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1000", "no-table-of-contracts", "no table of contracts is found in {found}", "name its columns: columns={{'the heading': 'reference', 'another heading': 'measure'}}", "A table of contracts has a row of headings, with the contract's reference and two more columns that are known.", "name its columns: --column HEADING=reference --column HEADING=measure"),
    Kind("SV1001", "row-without", "the row names no {what}", "write it into the row, or take totals and notes out of the table", "Each row belongs to one contract, and a quantity to one measure: a cell that is left empty because the row above has it can't be known from one that was forgotten."),
    Kind("SV1002", "unit-not-said", "{measure}: {found}", "say it: units={{'{measure}': 'fte_year'}}, or give the set that the measure is of: framework=", "Weeks, hours, people and pounds are different things, and none of them is guessed.", "say it: --unit {measure}=fte_year, or give the set that the measure is of: --framework"),
    Kind("SV1003", "not-in-the-sheet", "nothing says '{what}' of {found}", "add the column, name it if it is there, or say it for every contract: defaults={{'{what}': '…'}}", "Without its days, its value and its supplier nothing can be said of a contract.", "add the column, name it if it is there (--column HEADING={what}), or say it for every contract: --default {what}=…"),
    Kind("SV1004", "said-differently", "{contract}: '{what}' is {found} here, and {first} in {cell}", "mend the one that is wrong, or take the first: first=['{what}']", "A contract has one value, one term and one title: which of two is meant, nobody can know.", "mend the one that is wrong, or take the first: --first {what}"),
    Kind("SV1005", "commitment-again", "commitment {line} of {contract} is here again; it is in {first} already", "give it a number of its own, or take one of the two out", "A commitment that stands twice would be owed twice."),
    Kind("SV1006", "pounds-of-the-sheet", "{count}: {what}", "see that this is what is meant", "A portal may cut the unit value that it shows to two decimals, or value what was delivered at another day's prices."),
    Kind("SV1007", "rows-added-up", "{count}: several rows of one measure were added up", "give them numbers in a column 'line' if they are different commitments", "Rows of one contract and one measure, without a number or an activity, are one commitment."),
    Kind("SV1008", "day-of-an-import", "an import can't be entered on {found}: {why}", "leave the day out: then it is today's", "Figures as known on a day never change, so nothing is entered before what is there."),
    Kind("SV1009", "pounds-or-quantities", "what is {found} is said in pounds alone, and what is {other} in quantities", "add the quantity, or read pounds alone: columns={{'the heading of the quantity': ''}}", "What is committed and what is delivered are compared in one unit.", "add the quantity, or read pounds alone: --column HEADING="),
    Kind("SV1010", "psycopg-missing", "a delivery record on a PostgreSQL server needs psycopg", "install it: python -m pip install 'socialvalue-engine[register]'", "A record in a file needs nothing but Python."),
    Kind("SV1011", "no-line-of-a-record", "the line is none of a delivery record: '{found}'", "export the record again", "Each line is one entry, or the words of one, as it was written out."),
    Kind("SV1012", "holds-other-entries", "{found} holds other entries than those that are taken over", "take them over into a new record", "Entries are taken over as they were written, and only behind the same entries."),
    Kind("SV1013", "read-only", "{found} is a folder of files: it is read, and not written", "take it over into a record of your own: restore", "Files that somebody exported are a copy; what is written goes into the record itself.", "take it over into a record of your own: contract restore"),
    Kind("SV1014", "words-about-people", "{what} holds {found}", "see that nobody can be known from it; if somebody can, return it to the supplier and erase its words", "A record is read by many for years: it needs figures, not people. This check does not find names."),
    Kind("SV1015", "evidence-seen-before", "the file of the {what} is evidence of {found} already", "see that nothing is counted twice", "One file may show two things, or the same thing twice: somebody looks before it is verified."),
    Kind("SV1016", "reported-elsewhere", "'{what}' is reported for the same days in {found}", "see that the same people or hours are not counted under two contracts", "What is delivered once counts once, whoever asked for it."),
    Kind("SV1017", "evidence-without-an-end", "the {found} holds {what} data, and nobody said until when it is kept", "say it (keep_until), and keep it no longer than it takes to verify", "Data about health, offending or care are kept as short as they are needed.", "say until when it is kept, and keep it no longer than it takes to verify"),
    Kind("SV1018", "hidden-rows", "the sheet hides {count}, which were read as well", "see that they belong to it; a filter hides rows, and does not take them out", "What a filter hides on the screen is in the file, and would otherwise be counted unseen."),
    Kind("SV1019", "no-amount-in-the-row", "{count}: no amount stands in the row, so nothing is committed and nothing delivered", "see that none is missing: of merged cells, the first one alone holds what is seen in all", "A 0 says that it is nothing; an empty cell says only that it is empty."),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1000": {"found": "contracts.xlsx"},
    "SV1001": {"what": "contract"},
    "SV1002": {"measure": "NT1", "found": "no unit is said"},
    "SV1003": {"what": "starts", "found": "NCC-0412, NCC-0413 and 15 more"},
    "SV1004": {"contract": "NCC-0412", "what": "value", "found": "72520", "first": "20000",
               "cell": "Contracts!F2"},
    "SV1005": {"line": "1", "contract": "NCC-0412", "first": "Contracts!B2"},
    "SV1006": {"count": "3 commitments", "what": "the pounds committed are not the quantity times "
               "the unit value; the pounds are kept"},
    "SV1007": {"count": "23 commitments"},
    "SV1008": {"found": "1 June 2022", "why": "the last entry is of 20 August 2022, and what was "
               "known then never changes"},
    "SV1009": {"found": "delivered", "other": "committed"},
}
# fmt: on
