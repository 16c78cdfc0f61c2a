"""Make the command one file, for a desktop on which nothing may be installed.

`python .ci/one_file.py socialvalue.pyz --wheel dist/socialvalue_engine-….whl` writes a file that a
Python of this machine's kind runs: `python socialvalue.pyz score tender.yaml`.  For another kind of
machine say `--platform win_amd64 --python 3.13`: pip then fetches what fits there.

numpy and its like are compiled, so a file is for one system and one Python; it says so to any
other.  On its first run it unpacks itself into the user's own folder (`.shiv`, or SHIV_ROOT).

It needs `shiv` (the extra `dev`), and what pip fetches.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

EXTRAS = "cli,excel,report"
# Windows has no signs for colours of its own, which click asks another package for; pip reads
# such conditions as of the machine that it runs on.
BESIDE = {"win": ("colorama",)}
CHECK = """\
import sys, sysconfig
has = "%d.%d" % sys.version_info[:2], sysconfig.get_platform()
made = {made!r}
system = {{"win": "Windows", "mac": "macOS", "lin": "Linux"}}
if has[0] != made[0] or has[1][:3] != made[1][:3]:
    sys.stderr.write(
        "This file is for Python %s on %s, and this is Python %s on %s.\\n"
        "Ask whoever gave it to you for the one that fits.\\n"
        % (made[0], system[made[1][:3]], has[0], system.get(has[1][:3], has[1]))
    )
    sys.exit(2)
"""


def main() -> None:
    """Read the command line, and write the file."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("--wheel", type=Path, required=True)
    asked.add_argument("--extras", default=EXTRAS)
    asked.add_argument("--platform", default="", help="as in the name of a wheel: win_amd64")
    asked.add_argument("--python", default="", help="3.13, beside --platform")
    given = asked.parse_args()
    if bool(given.platform) != bool(given.python):
        asked.error("--platform and --python go together")
    with tempfile.TemporaryDirectory() as work:
        parts = Path(work, "parts")
        fetched(parts, f"{given.wheel}[{given.extras}]", given.platform, given.python)
        packed(parts, given.out, check_of(given.platform, given.python, Path(work)))


def fetched(where: Path, wanted: str, platform: str, python: str) -> None:
    """The wheel and all that it needs, unpacked into a folder."""
    kind = [f"--platform={platform}", f"--python-version={python}"] if platform else []
    beside = BESIDE.get(platform[:3] or sys.platform[:3], ())
    order = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--only-binary=:all:"]
    subprocess.run([*order, *kind, f"--target={where}", wanted, *beside], check=True)
    shutil.rmtree(where / "bin", ignore_errors=True)


def check_of(platform: str, python: str, work: Path) -> Path:
    """What runs first: it refuses another Python or system in words."""
    here = ".".join(map(str, sys.version_info[:2])), sysconfig.get_platform()
    script = work / "check.py"
    made = (python, platform.removeprefix("many")) if platform else here
    script.write_text(CHECK.format(made=made), encoding="utf-8")
    return script


def packed(parts: Path, out: Path, check: Path) -> None:
    """The folder as one file, the same from the same parts."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with_day = {"SOURCE_DATE_EPOCH": "1577836800", **os.environ}
    order = [sys.executable, "-m", "shiv.cli", "--site-packages", str(parts), "--compressed"]
    words = ["--reproducible", "--preamble", str(check), "-e", "socialvalue.cli:main"]
    subprocess.run([*order, *words, "-o", str(out)], check=True, env=with_day)


if __name__ == "__main__":
    main()
