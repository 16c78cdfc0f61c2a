"""A council's policy held against a tender and its bids: what to look at twice, never a decision.

A rule that was waived for this procurement, with a name and a reason, is not told again; who signed
is held against the offices that the policy names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.ratios import beside
from socialvalue.errors import Problem, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.policy import Bound, Minimum, Policy, Response
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Bid, ContractValue, Tender
from socialvalue.numbers import plain, pounds

__all__ = [
    "POLICY_CODES",
    "exchange_cautions",
    "minimum_cautions",
    "policy_cautions",
    "response_cautions",
    "social_value_of",
    "supplier_place_cautions",
]

POLICY_CODES = frozenset({
    "SV610", "SV611", "SV612", "SV613", "SV614", "SV615", "SV616", "SV617", "SV618", "SV619",
    "SV620",
})  # fmt: skip
"""The warnings that tell of a departure from the council's policy."""

_WORDING = {
    "above": "over",
    "from": "from",
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
}
_OTHERWISE = {
    "": "the policy does not say what follows",
    "no_points": "the policy gives such a bid no points for social value",
    "excluded": "the policy excludes such a bid: the buyer decides, and records it with the reason",
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
    on, policy = _day_of(tender, framework), framework.policy
    if on is None:
        return ()
    signed = tuple(_signatures(tender, policy, on))
    below = tuple(_threshold(tender, policy, on))
    if below:
        return signed if _is_waived("threshold", tender) else (*below, *signed)
    rules = {
        "shortlist": _shortlist(tender, policy, on),
        "themes": _themes(tender, framework, on),
        "weight": _weight(tender, scheme, policy, on),
        "split": _split(tender, scheme, policy, on),
        "response": _response(tender, scheme, policy, on),
    }
    found = (each for name, told in rules.items() if not _is_waived(name, tender) for each in told)
    return (*found, *signed)


def _day_of(tender: Tender, framework: Framework) -> date | None:
    """The day whose rules bind a tender; without one, none is held against it."""
    return tender.published or framework.on


def _is_waived(rule: str, tender: Tender) -> bool:
    return any(each.rule == rule for each in tender.waivers)


def _binds(bound: Bound | None, tender: Tender) -> bool:
    """Whether a rule holds for a contract of this value."""
    return bound is None or bound.is_reached(tender.contract_value.initial)


# --- of each bid --------------------------------------------------------------------------


def minimum_cautions(
    tender: Tender, bid: Bid, framework: Framework, total: Decimal
) -> Iterator[Problem]:
    """A bid that offers less than the policy asks for at the least.

    Args:
        tender: The buyer's side.
        bid: What was offered; nothing is told of one that does not stand.
        framework: The plug-in that has the policy.
        total: £ of its accepted lines.

    Example:
        >>> import socialvalue as sv
        >>> fulham = sv.load("hammersmith-fulham")
        >>> homes = sv.Tender("Homes", contract_value=1_000_000, published="2021-05-01")
        >>> [told.code for told in minimum_cautions(homes, sv.Bid("Acme"), fulham, Decimal(99_999))]
        ['SV617']
    """
    rule, contract = _minimum(tender, framework), _contract_of(tender, bid)
    if rule is None or contract is None or bid.state != "compliant":
        return
    least = Fraction(rule.value) * Fraction(contract.initial)
    if Fraction(total) < least:
        basis = f"{pounds(rule.value)} per £1 of the initial contract value, VAT {contract.vat}"
        otherwise, asked = _OTHERWISE[rule.otherwise], pounds(beside(least, [total], 2))
        yield problem("SV617", found=pounds(total), least=asked, basis=basis, otherwise=otherwise)


def _minimum(tender: Tender, framework: Framework) -> Minimum | None:
    """The minimum that binds the bids of a tender, unless it was waived."""
    on = _day_binding_bids(tender, framework, "minimum")
    rule = None if on is None else framework.policy.minimum(on=on)
    return rule if rule is not None and _binds(rule.bound, tender) else None


def _contract_of(tender: Tender, bid: Bid) -> ContractValue | None:
    """What a bid is for; None where it is for a lot whose own value is not given."""
    lot = next((each for each in tender.lots if each.name == bid.lot), None)
    return tender.contract_value if lot is None else lot.contract_value


def _day_binding_bids(tender: Tender, framework: Framework, rule: str) -> date | None:
    """The day whose rule binds the bids of a tender; None where it was waived or none does."""
    on = _day_of(tender, framework)
    if on is None or _is_waived(rule, tender) or any(_threshold(tender, framework.policy, on)):
        return None
    return on


def response_cautions(
    tender: Tender, bid: Bid, framework: Framework, scheme: Scheme
) -> Iterator[Problem]:
    """A response with figures or words only, where the policy needs both and the scheme does not.

    What the policy says of such a response is told with it, or that it says nothing.

    Args:
        tender: The buyer's side.
        bid: What was offered; nothing is told of one that does not stand.
        framework: The plug-in that has the policy.
        scheme: The weights and methods.

    Example:
        >>> import socialvalue as sv
        >>> rotherham = sv.load("rotherham")
        >>> parks = sv.Tender("Parks", contract_value=500_000, published="2020-09-01")
        >>> words = sv.Bid("Acme", price=9, marks={"quality": 3, "qualitative": 4})
        >>> [each.code for each in response_cautions(parks, words, rotherham, rotherham.scheme)]
        ['SV620']
    """
    on = _day_binding_bids(tender, framework, "response")
    rule = None if on is None else framework.policy.response(on=on)
    top = social_value_of(scheme)
    if rule is None or top is None or not _asks_for_both(rule, tender) or _says_so(scheme):
        return
    given = _half_given(bid, top)
    if given and bid.state == "compliant":
        yield problem("SV620", found=given, otherwise=_OTHERWISE[rule.otherwise])


def _asks_for_both(rule: Response, tender: Tender) -> bool:
    return rule.needs_both and _binds(rule.bound, tender)


def _says_so(scheme: Scheme) -> bool:
    """Whether the scheme itself says what becomes of half a response."""
    return any(each.needs_both for each in scheme.walk())


def _half_given(bid: Bid, top: Criterion) -> str:
    """What a bid gave where it did not give both figures and words; "" where it gave both.

    A mark of 0 is no statement; where the scheme has no mark for words, none was asked for.
    """
    panel = [each for each in top.walk() if _by_words(each)]
    marks = [bid.marks[each.name] for each in panel if each.name in bid.marks]
    has_words = any(each.consensus or any(m.mark for m in each.marks) for each in marks)
    if bid.commitments:
        return "figures" if panel and not has_words else ""
    return "a statement" if has_words else "nothing"


def exchange_cautions(bid: Bid, tender: Tender, framework: Framework) -> Iterator[Problem]:
    """Offers to community groups that the council's exchange does not take."""
    on = _day_of(tender, framework)
    rule = None if on is None else framework.policy.exchange(on=on)
    if rule is None or rule.measures is None:
        return
    allowed = {framework.canonical(code) for code in rule.measures}
    for number, each in enumerate(bid.commitments, start=1):
        if each.community and framework.canonical(each.measure) not in allowed:
            yield problem("SV616", line=number, measure=framework[each.measure].name)


# --- of the tender ------------------------------------------------------------------------


def _threshold(tender: Tender, policy: Policy, on: date) -> Iterator[Problem]:
    rule, value = policy.threshold(on=on), tender.contract_value.initial
    if rule is None or rule.value is None:
        return
    if not Bound(rule.wording, rule.value).is_reached(value):
        least = f"{_WORDING[rule.wording]} {pounds(rule.value)}"
        yield problem("SV610", least=least, found=pounds(value))


def _shortlist(tender: Tender, policy: Policy, on: date) -> Iterator[Problem]:
    rule = policy.shortlist(on=on)
    if rule is None or rule.at_most is None or not _binds(rule.bound, tender):
        return
    if not tender.shortlist:
        yield problem("SV614", most=rule.at_most)
    elif len(set(tender.shortlist)) > rule.at_most:
        yield problem("SV612", found=len(set(tender.shortlist)), most=rule.at_most)


def _themes(tender: Tender, framework: Framework, on: date) -> Iterator[Problem]:
    """Themes of which the shortlist must have a number of measures."""
    rule = framework.policy.shortlist(on=on)
    if rule is None or not tender.shortlist or not _binds(rule.bound, tender):
        return
    themes = [framework[code].theme for code in dict.fromkeys(tender.shortlist)]
    for theme, asked in rule.themes.items():
        found, least = themes.count(theme), asked.at_least
        if found < least and _binds(asked.bound, tender):
            title = framework.themes[theme].title if theme in framework.themes else theme
            by = f" unless waived by {rule.waived_by}" if rule.waived_by else ""
            yield problem("SV613", theme=title, least=least, found=found, by=by)


def _signatures(tender: Tender, policy: Policy, on: date) -> Iterator[Problem]:
    """Switch-offs and waivers that none of the offices signed that the policy names."""
    rule = policy.signature(on=on)
    if rule is None:
        return
    signed = [("switch_off", off.by, f"switching {off.code} off") for off in tender.switch_off]
    signed += [(each.rule, each.by, f"waiving '{each.rule}'") for each in tender.waivers]
    yield from filter(None, (rule.unsigned(*each) for each in signed))


# --- of its scheme ------------------------------------------------------------------------


def _weight(tender: Tender, scheme: Scheme | None, policy: Policy, on: date) -> Iterator[Problem]:
    rule = policy.weight(on=on)
    if scheme is None or rule is None or rule.value is None or not _binds(rule.bound, tender):
        return
    found = social_value_of(scheme)
    share = Fraction(found.points if found else 0) * 100 / Fraction(scheme.out_of)
    fits = {
        "at_least": share >= rule.value,
        "at_most": share <= rule.value,
        "exactly": share == rule.value,
    }
    if not fits[rule.wording]:
        asked = f"{_WORDING[rule.wording]} {plain(rule.value)}%"
        given = (
            _per_cent(share, rule.value)
            if found
            else "none: no criterion of it is called social value"
        )
        yield problem("SV611", asked=asked, found=given)


def _split(tender: Tender, scheme: Scheme | None, policy: Policy, on: date) -> Iterator[Problem]:
    """Points for social value that figures decide, and points that a panel does."""
    rule = policy.split(on=on)
    top = None if scheme is None else social_value_of(scheme)
    if rule is None or top is None or not top.points or not _binds(rule.bound, tender):
        return
    leaves = [each for each in top.walk() if each.method is not None]
    words = sum((Fraction(each.points) for each in leaves if _by_words(each)), Fraction(0))
    share = words * 100 / Fraction(top.points)
    if share != Fraction(rule.qualitative):
        asked = f"{plain(rule.quantitative)}% and {plain(rule.qualitative)}%"
        asked_words = Fraction(rule.qualitative)
        found = f"{_per_cent(100 - share, 100 - asked_words)} and {_per_cent(share, asked_words)}"
        yield problem("SV618", asked=asked, found=found)


def _by_words(criterion: Criterion) -> bool:
    """Whether a panel's mark decides its points."""
    return "mark" in getattr(criterion.method, "READS", ())


def _per_cent(share: Fraction, asked: Fraction | Decimal) -> str:
    """A share in per cent, never rounded to what was asked for where it is not that."""
    return f"{plain(beside(share, [asked], 2))}%"


def social_value_of(scheme: Scheme) -> Criterion | None:
    """The criterion that is called social value, the outermost if several are."""
    return next((each for each in scheme.walk() if "social value" in each.name.lower()), None)


def _response(tender: Tender, scheme: Scheme | None, policy: Policy, on: date) -> Iterator[Problem]:
    """A scheme without the rule that half a response has no points, where the policy has it."""
    rule = policy.response(on=on)
    if scheme is None or rule is None or rule.otherwise != "no_points":
        return
    if _asks_for_both(rule, tender) and not _says_so(scheme):
        yield problem("SV615")


# --- of the law ---------------------------------------------------------------------------


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
