"""Delivery records of many returns to time things on, written without the checks of each entry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.contracts.test_size import CONTRACTS, contract

import socialvalue as sv
from socialvalue.contracts import Evidence
from socialvalue.contracts.delivery import Decision, DeliveryReturn
from socialvalue.contracts.entries import Row
from socialvalue.contracts.log import New, _row

_FIRST = date(2010, 1, 1)
_SALT = bytes(32)


def _templates(pieces: int) -> dict[tuple[str, str], tuple[str, str]]:
    """What a return of each line and a decision hold, as text, with marks for what differs."""
    shown = [Evidence("timesheet", title=f"Sheet {at}", held_at="contract file 7",
                      keep_until="2037-01-01") for at in range(pieces)]  # fmt: skip
    found = {}
    for line in map(str, range(1, 9)):
        noun = DeliveryReturn(
            line=line, measure=f"M{line}", unit="staff_hour", quantity="7777.25",
            starts="2033-01-01", ends="2044-01-01", statement="As planned.",
            reported_by="supplier", entered_by="supplier", evidence=shown,
        )  # fmt: skip
        for action, about, held in (
            ("deliver", None, noun),
            ("approve", 888_000_888, Decision("7777.25")),
        ):
            new = New(action=action, contract="C!", on=date(2055, 1, 1), by="finance", noun=held,
                      about=about)  # fmt: skip
            row = _row(new, 999_000_999, 64 * "p", date(2031, 1, 1), _SALT)
            found[action, line] = row.kept, row.words
    return found


def rows(
    returns: int, seq: int, last: str, contracts: int = CONTRACTS, pieces: int = 0
) -> Iterator[Row]:
    """Returns of different quantities, each verified in full, a contract after another."""
    made = _templates(pieces)
    for number in range(returns):
        at = number // contracts
        line, day = str(at % 8 + 1), _FIRST + timedelta(days=at // 8 * 7)
        ends, much = day + timedelta(days=6), f"{number % 999 + 1}.{number % 97 + 1:02d}"
        for action in ("deliver", "approve"):
            text, words = made[action, line]
            seq += 1
            for old, new in (
                ("7777.25", much),
                ("2033-01-01", f"{day}"),
                ("2044-01-01", f"{ends}"),
                ("2055-01-01", f"{ends}"),
                ('"C!"', f'"C{number % contracts}"'),
                (":888000888,", f":{seq - 1},"),
                (":999000999,", f":{seq},"),
                (64 * "p", last),
            ):
                text = text.replace(old, new, 1)
            last = hashlib.sha256(text.encode()).hexdigest()
            yield Row(seq, text, last, _SALT if words else None, words)


def filled(path: Path, returns: int, pieces: int = 0) -> None:
    """A record of so many returns of 400 contracts, each with pieces of evidence, in one go."""
    with sv.contracts.open_register(path, new=True) as register:
        with register.importing():
            for number in range(CONTRACTS):
                register.add(contract(number), by="procurement", on="2010-01-01")
        storage, last = register._storage, register.entries[-1].sha256
        with storage.writing():
            for row in rows(returns, CONTRACTS, last, pieces=pieces):
                storage.append(row)
