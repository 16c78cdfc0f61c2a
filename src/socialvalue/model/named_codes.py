"""What a tender and its scheme name of a set: codes and themes, held against it.

A file is held against its set when it is read, a tender when it is valued: by the same rules, so
that what passes the one passes the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from socialvalue.errors import Problem, SocialValueError, did_you_mean, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.methods import PointsMenu

__all__ = ["code_problems", "criterion_problems", "tender_problems", "unknown_code"]

_NAMED = {
    "unit_values": "the value of",
    "shortlist": "the code",
    "switch_off": "the switch-off of",
}
"""The parts of a tender that name measures, and what stands before a code in words."""


def tender_problems(
    named: Mapping[str, Iterable[str]], framework: Framework
) -> Iterator[tuple[str, int, Problem]]:
    """What of the codes of a tender means nothing: each with its part, and which code of it.

    Args:
        named: The codes of `unit_values`, `shortlist` and `switch_off`, in the order of each.
        framework: The set.

    Yields:
        A code of no measure (SV209), two codes of one (SV222), and a value for a measure that is
        only reported (SV317).
    """
    parts = {part: tuple(named[part]) for part in _NAMED}
    for part, codes in parts.items():
        for number, found in code_problems(codes, framework, _NAMED[part]):
            yield part, number, found
    for number, code in enumerate(parts["unit_values"]):
        if code in framework and framework[code].kind == "recorded":
            yield "unit_values", number, problem("SV317", found=framework[code].name)


def criterion_problems(criterion: Criterion, framework: Framework) -> Iterator[Problem]:
    """Themes (SV723) and codes (SV209, SV222) that its method names, and the set does not have."""
    where = f"criterion '{criterion.name}'"
    method = criterion.method
    for theme in (*getattr(method, "weight_value", ()), *getattr(method, "weight_score", ())):
        if theme not in framework.themes:
            hint = did_you_mean(theme, framework.themes, label="themes")
            yield problem("SV723", found=theme, set=framework.label, hint=hint, where=where)
    if isinstance(method, PointsMenu):
        for _, found in code_problems(method.menu, framework, "the points of"):
            yield found.within(where)


def code_problems(
    codes: Iterable[str], framework: Framework, noun: str
) -> Iterator[tuple[int, Problem]]:
    """Codes of no measure (SV209), and two codes of one (SV222); each with which it is."""
    first: dict[str, str] = {}
    for number, code in enumerate(codes):
        for each in unknown_code(code, framework):
            yield number, each
        earlier = first.setdefault(framework.canonical(code), code)
        if earlier != code:
            yield number, problem("SV222", noun=noun, found=code, first=earlier)


def unknown_code(code: str, framework: Framework) -> tuple[Problem, ...]:
    """That a set has no measure of a code (SV209), with the code that may have been meant."""
    try:
        framework[code]
    except SocialValueError as error:
        return error.problems
    return ()
