"""The same small frameworks that the engine is tested with."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """What makes small frameworks, tenders and bids."""
    path = Path(__file__).resolve().parent.parent / "engine" / "conftest.py"
    spec = spec_from_file_location("small_frameworks", path)
    assert spec is not None
    assert spec.loader is not None
    held = module_from_spec(spec)
    spec.loader.exec_module(held)
    found: SimpleNamespace = held.small()
    return found
