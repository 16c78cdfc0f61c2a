"""The measures of the star in DAX: one list, from which text and model are written.

A date that is chosen in `dim_date` means *as at its last day*.  So each sum takes what was so up to
that day, and a commitment is never left out because it was made before the period that is looked
at.  What counts by commitment goes over `dim_line`, which no date filters.  Sums are of whole pence
and millionths, and divided last.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import attrs

__all__ = ["MEASURES", "Measure", "as_text"]


@attrs.frozen
class Measure:
    """A measure of the model.

    Attributes:
        name: What a reader sees.
        table: The table that it stands in.
        says: What it is, in words.
        dax: How it is worked out, its lines without indent of the whole.
        shown: How it is shown, as a format of Power BI.
        hidden: Whether it is there for other measures only.
    """

    name: str
    table: str
    says: str
    dax: str
    shown: str = r"\£#,0"
    hidden: bool = False


_SHARE: Final = "0.0%"
_COUNT: Final = "#,0"
_COMMITTED: Final = (("fact_commitment", "effective_date", ""),)
_VERIFIED: Final = (("fact_delivery", "decided_date", "TRUE"), ("fact_reopened", "since", "TRUE"))
_BEYOND: Final = tuple((table, day, "FALSE") for table, day, _ in _VERIFIED)


def _to_date(column: str, parts: tuple[tuple[str, str, str], ...]) -> str:
    """A column of some tables, added up to the day that is looked at."""
    return "VAR asat = [As at]\nRETURN\n" + "\n+ ".join(_part(column, *each) for each in parts)


def _part(column: str, table: str, day: str, ours: str) -> str:
    of_ours = f",\n    {table}[has_commitment] = {ours} ()" if ours else ""
    return (
        f"CALCULATE (\n    SUM ( {table}[{column}] ),\n    REMOVEFILTERS ( dim_date ),\n"
        f"    {table}[{day}] <= asat{of_ours}\n)"
    )


def _in_pounds(pence: str) -> str:
    return f"DIVIDE ( {pence}, 100 )"


def _by_line(pence: str) -> str:
    return _in_pounds(f"SUMX ( VALUES ( dim_line[line_key] ), {pence} )")


def _lines_where(test: str = "") -> str:
    """How many commitments are held, and of these how many pass a test."""
    where = " && ".join(("[Committed millionths] > 0", *([test] if test else ())))
    return f"COUNTROWS ( FILTER ( VALUES ( dim_line[line_key] ), {where} ) )"


def _of_kind(measure: str, kind: str) -> str:
    return f'CALCULATE ( {measure}, KEEPFILTERS ( dim_measure[value_kind] = "{kind}" ) )'


def _people(millionths: str) -> str:
    """Of a quantity the people who are counted once each; FTE-years are never people."""
    return (
        f"DIVIDE (\n    CALCULATE (\n        {millionths},\n"
        '        KEEPFILTERS ( dim_line[headcount] = "people" ),\n'
        '        KEEPFILTERS ( dim_measure[unit] <> "fte_year" )\n    ),\n    1000000\n)'
    )


def _units(millionths: str) -> str:
    """Quantities, where one unit is looked at, and one that is added up."""
    return (
        "IF (\n    HASONEVALUE ( dim_measure[unit] )\n"
        "        && SELECTEDVALUE ( dim_measure[adds_up], FALSE () ),\n"
        f"    DIVIDE ( {millionths}, 1000000 )\n)"
    )


def _due(column: str) -> str:
    """A column of what is due, at the last month end up to the day that is looked at."""
    return f"""\
VAR asat = [As at]
VAR lastmonth =
    CALCULATE (
        MAX ( fact_expected[month_end] ),
        ALL ( fact_expected ),
        fact_expected[month_end] <= asat
    )
RETURN
CALCULATE (
    SUM ( fact_expected[{column}] ),
    REMOVEFILTERS ( dim_date ),
    fact_expected[month_end] = lastmonth
)"""


def _waiting(found: str) -> str:
    """Of the returns that were there on the day that is looked at, and not decided on by then."""
    return f"""\
VAR asat = [As at]
RETURN
CALCULATE (
    {found.format(them=_UNDECIDED)},
    REMOVEFILTERS ( dim_date )
)"""


_UNDECIDED: Final = """FILTER (
        fact_delivery,
        fact_delivery[reported_date] <= asat
            && ( ISBLANK ( fact_delivery[decided_date] ) || fact_delivery[decided_date] > asat )
    )"""
_RATED: Final = """\
VAR asat = [As at]
RETURN
CALCULATE (
    COUNTROWS ( FILTER ( fact_rating, fact_rating[period_end_date] <= asat ) ),
    REMOVEFILTERS ( dim_date )
)"""
_WITHIN: Final = """\
DIVIDE (
    CALCULATE (
        SUM ( fact_delivery[verified_pence] ),
        USERELATIONSHIP ( fact_delivery[decided_date], dim_date[date] ),
        fact_delivery[has_commitment] = TRUE ()
    )
    + CALCULATE (
        SUM ( fact_reopened[verified_pence] ),
        fact_reopened[has_commitment] = TRUE ()
    ),
    100
)"""
_WITH_SUPPLIER: Final = """\
CALCULATE (
    [Committed £],
    REMOVEFILTERS ( dim_supplier ),
    TREATAS ( VALUES ( bridge_contract_supplier[contract_key] ), dim_contract[contract_key] )
)"""
_SPENT: Final = """\
VAR asat = [As at]
RETURN
DIVIDE (
    CALCULATE (
        SUM ( fact_spend[spent_pence] ),
        REMOVEFILTERS ( dim_date ),
        fact_spend[period_end_date] <= asat
    ),
    100
)"""
_SOON: Final = """\
VAR asat = [As at]
RETURN
COUNTROWS (
    FILTER ( fact_clock, fact_clock[due_date] >= asat && fact_clock[due_date] <= asat + 30 )
)"""

MEASURES: Final = (
    Measure("As at", "dim_date", "the last day of the period that is looked at",
            "MAX ( dim_date[date] )", "d mmm yyyy"),
    Measure("Committed £", "fact_commitment", "£ committed at the values of award, as at that day",
            _in_pounds("[Committed pence]")),
    Measure("Due by now £", "fact_expected",
            "£ due at the last month end up to that day, of commitments that have a plan",
            _in_pounds("[Due pence]")),
    Measure("Delivered £", "fact_delivery",
            "£ verified of commitments as at that day, over-delivery among them",
            _in_pounds("[Verified pence]")),
    Measure("Delivered against commitment £", "fact_delivery",
            "£ verified, no commitment over 100%",
            _by_line("MIN ( [Committed pence], [Verified pence] )")),
    Measure("Delivered against commitment %", "fact_delivery",
            "what is delivered against commitment ÷ what is committed",
            "DIVIDE ( [Delivered against commitment £], [Committed £] )", _SHARE),
    Measure("Total delivered, including over-delivery %", "fact_delivery",
            "what is verified of commitments ÷ what is committed",
            "DIVIDE ( [Delivered £], [Committed £] )", _SHARE),
    Measure("Over-delivery £", "fact_delivery", "£ verified above what a commitment comes to",
            _by_line("MAX ( [Verified pence] - [Committed pence], 0 )")),
    Measure("Delivered beyond the contract £", "fact_delivery",
            "£ verified of what no contract asks for; it is in no ratio",
            _in_pounds("[Verified pence beyond the contract]")),
    Measure("Due and not delivered £", "fact_expected",
            "£ due at the last month end and not verified, commitment by commitment",
            _by_line("MAX ( [Due pence] - [Verified pence], 0 )")),
    Measure("Verified in the period £", "fact_delivery",
            "£ of commitments that were verified within the period that is looked at", _WITHIN),
    Measure("Committed, social £", "fact_commitment", "£ committed that is social value",
            _of_kind("[Committed £]", "social")),
    Measure("Committed, local economic £", "fact_commitment",
            "£ committed that is local economic value",
            _of_kind("[Committed £]", "local_economic")),
    Measure("Delivered against commitment, social £", "fact_delivery",
            "£ verified that is social value, no commitment over 100%",
            _of_kind("[Delivered against commitment £]", "social")),
    Measure("Delivered against commitment, local economic £", "fact_delivery",
            "£ verified that is local economic value, no commitment over 100%",
            _of_kind("[Delivered against commitment £]", "local_economic")),
    Measure("Contract value £", "dim_contract", "£ that the contracts are worth, each once",
            _in_pounds("SUM ( dim_contract[value_pence] )")),
    Measure("Committed per £1 of contract value", "dim_contract",
            "£ committed ÷ £ that the contracts are worth",
            "DIVIDE ( [Committed £], [Contract value £] )", r"\£0.00"),
    Measure("Committed of contracts with the supplier £", "fact_commitment",
            "£ committed in contracts that a chosen supplier takes part in; never add up suppliers",
            _WITH_SUPPLIER),
    Measure("Commitments", "dim_line", "how many commitments are held", _lines_where(), _COUNT),
    Measure("Commitments with nothing verified", "dim_line",
            "how many commitments have nothing verified",
            _lines_where("[Verified millionths] = 0"), _COUNT),
    Measure("Commitments complete", "dim_line", "how many commitments are verified in full",
            _lines_where("[Verified millionths] >= [Committed millionths]"), _COUNT),
    Measure("Commitments due in full and not complete", "fact_expected",
            "how many commitments are due in full at the last month end and not verified in full",
            _lines_where("[Due millionths] >= [Committed millionths] "
                         "&& [Verified millionths] < [Committed millionths]"), _COUNT),
    Measure("Returns that wait", "fact_evidence",
            "how many returns wait for the council's decision on that day",
            _waiting("COUNTROWS ( {them} )"), _COUNT),
    Measure("Longest wait, days", "fact_evidence",
            "how many days the oldest of them has waited on that day",
            _waiting("MAXX ( {them}, DATEDIFF ( fact_delivery[reported_date], asat, DAY ) )"),
            _COUNT),
    Measure("Ratings", "fact_rating",
            "how many ratings stand of periods that are over; choose a rating to count it alone",
            _RATED, _COUNT),
    Measure("Units committed", "fact_commitment",
            "how much is committed; blank unless one unit is looked at",
            _units("[Committed millionths]"), "#,0.##"),
    Measure("Units verified", "fact_delivery",
            "how much of commitments is verified; blank unless one unit is looked at",
            _units("[Verified millionths]"), "#,0.##"),
    Measure("Jobs committed", "dim_group",
            "people to be taken on or kept, each counted once, of commitments that count people; "
            "by group: dim_group[name]", _people("[Committed millionths]"), "#,0.##"),
    Measure("Jobs verified", "dim_group",
            "people of whom it is verified that they were taken on or kept, each counted once",
            _people("[Verified millionths]"), "#,0.##"),
    Measure("Commitments read by us", "dim_group",
            "how many commitments have a group or a count of people that is our own reading of "
            "the measure's title",
            "CALCULATE ( [Commitments], KEEPFILTERS ( dim_line[is_ours] = TRUE () ) )", _COUNT),
    Measure("Spent £", "fact_spend", "£ spent under the contracts in periods that are over",
            _SPENT),
    Measure("To be published in 30 days", "fact_clock",
            "how many things are to be published within 30 days of that day", _SOON, _COUNT),
    Measure("Committed pence", "fact_commitment", "pence committed as at that day",
            _to_date("value_pence", _COMMITTED), _COUNT, hidden=True),
    Measure("Committed millionths", "fact_commitment",
            "millionths of a unit committed as at that day",
            _to_date("quantity_micro", _COMMITTED), _COUNT, hidden=True),
    Measure("Due pence", "fact_expected", "pence due at the last month end up to that day",
            _due("expected_pence"), _COUNT, hidden=True),
    Measure("Due millionths", "fact_expected",
            "millionths of a unit due at the last month end up to that day",
            _due("expected_micro"), _COUNT, hidden=True),
    Measure("Verified pence", "fact_delivery", "pence verified of commitments as at that day",
            _to_date("verified_pence", _VERIFIED), _COUNT, hidden=True),
    Measure("Verified millionths", "fact_delivery",
            "millionths of a unit verified of commitments as at that day",
            _to_date("verified_micro", _VERIFIED), _COUNT, hidden=True),
    Measure("Verified pence beyond the contract", "fact_delivery",
            "pence verified of what no contract asks for, as at that day",
            _to_date("verified_pence", _BEYOND), _COUNT, hidden=True),
)  # fmt: skip
"""All measures, the most used first."""


def as_text(tables: Container[str]) -> str:
    """The measures of some tables as one text, to be copied into any model of them.

    Args:
        tables: The names of those that are there.
    """
    head = (
        "-- Measures for the tables of this folder, experimental: a pure-Python DAX engine gives "
        "their\n-- totals to the penny; not opened in Power BI by us. A date chosen in dim_date is "
        'read as "as at\n-- its last day". Relationships: see datapackage.json; one to many, in a '
        "single direction.\n"
    )
    each = (f"-- {one.says}\n{one.name} =\n{one.dax}\n" for one in MEASURES
            if one.table in tables)  # fmt: skip
    return "\n".join((head, *each))
