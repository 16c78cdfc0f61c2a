"""Until when a column is commercially sensitive, so that a file can be redacted by column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import attrs

from socialvalue.blocks import Block
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read, day, table, text
from socialvalue.reports.report import Report
from socialvalue.words import day_words

__all__ = ["labelled", "unlabelled"]

_LABEL: Final = " (commercially sensitive until "


def labelled(report: Report, sensitive: Mapping[str, Any] | None) -> Report:
    """A report whose columns say until when they are commercially sensitive.

    What is no longer sensitive on the day of the report bears no label.

    Args:
        report: Any report.
        sensitive: Heading of a column to the last day on which it is sensitive.

    Raises:
        InputError: No table has such a column (SV1108), or the report is for the public, to whom a
            column that is sensitive on its day is not given (SV1109); a column is given twice
            (SV1110); or a day is none.
    """
    days: dict[str, tuple[str, date]] = {}
    for name, last in table(sensitive).items():
        if as_read(text(name)) in days:
            raise InputError(problem("SV1110", found=name))
        days[as_read(name)] = (name, day(last))
    if not days:
        return report
    heads = {as_read(each): each for one in report.sections for each in one.block.headings}
    wrong: list[Problem] = []
    for key, (name, last) in days.items():
        if key not in heads:
            hint = did_you_mean(name, heads.values(), label="columns")
            wrong.append(problem("SV1108", found=name, hint=hint))
        elif report.audience.key == "public" and last >= report.on:
            wrong.append(problem("SV1109", found=name, until=day_words(last)))
    if wrong:
        raise InputError(wrong)
    until = {key: last for key, (_, last) in days.items() if last >= report.on}
    sections = tuple(
        attrs.evolve(each, block=_labelled(each.block, until)) for each in report.sections
    )
    return attrs.evolve(report, sections=sections)


def _labelled(block: Block, until: Mapping[str, date]) -> Block:
    heads = tuple(
        f"{each}{_LABEL}{day_words(until[as_read(each)])})" if as_read(each) in until else each
        for each in block.headings
    )
    return attrs.evolve(block, headings=heads)


def unlabelled(heading: str) -> str:
    """A heading without its label.

    Example:
        >>> unlabelled("committed £ (commercially sensitive until 1 June 2027)")
        'committed £'
    """
    return heading.partition(_LABEL)[0]
