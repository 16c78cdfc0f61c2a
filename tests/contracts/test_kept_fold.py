"""What a commitment has come to is kept: it is what all its entries come to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.histories import FIRST, registers

import socialvalue as sv
from socialvalue.contracts.lined import entries_of
from socialvalue.contracts.lined.entries_of import ByLine
from socialvalue.contracts.standing import standing_of

DAYS = st.integers(-40, 460).map(lambda days: FIRST + timedelta(days=days))
LINES = ("1", "2", "9", "")


def same(kept: ByLine, entries: list[Any], reference: str, line: str, days: list[date]) -> int:
    """Hold what is kept of a commitment against all entries of its contract; its returns."""
    mine = standing_of(each for each in entries if each.contract == reference)
    found = kept.of(reference, line, entries)
    plain = {seq: each for seq, each in mine.returns.items() if each.line == line}
    assert [*found.returns.items()] == [*plain.items()]
    assert found.standing.contracts == {name: attrs.evolve(each, returns=())
                                        for name, each in mine.contracts.items()}  # fmt: skip
    first, last = sorted(days)
    near = [each for each in plain.values() if each.stands
            and each.noun.starts <= last and first <= each.noun.ends]  # fmt: skip
    assert [*found.reporting(first, last)] == near
    return len(plain)


@given(
    held=registers(),
    reads=st.sets(st.integers(0, 40), max_size=6),
    days=st.lists(DAYS, min_size=2, max_size=2),
)
def test_what_is_kept_is_what_all_entries_come_to(
    held: Any, reads: set[int], days: list[date]
) -> None:
    """A return that is refused, or let in, by a sum that is not the record's is a wrong record."""
    entries, kept = [*held.entries], ByLine()
    references = {each.contract for each in entries}
    for end in sorted({*reads, len(entries)}):
        for reference in sorted(references):
            for line in LINES:
                same(kept, entries[:end], reference, line, days)


def test_every_kind_of_entry_is_brought_forward(register: Any, report: Any) -> None:
    """The draws above would prove nothing if they never undid, replaced or reopened anything."""
    kept = ByLine()
    days = [date(2022, 9, 1), date(2023, 5, 31)]

    def check() -> int:
        return same(kept, [*register.entries], "ECC-0412", "1", days)

    first = report()
    assert check() == 1
    sent = register.reject(first, reason="Unsigned.", by="finance", on="2022-12-20")
    assert check() == 1
    second = report(replaces=first)
    assert check() == 2
    asked = register.ask(second, question="Which gangs?", by="finance", on="2022-12-20")
    approved = register.approve(second, by="finance", on="2022-12-20")
    assert check() == 2
    for undone, by, left in (
        (approved, "procurement", 2), (asked, "procurement", 2), (second, "supplier", 1),
        (sent, "procurement", 1), (first, "supplier", 0),
    ):  # fmt: skip
        register.correct(undone, reason="A slip.", by=by)
        assert check() == left
    report()
    assert check() == 1


def test_a_write_goes_through_no_entry_a_second_time(
    register: Any, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A contract that is reported on every week for years would be slower to write each week."""
    folded: list[int] = []

    def counted(entries: Any, *days: Any) -> Any:
        held = [*entries]
        folded.append(len(held))
        return standing_of(held, *days)

    monkeypatch.setattr(entries_of, "standing_of", counted)
    for number in range(6):
        day = f"2022-09-{number + 1:02d}"
        register.approve(report(period=(day, day)), by="finance", on="2022-12-20")
    assert folded == [1]
    assert len(register.standing()["ECC-0412"].returns) == 6
    with pytest.raises(sv.InputError, match=r"SV955.*entry 6"):
        report(period=("2022-09-03", "2022-09-03"))
