"""What ships is built twice: two builds that differ anywhere are refused, and named."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest


def script(path: Path) -> ModuleType:
    """A script, which is no part of the package."""
    asked = importlib.util.spec_from_file_location(path.stem, path)
    assert asked is not None
    assert asked.loader is not None
    found = importlib.util.module_from_spec(asked)
    asked.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def ships(root: Path) -> ModuleType:
    """What builds twice."""
    return script(root / ".ci" / "ships.py")


@pytest.fixture(scope="module")
def one_file(root: Path) -> ModuleType:
    """What makes the command one file."""
    return script(root / ".ci" / "one_file.py")


def wheel(path: Path, held: dict[str, str], year: int = 2026) -> Path:
    """A file as a wheel is, with these members."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as new:
        for name, text in held.items():
            new.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), text)
    return path


def sdist(path: Path, held: dict[str, str]) -> Path:
    """A file as an sdist is, with these members."""
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as new:
        for name, text in held.items():
            about = tarfile.TarInfo(name)
            about.size = len(text)
            new.addfile(about, io.BytesIO(text.encode()))
    return path


FILES = {"socialvalue/a.py": "1", "socialvalue/b.py": "2"}


def test_two_builds_of_the_same_are_the_same(ships: ModuleType, tmp_path: Path) -> None:
    """Whoever builds a release again can show that nothing else was put in."""
    one, other = (wheel(tmp_path / name / "x.whl", FILES) for name in ("one", "other"))
    assert ships.differences([one], [other]) == []
    assert ships.differences([one], [wheel(tmp_path / "third" / "x.whl", {})]) != []


@pytest.mark.parametrize("kind", ["x.whl", "x.tar.gz"])
def test_a_member_that_differs_is_named(ships: ModuleType, tmp_path: Path, kind: str) -> None:
    """A single byte that differs may be another penny: it is found, and where it is."""
    make = wheel if kind.endswith("whl") else sdist
    one = make(tmp_path / "one" / kind, FILES)
    other = make(tmp_path / "other" / kind, {**FILES, "socialvalue/b.py": "3"})
    assert ships.differences([one], [other]) == [f"{kind}: socialvalue/b.py"]
    more = make(tmp_path / "more" / kind, {**FILES, "socialvalue/c.py": "3"})
    assert ships.differences([one], [more]) == [f"{kind}: socialvalue/c.py"]


def test_a_day_that_differs_is_named(ships: ModuleType, tmp_path: Path) -> None:
    """The clock of a build is the commonest reason why nobody can repeat it."""
    one, other = (wheel(tmp_path / str(y) / "x.whl", FILES, year=y) for y in (2025, 2026))
    assert ships.differences([one], [other]) == ["x.whl: socialvalue/a.py, socialvalue/b.py"]


def test_another_file_is_no_second_build(ships: ModuleType, tmp_path: Path) -> None:
    """A version that changed between the two would pass if only contents were compared."""
    one, other = (wheel(tmp_path / name / f"{name}.whl", FILES) for name in ("one", "other"))
    assert ships.differences([one], [other]) == ["one.whl in one, other.whl in the other"]


def test_what_is_kept_has_its_hash(ships: ModuleType, tmp_path: Path) -> None:
    """A file that was swapped afterwards is found by its hash; what was there before is gone."""
    out = tmp_path / "dist"
    old = wheel(out / "socialvalue_engine-0.0.1.whl", FILES)
    new = wheel(tmp_path / "made" / "socialvalue_engine-0.2.0.whl", FILES)
    lines = ships.kept([new], out)
    assert not old.exists()
    assert (out / new.name).read_bytes() == new.read_bytes()
    assert lines == [f"{ships.sha256(new.read_bytes())}  {new.name}"]
    assert (out / "SHA256SUMS").read_text(encoding="utf-8").split() == lines[0].split()


def test_one_file_is_for_one_kind_of_machine(one_file: ModuleType, tmp_path: Path) -> None:
    """A traceback from numpy says nothing to an officer; which file to ask for does."""
    for platform, python, system in (
        ("win_amd64", "3.99", "Windows"),
        ("macosx_14_0_arm64", "3.98", "macOS"),
        ("manylinux_2_28_x86_64", "3.97", "Linux"),
    ):
        check = one_file.check_of(platform, python, tmp_path)
        ran = subprocess.run(
            [sys.executable, str(check)], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 2
        said = f"This file is for Python {python} on {system}, and this is Python 3."
        assert ran.stderr.startswith(said)
        assert "Ask whoever gave it to you for the one that fits." in ran.stderr


def test_one_file_runs_where_it_was_made(one_file: ModuleType, tmp_path: Path) -> None:
    """A check that refuses its own machine would lock out everybody."""
    check = one_file.check_of("", "", tmp_path)
    ran = subprocess.run(
        [sys.executable, str(check), "--version"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "import sys" in check.read_text(encoding="utf-8")
