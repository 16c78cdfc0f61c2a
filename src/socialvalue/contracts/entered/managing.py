"""Who manages a contract from a day on: a role, and never a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.entered.personal import wrong_role
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import as_read, is_refused, needed, settle, text

__all__ = ["Management"]


def _role(value: Any) -> str:
    """A role in one line."""
    return " ".join(text(value).split())


def _role_field(value: str) -> str:
    return needed(_role, value)


@attrs.frozen(repr=False)
class Management(Shown):
    """Who manages a contract from a day on.

    Attributes:
        manager: The role, such as ``Contract manager, highways``; never a person's name.

    Raises:
        InputError: Nobody is named (SV958), or an e-mail address or a telephone number (SV1049).

    Example:
        >>> Management("Contract manager, parks")
        <Management: Contract manager, parks>

    Source:
        practice.md §1.7: who manages a contract changes while it runs.
    """

    manager: str = attrs.field(converter=_role_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "manager", *self._wrong())

    def _wrong(self) -> Iterator[Problem]:
        yield from wrong_role(self.manager)
        if not is_refused(self.manager) and not as_read(self.manager):
            found, hint = "the role of the new one", "write a role: 'Contract manager, parks'"
            yield problem("SV958", what="a change of manager", found=found, hint=hint)

    def _line(self) -> str:
        return self.manager
