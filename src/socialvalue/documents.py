"""Documents of every noun: those of the library, and those that rooms have of their own.

The rooms stand above the floor that writes and reads documents, so their nouns are handed to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from socialvalue.assess.documents import schemas, texts
from socialvalue.contracts.nouns import NOUNS

__all__ = ["from_json", "json_schema", "kinds", "to_json"]


def to_json(thing: Any) -> str:
    """A noun or a result as a JSON document, which `from_json` reads.

    The same noun gives the same text in every process and on every machine: amounts are texts,
    keys are sorted, and files are named without the folders that they lay in; so is the set of a
    tender that names it by a path.

    Args:
        thing: A noun of the library, such as a tender, a bid, a scheme or a set; a valuation; or
            an evaluation, of which the document is the record.

    Returns:
        The text.  Its ``schema`` says what it is, as ``socialvalue/bid@1`` does; where a file has a
        noun's name, the document has a longer one, as ``socialvalue/tender-data@1`` is.

    Raises:
        InputError: It is no noun and no such result (SV316); of a result that follows from another
            the hint says which to give.
        RecordError: A council's own method in it cannot be written down (SV804), or it is larger
            than any that is read (SV820).

    Example:
        >>> import socialvalue as sv
        >>> text = sv.to_json(sv.Lot("north"))
        >>> print(text)
        {"data":{"$":"Lot","name":"north"},"schema":"socialvalue/lot@1","shared":[]}
    """
    return texts.to_json(thing, NOUNS)


def from_json(text: str | bytes, *, methods: Iterable[type[Any]] = ()) -> Any:
    """What a JSON document says: the noun or the result of which `to_json` wrote it.

    Only nouns of the library are ever made, each by its own checks.  A result is computed again
    from what it rests on, and must come to what the document says.

    Args:
        text: What `to_json` gave, or the text of a record.
        methods: Scoring methods of your own that a scheme in it uses.

    Raises:
        DefinitionError: It is no JSON (SV116); a name stands twice in an object (SV120), or a
            number is a float (SV305) or too large to be meant (SV303), each with its JSON pointer;
            or it is nested too deep (SV107).
        RecordError: It is no such document (SV229), holds another noun than it says (SV230), or
            what means nothing here (SV804); a record that was altered (SV803); a result that comes
            to something else here (SV823).

    Example:
        >>> import socialvalue as sv
        >>> sv.from_json(sv.to_json(sv.weeks(40, people=5))) == sv.weeks(40, people=5)
        True
    """
    return texts.from_json(text, methods=methods, also=NOUNS)


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of document, for forms, editors and other programs.

    Args:
        kind: A kind of file, which people and forms write (``"tender"``, ``"contract-file"``, …);
            a noun as `to_json` writes it (``"bid"``, ``"tender-data"``, …); ``"valuation"``,
            ``"letter"``, ``"record"`` or ``"record-lots"``.

    Returns:
        The schema, of Draft 2020-12.

    Raises:
        NotFoundError: No such kind (SV231).

    Example:
        >>> import socialvalue as sv
        >>> sorted(sv.json_schema("tender")["required"])
        ['bids', 'contract_value', 'framework', 'schema', 'title']
        >>> sv.json_schema("lot")["properties"]["schema"]
        {'const': 'socialvalue/lot@1'}
    """
    from socialvalue.contracts.opened.shapes import FILES
    from socialvalue.definitions import json_schema as of_files

    if kind in of_files.kinds_of(FILES):
        return of_files.json_schema(kind, FILES)
    return schemas.json_schema(kind, NOUNS)


def kinds() -> tuple[str, ...]:
    """The kinds that have a schema: files, as people write them, first.

    Example:
        >>> "tender" in kinds(), "contract" in kinds()
        (True, True)
    """
    from socialvalue.contracts.opened.shapes import FILES
    from socialvalue.definitions.json_schema import KINDS, kinds_of

    files = (*KINDS, *kinds_of(FILES))
    documents = schemas.kinds_of_documents(NOUNS)
    return (*files, *(each for each in documents if each not in files))
