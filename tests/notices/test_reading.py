"""Notices are read as they were published: every form, every number, and none held for nothing."""

from __future__ import annotations

import io
import json
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.notices.made import contract, release

import socialvalue as sv
from socialvalue.errors import DefinitionError, InputError, NotFoundError


def jsonl(*releases: dict[str, Any]) -> str:
    """A release a line."""
    return "".join(json.dumps(each) + "\n" for each in releases)


TWO = (release("UK7", number="1"), release("UK11", number="2", date="2026-09-01T09:00:00+01:00"))


@pytest.mark.parametrize(
    "text",
    [
        jsonl(*TWO),
        json.dumps({"releases": TWO}),
        json.dumps(TWO, indent=2),
        json.dumps({"records": [{"ocid": TWO[0]["ocid"], "releases": TWO}]}),
        jsonl({"releases": [TWO[0]]}, {"releases": [TWO[1]]}),
        "\ufeff" + jsonl(*TWO) + "\n\n",
    ],
    ids=["lines", "package", "list", "records", "packages", "marked"],
)
def test_every_form_of_a_file_holds_the_same_notices(text: str, tmp_path: Path) -> None:
    """Which program fetched the notices must not decide what they say."""
    path = tmp_path / "releases.json"
    path.write_text(text, encoding="utf-8")
    for source in (path, str(path), text, io.StringIO(text), io.BytesIO(text.encode())):
        notices = sv.notices.read(source)
        assert [(each.id, each.kind) for each in notices] == [("1", "UK7"), ("2", "UK11")]
        assert not notices.problems
    assert [each.id for each in sv.notices.read(list(TWO))] == ["1", "2"]


def test_numbers_are_as_exact_as_they_are_written() -> None:
    """£5,000,000.01 is above the limit; as a binary fraction it may not be."""
    text = json.dumps(release()).replace('"amountGross": 6000000', '"amountGross": 5000000.01')
    (found,) = sv.notices.read(text)
    assert found.release["contracts"][0]["value"]["amountGross"] == Decimal("5000000.01")
    given = release("UK7", contract(value={"amountGross": 0.1, "currency": "GBP"}))
    (data,) = sv.notices.read(given)
    assert data.release["contracts"][0]["value"]["amountGross"] == Decimal("0.1")


def test_a_notice_knows_what_was_published_before_it_and_not_after() -> None:
    """A check of June must not rest on what was published in September."""
    notices = sv.notices.read([TWO[1], TWO[0]])
    last, first = notices
    assert (first.id, len(first.earlier)) == ("1", 1)
    assert (last.id, len(last.earlier)) == ("2", 2)
    assert notices.process(first.ocid)["tag"] == ["compiled"]
    assert notices.ocids == (first.ocid,)
    assert [each.id for each in notices[:1]] == ["2"]
    assert notices[-1].id == "1"


def test_a_release_that_stands_twice_is_one_and_one_that_says_two_things_is_told() -> None:
    """A feed that repeats itself must not double a count; one that contradicts itself must show."""
    other = release(number="1", language="cy")
    notices = sv.notices.read([TWO[0], TWO[0], other])
    assert len(notices) == 2
    assert [each.code for each in notices.problems] == ["SV1205"]


def test_lines_that_are_broken_are_told_by_line_and_the_others_read(tmp_path: Path) -> None:
    """One bad line of a feed of a thousand must not hide the others."""
    path = tmp_path / "feed.jsonl"
    twice = json.dumps(TWO[1]).replace('"id": "2"', '"id": "2", "id": "3"', 1)
    deep = '{"a":' * 100 + "1" + "}" * 100
    path.write_text(
        f"{json.dumps(TWO[0])}\nno json\n{twice}\n{deep}\n[1]\n{{}}\n{json.dumps(TWO[1])}\n"
    )
    notices = sv.notices.read(path)
    assert [each.id for each in notices] == ["1", "2"]
    assert [(each.place.split(":")[1], each.code) for each in notices.problems] == [
        ("2", "SV116"), ("3", "SV120"), ("4", "SV107"), ("5", "SV1209"), ("6", "SV1203"),
    ]  # fmt: skip
    places = [each.place.rpartition("feed.jsonl:")[2] for each in notices.problems]
    assert places == ["2:1", "3", "4", "5", "6"], "columns count from 1, and none is made up"


def test_what_cannot_be_read_at_all_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """An officer who names the wrong file must learn which one it is."""
    empty = tmp_path / "x.json"
    empty.write_text('{"a": 1}')
    for source, code in ((tmp_path / "none.jsonl", "SV101"), (empty, "SV1203"), ("{", "SV116")):
        with pytest.raises(DefinitionError, match=code):
            sv.notices.read(source)
    with pytest.raises(InputError, match="SV316"):
        sv.notices.read(7)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="SV1208"):
        sv.notices.read(list(TWO)).process("ocds-x")


def test_a_document_above_64_mb_is_refused_with_the_command_that_converts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole year of notices in one document must not take all memory before it fails."""
    from socialvalue.notices import exact_json, sources

    for module in (exact_json, sources):
        monkeypatch.setattr(module, "MOST_BYTES", 2_000)
    path = tmp_path / "package.json"
    path.write_text(json.dumps({"releases": TWO}))
    with pytest.raises(DefinitionError, match="SV1202") as caught:
        sv.notices.read(path)
    assert "jq -c" in str(caught.value)
    lines = tmp_path / "releases.jsonl"
    lines.write_text(jsonl(*TWO) * 4)
    assert len(sv.notices.read(lines)) == 2


@pytest.mark.parametrize("mark", ["", "\n", "\ufeff"])
def test_lines_of_an_open_file_above_64_mb_are_not_sent_to_become_lines(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said 'make a file of a release a line of it' of a file of a release a line."""
    from socialvalue.notices import exact_json, sources

    for module in (exact_json, sources):
        monkeypatch.setattr(module, "MOST_BYTES", 2_000)
    lines = tmp_path / "releases.jsonl"
    lines.write_text(mark + jsonl(*TWO) * 4, encoding="utf-8")
    with lines.open("rb") as stream, pytest.raises(DefinitionError, match="SV1201") as caught:
        sv.notices.read(stream)
    assert "releases.jsonl is larger" in str(caught.value)
    assert "jq" not in str(caught.value)
    assert "give the path" in str(caught.value)
    with pytest.raises(DefinitionError, match="SV1201"):
        sv.notices.read(mark + jsonl(*TWO) * 4)
    with pytest.raises(DefinitionError, match="SV1202"):
        sv.notices.read(io.StringIO(json.dumps({"releases": TWO})))


def test_a_file_of_lines_is_not_held(tmp_path: Path) -> None:
    """Notices of years are more than a council's machine has memory for."""
    path = tmp_path / "feed.jsonl"
    padding = "x" * 50_000
    with path.open("w") as stream:
        for number in range(200):
            each = release(number=str(number), ocid=f"ocds-{number}", description=padding)
            stream.write(json.dumps(each) + "\n")
    tracemalloc.start()
    notices = sv.notices.read(path)
    assert [each.id for each in notices] == [str(number) for number in range(200)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000 < path.stat().st_size


def test_a_file_that_has_changed_is_not_read_on(tmp_path: Path) -> None:
    """A line of another file must not be taken for the notice that stood there."""
    path = tmp_path / "feed.jsonl"
    path.write_text(jsonl(*TWO))
    notices = sv.notices.read(path)
    assert notices[1].id == "2"
    path.write_text(jsonl(TWO[1], TWO[0], TWO[0]))
    with pytest.raises(InputError, match="SV1204"):
        notices[1]


def test_fields_that_the_schema_does_not_have_are_listed_by_path() -> None:
    """A misspelt field passes every validator, and what it says is lost."""
    odd = release("UK7", contract(agreedMetric=[], value={"amount": "5m", "currency": "GBP"}))
    (found,) = sv.notices.read(odd)
    assert found.unknown == ("contracts/agreedMetric",)
    assert [(each.code, each.message.split(" ")[0]) for each in found.problems] == [
        ("SV1207", "contracts/value/amount"), ("SV1206", "the"),
    ]  # fmt: skip
    assert not sv.notices.read(release())[0].problems


@pytest.mark.parametrize("documents", [None, [], ["x"], [{}], {"id": 1}])
def test_a_release_without_a_notice_is_of_earlier_rules(documents: Any) -> None:
    """A notice of before the Act is not judged by it."""
    (found,) = sv.notices.read({"ocid": "o", "id": "1", "tender": {"documents": documents}})
    assert found.kind == "old"
    assert {each.code for each in sv.notices.check(found)} <= {"SV1206", "SV1207"}


@pytest.mark.parametrize("part", ["contracts", "awards", "planning", "tender"])
@pytest.mark.parametrize("at", range(1, 18))
def test_every_kind_is_known_wherever_its_document_stands(part: str, at: int) -> None:
    """A transparency notice has its document in an award, a pipeline notice in its planning."""
    document = {"id": "7", "documentType": "x", "noticeType": f"UK{at}"}
    holder: Any = {
        "id": "1",
        "documents": [{**document, "id": "6", "noticeType": "UK99"}, document],
    }
    many = part in ("contracts", "awards")
    (found,) = sv.notices.read({"ocid": "o", "id": "7", part: [holder] if many else holder})
    assert found.kind == f"UK{at}"
    assert str(found).startswith(f"UK{at} ")
    assert " notice 7" in str(found)
    assert sv.notices.check(found).kinds == ((f"UK{at}", 1),)


@pytest.mark.parametrize("kind", ["UK18", "UK40", "UK99"])
def test_a_kind_that_is_not_on_the_list_yet_is_shown_by_its_number(kind: str) -> None:
    """A notice that the law brings later ended the program that showed it."""
    (found,) = sv.notices.read(release(kind))
    assert found.kind == kind
    assert str(found) == f"{kind} notice 1, published 20 June 2026: Highways maintenance"
    assert kind in found._repr_html_()
    assert sv.notices.check([found, *sv.notices.read(release("UK7"))]).kinds == (
        ("UK7", 1), (kind, 1),
    )  # fmt: skip
