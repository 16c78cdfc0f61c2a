"""Shapes that a room brings itself: read, told, salvaged and drawn up as ours are."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from jsonschema import Draft202012Validator

import socialvalue as sv
from socialvalue.definitions.files import read_as_far, read_entry, read_file
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.json_schema import entries_of, json_schema, schema_texts
from socialvalue.definitions.nodes import Keys
from socialvalue.definitions.shapes import SCHEMAS
from socialvalue.definitions.shapes.entries import (
    APART,
    NAMED_PARTS,
    Entry,
    from_key,
    is_needed,
    keys_of,
    number,
    one_of,
    parts,
    required,
    word,
)


@attrs.define
class DeliveryEntry(Entry):
    """What was delivered, and who saw it."""

    SHORTHAND: ClassVar[str] = "amount"
    amount: str = attrs.field(metadata={"reads": "number"})
    state: str = word(("seen", "said"), "said", apart=1)
    note: str = attrs.field(default="", metadata=APART)


def _seeming_kind(line: Keys) -> str:
    return "often" if "weight" in line else "once"


@attrs.define
class LineEntry(Entry):
    """A line of a schedule; the words of its keys come from a class of the room's own."""

    class Line:
        """What was promised.

        Attributes:
            due: The last day for it.
        """

    NOUNS: ClassVar[tuple[type, ...]] = (Line,)
    due: date = attrs.field(metadata={"key": "by"})
    kind: str = attrs.field(
        metadata={**one_of("once", "often"), "apart": 1, "stand_in": _seeming_kind}
    )
    share: str | None = number(reads="share")
    weight: Decimal | None = None
    deliveries: list[DeliveryEntry] = parts(list)
    start: date | None = from_key(default=None)


@attrs.define
class ContractFile(Entry):
    """contract.yaml."""

    SCHEMA: ClassVar[str] = "council/contract@1"
    schema: str
    title: str
    lines: dict[str, LineEntry] = attrs.field(metadata=NAMED_PARTS)
    partners: list[str] = parts(list, names="elsewhere")
    unit: str = attrs.field(default="count", metadata={"listed": ("count", "mile")})


OURS = {**SCHEMAS, ContractFile.SCHEMA: ContractFile}
RIGHT = """\
schema: council/contract@1
title: Parks
lines:
  trees: {by: 2027-03-31, kind: once, share: 1/3, from: 2026-01-01, deliveries: ["5", {amount: 3}]}
  hours:
    by: 2028-03-31
    kind: often
    weight: "0.5"
partners: [Acme]
"""
WRONG = (
    ("by: 2027-03-31", "by: 2027-02-30", "SV206", 4, 15),
    ("by: 2027-03-31, ", "", "SV202", 4, 10),
    ("kind: often", "kind: seldom", "SV205", 7, 11),
    ("kind: often", "kin: often", "SV201", 7, 5),
    ("kind: often", "due: 2028-03-31", "SV201", 7, 5),
    ('weight: "0.5"', "weight: much", "SV301", 8, 13),
    ("from: 2026-01-01", "from: then", "SV206", 4, 57),
    ("{amount: 3}", "{amount: 3, state: guessed}", "SV205", 4, 106),
    ("partners: [Acme]", "partners: Acme", "SV203", 9, 11),
    ("title: Parks", 'title: ""', "SV220", 2, 8),
)


def written(folder: Path, content: str) -> Path:
    path = folder / "contract.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def read_of(content: str, folder: Path) -> tuple[Any, Findings]:
    """What can be read of a contract, and what is wrong with it."""
    findings = Findings()
    path = written(folder, content)
    return read_entry(path, "contract.yaml", findings, schemas=OURS), findings


def test_a_room_reads_files_of_its_own(tmp_path: Path) -> None:
    """A contract is read by the reader that reads a tender, places, short forms and all."""
    entry, findings = read_of(RIGHT, tmp_path)
    assert not findings.problems
    assert [*entry.lines] == ["trees", "hours"]
    assert entry.lines["trees"].start == date(2026, 1, 1)
    assert [each.amount for each in entry.lines["trees"].deliveries] == ["5", "3"]
    assert str(entry.lines["trees"].deliveries[0].span()) == "contract.yaml:4:82"
    path = written(tmp_path, RIGHT)
    assert read_file(path, "contract.yaml", schemas=OURS) == entry
    assert read_as_far(path, "contract.yaml", ContractFile, Findings()) == entry
    with pytest.raises(
        sv.DefinitionError, match="SV111 'council/contract@1' is not a kind"
    ) as error:
        read_file(path)
    assert "socialvalue/tender@1" in str(error.value)


@pytest.mark.parametrize(("old", "new", "code", "line", "column"), WRONG)
def test_what_is_wrong_is_told_at_its_place(
    old: str, new: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    """A key that Python calls otherwise is named as the file has it, and each fault is placed."""
    _, findings = read_of(RIGHT.replace(old, new), tmp_path)
    (found,) = [each for each in findings.problems if each.code == code]
    assert found.place == f"contract.yaml:{line}:{column}"
    assert "due" not in f"{found.message}{found.hint}".replace("key 'due'", "")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Whoever mends a contract does so once."""
    spoilt = RIGHT
    for old, new, *_ in (WRONG[0], WRONG[2], WRONG[5], WRONG[9]):
        spoilt = spoilt.replace(old, new)
    _, findings = read_of(spoilt, tmp_path)
    codes = [each.code for each in sorted(findings.problems, key=lambda each: each.order)]
    assert codes == ["SV220", "SV206", "SV205", "SV301"]


@pytest.mark.parametrize(
    ("old", "new", "left", "names", "blind"),
    [
        ('"5"', "[]", ["hours often 0", "trees once 1"], set(), False),  # one delivery
        ("kind: often", "kind: seldom", ["hours often 0", "trees once 2"], {"kind"}, False),
        ("by: 2027-03-31", "by: x", ["hours often 0"], {"trees"}, False),  # a line
        ("lines:", "lines: x\nunit: mile\nsurplus:", [], set(), True),  # all of them
        (
            "[Acme]",
            "[Acme, []]",
            ["hours often 0", "trees once 2"],
            set(),
            True,
        ),  # who knows which names
    ],
)
def test_what_is_left_is_read_on(
    old: str, new: str, left: list[str], names: set[str], blind: bool, tmp_path: Path
) -> None:
    """The smallest part that stands for itself is taken out: what the rest says is still told."""
    entry, findings = read_of(RIGHT.replace(old, new, 1), tmp_path)
    assert findings.problems
    told = [
        f"{name} {line.kind} {len(line.deliveries)}" for name, line in sorted(entry.lines.items())
    ]
    assert told == left
    assert names <= findings.unread
    assert findings.blind == blind


def test_its_json_schema_is_made_of_its_shape() -> None:
    """An editor checks a contract as it checks a tender: keys, words, numbers and days."""
    schema = json_schema("contract", OURS)
    line = schema["$defs"]["LineEntry"]
    assert schema["title"] == schema["properties"]["schema"]["const"] == "council/contract@1"
    assert schema["properties"]["unit"] == {"enum": ["count", "mile"]}
    assert line["properties"]["by"] == {
        "$ref": "#/$defs/day", "description": "The last day for it."}  # fmt: skip
    assert line["required"] == ["by", "kind"]
    assert line["properties"]["share"] == {"anyOf": [{"$ref": "#/$defs/share"}, {"type": "null"}]}
    assert schema["$defs"]["DeliveryEntry"]["anyOf"][0] == {"$ref": "#/$defs/number"}
    checker = Draft202012Validator(schema)
    right = {"schema": "council/contract@1", "title": "x", "lines": {"a": {"by": "2027-03-31",
             "kind": "once", "share": "1/3", "deliveries": ["5"]}}}  # fmt: skip
    assert checker.is_valid(right)
    assert not checker.is_valid({**right, "unit": "hour"})
    assert not checker.is_valid({**right, "lines": {"a": {"due": "2027-03-31", "kind": "once"}}})


def test_what_a_room_brings_changes_nothing_of_ours() -> None:
    """A shape that is imported, or only written, leaves the shipped schemas as they are."""
    assert "contract.schema.json" not in schema_texts()
    assert {*schema_texts(OURS)} - {*schema_texts()} == {"contract.schema.json"}
    assert {name: schema_texts(OURS)[name] for name in schema_texts()} == schema_texts()
    with pytest.raises(sv.NotFoundError, match="SV111"):
        json_schema("contract")


KNOWN = {"key", "words", "listed", "reads", "keys", "apart", "names", "stand_in"}


@pytest.mark.parametrize("shape", [*SCHEMAS.values(), ContractFile], ids=lambda each: each.__name__)
def test_every_shape_says_of_its_keys_what_is_known(shape: type[Entry]) -> None:
    """A misspelt word of metadata would be passed over in silence, and a key be half of one."""
    assert shape.SCHEMA
    for entry in entries_of(shape):
        keys = keys_of(entry)
        assert {entry.SHORTHAND, entry.DATED} - {""} <= {*keys}
        for field in keys.values():
            said = field.metadata
            assert {*said} <= KNOWN
            assert said.get("apart", 1) in (1, 2, 3)
            assert "stand_in" in said or not (is_needed(field) and said.get("apart") == 1)
            kinds = (str, dict[str, str])
            assert "reads" not in said or required(field.type) in kinds
