"""Which frameworks and plug-ins exist, and where.

Built-in sets lie in ``measures/``: of the checkout when there is one, else of the package.
Installed plug-ins are found by entry point, and none of their code is run: the entry point names
a top-level package, and only its folder is looked up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

import attrs

from socialvalue.errors import DefinitionError, problem, shown
from socialvalue.registry.enclosure import faults_of
from socialvalue.registry.headers import Found, read_header
from socialvalue.registry.metadata import Entry, entries_of, package_of
from socialvalue.registry.switches import NO_PLUGINS, is_on

__all__ = ["GROUP", "find_all", "find_named", "left_out", "measures_root"]

GROUP = "socialvalue.plugins"
"""The entry-point group of plug-ins: name = the plug-in's id, value = a top-level package."""


def left_out() -> str:
    """What the variable says that leaves installed plug-ins out; "" where they are not left out.

    Raises:
        InputError: It says neither yes nor no (SV121).
    """
    return os.environ[NO_PLUGINS].strip() if is_on(NO_PLUGINS) else ""


@lru_cache(maxsize=1)
def measures_root() -> Path:
    """The folder of the built-in sets.

    Raises:
        DefinitionError: It is not there, or inside a zip file (SV417).
    """
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent.parent / "measures"
    is_checkout = package.parent.name == "src" and checkout.is_dir()
    found = checkout if is_checkout else package / "measures"
    if not found.is_dir():
        raise DefinitionError(problem("SV417", found=found))
    return found


def find_all() -> tuple[Found, ...]:
    """Every edition of every set, built-in first."""
    return (*_built_in(), *_installed())


def find_named(name: str) -> tuple[Found, ...]:
    """Every edition of the sets of one name; the headers of others are not read."""
    return (*_built_in(name), *_installed(name))


def _built_in(wanted: str | None = None) -> Iterator[Found]:
    """The sets of a name that are shipped, or all; a set's folder is called as the set."""
    root = measures_root()
    for folder in _folders(root / "frameworks", wanted):
        for edition in _folders(folder):
            file = f"measures/frameworks/{folder.name}/{edition.name}"
            yield _called(folder, Found(folder.name, edition.name, "framework", edition, file))
    for folder in _folders(root / "plugins", wanted):
        file = f"measures/plugins/{folder.name}"
        yield _called(folder, Found(folder.name, "", "plugin", folder, file))


def _called(folder: Path, place: Found) -> Found:
    """A shipped set's header: it is looked up by its folder's name, which is to be its id."""
    found = read_header(place)
    if found.problems or found.id == folder.name:
        return found
    fault = problem("SV414", found=found.id, folder=place.file)
    return attrs.evolve(found, id=folder.name, problems=(fault,))


def _folders(parent: Path, wanted: str | None = None) -> list[Path]:
    """The folders inside one, or the one of a name."""
    if not parent.is_dir():
        return []
    named = [each for each in parent.iterdir() if wanted is None or each.name == wanted]
    return sorted(each for each in named if each.is_dir() and each.name[0] not in "._")


def _installed(wanted: str | None = None) -> Iterator[Found]:
    """The plug-ins of a name that are installed, or all.

    Of two copies of a distribution on the path, the first is the one that Python uses.
    """
    if left_out():
        return
    seen = set()
    for entry, distribution in _entry_points(tuple(sys.path), _changed(tuple(sys.path))):
        if wanted in (None, entry.name) or not entry.name:
            package = package_of(distribution)
            name = entry.name or package.key
            if wanted in (None, name) and (package.key, name) not in seen:
                seen.add((package.key, name))
                why = entry.why or package.why
                yield (
                    _refused(name, package.origin, why)
                    if why
                    else _plugin(name, entry.value, package.origin)
                )


def _changed(folders: tuple[str, ...]) -> tuple[int, ...]:
    """What tells whether something was installed since."""
    return tuple(_when(Path(each)) for each in folders)


def _when(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _entry_points(
    _path: tuple[str, ...], _changed: tuple[int, ...]
) -> tuple[tuple[Entry, Distribution], ...]:
    """The plug-ins' entry points, each with the distribution that brings it."""
    return tuple((entry, each) for each in distributions() for entry in entries_of(each, GROUP))


def _plugin(name: str, package: str, origin: str) -> Found:
    """An installed plug-in's header; a broken one is a listed problem, not a failure."""
    if not package.isidentifier():
        why = f"its entry point names '{package}', which is not one top-level package"
        return _refused(name, origin, why)
    try:
        spec = find_spec(package)
    except (ImportError, ValueError, AttributeError, OSError):
        spec = None
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        return _refused(name, origin, f"there is no package '{package}'")
    if not Path(places[0]).is_dir():
        why = f"its package '{package}' is no folder: install it with pip, not as a zip file"
        return _refused(name, origin, why)
    place = Found(name, "", "plugin", Path(places[0]), package, origin=origin)
    wrong = tuple(faults_of(place.folder / place.head, f"{package}/{place.head}"))
    if wrong:
        return attrs.evolve(place, problems=wrong)
    found = read_header(place)
    if not found.problems and found.id != name:
        why = f"its entry point is '{name}' and its id '{shown(found.id)}'"
        return _refused(name, origin, why)
    return attrs.evolve(found, id=name)


def _refused(name: str, origin: str, why: str) -> Found:
    fault = problem("SV407", found=f"{name} ({origin})", why=why)
    return Found(name, "", "plugin", Path(), origin, origin=origin, problems=(fault,))
