"""Records on the command line: bounded, the same in any folder, and read by explain and summary."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    pass

RUN = """
import resource, sys
from socialvalue.cli import main
code = main(["replay", sys.argv[1]])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def keys_with_one_twice() -> str:
    """An object of 30,000 keys, the last of which stands twice."""
    keys = [f'"k{n}": 1' for n in range(30_000)]
    return "{" + ", ".join([*keys, '"k29999": 2']) + "}"


HUGE = {
    "30,000 keys and one twice": (keys_with_one_twice, "SV801", "the key 'k29999' stands twice"),
    "60 MB of lists": (lambda: "[" + "[]," * 20_000_000 + "[]]", "SV108", "larger than 50 MB"),
    "49 MB of lists": (lambda: "[" + "[]," * 16_000_000 + "[]]", "SV820", "1,000,000 values"),
    "49 MB of objects": (lambda: "[" + "{}," * 16_000_000 + "{}]", "SV820", "1,000,000 values"),
    "49 MB of text": (lambda: '{"a": "' + "é" * 24_000_000 + '"}', "SV801", "no schema"),
    "49 MB of digits": (lambda: '{"a": ' + "1" * 49_000_000 + "}", "SV801", "49,000,000 digits"),
    "a number of 5,000 digits": (lambda: '{"a": ' + "1" * 5000 + "}", "SV801", "5,000 digits"),
    "a million brackets": (lambda: "[" * 1_000_000, "SV801", "nested too deep"),
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much was used")
@pytest.mark.parametrize("name", HUGE)
def test_no_file_takes_long_or_much(name: str, tmp_path: Path) -> None:
    """A file sent to a council as a record takes at most 10 seconds and 1 GB, and is answered."""
    content, code, words = HUGE[name]
    path = tmp_path / "record.json"
    path.write_text(content(), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
    exit_code, kilobytes = map(int, ran.stdout.split())
    assert exit_code == 1
    assert kilobytes < 1_000_000
    assert f"{code} " in ran.stderr
    assert words in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr
