"""The verbs that change an agreed schedule, and that say what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.entered import Clause
from socialvalue.contracts.entered.managing import Management
from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.log import Day, Log, New
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.periods import both_days
from socialvalue.contracts.roles import council_role
from socialvalue.contracts.rules.asked import questions_of_change
from socialvalue.contracts.rules.changes import (
    check_change,
    check_clause,
    check_other,
    check_spend,
)
from socialvalue.contracts.rules.refusing import not_before, raise_all
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.spending import Spend
from socialvalue.contracts.standing import Standing
from socialvalue.model.fields import as_read, day, one, text

__all__ = ["Changing"]


class Changing(Log):
    """A log whose agreed schedules change."""

    def change(
        self,
        reference: str,
        *,
        reason: str,
        by: str,
        on: Day,
        lines: Mapping[str, Any] | None = None,
        new: Obligation | Iterable[Obligation] = (),
        expected: Mapping[str, Expected | str] | None = None,
        ends: Day | None = None,
        suppliers: str | Party | Iterable[str | Party] = (),
        value: int | str | Decimal | None = None,
        other: str = "",
        ground: str | None = None,
        instrument: str = "",
        because: str = "",
    ) -> Entry:
        """Change the agreed schedule.

        Without its ground and its instrument a change is proposed, and changes no figure.  What it
        adds is due over the days that are left; what was due before stays due, also where the
        contract is extended.

        Args:
            reference: Of the contract.
            reason: ``variation``, ``substitution``, ``carry_forward``, ``extension``,
                ``novation``, ``termination`` or ``correction``.
            by: Who writes it, by role.
            on: The day from which it holds; of a termination, the last day.
            lines: Line to what is added or taken away, with its sign: ``{"1": "+4"}``.
            new: Commitments that it adds, as `new_commitments` makes them.
            expected: Line to how much of it is due by when, from that day on.
            ends: The last day of the contract, for an extension; for a termination, where that is
                another day than `on`.
            suppliers: Who takes the contract over, for a novation.
            value: £ of the contract's initial term, where that changes.
            other: For a carry-forward to or from another contract, its reference; each of the two
                contracts has a change of its own.
            ground: On which ground the contract may be modified, or ended.
            instrument: What it is written in, such as a deed.
            because: What was wrong; or why scope and economic balance are the same.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: More is taken away than there is (SV976), a ground that is none (SV312),
                days that cannot be (SV954), what the reason has no place for (SV983), a change
                that is more than proposed by the supplier's side (SV956).
        """
        word = "" if ground is None else as_read(text(ground)).replace(" ", "_")
        noun = ScheduleChange(
            reason=as_read(text(reason)).replace(" ", "_").replace("-", "_"), lines=lines or {},
            ground=word, instrument=instrument, because=because, new=_several(new),
            expected=expected or {}, ends=ends, suppliers=suppliers, value=value, other=other,
        )  # fmt: skip

        def checked(standing: Standing) -> New:
            held = standing[reference]
            check_other(noun, day(on), self._contract_of(noun.other))
            check_change(noun, held, day(on))
            role = (
                council_role(by, self._roles, ACTIONS["change"])
                if noun.is_agreed
                else self._role(by)
            )
            return New(action="change", contract=reference, on=day(on), by=role,
                        noun=noun, questions=questions_of_change(noun, held))  # fmt: skip

        return self._written(self._known(reference), checked)

    def _contract_of(self, reference: str) -> Contract | None:
        """Another contract of the record, where it has one of that reference."""
        held = self._of.get(reference, ())
        return next((each.noun for each in held if each.action == "add"), None)

    def spend(
        self,
        reference: str,
        amount: int | str | Decimal | None = None,
        *,
        period: tuple[Day, Day],
        by: str,
        call_offs: int | None = None,
    ) -> Entry:
        """Write what was spent under a contract in a period, as the ledger has it.

        It takes effect on the last day of the period.  Commitments that are due by spend, per £1m
        or per call-off go by it.

        Args:
            reference: Of the contract.
            amount: £ invoiced for the period.
            period: Its first day and its last.
            by: Who writes it, by role.
            call_offs: How many call-offs were made in it.

        Raises:
            NotFoundError: No such contract (SV950).
            InputError: A period that is there already (SV955), or before the contract (SV954).
        """
        noun = Spend(*both_days(period), amount, call_offs)

        def checked(standing: Standing) -> New:
            check_spend(noun, standing[reference])
            return New(action="spend", contract=reference, on=noun.ends, by=self._role(by),
                        noun=noun)  # fmt: skip

        return self._written(self._known(reference), checked)

    def manage(self, reference: str, manager: str, *, by: str, on: Day) -> Entry:
        """Write who manages a contract from a day on.

        Args:
            reference: Of the contract.
            manager: The role, such as ``Contract manager, parks``; never a person's name.
            by: Who writes it, by role: of the council's side.
            on: The day from which it holds.

        Raises:
            NotFoundError: No such contract (SV950).
            InputError: Nobody is named (SV958), or an e-mail address or a telephone number
                (SV1049); a day before the contract's entry (SV954), or a role of another side
                (SV956).

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> result = sv.evaluate(tender, bids, sv.load("essex@2024"))
            >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
            ...                               starts="2022-09-01", ends="2025-08-31")
            >>> register = sv.contracts.open_register()
            >>> _ = register.add(contract, by="procurement", on="2022-08-20")
            >>> register.manage("ECC-0412", "Contract manager, roads", by="director",
            ...                 on="2023-04-01").words
            'manager changed: Contract manager, roads'
        """
        role, noun = council_role(by, self._roles, ACTIONS["manage"]), Management(manager)

        def checked(standing: Standing) -> New:
            entry = standing[reference].entry
            first = f"entry {entry.seq}, on which it rests"
            raise_all(not_before("the day of the entry", day(on), entry.on, first))
            return New(action="manage", contract=reference, on=day(on), by=role, noun=noun)

        return self._written(self._known(reference), checked)

    def clause(self, reference: str, clause: Clause, *, by: str, on: Day) -> Entry:
        """Write a clause that allows something where commitments are not met.

        A clause of the same number takes the place of the one before.

        Args:
            reference: Of the contract.
            clause: As the contract has it.
            by: Who writes it, by role.
            on: The day from which it holds.

        Raises:
            NotFoundError: No such contract (SV950) or commitment (SV951).
            InputError: It goes by units that nobody adds up (SV991), or the supplier's side writes
                it (SV956).
        """
        noun, role = one("clause", Clause, clause), council_role(by, self._roles, ACTIONS["clause"])

        def checked(standing: Standing) -> New:
            check_clause(noun, standing[reference], day(on))
            return New(action="clause", contract=reference, on=day(on), by=role,
                        noun=noun)  # fmt: skip

        return self._written(self._known(reference), checked)


def _several(new: Any) -> Any:
    return (new,) if isinstance(new, Obligation) else new
