"""A chart by the ending of its file, of each command that says how sure, how soon, how high."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

HIGHWAYS = "docs/examples/highways/tender.yaml"
PAST = "docs/examples/norchester/past-contracts.csv"
DRAWN = {
    "firm": (("firm", HIGHWAYS), "no unit value is wrong by 19.8%"),
    "present-value": (
        ("present-value", HIGHWAYS, "--bidder", "acme highways"), "Acme Highways: £",
    ),
    "targets": (("targets", PAST), "A quarter of contracts committed this much"),
    "targets --scheme": (
        ("targets", PAST, "--scheme", HIGHWAYS, "--target", "0.2", "--draws", "50"),
        "social value would have changed who is first",
    ),
    "test-scheme": (("test-scheme", HIGHWAYS), "1. Business as usual gets full marks"),
    "plan --costs": (
        ("plan", HIGHWAYS, "--costs", "NT10=120", "--costs", "NT28=1", "--need", "1000"),
        "no offer that reaches it within these limits costs less than £",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_by_the_ending_of_its_file(name: str, run: Run, root: Path, tmp_path: Path) -> None:
    """What a file is called says what is inside, and whoever hears it hears the same."""
    (command, *asked), said = DRAWN[name]
    asked = [str(root / each) if each.startswith("docs/") else each for each in asked]
    file = tmp_path / "drawn.svg"
    ran = run(command, *asked, "--output", file)
    assert ran.code == 0, ran.err
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert said in text
    assert run(command, *asked, "--format", "svg").out.strip() == text.strip()
    assert run(command, *asked, "--output", tmp_path / "drawn.png").code == 0
    assert (tmp_path / "drawn.png").read_bytes().startswith(b"\x89PNG")
    ran = run(command, *asked, "--format", "png")
    assert (ran.code, ran.out) == (2, "")
    assert "a PNG goes into a file" in ran.err


LOTS = """\
lots:
  - {name: North, contract_value: "20000"}
  - {name: South, contract_value: "80000"}
bids:
  - {bidder: Acme, lot: North, price: "18000", marks: {quality: 4}, commitments: []}
  - {bidder: Brook, lot: South, price: "70000", marks: {quality: 4}, commitments: []}
"""


def test_a_chart_is_of_one_thing(run: Run, root: Path, write: Write) -> None:
    """Of two the first would be drawn, and nobody would know that there is another."""
    ran = run("present-value", root / HIGHWAYS, "-o", "value.svg")
    assert (ran.code, "say whose with --bidder" in ran.err) == (2, True)
    ran = run("plan", root / HIGHWAYS, "--bidder", "Acme Highways", "-o", "plan.svg")
    assert (ran.code, "say what units cost with --costs" in ran.err) == (2, True)
    head = write().read_text(encoding="utf-8").partition("bids:")[0]
    Path("lots.yaml").write_text(head + LOTS, encoding="utf-8")
    ran = run("firm", "lots.yaml", "-o", "firm.svg")
    assert (ran.code, "say which with --lot" in ran.err) == (2, True)
    assert not [*Path().glob("*.svg")]
    ran = run("firm", "lots.yaml", "--lot", "North", "-o", "firm.svg")
    assert ran.code == 0, ran.err
    assert run("firm", root / HIGHWAYS, "--lot", "North").code == 2
