"""Errors: they carry all their problems, travel between processes, and are safe to print."""

from __future__ import annotations

import copy
import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.errors import (
    CATALOGUE,
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    SocialValueError,
    did_you_mean,
    problem,
    shown,
)
from socialvalue.errors.catalogue import Kind, _catalogue

KINDS = [SocialValueError, DefinitionError, InputError, NotFoundError]
FOUND = (
    problem("SV204", found="fte_yaer", hint="did you mean 'fte_year'?", where="line 3"),
    Problem("SV101", "there is no file x", file="x.yaml", line=3, column=4),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("problems", [FOUND, FOUND[:1]])
def test_errors_travel_with_their_problems(
    kind: type[SocialValueError], problems: tuple[Problem, ...]
) -> None:
    """An error raised in a worker process must not lose what it has to say on the way."""
    error = kind(problems)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is kind
        assert again.problems == problems
        assert str(again) == str(error)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [(DefinitionError, ValueError), (InputError, ValueError), (NotFoundError, KeyError)],
)
def test_every_error_is_ours_and_pythons(
    kind: type[SocialValueError], builtin: type[Exception]
) -> None:
    """Who catches ValueError or KeyError, as one does, catches ours; so does who names ours."""
    assert issubclass(kind, SocialValueError)
    assert issubclass(kind, builtin)
    for caught in (kind, SocialValueError, builtin):
        with pytest.raises(caught):
            raise kind(FOUND)


def test_a_lookup_that_fails_is_a_key_error() -> None:
    """framework[code] is a look-up like any other."""
    with pytest.raises(KeyError):
        sv.load("national-toms@2022")["NT9999"]


def test_problems_may_be_given_in_any_way() -> None:
    """One problem, a list or a generator: they are kept as they were given, once."""
    for given_ in (FOUND, list(FOUND), iter(FOUND), (each for each in FOUND)):
        assert SocialValueError(given_).problems == FOUND
    assert SocialValueError(FOUND[0]).problems == FOUND[:1]


def test_one_problem_is_one_text_and_several_are_counted() -> None:
    """A reader sees at once how much there is to mend."""
    assert str(InputError(FOUND[0])) == str(FOUND[0])
    assert str(InputError(FOUND)) == f"2 problems\n{FOUND[0]}\n{FOUND[1]}"
    assert str(NotFoundError(FOUND[0])) == str(FOUND[0])


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Problem("SV204", "m"), "SV204 m"),
        (Problem("SV204", "m", "h"), "SV204 m\n    Hint: h"),
        (Problem("SV204", "m", where="bid 'A', line 3"), "bid 'A', line 3: SV204 m"),
        (Problem("SV204", "m", file="a.yaml", line=3, column=7), "a.yaml:3:7: SV204 m"),
        (Problem("SV204", "m", file="a.yaml"), "a.yaml: SV204 m"),
        (
            Problem("SV204", "m", "h", "a.yaml", 3, 7, "line 2"),
            "a.yaml:3:7, line 2: SV204 m\n    Hint: h",
        ),
    ],
)
def test_a_problem_reads_as_a_line_that_can_be_clicked(found: Problem, text: str) -> None:
    """file:line:column first: an editor's terminal opens the file there."""
    assert str(found) == text


def test_words_around_a_place_are_set_before_it() -> None:
    """'rate' becomes 'line 3, rate', then 'bid 'A', line 3, rate'."""
    found = Problem("SV301", "m").within("rate").within("").within("line 3").within("bid 'A'")
    assert found.where == "bid 'A', line 3, rate"


# --- safe to print -------------------------------------------------------------------------

UNSEEN = "\x00\x07\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"


@pytest.mark.parametrize("character", [*UNSEEN, "\n", "\r", "\t", "\ud800"])
def test_what_a_terminal_would_obey_is_shown_and_not_obeyed(character: str) -> None:
    """A bidder's name that clears the screen, or turns the reading order, is only a name."""
    text = f"Acme{character}[31m"
    assert shown(text) == f"Acme{ascii(character)[1:-1]}[31m"
    found = problem("SV204", found=text, hint=f"try {text}", where=f"bid '{text}'")
    placed = Problem("SV204", "m", file=text, line=1, column=1)
    for part in (str(found), str(placed), found.message, found.hint, found.place):
        assert character not in part.replace("\n    Hint: ", "")


@given(st.text())
def test_what_is_shown_is_short_and_can_be_printed(text: str) -> None:
    """Nothing a user wrote can break a line, or be longer than a line can hold."""
    found = shown(text)
    assert len(found) <= 80
    assert not set(found) & {*UNSEEN, "\n", "\r"}
    found.encode()
    assert shown(found) == found


@pytest.mark.parametrize("text", ["Acme & Söhne", "Łódź", "株式会社", "مثال", "👩🏽‍🔧 Ltd", "a\\b"])
def test_names_of_all_languages_are_left_alone(text: str) -> None:
    """A name is printed as its owner writes it."""
    assert shown(text) == text


def test_long_texts_are_cut_and_say_so() -> None:
    """A megabyte in a title must not scroll the reason off the screen."""
    assert shown("x" * 80) == "x" * 80
    assert shown("x" * 81) == "x" * 79 + "…"
    assert shown("x" * 81, 100) == "x" * 81
    assert len(str(problem("SV204", found="x" * 10_000))) < 200


def test_braces_of_a_user_are_not_ours() -> None:
    """A name with braces in it is filled into the wording once, and not filled in again."""
    assert problem("SV204", found="{found}{0}{}").message == "'{found}{0}{}' is not a unit"


# --- did you mean --------------------------------------------------------------------------


def test_the_nearest_word_whatever_its_capitals() -> None:
    """A slip is met with the word that was meant."""
    assert did_you_mean("fte_yaer", ["count", "fte_year"]) == (
        "did you mean 'fte_year'? known: count, fte_year"
    )
    assert did_you_mean("FTE_YEAR", ["fte_year"], label="units") == (
        "did you mean 'fte_year'? units: fte_year"
    )
    assert did_you_mean("zzz", ["count"]) == "known: count"
    assert did_you_mean("zzz", []) == ""
    assert did_you_mean(17, ["18", "x"]) == "known: 18, x"


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\u00a0", "a no-break space (U+00A0)"),
        ("\u202f", "a narrow no-break space (U+202F)"),
        ("\u200b", "a zero width space (U+200B)"),
        ("\u00ad", "a soft hyphen (U+00AD)"),
        ("\u200e", "a left-to-right mark (U+200E)"),
        ("\ufe0f", "a variation selector-16 (U+FE0F)"),
        ("\u3164", "a hangul filler (U+3164)"),
        ("\t", "a control character (U+0009)"),
    ],
)
def test_a_sign_that_nobody_sees_is_named(sign: str, name: str) -> None:
    """'bradford ' beside "did you mean 'bradford'?" sends a person to compare two equal words."""
    known = ["bradford", "bristol"]
    for word, spot in (
        (f"bradford{sign}", "at its end"),
        (f"{sign}bradford", "at its beginning"),
        (f"brad{sign}ford", "inside it"),
    ):
        hint = problem("SV401", found=word, hint=did_you_mean(word, known)).hint
        assert hint.startswith(f"{name}, which nobody sees, stands {spot}: delete it; ")
        assert "did you mean 'bradford'? known" in hint


def test_a_space_at_an_end_is_named_and_one_inside_is_not() -> None:
    """The space bar's space is seen between words, and not behind them."""
    assert "a space, which nobody sees, stands at its end" in problem("SV401", found="x ").hint
    assert "nobody sees" not in problem("SV401", found="Roads and parks").hint


def test_a_letter_of_another_alphabet_is_named() -> None:
    """A Cyrillic a looks like ours, and is found by no eye."""
    hint = did_you_mean("br\u0430dford", ["bradford"])
    assert "did you mean 'bradford'? '\u0430' (U+0430) is a Cyrillic small letter a" in hint
    assert did_you_mean("bradf\u00f6rd", ["bradf\u00f6rt"]).startswith(
        "did you mean 'bradf\u00f6rt'?"
    )


def test_long_lists_are_cut() -> None:
    """Four hundred codes help nobody."""
    words = [f"code-{number:03}" for number in range(400)]
    hint = did_you_mean("nothing like it", words)
    assert hint.endswith("and 380 more")
    assert hint.count("code-") == 20


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_any_word_gets_an_answer(word: str, known: list[str]) -> None:
    """Whatever was typed, the hint is made without failing."""
    hint = did_you_mean(word, known)
    assert all(each in hint for each in known)


# --- the catalogue -------------------------------------------------------------------------


def test_codes_and_words_are_stable_names() -> None:
    """A code stands for one thing, and so does the word that people search for."""
    assert list(CATALOGUE) == [kind.code for kind in CATALOGUE.values()]
    words = [kind.word for kind in CATALOGUE.values()]
    assert len(set(words)) == len(words)
    for kind in CATALOGUE.values():
        assert len(kind.code) in {5, 6}
        assert kind.code.startswith("SV")
        assert kind.code[2:].isdigit()
        assert set(kind.word) <= {*string.ascii_lowercase, "-"}


def test_a_code_cannot_stand_twice() -> None:
    """The second wording would take the place of the first, in silence."""
    kind = Kind("SV999", "x", "x", "", "x")
    with pytest.raises(ValueError, match="stands twice"):
        _catalogue(kind, kind)


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_entry_is_worded(kind: Kind) -> None:
    """An entry says what was found and what it means, in sentences that fit together."""
    assert kind.message
    assert not kind.message.endswith(".") or kind.code == "SV760"  # two sentences, as published
    assert not kind.hint.endswith(".")
    assert kind.meaning.endswith((".", "!"))
    names = {name for _, name, _, _ in string.Formatter().parse(kind.message) if name}
    hinted = {name for _, name, _, _ in string.Formatter().parse(kind.hint) if name}
    made = problem(kind.code, **dict.fromkeys(names | hinted, "x"))
    assert "{" not in made.message
    assert made.code == kind.code
