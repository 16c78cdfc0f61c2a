"""What the headings of official workbooks are called."""

from __future__ import annotations

from typing import Final

from socialvalue.sheets.headings import by_heading, plain_heading

__all__ = ["FIELDS", "field_of"]

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("ref", "reference", "measure ref", "measure reference", "tom ref", "toms ref",
             "tom reference", "toms reference", "national toms ref", "nationaltomsref", "code",
             "measure code", "metric id", "measure id", "id", "no", "number"),
    "title": ("measure", "measures", "measure description", "metric", "metric title", "indicator",
              "title", "measure title", "measure name"),
    "unit": ("unit", "units", "unit of measure", "units of measure", "unit of measurement",
             "units of measurement", "uom", "measurement unit"),
    "value": ("proxy", "proxy value", "proxy values", "financial proxy", "financial proxy value",
              "proxy unit value", "proxy unit value gbp", "proxy value £", "proxy £", "unit value",
              "unit value £", "value", "value £", "value per unit", "value per unit £",
              "£ per unit", "local proxy", "localised value", "national proxy"),
    "theme": ("theme", "themes"),
    "outcome": ("outcome", "outcomes", "sub theme", "objective", "objectives"),
    "definition": ("definition", "definitions", "description audit guidance",
                   "description and audit guidance", "rationale", "definition and guidance"),
    "guidance": ("unit guidance", "help text", "measurement guidance", "calculation guidance",
                 "guidance"),
    "asks": ("target requirements", "supporting statement requirements"),
    "evidence": ("evidence", "evidence required", "evidence requirements",
                 "minimum evidence requirements", "minimum evidence"),
    "not with": ("double counting", "overlaps", "exclusions"),
    "status": ("status", "record only", "core noncore", "core non core"),
    "quantity": ("units offer", "units offers", "units offered", "quantity", "target",
                 "commitment", "no of units", "number of units"),
    "total": ("total", "total £", "social value £", "social value", "sv"),
    "words": ("supporting statement", "qualitative response", "method statement", "description"),
    "exchange": ("community exchange",),
}  # fmt: skip
"""What is read from a column, and how its heading is written; a filled-in form's are known too."""

_FIELD: Final = by_heading(FIELDS)


def field_of(heading: str) -> str:
    """What a column with this heading holds; "" where that is not known.

    Example:
        >>> field_of("Proxy Value 2022"), field_of("Colour")
        ('value', '')
    """
    return _FIELD.get(plain_heading(heading), "")
