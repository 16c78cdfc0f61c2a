"""Which measures count people, and for which group: our own reading of their titles.

A set may say it itself (`group` and `headcount` of a measure), and so may whoever enters a
contract.  Where neither does, this table is used, and what it says is marked as ours.  It lies
beside the published editions and not in them, so that none of them changes: no score rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from socialvalue.model.measure import Measure

__all__ = ["OURS", "Counting", "counting_of"]

_LONG_TERM, _NEET = "long-term unemployed people", "young people NEET"
_CONVICTED, _DISABLED = "people with convictions", "disabled people"


@attrs.frozen
class Counting:
    """How the people of a measure are counted.

    Attributes:
        group: The group of people that it is for; "" where it is for anybody.
        headcount: ``people`` (each person once), ``fte`` (FTE at any one time), ``none`` (no jobs),
            or "" where nobody has said.
        is_ours: Whether it is our reading of the title.
    """

    group: str = ""
    headcount: str = ""
    is_ours: bool = False


OURS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "NT1": ("", "fte"),
    "NT1c": ("", "fte"),
    "NT3": (_LONG_TERM, "fte"),
    "NT4": (_NEET, "fte"),
    "NT5": ("young people with convictions", "fte"),
    "NT6": (_DISABLED, "fte"),
    "NT9": ("", "none"),
    "NT10": ("apprentices", "none"),
    "NT13": ("", "none"),
    "NT20": ("", "none"),
    "NT58": ("", "none"),
    "NT80": ("", "none"),
    "UK101": ("", "fte"),
    "UK104": ("people on Jobseeker's Allowance", "people"),
    "UK105": ("people on Employment and Support Allowance", "people"),
    "UK106": (_NEET, "people"),
    "UK107": (_NEET, "people"),
    "UK110": ("apprentices", "none"),
    "UK111": ("", "none"),
    "UK112": ("", "none"),
    "UK303": ("people sleeping rough", "none"),
    "UK402": ("", "none"),
    "UK403": (_CONVICTED, "none"),
    "UK404": (_CONVICTED, "people"),
    "UK502": ("", "none"),
    "UK503": ("", "none"),
    "UK504": ("", "none"),
    "UK505": ("", "none"),
    "UK508": ("", "none"),
})  # fmt: skip
"""By canonical code, the group and how people are counted, as we read the titles.

Weeks of training and of placements are no jobs, and neither are people who were helped otherwise.
"""


def counting_of(measure: Measure, group: str = "") -> Counting:
    """How the people of a measure are counted, by who has said it first.

    Args:
        measure: Of a set.
        group: The group that the award says, or "".

    Example:
        >>> import socialvalue as sv
        >>> counting_of(sv.load("national-toms@2022")["NT4"])
        Counting(group='young people NEET', headcount='fte', is_ours=True)
    """
    ours, count = OURS.get(measure.code, ("", ""))
    is_ours = bool((count and not measure.headcount) or (ours and not (group or measure.group)))
    return Counting(group or measure.group or ours, measure.headcount or count, is_ours)
