"""What can be made of a result: summaries, how firm it is, what was weighed, what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.assess.summaries import Summary
    from socialvalue.assess.summary_reasons import MissingReason

__all__ = ["Reports"]


class Reports:
    """The reports of an evaluation; each is made when it is asked for, and loaded then."""

    __slots__ = ()

    @property
    def _result(self) -> Evaluation:
        return cast("Evaluation", self)

    def summary(
        self, bidder: str, *, strict: bool = False, successful: str | None = None
    ) -> Summary:
        """The assessment summary for one bidder, as text; ``.html`` and ``.markdown`` too.

        For each criterion and sub-criterion it gives weight, score available, score given and
        the reason, the same for the successful bid, and why the bid was not successful; no
        third bidder is named, and no line but the reader's own.

        Args:
            bidder: Whom it is for.
            strict: Whether a missing reason is refused; else the summary lists it as missing.
            successful: Who won, where the points alone do not say.

        Raises:
            NotFoundError: No such bidder (SV716).
            InputError: Where `strict`: a missing reason (SV805), or no one winner (SV807).

        Source:
            scoring.md §7, after reg. 31 of the Procurement Regulations 2024.
        """
        from socialvalue.assess.summaries import summary_of

        return summary_of(self._result, bidder, strict=strict, successful=successful)

    def summaries(
        self, *, strict: bool = False, successful: str | None = None
    ) -> Mapping[str, Summary]:
        """Bidder to assessment summary, in the order of the ranking; see `summary`."""
        from socialvalue.assess.summaries import summaries_of

        return summaries_of(self._result, strict=strict, successful=successful)

    def missing_reasons(self) -> tuple[MissingReason, ...]:
        """Every mark, and every exclusion, that has no reason; none when summaries can go out."""
        from socialvalue.assess.summary_reasons import missing_reasons

        return missing_reasons(self._result)
