"""What must be so of every plug-in, whoever wrote it: the conformance suite.

Reading a plug-in refuses what cannot mean anything.  These rules ask for more: what councils and
bidders rely on when they use a plug-in that they did not write.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from socialvalue.assess.checking.cases import CasesReport, check_cases
from socialvalue.errors import Problem, SocialValueError, problem
from socialvalue.model.figures import ProxyValue
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.registry.enclosure import is_path
from socialvalue.registry.loading import bases_of, load, places
from socialvalue.spans import Span
from socialvalue.testing.packages import Located, locate

if TYPE_CHECKING:
    from socialvalue.definitions.shapes.plugins import PluginFile
    from socialvalue.model.plugin import Plugin

__all__ = ["RULES", "Conformance", "Rule", "check_plugin", "conformance"]

LONGEST_TITLE = 120
"""Characters: what a table on a screen and a line of a report can show."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}", re.ASCII)


@attrs.frozen
class Subject:
    """A plug-in under test: its files, what they mean, its bases, and its worked examples."""

    located: Located
    framework: Framework
    head: PluginFile
    plugin: Plugin
    bases: tuple[Framework, ...]
    examples: CasesReport


@attrs.frozen
class Rule:
    """One thing that must be so.

    Attributes:
        name: In three or four words.
        finds: What is not so, each at its place.
    """

    name: str
    finds: Callable[[Subject], Iterable[Problem]]


@attrs.frozen
class Conformance:
    """How a plug-in came out.

    Attributes:
        label: ``id@edition``; or what was named, where it cannot be read.
        held: Each rule that was looked at, with what is not so.
        examples: How many worked examples it has.
    """

    label: str
    held: tuple[tuple[str, tuple[Problem, ...]], ...]
    examples: int = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is not so."""
        return tuple(each for _, found in self.held for each in found)

    def text(self) -> str:
        """A line a rule, and a line below it for each problem.

        Example:
            >>> print(conformance("essex").text())
            essex@2024
              ok  reads without a problem
              ...
        """
        lines = [self.label]
        for name, found in self.held:
            lines.append(f"  {'NOT' if found else 'ok '} {name}")
            lines += [f"        {_one_line(each)}" for each in found]
        return "\n".join(lines)


def _one_line(found: Problem) -> str:
    return f"{found.place}: {found.message}" if found.place else found.message


def check_plugin(source: str | os.PathLike[str]) -> Conformance:
    """Hold a plug-in to all that must be so of every plug-in.

    Args:
        source: Its id, or the path of its folder or package: a PathLike, or a text with a
            separator in it.

    Returns:
        What was looked at.

    Raises:
        AssertionError: Something is not so; all of it is listed.

    Example:
        >>> check_plugin("essex").label
        'essex@2024'
    """
    found = conformance(source)
    if found.problems:
        told = "\n".join(map(str, found.problems))
        raise AssertionError(f"{found.text()}\n\n{told}")
    return found


def conformance(source: str | os.PathLike[str]) -> Conformance:
    """What is and is not so of a plug-in.

    Args:
        source: As for `check_plugin`.

    Example:
        >>> conformance("essex").problems
        ()
    """
    reads = "reads without a problem"
    try:
        subject = _subject(source)
    except SocialValueError as error:
        return Conformance(str(source), ((reads, error.problems),))
    held = [(rule.name, tuple(rule.finds(subject))) for rule in RULES]
    return Conformance(subject.framework.label, ((reads, ()), *held), subject.examples.checked)


def _subject(source: str | os.PathLike[str]) -> Subject:
    """The plug-in, read.

    Raises:
        SocialValueError: It cannot be read, or it is no plug-in.
    """
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.plugins import build_plugin, read_plugin_file
    from socialvalue.registry.layers import base_of

    located = locate(source)
    framework = load(located.folder)
    findings = Findings()
    head = read_plugin_file(located.folder, str(located.folder), findings)
    bases = bases_of(located.folder)
    plugin = build_plugin(head, base_of(bases), places(), findings)
    findings.settle()
    examples = check_cases(located.folder, framework)
    return Subject(located, framework, head, plugin, bases, examples)


# --- the rules ----------------------------------------------------------------------------


def _fault(span: Span, found: object, why: str, hint: str = "") -> Problem:
    return span.locate([problem("SV412", found=found, why=why, hint=hint)])[0]


def _own_figures(subject: Subject) -> Iterator[tuple[Measure, ProxyValue]]:
    """The figures that the plug-in itself states."""
    for measure in subject.framework:
        for value in measure.proxy.values if measure.proxy else ():
            if value.layer == subject.framework.label:
                yield measure, value


def figures_have_sources(subject: Subject) -> Iterator[Problem]:
    """Each figure names a publication, and each publication says whose it is or where it is."""
    for measure, value in _own_figures(subject):
        if value.value is not None and not value.sources:
            yield _fault(value.span, measure.name, f"the figure {value.value} has no source")
    for key, source in subject.plugin.sources.items():
        if not (source.publisher or source.url or source.note):
            why = "the source says neither who published it nor where it is"
            span = subject.head.written["sources"].span(key, at_key=True)
            yield _fault(span, key, why, "add 'publisher:' or 'url:'")


def examples_come_out(subject: Subject) -> Iterator[Problem]:
    """There are worked examples, and each comes to what it says."""
    yield from subject.examples.problems
    if not subject.examples.checked:
        why = "there is no worked example"
        hint = "write one in cases.yaml, beside plugin.yaml"
        yield _fault(subject.head.span(), subject.framework.label, why, hint)


def base_is_untouched(subject: Subject) -> Iterator[Problem]:
    """Each adopted measure keeps its meaning, and every figure of its base to the last digit."""
    for base in subject.bases:
        for code, below in base.measures.items():
            above = subject.framework.measures.get(code)
            if above is not None and code not in subject.plugin.measures:
                yield from _touched(subject, below, above)


def _touched(subject: Subject, below: Measure, above: Measure) -> Iterator[Problem]:
    span = subject.head.span("adopts")
    for name in ("title", "unit", "kind", "value_kind", "place", "counts", "outcome", "theme"):
        if getattr(below, name) != getattr(above, name):
            yield _fault(span, below.name, f"its {name} is not that of its base")
    if _stated(below) != _stated(above, but=subject.framework.label):
        yield _fault(span, below.name, "its figures are not those of its base")


def _stated(measure: Measure, but: str = "") -> list[tuple[str, ...]]:
    """A measure's figures digit by digit, but for those of one layer."""
    values = measure.proxy.values if measure.proxy else ()
    return [
        (str(each.value), str(each.start), str(each.place), each.layer, str(each.rank))
        for each in values
        if each.layer != but
    ]


def twice_is_once(subject: Subject) -> Iterator[Problem]:
    """Laying the plug-in over itself changes nothing."""
    from socialvalue.definitions.findings import Findings
    from socialvalue.registry.layers import lay_over

    again = lay_over(subject.plugin, subject.head, (subject.framework,), Findings())
    if again != subject.framework:
        why = "laying it twice is not laying it once"
        yield _fault(subject.head.span(), subject.framework.label, why)


def reasons_are_given(subject: Subject) -> Iterator[Problem]:
    """What is switched off, and what has no value, says why."""
    for each in subject.plugin.switch_off:
        if not each.why.strip():
            yield _fault(each.span, each.code, "it is switched off without a reason")
    for measure, value in _own_figures(subject):
        if value.value is None and not value.note.strip():
            yield _fault(value.span, measure.name, "it has no value, and does not say why")


def policy_is_dated(subject: Subject) -> Iterator[Problem]:
    """Each rule of the policy says whether its day is its first, and where it was read."""
    for _, each in subject.plugin.policy.rules():
        if not each.status:
            hint = "'status: adopted' if that day is its first; 'observed' if it was seen then"
            yield _fault(each.span, each.start, "what holds from that day has no status", hint)
        if not each.sources:
            yield _fault(each.span, each.start, "what holds from that day has no source")


def codes_are_free(subject: Subject) -> Iterator[Problem]:
    """Codes are short words of their own, and none differs from another in capitals only."""
    framework, plugin = subject.framework, subject.plugin
    codes = [*framework.measures, *framework.codes]
    capitals = Counter(each.casefold() for each in dict.fromkeys(codes))
    own = {code: each.span for code, each in plugin.measures.items()}
    own |= dict.fromkeys(plugin.rename.values(), subject.head.span("rename"))
    for code, span in own.items():
        if not _CODE.fullmatch(code):
            hint = "letters, digits, points and hyphens, up to 30"
            yield _fault(span, code, "the code is not a short word", hint)
        if capitals[code.casefold()] > 1:
            yield _fault(span, code, "another code differs from it only in its capitals")


def titles_are_short(subject: Subject) -> Iterator[Problem]:
    """A title fits on a line, and is one."""
    titles = [(subject.plugin.title, subject.head.span("title"))]
    titles += [(each.title, each.span) for each in subject.plugin.measures.values()]
    for title, span in titles:
        if len(title) > LONGEST_TITLE or "\n" in title:
            why = f"the title is longer than a line of {LONGEST_TITLE} characters"
            yield _fault(span, f"{title[:40]}…", why, "say more in 'definition:'")


def package_is_whole(subject: Subject) -> Iterator[Problem]:
    """The package that holds the plug-in names it as the plug-in names itself, and stands alone."""
    located = subject.located
    for each in subject.head.adopts if located.project else ():
        if is_path(each.framework):
            why = "it is named by its path, which is not followed once the package is installed"
            hint = "adopt it by its id, and name its package under 'dependencies'"
            yield _fault(each.span("framework"), each.framework, why, hint)
    if located.project is None or located.name == subject.plugin.id:
        return
    why = f"pyproject.toml calls the plug-in that, and its id is '{subject.plugin.id}'"
    hint = "use one name in both"
    fault = problem("SV412", found=located.name, why=why, hint=hint)
    yield attrs.evolve(fault, file=str(located.project / "pyproject.toml"))


RULES = (
    Rule("every figure has its source", figures_have_sources),
    Rule("its worked examples come out", examples_come_out),
    Rule("the figures of its base are untouched", base_is_untouched),
    Rule("applied twice, it is applied once", twice_is_once),
    Rule("what is left out has its reason", reasons_are_given),
    Rule("its policy is dated", policy_is_dated),
    Rule("its codes are free", codes_are_free),
    Rule("its titles are short", titles_are_short),
    Rule("its package names it", package_is_whole),
)
"""The suite, in the order in which it is told."""
