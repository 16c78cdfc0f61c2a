"""Text of the measure sets as Markdown: what a file says is shown, and is never markup."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from datetime import date
from urllib.parse import quote

from socialvalue.tables import markdown_text

Cell = str
"""A cell that is Markdown already."""
_OPENS_A_BLOCK = "%:=+-(.~"
_LONG_TABLE = 8
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def md(text: str) -> str:
    r"""A text of a set, with every mark of Markdown and HTML escaped.

    Example:
        >>> print(md("(x)= <b>*Acme*</b> {role}"))
        \(x)= &lt;b&gt;\*Acme\*&lt;/b&gt; \{role}
    """
    safe = markdown_text(" ".join(text.split())).replace("{", "\\{").replace("$", "\\$")
    return f"\\{safe}" if safe[:1] and safe[0] in _OPENS_A_BLOCK else safe


def code(text: str) -> str:
    """A text as code, without the sign that would end it.

    Example:
        >>> print(code('sv.weeks(40, people=5)'))
        `sv.weeks(40, people=5)`
    """
    return f"`{' '.join(text.split()).replace('`', chr(0x2019))}`"


def slug(*parts: str) -> str:
    """The name of an anchor: small letters, digits and dashes.

    Example:
        >>> slug("uk-open@2026.1", "UK101")
        'uk-open-2026-1-uk101'
    """
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def link(words: str, anchor: str) -> str:
    """A link to an anchor of the catalogue; the words are Markdown already."""
    return f"[{words}](#{anchor})"


def web(url: str) -> str:
    """A link to an address of the web; any other address as plain text.

    Example:
        >>> print(web("https://example.org/a b"), web("javascript:alert(1)"))
        [example.org](<https://example.org/a%20b>) javascript:alert(1)
    """
    found = re.fullmatch(r"https?://([^/?#\s]+)\S*", url.replace(" ", "%20"))
    if found is None:
        return md(url)
    safe = quote(found.group(), safe=":/?#@!$'()*+,;=%~-._&").replace("&", "&amp;")
    return f"[{md(found.group(1))}](<{safe}>)"


def day_words(day: date) -> str:
    """A day as people write it, on one line.

    Example:
        >>> day_words(date(2022, 6, 1)).split()
        ['1', 'June', '2022']
    """
    return unbroken(f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def unbroken(words: str) -> str:
    """A few words that stay on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    keep: int = 1,
    right: Container[int] = (),
) -> str:
    """A table of cells that are Markdown already; a column without any content is left out.

    Args:
        headings: One a column.
        rows: Cells.
        keep: How many columns, from the first, stay even when they are empty.
        right: Numbers of the columns that are set to the right, from 0.

    Example:
        >>> print(table(["from", "note", "£"], [["2022", "", "1.00"]]))
        | from | £ |
        | --- | --- |
        | 2022 | 1.00 |
    """
    listed = [list(row) for row in rows]
    used = [i for i in range(len(headings)) if i < keep or any(row[i] for row in listed)]
    rule = ["---:" if i in right else "---" for i in used]
    lines = [[headings[i] for i in used], rule]
    lines += [[row[i] or " " for i in used] for row in listed]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def folded(summary: str, body: str, rows: int) -> str:
    """A table under its name; a long one is folded away, and opens with a click."""
    if rows <= _LONG_TABLE:
        return f"**{summary}**\n\n{body}"
    return f"<details>\n<summary>{summary} ({rows})</summary>\n\n{body}\n\n</details>"


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and what is said of each; one without anything said is left out."""
    return "\n\n".join(f"**{term}**\n: {said}" for term, said in pairs if said)
