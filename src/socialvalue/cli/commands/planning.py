"""`socialvalue plan`: what would reach a sum or the target, for a bidder that plans its offer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.cli.out.answers import format_of, printed
from socialvalue.cli.out.options import A_PATH, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.errors import DefinitionError, InputError, NotFoundError, SocialValueError
from socialvalue.registry.tenders import read_tender_with_framework

if TYPE_CHECKING:
    from socialvalue.blocks import Block
    from socialvalue.calculators import CarriedOver
    from socialvalue.model.bids.bid import Bid
    from socialvalue.model.framework import Framework
    from socialvalue.model.tender import Tender

__all__ = ["plan"]

_FORMS = ("text", "json", "markdown", "html")


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
) -> Answer:
    """Show what would reach a sum or the target, beside what is offered.

    Of each measure the least more that alone would reach it, those offered first; and how much more
    of everything together. Each is worked out as the bid will be valued. Offer only what you can
    deliver: if you win, it becomes part of the contract.

    \b
    For example:
        socialvalue plan tender.yaml --need 30000
        socialvalue plan tender.yaml --bidder "Acme Highways" --target 0.50
        socialvalue plan tender.yaml --offer our-part.xlsx --offer their-part.xlsx
        socialvalue plan tender.yaml --past last-year.xlsx
    """  # noqa: D301 - click's own mark
    import socialvalue as sv

    if need is not None and target is not None:
        raise click.UsageError("--need and --target are two goals: give one")
    if sum(map(bool, (bidders, offers, past))) > 1:
        ways = "--bidder, --offer and --past name the offer in different ways: give one"
        raise click.UsageError(ways)
    words = format_of(form, file, _FORMS, tender)
    read, bids, framework = read_tender_with_framework(tender)
    opened = None if past is None else _carried(past, read, framework, lot)
    if opened is not None:
        parts = [opened.bid]
    else:
        parts = _filled(offers, read, framework, lot) or _named(bids, bidders, lot)
    goal: Any = None if need is None else sv.gbp(need)
    goal = target if goal is None else goal
    try:
        found = sv.calculators.reach(read, parts, framework, goal=goal)
    except SocialValueError as error:
        raise DefinitionError(each.for_file(str(tender)) for each in error.problems) from None
    if words == "json":
        from socialvalue.cli.out.render import as_json
        from socialvalue.cli.views.returned import plan_content

        return Answer(as_json(plan_content(found, opened), file), file, source=tender)
    above = [] if opened is None else _started(opened)
    return Answer(printed([*above, *found.explain().blocks], words, file), file, source=tender)


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
    from socialvalue.errors import did_you_mean, problem
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
