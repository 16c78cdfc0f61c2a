"""A part of the fuzz in a process of its own: `python -m tests.fuzz.run SURFACE SEED FIRST LAST`.

Prints a line of JSON: how many inputs were tried, the slowest, how far memory grew, and what broke,
each named by surface, seed and number, by which it can be made again (FIRST = LAST - 1).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from tests.fuzz.surfaces import SURFACES
from tests.memory import peak

from socialvalue.errors import SocialValueError

__all__ = ["LONGEST", "tried"]

LONGEST = 10.0
"""Seconds of work that one input may take."""
PATIENCE = 60
"""Seconds after which an input is stopped that works at nothing, where the machine is busy too."""
MOST = 1_000_000
"""Kibibytes by which one input may raise what the process has ever held."""


class TookTooLongError(BaseException):
    """An input took longer than any may; no handler of exceptions holds it up."""


def tried(surface: str, seed: int, first: int, last: int) -> dict[str, Any]:
    """Try inputs of a surface, by number."""
    for number, each in ((signal.SIGALRM, "at all"), (signal.SIGPROF, "of work")):
        signal.signal(number, _stop(each))
    broken: list[str] = []
    ends: Counter[str] = Counter()
    slowest, grown = (0.0, first), (0, first)
    for index in range(first, last):
        before, started = peak(), process_time()
        fault = _try(surface, seed, index, ends)
        slowest = max(slowest, (process_time() - started, index))
        grown = max(grown, (peak() - before, index))
        if fault is None and peak() - before > MOST:
            fault = f"took {(peak() - before) // 1024} MiB"
        if fault is not None:
            broken.append(f"{surface} {seed} {index}: {fault}")
    told = {"ends": dict(ends), "slowest": slowest, "grown": grown, "broken": broken}
    return {"tried": last - first, **told}


def _try(surface: str, seed: int, index: int, ends: Counter[str]) -> str | None:
    """What one input broke, or None."""
    folder = Path(tempfile.mkdtemp())
    signal.alarm(PATIENCE)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    started = perf_counter()
    try:
        made = Random(f"{surface} {seed} {index}")  # noqa: S311 - to be made again
        SURFACES[surface](made, folder)
    except SocialValueError:
        ends["refused"] += 1
    except (Exception, TookTooLongError) as error:  # noqa: BLE001 - that is what is looked for
        ends["broken"] += 1
        where = traceback.extract_tb(error.__traceback__)[-3:]
        places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(where))
        what = f"{type(error).__name__}: {str(error)[:1_500]}"
        return f"{what} ({places}, {perf_counter() - started:.1f} s)"
    else:
        ends["done"] += 1
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _stop(what: str) -> Any:
    def stop(*_: object) -> None:
        raise TookTooLongError(f"too long {what}")

    return stop


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    os.environ["COLUMNS"] = "80"
    sys.stdout.write(f"{json.dumps(tried(sys.argv[1], *map(int, sys.argv[2:5])))}\n")
