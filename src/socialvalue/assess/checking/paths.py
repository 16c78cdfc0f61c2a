"""Checking before anything is scored: a set, one file of any kind, or all below a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from socialvalue.assess.before.checks import located
from socialvalue.assess.checking.cases import check_cases
from socialvalue.assess.letters.ahead import needed_for_letters
from socialvalue.assess.points.data import EvaluationData
from socialvalue.assess.points.questions import scheme_questions
from socialvalue.assess.points.ranking import tender_cautions
from socialvalue.assess.tender_files import Assessed, assess_file
from socialvalue.assess.words.told import Told, told_of
from socialvalue.blocks import Block, join
from socialvalue.definitions.exclusions import build_exclusions
from socialvalue.definitions.files import read_file, schema_of
from socialvalue.definitions.findings import Findings as DefinitionFindings
from socialvalue.definitions.indices import build_index
from socialvalue.definitions.measures import Context, build_measure
from socialvalue.definitions.places import build_places
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.shapes.sets import (
    ExclusionsFile,
    FrameworkFile,
    IndexFile,
    MeasuresFile,
    PlacesFile,
)
from socialvalue.definitions.shapes.tenders import CasesFile, TenderFile
from socialvalue.errors import DefinitionError, Problem, SocialValueError, problem
from socialvalue.model.framework import Framework
from socialvalue.model.places import place_story
from socialvalue.registry.loading import load, places
from socialvalue.registry.tenders import Given, Source, given_of, read_tender_with_framework

__all__ = [
    "Checked",
    "Findings",
    "check",
    "check_file",
    "check_path",
    "check_tender",
    "counted",
    "things_below",
]

_HEADS = ("framework.yaml", "plugin.yaml")
_ENDINGS = (".yaml", ".yml")
_OF_A_SET = (FrameworkFile, PluginFile, MeasuresFile, ExclusionsFile, CasesFile)
_IN_NO_FILE = "the tender"
"""The name of what is in no file."""
_ELSEWHERE = {"SV207", "SV208", "SV209"}
"""Problems that only the files beside this one could tell: outcomes, sources, codes."""


@attrs.frozen
class Checked:
    """One thing that was looked at.

    Attributes:
        name: Its path, as it was given.
        what: What it is, in words; "" where it could not be read.
        problems: What is wrong with it.
        questions: What may be wrong with it; it can be used all the same.
    """

    name: str
    what: str = ""
    problems: tuple[Problem, ...] = ()
    questions: tuple[Problem, ...] = ()


@attrs.frozen(repr=False)
class Findings:
    """What `check` found: problems, which must be mended, and questions, which a person answers.

    Attributes:
        checked: Each thing that was looked at, in the order of the folder.
    """

    checked: tuple[Checked, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, each with its place and a hint."""
        return tuple(found for each in self.checked for found in each.problems)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """All that may be wrong."""
        return tuple(found for each in self.checked for found in each.questions)

    @property
    def verdict(self) -> str:
        """In one line, how many problems and questions there are, or that nothing is wrong."""
        wrong = sum(1 for each in self.checked if each.problems)
        problems = counted(len(self.problems), "problem")
        head = f"{problems} in {wrong} of {len(self.checked)} checked"
        asked = f"; {counted(len(self.questions), 'question')}" if self.questions else ""
        return (head if self.problems else "nothing is wrong") + asked

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.checked)

    def __len__(self) -> int:
        return len(self.checked)

    def __getitem__(self, index: int) -> Checked:
        return self.checked[index]

    def __str__(self) -> str:
        right = [f"{each.name}: {each.what}" for each in self.checked if not each.problems]
        return "\n".join([*right, *map(str, (*self.problems, *self.questions)), self.verdict])

    def __repr__(self) -> str:
        return f"<Findings: {self.verdict}>"

    def _repr_html_(self) -> str:
        told = [("problem", each) for each in self.problems]
        told += [("question", each) for each in self.questions]
        rows = tuple((kind, each.place, each.code, each.message, each.hint) for kind, each in told)
        heads = ("", "where", "code", "what", "what to do")
        return join([Block("What was found", (f"{self.verdict}.",), heads, rows)]).html


def check(path: Source) -> Findings:
    """Everything that is wrong, or may be, with a file or folder: what `socialvalue check` tells.

    A framework's or plug-in's folder is checked with its worked examples; a tender with all that
    scoring it would refuse, and with the questions that it raises.  No score is told.

    Args:
        path: A framework's or plug-in's folder, a definition or tender file, or a folder with
            such things in it; or a tender that is in no file, as for `read_tender`.

    Returns:
        The problems and the questions, thing by thing.  Nothing is raised for what is wrong.

    Raises:
        InputError: It is none of these (SV316), or a path in a text where names alone are taken
            (SV118).

    Example:
        >>> import socialvalue as sv
        >>> found = sv.check("measures/frameworks/national-toms")
        >>> found.problems, found.questions
        ((), ())
        >>> print(found.verdict)
        nothing is wrong
    """
    try:
        given = given_of(path, None)
    except DefinitionError as error:
        return Findings((Checked(_IN_NO_FILE, problems=error.problems),))
    if given.path is not None:
        return Findings(tuple(check_path(given.path)))
    return Findings((_attempt(given.file, partial(_tender, given)),))


def check_path(path: Path) -> Iterator[Checked]:
    """Everything at a path.

    Args:
        path: A framework's or plug-in's folder, a definition or tender file, or a folder with
            such things in it.
    """
    if not path.is_dir():
        yield check_file(path)
        return
    found = list(_below(path))
    if not found:
        expected = "framework, plug-in, definition or tender"
        found = [_wrong(path, problem("SV221", found=path, expected=expected))]
    yield from found


def _below(folder: Path) -> Iterator[Checked]:
    """A set, or the files of a folder and what lies in the folders inside it."""
    for each in things_below(folder):
        if isinstance(each, Checked):
            yield each
        elif each.is_dir():
            yield _attempt(str(each), partial(check_set, each))
        else:
            yield check_file(each)


def things_below(folder: Path) -> Iterator[Path | Checked]:
    """The folder of a set, or the definition files of a folder and of the folders inside it.

    Args:
        folder: Where to look.

    Yields:
        A path; of a folder that cannot be read, what is wrong.
    """
    try:
        is_set, inside = _is_set(folder), sorted(folder.iterdir())
    except OSError as error:
        yield _wrong(folder, problem("SV112", found=folder, why=error.strerror))
        return
    if is_set:
        yield folder
        return
    inside = [each for each in inside if each.name[0] not in "._"]
    yield from (each for each in inside if each.is_file() and each.suffix.lower() in _ENDINGS)
    for each in inside:
        if each.is_dir() and not each.is_symlink():
            yield from things_below(each)


def _is_set(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _HEADS)


def _wrong(path: Path, *problems: Problem) -> Checked:
    return Checked(str(path), problems=problems)


# --- a set --------------------------------------------------------------------------------


def check_set(folder: Path) -> Checked:
    """A framework or a plug-in, with its worked examples.

    Raises:
        DefinitionError: All that is wrong with its files.
    """
    framework = load(folder)
    cases = check_cases(folder, framework)
    held = f"{counted(len(framework), 'measure')}, {counted(cases.checked, 'worked example')}"
    what = f"{framework.kind} {framework.label}, {held}"
    return Checked(str(folder), what, cases.problems, tuple(_stretched(framework)))


def _stretched(framework: Framework) -> Iterator[Problem]:
    """Measures of which one spread in £ is published for several values."""
    for each in framework:
        if each.proxy is not None and each.proxy.is_stretched:
            span = next(one.span for one in each.proxy.values if one.value)
            yield span.placed(problem("SV1316", found=each.name))


def counted(number: int, noun: str) -> str:
    """A number of things.

    Example:
        >>> counted(1, "bid"), counted(3, "bid")
        ('1 bid', '3 bids')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


# --- one file -----------------------------------------------------------------------------


def check_file(path: Path) -> Checked:
    """One file: a part of a set with the whole set, a tender with what scoring it would refuse."""
    return _attempt(str(path), partial(_file, path))


def check_tender(given: Given) -> tuple[Checked, Assessed | None]:
    """A tender with what scoring it would refuse, and its scores, if it can be scored."""
    found: list[Assessed] = []
    checked = _attempt(given.file, partial(_tender, given, found.append))
    return checked, found[0] if found else None


def _attempt(name: str, check: Callable[[], Checked]) -> Checked:
    try:
        return check()
    except SocialValueError as error:
        problems = tuple(each.for_file(name) for each in error.problems)
        return Checked(name or _IN_NO_FILE, problems=problems)


def _file(path: Path) -> Checked:
    given = given_of(path, None)
    data, problems = given.written
    if data is None or problems:
        raise DefinitionError(problems)
    shape = schema_of(data)
    if issubclass(shape, TenderFile):
        return _tender(given)
    if issubclass(shape, _OF_A_SET) and _is_set(path.parent):
        return attrs.evolve(check_set(path.parent), name=str(path))
    return Checked(str(path), *_by_itself(read_file(path, str(path))))


def _tender(given: Given, scored: Callable[[Assessed], Any] = bool) -> Checked:
    """A tender; what scoring it would refuse is refused here, and no score is told.

    Args:
        given: What it is read from.
        scored: What is done with its scores.
    """
    try:
        assessed = assess_file(given, while_open=True)
        scored(assessed)
    except DefinitionError as error:
        if [each.code for each in error.problems] != [_NO_BIDS]:
            raise
        asked = tuple(each.for_file(given.file) for each in _before_bids(given))
        return Checked(given.file or _IN_NO_FILE, problems=error.problems, questions=asked)
    bids = counted(sum(map(len, assessed.evaluations)), "bid")
    (under,) = {_set_words(each.framework) for each in assessed.evaluations}
    asked = (*_questions(assessed), *(() if given.is_illustrative else _moderation(assessed)))
    questions = tuple(each.for_file(given.file) for each in asked)
    story = place_story(assessed.evaluations[0].framework.places, assessed.tender.place)
    after = f"; {story}" if story else ""
    what = f"tender with {bids}, under {under}{after}"
    return Checked(given.file or _IN_NO_FILE, what, questions=questions)


def _before_bids(given: Given) -> Iterator[Problem]:
    """What may be wrong with a tender that waits for its bids, and what its letters will need."""
    tender, _, framework = read_tender_with_framework(given)
    scheme = tender.scheme or framework.scheme
    if scheme is None:
        return
    asked = (*tender_cautions(tender, framework, scheme), *scheme_questions(tender, scheme))
    for each in asked:
        yield located(each, tender, _KEYS.get(each.code, ""))
    yield from needed_for_letters([EvaluationData(tender, framework, scheme, (), ())])


def _set_words(framework: Framework) -> str:
    """The edition that was taken; of a partial one, how much of it there is."""
    if framework.coverage != "partial":
        return framework.label
    return f"{framework.label} (partial: {counted(len(framework), 'measure')})"


def _moderation(assessed: Assessed) -> Iterator[Problem]:
    """That marks are open; or, once, whether it is recorded elsewhere that they are not."""
    if assessed.waits is not None:
        yield assessed.waits
    marked = [each for one in assessed.evaluations for each in one.results if each.bid.marks]
    if assessed.tender.moderation is None and len(marked) > 1:
        yield located(problem("SV761"), assessed.tender)


_NO_BIDS = "SV315"
_TELLS_A_SCORE = {"SV604", "SV617", "SV715", "SV737"}
"""Warnings that tell pounds or points: who checks a file may have to wait for them."""

_KEYS = {"SV628": "place", "SV629": "place", "SV606": "published", "SV621": "unit_values",
         "SV623": "target", "SV625": "lots", "SV741": "scheme", "SV770": "framework",
         "SV844": "contract_value", "SV607": "shortlist"}  # fmt: skip
"""The key of a tender that a question is about, by its code."""


def _questions(assessed: Assessed) -> Iterator[Problem]:
    """What may be wrong with a tender or its bids, each once, with the bidders named."""
    told = [Told((), each) for each in (assessed.lots.warnings if assessed.lots else ())]
    told += [each for evaluation in assessed.evaluations for each in told_of(evaluation)]
    for each in dict.fromkeys(told):
        if each.problem.code not in _TELLS_A_SCORE:
            found = located(each.problem, assessed.tender, _KEYS.get(each.problem.code, ""))
            yield attrs.evolve(found, message=f"{each.names}{found.message}")
    yield from needed_for_letters(assessed.evaluations)


def _by_itself(entry: Entry) -> tuple[str, tuple[Problem, ...]]:
    """A file without the set around it: what it says of other files is not checked."""
    if isinstance(entry, PlacesFile):
        return counted(len(build_places(entry)), "place"), ()
    if isinstance(entry, IndexFile):
        return f"index {build_index(entry).id}", ()
    findings = DefinitionFindings()
    context = Context("this file", {}, {}, places(), findings)
    if isinstance(entry, MeasuresFile):
        for code, each in entry.measures.items():
            build_measure(code, each, context)
        what = counted(len(entry.measures), "measure")
    elif isinstance(entry, ExclusionsFile):
        build_exclusions(entry.exclusions, (), context)
        what = counted(len(entry.exclusions), "rule")
    else:
        what = "its keys"
    kept = tuple(each for each in findings.problems if each.code not in _ELSEWHERE)
    return f"{what}, without the framework.yaml or plugin.yaml that belongs beside it", kept
