"""Build what ships, twice, and check it: `python .ci/ships.py dist`.

The files of the checkout are copied to two folders, and an sdist and a wheel are built in each,
under one SOURCE_DATE_EPOCH.  Both must be the same to the byte; else what differs is named.
`twine check --strict` then reads what a registry would show.  The two files and SHA256SUMS are left
in the folder that is named.

It needs `build` and `twine` (the extra `dev`), and what pip fetches to build with.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".nox", ".venv", "__pycache__", "build", "dist", ".*_cache", "_build", "_generated"
)


def main(out: Path) -> None:
    """Build twice, compare, check, and keep.

    Args:
        out: The folder for the files; what an earlier build left there is replaced.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or day_of_the_commit()
    with tempfile.TemporaryDirectory() as work:
        first, second = (built(Path(work, name), epoch) for name in ("one", "another"))
        said = differences(first, second)
        if said:
            sys.exit("two builds of the same files differ:\n" + "\n".join(said))
        checked = [sys.executable, "-m", "twine", "check", "--strict"]
        subprocess.run([*checked, *map(str, first)], check=True)
        print("\n".join(kept(first, out)))


def day_of_the_commit() -> str:
    """When the commit was made, in seconds; what a checkout without git is given is one day."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "1577836800"  # 1 January 2020: a zip knows no day before 1980


def built(work: Path, epoch: str) -> list[Path]:
    """An sdist, and a wheel made from it, of a copy of the checkout's files."""
    copied(work / "source")
    made = work / "dist"
    with_day = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    order = [sys.executable, "-m", "build", "--outdir", str(made), str(work / "source")]
    subprocess.run(order, check=True, env=with_day, stdout=subprocess.DEVNULL)
    return sorted(made.iterdir())


def copied(where: Path) -> None:
    """The files that git has, or would take; without git, all but what is made on the way."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    if found.returncode:
        shutil.copytree(ROOT, where, ignore=LEFT_OUT)
        return
    for name in filter(None, found.stdout.split("\0")):
        if (ROOT / name).is_file():
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, where / name)


def differences(first: list[Path], second: list[Path]) -> list[str]:
    """What differs between two builds, member by member; nothing where they are the same."""
    names, others = ([each.name for each in one] for one in (first, second))
    if names != others:
        return [f"{', '.join(names)} in one, {', '.join(others)} in the other"]
    said: list[str] = []
    for one, other in zip(first, second, strict=True):
        if one.read_bytes() != other.read_bytes():
            here, there = members(one), members(other)
            odd = sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
            said.append(f"{one.name}: {', '.join(odd) or 'how it is packed'}")
    return said


def members(path: Path) -> Mapping[str, str]:
    """What each member of an sdist or a wheel holds, and its day, as a hash."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {
                each.filename: sha256(wheel.read(each) + str(each.date_time).encode())
                for each in wheel.infolist()
            }
    with tarfile.open(path) as sdist:
        held = {each: sdist.extractfile(each) for each in sdist.getmembers()}
        return {
            each.name: sha256((file.read() if file else b"") + str(each.mtime).encode())
            for each, file in held.items()
        }


def sha256(held: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(held).hexdigest()


def kept(files: list[Path], out: Path) -> list[str]:
    """Leave the files and their hashes in a folder; the lines of SHA256SUMS."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("socialvalue_engine-*"), *out.glob("SHA256SUMS")):
        old.unlink()
    lines = [f"{sha256(each.read_bytes())}  {each.name}" for each in files]
    for each in files:
        shutil.copy(each, out / each.name)
    (out / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
