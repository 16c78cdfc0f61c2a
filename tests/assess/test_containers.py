"""What is looked up by name: `in`, iteration, `[]` and `len` say the same of every container."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

TOMS = sv.load("national-toms", edition="2022")
PRICE = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
                   sv.Criterion("quality", 40, sv.PanelMark(out_of=5))])  # fmt: skip
QUALITY = sv.Scheme([sv.Criterion("price", 40, sv.LowestPrice()),
                     sv.Criterion("quality", 60, sv.PanelMark(out_of=5))])  # fmt: skip
TENDER = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
BIDS = [sv.Bid("Acme", price=90_000, marks={"quality": 4},
               commitments=[TOMS.commit("NT29", sv.hours(500))]),
        sv.Bid("Brook", price=10_000, marks={"quality": 5})]  # fmt: skip
LOTS = sv.Tender("Parks", contract_value=100_000, published="2022-07-01", lots=[
    sv.Lot("north", contract_value=60_000), sv.Lot("south", contract_value=40_000)])  # fmt: skip


def evaluation() -> sv.Evaluation:
    """Two bids under one scheme."""
    return sv.evaluate(TENDER, BIDS, TOMS, PRICE)


def in_lots() -> sv.LotsEvaluation:
    """The same bidder in two lots."""
    bids = [sv.Bid("Acme", price=9, marks={"quality": 4}, lot=lot) for lot in ("north", "south")]
    return sv.evaluate_lots(LOTS, bids, TOMS, PRICE)


CONTAINERS: dict[str, tuple[Callable[[], Any], tuple[Any, ...], Any]] = {
    "Evaluation": (evaluation, ("Brook", "Acme"), "Cedar"),
    "Replay": (lambda: sv.replay(evaluation().record()), ("Brook", "Acme"), "Cedar"),
    "LotsEvaluation": (in_lots, ("north", "south"), "east"),
    "LotsReplay": (lambda: sv.replay_lots(in_lots().record()), ("north", "south"), "east"),
    "SchemeComparison": (
        lambda: sv.compare_schemes(TENDER, BIDS, TOMS, {"one": PRICE, "two": QUALITY}),
        ("one", "two"),
        "three",
    ),
    "EffectiveWeights": (lambda: evaluation().effective_weights(), ("price", "quality"), "time"),
    "Framework": (lambda: TOMS, tuple(each.code for each in TOMS), "NT999"),
    "Index": (
        lambda: sv.load_index("gdp-deflator"),
        tuple(sv.load_index("gdp-deflator").series),
        "never",
    ),
    "Flags": (lambda: evaluation().flags(one_line="0.1"), (0, 1), 9),
    "FrameworkDiff": (
        lambda: sv.diff("national-toms@2020", "national-toms@2022"),
        tuple(range(len(sv.diff("national-toms@2020", "national-toms@2022").entries))),
        100_000,
    ),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_all_four_say_the_same(name: str) -> None:
    """'Acme' in result was False while result['Acme'] had 92 points: a script left the bid out."""
    make, keys, nobody = CONTAINERS[name]
    held = make()
    assert type(held).__name__ == name
    assert len(held) == len(keys) == len([*held])
    for key, each in zip(keys, held, strict=True):
        assert held[key] is each or held[key] == each
        assert each in held
        assert isinstance(key, int) or key in held
    assert nobody not in held
    assert object() not in held
    assert None not in held
    with pytest.raises((sv.SocialValueError, IndexError)):
        held[nobody]


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_copy_holds_the_same(name: str) -> None:
    """What comes back from another process is asked the same way."""
    make, keys, _ = CONTAINERS[name]
    held = make()
    for again in (copy.copy(held), pickle.loads(pickle.dumps(held))):
        assert len(again) == len(keys)
        assert isinstance(keys[0], int) or keys[0] in again


def test_a_file_that_was_checked_is_one_of_those(root: Path) -> None:
    """The findings of a folder are gone through and asked alike."""
    found = sv.check(root / "docs" / "examples" / "highways" / "tender.yaml")
    assert [*found] == [found[0]]
    assert found[0] in found
    assert len(found) == 1


def containers() -> list[type]:
    """Every public class that has at least one of the four."""
    four = ("__getitem__", "__iter__", "__contains__")
    kinds = [getattr(sv, name) for name in sv.__all__]
    return [each for each in kinds if isinstance(each, type) and not issubclass(each, (str, tuple))
            and any(hasattr(each, one) for one in four)]  # fmt: skip


def test_no_public_class_has_only_some_of_them() -> None:
    """`[]` without iteration makes `in` ask for the keys 0, 1, 2, and raise SV312 for the first."""
    found = containers()
    assert sv.Evaluation in found
    for kind in found:
        for one in ("__getitem__", "__iter__", "__len__"):
            assert hasattr(kind, one), (kind, one)
