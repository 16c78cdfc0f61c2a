"""What all tests share: the checkout's paths, a clean environment, Hypothesis's patience."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# A machine is slow by turns, so no example has a deadline.  CI judges the change and not the day's
# luck, so there the examples are the same every time; everyone else's runs look for new ones.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", patient)
settings.register_profile("ci", patient, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def no_leftovers() -> None:
    """No setting of the person who runs the tests decides how they come out."""
    for name in (
        "SOCIALVALUE_NO_PLUGINS",
        "SOCIALVALUE_THREADS",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
    ):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds README.md, docs/ and tests/; with a wheel it holds no src/."""
    return ROOT


@pytest.fixture(scope="session")
def example_tender(root: Path) -> Path:
    """The tender that the README and the tutorial score."""
    return root / "docs" / "examples" / "highways" / "tender.yaml"
