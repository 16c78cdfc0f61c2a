"""The five surfaces that strangers' inputs reach, and one strange input for each number.

A surface makes an input and hands it over; what it raises besides a `SocialValueError`, or says
besides what the command's page promises, is a fault.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.mutate import TOKENS, VALUES, altered, mutated, scrambled

import socialvalue as sv
from socialvalue.assess.records.checks import hash_of, part_hashes
from socialvalue.cli import main

__all__ = ["SHARES", "SURFACES", "BrokenPromiseError"]

Surface = Callable[[Random, Path], None]
TESTS = Path(__file__).resolve().parent.parent
CODES = {0, 1, 2, 3, 4, 5}
"""The exit codes that the command's page names, but for a fault of the program and a stop."""

SHARES = {"reader": 34, "records": 20, "commands": 20, "tables": 18, "csv": 8}
"""Of a hundred inputs, how many go to each surface."""

TENDER = """\
schema: socialvalue/tender@1
title: Parks
framework: national-toms@2022
contract_value: "100000"
years: "2"
published: 2022-07-01
target: "0.50"
place: E10000012
unit_values: {NT18: "1"}
scheme:
  criteria:
    - {name: price, points: "60", method: lowest_price}
    - {name: quality, points: "20", method: panel_mark, out_of: "5", minimum: "2"}
    - {name: social value, points: "20", method: against_target}
bids:
  - bidder: Acme
    price: "90000"
    marks:
      quality:
        consensus: "4"
        reason: Sound, with a plan
    commitments:
      - {measure: NT10, weeks: "40", people: "5"}
      - {measure: NT44, yes: yes}
      - measure: NT18
        gbp: "5000"
        activity: school kitchen
  - bidder: Brook
    price: "95000"
    marks: {quality: "5"}
    commitments:
      - {measure: NT28, gbp: "1000", share_claimed: "0.5"}
      - {measure: NT4, fte: "2", years: "2"}
"""
LOTS = TENDER.replace(
    "bids:", "most_lots: 1\nlots:\n  - name: north\n  - name: south\nbids:"
).replace("    price:", "    lot: north\n    price:")
TABLE = """\
bid,measure,quantity,unit,years,place,date,activity,unit_value,share_claimed,note
Acme,NT10,40,,,,2022-07-01,,,,x
Acme,NT29,12.5,hours,,E10000012,,kitchen,,1,"a, b"
Brook,NT18,5000,,,,,kitchen,1,0.5,"say ""hi"" twice"
Brook,NT4,2,,2,,,,,,
"""


class BrokenPromiseError(Exception):
    """Something was promised, and is not so."""


def reader(random: Random, folder: Path) -> None:
    """A tender file, or a folder of definitions: read, and its bids valued and scored."""
    if random.random() < 0.6:
        path = folder / "tender.yaml"
        _write(
            path, mutated(random, random.choice([TENDER, TENDER, LOTS, *_yaml("tender")])), random
        )
        if random.random() < 0.5:
            tender, bids = sv.read_tender(path)
            sv.value(tender, bids, sv.load("national-toms@2022"))
        else:
            run(["check", str(path)])
        return
    seed = random.choice(_folders())
    for name, text in seed.items():
        _write(
            folder / "set" / name, mutated(random, text) if random.random() < 0.6 else text, random
        )
    if random.random() < 0.5:
        sv.load(folder / "set")
    else:
        run(["check", str(folder / "set")])


def records(random: Random, folder: Path) -> None:
    """A record with changes, hashed again or not, in Python and as a file."""
    found = altered(random, random.choice(_records()))
    if isinstance(found, dict) and random.random() < 0.7:
        with contextlib.suppress(Exception):
            found |= {"hashes": part_hashes({k: v for k, v in found.items() if k not in _HASHES})}
            found |= {"sha256": hash_of({k: v for k, v in found.items() if k != "sha256"})}
    if random.random() < 0.5:
        again = sv.replay_lots if random.random() < 0.2 else sv.replay
        again(found)
        return
    with contextlib.suppress(RecursionError):
        text = json.dumps(found)
        _write(
            folder / "record.json", mutated(random, text) if random.random() < 0.2 else text, random
        )
        run(["replay", str(folder / "record.json"), *_options(random, ["--format"])])


_HASHES = ("hashes", "sha256")


def commands(random: Random, folder: Path) -> None:
    """Words on the command line, beside files that are mostly sound."""
    for name, text in (("tender.yaml", TENDER), ("lots.yaml", LOTS), ("offers.csv", TABLE)):
        _write(folder / name, mutated(random, text) if random.random() < 0.2 else text, random)
    _write(folder / "record.json", json.dumps(random.choice(_records())), random)
    words = random.choice(COMMANDS).split()
    words = [*words, *random.choices(FILES, k=random.choice([0, 1, 1, 1, 2]))]
    words += _options(random, random.choices(OPTIONS, k=random.choice([0, 1, 1, 2, 4])))
    if random.random() < 0.1:
        words.insert(random.randrange(len(words) + 1), random.choice(TOKENS))
    with contextlib.chdir(folder):
        run([each.replace("\x00", "") for each in words])


def csv_files(random: Random, folder: Path) -> None:
    """A CSV file for `value`: as many rows come out as another reader finds, or it is refused."""
    text = mutated(random, TABLE.replace(",", random.choice(",,,;\t|")))
    text = text.replace("\n", random.choice(["\n", "\n", "\r\n", "\r"]))
    content = scrambled(random, text.encode("utf-8", "surrogatepass"))
    source, target = folder / "offers.csv", folder / f"out.{random.choice(['csv', 'parquet'])}"
    source.write_bytes(content)
    words = ["value", str(source), "--set", "national-toms@2022", "--output", str(target)]
    by = random.random() < 0.7
    words += ["--by", random.choice(["", "bid", "bid,theme", "note", 'a"b'])] if by else []
    if run(words) == 0 and target.suffix == ".csv":
        rows = list(
            csv.DictReader(io.StringIO(target.read_bytes().decode(), newline=""), strict=True)
        )
        found = sum(int(each["lines"]) for each in rows) if by else len(rows)
        if found != _rows_of(content):
            raise BrokenPromiseError(f"{found} rows came out and {_rows_of(content)} went in")


def _rows_of(content: bytes) -> int:
    """How many rows Python's csv module finds below the heading."""
    text = content.decode("utf-8-sig")
    first = text.splitlines()[0]
    delimiter = max(",;\t|", key=first.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return sum(1 for each in read if each) - 1


def tables(random: Random, folder: Path) -> None:
    """Columns of odd names and items, on every library of tables."""
    frame = None
    while frame is None:  # what no library can hold is no input
        frame = _frame(random)
    toms = sv.load("national-toms@2022")
    how: dict[str, Any] = {"on": "2022-07-01"}
    if random.random() < 0.2:
        how["columns"] = {random.choice(["bid", "measure", "quantity", "x"]): random.choice(NAMES)}
    call = random.randrange(4)
    if call == 0:
        found = sv.value_frame(frame, toms, **how)
        sv.problems(found)
    elif call == 1:
        by = random.choices(NAMES, k=random.choice([0, 1, 1, 2]))
        _looked_at(sv.total_frame(frame, toms, by=by, **how))
    elif call == 2:
        how = {"marks": {"q": random.choice(NAMES)}} if random.random() < 0.5 else {}
        sv.bids_from_frame(frame, toms, **how)
    else:
        _looked_at(
            sv.evaluate_frame(frame, _METHODS[random.randrange(2)], 20, rank=random.random() < 0.5)
        )


def _looked_at(found: Any) -> None:
    """A lazy result is worked out."""
    for name in ("collect", "fetchall"):
        if hasattr(found, name):
            getattr(found, name)()
            return


_METHODS = (sv.AgainstTarget(target="0.5"), sv.RelativeToHighest())
NAMES = [
    "bid", "measure", "quantity", "unit", "years", "place", "date", "activity", "unit_value",
    "share_claimed", "bidder", "amount", "price", "value", "value_pence", "state", "reason", "lot",
    "tender", "theme", "outcome", "lines", "problem", "sv_code", 'a"b', "", "Bid", "note",
]  # fmt: skip
COLUMNS: dict[str, list[Any]] = {
    "bid": ["Acme", "Acme ", "acme", "Brook", None, 1, 1.5],
    "measure": ["NT10", "NT18", "NT4", "NT28", "NT29", "NT44", "NT99", "nt10", None],
    "quantity": [1, 2.5, 40, 0, -1, 1e12, None, "5", "1,000", True],
}


def _frame(random: Random) -> Any:
    """A table of a library of tables; None where the library refuses the columns."""
    names = random.sample(NAMES, random.choice([0, 1, 3, 6]))
    names = list(
        dict.fromkeys([*(["bid", "measure", "quantity"] if random.random() < 0.8 else []), *names])
    )
    rows = random.choice([0, 1, 2, 5, 40])
    odd = [*VALUES, *random.sample(TOKENS, 8)]
    columns = {name: _items(random, COLUMNS.get(name, odd), rows, odd) for name in names}
    how = random.choice(
        ["pandas", "pandas", "polars", "polars", "lazy", "arrow", "arrow", "duckdb"]
    )
    try:
        return _built(how, columns)
    except Exception:  # noqa: BLE001 - whatever it is, it is no fault of ours
        return None


def _items(random: Random, usual: list[Any], rows: int, odd: list[Any]) -> list[Any]:
    """A column: of one kind of items mostly, with some that do not belong."""
    one = random.choice(usual)
    alike = [each for each in usual if type(each) is type(one) or each is None]
    pool = alike if random.random() < 0.7 else usual
    return [random.choice(odd if random.random() < 0.02 else pool) for _ in range(rows)]


def _built(how: str, columns: dict[str, list[Any]]) -> Any:
    if how == "pandas":
        import pandas as pd

        return pd.DataFrame(columns)
    if how in ("polars", "lazy"):
        import polars as pl

        frame = pl.DataFrame(columns, strict=False)
        return frame if how == "polars" else frame.lazy()
    import pyarrow as pa

    table = pa.table(columns)
    if how == "arrow":
        return table
    import duckdb

    return duckdb.connect().from_arrow(table)


# --- the command line ---------------------------------------------------------------------


def run(words: list[str]) -> int:
    """Run the command; its code is one of those promised, and nothing it says is a traceback."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    told = out.getvalue() + err.getvalue()
    if code not in CODES or "Traceback (most recent" in told:
        raise BrokenPromiseError(f"code {code} of {words}: {told[-1_500:]}")
    if "\x1b" in told:
        raise BrokenPromiseError(f"a terminal would obey what {words} says")
    return code


COMMANDS = [
    "score", "score", "check", "explain", "flags", "sensitivity", "summary", "record", "replay",
    "show", "show essex", "show national-toms@2022", "diff national-toms@2020", "frameworks",
    "search", "search waste --framework essex", "places", "new tender", "new tender --title x",
    "scheme", "schema tender", "schema", "plugin check", "plugin test", "plugin new",
    "value --set uk-open", "", "x",
]  # fmt: skip
FILES = [
    "tender.yaml", "tender.yaml", "tender.yaml", "lots.yaml", "offers.csv", "record.json", ".",
    "no.yaml", "national-toms@2022", "essex", "NT10", "offers-*.csv", "north-barset",
]  # fmt: skip
OPTIONS = [
    "--format", "--output", "-o", "--bidder", "--against", "--on", "--place", "--folder", "--by",
    "--column", "--memory", "--set", "--draft", "--successful", "--because", "--low-price",
    "--high-value", "--weak", "--after", "--with", "--title", "--adopt", "--replace", "--help",
    "--debug", "--published", "--framework", "--value", "--years", "--social-value", "--quality",
    "--target", "--about", "--sources", "--threads",
]  # fmt: skip
WORDS = [
    "json", "csv", "markdown", "html", "text", "out.csv", "out.json", "out.parquet", "out.html",
    "out.xlsx", "-", ".", "Acme", "Brook", "2022-07-01", "E10000012", "0.5", "1", "letters",
    "bid", "bid,theme", "", "measure=code", "1GB", "10KB", "national-toms@2022", "essex",
    "tender.yaml", "record.json",
]  # fmt: skip
_ALONE = {"--draft", "--replace", "--help", "--debug", "--sources"}


def _options(random: Random, names: list[str]) -> list[str]:
    words = []
    for name in names:
        value = random.choice(WORDS if random.random() < 0.8 else TOKENS)
        words += [name] if name in _ALONE else [name, value]
    return words


# --- seeds --------------------------------------------------------------------------------


@cache
def _yaml(kind: str) -> list[str]:
    """The small files of tests/broken of one kind, each wrong in one way."""
    texts = [_text(each) for each in sorted((TESTS / "broken").glob("*.yaml"))]
    return [each for each in texts if f"socialvalue/{kind}@" in each and len(each) < 20_000]


@cache
def _folders() -> list[dict[str, str]]:
    """Folders of definitions: name to text."""
    roots = {
        each.parent for each in (TESTS / "broken").rglob("*.yaml") if each.parent.name != "broken"
    }
    found = [
        {each.relative_to(root).as_posix(): _text(each) for each in sorted(root.rglob("*.yaml"))}
        for root in sorted(roots)
    ]
    return [each for each in found if sum(map(len, each.values())) < 40_000]


@cache
def _records() -> list[dict[str, Any]]:
    """Records of two small tenders."""
    tender, bids = _tender()
    toms = sv.load("national-toms@2022")
    scheme = sv.Scheme([
        sv.Criterion("price", 60, sv.LowestPrice()),
        sv.Criterion("social value", 40, sv.RelativeToHighest()),
    ])  # fmt: skip
    made = sv.evaluate(tender, bids, toms, scheme).record()
    return [json.loads(json.dumps(made, default=str))]


@cache
def _tender() -> tuple[sv.Tender, tuple[sv.Bid, ...]]:
    toms = sv.load("national-toms@2022")
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
    bids = (
        sv.Bid("Acme", price=90_000, commitments=[toms.commit("NT10", sv.weeks(40, people=5))]),
        sv.Bid("Brook", price=95_000, commitments=[toms.commit("NT28", sv.gbp(1_000))]),
    )
    return tender, bids


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _write(path: Path, text: str, random: Random) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode("utf-8", "surrogatepass")
    path.write_bytes(scrambled(random, content) if random.random() < 0.05 else content)


SURFACES: dict[str, Surface] = {
    "reader": reader,
    "records": records,
    "commands": commands,
    "tables": tables,
    "csv": csv_files,
}
assert math.isclose(sum(SHARES.values()), 100)
