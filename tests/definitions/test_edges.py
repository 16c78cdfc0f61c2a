"""Edges of definitions in pairs: the last that is read, and the first that is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import socialvalue as sv

SAMPLES = Path(__file__).parent / "samples"
UNTIL, MOST = "until: 2025-06-30", 'at_most: "5"'
TARGET = '{value: "0.5", source: guide, status: observed, note: Seen once.}'
PAIRS = [
    ("framework", UNTIL, "until: 2024-07-01", "until: 2024-06-30", "SV215"),  # from that day on
    *(("plugin", f"target: {{2024-01-01: {TARGET}}}",
       f'{rule}: {{2024-01-01: {{value: "9.99", source: guide}}}}',
       f'{rule}: {{2024-01-01: {{value: "10", source: guide}}}}', "SV303")
      for rule in ("target", "minimum")),
    *(("plugin", MOST, 'at_most: "2"', f'at_most: "{word}"', "SV203")
      for word in ("²", "٣", "\uff11", "2.0", "+2", "-2", "", "1" * 10)),
    ("plugin", MOST, f'at_most: "{"1" * 9}"', f'at_most: "{"1" * 10}"', "SV203"),
]  # fmt: skip


def told(kind: str, old: str, new: str, folder: Path) -> list[str]:
    """The codes of what is wrong with a sample in which one text is another."""
    inside = shutil.copytree(SAMPLES / kind, folder / f"{kind}-{len([*folder.iterdir()])}")
    path = inside / f"{kind}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        sv.load(inside)
    except sv.DefinitionError as error:
        return [each.code for each in error.problems]
    return []


@pytest.mark.parametrize(("kind", "old", "last", "first", "code"), PAIRS)
def test_the_last_that_is_read_and_the_first_that_is_refused(
    kind: str, old: str, last: str, first: str, code: str, tmp_path: Path
) -> None:
    """A day in force, a target near the bound and a number as typed: one step on is told."""
    assert told(kind, old, last, tmp_path) == []
    assert told(kind, old, first, tmp_path) == [code]


def test_a_set_of_one_day_is_in_force_on_it(tmp_path: Path) -> None:
    """Both days of a period are part of it, also where they are one."""
    inside = shutil.copytree(SAMPLES / "framework", tmp_path / "one")
    path = inside / "framework.yaml"
    text = path.read_text(encoding="utf-8").replace(UNTIL, "until: 2024-07-01")
    path.write_text(text, encoding="utf-8")
    period = sv.load(inside).in_force
    assert [period.holds(period.start), str(period)] == [True, "from 2024-07-01 to 2024-07-01"]
