"""The file that `socialvalue new tender` writes: what was answered, and beside it why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.cli.views.figures import View
from socialvalue.cli.views.proposals import RULES, Proposal, given_by_the_tender, proposed
from socialvalue.definitions.writing import written
from socialvalue.model.framework import Framework
from socialvalue.model.national import WeightStep
from socialvalue.model.places import place_name
from socialvalue.model.policy import Bound, PolicyEntry, PolicyRule, RulesInForce
from socialvalue.numbers import EXACT, plain, pounds, scaled
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed

__all__ = ["Plan", "tender_text"]

_WIDTH = 96


@attrs.frozen
class Plan:
    """What was answered.

    Attributes:
        title: Of the tender.
        framework: The set, for the day of the notice.
        named: How the file names it.
        published: The day of the tender notice.
        value: £ of contract value, without VAT.
        years: The initial term.
        place: ONS code, or None where the set's is meant or there is none.
        social: Points of 100 for social value.
        quality: Points of 100 for quality; what is left is for price.
        target: £ of social value per £1, or None.
        about: Words for what matters, or "".
        notice: What a public notice says beside, as keys of the file to their words.
    """

    title: str
    framework: Framework
    named: str
    published: date
    value: Decimal
    years: Decimal
    place: str | None
    social: Decimal
    quality: Decimal
    target: Decimal | None
    about: str = ""
    notice: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def rules(self) -> RulesInForce:
        """The council's policy on the day of the notice."""
        return self.framework.policy.on(self.published)

    def reaches(self, bound: Bound | None) -> bool:
        """Whether the contract is one that a rule of this bound holds for."""
        return bound is None or bound.is_reached(self.value)

    @property
    def wanted(self) -> Decimal | None:
        """The target: the one given, else the policy's on the day of the notice."""
        if self.target is not None or self.rules.target is None:
            return self.target
        return self.rules.target.value

    @property
    def proposals(self) -> list[Proposal]:
        """The measures that are proposed."""
        view = self.view
        return proposed(view, self.rules, self.required, self.title, self.about)

    @property
    def view(self) -> View:
        """The set on the day of the notice, at the contract's place."""
        return View(self.framework, self.published, self.place or self.framework.place)

    @property
    def required(self) -> Mapping[str, int]:
        """Theme to how many of its measures the policy asks for in a contract of this value."""
        rule = self.rules.shortlist
        if rule is None or not self.reaches(rule.bound):
            return {}
        return {key: each.at_least for key, each in rule.themes.items() if self.reaches(each.bound)}


def tender_text(plan: Plan) -> str:
    """A tender file that is read as what was answered.

    Everything that was typed stands between quotes, so that it can mean nothing else.
    """
    parts = (
        _head(plan), _contract(plan), _policy(plan), _measures(plan), _values(plan),
        _scheme(plan), _later(plan), _bids(),
    )  # fmt: skip
    return "\n".join(part for part in parts if part)


def _said(*sentences: str, indent: str = "") -> str:
    """Sentences as comments, wrapped."""
    lines = (line for each in sentences for line in _wrapped(each, _WIDTH - len(indent)))
    return textwrap.indent(written({}, above=lines), indent)


def _wrapped(sentence: str, width: int) -> list[str]:
    """Lines of a width; an address is never broken, and a point of a list is set in."""
    further = "  " if sentence.startswith("- ") else ""
    return textwrap.wrap(
        sentence, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )


def _head(plan: Plan) -> str:
    return _said(
        "A tender file, written by 'socialvalue new tender'. Lines that begin with # are notes.",
        "Read it from top to bottom, change what is not so, and then: socialvalue check FILE",
    ) + written({"schema": "socialvalue/tender@1", "title": plan.title})


def _contract(plan: Plan) -> str:
    first = _said(
        f"The measures: {plan.framework.label}, {plan.framework.title}. The day of the notice "
        "decides which of its values and which rules of the policy count."
    )
    keys = {
        "framework": plan.named,
        "published": plan.published.isoformat(),
        **({"place": plan.place} if plan.place else {}),
    }
    worth = _said(
        "What the contract is worth in its initial term, in £ without VAT; and its years."
    )
    amounts = {"contract_value": plain(plan.value), "years": plain(plan.years)}
    where = _where(plan)
    place = _said(where) if where else ""
    return first + written(keys) + place + worth + written(amounts) + _rules(plan)


def _rules(plan: Plan) -> str:
    """Under which rules it is, where a notice says so."""
    keys = {key: said for key, said in plan.notice.items() if key not in _OF_LETTERS}
    if not keys:
        return ""
    return _said("As the notice says: these decide which rules and which letters hold.") + written(
        keys
    )


def _where(plan: Plan) -> str:
    """What the place is, for people; or that none is named."""
    code = plan.place or plan.framework.place
    if code is None:
        return "No place is named: add 'place:' with an ONS code ('socialvalue places NAME')."
    of_set = "" if plan.place else f", the place of {plan.framework.id}"
    return f"The place is {place_name(plan.framework.places, code)}{of_set}."


# --- the policy ---------------------------------------------------------------------------


def _policy(plan: Plan) -> str:
    """Every rule in force on the day of the notice, with where it was read; and the target."""
    titles = {key: theme.title for key, theme in plan.framework.themes.items()}
    rules = attrs.asdict(plan.rules, recurse=False)
    told = [_rule(key, rule, titles, plan) for key, rule in rules.items() if rule is not None]
    on = day_words(plan.published)
    first = f"Rules of {plan.framework.label} on {on}:" if told else ""
    none = f"No policy of {plan.framework.label} is known for {on}."
    notes = _said(first or none, *told, *_national(plan))
    wanted = plan.wanted
    if wanted is None:
        return notes + _said("No target in £ of social value per £1 is set: add 'target:' for one.")
    mine = _said("The target is the one that was answered.") if plan.target is not None else ""
    why = _said("£ of social value per £1 of contract value:")
    return notes + mine + why + written({"target": f"{wanted:f}"})


def _rule(key: str, rule: PolicyRule, titles: Mapping[str, str], plan: Plan) -> str:
    """One rule, since when, who says so; of a threshold, on which side the contract is."""
    since = f"{rule.status or 'in force'} {day_words(rule.start)}"
    sources = "; ".join(
        ", ".join(part for part in (each.title, each.url) if part) for each in rule.sources
    )
    side = ""
    if key == "threshold" and isinstance(rule, PolicyEntry):
        side = f" This contract is {pounds(plan.value)}: {_side(rule, plan)}."
    note = f" {rule.note.rstrip('.')}." if rule.note else ""
    return f"- {key}: {rule.says(titles)} ({since}{'; ' if sources else ''}{sources}).{side}{note}"


def _side(rule: PolicyEntry, plan: Plan) -> str:
    """Whether the rules bind a contract of this value, whose kind may not be known yet."""
    reached = {plan.reaches(each) for each in rule.bounds_for(plan.notice.get("category", ""))}
    if reached == {True, False}:
        return (
            "whether the rules bind depends on its kind, so add 'category:' with works, goods or "
            "services"
        )
    if reached == {False}:
        but = ", but for 'consider'" if plan.rules.consider else ""
        return f"below it, so they do not bind{but}"
    return "the rules hold"


def _national(plan: Plan) -> Iterator[str]:
    """Every least weight of the model, since the value with VAT and extensions was not asked."""
    applies = plan.framework.applies
    steps = () if applies is None else applies.weights
    if not steps:
        return
    asked = listed([_step(each) for each in steps])
    by_value = any(each.value_from for each in steps)
    basis = "; the value is with VAT and all extensions" if by_value else ""
    yield (
        f"- weight: this national model asks central government for at least {asked} of the "
        f"points{basis}."
    )


def _step(step: WeightStep) -> str:
    from_value = f" from {pounds(step.value_from)}" if step.value_from else ""
    return f"{plain(step.at_least)}%{from_value}"


# --- the measures -------------------------------------------------------------------------


def _measures(plan: Plan) -> str:
    found = plan.proposals
    if not found:
        return _said(
            "No measure of the set may be proposed by the rules of this command. Without "
            "'shortlist:' bidders may offer every measure of the set."
        )
    first = _said("The measures that bidders are asked for.", *RULES)
    items = (_said(_why(each, plan), indent="  ") + _item(each) for each in found)
    return first + "shortlist:\n" + "".join(items)


def _item(proposal: Proposal) -> str:
    """A line of the list, as the writer of files writes it."""
    code = proposal.measure.alias or proposal.measure.code
    return written({"shortlist": [code]}).partition("\n")[2]


def _why(proposal: Proposal, plan: Plan) -> str:
    """What it is, what one is worth that day, by which rule it is here, what is checked later."""
    measure, view = proposal.measure, plan.view
    worth = view.worth(measure)
    each = f"{worth} each on {day_words(plan.published)}" if worth.startswith("£") else worth
    falls = ""
    if measure.place == "benefit" and view.place:
        falls = f" Its benefit must be in {place_name(plan.framework.places, view.place)}."
    later = f" To be shown later: {', '.join(measure.evidence)}." if measure.evidence else ""
    what = f"{measure.title} (unit: {UNITS[measure.unit].name}): {each}."
    return f"{what} Proposed because {proposal.because}.{falls}{later}"


def _values(plan: Plan) -> str:
    """What the buyer may give values for, as notes: no figure is made up here."""
    local = given_by_the_tender(plan.view)
    if not local:
        return ""
    lines = written({"unit_values": {each.alias or each.code: "" for each in local}}).splitlines()
    titles = ["", *(f"  ({each.title})" for each in local)]
    return _said(
        "The set has no value for these on that day, because it depends on the place. To ask for "
        "one, give its £ a unit here, the same for every bidder, and add it to the shortlist:"
    ) + written({}, above=[f"{line}{said}" for line, said in zip(lines, titles, strict=True)])


# --- the scheme ---------------------------------------------------------------------------


def _scheme(plan: Plan) -> str:
    price = EXACT.subtract(EXACT.subtract(100, plan.social), plan.quality)
    simple = [("price", price, "lowest_price"), ("quality", plan.quality, "panel_mark")]
    criteria = [_criterion(*each) for each in simple if each[1]]
    first = (
        "How tenders are scored, out of 100 points. The points are those that were answered; the "
        "methods are the usual ones, and yours to choose (docs: choosing a method). The wording "
        "for the tender documents: socialvalue scheme FILE --for itt"
    )
    held = {"scheme": {"criteria": [*criteria, _social_value(plan)]}}
    return _said(first, *_of_social_value(plan)) + written(held)


def _criterion(name: str, points: Decimal, method: str) -> dict[str, Any]:
    scale = {"out_of": "5"} if method == "panel_mark" else {}
    return {"name": name, "points": plain(points), "method": method, **scale}


def _in_figures(plan: Plan) -> str:
    """How figures are scored: against the target, else beside the highest; without £ by a panel."""
    if not any(plan.view.worth(each.measure).startswith("£") for each in plan.proposals):
        return "panel_mark"
    return "relative_to_highest" if plan.wanted is None else "against_target"


def _needs_both(plan: Plan) -> bool:
    rule = plan.rules.response
    return rule is not None and rule.needs_both and plan.reaches(rule.bound)


def _social_value(plan: Plan) -> dict[str, Any]:
    """One criterion; two below it where the policy splits figures and words."""
    split, method = plan.rules.split, _in_figures(plan)
    if split is None or not plan.reaches(split.bound) or method == "panel_mark":
        return {**_criterion("social value", plan.social, method), "counts_as": "social_value"}
    shares = (
        ("social value in figures", split.quantitative, method),
        ("social value in words", split.qualitative, "panel_mark"),
    )
    inside = [
        _criterion(name, scaled(EXACT.multiply(plan.social, share), -2), how)
        for name, share, how in shares
    ]
    both = {"needs_both": "yes"} if _needs_both(plan) else {}
    whole = {"name": "social value", "points": plain(plan.social), "counts_as": "social_value"}
    return {**whole, **both, "criteria": inside}


def _of_social_value(plan: Plan) -> Iterator[str]:
    """By which rule social value is scored as it is here."""
    method = _in_figures(plan)
    yield (
        "Social value: "
        + {
            "panel_mark": "a panel's score, because no proposed measure carries pounds.",
            "against_target": "pounds against the target, because there is one.",
            "relative_to_highest": "pounds beside the highest offer, because there is no target.",
        }[method]
    )
    if _needs_both(plan) and plan.rules.split is None and method != "panel_mark":
        yield (
            "The policy asks for figures and a statement both and states no split of the points: "
            "to score the statement too, give social value two criteria and 'needs_both: yes'."
        )


# --- what comes later ---------------------------------------------------------------------


_OF_LETTERS = ("authority", "our_reference")


def _later(plan: Plan) -> str:
    known = {key: plan.notice[key] for key in _OF_LETTERS if key in plan.notice}
    keys = [f"{key}:" for key in _OF_LETTERS if key not in known]
    return (
        _said(
            "Needed before letters go out, and asked for by 'socialvalue check' until they are "
            "here (docs: send the letters for the standstill):"
        )
        + written(known)
        + written({}, above=[*keys, "papers:", "moderation: {}"])
    )


def _bids() -> str:
    example: Iterable[str] = (
        "  - bidder: Name of the bidder",
        '    price: "price in £"',
        '    marks: {quality: {consensus: "score", reason: "in words"}}',
        "    commitments:",
        '      - {measure: "code from the shortlist", quantity: "how much", unit: its unit}',
    )
    return (
        _said("The bids, once they are in. Replace [] by one entry a bidder, for example:")
        + written({}, above=example)
        + written({"bids": []})
    )
