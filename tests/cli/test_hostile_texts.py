"""One list of hostile texts through every writer: pages, papers, workbooks, tables, calendars.

What a bidder or a buyer types stands in files that others open.  None of it may run there.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from socialvalue.cli import main

pytestmark = pytest.mark.slow

MARK = "Zephyr"
"""A harmless word in each hostile text: where it stands, the text was written."""
EVIL = (
    "=1+cmd|' /C calc'!A0<script>alert(1)</script>\"><img src=x onerror=y>[red]b[/red]*x*"
    "[l](javascript:alert(1))${x}{{7*7}}&amp;\u202e</textarea></style></svg> " + MARK
)
REASON = "The plan names each park and its dates, and leaves out the two play areas."
AWARDED = ("--starts", "2027-02-01", "--ends", "2030-01-31", "--entered", "2027-01-18",
           "--offer-in-contract", "yes", "--by", "procurement", "--on", "2027-01-18")  # fmt: skip
RETURNED = ("--line", "1", "--quantity", "1", "--from", "2027-02-01", "--to", "2027-04-30",
            "--by", "supplier", "--on", "2027-05-02")  # fmt: skip
OFFERED = ("--kind", "volunteer_time", "--quantity", "20", "--unit", "staff_hour", "--from",
           "2027-04-01", "--until", "2028-03-31", "--by", "supplier", "--on",
           "2027-04-01", "--ask-via", "https://norchester.example/ask")  # fmt: skip


def evil(*words: str) -> str:
    """A hostile text that is told apart from others by its last words."""
    return " ".join((EVIL, *words))


def spoilt(root: Path) -> dict[str, Any]:
    """The parks example, hostile in every text that somebody types."""
    path = root / "docs" / "examples" / "parks" / "tender.yaml"
    made: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    for key in ("title", "authority", "our_reference"):
        made[key] = evil(key)
    made["papers"]["full_criteria"] = evil("criteria")
    made["papers"]["contact"] = {key: evil(key) for key in made["papers"]["contact"]}
    made["suppliers"] = {
        evil(name): {key: said if key == "identifier" else evil(key) for key, said in held.items()}
        for name, held in made["suppliers"].items()
    }
    made["moderation"]["by"] = evil("head")
    for criterion in criteria_of(made["scheme"]["criteria"]):
        criterion["name"] = evil(criterion["name"])
        criterion.update(
            {"scale": {mark: evil(mark) for mark in criterion["scale"]}}
            if "scale" in criterion else {}
        )  # fmt: skip
    for bid in made["bids"]:
        bid["bidder"] = evil(bid["bidder"])
        bid.update({"reason": evil(REASON)} if "reason" in bid else {})
        bid["marks"] = {
            evil(name): {"consensus": mark["consensus"], "reason": evil(REASON)}
            for name, mark in bid["marks"].items()
        }
        for each in bid["commitments"]:
            each.update(activity=evil("activity"), note=evil("note"))
    return made


def criteria_of(held: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Criteria, and those within them."""
    for each in held:
        yield each
        yield from criteria_of(each.get("criteria", []))


def before_award() -> Iterator[tuple[str, ...]]:
    """Each command that writes a file of a tender, in each form."""
    for name in ("score", "sensitivity", "firm", "flags"):
        for ending in ("html", "md", "csv", "txt"):
            if (name, ending) != ("flags", "csv"):
                yield (name, "t.yaml", "-o", f"{name}.{ending}")
    for ending in ("html", "txt"):
        yield ("explain", "t.yaml", "--sources", "-o", f"explain.{ending}")
    for form in ("text", "html", "markdown", "docx"):
        yield ("summary", "t.yaml", "--format", form, "--folder", f"letters-{form}", "--machine")
    for ending in ("html", "md", "docx"):
        yield ("scheme", "t.yaml", "--for", "itt", "-o", f"itt.{ending}")
        yield ("guide", "--tender", "t.yaml", "--for", "suppliers", "-o", f"guide.{ending}")
    for ending in ("html", "xlsx"):
        yield ("calculator", "t.yaml", "-o", f"calculator.{ending}")
    yield ("marks", "t.yaml", "-o", "marks")
    for name, more in (
        ("test-scheme", ()), ("present-value", ()), ("simulate", ("--spread", "UK201=0.8:1.3")),
    ):  # fmt: skip
        yield (name, "t.yaml", *more, "-o", f"{name}.html")


def after_award() -> Iterator[tuple[str, ...]]:
    """Each command that enters such texts into a delivery record, or writes a file of one."""
    bidder, contract, record = evil("Alder Grounds"), evil("NCC-1"), ("--register", "d.db")
    yield ("contract", "award", "t.yaml", "--bidder", bidder, "--reference", contract, *AWARDED,
           "--directorate", evil("roads"), "--new", *record)  # fmt: skip
    yield ("kpi", "set", contract, "--kpi", f"1={evil('jobs')}", "--lines", "1=1", "--every",
           "1=3", "--by", "procurement", "--on", "2027-01-18", *record)  # fmt: skip
    yield ("deliver", contract, *RETURNED, "--statement", evil("done"), *record)
    yield ("offers", "add", contract, "--title", evil("help"), *OFFERED, *record)
    yield ("offers", "agree-to-show", "4", "--by", "supplier", "--on", "2027-04-02", *record)
    for ending in ("html", "md", "docx", "xlsx"):
        yield ("report", "--tender", "t.yaml", "--on", "2026-12-01", "--for", "contract-team",
               "-o", f"award.{ending}")  # fmt: skip
        for kind in ("", "month", "queue", "notices", "annual"):
            yield ("report", *(("--kind", kind) if kind else ()), "--on", "2027-06-01", "--for",
                   "contract-team", "-o", f"{kind or 'all'}.{ending}", *record)  # fmt: skip
        yield ("report", "--kind", "contract", "--contract", contract, "--on", "2027-06-01",
               "--for", "contract-team", "-o", f"review.{ending}", *record)  # fmt: skip
        yield ("page", "--on", "2027-06-01", "-o", f"page.{ending}", *record)
    for ending in ("html", "md", "txt"):
        yield ("notices", "draft", contract, "UK7", "-o", f"uk7.{ending}", *record)
    yield ("notices", "clock", "--on", "2027-06-01", "--tender", "t.yaml", "--calendar", "c.ics",
           *record)  # fmt: skip
    yield ("star", "--restricted", "--on", "2027-06-01", "-o", "star", *record)
    yield ("month", "inbox", "--on", "2027-06-20", "-o", "month", *record)
    yield ("contract", "hand-over", contract, "--on", "2027-06-01", "--folder", "pack", *record)
    yield ("contract", "export", "export", *record)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All that the commands write of hostile texts."""
    root, folder = Path.cwd(), tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        Path("t.yaml").write_text(json.dumps(spoilt(root)), encoding="utf-8")
        Path("inbox").mkdir()
        for words in (*before_award(), *after_award()):
            assert main(list(words)) in {0, 1} if "UK7" in words else main(list(words)) == 0, words
    return [each for each in sorted(folder.rglob("*"))
            if each.is_file() and each.name not in {"t.yaml", "d.db"}]  # fmt: skip


def of_ending(written: list[Path], ending: str, least: int) -> list[Path]:
    """The files with that ending: some of them hold the texts, so that there is what to look at."""
    found = [each for each in written if each.suffix == ending]
    assert sum(MARK in text for each in found for text in texts_of(each)) >= least, found
    return found


def texts_of(path: Path) -> list[str]:
    """What a file holds, as texts: of a packed file each part."""
    if path.suffix not in {".docx", ".xlsx"}:
        return [path.read_text("utf-8-sig")]
    with zipfile.ZipFile(path) as packed:
        return [packed.read(each).decode("utf-8", "replace") for each in packed.namelist()]


class Elements(HTMLParser):
    """What a browser would obey in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.obeyed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements of the hostile text, handlers, and whatever leads out of the file."""
        for name, said in attrs:
            leads = name in {"src", "href", "action"} and re.match(
                r"\s*(javascript|x$)", said or ""
            )
            if leads or name.startswith("on"):
                self.obeyed.append(f"<{tag} {name}={said}>")


def test_no_page_obeys_what_somebody_typed(written: list[Path]) -> None:
    """A page is opened on an officer's machine, with her rights."""
    for path in of_ending(written, ".html", 20):
        (page,) = texts_of(path)
        elements = Elements()
        elements.feed(page)
        assert not elements.obeyed, (path.name, elements.obeyed)
        assert "<script>alert" not in page, path.name
        for script in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL):
            assert "</" not in script or MARK not in script, path.name


def test_no_markdown_holds_an_element_or_a_link_of_theirs(written: list[Path]) -> None:
    """Markdown is turned into a page by programs that let elements through."""
    for path in of_ending(written, ".md", 8):
        (text,) = texts_of(path)
        assert not re.search(r"(?<!\\)<(script|img|/textarea)", text), path.name
        assert not re.search(r"(?<!\\)\]\(javascript", text), path.name


def test_no_cell_of_a_table_is_a_formula(written: list[Path]) -> None:
    """A spreadsheet would run what a bidder wrote on the evaluator's machine."""
    for path in of_ending(written, ".csv", 4):
        (text,) = texts_of(path)
        cells = [each for row in csv.reader(io.StringIO(text)) for each in row]
        assert not [each for each in cells if each.lstrip()[:1] in {"=", "@"}], path.name


def test_no_workbook_holds_a_formula_or_a_link_of_theirs(written: list[Path]) -> None:
    """Formulas of ours are kept; a text stays a text whatever it begins with."""
    for path in of_ending(written, ".xlsx", 5):
        for text in texts_of(path):
            assert not re.search(r"<f[^>]*>[^<]*cmd", text), path.name
            assert 'TargetMode="External"' not in text, path.name


def test_every_packed_paper_can_be_opened(written: list[Path]) -> None:
    """A text with a bracket must not end a letter that a supplier is owed."""
    for path in [*of_ending(written, ".docx", 5), *of_ending(written, ".xlsx", 5)]:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(packed.read(name))  # noqa: S314


@pytest.mark.parametrize(("ending", "least"), [(".txt", 5), (".ics", 1), (".md", 8), (".html", 20)])
def test_no_text_turns_its_line_round(written: list[Path], ending: str, least: int) -> None:
    """What turns a line round shows one name and means another, in the source of a page too."""
    found = [path.name for path in of_ending(written, ending, least)
             if "\u202e" in texts_of(path)[0]]  # fmt: skip
    assert not found
