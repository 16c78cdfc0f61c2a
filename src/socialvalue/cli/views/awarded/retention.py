"""Which evidence need not be kept any longer, and which holds personal data without a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from socialvalue.assess.provenance import library_version
from socialvalue.blocks import Block
from socialvalue.cli.out.answers import Views
from socialvalue.contracts import Register
from socialvalue.words import day_words, number_of

__all__ = ["retention_views"]

_ADVICE = (
    "How long to keep evidence is for you to decide. A claim under a contract may be made for 6 "
    "years, and under a deed for 12: take advice."
)
_NOTHING = "Nothing is past its day, and nothing with personal data is without one."
_OFFENCE = (
    "To delete it so that it need not be disclosed is an offence (Freedom of Information Act 2000, "
    "section 77)."
)


class _Piece(NamedTuple):
    """A piece of evidence to look at; its fields are the columns of a file."""

    contract: str
    entry: int
    kind: str
    held_at: str
    personal_data: str
    keep_until: str
    hold_until: str

    @property
    def to_do(self) -> str:
        """What to do with it: delete it, decide until when it is kept, or keep it."""
        if self.hold_until:
            return f"keep: on hold until {_day(self.hold_until)}"
        return "delete" if self.keep_until else "decide until when"


def retention_views(register: Register, on: date) -> Views:
    """The pieces of evidence whose time is over, and those that ask for one.

    Args:
        register: The delivery record.
        on: The day as at which.
    """
    gone = {each.about for each in register.standing().of("erase")}
    found = [*_pieces(register, on)]
    rows = sorted((each for each in found if each.entry not in gone),
                  key=lambda each: (each.keep_until or "9999", each.entry))  # fmt: skip
    head = register.head
    return Views(
        lambda: [_block(rows, len(found) - len(rows), on),
                 Block("", (f"Delivery record: {head}.",))],
        lambda: (_Piece._fields, rows),
        lambda: {"schema": "socialvalue/retention@1", "library": library_version(),
                 "on": on.isoformat(), "head": head,
                 "evidence": [each._asdict() for each in rows]},
    )  # fmt: skip


def _pieces(register: Register, on: date) -> Iterator[_Piece]:
    held = _held(register, on)
    for tracked in register.standing().contracts.values():
        until = held.get(tracked.contract.reference, "")
        for each in tracked.returns:
            for piece in each.noun.evidence:
                if _is_asked(piece, on):
                    keep = piece.keep_until.isoformat() if piece.keep_until else ""
                    yield _Piece(tracked.contract.reference, each.seq, piece.kind, piece.held_at,
                                 piece.personal_data, keep, until)  # fmt: skip


def _is_asked(piece: Any, on: date) -> bool:
    """Whether its day is over, or it holds personal data and has none."""
    if piece.keep_until is not None:
        return bool(piece.keep_until < on)
    return bool(piece.personal_data != "none")


def _held(register: Register, on: date) -> Mapping[str, str]:
    """Until which day nothing of a contract is erased."""
    holds = sorted(register.standing().of("hold"), key=lambda each: each.noun.until)
    return {each.contract: each.noun.until.isoformat() for each in holds if each.noun.until >= on}


def _block(rows: Sequence[_Piece], gone: int, on: date) -> Block:
    title = f"How long evidence is kept, as at {day_words(on)}"
    said = (*_said(rows), *_gone(gone))
    if not rows:
        return Block(title, (_NOTHING, *said))
    cells = tuple(
        (each.contract, str(each.entry), each.kind.replace("_", " "), each.held_at or "not said",
         each.personal_data.replace("_", " "), _day(each.keep_until) or "not said", each.to_do)
        for each in rows
    )  # fmt: skip
    heads = ("contract", "entry", "kind", "held at", "personal data", "keep until", "what to do")
    return Block(title, (*said, _ADVICE), heads, cells, (1,))


def _said(rows: Sequence[_Piece]) -> Iterator[str]:
    """How many pieces there are to delete, to decide on and to keep, and how that is done."""
    free = [each for each in rows if not each.hold_until]
    over = sum(bool(each.keep_until) for each in free)
    if over:
        yield (
            f"Past its day: {number_of(over, 'piece')}. Delete it where it is held. Once "
            "nothing of an entry's evidence is kept, erase the words of the entry here "
            "(socialvalue contract erase); until then they say where the rest of it is."
        )
    if len(free) > over:
        yield (
            "Personal data, and nobody has said until when it is kept: "
            f"{number_of(len(free) - over, 'piece')}. Decide on a day, and note it where the "
            "evidence is held."
        )
    if len(rows) > len(free):
        held = number_of(len(rows) - len(free), "piece")
        yield f"On hold: {held}. Keep it, whatever its day. {_OFFENCE}"


def _gone(many: int) -> Iterator[str]:
    if many:
        yield f"Not listed, since the words of the entry are erased: {number_of(many, 'piece')}."


def _day(iso: str) -> str:
    return day_words(date.fromisoformat(iso)) if iso else ""
