"""What `socialvalue check` looks at: a set, one file of any kind, or all below a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from socialvalue.assess.cases import check_cases
from socialvalue.cli.scored import score_file
from socialvalue.cli.words import for_files
from socialvalue.definitions.files import read_data, read_file, schema_of
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.indices import build_index
from socialvalue.definitions.measures import Context, build_exclusions, build_measure
from socialvalue.definitions.places import build_places
from socialvalue.definitions.shapes import (
    CasesFile,
    Entry,
    ExclusionsFile,
    FrameworkFile,
    IndexFile,
    MeasuresFile,
    PlacesFile,
    PluginFile,
    TenderFile,
)
from socialvalue.errors import Problem, SocialValueError, problem
from socialvalue.registry.loading import load, places

__all__ = ["Checked", "check_path", "counted"]

_HEADS = ("framework.yaml", "plugin.yaml")
_ENDINGS = (".yaml", ".yml")
_OF_A_SET = (FrameworkFile, PluginFile, MeasuresFile, ExclusionsFile, CasesFile)
_ELSEWHERE = {"SV207", "SV208", "SV209"}
"""Problems that only the files beside this one could tell: outcomes, sources, codes."""


@attrs.frozen
class Checked:
    """One thing that was looked at.

    Attributes:
        name: Its path, as it was given.
        what: What it is, in words.
        problems: What is wrong with it.
    """

    name: str
    what: str = ""
    problems: tuple[Problem, ...] = ()


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
    try:
        is_set, inside = _is_set(folder), sorted(folder.iterdir())
    except OSError as error:
        yield _wrong(folder, problem("SV112", found=folder, why=error.strerror))
        return
    if is_set:
        yield _attempt(folder, check_set)
        return
    inside = [each for each in inside if each.name[0] not in "._"]
    for each in inside:
        if each.is_file() and each.suffix.lower() in _ENDINGS:
            yield check_file(each)
    for each in inside:
        if each.is_dir() and not each.is_symlink():
            yield from _below(each)


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
    return Checked(str(folder), f"{framework.kind} {framework.label}, {held}", cases.problems)


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
    return _attempt(path, _file)


def _attempt(path: Path, check: Callable[[Path], Checked]) -> Checked:
    try:
        return check(path)
    except SocialValueError as error:
        return _wrong(path, *for_files(error.problems, path))


def _file(path: Path) -> Checked:
    shape = schema_of(read_data(path, str(path)))
    if issubclass(shape, TenderFile):
        return _tender(path)
    if issubclass(shape, _OF_A_SET) and _is_set(path.parent):
        return attrs.evolve(check_set(path.parent), name=str(path))
    return Checked(str(path), *_by_itself(read_file(path, str(path))))


def _tender(path: Path) -> Checked:
    """A tender; what scoring it would refuse is refused here, and no score is told."""
    scored = score_file(path)
    bids = counted(sum(map(len, scored.evaluations)), "bid")
    (label,) = {each.framework.label for each in scored.evaluations}
    return Checked(str(path), f"tender with {bids}, under {label}")


def _by_itself(entry: Entry) -> tuple[str, tuple[Problem, ...]]:
    """A file without the set around it: what it says of other files is not checked."""
    if isinstance(entry, PlacesFile):
        return counted(len(build_places(entry)), "place"), ()
    if isinstance(entry, IndexFile):
        return f"index {build_index(entry).id}", ()
    findings = Findings()
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
