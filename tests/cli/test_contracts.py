"""The commands after award: each thin, each in clear words, and nothing written by a slip."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import instead

from socialvalue.words import avoided_in

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run, Write

Contract = Callable[..., "Ran"]
QUARTER = ("--from", "2022-09-01", "--to", "2022-11-30", "--on", "2022-12-10")
DELIVER = ("deliver", "C1", "--line", "1", "--quantity", "50", "--statement", "Placements.",
           "--by", "supplier", *QUARTER)  # fmt: skip


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the delivery record will be, as the environment says."""
    path = tmp_path / "delivery.db"
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(path))
    monkeypatch.setenv("COLUMNS", "200")
    return path


@pytest.fixture
def award(run: Run, write: Write, record: Path) -> Contract:
    """Enters the contract of the tender that all tests of the command use."""

    def enter(*more: str, bidder: str = "Acme", wrong: tuple[str, str] | None = None) -> Ran:
        usual = ("--reference", "C1", "--starts", "2022-09-01", "--ends", "2023-08-31",
                 "--by", "procurement", "--on", "2022-08-20")  # fmt: skip
        words = (*usual, *more) if wrong is None else instead((*usual, *more), *wrong)
        return run("contract", "award", write(), "--bidder", bidder, *words)

    return enter


def test_from_an_award_to_all_contracts(run: Run, award: Contract) -> None:
    """The whole way, each step by a command, to the penny of the award."""
    entered = award("--new", "--offer-in-contract", "yes", "--directorate", "Place")
    assert (entered.code, entered.err) == (0, "")
    assert "200 person-weeks" in entered.out
    given = run(*DELIVER, "--evidence", "timesheet=file 7")
    assert "Entry 2: C1, delivery reported: commitment 1, 50 person-weeks" in joined(given.out)
    done = run("verify", "2", "--by", "Contract Manager", "--on", "2022-12-20")
    assert "verified: 50 (entry 2)" in joined(done.out)
    page = run("progress", "C1", "--on", "2022-12-31")
    assert re.search(r"200 person-weeks +66\.85 +50 +50 +▲ Behind", page.out)
    content = json.loads(run("portfolio", "--on", "2022-12-31", "--format", "json").out)
    assert (content["promised"], content["delivered"]) == ("50358.11", "12589.53")
    assert content["contracts"][0]["directorate"] == "Place"
    assert content["headline"].startswith("As at 31 December 2022. 1 contract, 1 supplier, ")


def joined(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def test_a_record_is_never_made_by_a_slip(run: Run, award: Contract, record: Path) -> None:
    """Only --new makes one; a contract that is refused makes none either."""
    for ran in (award(), run(*DELIVER), run("portfolio", "--on", "2022-12-31")):
        assert (ran.code, ran.codes, ran.out) == (1, ["SV963"], "")
    assert "--new" in award().err
    for wrong in (("--by", "nobody"), ("--ends", "2022-01-01"), ("--keep", "9=why")):
        assert award("--new", wrong=wrong).code == 1
    assert not record.exists()
    assert award("--new").code == 0
    again = award("--new")
    assert (again.code, again.codes) == (1, ["SV964"])


def test_without_a_place_it_says_how_to_name_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever forgot the file is told both ways to name it."""
    monkeypatch.delenv("SOCIALVALUE_REGISTER", raising=False)
    ran = run("portfolio", "--on", "2022-12-31")
    assert ran.code == 2
    assert "--register FILE, or SOCIALVALUE_REGISTER" in ran.err


def test_what_must_be_decided_is_asked_with_what_to_type(
    run: Run, award: Contract, write: Write
) -> None:
    """An officer sees what to type, and no Python."""
    ran = award("--new", bidder="Acme")
    assert ran.code == 0
    assert ran.codes == ["SV971"]
    assert "give --offer-in-contract yes, no, or the clause" in ran.err
    assert "offer_in_contract" not in ran.err


@pytest.mark.parametrize(("option", "code", "words"), [
    ("2025-08-31=soon", 1, "--option"), ("2022-08-31=", 1, "--option"),
    ("2025-08-31", 2, "ENDS=NOTICE"),
])  # fmt: skip
def test_what_is_wrong_with_an_option_is_not_the_tenders(
    run: Run, award: Contract, option: str, code: int, words: str
) -> None:
    """Who mistypes a day is sent to what was typed, and not through the tender file."""
    ran = award("--new", "--option", option)
    assert (ran.code, words in ran.err) == (code, True)
    assert "tender.yaml" not in ran.err
    assert award("--new", "--option", "2024-08-31=", "--option", "2025-08-31=2024-03-31").code == 0


def test_a_record_of_the_award_does_as_well(
    run: Run, award: Contract, write: Write, tmp_path: Path
) -> None:
    """Years later the record is what is left; one that was altered enters nothing."""
    kept = tmp_path / "record.json"
    run("record", write(), "--output", kept)
    usual = ("--bidder", "Acme", "--reference", "C9", "--starts", "2022-09-01", "--ends",
             "2023-08-31", "--by", "procurement", "--on", "2022-08-20")  # fmt: skip
    assert award("--new").code == 0
    assert run("contract", "award", kept, *usual).code == 0
    kept.write_text(kept.read_text(encoding="utf-8").replace("90000", "80000"), encoding="utf-8")
    ran = run("contract", "award", kept, *usual)
    assert (ran.code, ran.codes[0]) == (1, "SV803")


def test_send_back_and_again(run: Run, award: Contract) -> None:
    """What was sent back is not counted, and what replaces it is counted once."""
    award("--new")
    run(*DELIVER)
    assert run("send-back", "2", "--reason", "no sheet", "--by", "finance", "--on",
               "2022-12-20").code == 0  # fmt: skip
    twice = run(*DELIVER, "--replaces", "2")
    assert twice.code == 0
    rows = list(csv.DictReader(io.StringIO(run("progress", "C1", "--on", "2022-12-31",
                                               "--format", "csv").out)))  # fmt: skip
    assert (rows[0]["reported"], rows[0]["waiting"], rows[0]["verified"]) == ("50", "50", "0")
    page = joined(run("contract", "show", "C1").out)
    assert "returned to supplier (entry 2): no sheet" in page
    assert "waits for the council" in page


def test_a_change_and_what_it_lacks(run: Run, award: Contract) -> None:
    """A change without its ground is said to change nothing; a sign is asked for."""
    award("--new")
    usual = ("contract", "change", "C1", "--reason", "variation", "--by", "legal", "--on",
             "2023-01-01")  # fmt: skip
    proposed = run(*usual, "--line", "1=-20")
    assert (proposed.code, proposed.codes) == (0, ["SV969", "SV970"])
    unsigned = run(*usual, "--line", "1=20")
    assert (unsigned.code, unsigned.codes) == (1, ["SV301"])
    bare = run(*usual, "--line", "twenty")
    assert (bare.code, "NAME=VALUE" in bare.err) == (2, True)
    agreed = run(*usual, "--line", "1=+20", "--ground", "regulation_72", "--instrument", "Deed 1")
    assert (agreed.code, agreed.err) == (0, "")
    page = joined(run("contract", "show", "C1").out)
    assert "agreed schedule, version 2" in page
    assert "regulation 72 of the Public Contracts Regulations 2015, Deed 1" in page


def test_each_kind_of_change_by_a_command(run: Run, award: Contract) -> None:
    """An officer extends a contract and sees it go over to another supplier, without Python."""
    award("--new", "--offer-in-contract", "yes")
    usual = ("--ground", "regulation_72", "--instrument", "Deed", "--by", "legal", "--on",
             "2023-06-30")  # fmt: skip
    longer = run("contract", "change", "C1", "--reason", "extension", "--ends", "2024-08-31",
                 "--line", "1=+20", *usual)  # fmt: skip
    assert (longer.code, longer.err) == (0, "")
    assert "extension, commitment 1 +20 and ends on 31 August 2024" in joined(longer.out)
    over = run("contract", "change", "C1", "--reason", "novation", "--to-supplier", "Cope", *usual)
    assert (over.code, over.codes) == (0, [])
    page = joined(run("progress", "C1", "--on", "2023-08-31").out)
    assert "Cope. As at 31 August 2023, agreed schedule, version 3" in page
    assert "220 person-weeks 200" in page


def test_a_new_commitment_and_a_clause_by_commands(run: Run, award: Contract, write: Write) -> None:
    """A substitution has both its sides, valued as the award was; a clause says what it allows."""
    award("--new", "--offer-in-contract", "yes")
    usual = ("--by", "legal", "--on", "2022-09-01")
    swap = ("contract", "change", "C1", "--reason", "substitution", "--line", "1=-20", "--ground",
            "regulation_72", "--instrument", "Deed", "--add", "NT29=50", *usual)  # fmt: skip
    bare = run(*swap)
    assert (bare.code, "--award" in bare.err) == (2, True)
    given = run(*swap, "--award", write())
    assert given.code == 0
    assert "new commitment 3, NT29, 50 staff hours" in joined(given.out)
    wrong = run("contract", "clause", "C1", "14.3", "--form", "credit", *usual)
    assert (wrong.code, wrong.codes) == (1, ["SV316"])
    clause = run("contract", "clause", "C1", "14.3", "--form", "credit", "--rate", "0.10", *usual)
    assert "clause entered: 14.3, a service credit" in joined(clause.out)
    page = joined(run("contract", "allowed", "C1", "--on", "2022-12-31").out)
    assert "14.3, a service credit: £" in page
    assert "short × £0.10 = £" in page


def test_what_was_spent_by_a_command(run: Run, award: Contract) -> None:
    """The ledger's figures enter the record, each period once."""
    award("--new")
    usual = ("contract", "spend", "C1", "--from", "2022-09-01", "--to", "2022-11-30", "--by",
             "finance")  # fmt: skip
    given = run(*usual, "--amount", "20000", "--call-offs", "2")
    assert given.code == 0
    assert "spend entered: 1 September 2022 to 30 November 2022, £20,000.00 and 2 call-offs" in (
        joined(given.out))  # fmt: skip
    again = run(*usual, "--amount", "20000")
    assert (again.code, again.codes) == (1, ["SV955"])


def test_what_was_spent_from_a_ledger(run: Run, award: Contract, tmp_path: Path) -> None:
    """Finance hands over one file for all contracts; nothing is typed again."""
    award("--new")
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("Contract,Date,Amount\nC1,2022-10-03,1000\n", encoding="utf-8")
    said = ("contract", "spend-from", ledger, "--on", "2022-10-31")
    shown = run(*said)
    assert "Nothing was written" in shown.out
    assert "1,000" in shown.out
    assert "Written: 1 period." in run(*said, "--write", "--by", "finance").out
    again = run(*said, "--write", "--by", "finance").out
    assert "Written: 0 periods." in again
    assert "1 period in the record already" in again
    assert run(*said, "--write").code == 2


def test_the_suppliers_own_return_is_known_by_its_hash(
    run: Run, award: Contract, tmp_path: Path
) -> None:
    """The manager may type and verify what the supplier sent, and the file stays where it is."""
    award("--new")
    sent = tmp_path / "return.xlsx"
    sent.write_bytes(b"what the supplier sent")
    verify = ("verify", "2", "--by", "contract manager", "--on", "2022-12-20")
    assert run(*DELIVER, "--entered-by", "contract manager", "--return-file", sent).code == 0
    assert run(*verify).code == 0
    missing = run(*DELIVER, "--return-file", tmp_path / "none.xlsx")
    assert (missing.code, missing.codes) == (1, ["SV101"])


def test_two_people_verify(run: Run, award: Contract) -> None:
    """Who the second person was is in the record, and one person is never two."""
    award("--new")
    run(*DELIVER)
    verify = ("verify", "2", "--by", "contract manager", "--on", "2022-12-20", "--second")
    assert run(*verify, "Contract Manager").codes == ["SV956"]
    assert "with finance (entry 2)" in joined(run(*verify, "Finance").out)


def test_a_late_return_is_asked_about(run: Run, award: Contract) -> None:
    """What the command shows is shown on the day on which it is written."""
    award("--new")
    late = run(*DELIVER[:-1], "2023-02-01")
    assert (late.code, late.codes) == (0, ["SV993"])
    assert "49 days after it was due" in joined(late.err)
    assert "give --within" in joined(late.err)


def test_audit(run: Run, award: Contract, record: Path) -> None:
    """A report that was kept is held against the record; a file that is none is refused."""
    head = re.search(r"entry 1, \w{3}-\w{3}", award("--new").out)
    assert head is not None
    run(*DELIVER)
    assert run("contract", "audit", "--head", head.group()).code == 0
    ran = run("contract", "audit", "--head", "entry 1, 000-000")
    assert (ran.code, ran.codes, ran.out) == (1, ["SV967"], "")
    record.write_text("no database at all, and long enough for a header " * 5, encoding="utf-8")
    ran = run("contract", "audit")
    assert (ran.code, ran.codes) == (1, ["SV961"])


def test_two_people_verify_what_the_contract_says(run: Run, award: Contract) -> None:
    """A rule of two that 'verify' does not hold is a rule of the workbook alone."""
    for wrong, named in (("--second-above", "much"), ("--second-one-in", "0")):
        ran = award("--new", wrong, named)
        assert ran.code == 1
        assert ran.err.startswith(wrong)
    said = award("--new", "--second-above", "12000", "--second-one-in", "1000")
    assert "worth over £12,000.00, and one in 1000 of the others" in joined(said.out)
    run(*DELIVER)
    alone = run("verify", "2", "--by", "contract manager", "--on", "2022-12-20")
    assert (alone.code, alone.codes, alone.out) == (1, ["SV958"], "")
    assert "two people verify (over £12,000.00) needs the second person" in joined(alone.err)
    assert "--second finance" in alone.err
    both = run("verify", "2", "--by", "contract manager", "--on", "2022-12-20", "--second",
               "finance")  # fmt: skip
    assert (both.code, both.err) == (0, "")
    assert "verified: 50, with finance (entry 2)" in joined(both.out)


FOLDER = {
    "c1.yaml": """
schema: socialvalue/contract-file@1
reference: C1
title: A contract
suppliers: [Acme]
starts: 2022-09-01
ends: 2023-08-31
value: "100000"
commitments:
  - {line: "1", measure: NT1, unit: fte_year, quantity: "24", unit_value: "1000"}
""",
    "returns.csv": """contract,line,quantity,from,to,statement,day
C1,1,2,2022-09-01,2022-11-30,Call 07700 900123.,2022-12-10
""",
}


@pytest.mark.parametrize(
    "words",
    [("contract", "show", "C1"), ("progress", "C1", "--on", "2023-01-31"),
     ("portfolio", "--on", "2023-01-31"), ("portfolio", "--on", "2023-01-31", "--format", "json"),
     ("month", "IN", "-o", "OUT", "--on", "2023-01-31")],
)  # fmt: skip
def test_a_folder_asks_at_every_opening_once(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Who only ever opens files that others write is asked now, or never."""
    for name in ("IN", "files"):
        (tmp_path / name).mkdir()
    for name, text in FOLDER.items():
        (tmp_path / "files" / name).write_text(text, encoding="utf-8")
    named = [str(tmp_path / each) if each in {"IN", "OUT"} else each for each in words]
    for _ in range(2):
        ran = run(*named, "--register", str(tmp_path / "files"))
        assert ran.code == 0
        both = joined(ran.out + ran.err)
        assert both.count("the statement holds a telephone number") == 1
        assert both.count("nobody has said whether the offer forms part of the contract C1") == 1
        assert "returns.csv:F2: SV1014" in ran.err


def test_a_sample_for_the_auditor(run: Run, award: Contract) -> None:
    """Internal audit sees evidence, place and who verified, of deliveries that nobody chose."""
    award("--new")
    for month in range(1, 5):
        days = ("--from", f"2023-0{month}-01", "--to", f"2023-0{month}-28", "--on", "2023-06-01")
        run("deliver", "C1", "--line", "1", "--quantity", "5", "--statement", "x", "--by",
            "supplier", "--evidence", "timesheet=file 7", *days)  # fmt: skip
        if month < 4:
            run("verify", str(2 * month), "--by", "finance", "--on", "2023-06-02")
    ran = run("contract", "audit", "C1", "--sample", "2")
    assert "2 of 3 verified delivery returns, drawn by the head" in joined(ran.out)
    assert ran.out.count("timesheet, held at file 7") == 2
    assert ran.out.count("finance") == 2
    assert run("contract", "audit", "C1", "--sample", "2").out == ran.out
    assert "3 of 3 verified delivery returns" in run("contract", "audit", "C1").out
    assert run("contract", "audit", "C9").codes == ["SV950"]


def test_what_ends_soon(run: Run, award: Contract) -> None:
    """What is not met half a year before the end can still be delivered."""
    award("--new")
    shown = run("contract", "ending", "--on", "2023-03-15")
    assert "Ends on 31 August 2023, 170 days left." in joined(shown.out)
    content = json.loads(run("contract", "ending", "--on", "2023-03-15", "--format", "json").out)
    assert content["contracts"][0]["ends"] == "2023-08-31"
    assert content["commitments"][0]["left"] == "200"
    none = run("contract", "ending", "--on", "2023-03-15", "--months", "3")
    assert "0 contracts." in none.out


def test_a_contract_that_is_not_there_yet_says_so(run: Run, award: Contract) -> None:
    """Who asks for the day before a contract was entered is not to think that it was lost."""
    award("--new")
    for words in (("report", "--kind", "contract", "--for", "contract-team", "--contract", "C1",
                   "-o", "a.html"), ("progress", "C1")):  # fmt: skip
        ran = run(*words, "--on", "2021-08-01")
        assert (ran.code, ran.codes) == (1, ["SV950"])
        said = joined(ran.err)
        assert "holds no contract C1 as at 1 August 2021" in said
        assert "Hint: one that was entered later is there from that day on" in said


def test_the_first_and_the_last_day_that_there_are(run: Run, award: Contract) -> None:
    """A day that was typed as "never" is answered, and is no fault of the program."""
    award("--new")
    ending = run("contract", "ending", "--on", "9999-12-31")
    assert (ending.code, "0 contracts." in ending.out) == (0, True)
    early = run("report", "--kind", "annual", "--for", "public", "--on", "0001-01-01", "-o",
                "annual.html")  # fmt: skip
    late = run("report", "--kind", "annual", "--for", "public", "--on", "9999-12-31", "-o",
               "later.html")  # fmt: skip
    assert early.code in {0, 1}
    assert late.code == 0


def test_a_manager_is_changed_from_a_day_on(run: Run, award: Contract) -> None:
    """Who took a contract over is found where everybody looks it up."""
    award("--new")
    ran = run("contract", "manage", "C1", "--manager", "Contract manager, parks", "--by",
              "director", "--on", "2023-04-01")  # fmt: skip
    assert (ran.code, "manager changed: Contract manager, parks" in joined(ran.out)) == (0, True)
    shown = joined(run("contract", "show", "C1").out)
    assert "From 1 April 2023: Contract manager, parks." in shown
    assert run("contract", "manage", "C1", "--manager", "a@b.org", "--by", "director", "--on",
               "2023-04-01").codes == ["SV1049"]  # fmt: skip


def test_show_has_the_schedule_that_is_in_force(run: Run, award: Contract) -> None:
    """Who looks a contract up must not read what was agreed three years ago as what is owed."""
    award("--new")
    assert "agreed now" not in run("contract", "show", "C1").out
    run("contract", "change", "C1", "--line", "1=+20", "--reason", "variation", "--by", "finance",
        "--ground", "regulation_72", "--instrument", "Deed 1", "--on", "2022-12-01")  # fmt: skip
    shown = run("contract", "show", "C1").out
    assert re.search(r"200 person-weeks +220 person-weeks", shown)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("progress", "C2", "--on", "2022-12-31"), "SV950"),
        (("progress", "C1", "--on", "31/12/2022"), "SV206"),
        (("progress", "C1", "--on", "2022-12-31", "--grace", "99999"), "SV316"),
        (("verify", "99", "--by", "finance", "--on", "2022-12-31"), "SV978"),
        (("contract", "show", "C2"), "SV950"),
        ((*DELIVER, "--evidence", "selfie"), "SV312"),
        (("deliver", "C1", "--quantity", "1", "--statement", "x", "--by", "supplier", *QUARTER),
         "SV958"),
    ],
)  # fmt: skip
def test_a_slip_is_answered_in_words(
    words: tuple[Any, ...], code: str, run: Run, award: Contract
) -> None:
    """Nothing is written, and no traceback is shown."""
    award("--new")
    ran = run(*words)
    assert (ran.code, ran.codes) == (1, [code])
    assert "Traceback" not in ran.err
    assert run("contract", "audit").out.startswith("Every entry holds. Delivery record: entry 1, ")


def test_the_record_is_never_replaced_by_a_report(run: Run, award: Contract, record: Path) -> None:
    """A slip of a file name must not write a table over years of entries."""
    award("--new")
    before = record.read_bytes()
    ran = run("portfolio", "--on", "2022-12-31", "--output", record)
    assert ran.code == 4
    assert record.read_bytes() == before


def test_what_is_hostile_is_shown_and_not_obeyed(run: Run, award: Contract) -> None:
    """A statement is a supplier's own text, on a screen, in a page and in a table."""
    award("--new", "--directorate", "=cmd|' /C calc'!A0", "--title", "<script>alert(1)</script>")
    run(*DELIVER[:6], "--statement", "\x1b[2J", *DELIVER[8:])
    page = run("portfolio", "--on", "2022-12-31", "--format", "html").out
    assert "<script>" not in page
    table = run("portfolio", "--on", "2022-12-31", "--format", "csv").out
    assert "'=cmd" in table
    shown = run("contract", "show", "C1").out
    assert "\x1b" not in shown
    assert "alert(1)" in shown


def test_the_words_of_the_field(run: Run, award: Contract) -> None:
    """A cabinet paper says commitments, returns to the supplier, and all contracts."""
    award("--new")
    run(*DELIVER)
    pages = [run(*words).out for words in (
        ("progress", "C1", "--on", "2022-12-31"), ("portfolio", "--on", "2022-12-31"),
        ("contract", "show", "C1"), ("contract", "audit"))]  # fmt: skip
    for page in pages:
        assert page.strip()
        assert avoided_in(page) == ()
