"""The commands of community offers: what others get holds no more than they may see."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from socialvalue.words import avoided_in

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ADD = ("offers", "add", "C1", "--title", "=Talks <b>", "--kind", "visit_or_talk", "--quantity", "6",
       "--unit", "count", "--from", "2022-10-01", "--until", "2023-08-31", "--ask-via",
       "sv@x.example", "--by", "supplier", "--on", "2022-10-01")  # fmt: skip
BY = ("--by", "contract manager", "--on", "2022-11-01")


@pytest.fixture
def desk(run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A contract with an offer that its supplier agrees to show."""
    monkeypatch.setenv("SOCIALVALUE_REGISTER", str(tmp_path / "delivery.db"))
    run("contract", "award", write(), "--bidder", "Acme", "--reference", "C1", "--starts",
        "2022-09-01", "--ends", "2023-08-31", "--new", "--by", "procurement", "--on",
        "2022-08-20")  # fmt: skip
    assert run(*ADD).code == 0
    assert run("offers", "agree-to-show", "2", "--by", "supplier", "--on", "2022-10-05").code == 0
    return run


def test_what_is_left_goes_out_as_csv_and_linked_data(desk: Run) -> None:
    """A formula in a title is no formula in a spreadsheet, and no group's name gets out."""
    assert desk("offers", "agree", "2", "--quantity", "4", "--with", "Quay Singers", *BY).code == 0
    show = ("offers", "show", "--on", "2022-12-31", "--public")
    text = desk(*show, "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["left"], row["until"], row["cost"]) == ("2", "2023-08-31", "0")
    assert not row["offer"].startswith("=")
    graph = json.loads(desk(*show, "--format", "json").out)["@graph"]
    assert graph[0]["inventoryLevel"]["value"] == "2"
    pages = [text, desk(*show).out, desk(*show, "--format", "html").out, json.dumps(graph)]
    for page in pages:
        assert "Talks" in page
        assert not {"Quay Singers", "Acme", "C1"} & {each for each in ("Quay Singers", "Acme", "C1")
                                                     if each in page}  # fmt: skip
    assert "<b>" not in pages[2]
    council = desk("offers", "show", "--on", "2022-12-31", "--format", "json").out
    assert json.loads(council)["agreements"][0]["with"] == "Quay Singers"
    assert avoided_in("".join(pages[1:2])) == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("offers", "agree", "2", "--quantity", "7", "--with", "X", *BY), "SV1050"),
        (("offers", "agree", "1", "--quantity", "1", "--with", "X", *BY), "SV978"),
        (("offers", "given", "2", *BY), "SV978"),
        (("offers", "close", "2", "--reason", " ", *BY), "SV958"),
        ((*ADD, "--description", "ring 01245 430430"), "SV1049"),
        ((*ADD, "--line", "44"), "SV951"),
        (("offers", "agree-to-show", "2", *BY), "SV956"),
    ],
)
def test_a_slip_is_answered_in_words(desk: Run, words: tuple[str, ...], code: str) -> None:
    """What is refused writes nothing, and says what to do."""
    ran = desk(*words)
    assert (ran.code, ran.codes) == (1, [code])
    assert ran.out == ""
    assert "Hint" in ran.err


def test_a_supplier_takes_its_agreement_back(desk: Run) -> None:
    """From that day on the page holds it no more; the council still sees it, and why."""
    desk("offers", "agree-to-show", "2", "--no", "--by", "supplier", "--on", "2022-11-05")
    public = ("offers", "show", "--public", "--on")
    assert "1 offer" in desk(*public, "2022-11-04").out
    assert "0 offers" in desk(*public, "2022-11-05").out
    council = json.loads(desk("offers", "show", "--on", "2022-11-05", "--format", "json").out)
    assert council["offers"][0]["not_shown_because"] == "the supplier does not agree"
