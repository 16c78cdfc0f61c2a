"""What somebody should look at in a return: it is written all the same, and nobody is accused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from tests.pace import at_most

import socialvalue as sv
from socialvalue.contracts import Evidence

SHA = 64 * "a"
Report = Callable[..., Any]


def codes(entry: Any) -> list[str]:
    """The codes of what is asked."""
    return [each.code for each in entry.questions]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Ask ann@example.org about it.", "an e-mail address"),
        ("Ring 01245 430430.", "a telephone number"),
        ("Lives at CM1 1QH.", "a postcode"),
        ("NI number QQ 12 34 56 C.".replace("QQ", "AB"), "a National Insurance number"),
        ("Born on 3 May 2004.", "a date of birth"),
        ("One of them is autistic.", "words about health, disability, ethnicity or belief"),
        ("He came out of prison in May.", "words about offending"),
        ("Two care leavers started.", "words about care or children"),
    ],
)
def test_words_about_people_are_asked_about(report: Report, statement: str, found: str) -> None:
    """What a record keeps for years is seen on the day it is written, by its class."""
    given = report(statement=statement)
    assert codes(given) == ["SV1014"]
    assert given.questions[0].message == f"the statement holds {found}"
    assert given.noun.statement == statement


def test_plain_words_are_not_asked_about(report: Report) -> None:
    """A question at every return would be read at none; the check does not find names."""
    given = report(statement="Two road gangs of 8 took 12 carers to 3 offices, £1,250.00 in all.",
                   evidence=Evidence("timesheet", title="Q3", sha256=SHA))  # fmt: skip
    assert codes(given) == []
    titled = report(statement="More.", period=("2022-12-01", "2023-02-28"), on="2023-03-10",
                    evidence=Evidence("timesheet", title="for bob@example.org"))  # fmt: skip
    assert titled.questions[0].message == "the title of evidence 1 holds an e-mail address"


@pytest.mark.parametrize("sign", ["x", "a@", "0", "(0", "birth ", "disab", ".", "A1", "AB12"])
def test_a_long_text_is_looked_at_at_once(report: Report, sign: str) -> None:
    """Nobody waits for a statement that somebody wrote to make the library wait."""
    with at_most(5):
        report(statement=sign * 30_000)


def test_the_same_file_twice(register: Any, report: Report) -> None:
    """One payroll extract under two returns may be one person counted twice: both are named."""
    piece = Evidence("payroll_extract", sha256=SHA)
    assert codes(report(evidence=piece)) == []
    quarter = {"period": ("2022-12-01", "2023-02-28"), "on": "2023-03-10"}
    again = report(evidence=piece, **quarter)
    assert codes(again) == ["SV1015"]
    assert again.questions[0].message == (
        "the file of the payroll extract is evidence of entry 2 of ECC-0412 already"
    )
    register.correct(2, reason="of another contract", by="finance")
    register.reject(3, reason="no sheet", by="finance", on="2023-03-12")
    assert codes(report(evidence=piece, replaces=3, **quarter)) == []


def test_the_same_people_under_two_contracts(register: Any, contract: Any) -> None:
    """The same activity for the same days in two contracts: both are named, neither is refused."""
    line = attrs.evolve(contract["1"], activity="Site team")
    for reference, activity in (("C1", "Site team"), ("C2", "site  team"), ("C3", "office")):
        lines = [attrs.evolve(line, activity=activity)]
        register.add(attrs.evolve(contract, reference=reference, lines=lines), by="procurement",
                     on="2022-08-20")  # fmt: skip
    usual = {"line": "1", "quantity": 1, "statement": "Gangs.", "by": "supplier",
             "on": "2022-12-10", "period": ("2022-09-01", "2022-11-30")}  # fmt: skip
    first = register.deliver("C1", **usual)
    second = register.deliver("C2", **usual)
    third = register.deliver("C3", **usual)
    later = {**usual, "period": ("2022-12-01", "2022-12-31"), "on": "2023-01-10"}
    assert [codes(each) for each in (first, second, third, register.deliver("C2", **later))] == [
        [], ["SV1016"], [], [],
    ]  # fmt: skip
    assert "entry 5 of C1" in second.questions[0].message


def test_evidence_about_persons_has_an_end(report: Report) -> None:
    """Care or health data without a day is kept for ever by accident."""
    given = report(evidence=[Evidence("attendance_list", personal_data="vulnerable"),
                             Evidence("timesheet", personal_data="personal"),
                             Evidence("certificate", personal_data="special_category",
                                      keep_until="2023-06-30")])  # fmt: skip
    assert codes(given) == ["SV1017"]
    assert "the attendance list holds vulnerable data" in given.questions[0].message


def test_questions_are_known_when_it_is_written(register: Any, report: Report) -> None:
    """They are shown once to who writes, and are no part of the record."""
    assert codes(report(statement="Ask ann@example.org.")) == ["SV1014"]
    assert codes(register.entries[-1]) == []
    assert isinstance(register.entries[-1], sv.contracts.Entry)
