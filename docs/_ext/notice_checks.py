"""The table of what notices are checked for, written from the rules whenever the docs are built."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from problem_codes import plain

from socialvalue.errors import CATALOGUE
from socialvalue.notices.checks.case import Rule
from socialvalue.notices.checks.rules import RULES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "reference/notice-checks"


def setup(app: Sphinx) -> dict[str, bool]:
    """Have Sphinx add the rules to their page."""
    app.connect("source-read", add_rules)
    return {"parallel_read_safe": True}


def add_rules(app: Sphinx, page: str, source: list[str]) -> None:
    """Add the table below what the page says by hand."""
    if page == PAGE:
        source[0] += table(RULES)


def table(rules: Iterable[Rule]) -> str:
    """The rules as a Markdown table, a row a rule.

    Example:
        >>> print(table(RULES[2:3]).splitlines()[-1].split("|")[1].strip())
        {ref}`SV1210 <SV1210>`
    """
    rows = [
        "| code | notices | weight | rests on | what it holds to |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join(["", *rows, *map(row, rules), ""])


def row(rule: Rule) -> str:
    """One rule: its code, the notices it is for, its weight, the section, and its meaning."""
    kinds = ", ".join(sorted(rule.kinds, key=lambda kind: int(kind.removeprefix("UK"))))
    cells = (
        f"{{ref}}`{rule.code} <{rule.code}>`", kinds, rule.weight,
        sections(rule), plain(CATALOGUE[rule.code].meaning),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def sections(rule: Rule) -> str:
    """What a rule rests on, with the kinds of notices that have a section of their own."""
    others = (f"{kind}: {section}" for kind, section in rule.sections.items())
    return "; ".join([rule.section or "the notice itself", *others])
