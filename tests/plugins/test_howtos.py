"""The how-tos on plug-ins: each example can be put into a plug-in as it stands, and is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import socialvalue as sv
from socialvalue.assess.before.policy import POLICY_CODES, policy_cautions

PAGES = ("adopt", "switch-off", "rename", "localise", "measures", "policy")
BASE = {
    "schema": "socialvalue/plugin@1",
    "id": "barsetshire",
    "edition": "2026",
    "title": "Barsetshire",
    "licence": "OGL-UK-3.0",
    "rights": "Made up by a test.",
    "adopts": [{"framework": "national-toms", "edition": "2022", "measures": "all"}],
}


def examples(root: Path, page: str) -> list[str]:
    text = (root / "docs" / "howto" / f"plugin-{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M)


def loaded(block: str, folder: Path) -> sv.Framework:
    """A plug-in that says nothing but what the example says."""
    keys = set(re.findall(r"^([a-z_]+):", block, re.M))
    rest = yaml.safe_dump({key: each for key, each in BASE.items() if key not in keys})
    (folder / "plugin.yaml").write_text(rest + block, encoding="utf-8")
    return sv.load(folder)


@pytest.mark.parametrize("page", PAGES)
def test_every_example_is_read(root: Path, tmp_path: Path, page: str) -> None:
    """What an officer copies from the page is right as it stands."""
    found = examples(root, page)
    assert found
    for number, block in enumerate(found):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert len(loaded(block, folder)) > 0, block


def test_what_the_pages_promise(root: Path, tmp_path: Path) -> None:
    """A page that says which figure wins must be right about it."""
    essex_like = loaded(examples(root, "localise")[1], tmp_path)
    assert str(essex_like.unit_value("NT1", on="2026-05-01", place="E07000041")) == "33100.00"
    assert str(essex_like.unit_value("NT1", on="2026-05-01")) == "29750.00"
    renamed = loaded(examples(root, "rename")[0], tmp_path)
    assert renamed["BAR10"].name == "BAR10 (NT10)"
    off = loaded(examples(root, "switch-off")[0], tmp_path)
    assert off["NT31"].switched_off == "Carbon is assessed under the quality criteria."
    policy = loaded(examples(root, "policy")[0], tmp_path).policy
    assert str(policy.target(on="2025-01-01")) == "0.15"
    assert str(policy.target(on="2026-05-01")) == "0.20"


def test_a_switched_off_measure_still_stands_before_the_weaker(root: Path, tmp_path: Path) -> None:
    """The page on switching off says so: nothing is counted by a back door."""
    block = "switch_off: [{code: NT19, why: It does not fit.}]\n"
    framework = loaded(block, tmp_path)
    tender = sv.Tender(
        "T", contract_value=1000, published="2026-05-01", unit_values={"NT18": "1", "NT19": "1"}
    )
    offers = [
        framework.commit("NT18", sv.gbp(100), activity="hire"),
        framework.commit("NT19", sv.gbp(100), activity="hire"),
    ]
    refused = sv.value(tender, sv.Bid("A", commitments=offers), framework).refused
    words = {line.measure: {each.code for each in line.refusals} for line in refused}
    assert "SV509" in words["NT19"]
    assert "NT18" in words


def warned(policy: sv.Framework, scheme: sv.Scheme | None = None, **said: Any) -> set[str]:
    """The warnings on policy of a tender, and of a bid of £1 with words."""
    tender = sv.Tender("T", **{"contract_value": 500_000, "published": "2026-05-01"} | said)
    bid = sv.Bid("A", price=1, commitments=[policy.commit("NT28", sv.gbp(1))])
    found = [*policy_cautions(tender, policy, scheme), *sv.value(tender, bid, policy).warnings]
    return {each.code for each in found} & POLICY_CODES


def test_what_the_page_on_policy_promises(root: Path, tmp_path: Path) -> None:
    """Each rule of the page is told as the page says, and by the code that it names."""
    (
        least, shortlist, both, bounds, kinds, leaving_out, considered, themed, returning, looking,
        signed, exchange, declined,
    ) = [loaded(block, tmp_path) for block in examples(root, "policy")[1:14]]  # fmt: skip
    assert warned(least) == {"SV617"}
    assert warned(shortlist) == {"SV614"}
    assert warned(shortlist, shortlist=["NT28"]) == {"SV613"}
    assert warned(both, pounds_only(10)) == {"SV615", "SV618"}
    assert warned(bounds, shortlist=["NT28"], contract_value=99_999) == {"SV610"}
    assert warned(bounds, shortlist=["NT28"], contract_value=100_000) == set()
    assert warned(bounds, shortlist=["NT28"], contract_value="100_000.01") == {"SV613"}
    assert warned(bounds, pounds_only(10), shortlist=["NT1"], contract_value=1_000_000) == set()
    assert warned(bounds, pounds_only(10), shortlist=["NT1"], contract_value=1_000_001) == {"SV611"}
    assert warned(kinds) == {"SV631"}
    assert warned(kinds, category="works") == {"SV610"}
    assert warned(kinds, category="services") == set()
    assert warned(leaving_out, pounds_only(10)) == {"SV611"}
    waived = sv.Waiver("consider", why="checklist: nothing in scope", by="procurement manager")
    bare = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    small = {"contract_value": 25_001}
    assert "SV633" in warned(considered, bare, **small)
    assert "SV633" not in warned(considered, bare, **small, waivers=[waived])
    assert "SV633" not in warned(considered, bare, contract_value=25_000)
    assert warned(themed, pounds_only(10)) == {"SV632"}
    assert [each.every for each in returning.policy.returns] == [3]
    (look,) = looking.policy.second_looks
    assert {key: str(each) for key, each in look.asked.items()} == {
        "above": "50000",
        "one_in": "10",
    }
    for by, codes in (("A. Smith, Head of procurement", set()), ("A. Smith", {"SV619"})):
        assert warned(signed, switch_off=[sv.SwitchOff("NT31", "ours", by=by)]) == codes
    for by, codes in (("leader of the council, in writing", set()), ("the buyer", {"SV619"})):
        assert warned(signed, waivers=[sv.Waiver("themes", why="salt", by=by)]) == codes
    assert exchange.policy.on("2026-05-01").exchange.measures == ("NT29", "NT15")  # type: ignore[union-attr]
    assert declined.policy.targets == ()
    assert declined.scheme is not None


def pounds_only(points: int) -> sv.Scheme:
    social = sv.Criterion("social value", points, sv.RelativeToHighest())
    return sv.Scheme([sv.Criterion("price", 100 - points, sv.LowestPrice()), social])
