"""The schemas that editors check files with: made of the shapes, no stricter than the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from inspect import cleandoc
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from socialvalue.definitions.json_schema import KINDS, entries_of, json_schema, schema_texts
from socialvalue.definitions.text import read_text
from socialvalue.errors import DefinitionError, NotFoundError
from socialvalue.registry.discovery import measures_root

REMEDY = "run `nox -s schemas`, and commit what it writes"


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor reads it: 1.2, where 2022 is a number, NO a text and a day a text too."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def as_an_editor_reads(content: str) -> Any:
    """JSON-like data: keys are texts."""
    found: Any = yaml.load(content, Loader=EditorLoader)  # noqa: S506 - a safe loader
    return _texts_as_keys(found)


def _texts_as_keys(found: Any) -> Any:
    if isinstance(found, dict):
        return {str(key): _texts_as_keys(value) for key, value in found.items()}
    return [_texts_as_keys(each) for each in found] if isinstance(found, list) else found


def kind_of(content: str) -> str:
    """What a file says it is; a tender, if it says nothing that is known."""
    found = re.search(r"^schema: *['\"]?socialvalue/(\w+)@1\b", content, re.M)
    return found.group(1) if found and found.group(1) in KINDS else "tender"


def faults(content: str) -> list[str]:
    """What a schema says of a file, as an editor and as our own reader would read it."""
    checker = Draft202012Validator(json_schema(kind_of(content)))
    try:
        readings = [as_an_editor_reads(content), read_text(content.encode(), "x.yaml")]
    except yaml.YAMLError as error:
        return [str(error)]
    except DefinitionError:
        readings = [as_an_editor_reads(content)]
    return [error.message for data in readings for error in checker.iter_errors(data)]


def shipped() -> Iterator[Path]:
    yield from sorted(measures_root().rglob("*.yaml"))


def names(paths: Iterator[Path]) -> list[Any]:
    root = measures_root()
    return [pytest.param(each, id=each.relative_to(root).as_posix()) for each in paths]


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schemas_are_those_of_the_shapes(kind: str) -> None:
    """An editor never checks against last month's keys."""
    folder = resources.files("socialvalue") / "definitions" / "schemas"
    name = f"{kind}.schema.json"
    assert folder.joinpath(name).read_text(encoding="utf-8") == schema_texts()[name], REMEDY


def test_no_schema_is_left_over() -> None:
    """A schema of a kind that is no more would still be found by an editor."""
    folder = resources.files("socialvalue") / "definitions" / "schemas"
    assert {each.name for each in folder.iterdir()} == set(schema_texts()), REMEDY


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_a_schema(kind: str) -> None:
    """What is no JSON Schema itself checks nothing."""
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("path", names(shipped()))
def test_every_shipped_file_fits_its_schema(path: Path) -> None:
    """An editor that marks our own files wrong is switched off."""
    content = path.read_text(encoding="utf-8")
    assert faults(content) == []
    assert faults(f"{content.rstrip()}\nkey_that_no_file_has: 1\n")


@pytest.mark.parametrize("path", names(shipped()))
def test_every_shipped_file_names_its_schema_to_editors(path: Path) -> None:
    """Whoever opens a file in the checkout gets its keys, words and mistakes told."""
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    _, _, named = first.partition("# yaml-language-server: $schema=")
    assert named, f"{path.name} does not begin with the line for editors: {REMEDY}"
    assert named.endswith(f"/definitions/schemas/{kind_of(chr(10).join(rest))}.schema.json")
    up = "/".join([".."] * len(path.relative_to(measures_root()).parts))
    assert named.startswith(f"{up}/src/socialvalue/")


def test_the_example_tender_fits_its_schema(example_tender: Path) -> None:
    """The first file that a newcomer opens is right."""
    content = example_tender.read_text(encoding="utf-8")
    assert faults(content) == []
    assert faults(content.replace("bidder:", "biddder:", 1))


MEASURES = """
schema: socialvalue/measures@1
measures:
  DM1:
    title: Local people employed
    outcome: jobs
    unit: fte_year
    kind: monetised
    proxy:
      values:
        2024-04-01: {value: "29050.00", source: ashe}
"""
PLUGIN = """
schema: socialvalue/plugin@1
id: test
edition: 2024
title: Test council
licence: OGL-UK-3.0
rights: Ours.
adopts: [{framework: national-toms, edition: 2022}]
localise:
  NT1: {2022-04-29: {value: "28460", source: ours}}
scheme:
  illustrative: yes
  criteria: [{name: price, points: 60, method: lowest_price}]
"""
TENDER = """
schema: socialvalue/tender@1
title: Works
framework: essex
contract_value: 2_400_000
bids:
  - bidder: Acme
    marks: {quality: 4.5}
    commitments: [{measure: NT1, fte: 12.5, years: 2, date: 2022-06-01}]
"""


@pytest.mark.parametrize("content", [MEASURES, PLUGIN, TENDER], ids=kind_of)
def test_plain_and_quoted_values_both_fit(content: str) -> None:
    """The reader takes 2024 and "2024" alike, and so does the schema."""
    quoted = re.sub(r": (\d[\d._]*)([,}\]\n])", r': "\1"\2', content)
    assert quoted.count('"') > content.count('"') or content == MEASURES
    assert faults(content) == []
    assert faults(quoted) == []


@pytest.mark.parametrize(
    ("code", "content", "right", "wrong"),
    [
        ("SV201", MEASURES, "title:", "titel:"),
        ("SV202", MEASURES, "    outcome: jobs\n", ""),
        ("SV203", MEASURES, "values:\n        2024-04-01: {", "values: [{a: b}]\n      x: {"),
        ("SV204", MEASURES, "fte_year", "fte_yaer"),
        ("SV205", MEASURES, "monetised", "monetized"),
        ("SV206", MEASURES, "2024-04-01", "01/04/2024"),
        ("SV301", MEASURES, "29050.00", "29,050.00"),
        ("SV302", MEASURES, '"29050.00"', "-29050.00"),
        ("SV301", PLUGIN, '"28460"', "£28460"),
        ("SV203", PLUGIN, "yes", "perhaps"),
        ("SV703", PLUGIN, "lowest_price", "lowest"),
        ("SV201", TENDER, "bidder:", "biddder:"),
        ("SV206", TENDER, "2022-06-01", "June 2022"),
        ("SV301", TENDER, "12.5", "12.5 FTE"),
        ("SV301", TENDER, "2_400_000", "2.4m"),
    ],
)
def test_faults_that_a_schema_can_catch_are_caught(
    code: str, content: str, right: str, wrong: str
) -> None:
    """Most slips of the pen are marked while the file is being written."""
    assert right in content
    assert faults(content.replace(right, wrong)), f"a schema can catch {code}"


# --- the bad files ------------------------------------------------------------------------

BROKEN = Path(__file__).resolve().parent.parent / "broken"
CAUGHT = {"SV111", "SV114", "SV201", "SV202", "SV203", "SV204", "SV205", "SV206", "SV220", "SV301",
          "SV302", "SV703"}  # fmt: skip
"""Codes that a schema can catch: another kind of file, an unknown or missing key, a wrong shape, an
unknown unit, word or method, what is no date, no text, no number, or below zero."""
TOGETHER = "which keys go together depends on what stands in another"
BEYOND = {
    "SV205-more-rules-of-a-policy/plugin.yaml": "which figures fit stands in other figures",
    "SV111-plugin-beside-a-framework/plugin.yaml": "the file is right, and stands in a wrong place",
    "SV201-keys-of-another-rule/exclusions.yaml": TOGETHER,
    "SV201-method-and-criteria.yaml": TOGETHER,
    "SV201-parameters-beside-criteria.yaml": TOGETHER,
    "SV201-parameter-of-another-method.yaml": TOGETHER,
    "SV201-two-bounds-of-a-rule/plugin.yaml": TOGETHER,
    "SV220-empty-moderation.yaml": "to an editor an empty value is a null, which may stand there",
    "SV202-half-a-rule/exclusions.yaml": TOGETHER,
    "SV202-place-of-local-figures/plugin.yaml": TOGETHER,
    "SV202-quantity-without-unit.yaml": TOGETHER,
    "SV202-scale-of-a-panel.yaml": TOGETHER,
    "SV202-threshold-without-a-figure/plugin.yaml": TOGETHER,
    "SV203-rule-that-excludes-nothing/exclusions.yaml": TOGETHER,
    "SV220-empty-rename/plugin.yaml": "the values of a plain group are any text",
    "SV220-lot-without-a-name.yaml": "a lot in its short form is any text",
}
"""Bad files with such a code that a schema made of the shapes cannot know of, and why."""


def bad_files() -> list[Any]:
    """The files that can be read as data, each with the codes told of it."""
    found = []
    for path in sorted(BROKEN.rglob("*.yaml")):
        name = path.relative_to(BROKEN).as_posix()
        expected = BROKEN / f"{name.split('/')[0].removesuffix('.yaml')}.expected"
        told = re.findall(
            rf"^{re.escape(name)}:\d+:\d+[:,].*?(SV\d{{3,4}})\b",
            expected.read_text(encoding="utf-8"),
            re.M,
        )
        if not any(code < "SV111" for code in told):
            found.append(pytest.param(path, set(told), id=name))
    return found


@pytest.mark.parametrize(("path", "codes"), bad_files())
def test_a_schema_catches_of_the_bad_files_what_it_can(path: Path, codes: set[str]) -> None:
    """What can be marked while it is being written is, and nothing that the reader would take."""
    name = path.relative_to(BROKEN).as_posix()
    caught = faults(path.read_text(encoding="utf-8"))
    assert bool(caught) == bool(codes & CAUGHT and name not in BEYOND), (codes, caught)


def test_an_unknown_kind_is_refused() -> None:
    """The kinds are listed to whoever misspells one."""
    with pytest.raises(NotFoundError, match="SV111"):
        json_schema("plug-in")


def test_editors_show_the_words_of_the_model() -> None:
    """Who writes a measure is told what each key means, without opening the docs."""
    measure = json_schema("measures")["$defs"]["MeasureEntry"]["properties"]
    assert measure["mistake"]["description"] == "The commonest mistake."
    assert "fte_year" in measure["unit"]["enum"]
    assert json.dumps(measure)


def test_the_words_are_there_however_python_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.13 keeps docstrings without their indentation: an editor showed 12 words of 74."""
    before = json_schema("tender")
    assert json.dumps(before).count('"description"') > 70
    shapes = {each for shape in KINDS.values() for each in entries_of(shape)}
    for noun in {each for shape in shapes for each in shape.NOUNS}:
        monkeypatch.setattr(noun, "__doc__", cleandoc(noun.__doc__ or ""))
    assert json_schema("tender") == before
