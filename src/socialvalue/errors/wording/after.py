"""What is said of a folder that is read as a delivery record, and of breaches: from 1055."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1055", "column-of-returns", "the table of returns has {found}", "its columns are: contract, line, quantity, from, to, statement, day; and where they are needed return, measure, unit, unit value, reported by, entered by, evidence, held at, sha256, place, attested, kept, replaces, decision, verified, decided on, decided by, reason", "A column that is passed over because its heading is misspelt would be figures that nobody sees."),
    Kind("SV1056", "breach-without-notice", "no contract performance notice is asked for: {why}", "nothing, if it is meant; the entry is kept all the same", "Section 71(3) and (4) of the Procurement Act 2023 ask for a notice within 30 days, of contracts to which they apply."),
    Kind("SV1057", "no-breach-entered", "{contract}: {found} is no breach that was entered", "enter it first, with who confirms it: register.breach(…)", "A notice of a breach starts only from an event that a named person entered, and never from a missed day or a status.", "enter it first, with who confirms it: contract breach {contract} --confirmed-by …"),
    Kind("SV1058", "no-table-of-spend", "no table with a contract, a day and an amount is found in {found}", "name its columns: columns={{'the heading': 'reference', 'another': 'on', 'a third': 'amount'}}", "A ledger has many columns; which contract was paid how much on which day must be known.", "name its columns: --column HEADING=reference --column HEADING=on --column HEADING=amount"),
    Kind("SV1059", "credits-above-spend", "{contract}: from {days} credits are {found} more than what was invoiced", "add up longer periods (every=3 or 12), or enter the period by hand", "What was spent in a period is never less than nothing: the credit is of an earlier one.", "add up longer periods (--every 3 or 12), or enter the period by hand"),
    Kind("SV1060", "on-a-network-drive", "{found} is on a network drive ({kind})", "let one person write at a time and keep copies; where several write, use a PostgreSQL server", "Some network drives do not keep the locks of a file, so two who write at the same moment may spoil it."),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1060": {"found": "delivery.db", "kind": "cifs"},
    "SV1056": {"why": "the contract is under 'light_touch'"},
    "SV1058": {"found": "ledger.csv"},
    "SV1059": {"contract": "NCC-0412", "days": "1 May 2026 to 31 May 2026", "found": "£120.00"},
    "SV1057": {"contract": "NCC-0412", "found": "entry 7"},
    "SV1055": {"found": "a column 'Verifed', which is none of its columns"},
}
# fmt: on
