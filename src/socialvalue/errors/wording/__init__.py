"""The wording of every problem code, a module a part of the house; `errors.catalogue` joins them.

A module of codes of four digits holds beside its `KINDS` the `SAMPLES` that stand for what its
messages name in braces.
"""

from collections.abc import Mapping

from socialvalue.errors.wording import (
    after,
    calculators,
    contracts,
    files,
    guides,
    month,
    notices,
    performance,
    planning,
    register,
    reports,
    schemes,
    tenders,
    uncertainty,
)
from socialvalue.errors.wording.kind import Kind

__all__ = ["ALL", "SAMPLES", "Kind"]

ALL: tuple[Kind, ...] = (
    *files.KINDS,
    *tenders.KINDS,
    *schemes.KINDS,
    *calculators.KINDS,
    *contracts.KINDS,
    *register.KINDS,
    *performance.KINDS,
    *after.KINDS,
    *month.KINDS,
    *notices.KINDS,
    *reports.KINDS,
    *planning.KINDS,
    *uncertainty.KINDS,
    *guides.KINDS,
)

SAMPLES: Mapping[str, Mapping[str, str]] = {
    **register.SAMPLES,
    **performance.SAMPLES,
    **after.SAMPLES,
    **month.SAMPLES,
    **notices.SAMPLES,
    **reports.SAMPLES,
    **planning.SAMPLES,
    **uncertainty.SAMPLES,
    **guides.SAMPLES,
}
