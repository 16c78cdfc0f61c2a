"""Measures for a new tender: at most six, each with the rule by which it is proposed.

The same answers give the same six: nothing is learnt, and nothing is weighed but words and order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from socialvalue.cli.views.figures import View
from socialvalue.model.measure import Measure
from socialvalue.model.policy import RulesInForce
from socialvalue.words import listed

__all__ = ["MOST", "RULES", "Proposal", "given_by_the_tender", "proposed"]

MOST = 6
"""As many as a small firm reads; a policy may ask for fewer."""

RULES = (
    """\
A measure is proposed only if the council has not switched it off, no other proposed measure would
count the same thing twice, and it does not reward where a supplier is based, which needs a reason
under 'legal_note:'; and, in a set with pounds, only if it has a value on the day of the notice.""",
    """\
First come the themes of which the policy asks for a measure; then the measures that have most of
the words of --about and of the title; then the first of each theme that has none yet, in the order
of the set.""",
    """\
Nothing else decides. Take out what does not fit this contract, and add what does: 'socialvalue
search WORDS --framework SET' finds others.""",
)

_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = {
    "agreement", "borough", "central", "city", "contract", "contracts", "council", "county",
    "district", "east", "eastern", "framework", "from", "north", "northern", "project",
    "provision", "service", "services", "south", "southern", "supply", "tender", "that", "this",
    "various", "west", "western", "with", "work", "works",
}  # fmt: skip
"""Words of a title that say nothing of what is bought."""


@attrs.frozen
class Proposal:
    """A measure, and the rule by which it is proposed, in words."""

    measure: Measure
    because: str


def proposed(
    view: View, rules: RulesInForce, required: Mapping[str, int], title: str, about: str
) -> list[Proposal]:
    """The measures that are proposed, in the order of the rules that propose them.

    Args:
        view: The set, on the day of the notice and at the contract's place.
        rules: The council's policy on that day.
        required: Theme to how many of its measures the policy asks for here.
        title: Of the tender.
        about: Words for what matters, or "".
    """
    usable = [each for each in view.framework if _is_usable(each, view, _carries_pounds(view))]
    most = MOST if rules.shortlist is None else min(MOST, rules.shortlist.at_most or MOST)
    found: list[Proposal] = []
    words = _words(f"{about} {title}", view)
    for each in (
        *_of_the_policy(usable, required, words, view),
        *_by_words(usable, words, view),
        *_of_each_theme(usable, view),
    ):
        is_new = not any(_clash(each.measure, other.measure) for other in found)
        is_new = is_new and not (each.because.startswith(_FIRST) and _has_theme(each, found))
        if is_new and len(found) < most:
            found.append(each)
    return found


def given_by_the_tender(view: View) -> list[Measure]:
    """The measures with pounds whose value the buyer gives, because it depends on the place."""
    return [each for each in view.framework if view.worth(each) == "given by the tender"]


def _carries_pounds(view: View) -> bool:
    return any(_value(each, view) for each in view.framework)


def _value(measure: Measure, view: View) -> bool:
    figure = view.figure(measure)
    return measure.kind == "monetised" and figure is not None and figure.value is not None


def _is_usable(measure: Measure, view: View, pounds: bool) -> bool:
    fits = not measure.switched_off and measure.place != "supplier"
    return fits and (_value(measure, view) or not pounds)


def _clash(one: Measure, other: Measure) -> bool:
    """Whether they are one measure, or two that count one thing twice."""
    pairs = ({*pair} for rule in one.rules for pair in rule.pairs)
    return one.code == other.code or {one.code, other.code} in pairs


def _has_theme(proposal: Proposal, found: Sequence[Proposal]) -> bool:
    return proposal.measure.theme in {each.measure.theme for each in found}


# --- by which rule ------------------------------------------------------------------------


def _of_the_policy(
    usable: Sequence[Measure], required: Mapping[str, int], words: Sequence[str], view: View
) -> Iterator[Proposal]:
    """The first of each theme that the policy asks for, those with the most words before others."""
    for theme, least in required.items():
        of_it = [each for each in usable if each.theme == theme]
        ordered = sorted(of_it, key=lambda each: -len(_held(each, words, view)))
        title = view.framework.themes[theme].title if of_it else theme
        for each in ordered[:least]:
            yield Proposal(each, f"the policy asks for at least {least} of the theme '{title}'")


def _by_words(usable: Sequence[Measure], words: Sequence[str], view: View) -> Iterator[Proposal]:
    """Those that have any of the words, those with the most first, else in the set's order."""
    held = [(each, _held(each, words, view)) for each in usable]
    for each, has in sorted(held, key=lambda pair: -len(pair[1])):
        if has:
            quoted = listed([f"'{word}'" for word in has])
            yield Proposal(each, f"its text has {quoted}, which you named")


_FIRST = "it is the first measure"


def _of_each_theme(usable: Sequence[Measure], view: View) -> Iterator[Proposal]:
    seen: set[str] = set()
    for each in usable:
        if each.theme not in seen:
            seen.add(each.theme)
            title = view.framework.themes[each.theme].title
            yield Proposal(each, f"{_FIRST} of the theme '{title}' that may be proposed")


def _words(said: str, view: View) -> list[str]:
    """The words that are looked for, each once; of places none."""
    places = {word for each in view.framework.places.values() for word in _split(each.name)}
    return [each for each in dict.fromkeys(_split(said)) if each not in _EMPTY | places]


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _held(measure: Measure, words: Sequence[str], view: View) -> list[str]:
    """The words with which a word of the measure begins, the last s of either aside."""
    outcome = view.framework.themes[measure.theme].outcomes[measure.outcome].title
    said = _split(" ".join((measure.title, measure.definition, outcome, *measure.tags)))
    return [word for word in words if any(each.startswith(_stem(word)) for each in said)]


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 4 else word
