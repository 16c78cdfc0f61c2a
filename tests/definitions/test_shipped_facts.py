"""The National TOMs that are shipped: each figure equals a fact that may be, and no other is.

The facts lie beside the checkout, in ../shared/facts; where they do not, there is nothing to hold
the figures against, and the tests say so.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv
from socialvalue.registry.loading import places

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"
WITHHELD = re.compile(r"do not ship|suspect|not a national default", re.IGNORECASE)
"""Words of a note that say why a figure is not to be shipped as the national one."""
CONFIDENCE = ("inferred", "one-source", "two-sources")
"""From the least known to the best."""
EDITIONS = ("2019", "2020", "2022", "2026-light")

pytestmark = pytest.mark.skipif(
    not FACTS.is_dir(),
    reason=f"no folder of facts at {FACTS}, so no figure can be held to its fact",
)


def facts(edition: str) -> dict[str, dict[str, Any]]:
    """The facts of one edition by code, their numbers as they are written."""
    text = (FACTS / "national-toms.json").read_text(encoding="utf-8")
    rows = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return {each["code"]: each for each in rows if each["edition"] == edition}


def may_be_shipped(fact: dict[str, Any]) -> bool:
    """Whether a fact's figure is one, is not in conflict, and is not said to be suspect."""
    withheld = fact["confidence"] == "conflict" or WITHHELD.search(fact["note"] or "")
    return fact["proxy_gbp"] is not None and not withheld


def weaker(said: str) -> list[list[str]]:
    """What may be said of a figure: never that it is better known than it is."""
    return [[each] for each in CONFIDENCE[: CONFIDENCE.index(said.replace(" ", "-")) + 1]]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_measure_is_there_and_no_other(edition: str) -> None:
    """A measure that is left out cannot be offered; one that is made up would be believed."""
    assert set(sv.load("national-toms", edition=edition).measures) == set(facts(edition))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_is_its_fact_exactly(edition: str) -> None:
    """A figure that differs in its last digit from the publication is another figure."""
    framework = sv.load("national-toms", edition=edition)
    for code, fact in facts(edition).items():
        proxy = framework[code].proxy
        national = [each for each in (proxy.values if proxy else ()) if each.place is None]
        shipped = [each.value for each in national if each.value is not None]
        if may_be_shipped(fact):
            assert shipped == [fact["proxy_gbp"]], code
            assert [each.confidence for each in national] in weaker(fact["confidence"]), code
        else:
            assert shipped == [], code
            if fact["monetised"] is not None:
                assert bool(national) == fact["monetised"], code
            assert all(each.note for each in national), code


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_local_figure_is_its_fact(edition: str) -> None:
    """The regions' figures are those that were read, for the regions that were named."""
    names = {"Yorkshire & Humber": "Yorkshire and The Humber", "UK default": ""}
    known = facts(edition)
    for measure in sv.load("national-toms", edition=edition):
        local = (known[measure.code].get("localised_values") or {}).get("vintage_B", {})
        wanted = {names.get(name, name): value for name, value in local.items()}
        wanted.pop("", None)
        values = measure.proxy.values if measure.proxy else ()
        shipped = {places()[each.place].name: each.value for each in values if each.place}
        assert shipped == wanted, measure.code
