"""The real releases of August 2026, where they stand beside the checkout, and what they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pace import at_most

import socialvalue as sv


@pytest.fixture
def after_award(root: Path) -> Path:
    """82 real notices after award."""
    path = root.parent / "shared" / "data" / "fts-after-award-2026-08.jsonl"
    if not path.is_file():
        pytest.skip("the real releases do not stand beside this checkout")
    return path


def test_the_faults_of_the_real_notices_are_found(after_award: Path) -> None:
    """Each was counted by hand once; a check that finds fewer has lost a rule."""
    notices = sv.notices.read(after_award)
    found = sv.notices.check(notices)
    assert len(notices) == 82
    assert dict(found.kinds) == {"UK7": 71, "UK9": 2, "UK10": 2, "UK11": 7}
    assert {code: found.by_code[code] for code in ("SV1210", "SV1211", "SV1212", "SV1226")} == {
        "SV1210": 1, "SV1211": 4, "SV1212": 1, "SV1226": 1,
    }  # fmt: skip
    assert [each.notice for each in found if each.code == "SV1212"] == ["076159-2026"]
    assert not [each for each in found if each.kind == "UK9"]


def test_the_older_notices_are_read_and_begin_tenders(root: Path) -> None:
    """They are of other services and earlier rules: read whole, judged by no section of the Act."""
    path = root.parent / "shared" / "data" / "ocds-sample.jsonl"
    if not path.is_file():
        pytest.skip("the real releases do not stand beside this checkout")
    lines = [each for each in path.read_text(encoding="utf-8").split("\n") if each.strip()]
    notices = sv.notices.read(path)
    assert len(lines) == 219
    assert len(notices) == len(set(lines))
    assert {each.code for each in notices.problems} == {"SV1205"}
    found = sv.notices.check(notices)
    assert dict(found.kinds) == {"old": len(notices)}
    assert set(found.by_code) == {"SV1206"}
    begun = [sv.notices.tender_from(each) for each in notices if each.release.get("tender")]
    assert len(begun) > 100
    for seed in begun:
        assert seed.tender is None or seed.tender.title
        assert seed.absent


def test_1600_releases_are_read_and_checked_in_three_seconds(
    after_award: Path, tmp_path: Path
) -> None:
    """A month of a region in one go; five times as long is allowed here."""
    lines = [each for each in after_award.read_text(encoding="utf-8").split("\n") if each.strip()]
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for at in range(1_600):
            stream.write(lines[at % len(lines)].replace("ocds-h6vhtk-", f"ocds-{at}-", 1) + "\n")
    with at_most(15):
        found = sv.notices.check(sv.notices.read(path))
    assert sum(count for _, count in found.kinds) == 1_600
