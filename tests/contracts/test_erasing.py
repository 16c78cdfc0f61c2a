"""Words that were erased: gone from every file, with no figure moved and no entry lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.histories import DAYS, FIRST, SUMMED, contracts, registers

import socialvalue as sv
from socialvalue.contracts import Breach, Evidence, Party

NAMED = "Jane Example of 1 High Street was ill"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the record lies."""
    return tmp_path / "delivery.db"


@pytest.fixture
def record(path: Path, contract: Any) -> Any:
    """A record whose statement, evidence and reason name somebody."""
    held = sv.contracts.open_register(path, new=True)
    held.add(contract, by="procurement", on="2022-08-20")
    evidence = Evidence("timesheet", title=NAMED, held_at=f"under {NAMED}", sha256="a" * 64)
    given = held.deliver("ECC-0412", line="1", quantity="2.5", statement=NAMED * 200,
                         period=("2022-09-01", "2022-11-30"), by="supplier", on="2022-12-10",
                         evidence=evidence)  # fmt: skip
    held.approve(given, by="finance", on="2022-12-20", quantity=2, reason=f"because {NAMED}")
    return held


def bytes_of(path: Path) -> bytes:
    """All that lies in the folder of a record."""
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_no_byte_is_left_and_no_figure_moves(path: Path, record: Any) -> None:
    """What a person may ask to have erased is gone; what a council reported stays."""
    assert NAMED.encode() in bytes_of(path)
    before = sv.portfolio(record, on="2022-12-31")
    head = record.head
    for seq in (2, 3):
        entry = record.erase(seq, why="names somebody", by="data protection officer")
        assert (entry.action, entry.about) == ("erase", seq)
    assert NAMED.encode() not in bytes_of(path)
    assert b"a" * 64 not in bytes_of(path)
    assert record.verify(head=head) == ()
    after = sv.portfolio(record, on="2022-12-31")
    for name in ("promised", "expected", "reported", "delivered", "capped", "unpromised"):
        assert getattr(after, name) == getattr(before, name)
    with sv.contracts.open_register(path) as again:
        assert again.verify(head=head) == ()
        assert again.entries[1].noun.statement == "(erased)"
        assert again.entries[2].reason == "(erased)"
        assert again.entries[1].noun.quantity == record.entries[1].noun.quantity


def test_what_may_not_be_erased(record: Any) -> None:
    """Not twice, not without a reason, and not what nobody wrote."""
    record.erase(2, why="names somebody", by="data protection officer")
    for seq, why, code in ((1, " ", "SV958"), (2, "x", "SV981"), (3, " ", "SV958"),
                           (4, "x", "SV981")):  # fmt: skip
        with pytest.raises(sv.InputError, match=code):
            record.erase(seq, why=why, by="data protection officer")
    with pytest.raises(sv.NotFoundError, match="SV978"):
        record.erase(99, why="x", by="data protection officer")
    with pytest.raises(sv.InputError, match="SV977"):
        record.correct(4, reason="bring it back", by="finance")
    assert len(record.entries) == 4


def test_what_is_held_is_not_erased(record: Any, on_day: Callable[[str], None]) -> None:
    """To erase what somebody has asked to see is an offence."""
    on_day("2027-01-01")
    record.hold("ECC-0412", reason="a request for information", until="2027-03-31")
    with pytest.raises(sv.InputError, match=r"SV982.*31 March 2027: a request"):
        record.erase(2, why="names somebody", by="data protection officer")
    assert NAMED in record.entries[1].noun.statement
    on_day("2027-04-01")
    assert record.erase(2, why="names somebody", by="data protection officer").about == 2
    with pytest.raises(sv.InputError, match="SV958"):
        record.hold("ECC-0412", reason="", until="2027-12-31")
    with pytest.raises(sv.NotFoundError, match="SV950"):
        record.hold("C2", reason="x", until="2027-12-31")


def test_a_slip_may_still_be_undone_after_its_words_are_gone(record: Any) -> None:
    """Erasing is no way to keep a wrong figure in the record."""
    record.erase(3, why="names somebody", by="data protection officer")
    record.correct(3, reason="the wrong return", by="finance")
    assert record.standing().returns[2].state == "reported"
    assert record.verify() == ()


def test_a_copy_brings_no_words_back_of_what_was_undone(record: Any, tmp_path: Path) -> None:
    """What a person had erased would lie in the restored record, after a traceback."""
    record.correct(3, reason="a slip", by="finance")
    record.export(tmp_path / "copy")
    record.erase(3, why="names somebody", by="data protection officer")
    record.export(tmp_path / "later")
    with sv.contracts.open_register(tmp_path / "again.db", new=True) as again:
        assert again.restore(tmp_path / "copy", erased=tmp_path / "later/erased.jsonl") == 4
        assert (again.entries[2].reason, again.entries[4].action) == ("(erased)", "erase")
        assert again.verify() == ()
    assert f"because {NAMED}".encode() not in (tmp_path / "again.db").read_bytes()


# --- a contract's own words ---------------------------------------------------------------


def test_a_name_that_was_typed_for_a_role_is_erased(path: Path, contract: Any) -> None:
    """A program knows no names: one in the place of a role would be in the record for ever."""
    with sv.contracts.open_register(path, new=True) as held:
        held.add(attrs.evolve(contract, manager=NAMED), by="procurement", on="2022-08-20")
        assert held.contract("ECC-0412").manager == NAMED
        held.erase(1, why="it names somebody", by="data protection officer")
        assert held.contract("ECC-0412").manager == ""
        assert held.verify() == ()
    assert NAMED.encode() not in bytes_of(path)


def test_the_names_of_sole_traders(path: Path, contract: Any) -> None:
    """A sole trader's name is personal data: it goes, and who owes what stays known."""
    ann, bob = "Ann Example trading as Hedges", "Bob Example"
    first, *others = contract.lines
    lines = [attrs.evolve(first, owner=bob), *others]
    two = attrs.evolve(contract, suppliers=[Party(ann), Party(bob)], lines=lines, title=NAMED)
    with sv.contracts.open_register(path, new=True) as held:
        held.add(two, by="procurement", on="2022-08-20")
        held.add(attrs.evolve(contract, reference="C2", suppliers=[bob], lines=()),
                 by="procurement", on="2022-08-20")  # fmt: skip
        before = sv.portfolio(held, on="2022-12-31")
        for seq in (1, 2):
            held.erase(seq, why="asked for", by="data protection officer")
        after = sv.portfolio(held, on="2022-12-31")
        assert (after.supplier_count, before.supplier_count) == (2, 2)
        sums = [sorted(str(each.promised) for each in one.by("supplier").values())
                for one in (before, after)]  # fmt: skip
        assert sums[0] == sums[1]
        erased = held.contract("ECC-0412")
        assert [each.name for each in erased.suppliers] == [
            "(erased, supplier 1)", "(erased, supplier 2)"]  # fmt: skip
        assert erased.lines[0].owner == "(erased, supplier 2)"
        held.change("ECC-0412", reason="novation", suppliers="Cope", instrument="Deed",
                    ground="review_clause", by="legal", on="2023-01-01")  # fmt: skip
        assert held.verify() == ()
    found = bytes_of(path)
    assert b"ECC-0412" in found
    for word in (ann, bob, NAMED):
        assert word.encode() not in found


def test_a_supplier_of_two_contracts_is_one_where_only_one_is_erased(contract: Any) -> None:
    """Its pounds stood under two names, and a list of suppliers had one too many."""
    held = sv.contracts.open_register()
    for reference in ("C1", "C2"):
        held.add(attrs.evolve(contract, reference=reference, suppliers=["Ann Example"]),
                 by="procurement", on="2022-08-20")  # fmt: skip
    for seq, name in ((1, "Ann Example"), (2, "(erased, supplier 1)")):
        held.erase(seq, why="asked for", by="data protection officer")
        found = sv.portfolio(held, on="2022-12-31")
        assert [*found.by("supplier")] == [*found.quantities("supplier")] == [name]


def test_two_suppliers_of_one_name_stay_two(contract: Any) -> None:
    """Two sole traders of one name are two, by their numbers, also when the name is gone."""
    held = sv.contracts.open_register()
    pair = [Party("Ann Lee", id="1"), Party("Ann Lee", id="2", role="partner")]
    held.add(attrs.evolve(contract, suppliers=pair), by="procurement", on="2022-08-20")
    held.erase(1, why="asked for", by="data protection officer")
    names = [each.name for each in held.contract("ECC-0412").suppliers]
    assert names == ["(erased, supplier 1)", "(erased, supplier 2)"]


def test_an_identifier_that_reads_like_a_name_is_another_supplier(contract: Any) -> None:
    """Two firms are not made one by what one of them is called in a register of companies."""
    held = sv.contracts.open_register()
    pair = (Party("Brook"), Party("Cope", id="Brook"))
    for reference, party in zip(("C1", "C2"), pair, strict=True):
        held.add(attrs.evolve(contract, reference=reference, suppliers=[party]),
                 by="procurement", on="2022-08-20")  # fmt: skip
    marks = [held.contract(each).suppliers[0].mark for each in ("C1", "C2")]
    assert marks == [1, 2]


def test_an_owner_is_the_supplier_of_its_own_contract(contract: Any) -> None:
    """Of two firms of one name each keeps its commitments once their names are erased."""
    held = sv.contracts.open_register()
    for reference, number in (("C1", "0412"), ("C2", "0977"), ("C3", "0412")):
        lines = [attrs.evolve(each, owner="Ann Lee") for each in contract.lines]
        made = attrs.evolve(contract, reference=reference, lines=lines,
                            suppliers=[Party("Ann Lee", id=number)])  # fmt: skip
        held.add(made, by="procurement", on="2022-08-20")
    for seq in (1, 2, 3):
        held.erase(seq, why="asked for", by="data protection officer")
    for reference, mark in (("C1", 1), ("C2", 2), ("C3", 1)):
        found = held.contract(reference)
        names = {each.owner for each in found.lines} | {found.suppliers[0].name}
        assert names == {f"(erased, supplier {mark})"}


def test_the_suppliers_of_another_record_are_others(contract: Any) -> None:
    """Numbers stand for names within one record, and the contract itself is the same."""
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2022-08-20")
    assert held.contract("ECC-0412") == contract
    assert held.contract("ECC-0412").suppliers[0].key == "supplier 1"
    assert contract.suppliers[0].key == "brook & daughters"


@given(registers(), contracts(9, SUMMED), DAYS, st.sets(st.integers(0, 40), min_size=1, max_size=6))
@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
def test_erasing_changes_no_figure_and_leaves_no_byte(
    tmp_path_factory: pytest.TempPathFactory, register: Any, named: Any, on: Any, picked: set[int]
) -> None:
    """Whatever is erased of whatever history: the figures stay, and the words are nowhere."""
    path = tmp_path_factory.mktemp("record") / "delivery.db"
    with sv.contracts.open_register(path, new=True) as held:
        held.restore(register)
        first = held.head
        told(held, named)
        before = figures(held, on)
        own = range(len(register.entries) + 1, len(held.entries) + 1)
        others = {each.seq for each in register.entries if each.action != "correct"}
        for seq in {*own, *(seq for seq in picked if seq in others)}:
            if held.entries[seq - 1].said:
                held.erase(seq, why="asked for", by="data protection officer")
        assert figures(held, on) == before
        assert held.verify(head=first) == ()
        again = [each.noun for each in held.entries]
    found = bytes_of(path)
    assert b"C9" in found
    assert NAMED.encode() not in found
    assert len(again) > len(own)


def told(held: Any, named: Any) -> None:
    """A contract, a return, a decision, a change and a breach, each of which names somebody."""
    made = attrs.evolve(named, title=NAMED, suppliers=[NAMED, "Brook"],
                        lines=[attrs.evolve(each, owner=NAMED, note=NAMED, activity=NAMED)
                               for each in named.lines])  # fmt: skip
    held.add(made, by="procurement", on=FIRST)
    given_ = held.deliver("C9", line="1", quantity="1", period=(FIRST, FIRST), statement=NAMED,
                          by="supplier", on="2022-10-01",
                          evidence=Evidence("photo", title=NAMED, held_at=NAMED))  # fmt: skip
    held.approve(given_, by="finance", on="2022-10-02", quantity="0.5", reason=NAMED)
    held.change("C9", reason="variation", lines={"1": "+1"}, because=NAMED, instrument="Deed",
                ground="review_clause", by="finance", on="2022-11-01")  # fmt: skip
    breach = Breach(ground="settlement", confirmed_by=NAMED, obligation=NAMED, nature=NAMED,
                    supplier=NAMED)  # fmt: skip
    held.breach("C9", breach, by="legal", on="2022-12-01")


def figures(held: Any, on: Any) -> list[Any]:
    """All sums as at a day and as known today, without the names that they are told by."""
    found = sv.portfolio(held, on=on)
    names = ("promised", "expected", "reported", "delivered", "capped", "unpromised")
    parts = [sorted(str(getattr(each, name)) for each in found.by("supplier").values())
             for name in names]  # fmt: skip
    return [*(getattr(found, name) for name in names), *parts, found.contract_count,
            found.supplier_count]  # fmt: skip
