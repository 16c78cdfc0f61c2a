"""The closed lists of words after award, each with what people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "CHANGES",
    "EVIDENCE",
    "GROUNDS_OF_CHANGE",
    "KINDS",
    "PARTS",
    "PERSONAL_DATA",
    "PROFILES",
    "REGIMES_OF_CONTRACT",
    "STANDINGS",
]

KINDS = ("contract", "framework", "call_off", "concession")
REGIMES_OF_CONTRACT = (
    "pa2023", "light_touch", "below_threshold", "pcr2015", "wales", "scotland", "ni",
)  # fmt: skip
"""The rules that a contract is under; those made before 24 February 2025 stay under the old."""

PARTS = ("lead", "partner", "subcontractor")
"""What a supplier is in a contract."""

STANDINGS: Mapping[str, str] = MappingProxyType({
    "in_contract": "in the contract",
    "proposed_left_out": "proposed as left out, to be decided",
    "left_out": "left out",
})  # fmt: skip
"""What becomes of an offered quantity in the contract.

Source:
    practice.md §1.1: what binds is the offer, not the score.
"""

PROFILES: Mapping[str, str] = MappingProxyType({
    "time": "evenly over the contract's term, day by day",
    "yearly": "by the end of each contract year, evenly",
    "dated": "by the days agreed",
    "at_end": "all of it by one day",
    "none": "no plan is agreed",
})  # fmt: skip
"""How much of a commitment is due by when.

Source:
    after-award.md §2.5.
"""

CHANGES = ("variation", "substitution", "correction")
"""Why an agreed schedule changes; a correction states what was wrong."""

GROUNDS_OF_CHANGE: Mapping[str, str] = MappingProxyType({
    "review_clause": "a review clause of the contract (Schedule 8, paragraph 1)",
    "schedule_8": "another paragraph of Schedule 8",
    "not_substantial": "not a substantial modification (section 74(3))",
    "below_threshold_modification": "a below-threshold modification (section 74(4))",
    "light_touch": "a light touch contract (section 74(1))",
    "regulation_72": "regulation 72 of the Public Contracts Regulations 2015",
    "not_a_public_contract": "not a public contract",
})  # fmt: skip
"""On which ground a contract may be modified.

Source:
    practice.md §1.2; Procurement Act 2023, section 74 and Schedule 8.
"""

EVIDENCE: Mapping[str, str] = MappingProxyType({
    "third_party_confirmation": "independent",
    "beneficiary_letter": "independent",
    "certificate": "independent",
    "payroll_extract": "documentary",
    "apprenticeship_agreement": "documentary",
    "training_record": "documentary",
    "timesheet": "documentary",
    "attendance_list": "documentary",
    "invoice": "documentary",
    "subcontract_register": "documentary",
    "carbon_report": "documentary",
    "photo": "documentary",
    "policy": "documentary",
    "website": "documentary",
    "supplier_return": "self_declared",
    "supplier_statement": "self_declared",
    "other": "self_declared",
})  # fmt: skip
"""Kinds of evidence, each with how strong it is by itself.

Source:
    after-award.md §2.3.
"""

PERSONAL_DATA = (
    "none", "pseudonymous", "personal", "special_category", "criminal_offence", "vulnerable",
)  # fmt: skip
"""What of persons is in a piece of evidence; offending is a class of its own (practice.md §7.3)."""
