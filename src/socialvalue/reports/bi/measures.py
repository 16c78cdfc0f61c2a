"""The measures of the star as DAX, for who builds a model of its tables in Power BI."""

from __future__ import annotations

from typing import Final

__all__ = ["MEASURES"]

MEASURES: Final = """\
-- Measures for the tables of this folder. Written by hand against the documentation of DAX;
-- not opened in Power BI by us. A date chosen in dim_date is read as "as at its last day".
-- Relationships: see datapackage.json; one to many, single direction, dim_* to fact_*.

As at = MAX ( dim_date[date] )

Committed £ =
VAR asat = [As at]
RETURN DIVIDE ( CALCULATE ( SUM ( fact_commitment[value_pence] ),
    REMOVEFILTERS ( dim_date ), fact_commitment[effective_date] <= asat ), 100 )

Delivered £ =
VAR asat = [As at]
RETURN DIVIDE ( CALCULATE ( SUM ( fact_delivery[verified_pence] ),
    REMOVEFILTERS ( dim_date ), fact_delivery[decided_date] <= asat,
    fact_delivery[has_commitment] = TRUE () ), 100 )

Delivered against commitment £ =
SUMX ( SUMMARIZE ( fact_commitment, fact_commitment[contract_key], fact_commitment[line] ),
    MIN ( [Committed £], [Delivered of line £] ) )

Delivered of line £ =
VAR asat = [As at]
VAR contract = SELECTEDVALUE ( fact_commitment[contract_key] )
VAR number = SELECTEDVALUE ( fact_commitment[line] )
RETURN DIVIDE ( CALCULATE ( SUM ( fact_delivery[verified_pence] ),
    REMOVEFILTERS ( dim_date ), fact_delivery[decided_date] <= asat,
    fact_delivery[contract_key] = contract, fact_delivery[line] = number ), 100 )

Compliance % = DIVIDE ( [Delivered against commitment £], [Committed £] )

Total delivered, including over-delivery % = DIVIDE ( [Delivered £], [Committed £] )

Delivered beyond the contract £ =
VAR asat = [As at]
RETURN DIVIDE ( CALCULATE ( SUM ( fact_delivery[verified_pence] ),
    REMOVEFILTERS ( dim_date ), fact_delivery[decided_date] <= asat,
    fact_delivery[has_commitment] = FALSE () ), 100 )

Due by now £ =
VAR asat = [As at]
VAR lastmonth = CALCULATE ( MAX ( fact_expected[month_end] ), REMOVEFILTERS ( dim_date ),
    fact_expected[month_end] <= asat )
RETURN DIVIDE ( CALCULATE ( SUM ( fact_expected[expected_pence] ),
    REMOVEFILTERS ( dim_date ), fact_expected[month_end] = lastmonth ), 100 )

Contract value £ = DIVIDE ( SUM ( dim_contract[value_pence] ), 100 )

£ per £1 of contract value = DIVIDE ( [Committed £], [Contract value £] )

Units committed =
IF ( HASONEVALUE ( dim_measure[unit] ),
    DIVIDE ( SUM ( fact_commitment[quantity_micro] ), 1000000 ) )

Units verified =
IF ( HASONEVALUE ( dim_measure[unit] ),
    DIVIDE ( SUM ( fact_delivery[verified_micro] ), 1000000 ) )
"""
"""The definitions of after-award.md §3.1, by commitment, with as-at semantics."""
