"""A folder of contracts and tables of returns reads as if the same had been entered."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, FIRST, NUMBERS, contracts, months

import socialvalue as sv
from socialvalue.contracts import Contract, Obligation

EXAMPLE = Path(__file__).parents[2] / "docs/examples/norchester/record"
HEADS = ("return", "contract", "line", "measure", "unit", "unit value", "quantity", "from", "to",
         "statement", "day", "reported by", "replaces", "decision", "verified", "decided on",
         "decided by", "reason")  # fmt: skip
WORDS = {"approve": "verify", "reject": "return", "withdraw": "withdraw", "ask": "ask"}


# --- the same as entered ------------------------------------------------------------------


def as_file(contract: Contract, changes: list[Any]) -> str:
    """A contract as somebody would write it, with its changes."""
    lines = [_line(each) for each in contract.lines]
    said = [{"on": str(each.on), "reason": "variation", "by": each.by, "because": "x",
             "lines": {line: f"{much:+f}" for line, much in each.noun.lines.items()},
             "ground": each.noun.ground, "instrument": each.noun.instrument}
            for each in changes]  # fmt: skip
    return yaml.safe_dump({
        "schema": "socialvalue/contract-file@1", "reference": contract.reference,
        "title": contract.title, "suppliers": [each.name for each in contract.suppliers],
        "starts": str(contract.starts), "ends": str(contract.ends), "regime": contract.regime,
        "value": str(contract.value.initial), "directorate": contract.directorate,
        "manager": contract.manager,
        "commitments": lines, "changes": said,
    })  # fmt: skip


def _line(each: Obligation) -> dict[str, Any]:
    plan: dict[str, Any] = {"profile": each.expected.profile}
    if each.expected.steps:
        plan["steps"] = {str(day): f"{due:f}" for day, due in each.expected.steps}
    if each.expected.spend is not None:
        plan["spend"] = str(each.expected.spend)
    if each.expected.due_on is not None:
        plan["due_on"] = str(each.expected.due_on)
    worth = {} if each.unit_value is None else {"unit_value": f"{each.unit_value:f}"}
    return {
        "line": each.line, "measure": each.measure, "title": each.title, "unit": each.unit,
        "quantity": f"{each.quantity:f}", "scored": f"{each.scored:f}", "kept": str(each.kept),
        "theme": each.theme, "group": each.group, "expected": plan, **worth,
    }  # fmt: skip


def as_rows(register: Any) -> list[dict[str, Any]]:
    """The returns as somebody would list them, with what was decided."""
    rows = []
    for each in register.standing().returns.values():
        noun = each.noun
        row = {"return": each.seq, "contract": each.entry.contract, "line": noun.line,
               "quantity": noun.quantity, "from": noun.starts, "to": noun.ends,
               "statement": noun.statement, "day": each.entry.on, "reported by": noun.reported_by,
               "replaces": noun.replaces}  # fmt: skip
        if not noun.line:
            row |= {"measure": noun.measure, "unit": noun.unit, "unit value": noun.unit_value}
        for act in each.acts:
            row |= {"decision": WORDS[act.action], "decided on": act.on, "decided by": act.by,
                    "reason": act.reason}  # fmt: skip
            if act.action == "approve":
                row["verified"] = act.quantity
        rows.append(row)
    return rows


def write(folder: Path, register: Any) -> None:
    """The files that stand for a record, the rows of the table in any order."""
    for tracked in register.standing().contracts.values():
        text = as_file(tracked.contract, list(tracked.changes))
        (folder / f"{tracked.contract.reference}.yaml").write_text(text, encoding="utf-8")
    with (folder / "returns.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, HEADS)
        table.writeheader()
        table.writerows(reversed(as_rows(register)))


@st.composite
def records(draw: Callable[..., Any]) -> Any:
    """A record of one or two contracts, entered day by day, and all of it taken."""
    held, on = sv.contracts.open_register(), FIRST
    count = draw(st.integers(1, 2))
    for number in range(1, count + 1):
        made = draw(contracts(number))
        lines = [attrs.evolve(each, offered=sv.quantity(each.quantity, each.unit))
                 for each in made.lines]  # fmt: skip
        held.add(attrs.evolve(made, lines=lines), by="procurement", on=FIRST)
    for at in draw(st.lists(st.integers(0, 11), max_size=8)):
        first, last = months(at)
        on = max(on, last) + timedelta(days=1)
        try:
            _one(draw, held, (f"C{draw(st.integers(1, count))}", (first, last), on))
        except (sv.InputError, sv.NotFoundError):
            continue
        on += timedelta(days=1)
    return held


def _one(draw: Callable[..., Any], held: Any, where: Any) -> None:
    """A change, or a return with perhaps a decision."""
    reference, period, on = where
    if draw(st.integers(0, 3)) == 0:
        ground = draw(st.sampled_from(["review_clause", None]))
        held.change(reference, reason="variation", lines={"1": f"{draw(st.sampled_from('+-'))}1"},
                    ground=ground, instrument="Deed", because="x", by="finance", on=on)  # fmt: skip
        return
    gone = [each.seq for each in held.standing().returns.values()
            if each.state in {"returned", "withdrawn"}
            and each.entry.contract == reference]  # fmt: skip
    entry = held.deliver(
        reference, line=draw(st.sampled_from(["1", "2", None])), measure="M9", unit="tonne",
        unit_value="100.005", quantity=draw(NUMBERS), period=period, statement="x", on=on,
        by=draw(st.sampled_from(["supplier", "subcontractor"])),
        replaces=draw(st.sampled_from([None, *gone])),
    )  # fmt: skip
    act = draw(st.sampled_from(["", "approve", "approve", "reject", "withdraw", "ask"]))
    part = {"quantity": draw(NUMBERS)} if act == "approve" and draw(st.booleans()) else {}
    by = entry.noun.reported_by if act == "withdraw" else "finance"
    word = {"question": "x"} if act == "ask" else {"reason": "x"}
    if act:
        getattr(held, act)(entry, by=by, on=on, **word, **part)


@given(records(), DAYS)
@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
def test_a_folder_reads_as_the_same_events_entered(
    tmp_path_factory: pytest.TempPathFactory, register: Any, on: Any
) -> None:
    """Who keeps contracts as files is shown the same figures as who enters them, on any day."""
    folder = tmp_path_factory.mktemp("record")
    write(folder, register)
    read = sv.contracts.open_register(folder)
    assert [_told(each) for each in read.entries] == [_told(each) for each in _by_day(register)]
    pages = [str(sv.portfolio(each, on=on).explain()).rpartition("Delivery record:")[0]
             for each in (register, read)]  # fmt: skip
    assert pages[0] == pages[1]


def _by_day(register: Any) -> list[Any]:
    return sorted(register.entries, key=lambda each: each.on)


def _told(entry: Any) -> tuple[Any, ...]:
    """An entry without the number of another, which follows from the order."""
    noun = entry.noun
    if entry.action == "deliver":
        noun = (noun.line, noun.measure, noun.quantity, noun.starts, noun.reported_by,
                noun.unit_value, noun.replaces is None)  # fmt: skip
    return entry.on, entry.action, entry.contract, entry.by, noun, entry.reason


# --- the example --------------------------------------------------------------------------


def test_the_example_is_read_and_not_written() -> None:
    """Files that people write are the record; a second one would grow beside it."""
    with sv.contracts.open_register(EXAMPLE) as register:
        assert (len(register.entries), register.verify()) == (9, ())
        standing = register.standing("2025-12-31")
        states = {each.seq: each.state for each in standing.returns.values()}
        assert sorted(states.values()) == ["replaced", "reported", "verified", "verified_in_part"]
        assert register.contract("NCC-0412").lines[0].scored == 8
        with pytest.raises(sv.InputError, match="SV1013"):
            register.hold("NCC-0412", reason="a claim", until="2030-01-01")


def test_the_same_files_give_the_same_head(tmp_path: Path) -> None:
    """What a report printed can be held against the files years later; a change shows."""
    for each in EXAMPLE.iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    head = sv.contracts.open_register(EXAMPLE).head
    assert head.startswith("entry 9, ")
    assert sv.contracts.open_register(tmp_path).verify(head=head) == ()
    table = tmp_path / "returns.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",2.5,", ",2.6,"), encoding="utf-8")
    (found,) = sv.contracts.open_register(tmp_path).verify(head=head)
    assert found.code == "SV967"


def test_it_can_be_taken_over_into_a_record_of_its_own() -> None:
    """A council that began with files goes on with a record, and loses nothing of it."""
    files, own = sv.contracts.open_register(EXAMPLE), sv.contracts.open_register()
    assert own.restore(files) == 9
    assert (own.head, own.entries) == (files.head, files.entries)
    own.approve(8, by="contract manager", on="2025-12-01")
    assert own.standing().returns[8].state == "verified"


def test_an_editor_knows_the_file() -> None:
    """A slip in a key is marked while it is made."""
    schema = sv.json_schema("contract-file")
    jsonschema.Draft202012Validator.check_schema(schema)
    text = (EXAMPLE / "NCC-0412.yaml").read_text(encoding="utf-8")
    held = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts alone
    check = jsonschema.Draft202012Validator(schema)
    assert [each.message for each in check.iter_errors(held)] == []
    held["commitments"][0]["quantiy"] = "3"
    assert any("quantiy" in json.dumps(each.message) for each in check.iter_errors(held))


# --- bad input ----------------------------------------------------------------------------

CONTRACT = """\
schema: socialvalue/contract-file@1
reference: NCC-1
title: Grounds
suppliers: [Acme]
starts: 2025-04-01
ends: 2026-03-31
value: "100000"
commitments:
  - {line: "1", measure: NT1, unit: fte_year, quantity: "2", unit_value: "28460"}
"""
CHANGE = """\
changes:
  - {on: 2025-05-01, lines: {"1": "-3"}, ground: review_clause, instrument: Deed}
"""
CLAUSE = """\
clauses:
  - {on: 2025-06-01, reference: "14.3", form: credit, rate: "0.10", lines: ["1"]}
"""
TABLE = "contract,line,quantity,from,to,statement,day"
ROW = "NCC-1,1,0.5,2025-04-01,2025-06-30,One gang.,2025-07-10"


def problems(folder: Path, contract: str, *rows: str) -> list[str]:
    """What is wrong with a folder: place and code of each."""
    (folder / "a.yaml").write_text(contract, encoding="utf-8")
    (folder / "returns.csv").write_text("\n".join(rows), encoding="utf-8")
    try:
        sv.contracts.open_register(folder)
    except sv.SocialValueError as error:
        return [f"{each.place} {each.code}" for each in error.problems]
    return []


CASES = {
    "nothing": (CONTRACT, (TABLE, ROW), []),
    "a misspelt key": (CONTRACT.replace("title", "titel"), (TABLE, ROW), ["a.yaml:3:1 SV201"]),
    "no such unit": (CONTRACT.replace("fte_year", "fte"), (TABLE, ROW), ["a.yaml:9:37 SV204"]),
    "a number that is none": (CONTRACT.replace('"28460"', '"£28,460"'), (TABLE, ROW),
                              ["a.yaml:9:74, commitment 1, unit_value SV301"]),
    "the end before the start": (CONTRACT.replace("ends: 2026", "ends: 2024"), (TABLE, ROW),
                                 ["a.yaml:6:7, contract SV953"]),
    "a manager who can be rung up": (f"{CONTRACT}manager: Highways, 01245 430430\n", (TABLE, ROW),
                                     ["a.yaml:10:10, contract SV1049"]),
    "another file": (CONTRACT.replace("contract-file", "tender"), (TABLE, ROW),
                     ["a.yaml:1:9 SV111"]),
    "a misspelt column": (CONTRACT, (f"{TABLE},decison", f"{ROW},verify"),
                          ["returns.csv:H1 SV1055"]),
    "a column that is not there": (CONTRACT, (TABLE.replace(",statement", ""), "NCC-1,1"),
                                   ["returns.csv:A1 SV1055"]),
    "a column twice": (CONTRACT, (f"{TABLE},reported", f"{ROW},3"), ["returns.csv:H1 SV1055"]),
    "no such contract": (CONTRACT, (TABLE, ROW.replace("NCC-1", "NCC-2")),
                         ["returns.csv:A2 SV950"]),
    "no such line": (CONTRACT, (TABLE, ROW.replace(",1,", ",7,")), ["returns.csv:B2 SV951"]),
    "two of one period": (CONTRACT, (TABLE, ROW, ROW), ["returns.csv:D3 SV955"]),
    "after the end": (CONTRACT, (TABLE, ROW.replace("2025-06-30", "2026-06-30")
                                 .replace("2025-07-10", "2026-07-10")),
                      ["returns.csv:E2 SV954"]),
    "reported before it happened": (CONTRACT, (TABLE, ROW.replace("07-10", "06-10")),
                                    ["returns.csv:G2 SV954"]),
    "no day and no number": (CONTRACT, (TABLE, ROW.replace("2025-04-01", "spring")
                                        .replace("0.5", "half")),
                             ["returns.csv:C2 SV904", "returns.csv:D2 SV206"]),
    "verified by nobody": (CONTRACT, (f"{TABLE},decision,decided on", f"{ROW},verify,2025-08-01"),
                           ["returns.csv:H2 SV958"]),
    "verified by who reported": (
        CONTRACT, (f"{TABLE},decision,decided on,decided by", f"{ROW},verify,2025-08-01,supplier"),
        ["returns.csv:J2 SV956"]),
    "a part without a reason": (
        CONTRACT, (f"{TABLE},decision,verified,decided on,decided by",
                   f"{ROW},verify part,0.25,2025-08-01,finance"), ["returns.csv:H2 SV958"]),
    "returned without a reason": (
        CONTRACT, (f"{TABLE},decision,decided on,decided by,reason",
                   f"{ROW},return,2025-08-01,finance,"), ["returns.csv:K2 SV958"]),
    "a part without a reason, which has a column": (
        CONTRACT, (f"{TABLE},reason,decision,verified,decided on,decided by",
                   f"{ROW},,verify part,0.25,2025-08-01,finance"), ["returns.csv:H2 SV958"]),
    "decided on no day by nobody": (
        CONTRACT, (f"{TABLE},decision,decided on,decided by", f"{ROW},verify,,"),
        ["returns.csv:I2 SV958", "returns.csv:J2 SV958"]),
    "beyond the contract without a measure": (
        CONTRACT, (f"{TABLE},measure", ROW.replace(",1,", ",,")), ["returns.csv:H2 SV958"]),
    "a change before its contract was entered": (
        f"{CONTRACT}{CHANGE}".replace("on: 2025-05-01", "on: 2025-03-01"), (TABLE, ROW),
        ["a.yaml:11:10 SV954"]),
    "a return before its contract was entered": (
        CONTRACT.replace("ends:", "entered: 2025-08-01\nends:"), (TABLE, ROW),
        ["returns.csv:G2 SV954"]),
    "an end before the change that ends it": (
        CONTRACT + CHANGE.replace('lines: {"1": "-3"}', "reason: termination, ends: 2025-04-30")
        .replace("review_clause", "by_agreement"), (TABLE, ROW), ["a.yaml:11:49 SV954"]),
    "a clause": (f"{CONTRACT}{CLAUSE}", (TABLE, ROW), []),
    "a clause of another line": (f"{CONTRACT}{CLAUSE}".replace('["1"]', '["7"]'), (TABLE, ROW),
                                 ["a.yaml:11:76 SV951"]),
    "a clause without its rate": (f"{CONTRACT}{CLAUSE}".replace('rate: "0.10", ', ""),
                                  (TABLE, ROW), ["a.yaml:11:5, clause SV316"]),
    "a clause of no form": (f"{CONTRACT}{CLAUSE}".replace("credit", "fine"), (TABLE, ROW),
                            ["a.yaml:11:47 SV205"]),
    "a clause before its contract": (f"{CONTRACT}{CLAUSE}".replace("2025-06-01", "2025-03-01"),
                                     (TABLE, ROW), ["a.yaml:11:10 SV954"]),
    "indicators": (CONTRACT + "indicators: []\n", (TABLE, ROW), ["a.yaml:10:1 SV201"]),
    "offers": (CONTRACT + "offers: []\n", (TABLE, ROW), ["a.yaml:10:1 SV201"]),
    "verified without a decision": (CONTRACT, (f"{TABLE},verified", f"{ROW},0.5"),
                                    ["returns.csv:H2 SV958"]),
    "replaces none": (CONTRACT, (f"{TABLE},replaces", f"{ROW},9"), ["returns.csv:H2 SV978"]),
    "replaces itself": (CONTRACT, (f"{TABLE},return,replaces", f"{ROW},9,9"),
                        ["returns.csv:I2 SV978"]),
    "less than nothing": (f"{CONTRACT}{CHANGE}", (TABLE, ROW), ["a.yaml:11:5 SV976"]),
}  # fmt: skip


@pytest.mark.parametrize(("contract", "rows", "told"), CASES.values(), ids=[*CASES])
def test_what_is_wrong_stands_at_its_place(
    contract: str, rows: tuple[str, ...], told: list[str], tmp_path: Path
) -> None:
    """A slip in one of 300 lines is mended where it is named, and nothing is read past it."""
    assert problems(tmp_path, contract, *rows) == told


def test_what_a_clause_allows_is_worked_out_from_files(tmp_path: Path) -> None:
    """A council that keeps its contracts as files is shown what its clause allows, and no more."""
    assert problems(tmp_path, f"{CONTRACT}{CLAUSE}", TABLE, ROW.replace("0.5", "0")) == []
    read = sv.contracts.open_register(tmp_path)
    assert [each.action for each in read.entries] == ["add", "clause", "deliver"]
    assert read.entries[1].noun.rate == Decimal("0.10")


def test_a_contract_twice(tmp_path: Path) -> None:
    """Two files of one reference would be one contract with half of its commitments."""
    (tmp_path / "b.yaml").write_text(CONTRACT, encoding="utf-8")
    assert problems(tmp_path, CONTRACT, TABLE, ROW) == ["b.yaml:2:12 SV952"]


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    """A folder without a contract is no record, and none is made of it."""
    (tmp_path / "returns.csv").write_text(TABLE, encoding="utf-8")
    with pytest.raises(sv.RecordError, match="SV961"):
        sv.contracts.open_register(tmp_path)


# --- what it asks -------------------------------------------------------------------------

ASKING = """
schema: socialvalue/contract-file@1
reference: {name}
title: A contract
suppliers: [Acme]
starts: 2022-09-01
ends: 2023-08-31
value: "100000"
{more}
commitments:
  - {{line: "1", measure: NT1, unit: fte_year, quantity: "24", unit_value: "1000"}}
"""
RETURNS = """contract,line,quantity,from,to,statement,day,decision,decided on,decided by,reason
C1,1,2,2022-09-01,2022-11-30,Call 07700 900123.,2023-02-10,{first},{on},{by},x
C2,1,2,2022-09-01,2022-11-30,Two gangs of a prison.,2022-12-10,verify,2022-12-20,finance,
"""


RETURNED = ["SV1014", "SV993"]


def asking(folder: Path, first: str = "") -> Path:
    """Two contracts, of which one asks; and two returns, of which one is decided on."""
    more = {"C1": 'changes: [{on: 2022-10-01, lines: {"1": "-2"}, because: less work}]',
            "C2": 'offer_in_contract: "yes"'}  # fmt: skip
    for name, said in more.items():
        text = ASKING.format(name=name, more=said)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    on, by = ("2023-03-01", "supplier" if first == "withdraw" else "finance")
    on, by = (on, by) if first else ("", "")
    text = RETURNS.format(first=first, on=on, by=by)
    (folder / "returns.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_asks_each_time_it_is_opened_at_the_place(tmp_path: Path) -> None:
    """In files nobody is asked while they write: what is not asked at opening is never asked."""
    register = sv.contracts.open_register(asking(tmp_path))
    found = [(each.code, each.file, each.line or each.cell) for each in register.asked()]
    assert found == [
        ("SV971", "C1.yaml", 3), ("SV969", "C1.yaml", 9), ("SV970", "C1.yaml", 9),
        ("SV1014", "returns.csv", "F2"), ("SV993", "returns.csv", "G2"),
    ]  # fmt: skip
    assert len({*found}) == len(found)
    assert register.asked("C1") == register.asked()
    assert register.asked("C2") == ()
    assert not any("--" in each.hint for each in register.asked())


def test_a_return_is_asked_about_until_it_is_decided_on(tmp_path: Path) -> None:
    """A question that comes back for years after its answer hides the one of today."""
    for word, more in (("verify", []), ("return", []), ("withdraw", []), ("ask", RETURNED)):
        register = sv.contracts.open_register(asking(tmp_path, word))
        codes = [each.code for each in register.asked()]
        assert codes == ["SV971", "SV969", "SV970", *more], word


def test_a_record_that_is_written_asks_when_it_is_written(tmp_path: Path) -> None:
    """Who is asked twice of one thing answers neither time."""
    folder = sv.contracts.open_register(asking(tmp_path))
    held = sv.contracts.open_register()
    held.restore(folder)
    assert held.asked() == ()
    assert len(folder.asked()) == 5
