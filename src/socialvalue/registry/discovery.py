"""Which frameworks and plug-ins exist, and where.

Built-in sets lie in ``measures/``: of the checkout when there is one, else of the package.
Installed plug-ins are found by entry point, and none of their code is run: the entry point names
a top-level package, and only its folder is looked up.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

import attrs

from socialvalue.errors import problem
from socialvalue.registry.enclosure import faults_of
from socialvalue.registry.headers import Found, read_header

__all__ = ["GROUP", "find_all", "find_named", "measures_root"]

GROUP = "socialvalue.plugins"
"""The entry-point group of plug-ins: name = the plug-in's id, value = a top-level package."""

_FIELD = re.compile(r"^(Name|Version): *(.+?) *$", re.M)


@lru_cache(maxsize=1)
def measures_root() -> Path:
    """The folder of the built-in sets."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent.parent / "measures"
    is_checkout = package.parent.name == "src" and checkout.is_dir()
    return checkout if is_checkout else package / "measures"


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
    if os.environ.get("SOCIALVALUE_NO_PLUGINS") == "1":
        return
    seen = set()
    for name, package, distribution in _entry_points(tuple(sys.path), _changed(tuple(sys.path))):
        if wanted in (None, name):
            key, origin = _named(distribution)
            if (key, name) not in seen:
                seen.add((key, name))
                yield _plugin(name, package, origin)


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
) -> tuple[tuple[str, str, Distribution], ...]:
    """The plug-ins' entry points: the name, the package, and the distribution that brings it."""
    return tuple(
        (name or _named(each)[0], package, each)
        for each in distributions()
        for name, package in _of_group(each)
    )


def _of_group(distribution: Distribution) -> list[tuple[str, str]]:
    """The entry points of our group as (name, value); files that do not name it are not parsed.

    One that cannot be parsed has neither a name nor a value.
    """
    try:
        if GROUP not in (distribution.read_text("entry_points.txt") or ""):
            return []
        points = distribution.entry_points
    except UnicodeDecodeError:
        return []
    except (TypeError, ValueError):
        return [("", "")]
    return [(each.name, each.value) for each in points if each.group == GROUP]


@lru_cache(maxsize=1024)
def _named(distribution: Distribution) -> tuple[str, str]:
    """A distribution's name as it is compared, and its name and version as they are shown.

    Only the head of its metadata is looked at: below it stands a whole README.
    """
    about = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    head = dict(reversed(_FIELD.findall(about.partition("\n\n")[0])))
    name, version = head.get("Name", "?"), head.get("Version", "?")
    return re.sub(r"[-_.]+", "-", name).lower(), f"{name} {version}"


def _plugin(name: str, package: str, origin: str) -> Found:
    """An installed plug-in's header; a broken one is a listed problem, not a failure."""
    if not package:
        return _refused(name, origin, "its entry points cannot be read")
    if not package.isidentifier():
        why = f"its entry point names '{package}', which is not one top-level package"
        return _refused(name, origin, why)
    try:
        spec = find_spec(package)
    except (ImportError, ValueError, AttributeError):
        spec = None
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        return _refused(name, origin, f"there is no package '{package}'")
    place = Found(name, "", "plugin", Path(places[0]), package, origin=origin)
    wrong = tuple(faults_of(place.folder / place.head, f"{package}/{place.head}"))
    if wrong:
        return attrs.evolve(place, problems=wrong)
    found = read_header(place)
    if not found.problems and found.id != name:
        return _refused(name, origin, f"its entry point is '{name}' and its id '{found.id}'")
    return attrs.evolve(found, id=name)


def _refused(name: str, origin: str, why: str) -> Found:
    fault = problem("SV407", found=f"{name} ({origin})", why=why)
    return Found(name, "", "plugin", Path(), origin, origin=origin, problems=(fault,))
