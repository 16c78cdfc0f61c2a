"""The commands that change an agreed schedule, and that say what was spent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socialvalue.cli.commands.recorded import (
    by_option,
    on_option,
    pairs_of,
    record_options,
    written_entry,
)
from socialvalue.cli.out.output import Answer

__all__ = ["CHANGES"]


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--line", "lines", metavar="NO=±QUANTITY", multiple=True,
              help="What is added to a commitment or taken from it, with its sign.")  # fmt: skip
@click.option("--reason", metavar="WORD", required=True,
              help="Why it changes; see above.")  # fmt: skip
@click.option("--ends", metavar="DATE", help="The last day, for an extension or a termination.")
@click.option("--to-supplier", "suppliers", metavar="NAME", multiple=True,
              help="Who takes the contract over, for a novation.")  # fmt: skip
@click.option("--expected", metavar="NO=WORD", multiple=True,
              help="By when a commitment is due from now on: time, yearly or at_end.")  # fmt: skip
@click.option("--value", metavar="POUNDS", help="The contract's value, where that changes.")
@click.option("--other", metavar="REFERENCE", default="",
              help="The contract that something is carried forward to or from.")  # fmt: skip
@click.option("--ground", metavar="WORD",
              help="On which ground the contract may be modified, or ended.")  # fmt: skip
@click.option("--instrument", metavar="TEXT", default="", help="What it stands in, such as a deed.")
@click.option("--because", metavar="TEXT", default="",
              help="What was wrong; or why scope and economic balance stand.")  # fmt: skip
@by_option
@on_option
@record_options
def change(reference: str, path: Path | None, lines: tuple[str, ...], **said: Any) -> Answer:
    """Change the agreed schedule.

    Reasons: variation, substitution, carry_forward, extension, novation, termination, correction.

    Without its ground and its instrument a change is proposed, and changes no figure. Grounds:
    review_clause, schedule_8, not_substantial, below_threshold_modification, light_touch,
    regulation_72, not_a_public_contract; of a termination: by_agreement, breach, contract_right,
    implied_right, set_aside.

    What a change adds is due over the days that are left. What was due before stays due, also where
    the contract is extended.

    \b
    For example:
        socialvalue contract change NCC-0412 --line 1=+4 --reason variation
            --ground regulation_72 --instrument "Deed 1" --by "contract manager" --on 2023-04-01
        socialvalue contract change NCC-0412 --reason extension --ends 2026-08-31 --line 1=+8
            --ground regulation_72 --instrument "Deed 3" --by procurement --on 2025-06-30
    """  # noqa: D301 - click's own mark
    moved, plans = (dict(pairs_of(f"--{name}", given)) for name, given in
                    (("line", lines), ("expected", said.pop("expected"))))  # fmt: skip
    return written_entry(
        path, lambda register: register.change(reference, lines=moved, expected=plans, **said)
    )


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--amount", metavar="POUNDS", help="How much was invoiced for the period.")
@click.option("--call-offs", metavar="NUMBER", type=int,
              help="How many call-offs were made in it.")  # fmt: skip
@click.option("--from", "first", metavar="DATE", required=True, help="The period's first day.")
@click.option("--to", "last", metavar="DATE", required=True, help="The period's last day.")
@by_option
@record_options
def spend(reference: str, path: Path | None, first: str, last: str, **said: Any) -> Answer:
    """Enter what was spent under a contract in a period, as the ledger has it.

    Commitments that are due by spend, per £1m or per call-off go by it. Nothing is withheld on
    these figures unless a clause says so.

    \b
    For example:
        socialvalue contract spend NCC-0412 --amount 200000 --from 2022-09-01 --to 2022-11-30
            --by finance
    """  # noqa: D301 - click's own mark
    return written_entry(
        path, lambda register: register.spend(reference, period=(first, last), **said)
    )


CHANGES = (change, spend)
