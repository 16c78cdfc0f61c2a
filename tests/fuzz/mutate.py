"""Small valid inputs made strange: texts, bytes and data, each from a seeded generator."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

__all__ = ["altered", "mutated", "scrambled"]

TOKENS = [
    "", " ", "\t", "\n", "\r\n", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x00", "\x1b[31m",
    "\u202e", "'", '"', '""', "`", "#", " #", ": ", ":", "- ", "-", "---", "...", "&a", "*a",
    "!!python/x", "!", "{", "}", "[", "]", "[[[[", "{{{{", ",", ";", "|", ">", "|2-", "%", "@",
    "=1+1", "+1", "null", "~", "yes", "no", "on", "true", "0", "-0", "-1", "1", "00", "007",
    "0x10", "0o17", "1_000", "1,000", "1e5", "1e308", "1e-301", "1e999999", ".5", "5.", "9" * 25,
    "9" * 5_000, "0." + "1" * 40, "nan", "inf", "-inf", "£5", "5%", "12.5", "1/3", "2022-07-01",
    "2022-13-01", "01/07/2022", "0001-01-01", "9999-12-31", "NT10", "NT18", "NT4", "NT999",
    "national-toms@2022", "essex", "uk-open", "../x", "/etc", "con", "E10000012", "E99999999",
    "\u00e9", "\U0001f600", "\u0661", "a" * 300, "x y", "fte_year", "hours", "weeks", "quantity",
    "measure", "bid", "value_pence", "lines", "problem",
]  # fmt: skip
"""What has broken readers before: signs of formats, odd numbers and days, names of ours."""

VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 10**30, 10**400, 0.1, -0.0, 1e308, 1e-301, float("nan"),
    float("inf"), "", " ", "1", "1.5", "nan", "1/3", "£1", "\x00", "\ud800", "a" * 2_000, [], {},
    [[]], {"": {}}, [None], "2022-07-01", "NT10", "SV505", "Acme", "[", "=1",
]  # fmt: skip
"""What no record, and no cell, should hold where it does not belong."""


def mutated(random: Random, text: str) -> str:
    """A text with a few changes: pieces taken out, doubled, moved, replaced by odd ones."""
    for _ in range(random.choice([0, 1, 1, 1, 2, 3, 8])):
        text = random.choice(_CHANGES)(random, text)
    return text


def scrambled(random: Random, content: bytes) -> bytes:
    """Bytes with a few changes, which may break letters in two."""
    found = bytearray(content)
    for _ in range(random.choice([0, 0, 0, 1, 2, 5])):
        at = random.randrange(len(found) + 1)
        found[at : at + random.choice([0, 0, 1, 1, 40])] = random.randbytes(
            random.choice([0, 1, 3])
        )
    return bytes(found)


def altered(random: Random, content: Any) -> Any:
    """Data with a few values replaced, keys taken out or renamed, items doubled."""
    found = copy.deepcopy(content)
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        places = list(_places(found))
        if not places:
            return random.choice(VALUES)
        inside, key = random.choice(places)
        _alter(random, inside, key)
    return found


def _alter(random: Random, inside: Any, key: Any) -> None:
    how = random.randrange(6)
    if how == 0:
        del inside[key]
    elif how == 1 and isinstance(inside, dict):
        inside[random.choice(TOKENS)] = inside.pop(key)
    elif how == 1:
        inside.insert(key, inside[key])  # the same once more: a copy could be too deep to make
    elif how == 2 and isinstance(inside[key], str):
        inside[key] = mutated(random, inside[key])
    elif how == 3:
        nested: Any = random.choice(VALUES)
        for _ in range(random.choice([1, 30, 800])):
            nested = [nested] if random.random() < 0.5 else {"a": nested}
        inside[key] = nested
    else:
        inside[key] = copy.deepcopy(random.choice([*VALUES, *random.sample(TOKENS, 10)]))


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in data: what holds it, and the key or index."""
    waiting = [content]
    while waiting:
        inside = waiting.pop()
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        for key in keys:
            yield inside, key
            if isinstance(inside[key], (dict, list)):
                waiting.append(inside[key])


# --- changes of a text --------------------------------------------------------------------


def _insert(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(TOKENS) + text[at:]


def _cut(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.choice([1, 2, 5, 40]) :]


def _double(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    piece = text[at : at + random.choice([1, 5, 40, 200])]
    return text[:at] + piece * random.choice([2, 2, 2, 50]) + text[at + len(piece) :]


def _replace_word(random: Random, text: str) -> str:
    words = text.split()
    return text.replace(random.choice(words), random.choice(TOKENS), 1) if words else text


def _replace_value(random: Random, text: str) -> str:
    """What stands behind a colon or between commas, by something odd."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    sign = random.choice([": ", ","])
    parts = lines[at].split(sign)
    parts[random.randrange(len(parts))] = random.choice(TOKENS)
    lines[at] = sign.join(parts)
    return "\n".join(lines)


def _move_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _indent(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice([" ", "  ", "\t", "    "]) + lines[at]
    return "\n".join(lines)


_CHANGES = [
    _insert, _cut, _double, _replace_word, _replace_word, _replace_value, _replace_value,
    _move_lines, _indent,
]  # fmt: skip
