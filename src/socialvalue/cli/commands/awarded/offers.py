"""The commands of community offers: offered, agreed, given, and what is left as at a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socialvalue.cli.commands.awarded.recorded import (
    by_option,
    on_option,
    opened,
    record_options,
    where_option,
    written_entry,
)
from socialvalue.cli.out.answers import FORMATS, answer_in
from socialvalue.cli.out.options import result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.typed import WHOLE

__all__ = ["offers"]

_WHO = "school, college, charity, community_group, vcse or council_service."
_entry = click.argument("entry", metavar="ENTRY", type=WHOLE)
_why = click.option("--reason", metavar="TEXT", required=True, help="Why.")


@click.group()
def offers() -> None:
    """Show what suppliers offer to groups and schools, and write what becomes of it."""


@offers.command()
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@click.option("--known", metavar="DATE", help="As known on this day.")
@click.option("--public", is_flag=True,
              help="Only what everybody may see; as JSON, linked data of schema.org.")  # fmt: skip
@where_option
@result_options(FORMATS)
def show(
    path: Path | None, form: str | None, file: Path | None, *, public: bool, **days: Any
) -> Answer:
    """Show every offer, what is left of it, and why it is shown to others or not.

    With --public the page holds nothing but the offers that everybody may see.

    \b
    For example:
        socialvalue offers show --on 2022-12-31
        socialvalue offers show --on 2022-12-31 --public --output offers.csv
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.offers import council_views, public_views
    from socialvalue.contracts import exchange

    with opened(path) as register:
        found = exchange(register, **days)
    return answer_in(form, (public_views if public else council_views)(found), file, source=path)


@offers.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--title", metavar="TEXT", required=True, help="In plain words, without names.")
@click.option("--description", metavar="TEXT", default="", help="More of it.")
@click.option("--kind", metavar="WORD", required=True,
              help="volunteer_time, expert_time, space, equipment, goods, money, training_place, "
                   "work_placement, visit_or_talk, mentoring or other.")  # fmt: skip
@click.option("--quantity", metavar="NUMBER", required=True, help="How much is offered.")
@click.option("--unit", metavar="WORD", required=True, help="What it is counted in.")
@click.option("--from", "starts", metavar="DATE", required=True, help="The first day.")
@click.option("--until", metavar="DATE", required=True, help="The last day.")
@click.option("--ask-via", metavar="TEXT", required=True, help="The council's mailbox or form.")
@click.option("--line", metavar="NO", default="", help="The commitment that it is part of.")
@click.option("--for", "audiences", metavar="WORD", multiple=True,
              help=_WHO)  # fmt: skip
@click.option(
    "--place", "places", metavar="TEXT", multiple=True, help="A ward, a district, or online."
)
@click.option("--youngest", metavar="YEARS", type=WHOLE, help="The least age.")
@click.option("--oldest", metavar="YEARS", type=WHOLE, help="The greatest age.")
@click.option("--smallest", metavar="NUMBER", help="The least that can be asked for.")
@click.option("--conditions", metavar="TEXT", default="", help="Checks, insurance, access.")
@click.option("--cost", metavar="POUNDS", default="0", help="What it costs who receives it.")
@click.option("--safeguarding", metavar="TEXT", default="",
              help="Where children are concerned, what is seen to.")  # fmt: skip
@by_option
@on_option
@record_options
def add(reference: str, path: Path | None, by: str, on: str, **said: Any) -> Answer:
    """Write what a supplier offers. Nobody else sees it until the supplier agrees.

    \b
    For example:
        socialvalue offers add NCC-0412 --title Handyperson --kind volunteer_time --quantity 20
            --unit staff_hour --from 2022-10-01 --until 2023-08-31 --line 6
            --ask-via socialvalue@norchester.example --by supplier --on 2022-10-01
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import Offer

    made = Offer(**said)
    return written_entry(path, lambda register: register.offer(reference, made, by=by, on=on))


@offers.command(name="agree-to-show")
@_entry
@click.option("--no", "refused", is_flag=True, help="The supplier no longer agrees.")
@click.option("--named", is_flag=True, help="Its name may be shown too.")
@by_option
@on_option
@record_options
def agree_to_show(entry: int, path: Path | None, *, refused: bool, **said: Any) -> Answer:
    """Write that the supplier agrees that everybody sees an offer; or, with --no, not any more.

    \b
    For example:
        socialvalue offers agree-to-show 7 --by supplier --on 2022-10-05
    """  # noqa: D301 - click's own mark
    return written_entry(
        path, lambda register: register.show_offer(entry, agreed=not refused, **said)
    )


@offers.command()
@click.option("--who", "organisation", metavar="NAME", required=True, help="An organisation.")
@click.option("--is", "audience", metavar="WORD", required=True,
              help=_WHO)  # fmt: skip
@click.option("--kind", metavar="WORD", required=True, help="What is needed, as for 'add'.")
@click.option("--quantity", metavar="NUMBER", required=True, help="How much.")
@click.option("--unit", metavar="WORD", required=True, help="What it is counted in.")
@click.option("--why", metavar="TEXT", required=True, help="What for, in plain words.")
@click.option("--until", metavar="DATE", required=True, help="By when.")
@click.option("--place", metavar="TEXT", default="", help="Where.")
@click.option("--checked-by", metavar="TEXT", default="",
              help="What shows who it is, such as a charity number.")  # fmt: skip
@click.option("--public", is_flag=True, help="Others may see it.")
@by_option
@on_option
@record_options
def need(path: Path | None, by: str, on: str, **said: Any) -> Answer:
    """Write what a group needs. It is private, unless it says otherwise.

    \b
    For example:
        socialvalue offers need --who "Harbour Scouts" --is community_group --kind volunteer_time
            --quantity 12 --unit staff_hour --why "to mend the hall" --until 2023-03-31
            --by "contract manager" --on 2022-10-20
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import Need

    made = Need(**said)
    return written_entry(path, lambda register: register.need(made, by=by, on=on))


@offers.command()
@_entry
@click.option("--quantity", metavar="NUMBER", required=True, help="How much, in its unit.")
@click.option("--with", "receiver", metavar="NAME", required=True, help="An organisation.")
@click.option("--need", metavar="ENTRY", type=WHOLE, help="The need that it meets.")
@by_option
@on_option
@record_options
def agree(entry: int, path: Path | None, **said: Any) -> Answer:
    """Write how much of an offer is agreed with whom: never more than is left.

    \b
    For example:
        socialvalue offers agree 7 --quantity 12 --with "Harbour Scouts" --need 9
            --by "contract manager" --on 2022-11-01
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.agree(entry, **said))


@offers.command()
@_entry
@click.option("--quantity", metavar="NUMBER", help="How much; all of it, if not given.")
@by_option
@on_option
@record_options
def given(entry: int, path: Path | None, **said: Any) -> Answer:
    """Write how much of an agreement was given; what was not is free again.

    \b
    For example:
        socialvalue offers given 10 --by supplier --on 2022-12-10
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.done(entry, **said))


@offers.command()
@_entry
@click.argument("answer", metavar="yes|partly|no")
@click.option("--quantity", metavar="NUMBER", help="Of 'partly', how much arrived.")
@click.option("--note", metavar="TEXT", default="", help="In plain words, without names.")
@by_option
@on_option
@record_options
def arrived(entry: int, answer: str, path: Path | None, **said: Any) -> Answer:
    """Write what the receiver says: did it arrive? It is evidence, and verifies nothing.

    \b
    For example:
        socialvalue offers arrived 10 yes --by receiver --on 2022-12-12
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.confirm(entry, answer, **said))


@offers.command()
@_entry
@_why
@by_option
@on_option
@record_options
def cancel(entry: int, path: Path | None, **said: Any) -> Answer:
    """Cancel an agreement of which nothing was given yet.

    \b
    For example:
        socialvalue offers cancel 10 --reason "the hall is closed" --by "contract manager"
            --on 2022-11-05
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.cancel(entry, **said))


@offers.command()
@_entry
@_why
@by_option
@on_option
@record_options
def close(entry: int, path: Path | None, **said: Any) -> Answer:
    """Withdraw an offer, or close a need; what is agreed already stays agreed.

    \b
    For example:
        socialvalue offers close 7 --reason "the team has moved" --by supplier --on 2022-12-01
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.close_offer(entry, **said))
