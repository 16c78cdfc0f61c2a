"""A scheme: weights as a tree of points, and a scoring method at each leaf.

A method here is a specification: what is published.  Its arithmetic is the engine's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.model.canonical import fingerprint
from socialvalue.model.criteria import Criterion, ValueForMoney, criteria_field, is_own
from socialvalue.model.fields import (
    as_read,
    check_choice,
    flag_field,
    is_refused,
    names_field,
    positive_field,
    settle,
    words_field,
)
from socialvalue.model.methods import RelativeToHighest
from socialvalue.numbers import Exact, plain, simplest
from socialvalue.spans import NOWHERE, Span

__all__ = ["Scheme", "aloud", "by_name", "social_value_of", "taken_by_name"]

_ALOUD = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that are not mistaken for one another when read aloud."""


def aloud(sha256: str) -> str:
    """The beginning of a hash in four groups of three that can be read aloud.

    Example:
        >>> aloud("00" * 32)
        'AAA-AAA-AAA-AAA'
    """
    number = int(sha256[:32], 16)
    letters = []
    for _ in range(12):
        number, index = divmod(number, len(_ALOUD))
        letters.append(_ALOUD[index])
    text = "".join(letters)
    return "-".join(text[start : start + 3] for start in range(0, 12, 3))


def points_line(criteria: Iterable[Criterion]) -> str:
    """Criteria with their points, such as "price 60, quality 40"."""
    return ", ".join(f"{each.name} {plain(each.points)}" for each in criteria)


@attrs.frozen(repr=False)
class Scheme(Shown):
    """Award criteria as a tree of points.

    Attributes:
        criteria: The criteria at the top.
        out_of: What their points sum to.
        places: Decimal places of published points.
        round_at: ``total``: the total is rounded once; ``part``: each part is, and summed.
        ties: Names of criteria that break a tie, in order.
        illustrative: Whether it only shows how scoring works.
        note: What a reader must know.

    Raises:
        InputError: Points that do not sum (SV701), names given twice (SV702), a criterion
            without a method (SV704), a tie-break that is no criterion (SV712): all together.

    Example:
        >>> import socialvalue as sv
        >>> scheme = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
        ...                     sv.Criterion("quality", 40, sv.PanelMark(out_of=5))])
        >>> [each.name for each in scheme.leaves]
        ['price', 'quality']
    """

    criteria: tuple[Criterion, ...] = attrs.field(converter=criteria_field)
    out_of: Decimal = attrs.field(default=Decimal(100), kw_only=True, converter=positive_field)
    places: int = attrs.field(default=2, kw_only=True)
    round_at: str = attrs.field(default="total", kw_only=True)
    ties: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=names_field)
    illustrative: bool = attrs.field(default=False, kw_only=True, converter=flag_field)
    note: str = attrs.field(default="", kw_only=True, converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            "scheme",
            check_choice("round_at", self.round_at, ("total", "part")),
            self._places_problem(),
            *([] if is_refused(self.criteria) else self._weight_problems()),
            *([] if is_refused(self.criteria) else self._name_problems()),
            *([] if is_refused(self.criteria) else self._own_problems()),
            *([] if is_refused(self.criteria) else self._share_problems()),
            *([] if is_refused(self.criteria) else self._short_list_problems()),
        )

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that have a method, in their order."""
        return tuple(each for each in self.walk() if each.method is not None)

    def walk(self) -> Iterator[Criterion]:
        """All criteria, each before those it is made of."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def indented(self, *, inside: bool = False) -> Iterator[tuple[int, Criterion]]:
        """All criteria in their order, each with how deep it lies: 0 at the top.

        Args:
            inside: Whether those inside a method's own quality are among them.
        """
        return _indented(self.criteria, 0, inside=inside)

    def everything(self) -> Iterator[Criterion]:
        """All criteria, those inside a method's own quality too."""
        return (each for _, each in self.indented(inside=True))

    @cached_property
    def scored(self) -> tuple[Criterion, ...]:
        """All criteria with a method, those inside a method's own quality too."""
        return tuple(each for each in self.everything() if each.method is not None)

    @cached_property
    def denominators(self) -> frozenset[str]:
        """What its ratios divide by, of contract values and ``price``."""
        found = {getattr(each.method, "denominator", "") for each in self.scored if each.points}
        companions = [each.method for each in self.leaves
                      if isinstance(each.method, RelativeToHighest)]  # fmt: skip
        if any(each.minimum is not None for each in companions):
            found.add("initial")
        return frozenset(found - {""})

    @cached_property
    def sha256(self) -> str:
        """The hash of its meaning; the order in which criteria are listed is no part of it."""
        return fingerprint(by_name(self))

    @property
    def fingerprint(self) -> str:
        """The hash of its meaning, short enough to print in an invitation and read aloud.

        The order in which criteria are listed changes no point, and not the fingerprint; any
        name, weight or method changes it, and any order that means something (of tie-breaks).

        Example:
            >>> import socialvalue as sv
            >>> sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())]).fingerprint
            'TPJ-HDA-6HH-WCD'
        """
        return aloud(self.sha256)

    def _line(self) -> str:
        return f"{points_line(self.criteria)}{', illustrative' if self.illustrative else ''}"

    def _blocks(self) -> Iterable[Block]:
        heading, *rest = self.text().splitlines()
        yield Block(heading, tuple(each for each in rest if each.strip()))

    def text(self) -> str:
        """The wording for the invitation to tender, from the same data that the engine uses."""
        from socialvalue.model.invitation import rounding_text, scheme_text

        rounding = rounding_text(self.places, self.round_at)
        return scheme_text(self.criteria, self.out_of, rounding, self.ties, self.fingerprint)

    def _places_problem(self) -> Problem | None:
        places: Any = self.places
        if type(places) is int and 0 <= places <= 6:
            return None
        found = repr(places)
        return problem("SV316", what="places", expected="a whole number, 0 to 6", found=found)

    def _weight_problems(self) -> list[Problem | None]:
        if is_refused(self.out_of):
            return []
        return [
            _sums("the criteria", self.criteria, self.out_of, NOWHERE),
            *(
                _sums(f"'{each.name}'", each.children, each.points, each.span)
                for each in self.everything()
                if each.children
            ),
        ]

    def _share_problems(self) -> list[Problem]:
        """Criteria that count as social value where their points are no share of the scheme's."""
        inside = {each.name for each in self.everything()} - {each.name for each in self.walk()}
        counted = [each.name for each in self.everything() if each.counts_as]
        return [problem("SV742", found=each) for each in counted if each in inside]

    @property
    def short_list(self) -> Criterion | None:
        """The criterion by which only the best go on; None where all bids do."""
        return next((each for each in self.everything() if each.go_on is not None), None)

    def _short_list_problems(self) -> list[Problem]:
        """A second short list: which of the two came first would decide who goes on."""
        listed = [each.name for each in self.everything() if each.go_on is not None]
        return [problem("SV748", found=each, first=listed[0]) for each in listed[1:]]

    def _own_problems(self) -> list[Problem]:
        """Own methods of a name that another has: a record could not tell them apart."""
        own = {type(each.method): None for each in self.scored if is_own(each.method)}
        if not own:
            return []
        from socialvalue.model.codec import is_taken

        names = Counter(each.__name__ for each in own)
        taken = {each.__name__ for each in own if is_taken(each) or names[each.__name__] > 1}
        return [problem("SV757", found=each) for each in sorted(taken)]

    def _name_problems(self) -> list[Problem]:
        names = Counter(each.name for each in self.everything())
        twice = [problem("SV702", found=each) for each, times in names.items() if times > 1]
        ranked = [each.name for each in self.walk()]
        ties = [
            problem("SV712", found=each, hint=did_you_mean(each, ranked, label="criteria"))
            for each in (() if is_refused(self.ties) else self.ties)
            if each not in ranked
        ]
        return twice + ties


def _indented(
    criteria: Iterable[Criterion], depth: int, *, inside: bool
) -> Iterator[tuple[int, Criterion]]:
    for each in criteria:
        yield depth, each
        method = each.method
        within = method.quality if inside and isinstance(method, ValueForMoney) else each.children
        yield from _indented(within, depth + 1, inside=inside)


def social_value_of(scheme: Scheme) -> tuple[Criterion, ...]:
    """The criteria whose points are those for social value; none where there is no such.

    They are those that say so (``counts_as``); of two, one inside the other, the outer.  Where none
    says so it is the one called social value, else the first with these words in its name.

    Example:
        >>> import socialvalue as sv
        >>> marked, counts = sv.PanelMark(out_of=5), {"counts_as": "social_value"}
        >>> scheme = Scheme([Criterion("method", 90, marked),
        ...                  Criterion("community", 10, marked, **counts)])
        >>> [each.name for each in social_value_of(scheme)]
        ['community']
    """
    said = tuple(_counted(scheme.criteria))
    named = [each for each in scheme.walk() if _SOCIAL_VALUE in as_read(each.name)]
    called = [each for each in named if as_read(each.name) == _SOCIAL_VALUE]
    return said or tuple((called or named)[:1])


def taken_by_name(scheme: Scheme) -> list[Problem]:
    """That a criterion is taken for social value by a part of its name alone (SV741)."""
    return [
        problem("SV741", found=each.name)
        for each in social_value_of(scheme)
        if not each.counts_as and as_read(each.name) != _SOCIAL_VALUE
    ]


_SOCIAL_VALUE = "social value"


def _counted(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    for each in criteria:
        if each.counts_as == "social_value":
            yield each
        else:
            yield from _counted(each.children)


def by_name(scheme: Scheme) -> Scheme:
    """The same scheme with the criteria of every level listed by their names.

    Example:
        >>> from socialvalue.model.methods import PanelMark
        >>> scheme = Scheme([Criterion("quality", 40, PanelMark(out_of=5)),
        ...                  Criterion("ease", 60, PanelMark(out_of=5))])
        >>> [each.name for each in by_name(scheme).criteria]
        ['ease', 'quality']
    """
    return attrs.evolve(scheme, criteria=_by_name(scheme.criteria))


def _by_name(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    return tuple(_inside(each) for each in sorted(criteria, key=lambda each: each.name))


def _inside(criterion: Criterion) -> Criterion:
    """A criterion with what it is made of, or what its method's quality is, by name."""
    content = criterion.method_or_children
    if isinstance(content, ValueForMoney):
        content = attrs.evolve(content, quality=_by_name(content.quality))
    elif isinstance(content, tuple):
        content = _by_name(content)
    else:
        return criterion
    return attrs.evolve(criterion, method_or_children=content)


def _sums(what: str, parts: Sequence[Criterion], whole: Exact, span: Span) -> Problem | None:
    """The problem that parts do not sum to the whole, with the difference named."""
    total = sum((Fraction(each.points) for each in parts), Fraction(0))
    if total == whole:
        return None
    difference = plain(simplest(abs(total - Fraction(whole))))
    words = f"{difference} too {'many' if total > whole else 'few'}"
    found = problem(
        "SV701", found=what, sum=plain(simplest(total)), expected=plain(whole), difference=words
    )
    return span.placed(found)
