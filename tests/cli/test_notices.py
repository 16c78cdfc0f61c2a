"""`socialvalue notices check`: findings with their sections, and what can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.notices.made import contract, release

import socialvalue as sv
from socialvalue.assess.letters.covering import standstill_words

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_findings_are_shown_with_their_sections(run: Run, tmp_path: Path) -> None:
    """An officer must see which section asks for what, and what to do, once."""
    path = tmp_path / "releases.jsonl"
    bare = contract(agreedMetrics=None)
    path.write_text("".join(json.dumps(release("UK7", bare, number=each)) + "\n" for each in "12"))
    ran = run("notices", "check", path)
    assert ran.code == 1
    assert "2 notices checked: 2 errors, 0 warnings, 0 questions." in ran.out
    assert ran.out.count("(section 52)") == 2
    assert " ".join(ran.out.split()).count("or the reason why there are none") == 1
    rows = run("notices", "check", path, "--format", "csv").out.splitlines()
    assert rows[0] == "notice,kind,weight,code,section,path,message,hint"
    assert [each.split(",")[:4] for each in rows[1:]] == [
        ["1", "UK7", "error", "SV1211"], ["2", "UK7", "error", "SV1211"],
    ]  # fmt: skip
    found = json.loads(run("notices", "check", path, "--format", "json").out)
    assert found["kinds"] == {"UK7": 2}
    assert found["findings"][0]["path"] == "/contracts/0"


def test_a_notice_without_fault_ends_well_and_a_broken_line_does_not(
    run: Run, tmp_path: Path
) -> None:
    """A feed of which a line was lost must not pass for one without fault."""
    path = tmp_path / "releases.jsonl"
    path.write_text(json.dumps(release()) + "\n")
    ran = run("notices", "check", path)
    assert (ran.code, ran.err) == (0, "")
    assert "1 notice checked: 0 errors" in ran.out
    path.write_text(json.dumps(release()) + "\nno json\n")
    ran = run("notices", "check", path)
    assert (ran.code, ran.codes) == (1, ["SV116"])
    assert "1 notice checked" in ran.out
    assert run("notices", "check", tmp_path / "none.json").codes == ["SV101"]


def test_fields_that_the_schema_does_not_have_are_shown(run: Run, tmp_path: Path) -> None:
    """They were read and listed, and in no answer of the command."""
    path = tmp_path / "releases.jsonl"
    path.write_text(json.dumps(release("UK7", contract(agreedMetric=[]))) + "\n")
    ran = run("notices", "check", path)
    assert ran.code == 0
    assert "SV1206" in ran.out
    assert "contracts/agreedMetric" in " ".join(ran.out.split())
    value = {"amountGross": "6000000", "currency": "GBP"}
    path.write_text(json.dumps(release("UK7", contract(value=value))) + "\n")
    found = run("notices", "check", path, "--format", "json")
    assert found.code == 1
    assert [(each["code"], each["weight"]) for each in json.loads(found.out)["findings"]] == [
        ("SV1207", "error")
    ]


def notice(tmp_path: Path, **others: Any) -> tuple[Path, dict[str, Any]]:
    """A file with the notice of a tender of school meals, and what is in it."""
    criteria = [
        {"name": name, "type": kind, "numbers": [{"number": weight, "weight": "percentageExact"}]}
        for name, kind, weight in (
            ("Price", "price", 60), ("Quality", "quality", 30), ("Social value", "quality", 10)
        )
    ]  # fmt: skip
    period = {"startDate": "2027-01-01", "endDate": "2029-12-31"}
    lot = {"id": "1", "contractPeriod": period, "awardCriteria": {"criteria": criteria}}
    tender = {
        "id": "meals", "title": "School meals", "lots": [lot],
        "value": {"amount": 900_000, "currency": "GBP"},
        "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, **others,
    }  # fmt: skip
    document = {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}
    made = release("UK4", date="2026-09-01T09:00:00Z", tender={**tender, "documents": [document]})
    path = tmp_path / "notice.json"
    path.write_text(json.dumps(made))
    return path, made


def begun(run: Run, tmp_path: Path, path: Path) -> tuple[str, sv.Tender]:
    """The text of the tender file that is begun from a notice, and what it is read as."""
    file = tmp_path / "meals.yaml"
    ran = run("new", "tender", "--from", path, "--framework", "national-toms@2022", "-o", file)
    assert ran.code == 0, ran.err
    text = file.read_text(encoding="utf-8")
    bid = 'bids: [{bidder: Acme, price: "1", marks: {quality: "3"}, commitments: []}]'
    return text, sv.read_tender(text.replace("bids: []", bid).encode())[0]


def test_a_tender_file_is_begun_from_a_notice(run: Run, tmp_path: Path) -> None:
    """What was published need not be typed again, and what was not is a note."""
    path, made = notice(tmp_path)
    text, _ = begun(run, tmp_path, path)
    for said in (
        'title: "School meals"',
        'contract_value: "900000"',
        'years: "3"',
        "# - the place",
        "# - whether it is above the threshold",
        "# - Quality (quality), 30 per cent; lot 1",
    ):
        assert said in text
    several = tmp_path / "several.jsonl"
    several.write_text("".join(json.dumps({**made, "ocid": each}) + "\n" for each in "ab"))
    ran = run("new", "tender", "--from", several, "-o", tmp_path / "x.yaml")
    assert ran.code == 2
    assert "notices of one procurement, not 2 procurements" in ran.err


FULL = "The standstill period is 8 working days"
NONE = "No standstill period is required for a light touch contract"
RULES: dict[str, tuple[dict[str, Any], str, str]] = {
    "the whole Act": ({"aboveThreshold": True}, "pa2023", FULL),
    "light touch": ({"aboveThreshold": True, "specialRegime": ["lightTouch"]}, "light_touch", NONE),
    "below the threshold": ({"aboveThreshold": False}, "below_threshold", ""),
    "a utility": ({"aboveThreshold": True, "specialRegime": ["utilities"]}, "pa2023", FULL),
}


@pytest.mark.parametrize(("said", "regime", "letter"), RULES.values(), ids=[*RULES])
def test_the_rules_of_the_notice_are_those_of_the_file(
    run: Run, tmp_path: Path, said: dict[str, Any], regime: str, letter: str
) -> None:
    """Bidders for home care were written to of a standstill that the Act does not ask for."""
    path, made = notice(tmp_path, mainProcurementCategory="services", **said)
    text, tender = begun(run, tmp_path, path)
    assert (tender.regime, tender.category) == (regime, "services")
    assert tender.above_threshold is said["aboveThreshold"]
    assert (tender.authority, tender.our_reference) == (made["buyer"]["name"], made["ocid"])
    with_day = attrs.evolve(tender, papers=sv.Papers(award_notice="2026-12-01"))
    words = " ".join(standstill_words(with_day))
    assert letter in words
    assert bool(letter) == bool(words)
    assert ("the special regime utilities: a tender file has no key" in text) == (
        "utilities" in said.get("specialRegime", [])
    )


def test_a_notice_without_its_value_keeps_what_it_says(run: Run, tmp_path: Path) -> None:
    """One figure that is missing is no reason to lose the rules that the notice is under."""
    path, _ = notice(tmp_path, value=None, aboveThreshold=True, specialRegime=["lightTouch"])
    ran = run("new", "tender", "--from", path, "--framework", "national-toms@2022", "--value",
              "900000", "-o", tmp_path / "meals.yaml")  # fmt: skip
    assert ran.code == 0, ran.err
    text = (tmp_path / "meals.yaml").read_text(encoding="utf-8")
    for said in ('title: "School meals"', 'published: "2026-09-01"', 'regime: "light_touch"',
                 'our_reference: "ocds-h6vhtk-000001"', "# - the value in pounds"):  # fmt: skip
        assert said in text


def test_the_days_of_a_delivery_record_are_shown_and_written_as_a_calendar(
    run: Run, tmp_path: Path
) -> None:
    """A contract manager must find the day of a notice in a calendar of her own."""
    record = tmp_path / "delivery.db"
    with sv.contracts.open_register(record, new=True) as register:
        register.add(
            sv.contracts.Contract(
                reference="NCC-7", title="Meals", suppliers="Acme", lines=(), entered="2026-08-20",
                starts="2026-09-01", ends="2029-08-31", value=sv.ContractValue(900_000),
            ),
            by="procurement", on="2026-08-20",
        )  # fmt: skip
    calendar = tmp_path / "notices.ics"
    clock = ("notices", "clock", "--register", record, "--on", "2026-09-01")
    ran = run(*clock, "--calendar", calendar)
    assert ran.code == 0, ran.err
    assert "18 September 2026" in ran.out
    assert calendar.read_bytes().count(b"BEGIN:VEVENT\r\n") == 2
    found = json.loads(run(*clock, "--format", "json").out)
    assert [each["due"] for each in found["due"]] == ["2026-09-18", "2029-09-29"]
    assert run(*clock, "--calendar", tmp_path / "notices.txt").code == 2


def test_the_days_before_a_signature_need_no_delivery_record(run: Run, tmp_path: Path) -> None:
    """A council's first award has none yet; and a file that can't be read is named."""
    clock = ("notices", "clock", "--on", "2026-09-01")
    assert run(*clock).code == 2
    ran = run(*clock, "--tender", "docs/examples/parks/tender.yaml")
    assert ran.code == 0, ran.err
    assert "first day on which" in " ".join(ran.out.split())
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("title: [", encoding="utf-8")
    ran = run(*clock, "--tender", wrong, "--tender", tmp_path / "no.yaml")
    assert ran.code in (1, 2)
    assert "wrong.yaml" in ran.err


def test_a_notice_is_drafted_and_a_commitment_followed(run: Run, tmp_path: Path) -> None:
    """The copy-sheet on the screen, the same as data, and a code where something is missing."""
    record = tmp_path / "delivery.db"
    tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
    result = sv.evaluate(tender, bids, sv.load(tender.framework))
    made = sv.contracts.award(
        result, "Brook & Daughters", reference="ECC-0412", starts="2022-09-01", ends="2025-08-31"
    )
    with sv.contracts.open_register(record, new=True) as register:
        register.add(made, by="procurement", on="2022-08-20")
    ran = run("notices", "draft", "ECC-0412", "UK7", "--register", record)
    assert ran.code == 1
    assert "Value (" in ran.out
    assert "SV1241" in ran.out
    release = json.loads(run("notices", "draft", "ECC-0412", "uk7", "--register", record,
                             "--ocid", "ocds-h6vhtk-000001", "--format", "json").out)  # fmt: skip
    assert release["ocid"] == "ocds-h6vhtk-000001"
    ran = run("notices", "thread", "ECC-0412/1", "--register", record)
    assert ran.code == 0
    assert "offered" in ran.out
    assert run("notices", "thread", "ECC-0412", "--register", record).codes == ["SV316"]
