"""How large a record may be: refused in words before anything is computed from it."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from tests.pace import at_most

import socialvalue as sv
from socialvalue.assess.records.bounds import MOST_DEPTH, MOST_VALUES, check_bounds
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place


@pytest.fixture(scope="module")
def record(make: SimpleNamespace) -> dict[str, Any]:
    """A small record."""
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bid = make.bid(price="10", bidder="Acme")
    return sv.evaluate(make.tender(), bid, make.framework(make.measure()), scheme).record()


def sealed(record: dict[str, Any]) -> dict[str, Any]:
    """A record whose hashes were all made anew."""
    content = {key: each for key, each in record.items() if key not in ("hashes", "sha256")}
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


def nested(levels: int) -> Any:
    """Lists inside lists."""
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


def places_in(record: dict[str, Any], value: Any) -> Iterator[dict[str, Any]]:
    """The record with a value at places where another belongs, hashed anew."""
    yield sealed({**record, "note": value})
    yield sealed({**record, "warnings": [value]})
    yield sealed({**record, "tender": {"data": value, "shared": []}})
    framework = record["framework"]
    for key in ("title", "sources", "policy", "scheme"):
        data = {**framework["data"], key: value}
        yield sealed({**record, "framework": {**framework, "data": data}})
    (bid,) = record["bids"]
    yield sealed({**record, "bids": [{**bid, "shared": [value]}]})


def code_of(record: Any) -> str:
    """The code with which a record is refused."""
    with pytest.raises(sv.RecordError) as caught:
        sv.replay(record)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.code


def test_a_record_hashed_anew_is_no_deeper_than_any(record: dict[str, Any]) -> None:
    """Nested 700 deep, wherever, it ends in words: no traceback reaches a court's clerk."""
    assert sv.replay(sealed(record)).same
    for deep in places_in(record, nested(700)):
        assert code_of(deep) == "SV820"


def test_a_number_without_end_is_refused(record: dict[str, Any]) -> None:
    """Python turns no number of over 4,300 digits into text, so it is refused before it tries."""
    held = {**record, "note": 10**5000}
    assert code_of({**held, "hashes": {}, "sha256": ""}) == "SV820"
    for key in ("results", "bids", "warnings"):
        assert code_of({**record, key: [10**5000]}) == "SV820"


@pytest.mark.parametrize("value", [1.5, float("nan"), float("inf"), {1, 2}, b"x", object()])
def test_what_no_record_holds_is_refused(record: dict[str, Any], value: Any) -> None:
    """Amounts are texts, so a float in a record was put there by somebody else."""
    assert code_of({**record, "note": value}) == "SV801"


def test_a_list_that_holds_itself_is_refused(record: dict[str, Any]) -> None:
    """A circle has no end that could be hashed."""
    circle: list[Any] = []
    circle.append(circle)
    assert code_of({**record, "warnings": circle}) == "SV820"


def test_a_small_thing_that_unfolds_is_refused(record: dict[str, Any]) -> None:
    """Ten lists of ten lists …: few bytes in memory, and more values than any record has."""
    found: Any = []
    for _ in range(12):
        found = [found] * 10
    with at_most(10):
        assert code_of({**record, "warnings": found}) == "SV820"


def test_the_bounds_are_those_that_are_stated() -> None:
    """What is just within passes, what is just beyond does not."""
    within: Any = {"a": nested(MOST_DEPTH - 2)}
    check_bounds(within)
    with pytest.raises(sv.RecordError, match=f"SV820 .*{MOST_DEPTH} levels"):
        check_bounds({"a": nested(MOST_DEPTH - 1)})
    check_bounds({"a": [0] * (MOST_VALUES - 2)})
    with pytest.raises(sv.RecordError, match=r"SV820 .*1,000,000 values"):
        check_bounds({"a": [0] * (MOST_VALUES - 1)})


def test_looking_costs_little_memory() -> None:
    """A record at the bound is looked through without a second copy of it."""
    held = {"a": [[] for _ in range(100_000)]}
    tracemalloc.start()
    check_bounds(held)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


@pytest.mark.parametrize("where", ["bidder", "title", "note", "activity"])
def test_half_a_character_is_refused_where_it_is_typed(make: SimpleNamespace, where: str) -> None:
    """A name cut in the middle of a sign stops the evaluation at once, and not its record later."""
    held, half = make.framework(make.measure()), "Acme \ud83d"
    typed: dict[str, Callable[[], object]] = {
        "title": lambda: make.tender(title=half),
        "note": lambda: make.tender(note=half),
        "bidder": lambda: sv.Bid(half),
        "activity": lambda: make.offered(held, "M1", 1, activity=half),
    }
    with pytest.raises(sv.InputError) as caught:
        typed[where]()
    (problem,) = caught.value.problems
    assert problem.code == "SV228"
    assert where in problem.where
    problem.message.encode()


def test_half_a_character_is_refused_when_a_record_is_read(record: dict[str, Any]) -> None:
    """JSON can spell it; a record cannot hold it."""
    text = json.dumps(record).replace("Acme", "Acme\\ud83d")
    assert code_of(sealed(json.loads(text))) == "SV821"


def test_a_file_whose_name_is_no_text_is_still_recorded(make: SimpleNamespace) -> None:
    """A name of a file in another encoding stops no decision from being kept."""
    from socialvalue.spans import Span

    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    tender = attrs.evolve(make.tender(), span=Span("folder/t\udcff.yaml", 1, 1))
    held = make.framework(make.measure())
    record = sv.evaluate(tender, make.bid(price=10), held, scheme).record()
    assert record["tender"]["data"]["span"] == {"$at": ["t?.yaml", 1, 1]}
    assert sv.replay(record).same


def test_no_place_lies_in_an_endless_tower(make: SimpleNamespace) -> None:
    """Every line looks through the places around it, so a record with a tower of them hangs."""
    tower = {str(n): Place(str(n), "x", "x", str(n + 1)) for n in range(300)}
    places = FrozenMap({**tower, "300": Place("300", "x", "x")})
    held = make.framework(make.measure(), places=places)
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    bid = make.bid(price=10)
    high = sv.evaluate(make.tender(place="0"), bid, held, scheme).record()
    assert code_of(high) == "SV820"
    assert sv.replay(sv.evaluate(make.tender(place="290"), bid, held, scheme).record()).same
