"""What the columns of a council's own sheet are called: contracts, commitments, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from socialvalue.sheets.headings import by_heading, plain_heading

__all__ = ["FIELDS", "OF_THE_CONTRACT", "field_of"]

OF_THE_CONTRACT: Final = (
    "supplier", "starts", "ends", "value", "title", "directorate", "manager", "authority",
    "entered", "kind", "regime", "lot", "offer_in_contract", "options", "notice_by",
    "second_above", "second_from", "second_one_in",
)  # fmt: skip
"""What is said of a contract as a whole: the same in every row that names it."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference": ("reference", "contract", "contract ref", "contract reference", "contract no",
                  "contract number", "contract id", "project", "project ref", "project reference",
                  "project no", "project id"),
    "title": ("contract title", "contract name", "project title", "project name", "title"),
    "supplier": ("supplier", "suppliers", "supplier name", "supplier s", "contractor",
                 "contractor name", "provider", "provider name", "main contractor"),
    "starts": ("starts", "start", "start date", "contract start", "contract start date",
               "commencement date", "contract starts"),
    "ends": ("ends", "end", "end date", "contract end", "contract end date", "expiry",
             "expiry date", "contract ends"),
    "value": ("contract value", "contract value £", "value of contract", "total contract value",
              "contract award value", "award value"),
    "directorate": ("directorate", "department", "service", "service area"),
    "manager": ("manager role", "manager s role", "role of manager", "contract manager role",
                "contract manager s role", "managing role", "managed by role"),
    "authority": ("authority", "council", "buyer"),
    "entered": ("entered", "entered into", "date entered", "date signed", "signed", "award date"),
    "kind": ("kind", "contract kind"),
    "regime": ("regime",),
    "lot": ("lot",),
    "offer_in_contract": ("offer in contract",),
    "options": ("option", "options", "option to extend", "options to extend", "option to extend to",
                "extension option", "extension options", "option end", "option end date",
                "extension end date", "extension to"),
    "notice_by": ("notice by", "notice date", "option notice", "option notice by",
                  "notice of option", "notice of option by", "last day for notice"),
    "second_above": ("two people verify over", "two people verify above", "second person over",
                     "second person above", "second above", "second look above"),
    "second_from": ("two people verify from", "second person from", "second from",
                    "second look from"),
    "second_one_in": ("two people verify one in", "second person one in", "second one in",
                      "second look one in"),
    "line": ("line", "line no", "commitment no", "commitment number", "no"),
    "measure": ("measure", "measure code", "measure ref", "measure reference", "toms ref",
                "toms reference", "tom ref", "code"),
    "measure_title": ("commitment", "measure title", "measure description", "description",
                      "commitment description"),
    "unit": ("unit", "units", "unit of measure", "unit of measurement"),
    "quantity": ("committed", "quantity committed", "committed quantity", "target", "targets",
                 "target quantity", "quantity", "agreed", "agreed quantity", "units committed",
                 "target units", "units offered", "offered", "commitment quantity"),
    "pounds": ("committed £", "£ committed", "target value", "target £", "£ target",
               "value committed", "committed value", "social value committed", "social value £",
               "social value"),
    "unit_value": ("unit value", "unit value £", "unit value shown", "proxy", "proxy value",
                   "£ per unit", "value per unit"),
    "theme": ("theme",),
    "outcome": ("outcome",),
    "value_kind": ("kind of value", "value kind"),
    "group": ("group", "beneficiary group"),
    "headcount": ("people counted as", "how people are counted"),
    "activity": ("activity",),
    "delivered": ("delivered", "delivered to date", "delivered quantity", "quantity delivered",
                  "actual", "actual to date", "achieved", "achieved to date", "verified",
                  "verified quantity", "units delivered", "delivered units"),
    "delivered_pounds": ("delivered value", "delivered £", "£ delivered", "value delivered",
                         "social value delivered", "actual value"),
    "reported": ("reported", "reported to date", "reported quantity", "claimed"),
    "from": ("from", "period start", "period from", "delivered from"),
    "to": ("to", "period end", "period to", "delivered to", "quarter end"),
    "statement": ("statement", "what happened", "comments", "comment", "notes", "note"),
}  # fmt: skip
"""What is read from a column, and how its heading is written."""

_FIELD: Final = by_heading(FIELDS)


def field_of(heading: str) -> str:
    """What a column with this heading holds; "" where that is not known.

    Example:
        >>> field_of("Contract Ref."), field_of("target_quantity"), field_of("Colour")
        ('reference', 'quantity', '')
    """
    return _FIELD.get(plain_heading(heading), "")
