"""A set is read without its worked examples, which are read when they are checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.assess.checking.cases import check_cases
from socialvalue.registry.discovery import measures_root


@pytest.mark.parametrize("name", ["frameworks/national-toms/2022", "plugins/essex"])
@pytest.mark.parametrize(
    "spoilt", ["\ncases: 5\n", "\ncases:\n  - {titel: x}\n", "\ncases:\n\t- x\n"]
)
def test_a_broken_example_stops_no_tender(name: str, spoilt: str, tmp_path: Path) -> None:
    """Examples say nothing of what a set means; whoever checks the set is told of them."""
    folder = tmp_path / "set"
    shutil.copytree(measures_root() / name, folder)
    whole = sv.load(measures_root() / name)
    (folder / "cases.yaml").write_text(f"schema: socialvalue/cases@1{spoilt}", encoding="utf-8")
    held = sv.load(folder)
    assert held.sha256 == whole.sha256
    assert check_cases(folder, held).problems


def test_a_file_that_does_not_say_what_it_is_is_still_read(tmp_path: Path) -> None:
    """Only what is known to be examples is left; anything else might be part of the set."""
    folder = tmp_path / "set"
    shutil.copytree(measures_root() / "frameworks/national-toms/2022", folder)
    (folder / "cases.yaml").write_text("schema: socialvalue/case@1\n", encoding="utf-8")
    with pytest.raises(sv.DefinitionError, match="SV111"):
        sv.load(folder)
