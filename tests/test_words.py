"""The file of words: what a page says is said in the same words everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from socialvalue.errors import CATALOGUE
from socialvalue.words import BECAUSE, avoided_in, because, day_of_words, day_words, standing


def test_every_reason_has_words_for_a_narrow_column() -> None:
    """A code such as first-year-only in a table says nothing to the bidder who reads it."""
    codes = {code for code in CATALOGUE if code.startswith("SV5")}
    assert codes <= set(BECAUSE)
    for code in codes:
        assert CATALOGUE[code].word not in because(code)
        assert standing([code]) != standing(())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 of 3 lines refused", "lines refused"),
        ("Refused lines of Acme", "Refused lines"),
        ("all of it is told at once", "told"),
        ("NT18 falls to NT19", "falls to"),
        ("it stands before the others", "stands before"),
        ("one bold promise", "promise"),
        ("the panel's mark", "panel's mark"),
        ("no consensus was reached", "consensus"),
        ("printed in the invitation to tender", "invitation to tender"),
        ("Notice of 2022-06-01.", "Notice of 2022"),
    ],
)
def test_a_word_that_is_not_said_is_found(text: str, said: str) -> None:
    """The list is only as good as what it finds."""
    assert [found for found, _ in avoided_in(text)] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "counts",
        "does not count, because it goes beyond the contract's term",
        "The file was refused: it is not UTF-8.",
        "NT19 takes priority over NT18",
        "the tender notice published 1 June 2022",
        "a compromise",
        "the moderated score",
    ],
)
def test_plain_english_is_left_alone(text: str) -> None:
    """A list that finds what is right is switched off by the next person."""
    assert avoided_in(text) == ()
    assert [found for found, _ in avoided_in(f"{text} It falls to us.")] == ["falls to"]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2022, 6, 1), "1 June 2022"), (date(2026, 12, 31), "31 December 2026")],
)
def test_days_are_written_as_people_write_them(day: date, words: str) -> None:
    """A letter says 1 June 2022, whatever the machine's language."""
    assert day_words(day) == words


@pytest.mark.parametrize(
    "typed", ["31 June 2022", "0 May 2020", "1 June 99999", "June", "1 Jun 2022"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    """A cell with 31 June in it ended a whole workbook with a traceback."""
    assert day_of_words(typed) is None
    assert day_of_words("30 June 2022") == date(2022, 6, 30)
