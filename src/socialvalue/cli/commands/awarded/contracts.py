"""The commands after award: a contract, what is delivered, who verified it, and how it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from attrs import evolve

from socialvalue.cli.commands.awarded.changes import CHANGES
from socialvalue.cli.commands.awarded.handing_over import hand_over
from socialvalue.cli.commands.awarded.indicators import kpi
from socialvalue.cli.commands.awarded.offers import offers
from socialvalue.cli.commands.awarded.recorded import (
    by_option,
    on_option,
    opened,
    pairs_of,
    record_options,
    where_option,
    written_entry,
)
from socialvalue.cli.out.answers import FORMATS, answer_in, printed
from socialvalue.cli.out.exits import DONE, WRONG_INPUT
from socialvalue.cli.out.options import A_PATH, in_file, in_option, only_with, result_options
from socialvalue.cli.out.output import Answer
from socialvalue.cli.out.render import as_text
from socialvalue.cli.out.typed import WHOLE, Range, pairs
from socialvalue.definitions.opening import read_bytes

if TYPE_CHECKING:
    from socialvalue.contracts import Contract, Evidence, ExtensionOption, Register, SecondLook
    from socialvalue.errors import Problem

__all__ = ["contract", "deliver", "kpi", "offers", "portfolio", "progress", "send_back", "verify"]

F = TypeVar("F", bound=Callable[..., Any])
_MOST_BYTES = 100_000_000

_as_at = click.option("--on", metavar="DATE", required=True, help="As at this day.")
_known = click.option("--known", metavar="DATE", help="As known on this day.")
_grace = click.option(
    "--grace", metavar="DAYS", type=WHOLE, default=0,
    help="Days that a commitment may be late before it is called so.",
)  # fmt: skip


# --- a contract ---------------------------------------------------------------------------


@click.group()
def contract() -> None:
    """Enter a contract into the delivery record, show it, change it, audit it."""


@contract.command()
@click.argument("award", metavar="TENDER or RECORD", type=A_PATH)
@click.option("--bidder", metavar="NAME", required=True, help="Whose bid it is.")
@click.option("--reference", metavar="TEXT", required=True, help="The council's own reference.")
@click.option("--starts", metavar="DATE", required=True, help="The first day.")
@click.option("--ends", metavar="DATE", required=True, help="The last day.")
@click.option("--entered", metavar="DATE", help="The day on which it was entered into.")
@click.option("--lot", metavar="NAME", help="The lot, for a tender in lots.")
@click.option("--title", metavar="TEXT", help="In words; the tender's, if not given.")
@click.option("--authority", metavar="NAME", help="The tender's, if not given.")
@click.option("--directorate", metavar="NAME", default="", help="Which part manages it.")
@click.option("--manager", metavar="ROLE", default="", help="Who manages it: a role, no name.")
@click.option("--kind", metavar="WORD", default="contract", show_default=True,
              help="contract, framework, call_off or concession.")  # fmt: skip
@click.option("--regime", metavar="WORD", help="The rules that it is under; by the tender's day.")
@click.option("--supplier", "suppliers", metavar="NAME", multiple=True,
              help="Another supplier beside the bidder.")  # fmt: skip
@click.option(
    "--offer-in-contract",
    metavar="TEXT",
    default="",
    help="Whether the offer forms part of the contract: yes, no, or the clause.",
)
@click.option("--leave-out", metavar="NO=WHY", multiple=True,
              help="A commitment that is not in the contract, and why.")  # fmt: skip
@click.option("--keep", metavar="NO=WHY", multiple=True,
              help="A double count that is in the contract, and why.")  # fmt: skip
@click.option("--decided-by", metavar="ROLE", default="", help="Who decided either.")
@click.option("--expected", metavar="NO=WORD", multiple=True,
              help="By when a commitment is due: time, yearly, at_end or none.")  # fmt: skip
@click.option("--report-every", metavar="MONTHS", type=WHOLE,
              help="Months between two returns; by the policy, if not given.")  # fmt: skip
@click.option("--second-above", "above", metavar="POUNDS",
              help="A delivery worth more needs a second person; by the policy.")  # fmt: skip
@click.option("--second-one-in", "one_in", metavar="NUMBER", type=WHOLE,
              help="Of the others, one in how many needs one too, drawn by its ids.")  # fmt: skip
@click.option("--option", "options", metavar="ENDS=NOTICE", multiple=True,
              help="An option to extend it; leave NOTICE empty if nobody knows it.")  # fmt: skip
@click.option("--group", "groups", metavar="CODE=GROUP", multiple=True,
              help="The group of people that a measure is for.")  # fmt: skip
@click.option("--new", is_flag=True, help="Make the delivery record.")
@by_option
@on_option
@record_options
def award(award: Path, path: Path | None, new: bool, by: str, on: str, **said: Any) -> Answer:
    """Enter what was awarded: the agreed schedule, commitment by commitment.

    What binds is the offer: every quantity is in the contract as it was offered, with how much of
    it was scored beside it. A double count is proposed as left out, and somebody decides on it.

    \b
    For example:
        socialvalue contract award record.json --bidder "Brook & Daughters" --reference NCC-0412
            --starts 2022-09-01 --ends 2025-08-31 --by procurement --on 2022-08-20
            --register delivery.db --new
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.contracts import schedule_blocks
    from socialvalue.contracts.roles import role_of
    from socialvalue.model.fields import day

    made = _awarded(award, said)
    role, when = role_of(by), day(on)
    with opened(path, new=new) as register:
        entry = register.add(made, by=role, on=when)
        text = printed(schedule_blocks(made, entry, register), "text", None)
    return Answer(text, notes=entry.questions)


def _awarded(path: Path, said: dict[str, Any]) -> Contract:
    """The contract of a tender file or of a record.

    Raises:
        DefinitionError: All that is wrong with the file, or with what was typed.
    """
    from socialvalue.cli.views.decided import scored_from
    from socialvalue.contracts import award as awarded

    named: dict[str, Any] = {name: pairs_of(f"--{option}", said.pop(name)) for name, option in
             (("leave_out", "leave-out"), ("keep", "keep"), ("expected", "expected"),
              ("groups", "group"))}  # fmt: skip
    options = _options(said.pop("options"), said["ends"])
    look = _second_look(said.pop("above"), said.pop("one_in"))
    scored = scored_from(path)
    with in_file(path):
        return awarded(scored.lots or scored.evaluations[0], options=options, second_look=look,
                       **said, **named)  # fmt: skip


def _second_look(above: str | None, one_in: int | None) -> SecondLook | None:
    """Which deliveries two people verify, as it was typed; None by the policy.

    Raises:
        InputError: Pounds that are none (SV301), or a number that is none (SV316).
    """
    from socialvalue.contracts import SecondLook as Look
    from socialvalue.model.fields import money

    if above is None and one_in is None:
        return None
    with in_option("--second-above"):
        most = None if above is None else money(above)
    with in_option("--second-one-in"):
        return Look(above=most, one_in=one_in)


def _options(texts: tuple[str, ...], ends: str) -> tuple[ExtensionOption, ...]:
    """The options that were typed: what is wrong with one is of no file.

    Raises:
        InputError: A day that is none (SV206), or an option that extends nothing (SV954).
    """
    from socialvalue.contracts.extending.options import ExtensionOption, wrong_options
    from socialvalue.contracts.rules.refusing import raise_all
    from socialvalue.model.fields import attempt, day

    with in_option("--option"):
        given = pairs("--option", texts, "ENDS=NOTICE")
        found = tuple(ExtensionOption(last, by or None) for last, by in given)
        raise_all(wrong_options(found, attempt(day, ends)))
    return found


@contract.command()
@click.argument("reference", metavar="REFERENCE")
@record_options
def show(reference: str, path: Path | None) -> Answer:
    """Show a contract: its agreed schedule, and every entry with its number.

    \b
    For example:
        socialvalue contract show NCC-0412 --register delivery.db
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.contracts import history_blocks

    with opened(path) as register:
        held = register.standing()[reference]
        text = printed(history_blocks(held, register), "text", None)
        notes = _asked(register, held.contract)
    return Answer(text, notes=notes)


def _asked(register: Register, contract: Contract) -> tuple[Problem, ...]:
    """What the files of a folder ask about a contract, but for what its page asks itself."""
    shown = {each.message for each in contract.questions}
    return tuple(each for each in register.asked(contract.reference) if each.message not in shown)


for _each in CHANGES:
    contract.add_command(_each)


@contract.command()
@click.argument("reference", metavar="[REFERENCE]", required=False)
@click.option("--head", metavar="TEXT", help="What an earlier report printed.")
@click.option("--sample", metavar="NUMBER", type=Range(1), default=5, show_default=True,
              help="How many deliveries of REFERENCE are drawn.")  # fmt: skip
@record_options
def audit(reference: str | None, head: str | None, sample: int, path: Path | None) -> Answer:
    """Check that no entry of the delivery record was altered or left out.

    With REFERENCE, a sample of what was verified under that contract follows: with its evidence,
    where that is held, its hash, and who verified it when. The sample follows from the head of the
    record, so that nobody chooses it and anybody can draw it again.

    With --head, also that the record still holds what an earlier report printed, such as
    'entry 12, 7F3-QK2'. It shows a change to whoever kept an earlier head; it is no signature.

    \b
    For example:
        socialvalue contract audit --register delivery.db --head "entry 12, 7F3-QK2"
    """  # noqa: D301 - click's own mark
    if reference is None:
        only_with("REFERENCE", "sample")
    with opened(path) as register:
        found = register.verify(head)
        text = "" if found else _audited(register, reference, sample)
    return Answer(text, problems=found, code=WRONG_INPUT if found else DONE)


def _audited(register: Register, reference: str | None, most: int) -> str:
    """That every entry holds, of how many the words were erased, each breach, and a sample."""
    from socialvalue.cli.views.awarded.contracts import sample_blocks

    drawn = ""
    if reference is not None:
        blocks = sample_blocks(register.standing()[reference], register, most)
        drawn = f"{as_text(blocks)}\n"
    erased = sum(each.action == "erase" for each in register.entries)
    many = "1 entry" if erased == 1 else f"{erased:,} entries"
    words = f" The words of {many} were erased." if erased else ""
    breaches = "".join(f"Entry {each._line()}.\n" for each in register.standing().of("breach"))
    return f"{drawn}{breaches}Every entry holds.{words} Delivery record: {register.head}."


contract.add_command(hand_over)


# --- what is delivered --------------------------------------------------------------------


@click.command()
@click.argument("reference", metavar="REFERENCE")
@click.option("--line", metavar="NO",
              help="The commitment; none for what is beyond the contract.")  # fmt: skip
@click.option("--quantity", metavar="NUMBER", required=True,
              help="How much, in the unit of the commitment.")  # fmt: skip
@click.option("--from", "first", metavar="DATE", required=True, help="The period's first day.")
@click.option("--to", "last", metavar="DATE", required=True, help="The period's last day.")
@click.option("--statement", metavar="TEXT", required=True,
              help="What happened, without names of people.")  # fmt: skip
@click.option("--evidence", metavar="KIND=WHERE", multiple=True,
              help="What shows it, and where it is held.")  # fmt: skip
@click.option("--return-file", metavar="FILE", type=A_PATH,
              help="The supplier's own return, of which the hash is kept.")  # fmt: skip
@click.option("--entered-by", metavar="ROLE", help="Who types it, where that is another.")
@click.option("--replaces", metavar="ENTRY", type=WHOLE,
              help="A return that was sent back, which this takes the place of.")  # fmt: skip
@click.option("--kept", metavar="NUMBER",
              help="How many of the people kept a job, and are not new starters.")  # fmt: skip
@click.option("--place", metavar="CODE", default="", help="Where it fell, by its ONS code.")
@click.option("--attested", metavar="WORD", multiple=True,
              help="What the supplier confirmed; see above.")  # fmt: skip
@click.option("--measure", metavar="CODE", help="Beyond the contract, the measure.")
@click.option("--unit", metavar="WORD", help="Beyond the contract, its unit.")
@click.option("--unit-value", metavar="POUNDS", help="Beyond the contract, £ per unit.")
@click.option("--within", metavar="DAYS", type=WHOLE, default=14, show_default=True,
              help="Days after a period in which its return is due.")  # fmt: skip
@by_option
@on_option
@record_options
def deliver(  # noqa: PLR0917 - click gives them by name
    reference: str,
    path: Path | None,
    first: str,
    last: str,
    evidence: tuple[str, ...],
    return_file: Path | None,
    **said: Any,
) -> Answer:
    """Write what was delivered in a period into the delivery record.

    It waits for the council until somebody else verifies it. Its number is shown: by it it is
    verified or sent back. A supplier may have confirmed: this_contract_and_period,
    relates_to_commitment, no_double_claim, personal_data_permission.

    \b
    For example:
        socialvalue deliver NCC-0412 --line 1 --quantity 2.5 --from 2022-09-01 --to 2022-11-30
            --statement "Two road gangs" --evidence "payroll_extract=contract file 7"
            --by supplier --on 2022-12-10
    """  # noqa: D301 - click's own mark
    shown = tuple(_evidence(evidence, return_file))
    return written_entry(
        path,
        lambda register: register.deliver(reference, period=(first, last), evidence=shown, **said),
    )


def _evidence(texts: tuple[str, ...], return_file: Path | None) -> Iterator[Evidence]:
    """What shows it: kinds, with where they are held; and the supplier's return by its hash."""
    from socialvalue.contracts import Evidence as Piece

    for each in texts:
        kind, _, where = each.partition("=")
        yield Piece(kind.strip(), held_at=where.strip())
    if return_file is not None:
        content = read_bytes(return_file, str(return_file), _MOST_BYTES)
        sha256 = hashlib.sha256(content).hexdigest()
        yield Piece("supplier_return", title=return_file.name, sha256=sha256)


@click.command()
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--quantity", metavar="NUMBER", help="How much of it, where it is a part.")
@click.option("--reason", metavar="TEXT", default="", help="Why only a part.")
@click.option("--second", metavar="ROLE", default="",
              help="A second person who looked at it, by role.")  # fmt: skip
@by_option
@on_option
@record_options
def verify(entry: int, path: Path | None, **said: Any) -> Answer:
    """Verify a delivery return, or a part of it.

    ENTRY is the number of the return, as 'deliver' and 'contract show' say it. Who reported it does
    not verify it.

    \b
    For example:
        socialvalue verify 2 --by "contract manager" --on 2022-12-20
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.approve(entry, **said))


@click.command(name="send-back")
@click.argument("entry", metavar="ENTRY", type=WHOLE)
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@by_option
@on_option
@record_options
def send_back(entry: int, path: Path | None, **said: Any) -> Answer:
    """Return a delivery return to the supplier, with the reason.

    \b
    For example:
        socialvalue send-back 2 --reason "no payroll extract" --by "contract manager"
            --on 2022-12-20
    """  # noqa: D301 - click's own mark
    return written_entry(path, lambda register: register.reject(entry, **said))


# --- how it stands ------------------------------------------------------------------------


@click.command()
@click.argument("reference", metavar="REFERENCE")
@_as_at
@_known
@_grace
@where_option
@result_options(FORMATS)
def progress(
    reference: str, path: Path | None, form: str | None, file: Path | None, **days: Any
) -> Answer:
    """Show how a contract stands: committed, due by now, reported and verified.

    A commitment is behind only on what the supplier has not reported; what waits for the council is
    said beside it.

    \b
    For example:
        socialvalue progress NCC-0412 --on 2022-12-31
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.contracts import progress_views
    from socialvalue.contracts import progress as stands
    from socialvalue.contracts import successions

    with opened(path) as register:
        found = stands(register, reference, **days)
        times = successions(register, reference, on=days["on"], known=days["known"])
        notes = _asked(register, found.contract)
    return evolve(answer_in(form, progress_views(found, times), file, source=path), notes=notes)


@click.command()
@_as_at
@_known
@_grace
@where_option
@result_options(FORMATS)
def portfolio(path: Path | None, form: str | None, file: Path | None, **days: Any) -> Answer:
    """Show how all contracts stand, the most urgent first, and what the figures leave out.

    \b
    For example:
        socialvalue portfolio --on 2022-12-31
        socialvalue portfolio --on 2022-12-31 --output contracts.csv
    """  # noqa: D301 - click's own mark
    from socialvalue.cli.views.awarded.contracts import all_views
    from socialvalue.contracts.totals import portfolio as of_all

    with opened(path) as register:
        found, notes = of_all(register, **days), register.asked()
    return evolve(answer_in(form, all_views(found), file, source=path), notes=notes)
