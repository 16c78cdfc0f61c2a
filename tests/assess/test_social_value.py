"""Which criterion is social value: the one that says so, whatever it is called."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.before.policy import policy_cautions
from socialvalue.model.codec import decode, encode
from socialvalue.model.policy import Policy, PolicyEntry, Response, Split
from socialvalue.model.scheme import social_value_of, taken_by_name
from socialvalue.registry.editions import shipped_editions

DAY = date(2020, 1, 1)
MARKED = sv.PanelMark(out_of=5)
TENTH = Policy(weights=(PolicyEntry(DAY, Decimal(10), "exactly"),))
RULES: dict[str, dict[str, Any]] = {
    "weight": {"weights": TENTH.weights},
    "split": {"splits": (Split(DAY, Decimal(0), Decimal(100)),)},
    "response": {"responses": (Response(DAY, needs_both=True),)},
}


def criterion(name: str, points: int, counts: bool = False, content: Any = MARKED) -> sv.Criterion:
    return sv.Criterion(name, points, content, counts_as="social_value" if counts else "")


def scheme(*criteria: sv.Criterion) -> sv.Scheme:
    """These criteria, and the rest of 100 points for price."""
    rest = 100 - sum(int(each.points) for each in criteria)
    return sv.Scheme([sv.Criterion("price", rest, sv.LowestPrice()), *criteria])


@pytest.fixture
def council(make: SimpleNamespace) -> sv.Framework:
    """A council that asks for a tenth of the points for social value, neither more nor less."""
    found: sv.Framework = attrs.evolve(make.framework(make.measure("A")), policy=TENTH)
    return found


def told(council: sv.Framework, using: sv.Scheme, **tender: Any) -> list[str]:
    held = sv.Tender("Parks", **{"contract_value": 100_000, "published": DAY, **tender})
    return [each.code for each in policy_cautions(held, council, using)]


@pytest.mark.parametrize("name", ["gwerth cymdeithasol", "Community benefits", "social value"])
def test_a_scheme_in_any_language_is_held_to_the_same_weight(
    council: sv.Framework, name: str
) -> None:
    """A scheme in Welsh that gives its tenth was told that it gives none."""
    assert told(council, scheme(criterion(name, 10, counts=True))) == []
    assert told(council, scheme(criterion(name, 9, counts=True))) == ["SV611"]


def test_a_criterion_that_neither_says_nor_is_called_so_is_none(council: sv.Framework) -> None:
    """Where nothing says it, the message says what to write: it may be there all the same."""
    using = scheme(criterion("Community benefits", 10))
    held = sv.Tender("Parks", contract_value=100_000, published=DAY)
    (found,) = policy_cautions(held, council, using)
    assert found.code == "SV611"
    assert "gives none" in found.message
    assert "counts_as: social_value" in found.message


def test_who_says_so_comes_before_who_is_called_so(council: sv.Framework) -> None:
    """'Social value of the legacy system' is no award criterion for social value."""
    using = scheme(criterion("social value", 30), criterion("Community benefits", 10, counts=True))
    assert [each.name for each in social_value_of(using)] == ["Community benefits"]
    assert told(council, using) == []


def test_several_that_say_so_count_together(council: sv.Framework) -> None:
    """Figures scored in one place and words in another are both points for social value."""
    using = scheme(criterion("jobs", 4, counts=True), criterion("carbon", 6, counts=True))
    assert told(council, using) == []
    inside = criterion("method", 30, content=[criterion("staff", 20), criterion("jobs", 10, True)])
    assert told(council, scheme(inside)) == []
    twice = criterion("all", 10, True, [criterion("jobs", 4, True), criterion("rest", 6)])
    assert [each.name for each in social_value_of(scheme(twice))] == ["all"]
    assert told(council, scheme(twice)) == [], "what stands inside is counted once"


def test_a_criterion_called_just_that_stands_before_one_that_mentions_it() -> None:
    """Forty points for quality would else be read as forty for social value."""
    parts = [criterion("method", 30), criterion("Social Value", 10)]
    using = scheme(criterion("Quality and social value", 40, content=parts))
    assert [each.name for each in social_value_of(using)] == ["Social Value"]
    assert taken_by_name(using) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_guess_is_told_where_a_rule_depends_on_it(council: sv.Framework, rule: str) -> None:
    """Whoever reads 'this scheme gives 15%' must know that the criterion was guessed."""
    held = attrs.evolve(council, policy=Policy(**RULES[rule]))
    guessed = scheme(criterion("Jobs and social value", 10))
    assert told(held, guessed) == ["SV741"]
    (found,) = taken_by_name(guessed)
    assert "'Jobs and social value'" in found.message
    assert "counts_as: social_value" in found.message
    assert told(held, scheme(criterion("Jobs and social value", 10, counts=True))) == []
    assert told(held, scheme(criterion("social value", 10))) == [], "the name leaves no doubt"


def test_a_guess_that_nothing_rests_on_is_not_told(council: sv.Framework) -> None:
    """A question without a consequence teaches officers to overlook those that have one."""
    guessed = scheme(criterion("Jobs and social value", 10))
    waiver = sv.Waiver("weight", why="a pilot", by="the cabinet")
    assert told(council, guessed) == ["SV741"]
    assert told(council, guessed, waivers=[waiver]) == []
    assert told(council, guessed, published="2019-12-31") == []
    assert told(attrs.evolve(council, policy=Policy()), guessed) == []


def test_a_guess_is_told_once(council: sv.Framework) -> None:
    """Three rules rest on it, and it is one question."""
    rules = {key: each for rule in RULES.values() for key, each in rule.items()}
    held = attrs.evolve(council, policy=Policy(**rules))
    using = scheme(criterion("Jobs and social value", 10))
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY)
    bids = [sv.Bid(name, price=9, marks={"Jobs and social value": 3}) for name in ("A", "B")]
    result = sv.evaluate(tender, bids, held, using)
    assert [each.code for each in result.warnings].count("SV741") == 1
    assert "SV741" not in {each.code for one in result.results for each in one.warnings}
    assert str(result.explain()).count("taken for social value by its name") == 1


@pytest.mark.parametrize(
    ("using", "codes"),
    [
        (scheme(criterion("gwerth cymdeithasol", 10, counts=True)), []),
        (scheme(criterion("gwerth cymdeithasol", 5, counts=True)), ["SV813"]),
        (scheme(criterion("gwerth cymdeithasol", 10)), ["SV813"]),
        (scheme(criterion("social value", 10)), []),
        (scheme(criterion("Jobs and social value", 10)), ["SV741"]),
    ],
)
def test_the_national_model_asks_the_same(using: sv.Scheme, codes: list[str]) -> None:
    """Its least weight is of the same points as the council's, found in the same way."""
    model = sv.load("uk-social-value-model", edition="ppn-002")
    tender = sv.Tender("Courts", contract_value=10_000_000, published="2025-11-01")
    name = using.criteria[1].name
    bids = [sv.Bid("A", price=9, marks={name: 3})]
    found = {each.code for each in sv.evaluate(tender, bids, model, using).warnings}
    assert sorted(found & {"SV813", "SV741"}) == codes


def test_both_halves_of_a_response_are_looked_for_in_all_that_counts(
    council: sv.Framework, make: SimpleNamespace
) -> None:
    """A statement given under another criterion of social value is a statement."""
    both = attrs.evolve(council, policy=Policy(**RULES["response"]))
    figures = criterion("figures", 5, True, sv.RelativeToHighest())
    using = scheme(figures, criterion("statement", 5, counts=True))
    tender = sv.Tender("Parks", contract_value=100_000, published=DAY)
    offered = make.offers(council, {"A": 1}).commitments
    for mark, codes in ((4, []), (0, ["SV620"])):
        bid = sv.Bid("A", price=9, marks={"statement": mark}, commitments=offered)
        warnings = sv.evaluate(tender, [bid], both, using).results[0].warnings
        assert [each.code for each in warnings if each.code == "SV620"] == codes


def test_no_shipped_scheme_is_guessed_at() -> None:
    """A warning about a locked edition would be told to every user, and none could mend it."""
    labels = (each.label.partition("@") for each in shipped_editions())
    loaded = [sv.load(name, edition=edition) for name, _, edition in labels]
    schemes = [each.scheme for each in loaded if each.scheme is not None]
    assert len(schemes) >= 5
    for each in schemes:
        assert [one.name for one in social_value_of(each)] == ["social value"]
        assert taken_by_name(each) == []


def test_what_a_scheme_does_not_say_changes_neither_its_fingerprint_nor_its_record() -> None:
    """An invitation printed before the key was there must still be that of its scheme."""
    silent = scheme(criterion("community", 10))
    says = scheme(criterion("community", 10, counts=True))
    assert silent.fingerprint == "8XJ-GM6-4ZG-CXG"
    assert "counts_as" not in str(encode(silent))
    assert says.fingerprint != silent.fingerprint
    assert decode(encode(says)) == says
    assert "  These are the points for social value." in says.text().splitlines()
    assert "social value" not in silent.text()


FILE = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: {initial: "100000"}
published: 2022-07-01
scheme:
  criteria:
    - {name: pris, points: "90", method: lowest_price}
    - {name: manteision, points: "10", method: panel_mark, out_of: "5", counts_as: social_value}
bids: [{bidder: Acme, price: "9", marks: {manteision: "3"}}]
"""


def test_a_file_says_it_by_one_word(tmp_path: Path) -> None:
    """What is said in another word would be no criterion for social value, in silence."""
    file = tmp_path / "tender.yaml"
    file.write_text(FILE, encoding="utf-8")
    tender, _ = sv.read_tender(file)
    assert tender.scheme is not None
    assert [each.name for each in social_value_of(tender.scheme)] == ["manteision"]
    file.write_text(FILE.replace("counts_as: social_value", "counts_as: sv"), encoding="utf-8")
    with pytest.raises(sv.DefinitionError, match="SV205") as caught:
        sv.read_tender(file)
    assert "social_value" in str(caught.value)
    with pytest.raises(sv.InputError, match="SV312"):
        sv.Criterion("jobs", 10, MARKED, counts_as="social value")


def test_a_part_of_quality_has_no_share_of_the_points() -> None:
    """Quality is divided by the price: a tenth of it is no tenth of the points."""
    parts = [criterion("method", 90), criterion("social value", 10, counts=True)]
    with pytest.raises(sv.InputError, match="SV742"):
        sv.Scheme([sv.Criterion("value", 100, sv.ValueForMoney(parts))])
    bare = [criterion("method", 90), criterion("social value", 10)]
    using = sv.Scheme([sv.Criterion("value", 100, sv.ValueForMoney(bare))])
    assert social_value_of(using) == ()
