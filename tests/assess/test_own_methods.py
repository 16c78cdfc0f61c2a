"""A council's own method in Python: what it may be, what it sees, and what it must give."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv


class Plain:
    """A class that is no attrs class."""

    READS = ("price",)

    def __init__(self, share: int) -> None:
        self.share = share

    def points(self, criterion: str, weight: Fraction, bids: Sequence[sv.Entry]) -> list[Fraction]:
        """All of them."""
        return [weight for _ in bids]


@attrs.define
class Changing(Plain):
    """One that can be changed after it was made."""

    share: int = 1


@attrs.frozen
class FirstWins:
    """All the points to whoever comes first."""

    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Sequence[sv.Entry]) -> list[Fraction]:
        """By place in the list, which is no rule."""
        return [weight if index == 0 else Fraction(0) for index, _ in enumerate(bids)]


@attrs.frozen
class Answers:
    """Whatever a function makes of the bids."""

    make: Any = attrs.field(eq=True)
    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Sequence[sv.Entry]) -> Any:
        """Its own answer."""
        return self.make(bids)


def reading(reads: Any) -> Any:
    """A frozen attrs class whose READS is this."""
    return attrs.frozen(type("Reads", (FirstWins,), {"READS": reads}))


def codes_of(make: Any) -> list[str]:
    """The codes of what a call is refused with."""
    with pytest.raises(sv.InputError) as caught:
        make()
    return [each.code for each in caught.value.problems]


def criterion(method: Any) -> sv.Criterion:
    """A criterion for all the points."""
    return sv.Criterion("it", 100, method)


def scored(make: SimpleNamespace, method: Any, *prices: int) -> sv.Evaluation:
    """Bids at these prices, scored by a method."""
    bids = [make.bid(bidder=f"B{n}", price=price) for n, price in enumerate(prices or (80, 100))]
    scheme = sv.Scheme([criterion(method)])
    return sv.evaluate(make.tender(), bids, make.framework(make.measure()), scheme)


@pytest.mark.parametrize("method", [Plain(5), Changing()])
def test_what_no_record_could_make_again_is_no_method(method: Any) -> None:
    """A decision that can never be replayed is refused before a bid is scored."""
    assert codes_of(lambda: criterion(method)) == ["SV755"]
    assert criterion(FirstWins()).method == FirstWins()


@pytest.mark.parametrize(
    "reads", ["value", 5, None, ("value", "colour"), ("v", "a"), (1,), [b"price"]]
)
def test_what_a_method_reads_is_a_list_of_known_words(reads: Any) -> None:
    """A text read by its letters would name nothing, and a bid without a price would be scored."""
    assert codes_of(lambda: criterion(reading(reads)())) == ["SV756"]
    for right in (("value",), ["price", "mark"], ("units",), ()):
        assert criterion(reading(right)()).method is not None


def test_a_name_means_one_method() -> None:
    """A replay would make the library's LowestPrice of a council's own of that name."""
    mine = attrs.frozen(type("LowestPrice", (FirstWins,), {}))
    assert codes_of(lambda: sv.Scheme([criterion(mine())])) == ["SV757"]
    two = [
        attrs.frozen(type("Twice", (FirstWins,), {"READS": (word,)})) for word in ("price", "mark")
    ]
    parts = [sv.Criterion(str(n), 50, each()) for n, each in enumerate(two)]
    assert codes_of(lambda: sv.Scheme(parts)) == ["SV757"]
    one = [sv.Criterion(str(n), 50, two[0]()) for n in range(2)]
    assert sv.Scheme(one).leaves


def test_no_method_is_called_as_a_noun_is() -> None:
    """Handed to a replay as methods=[…], a class called Bid would be taken for every bid."""
    for name in ("Bid", "Tender", "Place", "Criterion", "Scheme"):
        mine = attrs.frozen(type(name, (FirstWins,), {}))
        assert codes_of(lambda mine=mine: sv.Scheme([criterion(mine())])) == ["SV757"]


@attrs.frozen
class Weighted(FirstWins):
    """One with a parameter."""

    share: Any = 1


@attrs.frozen
class Hidden(FirstWins):
    """One that holds more than it is made from."""

    share: Any = attrs.field(default=1, init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "share", next(COUNT))


COUNT = itertools.count()


@pytest.mark.parametrize("method", [Weighted(0.5), Weighted([1]), Weighted({1}), Hidden()])
def test_a_method_that_no_record_gives_back_makes_no_record(
    make: SimpleNamespace, method: Any
) -> None:
    """A record that could not be replayed is not made: that is found today, and not in court."""
    result = scored(make, method, 3, 1)
    with pytest.raises(sv.RecordError) as caught:
        result.record()
    (problem,) = caught.value.problems
    assert problem.code == "SV826"
    assert type(method).__name__ in problem.message
    again = scored(make, Weighted("0.5"), 3, 1).record()
    assert sv.replay(json.loads(json.dumps(again)), methods=[Weighted]).same


def test_a_class_made_of_a_method_of_the_library_is_ones_own() -> None:
    """Its arithmetic is not the library's, so it is not scored by that, and it needs its own."""
    heir = attrs.frozen(type("Heir", (sv.LowestPrice,), {}))
    assert codes_of(lambda: criterion(heir())) == ["SV316"]


def test_the_order_of_bids_changes_no_winner(make: SimpleNamespace) -> None:
    """Whose envelope is opened first wins nothing, even where a method goes by the list."""
    held = make.framework(make.measure())
    scheme = sv.Scheme([criterion(FirstWins())])
    bids = [make.bid(bidder=name, price=price) for name, price in (("A", 3), ("B", 1), ("C", 2))]
    rankings = {
        sv.evaluate(make.tender(), order, held, scheme).ranking
        for order in itertools.permutations(bids)
    }
    assert rankings == {("B", "A", "C")}


@given(prices=st.lists(st.integers(1, 4), min_size=2, max_size=5))
def test_bids_that_are_alike_have_the_same_points(make: SimpleNamespace, prices: list[int]) -> None:
    """Of two equal offers none wins by its place in a list: the method is refused, or fair."""
    lowest_twice = prices.count(min(prices)) > 1
    if lowest_twice:
        assert codes_of(lambda: scored(make, FirstWins(), *prices)) == ["SV759"]
    else:
        assert str(scored(make, FirstWins(), *prices).results[0].points) == "100.00"


def _fails(_: Any) -> Any:
    raise ZeroDivisionError("division by zero")


def _falls(bids: Any) -> Any:
    return _falls(bids)


class _Rude:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


ANSWERS = {
    "raises": (_fails, "SV758", "the method Answers of 'it' failed: ZeroDivisionError: division"),
    "raises on the way": (lambda bids: (1 // 0 for _ in bids), "SV758", "ZeroDivisionError"),
    "too deep": (_falls, "SV758", "RecursionError"),
    "without end": (lambda _: itertools.repeat(1), "SV726", "more than 2 numbers for 2 bids"),
    "too few": (lambda _: [1], "SV726", "1 numbers for 2 bids"),
    "nothing": (lambda _: None, "SV726", "gave None"),
    "a text": (lambda _: "ab", "SV726", "gave 'a'"),
    "a float": (lambda _: [0.5, 1], "SV726", "the method Answers of 'it' gave 0.5"),
    "a huge int": (lambda _: [10**5000, 1], "SV726", "more digits than any record holds"),
    "a long fraction": (lambda _: [Fraction(1, 10**5000), 1], "SV726", "more digits"),
    "no words": (lambda _: [_Rude(), 1], "SV726", "gave a _Rude"),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_a_fault_of_a_method_is_told_with_its_name(make: SimpleNamespace, name: str) -> None:
    """Whatever a council's own code does, it ends in a problem that names it and the criterion."""
    answer, code, words = ANSWERS[name]
    with pytest.raises(sv.InputError) as caught:
        scored(make, Answers(answer))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message
    assert "Answers" in problem.message
    assert "'it'" in problem.message


def test_the_cause_stands_behind_it(make: SimpleNamespace) -> None:
    """Who wrote the method sees the line of it that failed."""
    with pytest.raises(sv.InputError) as caught:
        scored(make, Answers(_fails))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_method_that_is_fair_replays(make: SimpleNamespace) -> None:
    """What is accepted is recorded, and comes out the same."""
    result = scored(make, FirstWins(), 3, 1)
    record = json.loads(json.dumps(result.record()))
    again = sv.replay(record, methods=[FirstWins])
    assert (again.same, again.differences) == (True, ())
    assert again.ranking == ("B1", "B0")


@pytest.mark.parametrize(("bits", "taken"), [(3_000, True), (3_001, False)])
def test_points_of_as_many_digits_as_a_record_holds(
    make: SimpleNamespace, bits: int, taken: bool
) -> None:
    """Whatever a method gives can be written down and read back, or is refused at once."""
    small = Fraction(1, 2 ** (bits - 1))
    assert small.denominator.bit_length() == bits
    scheme = sv.Scheme([sv.Criterion("it", 100, Answers(lambda _: [small]))])
    bid = make.bid(price=1)
    if taken:
        found = sv.evaluate(make.tender(), bid, make.rich(), scheme)
        assert found["Acme"].exact["it"] == small
    else:
        with pytest.raises(sv.InputError, match=r"SV726.*more digits than any record holds"):
            sv.evaluate(make.tender(), bid, make.rich(), scheme)
