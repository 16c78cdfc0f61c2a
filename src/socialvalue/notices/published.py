"""Contracts as public notices have them: days, value, indicators, the rules they are under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import attrs

from socialvalue.model.days import days_on
from socialvalue.model.tender import MOST_VAT
from socialvalue.notices.public_days import day_of
from socialvalue.numbers import EXACT

__all__ = ["KPI_LIMIT", "PublicContract", "PublicKpi", "contracts_of", "groups", "under_the_act"]

KPI_LIMIT: Final = Decimal(5_000_000)
"""More than so many pounds with VAT: at least three indicators.  Procurement Act 2023, s.52(1)."""

_ACT: Final = "2023/54"
_LIGHT_TOUCH: Final = "lightTouch"
_NO_KPIS: Final = frozenset({_LIGHT_TOUCH, "concession"})
_NOT_SECTION_75: Final = frozenset({_LIGHT_TOUCH, "defenceSecurity"})
_CATEGORY: Final = "mainProcurementCategory"
_PRIVATE_UTILITY: Final = "privateUtility"
_NORTHERN_IRELAND: Final = "GB-NIR"
_WALES: Final = "GB-WLS"
"""As Find a Tender classes a buyer to whom devolved regulations apply."""


def groups(data: Any, name: str) -> Iterator[Mapping[str, Any]]:
    """The groups of a list of a group; what is of another shape is passed over."""
    found = data.get(name) if isinstance(data, Mapping) else None
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, Mapping):
            yield each


def group(data: Any, name: str) -> Mapping[str, Any]:
    """A group of a group; empty where there is none."""
    found = data.get(name) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def amount(value: Mapping[str, Any], name: str) -> Decimal | None:
    """A sum of pounds; None where there is none, or in another currency."""
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
        return None
    return Decimal(found) if value.get("currency", "GBP") == "GBP" else None


def text(data: Mapping[str, Any], name: str) -> str:
    """A text of a group; empty where there is none."""
    found = data.get(name)
    return found.strip() if isinstance(found, str) else ""


def texts(data: Mapping[str, Any], name: str) -> Iterator[str]:
    """The texts of a list of a group; what is of another shape is passed over."""
    found = data.get(name)
    return (
        (each for each in found if isinstance(each, str)) if isinstance(found, list) else iter(())
    )


def under_the_act(process: Mapping[str, Any]) -> bool:
    """Whether a process is under the Procurement Act 2023, as its notices say."""
    return str(group(group(process, "tender"), "legalBasis").get("id", "")) == _ACT


@attrs.frozen(eq=False)
class PublicKpi:
    """An indicator as a notice has it.

    Attributes:
        data: What is published of it.
        path: Where it stands in the release.
    """

    data: Mapping[str, Any]
    path: str

    @property
    def id(self) -> str:
        """Its number, unique in the contract."""
        return str(self.data.get("id", ""))

    @property
    def title(self) -> str:
        """What readers see first."""
        return text(self.data, "title")

    @property
    def words(self) -> str:
        """Title and description."""
        return f"{self.title} {text(self.data, 'description')}".strip()

    @property
    def has_frequency(self) -> bool:
        """Whether it is published how often it is reported."""
        return any(
            group(each, "period").get(name)
            for each in groups(self.data, "observations")
            for name in ("durationInMonths", "durationInDays")
        )


@attrs.frozen(eq=False)
class PublicContract:
    """A contract as a notice has it, in the process that is known with that notice.

    Attributes:
        data: What the notice says of it.
        whole: What all notices up to it say.
        process: The process that it is of.
        path: Where it stands in the release.
    """

    data: Mapping[str, Any]
    whole: Mapping[str, Any]
    process: Mapping[str, Any]
    path: str

    @property
    def signed(self) -> date | None:
        """The day on which it was entered into."""
        return day_of(self.whole.get("dateSigned"))

    @property
    def last_end(self) -> date | None:
        """Its last day, extended as far as it provides; None where that isn't said."""
        period = group(self.whole, "period")
        longest, end = day_of(period.get("maxExtentDate")), day_of(period.get("endDate"))
        if longest is None and self.whole.get("hasRenewal"):
            return None
        return max((each for each in (longest, end) if each is not None), default=None)

    @property
    def net(self) -> Decimal | None:
        """Its value in pounds without VAT."""
        return amount(group(self.whole, "value"), "amount")

    @property
    def gross(self) -> Decimal | None:
        """Its value in pounds with VAT."""
        return amount(group(self.whole, "value"), "amountGross")

    @property
    def is_above(self) -> bool | None:
        """Whether it is of more than £5 million with VAT; None where that can't be said.

        Without a value with VAT it can be said where the one without it is above, or so far
        below that no rate of VAT leads above.
        """
        if self.gross is not None:
            return self.gross > KPI_LIMIT
        if self.net is None:
            return None
        if self.net > KPI_LIMIT:
            return True
        return None if EXACT.multiply(self.net, MOST_VAT) > KPI_LIMIT else False

    @property
    def is_public(self) -> bool | None:
        """Whether it is above its threshold, a public contract; None where no notice says."""
        found = self.whole.get("aboveThreshold")
        return found if isinstance(found, bool) else None

    @property
    def is_voluntary(self) -> bool:
        """Whether section 52 asks for no indicators of it, so that any are its buyer's own."""
        return self.is_above is False or not self.asks_for_kpis

    @property
    def is_light_touch(self) -> bool:
        """Whether it is a light touch contract."""
        return _LIGHT_TOUCH in self.regimes

    @property
    def asks_for_kpis(self) -> bool:
        """Whether section 52 asks for indicators of a contract of its kind, if it is large."""
        return not (self.regimes & _NO_KPIS or self._is_framework or self.is_private_utility)

    @property
    def kpis(self) -> tuple[PublicKpi, ...]:
        """The indicators that this notice sets."""
        return _kpis(self.data, "agreedMetrics", self.path)

    @property
    def rated(self) -> tuple[PublicKpi, ...]:
        """The indicators that this notice rates."""
        return _kpis(group(self.data, "implementation"), "metrics", f"{self.path}/implementation")

    @property
    def regimes(self) -> frozenset[str]:
        """The special rules that it is under, such as ``lightTouch``."""
        tender = group(self.process, "tender")
        own = {*texts(self.whole, "relatedLots"), *_lots_of_award(self.process, self.whole)}
        lots = [each for each in groups(tender, "lots") if not own or str(each.get("id")) in own]
        found = [tender, *lots]
        return frozenset(name for each in found for name in texts(each, "specialRegime"))

    @property
    def _is_framework(self) -> bool:
        tender = group(self.process, "tender")
        found = [tender, *groups(tender, "lots")]
        return any(group(each, "techniques").get("hasFrameworkAgreement") is True for each in found)

    @property
    def is_private_utility(self) -> bool:
        """Whether the buyer is a private utility."""
        return _PRIVATE_UTILITY in self._classes_of_buyer

    @property
    def is_of_northern_ireland(self) -> bool:
        """Whether the buyer is under the regulations of Northern Ireland."""
        return _NORTHERN_IRELAND in self._classes_of_buyer

    @property
    def publishes_copies(self) -> bool:
        """Whether a copy of it is published if it is large, as section 53(3) is understood here.

        It leaves out authorities of Wales and Northern Ireland; take advice.
        """
        without = {_WALES, _NORTHERN_IRELAND, _PRIVATE_UTILITY}
        return self.is_public is True and not self._classes_of_buyer & without

    @property
    def publishes_changes(self) -> bool:
        """Whether section 75 does not leave it out, as far as is published."""
        buyer_is_free = self.is_private_utility or self.is_of_northern_ireland
        return not (self.regimes & _NOT_SECTION_75 or buyer_is_free)

    @property
    def is_of_works(self) -> bool:
        """Whether its award, or else its tender, is for works."""
        award = str(self.whole.get("awardID", ""))
        own = [each for each in groups(self.process, "awards") if str(each.get("id")) == award]
        found = [text(each, _CATEGORY) for each in (*own, group(self.process, "tender"))]
        return next((each for each in found if each), "") == "works"

    @property
    def _classes_of_buyer(self) -> frozenset[str]:
        buyer = str(group(self.process, "buyer").get("id", ""))
        return frozenset(
            str(each.get("id"))
            for party in groups(self.process, "parties")
            if str(party.get("id")) == buyer
            for each in groups(group(party, "details"), "classifications")
        )

    def last_day(self, days: int, of_light_touch: int) -> date | None:
        """The last day of a period of so many days that begins with the day of signing."""
        if self.signed is None:
            return None
        allowed = of_light_touch if self.is_light_touch else days
        return days_on(self.signed, allowed - 1)


def _kpis(data: Mapping[str, Any], name: str, path: str) -> tuple[PublicKpi, ...]:
    found = enumerate(groups(data, name))
    return tuple(PublicKpi(each, f"{path}/{name}/{at}") for at, each in found)


def _lots_of_award(process: Mapping[str, Any], contract: Mapping[str, Any]) -> set[str]:
    award = str(contract.get("awardID", ""))
    return {
        lot
        for each in groups(process, "awards")
        if str(each.get("id")) == award
        for lot in texts(each, "relatedLots")
    }


def contracts_of(
    release: Mapping[str, Any], process: Mapping[str, Any]
) -> tuple[PublicContract, ...]:
    """The contracts that a notice names, with what is known of each."""
    known = {str(each.get("id")): each for each in groups(process, "contracts")}
    return tuple(
        PublicContract(each, known.get(str(each.get("id")), each), process, f"/contracts/{at}")
        for at, each in enumerate(groups(release, "contracts"))
    )
