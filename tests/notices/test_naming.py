"""What was asked for in a tender is counted again where the contract names it, once a process."""

from __future__ import annotations

from typing import Any

import pytest
from tests.notices.made import ACT, MEASURABLE, contract, kpi, release

import socialvalue as sv


def tender(name: str, ocid: str) -> dict[str, Any]:
    """A tender notice with one criterion."""
    criteria = {"criteria": [{"name": name, "type": "quality"}]}
    document = {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}
    return release(
        "UK4", ocid=ocid, tender={"documents": [document], "lots": [{"awardCriteria": criteria}]}
    )


def test_each_process_counts_once_and_in_the_rows_that_it_belongs_to() -> None:
    """The public accountability of a county rests on these six lines."""
    named = contract(agreedMetrics=[kpi("1", "Social value: weeks"), kpi("2"), kpi("3")])
    vague = contract(
        agreedMetrics=[kpi("1", "Social-value delivered", "as offered"), kpi("2"), kpi("3")]
    )
    found = sv.notices.named_again(sv.notices.read([
        tender("Social value", "a"), tender("Social Value", "a"), tender("Quality", "b"),
        tender("social value", "c"),
        release("UK7", named, ocid="a", number="2"),
        release("UK7", vague, ocid="b", number="3", date="2026-12-20T09:00:00Z"),
        release("UK7", contract(), ocid="c", number="4"),
        release("UK11", contract(), ocid="d", number="5"),
    ]))  # fmt: skip
    assert (found.tenders, found.asked) == (3, 2)
    assert (found.contracts, found.named, found.in_indicators, found.measurable) == (3, 2, 2, 1)
    assert (found.in_time, found.both, found.kept) == (2, 2, 1)
    assert "2 of 3 tenders" in repr(found)
    assert found.columns()["of"] == [3, 3, 3, 3, 3, 2]
    assert MEASURABLE not in str(found.explain())


@pytest.mark.parametrize("regime", [[], ["lightTouch"]])
@pytest.mark.parametrize("gross", [6_000_000, 900_000])
def test_an_indicator_is_measured_by_its_words_alone(regime: list[str], gross: int) -> None:
    """A care contract of which the Act asks for no number was counted as if it had one."""
    value = {"amountGross": gross, "currency": "GBP"}
    whole = {"id": "care", "title": "Home care", "legalBasis": ACT, "specialRegime": regime}

    def measurable(words: str) -> int:
        one = contract(value=value, agreedMetrics=[kpi("1", "Social value", words)])
        made = release("UK7", one, tender=whole)
        found = sv.notices.named_again(sv.notices.read(made))
        assert found.in_indicators == 1
        return found.measurable

    assert (measurable("as offered"), measurable(MEASURABLE)) == (0, 1)


def test_the_real_notices_lose_it(root: Any) -> None:
    """Of 44 tenders that ask for it all do, and of 68 contracts few name it."""
    folder = root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real releases do not stand beside this checkout")
    tenders = sv.notices.named_again(
        sv.notices.read(folder / "fts-uk4-social-value-criteria-2026-08.jsonl")
    )
    assert (tenders.tenders, tenders.asked) == (42, 42)
    awarded = sv.notices.named_again(sv.notices.read(folder / "fts-after-award-2026-08.jsonl"))
    assert awarded.contracts > 50
    assert awarded.measurable == 0 < awarded.in_indicators < awarded.contracts / 10
