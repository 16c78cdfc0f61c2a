"""People and FTE by group: each person once, and no year of work taken for a job."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.contracts import Contract, Obligation, Term
from socialvalue.model.fields import day
from socialvalue.model.tender import ContractValue

GROUPS = {"young people NEET": 412, "long-term unemployed people": 287,
          "people with convictions": 64, "": 218}  # fmt: skip


def line(number: str, quantity: int, unit: str = "person", **details: Any) -> Obligation:
    """A commitment of people, if nothing else is said."""
    usual = {"measure": f"M{number}", "title": "A measure", "scored": quantity, "unit_value": None,
             "offered": sv.quantity("1", unit), "headcount": "people"}  # fmt: skip
    return Obligation(line=number, quantity=quantity, unit=unit, **{**usual, **details})


def story() -> Any:
    """17 contracts with 98 suppliers, £447m, £42m and 981 people in groups; all invented."""
    held = sv.contracts.open_register()
    for at in range(17):
        value, pounds = (26_000_000, 2_470_000) if at < 16 else (31_000_000, 2_480_000)
        lines = [line("1", pounds, "gbp", unit_value=1, headcount="")]
        if at < len(GROUPS):
            group = [*GROUPS][at]
            lines += [line("2", GROUPS[group], group=group), line("3", 24, "fte_year"),
                      line("4", 9, "employee", headcount=""),
                      line("5", 12, "fte_year", headcount="fte")]  # fmt: skip
        names = [f"Supplier {at * 6 + each}" for each in range(6 if at < 16 else 2)]
        held.add(Contract(reference=f"NCC-{at:04}", title="Invented", suppliers=names, lines=lines,
                          starts="2022-09-01", ends="2025-08-31", value=ContractValue(value)),
                 by="procurement", on="2022-08-20")  # fmt: skip
    return held


def test_the_headline_of_the_award_story() -> None:
    """981 people by group, and not a job more: years of work and unsaid counts are left out.

    Source:
        after-award.md §0, 6; practice.md §1.9.  The groups are invented: no paper says them.
    """
    found = sv.portfolio(story(), on="2022-12-31")
    assert sum(GROUPS.values()) == 981
    assert found.headline.startswith(
        "As at 31 December 2022. 17 contracts, 98 suppliers, £447.0m. "
        "Committed £42.0m (9.4p per £1). "
    )
    assert found.headline.endswith(
        "981 people to be taken on or kept, each counted once and 16 FTE at any one time."
    )
    assert (
        "People, each once, and FTE at any one time: 412 young people NEET; 287 long-term "
        "unemployed people; 64 people with convictions; 218 with no group stated; 16 FTE, with no "
        "group stated. Verified: 0 people."
    ) in " ".join(str(found).split())
    unsaid, years = found.left_out[-2:]
    assert unsaid.startswith("4 commitments of people or FTE-years of which nobody has said")
    assert years == "4 commitments in FTE-years, which are never jobs"
    by_group = found.quantities("group")
    assert by_group["young people NEET"]["person"].committed == 412


def test_a_headline_tells_no_small_count() -> None:
    """Three people of a ward are known by name to whoever reads the cabinet paper."""
    held = sv.contracts.open_register()
    few = line("1", 3, group="care leavers")
    held.add(Contract(reference="C1", title="Invented", suppliers="A", lines=[few],
                      starts="2022-09-01", ends="2025-08-31", value=ContractValue(5)),
             by="procurement", on="2022-08-20")  # fmt: skip
    found = sv.portfolio(held, on="2022-12-31")
    assert "people" not in found.headline
    assert "3 care leavers" in str(found)


def test_eight_people_for_three_years_are_eight(register: Any) -> None:
    """How many jobs? 8, and not 24: and of six FTE-years for two people, 2."""
    found = sv.portfolio(register, on="2022-12-31").people
    assert found["no group stated"].fte == 8
    assert found["young people NEET"].fte == 2
    assert [each.committed for each in found.values()] == [0, 0]


def test_fte_at_any_one_time_follows_the_schedule(register: Any) -> None:
    """A fourth year of work for eight is eight in the fourth year, and no more before."""
    register.change("ECC-0412", reason="extension", ends="2026-08-31", lines={"1": "+8"},
                    on="2025-06-30", ground="regulation_72", instrument="Deed",
                    by="legal")  # fmt: skip

    def fte(on: str) -> Fraction:
        return sv.contracts.progress(register, "ECC-0412", on=on)["1"].level

    assert [fte(each) for each in ("2022-08-25", "2025-08-31", "2025-09-01", "2027-01-01")] == [
        8, 8, 8, 8]  # fmt: skip
    register.change("ECC-0412", reason="variation", lines={"1": "+4"}, on="2025-09-01",
                    ground="regulation_72", instrument="Deed", by="legal")  # fmt: skip
    assert fte("2025-08-31") == 8
    assert fte("2025-09-01") == 12


@pytest.mark.parametrize(
    ("starts", "ends", "years"),
    [
        ("2022-09-01", "2025-08-31", 3),
        ("2024-02-29", "2025-02-28", 1),
        ("2022-09-01", "2022-09-01", Fraction(1, 365)),
        ("2022-09-01", "2024-03-01", 1 + Fraction(183, 366)),
    ],
)
def test_years_of_a_term(starts: str, ends: str, years: Fraction) -> None:
    """Three years are three, whichever of them is a leap year."""
    assert Term(day(starts), day(ends)).years == years


def test_who_says_it_first(award: Any) -> None:
    """What the award says stands before our reading of a title, and ours is marked as ours."""
    assert (award()["2"].group, award()["2"].is_ours) == ("young people NEET", True)
    said = award(groups={"ECC4": "care leavers"})["2"]
    assert (said.group, said.headcount, said.is_ours) == ("care leavers", "fte", True)
    assert (award()["5"].group, award()["5"].headcount, award()["5"].is_ours) == ("", "", False)


def test_who_kept_a_job_is_no_new_starter() -> None:
    """A job that somebody had before is worth much, and is no new one.

    Source:
        practice.md §1.9: kept and new jobs are separate.
    """
    held = sv.contracts.open_register()
    held.add(Contract(reference="C1", title="x", suppliers="Acme", starts="2022-09-01",
                      ends="2025-08-31", value=ContractValue(1000),
                      lines=[line("1", 20), line("2", 9, "tonne", headcount="")]),
             by="procurement", on="2022-08-20")  # fmt: skip
    usual: dict[str, Any] = {"line": "1", "statement": "x", "by": "supplier", "on": "2023-03-01"}
    for period, quantity, kept, part in (
        (("2022-09-01", "2022-09-30"), 5, 3, 5), (("2022-10-01", "2022-10-31"), 4, None, 4),
        (("2022-11-01", "2022-11-30"), 6, 5, 2),
    ):  # fmt: skip
        entry = held.deliver("C1", quantity=quantity, kept=kept, period=period, **usual)
        held.approve(entry, quantity=part, reason="x", by="finance", on="2023-03-02")
    found = sv.portfolio(held, on="2023-03-31")
    (people,) = found.people.values()
    assert (people.verified, people.kept) == (11, 5)
    assert "Verified: 11 people, of whom 5 kept a job that they had." in str(found.explain())
    for wrong, code in (({"kept": 7, "quantity": 6}, "SV960"),
                        ({"kept": 1, "quantity": 6, "line": "2"}, "SV316")):  # fmt: skip
        with pytest.raises(sv.InputError, match=code):
            held.deliver("C1", period=("2023-01-01", "2023-01-31"), **{**usual, **wrong})
