"""What is withheld cannot be had out of any file: two records that differ in it give the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.reports.invented import ON
from tests.reports.test_kinds import QUESTIONS, made, two_groups

import socialvalue as sv
from socialvalue.reports.bi.package import star_files

ASKED = (
    *({"kind": "portfolio", "audience": each} for each in ("directors", "public")),
    *({"kind": "annual", "audience": each} for each in ("directors", "public")),
    {"kind": "directors", "audience": "directors"},
    *({"kind": "answer", "audience": "public", "question": each} for each in QUESTIONS),
)  # fmt: skip


def all_of(source: Any, **asked: str) -> Any:
    """All that a report is written from; but for its foot, which names the state of the record."""
    report = made(source, **asked)
    data = report.data() if report.data else None
    exact = [*report.exact()] if report.exact else []
    return attrs.evolve(report, foot=(), data=None, exact=None), data, exact


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: " ".join(each.values()))
def test_no_report_tells_three_people_from_four(asked: dict[str, str]) -> None:
    """Whoever filters, saves, reads the source or subtracts finds no neighbour: nothing is there.

    Three veterans or four, of as many in all: every byte but the head of the record is made of what
    is equal here.
    """
    three, four, six = (all_of(two_groups(few, many=23 - few), **asked) for few in (3, 4, 6))
    assert three == four
    told = "question" not in asked or asked["question"] == "jobs"
    assert (three != six) is told, "what need not be withheld is there"


def test_no_table_of_the_star_tells_three_people_from_four() -> None:
    """The Parquet of a star for everybody is opened by whoever likes to."""
    found = []
    for few in (3, 4):
        held = two_groups(few, many=23 - few)
        head = held.head.encode()
        files = star_files(held, date.fromisoformat(ON))
        assert head in files["datapackage.json"]
        found.append({name: each.replace(head, b"") for name, each in files.items()})
        team = star_files(held, date.fromisoformat(ON), restricted=True)
        assert f",{few}000000," in team["fact_delivery.csv"].decode()
    assert found[0] == found[1]
    assert {"fact_delivery.csv", "fact_delivery.parquet", "tables.xlsx"} <= found[0].keys()
    assert sv.portfolio(two_groups(3), on=ON).delivered == 3000
