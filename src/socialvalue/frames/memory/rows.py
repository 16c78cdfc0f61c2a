"""A table in memory: its columns read, and encoded, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.cores import WORTH_A_THREAD
from socialvalue.engine.facts import Contract, MeasureFacts
from socialvalue.engine.threads import threads
from socialvalue.frames.read.amounts import doubles
from socialvalue.frames.read.encode import Coded, Integers, encode, encode_known, spread
from socialvalue.model.frozen import FrozenMap

__all__ = ["Rows"]

Floats: TypeAlias = NDArray[np.float64]


class Rows:
    """A table in memory, its columns read once, when they are asked for.

    Attributes:
        frame: The table.
        columns: What each column says.
        facts: The measures.
        contract: How long the contract runs, and what it is worth.
        changes: Rows of which cells were cleaned, from 0, and how they are read.
    """

    def __init__(
        self,
        frame: nw.DataFrame[Any],
        columns: dict[str, str],
        facts: MeasureFacts,
        contract: Contract,
        changes: Mapping[int, list[str]] = FrozenMap(),
    ) -> None:
        self.frame = frame
        self.columns = columns
        self.facts = facts
        self.contract = contract
        self.changes = changes
        self._coded: dict[str, Coded] = {}
        self._coming: dict[str, Future[Coded]] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, role: str) -> nw.Series[Any] | None:
        """The column that says something, or None."""
        return self.frame.get_column(self.columns[role]) if role in self.columns else None

    def coded(self, name: str) -> Coded:
        """A column by its name, as numbers; encoded once."""
        if name not in self._coded:
            coming = self._coming.pop(name, None)
            self._coded[name] = coming.result() if coming else encode(self.frame.get_column(name))
        return self._coded[name]

    def encode_ahead(self, names: Iterable[str]) -> None:
        """Begin to encode columns on another core while the rest is worked on."""
        if len(self) < WORTH_A_THREAD or threads() == 1:
            return
        with_one = ThreadPoolExecutor(1)
        for name in names:
            self._coming[name] = with_one.submit(encode, self.frame.get_column(name))
        with_one.shutdown(wait=False)

    @cached_property
    def quantity(self) -> Floats:
        """The quantities."""
        return doubles(self.frame.get_column(self.columns["quantity"]))

    @cached_property
    def measure_names(self) -> Coded:
        """The measures' codes, as numbers; −1 also for a code that is not known."""
        return encode_known(self.frame.get_column(self.columns["measure"]), self.facts.number)

    @cached_property
    def measure_of_name(self) -> Integers:
        """The measure of each distinct code; that past the last for an unknown one."""
        unknown, numbers = len(self.facts.measures), self.facts.number
        return self.measure_names.look_up(lambda each: numbers.get(each, unknown), unknown)

    @cached_property
    def measure(self) -> Integers:
        """The number of each row's measure."""
        return spread(self.measure_of_name, self.measure_names.codes)
