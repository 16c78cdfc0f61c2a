"""Rules that a later version of the library applies otherwise, so that a replay can name them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import attrs

__all__ = ["RULE_CHANGES", "RuleChange", "changes_behind", "is_older"]


@attrs.frozen
class RuleChange:
    """A rule that changed with a version.

    Attributes:
        name: Its name, which a replay gives.
        since: The first version with the rule as it is now.
        signs: What differs in a result where the rule acted: codes of problems and keys of a
            record.
        words: The rule as it is now, in words.
    """

    name: str
    since: str
    signs: tuple[str, ...]
    words: str


RULE_CHANGES = (
    RuleChange("files-by-name", "0.2.0", ("written", "file"),
               "a record names files without the folders they lay in"),
    RuleChange("fte-years-as-total", "0.2.0", ("SV505",),
               "FTE-years of a measure that counts every year are a total and count without years"),
    RuleChange("bidders-as-read", "0.2.0", ("SV314",),
               "two names that look alike to a reader are one bidder, who bids once"),
    RuleChange("weak-figures-by-share", "0.2.0", ("SV604",),
               "figures known from one source are shown once, with the share of the total"),
    RuleChange("tender-asked-about", "0.2.0",
               ("SV355", "SV621", "SV622", "SV623", "SV624", "SV625", "SV626"),
               "the tender is asked about as a whole: unit values nobody gave, slips of the pen"),
    RuleChange("words-for-people", "0.2.0", ("reason",),
               "reasons are given in other words: what counts, what does not, what is reported"),
    RuleChange("social-value-says-so", "0.2.0", ("SV611", "SV618", "SV620", "SV741", "SV813"),
               "a criterion says that it counts as social value; where only a part of its name "
               "does, that is asked about"),
    RuleChange("national-model-of-the-day", "0.2.0", ("SV770",),
               "a national model that is not the one of the day of the notice is asked about"),
    RuleChange("national-weight-with-vat", "0.2.0", ("SV770", "SV813", "SV844"),
               "a national model goes by the value with VAT, and no rate of VAT is assumed"),
    RuleChange("locality-asked-once", "0.2.0", ("SV607",),
               "of measures that reward location the tender is asked, once, and not each bid"),
)  # fmt: skip
"""One line a change; the newest last."""


def changes_behind(library: str, signs: Collection[str]) -> Iterator[RuleChange]:
    """The rules that have changed since a version, and that differences show signs of.

    Args:
        library: The version that made the record.
        signs: Codes and keys that differ between the record and what is computed here.

    Example:
        >>> [each.name for each in changes_behind("0.1.0", {"SV505"})]
        ['fte-years-as-total']
        >>> [each.name for each in changes_behind("0.2.0", {"SV505"})]
        []
    """
    for each in RULE_CHANGES:
        if is_older(library, each.since) and not set(each.signs).isdisjoint(signs):
            yield each


def is_older(library: str, than: str) -> bool:
    """Whether a version comes before another; one that is not known comes before all.

    Example:
        >>> is_older("0.1.0", "0.2.0"), is_older("0.10.0", "0.2.0"), is_older("unknown", "0.1.0")
        (True, False, True)
    """
    return _numbers(library) < _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]{1,9}(\.[0-9]{1,9})*", version, re.ASCII)
    return tuple(map(int, found.group().split("."))) if found else ()
