"""The notebooks as they are kept: what a reader downloads runs anywhere and holds nothing stale."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

NAMES = (
    "a-year-after-award", "how-sure", "offers-in-tables", "score-a-tender", "set-a-target",
    "write-a-plugin",
)  # fmt: skip


def test_every_notebook_is_on_the_page_twice(root: Path) -> None:
    """One that nobody is led to, or that can't be downloaded, was written for nobody."""
    folder = root / "docs" / "notebooks"
    assert sorted(each.stem for each in folder.glob("*.ipynb")) == sorted(NAMES)
    page = (folder / "index.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert page.count(f"({name}.ipynb)") == 1
        assert page.count(f"<{name}.ipynb>`") == 1
        assert re.search(rf"^{name}$", page, re.M)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs_and_paths(root: Path, name: str) -> None:
    """Outputs of another version are read as this one's, and a path of a machine runs nowhere."""
    text = (root / "docs" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    book = json.loads(text)
    code = [each for each in book["cells"] if each["cell_type"] == "code"]
    words = [each for each in book["cells"] if each["cell_type"] == "markdown"]
    assert len(code) >= 5
    assert len(words) >= 3
    assert words[0]["source"][0].startswith("# ")
    assert not any(each["outputs"] or each["execution_count"] for each in code)
    assert not re.search(r"/(home|root|work|Users|tmp)/|[A-Z]:\\\\", text)
    assert len({each["id"] for each in book["cells"]}) == len(book["cells"])
    assert "invented" in text
