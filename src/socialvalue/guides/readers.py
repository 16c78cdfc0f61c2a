"""The guides, one for each kind of reader: what stands in which, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from socialvalue.blocks import Block
from socialvalue.guides.basis import Basis
from socialvalue.guides.handout import IN_TASKS, answers, tasks
from socialvalue.guides.measures import at_a_glance, by_theme, units_used
from socialvalue.guides.money import policy_block, small_firm_blocks, target_blocks
from socialvalue.numbers import plain
from socialvalue.words import BECAUSE, day_words, number_of

__all__ = ["READERS", "parts_for"]

Part = tuple[Block, ...]


def parts_for(reader: str, basis: Basis, title: str) -> tuple[Part, ...]:
    """The parts of a guide.

    Args:
        reader: A key of `READERS`.
        basis: What the guide rests on.
        title: What stands at its head.
    """
    head = Block(title, tuple(_about(basis)))
    first, *others = (each for each in READERS[reader](basis, head) if each)
    if reader == "bidders-day":
        return (first, *others)
    return ((head, _contents(basis, (first[1:], *others)), *first[1:]), *others)


def _contents(basis: Basis, parts: tuple[Part, ...]) -> Block:
    """What the guide has, in its order; of a theme, how many measures."""
    themes = {each.title for each in basis.framework.themes.values()}
    rows: list[tuple[str, str]] = []
    for part in parts:
        if part and part[0].heading in themes:
            rows.append((part[0].heading, number_of(len(part) - 1, "measure")))
        else:
            rows += [(each.heading, "") for each in part]
    return Block("What is in this guide", (), ("heading", "how many"), tuple(rows))


def _about(basis: Basis) -> Iterator[str]:
    """Which set it is, and what a reader must know of it."""
    held = basis.framework
    if basis.given:
        yield f"This guide is for the tender '{basis.tender.title}'."
    whose = f", published by {held.publisher}" if held.publisher else ""
    yield f"It comes from the set {held.title} ({held.label}){whose}."
    yield f"Its values are those of {day_words(basis.day)}, for {basis.place}."
    if held.coverage == "partial":
        yield "The set is partial: not all of the published measures are in it."
    yield "The tender documents decide. Where they say something else, they are right."
    yield from basis.own_words.welcome
    if basis.own_words.contact:
        yield f"Questions: {basis.own_words.contact}"


def _own_words(words: tuple[str, ...]) -> Iterator[Block]:
    """What the council says to these readers."""
    if words:
        yield Block("From the council", words)


def _calendar(basis: Basis, *usual: Block) -> Iterator[Block]:
    """The council's own calendar, where it has one; else what is usual."""
    rows = tuple((each.when, each.what) for each in basis.own_words.calendar)
    own = Block("The council's calendar", (), ("when", "what"), rows)
    yield from (own,) if rows else usual


def _suppliers(basis: Basis, head: Block) -> Iterator[Part]:
    how = (_counted, _calculator) if basis.in_pounds else (_in_words,)
    said = _own_words(basis.own_words.suppliers)
    yield (head, *said, *(each() for each in how), *target_blocks(basis),
           *policy_block(basis), *_calendar(basis))  # fmt: skip
    yield tuple(small_firm_blocks(basis))
    yield (at_a_glance(basis), units_used(basis))
    yield from by_theme(basis)
    yield from _sources(basis)


def _bidders_day(basis: Basis, head: Block) -> Iterator[Part]:
    """Its answers are the last part and nothing else is in it, so that they can be kept back."""
    how = _counted() if basis.in_pounds else _in_words()
    said = _own_words(basis.own_words.suppliers)
    beside = (units_used(basis, IN_TASKS), _calculator()) if basis.in_pounds else ()
    yield (head, *said, how, *target_blocks(basis))
    yield (*tasks(basis), *beside, *_calendar(basis))
    yield tuple(answers(basis))


def _evaluators(basis: Basis, head: Block) -> Iterator[Part]:
    first = (_looking(), _why_not()) if basis.in_pounds else (_looking_at_words(),)
    yield (head, *_own_words(basis.own_words.evaluators), *first, *_scale(basis), _reasons())
    yield (at_a_glance(basis), units_used(basis), *policy_block(basis), *target_blocks(basis))
    yield from by_theme(basis)
    yield from _sources(basis)


def _contract_managers(basis: Basis, head: Block) -> Iterator[Part]:
    said = _own_words(basis.own_words.contract_managers)
    yield (head, *said, _four(), _verifying(), *_calendar(basis, _year()))
    yield (at_a_glance(basis), units_used(basis))
    yield from by_theme(basis)
    yield from _sources(basis)


READERS: Final[Mapping[str, Callable[[Basis, Block], Iterator[Part]]]] = {
    "suppliers": _suppliers,
    "evaluators": _evaluators,
    "contract-managers": _contract_managers,
    "bidders-day": _bidders_day,
}
"""Who a guide is for, and what makes its parts."""


# --- suppliers ----------------------------------------------------------------------------


def _counted() -> Block:
    return Block("How your offer is counted", (
        "You offer an amount under a measure. This is a commitment.",
        "It counts the amount times the £ for one. That is rounded once, to the penny.",
        ("Each thing that you offer counts once. The same people, hours or pounds do not count "
        "under two measures."),
        "What you offer after the contract ends does not count.",
        "Some measures are reported and add no pounds. You may still offer them.",
        "The pounds are a measure of benefit. They are not money that anyone pays or saves.",
    ))  # fmt: skip


def _in_words() -> Block:
    return Block("How your offer is assessed", (
        "This set adds up no pounds. You say in words what you will do, and people score it.",
        "Say who will do it, by when, how much of it, and how anyone can check.",
        "Answer the question that is asked. Offer only what you can deliver.",
    ))  # fmt: skip


def _calculator() -> Block:
    return Block("The calculator", (
        ("The buyer may send a calculator with the tender documents. It works offline, in a "
        "spreadsheet or a browser."),
        ("Write your amounts in the marked boxes. It shows what each one counts, and what does not "
        "count and why."),
        "Change nothing else in it. The buyer checks that it is the one that was sent out.",
    ))  # fmt: skip


# --- evaluators ---------------------------------------------------------------------------


_OF_TABLES: Final = ("SV512", "SV514")
"""Reasons that no tender file meets."""


def _looking() -> Block:
    return Block("Before you score", (
        "The program works out the pounds. You judge the words.",
        "Of each commitment, ask: is the unit right, is it new, and who will do it?",
        "Look at the largest amounts first. A wrong unit often shows as a very large number.",
        "Do not change a bidder's figures. Ask about them, if the tender documents allow it.",
        "Agree the scores before anyone is ranked.",
    ))  # fmt: skip


def _looking_at_words() -> Block:
    return Block("Before you score", (
        "This set adds up no pounds. You judge the words, and nothing else.",
        "Look for who will do it, by when, how much of it, and how it can be checked.",
        "Agree the scores before anyone is ranked.",
    ))  # fmt: skip


def _why_not() -> Block:
    said = (
        "The program gives one of these reasons. 'socialvalue explain' says more about a code.",
    )
    rows = tuple((words, code) for code, words in BECAUSE.items() if code not in _OF_TABLES)
    return Block("Why a commitment does not count", said, ("because", "code"), rows)


def _scale(basis: Basis) -> Iterator[Block]:
    """What each score means, of every criterion that has words for it."""
    scheme = basis.scheme
    scales: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for each in () if scheme is None or scheme.illustrative else scheme.leaves:
        words = tuple(getattr(each.method, "scale", {}).items())
        scales.setdefault(words, []).append(f"{each.name} ({plain(each.points)} points)")
    for words, names in scales.items():
        if words:
            yield Block(
                f"What each score means: {', '.join(names)}", (), ("score", "meaning"), words
            )


def _reasons() -> Block:
    return Block("How to write a reason", (
        "Write a reason for each score, when you give it. Bidders read it.",
        "Say what this bid offers, and where. Then say what is missing.",
        "Use the words of the scale. A reader must see why it is this score and not the next one.",
        "A reason of fewer than eight words is seldom enough.",
        "Do not compare one bid with another. Score each against the scale.",
    ))  # fmt: skip


# --- contract managers --------------------------------------------------------------------


def _four() -> Block:
    rows = (
        ("committed", "what the contract asks for, scored or not"),
        ("due by now", "the part that should be done by today"),
        ("reported", "what the supplier says is done"),
        ("verified", "what you have checked and agreed"),
    )
    said = ("Keep these four apart. A supplier is behind only on what it has not reported.",
            "What is reported and not yet checked is waiting for you.")  # fmt: skip
    return Block("Four amounts of each commitment", said, ("amount", "what it is"), rows)


def _verifying() -> Block:
    return Block("How to check a delivery return", (
        "Look at the unit first, then at the amount, then at the evidence.",
        "Whoever reported it must not verify it.",
        ("Verify all of it, a part of it, or return it to the supplier. Give a reason for a part "
        "or a return."),
        "Ask if the same people, hours or pounds were reported before.",
        ("Keep names, and facts on health, care or offences, out of the record. Note where the "
        "evidence is held."),
        "FTE-years are not jobs. Eight people for three years are 24 FTE-years and eight people.",
    ))  # fmt: skip


def _year() -> Block:
    rows = (
        (
            "when the contract starts",
            "agree who reports, what evidence is needed, and the first dates",
        ),
        ("each month", "check the returns, and ask for those that are late"),
        ("each quarter", "hold a review on one sheet: units first, then pounds"),
        ("six months before the end", "list what is not met, and what passes to the next supplier"),
        ("at the end", "get the last return, and note what was learned"),
    )
    said = ("This is a typical year. The contract decides.",)
    return Block("Your calendar", said, ("when", "what"), rows)


# --- everyone -----------------------------------------------------------------------------


def _sources(basis: Basis) -> Iterator[Part]:
    """The publications, and whose figures these are."""
    rows = tuple(
        (each.title, each.publisher, each.url) for each in basis.framework.sources.values()
    )
    rights = (basis.framework.rights,) if basis.framework.rights else ()
    if rows or rights:
        yield (Block("Where this comes from", rights, ("title", "publisher", "address"), rows),)
