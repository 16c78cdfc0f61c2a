"""From an award to a contract: what was offered binds, and what was scored is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import Offered, offered_of
from socialvalue.assess.pounds.valuation import value
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA
from socialvalue.assess.replaying import replay, replay_lots
from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.people.groups import counting_of
from socialvalue.contracts.schedule.decided import Decisions, check_named
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.errors import InputError, RecordError, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.fields import day, several, text
from socialvalue.model.framework import Framework
from socialvalue.model.policy import RulesInForce
from socialvalue.model.scheme import Scheme, social_value_of
from socialvalue.model.tender import ACT_IN_FORCE
from socialvalue.numbers import plain, total
from socialvalue.words import listed

__all__ = ["award", "new_commitments"]

_DOUBLE = "SV504"
_NO_PLAN = LEVELS - {"yes_no"}
"""Units of which no part is due at any time: a per cent of a per cent, half a text."""

Given = Evaluation | LotsEvaluation | Mapping[str, Any]


def award(
    result_or_record: Given,
    bidder: str,
    *,
    reference: str,
    starts: date | str,
    ends: date | str,
    entered: date | str | None = None,
    lot: str | None = None,
    authority: str | None = None,
    kind: str = "contract",
    regime: str | None = None,
    suppliers: Iterable[str | Party] = (),
    directorate: str = "",
    manager: str = "",
    title: str | None = None,
    offer_in_contract: str = "",
    leave_out: Mapping[str, str] | None = None,
    keep: Mapping[str, str] | None = None,
    decided_by: str = "",
    expected: Mapping[str, Expected | str] | None = None,
    groups: Mapping[str, str] | None = None,
    spend: Iterable[Any] = (),
    report_every: int | None = None,
    options: Iterable[Any] = (),
    second_look: SecondLook | None = None,
) -> Contract:
    """The contract that an award leads to, with its agreed schedule.

    What binds is the offer: every quantity is in the contract as it was offered, whether or not
    all of it was scored.  A double count is proposed as left out, which somebody must decide.

    Args:
        result_or_record: What `evaluate` or `evaluate_lots` gave, or its record.
        bidder: Whose bid it is.
        reference: The council's own reference of the contract.
        starts: The first day.
        ends: The last day.
        entered: The day on which it was entered into.
        lot: The lot, for a tender in lots.
        authority: Whose contract it is; the tender's, if not given.
        kind: ``contract``, ``framework``, ``call_off`` or ``concession``.
        regime: The rules that it is under; if not given, the tender's; else ``pcr2015`` for a
            tender notice (or a contract, where that day is not known) before 24 February 2025, and
            ``pa2023`` after.
        suppliers: The others beside the bidder, or all of them with the part of each.
        directorate: Which part of the authority manages it.
        manager: The role of who manages it.
        title: In words; the tender's, if not given.
        offer_in_contract: Whether the offer forms part of the contract: ``yes``, ``no``, or the
            clause that says so.  It is asked for until it is said.
        leave_out: Lines that are not in the contract, each with the reason.
        keep: Lines that were proposed as left out and are in the contract, each with the reason.
        decided_by: The role that decided either.
        expected: By line, how much is due by when; evenly over the term, if not given.
        groups: By measure, the group of people that it is for.
        spend: What was spent already, period by period: its first day, its last, and the £.
        report_every: How many months lie between two returns; if not given, what the council's
            policy asks for on the day of the tender notice, and nothing where it says nothing.
        options: Options to extend it, one after the other: the last day of each, and the last day
            for notice.
        second_look: Which deliveries a second person looks at; if not given, what the council's
            policy asks for on the day of the tender notice, and none where it says nothing.

    Raises:
        InputError: Days or words that mean nothing (SV953, SV312); lines or measures that the bid
            has not (SV951); a decision without a reason or a role (SV974); a bid that was not
            ranked (SV968); a regime that was not in force (SV840).
        NotFoundError: Nobody of that name bids (SV716).
        RecordError: The record was altered, or comes to something else here (SV823).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> local, starters = contract["1"], contract["2"]
        >>> local.amount, local.scored, local.value
        ('24 FTE-years', Decimal('24'), Decimal('683040.00'))
        >>> starters.amount, starters.scored, starters.reasons
        ('6 FTE-years', Decimal('2'), ('SV506',))
    """
    result, evaluation, record = _decided(result_or_record, bidder, lot)
    tender = evaluation.tender
    out, kept, due, held = map(_by_key, ("leave_out", "keep", "expected", "groups"),
                               (leave_out, keep, expected, groups))  # fmt: skip
    decided = Decisions(out, kept, text(decided_by))
    offered = list(offered_of(result.valuation.lines))
    named = [*out, *kept, *due]
    check_named(reference, offered, named, held, others=decided.amiss())
    worth = tender.contract_value.initial
    measures = evaluation.framework
    lines = tuple(obligation_of(each, measures, due, held, worth=worth,
                                decided=decided)
                  for each in offered)  # fmt: skip
    notice = tender.published
    asked = None if regime is None else text(regime)
    chosen = asked or tender.regime or _regime(notice or day(starts))
    if chosen in {"pa2023", "light_touch"} and notice is not None and notice < ACT_IN_FORCE:
        other = "a tender notice published before 24 February 2025"
        raise InputError(problem("SV840", found=chosen, other=other))
    return Contract(
        reference=reference, title=title or tender.title, starts=starts, ends=ends, lines=lines,
        suppliers=_with_bidder(result.bid, suppliers), value=tender.contract_value, kind=kind,
        regime=chosen, authority=tender.authority if authority is None else authority,
        directorate=directorate, manager=manager, entered=entered, lot=result.bid.lot or "",
        offer_in_contract=offer_in_contract, spend=spend,
        report_every=_months(evaluation) if report_every is None else report_every,
        options=options, second_look=second_look or _second_look(evaluation),
        origin=_origin(result, evaluation, record),
    )  # fmt: skip


def new_commitments(
    result_or_record: Given,
    commitments: Commitment | Iterable[Commitment],
    *,
    first: int,
    lot: str | None = None,
    expected: Mapping[str, Expected | str] | None = None,
    groups: Mapping[str, str] | None = None,
) -> tuple[Obligation, ...]:
    """Commitments that a change adds to a schedule, at the values of the award.

    They are valued as the award's own were, by the same set and the same rules.

    Args:
        result_or_record: What `evaluate` or `evaluate_lots` gave, or its record.
        commitments: What is added, as a bid states it.
        first: The number of the first of them, which the contract has not yet.
        lot: The lot, for a tender in lots.
        expected: By line, how much is due by when; evenly over their days, if not given.
        groups: By measure, the group of people that it is for.

    Raises:
        InputError: What no bid could offer, all of it together; a line or a measure that is not
            among what is added (SV951).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> weeks = result.framework.commit("ECC9", sv.weeks(26, people=2), place="E07000071")
        >>> sv.contracts.new_commitments(result, weeks, first=10)
        (<Obligation: 10, ECC9, 52 person-weeks, £16,526.74, in the contract>,)
    """
    given = _replayed(result_or_record) if isinstance(result_or_record, Mapping) else None
    evaluation = _of_lot(given or result_or_record, lot)  # type: ignore[arg-type]
    several = [commitments] if isinstance(commitments, Commitment) else [*commitments]
    bid = Bid("what a change adds", commitments=several, lot=lot)
    found = value(evaluation.tender, bid, evaluation.framework)
    measures, worth = evaluation.framework, evaluation.tender.contract_value.initial
    offered, decided = list(offered_of(found.lines)), Decisions({}, {}, "")
    due, held = map(_by_key, ("expected", "groups"), (expected, groups))
    check_named("the change", offered, due, held, first=first)
    return tuple(
        obligation_of(each, measures, due, held, worth=worth, decided=decided, at=first + at)
        for at, each in enumerate(offered)
    )


def _by_key(what: str, given: Any) -> Mapping[str, Any]:
    """What is said by line or by measure; nothing where nothing is."""
    if given is None or isinstance(given, Mapping):
        return given or {}
    expected = 'a mapping, such as {"1": …}'
    raise InputError(problem("SV316", what=what, expected=expected, found=type(given).__name__))


# --- what was decided ---------------------------------------------------------------------


def _decided(given: Any, bidder: str, lot: str | None) -> tuple[BidResult, Evaluation, str]:
    """The result of the bid, the evaluation that it stands in, and the hash of the record.

    Raises:
        InputError: Something else was given (SV316); the bid was not ranked (SV968).
    """
    if not isinstance(given, (Evaluation, LotsEvaluation, Mapping)):
        expected, found = "an evaluation or its record", type(given).__name__
        raise InputError(problem("SV316", what="award", expected=expected, found=found))
    whole = _replayed(given) if isinstance(given, Mapping) else given
    record = given["sha256"] if isinstance(given, Mapping) else given.record()["sha256"]
    evaluation = _of_lot(whole, lot)
    result = evaluation[bidder]
    if result.failed:
        raise InputError(problem("SV968", found=result.bidder, why=f"it is {result.reason}"))
    return result, evaluation, record


def _replayed(record: Mapping[str, Any]) -> Evaluation | LotsEvaluation:
    """What a record comes to, where it comes to what it says."""
    in_lots = record.get("schema") == LOTS_RECORD_SCHEMA
    again = replay_lots(record) if in_lots else replay(record)
    if not again.same:
        raise RecordError(problem("SV823", found="; ".join(again.differences)))
    return again.evaluation


def _of_lot(whole: Evaluation | LotsEvaluation, lot: str | None) -> Evaluation:
    """The ranking of a lot; of a tender that has none, the only one."""
    if lot is not None:
        text(lot)
    if isinstance(whole, Evaluation):
        known = [each.name for each in whole.tender.lots]
        if lot is None or lot in known or {lot} == {each.bid.lot for each in whole.results}:
            return whole
        hint = did_you_mean(lot, known, label="lots")
        raise InputError(problem("SV322", found=lot, hint=hint))
    if lot is None:
        raise InputError(problem("SV979", found=listed(whole.lots)))
    return whole[lot]


def _origin(result: BidResult, evaluation: Evaluation, record: str) -> Origin:
    found = evaluation.provenance
    return Origin(
        record=record, tender=evaluation.tender.title, bidder=result.bidder, rank=result.rank or 0,
        scheme=found.scheme, sets=tuple(each.label for each in found.layers),
        library=found.library, tender_reference=evaluation.tender.our_reference,
        lot=result.bid.lot or "", criterion=_criterion(evaluation.scheme),
    )  # fmt: skip


def _criterion(scheme: Scheme) -> str:
    """The criteria for social value, each with its points."""
    most = plain(scheme.out_of)
    return "; ".join(
        f"{each.name}, {plain(each.points)} of {most} points" for each in social_value_of(scheme)
    )


def _rules(evaluation: Evaluation) -> RulesInForce:
    """The council's policy on the day of the tender notice."""
    on = evaluation.tender.published or evaluation.framework.on
    return RulesInForce() if on is None else evaluation.framework.policy.on(on)


def _months(evaluation: Evaluation) -> int | None:
    """How often the council's policy has suppliers report."""
    rule = _rules(evaluation).returns
    return None if rule is None else rule.every


def _second_look(evaluation: Evaluation) -> SecondLook | None:
    """Which deliveries the council's policy has two people verify."""
    rule = _rules(evaluation).second_look
    return None if rule is None else SecondLook(**rule.asked)


def _regime(began: date) -> str:
    """The rules that a procurement of a day is under, where nobody says otherwise."""
    return "pcr2015" if began < ACT_IN_FORCE else "pa2023"


def _with_bidder(bid: Bid, others: Iterable[str | Party]) -> tuple[Party, ...]:
    """All suppliers, the bidder first; those that are named alone are partners."""
    bidder, known = bid.bidder, bid.supplier
    given = several("a supplier", (str, Party), others, expected="a name or a Party")
    named = [Party(each, role="partner") if isinstance(each, str) else each for each in given]
    lead = Party(bidder, id=known.identifier if known else "")
    if lead.key in {each.key for each in named} or bidder in {each.name for each in named}:
        return tuple(named)
    return (lead, *named)


# --- its commitments ----------------------------------------------------------------------


def obligation_of(
    offered: Offered,
    measures: Framework,
    expected: Mapping[str, Expected | str],
    groups: Mapping[str, str],
    *,
    worth: Decimal,
    decided: Decisions,
    at: int | None = None,
) -> Obligation:
    """One commitment as it stands in the contract."""
    first, number = offered.line, str(at or offered.number)
    measure, commitment = first.definition, first.commitment
    codes = tuple(dict.fromkeys(each.code for each in offered.refusals))
    standing, decision = decided.of(number, at is None and codes[:1] == (_DOUBLE,))
    stated = groups.get(measure.alias, "") or groups.get(measure.code, "")
    people = counting_of(measure, measures, stated)
    return Obligation(
        line=number, measure=measure.code, title=measure.title, unit=measure.unit,
        quantity=offered.quantity, offered=commitment.offered, kept=first.keep,
        scored=total(each.quantity for each in offered.parts if each.accepted) or Decimal(0),
        unit_value=None if measure.kind == "recorded" else first.unit_value,
        alias=measure.alias, theme=measure.theme, outcome=measure.outcome,
        value_kind=measure.value_kind, reasons=codes, standing=standing, decision=decision,
        group=people.group, headcount=people.headcount, is_ours=people.is_ours,
        group_is_stated=people.group_is_stated,
        basis=commitment.basis, activity=commitment.activity or "", place=first.place or "",
        community=commitment.community, note=commitment.note,
        expected=expected.get(number, _usual(measure.unit, commitment.basis, worth)),
        evidence_wanted=measure.evidence, written=_written(commitment),
    )  # fmt: skip


def _usual(unit: str, basis: str, value: Decimal) -> Expected:
    """By when a commitment is due where the award does not say."""
    if unit in _NO_PLAN:
        return Expected("none")
    if basis == "per_million":
        return Expected("per_million", spend=value)
    return Expected("per_call_off" if basis == "per_call_off" else "time")


def _written(commitment: Any) -> str:
    """Where the bid has it, by the name of the file alone."""
    span = commitment.span.portable
    return str(span) if span.file or span.line or span.cell or span.pointer else ""
