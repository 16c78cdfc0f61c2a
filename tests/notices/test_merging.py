"""Releases merge as the standard says, which its own library is the second opinion for."""

from __future__ import annotations

import copy
import json
import warnings
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.notices.made import contract, kpi, rated, release

from socialvalue.notices.merging import merged

SCHEMA = json.loads((files("socialvalue.notices") / "data" / "release-schema.json").read_text())

IDS = st.sampled_from(["1", "2", "3"])
WORDS = st.sampled_from(["a", "b", "", None])
KPIS = st.lists(st.fixed_dictionaries({"id": IDS}, optional={"title": WORDS, "description": WORDS}))
CONTRACTS = st.lists(
    st.fixed_dictionaries(
        {"id": IDS},
        optional={
            "title": WORDS,
            "agreedMetrics": KPIS,
            "value": st.fixed_dictionaries({}, optional={"amount": st.integers(0, 3)}),
            "amendments": st.lists(
                st.fixed_dictionaries(
                    {"id": IDS},
                    optional={
                        "rationaleClassifications": st.lists(st.fixed_dictionaries({"id": IDS}))
                    },
                )
            ),
        },
    )
)
RELEASES = st.lists(
    st.fixed_dictionaries(
        {
            "ocid": st.just("o"),
            "id": IDS,
            "date": st.sampled_from(["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"]),
            "tag": st.just(["contract"]),
        },
        optional={
            "contracts": CONTRACTS,
            "tender": st.fixed_dictionaries(
                {}, optional={"title": WORDS, "specialRegime": st.lists(WORDS), "odd": WORDS}
            ),
        },
    ),
    min_size=1,
    max_size=4,
)


def by_the_library(releases: list[dict[str, Any]]) -> dict[str, Any]:
    """What ocdsmerge makes of them."""
    ocdsmerge = pytest.importorskip("ocdsmerge")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: dict[str, Any] = ocdsmerge.Merger(SCHEMA).create_compiled_release(
            copy.deepcopy(releases)
        )
    return found


@given(RELEASES)
def test_releases_merge_as_the_standards_own_library_does(releases: list[dict[str, Any]]) -> None:
    """A contract whose value was corrected must not be checked by the old one."""
    before = copy.deepcopy(releases)
    assert merged(releases) == by_the_library(releases)
    assert releases == before


def test_a_later_notice_replaces_what_it_names_and_keeps_the_rest() -> None:
    """A performance notice must not take the indicators from the contract."""
    first = release("UK7", contract(agreedMetrics=[kpi("1"), kpi("2")]))
    rating = rated("2026-06-08", "2026-09-07")
    later = release(
        "UK9", {"id": "1", "implementation": {"metrics": [rating]}, "title": "Roads"},
        number="9", date="2026-09-20T09:00:00+01:00",
    )  # fmt: skip
    (found,) = merged([later, first])["contracts"]
    assert [each["id"] for each in found["agreedMetrics"]] == ["1", "2"]
    assert found["implementation"]["metrics"][0]["observations"][0]["measure"] == "14"
    assert found["title"] == "Roads"


@pytest.mark.parametrize("name", ["fts-after-award-2026-08.jsonl", "ocds-sample.jsonl"])
def test_real_releases_merge_alike(name: str, root: Path) -> None:
    """What real publishers write is stranger than what anybody draws."""
    path = root.parent / "shared" / "data" / name
    if not path.is_file():
        pytest.skip("the real releases do not stand beside this checkout")
    by_process: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            each = json.loads(line)
            by_process.setdefault(each["ocid"], []).append(each)
    assert any(len(each) > 1 for each in by_process.values())
    for releases in by_process.values():
        assert merged(releases) == by_the_library(releases)
