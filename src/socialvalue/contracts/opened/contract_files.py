"""The contract of a file, with its changes: what is wrong stands at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.entered import Clause
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.extending.options import ExtensionOption
from socialvalue.contracts.importing.building import regime_at
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.opened.shapes import (
    FILES,
    ChangeEntry,
    ClauseEntry,
    ContractFile,
    ExpectedEntry,
    ObligationEntry,
    PartyEntry,
    SecondLookEntry,
)
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.contracts.spending import Spend
from socialvalue.definitions.files import read_entry
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.errors import SocialValueError
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import wrong_group
from socialvalue.model.tender import ContractValue
from socialvalue.units import quantity

__all__ = ["ReadContract", "read_contract"]

T = TypeVar("T")

_KEYS = {"SV953": "ends", "SV222": "commitments", "SV313": "suppliers", "SV204": "unit",
         "SV954": "options", "SV1049": "manager"}  # fmt: skip
"""The key that a problem is of, where its words name none."""


@attrs.frozen
class ReadContract:
    """What a file says of a contract.

    Attributes:
        entry: The file's words, which know where they stand.
        contract: The contract as it was awarded; None where something is wrong with it.
        changes: What changed of its agreed schedule, each with its words in the file.
        clauses: What its clauses allow, likewise.
    """

    entry: ContractFile
    contract: Contract | None
    changes: tuple[tuple[ChangeEntry, dict[str, Any]], ...]
    clauses: tuple[tuple[ClauseEntry, Clause | None], ...]


def read_contract(path: Path, findings: Findings) -> ReadContract | None:
    """A contract's file; what is wrong with it is kept.

    Args:
        path: Where it is.
        findings: Where problems go.
    """
    own = Findings()
    entry = read_entry(path, path.name, own, schemas=FILES)
    if not isinstance(entry, ContractFile):
        findings.problems += own.problems
        return None
    contract = _contract(entry, own)
    changes = tuple((each, _change(each, own)) for each in entry.changes)
    clauses = tuple((each, _clause(each, own)) for each in entry.clauses)
    findings.problems += own.problems
    return ReadContract(entry, None if own.problems else contract, changes, clauses)


def _made(
    entry: Entry, findings: Findings, make: Callable[..., T], /, *arguments: Any,
    keys: Mapping[str, str] = _KEYS, **named: Any,
) -> T | None:  # fmt: skip
    """What a function makes of an entry, or None and its refusals kept, each at its key."""
    try:
        return make(*arguments, **named)
    except SocialValueError as error:
        for each in error.problems:
            span = entry.written.nearest(each.where.split(", "), keys.get(each.code))
            findings.add(span, each)
        return None


def _contract(entry: ContractFile, findings: Findings) -> Contract | None:
    lines = [_obligation(each, findings) for each in entry.commitments]
    spend = [findings.attempt(each.written, Spend, each.starts, each.ends, each.amount,
                              each.call_offs) for each in entry.spend]  # fmt: skip
    value = findings.attempt(
        entry.value.written, ContractValue, entry.value.initial,
        with_extensions=entry.value.with_extensions, maximum=entry.value.maximum,
        vat=entry.value.vat,
    )  # fmt: skip
    options = [findings.attempt(each.written, ExtensionOption, each.ends, each.notice_by,
                                clause=each.clause) for each in entry.options]  # fmt: skip
    look = _look(entry.second_look, findings)
    suppliers = _parties(entry.suppliers, findings)
    if findings.problems or value is None:
        return None
    return _made(
        entry, findings, Contract,
        reference=entry.reference, title=entry.title, suppliers=suppliers, starts=entry.starts,
        ends=entry.ends, value=value, lines=[each for each in lines if each], kind=entry.kind,
        regime=entry.regime or regime_at(entry.entered or entry.starts),
        authority=entry.authority, directorate=entry.directorate, manager=entry.manager,
        entered=entry.entered, lot=entry.lot, offer_in_contract=entry.offer_in_contract,
        spend=[each for each in spend if each], report_every=entry.report_every,
        options=[each for each in options if each], second_look=look,
    )  # fmt: skip


def _parties(entries: list[PartyEntry], findings: Findings) -> list[Party]:
    found = [findings.attempt(each.written, Party, each.name, id=each.id, role=each.role)
             for each in entries]  # fmt: skip
    return [each for each in found if each]


def _look(entry: SecondLookEntry | None, findings: Findings) -> SecondLook | None:
    if entry is None:
        return None
    return _made(entry, findings, SecondLook, above=entry.above, least=entry.from_value,
                 one_in=entry.one_in, keys={"SV301": "above"})  # fmt: skip


def _expected(entry: ExpectedEntry | None, findings: Findings) -> Expected:
    if entry is None:
        return Expected()
    steps = [*entry.steps.items()]
    found = findings.attempt(entry.written, Expected, entry.profile, due_on=entry.due_on,
                             steps=steps, spend=entry.spend)  # fmt: skip
    return found or Expected()


def _obligation(entry: ObligationEntry, findings: Findings) -> Obligation | None:
    """A commitment; what is said to have a value was scored, unless the file says how much was."""
    offered = _made(entry, findings, quantity, entry.quantity, entry.unit,
                    keys={"SV204": "unit", "SV301": "quantity", "SV302": "quantity"})  # fmt: skip
    plan, unseen = _expected(entry.expected, findings), wrong_group(entry.group)
    if unseen is not None:
        findings.add(entry.span("group"), unseen)
    if offered is None:
        return None
    scored = entry.scored if entry.scored is not None else offered.amount if entry.unit_value else 0
    said = ("line", "measure", "unit", "unit_value", "kept", "alias", "theme", "outcome",
            "value_kind", "group", "headcount", "standing", "reasons", "decision", "basis",
            "activity", "place", "owner", "community", "note", "evidence_wanted")  # fmt: skip
    return _made(
        entry, findings, Obligation, title=entry.title or entry.measure, quantity=offered.amount,
        scored=scored, offered=offered, expected=plan, written=str(entry.span().portable),
        **{each: getattr(entry, each) for each in said},
    )  # fmt: skip


def _clause(entry: ClauseEntry, findings: Findings) -> Clause | None:
    named = ("basis", "rate", "trigger", "grace", "cap", "cap_share", "rounding", "lines")
    said = {each: getattr(entry, each) for each in named}
    keys = {**_KEYS, "SV316": "rate"}
    return _made(entry, findings, Clause, entry.reference, entry.form, keys=keys, **said)


def _change(entry: ChangeEntry, findings: Findings) -> dict[str, Any]:
    """What a change says, as the verb takes it."""
    new = [_obligation(each, findings) for each in entry.new]
    plans = {line: _expected(each, findings) for line, each in entry.expected.items()}
    said = ("on", "reason", "by", "instrument", "because", "ends", "value", "other")
    return {
        **{each: getattr(entry, each) for each in said}, "lines": FrozenMap(entry.lines),
        "new": [each for each in new if each], "expected": plans, "ground": entry.ground or None,
        "suppliers": _parties(entry.suppliers, findings),
    }  # fmt: skip
