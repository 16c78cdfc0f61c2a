"""A rule of a council's policy stands in four places, and in each of them every rule does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest
import yaml

import socialvalue as sv
from socialvalue.assess.before.policy import OF_BIDS, OF_TENDERS
from socialvalue.cli.views.policies import policy_rows
from socialvalue.definitions.policy import READERS
from socialvalue.definitions.shapes.policies import PolicyEntries, RuleEntry
from socialvalue.model.policy import (
    POLICY_FIELDS,
    Bound,
    Policy,
    PolicyEntry,
    PolicyRule,
    RulesInForce,
)
from socialvalue.model.waivers import WAIVABLE
from socialvalue.testing.strategies.plugins import _rules as drawn

RULES = list(POLICY_FIELDS)
UNCHECKED = {
    "target": "points are scored against it: an offer below it is no departure",
    "returns": "neither a tender nor a bid says how often a supplier reports",
    "second_look": "neither a tender nor a bid says who verifies a delivery",
}
"""Rules that nothing is held against, and why not."""

SAID: dict[str, dict[str, Any]] = {
    "target": {"value": "0.20"},
    "minimum": {"value": "0.10", "otherwise": "excluded", "from": "100000"},
    "threshold": {"above": "50000", "kinds": {"works": {"from": "2000000"}}},
    "consider": {"how": "filling in a checklist", "above": "25000"},
    "weight": {"at_least": "10", "at_most": "30", "above": "100000", "leaves_out": "software"},
    "theme_weight": {"themes": {"jobs": "5"}},
    "split": {"quantitative": "60", "qualitative": "40"},
    "shortlist": {"at_most": 6, "themes": {"jobs": 1}, "waived_by": "the leader"},
    "response": {"needs_both": "yes"},
    "exchange": {"measures": ["NT29"]},
    "returns": {"every": 3},
    "second_look": {"from": "50000", "one_in": 10},
    "signatures": {"switch_off": ["the director"]},
}
WORDS = {
    "target": "£0.20 per £1",
    "minimum": "at least £0.10 per £1 of contract value; otherwise the bid is excluded"
    " (contracts from £100,000.00)",
    "threshold": "contracts over £50,000.00; works from £2,000,000.00",
    "consider": "social value is considered, by filling in a checklist (contracts over £25,000.00)",
    "weight": "10% to 30% of the points (contracts over £100,000.00; not software)",
    "theme_weight": "at least 5% of the points for 'Jobs'",
    "split": "60% of the points for social value by figures, 40% by words",
    "shortlist": "at most 6 measures; at least 1 of 'Jobs'; waived by the leader",
    "response": "figures and a statement both; what follows otherwise is not stated",
    "exchange": "community groups may ask for NT29",
    "returns": "suppliers report every 3 months",
    "second_look": "two people verify a delivery: worth from £50,000.00, and one in 10 of"
    " the others",
    "signatures": "measures dropped: the director",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_key_its_reader_its_noun_and_its_check(rule: str) -> None:
    """A rule that can be written and that nothing reads, or holds, would bind nobody in silence."""
    entry = get_args(attrs.fields_dict(PolicyEntries)[rule].type)
    assert entry[0] is date
    assert issubclass(entry[1], RuleEntry)
    assert get_type_hints(READERS[rule])["entry"] is entry[1]
    noun = get_type_hints(READERS[rule])["return"]
    assert issubclass(noun, PolicyRule)
    assert get_args(get_type_hints(Policy)[POLICY_FIELDS[rule]])[0] is noun
    assert get_args(get_type_hints(RulesInForce)[rule])[0] is noun
    checks = [each[rule] for each in (OF_TENDERS, OF_BIDS) if rule in each]
    assert [get_type_hints(each)["rule"] for each in checks] == [noun] * len(checks)
    assert bool(checks) != (rule in UNCHECKED)


def test_a_rule_stands_in_four_places() -> None:
    """A fifth place would be forgotten with the next rule: half of a policy would be held."""
    four = {
        "model/policy.py",  # what it is, its words
        "definitions/shapes/policies.py",  # its keys
        "definitions/policy.py",  # its reader
        "assess/before/policy.py",  # its check
    }
    source = Path(sv.__file__).parent
    texts = {
        path.relative_to(source).as_posix(): path.read_text(encoding="utf-8")
        for path in source.rglob("*.py")
    }
    nouns = {rule: get_type_hints(READERS[rule])["return"] for rule in RULES}
    own = {rule: noun for rule, noun in nouns.items() if noun is not PolicyEntry}
    assert len(own) >= 6
    for rule, noun in own.items():
        named = re.compile(rf"\b{noun.__name__}(Entry)?\b")
        needed = four - ({"assess/before/policy.py"} if rule in UNCHECKED else set())
        assert {name for name, text in texts.items() if named.search(text)} == needed, noun


def test_no_place_knows_of_a_rule_that_another_does_not() -> None:
    """One name in two spellings would be two rules, of which each does half."""
    entries = [each.name for each in attrs.fields(PolicyEntries) if each.init]
    fields = [each.name for each in attrs.fields(Policy) if each.name != "declined"]
    assert entries == [*RULES, "decline"]
    assert list(READERS) == RULES
    assert sorted(fields) == sorted(POLICY_FIELDS.values())
    assert {*OF_TENDERS, *OF_BIDS} == {*RULES, "themes"} - {*UNCHECKED}
    assert {*WAIVABLE} <= {*OF_TENDERS, *OF_BIDS}
    assert set(SAID) == set(WORDS) == set(drawn("jobs")) == set(RULES)


def test_a_rule_without_words_cannot_be_made() -> None:
    """`show` prints every rule: one that says nothing would be a blank line of a policy."""

    @attrs.frozen
    class Dumb(PolicyRule):
        """A tenth rule, whose words were forgotten."""

    with pytest.raises(TypeError, match="_asks"):
        Dumb(date(2026, 4, 1))  # type: ignore[abstract]
    assert PolicyEntry(date(2026, 4, 1), None).says() == "none"


def test_each_rule_is_read_dated_and_said(tmp_path: Path) -> None:
    """What a file says of each rule comes back in words, on its day and not before."""
    shared = {"source": "policy", "status": "adopted", "note": "Seen."}
    rules = {rule: {date(2026, 4, 1): {**said, **shared}} for rule, said in SAID.items()}
    file = {
        "schema": "socialvalue/plugin@1",
        "id": "barsetshire",
        "edition": "2026",
        "title": "Barsetshire",
        "licence": "CC0-1.0",
        "rights": "Made up by a test.",
        "adopts": [{"framework": "national-toms", "edition": "2022", "measures": "all"}],
        "sources": {"policy": {"title": "Policy", "publisher": "Barsetshire"}},
        "policy": rules,
    }
    (tmp_path / "plugin.yaml").write_text(yaml.safe_dump(file), encoding="utf-8")
    loaded = sv.load(tmp_path)
    assert {what: says for what, _, says in policy_rows(loaded)} == WORDS
    before, after = loaded.policy.on("2026-03-31"), loaded.policy.on("2026-04-01")
    assert attrs.asdict(before) == dict.fromkeys(RULES)
    for what, rule in loaded.policy.rules():
        assert getattr(after, what) is rule
        assert (rule.status, rule.note) == ("adopted", "Seen.")
        assert [each.key for each in rule.sources] == ["policy"]
        assert rule.span.line > 0
    bounds = {what: rule.bound for what, rule in loaded.policy.rules() if rule.bound}
    assert bounds == {
        "minimum": Bound("from", sv.gbp(100_000).amount),
        "consider": Bound("above", sv.gbp(25_000).amount),
        "weight": Bound("above", sv.gbp(100_000).amount),
    }
