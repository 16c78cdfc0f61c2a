"""The page for central government says of each edition of the model what the set says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.words import day_words

MODEL = "uk-social-value-model"
ROW = re.compile(r"^\| ([^|]+) \| `(ppn-[\w-]+)` \| ([^|]+) \|$", re.M)


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, tuple[str, str]]:
    """Of each edition its days and its weights, as the page has them."""
    page = (root / "docs" / "howto" / "central-government.md").read_text(encoding="utf-8")
    return {edition: (days, weights) for days, edition, weights in ROW.findall(page)}


def test_every_edition_has_its_days_and_its_weights(rows: dict[str, tuple[str, str]]) -> None:
    """A department that reads another day here than the model's scores by the wrong model."""
    (info,) = [each for each in sv.frameworks() if each.id == MODEL]
    assert sorted(rows) == sorted(each.edition for each in info.editions)
    for edition, (days, weights) in rows.items():
        applies = sv.load(MODEL, edition=edition).applies
        assert applies is not None
        for day in (applies.must_from, applies.may_from, applies.until):
            assert day is None or day_words(day) in days
        for step in applies.weights:
            known = f"{step.at_least}%"
            assert (f"{known} from £{step.value_from:,}" if step.value_from else known) in weights


@pytest.mark.parametrize(
    ("published", "edition"),
    [("2025-09-30", "ppn-06-20"), ("2025-10-01", "ppn-002"), ("2027-01-01", "ppn-026")],
)
def test_the_day_of_the_notice_decides_as_the_page_says(
    published: str, edition: str, rows: dict[str, tuple[str, str]]
) -> None:
    """The first and the last day of each are where an argument begins."""
    found = sv.national_rules(published=published, value=9_000_000)
    assert found.framework == f"{MODEL}@{edition}"
    assert edition in rows
