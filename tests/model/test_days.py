"""Days as people write them: the certain reading is offered back, and each where there are two."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.days import day_meant
from socialvalue.model.fields import day


@pytest.mark.parametrize(
    "written",
    ["2026-6-13", "2026/06/13", "20260613", "2026-06-13T10:00", "2026-06-13 10:00:00", "13/06/2026",
     "06/13/2026", "13.6.26", "13 06 2026", "13 June 2026", "13th of June, 2026", "June 13, 2026",
     "Saturday 13 June 2026", "13-Jun-26", " 2026-06-13", "2026-06-13\u00a0"],
)  # fmt: skip
def test_a_day_that_can_be_one_only_is_offered_back(written: str) -> None:
    """A buyer who dates a notice as letters are dated is told what to type."""
    with pytest.raises(sv.InputError) as caught:
        sv.Tender("x", contract_value=1, published=written)
    (told,) = caught.value.problems
    assert (told.code, told.hint) == ("SV206", "write 2026-06-13")


@pytest.mark.parametrize("written", ["01/06/2026", "1/6/26", "1.6.2026", "01 06 2026"])
def test_a_day_of_two_readings_is_given_with_both(written: str) -> None:
    """01/06 is June to one and January to another: the day decides which values count."""
    assert day_meant(written) == (
        "write 2026-06-01 for 1 June 2026, or 2026-01-06 for 6 January 2026"
    )


@pytest.mark.parametrize(
    "written",
    ["31/02/2026", "2026-13-01", "tomorrow", "44713", "1 Foo 2026", "June 2026", "2026", "", "1/6",
     "2022-W22-3", "32 June 2026"],
)  # fmt: skip
def test_no_day_is_guessed(written: str) -> None:
    """A hint with another day would be worse than none."""
    assert day_meant(written) == ""
    assert day_meant("31/01/2026") == "write 2026-01-31"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(
    ["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0:%d %B %Y}", "{0:%b} {0.day}, {0:%Y}",
     "{0.year}.{0.month:02}.{0.day:02}", "{0:%A} {0:%d %B %Y}"]))  # fmt: skip
def test_the_day_that_was_written_is_among_the_readings(written: date, form: str) -> None:
    """Whatever the form, the advice holds the day meant, and each day in it is read."""
    hint = day_meant(form.format(written))
    named: Any = [word.strip(",") for word in hint.split() if word[:4].isdigit() and "-" in word]
    assert written in [day(each) for each in named]


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(written: str) -> None:
    """Whatever was typed, the hint is made without failing."""
    assert re.fullmatch("(write .+)?", day_meant(written), re.DOTALL)
