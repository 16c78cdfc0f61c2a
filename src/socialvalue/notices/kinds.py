"""Which notice a release is: UK1 to UK17 of the Procurement Act 2023, or one of the old regime."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["NAMES", "OLD", "kind_of", "name_of"]

OLD: Final = "old"
"""A release of a procurement under earlier rules, or one that names no notice."""

NAMES: Final[Mapping[str, str]] = {
    "UK1": "pipeline notice",
    "UK2": "preliminary market engagement notice",
    "UK3": "planned procurement notice",
    "UK4": "tender notice",
    "UK5": "transparency notice",
    "UK6": "contract award notice",
    "UK7": "contract details notice",
    "UK8": "contract payment notice",
    "UK9": "contract performance notice",
    "UK10": "contract change notice",
    "UK11": "contract termination notice",
    "UK12": "procurement termination notice",
    "UK13": "dynamic market intention notice",
    "UK14": "dynamic market establishment notice",
    "UK15": "dynamic market modification notice",
    "UK16": "dynamic market cessation notice",
    "UK17": "payments compliance notice",
    OLD: "notice of earlier rules",
}
"""What each is called.  Source: Find a Tender's list of notice types."""

_KIND: Final = re.compile(r"UK[1-9][0-9]?")
_WHERE: Final = ("contracts", "awards", "tender", "planning")


def kind_of(release: Mapping[str, Any]) -> str:
    """The kind of a release: the notice that its own document names.

    A release lists other documents too; the one of this notice has the release's id.

    Example:
        >>> kind_of({"id": "1", "tender": {"documents": [{"id": "1", "noticeType": "UK4"}]}})
        'UK4'
    """
    found = [
        each for each in _documents(release) if _KIND.fullmatch(str(each.get("noticeType", "")))
    ]
    own = [each for each in found if each.get("id") == release.get("id")]
    return str((own or found)[0]["noticeType"]) if found else OLD


def name_of(kind: str) -> str:
    """What a kind is called; one with a later number than those of the list is only a notice.

    Example:
        >>> name_of("UK6"), name_of("UK18")
        ('contract award notice', 'notice')
    """
    return NAMES.get(kind, "notice")


def _documents(release: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in _WHERE:
        holders = release.get(part) or []
        for holder in holders if isinstance(holders, list) else [holders]:
            documents = holder.get("documents") if isinstance(holder, Mapping) else None
            for each in documents if isinstance(documents, list) else []:
                if isinstance(each, Mapping):
                    yield each
