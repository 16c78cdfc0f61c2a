"""For whom a measure is: what its set says stands first, ours is marked, and nothing is dropped."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import Contract, Obligation
from socialvalue.contracts.people.groups import OURS, counting_of, is_group_ours
from socialvalue.definitions.writing import written
from socialvalue.model.measure import HEADCOUNTS, counts_people
from socialvalue.model.tender import ContractValue
from socialvalue.registry.editions import shipped_editions
from socialvalue.units import UNITS

PLUGIN = """
schema: socialvalue/plugin@1
id: barsetshire
edition: "2026"
title: Barsetshire
licence: CC0-1.0
rights: Invented for the tests.
place: E10000008
adopts: [{framework: national-toms, edition: "2022", measures: [NT4]}]
themes: {own: {title: Own, outcomes: {own-people: {title: People}}}}
measures:
  BAR1: {title: Care leavers hired, outcome: own-people, unit: person, kind: recorded,
         group: care leavers, headcount: people}
  BAR2: {title: Refugees at work, outcome: own-people, unit: fte_year, kind: recorded,
         group: refugees, headcount: fte}
  BAR3: {title: People reached, outcome: own-people, unit: person, kind: recorded}
  BAR4: {title: Hours for carers, outcome: own-people, unit: staff_hour, kind: recorded,
         group: unpaid carers}
"""
SHIPPED = [each.label for each in shipped_editions()]
OFFERS = {"NT4": sv.fte(2, years=3), "BAR1": sv.quantity(20, "person"),
          "BAR2": sv.fte(3, years=3), "BAR3": sv.quantity(40, "person"),
          "BAR4": sv.hours(90)}  # fmt: skip


def plugin(folder: Path, text: str = PLUGIN) -> sv.Framework:
    """The plug-in of a fourth council, which no file of ours knows."""
    folder.mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    return sv.load(folder)


def awarded(measures: sv.Framework, **said: Any) -> Any:
    """A delivery record with the contract of the only bid, which offers all measures."""
    commitments = [measures.commit(code, made) for code, made in OFFERS.items()]
    tender = sv.Tender("Care", contract_value="3_000_000", published="2026-04-01",
                       target="0.10")  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("price", 90, sv.LowestPrice()),
                        sv.Criterion("social value", 10, sv.RelativeToHighest())])  # fmt: skip
    bid = sv.Bid("Acme", price=2_900_000, commitments=commitments)
    result = sv.evaluate(tender, [bid], measures, scheme)
    contract = sv.contracts.award(result, "Acme", reference="B1", starts="2026-06-01",
                                  ends="2029-05-31", **said)  # fmt: skip
    held = sv.contracts.open_register()
    held.add(contract, by="procurement", on="2026-05-20")
    return held


@pytest.fixture
def register(tmp_path: Path) -> Any:
    """The contract of the fourth council, with 12 care leavers and 4 others verified."""
    held = awarded(plugin(tmp_path / "barsetshire"))
    for line, people in (("2", 12), ("4", 4)):
        entry = held.deliver("B1", line=line, quantity=people, statement="x", by="supplier",
                             period=("2026-06-01", "2026-08-31"), on="2026-09-05")  # fmt: skip
        held.approve(entry, by="contract manager", on="2026-09-10")
    return held


def test_a_plugins_own_groups_stand_by_their_names(register: Any) -> None:
    """A council whose measures no table of ours knows would see none of its people by group."""
    found = sv.portfolio(register, on="2026-12-31")
    care, away, neet = (found.people[each] for each in
                        ("care leavers", "refugees", "young people NEET"))  # fmt: skip
    assert (care.committed, care.verified, away.fte, neet.fte) == (20, 12, 3, 2)
    assert [each.is_ours for each in found.contracts[0].contract.lines] == [True, *4 * [False]]
    assert "1 commitment whose group or count of people is our own reading" in found.left_out
    assert found.quantities("group")["unpaid carers"]["staff_hour"].committed == 90
    assert "20 care leavers; 2 FTE, young people NEET; 3 FTE, refugees" in " ".join(
        str(found).split()
    )


def test_a_measure_without_a_group_is_said_and_not_dropped(register: Any) -> None:
    """Forty people of whom nobody has said who they are would vanish from every sum."""
    found = sv.portfolio(register, on="2026-12-31")
    unknown = found.quantities("group")["not stated"]["person"]
    assert (unknown.committed, unknown.verified) == (40, 4)
    assert (
        "1 commitment of people or FTE-years of which nobody has said whether they are jobs, in no "
        "count of people"
    ) in found.left_out
    assert sum(each.committed for each in found.people.values()) == 20


def test_reports_and_the_star_have_a_plugins_groups(register: Any, tmp_path: Path) -> None:
    """The page of the committee and Power BI must show the same people as the portfolio."""
    for kind, audience in (("portfolio", "contract-team"), ("portfolio", "public"),
                           ("directors", "directors"), ("annual", "public")):  # fmt: skip
        report = sv.reports.make(register, on="2026-12-31", kind=kind, audience=audience)
        (groups,) = (each.block for each in report.sections if each.key == "groups")
        assert ("care leavers", "12") in groups.rows
        assert not any("our own reading" in each for each in groups.sentences)
    answer = sv.reports.make(register, on="2026-12-31", kind="answer", question="jobs",
                             audience="contract-team")  # fmt: skip
    assert "care leavers" in str([each.block.rows for each in answer.sections])
    sv.reports.star(register, tmp_path / "star", on="2026-12-31", restricted=True)
    names = (tmp_path / "star" / "dim_group.csv").read_text(encoding="utf-8")
    for group in ("care leavers", "refugees", "unpaid carers", "young people NEET"):
        assert group in names


def test_a_group_that_is_ours_is_marked_where_it_is_shown(tmp_path: Path) -> None:
    """A schedule that is annexed to a contract must not say in our words for whom it binds."""
    held = awarded(plugin(tmp_path / "barsetshire"))
    pack = str(sv.contracts.hand_over(held, "B1", on="2026-06-01").schedule)
    words = " ".join(pack.split())
    assert "for young people NEET (our own reading of the measure's title)" in words
    assert "for care leavers" in words
    assert "care leavers (our own" not in words
    said = awarded(plugin(tmp_path / "barsetshire"), groups={"NT4": "school\u00a0 leavers "})
    assert "school leavers" in sv.portfolio(said, on="2026-12-31").people, "one name is one group"
    words = " ".join(str(sv.contracts.hand_over(said, "B1", on="2026-06-01").schedule).split())
    assert "for school leavers" in words
    assert "our own reading" not in words


def test_people_of_a_group_by_our_reading_are_marked_in_reports() -> None:
    """Members would quote a group that no publication of the measure names."""
    line = Obligation(line="1", measure="UK404", title="People hired after a conviction",
                      unit="person", quantity=20, scored=0, unit_value=None, is_ours=True,
                      group="people with convictions", headcount="people",
                      offered=sv.quantity(20, "person"))  # fmt: skip
    for ours in (True, False):
        held = sv.contracts.open_register()
        held.add(Contract(reference="C1", title="x", suppliers="Acme", starts="2026-01-01",
                          ends="2026-12-31", value=ContractValue(1000),
                          lines=[attrs.evolve(line, is_ours=ours)]),
                 by="procurement", on="2026-01-01")  # fmt: skip
        report = sv.reports.make(held, on="2026-06-30", kind="portfolio", audience="public")
        (groups,) = (each.block for each in report.sections if each.key == "groups")
        assert any("our own reading" in each for each in groups.sentences) == ours


def hired(group: str, line: str = "1", people: int = 20, **more: Any) -> Obligation:
    """A commitment to hire people of a group."""
    return Obligation(line=line, measure=f"M{line}", title="People hired", unit="person",
                      quantity=people, scored=0, unit_value=None, headcount="people", group=group,
                      offered=sv.quantity(people, "person"), **more)  # fmt: skip


def contract_of(reference: str, *held: Obligation) -> Contract:
    """A contract of a year."""
    return Contract(reference=reference, title="x", suppliers="Acme", starts="2026-01-01",
                    ends="2026-12-31", value=ContractValue(1000), lines=held)  # fmt: skip


def record_of(*groups: str, people: int = 3) -> Any:
    """A record with a contract for each group, and so many people verified of each."""
    held = sv.contracts.open_register()
    for at, group in enumerate(groups, start=1):
        held.add(contract_of(f"C{at}", hired(group)), by="procurement", on="2026-01-01")
        entry = held.deliver(f"C{at}", line="1", quantity=people, statement="x", by="supplier",
                             period=("2026-01-01", "2026-03-31"), on="2026-04-01")  # fmt: skip
        held.approve(entry, by="contract manager", on="2026-04-10")
    return held


def rows_of(register: Any, audience: str) -> Any:
    """The rows of people by group, as an audience sees them."""
    report = sv.reports.make(register, on="2026-06-30", kind="portfolio", audience=audience)
    (groups,) = (each.block for each in report.sections if each.key == "groups")
    return groups.rows


def test_a_group_in_other_capitals_or_spacing_is_one(tmp_path: Path) -> None:
    """Three care leavers and three Care Leavers are six people, and were two withheld numbers."""
    register = record_of("care leavers", "Care  Leavers", "veterans", "CARE LEAVERS")
    found = sv.portfolio(register, on="2026-06-30")
    assert [*found.people] == ["care leavers", "veterans"]
    assert [int(each.verified) for each in found.people.values()] == [9, 3]
    assert found.quantities("group")["care leavers"]["person"].verified == 9
    assert rows_of(register, "contract-team") == (
        ("care leavers", "9"), ("veterans", "3"), ("All", "12"),
    )  # fmt: skip
    sv.reports.star(register, tmp_path, on="2026-06-30", restricted=True)
    names = (tmp_path / "dim_group.csv").read_text(encoding="utf-8").splitlines()
    assert len(names) == 3
    kept = [each.lines[0].group for each in map(register.contract, ("C1", "C2", "C4"))]
    assert kept == ["care leavers", "Care  Leavers", "CARE LEAVERS"], "as it was written"


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["care leavers", "veterans", "refugees"]),
                          st.sampled_from([str.upper, str.title, str.lower, "  {} ".format])),
                min_size=1, max_size=5), st.integers(1, 7))  # fmt: skip
def test_small_numbers_are_withheld_of_groups_however_they_are_typed(
    typed: list[tuple[str, Any]], people: int
) -> None:
    """A group that is typed in two ways is withheld in neither, or shown by what is left."""
    plain = record_of(*(group for group, _ in typed), people=people)
    other = record_of(*(how(group) for group, how in typed), people=people)
    for audience in ("public", "contract-team"):
        one, two = rows_of(plain, audience), rows_of(other, audience)
        assert [(" ".join(name.casefold().split()), said) for name, said in two] == [
            (name.casefold(), said) for name, said in one
        ]


HIDDEN = "care\u200bleavers"


def test_signs_that_nobody_sees_are_no_part_of_a_group(tmp_path: Path) -> None:
    """Two groups of one name stand in a report, each below what may be shown, or above it."""

    def told(write: Any) -> list[tuple[str, str]]:
        with pytest.raises(sv.SocialValueError) as caught:
            write()
        return [(each.code, each.place) for each in caught.value.problems]

    own = plugin(tmp_path / "barsetshire")
    assert [code for code, _ in told(lambda: awarded(own, groups={"NT4": HIDDEN}))] == ["SV224"]
    register = sv.contracts.open_register()
    made = contract_of("C1", hired("care leavers"), hired(HIDDEN, "2"))
    assert told(lambda: register.add(made, by="procurement", on="2026-01-01")) == [
        ("SV224", "commitment 2, group")
    ]
    register.add(contract_of("C1", hired("care leavers")), by="procurement", on="2026-01-01")
    assert told(lambda: register.change(
        "C1", reason="substitution", ground="regulation_72", instrument="Deed 1", on="2026-02-01",
        by="contract manager", lines={"1": "-5"}, new=[hired(HIDDEN, "2", 5)],
    )) == [("SV224", "commitment 2, group")]  # fmt: skip
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"{HEAD},Group\nC1,{TERM},M1,person,6,{HIDDEN}\n", encoding="utf-8")
    (wrong,) = sv.contracts.import_sheet(sheet, on="2022-12-31").problems
    assert (wrong.code, wrong.file, bool(wrong.cell)) == ("SV224", "sheet.csv", True)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "c1.yaml").write_text(written({
        "schema": "socialvalue/contract-file@1", "reference": "C1", "title": "x",
        "suppliers": ["Acme"], "starts": "2026-01-01", "ends": "2026-12-31", "value": "1000",
        "commitments": [{"line": "1", "measure": "M1", "unit": "person", "quantity": "6",
                         "group": HIDDEN}],
    }), encoding="utf-8")  # fmt: skip
    ((code, place),) = told(lambda: sv.contracts.open_register(folder))
    assert (code, place.startswith("c1.yaml:")) == ("SV224", True)


def test_a_group_that_was_stated_is_not_ours_where_the_count_is() -> None:
    """A schedule would disown what the council itself wrote, since we read the same words."""
    toms = sv.load("national-toms@2022")
    ours, stated = (counting_of(toms["NT4"], toms, said) for said in ("", "young people NEET"))
    assert (ours.is_ours, ours.group_is_stated) == (True, False)
    assert (stated.is_ours, stated.group_is_stated, stated.group) == (True, True, ours.group)
    line = attrs.evolve(hired(ours.group), measure="NT4", is_ours=True)
    assert is_group_ours(line)
    assert not is_group_ours(attrs.evolve(line, group_is_stated=True))
    assert sv.from_json(sv.to_json(line)) == line


# --- our own reading ----------------------------------------------------------------------


@pytest.mark.parametrize("label", SHIPPED)
def test_each_shipped_measure_of_people_is_read(label: str) -> None:
    """A measure of people that nobody has read would be left out of every headline."""
    measures = sv.load(label)
    for each in measures:
        found = counting_of(each, measures)
        if each.unit in {"person", "employee", "fte_year", "person_week"}:
            assert found.headcount, each.name
        assert counts_people(found.headcount, each.unit)


def test_our_reading_names_no_measure_that_is_not_there() -> None:
    """A misspelt code would leave the people of a measure out, and nobody would notice."""
    shipped: dict[str, set[str]] = {}
    for label in SHIPPED:
        shipped.setdefault(label.split("@")[0], set()).update(sv.load(label).measures)
    assert len(OURS) == 3
    for name, codes in OURS.items():
        assert set(codes) <= shipped[name]


def test_the_docs_show_our_reading_as_it_is(root: Path) -> None:
    """An officer who is asked why NT4 is for young people looks it up, and must find what is so."""
    page = (root / "docs/explanation/published-editions.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()
            if line.startswith("|")]  # fmt: skip
    heads, _, *table = rows
    assert heads[1:4] == ["National TOMs", "UK open before 2026.3", "Essex"]
    shown = {
        (name, code): (group.replace("none stated", ""), count)
        for group, *codes, count in table
        for name, several in zip(("national-toms", "uk-open", "essex"), codes, strict=True)
        for code in several.split(", ") if code
    }  # fmt: skip
    assert shown == {(name, code): said for name, codes in OURS.items()
                     for code, said in codes.items()}  # fmt: skip


def test_the_code_of_another_set_is_not_read_as_ours(tmp_path: Path) -> None:
    """A council's own NT4, of which we know nothing, would be told of young people NEET."""
    (tmp_path / "framework.yaml").write_text(written({
        "schema": "socialvalue/framework@1", "id": "barset", "edition": "1", "title": "Barset",
        "publisher": "Barset", "coverage": "complete", "licence": "CC0-1.0", "rights": "none",
        "in_force": {"from": "2026-01-01"}, "sources": {},
        "themes": {"a": {"title": "A", "outcomes": {"b": {"title": "B"}}}},
    }), encoding="utf-8")  # fmt: skip
    (tmp_path / "measures.yaml").write_text(written({
        "schema": "socialvalue/measures@1",
        "measures": {"NT4": {"title": "Trees and their keepers", "outcome": "b",
                             "unit": "fte_year", "kind": "recorded"}},
    }), encoding="utf-8")  # fmt: skip
    own, toms = sv.load(tmp_path), sv.load("national-toms@2022")
    assert counting_of(own["NT4"], own) == attrs.evolve(counting_of(own["NT4"], own), group="",
                                                        headcount="", is_ours=False)  # fmt: skip
    assert counting_of(toms["NT4"], toms).group == "young people NEET"


ABOVE = """
schema: socialvalue/plugin@1
id: barchester
edition: "2026"
title: Barchester
licence: CC0-1.0
rights: Invented for the tests.
adopts: [{framework: ../barsetshire, edition: "2026"}]
"""


def test_a_plugins_own_measure_is_not_read_as_that_of_the_set_below(tmp_path: Path) -> None:
    """A council that takes over NT1 alone, and has an NT4 of its own, hires bakers and no NEETs.

    Whoever takes its measures over in turn is told no more, and NT1 is read as before.
    """
    text = PLUGIN.replace("[NT4]", "[NT1]").replace("BAR3: {title: People", "NT4: {title: Bakers")
    text = text.replace("unit: person, kind: recorded}", "unit: fte_year, kind: recorded}")
    own = plugin(tmp_path / "barsetshire", text)
    found, read = (counting_of(own[each], own) for each in ("NT4", "NT1"))
    assert (found.group, found.headcount, found.is_ours) == ("", "", False)
    assert (read.headcount, read.is_ours) == ("fte", True)
    above = plugin(tmp_path / "barchester", ABOVE)
    assert [counting_of(above[each], above) for each in ("NT4", "NT1")] == [found, read]
    toms = sv.load("national-toms@2022")
    assert counting_of(toms["NT4"], toms).group == "young people NEET"


HEAD = "Contract,Supplier,Start date,End date,Contract value,Measure,Unit,Committed"
TERM = "Acme,2022-04-01,2024-03-31,100000"


def test_a_sheets_measure_has_the_group_of_its_set(tmp_path: Path) -> None:
    """Contracts that were taken over would stand beside those awarded here without a group."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        f"{HEAD},Group,People counted as\nC1,{TERM},NT4,,6,,\nC1,{TERM},NT1,,3,refugees,\n"
        f"C1,{TERM},NT20,,9,,people\n",
        encoding="utf-8",
    )
    found = sv.contracts.import_sheet(
        sheet, on="2022-12-31", framework=sv.load("national-toms@2022")
    )
    (contract,) = found.contracts
    said = [(each.group, each.headcount, each.is_ours) for each in contract.lines]
    assert said == [("young people NEET", "fte", True), ("refugees", "fte", True),
                    ("", "people", False)]  # fmt: skip
    sheet.write_text(f"{HEAD},People counted as\nC1,{TERM},M1,tonnes,6,people\n",
                     encoding="utf-8")  # fmt: skip
    (wrong,) = sv.contracts.import_sheet(sheet, on="2022-12-31").problems
    assert "expected none, as it is counted in tonne, found people" in str(wrong)


# --- any file, any lines ------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@settings(max_examples=60)
@given(unit=st.sampled_from(sorted(UNITS)), headcount=st.sampled_from([*HEADCOUNTS, "heads"]),
       group=st.just("") | st.just(" care \n leavers ") | TEXTS)  # fmt: skip
def test_what_is_read_is_what_was_written_or_refused_at_its_key(
    unit: str, headcount: str, group: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A group must not change on its way from the file to the report, nor tonnes become people."""
    own = {"title": "Own", "outcome": "b", "unit": unit, "kind": "recorded",
           **({"headcount": headcount} if headcount else {}),
           **({"group": group} if group else {})}  # fmt: skip
    data = {
        "schema": "socialvalue/plugin@1", "id": "barset", "edition": "1", "title": "Barset",
        "licence": "CC0-1.0", "rights": "none", "adopts": [],
        "themes": {"a": {"title": "A", "outcomes": {"b": {"title": "B"}}}},
        "measures": {"BAR1": own},
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("plugin")
    wrong = headcount == "heads" or not counts_people(headcount, unit)
    unseen = not all(each.isprintable() or each.isspace() for each in group)
    try:
        (measure,) = plugin(folder, written(data))
    except sv.DefinitionError as error:
        told = {(each.code, each.line or 0) for each in error.problems}
        lines = written(data).splitlines()
        for code, key, is_so in (("SV205", "headcount:", wrong), ("SV224", "group:", unseen)):
            assert any(found == code and key in lines[line - 1] for found, line in told) == is_so
        assert wrong or unseen or not group.strip()
    else:
        assert not wrong
        assert not unseen
        assert (measure.group, measure.headcount) == (" ".join(group.split()), headcount)
        assert (f"For this group: {measure.group}." in " ".join(str(measure).split())) == bool(
            group
        )


@st.composite
def lines(draw: st.DrawFn) -> list[Obligation]:
    """Commitments with any way to count people that their units allow."""
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        unit = draw(st.sampled_from(["person", "employee", "fte_year", "tonne", "person_week"]))
        ways = [each for each in HEADCOUNTS if counts_people(each, unit)]
        amount = draw(st.integers(1, 90))
        found.append(Obligation(
            line=str(number), measure=f"M{number}", title="A measure", unit=unit, quantity=amount,
            scored=0, unit_value=None, headcount=draw(st.sampled_from(ways)),
            group=draw(st.sampled_from(["", "care leavers", "veterans"])),
            offered=sv.quantity(amount, unit), is_ours=draw(st.booleans()),
        ))  # fmt: skip
    return found


@settings(max_examples=60)
@given(held=lines())
def test_every_commitment_is_counted_once_or_said_to_be_left_out(held: list[Obligation]) -> None:
    """Whoever is in no group, or is not said to be a job, must not be lost, nor told twice."""
    register = sv.contracts.open_register()
    register.add(Contract(reference="C1", title="x", suppliers="Acme", starts="2023-01-01",
                          ends="2025-12-31", value=ContractValue(1000), lines=held),
                 by="procurement", on="2023-01-01")  # fmt: skip
    found = sv.portfolio(register, on="2023-06-30")
    by_group = found.quantities("group")
    for unit in {each.unit for each in held}:
        assert sum(units[unit].committed for units in by_group.values() if unit in units) == sum(
            Fraction(each.quantity) for each in held if each.unit == unit
        )
    for group, people in found.people.items():
        mine = [each for each in held if (each.group or "no group stated") == group]
        assert people.committed == sum(
            Fraction(each.quantity) for each in mine if each.headcount == "people"
        )
        assert people.fte == sum(
            Fraction(each.quantity) / 3 for each in mine if each.headcount == "fte"
        )
    counted = {each.group or "no group stated" for each in held
               if each.headcount in {"people", "fte"}}  # fmt: skip
    assert set(found.people) == counted
    unsaid = [each for each in held if not each.headcount
              and each.unit in {"person", "employee", "fte_year"}]  # fmt: skip
    assert any("nobody has said whether they are jobs" in each for each in found.left_out) == bool(
        unsaid
    )
    assert any("our own reading" in each for each in found.left_out) == any(
        each.is_ours for each in held
    )


@pytest.mark.parametrize(("unit", "headcount"), [("tonne", "people"), ("person", "fte"),
                                                 ("person_week", "people")])  # fmt: skip
def test_a_commitment_of_no_people_counts_none(unit: str, headcount: str) -> None:
    """Nine tonnes would be nine jobs in the headline."""
    usual: dict[str, Any] = {
        "line": "1", "measure": "M1", "title": "x", "unit": unit, "quantity": 9, "scored": 0,
        "unit_value": None, "offered": sv.quantity(9, unit),
    }  # fmt: skip
    with pytest.raises(sv.InputError, match="SV316"):
        Obligation(headcount=headcount, **usual)
    assert Obligation(headcount="none", **usual).headcount == "none"


def test_a_changed_group_is_a_difference_between_editions(tmp_path: Path) -> None:
    """A new edition that moves people to another group must be seen before it is used."""
    first = plugin(tmp_path / "a")
    text = PLUGIN.replace("group: refugees", "group: people seeking refuge")
    second = plugin(tmp_path / "b", text.replace("headcount: people", "headcount: none"))
    found = {(each.code, each.what): (each.before, each.after)
             for each in sv.diff(first, second).of("rules")}  # fmt: skip
    assert found == {("BAR2", "group"): ("refugees", "people seeking refuge"),
                     ("BAR1", "people counted as"): ("people", "none")}  # fmt: skip
    assert first.sha256 != second.sha256
