"""`socialvalue targets` and `test-scheme`: what a buyer sees before a tender is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture
def past(root: Path) -> Path:
    """Sixty contracts that nobody held."""
    return root / "docs/examples/norchester/past-contracts.csv"


def test_what_past_contracts_did(run: Run, past: Path, here: Path) -> None:
    """Groups, their intervals, and the range; the same as data."""
    ran = run("targets", past, "--by", "size", "--by", "sector")
    assert (ran.code, ran.err) == (0, "")
    assert "Ambitious and attained: above 15p and at most 23p per £1" in ran.out
    data = json.loads(run("targets", past, "--format", "json").out)
    assert data["benchmark"]["groups"][0]["contracts"] == 60
    assert data["targets"] is None
    assert run("targets", past, "--output", "target.html").code == 0
    assert "<h" in Path("target.html").read_text(encoding="utf-8")


def test_a_target_is_tried_on_the_scheme_of_a_tender(run: Run, past: Path, write: Write) -> None:
    """Both or neither: a target without a scheme decides nothing."""
    tender = write()
    asked = ("--scheme", tender, "--target", "0.2", "--draws", "500")
    ran = run("targets", past, *asked)
    assert (ran.code, ran.err) == (0, "")
    assert "At 20p per £1: of 20.00 points" in ran.out
    assert run("targets", past, *asked).out == ran.out
    assert run("targets", past, "--target", "0.2").code == 2
    assert run("targets", past, *asked[:-1], "0").codes == ["SV316"]
    assert run("targets", past, *asked, "--seed", "x").code == 2


def test_what_is_wrong_in_a_table_is_told_by_its_cell(run: Run, here: Path) -> None:
    """An officer mends a cell, and not a traceback."""
    head = "contract,supplier,contract_value,committed\n"
    Path("past.csv").write_text(f"{head}C1,Acme,lots,5\nC2,Acme,5,-1\n", encoding="utf-8")
    ran = run("targets", "past.csv")
    assert (ran.code, ran.codes) == (1, ["SV904", "SV904"])
    assert "past.csv" in ran.err
    assert "C3" not in ran.err
    Path("past.csv").write_text(head, encoding="utf-8")
    assert run("targets", "past.csv").codes == ["SV1331"]
    Path("past.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert {*run("targets", "past.csv").codes} == {"SV325"}
    assert run("targets", "none.csv").code == 1


def test_a_scheme_is_tested(run: Run, write: Write) -> None:
    """With its head, and refused where it is published and bids are in."""
    tender = write()
    ran = run("test-scheme", tender, "--cost", "NT21=15", "--usual", "NT1=2")
    assert (ran.code, ran.err) == (0, "")
    assert "Test before publishing; disclosable under FOI unless exempt." in ran.out
    assert run("test-scheme", tender, "--cost", "NT21").code == 2
    assert run("test-scheme", tender, "--cost", "NT999=1").codes == ["SV209"]
    fixed = write(("target:", "scheme_fingerprint: GLA-6FR-Y2D-J8F\ntarget:"), name="fixed.yaml")
    assert run("test-scheme", fixed).codes == ["SV1330"]


def test_a_target_is_in_whole_pence(run: Run, past: Path, write: Write) -> None:
    """Past offers are known no closer, and closer they would be one contract's own."""
    asked = ("--scheme", write(), "--target", "0.2", "--target", "0.200", "--draws", "100")
    data = json.loads(run("targets", past, *asked, "--format", "json").out)
    assert [*data["benchmark"]["groups"][0]["reached"]] == ["0.2"]
    assert [each["target"] for each in data["targets"]["targets"]] == ["0.2"]
    ran = run("targets", past, *asked, "--target", "0.125")
    assert (ran.code, ran.codes, ran.out) == (1, ["SV316"], "")
    assert ran.err.startswith("--target: SV316 a target per £1: expected whole pence")
    three = run("targets", past, "--by", "size", "--by", "sector", "--by", "place")
    assert (three.code, three.codes) == (1, ["SV1338"])


LOTS = """\
lots:
  - {name: North, contract_value: "20000", target: "0.10"}
  - {name: South, contract_value: "80000"}
bids: []
"""


def test_a_tender_in_lots_is_tested_lot_by_lot(run: Run, past: Path, write: Write) -> None:
    """The value and the target of one lot say nothing of another."""
    head = write().read_text(encoding="utf-8").partition("bids:")[0]
    Path("lots.yaml").write_text(head + LOTS, encoding="utf-8")
    scheme = ("targets", past, "--scheme", "lots.yaml", "--target", "0.2", "--draws", "50")
    plan = ("plan", "lots.yaml", "--costs", "NT28=1")
    for asked in (("test-scheme", "lots.yaml"), scheme, plan, ("plan", "lots.yaml")):
        ran = run(*asked)
        assert (ran.code, ran.codes) == (1, ["SV1339"]), asked
        assert "give --lot" in ran.err
        assert run(*asked, "--lot", "West").codes == ["SV322"]
        assert run(*asked, "--lot", "North").code == 0
    assert "£2,000.00 needed" in run(*plan, "--lot", "North").out
    data = json.loads(run(*scheme, "--lot", "North", "--format", "json").out)
    assert data["targets"]["drawn"]["contract_value"] == "20000"


def test_a_hint_names_the_option_that_there_is(run: Run, write: Write) -> None:
    """Who follows the hint must not be refused again."""
    tender = write()
    for command, option in (("test-scheme", "--cost"), ("test-scheme", "--limit"),
                            ("plan", "--costs"), ("plan", "--limit")):  # fmt: skip
        for texts in (("NT21",), ("NT21=1", "NT21=2")):
            ran = run(command, tender, *(word for each in texts for word in (option, each)))
            assert ran.code == 2
            assert f"for {option}:" in ran.err


RECORD = "contract,supplier,contract_value,measure,committed,delivered\n" + "".join(
    f"C{each:02},S{each % 8},500000,{measure},1000,{(0, 500, 1000)[(each + at) % 3]}\n"
    for each in range(40) for at, measure in enumerate(("NT1", "NT18"))
)  # fmt: skip


def test_what_becomes_of_commitments(run: Run, here: Path) -> None:
    """With how good it was beside it; of contracts that run together; and a bid is no contract."""
    Path("past.csv").write_text(RECORD, encoding="utf-8")
    running = "contract,supplier,contract_value,committed\nR1,S1,900000,60000\nR2,S2,800000,40000\n"
    Path("running.csv").write_text(running, encoding="utf-8")
    ran = run("forecast", "past.csv")
    assert (ran.code, ran.err) == (0, "")
    assert "Brier score on contracts that were left out" in " ".join(ran.out.split())
    assert "Contracts that run" not in ran.out
    asked = ("forecast", "past.csv", "--running", "running.csv")
    ran = run(*asked)
    assert "Of £100,000.00 committed on 2 contracts, between £" in " ".join(ran.out.split())
    assert run(*asked).out == ran.out
    data = json.loads(run(*asked, "--format", "json").out)
    assert data["running"]["promised"] == "100000"
    assert [each["measure"] for each in data["forecast"]["measures"]] == ["NT1", "NT18"]
    assert json.loads(run(*asked[:2], "--format", "json").out)["running"] is None
    assert run(*asked, "--output", "forecast.html").code == 0
    assert run("forecast", "past.csv", "--seed", "-1").code == 2
    few = "\n".join(RECORD.splitlines()[:9])
    Path("few.csv").write_text(few, encoding="utf-8")
    for name in ("few.csv", "running.csv"):
        ran = run("forecast", name)
        assert ran.codes == ["SV1347"]
        assert ran.err.startswith(f"{name}: SV1347")
    Path("empty.csv").write_text("", encoding="utf-8")
    for asked in (("past.csv", "--running", "empty.csv"), ("empty.csv", "--running", "past.csv")):
        ran = run("forecast", *asked)
        assert "empty.csv: SV" in ran.err, "of two tables the one to be mended is named"


def test_a_scheme_is_tested_on_past_contracts(run: Run, past: Path, write: Write) -> None:
    """Offers that all have full marks, and half delivered, show what a scheme alone cannot."""
    tender = write()
    without = run("test-scheme", tender).out
    assert "give past contracts" in " ".join(without.split())
    ran = run("test-scheme", tender, "--past", past, "--format", "json")
    found = json.loads(ran.out)
    assert "not-delivered" in {each["kind"] for each in found["findings"]}
    assert not [each for each in found["not_looked"] if "past contracts" in each]
    assert run("test-scheme", tender, "--past", "none.csv").code == 1
    assert run("test-scheme", tender, "--past", past, "--column", "sector").code == 2


RUNNING = """\
contract,supplier,contract_value,committed,ends,awarded
R1,S1,900000,60000,2026-03-31,yes
R2,S2,800000,40000,2025-03-31,yes
R3,S3,800000,50000,2026-03-31,no
R4,S4,800000,20000,,yes
"""


def test_contracts_that_run_are_those_that_have_not_ended(run: Run, here: Path) -> None:
    """Untrue otherwise: what has ended, and offers that lost, are said to deliver still more."""
    Path("past.csv").write_text(RECORD, encoding="utf-8")
    Path("running.csv").write_text(RUNNING, encoding="utf-8")
    basis = ("--basis", "ITT clause 14")
    asked = ("forecast", "past.csv", "--running", "running.csv", "--on", "2025-06-30", *basis)
    said = " ".join(run(*asked).out.split())
    assert "Of £80,000.00 committed on 2 contracts, between" in said
    assert "Left out: 1 contract that has ended and 1 offer that was not awarded." in said
    held = json.loads(run(*asked, "--format", "json").out)["running"]
    assert (held["contracts"], held["left_out"]) == (2, {"ended": 1, "lost": 1})
    table = RUNNING.replace("2026", "2024").replace(",,", ",2024-03-31,")
    Path("running.csv").write_text(table, encoding="utf-8")
    ran = run(*asked)
    assert (ran.code, ran.codes) == (1, ["SV1348"])
    assert ran.err.startswith("running.csv: SV1348")
    nothing = RUNNING.replace("60000", "0").replace("20000", "0")
    Path("running.csv").write_text(nothing, encoding="utf-8")
    assert "Nothing is committed on 2 contracts. Left out:" in " ".join(run(*asked).out.split())


def test_what_a_column_of_the_past_says_is_not_asked_of_what_runs(run: Run, here: Path) -> None:
    """Who names the column of what was delivered is refused for a table that can have none."""
    head, _, rows = RECORD.partition("\n")
    Path("past.csv").write_text(f"{head.replace('delivered', 'Paid')}\n{rows}", encoding="utf-8")
    running = RUNNING.replace("ends", "Last day")
    Path("running.csv").write_text(running, encoding="utf-8")
    asked = ("forecast", "past.csv", "--column", "delivered=Paid", "--basis", "clause 14")
    assert run(*asked, "--running", "running.csv").code == 0
    ran = run(*asked, "--column", "measure=Code")
    assert ran.codes == ["SV325"]
    assert "say --column WHAT=NAME for other names" in " ".join(ran.err.split())
    assert "columns={" not in ran.err


def test_a_table_has_no_place_for_contracts_that_run(run: Run, here: Path) -> None:
    """What was asked for is refused there, where it vanished from the file in silence."""
    Path("past.csv").write_text(RECORD, encoding="utf-8")
    Path("running.csv").write_text(RUNNING, encoding="utf-8")
    asked = ("forecast", "past.csv", "--on", "2025-06-30", "--basis", "clause 14")
    assert run(*asked, "--format", "csv").code == 0
    for chosen in (("--format", "csv"), ("--output", "forecast.csv")):
        ran = run(*asked, "--running", "running.csv", *chosen)
        assert ran.code == 2
        assert "--running" in ran.err
    assert not Path("forecast.csv").exists()


def test_what_is_wrong_is_said_of_what_is_to_be_mended(run: Run, past: Path, write: Write) -> None:
    """Who looks for it in the tender file, in which nothing is wrong, looks in vain."""
    tender = write()
    few = "\n".join(past.read_text(encoding="utf-8").splitlines()[:5])
    Path("few.csv").write_text(few, encoding="utf-8")
    for asked in (("test-scheme", tender, "--past", "few.csv"),
                  ("targets", "few.csv", "--scheme", tender, "--target", "0.2")):  # fmt: skip
        ran = run(*asked)
        assert (ran.code, ran.err.partition(": SV1337")[0]) == (1, "few.csv")
    wrong = ("NT999=1", "NT10=1", "10=1")
    for command, option in (("test-scheme", "--cost"), ("test-scheme", "--usual"),
                            ("test-scheme", "--limit"), ("plan", "--costs")):  # fmt: skip
        ran = run(command, tender, *(word for each in wrong for word in (option, each)))
        assert ran.code == 1
        assert {*ran.codes} >= {"SV209"}, option
        assert "tender.yaml" not in ran.err
        assert ran.err.startswith(f"{option}: SV")
    ran = run("plan", tender, "--costs", "NT28=1", "--limit", "NT999=1", "--costs", "NT998=1")
    assert [each.partition(":")[0] for each in ran.err.splitlines()
            if not each.startswith(" ")] == ["--costs", "--limit"]  # fmt: skip
    for option in ("--need", "--target"):
        for costs in ((), ("--costs", "NT28=1")):
            for text in ("", "much"):
                ran = run("plan", tender, "--bidder", "Acme", option, text) if not costs else run(
                    "plan", tender, *costs, option, text)  # fmt: skip
                assert (ran.code, ran.err.partition(" '")[0]) == (1, f"{option}: SV301")
    assert run("plan", tender, "--costs", "NT28=1", "--most", "0").code == 2
    assert run("targets", past, "--scheme", tender, "--target", "").codes == ["SV301"]


def test_no_option_is_ignored_in_silence(run: Run, past: Path, write: Write) -> None:
    """Who types it believes that it was heard."""
    tender = write()
    for said in (("--on", "2025-03-31"), ("--basis", "clause 14"), ("--column", "sector=kind")):
        ran = run("test-scheme", tender, *said)
        assert (ran.code, f"{said[0]} goes with --past" in ran.err) == (2, True)
    for said in (("--lot", "North"), ("--bids", "3"), ("--draws", "50"), ("--seed", "7")):
        ran = run("targets", past, *said)
        assert (ran.code, f"{said[0]} goes with --scheme" in ran.err) == (2, True)
    both = run("targets", past, "--lot", "North", "--seed", "7").err
    assert "--lot and --seed go with --scheme" in both
    assert run("targets", past).code == 0
    with_it = ("test-scheme", tender, "--past", past, "--on", "2025-03-31")
    assert run(*with_it).code == 0
