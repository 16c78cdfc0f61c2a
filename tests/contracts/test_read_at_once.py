"""An entry that holds is seen at once; the long way, step by step, says the same of every row."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts import chain
from socialvalue.contracts.chain import entries_in
from socialvalue.contracts.entries import BEFORE_THE_FIRST, Entry, Row, commitment_to, kept_of
from socialvalue.contracts.entries import sha256_of as hashed

PLAIN = chain._at_once
ROLES = st.sampled_from(["supplier", "finance", 'a "role"', "rôle\\", "x\n"])


@st.composite
def rows(draw: Callable[..., Any]) -> list[Row]:
    """A chain that holds: names of any spelling, words, and words that were erased."""
    found: list[Row] = []
    before, gone = BEFORE_THE_FIRST, set[int]()
    for seq in range(1, draw(st.integers(1, 6)) + 1):
        about = draw(st.none() | st.integers(1, seq))
        action = draw(st.sampled_from(["deliver", "approve", "erase"]))
        words = draw(st.sampled_from(["", '{"/statement":"x"}', '{"reason":"§"}']))
        salt = secrets.token_bytes(32) if words else None
        if action == "erase" and about is not None:
            gone.add(about)
        kept = kept_of({
            "about": about, "action": action, "by": draw(ROLES), "contract": draw(ROLES),
            "entered": "2022-12-31", "on": "2022-12-01", "previous": before, "seq": seq,
            "what": draw(st.sampled_from([None, {"line": "1"}, {"note": '","words":""}'}])),
            "words": commitment_to(words, salt or b"") if words else "",
        })  # fmt: skip
        before = hashed(kept)
        found.append(Row(seq, kept, before, salt, words))
    return [each._replace(salt=None, words="") if each.seq in gone else each for each in found]


def resealed(row: Row, kept: str) -> Row:
    """A row with another text and the hash of that."""
    return row._replace(kept=kept, sha256=hashed(kept))


ALTERED: dict[str, Callable[[Row], Row]] = {
    "as it was": lambda row: row,
    "its text": lambda row: row._replace(kept=row.kept.replace('"by":"', '"by":"x')),
    "its text and hash": lambda row: resealed(row, row.kept.replace('"by":"', '"by":"x')),
    "its day": lambda row: resealed(row, re.sub('"on":"....', '"on":"0000', row.kept)),
    "no entry": lambda row: resealed(row, "[]"),
    "the hash before": lambda row: resealed(row, row.kept.replace('"previous":"', '"previous":"0')),
    "its number": lambda row: row._replace(seq=row.seq + 1),
    "the number in its text": lambda row: resealed(row, row.kept.replace('"seq":', '"seq":0')),
    "its spelling": lambda row: resealed(row, row.kept.replace('"seq":', '"seq": ')),
    "something behind it": lambda row: resealed(row, row.kept + " "),
    "its words": lambda row: row._replace(words=row.words + " "),
    "its salt": lambda row: row._replace(salt=b"x"),
    "words away": lambda row: row._replace(words="", salt=None),
    "words added": lambda row: row._replace(words=row.words or '{"reason":"x"}'),
    "the hash of its words": lambda row: resealed(row, row.kept.replace('"words":"', '"words":"0')),
}  # fmt: skip


def read(held: list[Row]) -> tuple[list[Entry], str]:
    """The entries that are read, and what is wrong with the first that does not hold."""
    found: list[Entry] = []
    try:
        for each in entries_in(held):
            found.append(each)  # noqa: PERF402 - what was read before one does not hold
    except sv.RecordError as error:
        return found, str(error)
    return found, ""


@given(data=st.data(), held=rows())
def test_what_is_seen_at_once_is_what_is_seen_step_by_step(data: Any, held: list[Row]) -> None:
    """A quick look that passes what the long one refuses would let somebody alter the record."""
    at = data.draw(st.integers(0, len(held) - 1))
    kinds = data.draw(st.lists(st.sampled_from([*ALTERED]), min_size=1, max_size=2))
    for kind in kinds:
        held[at] = ALTERED[kind](held[at])
    order = data.draw(st.sampled_from(["kept", "shortened", "reversed", "doubled"]))
    if order != "kept":
        held = {"shortened": held[:at] + held[at + 1 :], "reversed": held[::-1],
                "doubled": held[: at + 1] + held[at:]}[order]  # fmt: skip
    at_once, why = read(held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chain, "_at_once", lambda *_: None)
        assert (at_once, why) == ((plain := read(held)[0]), read(held)[1])
    assert [each._text for each in at_once] == [each._text for each in plain]


@pytest.mark.parametrize("kind", [*ALTERED])
def test_each_alteration_is_refused_the_quick_way(kind: str, register: Any, report: Any) -> None:
    """What is asked of the quick look is asked of it by name, not by chance."""
    report()
    held = register._storage.rows()
    held[1] = ALTERED[kind](held[1])
    passes = PLAIN(held[1], held[0].sha256, 2) is not None
    assert passes == (kind in {"as it was", "its text and hash", "words added"})


def test_nearly_every_entry_is_seen_at_once(register: Any, report: Any) -> None:
    """Else a long record would be read as slowly as before, and nobody would notice."""
    register.approve(report(), by="finance", on="2022-12-20")
    held = register._storage.rows()
    found = [PLAIN(each, before.sha256, each.seq) for before, each in pairwise(held)]
    assert found == [*register.entries[1:]]
    assert len(found) == 2


QUESTIONS: dict[str, Callable[[Any], str]] = {
    "all contracts": lambda held: sv.portfolio(held, on="2022-12-31").head,
    "a contract": lambda held: sv.contracts.progress(held, "ECC-0412", on="2022-12-31").head,
    "what a clause allows": lambda held: sv.contracts.allowed(
        held, "ECC-0412", on="2022-12-31").progress.head,
    "offers": lambda held: sv.contracts.exchange(held, on="2022-12-31").head,
    "indicators": lambda held: sv.contracts.kpis(held, "ECC-0412", on="2022-12-31").head,
    "endings": lambda held: sv.contracts.endings(held, on="2022-12-31").head,
    "hand-over": lambda held: sv.contracts.hand_over(
        held, "ECC-0412", on="2022-12-31").found.head,
    "clocks": lambda held: sv.notices.clocks(held, on="2022-12-31").head,
    "tables": lambda held: (sv.contracts.portfolio_tables(held, on="2022-12-31"), held.head)[1],
}  # fmt: skip


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=[*QUESTIONS])
def test_figures_and_the_head_beside_them_are_of_one_reading(
    ask: Callable[[Any], str], register: Any, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who keeps the head proves the figures by it: somebody may write while they are worked out."""
    report()
    before, stream = register.head, register._storage.stream
    asked: list[int] = []

    def read_once(after: int = 0) -> Any:
        asked.append(after)
        return stream(after)

    monkeypatch.setattr(register._storage, "stream", read_once)
    assert ask(register) == before
    assert len(asked) == 1 + (ask is QUESTIONS["tables"])
