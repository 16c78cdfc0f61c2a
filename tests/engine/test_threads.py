"""How many threads: what was said, or what was granted; never the cores of somebody else."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

import socialvalue as sv
from socialvalue.engine import threads
from socialvalue.engine.cores import WORTH_A_THREAD, on_every_core

LINES = 3 * WORTH_A_THREAD


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of whoever runs the tests, and eight cores granted."""
    monkeypatch.delenv(threads.VARIABLE, raising=False)
    monkeypatch.setattr(threads, "granted", lambda: 8)


def parts() -> int:
    """In how many parts work that is worth six threads is done."""
    return len(on_every_core(LINES, lambda part: part))


def test_a_call_stands_before_the_variable_and_that_before_what_is_granted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever says how many must be heard, and nobody else's calls with them."""
    assert (threads.threads(), parts()) == (8, 6)
    monkeypatch.setenv(threads.VARIABLE, " 3 ")
    assert (threads.threads(), parts()) == (3, 3)
    with threads.using(2):
        assert (threads.threads(), parts()) == (2, 2)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(threads.threads).result() == 3
    assert threads.threads() == 3


@pytest.mark.parametrize("said", ["0", "-1", "1.5", "many", "two", "10000", "٣", "4097"])
def test_a_variable_that_is_no_number_of_threads_is_refused(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip must not be taken for all cores of a shared machine, nor for one."""
    monkeypatch.setenv(threads.VARIABLE, said)
    with pytest.raises(sv.InputError, match=f"SV316 the variable SOCIALVALUE_THREADS.*'{said}'"):
        parts()
    monkeypatch.setenv(threads.VARIABLE, "")
    assert parts() == 6, "an empty variable says nothing"


def test_a_task_of_spark_or_of_a_cluster_of_dask_uses_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A user's function on a worker calls us there: no other task may be stalled by it."""
    no_task = SimpleNamespace(get=lambda: None)
    monkeypatch.setitem(sys.modules, "pyspark.taskcontext", SimpleNamespace(TaskContext=no_task))

    def nobody() -> None:
        raise ValueError("no worker found")

    worker = SimpleNamespace(get_worker=nobody)
    monkeypatch.setitem(sys.modules, "distributed.worker", worker)
    assert threads.threads() == 8, "a driver, and a client, are no workers"
    monkeypatch.setattr(no_task, "get", object)
    assert threads.threads() == 1
    monkeypatch.setattr(no_task, "get", lambda: None)
    monkeypatch.setattr(worker, "get_worker", object)
    assert threads.threads() == 1


@pytest.mark.parametrize(
    ("files", "most"),
    [
        ({}, None),
        ({"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2),
        ({"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "max 100000\n"}, None),
        ({"/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "350000 100000",
          "/sys/fs/cgroup/a/b/cpu.max": "max 100000"}, 3),
        ({"/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpu.max": "350000 100000",
          "/sys/fs/cgroup/a/b/cpu.max": "50000 100000"}, 1),
        ({"/proc/self/cgroup": "3:cpu,cpuacct:/docker/7\n",
          "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "600000\n",
          "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}, 6),
        ({"/proc/self/cgroup": "3:cpu,cpuacct:/docker/7\n",
          "/sys/fs/cgroup/cpu/docker/7/cpu.cfs_quota_us": "-1\n",
          "/sys/fs/cgroup/cpu/docker/7/cpu.cfs_period_us": "100000\n"}, None),
        ({"/proc/self/cgroup": "nonsense", "/sys/fs/cgroup/cpu.max": "many few"}, None),
    ],
)  # fmt: skip
def test_a_control_group_grants_whole_cores(
    files: dict[str, str], most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container of two cores on a machine of sixty-four has two."""
    monkeypatch.setattr(threads, "_text", lambda path: files.get(path, ""))
    assert threads._controlled.__wrapped__() == most


def test_what_is_granted_follows_the_affinity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is held to some cores by a scheduler has no others."""
    monkeypatch.undo()
    monkeypatch.setattr(threads, "_controlled", lambda: None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert threads.granted() == 3
    monkeypatch.setattr(threads, "_controlled", lambda: 2)
    assert threads.granted() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert threads.granted() == 1
