"""Before a tender: `plan` for a bidder, `test-scheme` for a buyer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from socialvalue.cli.commands.past import PAST_NAMES, past_options, read_past
from socialvalue.cli.out.answers import (
    DRAWN,
    FORMATS,
    Views,
    answer_in,
    drawn,
    format_of,
    printed,
)
from socialvalue.cli.out.options import (
    A_PATH,
    by_code,
    in_file,
    in_option,
    only_with,
    result_options,
)
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import Range
from socialvalue.errors import (
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    SocialValueError,
    problem,
)
from socialvalue.model.fields import money
from socialvalue.numbers import EXACT
from socialvalue.planning.amounts import amounts_by_code
from socialvalue.planning.one_lot import of_one_lot
from socialvalue.registry.tenders import read_tender_with_framework

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from socialvalue.blocks import Block
    from socialvalue.calculators import CarriedOver
    from socialvalue.model.bids.bid import Bid
    from socialvalue.model.framework import Framework
    from socialvalue.model.tender import Tender

__all__ = ["plan", "test_scheme"]

_FORMS = ("text", "json", "markdown", "html", *DRAWN)
_OF: Final = {
    "--cost": "the cost of", "--costs": "the cost of", "--limit": "the limit of",
    "--usual": "the usual amount of",
}  # fmt: skip
"""What stands before a code in words, by the option that says an amount of it."""


@click.command()
@click.argument("tender", type=A_PATH)
@click.option("--need", metavar="POUNDS", help="The sum that the whole offer is to count.")
@click.option(
    "--target", metavar="POUNDS",
    help="£ per £1 of contract value instead, such as 0.50; the tender's target if neither is "
         "given.",
)  # fmt: skip
@click.option(
    "--bidder", "bidders", metavar="NAME", multiple=True,
    help="Whose offer in the tender file; several are the parts of a consortium.",
)  # fmt: skip
@click.option(
    "--offer", "offers", metavar="FILE", type=A_PATH, multiple=True,
    help="The offer as a calculator that is filled in (.xlsx); several are the parts of a "
         "consortium.",
)  # fmt: skip
@click.option(
    "--past", metavar="FILE", type=A_PATH,
    help="An offer in the calculator of another tender, or of an earlier version, as a start: each "
         "commitment is marked 'check', and what cannot be carried over is named.",
)  # fmt: skip
@click.option("--lot", metavar="NAME", help="The lot, of a tender in lots.")
@click.option("--costs", metavar="CODE=POUNDS", multiple=True,
              help="What one unit costs you: the cheapest offer is shown.")  # fmt: skip
@click.option("--limit", "limits", metavar="CODE=QUANTITY", multiple=True,
              help="With --costs: the most of a measure that you can deliver.")  # fmt: skip
@click.option("--whole-people", is_flag=True, help="With --costs: whole people and weeks only.")
@click.option("--most", type=Range(min=1), metavar="N",
              help="With --costs: at most so many measures.")  # fmt: skip
@result_options(_FORMS)
def plan(  # noqa: PLR0917 - click gives them by name
    tender: Path,
    need: str | None,
    target: str | None,
    bidders: tuple[str, ...],
    offers: tuple[Path, ...],
    past: Path | None,
    lot: str | None,
    form: str | None,
    file: Path | None,
    **cheapest: Any,
) -> Answer:
    """Show what would reach a sum or the target, beside what is offered.

    Of each measure the least more that alone would reach it, those offered first; and how much more
    of everything together. Each is worked out as the bid will be valued. Offer only what you can
    deliver: if you win, it becomes part of the contract. With --costs it is the cheapest offer, and
    what none can cost less than.

    \b
    For example:
        socialvalue plan tender.yaml --need 30000
        socialvalue plan tender.yaml --bidder "Acme Highways" --target 0.50
        socialvalue plan tender.yaml --offer our-part.xlsx --offer their-part.xlsx
        socialvalue plan tender.yaml --past last-year.xlsx
        socialvalue plan tender.yaml --costs NT10=120 --costs NT28=1 --limit NT10=100
    """  # noqa: D301 - click's own mark
    import socialvalue as sv

    if need is not None and target is not None:
        raise click.UsageError("--need and --target are two goals: give one")
    if sum(map(bool, (bidders, offers, past))) > 1:
        ways = "--bidder, --offer and --past name the offer in different ways: give one"
        raise click.UsageError(ways)
    words = format_of(form, file, _FORMS, tender)
    if any(cheapest.values()):
        if any((bidders, offers, past)):
            raise click.UsageError("--costs makes a new offer: it goes with none that is named")
        wanted = {"need": need, "target": target, "lot": lot}
        return _cheapest(tender, {**wanted, **cheapest}, words, file)
    if words in DRAWN:
        raise click.UsageError("a chart is of the cheapest offer: say what units cost with --costs")
    read, bids, framework = read_tender_with_framework(tender)
    with in_file(tender):
        of_one_lot(read, lot)
    opened = None if past is None else _carried(past, read, framework, lot)
    if opened is not None:
        parts = [opened.bid]
    else:
        parts = _filled(offers, read, framework, lot) or _named(bids, bidders, lot)
    goal: Any = _typed("--target", target)
    if need is not None:
        with in_option("--need"):
            goal = sv.gbp(need)
    with in_file(tender):
        found = sv.calculators.reach(read, parts, framework, goal=goal)
    if words == "json":
        from socialvalue.cli.out.render import as_json
        from socialvalue.cli.views.returned import plan_content

        return Answer(as_json(plan_content(found, opened), file), file, source=tender)
    above = [] if opened is None else _started(opened)
    return Answer(printed([*above, *found.explain().blocks], words, file), file, source=tender)


def _cheapest(path: Path, asked: dict[str, Any], words: str, file: Path | None) -> Answer:
    """The cheapest offer that reaches a sum, a target or full marks."""
    import socialvalue as sv

    said = {option: by_code(option, asked[name])
            for option, name in (("--costs", "costs"), ("--limit", "limits"))}  # fmt: skip
    need, target = _typed("--need", asked["need"]), _typed("--target", asked["target"])
    tender, _, framework = read_tender_with_framework(path)
    costs, limits = _amounts(framework, said)
    with in_file(path):
        of_lot = of_one_lot(tender, asked["lot"])
    if target is not None:
        need = EXACT.multiply(target, of_lot.contract_value.initial)
    try:
        found = sv.planning.cheapest_offer(
            of_lot, framework, need=need, whole_people=asked["whole_people"],
            most_measures=asked["most"], costs=costs, limits=limits,
        )  # fmt: skip
    except SocialValueError as error:
        raise DefinitionError(_said_of(each, path) for each in error.problems) from None
    if words == "json":
        from socialvalue.cli.out.render import as_json

        return Answer(as_json(found.to_dict(), file), file, source=path)
    if words in DRAWN:
        return Answer(drawn(found.chart(), words, file), file, source=path)
    return Answer(printed(found.explain().blocks, words, file), file, source=path)


_BLAMED: Final = {
    "SV1340": "--costs", "SV1341": "", "SV1342": "--costs", "SV1343": "--costs", "SV1344": "--need",
    "SV1346": "--costs",
}  # fmt: skip
"""The option to look at, by what is refused of a cheapest offer; "" for none."""


def _said_of(found: Problem, path: Path) -> Problem:
    """A problem with the option that it is about, or else with the tender file."""
    option = _BLAMED.get(found.code)
    return found.for_file(str(path)) if option is None else found.for_file().within(option)


def _typed(option: str, text: str | None) -> Decimal | None:
    """Pounds that an option says; None where it is not given.

    Raises:
        InputError: They are no number (SV301), or below zero.
    """
    with in_option(option):
        return None if text is None else money(text)


def _amounts(
    framework: Framework, said: Mapping[str, Mapping[str, str]]
) -> list[Mapping[str, Decimal]]:
    """What options say of measures: whatever is wrong with them, the tender file is not to blame.

    Raises:
        InputError: All that is wrong, each with its option.
    """
    found: list[Mapping[str, Decimal]] = []
    wrong: list[Problem] = []
    for option, texts in said.items():
        try:
            found.append(amounts_by_code(framework, texts, _OF[option]))
        except SocialValueError as error:
            wrong += [each.for_file().within(option) for each in error.problems]
    if wrong:
        raise InputError(wrong)
    return found


def _carried(past: Path, tender: Tender, framework: Framework, lot: str | None) -> CarriedOver:
    """An offer in another calculator, opened in that of this tender."""
    import socialvalue as sv

    return sv.calculators.carry(past, sv.calculators.make(tender, framework, lot=lot))


def _started(opened: CarriedOver) -> list[Block]:
    """What was carried over, and what of it is not in the plan."""
    from socialvalue.blocks import Block
    from socialvalue.words import listed

    out = [each.measure for each in opened.lines if each.boxes and each.commitment is None]
    said = f"Not in the plan, until it can be read: {listed(out)}."
    return [*opened.explain().blocks, *([Block("", (said,))] if out else [])]


def _filled(
    offers: tuple[Path, ...], tender: Tender, framework: Framework, lot: str | None
) -> list[Bid]:
    """The offers in calculators that are filled in.

    Raises:
        InputError: All that cannot be read, by file, sheet and cell.
    """
    import socialvalue as sv

    if not offers:
        return []
    calculator = sv.calculators.make(tender, framework, lot=lot)
    returned = [sv.calculators.read(each, calculator) for each in offers]
    problems = [each for one in returned for each in one.problems]
    if problems:
        raise InputError(problems)
    return [each.bid for each in returned if each.bid is not None]


def _named(bids: tuple[Bid, ...], bidders: tuple[str, ...], lot: str | None) -> list[Bid]:
    """The bids of a tender file that are meant; an empty offer where it has none.

    Raises:
        NotFoundError: Nobody of a name bids (SV716).
        UsageError: There are several, and none is named.
    """
    from socialvalue.errors import did_you_mean
    from socialvalue.model.bids.bid import Bid

    held = [each for each in bids if each.lot == lot]
    if not bidders:
        if len(held) > 1:
            raise click.UsageError("the tender file has several bids: say whose with --bidder NAME")
        return held or [Bid("Your offer", lot=lot)]
    found = []
    for name in bidders:
        same = [each for each in held if each.bidder.casefold() == name.casefold()]
        if not same:
            hint = did_you_mean(name, [each.bidder for each in held], label="bidders")
            raise NotFoundError(problem("SV716", found=name, count="no bid", hint=hint))
        found += same
    return found


# --- a scheme that is to be published ------------------------------------------------------


@click.command(name="test-scheme")
@click.argument("tender", type=A_PATH)
@click.option("--lot", metavar="NAME", help="The lot, of a tender in lots.")
@click.option("--cost", "costs", metavar="CODE=POUNDS", multiple=True,
              help="What one unit costs a bidder; a pound spent costs a pound.")  # fmt: skip
@click.option("--usual", "usuals", metavar="CODE=QUANTITY", multiple=True,
              help="How much bidders have anyway; of FTE-years, people at one time.")  # fmt: skip
@click.option("--limit", "limits", metavar="CODE=QUANTITY", multiple=True,
              help="The most of a measure that is within a bidder's reach.")  # fmt: skip
@click.option("--past", metavar="TABLE", type=A_PATH,
              help="Past contracts: whether their offers differ, and what was delivered.",
              )  # fmt: skip
@past_options
@result_options((*FORMATS, *DRAWN))
def test_scheme(tender: Path, form: str | None, file: Path | None, **said: Any) -> Answer:
    """Test a scheme before it is published: how it can be gamed.

    Each finding is a bid that nobody made, scored by the engine, with the figure from which it
    holds and what would close it. A tender file with 'bids: []' is enough; bids that are invented
    are used where it has any. Where the scheme is published and real bids are in, it is refused.

    \b
    For example:
        socialvalue test-scheme tender.yaml
        socialvalue test-scheme tender.yaml --usual ECC1=12 --cost NT21=20
        socialvalue test-scheme tender.yaml --past contracts.csv --on 2025-03-31
        socialvalue test-scheme tender.yaml --output test.html
    """  # noqa: D301 - click's own mark
    import socialvalue as sv

    if said["past"] is None:
        only_with("--past", *PAST_NAMES)
    typed = {f"--{name}": by_code(f"--{name}", said[f"{name}s"])
             for name in ("cost", "usual", "limit")}  # fmt: skip
    past = None if said["past"] is None else read_past(said["past"], said, enough=True)
    read, bids, framework = read_tender_with_framework(tender)
    costs, usual, limits = _amounts(framework, typed)
    with in_file(tender):
        found = sv.planning.red_team(read, framework, bids=bids, lot=said["lot"], costs=costs,
                                     usual=usual, limits=limits, past=past)  # fmt: skip
    columns = found.columns()
    views = Views(
        lambda: list(found.explain().blocks),
        lambda: (tuple(columns), list(zip(*columns.values(), strict=True))),
        found.to_dict,
        found.chart,
    )
    return answer_in(form, views, file, source=tender)
