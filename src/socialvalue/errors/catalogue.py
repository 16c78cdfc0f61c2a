"""Every problem code with its wording: a ledger of all that can be said to a user.

The first digit says where a problem lies: 1 reading a file, 2 a definition, 3 a tender or bid,
4 finding a set, 5 why a commitment does not count, 6 a warning, 7 a scheme and its points, from
780 a present value, 8 a record or a report made from a result, 9 a calculator and what comes back,
from 950 a contract and its delivery; of four digits, from 1000 what is around a delivery record,
from 1100 reports, from 1200 notices, from 1300 doubt and planning.  Codes are stable: a code is
never used again for something else.  The words themselves stand in `errors.wording`.
"""

from __future__ import annotations

from typing import Final

from socialvalue.errors.wording import ALL, Kind

__all__ = ["CATALOGUE", "Kind"]


def _catalogue(*kinds: Kind) -> dict[str, Kind]:
    """The kinds by code; a code stands for one thing."""
    found = {kind.code: kind for kind in kinds}
    if len(found) < len(kinds):
        raise ValueError("a code stands twice in the catalogue")
    return found


CATALOGUE: Final[dict[str, Kind]] = _catalogue(*ALL)
