"""Slips that are good YAML and mean something else: a text cut at ' #', or at a comma in braces.

YAML takes '#' behind a space for a comment and a comma in braces for the end of a value, and
says nothing.  A reason cut so would stand in a bidder's letter.
"""

from __future__ import annotations

import re
from typing import Any

from socialvalue.errors import Problem, problem, shown
from socialvalue.numbers import exact_number

__all__ = ["CODES", "OPEN_OR_CLOSED", "TEXTS", "Lines", "in_quotes"]

_TRAILING = re.compile(r"[^ \t][ \t]+#|[\[{,]#")
_COMMENT = re.compile(r"[ \t]+#(.*)")
_BEHIND_COMMA = re.compile(r"[ \t]*,[ \t]*(#[^ \t].*)")
_BEHIND_BRACKET = re.compile(r"[ \t]*(#[^ \t].*)")
_MORE_WORDS = re.compile(r"(?:,(?![^,{}\[\]\n]*:(?:[ ,}]|$))[^,{}\[\]\n]*)*")
"""The words behind one that stands alone, up to the next key or the end of the braces."""
_CLOSED = re.compile(r"[0-9][0-9_]*(\.[0-9_]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|yes|no|true|false|null")
"""Words that are whole: nothing behind them belongs to them."""

OPEN_OR_CLOSED = (
    "write 'moderation: {}' while marks are open, and once every score is agreed "
    "{closed: 2026-07-20, by: head of procurement}"
)
"""What to write under `moderation:`, where nothing or something else stands."""

TEXTS = frozenset({
    "activity", "address", "at", "authority", "bidder", "by", "conflict", "contact",
    "contract_managers", "definition", "email", "evaluators", "evidence", "example",
    "full_criteria", "group", "horizon", "how", "identifier", "leaves_out", "licence", "mistake",
    "legal_note", "moved", "name", "note", "our_reference", "publisher", "quantity", "reason",
    "reason_for_others", "rights", "small_firms", "suppliers", "tags", "telephone", "title", "url",
    "welcome", "what", "when", "why", "words",
})  # fmt: skip
"""Keys of free texts: whatever stands behind their values may belong to them."""

CODES = frozenset({
    "basis", "broad", "buyers", "category", "code", "confidence", "counts", "counts_as", "coverage",
    "criterion", "currency", "decline", "denominator", "driver", "edition", "framework", "ground",
    "headcount", "id", "revises",
    "index", "kind", "lot", "measure", "measures", "method", "narrow", "otherwise", "outcome",
    "parent", "place", "price_year", "refused", "regime", "replaced_by", "round_at", "rule",
    "same_as", "schema", "scheme_fingerprint", "shortlist", "source", "standstill", "state",
    "statements", "status", "switch_off", "ties", "under", "unit", "value_kind", "vat", "waived_by",
    "warned",
})  # fmt: skip
"""Keys of names that are looked up: one that was cut would not be found."""


class Lines:
    """The lines of a file, and which of them end with a comment.

    Attributes:
        commented: The numbers, from 0, of lines with a comment behind something else.
        told_at: Where the last word ends that was told to stand alone.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.told_at = -1
        self.anchors: set[str] = set()
        self.lines: list[str] = []
        self.commented: set[int] = set()
        if any(each in text for each in (" #", "\t#", "[#", "{#", ",#")):
            self.lines = text.splitlines()
            numbered = enumerate(self.lines)
            self.commented = {at for at, line in numbered if "#" in line and _TRAILING.search(line)}

    def cut(self, event: Any, key: str) -> Problem | None:
        """The problem that a plain value loses what stands behind it to a comment.

        Args:
            event: The value.
            key: The key that it stands under, or whose list it stands in.
        """
        end = event.end_mark
        found = _COMMENT.match(self.lines[end.line], end.column)
        if found is None or not _loses(event.value, found.group(1), key):
            return None
        line = self.lines[end.line]
        one = event.start_mark.line == end.line
        begins = event.start_mark.column if one else len(line) - len(line.lstrip())
        whole = line[begins:]
        if "{" in line[:begins] or "[" in line[:begins]:
            whole = re.split(r"[,}\]]", whole, maxsplit=1)[0]
        return _cut(whole.rstrip(", "), f"#{found.group(1)}")

    def begins_with_sign(self, mark: Any) -> Problem | None:
        """The problem that a value is none, because it begins with '#'."""
        if mark.line not in self.commented:
            return None
        found = _COMMENT.match(self.lines[mark.line], mark.column)
        if found is None or not found.group(1).strip() or found.group(1)[0] in " \t":
            return None
        return _cut(f"#{found.group(1)}", f"#{found.group(1)}")

    def next_lost(self, event: Any) -> tuple[tuple[int, int], Problem] | None:
        """The entry behind a comma or an opening bracket that is lost to a comment.

        Args:
            event: What was read last: a value, or the beginning or end of a group or list.

        Returns:
            Its line and column, and the problem.
        """
        end = event.end_mark
        opens = getattr(event, "flow_style", None)
        pattern = _BEHIND_BRACKET if opens else _BEHIND_COMMA
        found = pattern.match(self.lines[end.line], end.column)
        if found is None:
            return None
        return (end.line + 1, found.start(1) + 1), _cut(found.group(1), found.group(1))

    def has_colon(self, key: Any, value: Any) -> bool:
        """Whether a colon stands between a key and its empty value."""
        return ":" in self.text[key.end_mark.index : value.start_mark.index]

    def lone_word(self, word: Any, before: Any) -> Problem | None:
        """The problem that a word stands alone in braces; None where it was told with another.

        Args:
            word: The word, as it was written.
            before: The value before it, if there is one.
        """
        begins, ends = word.start_mark.index, word.end_mark.index
        ahead = self.text[:begins].rstrip()
        cut_off = ahead.removesuffix(",").rstrip()
        if len(cut_off) == self.told_at:
            self.told_at = ends
            return None
        self.told_at = ends
        told = isinstance(before, str) and before and cut_off.endswith(before)
        space = " " if self.text[begins - 1] == " " else ""
        rest = _MORE_WORDS.match(self.text, ends)
        whole = self.text[begins : rest.end() if rest else ends].strip()
        return _alone(word.value, f"{before},{space}{whole}" if told else whole)

    def marked(self, event: Any) -> Problem:
        """The problem that a value begins with a sign of anchors or aliases: & or *."""
        known = self._is_known(event)
        quoted = getattr(event, "style", None) or getattr(event, "flow_style", None) is not None
        if known or quoted:
            return problem("SV105")
        rest = self.text[event.start_mark.index :].partition("\n")[0]
        whole = re.split(r"[,}\]]|[ \t]+#", rest, maxsplit=1)[0]
        hint = (
            f"put a text that begins with & or * in quotes: {in_quotes(whole)}; "
            "what is said twice is written out in both places"
        )
        return problem("SV105", hint=hint)

    def _is_known(self, event: Any) -> bool:
        """Whether an alias is of an anchor before it; an anchor is kept to tell."""
        if event.__class__.__name__ == "AliasEvent":
            return event.anchor in self.anchors
        self.anchors.add(event.anchor)
        return False


def _loses(value: str, comment: str, key: str) -> bool:
    """Whether a comment may have been meant as a part of the value before it."""
    if comment[:1] not in ("", " ", "\t"):
        return True
    if key in CODES:
        return False
    return key in TEXTS or not _CLOSED.fullmatch(value)


def _cut(whole: str, comment: str) -> Problem:
    hint = (
        f"a text with ' #' in it needs quotes: {in_quotes(whole)}; "
        "a comment stands on a line of its own"
    )
    return problem("SV113", found=comment, hint=hint)


def in_quotes(text: str) -> str:
    """A text as it is written with quotes around it."""
    bare = text.strip()
    if '"' in bare or "\\" in bare:
        return "'" + shown(bare.replace("'", "''")) + "'"
    return f'"{shown(bare)}"'


def _alone(word: str, whole: str) -> Problem:
    number = whole.replace(",", "").removeprefix("£")
    try:
        hint = f"write {exact_number(number)}, without a comma"
    except ValueError:
        hint = f"a text with a comma in it needs quotes: {in_quotes(whole)}"
    return problem("SV114", found=word, hint=hint)
