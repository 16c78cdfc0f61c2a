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


def test_a_suppliers_return_is_the_paper_of_all_its_rows(register: Any, report: Report) -> None:
    """One workbook with nine rows is not one payroll extract under nine returns."""
    form = Evidence("supplier_return", title="Foster & Sons", sha256=SHA)
    assert codes(report(evidence=form)) == []
    assert codes(report(line="3", evidence=form)) == []
    shown = [form, Evidence("timesheet", sha256=SHA)]
    assert codes(report(line="4", quantity=9, evidence=shown)) == ["SV1015"]


@pytest.mark.parametrize(("measure", "lines"), [("NT28", "7"), (" ecc1 ", "1"), ("NT1", "1")])
def test_what_is_committed_is_no_delivery_beyond(report: Report, measure: str, lines: str) -> None:
    """A supplier who misses the row has met nothing, and would learn of it at the review."""
    given = report(line=None, measure=measure, unit="count", quantity=1)
    assert codes(given) == ["SV992"]
    assert given.questions[0].message == (
        f"{measure.strip()} is commitment {lines} of the contract, and is reported beyond it"
    )
    other = report(line=None, measure="NT20", unit="count", quantity=1)
    assert codes(other) == []


def test_a_late_return_is_asked_about(register: Any, report: Report) -> None:
    """It is due 14 days after its period, or as many as were agreed; the day of it stays."""
    late = report(on="2022-12-15")
    assert codes(late) == ["SV993"]
    assert late.questions[0].message == (
        "the return of the days to 30 November 2022 came on 15 December 2022, 1 day after it was "
        "due"
    )
    assert codes(report(line="3", on="2022-12-14")) == []
    assert codes(report(line="4", on="2022-12-14", within=0)) == ["SV993"]
    assert codes(report(line="5", on="2023-01-30", within=61)) == []
    register.reject(late, reason="no sheet", by="finance", on="2022-12-20")
    assert codes(report(on="2023-02-01", replaces=late)) == []
    with pytest.raises(sv.InputError, match="SV316 within"):
        report(line="6", within=-1)


def test_many_returns_are_looked_at_one_by_one(
    register: Any, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever enters the hundredth return waits for it as long as for the first."""
    from socialvalue.contracts.lined.seen import Seen

    looked: list[int] = []
    take = Seen._take
    monkeypatch.setattr(Seen, "_take", lambda self, each: (looked.append(each.seq),
                                                           take(self, each)))  # fmt: skip
    for line in ("1", "3", "4", "5"):
        report(line=line, evidence=Evidence("timesheet", sha256=SHA))
    assert looked == [1, 2, 3, 4]


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
