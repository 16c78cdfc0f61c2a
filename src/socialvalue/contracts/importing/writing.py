"""An import into a delivery record: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entries import ACTIONS, Entry
from socialvalue.contracts.importing.building import ImportedReturn
from socialvalue.contracts.lined.entries_of import OfLine
from socialvalue.contracts.log import Day, New
from socialvalue.contracts.register import Register
from socialvalue.contracts.roles import council_role
from socialvalue.contracts.rules.returns import check_add, check_return
from socialvalue.contracts.standing import Standing
from socialvalue.errors import InputError, Problem, SocialValueError
from socialvalue.spans import Span

__all__ = ["written_into"]


def written_into(
    register: Register,
    contracts: Iterable[tuple[Contract, Span]],
    returns: Iterable[ImportedReturn],
    *,
    by: str,
    on: date,
    entered: Day | None = None,
) -> tuple[Entry, ...]:
    """Write contracts and their opening positions.

    Raises:
        InputError: What the record refuses, by cell; then nothing is written.  No such role
            (SV959), or one of another side than the council's (SV956).
    """
    role = council_role(by, register._roles, ACTIONS["add"])
    wrong, entries = list[Problem](), list[Entry]()
    with register.importing(entered) as write:
        for contract, span in contracts:
            try:
                entries.append(write(contract.reference, _contract(contract, role)))
            except SocialValueError as error:
                wrong.extend(span.locate(error.problems))
        for each in () if wrong else returns:
            try:
                entries.append(write(each.contract, _return(each, role, on), each.noun.line))
            except SocialValueError as error:
                wrong.extend(each.span.locate(error.problems))
        if wrong:
            raise InputError(wrong)
    return tuple(entries)


def _contract(contract: Contract, role: str) -> Callable[[Standing], New]:
    def checked(standing: Standing) -> New:
        check_add(contract, standing)
        began = contract.entered or contract.starts
        return New(action="add", contract=contract.reference, on=began, by=role, noun=contract)

    return checked


def _return(each: ImportedReturn, role: str, on: date) -> Callable[[OfLine], New]:
    noun = attrs.evolve(each.noun, entered_by=role)

    def checked(of: OfLine) -> New:
        check_return(noun, of[each.contract], on, of)
        return New(action="deliver", contract=each.contract, on=on, by=role, noun=noun)

    return checked
