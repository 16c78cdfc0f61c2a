"""Tables: what a user wrote is shown in full, aligned, and never as markup."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.tables import (
    html_table,
    markdown_table,
    markdown_text,
    rows_to_frame,
    text_table,
)

cells = st.text(max_size=30)
grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
)
HOSTILE = '<script>alert("x")</script>'


def test_columns_line_up() -> None:
    """A ranking is read down its columns: a figure in the wrong one would be another's."""
    table = text_table(["bidder", "points"], [["Acme", "91.20"], ["Bo", "7.00"]], right=[1])
    assert table.split("\n") == ["bidder  points", "Acme     91.20", "Bo        7.00"]


@given(grids)
def test_a_row_is_one_line(rows: list[list[str]]) -> None:
    """No name, however strange, can add a line that looks like another bidder's result."""
    headings = [str(number) for number in range(len(rows[0]))]
    for table, above in ((text_table, 1), (markdown_table, 2)):
        lines = f"{table(headings, rows)}|".splitlines()
        assert len(lines) == len(rows) + above


@pytest.mark.parametrize(
    "hostile",
    ["Acme\x1b[31m", "Acme\nRival  0.00", "Acme\r", "\u202emcA", "\u2066Acme", "\ud800", "\x00"],
)
def test_control_characters_are_shown_and_not_obeyed(hostile: str) -> None:
    """A bidder's name cannot recolour, reverse or overwrite the row of another."""
    for table in (text_table(["bidder"], [[hostile]]), markdown_table(["bidder"], [[hostile]])):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", table)
        assert "Acme" in table or "\\" in table
        table.encode()


def test_html_is_escaped() -> None:
    """A bidder's name is text to the browser of every officer who opens the report."""
    table = html_table([HOSTILE], [[HOSTILE, "&"], ["a", "b"]], right=[1])
    assert "<script" not in table
    assert table.count(html.escape(HOSTILE)) == 2
    assert '<td style="text-align:right">&amp;</td>' in table


def test_markdown_is_escaped() -> None:
    """A pipe in a name moves no figure into another column, and a link leads nowhere."""
    table = markdown_table(["a", "b"], [["x|y", "[z](http://e)"], ["*_`<b>\\", "1"]], right=[1])
    assert table.splitlines() == [
        "| a | b |",
        "| --- | ---: |",
        "| x\\|y | \\[z\\](http://e) |",
        "| \\*\\_\\`&lt;b&gt;\\\\ | 1 |",
    ]


def test_a_long_reason_is_not_cut() -> None:
    """The reason for a mark stands in an award letter in full, or it is no reason."""
    reason = "a clear plan with two named partners " * 10
    for table in (text_table, markdown_table, html_table):
        assert reason.strip() in table(["reason"], [[reason]])


def test_headings_alone() -> None:
    """A tender without a line is an empty table and not an error."""
    assert text_table(["bidder"], []) == "bidder"
    assert html_table(["a"], []).endswith("<tbody></tbody></table>")


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_a_frame_of_the_library_that_was_named(backend: str) -> None:
    """A council's analyst gets rows in the library they use, and no other."""
    frame = rows_to_frame({"bidder": ["Acme", "Bo"], "rank": [1, 2]}, backend)
    assert type(frame).__module__.partition(".")[0] == backend
    assert frame.shape == (2, 2)


@pytest.mark.parametrize("backend", ["palors", "", "numpy"])
def test_an_unknown_library_is_refused(backend: str) -> None:
    """A slip in the name is answered with the names there are, and not with another's traceback."""
    with pytest.raises(ValueError, match="polars"):
        rows_to_frame({"a": [1]}, backend)


# --- nothing is cut, and all of it fits ---------------------------------------------------

LONG = " ".join(f"word{number}" for number in range(2000))


@pytest.mark.parametrize("table", [text_table, html_table, markdown_table])
def test_no_cell_is_cut(table: Callable[..., str]) -> None:
    """A reason of any length is read to its last word (faults part 9, others)."""
    made = table(["why", LONG], [[LONG, "x" * 50_000]])
    assert made.count("word1999") == 2
    assert "x" * 50_000 in made
    assert "…" not in made
    assert "word1999" in markdown_text(LONG)


CELLS = st.text(st.sampled_from("ab c£…é"), max_size=60).map(str.strip)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
    width=st.integers(20, 90),
    lead=st.integers(0, 2),
    right=st.sets(st.integers(0, 2)),
)
def test_a_table_of_a_width_keeps_to_it_and_loses_nothing(
    rows: list[list[str]], width: int, lead: int, right: set[int]
) -> None:
    """On a screen of 80 columns no figure of a letter is cut, and none stands beyond the edge."""
    made = text_table(["one", "two", "three"], rows, right=right, width=width, lead=lead)
    if "one: " not in made:  # as a list, where not even the words fit, nothing is wrapped
        assert max(map(len, made.splitlines())) <= width
    left = Counter("".join(made.split()))
    for row in rows:
        left.subtract("".join("".join(row).split()))
    assert not {each for each, times in left.items() if times < 0}


def test_a_part_stays_below_its_whole() -> None:
    """The blanks before a name are kept in every form, and when it is wrapped."""
    rows = [["whole", "2"], ["  a part of it with a long name", "1"]]
    assert text_table(["what", "n"], rows, right=[1], width=22).splitlines()[2:] == [
        "  a part of it with  1",
        "  a long name",
    ]
    assert "<td>&nbsp;&nbsp;&nbsp;&nbsp;a part" in html_table(["what", "n"], rows)
    assert "| &nbsp;&nbsp;&nbsp;&nbsp;a part" in markdown_table(["what", "n"], rows)


def test_a_long_address_may_be_broken_in_html() -> None:
    """One address in one cell made a whole page wider than a screen."""
    made = html_table(["source"], [["https://example.org/a/b?x=<1>"], ["and/or"]])
    assert "https:/<wbr>/<wbr>example.org/<wbr>a/<wbr>b?x=&lt;1&gt;" in made
    assert "<td>and/or</td>" in made
