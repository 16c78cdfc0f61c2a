"""A report with hostile texts in a browser: nothing of them runs, and all are read."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from tests.calculators.page.browser import Page
from tests.reports.invented import ON, contract

import socialvalue as sv
from socialvalue.contracts import Party

pytestmark = pytest.mark.slow
RUNS = "window.ran = 1"
TEXTS = (
    f"</script><script>{RUNS}</script>", f'<img src=x onerror="{RUNS}">', "=1+1\u202egnp.exe",
)  # fmt: skip


def test_what_suppliers_wrote_runs_nowhere(chromium: Page, tmp_path: Path) -> None:
    """A director opens what a supplier wrote: its script must not run there, filtered or not."""
    held = sv.contracts.open_register()
    for at, text in enumerate(TEXTS):
        made = contract(at)
        lines = [attrs.evolve(each, title=text, theme=text, owner="") for each in made.lines]
        made = attrs.evolve(
            made, title=text, directorate=text, suppliers=[Party(text)], lines=lines
        )
        held.add(made, by="procurement", on=made.starts)
        where = f"javascript:{RUNS}//@x"
        offer = sv.contracts.Offer(title=text, kind="space", unit="staff_hour", quantity=2,
                                   starts="2024-10-01", until="2026-03-31",
                                   ask_via=where)  # fmt: skip
        entry = held.offer(made.reference, offer, by="supplier", on="2024-10-01")
        held.show_offer(entry, by="supplier", on="2024-10-05")
    for source, name in ((held, "all"), (sv.contracts.exchange(held, on=ON), "offers")):
        file = tmp_path / f"{name}.html"
        sv.reports.write(source, file, on=ON, audience="public")
        chromium.open(file)
        chromium.run("[...document.querySelectorAll('a')].forEach((each) => each.click())")
        assert chromium.run("document.body.textContent.includes('</script><script>')")
        assert chromium.run("document.querySelectorAll('img').length") == 0
        assert chromium.run("typeof window.ran") == "undefined"
        assert "\u202e" not in chromium.run("document.body.textContent")
    chromium.open(tmp_path / "all.html")
    for name in ("directorate", "theme", "supplier"):
        box = f"document.getElementById('f-{name}')"
        shown = chromium.run(f"[...{box}.options].map((each) => each.textContent)")
        assert TEXTS[0] in shown
        assert len(shown) == 1 + len(TEXTS)
        for at in range(1, len(shown)):
            chromium.run(
                f"{{ {box}.selectedIndex = {at}; "
                f"{box}.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
            )
            assert chromium.run("document.getElementById('status').textContent")
            assert chromium.run("typeof window.ran") == "undefined"
