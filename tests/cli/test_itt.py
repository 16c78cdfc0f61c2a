"""`socialvalue scheme --for itt`: what the tender documents say of assessment, and no more."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv
from socialvalue.words import avoided_in

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no cell is wrapped."""
    monkeypatch.setenv("COLUMNS", "400")


NAMED = "framework: national-toms@2022\n"


def words(text: str) -> str:
    return " ".join(text.split())


def test_it_says_how_pounds_and_points_are_worked_out(run: Run, root: Path) -> None:
    """A bidder that cannot work out its own points was not told how it would be judged."""
    path = root / "docs" / "examples" / "norchester" / "tender.yaml"
    ran = run("scheme", path, "--for", "itt")
    assert (ran.code, ran.err) == (0, "")
    said = words(ran.out)
    tender, _ = sv.read_tender(path)
    assert tender.scheme is not None or "Bids are scored out of 100 points." in said
    for each in (
        "The target is £0.50 of social value per £1.", "Bids with equal published totals are tied.",
        "rounded once, half up, to the penny", "contract's initial term is 3 years", "£28,460.00",
        "£0.71647", "each person's first 12 months", "The same activity counts once.",
        "Fingerprint of this scheme: ", "To be completed by the authority",
    ):  # fmt: skip
        assert each in said
    assert "Acme" not in said, "no bid is in the tender documents"


def test_the_scheme_is_said_in_its_own_words(run: Run, write: Write) -> None:
    """Every line of the scheme's text is there, letter by letter: a second wording would differ."""
    path = write()
    alone, whole = run("scheme", path).out, run("scheme", path, "--for", "itt").out
    assert [line for line in alone.splitlines()[1:] if line not in whole] == [
        line for line in alone.splitlines() if line.startswith("Fingerprint") and line not in whole
    ]
    assert run("scheme", path, "--for", "nobody").code == 2
    assert run("scheme", path, "--for", "itt", "--format", "json").code == 2


def test_the_example_is_what_the_engine_gives(run: Run, write: Write) -> None:
    """A worked example that is a penny out is quoted in the challenge."""
    path = write(
        (NAMED, f"{NAMED}shortlist: [NT10]\n"),
        ("      - {measure: NT44, yes: yes}\n", ""),
        ('measure: NT28, gbp: "1000"', 'measure: NT10, weeks: "1", people: "1"'),
    )
    said = words(run("scheme", path, "--for", "itt").out)
    toms = sv.load("national-toms@2022", on="2022-07-01")
    tender = sv.Tender("Parks", contract_value="100000", published="2022-07-01", target="0.50")
    bid = sv.Bid("A", commitments=[toms.commit("NT10", sv.weeks(1, people=10))])
    total = sv.value(tender, bid, toms).total
    scheme = sv.Scheme([sv.Criterion("social value", 20, sv.AgainstTarget())], out_of=20)
    points = sv.evaluate(tender, [bid], toms, scheme)["A"].points
    assert f"10 person-weeks of NT10 are worth £251.7905723 each: £{total:,.2f}." in said
    assert f"For 'social value' that gives {points} points: " in said


def test_a_bidder_knows_the_form_by_its_fingerprint(run: Run, root: Path, write: Write) -> None:
    """Offers made on another form than the tender's own are found before they are priced.

    Where no calculator can be made of the tender, or its set has no pounds, none is named.
    """
    folder = root / "docs" / "examples"
    path = folder / "norchester" / "tender.yaml"
    tender, _ = sv.read_tender(path)
    council = sv.load(folder / "norchester" / "council")
    made = sv.calculators.make(tender, council).short_fingerprint
    said = words(run("scheme", path, "--for", "itt").out)
    assert f"Fingerprint of the calculator: {made}." in said
    lots = folder / "every-key" / "tender.yaml"
    several, _ = sv.read_tender(lots)
    said = words(run("scheme", lots, "--for", "itt").out)
    for each in several.lots:
        own = sv.calculators.make(several, council, lot=each.name).short_fingerprint
        assert f"Fingerprint of the calculator of lot {each.name}: {own}." in said
    courts = words(run("scheme", folder / "courts" / "tender.yaml", "--for", "itt").out)
    assert "Fingerprint of this scheme: " in courts
    assert "calculator" not in courts


def test_limits_and_double_counting_are_there_where_they_hold(run: Run, write: Write) -> None:
    """A limit that only the form knows is a trap, a rule between others' measures is noise."""
    asked = 'framework: national-toms@2022\nunit_values: {NT18: "1", NT19: "1"}\n'
    bids = [("      - {measure: NT44, yes: yes}\n", ""), ("NT28, gbp", "NT18, gbp"),
            ("NT10, weeks: \"40\", people: \"5\"", "NT18, gbp: \"40\"")]  # fmt: skip
    both = write(("framework: national-toms@2022\n",
                  f"{asked}shortlist: [NT18, NT19]\ncalculator: {{limits: {{NT18: \"5000\"}}}}\n"),
                 *bids)  # fmt: skip
    said = words(run("scheme", both, "--for", "itt").out)
    assert "limit: 5000" in said
    assert "One activity under two measures" in said
    one = write(("framework: national-toms@2022\n", f"{asked}shortlist: [NT18]\n"), *bids,
                name="one.yaml")  # fmt: skip
    said = words(run("scheme", one, "--for", "itt").out)
    assert "NT18" in said
    assert "limit" not in said
    assert "One activity under two measures" not in said


def test_a_set_without_pounds_speaks_of_none(run: Run, root: Path) -> None:
    """Central government scores no pounds, and its documents must not say how they are made."""
    ran = run("scheme", root / "docs" / "examples" / "courts" / "tender.yaml", "--for", "itt")
    assert ran.code == 0
    assert "The measures that are asked about" in ran.out
    assert "OWN-1.12" in ran.out
    assert "How social value is worked out" not in ran.out
    assert "per £1" not in ran.out


def test_a_measure_without_a_value_is_never_called_reported(run: Run, write: Write) -> None:
    """Called "reported, no pounds", a value that the buyer forgot is hidden."""
    path = write((NAMED, f"{NAMED}shortlist: [NT10, NT28, NT44, NT1]\n"))
    ran = run("scheme", path, "--for", "itt")
    assert re.search(r"^NT1 .*no value: does not count", ran.out, re.M)
    assert re.search(r"^NT44 .*reported, no pounds", ran.out, re.M)
    everything = words(run("scheme", write(name="all.yaml"), "--for", "itt").out)
    assert "NT10" in everything
    assert "NT1 " not in everything
    assert "are not listed, and do not count" in everything


@pytest.mark.parametrize("ending", ["txt", "md", "html", "docx"])
def test_every_form_says_the_same(run: Run, write: Write, here: Path, ending: str) -> None:
    """The officer pastes from Word, the lawyer reads the page: both must be one text."""
    path = write(("title: Parks", 'title: "Parks <b> & =1+1"'))
    assert run("scheme", path, "--for", "itt", "-o", f"itt.{ending}").code == 0
    content = (here / f"itt.{ending}").read_bytes()
    if ending == "docx":
        docx = pytest.importorskip("docx")
        content = "\n".join(
            each.text for each in docx.Document(BytesIO(content)).paragraphs
        ).encode()
    said = words(content.decode())
    title = "Parks &lt;b&gt; &amp; =1+1" if ending == "html" else "Parks "
    assert title in said
    assert "<b>" not in said or ending in {"txt", "docx"}
    for each in ("half up", "Freedom of Information", "NT10" if ending != "docx" else "penny"):
        assert each in said


def test_no_word_that_people_are_spared(run: Run, root: Path) -> None:
    """It is sent to every bidder: the words of screens hold here more than anywhere."""
    for name in ("norchester", "courts"):
        out = run("scheme", root / "docs" / "examples" / name / "tender.yaml", "--for", "itt").out
        text = re.sub(r"^\[State.*?\]$", "", out, flags=re.M | re.S)
        assert len(text) > 500
        assert avoided_in(text) == ()


def test_an_illustrative_scheme_is_not_for_publication(run: Run, root: Path) -> None:
    """Weights that were made up to show the program must not become a council's."""
    path = root / "docs" / "examples" / "highways" / "tender.yaml"
    assert "NOT TO BE PUBLISHED" in run("scheme", path, "--for", "itt").out
    other = root / "docs" / "examples" / "courts" / "tender.yaml"
    assert "NOT TO BE PUBLISHED" not in run("scheme", other, "--for", "itt").out


def test_a_lot_has_its_own_value_and_target(run: Run, write: Write) -> None:
    """A bidder for the small lot must not be told the target of another, or of the whole."""
    lots = 'lots: [{name: north, contract_value: "60000", target: "0.20", years: "2"}, '
    lots += '{name: south, contract_value: "40000"}]\n'
    path = write(
        ("bids:\n", f"{lots}bids:\n"),
        ("bidder: Acme", "bidder: Acme\n    lot: north"),
        ("bidder: Brook", "bidder: Brook\n    lot: south"),
        ("      - {measure: NT44, yes: yes}\n", ""),
    )
    ran = run("scheme", path, "--for", "itt")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^north +£60,000.00 +2 +£0.20$", ran.out, re.M)
    assert re.search(r"^south +£40,000.00 +1 +£0.50$", ran.out, re.M)
    assert "The target is that of the lot" in ran.out
    assert "The target is £0.50" not in ran.out
    assert "that gives" not in ran.out, "points would rest on which lot it is"
