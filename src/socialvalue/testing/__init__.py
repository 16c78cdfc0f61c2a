"""For those who test with this library: plug-ins held to the rules, assertions, strategies.

`check_plugin` holds a plug-in to all that must be so of every plug-in.  The assertions say what was
expected beside what was found.  The strategies draw what `evaluate` takes; importing this module
registers them, so that ``st.from_type(sv.Bid)`` works.  They need Hypothesis; the rest does not.

Example:
    >>> from socialvalue.testing import check_plugin
    >>> check_plugin("essex").label
    'essex@2024'
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from socialvalue.testing.assertions import (
    assert_base_untouched,
    assert_points,
    assert_replays,
    assert_valuation,
)
from socialvalue.testing.suite import Conformance, check_plugin, conformance

if TYPE_CHECKING or find_spec("hypothesis") is not None:
    from socialvalue.testing.strategies import (
        Procurement,
        bids,
        commitments,
        frameworks,
        laid,
        overlay_texts,
        overlays,
        plugin_texts,
        plugins,
        procurements,
        quantities,
        register,
        schemes,
        tenders,
    )

    register()
else:

    def __getattr__(name: str) -> object:
        """A strategy where Hypothesis is missing: one line says what to install."""
        if name in __all__:
            need = "needs Hypothesis: python -m pip install hypothesis"
            raise ImportError(f"socialvalue.testing.{name} {need}")
        raise AttributeError(f"module 'socialvalue.testing' has no attribute '{name}'")


__all__ = [
    "Conformance",
    "Procurement",
    "assert_base_untouched",
    "assert_points",
    "assert_replays",
    "assert_valuation",
    "bids",
    "check_plugin",
    "commitments",
    "conformance",
    "frameworks",
    "laid",
    "overlay_texts",
    "overlays",
    "plugin_texts",
    "plugins",
    "procurements",
    "quantities",
    "register",
    "schemes",
    "tenders",
]


def __dir__() -> list[str]:
    return list(__all__)
