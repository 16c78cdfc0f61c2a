"""A tender file finds its set: by id, by id and edition, or by a path from its own folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.registry.tenders import read_tender_with_framework

TENDER = """\
schema: socialvalue/tender@1
title: Parks
framework: {framework}
contract_value: "100000"
{more}
bids:
  - bidder: Acme
    commitments:
      - {{measure: {measure}, {quantity}}}
"""


@pytest.fixture
def tender(tmp_path: Path) -> Callable[..., Path]:
    """Writes a tender file and gives its path."""

    def written(
        framework: str, more: str = "", measure: str = "NT10", quantity: str = 'weeks: "1"'
    ) -> Path:
        path = tmp_path / "deep" / "tender.yaml"
        path.parent.mkdir(exist_ok=True)
        text = TENDER.format(framework=framework, more=more, measure=measure, quantity=quantity)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def of(path: Path) -> sv.Framework:
    """The set that a tender file is read with."""
    return read_tender_with_framework(path)[2]


def code(path: Path) -> str:
    """The code of the one problem of a tender file, which stands at its `framework`."""
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    (found,) = caught.value.problems
    assert found.place == f"{path}:3:12"
    return found.code


def test_an_id_means_the_edition_in_force_on_the_day_of_the_notice(
    tender: Callable[..., Path],
) -> None:
    """The day of the notice decides which values and rules count, and not the day of the score."""
    found = of(tender("national-toms", "published: 2020-06-01"))
    assert (found.label, found.on) == ("national-toms@2020", date(2020, 6, 1))
    found = of(tender("national-toms", "published: 2022-06-01"))
    assert (found.label, found.on) == ("national-toms@2022", date(2022, 6, 1))


def test_an_edition_that_is_named_is_taken_on_any_day(tender: Callable[..., Path]) -> None:
    """A buyer may use an older edition: it is warned about when it is valued, never refused."""
    path = tender("national-toms@2020", "published: 2023-06-01")
    found = of(path)
    assert (found.label, found.on) == ("national-toms@2020", date(2023, 6, 1))
    read, bids = sv.read_tender(path)
    assert "SV603" in {each.code for each in sv.value(read, bids[0], found).warnings}


def test_without_a_day_nothing_is_dated(tender: Callable[..., Path]) -> None:
    """A tender without a notice has no day: the edition must be plain without it."""
    assert of(tender("national-toms@2022")).on is None
    assert of(tender("essex", quantity='weeks: "1"')).on is None
    assert code(tender("national-toms")) == "SV402"


def test_a_set_of_one_edition_is_taken_even_before_it_was_in_force(
    tender: Callable[..., Path],
) -> None:
    """There is nothing to choose between: the valuation warns of the day."""
    found = of(tender("essex", "published: 2021-06-01"))
    assert (found.label, found.on) == ("essex@2024", date(2021, 6, 1))


def test_a_day_between_editions_is_no_choice(tender: Callable[..., Path]) -> None:
    """Which of two editions was meant in a gap between them, nobody guesses."""
    assert code(tender("national-toms", "published: 2021-06-01")) == "SV402"


def test_unknown_names_and_editions(tender: Callable[..., Path]) -> None:
    """A slip in the name of the set is told where it stands."""
    assert code(tender("national-tom")) == "SV401"
    assert code(tender("national-tom", "published: 2020-06-01")) == "SV401"
    assert code(tender("national-toms@2021")) == "SV403"
    assert code(tender("./nowhere")) == "SV101"
    assert code(tender("../deep")) == "SV221"


def test_a_path_is_taken_from_the_folder_of_the_tender(
    tender: Callable[..., Path],
    write: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A tender and its set are sent together: they are found wherever the reader stands."""
    folder = write("mine")
    line = "published: 2024-08-01"
    for name in ("../mine", str(folder), "../mine/framework.yaml"):
        path = tender(name, line, "DM1", 'fte: "1"')
        for here in (tmp_path, tmp_path / "deep", Path("/")):
            monkeypatch.chdir(here)
            found = of(path)
            assert (found.label, found.on) == ("demo@2024", date(2024, 8, 1))
    monkeypatch.chdir(tmp_path / "deep")
    assert of(Path("tender.yaml")).label == "demo@2024"


def test_faults_of_the_set_and_of_the_tender_are_told_together(
    tender: Callable[..., Path], write: Callable[..., Path]
) -> None:
    """Both files are mended in one go, each at its own lines."""
    write("mine", ("coverage: partial", "coverage: some"))
    path = tender("../mine", "years: two", "DM1", 'fte: "1"')
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    assert {(Path(each.file).name, each.code) for each in caught.value.problems} == {
        ("framework.yaml", "SV205"), ("tender.yaml", "SV301"),
    }  # fmt: skip


def test_a_file_of_another_kind_is_no_tender(write: Callable[..., Path]) -> None:
    """A framework that is scored by mistake is told to be a framework."""
    path = write("mine") / "framework.yaml"
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("SV111", f"{path}:1:9")
    assert found.hint == "here stands one of: socialvalue/tender@1"
