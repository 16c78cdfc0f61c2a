"""How long 1,600 public notices take to read and check: a month of a region in one go.

They are invented here, of the kinds and about the size of Find a Tender's; where real ones stand
beside the checkout, those are repeated under new numbers as well.  The aim is 3 s.  Run alone,
`python benchmarks/test_notices_speed.py` prints both by the clock and in CPU time, the least of
five runs, since a busy machine only ever adds to it.  Time is reported, never asserted.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest
from options import options

import socialvalue as sv

COUNT, RUNS, WANTED = 1_600, 5, 3
REAL = Path(__file__).parents[2] / "shared" / "data" / "fts-after-award-2026-08.jsonl"
ACT = {"scheme": "UKPGA", "id": "2023/54"}


def invented(at: int) -> dict[str, Any]:
    """A contract details notice of £6m with three indicators and a page of words."""
    document = {"id": f"{at}-2026", "documentType": "contractNotice", "noticeType": "UK7"}
    period = {"startDate": "2026-06-08T00:00:00+01:00", "endDate": "2029-06-07T23:59:59Z"}
    kpis = [{"id": str(each), "title": f"Indicator {each}", "description": "At least 97%, monthly"}
            for each in range(1, 4)]  # fmt: skip
    supplier = {"id": "GB-COH-01234567", "name": "Acme", "roles": ["supplier"],
                "identifier": {"scheme": "GB-COH", "id": "01234567"}}  # fmt: skip
    contract = {
        "id": "1", "awardID": "1", "aboveThreshold": True, "documents": [document],
        "dateSigned": "2026-06-01T00:00:00+01:00", "period": period, "agreedMetrics": kpis,
        "value": {"amount": 5_000_000, "amountGross": 6_000_000, "currency": "GBP"},
    }  # fmt: skip
    return {
        "ocid": f"ocds-h6vhtk-{at:06x}", "id": f"{at}-2026", "date": "2026-06-20T09:00:00+01:00",
        "tag": ["award", "contract"], "language": "en", "initiationType": "tender",
        "parties": [supplier], "contracts": [contract],
        "tender": {"id": "1", "title": "Roads", "legalBasis": ACT, "description": "words " * 500},
    }  # fmt: skip


def lines_of(kind: str) -> Iterator[str]:
    """So many releases, each of a process of its own."""
    if kind == "invented":
        yield from (json.dumps(invented(at)) for at in range(COUNT))
        return
    real = [each for each in REAL.read_text(encoding="utf-8").split("\n") if each.strip()]
    for at in range(COUNT):
        yield real[at % len(real)].replace("ocds-h6vhtk-", f"ocds-{at}-", 1)


def made(kind: str, folder: Path) -> Path:
    """A file of lines."""
    path = folder / f"{kind}.jsonl"
    path.write_text("".join(f"{each}\n" for each in lines_of(kind)), encoding="utf-8")
    return path


def read_and_check(path: Path) -> int:
    """How many notices were looked at."""
    return sum(count for _, count in sv.notices.check(sv.notices.read(path)).kinds)


def kinds() -> tuple[str, ...]:
    """What there is to be timed here."""
    return ("invented", "real") if REAL.is_file() else ("invented",)


@pytest.mark.parametrize("kind", kinds())
def test_reading_and_checking(benchmark: Any, kind: str, tmp_path: Path) -> None:
    """1,600 notices within 3 s: the aim."""
    path = made(kind, tmp_path)
    assert benchmark(read_and_check, path) == COUNT


def main() -> None:
    """Print a line a kind."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds():
            path, clock, cpu = made(kind, Path(folder)), [], []
            for _ in range(RUNS):
                start, busy = perf_counter(), process_time()
                read_and_check(path)
                clock.append(perf_counter() - start)
                cpu.append(process_time() - busy)
            size = path.stat().st_size / 1e6
            taken = f"{min(clock):.2f} s, {min(cpu):.2f} s of CPU time (aim: {WANTED} s)"
            print(f"{COUNT:,} {kind} notices, {size:.1f} MB, read and checked: {taken}")


if __name__ == "__main__":
    options(__doc__)
    main()
