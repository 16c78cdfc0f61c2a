"""What is said of key performance indicators, community offers and small counts: from 1040."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1040", "rows-of-counts", "{found} is no row of this table of counts", "name every count by a row, or every one by a row and a column", "Totals are worked out from the rows and columns, and what is withheld from the totals."),
    Kind("SV1041", "bands-without-gaps", "the bands {found} do not fall from one to the next", "give three lower bounds, each below the one before and above 0: for example 0.95, 0.91 and 0.86", "Lower bounds alone leave no gap: every share has one rating."),
    Kind("SV1042", "nobody-confirms", "{what} is confirmed by nobody", "give confirmed_by: who decided it, and can be asked", "A rating is published; figures propose, and a person decides.", "give --confirmed-by: who decided it, and can be asked"),
    Kind("SV1043", "fewer-than-three-kpis", "the contract is worth {value} and has {found}: above £5 million the Act asks for at least three", "set the others; or give none_because, why performance can't appropriately be assessed by them", "Section 52 of the Procurement Act 2023; it does not ask it of frameworks, concessions and light touch contracts.", "set the others; or give --none-because, why performance can't appropriately be assessed by them"),
    Kind("SV1044", "kpis-and-vat", "the contract is worth {value} without VAT and has {found}: with VAT it may be above £5 million, where the Act asks for at least three", "give the value with VAT: ContractValue(…, vat='included')", "The estimated value includes VAT (sections 52 and 123 of the Procurement Act 2023); nobody guesses a rate here.", "set three indicators, or say in the contract's value that it includes VAT"),
    Kind("SV1045", "no-such-kpi", "{contract} has no indicator {found}", "name an indicator by its id", "A rating belongs to an indicator that was set."),
    Kind("SV1046", "units-not-added", "indicator {kpi} is of different units ({found}), which nobody adds up", "make it of one unit, or propose from pounds or from commitments", "Hours and people are no sum."),
    Kind("SV1047", "rated-while-returns-wait", "nothing can be rated while returns wait: {why} (entry {found})", "verify them or return them to the supplier first", "The council's backlog is not the supplier's failure."),
    Kind("SV1048", "nothing-proposed", "no rating is given, and none is proposed: {why}", "give the rating: good, approaching_target, requires_improvement, inadequate or other", "Figures that are not there propose nothing.", "give --rating: good, approaching_target, requires_improvement, inadequate or other"),
    Kind("SV1049", "personal-in-public", "{what} holds {found}, or what has the shape of one", "leave it out; who asks is put through by the council's mailbox (ask_via)", "What others read names no person. This check does not find names.", "leave it out; who asks is put through by the council's mailbox (--ask-via)"),
    Kind("SV1050", "more-than-is-left", "{found} is more than is there, {least}", "agree, give or confirm at most that", "What is agreed with two receivers reaches one of them."),
    Kind("SV1051", "less-than-the-least", "{found} is less than can be asked for, {least}", "ask for at least that", "The supplier said what is too little to come for."),
    Kind("SV1052", "offer-is-gone", "offer {seq} can't be had: {why}", "see which offers are open", "A group that relied on an offer that is gone has lost its week."),
    Kind("SV1053", "state-of-agreement", "agreement {seq} ({state}): it can't be '{action}'", "see what was entered of it", "An agreement is given or cancelled once, and confirmed after it was given."),
    Kind("SV1054", "column-of-portfolio", "the table of {table} has no column {found}", "name its columns as the reference does: contract, line, quantity, verified, unit_value", "What is committed and what is delivered are joined by contract and line."),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1040": {"found": "('ward', 'group', 'year')"},
    "SV1041": {"found": "0.95, 0.95, 0.86"},
    "SV1042": {"what": "a rating"},
    "SV1043": {"value": "£7,840,000", "found": "1 indicator"},
    "SV1044": {"value": "£4,900,000", "found": "0 indicators"},
    "SV1045": {"contract": "ECC-0412", "found": "5"},
    "SV1046": {"kpi": "4", "found": "fte_year and person_week"},
    "SV1047": {"why": "1 return waits for us, since 10 December 2022", "found": "7"},
    "SV1049": {"what": "the description", "found": "a telephone number"},
    "SV1050": {"found": "12", "least": "8"},
    "SV1051": {"found": "1", "least": "4"},
    "SV1052": {"seq": "7", "why": "withdrawn on 1 March 2023"},
    "SV1053": {"seq": "9", "state": "cancelled", "action": "given"},
    "SV1054": {"table": "deliveries", "found": "verified"},
    "SV1048": {"why": "nothing of it is due by 31 December 2022"},
}
# fmt: on
