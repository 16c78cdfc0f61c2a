"""`socialvalue present-value`: the figures of the room, in words of the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import socialvalue as sv

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_command(run: Run, example_tender: Path) -> None:
    """Every bid that stands, or one; the same figures as in Python."""
    ran = run("present-value", str(example_tender), "--format", "json", "--inputs", "20000",
              "--drop-off", "NT10=0.25", "--duration", "ECC10=3", "--health", "NT29")  # fmt: skip
    assert ran.code == 0, ran.err
    tender, bids = sv.read_tender(example_tender)
    ours = sv.present_value(
        tender, bids[0], sv.load(tender.framework), rate=sv.appraisal.GREEN_BOOK, inputs=20000,
        drop_off={"NT10": "0.25"}, duration={"ECC10": 3}, health=["NT29"],
    )  # fmt: skip
    results = json.loads(ran.out)["results"]
    assert [each["bidder"] for each in results] == [each.bidder for each in bids]
    assert results[0] == json.loads(ours.to_json())
    one = run("present-value", str(example_tender), "--bidder", "acme highways")
    assert "Acme Highways" in one.out
    assert "Brook" not in one.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rate", "0.035"), "SV780 whether the first year is discounted is not said"),
        (("--rate", "3.5%"), "SV301"),
        (("--rate", "3.5", "--first-year", "discounted"), "write 0.035 for 3.5%"),
        (("--duration", "NT10"), "'NT10' is not CODE=VALUE"),
        (("--duration", "NT10=two"), "SV785"),
        (("--inputs", "0"), "SV784"),
        (("--inputs", "1=5", "--inputs", "x"), "'x' is not CODE=VALUE"),
        (("--bidder", "Nobody"), "SV716"),
        (("--profile", "NT10=0.5,0.6"), "SV787"),
        (("--rate", "green-book-health"), "with --health"),
    ],
)
def test_what_is_mistyped(
    run: Run, example_tender: Path, words: tuple[str, ...], said: str
) -> None:
    """One message, in words of the command, and no trace of the program."""
    ran = run("present-value", str(example_tender), *words)
    assert ran.code != 0
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "first_year=" not in ran.err
