"""Making a guide, and writing it as a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.guides.basis import basis_of
from socialvalue.guides.guide import Guide
from socialvalue.guides.readers import READERS, parts_for
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.saving import write_file

__all__ = ["make", "write", "written"]


_CALLED: Final[Mapping[str, str]] = {
    "contract-managers": "a guide for contract managers",
    "bidders-day": "a handout for the bidders' day",
}
"""What a guide is called, where its reader's word does not say so."""


def make(framework: Framework, *, reader: str, tender: Tender | None = None) -> Guide:
    """Make a guide for one kind of reader, from a set of measures.

    It says what the set says and no more: of a measure without evidence, that the set names none.

    Args:
        framework: The set; its day decides which values and rules are given.
        reader: ``suppliers``, ``evaluators``, ``contract-managers``, or ``bidders-day`` for a
            handout with exercises on paper.
        tender: The tender that it is for: its measures, values and target; without one, an example.

    Raises:
        InputError: No such reader (SV1400).

    Example:
        >>> import socialvalue as sv
        >>> essex = sv.load("essex")
        >>> guide = sv.guides.make(essex, reader="suppliers")
        >>> guide.parts[1][0].heading
        'If you are a small firm: what a firm of six can offer'
    """
    if reader not in READERS:
        hint = did_you_mean(reader, READERS, label="readers")
        raise InputError(problem("SV1400", found=reader, known=", ".join(READERS), hint=hint))
    title = f"{framework.title}: {_CALLED.get(reader, f'a guide for {reader}')}"
    parts = parts_for(reader, basis_of(framework, tender), title)
    return Guide(title=title, reader=reader, parts=parts)


def write(
    framework: Framework,
    path: str | os.PathLike[str],
    *,
    reader: str,
    tender: Tender | None = None,
) -> None:
    """Write a guide for one kind of reader, from a set of measures.

    Args:
        framework: The set, as for `make`.
        path: A file that ends in ``.html``, ``.md`` or ``.docx``.  What stood there is written
            over.
        reader: ``suppliers``, ``evaluators``, ``contract-managers``, or ``bidders-day`` for a
            handout with exercises on paper.
        tender: The tender that it is for, as for `make`.

    Raises:
        InputError: No such reader (SV1400); another ending (SV312); for a document, python-docx
            is not installed (SV841).

    Example:
        >>> import tempfile, pathlib
        >>> import socialvalue as sv
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "guide.md"
        ...     sv.guides.write(sv.load("essex"), file, reader="suppliers")
        ...     print(file.read_text(encoding="utf-8").splitlines()[0])
        # Essex County Council: a guide for suppliers
    """
    file = Path(path)
    write_file(file, written(framework, file.suffix, reader=reader, tender=tender))


def written(framework: Framework, ending: str, *, reader: str, tender: Tender | None) -> bytes:
    """What `write` writes into a file of an ending."""
    made = _FORMS.get(ending.lower())
    if made is None:
        hint = f"end the file's name in {' or '.join(_FORMS)}"
        raise InputError(problem("SV312", what="the ending of the file", found=ending, hint=hint))
    return made(make(framework, reader=reader, tender=tender))


def _text(words: str) -> bytes:
    return f"{words}\n".encode("utf-8", "backslashreplace")


_FORMS: Final[Mapping[str, Callable[[Guide], bytes]]] = {
    ".html": lambda guide: _text(guide.html),
    ".md": lambda guide: _text(guide.markdown),
    ".docx": lambda guide: guide.docx,
}
"""How a guide is written, by the ending of its file."""
