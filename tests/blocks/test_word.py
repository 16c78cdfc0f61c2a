"""Word documents of blocks: what they say when a program reads them back, and their bytes."""

from __future__ import annotations

import builtins
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.blocks import Block, docx_bytes, join
from socialvalue.tables import one_line

SCORES = Block(
    "Scores",
    ("Parts are set in.", "    A mark of 5 means: excellent."),
    ("criterion", "points"),
    (("quality", "40"), ("  staffing", "15.00")),
    (1,),
)
BLOCKS = [Block("Assessment summary: Parks", ("For Birch & Sons.",)), SCORES]


def opened(held: bytes) -> Any:
    """A document as python-docx reads it."""
    return docx.Document(io.BytesIO(held))


def words_of(held: bytes) -> list[str]:
    """Every paragraph and cell, in their kinds."""
    document = opened(held)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(each.text for each in document.paragraphs), *cells]


def test_headings_are_headings_and_texts_keep_their_indent() -> None:
    """Who uses a screen reader leaps from heading to heading; a part stands below its whole."""
    document = opened(docx_bytes("Letter", [BLOCKS]))
    styles = {each.text: each.style.name for each in document.paragraphs if each.text}
    assert styles == {
        "Assessment summary: Parks": "Heading 1",
        "For Birch & Sons.": "Normal",
        "Scores": "Heading 2",
        "Parts are set in.": "Normal",
        "A mark of 5 means: excellent.": "Normal",
    }
    indent = {each.text: each.paragraph_format.left_indent for each in document.paragraphs}
    assert indent["A mark of 5 means: excellent."].pt == 20
    (table,) = document.tables
    set_in = [row.cells[0].paragraphs[0].paragraph_format.left_indent.pt for row in table.rows]
    assert set_in == [0, 0, 10]
    assert [cell.text for cell in table.rows[2].cells] == ["staffing", "15.00"]


def test_a_table_repeats_its_headings_and_breaks_in_no_row() -> None:
    """On the second page of an offer a figure still says of what it is."""
    (table,) = opened(docx_bytes("Letter", [BLOCKS])).tables
    marks = [[each.tag for each in row._tr.trPr] for row in table.rows]
    assert [qn("w:tblHeader") in each for each in marks] == [True, False, False]
    assert all(qn("w:cantSplit") in each for each in marks)
    assert [cell.paragraphs[0].runs[0].bold for cell in table.rows[0].cells] == [True, True]
    assert [row.cells[1].paragraphs[0].alignment for row in table.rows] == [2, 2, 2]


def test_what_is_said_of_a_table_stands_in_the_order_that_word_asks_for() -> None:
    """A document whose parts stand in another order than the standard's may not open in Word."""
    (table,) = opened(docx_bytes("Letter", [BLOCKS])).tables
    order = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblLook"]
    found = [each.tag.rpartition("}")[2] for each in table._tbl.tblPr]
    assert "tblBorders" in found
    assert found == sorted(found, key=order.index)
    assert next(each.tag for each in table.rows[0]._tr) == qn("w:trPr")


def test_it_is_a4_in_british_english_with_a_title_and_nobodys_name() -> None:
    """A council's letter is on A4, is spelt as in Britain, and tells of no one's computer."""
    held = docx_bytes("Assessment summary for Birch & Sons", [BLOCKS])
    document = opened(held)
    section, told = document.sections[0], document.core_properties
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (told.title, told.language) == ("Assessment summary for Birch & Sons", "en-GB")
    assert (told.author, told.comments, told.last_modified_by) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(held)) as parts:
        names = parts.namelist()
        texts = [parts.read(each).decode() for each in names if each.endswith(".xml")]
    assert not [each for each in names if "thumbnail" in each or "customXml" in each]
    languages = {one for each in texts for one in re.findall(r'<w:lang w:val="([^"]+)"', each)}
    assert languages == {"en-GB"}


def test_pages_are_numbered_and_a_draft_is_marked_on_each() -> None:
    """No printed page of a draft can be taken for a letter that was sent."""
    plain, draft = (docx_bytes("Letter", [BLOCKS], mark) for mark in ("", "DRAFT: not to be sent."))
    heads = [opened(each).sections[0].header.paragraphs[0].text for each in (plain, draft)]
    assert heads == ["", "DRAFT: not to be sent."]
    foot = opened(plain).sections[0].footer.paragraphs[0]._p
    fields = [each.get(qn("w:instr")) for each in foot.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_each_letter_begins_on_a_page_of_its_own() -> None:
    """Of a pile that is printed, no sheet belongs to two bidders."""
    document = opened(docx_bytes("All", [BLOCKS, BLOCKS]))
    heads = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    assert [each.paragraph_format.page_break_before for each in heads] == [False, True]


def test_the_same_blocks_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that was kept and one that is made again differ in nothing, years later."""
    first = docx_bytes("Letter", [BLOCKS])
    later = time.gmtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert docx_bytes("Letter", [BLOCKS]) == first
    assert docx_bytes("Letter", [BLOCKS[:1]]) != first


@settings(max_examples=40)
@given(st.text(st.characters(categories=None), min_size=1))
def test_whatever_is_written_is_shown_and_crashes_nothing(text: str) -> None:
    """What XML forbids, such as a control character in a bidder's name, loses nobody a letter."""
    said = f"({text})"
    block = Block(said, (said,), (said, "b"), ((said, "1"),))
    found = words_of(docx_bytes(said, [[block]], said))
    assert [each for each in found if each] == [*[one_line(said)] * 3, "b", one_line(said), "1"]


@pytest.mark.parametrize("text", ["\x00\x0b\x1b[31m", "\ud800", "\ufffe\uffff", "<w:p/>", "]]>"])
def test_what_xml_forbids_is_made_visible(text: str) -> None:
    """Nothing that a bidder wrote is left out in silence, and none of it is markup."""
    (said,) = {each for each in words_of(docx_bytes("t", [[Block("", (f"({text})",))]])) if each}
    assert (said[0], said[-1]) == ("(", ")")
    assert text in said if text.isprintable() else "\\" in said


def test_a_table_of_long_words_stays_on_the_page() -> None:
    """A table that runs off the paper hides the figures at its right."""
    wide = Block("", (), ("a" * 90, "b" * 90), (("c", "d"),))
    texts = Block("", (), ("no.", "offered"), (("1", "word " * 90),))
    for each in (wide, texts, SCORES):
        (table,) = opened(docx_bytes("t", [[each]])).tables
        assert 0 < sum(column.width.mm for column in table.columns) <= 174.1


SUMS = Block(
    "",
    (),
    ("kind", "committed", "due by now", "reported", "verified",
     "against commitment (none over 100%)", "total delivered, including over-delivery"),
    (("Local economic", "£11,895,056", "£5,637,056", "£5,203,305", "£4,279,935", "£4,279,935",
      "no commitment"),),
    (1, 2, 3, 4, 5, 6),
)  # fmt: skip


@pytest.mark.parametrize("wide", [False, True])
def test_no_figure_of_a_table_is_broken_in_two(wide: bool) -> None:
    """A committee that reads £11,895 on one line and 056 on the next reads another figure."""
    document = opened(docx_bytes("t", [[SUMS]], wide=wide))
    (table,) = document.tables
    assert sum(column.width.mm for column in table.columns) <= (261.1 if wide else 174.1)
    for cell in table.rows[1].cells[1:]:
        (run,) = cell.paragraphs[0].runs
        digit = 0.556 * run.font.size.mm  # Arial's
        assert cell.width.mm - 3.8 >= len(cell.text) * digit


def test_a_wide_paper_lies_on_its_side() -> None:
    """Fourteen columns on a paper that stands are a column of letters each."""
    for wide, size in ((False, (210, 297)), (True, (297, 210))):
        section = opened(docx_bytes("t", [[SUMS]], wide=wide)).sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == size
        assert section.orientation == int(wide)


def test_what_is_filled_in_by_hand_has_room_for_a_hand() -> None:
    """Two sides sign a review on paper: cells as wide as their headings hold no name."""
    signed = Block("", (), ("for", "name and role", "date"), (("The council", "", ""),))
    by_hand, printed = opened(docx_bytes("t", [[signed, SCORES]])).tables
    assert [round(column.width.mm) for column in by_hand.columns] == [58, 58, 58]
    assert [row.height and round(row.height.mm) for row in by_hand.rows] == [None, 9]
    assert {row.height for row in printed.rows} == {None}
    assert (signed.by_hand, SCORES.by_hand, Block("Words").by_hand) == (True, False, False)


def test_it_is_written_by_its_ending(tmp_path: Path) -> None:
    """What a file is called says what is inside; another ending is refused, and nothing written."""
    told = join(BLOCKS)
    for ending in ("txt", "md", "html", "docx"):
        told.write(tmp_path / f"a.{ending}")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == f"{told}\n"
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# Assessment summary: Parks")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<title>Assessment summary: Parks</title>" in page
    assert (tmp_path / "a.docx").read_bytes() == told.docx
    with pytest.raises(sv.InputError, match=r"(?s)SV312.*\.docx"):
        told.write(tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_without_the_library_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Who lacks python-docx is told the command, and gets text, HTML and Markdown all the same."""
    usual = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "docx":
            raise ModuleNotFoundError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sv.InputError, match=r"(?s)SV841.*\[report\]") as caught:
        join(BLOCKS).write(tmp_path / "letter.docx")
    assert [each.code for each in caught.value.problems] == ["SV841"]
    join(BLOCKS).write(tmp_path / "letter.html")
    assert [each.name for each in tmp_path.iterdir()] == ["letter.html"]
