"""Which national rules on social value apply to a procurement, by the day of its notice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import InputError
from socialvalue.model.fields import check_choice, day, money
from socialvalue.model.framework import Framework
from socialvalue.model.national import Applies
from socialvalue.numbers import pounds
from socialvalue.registry.loading import frameworks, load

__all__ = ["BUYERS", "MODEL", "NationalRules", "national_rules"]

MODEL = "uk-social-value-model"
BUYERS = ("central", "local", "nhs", "other")


@attrs.frozen(repr=False)
class NationalRules(Described):
    """Which national model binds a procurement.

    Attributes:
        status: ``applies``; ``not applicable`` (the buyer or the value is outside every model);
            ``none`` (no model was in force); or ``unknown``, with the reason.
        framework: The model, ``id@edition``, or "" where none applies.
        title: Its title.
        minimum_weight: The least share of the points in per cent, or None.
        weight_from: £ of contract value, including VAT, from which it is asked for, or None.
        may_use: Models that may be used although they do not bind yet.
        reason: Why, in words.
    """

    status: str
    framework: str = ""
    title: str = ""
    minimum_weight: Decimal | None = None
    weight_from: Decimal | None = attrs.field(default=None, kw_only=True)
    may_use: tuple[str, ...] = ()
    reason: str = ""


def national_rules(
    *,
    published: date | str | None = None,
    value: int | str | Decimal | None = None,
    buyer: str = "central",
    parent_published: date | str | None = None,
) -> NationalRules:
    """Which national model binds a procurement, by the day its notice was published.

    Args:
        published: The day of the tender notice; never today's.
        value: £ of contract value, including VAT and extensions.
        buyer: ``central``, ``local``, ``nhs`` or ``other``.
        parent_published: For a call-off, the day of its framework agreement's notice, which
            decides instead.

    Raises:
        InputError: Not a date (SV206), not a number (SV301), an unknown buyer (SV312).

    Example:
        >>> import socialvalue as sv
        >>> sv.national_rules(published="2025-10-01", value="2_000_000").framework
        'uk-social-value-model@ppn-002'
        >>> sv.national_rules(value="2_000_000").status
        'unknown'

    Source:
        scoring.md §8.
    """
    wrong = check_choice("buyer", buyer, BUYERS)
    if wrong is not None:
        raise InputError(wrong)
    amount = None if value is None else money(value)
    if buyer != "central":
        reason = "the national models bind central government; other buyers may adopt one"
        return NationalRules("not applicable", reason=reason)
    decides = published if parent_published is None else parent_published
    if decides is None:
        reason = "the day of the tender notice is not given, and it decides which model binds"
        return NationalRules("unknown", reason=reason)
    return _on(day(decides), amount)


def _models() -> list[tuple[Framework, Applies]]:
    """The editions of the national model, each with whom it binds."""
    (info,) = [each for each in frameworks() if (each.id, each.origin) == (MODEL, "built-in")]
    loaded = [load(MODEL, edition=each.edition) for each in info.editions]
    return [(each, each.applies) for each in loaded if each.applies is not None]


def _on(when: date, amount: Decimal | None) -> NationalRules:
    models = _models()
    may = tuple(model.label for model, applies in models if applies.may(when))
    binding = [(model, applies) for model, applies in models if applies.must(when)]
    if not binding:
        reason = f"no national model was in force on {when}"
        return NationalRules("none", may_use=may, reason=reason)
    model, applies = max(binding, key=lambda pair: pair[1].must_from)
    found = _at_value(model, applies, amount)
    return attrs.evolve(found, may_use=may)


def _at_value(model: Framework, applies: Applies, amount: Decimal | None) -> NationalRules:
    """What a model in force asks for at a contract value."""
    label, title = model.label, model.title
    since = f"notices published from {applies.must_from} fall under {title}"
    weights = {step.at_least for step in applies.weights}
    if amount is None and (applies.value_from or len(weights) > 1):
        reason = f"{since}, and what it asks for depends on the contract value, which is not given"
        return NationalRules("unknown", label, title, reason=reason)
    if amount is not None and amount < applies.value_from:
        least = pounds(applies.value_from)
        reason = f"{since}, which asks for social value in contracts from {least} including VAT"
        return NationalRules("not applicable", label, title, reason=reason)
    step = applies.step_at(applies.value_from if amount is None else amount)
    found = NationalRules("applies", label, title, reason=since)
    if step is None:
        return found
    return attrs.evolve(found, minimum_weight=step.at_least, weight_from=step.value_from)
