"""What a stranger's package can do to the listing by what it says of itself: be refused.

What would be unjust: a council that cannot evaluate its tenders because some package beside it is
broken or malicious, and a stranger's figures that look like the library's own.  Each bound is
stated in docs/explanation/plugin-security.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.memory import PEAK
from tests.pace import at_most

import socialvalue as sv
from socialvalue.definitions.opening import open_of_set
from socialvalue.registry import metadata
from socialvalue.registry.discovery import left_out
from socialvalue.registry.switches import NO_PLUGINS

Site = Callable[..., SimpleNamespace]
IS_POSIX = os.name == "posix"


def listed(name: str) -> sv.FrameworkInfo:
    """What is listed under a name."""
    (found,) = [each for each in sv.frameworks() if each.id == name]
    return found


def others_are_undisturbed() -> None:
    """The built-in sets are listed without problems, and a sound plug-in beside it works."""
    infos = {each.id: each for each in sv.frameworks() if each.origin == "built-in"}
    assert {"essex", "national-toms"} <= infos.keys()
    assert not any(each.problems for each in infos.values())
    assert sv.load("surrey").id == "surrey"


@pytest.fixture(autouse=True)
def sound(site: Site) -> None:
    """A sound plug-in stands beside each hostile one."""
    site("surrey", folder="sound")


HEADS = {
    "spaces": b"Name: x" + b" " * 100_000 + b"y\nVersion: 1\n",
    "no end": b"Name: x\nVersion: 1\n" + b"X-Field: y\n" * 100_000,
    "latin-1": "Name: caf\xe9\nVersion: 1\n".encode("latin-1"),
    "utf-16": "Name: kent\nVersion: 1\n".encode("utf-16"),
    "built-in": b"Name: built-in\nVersion: 1\n",
    "built in": b"Name: Built_In\n",
    "ours": b"Name: socialvalue-engine\nVersion: 0.2.0\n",
    "escape": b"Name: kent\x1b[2K\rbuilt-in\nVersion: 1\n",
    "escape in the version": b"Name: kent\nVersion: 1\x1b]0;x\x07\n",
    "look-alike": "Name: b\u0443ilt-in\nVersion: 1\n".encode(),
    "right to left": "Name: kent\u202e\nVersion: 1\n".encode(),
    "blank": b"Name: built-in, measures\nVersion: 1\n",
    "none": b"Version: 1\n",
}


@pytest.mark.parametrize("kind", sorted(HEADS))
def test_what_a_package_calls_itself(
    site: Site, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such a head hung the listing or ended it; or it was shown as the library's own sets are."""
    made = site("kent")
    (made.info / "METADATA").write_bytes(HEADS[kind])
    with at_most(5):
        info = listed("kent")
    (problem,) = info.problems
    assert problem.code == "SV407"
    assert info.origin.isprintable()
    assert info.origin.isascii()
    assert len(info.origin) <= 160
    assert info.origin != "built-in"
    with pytest.raises(sv.DefinitionError, match="SV407"):
        sv.load("kent")
    others_are_undisturbed()
    pytest.importorskip("click")
    from socialvalue.cli.run import run

    assert run(["frameworks"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "Cannot be used: SV407" in " ".join(out.split())


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_head_is_a_name_or_a_problem(tmp_path: Path, head: bytes) -> None:
    """Whatever stands there, a package has a printable name, or is refused; nothing is raised."""
    from importlib.metadata import PathDistribution

    folder = tmp_path / "some-1.dist-info"
    folder.mkdir(exist_ok=True)
    (folder / "METADATA").write_bytes(head)
    found = metadata.package_of(PathDistribution(folder))
    assert found.origin.isprintable()
    assert found.why or found.origin.isascii()
    (folder / "entry_points.txt").write_bytes(b"[socialvalue.plugins]\n" + head)
    for each in metadata.entries_of(PathDistribution(folder), "socialvalue.plugins"):
        assert each.name.isprintable()
        assert each.value.isprintable()


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ("[socialvalue.plugins]\n" + "".join(f"p{n} = kent\n" for n in range(51)),
         "more than 50 plug-ins"),
        ("[socialvalue.plugins]\n" + "".join(f"p{n} = kent\n" for n in range(100_000)),
         "larger than 1 MB"),
        ("#" + "x" * 1_000_000 + "\n[socialvalue.plugins]\nkent = x\n", "larger than 1 MB"),
    ],
    ids=["51", "100000", "late"],
)  # fmt: skip
def test_too_many_entry_points(site: Site, points: str, why: str) -> None:
    """The bound is told of that package, and the others are there within a moment."""
    site("kent", points=points)
    with at_most(5):
        info = listed("socialvalue-kent")
    assert why in info.problems[0].message
    others_are_undisturbed()


def test_as_many_entry_points_as_are_allowed(site: Site) -> None:
    """Fifty plug-ins of one package are looked up, each by itself."""
    points = "".join(f"p{n} = kent\n" for n in range(50))
    site("kent", points=f"[socialvalue.plugins]\n{points}")
    with at_most(10):
        found = [each for each in sv.frameworks() if each.origin == "socialvalue-kent 1.0"]
    assert len(found) == 50
    others_are_undisturbed()


@pytest.mark.skipif(not IS_POSIX, reason="a file with a hole in it")
def test_entry_points_of_a_gigabyte(site: Site) -> None:
    """It took 1,983 MB; no more than a little over the bound is ever read."""
    made = site("kent", points="[socialvalue.plugins]\nkent = x\n")
    os.truncate(made.info / "entry_points.txt", 1_000_000_000)
    os.truncate(made.info / "METADATA", 1_000_000_000)
    code = (
        f"{PEAK}\nimport sys\n"
        f"sys.path[:0] = [{str(made.place)!r}, {str(made.place.parent / 'sound')!r}]\n"
        "import socialvalue as sv\n"
        "before = peak()\n"
        "print([each.problems[0].message for each in sv.frameworks() if each.problems])\n"
        "print((peak() - before) // 1024)\n"
    )
    run = [sys.executable, "-c", code]
    ran = subprocess.run(run, capture_output=True, text=True, check=True, timeout=120)
    out = ran.stdout.splitlines()
    assert "larger than 1 MB" in out[0]
    assert int(out[1]) < 200


@pytest.mark.skipif(not IS_POSIX, reason="links and pipes need rights elsewhere")
@pytest.mark.parametrize("file", ["METADATA", "entry_points.txt", "plugin.yaml"])
@pytest.mark.parametrize("kind", ["itself", "pipe", "folder", "nowhere"])
def test_what_is_no_file(site: Site, file: str, kind: str) -> None:
    """A link to itself ended the listing with 70, and a pipe would be waited for for ever."""
    made = site("kent")
    path = (made.folder if file == "plugin.yaml" else made.info) / file
    path.unlink()
    if kind == "itself":
        path.symlink_to(path.name)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nothing-there")
    with at_most(5):
        found = [each for each in sv.frameworks() if each.id == "kent"]
    if file == "plugin.yaml":
        assert [each.code for each in found[0].problems] in (["SV112"], ["SV221"], ["SV413"])
        with pytest.raises(sv.DefinitionError):
            sv.load("kent")
    elif file == "METADATA":
        assert found[0].origin == "? ?"
    others_are_undisturbed()


@pytest.mark.skipif(not IS_POSIX, reason="links need rights elsewhere")
def test_a_swapped_link_is_never_read(site: Site, tmp_path: Path) -> None:
    """What is opened is checked, not what the path led to before: 97 of 51,918 got through."""
    made = site("kent")
    right, secret = made.folder / "plugin.yaml", tmp_path / "secret.yaml"
    text = right.read_text(encoding="utf-8")
    secret.write_text(text.replace("Demonstration Council", "TOP SECRET"), encoding="utf-8")
    stop = threading.Event()

    def swap() -> None:
        good, bad = made.folder / "good.tmp", made.folder / "bad.tmp"
        while not stop.is_set():
            bad.symlink_to(secret)
            bad.replace(right)
            good.write_text(text, encoding="utf-8")
            good.replace(right)

    thread = threading.Thread(target=swap)
    thread.start()
    outcomes = set()
    until = time.perf_counter() + 3
    try:
        while time.perf_counter() < until:
            try:
                outcomes.add(sv.load(made.folder).title)
            except sv.SocialValueError as error:
                outcomes.add(str(error))
    finally:
        stop.set()
        thread.join()
    assert outcomes
    assert not any("TOP SECRET" in each for each in outcomes)


@pytest.mark.skipif(not IS_POSIX, reason="links need rights elsewhere")
@pytest.mark.parametrize("back", [False, True])
def test_a_link_swapped_after_the_check(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    """The same, step by step: it is swapped just before it is opened, and back just after."""
    made = site("kent")
    right, secret = made.folder / "plugin.yaml", tmp_path / "secret.yaml"
    kept = made.folder / "kept.tmp"
    secret.write_text(right.read_text().replace("Demonstration Council", "TOP SECRET"))
    opened = os.open

    def swapping(path: os.PathLike[str] | str, flags: int, *more: int) -> int:
        if Path(path) != right:
            return opened(path, flags, *more)
        right.replace(kept)
        right.symlink_to(secret)
        number = opened(path, flags, *more)
        if back:
            right.unlink()
            kept.replace(right)
        return number

    monkeypatch.setattr(os, "open", swapping)
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(made.folder)
    assert {each.code for each in caught.value.problems} <= {"SV413", "SV112"}
    assert "TOP SECRET" not in str(caught.value)


@pytest.mark.skipif(not IS_POSIX, reason="links need rights elsewhere")
def test_a_link_swapped_between_two_looks(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened as a link that leads out, back when it is asked for one, and out again after that."""
    made = site("kent")
    right, secret = made.folder / "plugin.yaml", tmp_path / "secret.yaml"
    kept = made.folder / "kept.tmp"
    secret.write_text(right.read_text().replace("Demonstration Council", "TOP SECRET"))
    opened, asked, looks = os.open, Path.is_symlink, list[Path]()

    def away() -> None:
        right.replace(kept)
        right.symlink_to(secret)

    def swapping(path: os.PathLike[str] | str, flags: int, *more: int) -> int:
        if Path(path) != right:
            return opened(path, flags, *more)
        away()
        number = opened(path, flags, *more)
        right.unlink()
        kept.replace(right)
        looks.append(right)
        return number

    def swapped_after(path: Path) -> bool:
        answer = asked(path)
        if path in looks:
            looks.clear()
            away()
        return answer

    monkeypatch.setattr(os, "open", swapping)
    monkeypatch.setattr(Path, "is_symlink", swapped_after)
    with pytest.raises(sv.DefinitionError) as caught:
        open_of_set(right, "plugin.yaml")
    assert {each.code for each in caught.value.problems} <= {"SV413", "SV112"}


# --- the switch ---------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "yes", "Yes", "on", " On "])
def test_the_switch_spelt_any_way(
    site: Site, monkeypatch: pytest.MonkeyPatch, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever sets it wants plug-ins out: `true` was ignored in silence."""
    site("kent")
    monkeypatch.setenv(NO_PLUGINS, word)
    assert left_out() == word.strip()
    assert {each.origin for each in sv.frameworks()} == {"built-in"}
    with pytest.raises(sv.NotFoundError) as caught:
        sv.load("kent")
    assert "installed plug-ins are left out" in caught.value.problems[0].hint
    pytest.importorskip("click")
    from socialvalue.cli.run import run

    assert run(["frameworks"]) == 0
    assert f"SOCIALVALUE_NO_PLUGINS is set to '{word.strip()}'" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["", "0", "false", "False", "no", "NO", "off", " "])
def test_a_no_leaves_plugins_in(site: Site, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """A no is a no, and then the listing says nothing of it."""
    site("kent")
    monkeypatch.setenv(NO_PLUGINS, word)
    assert left_out() == ""
    assert sv.load("kent").id == "kent"


@pytest.mark.parametrize("word", ["ture", "y", "2", "maybe", "none", "нет"])
def test_a_switch_that_says_neither_yes_nor_no_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """A slip in a server's settings is told at once, and taken for neither of the two."""
    site("kent")
    monkeypatch.setenv(NO_PLUGINS, word)
    for ask in (sv.frameworks, lambda: sv.load("kent")):
        with pytest.raises(sv.InputError, match=f"SV121 .*{NO_PLUGINS} is set to '{word}'"):
            ask()
    monkeypatch.delenv(NO_PLUGINS)
    assert sv.load("kent").id == "kent"


# --- inside a zip file --------------------------------------------------------------------


def test_a_plugin_inside_a_zip_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data is read from folders; one that lies in a zip file is listed with what to do."""
    packed = tmp_path / "kent.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("socialvalue_kent/__init__.py", "")
        archive.writestr("socialvalue_kent/plugin.yaml", "id: kent\n")
        about = "socialvalue_kent-1.0.dist-info"
        archive.writestr(f"{about}/METADATA", "Name: socialvalue-kent\nVersion: 1.0\n")
        archive.writestr(f"{about}/entry_points.txt",
                         "[socialvalue.plugins]\nkent = socialvalue_kent\n")  # fmt: skip
    monkeypatch.syspath_prepend(str(packed))
    (problem,) = listed("kent").problems
    assert "not as a zip file" in problem.message
    others_are_undisturbed()


def test_the_library_inside_a_zip_file_is_told(tmp_path: Path) -> None:
    """`frameworks` said "No sets" and ended with 0, as if there were none."""
    pytest.importorskip("click")
    packed = tmp_path / "library.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        source = Path(sv.__file__).parent
        for path in sorted(source.rglob("*.py")):
            archive.write(path, path.relative_to(source.parent))
    code = (
        f"import sys; sys.path.insert(0, {str(packed)!r})\n"
        "import socialvalue; assert '.zip' in socialvalue.__file__\n"
        "from socialvalue.cli.run import run\nsys.exit(run(['frameworks']))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "SV417" in run.stderr
    assert "not from inside a zip file" in " ".join(run.stderr.split())
    assert "No sets" not in run.stdout


# --- sets that adopt sets -----------------------------------------------------------------


@pytest.mark.parametrize(("count", "code"), [(51, "SV418"), (10_000, "SV420")])
def test_too_many_sets_are_not_looked_up(site: Site, count: int, code: str) -> None:
    """A plug-in of a few kB would ask for ten thousand look-ups."""
    entry = "{framework: no-such-set, edition: '1'}"
    made = site("kent", adopts=", ".join([entry] * count))
    with at_most(10), pytest.raises(sv.DefinitionError) as caught:
        sv.load("kent")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.file == f"{made.package}/plugin.yaml"
    others_are_undisturbed()


@pytest.mark.parametrize("is_sound", [True, False])
def test_a_lattice_of_sets_is_read_once(site: Site, is_sound: bool) -> None:
    """Of seven layers of three sets, each over the three below, there are 3⁷ ways down."""
    codes = ("NT10", "NT29", "NT18")
    base = "{{framework: national-toms, edition: '2020', measures: [{}]}}"
    over = "{{framework: l{}-{}, edition: '2024', measures: [{}]}}"
    for layer in range(7):
        for number, code in enumerate(codes):
            below = [over.format(layer - 1, each, codes[each]) for each in range(3)]
            adopts = ", ".join(below) if layer else base.format(code)
            more = "" if is_sound or layer else "nonsense: yes\n"
            site(f"l{layer}-{number}", folder=f"l{layer}-{number}", adopts=adopts, more=more)
    with at_most(10):
        assert listed("l6-0").coverage == "partial"
        if is_sound:
            assert list(sv.load("l6-0").measures) == list(codes)
        else:
            with pytest.raises(sv.DefinitionError, match="SV201"):
                sv.load("l6-0")


@pytest.mark.skipif(not IS_POSIX, reason="links need rights elsewhere")
def test_a_folder_that_is_a_link_to_itself(tmp_path: Path, plugin: Callable[..., Path]) -> None:
    """What a plug-in adopts by its path may be such a link: it ended `show` with 70."""
    folder = plugin("kent", adopts="{framework: ../loop, edition: '1'}")
    (folder.parent / "loop").symlink_to("loop")
    with pytest.raises(sv.DefinitionError) as caught:
        sv.load(folder)
    (problem,) = caught.value.problems
    assert problem.code in {"SV112", "SV101"}
    assert problem.file.endswith("plugin.yaml")


BODIES = {
    "a list": "note: n\nl:\n" + "- a\n" * 1_900_000,
    "repeated keys": "x: y\n" * 1_500_000,
    "a flow": "k: " + "[" * 28 + "a," * 3_900_000,
    "a text": "k: '" + "a" * 7_900_000 + "'",
    "words of the head": "# licence: adopts: in_force: coverage:\n" + "k: 1\n" * 1_500_000,
}


@pytest.mark.parametrize("kind", sorted(BODIES))
@pytest.mark.parametrize("is_whole", [True, False])
def test_a_huge_file_holds_nobody_up(site: Site, kind: str, is_whole: bool) -> None:
    """Eight megabytes that lack a key were read to their end, for 20 seconds, by every listing."""
    head = 'schema: socialvalue/plugin@1\nid: kent\nedition: "1"\ntitle: Kent\n'
    more = "licence: MIT\nin_force: {from: 2024-07-01}\nadopts: []\n" if is_whole else ""
    site("kent", text=head + more + BODIES[kind])
    with at_most(3):
        info = listed("kent")
    if is_whole:
        assert info.problems == ()
    else:
        assert {each.code for each in info.problems} <= {"SV420", "SV109"}
        assert info.problems
    others_are_undisturbed()


def test_the_head_of_a_long_file_may_be_in_any_order(site: Site) -> None:
    """What stands in the first 64 kB is found, and a fault there is told with its line."""
    head = 'schema: socialvalue/plugin@1\nid: kent\nedition: "1"\ntitle: Kent\n'
    note = "note: " + "a long note " * 4_000 + "\n"
    rest = "licence: MIT\nadopts: []\nrename: {}\n"
    tail = "# " + "x" * 100_000 + "\n"
    site("kent", text=head + note + rest + tail)
    assert listed("kent").problems == ()
    assert listed("kent").licence == "MIT"
    site("devon", text=head.replace("kent", "devon") + "\tx: y\n" + note + rest + tail)
    (problem,) = listed("devon").problems
    assert (problem.code, problem.line) == ("SV104", 5)
