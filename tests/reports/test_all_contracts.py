"""The report of all contracts as a file: what is in it, for whom, and that it is the same again."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import pickle
import re
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from tests.pace import at_most
from tests.reports.conftest import Parts, Written
from tests.reports.invented import MEASURES, ON, contract

import socialvalue as sv
from socialvalue.contracts import Party
from socialvalue.contracts.split.years import by_year
from socialvalue.engine.exact import half_up
from socialvalue.tables import one_line
from socialvalue.words import avoided_in, day_words

GROUPS = {each[0]: each[5] for each in MEASURES if each[5]}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def visible(page: str) -> str:
    """What a reader reads of a page, without its script, data and markup."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL))


def test_the_invented_record_is_as_large_as_the_story(register: Any) -> None:
    """17 contracts and 98 suppliers, some of them behind: else the tests below see nothing."""
    held = sv.portfolio(register, on=ON)
    assert (held.contract_count, held.supplier_count) == (17, 98)
    states = {line.state for each in held.contracts for line in each.lines}
    assert {"behind", "waiting", "no_plan", "on_plan", "complete"} <= states
    assert 0 < held.capped < held.delivered


def test_totals_are_those_of_the_library_to_the_pound(register: Any, written: Written) -> None:
    """A page that shows other pounds than the command is believed, and is wrong."""
    held = sv.portfolio(register, on=ON)
    table = Parts(text_of(written())).tables["totals"]
    (row,) = [each for each in table if each[0] == "All"]
    amounts = (held.promised, held.expected, held.reported, held.delivered, held.capped)
    rounded = [f"£{int(each + Decimal('0.5')):,}" for each in amounts]
    assert row[1:6] == rounded
    assert held.compliance is not None
    assert row[6] == f"{int(held.compliance * 100 + Fraction(1, 2))}%"
    assert held.headline in visible(text_of(written()).replace("&#39;", "'"))


def test_every_commitment_and_contract_has_its_row(register: Any, written: Written) -> None:
    """What has no row is in no total that anybody can check."""
    held = sv.portfolio(register, on=ON)
    tables = Parts(text_of(written())).tables
    lines = sum(len(each.lines) + len(each.beyond) for each in held.contracts)
    assert len(tables["commitments"]) == lines + 1
    assert len(tables["contracts"]) == 18
    behind = [line for each in held.contracts for line in each.lines if line.state == "behind"]
    assert len(tables["late"]) == len(behind) + 1 > 5
    assert all(row[-1] == "▲ Behind" for row in tables["late"][1:])
    first = [each[-2] for each in tables["contracts"][1:]]
    assert first[0].startswith("▲ Behind")
    assert first[-1].startswith("✔ On plan")


def test_the_next_notice_is_said_to_who_publishes_it(register: Any, written: Written) -> None:
    """A day of the Act that nobody saw coming is missed; and it is no supplier's to know."""
    coming = sv.notices.clocks(register, on=ON).due
    first = {each.contract: each for each in reversed(coming) if each.due.isoformat() >= ON}
    for audience in ("contract-team", "directors"):
        head, *rows = Parts(text_of(written(audience))).tables["contracts"]
        assert head[-1] == "next notice"
        for row in rows:
            found = first[row[0].split()[0]]
            assert row[-1] == f"{day_words(found.due)} ({found.notice})"
    for audience in ("public", "supplier:Alder Works"):
        assert "next notice" not in text_of(written(audience))
        assert "committed £" in text_of(written(audience))


def managed(manager: str, entered: str | None = None) -> Any:
    """A record of one contract that somebody manages, or nobody is said to."""
    made = attrs.evolve(contract(1), manager=manager, entered=entered)
    held = sv.contracts.open_register()
    held.add(made, by="procurement", on=entered or made.starts)
    return held


def contracts_of(held: Any, on: str = ON, audience: str = "contract-team") -> Any:
    """The table of contracts: its headings to the cells of the only row."""
    report = sv.reports.make(held, on=on, audience=audience)
    (found,) = [each.block for each in report.sections if each.key == "contracts"]
    return dict(zip(found.headings, found.rows[0], strict=True))


def test_a_contract_has_a_role_that_answers_for_it(tmp_path: Path) -> None:
    """Whom to ask about an overdue contract is what its row is read for."""
    role = "Contract manager, street lighting"
    for audience in ("contract-team", "directors", "supplier:Birch Works"):
        found = contracts_of(managed(role), audience=audience)
        assert [*found][2:5] == ["directorate", "manager", "ends"]
        assert found["manager"] == role
    assert "manager" not in contracts_of(managed(role), audience="public")
    assert "manager" not in contracts_of(managed("")), "no column where nobody said"
    assert contracts_of(managed("")) == {
        name: cell for name, cell in contracts_of(managed(role)).items() if name != "manager"
    }
    sv.reports.write(managed(role), tmp_path / "a.xlsx", on=ON, audience="directors")
    cells = [cell.value for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx")
             for row in sheet.iter_rows() for cell in row]  # fmt: skip
    assert role in cells


def test_a_notice_whose_day_has_passed_stays_in_the_row() -> None:
    """A contract that has ended showed a dash in place of the notice that nobody published."""
    held = managed("", entered="2024-05-01")
    said = [contracts_of(held, on=on)["next notice"]
            for on in ("2024-05-30", "2024-05-31", "2027-06-26", "2027-06-27")]  # fmt: skip
    assert said == [
        "30 May 2024 (UK7)",
        "26 June 2027 (UK11); overdue unless published: UK7",
        "26 June 2027 (UK11); overdue unless published: UK7",
        "26 June 2027 (UK11), overdue unless published",
    ]
    left = [sv.reports.make(held, on=on, audience="directors").left_out
            for on in ("2024-05-30", "2024-05-31")]  # fmt: skip
    assert ["Whether a notice was published" in str(each) for each in left] == [False, True]


def test_the_same_record_gives_the_same_bytes(
    register: Any, written: Written, tmp_path: Path
) -> None:
    """Two files of one record that differ make people look for a change that is none."""
    again = tmp_path / "again.html"
    sv.reports.write(register, again, on=ON, audience="contract-team")
    assert again.read_bytes() == written().read_bytes()
    sv.reports.write(sv.portfolio(register, on=ON), again, on=ON, audience="public")
    assert again.read_bytes() == written("public").read_bytes()


def test_only_its_own_script_and_style_run(written: Written) -> None:
    """What a supplier wrote into the page could change a total, or send it somewhere."""
    parts = Parts(text_of(written()))
    (policy,) = [of["content"] or "" for tag, of in parts.elements
                 if of.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip
    rules = dict(each.split(" ", 1) for each in policy.split("; "))
    (script,) = [each for each in parts.held["script"] if '"use strict"' in each]
    for name, said in (("script-src", script), ("style-src", parts.held["style"][0])):
        digest = base64.b64encode(hashlib.sha256(said.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    named = {name for _, of in parts.elements for name in of}
    assert {"id", "lang", "scope"} <= named
    assert not any(name.startswith("on") or name in {"src", "style", "action"} for name in named)
    assert "http" not in re.sub(r'http-equiv="', "", text_of(written()))


ATTACK = "</script><script>alert(1)</script><a href='javascript:alert(2)'>\u202egnp.exe\u2028"
IN_A_GROUP = "".join(each for each in ATTACK if each.isprintable())
"""The same without what no group of people may have in its name (SV224)."""


def test_what_a_supplier_wrote_is_never_markup(tmp_path: Path) -> None:
    """A title of a contract must not run in a director's browser, nor turn the line around."""
    made = attrs.evolve(contract(3), title=ATTACK, directorate=ATTACK, suppliers=[Party(ATTACK)],
                        lines=[attrs.evolve(each, owner="", theme=ATTACK, group=IN_A_GROUP)
                               for each in contract(3).lines])  # fmt: skip
    held = sv.contracts.open_register()
    held.add(made, by="procurement", on=made.starts)
    held.add(contract(4), by="procurement", on=contract(4).starts)
    for ending in (".html", ".md"):
        file = tmp_path / f"hostile{ending}"
        sv.reports.write(held, file, on=ON, audience="contract-team")
        text = text_of(file)
        assert "gnp.exe" in text
        assert "<script>alert" not in text
        assert "<a href='javascript" not in text
        assert not {"\u202e", "\u2028"} & set(visible(text))
    for name in ("directorate", "supplier", "theme", "group"):
        shown = choices(text_of(tmp_path / "hostile.html"), name)
        wanted = one_line(IN_A_GROUP if name == "group" else ATTACK)
        assert any(wanted.startswith(words) for _, words in shown), "as tables have it"
    assert not {"\u202e", "\u2028"} & set(text_of(tmp_path / "hostile.html"))


# --- audiences ----------------------------------------------------------------------------


def test_an_audience_must_be_named(register: Any, tmp_path: Path) -> None:
    """A file without a reader is a file for anybody."""
    with pytest.raises(TypeError):
        sv.reports.write(register, tmp_path / "a.html", on=ON)  # type: ignore[call-arg]
    for wrong in ("everybody", "supplier:", "Supplier"):
        with pytest.raises(sv.InputError) as caught:
            sv.reports.write(register, tmp_path / "a.html", on=ON, audience=wrong)
        assert caught.value.problems[0].code == "SV1100"
    with pytest.raises(sv.InputError, match="did you mean 'Alder Works'") as caught:
        sv.reports.write(register, tmp_path / "a.html", on=ON, audience="supplier:Alder Work")
    assert caught.value.problems[0].code == "SV1101"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [".html", ".md"])
@pytest.mark.parametrize("audience", ["directors", "public"])
def test_no_figure_of_a_group_is_in_the_file_of_others(
    audience: str, ending: str, register: Any, written: Written
) -> None:
    """Two care leavers of one firm are known by name to whoever reads that there are two."""
    seen, team = text_of(written(audience, ending)), text_of(written(ending=ending))
    titles = {title for code, title, *_ in MEASURES if code in GROUPS}
    for word in {*titles, *GROUPS}:
        assert word in team
        assert word not in seen
    assert "for groups of people" in seen
    assert "for groups of people" not in team
    held = sv.portfolio(register, on=ON)
    lines = [line for each in held.contracts for line in each.lines]
    grouped = [each for each in lines if each.obligation.group]
    assert grouped
    assert f"{len(grouped)} commitments for groups of people" in seen


def test_nothing_in_the_data_gives_a_group_away(register: Any, written: Written) -> None:
    """A total with the groups, less the rows without them, would be the groups' figure."""
    rows = data_of(written("directors"))["rows"]
    whole = data_of(written())["rows"]
    held = sv.portfolio(register, on=ON)
    for at, name in ((12, "promised"), (14, "reported"), (15, "delivered")):
        assert sum(row[at] for row in whole) == int(getattr(held, name) * 100)
        kept = sum(getattr(line, f"{name}_pence") for each in held.contracts
                   for line in each.lines if not line.obligation.group)  # fmt: skip
        assert sum(row[at] for row in rows) == kept < int(getattr(held, name) * 100)
        pounds = int(getattr(held, name) + Decimal("0.5"))
        assert f"£{pounds:,}" in text_of(written())
        assert f"£{pounds:,}" not in text_of(written("directors"))
    assert {row[3] for row in rows} == {-1} != {row[3] for row in whole}
    assert {row[2] for row in rows} == {-1} != {row[2] for row in whole}


def test_no_year_gives_a_group_away(register: Any, written: Written) -> None:
    """A year chosen in the page must show no more than the page: not a group, not a return."""
    held = sv.portfolio(register, on=ON)
    grouped = {each.obligation.measure for of in held.contracts for each in of.lines
               if each.obligation.group}  # fmt: skip
    for audience in ("directors", "public"):
        data = data_of(written(audience))
        names = {int(at): name for at, name in choices(text_of(written(audience)), "period")}
        sums = dict.fromkeys(names.values(), Fraction(0))
        for row in (row for row in data["rows"] if row[10] >= 0):
            parts, up, down, *years = row[17]
            verified = sum(year[4] if len(year) > 4 else 0 for year in years)
            assert half_up(100 * verified * up, parts * down) == row[15]
            for at, *amounts in years:
                name = names.get(at, "")
                sums[name] = sums.get(name, 0) + Fraction(amounts[3] if amounts[3:] else 0, parts)
                if audience == "public":
                    assert amounts[2:3] == amounts[3:], "nothing is there that waits"
        kept = [(line, period, units) for each in held.contracts for line in each.lines
                for period, _, units in by_year(line)]  # fmt: skip
        for name, verified in sums.items():
            mine = [units.verified for line, period, units in kept
                    if period == name and line.obligation.measure not in grouped]  # fmt: skip
            assert verified == sum(mine, Fraction(0))
    assert any(units.verified for line, _, units in kept if line.obligation.measure in grouped)


def choices(page: str, name: str) -> list[tuple[str, str]]:
    """What a list of a page has to choose from: the number in the data, and the words."""
    (held,) = re.findall(f'<select id="f-{name}".*?</select>', page, re.DOTALL)
    return [(at, html.unescape(words))
            for at, words in re.findall(r'<option value="(\d+)">(.*?)</option>', held)]  # fmt: skip


def data_of(path: Path) -> Any:
    (data,) = re.findall(r'id="data">(.*?)</script>', text_of(path))
    return json.loads(data)


def test_the_public_sees_nothing_that_nobody_verified(register: Any, written: Written) -> None:
    """What waits for the council is the supplier's word; a status made of it would be ours."""
    public, team = written("public"), written()
    said = {"Behind", "reported", "waits for us"}
    assert all(word in text_of(team) for word in said)
    rows = data_of(public)["rows"]
    assert all(row[14] == row[15] for row in rows)
    assert {row[5] for row in rows} == {-1}
    assert {row[11] for row in rows} == {-1}
    assert data_of(public)["states"] == []
    tables = Parts(text_of(public)).tables
    assert "late" not in tables
    assert not any("reported" in head or "status" in head
                   for table in tables.values() for head in table[0])  # fmt: skip


def test_a_supplier_sees_its_own_and_of_a_partner_nothing(register: Any, written: Written) -> None:
    """What another firm owes the council is that firm's affair."""
    mine, lead = written("supplier:Alder Services"), written("supplier:Alder Works")
    assert "NCC-0412" in text_of(mine)
    assert "NCC-0413" not in text_of(mine)
    owned = [line for line in contract(0).lines if line.owner]
    assert [each.owner for each in owned] == ["Alder Services"]
    key = ["NCC-0412", owned[0].line]
    found = [
        [row[:2] for row in Parts(text_of(each)).tables["commitments"]] for each in (mine, lead)
    ]
    assert key in found[0]
    assert key not in found[1]
    assert ["NCC-0412", "2"] in found[1]
    assert "1 commitment of other suppliers of the same contracts" in text_of(lead)


# --- words, sizes, sources ----------------------------------------------------------------


@pytest.mark.parametrize("audience", ["contract-team", "directors", "public"])
def test_the_page_says_it_in_the_words_of_the_trade(audience: str, written: Written) -> None:
    """A page that says capped to one and promised to another is understood by neither."""
    text = visible(text_of(written(audience)))
    assert "against commitment" in text
    assert avoided_in(text) == ()


def test_what_cannot_be_written_is_said(register: Any, tmp_path: Path) -> None:
    """A file called .pdf that holds text opens nowhere; a page of another day is untrue."""
    held = sv.portfolio(register, on=ON)
    for code, source, ending, said in (
        ("SV312", register, ".pdf", {}), ("SV1102", register, ".html", {"kind": "portfoli"}),
        ("SV1102", "register.db", ".html", {}), ("SV1103", held, ".html", {"on": "2025-09-29"}),
    ):  # fmt: skip
        with pytest.raises(sv.InputError) as caught:
            sv.reports.write(source, tmp_path / f"a{ending}",
                             **{"on": ON, "audience": "directors", **said})  # fmt: skip
        assert caught.value.problems[0].code == code
    assert not list(tmp_path.iterdir())


def test_a_record_without_contracts_is_a_page_too(tmp_path: Path) -> None:
    """On the first day there is nothing, and the page says so instead of failing."""
    file = tmp_path / "empty.html"
    sv.reports.write(sv.contracts.open_register(), file, on=ON, audience="directors")
    assert "No contract is entered." in text_of(file)


def test_without_jinja2_it_says_what_to_install(
    register: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer without the extra gets one line that helps."""
    from socialvalue.reports import document

    document._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(sv.InputError, match=r"socialvalue-engine\[report\]") as caught:
        sv.reports.write(register, tmp_path / "a.html", on=ON, audience="directors")
    assert caught.value.problems[0].code == "SV1105"
    sv.reports.write(register, tmp_path / "a.md", on=ON, audience="directors")
    assert (tmp_path / "a.md").exists()


def large(once: Any, lines: int) -> Any:
    """All contracts with so many commitments: the invented ones again and again."""
    held, kept = sv.portfolio(once, on=ON), list[Any]()
    while True:
        for each in held.contracts:
            reference = f"{each.contract.reference}-{len(kept)}"
            kept.append(
                attrs.evolve(each, contract=attrs.evolve(each.contract, reference=reference))
            )
            if sum(len(one.lines) for one in kept) >= lines:
                return attrs.evolve(held, contracts=tuple(kept))


def test_500_commitments_are_one_file_of_300_kb_in_a_second(register: Any, tmp_path: Path) -> None:
    """A file that mail refuses, or that is waited for, is not sent."""
    held, file = large(register, 500), tmp_path / "large.html"
    with at_most(5):  # five times the second that it may take
        sv.reports.write(held, file, on=ON, audience="contract-team")
    assert len(data_of(file)["rows"]) >= 500
    assert file.stat().st_size <= 300_000


def test_a_report_is_equal_to_itself_and_keeps_no_more_than_it_says(register: Any) -> None:
    """A report for the public may be handed on by another program, as its bytes are."""
    kept = {}
    for audience in ("public", "contract-team"):
        made = [sv.reports.make(register, on=ON, audience=audience) for _ in range(2)]
        assert made[0] == made[1]
        kept[audience] = pickle.dumps(made[0])
    assert b"contract file 7" in kept["contract-team"]
    assert b"contract file 7" not in kept["public"]
