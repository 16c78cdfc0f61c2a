"""The community page, and what is found in notices: what is public, and nothing beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.notices.made import contract, release
from tests.reports.invented import ON, record

import socialvalue as sv
from socialvalue.errors import InputError


@pytest.fixture(scope="module")
def offered() -> Any:
    """A delivery record with two offers, of which one supplier agrees to show one."""
    return offered_record()


def offered_record() -> Any:
    """The invented council's, with two offers."""
    held = record()
    reference = next(iter(held.standing().contracts))
    told: dict[str, Any] = {
        "kind": "volunteer_time", "unit": "staff_hour", "quantity": 20, "starts": "2024-10-01",
        "until": "2026-03-31", "ask_via": "offers@norchester.example",
    }  # fmt: skip
    for title, show in (("Handyperson <b>", True), ("Hidden van", False)):
        entry = held.offer(
            reference,
            sv.contracts.Offer(title=title, **told),
            by="supplier", on="2024-10-01",
        )  # fmt: skip
        if show:
            held.show_offer(entry, by="supplier", on="2024-10-05")
    return held


def written(source: Any, path: Path, audience: str = "public", **said: Any) -> str:
    """A report as it is read back."""
    sv.reports.write(source, path, on=ON, audience=audience, **said)
    return path.read_text(encoding="utf-8")


def test_the_community_page_holds_what_is_shown_and_nothing_else(
    offered: Any, tmp_path: Path
) -> None:
    """An offer that its supplier has not agreed to show is in no byte of the page."""
    page = written(sv.contracts.exchange(offered, on=ON), tmp_path / "offers.html")
    assert "Handyperson &lt;b&gt;" in page
    assert "Hidden van" not in page
    assert "offers@norchester.example" in page
    (linked,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(linked)["@context"] == "https://schema.org"
    assert "<b>" not in linked
    assert "script-src &#39;none&#39;" in page
    asked = re.findall(r'<a href="(mailto:[^"]*)">', page)
    assert len(asked) == 2, "to ask, and to say whether it arrived"
    assert all(each.startswith("mailto:offers@norchester.example?subject=") for each in asked)
    assert "%3Cb%3E" in asked[0]
    assert page.index('<h2 id="place-1-heading">Anywhere</h2>') < page.index("<h3 id=")


def test_no_link_leads_to_what_is_no_address(offered: Any, tmp_path: Path) -> None:
    """A supplier who writes a script where a mailbox belongs must not run it at a charity."""
    held = record()
    reference = next(iter(held.standing().contracts))
    for where in ("javascript:alert(1)@x", "data:text/html,<b>", "https://a.example/?q=%22"):
        made = sv.contracts.Offer(
            title="Room", kind="space", unit="staff_hour", quantity=2, starts="2024-10-01",
            until="2026-03-31", ask_via=where,
        )  # fmt: skip
        entry = held.offer(reference, made, by="supplier", on="2024-10-01")
        held.show_offer(entry, by="supplier", on="2024-10-05")
    page = written(sv.contracts.exchange(held, on=ON), tmp_path / "a.html")
    assert re.findall(r'href="([^"#]*)"', page) == ["https://a.example/?q=%22"]
    assert "javascript:alert(1)@x" in page, "it is a text, and nothing else"


def test_offers_stand_in_all_contracts_too(offered: Any, tmp_path: Path) -> None:
    """A director who is asked what suppliers give looks in one place."""
    for audience in ("contract-team", "directors", "public"):
        page = written(offered, tmp_path / "all.html", audience)
        assert "Handyperson &lt;b&gt;" in page
        assert "Hidden van" not in page


def test_the_community_page_is_of_its_own_day(offered: Any, tmp_path: Path) -> None:
    """What was left in spring is not left in summer."""
    board = sv.contracts.exchange(offered, on="2024-10-06")
    with pytest.raises(InputError, match="SV1103"):
        written(board, tmp_path / "offers.html")


def test_what_cannot_be_said_of_several_contracts_is_said_once(register: Any) -> None:
    """Seventeen lines of one reason hide the eighteenth, of another."""
    report = sv.reports.make(register, on="2025-09-30", audience="contract-team", kind="notices")
    (said,) = (each.block.sentences for each in report.sections if each.key == "open")
    silent = [each for each in sv.notices.clocks(register, on="2025-09-30").questions
              if "entered into is not in the delivery record" in each]  # fmt: skip
    assert len(silent) == 17
    (one,) = (each for each in said if "entered into is not in the delivery record" in each)
    assert all(each.partition(":")[0] in one for each in silent)
    assert all(each.endswith(".") for each in said)


def test_notices_to_be_published_are_for_the_council(offered: Any, tmp_path: Path) -> None:
    """What a council has missed is not for it to be read out of a file of the public's."""
    found = written(offered, tmp_path / "due.md", "contract-team", kind="notices")
    assert "contract termination notice (section 80(1))" in found
    assert "not in the delivery record" in found
    with pytest.raises(InputError, match="SV1104"):
        written(offered, tmp_path / "due.md", kind="notices")


def test_what_was_found_in_public_notices_is_for_everybody(tmp_path: Path) -> None:
    """The table that a councillor reads is the one that the command prints."""
    checked = sv.notices.check(sv.notices.read(release("UK7", contract(agreedMetrics=None))))
    page = written(checked, tmp_path / "found.html")
    assert "1 notice checked: 1 error" in page
    assert "section 52" in page
    assert page.count("publish the indicators, or the reason why there are none") == 1
    nothing = written(sv.notices.check(sv.notices.read(release())), tmp_path / "none.md")
    assert "0 errors" in nothing
    assert "What was found" not in nothing
