"""Threads of tables: what a call or the variable says holds where the work is done."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import socialvalue as sv
from socialvalue.engine import threads
from socialvalue.engine.cores import WORTH_A_THREAD


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of whoever runs the tests, and eight cores granted."""
    monkeypatch.delenv(threads.VARIABLE, raising=False)
    monkeypatch.setattr(threads, "granted", lambda: 8)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads that were asked for wherever work could be shared."""
    found: list[int] = []
    real = threads.threads

    def told() -> int:
        found.append(real())
        return found[-1]

    monkeypatch.setattr("socialvalue.engine.cores.threads", told)
    return found


@pytest.mark.parametrize("said", [0, -2, True, 1.5, "1.0", 5000])
def test_an_argument_that_is_no_number_of_threads_is_refused(
    said: object, wide: sv.Framework
) -> None:
    """The same of an argument, by its name."""
    offers = pl.DataFrame({"bid": ["a"], "measure": ["TRIP"], "quantity": [1.0]})
    with pytest.raises(sv.InputError, match="SV316 threads: expected a whole number"):
        sv.value_frame(offers, wide, threads=said)  # type: ignore[arg-type]


@pytest.mark.parametrize("is_lazy", [False, True])
def test_what_a_call_says_holds_where_the_work_is_done(
    is_lazy: bool, wide: sv.Framework, seen: list[int]
) -> None:
    """A lazy table is valued later, by another thread: what was said must come with it."""
    offers = pl.DataFrame({"bid": "a", "measure": "TRIP", "quantity": np.ones(WORTH_A_THREAD)})
    one = sv.total_frame(offers, wide, threads=1).rows()
    assert set(seen) == {1}
    seen.clear()
    table = offers.lazy() if is_lazy else offers
    found = sv.total_frame(table, wide, threads=3).lazy().collect()
    assert found.rows() == one
    assert is_lazy or set(seen) == {3}


def test_a_worker_of_dask_uses_one_thread_unless_told(
    wide: sv.Framework, seen: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many workers as cores, each on all cores, would stall the whole machine."""
    dask = pytest.importorskip("dask.dataframe")
    pandas = pytest.importorskip("pandas")
    rows = WORTH_A_THREAD
    offers = pandas.DataFrame({"bid": "a", "measure": "TRIP", "quantity": np.ones(rows)})
    table = dask.from_pandas(offers, npartitions=1)
    expected = sv.total_frame(offers, wide).to_dict("records")
    seen.clear()
    assert sv.total_frame(table, wide).compute().to_dict("records") == expected
    assert set(seen) == {1}
    seen.clear()
    assert sv.total_frame(table, wide, threads=2).compute().to_dict("records") == expected
    assert set(seen) == {2}
    monkeypatch.setenv(threads.VARIABLE, "3")
    seen.clear()
    assert sv.total_frame(table, wide).compute().to_dict("records") == expected
    assert set(seen) == {3}
