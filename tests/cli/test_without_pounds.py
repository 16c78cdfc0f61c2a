"""Central government's model carries no pounds: no screen prints £0 for what has none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SCREENS = (
    ("score",), ("score", "--format", "html"), ("explain",), ("sensitivity",), ("flags",),
    ("explain", "--bidder", "Elm Cleaning", "--against", "Dunnock Services"),
    ("summary", "--draft"), ("scheme",), ("check",),
)  # fmt: skip
OF_VALUE = re.compile(
    r"£0\b|£0\.00|per £1|£ of social value|£ value|£ counted|£ offered|value of £"
)


@pytest.fixture
def courts(root: Path, here: Path) -> Path:
    """The example of central government, in a folder of its own."""
    return Path(shutil.copy(root / "docs" / "examples" / "courts" / "tender.yaml", here))


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_no_screen_speaks_of_pounds_that_there_are_not(
    words: tuple[str, ...], courts: Path, run: Run
) -> None:
    """£0 beside a commitment reads as if a bidder had offered nothing of worth."""
    ran = run(words[0], courts, *words[1:])
    assert (ran.code, len(ran.out) > 60) == (0, True), ran.err
    assert OF_VALUE.findall(ran.out) == []


def test_the_screens_of_a_set_with_pounds_speak_of_them(run: Run, example_tender: Path) -> None:
    """The test above would pass for ever if nothing were looked for."""
    for words in SCREENS[:4]:
        assert OF_VALUE.findall(run(words[0], example_tender, *words[1:]).out), words


def test_what_was_offered_is_said_in_its_words(courts: Path, run: Run) -> None:
    """A dash for each commitment would leave the panel's chair without what was promised."""
    page = " ".join(run("score", courts).out.split())
    assert "Six posts a year are" in page
    assert "3 commitments: 3 are reported, no pounds." in page
    assert "won" in run("sensitivity", courts).out


@pytest.mark.parametrize(
    ("edition", "published", "more", "binds"),
    [
        ("ppn-002", "2026-03-02", {}, None),
        ("ppn-002", "2027-01-01", {}, "ppn-026"),
        ("ppn-002", "2026-12-31", {}, None),
        ("ppn-002", "2025-03-02", {}, None),  # it may be used before it must
        ("ppn-002", "2025-02-23", {}, "ppn-06-20"),
        ("ppn-06-20", "2025-10-01", {}, "ppn-002"),
        ("ppn-06-20", "2026-03-02", {"parent_published": "2023-01-01"}, None),
        ("ppn-002", "2026-03-02", {"parent_published": "2023-01-01"}, "ppn-06-20"),
        ("ppn-002", "2027-03-02", {"regime": "below_threshold"}, None),
        ("ppn-002", "2027-03-02", {"above_threshold": False}, None),
    ],
)
def test_the_model_of_the_day_is_asked_for(
    edition: str, published: str, more: dict[str, str], binds: str | None
) -> None:
    """A department that scores by last year's model learns it before a challenger says so."""
    model = sv.load("uk-social-value-model", edition=edition)
    tender = sv.Tender("Courts", contract_value=9_000_000, published=published, **more)  # type: ignore[arg-type]
    scheme = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
                        sv.Criterion("social value", 20, sv.PanelMark(out_of=5))])  # fmt: skip
    result = sv.evaluate(tender, sv.Bid("Ash", price=1, marks={"social value": 4}), model, scheme)
    asked = [each.message for each in result.warnings if each.code == "SV770"]
    assert result.ranking == ("Ash",)
    whose = "framework agreement" if "parent_published" in more else "tender"
    words = f"uk-social-value-model@{edition} is used, and by the day of the notice of the {whose} "
    words += f"uk-social-value-model@{binds} binds central government"
    assert asked == [words][: binds is not None]
