"""A place is understood as what it was on the day of the tender (C11).

Councils are abolished, merged and given new codes, and a code that looks like it is another
place.  What would be unjust: a tender of 2020 that cannot name its own county, an offer that is
worth nothing because it carries last year's code, and a hint that sends a buyer to another place.
"""

from __future__ import annotations

import pickle
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.cli.run import run
from socialvalue.model.figures import ProxyValue, candidates
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place, Places, chain, place_hint, rings, within
from socialvalue.registry.loading import places

PLACES = places()
FORMER = [each for each in PLACES.values() if each.is_former]
EAST_MIDLANDS = ("E12000004", "E92000001", "K02000001")


@pytest.mark.parametrize(
    ("code", "name", "around"),
    [
        ("E10000021", "Northamptonshire", EAST_MIDLANDS),
        ("E07000150", "Corby", ("E06000061", "E10000021", *EAST_MIDLANDS)),
        ("E06000029", "Poole", ("E06000058", "E12000009", "E92000001", "K02000001")),
        ("S12000015", "Fife", ("S12000047", "S92000003", "K02000001")),
        ("S12000046", "Glasgow City", ("S12000049", "S12000043", "S92000003", "K02000001")),
        ("E10000006", "Cumbria", ("E12000002", "E92000001", "K02000001")),
        ("E10000027", "Somerset", ("E06000066", "E12000009", "E92000001", "K02000001")),
        ("E07000163", "Craven", ("E06000065", "E10000023", "E12000003", "E92000001", "K02000001")),
    ],
)
def test_a_former_place_is_what_it_was(code: str, name: str, around: tuple[str, ...]) -> None:
    """A tender of November 2020 names its own county, and values are looked for around it."""
    assert PLACES[code].name == name
    assert chain(PLACES, code) == (code, *around)
    tender = sv.Tender("Roads", contract_value="1_000_000", published="2020-11-02", place=code)
    toms = sv.load("national-toms", on="2020-11-02")
    bid = sv.Bid("Fern", commitments=[toms.commit("NT10", sv.weeks(10), place=code)])
    valuation = sv.value(tender, bid, toms)
    assert valuation.total > 0
    assert not valuation.refused


def test_a_place_that_was_split_has_all_its_successors() -> None:
    """Of a county that became two councils none is guessed: it lies in its region, as it did."""
    assert PLACES["E10000006"].replaced_by == ("E06000063", "E06000064")
    assert PLACES["E10000021"].replaced_by == ("E06000061", "E06000062")
    assert PLACES["E10000009"].replaced_by == ("E06000058", "E06000059")  # Christchurch went
    assert not within(PLACES, "E07000048", "E06000059")
    assert within(PLACES, "E07000048", "E06000058")


@pytest.mark.parametrize(
    ("inner", "outer", "lies_in"),
    [
        ("E06000061", "E10000021", True),     # North Northamptonshire, in what it was split from
        ("E06000063", "E10000006", True),     # Cumberland, in Cumbria
        ("E07000028", "E06000063", True),     # Carlisle, in Cumberland
        ("E06000059", "E10000009", True),     # Dorset of today, in the county of before
        ("E06000058", "E10000009", False),    # Bournemouth and Poole never were in that county
        ("E06000066", "E10000027", True),     # Somerset, the same place
        ("E10000021", "E06000061", False),    # the whole is not in its part
        ("E06000061", "E10000006", False),
        ("E12000004", "E10000021", False),
        ("E07000150", "E06000062", False),    # Corby went to the other half
    ],
)  # fmt: skip
def test_where_an_offer_falls_over_time(inner: str, outer: str, lies_in: bool) -> None:
    """A contract of 2020 is delivered in councils of 2022: what lies in its place counts.

    In Python, and in a table, which says the same.
    """
    assert within(PLACES, inner, outer) == lies_in
    toms = sv.load("national-toms", edition="2020")
    tender = sv.Tender("Roads", contract_value=100_000, published="2020-11-02", place=outer)
    bid = sv.Bid("Fern", commitments=[toms.commit("NT28", sv.gbp(100), place=inner)])
    refused = sv.value(tender, bid, toms).refused
    assert [each.refusals[0].code for each in refused] == ([] if lies_in else ["SV508"])
    polars = pytest.importorskip("polars")
    row = {"bid": ["A"], "measure": ["NT28"], "quantity": [100], "place": [inner]}
    valued = sv.value_frame(polars.DataFrame(row), toms, tender=tender)
    assert valued["problem"].to_list() == ([None] if lies_in else ["SV508"])


@pytest.mark.parametrize("place", FORMER, ids=lambda each: each.code)
def test_each_former_code_leads_to_today(place: Place) -> None:
    """Every former code says what followed it, and reaches a country by what it lay in."""
    assert place.same_as or place.replaced_by
    followed = (place.same_as,) if place.same_as else place.replaced_by
    assert all(code in PLACES for code in followed)
    assert chain(PLACES, place.code)[-1] == "K02000001"
    if place.same_as:
        assert not PLACES[place.same_as].is_former
        assert within(PLACES, place.same_as, place.code)
        assert within(PLACES, place.code, place.same_as)


def test_the_chains_of_places_that_never_changed_are_as_they_were() -> None:
    """What is no former place lies in its parents alone: no value of today moves."""
    for code, place in PLACES.items():
        if not place.is_former and not place.same:
            found, parent = [code], place.parent
            while parent is not None:
                found.append(parent)
                parent = PLACES[parent].parent
            assert chain(PLACES, code) == tuple(found)


@given(st.data())
def test_all_codes_of_a_place_have_the_same_values(data: st.DataObject) -> None:
    """Whichever code of a place a figure or a tender names, the same figure counts.

    The higher layer stands, then the later day; how the place is spelt decides nothing.
    """
    group = data.draw(st.sampled_from([each for each in PLACES.values() if each.same]))
    codes = (group.code, *group.same)
    toms = sv.load("national-toms", edition="2020")
    figures = tuple(
        ProxyValue(
            Decimal(number),
            data.draw(st.dates(toms.value_date().replace(year=2018), toms.value_date())),
            place=data.draw(st.sampled_from((*codes, group.parent, None))),
            rank=data.draw(st.integers(0, 2)),
        )
        for number in range(1, data.draw(st.integers(1, 5)) + 1)
    )
    measure = attrs.evolve(toms["NT10"], proxy=attrs.evolve(toms["NT10"].proxy, values=figures))
    found = {candidates(measure.proxy, toms.value_date(), rings(PLACES, code)) for code in codes}
    assert len(found) == 1
    own = [each for each in figures if each.place in codes]
    if own:
        ((first, *_),) = found
        assert first in own
        assert (first.rank, first.start) == max((each.rank, each.start) for each in own)


def test_tables_take_the_codes_of_their_day() -> None:
    """A table of past offers keeps its lines: they were lost to £0, with code 0 at the end."""
    polars = pytest.importorskip("polars")
    toms = sv.load("national-toms", edition="2020")
    codes = ["E10000021", "E07000150", "S12000015", "E08000016", "E08000038"]
    table = polars.DataFrame({"bid": "A", "measure": "NT10", "quantity": 10, "place": codes})
    valued = sv.value_frame(table, toms)
    assert valued["problem"].to_list() == [None] * 5
    assert set(valued["value_pence"].to_list()) == {176800}


# --- what followed, and a place of another day ----------------------------------------------

FOLLOWED = (
    "Northamptonshire (E10000021), a county until 31 March 2021, was followed by "
    "North Northamptonshire (E06000061) and West Northamptonshire (E06000062)"
)

OF_2020 = """\
schema: socialvalue/tender@1
title: Roads
framework: national-toms@2020
published: {published}
contract_value: "1000000"
place: {place}
scheme:
  criteria:
    - {{name: price, points: "90", method: lowest_price}}
    - {{name: value, points: "10", method: relative_to_highest, counts_as: social_value}}
bids:
  - bidder: Fern
    price: "900000"
    commitments: [{{measure: NT10, weeks: "10"}}]
"""


def of_2020(tmp_path: Path, published: str = "2020-11-02", place: str = "E10000021") -> Path:
    """A tender file of 2020 with one bid."""
    file = tmp_path / "roads.yaml"
    file.write_text(OF_2020.format(published=published, place=place), encoding="utf-8")
    return file


def test_a_tender_of_2020_says_which_councils_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The contract runs on under councils that its notice could not name: a reader is told which.

    It is told where the tender is shown, and is no question: nothing is wrong with it.
    """
    file = of_2020(tmp_path)
    checked = sv.check(file)
    assert not checked.problems
    assert not {each.code for each in checked.questions} & {"SV628", "SV629"}
    assert FOLLOWED in str(checked)
    read, bids = sv.read_tender(file)
    toms = sv.load(read.framework)
    result = sv.evaluate(read, bids, toms)
    assert result["Fern"].total > 0
    assert f"{FOLLOWED}." in str(result.explain())
    assert run(["score", str(file)]) == 0
    assert f"{FOLLOWED}." in " ".join(capsys.readouterr().out.split())
    assert f"{FOLLOWED}." in str(result["Fern"].valuation.explain())


def test_a_tender_of_a_standing_place_says_nothing_of_others(tmp_path: Path) -> None:
    """Essex was never followed by anything, and Fife has a new code and no successor."""
    for place in ("E10000012", "S12000015", "E10000027"):
        said = str(sv.check(of_2020(tmp_path, place=place)))
        assert "tender with 1 bid, under national-toms@2020" in said
        assert "followed" not in said


@pytest.mark.parametrize(
    ("published", "place", "code", "said"),
    [
        ("2021-03-31", "E10000021", None, ""),                       # its last day
        ("2021-04-01", "E10000021", "SV628", "E06000061) or West Northamptonshire (E06000062)"),
        ("2021-04-01", "E06000061", None, ""),                       # its first day
        ("2021-03-31", "E06000061", "SV629", "whose first day was 1 April 2021"),
        ("2020-11-02", "E07000190", "SV628", "Somerset West and Taunton (E07000246)"),
        ("2023-04-01", "E07000190", "SV628", "Somerset (E06000066)"),
        ("2026-06-01", "E08000016", None, ""),                       # Barnsley: the code alone
        ("2020-11-02", "E08000038", None, ""),
        ("2026-06-01", "E10000023", None, ""),                       # North Yorkshire, the same
        ("2020-11-02", "E06000065", None, ""),
        ("2020-11-02", "E12000004", None, ""),
    ],
)  # fmt: skip
def test_a_place_of_another_day_is_asked_about(
    tmp_path: Path, published: str, place: str, code: str | None, said: str
) -> None:
    """A tender of today for a council that is gone may be for either of two: a person decides.

    What followed is named as of the tender's own day, and where only the code is old nothing is
    asked: the place is there.
    """
    asked = [each for each in sv.check(of_2020(tmp_path, published, place)).questions
             if each.code in ("SV628", "SV629")]  # fmt: skip
    assert [each.code for each in asked] == ([code] if code else [])
    for each in asked:
        assert said in f"{each.message} {each.hint}"
        assert each.line == 6
    read, bids = sv.read_tender(of_2020(tmp_path, published, place))
    assert sv.value(read, bids[0], sv.load(read.framework)).total > 0


def test_another_first_day_of_a_place_is_told_by_a_replay() -> None:
    """Whether a tender is asked about rests on the first day of its council: a replay names it."""
    toms = sv.load("national-toms", edition="2020")
    north = attrs.evolve(PLACES["E06000061"], since=date(2020, 4, 1))
    forged = attrs.evolve(toms, places=FrozenMap({**PLACES, "E06000061": north}))
    tender = sv.Tender("Roads", contract_value=1000, published="2020-11-02", place="E06000061")
    bid = sv.Bid("Fern", price=1, commitments=[toms.commit("NT10", sv.weeks(1))])
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    (told,) = sv.replay(sv.evaluate(tender, [bid], forged, scheme).record()).differences
    assert "since 2020-04-01 in the record" in told
    assert "since 2021-04-01 as shipped" in told
    assert sv.replay(sv.evaluate(tender, [bid], toms, scheme).record()).differences == ()


def test_a_day_is_asked_for_only_where_it_is_known() -> None:
    """Without the day of its notice nobody can say whether a place was there."""
    toms = sv.load("national-toms", edition="2020")
    bid = sv.Bid("Fern", commitments=[toms.commit("NT10", sv.weeks(1))])
    for published, codes in ((None, {"SV606"}), ("2022-01-01", {"SV628", "SV603"})):
        tender = sv.Tender("Roads", contract_value=1000, published=published, place="E07000150")
        assert {each.code for each in sv.value(tender, bid, toms).warnings} >= codes
        assert ("SV628" in {each.code for each in sv.value(tender, bid, toms).warnings}) == (
            "SV628" in codes
        )


# --- hints --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "Northamptonshire",
            "was E10000021 until 31 March 2021, replaced by North Northampton",
        ),
        ("Somerset", "Somerset (unitary) is E06000066 (was E10000027)"),
        ("Fife council", "is S12000047 (was S12000015)"),
        ("Glasgow", "Glasgow City (scottish council area) is S12000049"),
        ("Hull", "is E06000010"),
        ("Sommerset", "did you mean E06000066 (Somerset)"),
        ("e10000012", "did you mean E10000012 (Essex)?"),
        (" E10000012", "did you mean E10000012 (Essex)?"),
        ("E10000012\u200b", "did you mean E10000012 (Essex)?"),
        ("UKH3", "a region of notices (ITL or NUTS), in East of England (E12000006)"),
        ("TLH3", "a region of notices (ITL or NUTS), in East of England (E12000006)"),
        ("TLM", "in Scotland (S92000003)"),
        ("UKI", "in London (E12000007)"),
        ("UK", "the United Kingdom is K02000001"),
        ("CM1 1LX", "a postcode"),
        ("SW1A 1AA", "a postcode"),
        ("E05000001", "a ward"),
        ("W04000001", "a parish or a community"),
        ("E01012345", "a small area of the census"),
        ("E14000530", "a constituency"),
        ("E47000001", "a combined authority: a buyer"),
        ("Greater Manchester Combined Authority", "a combined authority: a buyer"),
        ("E61000001", "a strategic authority: a buyer"),
        ("E47000014", "this is a combined authority: a buyer"),
        ("Greater Manchester", "Greater Manchester Combined Authority (E47000001) is a combined"),
        ("Tees Valley", "name the council, the county or the region, North East (E12000001)"),
        ("north east combined authority", "North East Combined Authority (E47000010)"),
        ("Greater London", "the region, London (E12000007)"),
        ("Taunton Deane", "(E07000246), today Somerset (E06000066)"),
        ("95A", "Derry was a district until 31 March 2015, which had no ONS code"),
        ("Larne", "name one of today in Northern Ireland (N92000002)"),
        ("22UN", "a code of before 2011"),
        ("E1000012", "a code is a letter and 8 digits"),
    ],
)
def test_the_true_cause_is_told(code: str, said: str) -> None:
    """A name is answered with its code; what is no place of ours is called what it is."""
    with pytest.raises(sv.InputError) as caught:
        chain(PLACES, code)
    (problem,) = caught.value.problems
    assert problem.code == "SV210"
    assert said in problem.hint


def test_what_is_known_by_name_alone_is_no_place() -> None:
    """Whose members nobody knows here would hold no offer: each line would silently be outside it.

    Nor does a record, a copy in another process or a table take it for a place.
    """
    assert len(PLACES.named_only) == 41
    for each in PLACES.named_only:
        assert each.code not in PLACES
        assert each.parent in PLACES
        if each.name not in {place.name for place in PLACES.values()}:
            with pytest.raises(sv.InputError, match=re.escape(each.name)):
                sv.load("uk-open").unit_value("UK101", place=each.name)
    again = pickle.loads(pickle.dumps(PLACES))
    assert (again, again.named_only) == (PLACES, PLACES.named_only)
    assert type(again) is Places


@given(st.from_regex(r"[EKNSW](0[6-9]|1[02]|92)[0-9]{6}", fullmatch=True))
def test_the_next_number_is_never_offered(code: str) -> None:
    """Codes are numbers: a hint by their likeness named an unrelated place."""
    if code not in PLACES:
        hint = place_hint(PLACES, code)
        assert not [each for each in PLACES if each in hint and each != "E10000012"]
        assert "the next number is another place" in hint or "ward" in hint or "constit" in hint


def test_the_parent_of_a_place_is_not_guessed_by_its_number(tmp_path: Path) -> None:
    """The file of places itself is told by the same words."""
    from socialvalue.definitions.places import read_places

    lines = ["schema: socialvalue/places@1", "title: T", "licence: CC-BY-4.0", "rights: R",
             "sources: {s: {title: S}}", "source: s", "places:",
             "  E12000006: {name: East, kind: region}",
             "  E10000012: {name: Essex, kind: county, parent: E12000007}"]  # fmt: skip
    file = tmp_path / "places.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(sv.DefinitionError) as caught:
        read_places(file, "places.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("SV210", 9)
    assert "E12000006" not in problem.hint
    assert "the next number is another place" in problem.hint
