"""Public notices from releases of the Open Contracting Data Standard, as Find a Tender has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, overload

import attrs

from socialvalue.blocks import Block, join
from socialvalue.errors import InputError, NotFoundError, Problem, problem
from socialvalue.notices.indexed import Index, Rows
from socialvalue.notices.kinds import kind_of, name_of
from socialvalue.notices.merging import merged
from socialvalue.notices.public_days import day_of
from socialvalue.notices.schema import strange_parts
from socialvalue.notices.sources import Releases, Source, found_in
from socialvalue.spans import Span
from socialvalue.words import day_words, number_of

__all__ = ["Notice", "Notices", "read"]


@attrs.frozen(eq=False, repr=False)
class Notice:
    """One public notice, and what was published of its process before.

    Attributes:
        release: What it says, as it was published.
        earlier: The releases of the same process up to its day, itself among them.
        span: Where it stands.
    """

    release: Mapping[str, Any]
    earlier: tuple[Mapping[str, Any], ...]
    span: Span

    @property
    def id(self) -> str:
        """Its number, such as ``076113-2026``."""
        return str(self.release.get("id", ""))

    @property
    def ocid(self) -> str:
        """The number of its process, which all notices of it share."""
        return str(self.release.get("ocid", ""))

    @property
    def kind(self) -> str:
        """UK1 to UK17, a later number as it is published, or ``old`` for one of earlier rules."""
        return kind_of(self.release)

    @property
    def date(self) -> date | None:
        """The day on which it was published."""
        return day_of(self.release.get("date"))

    @property
    def title(self) -> str:
        """What is bought, in the buyer's words."""
        tender = self.release.get("tender")
        return str(tender.get("title") or "") if isinstance(tender, Mapping) else ""

    @property
    def merged(self) -> dict[str, Any]:
        """What was known of the process with this notice, all earlier releases merged."""
        return merged(self.earlier)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The paths of fields that the release schema does not have."""
        return tuple(path for path, found in strange_parts(self.release) if not found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The fields that the release schema does not have, and the values of another type."""
        found = [
            problem("SV1206", found=path) if not kind else problem("SV1207", found=kind, path=path)
            for path, kind in strange_parts(self.release)
        ]
        return self.span.locate(found)

    def __str__(self) -> str:
        day = f", published {day_words(self.date)}" if self.date else ""
        return f"{self.kind} {name_of(self.kind)} {self.id}{day}: {self.title}"

    def __repr__(self) -> str:
        return f"<Notice {self.kind} {self.id} of {self.ocid}>"

    def _repr_html_(self) -> str:
        return join([Block(str(self))]).html


@attrs.frozen(eq=False, repr=False)
class Notices(Sequence[Notice]):
    """Notices in the order of their source, each read when it is asked for.

    Attributes:
        problems: The lines that can't be read, and numbers that two releases bear.
    """

    problems: tuple[Problem, ...]
    _releases: Releases
    _index: Index

    def __len__(self) -> int:
        return len(self._index.lines)

    @overload
    def __getitem__(self, index: int) -> Notice: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Notice, ...]: ...
    def __getitem__(self, index: int | slice) -> Notice | tuple[Notice, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(len(self))[index])
        at = range(len(self))[index]
        earlier = tuple(self._release(each) for each in self._index.up_to(at))
        return Notice(earlier[-1], earlier, self._span(at))

    @property
    def ocids(self) -> tuple[str, ...]:
        """The numbers of the processes, in the order in which each is met first."""
        return self._index.called()

    def process(self, ocid: str) -> dict[str, Any]:
        """All releases of one process, merged as OCDS says.

        Raises:
            NotFoundError: No release is of it (SV1208).
        """
        found = self._index.find(ocid)
        if found is None:
            raise NotFoundError(problem("SV1208", found=ocid))
        return merged(self._release(at) for at in self._index.of(found))

    def _span(self, at: int) -> Span:
        return self._releases.span(self._index.place(at))

    def _release(self, at: int) -> Mapping[str, Any]:
        """The release of a number, which is still that of its process and day.

        Raises:
            InputError: The file has changed (SV1204).
        """
        found = self._releases.get(self._index.place(at))
        if not self._index.holds(at, found):
            raise InputError(problem("SV1204", found=self._span(at).file))
        return found

    def __repr__(self) -> str:
        count = len(self._index.known)
        processes = f"{count:,} process{'' if count == 1 else 'es'}"
        return f"<Notices: {number_of(len(self), 'notice')} of {processes}>"

    def _repr_html_(self) -> str:
        rows = [(each.id, each.kind, str(each.date or ""), each.title) for each in self[:20]]
        heads = ("number", "kind", "published", "title")
        return join([Block(repr(self).strip("<>"), (), heads, tuple(rows))]).html


def read(source: Source) -> Notices:
    """Public notices from a file of releases, an open file, or data.

    Releases, packages of them and JSON Lines are read, numbers exactly as they are written.  Of
    JSON Lines only the places are held, some hundred bytes each, so that a file of any size can
    be read; any other document may have 64 MB.  A release that stands twice, word for word, is one.

    Args:
        source: A path, an open file, a JSON text, a release or package as a mapping, or a list.

    Returns:
        The notices; lines that can't be read are among its problems.

    Raises:
        DefinitionError: It can't be read at all: no such file (SV101), no JSON (SV116), too large
            (SV1202; SV1201 of an open file of lines), no releases (SV1203).
        InputError: It is none of these (SV316).

    Example:
        >>> import socialvalue as sv
        >>> release = {"ocid": "ocds-h6vhtk-000001", "id": "1", "date": "2026-07-01T09:00:00Z",
        ...            "tag": ["tender"], "tender": {"id": "1", "title": "Roads", "documents": [
        ...                {"id": "1", "documentType": "tenderNotice", "noticeType": "UK4"}]}}
        >>> notices = sv.notices.read(release)
        >>> print(notices[0])
        UK4 tender notice 1, published 1 July 2026: Roads
    """
    problems: list[Problem] = []
    releases, found = found_in(source, problems)
    rows = Rows()
    for each in found:
        release = each.release
        if isinstance(release, Mapping) and release.get("ocid"):
            rows.add(release, each.place, each.mark)
        else:
            problems += each.span.locate([problem("SV1209")])
    index, unlike = rows.index()
    for place in unlike:
        number = str(releases.get(place).get("id", ""))
        problems += releases.span(place).locate([problem("SV1205", found=number)])
    return Notices(problems=tuple(problems), releases=releases, index=index)
