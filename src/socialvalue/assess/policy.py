"""A council's policy held against a tender: what to look at twice, never a decision.

A rule that was waived for this procurement, with a name and a reason, is not told again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from socialvalue.engine.points import publish
from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.policy import Policy
from socialvalue.model.scheme import Criterion, Scheme
from socialvalue.model.tender import Bid, Tender
from socialvalue.numbers import plain, pounds

__all__ = ["exchange_cautions", "policy_cautions", "supplier_place_cautions"]

_WORDING = {
    "above": "over",
    "from": "from",
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
}


def policy_cautions(
    tender: Tender, framework: Framework, scheme: Scheme | None = None
) -> tuple[Problem, ...]:
    """Where a tender and its scheme depart from the council's policy on the day of the notice.

    Below the threshold the other rules do not bind, and only that is told.

    Args:
        tender: The buyer's side.
        framework: The plug-in that has the policy.
        scheme: The weights and methods, where they are known.

    Returns:
        A warning for each departure that was not waived.

    Example:
        >>> import socialvalue as sv
        >>> essex = sv.load("essex", on="2022-06-01")
        >>> small = sv.Tender("Chairs", contract_value=100_000, published="2022-06-01")
        >>> [each.code for each in policy_cautions(small, essex)]
        ['SV610']
    """
    on = tender.published or framework.on
    waived = {each.rule for each in tender.waivers}
    if on is None:
        return ()
    below = tuple(_threshold(tender, framework.policy, on))
    if below:
        return () if "threshold" in waived else below
    rules = {
        "shortlist": _shortlist(tender, framework.policy, on),
        "themes": _themes(tender, framework, on),
        "weight": _weight(scheme, framework.policy, on),
        "response": _response(scheme, framework.policy, on),
    }
    return tuple(each for name, found in rules.items() if name not in waived for each in found)


def exchange_cautions(bid: Bid, tender: Tender, framework: Framework) -> Iterator[Problem]:
    """Offers to community groups that the council's exchange does not take."""
    on = tender.published or framework.on
    rule = None if on is None else framework.policy.exchange(on=on)
    if rule is None or rule.measures is None:
        return
    allowed = {framework.canonical(code) for code in rule.measures}
    for number, each in enumerate(bid.commitments, start=1):
        if each.community and framework.canonical(each.measure) not in allowed:
            yield problem("SV616", line=number, measure=framework[each.measure].name)


def _threshold(tender: Tender, policy: Policy, on: date) -> Iterator[Problem]:
    rule, value = policy.threshold(on=on), tender.contract_value.initial
    if rule is None or rule.value is None:
        return
    reached = value > rule.value if rule.wording == "above" else value >= rule.value
    if not reached:
        least = f"{_WORDING[rule.wording]} {pounds(rule.value)}"
        yield problem("SV610", least=least, found=pounds(value))


def _shortlist(tender: Tender, policy: Policy, on: date) -> Iterator[Problem]:
    rule = policy.shortlist(on=on)
    if rule is None or rule.at_most is None:
        return
    if not tender.shortlist:
        yield problem("SV614", most=rule.at_most)
    elif len(set(tender.shortlist)) > rule.at_most:
        yield problem("SV612", found=len(set(tender.shortlist)), most=rule.at_most)


def _themes(tender: Tender, framework: Framework, on: date) -> Iterator[Problem]:
    """Themes of which the shortlist must have a number of measures."""
    rule = framework.policy.shortlist(on=on)
    if rule is None or not tender.shortlist:
        return
    themes = [framework[code].theme for code in dict.fromkeys(tender.shortlist)]
    for theme, least in rule.themes.items():
        if themes.count(theme) < least:
            title = framework.themes[theme].title if theme in framework.themes else theme
            by = f" unless waived by {rule.waived_by}" if rule.waived_by else ""
            yield problem("SV613", theme=title, least=least, found=themes.count(theme), by=by)


def _weight(scheme: Scheme | None, policy: Policy, on: date) -> Iterator[Problem]:
    rule = policy.weight(on=on)
    found = None if scheme is None else _social_value(scheme)
    if scheme is None or rule is None or rule.value is None or found is None:
        return
    share = Fraction(found.points) * 100 / Fraction(scheme.out_of)
    fits = {
        "at_least": share >= rule.value,
        "at_most": share <= rule.value,
        "exactly": share == rule.value,
    }
    if not fits[rule.wording]:
        asked = f"{_WORDING[rule.wording]} {plain(rule.value)}%"
        yield problem("SV611", asked=asked, found=f"{plain(publish(share, 2))}%")


def _social_value(scheme: Scheme) -> Criterion | None:
    """The criterion that is called social value, the outermost if several are."""
    return next((each for each in scheme.walk() if "social value" in each.name.lower()), None)


def _response(scheme: Scheme | None, policy: Policy, on: date) -> Iterator[Problem]:
    rule = policy.response(on=on)
    if scheme is None or rule is None or not rule.needs_both:
        return
    if not any(each.needs_both for each in scheme.walk()):
        yield problem("SV615")


def supplier_place_cautions(tender: Tender, bid: Bid, framework: Framework) -> Iterator[Problem]:
    """Measures that depend on where the supplier stands, where the law may not allow it.

    Source:
        scoring.md §1, V11: flag it with the reason, decide nothing.
    """
    why = _legal_reason(tender)
    if not why:
        return
    codes = dict.fromkeys(framework.canonical(each.measure) for each in bid.commitments)
    names = [framework[code].name for code in codes if framework[code].place == "supplier"]
    if names:
        yield problem("SV607", measures=", ".join(names), why=why)


def _legal_reason(tender: Tender) -> str:
    reasons = []
    if tender.category in ("works", "goods"):
        reasons.append(f"the contract is for {tender.category}")
    if tender.above_threshold:
        reasons.append("the procurement is above the legal thresholds")
    return " and ".join(reasons)
