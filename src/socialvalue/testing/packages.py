"""Where the files of a plug-in are: an id, its folder, or the folder of its package."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from socialvalue.errors import DefinitionError, problem
from socialvalue.registry.choosing import meant
from socialvalue.registry.discovery import GROUP

__all__ = ["Located", "locate"]

_HEAD = "plugin.yaml"


@attrs.frozen
class Located:
    """A plug-in's files.

    Attributes:
        folder: Holds plugin.yaml.
        project: Holds pyproject.toml, or None where only the folder is known.
        name: Its id as its package declares it, or "".
    """

    folder: Path
    project: Path | None = None
    name: str = ""


def locate(source: str | os.PathLike[str]) -> Located:
    """Where a plug-in's files are.

    Args:
        source: The id of a plug-in that is installed or built in; or the path of its folder, of
            its plugin.yaml, or of a package with it: a PathLike, or a text with a separator.

    Raises:
        NotFoundError: No set of that id (SV401).
        DefinitionError: There is no plug-in (SV221), or its pyproject.toml cannot be read (SV407).

    Example:
        >>> locate("essex").folder.name
        'essex'
    """
    if isinstance(source, str) and not any(mark in source for mark in ("/", os.sep)):
        return Located(meant(source, None, None).folder)
    path = Path(source)
    folder = path.parent if path.name == _HEAD else path
    if (folder / _HEAD).is_file():
        return _with_project(folder)
    return _in_project(folder)


def _with_project(folder: Path) -> Located:
    """A plug-in's folder, and the package around it if there is one."""
    for project in folder.absolute().parents[:2]:
        for name, inside in _declared(project):
            if inside.resolve() == folder.resolve():
                return Located(folder, project, name)
    return Located(folder)


def _in_project(project: Path) -> Located:
    """The plug-in that a package declares.

    Raises:
        DefinitionError: It declares none whose files are there.
    """
    for name, folder in _declared(project):
        if (folder / _HEAD).is_file():
            return Located(folder, project, name)
    raise DefinitionError(problem("SV221", found=project, expected=f"plug-in ({_HEAD})"))


def _declared(project: Path) -> Iterator[tuple[str, Path]]:
    """The plug-ins of a pyproject.toml: id, and where the folder may be."""
    path = project / "pyproject.toml"
    if not path.is_file():
        return
    for name, package in _entry_points(path).items():
        if isinstance(package, str) and package.isidentifier():
            yield name, project / package
            yield name, project / "src" / package


def _entry_points(path: Path) -> dict[str, Any]:
    """The entry points of our group, as a pyproject.toml says.

    Raises:
        DefinitionError: It cannot be read (SV407).
    """
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        points = data.get("project", {}).get("entry-points", {}).get(GROUP, {})
    except (OSError, ValueError, AttributeError) as error:
        raise DefinitionError(problem("SV407", found=path, why=str(error))) from None
    return points if isinstance(points, dict) else {}
