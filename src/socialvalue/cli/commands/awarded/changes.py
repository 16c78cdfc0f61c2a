"""The commands that change an agreed schedule, and that say what was spent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialvalue.cli.commands.awarded.recorded import (
    by_option,
    on_option,
    opened,
    pairs_of,
    record_options,
    written_entry,
)
from socialvalue.cli.out.answers import printed
from socialvalue.cli.out.exits import WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, only_with
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.out.typed import WHOLE
from socialvalue.words import number_of

if TYPE_CHECKING:
    from socialvalue.contracts import Entry, Obligation, Register

__all__ = ["CHANGES"]


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--line", "lines", metavar="NO=±QUANTITY", multiple=True,
              help="What is added to a commitment or taken from it, with its sign.")  # fmt: skip
@click.option("--reason", metavar="WORD", required=True,
              help="Why it changes; see above.")  # fmt: skip
@click.option("--add", "added", metavar="CODE=NUMBER", multiple=True,
              help="A new commitment, in its measure's unit; with --award.")  # fmt: skip
@click.option("--award", "award", metavar="TENDER or RECORD", type=A_PATH,
              help="What --add is valued by: that of the award.")  # fmt: skip
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
@click.option(
    "--instrument", metavar="TEXT", default="", help="What it is written in, such as a deed."
)
@click.option("--because", metavar="TEXT", default="",
              help="What was wrong; or why scope and economic balance are the same.")  # fmt: skip
@by_option
@on_option
@record_options
def change(
    reference: str,
    path: Path | None,
    lines: tuple[str, ...],
    added: tuple[str, ...],
    award: Path | None,
    **said: Any,
) -> Answer:
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
    moved, plans = (pairs_of(f"--{name}", given) for name, given in
                    (("line", lines), ("expected", said.pop("expected"))))  # fmt: skip
    if added and award is None:
        raise click.UsageError("name what --add is valued by: --award TENDER or RECORD")
    if not added:
        only_with("--add", "award")
    what = pairs_of("--add", added)

    def write(register: Register) -> Entry:
        new = _new(register, reference, award, what) if award and what else ()
        return register.change(reference, lines=moved, expected=plans, new=new, **said)

    return written_entry(path, write)


def _new(
    register: Register, reference: str, award: Path, what: dict[str, str]
) -> tuple[Obligation, ...]:
    """What is added, at the values of the award, numbered after what the contract has."""
    from socialvalue.cli.views.decided import scored_from
    from socialvalue.contracts import new_commitments
    from socialvalue.units import quantity

    tracked = register.standing()[reference]
    scored, lot = scored_from(award), tracked.contract.lot or None
    framework = scored.evaluations[0].framework
    given = [framework.commit(code, quantity(number, framework[code].unit))
             for code, number in what.items()]  # fmt: skip
    used = {each.line for each in (*tracked.contract.lines, *tracked.schedule.lines)}
    first = 1 + max((int(each) for each in used if each.isdecimal()), default=0)
    return new_commitments(scored.lots or scored.evaluations[0], given, first=first, lot=lot)


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--amount", metavar="POUNDS", help="How much was invoiced for the period.")
@click.option("--call-offs", metavar="NUMBER", type=WHOLE,
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


@click.command()
@click.argument("ledger", metavar="LEDGER", type=A_PATH)
@click.option("--on", metavar="DATE", required=True,
              help="The day to which it runs; what is not over by then is left out.")  # fmt: skip
@click.option("--column", "columns", metavar="HEADING=FIELD", multiple=True,
              help="What a column holds (reference, on or amount), where its heading is not "
                   "known.")  # fmt: skip
@click.option("--every", metavar="MONTHS", type=WHOLE, default=1, show_default=True,
              help="How many months are added up: 1, 3 or 12.")  # fmt: skip
@click.option("--write", is_flag=True, help="Write it into the delivery record.")
@click.option("--by", metavar="ROLE", help="Who writes it, by role.")
@record_options
def spend_from(
    ledger: Path, path: Path | None, write: bool, by: str | None, columns: tuple[str, ...],
    **said: Any,
) -> Answer:  # fmt: skip
    """Take what was spent under every contract from a ledger, by the contracts' references.

    LEDGER is a text (.csv) or a workbook with a row an invoice. Invoices are added up by contract
    and month, and credits taken off. What is read is shown; nothing is written without --write, and
    then all of it or nothing. Run again, it writes what is new. Nothing is withheld on these
    figures unless a clause says so.

    \b
    For example:
        socialvalue contract spend-from ledger.csv --on 2022-12-31
        socialvalue contract spend-from ledger.csv --on 2022-12-31 --write --by finance
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import import_spend

    if write and not by:
        raise click.UsageError("say who writes it: --by ROLE")
    named = pairs_of("--column", columns)
    with opened(path) as register:
        found = import_spend(register, ledger, columns=named, **said)
        text = as_text([*found.explain().blocks])
        if found.problems:
            return Answer(text, problems=found.problems, code=WRONG_INPUT)
        if not write or not by:
            return Answer(f"{text}\nNothing was written: --write enters it.")
        count = number_of(len(found.write(register, by=by)), "period")
        return Answer(f"{text}\nWritten: {count}. Delivery record: {register.head}.")


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.argument("number", metavar="CLAUSE")
@click.option("--form", "form", metavar="WORD", required=True,
              help="What it allows; see above.")  # fmt: skip
@click.option("--basis", metavar="WORD", default="pounds", show_default=True,
              help="What is short: pounds at award, or units.")  # fmt: skip
@click.option("--rate", metavar="POUNDS", help="£ for each £ or unit that is due and not verified.")
@click.option("--trigger", metavar="SHARE", default="1", show_default=True,
              help="It allows something only below this share of what is due.")  # fmt: skip
@click.option("--grace", metavar="DAYS", type=WHOLE, default=0,
              help="Days that commitments may be late before it does.")  # fmt: skip
@click.option("--cap", metavar="POUNDS", help="£ at most.")
@click.option("--cap-share", metavar="SHARE", help="At most this share of the contract's value.")
@click.option("--rounding", metavar="WORD", default="half_up", show_default=True,
              help="To whole pennies: half_up or down.")  # fmt: skip
@click.option("--line", "lines", metavar="NO", multiple=True,
              help="A commitment that it is about; all, if none is named.")  # fmt: skip
@by_option
@on_option
@record_options
def clause(  # noqa: PLR0917 - click gives them by name
    reference: str, number: str, path: Path | None, form: str, by: str, on: str, **said: Any
) -> Answer:
    """Enter a clause that allows something where commitments are not met, as the contract has it.

    It may allow: action_plan, withheld, retention, credit, community_fund, liquidated_damages.
    Nothing is assumed: without a clause no pounds are ever worked out.

    \b
    For example:
        socialvalue contract clause NCC-0412 14.3 --form credit --rate 0.10 --trigger 0.9
            --cap 20000 --by legal --on 2022-08-20
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import Clause

    made = Clause(number, form, **said)
    return written_entry(path, lambda register: register.clause(reference, made, by=by, on=on))


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--on", metavar="DATE", required=True, help="As at this day.")
@record_options
def allowed(reference: str, path: Path | None, on: str) -> Answer:
    """Show what the clauses of a contract allow, with how it is worked out.

    \b
    For example:
        socialvalue contract allowed NCC-0412 --on 2023-08-31
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import allowed as by_clauses

    with opened(path) as register:
        found = by_clauses(register, reference, on=on)
    return Answer(printed(list(found.explain().blocks), "text", None))


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--ground", metavar="WORD", required=True, help="What happened; see above.")
@click.option("--confirmed-by", metavar="NAME", required=True,
              help="Who says that it is so: a person whom somebody can ask.")  # fmt: skip
@click.option("--obligation", metavar="TEXT", required=True,
              help="What the supplier was bound to do.")  # fmt: skip
@click.option("--nature", metavar="TEXT", required=True, help="How it did not.")
@click.option("--impact", metavar="TEXT", default="", help="What came of it.")
@click.option("--duration", metavar="TEXT", default="", help="How long it lasted.")
@click.option("--mitigation", metavar="TEXT", default="", help="What was done about it.")
@click.option("--improvement-asked", metavar="DATE",
              help="When the supplier was given the opportunity to improve.")  # fmt: skip
@click.option("--amount", metavar="POUNDS", help="The damages, or the settlement.")
@click.option("--line", "lines", metavar="NO", multiple=True,
              help="A commitment that it is about.")  # fmt: skip
@click.option("--supplier", metavar="NAME", default="",
              help="Whose breach it is, where the contract has several suppliers.")  # fmt: skip
@by_option
@on_option
@record_options
def breach(reference: str, path: Path | None, by: str, on: str, **said: Any) -> Answer:
    """Enter a breach of the contract that a named person says was established.

    Grounds: partial_termination, damages, settlement, failure_to_improve. Nothing else enters one:
    no missed day, no status and no returned delivery. The notice of it, and the day by which that
    is due, start from this entry; a contract ended in full for breach is a change.

    \b
    For example:
        socialvalue contract breach NCC-0412 --ground settlement --amount 20000
            --confirmed-by "Head of Legal" --obligation "8 local staff"
            --nature "Two were employed." --by legal --on 2026-05-03
    """  # noqa: D301 - click's own mark
    from socialvalue.contracts import Breach

    return written_entry(
        path, lambda register: register.breach(reference, Breach(**said), by=by, on=on)
    )


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--manager", metavar="ROLE", required=True,
              help="The role of who manages it, never a name.")  # fmt: skip
@by_option
@on_option
@record_options
def manage(reference: str, path: Path | None, manager: str, **said: Any) -> Answer:
    """Enter who manages a contract from a day on: a role, and no person.

    \b
    For example:
        socialvalue contract manage NCC-0412 --manager "Contract manager, parks"
            --on 2023-04-01 --by director
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.manage(reference, manager, **said))


CHANGES = (change, spend, spend_from, clause, allowed, breach, manage)
