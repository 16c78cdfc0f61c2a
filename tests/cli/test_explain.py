"""`socialvalue explain`: the reasons, as text and as a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


def test_one_bidder_has_every_line(run: Run, example_tender: Path) -> None:
    """A letter to a bidder needs each line, its working, its source, and why it was refused."""
    ran = run("explain", example_tender, "--bidder", "Acme Highways")
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    for number in range(1, 8):
        assert f"Commitment {number}: " in text
    assert "9 FTE × 3 years = 27 FTE-years × £28,460.00 = £768,420.00" in text
    assert "(SV504)." in text
    assert "Value: £251.7905723 of national-toms@2022 from 1 June 2022" in text


def test_publications_stand_behind_sources(run: Run, example_tender: Path) -> None:
    """A page that is mostly vouchers is not read; whoever is challenged finds each of them."""
    words = ("explain", example_tender, "--bidder", "Acme Highways")
    short, full = (" ".join(run(*words, *more).out.split()) for more in ((), ("--sources",)))
    for voucher in ("measures.yaml:", "Table of National TOMs 2022", "Not used: ", "tender.yaml:"):
        assert voucher in full
        assert voucher not in short
    assert short.endswith("which were not used.")
    assert "--sources" not in full
    for figure in ("£984,138.98", "£28,460.00, given by the tender, the same for every bidder"):
        assert figure in short
        assert figure in full
    assert run("explain", "SV505", "--sources").code == 2


def test_a_value_that_there_is_not_says_why_in_short_too(run: Run, write: Write) -> None:
    """£0 without a reason reads like a mistake of the engine's."""
    path = write(('{measure: NT28, gbp: "1000"}', '{measure: NT1, fte: "2", years: "1"}'))
    text = " ".join(run("explain", path, "--bidder", "Brook").out.split())
    assert "Value: none of national-toms@2022 from 1 June 2022; The source gives no" in text


def test_only_the_bidder_asked_for(run: Run, example_tender: Path) -> None:
    """A reply to one bidder must not hold another's lines."""
    ran = run("explain", example_tender, "--bidder", "Acme Highways")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Acme Highways: ")
    assert "Brook" not in ran.out
    assert "Cedar" not in ran.out


def test_all_bidders_if_none_is_named(run: Run, example_tender: Path) -> None:
    """The evaluator's file holds the ranking and every bidder."""
    out = run("explain", example_tender).out
    for name in ("Acme Highways:", "Brook & Daughters:", "Cedar Roads Co-operative:"):
        assert name in out


def test_capitals_of_a_name_do_not_matter(run: Run, write: Write) -> None:
    """An officer types a name from memory."""
    assert run("explain", write(), "--bidder", "ACME").out.startswith("Acme: 96.00 of 100 points")


def test_unknown_bidder_lists_the_names(run: Run, write: Write) -> None:
    """A misspelt name is not an empty result."""
    ran = run("explain", write(), "--bidder", "Acmee")
    assert (ran.code, ran.out, ran.codes) == (1, "", ["SV716"])
    assert "did you mean 'Acme'?" in ran.err


def test_a_bidder_of_several_lots_has_all_its_bids(run: Run, write: Write) -> None:
    """Neither of two bids under one name is left out."""
    path = write(
        ("target:", "lots: [{name: n, contract_value: 1}, {name: s, contract_value: 1}]\ntarget:"),
        ("bidder: Acme", "bidder: Acme\n    lot: n"),
        ("bidder: Brook", "bidder: Acme\n    lot: s"),
    )
    ran = run("explain", path, "--bidder", "Acme")
    assert ran.code == 0
    assert ran.out.count("social value offered for Parks, lot") == 2


def test_a_long_reason_is_given_whole(run: Run, write: Write) -> None:
    """The panel's reason is the bidder's due; a cut one is none."""
    reason = "because " * 60 + "the end"
    path = write(('{quality: "4"}', f'{{quality: {{consensus: "4", reason: "{reason}"}}}}'))
    text = " ".join(run("explain", path, "--bidder", "Acme").out.split())
    assert text.count("because") == 60
    assert "the end" in text


def test_html_is_a_page_of_its_own(run: Run, write: Write) -> None:
    """It opens in a browser, offline, with its pound signs whole."""
    out = run("explain", write(), "--format", "html").out
    assert out.startswith("<!doctype html>")
    assert '<meta charset="utf-8">' in out
    assert "<title>Parks</title>" in out
    assert "http" not in out.replace("https://", "").split("<style>")[1].split("</style>")[0]
    assert out.rstrip().endswith("</html>")


def test_headings_of_a_page_are_in_order(run: Run, write: Write) -> None:
    """A screen reader goes by them: one heading at the top, the others below it."""
    path = write()
    for words in ((), ("--bidder", "Acme")):
        page = run("explain", path, "--format", "html", *words).out
        levels = re.findall(r"<h([1-6])>", page)
        assert levels[0] == "1"
        assert set(levels[1:]) == {"2"}
        assert "<h1>Parks</h1>" in page
        assert "<th>" not in page


def test_html_by_the_ending_of_the_file(run: Run, write: Write, here: Path) -> None:
    """`--output reasons.html` is enough said."""
    ran = run("explain", write(), "--output", "reasons.html")
    assert ran.code == 0
    assert (here / "reasons.html").read_text(encoding="utf-8").startswith("<!doctype html>")
