"""The commands for a decision: scheme, summary, record, replay, sensitivity, flags."""

from __future__ import annotations

import csv
import errno
import json
import os
import random
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue import saving
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.cli.views.letters import names_of

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

SOUND = "Sound on method, staffing and the winter timetable offered."
BETTER = "Excellent. Every answer names people, dates and a check."
REASONS = (
    ('marks: {quality: "4"}', f'marks: {{quality: {{consensus: "4", reason: "{SOUND}"}}}}'),
    ('marks: {quality: "5"}', f'marks: {{quality: {{consensus: "5", reason: "{BETTER}"}}}}'),
)
LOTS = (
    "target:",
    (
        'most_lots: 1\nlots: [{name: north, contract_value: "60000"}, '
        '{name: south, contract_value: "40000"}]\ntarget:'
    ),
)
TWO_LOTS = (
    LOTS,
    ("bidder: Acme", "bidder: Acme\n    lot: north"),
    ("bidder: Brook", "bidder: Acme\n    lot: south"),
)
RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


# --- the scheme ---------------------------------------------------------------------------


def test_the_wording_is_that_of_the_engine(run: Run, write: Write) -> None:
    """What is printed in the invitation is what bids are scored by, word for word."""
    path = write()
    tender, _ = sv.read_tender(path)
    assert tender.scheme is not None
    ran = run("scheme", path)
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(tender.scheme.text().split()) in " ".join(ran.out.split())
    (held,) = json.loads(run("scheme", path, "--format", "json").out)["schemes"]
    assert held["text"] == tender.scheme.text()
    assert held["fingerprint"] == tender.scheme.fingerprint
    assert held["sha256"] == tender.scheme.sha256
    assert held["published_fingerprint"] is None


def test_a_scheme_needs_no_bids(run: Run, write: Write) -> None:
    """The invitation is written before there is any bid, or anything of one in the file."""
    text = write().read_text(encoding="utf-8")
    Path("tender.yaml").write_text(text.partition("bids:")[0] + "bids: []\n", encoding="utf-8")
    assert "Fingerprint of this scheme" in run("scheme", "tender.yaml").out


def test_another_scheme_than_published_is_said(run: Run, write: Write) -> None:
    """Whoever prints the wording sees that it is not what bidders were told."""
    ran = run("scheme", write(("target:", "scheme_fingerprint: AAA-AAA-AAA-AAA\ntarget:")))
    assert ran.code == 0
    assert "was published with scheme AAA-AAA-AAA-AAA" in ran.out
    assert "(SV727)" in ran.out


def test_each_lot_may_have_a_scheme_of_its_own(run: Run, write: Write) -> None:
    """Bidders for a lot are told by which rules that lot is scored."""
    own = 'scheme: {criteria: [{name: pence, points: "100", method: lowest_price}]}'
    old, new = LOTS
    found = run("scheme", write((old, new.replace('"40000"', f'"40000", {own}'))), "--format",
                "json")  # fmt: skip
    schemes = json.loads(found.out)["schemes"]
    assert [each["lot"] for each in schemes] == [None, "south"]
    assert schemes[1]["title"] == "Parks, lot south"


def test_no_scheme_is_told_at_its_place(run: Run, write: Write) -> None:
    """A tender without any scheme is not scored by one that nobody chose."""
    text = write().read_text(encoding="utf-8")
    bare = re.sub(r"scheme:.*?(?=bids:)", "", text, flags=re.S)
    Path("tender.yaml").write_text(bare, encoding="utf-8")
    ran = run("scheme", "tender.yaml")
    assert (ran.code, ran.codes) == (1, ["SV710"])
    assert ran.err.startswith("tender.yaml:1:1")
    assert "add 'scheme:' to the tender" in ran.err


# --- letters ------------------------------------------------------------------------------


def test_a_letter_is_the_summary_of_the_library(run: Run, write: Write) -> None:
    """The command and Python tell a bidder the same."""
    path = write(*REASONS)
    tender, bids = sv.read_tender(path)
    result = sv.evaluate(tender, bids, sv.load("national-toms@2022"))
    ran = run("summary", path, "--bidder", "brook")
    assert (ran.code, ran.codes) == (0, ["SV811", "SV810"])
    assert ran.out == result.summary("Brook") + "\n"
    assert run("summary", path, "--bidder", "Brook", "--format", "markdown").out.startswith(
        "# Assessment summary: Parks"
    )


def test_missing_reasons_stop_the_letters(run: Run, write: Write) -> None:
    """No letter goes out with a score that has no reason; each is told at its line."""
    path = write()
    ran = run("summary", path, "--folder", "letters")
    assert (ran.code, ran.out, ran.codes) == (1, "", ["SV805", "SV805"])
    assert not Path("letters").exists()
    lacking = "SV805 there is no reason for the mark for 'quality' of Acme"
    assert ran.err.startswith(f"tender.yaml:16:22: {lacking}")
    assert 'write {consensus: "4", reason: "…"}' in ran.err


def test_one_letter_needs_its_own_reasons_and_the_winners(run: Run, write: Write) -> None:
    """What a third bidder's panel still owes does not hold up a letter that says nothing of it."""
    third = '  - {bidder: Cedar, price: "96000", marks: {quality: "1"}, commitments: []}\n'
    path = write(*REASONS)
    Path(path).write_text(Path(path).read_text(encoding="utf-8") + third, encoding="utf-8")
    assert run("summary", path, "--bidder", "Brook").code == 0
    assert run("summary", path, "--bidder", "Cedar").codes == ["SV805"]
    assert run("summary", path).codes == ["SV805"]


def test_a_draft_lists_what_is_missing(run: Run, write: Write) -> None:
    """The panel's secretary sees the letter as it stands, and what to ask for."""
    ran = run("summary", write(), "--bidder", "Brook", "--draft")
    assert ran.code == 0
    assert "To be completed before this is sent" in ran.out
    assert ran.codes == ["SV805", "SV805", "SV811"]
    assert ran.out.startswith("DRAFT: not to be sent.\nAssessment summary: Parks")
    assert ran.out.rstrip().endswith("DRAFT: not to be sent.")


def test_a_file_for_each_bidder(run: Run, write: Write) -> None:
    """One letter a file: nobody sends a bidder the letter of another."""
    path = write(*REASONS)
    ran = run("summary", path, "--format", "html", "--folder", "letters")
    assert ran.code == 0, ran.err
    assert sorted(each.name for each in Path("letters").iterdir()) == ["Acme.html", "Brook.html"]
    page = Path("letters/Brook.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Excellent." in page
    assert "NT10" not in page  # a line of Acme's


def test_all_letters_on_one_screen(run: Run, write: Write) -> None:
    """For the buyer's own file, one below the other."""
    path = write(*REASONS)
    assert run("summary", path).out.count("Assessment summary: Parks") == 2
    assert "\n\n---\n\n" in run("summary", path, "--format", "markdown").out
    page = run("summary", path, "--format", "html").out
    assert page.count("<html") == 1
    assert page.count("<hr>") == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/x", "..", "CON", "a\\b", "\\e[31mred", "?", "x" * 300]
)
def test_a_name_never_leaves_the_folder(run: Run, write: Write, name: str) -> None:
    """What a bidder calls itself must not overwrite a file of the council's."""
    path = write(*REASONS, ("bidder: Acme", f'bidder: "{name}"' if "\\e" in name
                            else f"bidder: '{name}'"))  # fmt: skip
    ran = run("summary", path, "--folder", "letters")
    assert ran.code == 0, ran.err
    assert not RAW.search(ran.err)
    assert {each.name for each in Path().iterdir()} == {"letters", "tender.yaml"}
    names = [each.name for each in Path("letters").iterdir()]
    assert len(names) == 2
    assert all(re.fullmatch(r"[\w-]{1,70}\.txt", each) for each in names)


def test_names_that_would_be_one_file_are_two(run: Run, write: Write) -> None:
    """No letter replaces another in silence."""
    path = write(*REASONS, ("bidder: Acme", "bidder: A & B"), ("bidder: Brook", "bidder: A-B"))
    run("summary", path, "--folder", "letters")
    assert sorted(each.name for each in Path("letters").iterdir()) == ["A-B-2.txt", "A-B.txt"]


def test_letters_of_names_that_are_numbered_are_one_a_bidder(run: Run, write: Write) -> None:
    """Three bidders have three letters, whatever number one of them bears (faults 9.4)."""
    path = write(
        *REASONS, ("bidder: Acme", "bidder: Acme (UK)"), ("bidder: Brook", "bidder: Acme UK")
    )
    mark = 'marks: {quality: {consensus: "1", reason: Weak.}}'
    third = f'  - {{bidder: Acme UK 2, price: "96000", {mark}}}\n'
    text = path.read_text(encoding="utf-8")
    path.write_text(text + third, encoding="utf-8")
    assert run("summary", path, "--folder", "letters").code == 0
    found = {
        next(line for line in each.read_text(encoding="utf-8").splitlines() if "For " in line)
        for each in Path("letters").iterdir()
    }
    assert {line.partition(".")[0] for line in found} == {
        "For Acme (UK)", "For Acme UK", "For Acme UK 2",
    }  # fmt: skip


BIDDERS = st.text(
    st.one_of(
        st.sampled_from("aA1 -()./\\&éÉe\u0301ß\u017f\u0131İK\u212a①\uff12\u200b\u00a0"),
        st.characters(),
    ),
    min_size=1,
    max_size=70,
)


@given(st.lists(BIDDERS, unique=True, max_size=12), st.randoms(use_true_random=False))
def test_no_two_bidders_have_one_file(names: list[str], chance: random.Random) -> None:
    """A letter that is overwritten is never sent, and another goes to the wrong bidder.

    On any system: one that knows no capitals, one that writes accents in its own way, one whose
    names are of 255 bytes.  Which name is whose does not hang on the order of the ranking.
    """
    found = dict(zip(names, names_of(names), strict=True))
    ways = ("NFC", "NFD", "NFKC", "NFKD")
    for way in ways:
        for fold in (str.upper, str.lower, str.casefold):
            seen = {unicodedata.normalize(way, fold(each)) for each in found.values()}
            assert len(seen) == len(names)
    for each in found.values():
        assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", each), each
        assert len(f"{each}.html".encode()) <= 255
    shuffled = list(names)
    chance.shuffle(shuffled)
    assert dict(zip(shuffled, names_of(shuffled), strict=True)) == found


def test_a_folder_of_earlier_letters_is_refused(run: Run, write: Write) -> None:
    """The letter of a bidder who has another name by now is not sent with those of today.

    (Faults part 3.)  Nothing is overwritten unasked, and nothing of before is left beside what is
    new; a user's own file is never taken away.
    """
    path = write(*REASONS)
    assert run("summary", path, "--folder", "letters").code == 0
    old = {each.name: each.read_text(encoding="utf-8") for each in Path("letters").iterdir()}
    path = write(*REASONS, ("bidder: Acme", "bidder: Acme Group"), ('"4"', '"3"'))
    for how in ((), ("--replace",)):
        ran = run("summary", path, "--folder", "letters", *how)
        assert (ran.code, ran.out) == (4, "")
        assert "Acme.txt" in ran.err
        now = {each.name: each.read_text(encoding="utf-8") for each in Path("letters").iterdir()}
        assert now == old
    Path("letters/Acme.txt").unlink()
    assert "--replace" in run("summary", path, "--folder", "letters").err
    Path("letters/.DS_Store").touch()
    assert run("summary", path, "--folder", "letters", "--replace").code == 0
    names = {each.name for each in Path("letters").iterdir()}
    assert names == {".DS_Store", "Acme-Group.txt", "Brook.txt"}
    assert Path("letters/Brook.txt").read_text(encoding="utf-8") != old["Brook.txt"]


def test_half_of_the_letters_are_none(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the second letter cannot be written, the first is not left as if all were there."""
    real = saving.replace_file

    def fails(file: Path, content: bytes) -> None:
        if file.name == "Brook.txt":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(file, content)

    monkeypatch.setattr("socialvalue.cli.out.output.replace_file", fails)
    ran = run("summary", write(*REASONS), "--folder", "letters")
    assert (ran.code, list(Path("letters").iterdir())) == (4, [])
    assert "cannot write letters: no space is left there" in ran.err


def test_after_a_tie_somebody_says_who_won(run: Run, write: Write) -> None:
    """Points do not draw lots, and a letter is not written as if they had."""
    same = ('price: "95000"', 'price: "90000"'), ('quality: "5"', 'quality: "4"'), (
        '{measure: NT28, gbp: "1000"}', '{measure: NT10, weeks: "40", people: "5"}')  # fmt: skip
    path = write(*same)
    text = Path(path).read_text(encoding="utf-8")
    told = text.replace('{quality: "4"}', '{quality: {consensus: "4", reason: Sound.}}')
    Path(path).write_text(told, encoding="utf-8")
    ran = run("summary", path)
    assert (ran.code, ran.codes) == (1, ["SV807"])
    assert "--successful NAME" in ran.err
    for blank in ((), ("--because", "  ")):
        ran = run("summary", path, "--successful", "Brook", "--bidder", "Acme", *blank)
        assert (ran.code, ran.out, ran.codes) == (1, "", ["SV808"])
        assert "--because TEXT" in ran.err
    rule = ("--because", "The ITT, 4.7: of tied bids the one with the lower carbon plan wins")
    ran = run("summary", path, "--successful", "Brook", "--bidder", "Acme", *rule)
    assert ran.code == 0
    told = " ".join(ran.out.split())
    assert "The successful bid is that of Brook" in told
    assert "Both bids have the same published points." in told
    assert f"Why the successful bid was chosen: {rule[1]}." in told
    assert "follows" not in told
    assert run("summary", path, "--because", "a", "--because", "b").code == 2
    assert run("summary", path, "--successful", "Nobody").codes == ["SV716"]
    assert run("summary", path, "--successful", "Brook", "--successful", "Acme").code == 2


def test_covering_letters_stand_beside_the_summaries(run: Run, write: Write) -> None:
    """A covering letter a bidder; one that cannot be filled stops the summaries too."""
    path = write(*REASONS)
    Path("ours.txt").write_text("To $bidder: $paper, £10.\n", encoding="utf-8")
    ran = run("summary", path, "--folder", "letters", "--covering", "ours.txt")
    assert ran.code == 0, ran.err
    assert sorted(each.name for each in Path("letters").iterdir()) == [
        "Acme.txt", "Acme_covering.txt", "Brook.txt", "Brook_covering.txt",
    ]  # fmt: skip
    told = Path("letters/Brook_covering.txt").read_text(encoding="utf-8")
    assert told.strip() == "To Brook: assessment summary, £10."
    Path("ours.txt").write_text("To $biddr of $address\n", encoding="utf-8")
    ran = run("summary", path, "--folder", "others", "--covering", "ours.txt")
    assert (ran.code, ran.codes) == (1, ["SV830", "SV831"])
    assert ran.err.startswith("ours.txt:1:4")
    assert not Path("others").exists()
    assert run("summary", path, "--covering", "ours.txt").code == 2


@pytest.mark.usefixtures("here")
def test_a_notice_is_headed_as_one(run: Run, root: Path) -> None:
    """Whose tender was disregarded has no assessment summary, and no page called one."""
    ran = run("summary", str(root / "docs/examples/parks/tender.yaml"), "--folder", "letters",
              "--format", "html")  # fmt: skip
    assert ran.code == 0, ran.err
    papers = {
        "Birch-Sons": ("Assessment summary", "Birch &amp; Sons"),
        "Cherry-Landscapes": ("Notice of a disregarded tender", "Cherry Landscapes"),
    }
    for name, (paper, bidder) in papers.items():
        page = Path(f"letters/{name}.html").read_text(encoding="utf-8")
        assert f"<title>{paper} for {bidder}</title>" in page
        assert f"<h1>{paper}: Grounds maintenance" in page
        assert page.count(f">{paper}") == 2, "it is headed once"


def test_each_lot_has_its_own_figures(run: Run, write: Write) -> None:
    """A bidder in two lots computes each by the scheme and the years of that lot."""
    path = write(*REASONS, *TWO_LOTS)
    assert run("summary", path, "--folder", "letters", "--machine").code == 0
    found = [
        json.loads(run("recompute", each, "--format", "json").out)
        for each in sorted(Path("letters").glob("*_figures.json"))
    ]
    assert [(each["bidder"], each["same"]) for each in found] == [("Acme", True)] * 2
    assert [bool(each["told"]["lines"]) for each in found] == [True, True]


def test_letters_of_lots(run: Run, write: Write) -> None:
    """A bidder in two lots has two letters, and the rule that moved an award is in them."""
    ran = run("summary", write(*REASONS, *TWO_LOTS), "--folder", "letters")
    assert (ran.code, ran.codes) == (0, ["SV810"]), ran.err
    assert sorted(each.name for each in Path("letters").iterdir()) == [
        "north-Acme.txt", "south-Acme.txt",
    ]  # fmt: skip
    path = write(*REASONS, *TWO_LOTS)
    assert run("summary", path, "--successful", "Acme").code == 2
    assert run("summary", path, "--successful", "wset=Acme").codes == ["SV322"]
    assert run("summary", path, "--successful", "south=Acme").code == 0
    assert run("summary", path, "--because", "no lot").code == 2
    assert run("summary", path, "--because", "wset=x").codes == ["SV322"]
    assert run("summary", path, "--because", "south=x", "--because", "south=y").code == 2


# --- records ------------------------------------------------------------------------------


def kept(run: Run, path: Path) -> dict[str, Any]:
    """The record of a tender, as the command wrote it."""
    assert run("record", path, "-o", "record.json").code == 0
    found: dict[str, Any] = json.loads(Path("record.json").read_text(encoding="utf-8"))
    return found


def test_a_record_is_that_of_the_library(run: Run, write: Write) -> None:
    """What the command keeps, Python replays."""
    record = kept(run, write())
    again = sv.replay(record)
    assert (again.same, again.differences) == (True, ())
    assert json.loads(run("record", "tender.yaml").out) == record


def test_a_record_replays_without_the_tender(run: Run, write: Write) -> None:
    """Years later the tender file is gone, and the decision still stands to the last digit."""
    record = kept(run, write())
    Path("tender.yaml").unlink()
    ran = run("replay", "record.json")
    assert (ran.code, ran.err) == (0, "")
    assert "The same to the last digit." in ran.out
    assert record["sha256"] in ran.out
    assert "96.00" in ran.out
    content = json.loads(run("replay", "record.json", "--format", "json").out)
    assert content["same"] is True
    assert content["records"][0]["sha256"] == record["sha256"]


def test_what_score_wrote_replays_too(run: Run, write: Write) -> None:
    """The file that the tutorial keeps is a record, of one ranking or of one for each lot."""
    run("score", write(), "--output", "one.json")
    assert run("replay", "one.json").code == 0
    run("score", write(*TWO_LOTS), "--output", "lots.json")
    assert run("replay", "lots.json").out.count("The same to the last digit.") == 2


def test_a_tender_in_lots_is_kept_and_replayed(run: Run, write: Write) -> None:
    """With the rule on limits, and who was first by it."""
    record = kept(run, write(*TWO_LOTS))
    assert record["schema"] == "socialvalue/record-lots@1"
    ran = run("replay", "record.json")
    assert ran.code == 0, ran.err
    assert "A bidder may be first in 1 lot at most" in ran.out
    assert "Parks, lot south" in ran.out


def test_a_later_run_stands_after_an_earlier_one(run: Run, write: Write) -> None:
    """A bid that is excluded after the first scoring leaves both runs in the file."""
    first = kept(run, write())
    path = write(('price: "90000"', 'price: "90000"\n    state: excluded\n    reason: late'))
    assert run("record", path, "--after", "record.json", "-o", "second.json").code == 0
    assert json.loads(Path("second.json").read_text(encoding="utf-8"))["after"] == first["sha256"]
    assert f"It follows an earlier run: {first['sha256']}" in " ".join(
        run("replay", "second.json").out.split()
    )
    assert run("record", path, "--after", "tender.yaml").codes == ["SV801"]
    assert run("record", path, "--after", "nowhere.json").codes == ["SV101"]


def test_an_altered_record_is_refused_with_the_place(run: Run, write: Write) -> None:
    """Nobody replays a decision that somebody touched, and the touched part is named."""
    record = kept(run, write())
    record["results"][0]["points"] = "99.00"
    Path("record.json").write_text(json.dumps(record), encoding="utf-8")
    ran = run("replay", "record.json")
    assert (ran.code, ran.out, ran.codes) == (1, "", ["SV803"])
    assert ran.err.startswith("record.json: SV803 the result of 'Acme' (results[0])")


def test_a_forged_record_does_not_replay(run: Run, write: Write) -> None:
    """Hashes made anew do not help: the inputs give what they give, and a script sees it."""
    record = kept(run, write())
    record["results"][0]["points"] = "99.00"
    record["hashes"] = part_hashes(record)
    record["sha256"] = hash_of({key: each for key, each in record.items() if key != "sha256"})
    Path("record.json").write_text(json.dumps(record), encoding="utf-8")
    ran = run("replay", "record.json")
    assert (ran.code, ran.err) == (5, "")
    assert "Not the same result." in ran.out
    assert "Acme, points: 99.00 recorded, 96.00 here" in ran.out
    assert json.loads(run("replay", "record.json", "--format", "json").out)["same"] is False


def test_a_tender_that_was_touched_is_held_against_its_record(run: Run, write: Write) -> None:
    """A price that was mended after the award is told with both figures, and so is its cause."""
    kept(run, write())
    assert run("replay", "record.json", "--with", "tender.yaml").code == 0
    path = write(('price: "90000"', 'price: "80000"'), name="touched.yaml")
    ran = run("replay", "record.json", "--with", path)
    assert (ran.code, ran.err) == (5, "")
    words = " ".join(ran.out.split())
    assert "Brook, points: 77.24 recorded, 70.93 here" in words
    assert "an altered input: the tender or a bid is not the recorded one" in words
    wrong = write(('price: "90000"', 'price: "0"'), name="wrong.yaml")
    ran = run("replay", "record.json", "--with", wrong)
    assert (ran.code, ran.codes) == (1, ["SV307"])
    assert ran.err.startswith("wrong.yaml:")
    assert run("replay", "record.json", "--with", "nowhere.yaml").codes == ["SV101"]


def test_another_edition_is_told(run: Run, write: Write) -> None:
    """The same offers under the set of 2020 come to other pounds, and the edition is named."""
    both = ("{measure: NT44, yes: yes}", '{measure: NT29, hours: "3"}')
    kept(run, write(both))
    path = write(both, ("national-toms@2022", "national-toms@2020"), name="older.yaml")
    words = " ".join(run("replay", "record.json", "--with", path).out.split())
    assert "Not the same result." in words
    assert "another edition: national-toms@2022 recorded, national-toms@2020 here" in words


def test_lots_that_were_touched_are_held_against_their_record(run: Run, write: Write) -> None:
    """The same of a tender in lots."""
    kept(run, write(*TWO_LOTS))
    assert run("replay", "record.json", "--with", "tender.yaml").code == 0
    path = write(*TWO_LOTS, ('quality: "4"', 'quality: "3"'), name="touched.yaml")
    ran = run("replay", "record.json", "--with", path)
    assert ran.code == 5
    assert "Acme (north), points: 96.00 recorded, 92.00 here" in " ".join(ran.out.split())


NO_RECORDS = {
    "empty": (b"", "SV103"),
    "spaces": (b" \n ", "SV103"),
    "binary": (b"\x00\xff\xfe\x89PNG", "SV102"),
    "text": (b"hello", "SV801"),
    "half": (b'{"schema": "socialvalue/record@1", ', "SV801"),
    "a list": (b"[1, 2]", "SV801"),
    "a number": (b"5", "SV801"),
    "null": (b"null", "SV801"),
    "NaN": (b'{"a": NaN}', "SV801"),
    "a huge number": (b'{"a": ' + b"9" * 9000 + b"}", "SV801"),
    "deep": (b"[" * 200_000 + b"]" * 200_000, "SV801"),
    "twice": (b'{"schema": "socialvalue/record@1", "schema": "x"}', "SV801"),
    "no schema": (b"{}", "SV801"),
    "newer": (b'{"schema": "socialvalue/record@9"}', "SV802"),
    "another thing": (b'{"schema": "socialvalue/set@1"}', "SV802"),
    "hollow": (b'{"schema": "socialvalue/record@1"}', "SV801"),
    "hollow lots": (b'{"schema": "socialvalue/record-lots@1"}', "SV801"),
    "score without a record": (b'{"schema": "socialvalue/score@1"}', "SV801"),
    "score of strange lots": (b'{"schema": "socialvalue/score-lots@1", "lots": {"a": 5}}', "SV801"),
    "lone surrogate": (b'{"schema": "\\ud800"}', "SV802"),
    "a tender": (b"schema: socialvalue/tender@1\ntitle: x\n", "SV801"),
    "escape": (b'{"schema": "\\u001b[31m"}', "SV802"),
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_what_is_no_record_ends_in_clear_words(run: Run, here: Path, name: str) -> None:
    """Whatever a file holds: a code, the file's name and a hint; no traceback, no colours."""
    content, code = NO_RECORDS[name]
    Path("bad.json").write_bytes(content)
    ran = run("replay", "bad.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.codes == [code], ran.err
    assert ran.err.startswith("bad.json")
    assert "Hint:" in ran.err
    assert "Traceback" not in ran.err
    assert not RAW.search(ran.err)


def test_a_slip_in_json_is_told_at_its_line(run: Run, here: Path) -> None:
    """Somebody who opened the file in an editor finds the comma that is missing."""
    Path("bad.json").write_text('{\n  "a": 1\n  "b": 2\n}', encoding="utf-8")
    assert run("replay", "bad.json").err.startswith("bad.json:3:3: SV801")


def test_a_mark_at_the_head_of_a_record_is_fine(run: Run, write: Write) -> None:
    """An editor that adds a byte-order mark alters nothing that the record says."""
    kept(run, write())
    content = Path("record.json").read_bytes()
    Path("record.json").write_bytes(b"\xef\xbb\xbf" + content)
    assert run("replay", "record.json").code == 0


# --- how firm -----------------------------------------------------------------------------


def test_how_firm_in_every_form(run: Run, example_tender: Path) -> None:
    """The head of procurement reads it on one screen; the analyst computes with the same."""
    ran = run("sensitivity", example_tender)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) <= 24
    assert max(map(len, ran.out.splitlines())) <= 80
    content = json.loads(run("sensitivity", example_tender, "--format", "json").out)
    (report,) = content["reports"]
    assert report["lead"] == "1.40"
    assert report["least"][0]["price"] == "54722.10"
    rows = csv.DictReader(run("sensitivity", example_tender, "--format", "csv").out.splitlines())
    assert [each["price_change_wins"] for each in rows] == ["", "54722.10", "58603.77"]
    assert "## Bids" in run("sensitivity", example_tender, "--format", "markdown").out


def test_how_firm_lot_by_lot(run: Run, write: Write) -> None:
    """A lot is a competition of its own, and the least change is told under its bidder's name."""
    path = write(LOTS, ("bidder: Acme", "bidder: Acme\n    lot: north"),
                 ("bidder: Brook", "bidder: Brook\n    lot: north"))  # fmt: skip
    assert "How close was it: Parks, lot north" in run("sensitivity", path).out
    rows = list(csv.DictReader(run("sensitivity", path, "--format", "csv").out.splitlines()))
    assert [each["bidder"] for each in rows] == ["Acme (north)", "Brook (north)"]
    assert rows[1]["more_value_wins"]


def test_questions_in_every_form(run: Run, example_tender: Path) -> None:
    """A question names whom to ask and the figure behind it, and changes nothing."""
    ran = run("flags", example_tender, "--one-line", "0.75")
    assert (ran.code, ran.err) == (0, "")
    assert "78.1% of the value that counts, above 75%" in " ".join(ran.out.split())
    assert "excludes nobody" in ran.out
    found = json.loads(run("flags", example_tender, "--one-line", "0.75", "--format", "json").out)
    assert [(e["bidder"], e["word"], e["figure"]) for e in found["questions"]] == [
        ("Acme Highways", "one-line", "0.7808"),
        ("Cedar Roads Co-operative", "one-line", "0.7588"),
    ]
    rows = run("flags", example_tender, "--high-value", "0.45", "--format", "csv").out
    assert "high-value" in rows
    assert run("flags", example_tender, "--weak", "no").codes == ["SV301"]


def test_two_bidders_side_by_side(run: Run, example_tender: Path) -> None:
    """An internal note says so, and is never made by accident."""
    two = ("--bidder", "acme highways", "--against", "brook & daughters")
    ran = run("explain", example_tender, *two)
    assert ran.code == 0
    assert ran.out.startswith("Internal note, not for bidders")
    assert run("explain", example_tender, "--against", "Acme Highways").code == 2
    assert run("explain", example_tender, "--bidder", "Acme Highways", "--against", "X").codes == [
        "SV716"
    ]


def test_bidders_who_never_met_are_not_compared(run: Run, write: Write) -> None:
    """Bids for different lots are not set beside each other."""
    path = write(LOTS, ("bidder: Acme", "bidder: Acme\n    lot: north"),
                 ("bidder: Brook", "bidder: Brook\n    lot: south"))  # fmt: skip
    ran = run("explain", path, "--bidder", "Acme", "--against", "Brook")
    assert (ran.code, ran.codes) == (1, ["SV716"])


# --- whatever a user does ----------------------------------------------------------------

COMMANDS = ("scheme", "summary", "recompute", "record", "replay", "sensitivity", "flags")


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_not_there_or_not_files(run: Run, here: Path, command: str) -> None:
    """A slip in a name, a folder for a file, nothing at all: a code and what to do."""
    assert run(command, "nowhere.yaml").codes == ["SV101"]
    assert run(command, here).codes == ["SV112"]
    assert run(command).code == 2
    assert run(command, "x" * 5000).code == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_result_that_cannot_be_written(run: Run, write: Write, command: str) -> None:
    """The reason is told, the code is 4, and no half of a file is left."""
    path: Path = write(*REASONS)
    if command == "replay":
        run("record", path, "--output", "record.json")
        path = Path("record.json")
    if command == "recompute":
        assert run("summary", path, "--folder", "letters", "--machine").code == 0
        path = Path("letters/Acme_figures.json")
    for file in ("nowhere/out.txt", "."):
        ran = run(command, path, "--output", file)
        assert (ran.code, ran.out) == (4, "")
        assert ran.err.startswith("socialvalue: cannot write")
    ran = run(command, path, "--output", path)
    assert ran.code == 4
    assert "it is the file that was read" in ran.err


def test_a_folder_that_cannot_be_made(run: Run, write: Write) -> None:
    """A file in the place of the folder, or no folder above it."""
    path = write(*REASONS)
    Path("letters").write_text("mine", encoding="utf-8")
    for folder in ("letters", "nowhere/letters"):
        ran = run("summary", path, "--folder", folder)
        assert (ran.code, ran.out) == (4, "")
        assert f"cannot write {folder}: " in ran.err
        assert "    Hint: " in ran.err
    assert Path("letters").read_text(encoding="utf-8") == "mine"
    assert run("summary", path, "--folder", "a", "--output", "b").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_may_not_be_written_to(run: Run, write: Write) -> None:
    """Missing permission is told as that."""
    path = write(*REASONS)
    Path("letters").mkdir(mode=0o500)
    assert run("summary", path, "--folder", "letters").code == 4


@pytest.mark.parametrize("command", ["scheme", "summary", "record", "sensitivity", "flags"])
def test_no_control_character_reaches_a_terminal(run: Run, write: Write, command: str) -> None:
    """A bidder's name or a panel's note could otherwise repaint the screen."""
    path = write(
        ("title: Parks", 'title: "Pa\\e[2Jrks"'),
        ("bidder: Acme", 'bidder: "Ac\\e[31mme"'),
        ('{quality: "4"}', '{quality: {consensus: "4", reason: "\\e]8;;x\\a \\u202E"}}'),
        REASONS[1],
    )
    for form in ((), ("--format", "json"), ("--format", "markdown"), ("--format", "html")):
        ran = run(command, path, *form)
        assert ran.code in (0, 2), ran.err
        assert not RAW.search(ran.out + ran.err), form


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "[red]Acme[/red]", "=1+1"])
def test_markup_is_text_in_letters(run: Run, write: Write, name: str) -> None:
    """A letter is opened in a browser, at the council's or at a bidder's."""
    path = write(*REASONS, ("bidder: Acme", f"bidder: '{name}'"))
    page = run("summary", path, "--format", "html").out
    assert "<script" not in page
    assert "<script" not in run("summary", path, "--format", "markdown").out
    assert name in run("summary", path).out
    if name.startswith("="):
        assert "'=1+1" in run("sensitivity", path, "--format", "csv").out
