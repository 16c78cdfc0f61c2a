"""What can be made of a result: summaries, how firm it is, what was weighed, what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import Evaluation
    from socialvalue.assess.firmness.flags import Flags
    from socialvalue.assess.firmness.sensitivity import Sensitivity
    from socialvalue.assess.firmness.weights import EffectiveWeights
    from socialvalue.assess.letters.reasons import MissingReason
    from socialvalue.assess.letters.summaries import Summary

__all__ = ["Reports"]


class Reports:
    """The reports of an evaluation; each is made when it is asked for, and loaded then."""

    __slots__ = ()

    @property
    def _result(self) -> Evaluation:
        return cast("Evaluation", self)

    def summary(
        self,
        bidder: str,
        *,
        strict: bool = False,
        successful: str | None = None,
        because: str = "",
        compare: bool = False,
    ) -> Summary:
        """The assessment summary for one bidder, as text; ``.html`` and ``.markdown`` too.

        For each criterion and sub-criterion it gives weight, score available, score given and
        the reason, the same for the successful bid, and why the bid was not successful; no
        third bidder is named, and no commitment but the reader's own.  Of the successful bid it
        gives scores and reasons, and no price, quantity or multiplier.  It ends with what must
        be completed before it is sent, for which a tender file has no field.

        Args:
            bidder: Whom it is for.
            strict: Whether a missing reason, and an illustrative scheme, are refused; else the
                summary lists what is missing, and is marked as a draft.
            successful: Who won, where the points alone do not say.
            because: The published rule, or the decision, by which it won; needed where bids share
                the first place, or where another than the first is successful.
            compare: Whether it is said by how many points the bid differs from the successful one.

        Raises:
            NotFoundError: No such bidder (SV716).
            InputError: A successful bid that is not ranked (SV807), or named without a reason
                (SV808).  Where `strict`: a missing reason (SV805), no one winner (SV807), an
                illustrative scheme (SV809).

        Source:
            The Procurement Act 2023 s.50, and reg. 31 of the Procurement Regulations 2024.
        """
        from socialvalue.assess.letters.case import Award
        from socialvalue.assess.letters.summaries import summary_of

        award = Award(successful, because)
        return summary_of(self._result, bidder, strict=strict, award=award, compare=compare)

    def summaries(
        self,
        *,
        strict: bool = False,
        successful: str | None = None,
        because: str = "",
        compare: bool = False,
    ) -> Mapping[str, Summary]:
        """Bidder to assessment summary, in the order of the ranking; see `summary`."""
        from socialvalue.assess.letters.case import Award
        from socialvalue.assess.letters.summaries import summaries_of

        award = Award(successful, because)
        return summaries_of(self._result, strict=strict, award=award, compare=compare)

    def missing_reasons(self) -> tuple[MissingReason, ...]:
        """Every mark, and every exclusion, that has no reason.

        None means that nothing in this list is missing; what else a summary must hold stands at
        its end, under "To be completed before this is sent".
        """
        from socialvalue.assess.letters.reasons import missing_reasons

        return missing_reasons(self._result)

    def sensitivity(self) -> Sensitivity:
        """How firm the result is: who else could have won, and by how little.

        Each bid is dropped in turn; the smallest change of each weight that makes another win is
        worked out in exact fractions; and for each bid that did not win, the least change of one
        thing (social value, price, a mark) that would have won is searched for to the penny and
        evaluated again.

        Returns:
            A report: text, a table, JSON, and a display in a notebook.

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> report = sv.evaluate(tender, bids, sv.load(tender.framework)).sensitivity()
            >>> report.lead, report.least[0].bidder, report.least[0].price
            (Decimal('1.40'), 'Acme Highways', Decimal('54722.10'))

        Source:
            scoring.md §5, P4.
        """
        from socialvalue.assess.firmness.sensitivity import sensitivity_of

        return sensitivity_of(self._result)

    def effective_weights(self) -> EffectiveWeights:
        """The spread of points that each criterion used, beside its published weight.

        Source:
            scoring.md §4, T7.
        """
        from socialvalue.assess.firmness.weights import effective_weights

        return effective_weights(self._result)

    def flags(
        self,
        *,
        low_price: str | int | Decimal = "0.80",
        high_value: str | int | Decimal | None = None,
        high_ratio: str | int | Decimal = 3,
        one_line: str | int | Decimal = "0.50",
        weak: str | int | Decimal = "0.25",
    ) -> Flags:
        """Questions that the result raises; they change no points and exclude nobody.

        Args:
            low_price: Share of the median price of the other bids below which to ask.
            high_value: The benchmark above which to ask, in £ of social value per £1.
            high_ratio: Where there is no benchmark: times the median of the other bids.
            one_line: Share of a bid's value in one line above which to ask.
            weak: Share of a bid's value on weakly known figures above which to ask.

        Raises:
            InputError: A threshold is not a number above 0.

        Source:
            scoring.md §5, P6.
        """
        from socialvalue.assess.firmness.flags import flags_of

        return flags_of(
            self._result,
            low_price=low_price,
            high_value=high_value,
            high_ratio=high_ratio,
            one_line=one_line,
            weak=weak,
        )
