"""Who manages a contract changes while it runs: from a day on, by a role, and nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts import Management

FIRST, SECOND = "Contract manager, roads", "Contract manager, parks"
USUAL = {"by": "director", "on": "2023-04-01"}


@pytest.fixture
def held(contract: Any) -> Any:
    """A delivery record of the contract, which a role manages."""
    register = sv.contracts.open_register()
    made = attrs.evolve(contract, manager=FIRST)
    register.add(made, by="procurement", on="2022-08-20")
    return register


def managed(register: Any, on: str, **known: str) -> str:
    """Who manages the contract, as at a day."""
    return str(sv.contracts.progress(register, "ECC-0412", on=on, **known).contract.manager)


def codes(write: Any) -> list[str]:
    """Why it is refused."""
    with pytest.raises(sv.SocialValueError) as caught:
        write()
    return [each.code for each in caught.value.problems]


def test_who_manages_it_is_who_manages_it_on_the_day(held: Any) -> None:
    """A question of March would be sent to who took the contract over in April."""
    entry = held.manage("ECC-0412", f"  {SECOND} ", **USUAL)
    assert (entry.action, entry.noun, entry.by) == ("manage", Management(SECOND), "director")
    assert [managed(held, day) for day in ("2023-03-31", "2023-04-01")] == [FIRST, SECOND]
    assert held.contract("ECC-0412").manager == FIRST, "as it was awarded"
    held.manage("ECC-0412", "Head of roads", by="director", on="2023-01-01")
    assert [managed(held, day) for day in ("2022-12-31", "2023-03-31", "2023-04-01")] == [
        FIRST, "Head of roads", SECOND,
    ]  # fmt: skip


def test_a_change_of_manager_is_undone_like_any_entry(held: Any) -> None:
    """A slip of the keyboard must not stand as who is asked."""
    entry = held.manage("ECC-0412", SECOND, **USUAL)
    held.correct(entry, reason="another contract", by="director")
    assert managed(held, "2023-06-30") == FIRST
    assert held.verify() == ()


def test_what_was_known_on_a_day_stays_what_was_known(contract: Any, on_day: Any) -> None:
    """A report of last month must not come out with this month's manager."""
    register = sv.contracts.open_register()
    on_day("2022-08-20")
    made = attrs.evolve(contract, manager=FIRST)
    register.add(made, by="procurement", on="2022-08-20")
    on_day("2023-05-01")
    register.manage("ECC-0412", SECOND, **USUAL)
    assert managed(register, "2023-06-30", known="2023-05-01") == SECOND
    assert managed(register, "2023-06-30", known="2023-04-30") == FIRST


@pytest.mark.parametrize(("manager", "said", "code"), [
    ("", {}, "SV958"), ("\u200b", {}, "SV958"), ("jo.reed@example.org", {}, "SV1049"),
    (SECOND, {"by": "supplier"}, "SV956"), (SECOND, {"by": "nobody"}, "SV959"),
    (SECOND, {"on": "2022-08-19"}, "SV954"), (SECOND, {"on": "soon"}, "SV206"),
    (7, {}, "SV316"),
])  # fmt: skip
def test_a_person_a_supplier_and_a_day_before_are_refused(
    held: Any, manager: Any, said: dict[str, str], code: str
) -> None:
    """Who manages a contract is the council's to say, and no name is kept for years."""
    assert codes(lambda: held.manage("ECC-0412", manager, **{**USUAL, **said})) == [code]
    assert codes(lambda: held.manage("ECC-9", SECOND, **USUAL)) == ["SV950"]
    assert len(held.entries) == 1
    assert held.manage("ECC-0412", SECOND, **USUAL).seq == 2


def test_it_stands_with_a_change_of_the_schedule(held: Any) -> None:
    """Who takes a contract over with a new supplier manages it after that, too."""
    held.manage("ECC-0412", SECOND, **USUAL)
    held.change("ECC-0412", reason="novation", ground="regulation_72", instrument="Deed 1",
                suppliers="Cope", by="legal", on="2023-05-01")  # fmt: skip
    now = held.standing()["ECC-0412"].schedule.now
    assert (now.manager, [each.name for each in now.suppliers]) == (SECOND, ["Cope"])


def test_reports_and_tables_show_who_manages_it_on_their_day(held: Any, tmp_path: Path) -> None:
    """Directors who ask the one that left are told nothing."""
    held.manage("ECC-0412", SECOND, **USUAL)
    for on, name, other in (("2023-03-31", FIRST, SECOND), ("2023-04-01", SECOND, FIRST)):
        report = str(sv.reports.make(held, on=on, kind="portfolio", audience="contract-team"))
        assert name in report
        assert other not in report
    held.export(tmp_path / "out")
    assert SECOND in (tmp_path / "out" / "contracts.csv").read_text("utf-8")
    other = sv.contracts.open_register(tmp_path / "d.db", new=True)
    other.restore(tmp_path / "out")
    with other:
        assert managed(other, "2023-04-01") == SECOND


def test_a_name_that_was_typed_for_a_role_is_erased(held: Any) -> None:
    """A program knows no names, and one must not stand for ever."""
    entry = held.manage("ECC-0412", "Jo Reed", **USUAL)
    held.erase(entry.seq, why="a name", by="data protection officer")
    assert managed(held, "2023-06-30") != "Jo Reed"
    assert "Jo Reed" not in "".join(each.words for each in held.entries)
    assert held.verify() == ()
    assert held.entries[1].on == date(2023, 4, 1)
