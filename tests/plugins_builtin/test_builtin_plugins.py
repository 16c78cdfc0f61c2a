"""The plug-ins that are shipped: each says what its council does, and holds it against a tender.

They are files in the format that any council writes, so they also prove what the format can say.
Figures are worked out by hand in the tests, from the printed unit values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

import attrs
import pytest

import socialvalue as sv
from socialvalue.assess.before.policy import POLICY_CODES
from socialvalue.assess.checking.cases import check_cases
from socialvalue.cli import main
from socialvalue.model.policy import POLICY_FIELDS
from socialvalue.model.waivers import SwitchOff, Waiver
from socialvalue.registry.discovery import measures_root
from socialvalue.words import day_words

FOLDERS = sorted(each.parent for each in (measures_root() / "plugins").glob("*/plugin.yaml"))
COUNCILS = {
    "belfast", "bradford", "cheshire-east", "essex", "gla", "hammersmith-fulham",
    "north-tyneside", "northern-ireland", "rotherham", "sandwell", "south-ribble", "tendring",
    "torbay",
}  # fmt: skip

each_plugin = pytest.mark.parametrize("name", [each.name for each in FOLDERS])


def codes(warnings: Iterable[sv.Problem]) -> set[str]:
    """The codes of warnings."""
    return {each.code for each in warnings}


def told(tender: sv.Tender, plugin: sv.Framework, scheme: sv.Scheme | None = None) -> set[str]:
    """What is told of a tender, whoever bids: the policy's warnings, none of a bid's own."""
    marks = {each.name: 3 for each in (scheme or plugin.scheme).leaves if is_panel(each)}
    bid = sv.Bid("Acme", price=1000, marks=marks, commitments=[plugin.commit("NT28", sv.gbp(100))])
    return codes(sv.evaluate(tender, [bid], plugin, scheme).warnings)


def is_panel(criterion: sv.Criterion) -> bool:
    return isinstance(criterion.method, sv.PanelMark)


def weighted(points: int) -> sv.Scheme:
    """A scheme with so many of its 100 points for social value."""
    social = sv.Criterion("social value", points, sv.RelativeToHighest())
    return sv.Scheme([sv.Criterion("price", 100 - points, sv.LowestPrice()), social])


def split(quantitative: int, qualitative: int) -> sv.Scheme:
    """A scheme out of 200, so that a point is half a per cent."""
    parts = [
        sv.Criterion("quantitative", quantitative, sv.RelativeToHighest()),
        sv.Criterion("qualitative", qualitative, sv.PanelMark(out_of=5)),
    ]
    whole = quantitative + qualitative
    return sv.Scheme(
        [sv.Criterion("price", 200 - whole, sv.LowestPrice()),
         sv.Criterion("social value", whole, parts)],
        out_of=200,
    )  # fmt: skip


# --- every built-in plug-in ---------------------------------------------------------------


def test_all_that_were_promised_are_here() -> None:
    """A council that is named as an example and cannot be loaded is a promise broken."""
    assert {each.name for each in FOLDERS} >= COUNCILS


@each_plugin
def test_it_loads_and_says_how_much_of_it_is_known(name: str) -> None:
    """No council's whole set is public: one that called itself complete would mislead a bidder."""
    plugin = sv.load(name)
    assert (plugin.id, plugin.kind, plugin.coverage) == (name, "plugin", "partial")
    assert plugin.note
    assert "endorses this project" in plugin.rights
    assert plugin.in_force
    assert plugin.in_force.note, "how its date is known"


@each_plugin
def test_its_cases_pass(name: str) -> None:
    """The rules are shown by examples whose totals were worked out apart from the library."""
    folder = measures_root() / "plugins" / name
    report = check_cases(folder, sv.load(name))
    assert report.problems == ()
    assert report.checked >= 3


@each_plugin
def test_its_policy_is_dated_and_sourced(name: str) -> None:
    """A rule that nobody can look up could be anybody's: a bidder could not contest it."""
    policy = sv.load(name).policy
    rules = [each for field in POLICY_FIELDS.values() for each in getattr(policy, field)]
    assert rules
    for each in rules:
        assert each.status in {"observed", "adopted"}, each.span
        assert each.sources, each.span
        assert all(source.url.startswith("http") for source in each.sources), each.span


@each_plugin
def test_its_scheme_is_never_called_the_council_s(name: str) -> None:
    """No council's formula is public: points that look official and are not would be a lie."""
    scheme = sv.load(name).scheme
    assert scheme is not None
    assert scheme.illustrative
    assert "ours" in scheme.note


@each_plugin
def test_national_figures_stay_as_they_are(name: str) -> None:
    """A plug-in that moved a national figure would make bids in two places incomparable."""
    plugin = sv.load(name)
    lowest = plugin.lower_layers[0]
    base = sv.load(lowest.id, edition=lowest.edition)
    assert base.id == "national-toms"
    for measure in base:
        adopted = plugin[measure.code]
        assert adopted.unit == measure.unit
        national = plugin.unit_value(measure.code, on="2026-06-01", place="E92000001")
        assert national == base.unit_value(measure.code, on="2026-06-01", place="E92000001")


# --- Bradford: a short list of six, one of them on employment and skills -------------------

SIX = ("NT10", "NT14", "NT15", "NT28", "NT29", "NT31")


@pytest.fixture(scope="module")
def bradford() -> sv.Framework:
    return sv.load("bradford")


def bradford_tender(**given: object) -> sv.Tender:
    return sv.Tender("Canal paths", **{"contract_value": 400_000, "published": "2026-05-01",
                                       "shortlist": SIX} | given)  # fmt: skip


def test_six_measures_and_no_more(bradford: sv.Framework) -> None:
    """The buyer shortlists at most six: a longer list costs small firms the time they lack."""
    assert told(bradford_tender(), bradford) == set()
    assert told(bradford_tender(shortlist=(*SIX, "NT20")), bradford) == {"SV612"}
    assert told(bradford_tender(shortlist=()), bradford) == {"SV614"}


def test_one_measure_twice_is_one(bradford: sv.Framework) -> None:
    """A code typed twice does not make a list too long: nothing more is asked of anyone."""
    assert told(bradford_tender(shortlist=(*SIX, "NT10")), bradford) == set()
    assert told(bradford_tender(shortlist=(*SIX, "NT1")), bradford) == {"SV612"}


def test_employment_and_skills_unless_waived(bradford: sv.Framework) -> None:
    """One of them is on employment and skills: dropped in silence, residents lose the jobs."""
    without = ("NT14", "NT28", "NT29")
    assert told(bradford_tender(shortlist=without), bradford) == {"SV613"}
    waiver = Waiver("themes", why="nobody is employed on it", by="leader, in writing")
    assert told(bradford_tender(shortlist=without, waivers=[waiver]), bradford) == set()


def test_a_waiver_is_for_its_own_rule(bradford: sv.Framework) -> None:
    """Leadership waived the theme, not the number: one signature must not open every door."""
    long = ("NT14", "NT15", "NT20", "NT21", "NT28", "NT29", "NT31")
    waiver = Waiver("themes", why="nobody is employed on it", by="leader, in writing")
    assert told(bradford_tender(shortlist=long, waivers=[waiver]), bradford) == {"SV612"}


def test_what_was_not_asked_for_does_not_count(bradford: sv.Framework) -> None:
    """All bid for the same list: whoever adds to it must not win by what others could not offer."""
    offers = [
        bradford.commit("NT29", sv.hours(5, people=12)),
        bradford.commit("NT20", sv.quantity(10, "employee")),
    ]
    valuation = sv.value(bradford_tender(), sv.Bid("Acme", commitments=offers), bradford)
    assert (valuation.total, valuation.submitted) == (Decimal("1015.80"), Decimal("2318.70"))
    assert [each.number for each in valuation.refused] == [2]


def test_100_000_pounds_and_over(bradford: sv.Framework) -> None:
    """A contract of just the threshold is asked: the guidance says 'and over'."""
    assert told(bradford_tender(contract_value=100_000), bradford) == set()
    assert told(bradford_tender(contract_value="99_999.99"), bradford) == {"SV610"}


# --- Rotherham: a fifth, half for quantity and half for quality ----------------------------


@pytest.fixture(scope="module")
def rotherham() -> sv.Framework:
    return sv.load("rotherham")


def test_half_quantity_half_quality(rotherham: sv.Framework) -> None:
    """Twice the pounds and half the words make as much: neither half may outweigh the other."""
    tender = sv.Tender("Grounds", contract_value=500_000, published="2020-09-01")
    bids = [
        sv.Bid("Many", price=1000, marks={"quality": 3, "qualitative": "2.5"},
               commitments=[rotherham.commit("NT28", sv.gbp(20_000))]),
        sv.Bid("Well", price=1000, marks={"quality": 3, "qualitative": 5},
               commitments=[rotherham.commit("NT28", sv.gbp(10_000))]),
    ]  # fmt: skip
    result = sv.evaluate(tender, bids, rotherham)
    for name, quantity, quality in (("Many", 10, 5), ("Well", 5, 10)):
        assert result[name].exact["quantitative"] == quantity
        assert result[name].exact["qualitative"] == quality
    assert result["Many"].rank == result["Well"].rank == 1
    assert result.warnings == ()


def test_a_fifth_of_the_score(rotherham: sv.Framework) -> None:
    """A scheme with less departs from the policy, and the buyer hears of it before bidders do."""
    tender = sv.Tender("Grounds", contract_value=500_000, published="2020-09-01")
    assert told(tender, rotherham, split(19, 19)) == {"SV611"}
    assert told(tender, rotherham, split(20, 20)) == set()
    assert told(tender, rotherham, split(15, 25)) == {"SV618"}
    assert told(tender, rotherham, weighted(20)) == {"SV618"}, "nothing for the words"


def test_half_a_response_is_told_and_scored(rotherham: sv.Framework) -> None:
    """What becomes of words without figures, the council does not say: nothing is made up."""
    tender = sv.Tender("Grounds", contract_value=500_000, published="2020-09-01")
    words = sv.Bid("Words", price=1000, marks={"quality": 3, "qualitative": 5})
    result = sv.evaluate(tender, [words], rotherham)["Words"]
    assert codes(result.warnings) == {"SV620"}
    assert result.exact["qualitative"] == 10


def test_over_100_000_pounds_in_rotherham(rotherham: sv.Framework) -> None:
    """The same contract is asked in Bradford and not here: 'over' and 'and over' differ."""
    tender = sv.Tender("Grounds", contract_value=100_000, published="2020-09-01")
    assert told(tender, rotherham) == {"SV610"}
    above = sv.Tender("Grounds", contract_value="100_000.01", published="2020-09-01")
    assert told(above, rotherham) == set()


def test_local_people_have_the_value_of_their_region(rotherham: sv.Framework) -> None:
    """No figure for the district is public: that of Yorkshire and The Humber counts."""
    assert rotherham.unit_value("NT1", on="2020-09-01", place="E08000018") == 26258


# --- Torbay: figures and words, or no points for social value -------------------------------


@pytest.fixture(scope="module")
def torbay() -> sv.Framework:
    return sv.load("torbay")


@pytest.fixture
def torbay_tender() -> sv.Tender:
    return sv.Tender("Sea wall", contract_value=1_000_000, years=2, published="2021-09-01")


def torbay_bid(torbay: sv.Framework, name: str, pounds: int, words: int | None) -> sv.Bid:
    marks = {"quality": 4} | ({} if words is None else {"qualitative": words})
    offers = [torbay.commit("NT28", sv.gbp(pounds))] if pounds else []
    return sv.Bid(name, price=900_000, marks=marks, commitments=offers)


@pytest.mark.parametrize(("pounds", "words"), [(40_000, None), (0, 5), (0, None)])
def test_half_a_response_is_disregarded(
    torbay: sv.Framework, torbay_tender: sv.Tender, pounds: int, words: int | None
) -> None:
    """No social value points, and the bid stays: it is told, not thrown out and not let off."""
    half = torbay_bid(torbay, "Half", pounds, words)
    result = sv.evaluate(torbay_tender, [half], torbay)["Half"]
    assert (result.points, result.rank) == (Decimal("82.00"), 1)
    assert codes(result.warnings) == {"SV729"}


def test_a_whole_response_has_its_points(torbay: sv.Framework, torbay_tender: sv.Tender) -> None:
    """Price 50, quality 32, the highest amount 5, four fifths of 5 for the words."""
    whole = torbay_bid(torbay, "Whole", 40_000, 4)
    result = sv.evaluate(torbay_tender, [whole], torbay)["Whole"]
    assert (result.points, result.warnings) == (Decimal("91.00"), ())


def test_a_disregarded_response_is_no_yardstick(
    torbay: sv.Framework, torbay_tender: sv.Tender
) -> None:
    """What is disregarded must not push others down: else a bid without words decides who wins."""
    bids = [torbay_bid(torbay, "Half", 80_000, None), torbay_bid(torbay, "Whole", 40_000, 4)]
    result = sv.evaluate(torbay_tender, bids, torbay)
    assert result["Whole"].exact["quantitative"] == 5


def test_a_scheme_of_its_own_must_say_so_too(
    torbay: sv.Framework, torbay_tender: sv.Tender
) -> None:
    """The council's rule and the tender's scheme differ: bidders would be told two things."""
    assert told(torbay_tender, torbay, weighted(10)) == {"SV615"}
    assert told(torbay_tender, torbay, weighted(9)) == {"SV611", "SV615"}
    assert told(torbay_tender, torbay) == set()


def test_over_50_000_pounds_in_torbay(torbay: sv.Framework) -> None:
    """Half of what other councils ask from: the threshold is the council's own."""
    small = sv.Tender("Chairs", contract_value=50_000, published="2021-09-01")
    assert told(small, torbay) == {"SV610"}
    assert told(sv.Tender("Chairs", contract_value=50_001, published="2021-09-01"), torbay) == set()


# --- Hammersmith and Fulham: two rules of 10 per cent, 20 by 2023 --------------------------


@pytest.fixture(scope="module")
def fulham() -> sv.Framework:
    return sv.load("hammersmith-fulham")


@pytest.mark.parametrize(
    ("published", "least", "offered", "warned"),
    [
        ("2020-06-01", "0.10", 100_000, set()),
        ("2022-12-31", "0.10", 99_999, {"SV617"}),
        ("2023-01-01", "0.20", 199_999, {"SV617"}),
        ("2023-01-01", "0.20", 200_000, set()),
    ],
)
def test_a_share_of_the_contract_s_value(
    fulham: sv.Framework, published: str, least: str, offered: int, warned: set[str]
) -> None:
    """A bid is held to the share of its tender's day; what follows is not said, so nothing does."""
    tender = sv.Tender("Homes", contract_value=1_000_000, published=published)
    offers = [fulham.commit("NT28", sv.gbp(offered))]
    marks = {"quality": 5, "qualitative": 5}
    bid = sv.Bid("Acme", price=900_000, marks=marks, commitments=offers)
    rule = fulham.policy.on(published).minimum
    assert rule is not None
    assert (rule.value, rule.otherwise) == (Decimal(least), "")
    result = sv.evaluate(tender, [bid], fulham)["Acme"]
    assert codes(result.valuation.warnings) & POLICY_CODES == warned
    assert (result.rank, result.exact["quantitative"]) == (1, 10)


@pytest.mark.parametrize(
    ("published", "enough", "short"), [("2022-12-31", 10, 9), ("2023-01-01", 20, 19)]
)
def test_a_share_of_the_score(
    fulham: sv.Framework, published: str, enough: int, short: int
) -> None:
    """The other rule: it rises on the same day, and never binds a tender of before."""
    tender = sv.Tender("Homes", contract_value=1_000_000, published=published)
    assert told(tender, fulham, weighted(enough)) == set()
    assert told(tender, fulham, weighted(short)) == {"SV611"}


# --- Tendring: an officer drops what does not fit one procurement ---------------------------


@pytest.fixture(scope="module")
def tendring() -> sv.Framework:
    return sv.load("tendring")


def test_it_lies_over_essex_which_lies_over_the_national_set(tendring: sv.Framework) -> None:
    """District over county over country: one mechanism, however many layers."""
    labels = [f"{each.id}@{each.edition}" for each in tendring.layers]
    assert labels == ["national-toms@2022", "essex@2024", "tendring@2024"]
    assert tendring["ECC10"].code == tendring["NT10"].code == "NT10"


def test_dropped_for_one_procurement(tendring: sv.Framework) -> None:
    """It counts for nobody there, the reason has a name, and the next tender is as before."""
    offers = [
        tendring.commit("NT31", sv.tonnes_co2e(10)),
        tendring.commit("ECC10", sv.weeks(40, people=2)),
    ]
    bid = sv.Bid("Acme", commitments=offers)
    dropped = SwitchOff("NT31", "not relevant to the contract", by="director (governance)")
    both = {"contract_value": 1_000_000, "published": "2025-02-03", "place": "E07000076"}
    with_it = sv.value(sv.Tender("Beach", **both), bid, tendring)
    without = sv.value(sv.Tender("Beach", switch_off=[dropped], **both), bid, tendring)
    assert with_it.total == Decimal("22589.55")
    assert without.total == Decimal("20143.25")
    (refused,) = without.refused
    assert "signed off by director (governance)" in refused.refusals[0].message
    assert "signed off by director (governance)" in str(without.explain())


def test_essex_itself_is_not_touched(tendring: sv.Framework) -> None:
    """What a district does changes nothing for the county's bidders."""
    essex = sv.load("essex")
    assert all(tendring[each.code].proxy == each.proxy for each in essex)
    assert (essex.place, tendring.place) == ("E10000012", "E07000076")


# --- Essex: every offer says yes or no to the community exchange ----------------------------


def test_every_offer_may_go_to_the_exchange() -> None:
    """Community groups may ask for whatever a bidder said yes to: no measure is held back."""
    essex = sv.load("essex")
    rule = essex.policy.on("2024-01-01").exchange
    assert rule is not None
    assert rule.measures is None
    assert essex.policy.on("2023-12-31").exchange is None
    offers = [
        essex.commit("NT29", sv.hours(3, people=10), community=True),
        essex.commit("ECC42", sv.count(6), community=True),
        essex.commit("ECC10", sv.weeks(10, people=1)),
    ]
    tender = sv.Tender("Roads", contract_value=1_000_000, published="2024-06-01")
    bid = sv.Bid("Acme", commitments=offers)
    assert "SV616" not in codes(sv.value(tender, bid, essex).warnings)
    fewer = attrs.evolve(essex.policy, exchanges=(attrs.evolve(rule, measures=("NT29",)),))
    held_back = sv.value(tender, bid, attrs.evolve(essex, policy=fewer))
    assert "SV616" in codes(held_back.warnings)


# --- what is shown of a policy -------------------------------------------------------------


@each_plugin
def test_every_rule_is_shown_with_where_it_was_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bidder who doubts a rule follows its link; a rule that is not shown is used by nobody."""
    policy = sv.load(name).policy
    rules = [each for field in POLICY_FIELDS.values() for each in getattr(policy, field)]
    assert main(["show", name, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["policy"]
    assert len(shown) == len(rules)
    for row in shown:
        assert row["says"]
        assert all(source["url"].startswith("http") for source in row["sources"])
    assert main(["show", name]) == 0
    text = "".join(capsys.readouterr().out.split())
    for each in rules:
        assert "".join(day_words(each.start).split()) in text
        assert all(source.url in text for source in each.sources)
