"""Under which rules a tender is, as far as its notice says; what has no key in a file is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from socialvalue.model.tender import CATEGORIES
from socialvalue.notices.published import group, groups, text, texts, under_the_act
from socialvalue.words import listed

__all__ = ["rules_of"]

_LIGHT = "lightTouch"


def rules_of(process: Mapping[str, Any], absent: list[str]) -> dict[str, Any]:
    """The keys of a tender file that say it.

    Args:
        process: What the notices say of the process.
        absent: What was not published, or has no key, to which this is added.
    """
    tender = group(process, "tender")
    category, above = text(tender, "mainProcurementCategory"), tender.get("aboveThreshold")
    regime = _regime(process)
    if category not in CATEGORIES:
        absent.append(f"the category: {category or 'none'} is published")
    if not isinstance(above, bool):
        absent.append("whether it is above the threshold")
    absent += _without_a_key(process, regime)
    return {
        "category": category if category in CATEGORIES else "",
        "above_threshold": above if isinstance(above, bool) else None,
        "regime": regime,
    }


def _regime(process: Mapping[str, Any]) -> str:
    """The word for it in a tender file; "" where the notice does not say, or not of all lots."""
    if not under_the_act(process):
        return ""
    if group(process, "tender").get("aboveThreshold") is False:
        return "below_threshold"
    are_light = {_LIGHT in special for special in _special(process).values()}
    if len(are_light) > 1:
        return ""
    return "light_touch" if are_light == {True} else "pa2023"


def _special(process: Mapping[str, Any]) -> dict[str, set[str]]:
    """The special regimes that each lot is under, the tender's among them."""
    tender = group(process, "tender")
    whole = set(texts(tender, "specialRegime"))
    return {
        str(each.get("id") or at): whole | set(texts(each, "specialRegime"))
        for at, each in enumerate(groups(tender, "lots"), 1)
    } or {"": whole}


def _without_a_key(process: Mapping[str, Any], regime: str) -> Iterator[str]:
    """What the notice says of rules and a tender file can't, or not for all lots."""
    if not under_the_act(process):
        law = group(group(process, "tender"), "legalBasis")
        named = " ".join(filter(None, (text(law, "scheme"), text(law, "id")))) or "none"
        yield f"the rules that it is under: as legal basis {named} is published, so add regime"
    lots = _special(process)
    for name in sorted({each for special in lots.values() for each in special}):
        if name == _LIGHT and regime == "light_touch":
            continue
        within = [lot for lot, special in lots.items() if name in special]
        where = "" if len(within) == len(lots) else f" of lot {listed(within)}"
        if name == _LIGHT and not regime and under_the_act(process):
            yield f"one regime: the special regime {name}{where} is not that of every lot"
        elif name == _LIGHT and regime == "below_threshold":
            yield f"the special regime {name}{where}: regime says that it is below the threshold"
        else:
            yield f"the special regime {name}{where}: a tender file has no key for it"
