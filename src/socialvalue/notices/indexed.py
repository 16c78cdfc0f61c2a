"""Where each release of a source stands and of which process it is: some bytes each, no objects."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

__all__ = ["Index", "Rows", "digest_of"]

Numbers = NDArray[np.int64]
_DIGEST: Final = 16
_DATE: Final = 32
"""Bytes of a day and time that releases are put in order by; none that is one has more."""


def digest_of(*texts: str) -> bytes:
    """A hash by which texts are the same."""
    whole = "\0".join(f"{len(each)}:{each}" for each in texts)
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def key_of(release: Mapping[str, Any]) -> tuple[str, str, str]:
    """Process, number and day: by what a release is told apart."""
    ocid, number, date = (str(release.get(name, "")) for name in ("ocid", "id", "date"))
    return ocid, number, date


@attrs.frozen(eq=False)
class Index:
    """Where releases stand, and the processes that they are of.

    Attributes:
        lines: By release, the line on which it stands, from 0.
        insides: By release, which it is on that line.
        keys: By release, the hash of process, number and day.
        process: By release, its process, counted as they are met first.
        order: The releases by process, and within one by day.
        begins: By process, where its releases begin in `order`; at the end, how many there are.
        known: The hashes of the processes, in order.
        named: By the place in `known`, the process.
        names: What each process is called, one behind another.
        ends: By process, where its name ends.
    """

    lines: Numbers
    insides: Numbers
    keys: NDArray[np.bytes_]
    process: Numbers
    order: Numbers
    begins: Numbers
    known: NDArray[np.bytes_]
    named: Numbers
    names: bytes
    ends: Numbers

    def place(self, at: int) -> tuple[int, int]:
        """Where a release stands."""
        return int(self.lines[at]), int(self.insides[at])

    def holds(self, at: int, release: Mapping[str, Any]) -> bool:
        """Whether a release is the one that stood there."""
        return self.keys[at : at + 1].tobytes() == digest_of(*key_of(release))

    def up_to(self, at: int) -> list[int]:
        """The releases of its process up to a release, by day and then as they stand."""
        found = self.of(int(self.process[at]))
        return found[: found.index(at) + 1]

    def of(self, process: int) -> list[int]:
        """The releases of a process, by day."""
        return list(map(int, self.order[self.begins[process] : self.begins[process + 1]]))

    def find(self, ocid: str) -> int | None:
        """The process of a name."""
        wanted = np.frombuffer(digest_of(ocid), f"S{_DIGEST}")
        at = int(np.searchsorted(self.known, wanted)[0])
        there = at < len(self.known) and self.known[at : at + 1].tobytes() == wanted.tobytes()
        return int(self.named[at]) if there else None

    def called(self) -> tuple[str, ...]:
        """The names of the processes, as they are met first."""
        ends = self.ends.tolist()
        return tuple(
            self.names[begin:end].decode("utf-8", "surrogatepass")
            for begin, end in zip([0, *ends], ends, strict=False)
        )


@attrs.define(eq=False)
class Rows:
    """Releases as they are met, put together in the end."""

    lines: array[int] = attrs.field(factory=lambda: array("q"))
    insides: array[int] = attrs.field(factory=lambda: array("q"))
    keys: bytearray = attrs.field(factory=bytearray)
    marks: bytearray = attrs.field(factory=bytearray)
    dates: bytearray = attrs.field(factory=bytearray)
    processes: bytearray = attrs.field(factory=bytearray)
    names: bytearray = attrs.field(factory=bytearray)
    ends: array[int] = attrs.field(factory=lambda: array("q"))

    def add(self, release: Mapping[str, Any], place: tuple[int, int], mark: bytes) -> None:
        """One more."""
        ocid, number, date = key_of(release)
        self.lines.append(place[0])
        self.insides.append(place[1])
        self.keys += digest_of(ocid, number, date)
        self.marks += mark[:_DIGEST].ljust(_DIGEST, b"\0")
        self.dates += date.encode("utf-8", "surrogatepass")[:_DATE].ljust(_DATE, b"\0")
        self.processes += digest_of(ocid)
        self.names += ocid.encode("utf-8", "surrogatepass")
        self.ends.append(len(self.names))

    def index(self) -> tuple[Index, list[tuple[int, int]]]:
        """What was met, each once; and where one stands that says other things under one key."""
        keys, marks = self._digests(self.keys), self._digests(self.marks)
        by_both = np.lexsort((np.arange(len(keys)), marks, keys))
        same = _as_before(keys[by_both])
        repeated = np.zeros(len(keys), dtype=bool)
        repeated[by_both] = same & _as_before(marks[by_both])
        kept = np.flatnonzero(~repeated)
        by_key = kept[np.argsort(keys[kept], kind="stable")]
        others = np.sort(by_key[_as_before(keys[by_key])])
        lines, insides = np.asarray(self.lines, np.int64), np.asarray(self.insides, np.int64)
        unlike = [(int(lines[at]), int(insides[at])) for at in others]
        return self._indexed(kept, lines[kept], insides[kept], keys[kept]), unlike

    def _indexed(
        self, kept: Numbers, lines: Numbers, insides: Numbers, keys: NDArray[np.bytes_]
    ) -> Index:
        known, first, inverse = np.unique(
            self._digests(self.processes)[kept], return_index=True, return_inverse=True
        )
        met = np.argsort(first)
        named = np.empty(len(known), np.int64)
        named[met] = np.arange(len(known))
        process = named[inverse.reshape(-1)]
        dates = np.frombuffer(self.dates, f"S{_DATE}")[kept]
        order = np.lexsort((np.arange(len(kept)), dates, process))
        counts = np.bincount(process, minlength=len(known))
        names, ends = self._named(kept[first[met]])
        return Index(
            lines=lines, insides=insides, keys=keys, process=process, order=order,
            begins=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            known=known, named=named, names=bytes(names), ends=np.asarray(ends, np.int64),
        )  # fmt: skip

    def _named(self, where: Numbers) -> tuple[bytearray, array[int]]:
        """The names of the processes of some releases, and where each ends."""
        names, ends = bytearray(), array("q")
        for at in map(int, where):
            names += self.names[(self.ends[at - 1] if at else 0) : self.ends[at]]
            ends.append(len(names))
        return names, ends

    @staticmethod
    def _digests(held: bytearray) -> NDArray[np.bytes_]:
        return np.frombuffer(held, f"S{_DIGEST}")


def _as_before(values: NDArray[np.bytes_]) -> NDArray[np.bool_]:
    """Whether each is what the one before it is."""
    found = np.zeros(len(values), dtype=bool)
    found[1:] = values[1:] == values[:-1]
    return found
