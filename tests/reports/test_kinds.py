"""The other reports of a delivery record: what each says, for whom, and that it is true."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from tests.reports.conftest import Parts, Written
from tests.reports.invented import ON, contract, record
from tests.reports.pictures import PICTURES, STATIC

import socialvalue as sv
from socialvalue.errors import InputError
from socialvalue.reports.labels import labelled
from socialvalue.reports.writing import _KINDS
from socialvalue.words import avoided_in

KINDS: dict[str, dict[str, str]] = {
    "contract": {"audience": "contract-team", "contract": "NCC-0412"},
    "queue": {"audience": "contract-team"},
    "directors": {"audience": "directors"},
    "annual": {"audience": "public"},
}
QUESTIONS = ("jobs", "local-spend", "supplier", "shortfall")


def made(source: Any, kind: str, **said: Any) -> sv.reports.Report:
    return sv.reports.make(source, on=ON, kind=kind, **{**KINDS.get(kind, {}), **said})


def block(report: sv.reports.Report, key: str) -> Any:
    (found,) = [each.block for each in report.sections if each.key == key]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_report_is_a_page_markdown_and_a_document(
    kind: str, register: Any, tmp_path: Path
) -> None:
    """A committee wants Word, a web page Markdown; each says the same in the words of the trade."""
    report = made(register, kind)
    for ending in (".html", ".md", ".docx"):
        sv.reports.write(register, tmp_path / f"a{ending}", on=ON, kind=kind, **KINDS[kind])
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {report.title}")
    assert report.title.split(":")[0] in (tmp_path / "a.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.docx") as document:
        assert "As at 30 September 2025" in document.read("word/document.xml").decode()
    assert avoided_in(text) == ()


def test_every_kind_of_a_record_is_shown_in_the_docs(root: Path) -> None:
    """Who chooses a report by its name alone chooses the wrong one for the meeting."""
    of = {each.get("kind", "portfolio") for each, *_ in PICTURES.values()}
    assert of == set(_KINDS[sv.contracts.Register])
    shown = "".join(each.read_text(encoding="utf-8") for each in (root / "docs/howto").glob("*.md"))
    for name in PICTURES:
        assert (STATIC / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert shown.count(f"](../_static/{name}.png)") == 1


def test_a_review_sheet_asks_what_is_late_first(register: Any) -> None:
    """In a meeting of an hour the first question is the one that matters."""
    report = made(register, "contract", contract="NCC-0418")
    held = sv.contracts.progress(register, "NCC-0418", on=ON)
    behind = [each for each in held.lines if each.state == "behind"]
    assert report.sentences[1].startswith(f"{len(behind)} of {len(held.lines)} commitments are")
    asked = block(report, "ask").sentences
    assert len(asked) == 4
    others = [each.line for each in behind][3:]
    assert len(others) == 1
    assert asked[3] == f"There is more to ask about no. {others[0]}."
    first = behind[0]
    short = first.due - first.verified - first.waiting
    assert f"No. {first.line}, {first.obligation.title}: {float(short):.2f}" in asked[0]
    assert len(block(report, "commitments").rows) == len(held.lines)
    assert "verified against commitment" in report.foot[0]


def test_a_suppliers_file_says_for_whom_a_return_waits(register: Any, written: Written) -> None:
    """A supplier that reads that a return waits for us looks for what it has failed to send."""
    said = {}
    for audience in ("contract-team", "supplier:Alder Works"):
        sheet = made(register, "contract", audience=audience, contract="NCC-0428")
        page = written(audience).read_text(encoding="utf-8")
        said[audience] = f"{sheet.sentences} {block(sheet, 'commitments').rows} {page}"
    team, supplier = said.values()
    assert "waits for us, days" in team
    assert "What waits for us is for the council to verify." in team
    assert "Waiting for the council" not in team
    assert "waits for the council, days" in supplier
    assert "What waits for the council is for it to verify." in supplier
    assert supplier.count("◷ Waiting for the council") > 3, "in the sheet, its lists and its script"
    assert "for us" not in supplier


def test_a_review_sheet_says_which_evidence_is_wanted(register: Any) -> None:
    """What was agreed and is in no return is asked for; what is there is not asked for again."""
    made_up = attrs.evolve(contract(1), lines=[
        attrs.evolve(each, evidence_wanted=["payroll_extract", "certificate"])
        for each in contract(1).lines
    ])  # fmt: skip
    held = sv.contracts.open_register()
    held.add(made_up, by="procurement", on=made_up.starts)
    (first, *_) = made_up.lines
    payroll = sv.contracts.Evidence("payroll_extract", held_at="file 7")
    june = ("2024-06-01", "2024-06-30")
    held.deliver(made_up.reference, line=first.line, quantity=1, period=june, statement="x",
                 by="supplier", on="2024-07-01", evidence=payroll)  # fmt: skip
    rows = {row[0]: row for row in block(made(held, "contract", contract=None), "commitments").rows}
    assert rows[first.line][-1] == "certificate"
    assert rows[made_up.lines[1].line][-1] == "payroll extract and certificate"


def test_the_queue_has_the_oldest_first_and_says_what_was_seen_before(register: Any) -> None:
    """A file that shows two deliveries may show none; one that lies for months is our fault."""
    rows = block(made(register, "queue"), "queue").rows
    waiting = [each for each in register.standing(ON).returns.values() if each.state == "reported"]
    assert len(rows) == len(waiting) > 5
    days = [int(row[8]) for row in rows]
    assert days == sorted(days, reverse=True)
    assert {row[-1] for row in rows} == {"no"}
    held = record()
    same = sv.contracts.Evidence("photo", sha256="a" * 64)
    for period in (("2025-06-01", "2025-06-30"), ("2025-07-01", "2025-07-31")):
        held.deliver("NCC-0413", line="5", quantity=1, period=period, statement="x", by="supplier",
                     on="2025-08-01", evidence=same)  # fmt: skip
    twice = [row for row in block(made(held, "queue"), "queue").rows if row[-1] != "no"]
    assert [row[9] for row in twice] == 2 * ["photo (documentary)"]


@pytest.mark.parametrize(("said", "known"), [
    ({"contract": "NCC-0412"}, "contract"), ({"question": "jobs"}, "answer"),
    ({"kind": "directors", "contract": "NCC-0412"}, "contract"),
    ({"kind": "contract", "contract": "NCC-0412", "question": "jobs"}, "answer"),
    ({"kind": "answer", "question": "jobs", "contract": "NCC-0412"}, "contract"),
])  # fmt: skip
def test_what_a_report_makes_no_use_of_is_refused(
    said: dict[str, str], known: str, register: Any, tmp_path: Path
) -> None:
    """Who asks for one contract and reads the pounds of all takes them for those of the one."""
    with pytest.raises(sv.InputError) as caught:
        sv.reports.write(register, tmp_path / "a.md", on=ON, audience="directors", **said)
    (found,) = caught.value.problems
    assert (found.code, f"'{known}'" in found.hint) == ("SV1111", True)
    assert not (tmp_path / "a.md").exists()


def test_working_papers_are_for_nobody_else(register: Any) -> None:
    """What waits for the council, and what it will ask in the meeting, is no paper for others."""
    for kind, audience in (
        ("queue", "public"), ("queue", "directors"), ("contract", "public"),
        ("directors", "public"), ("directors", "supplier:Alder Works"),
    ):  # fmt: skip
        with pytest.raises(sv.InputError) as caught:
            made(register, kind, audience=audience)
        assert caught.value.problems[0].code == "SV1104"
    with pytest.raises(sv.InputError) as caught:
        made(register, "contract", audience="supplier:Alder Works", contract="NCC-0413")
    assert caught.value.problems[0].code == "SV950"
    report = made(register, "contract", audience="supplier:Alder Works", contract="NCC-0412")
    assert report.title.startswith("NCC-0412")


def test_the_month_says_what_is_to_be_published_and_what_is_overdue() -> None:
    """A notice that is missed must not leave the page on the very day on which it is late."""
    held = sv.contracts.open_register()
    made = attrs.evolve(contract(1), regime="pa2023", entered="2025-09-01", lines=(),
                        starts="2025-09-08", ends="2027-09-07")  # fmt: skip
    held.add(made, by="procurement", on="2025-09-01")

    def rows(on: str) -> list[tuple[str, ...]]:
        found = sv.reports.make(held, on=on, audience="contract-team", kind="month")
        each = [
            section.block for section in found.sections if section.block.heading == "One by one"
        ]
        return [row for block in each for row in block.rows]

    what = "contract details notice, by 30 September 2025"
    assert rows("2025-08-31") == []
    assert rows("2025-09-30") == [(made.reference, f"Publish: {what}", "–", "–")]
    late = f"Publish: overdue unless published: {what}"
    assert rows("2025-10-01") == [
        (made.reference, late, "30 September 2025 (1 day)", "–")]  # fmt: skip
    both = f"{late}; contract termination notice, by 6 October 2027"
    assert rows("2027-10-06") == [
        (made.reference, "Publish: contract termination notice, by 6 October 2027", "–", "–"),
        (made.reference, late, "30 September 2025 (736 days)", "–"),
    ]  # fmt: skip
    assert [row[1] for row in rows("2027-10-07")] == [both]
    page = sv.reports.make(held, on="2025-10-01", audience="contract-team", kind="month")
    assert "that is not in the delivery record" in page.left_out[0]


def test_a_sheet_of_nothing_says_so_once() -> None:
    """A heading over nothing is taken for a page that did not load."""
    held = sv.contracts.open_register()
    held.add(attrs.evolve(contract(1), lines=()), by="procurement", on=contract(1).starts)
    sheet = made(held, "contract", contract=contract(1).reference)
    assert "No commitment is in this sheet." in sheet.sentences
    assert "commitments" not in [each.key for each in sheet.sections]
    queue = made(held, "queue")
    assert (queue.sentences, queue.sections) == (("Nothing waits for us.",), ())


def test_sums_by_an_axis_add_up(register: Any) -> None:
    """A directorate that is left out of a table has no director who asks."""
    report = made(register, "directors")
    everything = {row[0]: row for row in block(report, "totals").rows}["All"]
    for axis in ("directorate", "theme", "place"):
        rows = block(report, axis).rows
        total = sum(int(row[1].replace("£", "").replace(",", "")) for row in rows)
        assert abs(total - int(everything[1][1:].replace(",", ""))) <= len(rows)
        assert len(rows) > 2
        names = [row[0] for row in rows if row[0] != "Not stated"]
        assert names == sorted(names), "who looks for a name finds it where it is looked for"
        assert len(names) < len(rows) or axis == "directorate"
        assert [row[0] for row in rows][: len(names)] == names
        four = ("committed", "due by now", "reported", "verified")
        assert block(report, axis).headings[1:5] == four, "what waits for us is not their failure"
        reported = sum(int(row[3].replace("£", "").replace(",", "")) for row in rows)
        assert abs(reported - int(everything[3][1:].replace(",", ""))) <= len(rows)
    public = block(made(register, "annual"), "directorate").headings
    assert public[1:4] == ("committed", "due by now", "verified")


def test_directors_see_first_which_contracts_are_furthest_behind(register: Any) -> None:
    """A member who reads sums alone asks about no contract, and the worst go on as they are."""
    page, every = made(register, "directors"), made(register, "portfolio", **KINDS["directors"])
    found, status = block(page, "contracts"), block(every, "contracts").headings.index("status")
    late = [row for row in block(every, "contracts").rows if row[status][0] in "■▲"]
    assert len(late) > 3
    assert found.heading == f"Furthest behind: 3 of {len(late)} contracts overdue or behind"
    assert [row[0] for row in found.rows] == [row[0] for row in late[:3]]
    assert [each.key for each in page.sections][:2] == ["contracts", "totals"]
    early = sv.reports.make(register, on="2022-01-01", kind="directors", audience="directors")
    assert early.sections[0].key == "totals"  # nothing is late yet


def test_a_year_is_compared_with_the_year_before(register: Any) -> None:
    """Growth that is stated without what it grew from cannot be checked."""
    report = made(register, "annual", audience="contract-team")
    old, new = sv.portfolio(register, on="2024-09-30"), sv.portfolio(register, on=ON)
    rows = {row[0]: row for row in block(report, "year").rows}
    for word, name in (("Verified", "delivered"), ("Due by now", "expected")):
        before, now = (int(getattr(each, name) + Decimal("0.5")) for each in (old, new))
        assert rows[word][1:3] == (f"£{before:,}", f"£{now:,}")
        assert (
            rows[word][3] == f"+£{int(getattr(new, name) - getattr(old, name) + Decimal('0.5')):,}"
        )
    assert rows["Committed"][3] == "no change"
    assert [*rows][:4] == ["Committed", "Due by now", "Reported", "Verified"]
    assert "Reported" not in {row[0] for row in block(made(register, "annual"), "year").rows}
    alone = sv.reports.make(new, on=ON, kind="annual", audience="public")
    assert "There are no figures of a year before." in alone.sentences
    said = " ".join(report.sentences)
    assert "from the start of each contract to that day" in said, "not those of the year"
    assert f"went from £{old.capped:,.0f} to £{new.capped:,.0f}." in said


# --- people -------------------------------------------------------------------------------


def two_groups(few: int, counted: str = "", *, many: int = 20) -> Any:
    """A contract with many people of one group, and few of another."""
    lines = [
        sv.contracts.Obligation(
            line=line,
            measure=f"M{line}",
            title="People hired",
            unit="person",
            quantity=40,
            scored=40,
            unit_value=100,
            group=group,
            headcount="people" if line in counted else "",
            offered=sv.count(40),
        )
        for line, group in (("1", "care leavers"), ("2", "veterans"), ("3", ""))
    ]
    made_up = attrs.evolve(contract(0), lines=lines)
    held = sv.contracts.open_register()
    held.add(made_up, by="procurement", on=made_up.starts)
    for line, people in (("1", many), ("2", few), ("3", 7)):
        period = ("2024-05-01", "2024-06-30")
        given = held.deliver(made_up.reference, line=line, quantity=people, statement="x",
                             period=period, by="supplier", on="2024-07-01")  # fmt: skip
        held.approve(given, by="contract manager", on="2024-07-10")
    return held


@pytest.mark.parametrize("kind", ["portfolio", "directors", "annual"])
def test_a_small_group_is_withheld_and_cannot_be_worked_out(kind: str) -> None:
    """Three veterans in a town are three neighbours."""
    small, large = two_groups(3), two_groups(6)
    rows = dict(block(made(large, kind, audience="directors"), "groups").rows)
    assert rows == {"care leavers": "20", "veterans": "6", "All": "26"}
    rows = dict(block(made(small, kind, audience="directors"), "groups").rows)
    assert rows["veterans"] == "withheld"
    shown = [value for value in rows.values() if value != "withheld"]
    assert len(shown) <= 1, "the total less the other group would be the small one"
    team = dict(block(made(small, kind, audience="contract-team"), "groups").rows)
    assert team == {"care leavers": "20", "veterans": "3", "All": "23"}


def test_how_many_people_is_people_and_no_years(register: Any) -> None:
    """Eight people for three years are eight jobs, and never twenty-four."""
    report = made(two_groups(6), "answer", audience="public", question="jobs")
    assert report.sentences[0].startswith("33 people are verified")
    small = made(two_groups(3), "answer", audience="public", question="jobs")
    assert "whose number is withheld" in small.sentences[0] or small.sentences[0].startswith("3")
    years = made(register, "answer", audience="contract-team", question="jobs")
    assert years.sentences[0].startswith("84 people are verified")
    assert "whether they were taken on or kept, nobody has said" in years.sentences[0]
    assert "no number of jobs" in years.sentences[1]
    assert "NCC4 Care leavers hired" in {row[0] for row in block(years, "answer").rows}


@pytest.mark.parametrize(("counted", "said"), [
    ("123", "33 people are verified under measures that are counted in people; each was taken on"),
    ("13", "27 of them were taken on or kept, and of the others nobody has said"),
])  # fmt: skip
def test_a_number_of_jobs_is_of_what_is_known_to_be_jobs(counted: str, said: str) -> None:
    """Who was on a course for a day is no job, and a council that says so is quoted for years."""
    held = two_groups(6, counted=counted)
    report = made(held, "answer", audience="contract-team", question="jobs")
    assert said in report.sentences[0]
    public = made(held, "answer", audience="public", question="jobs").sentences[0]
    assert "27" not in public, "less the others it would be the number of a small group"
    assert ("each was taken on" in public) == (counted == "123")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_two_sentences_a_table_and_its_source(question: str, register: Any) -> None:
    """A question of a member is answered the same day, and can be checked by who asked it."""
    report = made(register, "answer", audience="public", question=question)
    assert len(report.sentences) == 2
    assert block(report, "answer").rows
    assert report.foot[0].startswith("Source: the delivery record as at 30 September 2025, entry")
    assert report.left_out
    with pytest.raises(sv.InputError, match="did you mean 'jobs'"):
        made(register, "answer", audience="public", question="job")


def test_what_is_not_met_is_due_less_verified(register: Any) -> None:
    """It is no money owed, and it is not what other commitments exceed."""
    report = made(register, "answer", audience="contract-team", question="shortfall")
    held = sv.portfolio(register, on=ON)
    pence = sum(line.expected_pence - min(line.delivered_pence, line.expected_pence)
                for each in held.contracts for line in each.lines)  # fmt: skip
    assert report.sentences[0].startswith(f"£{int(Decimal(pence) / 100 + Decimal('0.5')):,} of")
    assert "no money owed" in report.sentences[1]
    *each, whole = block(report, "answer").rows
    assert (whole[0], whole[-1]) == ("All", report.sentences[0].split()[0])
    added = sum(int(row[-1][1:].replace(",", "")) for row in each)
    assert abs(added - int(whole[-1][1:].replace(",", ""))) <= len(each) / 2
    assert "rounded to the pound by itself" in block(report, "answer").sentences[0]
    assert [one.block.foot for one in report.sections] == [True]


def test_people_by_group_and_the_queue_stand_in_all_contracts(written: Written) -> None:
    """The page of all contracts says who waits and who was reached, each to who may know it."""
    team = Parts(written().read_text(encoding="utf-8")).tables
    public = Parts(written("public").read_text(encoding="utf-8")).tables
    assert ["care leavers", "42"] in team["groups"]
    assert ["care leavers", "42"] in public["groups"]
    assert len(team["queue"]) > 5
    assert "queue" not in public


SENSITIVE = {"committed £": "2027-03-31", "verified £": "2025-09-29"}


def test_a_column_says_until_when_it_is_sensitive(register: Any, tmp_path: Path) -> None:
    """Who answers a request for information redacts by column, or gives away a price."""
    said = {"on": ON, "audience": "contract-team", "sensitive": SENSITIVE}
    label = "committed £ (commercially sensitive until 31 March 2027)"
    for ending in (".html", ".md", ".xlsx"):
        sv.reports.write(register, tmp_path / f"a{ending}", **said)
    tables = Parts((tmp_path / "a.html").read_text(encoding="utf-8")).tables
    assert tables["contracts"][0][6] == tables["commitments"][0][9] == label
    assert tables["contracts"][0][9] == "verified £", "it was sensitive, and is not any more"
    assert label in (tmp_path / "a.md").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    (table,) = book["Commitments"].tables.values()
    assert label in table.column_names
    pence = [row[9].value for row in book["Commitments"]["A4:N30"]]
    assert any(isinstance(each, float) for each in pence), "to the penny, with its label too"


def test_what_is_labelled_is_there_and_is_not_published(register: Any) -> None:
    """A label on a misspelt column labels nothing; one on a published figure comes too late."""
    with pytest.raises(sv.InputError) as caught:
        made(register, "annual", sensitive={"commited": "2027-03-31", "verified": "2027-03-31"})
    assert [each.code for each in caught.value.problems] == ["SV1108", "SV1109"]
    assert "committed" in caught.value.problems[0].hint
    assert made(register, "annual", sensitive={"verified": "2025-09-29"})


def test_a_sensitive_column_is_named_once() -> None:
    """Named twice, the earlier day won and the public had what was to be kept."""
    report = sv.reports.make(
        sv.contracts.open_register(), on="2022-12-31", audience="contract-team", kind="portfolio"
    )
    with pytest.raises(InputError, match="SV1110 the column 'COMMITTED' is given two days"):
        labelled(report, {"committed": "2099-01-01", "COMMITTED": "2000-01-01"})


def test_directors_read_of_no_single_bids_offer(root: Path, tmp_path: Path) -> None:
    """What a bidder offers is exempt: it stood under questions of lots, and under risks."""
    folder = root / "docs" / "examples" / "every-key"
    tender, bids = sv.read_tender(folder / "tender.yaml")
    council = sv.load(folder / tender.framework, on=tender.published)
    result = sv.evaluate_lots(tender, bids, council)
    told = {}
    for audience in ("contract-team", "directors"):
        file = tmp_path / f"{audience}.md"
        sv.reports.write(result, file, on="2026-08-01", audience=audience)
        told[audience] = file.read_text(encoding="utf-8")
    assert "SV621" in told["contract-team"]
    assert "SV621" not in told["directors"]
    risk = "rests on one commitment"
    (first,) = (line for line in told["directors"].splitlines() if risk in line and "Brook" in line)
    assert first.rstrip().endswith("rests on one commitment.")
    assert "NT10" in told["contract-team"]
    assert "posts.." not in told["directors"]
