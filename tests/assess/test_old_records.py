"""Records of earlier versions: replayed to the same, or the rule that changed since is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.assess.records.rule_changes import RULE_CHANGES, changes_behind, is_older
from socialvalue.errors import Problem

RECORDS = Path(__file__).parent / "records"
MADE_BY_0_1_0 = {
    "0.1.0-highways.json": {"Brook & Daughters": "91.60", "Acme Highways": "90.20",
                            "Cedar Roads Co-operative": "90.08"},
    "0.1.0-moderated.json": {"Acme": "90.35", "Brook": "85.48", "Cedar": "None", "Dale": "None"},
    "0.1.0-lots.json": {},
}  # fmt: skip


WORDS = {"files-by-name", "words-for-people", "weak-figures-by-share", "tender-asked-about"}
"""Changes of what is told, and of no figure."""


def read(name: str) -> dict[str, Any]:
    """A record of this repository; tests/assess/records/made-from holds what it was made from."""
    found: dict[str, Any] = json.loads((RECORDS / name).read_text(encoding="utf-8"))
    return found


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """A record whose hashes were all made anew."""
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


def replayed(record: dict[str, Any]) -> Any:
    """It computed again, whichever kind it is."""
    of_lots = record["schema"].startswith("socialvalue/record-lots")
    return sv.replay_lots(record) if of_lots else sv.replay(record)


@pytest.mark.parametrize("name", MADE_BY_0_1_0)
def test_records_of_0_1_0_replay_or_name_the_rule(name: str) -> None:
    """A decision of 2026 is challenged in 2029: it comes out the same, or the court is told why."""
    record = read(name)
    assert record["provenance"]["library"] == "0.1.0"
    again = replayed(record)
    told = "\n".join(again.differences)
    assert "another version of the library: 0.1.0 recorded" in told
    named = [each.name for each in RULE_CHANGES if f"the rule '{each.name}'" in told]
    assert "files-by-name" in named
    if set(named) <= WORDS:
        assert again.same
        for bidder, points in MADE_BY_0_1_0[name].items():
            assert str(again[bidder].points) == points


def test_only_the_total_of_fte_years_counts_otherwise() -> None:
    """Of the three, one holds FTE-years without years: its figures move, and the rule is named."""
    same = {name: replayed(read(name)).same for name in MADE_BY_0_1_0}
    assert same == {name: name != "0.1.0-moderated.json" for name in MADE_BY_0_1_0}
    told = "\n".join(sv.replay(read("0.1.0-moderated.json")).differences)
    assert "Acme, lines 2, value: 0.00 recorded, 113842.00 here" in told
    assert "the rule 'fte-years-as-total' is another since version 0.2.0" in told
    assert "Brook, points" not in told


def test_the_lots_of_0_1_0_are_awarded_alike() -> None:
    """Who was first in which lot stays so."""
    again = sv.replay_lots(read("0.1.0-lots.json"))
    assert again.same
    assert dict(again.evaluation.awards) == {"north": ("Acme",), "south": ("Brook",)}


def test_a_changed_rule_is_named_with_its_version() -> None:
    """A line that was refused for years not stated, and counts now, is no slip of the council's."""
    record = read("0.1.0-moderated.json")
    (brook,) = (each for each in record["results"] if each["bidder"] == "Brook")
    brook["lines"][0]["refusals"] = [{"code": "SV505", "reason": "years"}]
    again = sv.replay(sealed(record))
    assert not again.same
    (told,) = (each for each in again.differences if "fte-years-as-total" in each)
    assert told.startswith("the rule 'fte-years-as-total' is another since version 0.2.0: ")


def test_a_rule_is_blamed_only_where_it_shows() -> None:
    """A forged figure in an old record is not excused by a rule that has nothing to do with it."""
    record = read("0.1.0-highways.json")
    record["results"][0]["points"] = "99.99"
    told = "\n".join(sv.replay(sealed(record)).differences)
    assert "points: 99.99 recorded, 91.60 here" in told
    assert "fte-years-as-total" not in told
    today = {"SV505", "written"}
    assert list(changes_behind("0.2.0", today)) == []
    assert [each.name for each in changes_behind("0.1.0", today)] == [
        "files-by-name", "fte-years-as-total",
    ]  # fmt: skip


def test_each_change_has_a_name_of_its_own() -> None:
    """Names are found again in the changelog, versions are those of this library."""
    names = [each.name for each in RULE_CHANGES]
    assert len(set(names)) == len(names)
    assert all(each.words and each.signs for each in RULE_CHANGES)
    assert all(not is_older(each.since, "0.2.0") for each in RULE_CHANGES)


def test_what_an_older_version_evaluated_and_this_one_refuses_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a rule of today refuses the whole, the answer says that it is the rule that changed."""

    def refuse(*_: object, **__: object) -> None:
        raise sv.InputError(Problem("SV314", "'Acme' bids twice"))

    monkeypatch.setattr("socialvalue.assess.replaying.evaluate", refuse)
    with pytest.raises(sv.RecordError) as caught:
        sv.replay(read("0.1.0-highways.json"))
    first, second = caught.value.problems
    assert first.code == "SV822"
    assert first.message.startswith("version 0.1.0 made this record, and version ")
    assert "the rule 'bidders-as-read' changed" in first.message
    assert second.code == "SV314"
    assert second.where.startswith("the record")
