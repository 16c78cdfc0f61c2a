"""What the release schema does not have, in all notices of a check: each field once."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.errors import problem
from socialvalue.notices.findings import ERROR, WARNING, Finding
from socialvalue.notices.reading import Notice
from socialvalue.notices.schema import OF_FIND_A_TENDER, strange_parts
from socialvalue.words import number_of

__all__ = ["StrangeFields"]


class StrangeFields:
    """Fields that are not known and values of another type, with the notices that have them."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], Notice] = {}
        self._times: dict[tuple[str, str], int] = {}

    def look(self, notice: Notice) -> None:
        """Count what is strange in a notice."""
        for part in strange_parts(notice.release):
            if part[0] not in OF_FIND_A_TENDER:
                self._first.setdefault(part, notice)
                self._times[part] = self._times.get(part, 0) + 1

    def findings(self) -> Iterator[Finding]:
        """Each once, at the first notice that has it."""
        for (path, kind), notice in self._first.items():
            times = self._times[path, kind]
            among = f" (in {number_of(times, 'notice')})" if times > 1 else ""
            told = problem("SV1206", found=path + among)
            if kind:
                told = problem("SV1207", path=path, found=kind + among)
            yield Finding(
                told.code, ERROR if kind else WARNING, "", notice.id, notice.kind, f"/{path}",
                told.message, told.hint, str(notice.span),
            )  # fmt: skip
