"""Past contracts that nobody made: for tests, and for the example of the docs."""

from __future__ import annotations

from typing import Any

__all__ = ["rows"]

SECTORS = ("highways", "care", "parks")


def rows(count: int = 60, suppliers: int = 12) -> list[dict[str, Any]]:
    """Contracts of all sizes: most committed little, some much, and half delivered."""
    return [
        {
            "contract": f"C-{each:03}",
            "supplier": f"Supplier {each % suppliers:02}",
            "contract_value": (600_000, 2_400_000, 8_000_000)[each % 3],
            "promised": (600_000, 2_400_000, 8_000_000)[each % 3] * (each * 37 % 61) // 100,
            "delivered": (600_000, 2_400_000, 8_000_000)[each % 3] * (each * 37 % 61) // 200,
            "sector": SECTORS[each * 7 % 3],
        }
        for each in range(count)
    ]
