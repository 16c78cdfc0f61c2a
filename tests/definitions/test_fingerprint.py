"""The hash of a set is of its meaning: of every value, and of nothing else in its files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import socialvalue as sv

SAMPLES = Path(__file__).resolve().parent / "samples"
Step = str | int
Files = dict[str, Any]


def sample(kind: str) -> Files:
    """The files of a sound sample as plain data."""
    return {
        each.name: yaml.load(each.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        for each in sorted((SAMPLES / kind).iterdir())
    }


@pytest.fixture
def sha256(tmp_path: Path) -> Callable[..., str]:
    """Writes files to a folder of their own and gives the hash of the set they make."""
    made = iter(range(10_000))

    def written(files: Files, **style: Any) -> str:
        folder = tmp_path / str(next(made))
        folder.mkdir()
        for name, data in files.items():
            text = data if isinstance(data, str) else dumped(data, **style)
            (folder / name).write_text(text, encoding="utf-8")
        found: str = sv.load(folder).sha256
        return found

    return written


def dumped(data: Any, **style: Any) -> str:
    """Data as YAML, every scalar quoted but null."""
    options = {"default_style": '"', "sort_keys": False, "allow_unicode": True, **style}
    return yaml.safe_dump(data, **options).replace('"null"', "null").replace("'null'", "null")


def backwards(data: Any) -> Any:
    """The same data, the keys of every group in the opposite order."""
    if isinstance(data, dict):
        return {key: backwards(data[key]) for key in reversed(data)}
    return [backwards(each) for each in data] if isinstance(data, list) else data


@pytest.mark.parametrize("kind", ["framework", "plugin"])
def test_spelling_does_not_change_it(kind: str, sha256: Callable[..., str]) -> None:
    """A comment, another order of keys or another style of YAML makes no new publication.

    Unjust otherwise: a record could not be replayed after somebody tidied up a file.
    """
    files = sample(kind)
    plain = sha256(files)
    assert sha256(files, default_flow_style=True) == plain
    assert sha256(files, default_style="'", width=20, indent=6) == plain
    assert sha256({name: backwards(data) for name, data in files.items()}) == plain
    texts = {name: dumped(data) for name, data in files.items()}
    commented = {name: f"# by {name}\n\n{text}\n# end\n" for name, text in texts.items()}
    assert sha256(commented) == plain
    assert sha256({name: text.replace("\n", "\r\n") for name, text in texts.items()}) == plain
    assert sha256({name: "\ufeff" + text for name, text in texts.items()}) == plain


def test_the_split_into_files_does_not_change_it(sha256: Callable[..., str]) -> None:
    """A long file is split by theme without becoming another set."""
    files = sample("framework")
    split = {name: data for name, data in files.items() if name == "framework.yaml"}
    for code, measure in files["measures.yaml"]["measures"].items():
        schema = "socialvalue/measures@1"
        split[f"a-{code}.yml"] = {"schema": schema, "measures": {code: measure}}
    for number, rule in enumerate(files["exclusions.yaml"]["exclusions"]):
        schema = "socialvalue/exclusions@1"
        split[f"b-{9 - number}.yaml"] = {"schema": schema, "exclusions": [rule]}
    assert sha256(split) == sha256(files)


def test_the_spelling_of_a_number_does_not_change_it(sha256: Callable[..., str]) -> None:
    """29050.00 and 29_050 are one figure."""
    files = sample("framework")
    again = copy.deepcopy(files)
    value = again["measures.yaml"]["measures"]["DM1"]["proxy"]["values"]["2024-07-01"]
    assert value["value"] == "29050.00"
    value["value"] = "29_050"
    assert sha256(again) == sha256(files)


def test_the_place_of_the_files_does_not_change_it(sha256: Callable[..., str]) -> None:
    """The same files on another machine are the same set."""
    assert sha256(sample("plugin")) == sha256(sample("plugin"))


def test_worked_examples_are_not_part_of_it(sha256: Callable[..., str]) -> None:
    """An example more is a check more; no bid is valued differently."""
    cases = {"schema": "socialvalue/cases@1", "cases": []}
    assert sha256({**sample("framework"), "cases.yaml": cases}) == sha256(sample("framework"))


# --- every value is part of it -------------------------------------------------------------

WORDS = {
    "complete": "partial", "partial": "complete", "monetised": "recorded", "recorded": "monetised",
    "local_economic": "social", "benefit": "supplier", "every_year": "any", "yes": "no",
    "two-sources": "one-source", "triangular": "uniform", "alternative": None, "subset": None,
    "GBP": None, "null": None, "central": None, "observed": "adopted", "adopted": "observed",
    "fte_year": "week", "yes_no": "count",
    "person_week": "count", "gbp": "count", "guide": None, "ashe": "guide", "local-jobs": None,
    "own-jobs": "local-employment", "E10000012": "E12000006", "gdp-deflator": "wage-rates",
    "national-toms": None, "2020": None, "lowest_price": "relative_to_highest",
    "panel_mark": None, "against_target": None, "initial": "price",
    "relative_to_highest": "lowest_price", "part": "total", "quality": None,
}  # fmt: skip
"""Another word that is allowed in the same place; None where only another change would be."""


def leaves(data: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str | None]]:
    """Every scalar value of some data, with its path."""
    if isinstance(data, (dict, list)):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, step))
    else:
        yield path, data


def another(value: str, key: Step) -> str | None:
    """Another value of the same kind, or None where there is none by itself."""
    if value in WORDS:
        return WORDS[value]
    if value.replace(".", "").isdigit():
        return str(int(float(value)) + 1)
    if value[:4].isdigit() and value.count("-") == 2:
        return f"{int(value[:4]) + (1 if key in ('until', 'must_from') else -1)}{value[4:]}"
    return None if value.startswith(("socialvalue/", "DM", "DC", "NT")) else f"{value}-more"


def changed(files: Files, name: str, path: tuple[Step, ...], value: str) -> Files:
    """The files with one value changed."""
    again = copy.deepcopy(files)
    holder = again[name]
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return again


NOT_BY_ITSELF = {
    ("measures", "DM2", "kind"), ("measures", "DM1", "kind"), ("measures", "DM3", "kind"),
    ("measures", "DC9", "kind"), ("measures", "DM1", "unit"),
}  # fmt: skip
"""A measure's kind changes with its proxy, its unit with its years, or the set is refused."""


@pytest.mark.parametrize("kind", ["framework", "plugin"])
def test_any_value_changes_it(kind: str, sha256: Callable[..., str]) -> None:
    """A value that could be altered under the same hash could be altered behind a score."""
    files = sample(kind)
    if kind == "plugin":  # a plug-in over a partial set is partial, whatever it says
        assert files["plugin.yaml"].pop("coverage") == "partial"
    plain = sha256(files)
    seen = 0
    for name, data in files.items():
        for path, value in leaves(data):
            other = None if path in NOT_BY_ITSELF or value is None else another(value, path[-1])
            if other is not None and path[-2:-1] != ("criteria",) and path[-1] != "points":
                assert sha256(changed(files, name, path, other)) != plain, (name, path, other)
                seen += 1
    assert seen > 30


def test_a_reason_a_date_and_a_rule_change_it(sha256: Callable[..., str]) -> None:
    """What is not a value by itself counts as well: keys, lists and their order."""
    files = sample("framework")
    plain = sha256(files)
    rules = files["exclusions.yaml"]["exclusions"]
    turned = copy.deepcopy(files)
    turned["exclusions.yaml"]["exclusions"][0]["measures"].reverse()
    fewer = copy.deepcopy(files)
    fewer["exclusions.yaml"]["exclusions"] = rules[:1]
    later = copy.deepcopy(files)
    values = later["measures.yaml"]["measures"]["DM3"]["proxy"]["values"]
    values["2024-07-02"] = values.pop("2024-07-01")
    renamed = copy.deepcopy(files)
    renamed["measures.yaml"]["measures"]["DM4"] = {
        **renamed["measures.yaml"]["measures"]["DM2"], "title": "One more"
    }  # fmt: skip
    assert len({plain, *map(sha256, (turned, fewer, later, renamed))}) == 5


def test_the_order_of_rules_does_not_change_it(sha256: Callable[..., str]) -> None:
    """Rules on double counting hold all at once: which is written first says nothing."""
    files = sample("framework")
    again = copy.deepcopy(files)
    again["exclusions.yaml"]["exclusions"].reverse()
    assert sha256(again) == sha256(files)


def test_exclusions_are_known_by_the_name_of_their_file(sha256: Callable[..., str]) -> None:
    """Rules without a schema line, as the design shows them, bind; by no other name are they known.

    Unjust otherwise: a set written from the page is refused, or its rules on double counting lost.
    """
    files = sample("framework")
    bare = {name: dict(data) for name, data in files.items()}
    del bare["exclusions.yaml"]["schema"]
    assert sha256(bare) == sha256(files)
    bare["rules.yaml"] = bare.pop("exclusions.yaml")
    with pytest.raises(sv.DefinitionError, match="SV111"):
        sha256(bare)
