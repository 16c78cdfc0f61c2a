"""Where a thing was written: for messages as the user named it, for papers as on any machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.spans import Span, portable

parts = st.text(st.sampled_from("ab.é \\/:~"), max_size=8)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("", ""),
        ("tender.yaml", "tender.yaml"),
        ("./tender.yaml", "tender.yaml"),
        ("../sets/mine/measures.yaml", "measures.yaml"),
        ("/home/someone/a b/tender.yaml", "tender.yaml"),
        ("C:\\Users\\Someone\\tender.yaml", "tender.yaml"),
        ("\\\\server\\share\\tender.yaml", "tender.yaml"),
        ("measures/plugins/essex/plugin.yaml", "measures/plugins/essex/plugin.yaml"),
        ("measures/places.yaml", "measures/places.yaml"),
        ("measures/mine/plugin.yaml", "plugin.yaml"),
        ("/opt/measures/plugins/essex/plugin.yaml", "plugin.yaml"),
        ("measures/plugins/../../secret/plugin.yaml", "plugin.yaml"),
        ("folder/t\udcff.yaml", "t?.yaml"),
    ],
)
def test_a_file_is_named_as_on_any_machine(file: str, name: str) -> None:
    """A paper that is attached tells nobody in which folders an officer keeps her files."""
    assert portable(file) == name
    assert Span(file, 3, 4).portable == Span(name, 3, 4)


@given(folder=parts, name=st.text(st.sampled_from("ab.é"), min_size=1, max_size=5))
def test_no_folder_stays_and_the_name_does(folder: str, name: str) -> None:
    """Whatever lies before the last slash is of this machine; naming twice is naming once."""
    found = portable(f"{folder}/{name}")
    assert found == name
    assert portable(found) == found
