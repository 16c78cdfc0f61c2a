"""Worked examples: what a set says its lines come to, held against what they do come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from socialvalue.assess.before.policy import POLICY_CODES, policy_cautions, response_cautions
from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.errors import CATALOGUE, InputError, Problem, did_you_mean, problem
from socialvalue.model.framework import Framework
from socialvalue.numbers import pounds
from socialvalue.spans import Span

if TYPE_CHECKING:
    from socialvalue.definitions.shapes.tenders import CaseEntry, ExpectEntry
    from socialvalue.definitions.tenders.cases import Case

__all__ = ["CasesReport", "check_cases"]

_WORDS = tuple(each.word for each in CATALOGUE.values() if each.code.startswith("SV5"))


@attrs.frozen
class CasesReport:
    """How the worked examples of a set came out.

    Attributes:
        checked: How many there are.
        problems: What does not come out as the examples say, each at its place (SV219), and
            what in them cannot mean anything.
    """

    checked: int
    problems: tuple[Problem, ...] = ()


@attrs.frozen
class _Expected:
    """What an example says, and where: what it leaves unsaid is not compared."""

    title: str
    total: Decimal | None
    submitted: Decimal | None
    refused: Mapping[str, str] | None
    spans: Mapping[str, Span]

    def fault(self, key: str, why: str, hint: str | None = None) -> Problem:
        found = problem("SV219", found=self.title, why=why, hint=hint)
        return self.spans[key].locate([found])[0]


def check_cases(folder: Path, framework: Framework, *, file: str | None = None) -> CasesReport:
    """Value the worked examples of a set's folder, and compare.

    Args:
        folder: Where the set's files are; the examples are those of every file with
            ``schema: socialvalue/cases@1``.
        framework: The set, as it was loaded from there.
        file: The folder's name for messages; the folder itself if not given.

    Returns:
        How many there are, and everything that does not come out as they say.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> check_cases(Path("measures/frameworks/national-toms/2022"), toms).problems
        ()
    """
    from socialvalue.definitions.files import of_shape, read_folder
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.shapes.tenders import CasesFile

    findings = Findings()
    files = of_shape(read_folder(folder, file or str(folder), findings), CasesFile)
    entries = [entry for each in files for entry in each.cases]
    found = [fault for entry in entries for fault in _check(entry, framework)]
    return CasesReport(len(entries), (*findings.problems, *found))


def _check(entry: CaseEntry, framework: Framework) -> tuple[Problem, ...]:
    """What is wrong with one example."""
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.tenders.cases import build_case

    findings = Findings()
    case = findings.attempt(entry.span(), build_case, entry, framework, findings)
    if case is None or findings.problems:
        return tuple(findings.problems)
    expect = entry.expect
    expected = _Expected(
        title=entry.title,
        total=expect.total,
        submitted=expect.submitted,
        refused=expect.refused if "refused" in expect.written else None,
        spans={
            key: expect.span(key) for key in ("total", "submitted", "refused", "warned", "points")
        },
    )
    try:
        valuation = value(case.tender, case.bid, framework)
        result = _evaluated(case, entry, framework)
    except InputError as error:
        return entry.span().locate(error.problems)
    return (
        *_compared(expected, valuation),
        *_warned(expected, entry.expect, _warnings(case, framework, valuation, result)),
        *_points(expected, entry.expect, result),
    )


def _evaluated(case: Case, entry: CaseEntry, framework: Framework) -> Evaluation | None:
    """The points of an example that says what they are."""
    if not entry.expect.points:
        return None
    return evaluate(case.tender, [case.bid], framework, case.scheme)


def _points(expected: _Expected, said: ExpectEntry, result: Evaluation | None) -> Iterator[Problem]:
    for name, points in said.points.items():
        found = result.results[0].points_for(name) if result else None
        if found is None or found != points:
            why = f"'{name}' has {found} points, and the example says {points}"
            yield expected.fault("points", why)


def _warnings(
    case: Case, framework: Framework, valuation: Valuation, result: Evaluation | None
) -> set[str]:
    """The codes of all warnings that an example gives: of its lines, its policy, its points."""
    scheme = case.scheme or framework.scheme
    given = (
        *valuation.warnings,
        *policy_cautions(case.tender, framework, scheme),
        *(response_cautions(case.tender, case.bid, framework, scheme) if scheme else ()),
        *(result.results[0].warnings if result else ()),
    )
    return {each.code for each in given}


def _warned(expected: _Expected, said: ExpectEntry, given: set[str]) -> Iterator[Problem]:
    """Each warning that is said is given, and no warning on policy that is not said."""
    unsaid = (given & POLICY_CODES) - set(said.warned)
    if "warned" in said.written and unsaid:
        why = f"{', '.join(sorted(unsaid))} is warned of, and the example does not say so"
        yield expected.fault("warned", why)
    for code in said.warned:
        if code not in given:
            why = f"no warning {code} is given, only {', '.join(sorted(given)) or 'none'}"
            yield expected.fault("warned", why)


def _compared(expected: _Expected, valuation: Valuation) -> Iterator[Problem]:
    yield from _amount(expected, "total", expected.total, valuation.total)
    yield from _amount(expected, "submitted", expected.submitted, valuation.submitted)
    if expected.refused is not None:
        yield from _refusals(expected, expected.refused, valuation)


def _amount(
    expected: _Expected, key: str, said: Decimal | None, found: Decimal
) -> Iterator[Problem]:
    if said is not None and said != found:
        why = f"the {key} is {pounds(found)}, and the example says {pounds(said)}"
        yield expected.fault(key, why)


def _refusals(
    expected: _Expected, said: Mapping[str, str], valuation: Valuation
) -> Iterator[Problem]:
    """Each refusal that is said is found, and each that is found is said."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in valuation.refused:
        found[str(line.number)] += [CATALOGUE[each.code].word for each in line.refusals]
    for number, word in said.items():
        if word not in _WORDS:
            hint = did_you_mean(word, _WORDS, label="words")
            yield expected.fault("refused", f"'{word}' is not a word for a refusal", hint)
        elif word not in found[number]:
            here = " and ".join(found[number]) or "counted"
            why = f"commitment {number} is {here}, and the example says {word}"
            yield expected.fault("refused", why)
    for number, words in found.items():
        if words and number not in said:
            why = (
                f"commitment {number} does not count in full ({' and '.join(words)}), and the "
                "example does not say so"
            )
            yield expected.fault("refused", why)
