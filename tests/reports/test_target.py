"""The target report: what a target may rest on, as a page, with nothing that was withheld."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.planning.past import rows

import socialvalue as sv

SCHEME = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
                    sv.Criterion("social value", 20, sv.AgainstTarget())])  # fmt: skip
ON = "2025-03-31"
EVIL = "<script>alert(1)</script>"


def test_a_benchmark_is_the_target_report(tmp_path: Path) -> None:
    """For whoever signs the target: the range, how little is known, and who is not shown."""
    said = [{**each, "sector": EVIL if number < 4 else each["sector"]}
            for number, each in enumerate(rows())]  # fmt: skip
    found = sv.planning.benchmark(sv.planning.past_contracts(said), by=["size", "sector"])
    for ending in (".html", ".md", ".docx"):
        file = tmp_path / f"target{ending}"
        sv.reports.write(found, file, on=ON, audience="public")
        assert file.stat().st_size > 1000
    page = (tmp_path / "target.html").read_text(encoding="utf-8")
    assert "Ambitious and attained: above" in page
    assert "31 March 2025" in page
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert "it changes no bid" in page
    assert "In brackets: the range in which a figure could lie" in page


def test_what_a_target_would_have_done_is_not_for_the_public(tmp_path: Path) -> None:
    """Before a tender is published it says which target is thought of."""
    past = sv.planning.past_contracts(rows())
    found = sv.planning.target_effect(past, SCHEME, targets=["0.2"], draws=200)
    text = str(sv.reports.make(found, on=ON, audience="directors"))
    assert "At 20p per £1" in text
    with pytest.raises(sv.InputError, match="SV1104"):
        sv.reports.make(found, on=ON, audience="public")
    with pytest.raises(sv.InputError, match="SV1102"):
        sv.reports.make(found, on=ON, audience="directors", kind="award")
