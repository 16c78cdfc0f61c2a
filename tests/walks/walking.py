"""Walk a reader's path: from a clean clone to the first result of one's own.

    python tests/walks/walking.py officer          # this clone, and a new environment
    python tests/walks/walking.py                  # every path

Each path is a file of commands, at most twelve, which run in an empty folder with an environment
of their own.  The first that fails ends its path; the seconds of each are printed.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import monotonic

HERE = Path(__file__).parent
CLONE = HERE.parents[1]
MOST_COMMANDS = 12
MOST_SECONDS = 600


def commands_of(path: Path) -> list[list[str]]:
    """The commands of a path, each in its words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [line.replace("{clone}", CLONE.as_posix()) for line in lines]
    return [shlex.split(line) for line in texts if line and not line.startswith("#")]


def walked(path: Path, folder: Path) -> float:
    """The seconds that a path takes, in a new environment and an empty folder.

    Raises:
        SystemExit: A command failed, there are too many, or they took too long.
    """
    commands = commands_of(path)
    if len(commands) > MOST_COMMANDS:
        sys.exit(f"{path.stem}: {len(commands)} commands, at most {MOST_COMMANDS}")
    begun = monotonic()
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    desk = folder / "desk"
    desk.mkdir()
    (desk / "inbox").mkdir()
    path_of_commands = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path_of_commands, "COLUMNS": "80", "PYTHONPATH": ""}
    for words in commands:
        before = monotonic()
        ran = subprocess.run(
            [str(scripts / words[0]), *words[1:]], cwd=desk, env=env, capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        print(f"  {monotonic() - before:5.1f} s  {' '.join(words)[:90]}", flush=True)
        if ran.returncode:
            sys.exit(
                f"{path.stem}: code {ran.returncode}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}"
            )
    took = monotonic() - begun
    if took > MOST_SECONDS:
        sys.exit(f"{path.stem}: {took:.0f} s, at most {MOST_SECONDS}")
    return took


def main(names: list[str]) -> None:
    """Walk the named paths, or all."""
    for path in sorted(HERE.glob("*.txt")):
        if names and path.stem not in names:
            continue
        print(path.stem, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            took = walked(path, Path(folder))
        print(f"  {took:5.1f} s, {len(commands_of(path))} commands", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
