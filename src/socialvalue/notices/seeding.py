"""A tender begun from its public notice: what was published of it, and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import attrs

from socialvalue.blocks import Block, join
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.tender import ContractValue, Lot, Tender
from socialvalue.notices.public_days import day_of
from socialvalue.notices.published import amount, group, groups, text
from socialvalue.notices.reading import Notice
from socialvalue.notices.seeded_rules import rules_of
from socialvalue.numbers import EXACT, plain, pounds, sum_of
from socialvalue.words import listed

__all__ = ["PublishedCriterion", "TenderSeed", "tender_from"]

_REGIONS: Final[Mapping[str, str]] = {
    "UKC": "E12000001", "UKD": "E12000002", "UKE": "E12000003", "UKF": "E12000004",
    "UKG": "E12000005", "UKH": "E12000006", "UKI": "E12000007", "UKJ": "E12000008",
    "UKK": "E12000009", "UKL": "W92000004", "UKM": "S92000003", "UKN": "N92000002",
}  # fmt: skip
"""Regions as notices code them to the ONS code.  Source: ONS, International Territorial Levels."""

_NAMES: Final[Mapping[str, str]] = {
    "north east": "UKC", "north west": "UKD", "yorkshire and the humber": "UKE",
    "east midlands": "UKF", "west midlands": "UKG", "east of england": "UKH", "london": "UKI",
    "south east": "UKJ", "south west": "UKK", "wales": "UKL", "scotland": "UKM",
    "northern ireland": "UKN",
}  # fmt: skip

_SAID: Final = (
    "title", "published", "category", "above_threshold", "regime", "authority", "our_reference",
)  # fmt: skip
_READ: Final = frozenset({
    "title", "value", "legalBasis", "mainProcurementCategory", "aboveThreshold", "specialRegime",
    "lots", "items", "id", "contractPeriod",
})  # fmt: skip
_READ_OF_A_LOT: Final = frozenset({
    "id", "title", "value", "contractPeriod", "hasRenewal", "hasOptions", "awardCriteria",
    "specialRegime",
})  # fmt: skip


@attrs.frozen
class PublishedCriterion:
    """An award criterion as a notice has it.

    Attributes:
        lot: The number of its lot.
        name: Its name; "" where none is published.
        kind: ``price``, ``cost`` or ``quality``.
        weight: Its weight in per cent, or None where none is published as a number.
        words: What else is said of it.
    """

    lot: str
    name: str
    kind: str
    weight: Decimal | None
    words: str

    @property
    def is_social_value(self) -> bool:
        """Whether its name is social value, and nothing else."""
        return self.name.strip().casefold() in {"social value", "social values"}


@attrs.frozen(repr=False)
class TenderSeed:
    """What a tender notice says of a tender.

    Attributes:
        tender: The tender as far as it was published; None where it has no title or no value.
        criteria: The award criteria with their weights; how each is scored no notice says.
        absent: What was not published, or not so that it can be used, in words.
        unread: The fields that the notice has and that were not read.
        years: The initial term in years, or None.
        place: The ONS code of the one place, or None.
        is_initial: Whether the value is that of the initial term alone.
        said: What was published as keys of a tender file: title, published, category,
            above_threshold, regime, authority and our_reference; those that were.
    """

    tender: Tender | None
    criteria: tuple[PublishedCriterion, ...]
    absent: tuple[str, ...]
    unread: tuple[str, ...]
    years: Decimal | None
    place: str | None
    is_initial: bool
    said: FrozenMap[str, Any] = attrs.field(factory=FrozenMap)

    def weight(self, *, social: bool) -> Decimal | None:
        """Per cent of social value, or of other quality; None where lots differ or none is said.

        Args:
            social: Of the criteria called social value; else of the others of quality.
        """
        if social and not any(each.is_social_value for each in self.criteria):
            return None
        by_lot: dict[str, list[Decimal]] = {}
        for each in self.criteria:
            if each.weight is None:
                return None
            of_it = each.kind == "quality" and each.is_social_value is social
            by_lot.setdefault(each.lot, []).extend([each.weight] if of_it else [])
        found = set(map(sum_of, by_lot.values()))
        return found.pop() if len(found) == 1 else None

    def __str__(self) -> str:
        return str(join(self._blocks()))

    def __repr__(self) -> str:
        title = self.tender.title if self.tender else "no tender"
        return f"<TenderSeed: {title}, {len(self.absent)} absent, {len(self.unread)} unread>"

    def _repr_html_(self) -> str:
        return join(self._blocks()).html

    def _blocks(self) -> Iterator[Block]:
        yield Block(self.tender.title if self.tender else "No tender could be begun")
        rows = tuple(
            (each.lot, each.name, each.kind, plain(each.weight) if each.weight is not None else "")
            for each in self.criteria
        )
        yield Block("Award criteria", (), ("lot", "name", "kind", "per cent"), rows, right=(3,))
        yield Block("What was not published", self.absent)
        yield Block("What was not read", self.unread)


def tender_from(notice: Notice) -> TenderSeed:
    """What a notice says of its tender, and what it does not; nothing is guessed.

    Args:
        notice: A tender notice (UK4), or one of earlier rules.

    Returns:
        The tender with what was published, and lists of what was absent and what was not read.

    Raises:
        InputError: It has no tender (SV1240).

    Example:
        >>> import socialvalue as sv
        >>> document = {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}
        >>> tender = {"id": "1", "title": "School meals", "documents": [document],
        ...           "value": {"amount": 900_000, "currency": "GBP"},
        ...           "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}}
        >>> release = {"ocid": "ocds-h6vhtk-000001", "id": "1", "date": "2026-09-01T09:00:00Z",
        ...            "tag": ["tender"], "tender": tender}
        >>> begun = sv.notices.tender_from(sv.notices.read(release)[0])
        >>> begun.tender.title, begun.tender.regime, begun.absent[0]
        ('School meals', 'pa2023', 'the term: no lot has a first and a last day')
    """
    process = notice.merged
    tender = group(process, "tender")
    if not tender:
        raise InputError(problem("SV1240", found=notice.id))
    absent: list[str] = []
    lots = [*groups(tender, "lots")]
    value, years = _value(tender, lots, absent), _term(tender, lots, absent)
    place, criteria = _place(tender, absent), tuple(_criteria(lots, absent))
    title = " ".join(text(tender, "title").split())
    if not title:
        absent.append("the title")
    keys = {
        "title": title, "contract_value": value, "years": years or 1, "place": place,
        "published": notice.date, "our_reference": notice.ocid,
        "authority": text(group(process, "buyer"), "name"), **rules_of(process, absent),
    }  # fmt: skip
    if not keys["authority"]:
        absent.append("the authority")
    made = _made(keys, lots, notice.id, absent) if title and value else None
    unread = tuple(_unread(tender, lots))
    is_initial = not _may_be_extended(lots)
    return TenderSeed(made, criteria, tuple(absent), unread, years, place, is_initial, _said(keys))


def _said(keys: Mapping[str, Any]) -> FrozenMap[str, Any]:
    return FrozenMap({key: keys[key] for key in _SAID if keys[key] not in ("", None)})


def _made(
    keys: Mapping[str, Any], lots: list[Mapping[str, Any]], number: str, absent: list[str]
) -> Tender | None:
    """The tender; None where what was published can mean nothing together, which is then absent."""
    left = f" Absent: {'; '.join(absent)}." if absent else ""
    try:
        return Tender(**keys, lots=_lots(lots), note=f"Begun from notice {number}.{left}")
    except InputError as error:
        absent += [f"a tender: {each.where}: {each.message}" for each in error.problems]
        return None


def _lots(found: list[Mapping[str, Any]]) -> tuple[Lot, ...]:
    """The lots, where there are several; one alone is the tender."""
    if len(found) < 2:
        return ()
    return tuple(
        Lot(
            str(each.get("id") or at),
            contract_value=_pounds(group(each, "value")),
            years=_years(group(each, "contractPeriod")),
        )
        for at, each in enumerate(found, 1)
    )


def _value(
    tender: Mapping[str, Any], lots: list[Mapping[str, Any]], absent: list[str]
) -> ContractValue | None:
    """The published value, without VAT where that is given."""
    found = _pounds(group(tender, "value"))
    if found is None:
        absent.append("the value in pounds")
    elif _may_be_extended(lots):
        absent.append(
            f"the value of the initial term: {pounds(found.initial)} is published for a contract "
            "that may be extended, and an estimated value holds every extension"
        )
    if found is not None and found.vat == "included":
        absent.append("the value without VAT: the one with VAT is taken, and said to be that")
    return found


def _may_be_extended(lots: list[Mapping[str, Any]]) -> bool:
    return any(each.get(name) for each in lots for name in ("hasRenewal", "hasOptions"))


def _pounds(value: Mapping[str, Any]) -> ContractValue | None:
    for name, vat in (("amount", "excluded"), ("amountGross", "included")):
        found = amount(value, name)
        if found is not None and found > 0:
            return ContractValue(plain(found), vat=vat)
    return None


def _term(
    tender: Mapping[str, Any], lots: list[Mapping[str, Any]], absent: list[str]
) -> Decimal | None:
    """The term that all lots share, in years."""
    periods = [group(each, "contractPeriod") for each in (*lots, tender)]
    known = [
        each for each in periods if day_of(each.get("startDate")) and day_of(each.get("endDate"))
    ]
    if not known:
        absent.append("the term: no lot has a first and a last day")
        return None
    found = {_years(each) for each in known}
    if len(found) > 1:
        absent.append("one term: lots have terms of their own")
        return None
    years = found.pop()
    if years is None:
        first = known[0]
        days = f"{first.get('startDate')} to {first.get('endDate')}"
        absent.append(f"the term in years: {days} is no whole number of quarters")
    return years


def _years(period: Mapping[str, Any]) -> Decimal | None:
    """Years of a period, exact by quarters of a year; None where it is no whole number of them."""
    start, end = day_of(period.get("startDate")), day_of(period.get("endDate"))
    if start is None or end is None or end < start:
        return None
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    whole = after.day == start.day or (_is_last(end) and _is_last(start - timedelta(days=1)))
    return EXACT.divide(Decimal(months), 12) if whole and months > 0 and months % 3 == 0 else None


def _is_last(day: date) -> bool:
    """Whether it is the last day of its month."""
    return (day + timedelta(days=1)).day == 1


def _place(tender: Mapping[str, Any], absent: list[str]) -> str | None:
    """The one region that is named as a whole, by its code or its name."""
    named = {
        text(address, "region")
        for item in groups(tender, "items")
        for address in groups(item, "deliveryAddresses")
    } - {""}
    codes = {_NAMES.get(each.casefold(), each) for each in named}
    if len(codes) == 1 and (code := next(iter(codes))) in _REGIONS:
        return _REGIONS[code]
    if not codes:
        absent.append("the place")
    else:
        absent.append(f"one place with an ONS code: {listed(sorted(codes))} is published")
    return None


def _criteria(lots: list[Mapping[str, Any]], absent: list[str]) -> Iterator[PublishedCriterion]:
    """The criteria of each lot; a weight is a number of per cent, or a text that is only one."""
    for at, lot in enumerate(lots, 1):
        found = [*groups(group(lot, "awardCriteria"), "criteria")]
        for each in found:
            weight = _weight(each)
            name = text(each, "name")
            if weight is None:
                absent.append(f"the weight of '{name or text(each, 'type')}'")
            words = "" if weight is not None and _is_number(each) else text(each, "description")
            lot_id = str(lot.get("id") or at)
            yield PublishedCriterion(lot_id, name, text(each, "type"), weight, words)
        if not found:
            absent.append(f"the award criteria of lot {lot.get('id') or at}")
    if not lots:
        absent.append("the award criteria")


def _weight(criterion: Mapping[str, Any]) -> Decimal | None:
    numbers = [*groups(criterion, "numbers")]
    if len(numbers) == 1 and numbers[0].get("weight") == "percentageExact":
        found = numbers[0].get("number")
        return Decimal(found) if isinstance(found, (int, Decimal)) else None
    return Decimal(text(criterion, "description")) if _is_number(criterion) else None


def _is_number(criterion: Mapping[str, Any]) -> bool:
    """Whether the description is a whole number and no words, as older notices give a weight."""
    said = text(criterion, "description")
    return said.isascii() and said.isdigit() and len(said) <= 3


def _unread(tender: Mapping[str, Any], lots: list[Mapping[str, Any]]) -> Iterator[str]:
    yield from sorted(f"tender/{name}" for name in set(tender) - _READ)
    names = {name for each in lots for name in each}
    yield from sorted(f"tender/lots/{name}" for name in names - _READ_OF_A_LOT)
