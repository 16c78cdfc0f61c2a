"""What a tender names of its set is held against it by one rule, at reading and at scoring."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

import socialvalue as sv

ESSEX = sv.load("essex", on="2022-07-01")
"""It gives NT1 a code of its own, ECC1, and NT44 is only reported."""

PRICE = {"name": "price", "points": "60", "method": "lowest_price"}
TARGET = {"method": "against_target", "cap": "1"}
OFF = {"why": "it does not fit", "by": "director"}
CODES = ("NT1", "ECC1", "NT4", "NT44", "NT99", "nt1")


def written(folder: Path, *, scored: dict[str, Any] = TARGET, **said: Any) -> Path:
    """A tender file under Essex with these details."""
    held = {
        "schema": "socialvalue/tender@1",
        "title": "Parks",
        "framework": "essex",
        "contract_value": {"initial": "500000"},
        "published": "2022-07-01",
        "target": "0.20",
        "scheme": {"criteria": [PRICE, {"name": "social value", "points": "40", **scored}]},
        "bids": [{"bidder": "Acme", "price": "400000"}],
        **said,
    }
    path = folder / "tender.yaml"
    path.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    return path


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, each in enumerate(lines, 1) if words in each)


def menu(**points: str) -> dict[str, Any]:
    return {"scored": {"method": "points_menu", "required": "10", "menu": points}}


@pytest.mark.parametrize(
    ("said", "code", "at"),
    [
        ({"unit_values": {"NT1": "1", "ECC1": "2"}}, "SV222", "ECC1"),
        ({"unit_values": {"NT44": "1"}}, "SV317", "NT44"),
        ({"shortlist": ["ECC1", "NT4", "NT1"]}, "SV222", "- NT1"),
        ({"switch_off": [{"code": "NT1", **OFF}, {"code": "ECC1", **OFF}]}, "SV222", "ECC1"),
        (menu(NT1="2", ECC1="3"), "SV222", "social value"),
        (menu(NT99="2"), "SV209", "social value"),
        ({"scored": {**TARGET, "weight_value": {"jbs": "2"}}}, "SV723", "social value"),
    ],
)
def test_a_file_that_is_read_is_not_refused_for_its_codes(
    tmp_path: Path, said: dict[str, Any], code: str, at: str
) -> None:
    """A file that was read without a word, and failed when the bids had come in."""
    path = written(tmp_path, **said)
    with pytest.raises(sv.DefinitionError) as caught:
        sv.read_tender(path)
    assert [(each.code, each.line) for each in caught.value.problems] == [(code, line_of(path, at))]
    assert [each.code for each in sv.check(path).problems] == [code]


def named(part: str, codes: tuple[str, ...]) -> Any:
    """The codes as a part of a tender holds them, in a file and in Python."""
    if part == "unit_values":
        return dict.fromkeys(codes, "1")
    return list(codes) if part == "shortlist" else [{"code": each, **OFF} for each in codes]


def in_python(part: str, codes: tuple[str, ...]) -> Any:
    return (
        [sv.SwitchOff(each, **OFF) for each in codes]
        if part == "switch_off"
        else named(part, codes)
    )


@pytest.mark.parametrize("part", ["unit_values", "shortlist", "switch_off"])
def test_reading_and_scoring_find_the_same(tmp_path: Path, part: str) -> None:
    """Whichever way a tender comes in, the same is wrong with its codes, in the same words."""
    seen = set()
    for codes in (*permutations(CODES, 1), *permutations(CODES, 2)):
        tender = sv.Tender(
            "Parks", contract_value=500_000, published="2022-07-01", target="0.20",
            **{part: in_python(part, codes)},
        )  # fmt: skip
        by_scoring: list[tuple[str, str]] = []
        try:
            sv.value(tender, sv.Bid("Acme"), ESSEX)
        except sv.InputError as error:
            by_scoring = [(each.code, each.message) for each in error.problems]
        by_reading: list[tuple[str, str]] = []
        try:
            sv.read_tender(written(tmp_path, **{part: named(part, codes)}))
        except sv.DefinitionError as error:
            by_reading = [(each.code, each.message) for each in error.problems]
        assert sorted(by_reading) == sorted(by_scoring), codes
        seen |= {code for code, _ in by_reading} or {"none"}
    assert seen == {"none", "SV209", "SV222"} | ({"SV317"} if part == "unit_values" else set())
