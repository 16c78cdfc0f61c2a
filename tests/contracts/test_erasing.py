"""Words that were erased: gone from every file, with no figure moved and no entry lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import Evidence

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
    """Not a contract, not twice, not without a reason, and not what nobody wrote."""
    record.erase(2, why="names somebody", by="data protection officer")
    for seq, why, code in ((1, "x", "SV981"), (2, "x", "SV981"), (3, " ", "SV958"),
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
