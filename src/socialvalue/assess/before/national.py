"""A scheme held against the national rules of the day, where a tender uses the national model."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from socialvalue.assess.before.shares import share_of_social_value
from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme, taken_by_name
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds
from socialvalue.registry.national import MODEL, NationalRules, national_rules

__all__ = ["national_cautions"]


def national_cautions(tender: Tender, framework: Framework, scheme: Scheme) -> Iterator[Problem]:
    """What the national model of the day asks for: itself, and the least weight of social value.

    Args:
        tender: The buyer's side; without the day of its notice nothing is known, and below the
            thresholds no model binds.
        framework: The set; of another than the national model nothing is asked.
        scheme: The weights and methods.

    Example:
        >>> import socialvalue as sv
        >>> model = sv.load("uk-social-value-model", edition="ppn-002")
        >>> courts = sv.Tender("Courts", contract_value=10_000_000, published="2025-11-01")
        >>> low = sv.Scheme([sv.Criterion("price", 95, sv.LowestPrice()),
        ...                  sv.Criterion("social value", 5, sv.PanelMark(out_of=5))])
        >>> [each.code for each in national_cautions(courts, model, low)]
        ['SV813']

    Source:
        scoring.md §8: PPN 026 goes by the value including VAT.
    """
    used = [each.label for each in framework.layers if each.label.startswith(f"{MODEL}@")]
    if not used or tender.above_threshold is False or tender.regime == "below_threshold":
        return
    sure, most = (_rules(tender.published, value, tender.parent_published)
                  for value in tender.contract_value.bounds)  # fmt: skip
    if sure.status == "applies" and _is_other(used, sure):
        whose = "framework agreement" if tender.parent_published else "tender"
        yield problem("SV770", found=used[0], model=sure.framework, whose=whose)
    if most.status != "applies" or most.minimum_weight is None:
        return
    yield from taken_by_name(scheme)
    yield from _weight(scheme, sure)
    if most != sure:
        yield from _by_vat(tender, used, scheme, most)


def _is_other(used: Collection[str], rules: NationalRules) -> bool:
    """Whether the model of a tender is not the one that binds, nor one that may be used."""
    return not {rules.framework, *rules.may_use} & {*used}


def _weight(scheme: Scheme, rules: NationalRules) -> Iterator[Problem]:
    """A share of the points below what is asked for, whatever the rate of VAT."""
    if rules.minimum_weight is None:
        return
    share, found = share_of_social_value(scheme, rules.minimum_weight)
    if share < rules.minimum_weight:
        asked = f"{plain(rules.minimum_weight)}%"
        yield problem("SV813", asked=asked, model=rules.title, found=found)


def _by_vat(
    tender: Tender, used: list[str], scheme: Scheme, rules: NationalRules
) -> Iterator[Problem]:
    """What would be asked for at the highest rate of VAT; no rate is assumed."""
    least = rules.minimum_weight or Decimal(0)
    share, found = share_of_social_value(scheme, least)
    if share < least or _is_other(used, rules):
        value, limit = tender.contract_value.most, rules.weight_from or Decimal(0)
        yield problem("SV844", model=rules.title, asked=f"{plain(least)}%", found=found,
                      limit=pounds(limit), value=pounds(value), used=used[0])  # fmt: skip


@lru_cache(maxsize=256)
def _rules(published: date | None, value: Decimal, parent: date | None) -> NationalRules:
    """What binds central government; a report on how close a result is asks a thousand times."""
    return national_rules(published=published, value=value, parent_published=parent)
