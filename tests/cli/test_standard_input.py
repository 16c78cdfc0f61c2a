"""`check -` and `score -`: a tender that another program sends, and no file is written for."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import TENDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran, Run

    Sent = Callable[..., Ran]


@pytest.fixture
def sent(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Run a command with something on its standard input, in an empty folder."""

    def call(text: str | bytes, *words: str) -> Ran:
        content = text.encode() if isinstance(text, str) else text
        pipe = io.BytesIO(content)
        pipe.name = "<stdin>"  # type: ignore[attr-defined]
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(pipe))
        return run(*words)

    return call


def test_what_is_sent_is_scored_as_the_file_is(sent: Sent, run: Run, here: Path) -> None:
    """A portal that sends a tender gets the ranking that an officer gets from the file."""
    Path("tender.yaml").write_text(TENDER, encoding="utf-8")
    ran = sent(TENDER, "score", "-")
    assert (ran.code, ran.err) == (0, "")
    assert "96.00" in ran.out
    assert ran.out == run("score", "tender.yaml").out
    assert sent(TENDER, "check", "-").out.startswith("<stdin>: tender with 2 bids")


def test_json_is_read_and_its_problems_have_pointers(sent: Sent) -> None:
    """Another program has JSON, and needs the field that is wrong."""
    form = {"schema": "socialvalue/tender@1", "title": "Parks", "published": "2022-07-01",
            "framework": "national-toms@2022", "contract_value": "100000",
            "scheme": {"criteria": [{"name": "price", "points": 100, "method": "lowest_price"}]},
            "bids": [{"bidder": "Acme", "price": "90000"}]}  # fmt: skip
    assert "Acme  100.00" in " ".join(sent(json.dumps(form), "score", "-").out.split("   "))
    form["contract_value"] = 1.5
    for command in ("check", "score"):
        ran = sent(json.dumps(form), command, "-")
        assert (ran.code, ran.codes) == (1, ["SV305"])
        assert "<stdin>#/contract_value: " in ran.err


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"", "SV103"), (b"\xff\xfe\x00", "SV102"), (b'{"schema":', "SV116"), (b"hello", "SV203"),
     (b"schema: socialvalue/measures@1", "SV111")],
)  # fmt: skip
def test_what_is_no_tender_is_refused_in_clear_words(sent: Sent, text: bytes, code: str) -> None:
    """A pipe that broke must not read as a fault of this program."""
    for command in ("check", "score"):
        ran = sent(text, command, "-")
        assert (ran.code, code in ran.codes) == (1, True)
        assert "<stdin>" in ran.err


def test_no_path_is_opened_for_what_is_sent(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in by a pipe may come from a stranger's form: it cannot name a folder here."""
    text = TENDER.replace("national-toms@2022", "./mine")
    assert sent(text, "score", "-").codes == ["SV118"]
    monkeypatch.setenv("SOCIALVALUE_NAMES_ONLY", "no")
    ran = sent(text, "score", "-")
    assert (ran.code, ran.codes) == (1, ["SV101"])


def test_a_file_of_that_name_is_still_read(sent: Sent, here: Path) -> None:
    """`./-` is a file, as everywhere."""
    Path("-").write_text(TENDER, encoding="utf-8")
    assert "tender with 2 bids" in sent("", "check", f"{here}/-").out
