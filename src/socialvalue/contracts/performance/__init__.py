"""Performance against key performance indicators: what the Act asks, what the figures propose."""

from socialvalue.contracts.performance.duty import duty_of
from socialvalue.contracts.performance.proposals import Proposal, proposal_of
from socialvalue.contracts.performance.verbs import Indicating, kpis_of

__all__ = ["Indicating", "Proposal", "duty_of", "kpis_of", "proposal_of"]


def __dir__() -> list[str]:
    return list(__all__)
