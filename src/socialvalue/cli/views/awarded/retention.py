"""Which evidence need not be kept any longer, and which holds personal data without a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block
from socialvalue.cli.out.answers import Views
from socialvalue.contracts import Register
from socialvalue.words import day_words, number_of

__all__ = ["retention_views"]

_HEADS = ("contract", "entry", "kind", "held_at", "personal_data", "keep_until")


def retention_views(register: Register, on: date) -> Views:
    """The pieces of evidence whose time is over, and those that ask for one."""
    rows = sorted(_rows(register, on), key=lambda each: (each[5] or "9999", each[1]))
    head = register.head
    return Views(
        lambda: [_block(rows, on), Block("", (f"Delivery record: {head}.",))],
        lambda: (_HEADS, rows),
        lambda: {"schema": "socialvalue/retention@1", "library": library_version(),
                 "on": on.isoformat(), "head": head,
                 "evidence": [dict(zip(_HEADS, each, strict=True)) for each in rows]},
    )  # fmt: skip


def _rows(register: Register, on: date) -> Iterator[tuple[str, int, str, str, str, str]]:
    for held in register.standing().contracts.values():
        for each in held.returns:
            for piece in each.noun.evidence:
                over = piece.keep_until is not None and piece.keep_until < on
                asked = piece.keep_until is None and piece.personal_data != "none"
                if over or asked:
                    until = piece.keep_until.isoformat() if piece.keep_until else ""
                    yield (held.contract.reference, each.seq, piece.kind, piece.held_at,
                           piece.personal_data, until)  # fmt: skip


def _block(rows: list[tuple[str, int, str, str, str, str]], on: date) -> Block:
    title = f"Evidence to look at, as at {day_words(on)}"
    if not rows:
        return Block(title, ("Nothing is kept longer than was said.",))
    said = (
        f"{number_of(len(rows), 'piece')}. Delete it where it is kept, then erase its words here.",
        "Time limits are yours: claims may be made for 6 years, of a deed for 12; take advice.",
    )
    cells = tuple(
        (contract, str(seq), kind.replace("_", " "), where, data.replace("_", " "),
         day_words(date.fromisoformat(until)) if until else "? say until when")
        for contract, seq, kind, where, data, until in rows
    )  # fmt: skip
    heads = ("contract", "entry", "kind", "held at", "personal data", "kept until")
    return Block(title, said, heads, cells, (1,))
