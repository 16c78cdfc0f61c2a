"""How many threads may be used: what one setting says, or what the process is granted.

The number of cores of the machine is no answer: a container, a scheduler and `taskset` grant less,
and whoever starts more threads than were granted stalls what runs beside it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

from socialvalue.errors import InputError, problem

__all__ = ["VARIABLE", "as_worker", "check_threads", "granted", "threads", "using"]

VARIABLE: Final = "SOCIALVALUE_THREADS"
"""The variable that says how many threads are used, where a call does not."""

_MOST: Final = 4096
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_ASKED: ContextVar[int | None] = ContextVar("socialvalue_threads", default=None)
_WORKS: ContextVar[bool] = ContextVar("socialvalue_worker", default=False)
_CONTROLLED: Final = (
    ("/sys/fs/cgroup{}/cpu.max",),
    ("/sys/fs/cgroup/cpu{}/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu{}/cpu.cfs_period_us"),
)
"""Where Linux says what time a group of processes may have, and of which span: v2, and v1."""


def threads() -> int:
    """How many threads may be used here and now, at least 1.

    What a call was told; else what the variable says; else one in a worker of Spark or Dask, of
    which there are as many as there are cores; else what the process is granted.

    Raises:
        InputError: The variable says no whole number of 1 or more (SV316).

    Example:
        >>> with using(3):
        ...     threads()
        3
    """
    asked = _ASKED.get()
    if asked is not None:
        return asked
    said = os.environ.get(VARIABLE, "").strip()
    if said:
        return check_threads(said, f"the variable {VARIABLE}")
    return 1 if _in_a_worker() else granted()


@contextmanager
def using(number: int | None) -> Iterator[None]:
    """Use at most so many threads within; None leaves it as it is.

    Example:
        >>> with using(2), using(None):
        ...     threads()
        2
    """
    token = _ASKED.set(_ASKED.get() if number is None else number)
    try:
        yield
    finally:
        _ASKED.reset(token)


def as_worker(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do some work as one worker of many: on one thread, unless a call or the variable says more.

    Example:
        >>> as_worker(lambda: threads() if VARIABLE not in os.environ else 1)
        1
    """
    token = _WORKS.set(True)
    try:
        return work(*given, **named)
    finally:
        _WORKS.reset(token)


def check_threads(said: object, what: str = "threads") -> int:
    """A number of threads.

    Args:
        said: A whole number, or the text of a variable.
        what: What says it.

    Raises:
        InputError: It is no whole number of 1 or more (SV316).

    Example:
        >>> check_threads("4")
        4
        >>> check_threads(0)
        Traceback (most recent call last):
        socialvalue.errors.InputError: SV316 threads: expected a whole number from 1 to 4096, ...
    """
    is_number = isinstance(said, (int, str)) and not isinstance(said, bool)
    if not is_number or not _WHOLE.fullmatch(str(said)) or int(str(said)) > _MOST:
        expected = f"a whole number from 1 to {_MOST}"
        raise InputError(problem("SV316", what=what, expected=expected, found=f"'{said}'"))
    return int(str(said))


def granted() -> int:
    """How many cores the system lets this process use: its affinity, and its control group.

    Example:
        >>> granted() >= 1
        True
    """
    affinity = getattr(os, "sched_getaffinity", None)  # not there on macOS and Windows
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    most = _controlled()
    return max(1, cores if most is None else min(cores, most))


@cache
def _controlled() -> int | None:
    """The whole cores that this process's control group, and those around it, may use."""
    found = [
        _cores(" ".join(_text(each.format(group)) for each in files))
        for group in _groups(_text("/proc/self/cgroup"))
        for files in _CONTROLLED
    ]
    return min((each for each in found if each is not None), default=None)


def _groups(text: str) -> list[str]:
    """The groups that a process stands in, each with those around it; a container's own is "".

    Example:
        >>> _groups("4:memory:/a" + chr(10) + "0::/b/c" + chr(10))
        ['', '/b/c', '/b']
    """
    found = [""]
    for number, kinds, path in (each.split(":", 2) for each in text.splitlines() if ":" in each):
        parts = [each for each in path.split("/") if each]
        if number == "0" or "cpu" in kinds.split(","):
            found += ["/" + "/".join(parts[:end]) for end in range(len(parts), 0, -1)]
    return list(dict.fromkeys(found))


def _cores(text: str) -> int | None:
    """The whole cores of a time and its span, at least 1; None where there is no bound.

    Example:
        >>> _cores("150000 100000"), _cores("400000 100000"), _cores("max 100000"), _cores("-1 9")
        (1, 4, None, None)
    """
    words = text.split()
    if len(words) != 2 or not all(each.isascii() and each.isdigit() for each in words):
        return None
    quota, period = map(int, words)
    return max(1, quota // period) if quota and period else None


def _text(path: str) -> str:
    """What a file of the system says; nothing where it is not there."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:  # noqa: PTH123
            return file.read(65_536)
    except OSError:
        return ""


def _in_a_worker() -> bool:
    """Whether a part of a table is valued by one worker of many.

    A task of Spark's or of Dask's cluster may call us by a user's function: neither is imported
    to see that.
    """
    if _WORKS.get():
        return True
    spark = sys.modules.get("pyspark.taskcontext")
    if spark is not None and spark.TaskContext.get() is not None:
        return True
    dask = sys.modules.get("distributed.worker")
    try:
        return dask is not None and dask.get_worker() is not None
    except ValueError:  # no task of its runs here
        return False
