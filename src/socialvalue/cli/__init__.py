"""The command line: `socialvalue` and its commands.

This module needs neither click nor rich, so that it can say how to install them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

__all__ = ["main"]

_NEEDED = ("click", "rich")
_MISSING = 'socialvalue needs {names}: python -m pip install "socialvalue-engine[cli]"\n'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after ``socialvalue``; those of the process if not given.

    Returns:
        The exit code; `socialvalue.cli.out.exits` lists them.
    """
    missing = [name for name in _NEEDED if not _found(name)]
    if missing:
        sys.stderr.write(_MISSING.format(names=" and ".join(missing)))
        return 3
    from socialvalue.cli.run import run

    return run(arguments)


def _found(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True
