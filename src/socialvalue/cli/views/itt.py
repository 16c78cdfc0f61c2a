"""What `socialvalue scheme --for itt` writes: how tenders are assessed, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.assess.evaluation import evaluate
from socialvalue.assess.pounds.offered import carries_pounds, set_words
from socialvalue.assess.pounds.valuation import value
from socialvalue.assess.words.workings import working
from socialvalue.blocks import Block
from socialvalue.calculators import CalculatorLine, make
from socialvalue.cli.views.schemes import Held
from socialvalue.engine.offers import target_of, value_date
from socialvalue.errors import InputError
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.methods import AgainstTarget, Banded
from socialvalue.model.places import place_name
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds
from socialvalue.units import amount_words, quantity
from socialvalue.words import day_words

__all__ = ["itt_blocks"]

_MARK = "Fingerprint of this scheme:"


def itt_blocks(found: Sequence[Held]) -> list[Block]:
    """The wording for the tender documents: points, pounds, limits, and what is left to write.

    Args:
        found: The tender's scheme, and those of its lots.

    Raises:
        InputError: A measure that is asked for has no value in this tender (SV930).
    """
    tender, framework = found[0].tender, found[0].framework
    return [
        _head(tender, found),
        *_lots(tender, framework),
        *(block for each in found for block in _points(each)),
        *(_pounds(found, framework) if carries_pounds(framework) else _asked(tender, framework)),
        _evidence(tender, framework),
        _left(),
        _prints(found, framework),
    ]


def _head(tender: Tender, found: Sequence[Held]) -> Block:
    value = tender.contract_value
    who = ", ".join(each for each in (tender.authority, tender.our_reference) if each)
    day = f"; tender notice published {day_words(tender.published)}" if tender.published else ""
    contract = (
        f"Contract value {pounds(value.initial)}, VAT {value.vat}, over {_years(tender)}{day}."
    )
    illustrative = any(each.scheme.illustrative for each in found)
    caution = (
        "NOT TO BE PUBLISHED: the scheme only shows how scoring works." if illustrative else ""
    )
    said = (f"{who}." if who else "", contract, caution)
    return Block(f"How tenders are assessed: {tender.title}", tuple(each for each in said if each))


def _years(tender: Tender) -> str:
    return f"{plain(tender.years)} year{'' if tender.years == 1 else 's'}"


def _lots(tender: Tender, framework: Framework) -> Iterator[Block]:
    """What each lot is worth, for how long, and its target; its own, else the tender's."""
    rows = []
    for lot in tender.lots:
        of_lot = tender.of_lot(lot.name)
        target = target_of(of_lot, framework)
        rows.append((
            lot.name, pounds(of_lot.contract_value.initial), plain(of_lot.years),
            "–" if target is None else pounds(target),
        ))  # fmt: skip
    if rows:
        said = ("Each lot is assessed by itself, against its own contract value and target.",)
        headings = ("lot", "contract value", "years", "target per £1")
        yield Block("Lots", said, headings, tuple(rows), (1, 2, 3))


def _points(held: Held) -> Iterator[Block]:
    """The scheme in its own words; what the target is, where a criterion reads the tender's."""
    lines = [each for each in held.scheme.text().splitlines() if not each.startswith(_MARK)]
    target = target_of(held.tender, held.framework)
    reads = any(
        isinstance(each.method, AgainstTarget) and each.method.target is None
        for each in held.scheme.everything()
    )
    if reads and held.tender.lots:
        lines.append("The target is that of the lot, as above.")
    elif reads and target is not None:
        lines.append(f"The target is {pounds(target)} of social value per £1.")
    yield Block(f"Points{f': lot {held.lot}' if held.lot else ''}", tuple(lines))
    if held.caution:
        yield Block("Look at twice", (held.caution,))


# --- social value in pounds ---------------------------------------------------------------


def _pounds(found: Sequence[Held], framework: Framework) -> Iterator[Block]:
    """How a commitment becomes pounds: the sum, the rules, the £ of each measure, an example."""
    whole = attrs.evolve(found[0].tender, lots=())
    lines = _lines(whole, framework)
    yield Block("How social value is worked out", tuple(_rules(found[0], whole, lines)))
    rows = tuple(_row(each, whole, framework) for each in lines)
    limited = any(_is_limited(each, whole) for each in lines)
    said = ("The form takes no quantity beyond the limit.",) if limited else ()
    headings = ("code", "measure", "unit", "£ per unit", "what else holds")
    yield Block("The measures, and what one unit is worth", said, headings, rows, (3,))
    yield from _twice(framework, lines)
    yield from _example(found[0], whole, lines)


def _asked(tender: Tender, framework: Framework) -> Iterator[Block]:
    """The measures of a set without pounds, where the tender names them."""
    rows = tuple((framework[each].name, framework[each].title) for each in tender.shortlist)
    if rows:
        yield Block("The measures that are asked about", (), ("code", "measure"), rows)


def _lines(tender: Tender, framework: Framework) -> tuple[CalculatorLine, ...]:
    """The measures that are asked for; where none is named, all that have what they need here."""
    if tender.shortlist:
        return make(tender, framework).lines
    found: list[CalculatorLine] = []
    for each in framework:
        if not each.switched_off:
            try:
                found += make(tender, framework, measures=[each.code]).lines
            except InputError:
                continue  # it has no value in this tender, and would not count
    return tuple(each for each in found if not _lacks_value(each, framework))


def _lacks_value(line: CalculatorLine, framework: Framework) -> bool:
    return line.unit_value is None and framework[line.code].kind == "monetised"


def _rules(held: Held, tender: Tender, lines: Iterable[CalculatorLine]) -> Iterator[str]:
    framework = held.framework
    on, rule = value_date(tender, None, framework)
    of = "the day of the tender notice" if rule == "tender" else "the day of the set"
    day = "the newest" if on == date.max else f"{day_words(on)}, {of}"
    yield (
        "A commitment is worth its quantity × the £ of one unit, rounded once, half up, to the "
        "penny. A bid's social value is the sum of its commitments that count."
    )
    given = " or given for this tender, the same for every bidder" if tender.unit_values else ""
    yield f"The £ of a unit are those of {day}{given}. {set_words(framework)}."
    yield (
        "Where a bidder claims a share of a result, or says that a part would have happened "
        "anyway, only what is left counts."
    )
    term = f"The contract's initial term is {_years(tender)}"
    term = "Each lot has its initial term" if held.tender.lots else term
    yield f"{term}: what is offered beyond it does not count."
    yield (
        "The same activity counts once. What is reported and carries no pounds adds nothing to "
        "the sum, and is kept."
    )
    if not tender.shortlist and any(True for _ in lines):
        yield "Measures that have no value in this tender are not listed, and do not count."


def _row(line: CalculatorLine, tender: Tender, framework: Framework) -> tuple[str, ...]:
    worth = "reported, no pounds" if line.unit_value is None else pounds(line.unit_value)
    worth = "no value: does not count" if _lacks_value(line, framework) else worth
    what = _holds(line, tender, framework)
    return framework[line.code].name, line.title, line.counted_in, worth, what


def _is_limited(line: CalculatorLine, tender: Tender) -> bool:
    limits = tender.calculator.limits if tender.calculator else {}
    return line.measure in limits or line.code in limits


def _holds(line: CalculatorLine, tender: Tender, framework: Framework) -> str:
    """Where it must fall, which years count, the largest quantity."""
    measure = framework[line.code]
    where = place_name(framework.places, tender.place or framework.place)
    said = (
        {"benefit": f"must be in {where}", "supplier": f"with suppliers in {where}"}.get(
            measure.place, ""
        ),
        "each person's first 12 months" if line.counts == "first_year" else "",
        f"limit: {plain(line.limit)}" if _is_limited(line, tender) else "",
    )
    return "; ".join(each for each in said if each)


def _twice(framework: Framework, lines: Sequence[CalculatorLine]) -> Iterator[Block]:
    """Which of two measures counts where one activity is offered under both."""
    asked = {each.measure for each in lines}
    rows = dict.fromkeys(
        (framework[stands].name, framework[falls].name, rule.why)
        for line in lines
        for rule in framework[line.code].rules
        for stands, falls in rule.pairs
        if {stands, falls} <= asked
    )
    if rows:
        yield Block("One activity under two measures", (), ("counts under", "and not under", "why"),
                    tuple(rows))  # fmt: skip


# --- an example ---------------------------------------------------------------------------


def _example(held: Held, tender: Tender, lines: Iterable[CalculatorLine]) -> Iterator[Block]:
    """Ten units of the first measure that can be so offered: pounds, and the points for them."""
    for line in lines:
        offered = _ten(held.framework, line)
        if offered is None:
            continue
        plain_tender = attrs.evolve(tender, moderation=None, scheme=None, shortlist=())
        bid = Bid("an example", commitments=[offered])
        found = value(plain_tender, bid, held.framework)
        if found.total:
            amount = amount_words(offered.quantity.amount, line.unit)
            unit = pounds(line.unit_value) if line.unit_value is not None else ""
            said = f"{amount} of {held.framework[line.code].name} are worth {unit} each: "
            yield Block("An example", (f"{said}{pounds(found.total)}.",
                                       *_example_points(held, plain_tender, bid)))  # fmt: skip
            return


def _ten(framework: Framework, line: CalculatorLine) -> Commitment | None:
    if line.unit_value is None or line.unit in {"fte_year", "text", "yes_no"}:
        return None
    return framework.commit(line.code, quantity("10", line.unit))


def _example_points(held: Held, tender: Tender, bid: Bid) -> Iterator[str]:
    """The points of each criterion that reads pounds and nobody else's bid."""
    for each in () if held.tender.lots else held.scheme.leaves:
        if isinstance(each.method, (AgainstTarget, Banded)) and isinstance(each.points, Decimal):
            alone = Criterion(each.name, each.points, each.method)
            scheme = Scheme([alone], out_of=each.points, places=held.scheme.places)
            result = evaluate(tender, [bid], held.framework, scheme)
            how = working(alone, result, result[bid.bidder])
            yield f"For '{each.name}' that gives {result[bid.bidder].points} points: {how}."


# --- what the engine does not know --------------------------------------------------------


def _evidence(tender: Tender, framework: Framework) -> Block:
    """What is shown for what was offered."""
    asked = dict.fromkeys(framework.canonical(each) for each in tender.shortlist)
    measures = [framework[code] for code in asked]
    rows = tuple((each.name, "; ".join(each.evidence)) for each in measures if each.evidence)
    said = (
        "A commitment names a measure, how much of it is offered, and the activity: which people, "
        "hours or pounds these are."
    )
    shown = ("Evidence of each, once it is delivered:",) if rows else ()
    heading = "What a commitment is, and how it is shown"
    return Block(heading, (said, *shown), ("code", "evidence"), rows)


_OPEN = (
    "whether what is offered becomes part of the contract",
    "who checks delivery, how often, and what follows where a commitment is not met",
    "how personal data in evidence is kept out or protected",
    "that bids may be asked for under the Freedom of Information Act, and what is exempt",
    "whether figures of bids are used for benchmarks, and without names",
    "how and until when questions are asked, and that answers go to every bidder",
)
"""What only the authority knows; each is left open, and none is made up."""


def _left() -> Block:
    return Block(
        "To be completed by the authority before this is published",
        tuple(f"[State {each}.]" for each in _OPEN),
    )


def _prints(found: Sequence[Held], framework: Framework) -> Block:
    said = (
        f"{_MARK if not each.lot else f'Fingerprint of the scheme of lot {each.lot}:'} "
        f"{each.scheme.fingerprint}. Another scheme has another fingerprint."
        for each in found
    )
    return Block("Fingerprint", (*said, *_of_calculators(found[0].tender, framework)))


def _of_calculators(tender: Tender, framework: Framework) -> Iterator[str]:
    """The sign by which a bidder knows the form; of a tender of which none can be made, nothing."""
    if not carries_pounds(framework):
        return
    lots: tuple[str | None, ...] = tuple(each.name for each in tender.lots) or (None,)
    for lot in lots:
        of_lot = f" of lot {lot}" if lot else ""
        with suppress(InputError):
            made = make(tender, framework, lot=lot).short_fingerprint
            yield (
                f"Fingerprint of the calculator{of_lot}: {made}. A calculator with another was not "
                "made of this tender as it stands."
            )
