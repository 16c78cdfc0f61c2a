"""How much memory a process has ever held: this one, or one that a test starts.

`resource.getrusage(...).ru_maxrss` is no such figure: Linux begins a new process's at that of the
process which started it, so a test's answer would be the size of the tests, and a growth be hidden.
"""

from __future__ import annotations

import inspect

__all__ = ["PEAK", "peak"]


def peak() -> int:
    """Kibibytes that this process has held at most, since it became the program that it is."""
    import pathlib
    import resource

    own = pathlib.Path("/proc/self/status")
    held = own.read_text(encoding="ascii", errors="replace") if own.exists() else ""
    most = held.partition("VmHWM:")[2].split()
    return int(most[0]) if most else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


PEAK = inspect.getsource(peak)
"""The same function as text, for `python -c`: it brings what it needs."""
