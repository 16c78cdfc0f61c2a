"""What is typed twice, left empty, or goes with nothing: refused in words, and nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run, Write

AWARD = ("--bidder", "Acme", "--reference", "C1", "--starts", "2022-09-01", "--ends", "2023-08-31",
         "--new", "--by", "procurement", "--on", "2022-08-20")  # fmt: skip
CHANGE = ("contract", "change", "C1", "--reason", "variation", "--ground", "regulation_72",
          "--instrument", "Deed 1", "--by", "contract manager", "--on", "2023-04-01")  # fmt: skip
KPIS = ("kpi", "set", "C1", "--by", "procurement", "--on", "2022-09-01")


@pytest.fixture
def record(run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of one contract, which the commands work on."""
    place = tmp_path / "delivery.db"
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(place))
    monkeypatch.chdir(tmp_path)
    assert run("contract", "award", write(), *AWARD).code == 0
    return place


def assert_refused(run: Run, record: Path, words: tuple[str, ...], said: str) -> None:
    """It says why, and no file is made or changed."""
    before = record.read_bytes(), sorted(record.parent.iterdir())
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())
    assert (record.read_bytes(), sorted(record.parent.iterdir())) == before


@pytest.mark.parametrize(("words", "said"), [
    (("report", "--for", "public", "--for", "directors", "--on", "2022-12-31", "-o", "r.html"),
     "socialvalue report: --for is given twice"),
    (("report", "--for", "public", "-o", "a.html", "--output", "b.html", "--on", "2022-12-31"),
     "--output is given twice"),
    (("progress", "C1", "--on", "2022-12-31", "--on", "2023-12-31"), "--on is given twice"),
    ((*KPIS, "--kpi", "4=Work", "--lines", "4=1", "--basis", "units", "--basis", "pounds"),
     "socialvalue kpi set: --basis is given twice"),
    ((*CHANGE, "--line", "1=+4", "--line", "1=+5"), "--line: '1' is given twice"),
    ((*CHANGE, "--line", "1=+4", "--expected", "1=time", "--expected", "1=at_end"),
     "--expected: '1' is given twice"),
    ((*KPIS, "--kpi", "4=Work", "--kpi", "4=Roads", "--lines", "4=1"), "--kpi: '4' is given twice"),
    ((*KPIS, "--kpi", "4=Work", "--lines", "4=1", "--lines", "4=2"), "--lines: '4' is given twice"),
])  # fmt: skip
def test_what_is_said_twice_is_refused(
    run: Run, record: Path, words: tuple[str, ...], said: str
) -> None:
    """The last would win without a word: five hours agreed of nine, a page for another reader."""
    assert_refused(run, record, words, said)


def test_what_may_be_said_often_still_is(run: Run, record: Path) -> None:
    """Two lines of one change, two suppliers of one contract: each is heard."""
    assert run(*CHANGE, "--line", "1=+4").code == 0
    shown = run(*KPIS, "--kpi", "4=Work", "--kpi", "5=Roads", "--lines", "4=1", "--target", "5=all")
    assert (shown.code, "4 Work and 5 Roads" in " ".join(shown.out.split())) == (0, True)
    assert run("--debug", "portfolio", "--on", "2022-12-31", "--debug").code == 0


@pytest.mark.parametrize(("words", "said"), [
    (("month", "", "-o", "out", "--on", "2022-12-20"), "'INBOX': nothing is named"),
    (("month", ".", "-o", "", "--on", "2022-12-20"), "nothing is named"),
    (("star", "-o", "", "--on", "2022-12-20"), "nothing is named"),
    (("contract", "export", ""), "nothing is named"),
    (("score", ""), "nothing is named"),
    (("value", ""), "nothing is named"),
    (("portfolio", "--on", "2022-12-31", "--register", ""), "nothing is named"),
])  # fmt: skip
def test_an_empty_path_is_no_folder(
    run: Run, record: Path, words: tuple[str, ...], said: str
) -> None:
    """A variable that a script forgot to set would be the folder one stands in, files and all."""
    assert_refused(run, record, words, said)


@pytest.mark.parametrize(("words", "said"), [
    (("contract", "audit", "--sample", "3"), "--sample goes with REFERENCE"),
    (("contract", "hand-over", "C1", "--on", "2022-09-01", "--replace"),
     "--replace goes with --folder"),
    ((*CHANGE, "--line", "1=+4", "--award", "tender.yaml"), "--award goes with --add"),
    ((*KPIS, "--kpi", "4=Work", "--lines", "4=1", "--basis", "units"), "--basis goes with --bands"),
    (KPIS, "name an indicator with --kpi"),
    ((*KPIS, "--kpi", "4=Work", "--lines", "4=1", "--every", "4=x"),
     "'x' is no whole number of months"),
])  # fmt: skip
def test_what_would_be_ignored_is_refused(
    run: Run, record: Path, words: tuple[str, ...], said: str
) -> None:
    """A word of an officer that changes nothing is a word that was not heard."""
    assert_refused(run, record, words, said)


def test_the_inbox_is_no_place_for_papers(run: Run, record: Path, tmp_path: Path) -> None:
    """Decisions that nobody had filled in were read as if they had come, and moved away."""
    (tmp_path / "inbox").mkdir()
    ran = run("month", "inbox", "-o", "./inbox/../inbox", "--on", "2022-12-20")
    assert (ran.code, "--output is the inbox" in " ".join(ran.err.split())) == (2, True)
    assert not [*(tmp_path / "inbox").iterdir()]
    assert run("month", "inbox", "-o", "out", "--on", "2022-12-20").code == 0


@pytest.mark.parametrize(("within", "code"), [("-5", 2), ("99999999999", 1)])
def test_days_after_a_quarter_are_days(run: Run, record: Path, within: str, code: int) -> None:
    """A return can't be late before its quarter ends, nor due after the last day that there is."""
    (record.parent / "inbox").mkdir()
    ran = run("month", "inbox", "-o", "out", "--on", "2022-12-20", "--within", within)
    assert (ran.code, ran.out) == (code, "")
    assert within in ran.err
    assert "a fault of this program" not in ran.err


def test_a_contract_without_a_name_has_no_hint_at_spaces(run: Run, record: Path) -> None:
    """A hint at a sign that is not there sends a reader looking for it."""
    ran = run("progress", "", "--on", "2022-12-31")
    assert (ran.code, ran.codes) == (1, ["SV950"])
    assert "contracts: C1" in ran.err
    assert "space" not in ran.err


def test_a_record_that_is_not_there_is_made_by_the_commands_that_make_one(
    run: Run, tmp_path: Path
) -> None:
    """A hint at an option that the command does not have ends in a second refusal."""
    ran = run("portfolio", "--on", "2022-12-31", "--register", tmp_path / "none.db")
    assert (ran.code, ran.codes) == (1, ["SV963"])
    assert "contract award, contract import and contract restore make it" in " ".join(
        ran.err.split())  # fmt: skip


@pytest.mark.parametrize(("details", "said"), [
    ({"youngest": 90, "oldest": 5}, "at most 5, which is the greatest age, found 90"),
    ({"youngest": 1001}, "a whole number, from 0 to 1,000, found 1001"),
])  # fmt: skip
def test_the_ages_of_an_offer_are_in_order(details: dict[str, int], said: str) -> None:
    """A page that offers mentoring to people of 90 to 5 offers it to nobody."""
    usual: dict[str, Any] = {
        "title": "Mentoring", "kind": "mentoring", "quantity": 5, "unit": "staff_hour",
        "starts": "2022-10-01", "until": "2023-08-31", "ask_via": "a@b.example",
    }  # fmt: skip
    assert sv.contracts.Offer(**{**usual, "youngest": 5, "oldest": 90}).oldest == 90
    with pytest.raises(sv.InputError, match=said):
        sv.contracts.Offer(**{**usual, **details})


def test_a_commitment_weighs_once_in_an_indicator() -> None:
    """A commitment that is named twice would weigh twice in what is proposed as its rating."""
    assert sv.contracts.Kpi(id="4", title="Work", lines=["1", "2"]).lines == ("1", "2")
    with pytest.raises(sv.InputError, match="SV222"):
        sv.contracts.Kpi(id="4", title="Work", lines=["1", "1"])
