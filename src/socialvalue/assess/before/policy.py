"""A council's policy held against a tender and its bids: what to look at twice, never a decision.

A rule that was waived for this procurement, with a name and a reason, is not told again; who signed
is held against the offices that the policy names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.assess.before.shares import (
    per_cent,
    share_for_theme,
    share_of_social_value,
    social_leaves,
)
from socialvalue.assess.ratios import beside
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.framework import Framework
from socialvalue.model.policy import (
    Bound,
    Exchange,
    Minimum,
    PolicyEntry,
    Response,
    RulesInForce,
    Shortlist,
    Signatures,
    Split,
    ThemeWeight,
    ToConsider,
)
from socialvalue.model.scheme import Scheme, social_value_of, taken_by_name
from socialvalue.model.tender import ContractValue, Tender
from socialvalue.numbers import plain, pounds

__all__ = [
    "POLICY_CODES",
    "offer_cautions",
    "policy_cautions",
    "response_cautions",
]

POLICY_CODES = frozenset({
    "SV610", "SV611", "SV612", "SV613", "SV614", "SV615", "SV616", "SV617", "SV618", "SV619",
    "SV620", "SV631", "SV632", "SV633",
})  # fmt: skip
"""The warnings that tell of a departure from the council's policy."""

_OTHERWISE = {
    "": "the policy does not say what follows",
    "no_points": "the policy gives such a bid no points for social value",
    "excluded": "the policy excludes such a bid: the buyer decides, and records it with the reason",
}


@attrs.frozen
class _Case:
    """A tender and its scheme, and the rules of the day of its notice; without a day, none."""

    tender: Tender
    framework: Framework
    scheme: Scheme | None

    @cached_property
    def rules(self) -> RulesInForce:
        on = self.tender.published or self.framework.on
        return RulesInForce() if on is None else self.framework.policy.on(on)

    def reaches(self, bound: Bound | None) -> bool:
        """Whether the contract is one that a rule of this bound holds for."""
        return bound is None or bound.is_reached(self.tender.contract_value.initial)

    @cached_property
    def thresholds(self) -> tuple[Bound, ...]:
        """The threshold of the contract's kind; each that may be meant where no kind is said."""
        rule = self.rules.threshold
        return () if rule is None else rule.bounds_for(self.tender.category)

    @property
    def is_below(self) -> bool:
        """Whether the contract is below the threshold, or may be: there most rules do not bind."""
        return not all(self.reaches(each) for each in self.thresholds)


@attrs.frozen
class _Offer(_Case):
    """One bid for it."""

    bid: Bid
    total: Decimal


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
    case = _Case(tender, framework, scheme)
    words = ("threshold", "consider", "signatures") if case.is_below else OF_TENDERS
    return tuple(dict.fromkeys(_told(case, OF_TENDERS, words)))


def offer_cautions(
    tender: Tender, bid: Bid, framework: Framework, total: Decimal
) -> Iterator[Problem]:
    """Where what a bid offers departs from the council's policy, whatever the scheme.

    Args:
        tender: The buyer's side.
        bid: What was offered.
        framework: The plug-in that has the policy.
        total: £ of its accepted lines.

    Example:
        >>> import socialvalue as sv
        >>> fulham = sv.load("hammersmith-fulham")
        >>> homes = sv.Tender("Homes", contract_value=1_000_000, published="2021-05-01")
        >>> [told.code for told in offer_cautions(homes, sv.Bid("Acme"), fulham, Decimal(99_999))]
        ['SV617']
    """
    case = _Offer(tender, framework, None, bid, total)
    yield from _told(case, OF_BIDS, ("exchange",) if case.is_below else ("exchange", "minimum"))


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
    case = _Offer(tender, framework, scheme, bid, Decimal(0))
    yield from _told(case, OF_BIDS, () if case.is_below else ("response",))


def _told(case: _Case, checks: Mapping[str, _Check], words: Iterable[str]) -> Iterator[Problem]:
    """What the rules of these words tell of a case: those that bind it and were not waived."""
    waived = {each.rule for each in case.tender.waivers}
    for word in words:
        rule = getattr(case.rules, _PART_OF.get(word, word))
        if rule is not None and word not in waived and case.reaches(rule.bound):
            yield from checks[word](rule, case)


# --- of the tender ------------------------------------------------------------------------


def _threshold(rule: PolicyEntry, case: _Case) -> Iterator[Problem]:
    if not case.is_below:
        return
    found = pounds(case.tender.contract_value.initial)
    if any(case.reaches(each) for each in case.thresholds):
        yield problem("SV631", asked=rule.says(), found=found)
    else:
        least, *others = map(str, case.thresholds)
        said = rule.says().removeprefix("contracts ") if others else least
        yield problem("SV610", least=said, found=found)


def _consider(rule: ToConsider, case: _Case) -> Iterator[Problem]:
    """A contract whose scheme has no points for social value, which is to be considered."""
    if case.scheme is None or social_value_of(case.scheme):
        return
    how = f" by {rule.how}" if rule.how else ""
    of = f" in contracts {rule.bound}" if rule.bound else ""
    yield problem("SV633", contracts=of, how=how)


def _shortlist(rule: Shortlist, case: _Case) -> Iterator[Problem]:
    listed = set(case.tender.shortlist)
    if rule.at_most is None:
        return
    if not listed:
        yield problem("SV614", most=rule.at_most)
    elif len(listed) > rule.at_most:
        yield problem("SV612", found=len(listed), most=rule.at_most)


def _themes(rule: Shortlist, case: _Case) -> Iterator[Problem]:
    """Themes of which the shortlist must have a number of measures."""
    listed, framework = dict.fromkeys(case.tender.shortlist), case.framework
    themes = [framework[code].theme for code in listed]
    for theme, asked in rule.themes.items() if listed else ():
        found, least = themes.count(theme), asked.at_least
        if found < least and case.reaches(asked.bound):
            title = framework.themes[theme].title if theme in framework.themes else theme
            by = f" unless waived by {rule.waived_by}" if rule.waived_by else ""
            yield problem("SV613", theme=title, least=least, found=found, by=by)


def _signatures(rule: Signatures, case: _Case) -> Iterator[Problem]:
    """Switch-offs and waivers that none of the offices signed that the policy names."""
    off, waivers = case.tender.switch_off, case.tender.waivers
    signed = [("switch_off", each.by, f"switching {each.code} off") for each in off]
    signed += [(each.rule, each.by, f"waiving '{each.rule}'") for each in waivers]
    yield from filter(None, (rule.unsigned(*each) for each in signed))


# --- of its scheme ------------------------------------------------------------------------


def _weight(rule: PolicyEntry, case: _Case) -> Iterator[Problem]:
    if case.scheme is None or rule.value is None:
        return
    yield from taken_by_name(case.scheme)
    ends = [each for each in (rule.value, rule.up_to) if each is not None]
    share, given = share_of_social_value(case.scheme, *ends)
    if not rule.is_met(share):
        left_out = f"it leaves out {rule.leaves_out}: for such a contract waive 'weight'"
        hint = left_out if rule.leaves_out else None
        yield problem("SV611", asked=rule.share, found=given, hint=hint)


def _theme_weight(rule: ThemeWeight, case: _Case) -> Iterator[Problem]:
    """Points for a theme, as far as the scheme tells which points are for it."""
    if case.scheme is None or not social_value_of(case.scheme):
        return
    for theme, least in rule.themes.items():
        known = case.framework.themes.get(theme)
        title = theme if known is None else known.title
        share = share_for_theme(case.scheme, theme, title)
        if share < Fraction(least):
            asked, found = f"at least {plain(least)}%", per_cent(share, least)
            yield problem("SV632", asked=asked, theme=title, found=found)


def _split(rule: Split, case: _Case) -> Iterator[Problem]:
    """Points for social value that figures decide, and points that a panel does."""
    leaves = [] if case.scheme is None else social_leaves(case.scheme)
    points = {each.name: Fraction(each.points) for each in leaves}
    if case.scheme is None or not any(points.values()):
        return
    yield from taken_by_name(case.scheme)
    words = sum(
        (points[each.name] for each in leaves if reads_of(each.method, "mark")), Fraction(0)
    )
    share = words * 100 / sum(points.values())
    if share != Fraction(rule.qualitative):
        asked = f"{plain(rule.quantitative)}% and {plain(rule.qualitative)}%"
        asked_words = Fraction(rule.qualitative)
        found = f"{per_cent(100 - share, 100 - asked_words)} and {per_cent(share, asked_words)}"
        yield problem("SV618", asked=asked, found=found)


def _response(rule: Response, case: _Case) -> Iterator[Problem]:
    """A scheme without the rule that half a response has no points, where the policy has it."""
    if case.scheme is None or not rule.needs_both or _says_so(case.scheme):
        return
    yield from taken_by_name(case.scheme)
    if rule.otherwise == "no_points":
        yield problem("SV615")


def _says_so(scheme: Scheme) -> bool:
    """Whether the scheme itself says what becomes of half a response."""
    return any(each.needs_both for each in scheme.walk())


# --- of each bid --------------------------------------------------------------------------


def _minimum(rule: Minimum, case: _Offer) -> Iterator[Problem]:
    """A bid that stands and offers less than the policy asks for at the least."""
    contract = _contract_of(case.tender, case.bid)
    if contract is None or case.bid.state != "compliant":
        return
    least = Fraction(rule.value) * Fraction(contract.initial)
    if Fraction(case.total) < least:
        basis = f"{pounds(rule.value)} per £1 of the initial contract value, VAT {contract.vat}"
        found, asked = pounds(case.total), pounds(beside(least, [case.total], 2))
        otherwise = _OTHERWISE[rule.otherwise]
        yield problem("SV617", found=found, least=asked, basis=basis, otherwise=otherwise)


def _contract_of(tender: Tender, bid: Bid) -> ContractValue | None:
    """What a bid is for; None where it is for a lot whose own value is not given."""
    lot = next((each for each in tender.lots if each.name == bid.lot), None)
    return tender.contract_value if lot is None else lot.contract_value


def _half_response(rule: Response, case: _Offer) -> Iterator[Problem]:
    leaves = [] if case.scheme is None else social_leaves(case.scheme)
    if case.scheme is None or not leaves or not rule.needs_both or _says_so(case.scheme):
        return
    given = _half_given(case.bid, [each for each in leaves if reads_of(each.method, "mark")])
    if given and case.bid.state == "compliant":
        yield problem("SV620", found=given, otherwise=_OTHERWISE[rule.otherwise])


def _half_given(bid: Bid, panel: Iterable[Criterion]) -> str:
    """What a bid gave where it did not give both figures and words; "" where it gave both.

    A mark of 0 is no statement; where the scheme has no mark for words, none was asked for.
    """
    marks = [bid.marks.get(each.name) for each in panel]
    has_words = any(each and (each.consensus or any(m.mark for m in each.marks)) for each in marks)
    if bid.commitments:
        return "figures" if marks and not has_words else ""
    return "a statement" if has_words else "nothing"


def _exchange(rule: Exchange, case: _Offer) -> Iterator[Problem]:
    """Offers to community groups that the council's exchange does not take."""
    framework = case.framework
    allowed = {framework.canonical(code) for code in rule.measures or ()}
    for number, each in enumerate(case.bid.commitments, start=1):
        taken = rule.measures is None or framework.canonical(each.measure) in allowed
        if each.community and not taken:
            yield problem("SV616", line=number, measure=framework[each.measure].name)


# --- what is held against which rule ------------------------------------------------------

_Check = Callable[[Any, Any], Iterator[Problem]]
OF_TENDERS: dict[str, _Check] = {
    "threshold": _threshold,
    "consider": _consider,
    "shortlist": _shortlist,
    "themes": _themes,
    "weight": _weight,
    "theme_weight": _theme_weight,
    "split": _split,
    "response": _response,
    "signatures": _signatures,
}
"""A rule, by its key, or a part of one that is waived by itself, to what it tells of a tender."""

OF_BIDS: dict[str, _Check] = {
    "minimum": _minimum,
    "response": _half_response,
    "exchange": _exchange,
}
"""A rule, by its key, to what it tells of a bid."""

_PART_OF = {"themes": "shortlist"}
