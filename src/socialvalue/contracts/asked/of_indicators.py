"""How a contract performs under its key performance indicators."""

from __future__ import annotations

from socialvalue.contracts.asked.performing import Performance, performance_of
from socialvalue.contracts.log import Day
from socialvalue.contracts.register import Register
from socialvalue.model.fields import day, one

__all__ = ["kpis"]


def kpis(
    register: Register,
    reference: str,
    *,
    on: Day,
    through: Day | None = None,
    known: Day | None = None,
) -> Performance:
    """The key performance indicators of a contract as at a day: wording, proposals and ratings.

    What is proposed rests on verified returns alone, and nothing is while a return waits for the
    council.  Where the Act asks for at least three indicators and there are fewer, that is asked.

    Args:
        register: The delivery record.
        reference: Of the contract.
        on: The day as at which: what is verified by then counts.
        through: The last day that is judged, such as the end of a quarter; `on`, if not given.
        known: As known on this day; today's knowledge, if not given.

    Raises:
        NotFoundError: There is no such contract as at that day (SV950).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> bands = sv.contracts.RatingBands(good="0.95", approaching_target="0.91",
        ...                                  requires_improvement="0.86", basis="units")
        >>> people = sv.contracts.Kpi(id="4", title="Local people in work", lines=["1"], every=3)
        >>> _ = register.set_kpis("ECC-0412", [people], bands=bands, by="procurement",
        ...                       on="2022-08-20")
        >>> sv.contracts.kpis(register, "ECC-0412", on="2022-12-31")["4"].proposal
        <Proposal: Inadequate: 0% of what is due by 31 December 2022, by units delivered of those due>
    """  # noqa: E501 - the line is one line
    when = day(on)
    standing = one("kpis", Register, register).standing(when, known)
    last = when if through is None else day(through)
    return performance_of(standing, reference, when, through=last, head=standing.head)
