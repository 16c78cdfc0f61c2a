"""A council's policy in words: a row for each rule and the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.blocks import Block
from socialvalue.model.figures import Source
from socialvalue.model.framework import Framework
from socialvalue.model.policy import PolicyRule
from socialvalue.words import day_words

__all__ = ["policy_blocks", "policy_rows"]


def policy_rows(framework: Framework) -> Iterator[tuple[str, PolicyRule, str]]:
    """Every rule of a set's policy, kind by kind, each kind from its earliest day on.

    Yields:
        The key of the rule in a file, the rule, and what it asks for, in words.

    Example:
        >>> import socialvalue as sv
        >>> [(what, says) for what, _, says in policy_rows(sv.load("rotherham"))][2]
        ('split', '50% of the points for social value by figures, 50% by words')
    """
    titles = {key: theme.title for key, theme in framework.themes.items()}
    for what, rule in framework.policy.rules():
        yield what, rule, rule.says(titles)


def policy_blocks(framework: Framework) -> list[Block]:
    """The rules as a table, and below it where they were read; nothing where there are none."""
    listed = tuple(
        (
            what,
            f"{day_words(rule.start)} {rule.status}".strip(),
            says,
            ", ".join(source.key for source in rule.sources),
            rule.note,
        )
        for what, rule, says in policy_rows(framework)
    )
    if not listed:
        return []
    read = dict.fromkeys(source for _, rule in framework.policy.rules() for source in rule.sources)
    where = tuple(f"{each.key}: {_publication(each)}" for each in read)
    return [
        Block("Policy", (), ("rule", "from", "what it says", "source", "note"), listed),
        Block("Where the policy was read", where),
    ]


def _publication(source: Source) -> str:
    return ", ".join(part for part in (source.title, source.publisher, source.url) if part)
