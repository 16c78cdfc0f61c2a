"""Blocks as a Word document: A4, headings that a reader leaps by, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from socialvalue.blocks.block import Block
from socialvalue.errors import InputError, problem
from socialvalue.tables import one_line

__all__ = ["docx_bytes"]

_FONT: Final = "Arial"
_SIZES: Final = {"Normal": 11, "Heading 1": 16, "Heading 2": 12.5, "Header": 11, "Footer": 9}
"""Points of each way to write."""
_CELLS: Final = (9.5, 8.5, 7.5)
"""Points of a table's text: the largest at which none of its words is broken, else the smallest."""
_LETTER: Final = 0.199
"""Millimetres that a character is wide, for each point of its size."""
_GAP: Final = 3
"""Characters that stand for the space around a cell."""
_LONG_WORD: Final = 24
"""Characters of a word that a narrow column may break; shorter words are kept whole."""
_A4: Final = (210, 297)
_SIDE: Final = 18
"""Millimetres of a margin at the side."""
_BY_HAND: Final = 9
"""Millimetres of a row that somebody writes into."""
_BLANK: Final = 5
"""Points that each blank before a text sets it in."""
_SAME_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the library takes it for UTC
_NOT_OURS: Final = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")
"""What the library's own template holds, and would be untrue of a letter of ours."""


def docx_bytes(
    title: str, parts: Iterable[Sequence[Block]], mark: str = "", *, wide: bool = False
) -> bytes:
    """A Word document: the same blocks give the same bytes, on any day.

    Args:
        title: What the document is called where a program shows its name.
        parts: Its blocks; each part begins on a page of its own, under a heading of the first rank.
        mark: What stands at the head of every page.
        wide: Whether the paper lies on its side.

    Raises:
        InputError: python-docx is not installed (SV841).
    """
    document = _new(title, wide=wide)
    _running(document, mark)
    for number, blocks in enumerate(parts):
        for place, block in enumerate(blocks):
            _put(document, block, level=2 if place else 1, on_new_page=bool(number and not place))
    written = BytesIO()
    document.save(written)
    return _of_no_day(written)


def _new(title: str, *, wide: bool) -> Any:
    """An empty document of A4 in British English, with nothing in it that the title does not say.

    Raises:
        InputError: python-docx is not installed (SV841).
    """
    try:
        import docx
    except ModuleNotFoundError:
        raise InputError(problem("SV841")) from None
    document = docx.Document()
    for held in (document.part.package.rels, document.part.rels):
        for name in [key for key, each in held.items() if each.reltype.endswith(_NOT_OURS)]:
            del held[name]
    told = document.core_properties
    told.title, told.language = one_line(title)[:255], "en-GB"
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.created = told.modified = _SAME_DAY
    _set_page(document.sections[0], wide=wide)
    _set_styles(document)
    return document


def _set_page(section: Any, *, wide: bool) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = map(Mm, reversed(_A4) if wide else _A4)
    section.orientation = int(wide)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin = section.bottom_margin = Mm(20)


def _set_styles(document: Any) -> None:
    """One plain font, black; the language of the words."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in _SIZES.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(6)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(3)
    for each in (*document.styles.element.iter(qn("w:lang")), *_languages(document)):
        each.set(qn("w:val"), "en-GB")


def _languages(document: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn

    yield from document.settings.element.iter(qn("w:themeFontLang"))


def _running(document: Any, mark: str) -> None:
    """The mark of a draft at the head of every page, and its number at the foot."""
    section = document.sections[0]
    if mark:
        head = section.header.paragraphs[0]
        head.alignment = 1
        head.add_run(one_line(mark)).bold = True
    foot = section.footer.paragraphs[0]
    foot.alignment = 1
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        foot.add_run(words)
        _add_field(foot, field)


def _add_field(paragraph: Any, field: str) -> None:
    """A number that the program which opens the document works out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), field)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


# --- a block ------------------------------------------------------------------------------


def _put(document: Any, block: Block, *, level: int, on_new_page: bool) -> None:
    if block.heading:
        head = document.add_heading(one_line(block.heading), level)
        head.paragraph_format.page_break_before = on_new_page
    for each in block.sentences:
        said = document.add_paragraph()
        _write(said, each)
        said.paragraph_format.keep_with_next = bool(block.rows)
    if block.rows:
        _put_table(document, block)


def _write(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False) -> None:
    """A text, as far to the right as the blanks before it say."""
    from docx.shared import Pt

    words = one_line(text)
    bare = words.strip(" ")
    paragraph.paragraph_format.left_indent = Pt(_BLANK * (len(words) - len(words.lstrip(" "))))
    run = paragraph.add_run(bare)
    run.bold = bold or None
    run.font.size = None if size is None else Pt(size)


def _put_table(document: Any, block: Block) -> None:
    """A table whose headings stand on every page that it reaches, and whose rows break on none."""
    from docx.shared import Mm, Pt

    table = document.add_table(0, len(block.headings))
    table.autofit = False
    _rule(table)
    size, found = _set_out(block, document.sections[0].page_width.mm - 2 * _SIDE)
    widths = [*map(Mm, found)]
    bold = {0, len(block.rows) if block.foot else 0}
    for number, cells in enumerate((block.headings, *block.rows)):
        row = table.add_row()
        _flag(row, "w:cantSplit")
        if not number:
            _flag(row, "w:tblHeader")
        elif block.by_hand:
            row.height, row.height_rule = Mm(_BY_HAND), 1
        for column, (text, cell) in enumerate(zip(cells, row.cells, strict=True)):
            cell.width = widths[column]
            _write_cell(cell, text, size, right=column in block.right, bold=number in bold)
            cell.paragraphs[0].paragraph_format.keep_with_next = number in {0, len(block.rows) - 1}
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    after = document.add_paragraph().paragraph_format
    after.line_spacing = after.space_after = Pt(2)


def _write_cell(cell: Any, text: str, size: float, *, right: bool, bold: bool) -> None:
    from docx.shared import Pt

    (words,) = cell.paragraphs
    _write(words, text, size=size, bold=bold)
    words.alignment = 2 if right else 0
    words.paragraph_format.space_before = words.paragraph_format.space_after = Pt(1.5)


def _set_out(block: Block, room: float) -> tuple[float, list[float]]:
    """The points of a table's text, and the millimetres of each column.

    Columns are as wide as their cells; where that is too much, each gives up of what it has to
    spare, and in the end the text becomes smaller.  Where even its words do not fit, all become
    narrower alike, and words are broken.  What is filled in by hand has all the room.
    """
    if block.by_hand:
        return _CELLS[0], [room / len(block.headings)] * len(block.headings)
    columns = [*zip(*((map(one_line, row)) for row in (block.headings, *block.rows)), strict=True)]
    most = [max(map(len, column)) + _GAP for column in columns]
    least = [_least(column, place in block.right) for place, column in enumerate(columns)]
    sizes = (each for each in _CELLS if sum(least) * _LETTER * each <= room)
    size = next(sizes, _CELLS[-1])
    line = room / (_LETTER * size)
    spare = 1.0
    if sum(most) > line:
        spare = max(line - sum(least), 0) / max(sum(most) - sum(least), 1)
    found = [less + spare * (more - less) for less, more in zip(least, most, strict=True)]
    return size, [room * each / max(line, sum(found)) for each in found]


def _least(column: Sequence[str], is_right: bool) -> int:
    """Characters below which words are broken; a cell that is set to the right is kept whole."""
    heading, *cells = column
    whole = cells if is_right else [word for cell in cells for word in cell.split()]
    return min(max(map(len, ("", *heading.split(), *whole))), _LONG_WORD) + _GAP


def _flag(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _rule(table: Any) -> None:
    """A thin line below each row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    lines = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    after = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # Word wants them in their order
    table._tbl.tblPr.insert_element_before(lines, *after)


def _of_no_day(written: BytesIO) -> bytes:
    """The same document without the day and the machine on which it was written."""
    kept = BytesIO()
    with ZipFile(written) as made, ZipFile(kept, "w") as again:
        for name in made.namelist():
            entry = ZipInfo(name)
            entry.create_system = 0
            again.writestr(entry, made.read(name), ZIP_DEFLATED)
    return kept.getvalue()
