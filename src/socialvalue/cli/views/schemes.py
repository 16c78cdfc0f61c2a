"""What `socialvalue scheme` prints: the wording for the invitation, and the fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from socialvalue.assess.before.checks import located
from socialvalue.assess.provenance import library_version
from socialvalue.assess.sentences import sentence
from socialvalue.blocks import Block
from socialvalue.errors import DefinitionError, problem
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.registry.tenders import read_tender_with_framework

__all__ = ["SCHEME_SCHEMA", "Held", "scheme_blocks", "scheme_content", "schemes_of"]

SCHEME_SCHEMA = "socialvalue/scheme@1"


@attrs.frozen
class Held:
    """A scheme, and what it is the scheme of.

    Attributes:
        tender: The buyer's side.
        lot: The lot, where it has a scheme of its own, or None.
        scheme: The scheme.
        published: The fingerprint that was printed in the invitation, or "".
        framework: The set that the tender names.
    """

    tender: Tender
    lot: str | None
    scheme: Scheme
    published: str
    framework: Framework

    @property
    def title(self) -> str:
        """What it is the scheme of, in words."""
        return self.tender.title + (f", lot {self.lot}" if self.lot else "")

    @property
    def caution(self) -> str:
        """That the fingerprint of another scheme was printed; "" where it was not."""
        if self.published in ("", self.scheme.fingerprint):
            return ""
        found = problem("SV727", found=self.published, used=self.scheme.fingerprint)
        return f"{sentence(found.message)} ({found.code})"


def schemes_of(path: Path) -> list[Held]:
    """The schemes by which a tender's bids would be scored: its own, else the plug-in's; lots' own.

    Raises:
        DefinitionError: All that is wrong with the file, or it has no scheme (SV710).
    """
    tender, _, framework = read_tender_with_framework(path)
    whole = tender.scheme or framework.scheme
    own = [
        Held(tender, each.name, each.scheme, each.scheme_fingerprint, framework)
        for each in tender.lots
        if each.scheme is not None
    ]
    shared = not tender.lots or len(own) < len(tender.lots)
    if whole is None and shared:
        raise DefinitionError(located(problem("SV710"), tender).for_file(str(path)))
    if whole is None or not shared:
        return own
    return [Held(tender, None, whole, tender.scheme_fingerprint, framework), *own]


def scheme_blocks(found: Sequence[Held]) -> list[Block]:
    """Each scheme's wording, line by line."""
    return [block for each in found for block in _blocks(each)]


def _blocks(held: Held) -> list[Block]:
    words = Block(held.title, tuple(held.scheme.text().splitlines()))
    notes = [Block("Notes", (held.scheme.note,))] if held.scheme.note else []
    return [words, *notes, *([Block("Look at twice", (held.caution,))] if held.caution else [])]


def scheme_content(found: Sequence[Held]) -> dict[str, Any]:
    """The schemes as JSON-safe data."""
    return {
        "schema": SCHEME_SCHEMA,
        "library": library_version(),
        "schemes": [
            {
                "title": each.title,
                "lot": each.lot,
                "fingerprint": each.scheme.fingerprint,
                "published_fingerprint": each.published or None,
                "sha256": each.scheme.sha256,
                "illustrative": each.scheme.illustrative,
                "text": each.scheme.text(),
            }
            for each in found
        ],
    }
