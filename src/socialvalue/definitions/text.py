"""YAML text to plain data that knows where it was written.

Only mappings, lists and texts come out; every scalar is text, but for a plain ``null``.  Anchors,
aliases and tags are refused and size and depth are bounded on the stream of events; no node is
ever composed (libyaml's composer crashes the process on deep nesting), no object constructed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from socialvalue.definitions.nodes import Items, Keys, Mark
from socialvalue.definitions.slips import OPEN_OR_CLOSED, Lines
from socialvalue.definitions.yaml_errors import (
    NO_BREAK_SPACES,
    other_kind,
    pasted_space,
    yaml_problem,
)
from socialvalue.errors import DefinitionError, Problem, problem
from socialvalue.spans import Span

__all__ = ["decoded", "read_head", "read_partly", "read_text"]

MOST_EVENTS = 2_000_000
MOST_DEPTH = 30
MOST_PROBLEMS = 100

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters that no editor shows, some of which YAML takes for the end of a line."""


def read_text(content: bytes, file: str) -> Keys:
    """Plain data from the bytes of one YAML file.

    Args:
        content: UTF-8, with or without a byte-order mark.
        file: The file's name for messages.

    Returns:
        The top mapping.

    Raises:
        DefinitionError: Wrong encoding (SV102), empty (SV103), not YAML (SV104), or what is
            refused on the event stream (SV105–SV110, SV220): all that can be told at once.

    Example:
        >>> read_text(b"a: 010", "x.yaml")
        {'a': '010'}
    """
    found, problems = read_partly(content, file)
    if found is None or problems:
        raise DefinitionError(problems)
    return found


def read_partly(content: bytes, file: str) -> tuple[Keys | None, tuple[Problem, ...]]:
    """The plain data of a file, as far as it is data, with all that is wrong with it as text.

    Args:
        content: UTF-8, with or without a byte-order mark.
        file: The file's name for messages.

    Returns:
        The top mapping, or None where no sense can be made of the file; and the problems.
    """
    builder = _Builder(file)
    try:
        text = builder.take(decoded(content, file))
        _parse(builder, text, _events(text))
        found = builder.result()
        unknowable = any(each.code == "SV105" for each in builder.problems)
        return None if unknowable else found, tuple(builder.problems)
    except DefinitionError as error:
        return None, tuple(dict.fromkeys((*builder.problems, *error.problems)))


def read_head(content: bytes, file: str, wanted: frozenset[str]) -> Keys:
    """The wanted keys at the top of a file, reading no further than they stand.

    Raises:
        DefinitionError: The part that was read is not plain data.
    """
    builder = _Builder(file)
    text = builder.take(decoded(content, file))
    _parse(builder, text, _until_found(builder, _events(text), wanted))
    if builder.problems:
        raise DefinitionError(builder.problems)
    return builder.result()


def _parse(builder: _Builder, text: str, events: Iterator[Any]) -> None:
    try:
        builder.run(events)
    except yaml.YAMLError as error:
        first = builder.judge(text[: _stopped_at(error, text)]) or error
        found = yaml_problem(first, builder.file, text)
        told = [each for each in builder.problems if _causes(each, found)]
        raise DefinitionError(told or found) from None


def _causes(told: Problem, found: Problem) -> bool:
    """Whether what was told already is what the parser stumbled over, too."""
    if told.code == "SV113":
        return told.line >= found.line
    return told.code == "SV105" and told.line in (found.line, found.line - 1)


def _stopped_at(error: Any, text: str) -> int:
    """How far a parser came before it gave up."""
    mark = getattr(error, "problem_mark", None)
    return len(text) if mark is None else mark.index


def _events(text: str) -> Iterator[Any]:
    """The stream of events of a text; nothing is composed or constructed from them."""
    take = _LOADER(text).get_event
    event = take()
    while event is not None:
        yield event
        event = take()


def decoded(content: bytes, file: str) -> str:
    """The text of a file, without a byte-order mark and without what no editor shows.

    Args:
        content: UTF-8, with or without a byte-order mark.
        file: The file's name for messages.

    Raises:
        DefinitionError: It is of another kind or encoding, or holds signs that nobody sees.
    """
    other = other_kind(content)
    if other is not None:
        raise _at(file, 1, 1, other)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise _at(file, 1, 1, problem("SV102", found="it looks like UTF-16"))
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        byte = f"byte 0x{content[error.start]:02x}"
        before = content[: error.start].decode()
        raise _at(file, *_after(before), problem("SV102", found=byte)) from None
    strange = _STRANGE.search(text)
    if strange:
        what = f"the character U+{ord(strange.group()):04X}, which no editor shows"
        raise _at(file, *_after(text[: strange.start()]), problem("SV104", found=what, hint=""))
    return text


def _after(before: str) -> Mark:
    """The line and column of what follows a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _at(file: str, line: int, column: int, *problems: Problem) -> DefinitionError:
    return DefinitionError(Span(file, line, column).locate(problems))


class _Builder:
    """Builds plain data from events; problems are kept, so that all are told at once.

    Attributes:
        here: The group or list that is open, or None at the top.
        key: The key that waits for its value, or None.
        around: The groups and lists around it, each with its waiting key.
        lines: The text, to look at what stands around a value.
        key_event: The plain key that waits, as it was written.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Any = None
        self.documents = 0
        self.here: Keys | Items | None = None
        self.key: str | None = None
        self.around: list[tuple[Keys | Items | None, str | None]] = []
        self.lines = Lines("")
        self.commented = self.lines.commented
        self.key_event: Any = None

    def take(self, text: str) -> str:
        """The text to be read, kept to look at what stands around a value."""
        self.lines = Lines(text)
        self.commented = self.lines.commented
        return text

    def run(self, events: Iterator[Any]) -> None:
        """Take events until the end, or until a bound is passed."""
        takers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for number, event in enumerate(events):
            take = takers.get(type(event))
            if take is not None:
                take(event)
            if number > MOST_EVENTS:
                raise _at(self.file, *_mark(event), problem("SV108", limit="2 million entries"))

    def judge(self, before: str) -> Any:
        """Judge by our bounds what stands before the place at which the parser gave up.

        A parser reads on before it gives out its events, and some releases of libyaml give up at
        a depth of their own meanwhile: which problem is told must not rest on them.

        Returns:
            The parser's complaint about what it had read by then; None where it had none.

        Raises:
            DefinitionError: It is nested too deep (SV107).
        """
        depth = 0
        try:
            for event in _events(before):
                depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
                if depth > MOST_DEPTH:
                    self._refuse_depth(_mark(event))
        except yaml.YAMLError as error:
            return error if _stopped_at(error, before) < len(before) else None
        return None

    def _refuse_depth(self, mark: Mark) -> NoReturn:
        self.problems.clear()
        raise _at(self.file, *mark, problem("SV107", limit=MOST_DEPTH))

    def result(self) -> Keys:
        """The top mapping; a file that holds none is refused."""
        if self.root is None or self.root == "":
            raise _at(self.file, 1, 1, problem("SV103"))
        if not isinstance(self.root, Keys):
            found = "a list" if isinstance(self.root, Items) else "a text"
            expected = "keys and values"
            raise _at(self.file, 1, 1, problem("SV203", expected=expected, found=found))
        return self.root

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            self._report(event, problem("SV110"))

    def _check(self, event: Any) -> None:
        """Refuse what could make text more than data."""
        if event.anchor is not None:
            self._report(event, self.lines.marked(event))
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, problem("SV106", found=tag))

    def _report(self, event: Any, found: Problem) -> None:
        self._keep(_mark(event), found)

    def _keep(self, mark: Mark, found: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems += Span(self.file, *mark).locate([found])

    def _alias(self, event: Any) -> None:
        self._report(event, self.lines.marked(event))
        self._place(f"*{event.anchor}", _mark(event))

    def _open(self, event: Any) -> None:
        self._check(event)
        mark = _mark(event)
        if len(self.around) >= MOST_DEPTH:
            self._refuse_depth(mark)
        self._look_behind(event)
        kind = Keys if type(event) is yaml.MappingStartEvent else Items
        container = kind(self.file, mark)
        self._place(container, mark)
        self.around.append((self.here, self.key))
        self.here, self.key = container, None

    def _close(self, event: Any) -> None:
        self.here, self.key = self.around.pop()
        self._look_behind(event)

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        mark, here, key, value = event.start_mark, self.here, self.key, event.value
        at = (mark.line + 1, mark.column + 1)
        if type(here) is not Keys:
            self._place(value if event.style else self._plain(event), at)
        elif key is None:
            self._take_key(here, value, at, not event.style)
            self.key_event = None if event.style else event
        elif not event.style and value == "" and self._is_alone(event, here):
            self.key = None
        else:
            here[key] = value if event.style else self._plain(event)
            here.values_at[key] = at
            self.key = None
        if event.end_mark.line in self.commented and self.around:
            self._look_behind(event)

    def _plain(self, event: Any) -> str | None:
        """A value without quotes: null is none, and nothing at all is a slip."""
        value: str = event.value
        if value == "" and (event.anchor is not None or event.tag is not None):
            return value  # it was told already
        if value in ("", "~") and self.here is not None:
            sign = self.lines.begins_with_sign(event.start_mark) if value == "" else None
            self._report(event, sign or self._nothing())
        elif event.end_mark.line in self.commented:
            cut = self.lines.cut(event, self.key or self._key_around())
            if cut is not None:
                self._report(event, cut)
        return None if value == "null" else value

    def _nothing(self) -> Problem:
        """What it means that nothing stands here: a mark that was not written, or any text."""
        names = [*self._names(), self.key or ""]
        if names[-1] == "moderation":
            return problem("SV220", hint=OPEN_OR_CLOSED)
        if "marks" not in names[-3:-1] or names[-1] not in (
            names[names.index("marks") + 1],
            "consensus",
        ):
            return problem("SV220")
        mark = names[names.index("marks") + 1]
        bids = (each for each, _ in self.around if isinstance(each, Keys) and "bidder" in each)
        who = next((f"bid '{each['bidder']}'" for each in bids), "")
        return problem("SV705", found=mark, hint=f'write it: {mark}: "4"', where=who)

    def _key_around(self) -> str:
        """The key whose list is open."""
        return next((name for name in reversed(self._names()) if name), "")

    def _names(self) -> list[str]:
        """The keys that lead to what is read, from the outermost."""
        holders = [each for each, _ in self.around if isinstance(each, Keys)]
        return [next(reversed(each), "") for each in holders]

    def _look_behind(self, event: Any) -> None:
        """Refuse an entry in brackets that begins with '#': it would be lost as a comment."""
        if event.end_mark.line in self.commented:
            lost = self.lines.next_lost(event)
            if lost is not None:
                self._keep(*lost)

    def _is_alone(self, event: Any, here: Keys) -> bool:
        """Whether a word stands in braces without a colon behind it: a comma cut a value in two."""
        word = self.key_event
        if word is None or self.lines.has_colon(word, event):
            return False
        mark = _mark(word)
        if here.keys_at.get(word.value) == mark:
            del here.keys_at[word.value]
        elif self.problems and (self.problems[-1].line, self.problems[-1].column) == mark:
            self.problems.pop()  # it is no key, and so none that stands twice
        told = self.lines.lone_word(word, next(reversed(here.values()), None))
        if told is not None:
            self._keep(mark, told)
        return True

    def _place(self, value: Any, mark: Mark) -> None:
        """Put a value where it belongs: under the waiting key, in a list, or at the top."""
        here = self.here
        if type(here) is Keys:
            if self.key is None:
                self._take_key(here, value, mark)
                return
            here[self.key] = value
            here.values_at[self.key] = mark
            self.key = None
        elif type(here) is Items:
            here.append(value)
            here.items_at.append(mark)
            here.numbers.append(len(here))
        elif self.documents < 2:
            self.root = value

    def _take_key(self, container: Keys, value: Any, mark: Mark, is_plain: bool = False) -> None:
        key = value if isinstance(value, str) else "?"
        if key is not value:
            found = problem("SV203", expected="a text as key", found="a list or a group of keys")
            self._keep(mark, found)
        elif is_plain and key and key[0] in NO_BREAK_SPACES:
            self._keep(mark, pasted_space())
        elif key in container.keys_at:
            self._keep(mark, problem("SV109", found=key, first=container.keys_at[key][0]))
        container.keys_at.setdefault(key, mark)
        self.key = key


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _until_found(builder: _Builder, events: Iterator[Any], wanted: frozenset[str]) -> Iterator[Any]:
    """The events up to where all the wanted keys have their values."""
    for event in events:
        yield event
        at_top = len(builder.around) == 1 and builder.key is None
        if at_top and isinstance(builder.root, Keys) and wanted <= builder.root.keys():
            return
