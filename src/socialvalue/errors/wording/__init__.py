"""The wording of every problem code, a module a part of the house; `errors.catalogue` joins them."""

from socialvalue.errors.wording import (
    calculators,
    contracts,
    files,
    performance,
    register,
    schemes,
    tenders,
)
from socialvalue.errors.wording.kind import Kind

__all__ = ["ALL", "Kind"]

ALL: tuple[Kind, ...] = (
    *files.KINDS,
    *tenders.KINDS,
    *schemes.KINDS,
    *calculators.KINDS,
    *contracts.KINDS,
    *performance.KINDS,
    *register.KINDS,
)
