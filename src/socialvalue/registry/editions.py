"""The lock of published editions: the hash of what each means, so that none changes in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.canonical import fingerprint
from socialvalue.registry.discovery import find_all, measures_root
from socialvalue.registry.loading import load_undated, places

__all__ = ["LOCK", "Edition", "edition_of", "extended", "read_lock", "shipped_editions"]

LOCK = "EDITIONS.lock"
"""The name of the lock, beside the sets it holds."""

_HEAD = """\
# The sha256 of each published edition, over its meaning: comments, the order of keys, the split
# into files and the spelling of numbers do not change it; any value does. A plug-in's is over its
# own file, whatever it lies over. `nox -s lock` adds new editions and changes none.
"""


@attrs.frozen(order=True)
class Edition:
    """One line of the lock.

    Attributes:
        label: ``id@edition``.
        kind: ``framework`` or ``plugin``.
        sha256: The hash of its meaning.
    """

    label: str
    kind: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.label} {self.kind} {self.sha256}"


def edition_of(folder: Path) -> Edition:
    """The edition that a folder defines, with the hash of its own meaning.

    Args:
        folder: Holds framework.yaml or plugin.yaml.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    framework = load_undated(folder)
    own = _own_sha256(folder) if framework.kind == "plugin" else framework.sha256
    return Edition(framework.label, framework.kind, own)


def _own_sha256(folder: Path) -> str:
    """The hash of a plug-in's own file: what it lies over has a line of its own."""
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.plugins import build_alone, read_plugin_file

    head = read_plugin_file(folder, str(folder), Findings())
    return fingerprint(build_alone(head, places()))


def shipped_editions() -> tuple[Edition, ...]:
    """Every edition that is shipped, in the order of their names."""
    root = measures_root()
    own = (each for each in find_all() if root in each.folder.parents)
    return tuple(sorted(edition_of(each.folder) for each in own))


def read_lock(text: str) -> dict[str, Edition]:
    r"""Label to edition, from the text of a lock.

    Example:
        >>> read_lock("# a comment\ndemo@1 framework 0a1b\n")["demo@1"].kind
        'framework'
    """
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {words[0]: Edition(*words) for words in lines if words}


def extended(text: str, editions: Iterable[Edition]) -> str:
    """The text of a lock with the editions that are new to it.

    Args:
        text: The lock as it is.
        editions: What there is.

    Raises:
        InputError: An edition of the lock has changed, or is gone (SV410).
    """
    locked, found = read_lock(text), {each.label: each for each in editions}
    wrong = list(changes(locked, found))
    if wrong:
        raise InputError(wrong)
    lines = sorted({**locked, **found}.values())
    return _HEAD + "".join(f"{each}\n" for each in lines)


def changes(locked: Mapping[str, Edition], found: Mapping[str, Edition]) -> Iterable[Problem]:
    """What happened to published editions that must not."""
    for label, edition in locked.items():
        if label not in found:
            yield problem("SV410", found=label, why="it is no longer here")
        elif found[label] != edition:
            yield problem("SV410", found=label, why="its meaning has changed")
