"""The file of the page: complete in itself, the same each time, and closed to other scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.calculators.page.large import large

import socialvalue as sv
from socialvalue.calculators.page import document, page_bytes
from socialvalue.calculators.page.document import SCRIPTS, languages, words_of
from socialvalue.words import avoided_in


class Parts(HTMLParser):
    """The elements of a page with their attributes, and what stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.held: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.held:
            self.held[self.inside].append(data)


@pytest.fixture(scope="module")
def text(calculator: Any) -> str:
    """The page of the example."""
    return page_bytes(calculator).decode()


def hashed(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_only_its_own_script_and_style_run(text: str) -> None:
    """What a stranger wrote into the page could change an offer, or send it somewhere."""
    parts = Parts(text)
    (policy,) = [
        (of["content"] or "")
        for tag, of in parts.elements
        if of.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(each.split(" ", 1) for each in policy.split("; "))
    data, script = parts.held["script"]
    (style,) = parts.held["style"]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'{hashed(script)}'"
    assert rules["style-src"] == f"'{hashed(style)}'"
    assert json.loads(data)["form"] == "1"
    named = {name for _, of in parts.elements for name in of}
    assert {"id", "for", "lang"} <= named
    assert not any(name.startswith("on") or name in {"src", "style", "action"} for name in named)


def test_nothing_is_fetched_kept_or_sent(text: str) -> None:
    """A bid in a drawer that other pages open, or on its way through the net, is no sealed bid."""
    assert "arrayBuffer" in text
    for name in ("localStorage", "sessionStorage", "indexedDB", "cookie", "fetch(", "XMLHttp",
                 "sendBeacon", "WebSocket", "innerHTML", "eval("):  # fmt: skip
        assert name not in text
    links = set(re.findall(r"https?://[^\s\"'`<]+", text.partition('id="data"')[0]))
    assert links == set()


def test_a_title_is_never_markup(calculator: Any) -> None:
    """A tender's title with a tag in it would be a script in every bidder's browser."""
    title = "Roads </script><script>alert(1)</script> & <b>bridges</b>"
    tender = attrs.evolve(calculator.tender, title=title)
    parts = Parts(page_bytes(attrs.evolve(calculator, tender=tender)).decode())
    assert len(parts.held["script"]) == 2
    assert json.loads(parts.held["script"][0])["tender"]["title"] == title
    assert "".join(parts.held["title"]).startswith("Roads </script><script>alert(1)")
    assert "b" not in {tag for tag, _ in parts.elements}


def test_the_page_repeats_to_the_byte_and_needs_no_extra(
    calculator: Any, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash of the file can stand in the notice; and a council without Excel can send it out."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    calculator.write(tmp_path / "calculator.html")
    assert (tmp_path / "calculator.html").read_bytes() == text.encode()
    with pytest.raises(sv.InputError, match="SV932"):
        calculator.write(tmp_path / "calculator.xlsx")


def parts() -> dict[str, str]:
    """The files that a page is made of."""
    folder = resources.files("socialvalue.calculators.page") / "parts"
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}


def test_every_string_stands_in_the_file_of_words_and_each_is_said() -> None:
    """A page in Welsh with sentences of English in it is not a page in Welsh."""
    held = parts()
    words = words_of("en")
    script = "".join(held[f"{name}.js"] for name in SCRIPTS)
    named = set(re.findall(r'"([a-z_0-9]+)"', script)) | set(
        re.findall(r"\$(\w+)", held["page.html"])
    )
    assert len(words) > 90
    assert set(words) - named == set()
    asked = set(re.findall(r'\bword\("(\w+)"', script))
    assert len(asked) > 45
    assert asked <= set(words)
    texts = re.sub(r"<style.*?</style>|<[^>]*>|\$\w+", "", held["page.html"], flags=re.S)
    assert texts.split() == [":"]
    sentences = re.findall(r"[\"'`>]([A-Z][a-z]+ [a-z]+[^\"'`]*)[\"'`<]", _code(script))
    assert sentences == []
    assert {name: found for name, text in words.items() if (found := avoided_in(text))} == {}


def test_a_page_in_another_language_has_no_word_of_english_of_its_own(
    calculator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Welsh bodies owe both languages alike; half a translation tells a bidder half the rules."""
    assert languages() == ("en",)
    others = {name: f"\u27e6{text}\u27e7" for name, text in words_of("en").items()}
    monkeypatch.setattr(document, "words_of", {"xx": others}.get)
    parts = Parts(page_bytes(calculator, "xx").decode())
    assert ("html", {"lang": "xx"}) in parts.elements
    data = json.loads(parts.held["script"][0])
    spoken = [data["words"][name] for name in data["words"]]
    assert len(spoken) > 60
    assert {(text[0], text[-1]) for text in spoken} == {("\u27e6", "\u27e7")}
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>|\u27e6[^\u27e7]*\u27e7", "",
                  page_bytes(calculator, "xx").decode(), flags=re.S)  # fmt: skip
    assert text.replace(calculator.tender.title, "").split() == [":"]


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".zip"])
def test_a_language_without_words_is_refused(ending: str, calculator: Any) -> None:
    """A page that falls back to English is not what a council that asked for Welsh may send out."""
    with pytest.raises(sv.InputError, match="'cy' is not known") as refused:
        calculator.contents(ending, language="cy")
    assert "there are words in en" in str(refused.value)


def _code(script: str) -> str:
    """A script without its comments."""
    return re.sub(r"(?m)^ *(//|/\*\*).*$", "", script)


def test_the_page_stays_small(example: Any, essex: sv.Framework) -> None:
    """A file that a portal refuses, or a phone cannot open, is no way to bid."""
    tender, bids = example
    offered = sorted({each.measure for bid in bids for each in bid.commitments})
    assert len(offered) > 10
    small = sv.calculators.make(tender, essex, measures=offered)
    assert len(page_bytes(small)) <= 100_000
    assert 100_000 < len(page_bytes(sv.calculators.make(tender, essex))) <= 130_000
    assert 150_000 < len(page_bytes(large())) <= 500_000
