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
from importlib.metadata import Distribution, EntryPoint, distributions
from importlib.util import find_spec
from pathlib import Path

from socialvalue.errors import problem
from socialvalue.registry.headers import Found, read_header

__all__ = ["GROUP", "find_all", "measures_root"]

GROUP = "socialvalue.plugins"
"""The entry-point group of plug-ins: name = the plug-in's id, value = a top-level package."""


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


def _built_in() -> Iterator[Found]:
    root = measures_root()
    for folder in _folders(root / "frameworks"):
        for edition in _folders(folder):
            file = f"measures/frameworks/{folder.name}/{edition.name}"
            yield read_header(edition, "framework.yaml", file, "framework", "built-in")
    for folder in _folders(root / "plugins"):
        yield read_header(
            folder, "plugin.yaml", f"measures/plugins/{folder.name}", "plugin", "built-in"
        )


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(each for each in parent.iterdir() if each.is_dir() and each.name[0] not in "._")


def _installed() -> Iterator[Found]:
    if os.environ.get("SOCIALVALUE_NO_PLUGINS") == "1":
        return
    for name, package, origin in _entry_points(tuple(sys.path), _changed(tuple(sys.path))):
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
) -> tuple[tuple[str, str, str], ...]:
    """The plug-ins' entry points as (name, package, distribution and version)."""
    found = (
        (each.name, each.value, _origin(distribution))
        for distribution in distributions()
        for each in _of_group(distribution)
    )
    return tuple(dict.fromkeys(found))


def _of_group(distribution: Distribution) -> list[EntryPoint]:
    """The entry points of our group; files that do not name it are not parsed."""
    if GROUP not in (distribution.read_text("entry_points.txt") or ""):
        return []
    return [each for each in distribution.entry_points if each.group == GROUP]


def _origin(distribution: Distribution) -> str:
    return f"{distribution.metadata['Name']} {distribution.version}"


def _plugin(name: str, package: str, origin: str) -> Found:
    """An installed plug-in's header; a broken one is a listed problem, not a failure."""
    file = f"{package}"
    if not package.isidentifier():
        why = f"its entry point names '{package}', which is not one top-level package"
        return _refused(name, file, origin, why)
    try:
        spec = find_spec(package)
    except (ImportError, ValueError, AttributeError):
        spec = None
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        return _refused(name, file, origin, f"its package '{package}' is not installed")
    found = read_header(Path(places[0]), "plugin.yaml", file, "plugin", origin)
    if not found.problems and found.id != name:
        return _refused(name, file, origin, f"its entry point is '{name}' and its id '{found.id}'")
    return found


def _refused(name: str, file: str, origin: str, why: str) -> Found:
    fault = problem("SV407", found=f"{name} ({origin})", why=why)
    return Found(name, "", "plugin", Path(), file, origin=origin, problems=(fault,))
