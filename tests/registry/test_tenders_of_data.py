"""A tender that came in no file: the same checks, the same nouns, and problems that say where."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.registry.discovery import measures_root
from socialvalue.registry.switches import NAMES_ONLY

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "highways" / "tender.yaml"
BROKEN = ROOT / "tests" / "broken"
FORM: dict[str, Any] = {
    "schema": "socialvalue/tender@1",
    "title": "Parks",
    "framework": "national-toms@2022",
    "published": "2022-07-01",
    "contract_value": "100000",
    "scheme": {"criteria": [
        {"name": "price", "points": "60", "method": "lowest_price"},
        {"name": "quality", "points": "40", "method": "panel_mark", "out_of": "5"},
    ]},
    "bids": [{
        "bidder": "Acme", "price": "90000", "marks": {"quality": "4"},
        "commitments": [{"measure": "NT10", "weeks": "1.5"}],
    }],
}  # fmt: skip


def told(source: Any, **said: Any) -> list[sv.Problem]:
    """What is wrong with a tender, in its order."""
    try:
        sv.read_tender(source, **said)
    except sv.SocialValueError as error:
        return list(error.problems)
    return []


def form(at: str = "", to: Any = None) -> dict[str, Any]:
    """The tender of these tests, another value at one JSON pointer."""
    made = deepcopy(FORM)
    *front, last = at.split("/")[1:] or [""]
    holder: Any = made
    for step in front:
        holder = holder[int(step) if isinstance(holder, list) else step]
    if at:
        holder[int(last) if isinstance(holder, list) else last] = to
    return made


# --- the same as a file -------------------------------------------------------------------


def texts_of(content: str | bytes) -> Any:
    """What a YAML file says, as mappings, lists and texts."""
    return yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 (it makes texts alone)


def of_the_example() -> Iterator[Any]:
    """The example's tender in every way that it can be given."""
    text = EXAMPLE.read_text(encoding="utf-8")
    data = texts_of(text)
    written = json.dumps(data)
    yield from (EXAMPLE, str(EXAMPLE), data, written, f"\ufeff {written}", written.encode())
    yield from (bytearray(written, "utf-8"), text, text.encode("utf-8-sig"), io.StringIO(written))
    yield from (io.BytesIO(written.encode()), io.StringIO(text), io.BytesIO(text.encode()))


def test_a_tender_is_the_same_however_it_came() -> None:
    """A council's web form and its file give the same points: what came in no file is no worse."""
    (tender, bids), *others = map(sv.read_tender, of_the_example())
    toms = sv.load(tender.framework)
    points = [(each.bidder, each.points) for each in sv.evaluate(tender, bids, toms).results]
    for again in others:
        assert again == (tender, bids)
        results = sv.evaluate(*again, toms).results
        assert [(each.bidder, each.points) for each in results] == points


def broken() -> Iterator[Any]:
    """The broken tenders whose fault is not in their text: what they say, as data."""
    left_blank = {BROKEN / "SV705-mark-left-blank.yaml", BROKEN / "SV220-empty-moderation.yaml"}
    for path in sorted({*BROKEN.glob("SV[2-7]*.yaml")} - left_blank):
        try:
            data = texts_of(path.read_bytes())
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        if isinstance(data, dict) and data.get("schema") == "socialvalue/tender@1":
            yield pytest.param(path, data, id=path.stem)


def as_data(held: Any) -> Any:
    """What YAML's text says as JSON says it: null is null."""
    if isinstance(held, dict):
        return {key: as_data(each) for key, each in held.items()}
    if isinstance(held, list):
        return [as_data(each) for each in held]
    return None if held == "null" else held


@pytest.mark.parametrize(("path", "data"), [*broken()])
def test_what_is_wrong_with_a_file_is_wrong_with_data(path: Path, data: dict[str, Any]) -> None:
    """No check is left out on the way that a form takes, and each says where."""
    of_file, of_data = told(path), told(as_data(data), names_only=False)
    words = [{(each.code, each.message) for each in found} for found in (of_file, of_data)]
    only_of_text = {"SV109", "SV110", "SV220", "SV705"}
    strange = {pair for pair in words[0] ^ words[1] if pair[0] not in only_of_text}
    assert not strange
    assert all(each.pointer is not None and not each.line for each in of_data)


# --- where it is wrong --------------------------------------------------------------------


def test_every_problem_says_where_in_the_order_of_the_data() -> None:
    """A form shows each fault beside its own field, the first field first."""
    wrong = form("/bids/0/price", "90,000")
    wrong["zeal"] = 1
    wrong["title"] = " "
    wrong["bids"] += [{"bidder": "Brook", "commitments": [{"measure": "NT10", "hours": "1"}]}]
    places = ["/title", "/bids/0/price", "/bids/1/commitments/0/hours", "/zeal"]
    assert [each.pointer for each in told(wrong)] == places
    assert [each.place.split(",")[0] for each in told(json.dumps(wrong))] == places
    assert not told(FORM)


def test_a_pointer_is_spelt_as_its_standard_says() -> None:
    """A program finds the value by RFC 6901, whatever signs a key has; "" is all of it."""
    (found,) = told(form("/bids/0/marks", {"quality": "4", "a/b~c": {"consensus": {}}}))
    assert found.pointer == "/bids/0/marks/a~1b~0c/consensus"
    (whole,) = told({**FORM, "bids": []} | {"schema": "socialvalue/tender@9"})
    assert whole.pointer == "/schema"
    assert [each.pointer for each in told("[]\n")] == [None]
    assert [each.pointer for each in told({})] == [""]


def test_a_stream_is_named_without_its_folder() -> None:
    """Where a file lay on the server is nobody's business, and changes no record."""
    with EXAMPLE.open(encoding="utf-8") as stream:
        tender, bids = sv.read_tender(stream)
    assert tender.span.file == bids[0].span.file == "tender.yaml"
    assert str(ROOT) not in repr((tender, bids))


# --- amounts ------------------------------------------------------------------------------

MONEY = ["/bids/0/price", "/contract_value", "/scheme/criteria/0/points"]


@pytest.mark.parametrize("at", MONEY)
@pytest.mark.parametrize("amount", [90_000.5, 0.1, np.float64(1.5), np.float32(1.5), 1e300])
def test_a_float_for_money_is_refused(at: str, amount: float) -> None:
    """A penny that binary made is in no sum, and the caller learns which field to mend."""
    texts = [form(at, amount), json.dumps(form(at, float(amount)))]
    for each in texts:
        (found,) = told(each)
        assert (found.code, found.pointer) == ("SV305", at)
    assert not told(form(at, "60"))
    assert not told(form(at, 60))


def test_a_quantity_in_pounds_is_money_whatever_its_key() -> None:
    """The same words as in Python, where `sv.quantity(0.5, "gbp")` is refused."""
    for line in ({"gbp": 0.5}, {"quantity": 0.5, "unit": "gbp"}):
        wrong = form("/bids/0/commitments/0", {"measure": "NT18", **line})
        for each in (wrong, json.dumps(wrong)):
            assert [problem.code for problem in told(each)] == ["SV305"]
    right = form("/bids/0/commitments/0", {"measure": "NT18", "gbp": "0.5"})
    assert not told(right)


@given(st.floats(0, 1000).map(lambda each: round(each, 6)), st.floats(0, 5))
@settings(max_examples=50)
def test_a_float_for_a_quantity_or_a_mark_is_taken_as_in_python(weeks: float, mark: float) -> None:
    """What the classes take, data takes, to the last digit and on either way."""
    made = form("/bids/0/commitments/0/weeks", weeks)
    made["bids"][0]["marks"]["quality"] = mark
    try:
        quantity, moderated = sv.weeks(weeks), sv.Bid("Acme", marks={"quality": mark}).marks
    except sv.InputError:
        assert told(made)
        return
    for each in (made, json.dumps(made)):
        _, (bid,) = sv.read_tender(each)
        assert bid.commitments[0].offered == quantity
        assert bid.marks == moderated


def test_what_python_holds_is_read_as_it_would_be_written() -> None:
    """Exact amounts, days and thirds need no detour by text."""
    made = form("/contract_value", Decimal("1E+5"))
    made |= {"published": date(2022, 7, 1), "target": Decimal("0.50"), "years": np.int64(3)}
    made["bids"][0]["commitments"][0] |= {"share_claimed": Fraction(1, 3), "community": True}
    written = {**form(), "target": "0.50", "years": "3"}
    written["bids"][0]["commitments"][0] |= {"share_claimed": "1/3", "community": "yes"}
    assert sv.read_tender(made) == sv.read_tender(written)


@attrs.frozen
class Thing:
    """No data."""


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (Thing(), "SV117"), ({"x"}, "SV117"), (b"x", "SV117"), (1j, "SV117"),
        (datetime(2022, 7, 1, tzinfo=UTC), "SV117"), (sv.Bid("Acme"), "SV117"),
        (float("nan"), "SV306"), (Decimal("NaN"), "SV306"), (10**5000, "SV303"), (-1, "SV302"),
        ({1: "x"}, "SV203"),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)  # fmt: skip
def test_what_is_no_data_is_named_at_its_place(held: Any, code: str) -> None:
    """An object that slipped in is told before anything is made of it."""
    (found, *_) = told(form("/note", held))
    assert (found.code, found.pointer) == (code, "/note")
    assert not told(form("/note", "x"))


# --- bounds, and texts that are no JSON ---------------------------------------------------


def test_data_is_bounded() -> None:
    """A form that refers to itself, or is nested without end, ends in a refusal."""
    loop: dict[str, Any] = {}
    loop["note"] = loop
    deep = '{"note":' * 5000
    endless = deep + "1" + "}" * 5000
    assert [each.code for each in told(form("/note", loop))] == ["SV107"]
    assert [each.code for each in told(endless)] == ["SV107"]
    assert [each.code for each in told(b"{" + b" " * 8_000_000)] == ["SV108"]
    assert [each.code for each in told({"note": [1] * 1_000_001})] == ["SV108"]


def test_a_name_that_stands_twice_is_refused() -> None:
    """Which of two prices was meant nobody can know; other readers take the last in silence."""
    text = json.dumps(FORM).replace('"price": "90000"', '"price": "90000", "price": "1"')
    (found,) = told(text)
    assert (found.code, found.pointer) == ("SV120", "/bids/0/price")


@pytest.mark.parametrize("text", ["{", '{"a": }', '{"a": 1,}', "{'a': 1}", '{"a": 1} x'])
def test_what_is_no_json_is_told_with_its_line(text: str) -> None:
    """Whoever put the text together sees where it breaks."""
    (found,) = told("\n" + text)
    assert found.code == "SV116"
    assert found.line == 2


@given(st.text(max_size=30) | st.binary(max_size=30))
@settings(max_examples=100)
def test_whatever_is_sent_ends_in_a_refusal(sent: str | bytes) -> None:
    """No text of a stranger is a traceback, and none opens a file."""
    with pytest.raises(sv.SocialValueError):
        sv.read_tender(sent, names_only=True)


@pytest.mark.parametrize("source", [None, 5, ["x"], io])
def test_what_no_tender_is_read_from_is_refused(source: Any) -> None:
    """The message says what can be given."""
    (found,) = told(source)
    assert found.code == "SV316"
    assert "a mapping, JSON or an open file" in found.message


# --- names only ---------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["", " ", Path(" ")])
@pytest.mark.parametrize("names_only", [True, False])
def test_an_empty_field_is_no_folder(source: Any, names_only: bool) -> None:
    """Who left a field empty hears that, and not that the folder they stand in is a directory."""
    (found,) = told(source, names_only=names_only)
    assert (found.code, found.message.endswith("found an empty text")) == ("SV316", True)


@pytest.mark.parametrize("name", ["./own", "/etc", "../x", "own/"])
def test_a_form_opens_no_path_of_the_server(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's text names a set; it does not say which folders there are."""
    made = form("/framework", name)
    for each in (made, json.dumps(made), yaml.dump(made), io.StringIO(json.dumps(made))):
        (found,) = told(each)
        assert (found.code, name in found.message) == ("SV118", True)
    assert {each.code for each in told(made, names_only=False)} <= {"SV101", "SV221"}
    monkeypatch.setenv(NAMES_ONLY, "no")
    assert {each.code for each in told(made)} <= {"SV101", "SV221"}


def test_a_file_may_name_a_path_until_names_alone_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a council's own machine a set lies beside its tender; on a server nothing is opened."""
    path = tmp_path / "tender.yaml"
    path.write_text(yaml.dump(form("/framework", "./own")), encoding="utf-8")
    assert [each.code for each in told(path)] == ["SV101"]
    assert [each.code for each in told(path, names_only=True)] == ["SV118"]
    for word in ("1", "TRUE", "yes", "On"):
        monkeypatch.setenv(NAMES_ONLY, word)
        assert [each.code for each in told(path)] == ["SV118"]
        assert [each.code for each in told(path, names_only=False)] == ["SV101"]
    assert [each.code for each in told(str(EXAMPLE))] == ["SV118"]
    assert not told(EXAMPLE)


def test_names_alone_are_loaded_where_the_switch_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a set may come from a form, too."""
    folder = measures_root() / "frameworks" / "national-toms" / "2022"
    assert sv.load(str(folder)).edition == "2022"
    monkeypatch.setenv(NAMES_ONLY, "1")
    with pytest.raises(sv.InputError, match="SV118"):
        sv.load(str(folder))
    assert sv.load(folder) == sv.load("national-toms", edition="2022")


def test_a_switch_is_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """A door that was thought shut is not left open by a slip of the keyboard."""
    monkeypatch.setenv(NAMES_ONLY, "ture")
    assert [each.code for each in told(FORM)] == ["SV121"]
    assert not told(FORM, names_only=True)


BLANKS = ("", " ", None, {"consensus": ""}, {"consensus": None})
SHARES = ("share_claimed", "deadweight", "displacement", "leakage", "attribution_to_others")


@pytest.mark.parametrize("blank", BLANKS, ids=str)
def test_a_blank_mark_is_one_fault_in_a_file_and_in_data(blank: Any) -> None:
    """An empty field of a form is a mark that is not there, and no number that was mistyped."""
    given = form("/bids/0/marks/quality", blank)
    (in_data,) = told(given)
    (in_file,) = told(yaml.safe_dump(given, sort_keys=False))
    assert (in_data.code, in_data.where, in_data.hint) == (
        "SV705", "bid 'Acme'", 'write it: quality: "4"')  # fmt: skip
    assert in_data.pointer in {"/bids/0/marks/quality", "/bids/0/marks/quality/consensus"}
    assert attrs.evolve(in_file, line=0, column=0) == attrs.evolve(in_data, pointer=None)


@pytest.mark.parametrize("key", SHARES)
@pytest.mark.parametrize("below", ["-0.1", -0.1, -1, Decimal("-0.1"), "-1/3"], ids=str)
def test_a_share_below_nothing_is_no_share_wherever_it_stands(key: str, below: Any) -> None:
    """A code that differs by the way in sends two people to two pages for one slip."""
    given = form("/bids/0/commitments/0", {"measure": "NT10", "weeks": "1", key: below})
    toms = sv.load("national-toms", edition="2022")
    ways = [told(given), told(json.dumps(given, default=float))]
    with pytest.raises(sv.InputError) as refused:
        toms.commit("NT10", sv.weeks(1), **{key: below})
    assert [[each.code for each in way] for way in (*ways, refused.value.problems)] == [
        ["SV310"]
    ] * 3
    row = {"bid": "A", "measure": "NT10", "quantity": 1.0, key: -0.1}
    assert [each["problem"] for each in sv.value_frame([row], toms)] == ["SV310"]


def test_what_is_wrong_with_data_is_found_without_an_exception() -> None:
    """A service shows all problems beside their fields; a form that is right shows none."""
    right, wrong = sv.check(FORM), sv.check(form("/contract_value", "£9"))
    assert (right.problems, right[0].what) == (
        (),
        "tender with 1 bid, under national-toms@2022 (partial: 41 measures)",
    )
    assert [(each.code, each.pointer) for each in wrong.problems] == [("SV301", "/contract_value")]
    assert sv.check('{"schema":').problems[0].code == "SV116"
    assert [each.code for each in sv.check(json.dumps(FORM).encode()).problems] == []


def test_a_path_in_a_text_is_not_checked_where_names_alone_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server that was told to take names alone looks at no path that a stranger typed."""
    monkeypatch.setenv(NAMES_ONLY, "yes")
    with pytest.raises(sv.InputError, match="SV118"):
        sv.check(str(EXAMPLE))
    assert sv.check(EXAMPLE).problems == ()
