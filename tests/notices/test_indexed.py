"""Where releases stand is held in a few bytes each, and says what holding them all would say."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

RELEASES = st.lists(
    st.fixed_dictionaries(
        {
            "ocid": st.sampled_from(["ocds-1", "ocds-2", "ocds-\u00e9", "2", "o\x00", "o"]),
            "id": st.sampled_from(["1", "2", ""]),
            "date": st.sampled_from(["2026-07-01", "2026-07-01T09:00:00Z", "2025-12-31", ""]),
            "title": st.sampled_from(["a", "b"]),
        }
    ),
    max_size=12,
)


def plainly(releases: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each release once, with those of its process up to it, in the simplest way."""
    kept: list[dict[str, Any]] = []
    for each in releases:
        if each not in kept:
            kept.append(each)
    rows = [(each["date"], at, each) for at, each in enumerate(kept)]
    return [
        (each, [other for day, when, other in sorted(rows, key=lambda row: row[:2])
                if other["ocid"] == each["ocid"] and (day, when) <= (date, at)])
        for date, at, each in rows
    ]  # fmt: skip


@given(RELEASES)
def test_notices_are_what_holding_all_of_them_would_give(releases: list[dict[str, Any]]) -> None:
    """A notice that is put to another process is held against another contract's days."""
    found = sv.notices.read(releases)
    expected = plainly(releases)
    assert [(dict(each.release), [*map(dict, each.earlier)]) for each in found] == expected
    assert found.ocids == tuple(dict.fromkeys(each["ocid"] for each in releases))
    keys = [tuple(each[name] for name in ("ocid", "id", "date")) for each, _ in expected]
    unlike = [key for at, key in enumerate(keys) if key in keys[:at]]
    assert [each.code for each in found.problems] == ["SV1205"] * len(unlike)
    for ocid in found.ocids:
        assert found.process(ocid)["ocid"] == ocid


def test_a_release_takes_few_bytes(tmp_path: Path) -> None:
    """The notices of years must fit beside a browser: two gigabytes of them took 164 MB."""
    path, many = tmp_path / "feed.jsonl", 4_000
    with path.open("w") as stream:
        for at in range(many):
            stream.write(
                json.dumps({"ocid": f"ocds-h6vhtk-{at:06x}", "id": f"{at:06}-2026"}) + "\n"
            )
    sv.notices.read(path)
    tracemalloc.start()
    found = sv.notices.read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.ocids) == many
    assert 100 < most / many < 600


@given(RELEASES)
def test_a_file_of_lines_says_the_same(releases: list[dict[str, Any]]) -> None:
    """Where a feed is saved must not decide what is found in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.jsonl"
        path.write_text("\n".join(map(json.dumps, [{"ocid": "first"}, *releases])) + "\n\n")
        found = sv.notices.read(path)
        assert [each.span.line for each in found] == sorted(each.span.line for each in found)
        assert [dict(each.release) for each in found][1:] == [each for each, _ in plainly(releases)]
