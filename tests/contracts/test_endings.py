"""What must be done before a contract ends is seen in time."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.contracts import Evidence, ExtensionOption


@pytest.fixture
def held(register: Any, report: Any) -> Any:
    """The highways contract to 31 August 2025: one return verified, one that waits."""
    register.approve(report(), by="finance", on="2022-12-20")
    report(period=("2022-12-01", "2023-02-28"), on="2023-03-10",
           evidence=Evidence("photo", title="Gang"))  # fmt: skip
    return register


def test_what_is_not_met_and_what_is_to_be_done(held: Any) -> None:
    """Half a year before the end there is still time to deliver; on the day after there is none."""
    (found,) = sv.contracts.endings(held, on="2025-03-01").contracts
    assert found.days == 184
    first = found.unmet[0]
    rows = sv.contracts.endings(held, on="2025-03-01").columns()
    assert (rows["committed"][0], rows["verified"][0], rows["waiting"][0]) == (24, 2.5, 2.5)
    assert (rows["left"][0], rows["a_year"][0], first.line) == (19, 8, "1")
    asks = list(found.asks())
    assert "Decide on what waits for us: 1 return" in asks
    assert "Ask for the last return, to 31 August 2025, by 14 September 2025" in asks
    assert "Say until when evidence is kept: 1 piece" in asks
    page = str(sv.contracts.endings(held, on="2025-03-01").explain())
    assert "Ends on 31 August 2025, 184 days left." in page
    assert "Delivery record: entry 4, " in page


@pytest.mark.parametrize(("on", "months", "count"), [
    ("2025-03-01", 6, 1), ("2025-02-28", 6, 0), ("2025-05-31", 3, 1), ("2025-05-30", 3, 0),
    ("2025-08-31", 1, 1), ("2025-09-01", 6, 0), ("2024-08-31", 12, 1),
])  # fmt: skip
def test_it_is_listed_in_its_months(held: Any, on: str, months: int, count: int) -> None:
    """Neither a day too late nor for ever: who sees a name on every list looks at none."""
    assert len(sv.contracts.endings(held, on=on, months=months).contracts) == count


def test_an_extension_moves_it_and_makes_nothing_good(held: Any) -> None:
    """What is owed at the old end is owed at the new one."""
    held.change("ECC-0412", reason="extension", ends="2026-08-31", ground="regulation_72",
                instrument="Deed", by="legal", on="2025-01-10")  # fmt: skip
    assert sv.contracts.endings(held, on="2025-03-01").contracts == ()
    later = sv.contracts.endings(held, on="2026-03-01").columns()
    assert later["left"][0] == 19


def test_who_takes_the_apprentices(contract: Any) -> None:
    """A young person in the second of three years is somebody, and not a line of a table."""
    first, *others = contract.lines
    made = attrs.evolve(contract, lines=[attrs.evolve(first, group="apprentices"), *others])
    register = sv.contracts.open_register()
    register.add(made, by="procurement", on="2022-08-20")
    (found,) = sv.contracts.endings(register, on="2025-06-01", months=3).contracts
    assert "1" in [each.line for each in found.people_in_training]
    assert next(iter(found.asks())).endswith("agree who takes them to the end")


def test_another_number_of_months(held: Any) -> None:
    """A slip must not read as a list that is empty."""
    for months in (0, -1, 61, True, "6"):
        with pytest.raises(sv.InputError, match="SV316"):
            sv.contracts.endings(held, on="2025-03-01", months=months)
    assert sv.contracts.endings(held, on="2025-03-01", months=60).contracts


# --- options -----------------------------------------------------------------------------


@pytest.fixture
def optional(contract: Any) -> Any:
    """The highways contract, with two options of a year each."""
    options = [ExtensionOption("2026-08-31", "2025-05-31", clause="clause 3.2"), ("2027-08-31",)]
    register = sv.contracts.open_register()
    register.add(attrs.evolve(contract, options=options), by="procurement", on="2022-08-20")
    return register


def test_the_last_day_for_notice_is_said(optional: Any) -> None:
    """An option that nobody looked at in time is gone, and the service with it."""
    (found,) = sv.contracts.endings(optional, on="2025-03-01", months=3).contracts
    first, second = found.options()
    assert first == (
        "Decide on the option to 31 August 2026 (clause 3.2): the last day for notice is "
        "31 May 2025, 92 days left"
    )
    assert second == (
        "Look up by when notice of the option to 31 August 2027 must be given: nobody said"
    )
    assert sv.contracts.endings(optional, on="2025-02-27", months=3).contracts == ()
    (later,) = sv.contracts.endings(optional, on="2025-06-01").contracts
    assert next(later.options()) == (
        "Notice of the option to 31 August 2026 (clause 3.2) had to be given by 31 May 2025, and "
        "it is not in the record"
    )
    assert len([*later.options()]) == 1
    assert found.contract.options == optional.contract("ECC-0412").options


@pytest.mark.parametrize(("on", "notices"), [
    ("2025-03-01", ["2025-05-31"]), ("2025-06-01", [None]), ("2025-09-01", []), ("2026-01-01", []),
])  # fmt: skip
def test_an_option_behind_one_that_lapsed_is_none(
    contract: Any, on: str, notices: list[Any]
) -> None:
    """A contract that is over can't be extended: who is asked to decide on it gives a false one."""
    options = [("2026-08-31", "2025-05-31"), ("2027-08-31", "2026-05-31")]
    register = sv.contracts.open_register()
    register.add(attrs.evolve(contract, options=options), by="procurement", on="2022-08-20")
    rows = sv.contracts.endings(register, on=on, months=24).columns()
    assert [each and str(each) for each in dict.fromkeys(rows["notice_by"])] == notices


@pytest.mark.parametrize("option", [(), ("2026-08-31", "2025-05-31", "clause 3.2")])
def test_an_option_of_another_length_is_refused(contract: Any, option: Any) -> None:
    """Whoever puts a clause behind the two days is told what an option is."""
    with pytest.raises(sv.InputError, match=r"SV316.*last day for notice"):
        attrs.evolve(contract, options=[option])


def test_an_option_that_is_taken_up_is_none(optional: Any) -> None:
    """Who extended the contract is asked of the next option, and not of that one again."""
    optional.change("ECC-0412", reason="extension", ends="2026-08-31", ground="review_clause",
                    instrument="Notice", by="legal", on="2025-04-10")  # fmt: skip
    (found,) = sv.contracts.endings(optional, on="2026-08-01").contracts
    assert [str(each.ends) for each in found.contract.options] == ["2027-08-31"]
    optional.change("ECC-0412", reason="termination", ground="breach", instrument="Notice",
                    by="legal", on="2026-08-15")  # fmt: skip
    assert optional.standing()["ECC-0412"].schedule.now.options == ()


@pytest.mark.parametrize("options", [
    [("2025-08-31", "2025-05-31")], [("2026-08-31", "2025-09-01")],
    [("2026-08-31",), ("2026-08-31",)],
])  # fmt: skip
def test_an_option_that_extends_nothing(contract: Any, options: Any) -> None:
    """Notice that is given once the contract is over extends nothing."""
    with pytest.raises(sv.InputError, match="SV954"):
        attrs.evolve(contract, options=options)
    assert attrs.evolve(contract, options=[("2026-08-31", "2025-08-31")]).options
