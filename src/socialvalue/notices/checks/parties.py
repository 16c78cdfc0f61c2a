"""Suppliers are known by a number of a register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from socialvalue.notices.checks.case import Case, Said, said
from socialvalue.notices.published import group, groups, text, texts

__all__ = ["suppliers_are_known"]

_PPON: Final = re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")
_COMPANY: Final = re.compile(r"[0-9A-Z]{8}")


def suppliers_are_known(case: Case) -> Iterator[Said]:
    """Each supplier has a number with its scheme, in the form of the scheme."""
    if case.contract.path != "/contracts/0":
        return  # the parties are the notice's, and told once
    for at, party in enumerate(groups(case.notice.release, "parties")):
        if "supplier" in texts(party, "roles"):
            wrong = _wrong(party)
            if wrong:
                name = text(party, "name") or str(party.get("id", ""))
                yield said(f"/parties/{at}/identifier", supplier=name, what=wrong)


def _wrong(party: Mapping[str, Any]) -> str:
    known = group(party, "identifier")
    scheme, number = text(known, "scheme"), str(known.get("id") or "").strip()
    if not (scheme and number):
        return "there is no number with its scheme"
    if scheme == "GB-PPON" and not _PPON.fullmatch(number):
        return f"'{number}' is not in the form of a public procurement number, ABCD-1234-EFGH"
    if scheme == "GB-COH" and not _COMPANY.fullmatch(number):
        meant = number.upper().zfill(8)
        offered = f"; '{meant}' may be meant" if _COMPANY.fullmatch(meant) else ""
        return f"'{number}' is not a company number, which has eight characters{offered}"
    return ""
