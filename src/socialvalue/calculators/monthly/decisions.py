"""What waits for the council as a workbook, and the decisions that came back in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

import attrs

from socialvalue.calculators.boxes import Boxes
from socialvalue.calculators.monthly.looked import NO, NOBODY, RoundLook
from socialvalue.calculators.monthly.shown import seq_in
from socialvalue.contracts import Delivered, DeliveryReturn, Register, Standing, Tracked
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.numbers import plain
from socialvalue.sheets.forms import LINE, Form, lines_of, new_form
from socialvalue.sheets.own import is_filled
from socialvalue.sheets.typed import no_words, number_in
from socialvalue.sheets.workbooks import Workbook
from socialvalue.sheets.writing import put
from socialvalue.spans import Span
from socialvalue.units import counted_in
from socialvalue.words import day_words, listed

__all__ = ["Decided", "DecisionsCame", "decisions_bytes", "decisions_in", "waiting_in"]

TABLE: Final = "Decisions"
FIRST_ROW: Final = 7
COLUMNS: Final[dict[str, tuple[str, int, str]]] = {
    "keys": ("Entry", 8, "plain"),
    "contracts": ("Contract", 14, "plain"),
    "lines": ("No.", 6, "plain"),
    "titles": ("Commitment", 26, "plain"),
    "periods": ("Days", 17, "plain"),
    "reported": ("Reported", 12, "plain"),
    "units": ("Unit", 14, "plain"),
    "words": ("The supplier's words", 32, "plain"),
    "evidence": ("Evidence, and where", 22, "plain"),
    "seen": ("Seen before?", 12, "plain"),
    "decisions": ("▶ Decision", 13, "words"),
    "quantities": ("▶ Quantity, for a part", 14, "number"),
    "reasons": ("▶ Reason or question, for the supplier", 30, "words"),
    "samples": ("Sample?", 14, "plain"),
    "seconds": ("▶ Second person, by role", 12, "words"),
}
_BOXES: Final = (
    ("by", "▶ Who decides, by role", "words"), ("on", "▶ Day of the decisions", "day"),
)  # fmt: skip
WORDS: Final = ("verify", "verify part", "return", "ask")
"""What may be decided; a row that is left empty waits."""
_LATER: Final = frozenset(("samples", "seconds"))
"""Columns that decisions made before this version have not, neither: it asked no second person."""


@attrs.frozen(kw_only=True)
class Decided:
    """A decision on a return.

    Attributes:
        seq: The entry of the return.
        word: What is decided, one of `WORDS`.
        quantity: For a part, how much.
        reason: Why, or what is asked.
        second: A second person who looked at it, by role, or "".
        by: Who decided, by role.
        on: The day.
        span: Where it stands.
        by_span: Where it stands who decided.
        second_span: Where the second person stands.
    """

    seq: int
    word: str
    quantity: Decimal | None
    reason: str
    second: str
    by: str
    on: date
    span: Span
    by_span: Span
    second_span: Span

    def spot(self, found: Problem) -> Span:
        """Where a problem of it stands."""
        if found.where:  # said of one of two people, who is the second
            return self.second_span
        return self.by_span if found.code == "SV959" else self.span

    @property
    def same(self) -> tuple[Any, ...]:
        """What two decisions are compared by."""
        return self.word, self.quantity, self.reason, self.second


@attrs.frozen
class DecisionsCame(Boxes):
    """Decisions that came back.

    Attributes:
        said: Those that are filled in.
    """

    said: tuple[Decided, ...] = attrs.field(default=(), kw_only=True)


# --- out ----------------------------------------------------------------------------------


def waiting_in(standing: Standing) -> list[tuple[Tracked, Delivered]]:
    """The returns that wait for the council, the oldest first."""
    found = [(held, each) for held in standing.contracts.values() for each in held.returns
             if each.waiting]  # fmt: skip
    return sorted(found, key=lambda pair: (pair[1].entry.on, pair[1].seq))


def decisions_bytes(
    register: Register, standing: Standing, on: date, look: RoundLook = NOBODY
) -> bytes:
    """What waits, a row each: the same record gives the same bytes."""
    waits, into = waiting_in(standing), BytesIO()
    form = new_form(into, on)
    sheet = form.sheet(TABLE)
    title = f"{len(waits)} to decide. Rows you leave blank wait."
    form.text(sheet, 0, 0, title, "title")
    form.text(sheet, 1, 0, _said(), "said")
    for row, (name, label, kind) in enumerate(_BOXES, start=2):
        form.text(sheet, row, 0, label, "label")
        form.box(sheet, row, 3, kind)
        form.name(name, TABLE, 3, range(row + 1, row + 2))
    rows = range(FIRST_ROW, FIRST_ROW + max(len(waits), 1))
    for column, (name, (heading, width, _)) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        form.text(sheet, FIRST_ROW - 2, column, heading, "heading")
        form.name(name, TABLE, column, rows)
    sheet.set_row(FIRST_ROW - 2, 3 * LINE)
    sheet.freeze_panes(FIRST_ROW - 1, 4)
    sheet.repeat_rows(FIRST_ROW - 2)
    seen, drawn = _seen(standing), look.words(standing, (each.seq for _, each in waits))
    for at, (tracked, each) in zip(rows, waits, strict=False):
        _row(form, sheet, at, {**_printed(tracked, each, seen), "samples": drawn[each.seq]})
    _data(form, register)
    form.book.close()
    return into.getvalue()


def _said() -> str:
    return (
        "verify: all of it. verify part: give the quantity and the reason. return: back to the "
        "supplier, with the reason. ask: it waits, and the supplier is asked. For the contract "
        "team alone."
    )


def _printed(tracked: Tracked, each: Delivered, seen: dict[str, list[int]]) -> dict[str, str]:
    """The locked cells of a row."""
    noun, line = each.noun, tracked.schedule[each.line] if each.line else None
    title = f"{line.code} {line.title}" if line else _beyond(noun, tracked)
    shown = [_evidence_words(one) for one in noun.evidence if one.kind != "supplier_return"]
    asked = f" Asked on {day_words(each.last.on)}: {each.question}" if each.question else ""
    before = sorted({one for key in _keys_of(each) for one in seen[key] if one != each.seq})
    return {
        "keys": str(each.seq), "contracts": tracked.contract.reference, "lines": each.line or "–",
        "titles": title, "periods": f"{day_words(noun.starts)} to {day_words(noun.ends)}",
        "reported": plain(each.reported), "units": counted_in(noun.unit),
        "words": f"{noun.statement}{_also(noun)}{asked}", "evidence": "; ".join(shown) or "none",
        "seen": f"in entry {', '.join(map(str, before))}" if before else "no",
    }  # fmt: skip


def _beyond(noun: DeliveryReturn, tracked: Tracked) -> str:
    """What is beyond the contract, and that its measure is committed, where it is."""
    same = [each.line for each in tracked.schedule.of_measure(noun.measure)]
    asked = f"; or is it of commitment {listed(same)}?" if same else ""
    return f"{noun.measure}, beyond the contract{asked}"


def _also(noun: DeliveryReturn) -> str:
    """What is verified with a figure beside its words: how many kept a job, and where it fell."""
    kept = "" if noun.kept is None else f" Kept a job: {plain(noun.kept)}."
    return kept + (f" Place: {noun.place}." if noun.place else "")


def _evidence_words(each: Any) -> str:
    kind = each.kind.replace("_", " ")
    return f"{kind}: {each.held_at or each.title or 'not said where'}"


def _seen(standing: Standing) -> dict[str, list[int]]:
    """Where each piece of evidence is named: by its hash, or its kind and place."""
    found: dict[str, list[int]] = {}
    for each in standing.returns.values():
        for key in _keys_of(each):
            found.setdefault(key, []).append(each.seq)
    return found


def _keys_of(each: Delivered) -> Iterator[str]:
    for one in each.noun.evidence:
        if one.kind != "supplier_return" and (one.sha256 or one.held_at):
            yield one.sha256 or f"{one.kind}: {one.held_at.casefold()}"


def _row(form: Form, sheet: Any, at: int, printed: dict[str, str]) -> None:
    for column, (name, (_, _, look)) in enumerate(COLUMNS.items()):
        if name in printed:
            form.text(sheet, at - 1, column, printed[name])
        else:
            form.box(sheet, at - 1, column, look)
    tall = max(lines_of(words, COLUMNS[name][1]) for name, words in printed.items())
    sheet.set_row(at - 1, min(LINE * max(2, tall), 409))
    column = tuple(COLUMNS).index("decisions")
    rule = {"validate": "list", "source": list(WORDS)}
    put(sheet.data_validation(at - 1, column, at - 1, column, rule))


def _data(form: Form, register: Register) -> None:
    sheet = form.sheet("sv_data")
    for row, (name, words) in enumerate((("kind", "decisions"), ("head", register.head))):
        form.text(sheet, row, 0, words)
        form.name(name, "sv_data", 0, range(row + 1, row + 2))
    sheet.hide()


# --- back -----------------------------------------------------------------------------------


def decisions_in(
    file: str, book: Workbook, standing: Standing, on: date, look: RoundLook = NOBODY
) -> DecisionsCame:
    """A workbook that is known to hold decisions.

    Args:
        file: Its name.
        book: What it holds.
        standing: What the delivery record comes to.
        on: The day as at which it is read.
        look: Of which returns a second person is asked for.

    Raises:
        InputError: A column is gone (SV1021).
    """
    came = DecisionsCame(file, book)
    is_earlier = look == NOBODY and not any(map(came.is_there, _LATER))
    needed = {*COLUMNS, "by", "on"} - (_LATER if is_earlier else set())
    gone = sorted(each for each in needed if not came.is_there(each))
    if gone:
        raise InputError(problem("SV1021", found=f"the column or box '{gone[0]}' is gone"))
    rows = [row for row in came.rows("keys") if _is_filled(came, row)]
    if not rows:
        return came
    by, when = came.text("by"), came.day("on")
    for name, found in (("by", "the role of who decides"), ("on", "the day")):
        if not came.cell(name).text.strip():
            came.wrong(came.span(name), problem("SV1023", found=found))
    is_future = when is not None and when > on
    if when is not None and is_future:
        told = {"what": "the day of the decisions", "why": "is still to come"}
        came.wrong(came.span("on"), problem("SV954", found=when.isoformat(), **told))
    said = tuple(_decided(came, rows, standing, _Decider(by, when or on, look)))
    return attrs.evolve(came, said=said if by and when and not is_future else ())


def _is_filled(came: DecisionsCame, row: int) -> bool:
    boxes = ("decisions", "quantities", "reasons", "seconds")
    return any(is_filled(came.cell(each, row)) for each in boxes if came.is_there(each))


@attrs.frozen
class _Decider:
    """Who decides, on which day, and of what a second person is asked for."""

    by: str
    on: date
    look: RoundLook


def _decided(
    came: DecisionsCame, rows: Iterable[int], standing: Standing, decider: _Decider
) -> Iterator[Decided]:
    drawn = _drawn(came, standing, decider.look)
    for row in rows:
        try:
            seq = _seq(came, row, standing)
            _check_sample(came, row, seq, drawn)
            word, amount, reason = _decision(came, row, standing.returns[seq])
            second = _second(came, row, word, standing.returns[seq], drawn[seq], decider.by)
        except InputError as error:
            came.problems.extend(error.problems)
        else:
            yield Decided(seq=seq, word=word, quantity=amount, reason=reason, second=second,
                          by=decider.by, on=decider.on, span=came.span("decisions", row),
                          by_span=came.span("by"),
                          second_span=_second_span(came, row))  # fmt: skip


def _drawn(came: DecisionsCame, standing: Standing, look: RoundLook) -> Mapping[int, str]:
    """What stood in the column 'Sample?' of each return that the file lists."""
    keys = {seq_in(came.text("keys", row)) for row in came.rows("keys")}
    return look.words(standing, keys & {*standing.returns})


def _check_sample(
    came: DecisionsCame, row: int, seq: int, drawn: Mapping[int, str]
) -> None:  # fmt: skip
    """Refuse a row that says of itself that nobody else need look at it."""
    if not came.is_there("samples"):
        return
    found = came.text("samples", row)
    if found != drawn[seq]:
        wrong = problem("SV1034", seq=seq, found=found, expected=drawn[seq])
        raise _placed(came.span("samples", row), wrong)


def _second(  # noqa: PLR0917 - a row and what is known of it
    came: DecisionsCame, row: int, word: str, held: Delivered, drawn: str, by: str
) -> str:
    """The second person who looked at what is verified, where one is asked for or named."""
    if not came.is_there("seconds") or not word.startswith("verify"):
        return ""
    found, span = came.text("seconds", row), came.span("seconds", row)
    if not found and drawn != NO:
        needed = "the role of a second person, who looks at it too"
        raise _placed(span, problem("SV1030", seq=held.seq, found=needed))
    if found and as_read(found) == as_read(by):
        why = "a second person is another than who decides"
        raise _placed(span, problem("SV956", found=found, action="verified", why=why))
    if found and drawn != NO and held.noun.is_typed_alone_by(found):
        raise _placed(span, problem("SV956", found=found, action="verified", why=held.noun.TYPED))
    return found


def _second_span(came: DecisionsCame, row: int) -> Span:
    return came.span("seconds" if came.is_there("seconds") else "decisions", row)


def _seq(came: DecisionsCame, row: int, standing: Standing) -> int:
    """The entry that a row decides on, whose printed cells are as the record has them."""
    key = came.text("keys", row)
    seq = seq_in(key)
    if seq not in standing.returns:
        found = "there is no such return"
        raise _placed(came.span("keys", row), problem("SV1028", seq=key or "?", found=found))
    each = standing.returns[seq]
    printed = {
        "contracts": each.entry.contract, "lines": each.line or "–",
        "reported": plain(each.reported), "units": counted_in(each.noun.unit),
    }  # fmt: skip
    for name, words in printed.items():
        found = came.cell(name, row).text.strip()
        if found != words:
            said = f"'{found}' is written where '{words}' was"
            raise _placed(came.span(name, row), problem("SV1028", seq=seq, found=said))
    return seq


def _decision(came: DecisionsCame, row: int, each: Delivered) -> tuple[str, Decimal | None, str]:
    """What a row says: what is decided, for a part how much, and why.

    Raises:
        InputError: It is no decision (SV1029), or something of it is missing (SV1030).
    """
    word, amount = _word(came, row, each.seq), _quantity(came, row)
    reason, made = came.text("reasons", row), no_words(came.cell("reasons", row))
    if made:
        raise _placed(came.span("reasons", row), problem("SV929", found=made))
    missing = _missing(word, amount, reason, each)
    if missing:
        name, found = missing
        raise _placed(came.span(name, row), problem("SV1030", seq=each.seq, found=found))
    return word, amount if word == "verify part" else None, reason


def _word(came: DecisionsCame, row: int, seq: int) -> str:
    """What is decided."""
    word = came.text("decisions", row).casefold()
    if word in WORDS:
        return word
    wrong = problem("SV1030", seq=seq, found="a word: verify, verify part, return or ask")
    if word:
        hint = did_you_mean(word, WORDS, label="decisions")
        wrong = problem("SV1029", found=word, hint=hint)
    raise _placed(came.span("decisions", row), wrong)


def _missing(
    word: str, amount: Decimal | None, reason: str, each: Delivered
) -> tuple[str, str] | None:
    """The box that lacks something, and what."""
    is_part = word == "verify part"
    if is_part and amount is None:
        return "quantities", "the quantity that is verified"
    if not is_part and amount is not None and Fraction(amount) != Fraction(each.reported):
        return "quantities", "'verify part', or no quantity"
    if word != "verify" and not reason:
        return "reasons", "a question" if word == "ask" else "a reason"
    return None


def _quantity(came: DecisionsCame, row: int) -> Decimal | None:
    span = came.span("quantities", row)
    try:
        return number_in(came.cell("quantities", row), lambda said: came.note(span, said))
    except InputError as error:
        raise InputError(span.locate(error.problems)) from None


def _placed(span: Span, found: Problem) -> InputError:
    return InputError(span.placed(found))
