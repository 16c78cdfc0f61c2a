"""A scheme held against the national rules of the day, where a tender uses the national model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from socialvalue.assess.before.shares import share_of_social_value
from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme, taken_by_name
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
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
    """
    used = [each.label for each in framework.layers if each.label.startswith(f"{MODEL}@")]
    if not used or tender.above_threshold is False or tender.regime == "below_threshold":
        return
    value = tender.contract_value
    most = value.maximum or value.with_extensions or value.initial
    rules = _rules(tender.published, most, tender.parent_published)
    if rules.status == "applies" and not {rules.framework, *rules.may_use} & {*used}:
        whose = "framework agreement" if tender.parent_published else "tender"
        yield problem("SV770", found=used[0], model=rules.framework, whose=whose)
    if rules.status != "applies" or rules.minimum_weight is None:
        return
    yield from taken_by_name(scheme)
    share, found = share_of_social_value(scheme, rules.minimum_weight)
    if share < rules.minimum_weight:
        asked = f"{plain(rules.minimum_weight)}%"
        yield problem("SV813", asked=asked, model=rules.title, found=found)


@lru_cache(maxsize=256)
def _rules(published: date | None, value: Decimal, parent: date | None) -> NationalRules:
    """What binds central government; a report on how close a result is asks a thousand times."""
    return national_rules(published=published, value=value, parent_published=parent)
