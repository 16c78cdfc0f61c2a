"""The lock of published editions: a new one is added, one that has changed is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import socialvalue as sv
from socialvalue.registry.editions import (
    Edition,
    changes,
    edition_of,
    extended,
    read_lock,
    shipped_editions,
)


def test_every_shipped_edition_can_be_locked() -> None:
    """A score of last year must mean the same next year: each edition has a line of its own."""
    editions = shipped_editions()
    labels = [each.label for each in editions]
    assert labels == sorted(labels)
    assert {"national-toms@2020", "national-toms@2022", "essex@2024"} <= set(labels)
    text = extended("", editions)
    assert read_lock(text) == {each.label: each for each in editions}
    assert extended(text, editions) == text


def test_a_new_edition_is_added_and_the_others_stay(write: Callable[..., Path]) -> None:
    """Publishing adds a line; it touches no other."""
    first, second = Edition("a@1", "framework", "00"), edition_of(write("mine"))
    text = extended("", [first])
    assert read_lock(extended(text, [first, second])) == {"a@1": first, "demo@2024": second}
    assert second.sha256 == sv.load(write("mine")).sha256


def test_an_edition_that_changed_or_is_gone_is_refused(write: Callable[..., Path]) -> None:
    """An erratum is a new revision: a published figure never changes under its old name."""
    before = edition_of(write("mine"))
    tidied = edition_of(write("tidied", ("title: Demo", "# tidied up\ntitle: Demo")))
    changed = edition_of(write("changed", ("title: Demonstration", "title: Another")))
    lock = extended("", [before, Edition("gone@1", "framework", "00")])
    assert tidied == before
    with pytest.raises(sv.InputError) as caught:
        extended(lock, [changed])
    assert {each.code for each in caught.value.problems} == {"SV410"}
    assert [each.message for each in caught.value.problems] == [
        "demo@2024 is published, and its meaning has changed",
        "gone@1 is published, and it is no longer here",
    ]
    assert list(changes(read_lock(lock), read_lock(lock))) == []


def test_the_line_of_a_plugin_is_of_its_own_file(plugin: Callable[..., Path]) -> None:
    """A plug-in's own words are locked; what it lies over has a line of its own."""
    one = edition_of(plugin("mine"))
    two = edition_of(plugin("mine", "2025"))
    assert (one.label, one.kind) == ("mine@2024", "plugin")
    assert one.sha256 != two.sha256
    assert one.sha256 != sv.load(plugin("other")).sha256
    assert str(one) == f"mine@2024 plugin {one.sha256}"
