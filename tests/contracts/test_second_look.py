"""Which deliveries two people verify: the council's policy says it, and the record holds it."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import SecondLook
from socialvalue.model.policy import Bound, LookTwice

BY = {"by": "contract manager", "on": "2022-12-20"}
LINE = Decimal(28460)


def held_by(contract: Any, **look: Any) -> Any:
    """A delivery record of the contract, under a rule of two."""
    register = sv.contracts.open_register()
    made = attrs.evolve(contract, second_look=SecondLook(**look) if look else None)
    register.add(made, by="procurement", on="2022-08-20")
    return register


def reported(register: Any, quantity: object = 1, at: int = 0, **more: Any) -> Any:
    """A return of a month of 30 days, the first if no other is said."""
    first = date(2022, 9, 1) + timedelta(days=30 * at)
    last = first + timedelta(days=29)
    usual = {"line": "1", "statement": "Two road gangs.", "by": "supplier"}
    return register.deliver("ECC-0412", quantity=quantity, period=(first, last),
                            on=last + timedelta(days=1), **{**usual, **more})  # fmt: skip


def why(register: Any, seq: int) -> str:
    """Why two people verify a return, in words."""
    standing = register.standing()
    return str(standing["ECC-0412"].second_look(standing.returns[seq]))


# --- from the policy to the contract ------------------------------------------------------


def test_a_contract_takes_the_rule_of_the_day_of_its_notice(
    result: sv.Evaluation, award: Any
) -> None:
    """A rule of two that begins after a tender would bind who was never asked; one before, all."""
    assert award().second_look is None
    rules = (
        LookTwice(date(2022, 1, 1), Bound("above", Decimal(50_000)), 10),
        LookTwice(date(2023, 1, 1), None, 2),
    )
    policy = attrs.evolve(result.framework.policy, second_looks=rules)
    asked = attrs.evolve(result, framework=attrs.evolve(result.framework, policy=policy))
    days = {"reference": "ECC-0412", "starts": "2023-09-01", "ends": "2026-08-31"}
    found = sv.contracts.award(asked, "Brook & Daughters", **days)
    assert found.second_look == SecondLook(above=50_000, one_in=10)
    said = "Two people verify a delivery: worth over £50,000.00, and one in 10 of the others."
    assert said in str(found.explain())
    own = SecondLook(one_in=3)
    assert (
        sv.contracts.award(asked, "Brook & Daughters", second_look=own, **days).second_look == own
    )


@pytest.mark.parametrize(("wording", "key"), [("above", "above"), ("from", "least")])
def test_over_and_from_stay_what_they_are(result: sv.Evaluation, wording: str, key: str) -> None:
    """'£1,000 and over' that became 'over £1,000' would let the return of £1,000 through."""
    rule = LookTwice(date(2022, 1, 1), Bound(wording, Decimal(1000)))
    policy = attrs.evolve(result.framework.policy, second_looks=(rule,))
    asked = attrs.evolve(result, framework=attrs.evolve(result.framework, policy=policy))
    found = sv.contracts.award(asked, "Brook & Daughters", reference="E", starts="2022-09-01",
                               ends="2025-08-31").second_look  # fmt: skip
    assert found is not None
    assert getattr(found, key) == 1000
    assert found.is_large(Fraction(1000)) == (wording == "from")
    assert found.is_large(Fraction(100_001, 100))
    assert not found.is_large(Fraction(99_999, 100))


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "SV958"), ({"above": 1, "least": 2}, "SV316"), ({"one_in": 0}, "SV316"),
     ({"one_in": 1001}, "SV316"), ({"one_in": True}, "SV316"), ({"one_in": 2.0}, "SV316"),
     ({"above": "much"}, "SV301"), ({"above": 0.5}, "SV305")],
)  # fmt: skip
def test_a_rule_that_asks_for_nothing_is_none(said: Any, code: str) -> None:
    """A rule that cannot be read is not taken for no rule."""
    with pytest.raises(sv.InputError) as caught:
        SecondLook(**said)
    assert [each.code for each in caught.value.problems] == [code]
    assert SecondLook(one_in=1000).says() == "one in 1000"


def test_a_contract_takes_no_number_for_a_rule(contract: Any) -> None:
    """Fifty thousand of what would stand in the record for ever."""
    with pytest.raises(sv.InputError, match="second_look"):
        attrs.evolve(contract, second_look=50_000)


# --- what is refused ----------------------------------------------------------------------


def test_what_two_people_verify_one_does_not(contract: Any) -> None:
    """Whoever verifies alone what two are asked for makes a rule of two one of one."""
    register = held_by(contract, above=LINE)
    small, large = reported(register, 1), reported(register, "1.01", at=1)
    assert (why(register, small.seq), why(register, large.seq)) == ("", "over £28,460.00")
    assert register.approve(small, **BY).action == "approve"
    with pytest.raises(sv.InputError) as caught:
        register.approve(large, quantity="0.5", reason="half", **BY)
    (found,) = caught.value.problems
    assert (found.code, found.message) == (
        "SV958", "a return that two people verify (over £28,460.00) needs the second person",
    )  # fmt: skip
    assert found.hint == "give a role: --second finance"
    assert register.approve(large, second="finance", **BY).noun.second == "finance"


def test_who_typed_a_return_is_no_second_person(contract: Any) -> None:
    """Who typed what nobody can compare would vouch for their own typing, and one has looked."""
    register, typed = held_by(contract, above=1), {"entered_by": "contract manager"}
    bare = reported(register, 1, **typed)
    form = sv.contracts.Evidence("supplier_return", sha256="ab" * 32)
    attached = reported(register, 1, at=1, evidence=form, **typed)
    both = {"by": "finance", "second": "contract manager", "on": "2022-12-20"}
    with pytest.raises(sv.InputError) as caught:
        register.approve(bare, **both)
    (found,) = caught.value.problems
    assert (found.code, found.where) == ("SV956", "the second person")
    assert "only where the supplier's return is attached by its hash" in found.message
    assert register.approve(attached, **both).noun.second == "contract manager"
    assert register.approve(bare, **{**both, "second": "legal"}).noun.second == "legal"


def test_one_at_the_limit_is_not_over_it(contract: Any) -> None:
    """A limit that is read one penny off asks the wrong deliveries for a second person."""
    entry = reported(over := held_by(contract, above=LINE))
    assert why(over, entry.seq) == ""
    entry = reported(from_it := held_by(contract, least=LINE))
    assert why(from_it, entry.seq) == "from £28,460.00"
    entry = reported(below := held_by(contract, least=LINE + Decimal("0.01")))
    assert why(below, entry.seq) == ""


def test_to_send_back_to_ask_and_to_withdraw_one_is_enough(contract: Any) -> None:
    """Two are asked for what counts as delivered, and nothing does that goes back."""
    register = held_by(contract, one_in=1)
    asked, back, taken = (reported(register, at=at) for at in range(3))
    register.ask(asked, question="where?", **BY)
    register.reject(back, reason="no list", **BY)
    register.withdraw(taken, reason="too early", by="supplier", on="2022-12-20")
    states = [each.state for each in register.standing().returns.values()]
    assert states == ["reported", "returned", "withdrawn"]
    with pytest.raises(sv.InputError, match="drawn"):
        register.approve(asked, **BY)


def test_what_is_reopened_is_verified_by_two_again(contract: Any) -> None:
    """A second look at the first figure says nothing of the one that came after it."""
    register = held_by(contract, one_in=1)
    entry = reported(register)
    register.approve(entry, second="finance", **BY)
    register.reopen(entry, reason="the list was of another contract", **BY)
    with pytest.raises(sv.InputError, match="SV958"):
        register.approve(entry, **BY)


def test_a_contract_without_a_rule_is_verified_as_before(contract: Any) -> None:
    """A record of an earlier version that asked of a sudden for two could not go on."""
    register = held_by(contract)
    kept = register.entries[0].what or {}
    assert "starts" in kept
    assert "second_look" not in kept
    assert register.approve(reported(register), **BY).noun.second == ""


def test_the_rule_is_exported_and_restored(contract: Any, tmp_path: Path) -> None:
    """A copy of a record that forgot its rule, or drew anew, would be a way around it."""
    register = held_by(contract, above=100_000, one_in=2)
    seqs = [reported(register, at=at).seq for at in range(30)]
    register.export(tmp_path / "out")
    other = sv.contracts.open_register(tmp_path / "d.db", new=True)
    other.restore(tmp_path / "out")
    with other:
        assert other.contract("ECC-0412").second_look == SecondLook(above=100_000, one_in=2)
        assert [why(other, seq) for seq in seqs] == [why(register, seq) for seq in seqs]
    assert {why(register, seq) for seq in seqs} == {"", "drawn"}


# --- the sample ---------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.data())
def test_nothing_but_its_ids_decides_who_is_drawn(contract: Any, data: st.DataObject) -> None:
    """Whoever could draw anew would draw until the sample is as somebody likes it."""
    register = held_by(contract, one_in=3)
    order = data.draw(st.permutations(range(8)))
    seqs = {at: reported(register, data.draw(st.integers(1, 3)), at=at).seq for at in order}
    before = {at: why(register, seq) for at, seq in seqs.items()}
    for at in data.draw(st.lists(st.sampled_from(order), unique=True)):
        act = data.draw(st.sampled_from(["verify", "ask", "correct", "return"]))
        if act == "ask":
            register.ask(seqs[at], question="where?", by="contract manager", on="2023-12-01")
        elif act == "verify":
            register.approve(seqs[at], by="contract manager", on="2023-12-01", second="finance")
        elif act == "correct":
            register.correct(seqs[at], reason="typed twice", by="contract manager")
            seqs[at] = reported(register, 2, at=at).seq
        else:
            register.reject(seqs[at], reason="no", by="contract manager", on="2023-12-01")
            seqs[at] = reported(register, 2, at=at, replaces=seqs[at], statement="Anew.").seq
    assert {at: why(register, seq) for at, seq in seqs.items()} == before


def test_a_supplier_cannot_know_who_will_be_drawn(contract: Any) -> None:
    """The same contract in another record draws others: its own entry's hash decides."""
    drawn = []
    for _ in range(3):
        register = held_by(contract, one_in=2)
        drawn.append(tuple(why(register, reported(register, at=at).seq) for at in range(30)))
    assert len({*drawn}) == 3


@settings(max_examples=25)
@given(one_in=st.integers(1, 20), seed=st.integers(0, 10**9))
def test_about_one_in_so_many_is_drawn(one_in: int, seed: int) -> None:
    """One in 10 that were one in 100 would look at next to nothing, and nobody would know."""
    look, many = SecondLook(one_in=one_in), 2000
    ids = ([f"{at}", "NT1", "2022-09-01", "2022-11-30"] for at in range(many))
    found = sum(look.is_drawn(str(seed), each) for each in ids)
    assert abs(found - many / one_in) < 6 * (many / one_in) ** 0.5 + 1


def test_ids_do_not_run_into_each_other() -> None:
    """Commitment 1 of measure 12 is not commitment 11 of measure 2."""
    look = SecondLook(one_in=1000)
    one, other = ([look.is_drawn(str(at), ids) for at in range(20_000)]
                  for ids in (["1", "12"], ["11", "2"]))  # fmt: skip
    assert any(one)
    assert one != other


# --- in a month ---------------------------------------------------------------------------


def round_of(register: Any, folder: Path, **rules: Any) -> Any:
    """A month of the record, with nothing in the inbox."""
    folder.mkdir(exist_ok=True)
    return sv.calculators.month(register, folder, on="2025-10-01", **rules)


def samples(found: Any, folder: Path) -> dict[int, str]:
    """What stands in the column 'Sample?' of each return."""
    path = folder / "decisions.xlsx"
    path.write_bytes(found.files["decisions.xlsx"])
    sheet = openpyxl.load_workbook(path)["Decisions"]
    path.unlink()
    return {int(str(sheet.cell(row, 1).value)): str(sheet.cell(row, 14).value)
            for row in range(7, sheet.max_row + 1)}  # fmt: skip


@pytest.mark.parametrize("rules", [{}, {"sample": 2}, {"second_above": 20_000}, {"sample": 99},
                                   {"sample": 1, "second_above": 1}])  # fmt: skip
def test_an_option_asks_for_more_and_never_for_less(
    contract: Any, tmp_path: Path, rules: dict[str, int]
) -> None:
    """A round that took a return out of the contract's sample would be a way around the policy."""
    register = held_by(contract, least=2 * LINE, one_in=2)
    seqs = [reported(register, 1 + at // 28, at=at).seq for at in range(30)]
    shown = samples(round_of(register, tmp_path / "in", **rules), tmp_path)
    own = {seq for seq in seqs if why(register, seq)}
    asked = {seq for seq, words in shown.items() if words != "no"}
    assert own <= asked
    assert 0 < len(own) < len(seqs)
    assert (own == asked) == (not rules)
    assert all(words == "no" or words.endswith(": second person") for words in shown.values())


def test_the_review_sheet_and_the_list_say_who_is_looked_at(contract: Any, tmp_path: Path) -> None:
    """Who learns of a second person when the workbook comes back does the work twice."""
    register = held_by(contract, above=LINE)
    reported(register, 1)
    large = reported(register, 2, at=1).seq
    found = round_of(register, tmp_path / "in")
    papers = sv.reports.month_reports(register, found)
    assert "Verify: 2 returns, 1 of them with a second person" in str(papers["my-month.html"])
    said = f"A second person looks at entry {large} (no. 1: over £28,460.00) before it is verified."
    (review,) = (each for name, each in papers.items() if name.startswith("reviews/"))
    assert said in str(review)
    own = sv.reports.make(register, kind="contract", on="2025-10-01", audience="contract-team")
    assert said in str(own)
    theirs = sv.reports.make(register, kind="contract", on="2025-10-01",
                             audience="supplier:Brook & Daughters")  # fmt: skip
    assert "second person" not in str(theirs)
    none = held_by(contract)
    reported(none, 2)
    papers = sv.reports.month_reports(none, round_of(none, tmp_path / "in"))
    assert not any("second person" in str(each) for each in papers.values())


@pytest.mark.parametrize("rules", [{"second_above": 1}, {"sample": 1}])
@pytest.mark.parametrize("attached", [True, False])
def test_who_typed_a_return_is_no_second_person_of_a_round_either(
    contract: Any, tmp_path: Path, rules: dict[str, int], attached: bool
) -> None:
    """A round that asks for two would take who typed a return for one who looked at it."""
    register = held_by(contract)
    form = [sv.contracts.Evidence("supplier_return", sha256="ab" * 32)] if attached else []
    reported(register, 1, entered_by="finance", evidence=form)
    inbox = tmp_path / "in"
    path = inbox / "decisions.xlsx"
    inbox.mkdir()
    path.write_bytes(round_of(register, inbox, **rules).files["decisions.xlsx"])
    book = openpyxl.load_workbook(path)
    sheet = book["Decisions"]
    sheet["D3"], sheet["D4"] = "contract manager", "2022-12-20"
    for name, value in (("verify", "verify"), ("second", "Finance")):
        sheet.cell(7, {"verify": 11, "second": 15}[name]).value = value
    book.save(path)
    found = round_of(register, inbox, **rules)
    codes = [(each.code, each.cell) for each in found.problems]
    assert codes == ([] if attached else [("SV956", "Decisions!O7")])
    assert found.decided == int(attached)


# --- in files -----------------------------------------------------------------------------

FILE = """
schema: socialvalue/contract-file@1
reference: C1
title: A contract
suppliers: [Acme]
starts: 2022-09-01
ends: 2023-08-31
value: "100000"
{rule}
commitments:
  - {{line: "1", measure: NT1, unit: fte_year, quantity: "24", unit_value: "1000"}}
"""
HEADS = "contract,line,quantity,from,to,statement,day,decision,decided on,decided by"
ROW = "C1,1,2,2022-09-01,2022-11-30,Two gangs.,2022-12-10,verify,2022-12-20,contract manager"


def folder(tmp_path: Path, rule: str, second: str | None = None) -> Path:
    """A contract's file, and one return that is verified."""
    (tmp_path / "c1.yaml").write_text(FILE.format(rule=rule), encoding="utf-8")
    more = ("", "") if second is None else (",second person", f",{second}")
    text = os.linesep.join((HEADS + more[0], ROW + more[1], ""))
    (tmp_path / "returns.csv").write_text(text, encoding="utf-8", newline="")
    return tmp_path


@pytest.mark.parametrize(
    ("rule", "second", "found"),
    [
        ('second_look: {above: "1999.99"}', None, ("SV958", "returns.csv", "H2")),
        ('second_look: {from: "2000"}', "", ("SV958", "returns.csv", "K2")),
        ('second_look: {above: "1"}', "contract manager", ("SV956", "returns.csv", "K2")),
        ('second_look: {above: "1"}', "somebody", ("SV959", "returns.csv", "K2")),
    ],
)
def test_a_folder_holds_the_rule_by_cell(
    tmp_path: Path, rule: str, second: str | None, found: tuple[str, str, str]
) -> None:
    """A table that says nothing of a second person says that there was none."""
    with pytest.raises(sv.SocialValueError) as caught:
        sv.contracts.open_register(folder(tmp_path, rule, second))
    (wrong,) = caught.value.problems
    assert (wrong.code, wrong.file, wrong.cell) == found


@pytest.mark.parametrize(
    ("rule", "codes", "column"),
    [("second_look: {one_in: 0}", ["SV316"], 23), ("second_look: {}", ["SV958"], 14),
     ('second_look: {above: "1", from: "2"}', ["SV316"], None),
     ("second_look: {one_in: some}", ["SV203"], 23), ("second_look: {above: -1}", None, 22),
     ("second_look: {one_in: 2, of: 1}", ["SV201"], 26)],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_shown_where_it_stands(
    tmp_path: Path, rule: str, codes: list[str] | None, column: int | None
) -> None:
    """A rule that is passed over in silence binds nobody."""
    with pytest.raises(sv.SocialValueError) as caught:
        sv.contracts.open_register(folder(tmp_path, rule, "finance"))
    (wrong,) = caught.value.problems
    assert codes is None or [wrong.code] == codes
    assert (wrong.file, wrong.line) == ("c1.yaml", 9)
    assert column is None or wrong.column == column


def test_a_folder_records_the_second_person(tmp_path: Path) -> None:
    """Whoever audits a folder sees who the two were, as in a record."""
    path = folder(tmp_path, 'second_look: {above: "1", one_in: 10}', "Finance")
    register = sv.contracts.open_register(path)
    assert register.contract("C1").second_look == SecondLook(above=1, one_in=10)
    assert register.entries[-1].noun.second == "finance"


def test_a_folder_refuses_no_return_for_its_sample(tmp_path: Path) -> None:
    """Every change of a file draws anew: what was right yesterday would be refused today."""
    register = sv.contracts.open_register(folder(tmp_path, "second_look: {one_in: 1}"))
    assert why_of(register) == "drawn"
    with sv.contracts.open_register(tmp_path / "d.db", new=True) as held:
        held.restore(register)
        assert why_of(held) == "drawn"


def why_of(register: Any) -> str:
    """Why two people verify the one return."""
    standing = register.standing()
    (each,) = standing.returns.values()
    return str(standing["C1"].second_look(each))
