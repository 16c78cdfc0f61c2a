"""The closed lists of words after award, each with what people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "ATTESTATIONS",
    "CHANGES",
    "EVIDENCE",
    "GROUNDS_OF_CHANGE",
    "GROUNDS_OF_TERMINATION",
    "KINDS",
    "PARTS",
    "PERSONAL_DATA",
    "PROFILES",
    "REGIMES_OF_CONTRACT",
    "REGIMES_UNDER_THE_ACT",
    "STANDINGS",
]

KINDS = ("contract", "framework", "call_off", "concession")
REGIMES_OF_CONTRACT = (
    "pa2023", "light_touch", "below_threshold", "pcr2015", "wales", "scotland", "ni",
)  # fmt: skip
"""The rules that a contract is under; those made before 24 February 2025 stay under the old."""

REGIMES_UNDER_THE_ACT = frozenset(("pa2023", "light_touch", "below_threshold", "wales"))
"""The rules of the Procurement Act 2023."""

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
    "spend": "as the contract's spend goes",
    "per_million": "at a rate, for whatever is spent",
    "per_call_off": "for each call-off",
    "none": "no plan is agreed",
})  # fmt: skip
"""How much of a commitment is due by when.

Source:
    after-award.md §2.5.
"""

CHANGES: Mapping[str, str] = MappingProxyType({
    "variation": "variation",
    "substitution": "substitution",
    "carry_forward": "carry-forward",
    "extension": "extension",
    "novation": "novation",
    "termination": "termination",
    "correction": "correction",
})  # fmt: skip
"""Why an agreed schedule changes, and the words for it; a correction states what was wrong.

Source:
    after-award.md §2.6; practice.md §1.2.
"""

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

GROUNDS_OF_TERMINATION: Mapping[str, str] = MappingProxyType({
    "by_agreement": "both sides agreed to end it",
    "breach": "breach of the contract",
    "contract_right": "a right to end it that the contract gives",
    "implied_right": "the implied right to terminate (section 78)",
    "set_aside": "a court set it aside",
})  # fmt: skip
"""On which ground a contract ends before its last day."""

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

ATTESTATIONS: Mapping[str, str] = MappingProxyType({
    "this_contract_and_period": "of this contract and of these days alone",
    "relates_to_commitment": "of the commitment that it names",
    "no_double_claim": "reported nowhere else",
    "personal_data_permission": "whoever the evidence names agreed to it",
})  # fmt: skip
"""What a supplier confirms of a return.

Source:
    after-award.md §2.3: a council's own delivery form, and a return of the contractor's tool.
"""

PERSONAL_DATA = (
    "none", "pseudonymous", "personal", "special_category", "criminal_offence", "vulnerable",
)  # fmt: skip
"""What of persons is in a piece of evidence; offending is a class of its own (practice.md §7.3)."""
