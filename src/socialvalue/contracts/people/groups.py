"""Which measures count people, and for which group: our own reading of their titles.

A set may say it itself (`group` and `headcount` of a measure), and so may whoever enters a
contract.  Where neither does, this table is used, and what it says is marked as ours.  It lies
beside the published editions and not in them, so that none of them changes: no score rests on it,
and contracts that were awarded under them are read too.  docs/explanation/published-editions.md
says why they have no revisions for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from socialvalue.contracts.obligation import Obligation
from socialvalue.errors import InputError
from socialvalue.model.fields import as_read, text
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure, counts_people, wrong_group

__all__ = ["OURS", "Counting", "GroupNames", "counting_of", "group_of", "is_group_ours"]

_LONG_TERM, _NEET = "long-term unemployed people", "young people NEET"
_CONVICTED, _DISABLED = "people with convictions", "disabled people"
_YOUNG_CONVICTED = "young people with convictions"


@attrs.frozen
class Counting:
    """How the people of a measure are counted.

    Attributes:
        group: The group of people that it is for; "" where it is for anybody.
        headcount: ``people`` (each person once), ``fte`` (FTE at any one time), ``none`` (no jobs),
            or "" where nobody has said.
        is_ours: Whether one of the two is our reading of the title.
        group_is_stated: Whether somebody stated the group, so that the count alone is ours.
    """

    group: str = ""
    headcount: str = ""
    is_ours: bool = False
    group_is_stated: bool = False


@attrs.frozen
class GroupNames:
    """The names of groups, each as it was first written, whatever its capitals and spaces.

    Example:
        >>> names = GroupNames()
        >>> names.of("care leavers"), names.of("Care  Leavers"), names.of("")
        ('care leavers', 'care leavers', '')
    """

    held: dict[str, str] = attrs.field(factory=dict)

    def of(self, name: str) -> str:
        """What a group is called here."""
        return self.held.setdefault(as_read(name), name) if name else ""


def group_of(name: str) -> str:
    """The name of a group as it is kept, in one line.

    Raises:
        InputError: It holds a character that no editor shows (SV224).
    """
    found = wrong_group(text(name))
    if found is not None:
        raise InputError(found)
    return " ".join(name.split())


_NATIONAL: Mapping[str, tuple[str, str]] = {
    "NT1": ("", "fte"),
    "NT1c": ("", "fte"),
    "NT3": (_LONG_TERM, "fte"),
    "NT4": (_NEET, "fte"),
    "NT5": (_YOUNG_CONVICTED, "fte"),
    "NT6": (_DISABLED, "fte"),
    "NT9": ("", "none"),
    "NT10": ("apprentices", "none"),
    "NT13": ("", "none"),
    "NT20": ("", "none"),
    "NT58": ("", "none"),
    "NT80": ("", "none"),
}
_OPEN: Mapping[str, tuple[str, str]] = {
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
}
_ESSEX: Mapping[str, tuple[str, str]] = {
    "ECC3": (_LONG_TERM, "fte"),
    "ECC3a": ("armed forces veterans", "fte"),
    "ECC5": (_YOUNG_CONVICTED, "fte"),
    "ECC6": (_DISABLED, "fte"),
    "ECC7": ("care leavers", "fte"),
    "ECC44": ("", "none"),
}

OURS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType({
    "national-toms": MappingProxyType(_NATIONAL),
    "uk-open": MappingProxyType(_OPEN),
    "essex": MappingProxyType(_ESSEX),
})  # fmt: skip
"""By set and canonical code, the group and how people are counted, as we read the titles.

Weeks of training and of placements are no jobs, and neither are people who were helped otherwise.
"""


def _ours(measure: Measure, framework: Framework) -> tuple[str, str]:
    """Our reading of a measure; of a set that we have not read, or another unit, none."""
    whose = framework.origins.get(measure.code, framework.id)
    group, count = OURS.get(whose, {}).get(measure.code, ("", ""))
    return (group, count) if count and counts_people(count, measure.unit) else ("", "")


def counting_of(
    measure: Measure, framework: Framework, group: str = "", headcount: str = ""
) -> Counting:
    """How the people of a measure are counted, by who has said it first.

    Args:
        measure: Of a set.
        framework: The set; our own reading is of the shipped sets alone, and of no code of others.
        group: The group that the award says, or ""; its spaces are read as those of a set's own.
        headcount: How people are counted, where somebody says it; or "".

    Raises:
        InputError: The group holds a character that no editor shows (SV224).

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms@2022")
        >>> found = counting_of(toms["NT4"], toms)
        >>> found.group, found.headcount, found.is_ours
        ('young people NEET', 'fte', True)
    """
    ours, count = _ours(measure, framework)
    group = group_of(group) or measure.group
    headcount = headcount or measure.headcount
    is_ours = bool((count and not headcount) or (ours and not group))
    return Counting(group or ours, headcount or count, is_ours, is_ours and bool(group))


def is_group_ours(held: Obligation) -> bool:
    """Whether the group of a commitment is our own reading of the title of its measure.

    Args:
        held: A commitment.
    """
    read = {each[held.measure][0] for each in OURS.values() if held.measure in each}
    return held.is_ours and not held.group_is_stated and held.group in read - {""}
