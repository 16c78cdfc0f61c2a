"""The names of the page, as they are printed there."""

from __future__ import annotations

from tests.notices.made import contract, release
from tests.notices.test_drafts import register

import socialvalue as sv


def test_the_page_of_notices_is_as_printed() -> None:
    """A program outside this repository calls these names, and stops where one is missing."""
    notices = sv.notices.read(release())
    assert (notices[0].kind, notices[0].ocid) == ("UK7", "ocds-h6vhtk-000001")
    begun = sv.notices.tender_from(notices[0])
    assert begun.tender is None
    assert begun.absent
    assert begun.unread == ()
    bare = sv.notices.read(release("UK7", contract(agreedMetrics=None)))
    (found,) = sv.notices.check(bare).findings
    assert (found.code, found.section, found.where) == ("SV1211", "section 52", "1/contracts/0")
    assert "gives no reason" in found.message
    held = register()
    draft = sv.notices.draft(held, "NCC-7", "UK7")
    assert {each.code for each in draft.problems} == {"SV1241"}
    assert draft.problems[0].message == "the draft lacks the number of the process (ocid)"
    assert "UK7" in draft.text
    assert draft.to_json().startswith("{")
    assert "VCALENDAR" in sv.notices.clocks(held, on="2026-12-31").to_ics()
    assert sv.notices.thread(held, "NCC-7/1").steps
