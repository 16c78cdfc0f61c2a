"""What a problem code means, for whoever meets one in a table, a letter or a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from socialvalue.blocks import Block, Explanation
from socialvalue.errors import CATALOGUE, InputError, Kind, NotFoundError, problem
from socialvalue.errors.examples import samples_of

__all__ = ["explain_code", "explained", "is_code"]

_CODE = re.compile(r"SV[0-9]{3,4}", re.ASCII | re.IGNORECASE)
_OUTCOMES = {
    "1": "It is found when a file is read, which is refused until it is mended.",
    "2": "It is found in a definition: a framework, a plug-in, a list. It is refused until mended.",
    "3": "It is found in a tender, a bid or a table, and nothing is computed until it is mended.",
    "4": "It is found when a set of measures is looked for or loaded.",
    "5": "It is the reason why a commitment does not count: none of its £ is in the total, and the "
         "commitment is listed with the reason.",
    "6": "It is a warning: what it is about counts, and someone should look at it twice.",
    "7": "It is found in a scheme, or when points are worked out by it.",
    "8": "It is found in a record, or when a report is made from a result.",
    "9": "It is found when a calculator is made, or when one that came back is read.",
    "95": "It is found after award: in a contract, or where its delivery is recorded.",
    "10": "It is found after award: in what goes into a delivery record, or is made from one.",
    "11": "It is found when a report, a chart or a set of tables is written.",
    "12": "It is found in a public notice, or in what a notice is drafted from.",
    "13": "It is found where doubt is worked out, or a target or an offer is planned.",
    "14": "It is found when a guide is written, or an exercise is begun or checked.",
}  # fmt: skip

_NO_HINT = {
    "5": "a bidder may change its offer until the deadline; after that nothing is changed, and the "
         "reason stays beside the commitment",
}  # fmt: skip


def is_code(text: str) -> bool:
    """Whether a text is written as a problem code is, known or not.

    Example:
        >>> is_code("sv505"), is_code("tender.yaml")
        (True, False)
    """
    return _CODE.fullmatch(text.strip()) is not None


def explain_code(code: str) -> Explanation:
    """What a problem code means, what to do, and an example.

    Args:
        code: As it stands in a message or in a table's `problem` column, in any case.

    Returns:
        A text; a notebook shows it as HTML.

    Raises:
        NotFoundError: No such code (SV419).
        InputError: It is no text (SV316).

    Example:
        >>> import socialvalue as sv
        >>> print(sv.explain_code("sv503").splitlines()[0])
        SV503: recorded only
    """
    return explained(code)


def explained(code: str, *, for_files: bool = False) -> Explanation:
    """What a problem code means, to someone who writes Python, or files and commands."""
    given: Any = code
    if not isinstance(given, str):
        expected, found = "a code such as 'SV505'", type(given).__name__
        raise InputError(problem("SV316", what="the code", expected=expected, found=found))
    kind = CATALOGUE.get(given.strip().upper())
    if kind is None:
        raise NotFoundError(problem("SV419", found=given, hint=_hint(given)))
    hint = kind.file_hint if for_files and kind.file_hint else kind.hint
    blocks = tuple(_blocks(kind, hint.format_map(samples_of(kind.code))))
    return Explanation("\n\n".join(each.text() for each in blocks), blocks=blocks)


def _blocks(kind: Kind, hint: str) -> Iterator[Block]:
    message = kind.message.format_map(samples_of(kind.code))
    yield Block(f"{kind.code}: {kind.word.replace('-', ' ')}")
    yield Block("What it means", (kind.meaning, _OUTCOMES[kind.part]))
    if not hint:
        hint = _NO_HINT.get(kind.part, "the hint beside the message says what is expected there")
    yield Block("What to do", (f"{hint[:1].upper()}{hint[1:].rstrip('.')}.",))
    yield Block("An example", (f"    {kind.code} {message}",))


def _hint(found: str) -> str:
    """A code by its number alone or by its word; else what a code looks like."""
    word = found.strip().lower().replace(" ", "-")
    meant = [
        each.code
        for each in CATALOGUE.values()
        if word == each.word or (word.isdigit() and each.code == f"SV{word}")
    ]
    guess = f"did you mean {' or '.join(meant)}? " if meant else ""
    return f"{guess}a code is SV and three or four digits, as it stands in a message, such as SV505"
