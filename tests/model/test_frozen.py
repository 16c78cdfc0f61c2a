"""The frozen mapping: what a noun holds by name, and nobody can change afterwards."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.model.frozen import FrozenMap

tables = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=6)


@given(tables)
def test_it_is_the_mapping_it_was_made_from(table: dict[str, Any]) -> None:
    """What a council wrote is what its officers read back, in the same order."""
    held = FrozenMap(table)
    assert held == table
    assert list(held.items()) == list(table.items())
    assert len(held) == len(table)
    assert all(held[key] == value for key, value in table.items())


@given(tables)
def test_order_changes_neither_equality_nor_hash(table: dict[str, Any]) -> None:
    """Two files that say the same in another order are one and the same tender."""
    turned = FrozenMap(dict(reversed(table.items())))
    assert turned == FrozenMap(table)
    assert hash(turned) == hash(FrozenMap(table))


@given(tables)
def test_copies_are_equal(table: dict[str, Any]) -> None:
    """A record stored today compares with the one computed tomorrow."""
    held = FrozenMap(table)
    for again in (pickle.loads(pickle.dumps(held)), copy.deepcopy(held), copy.copy(held)):
        assert again == held
        assert hash(again) == hash(held)
        assert type(again) is FrozenMap


def test_a_change_of_the_source_changes_nothing() -> None:
    """Unit values handed to a tender stay those that every bidder was shown."""
    source = {"NT1": 1}
    held = FrozenMap(source)
    source["NT1"] = 2
    assert held["NT1"] == 1


def test_nothing_can_be_set_or_removed() -> None:
    """No later line of a script can move a figure after the bids are opened."""
    held: Any = FrozenMap({"NT1": 1})
    with pytest.raises(TypeError):
        held["NT1"] = 2
    with pytest.raises(TypeError):
        del held["NT1"]
    with pytest.raises(AttributeError, match="cannot change"):
        held._data = {}
    with pytest.raises(AttributeError, match="cannot change"):
        del held._data
    assert held == {"NT1": 1}


def test_a_missing_key_is_missing() -> None:
    """An unknown code is never a silent None."""
    with pytest.raises(KeyError):
        FrozenMap({"a": 1})["b"]
    assert "b" not in FrozenMap({"a": 1})


def test_it_says_what_it_is() -> None:
    """A person at a prompt sees the contents."""
    assert repr(FrozenMap({"a": 1})) == "FrozenMap({'a': 1})"
    assert FrozenMap() == {}
