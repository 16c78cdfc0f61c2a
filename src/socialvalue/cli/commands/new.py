"""`socialvalue new tender`: a tender file from a few answers, asked for or given as options."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import click

from socialvalue.assess.before.law import locality_cautions
from socialvalue.assess.before.national import national_cautions
from socialvalue.assess.before.policy import policy_cautions
from socialvalue.assess.checking.paths import check as check_all
from socialvalue.assess.sentences import sentence
from socialvalue.cli.commands.notices import answers_of, keys_of, seed_notes, seed_of
from socialvalue.cli.out.exits import CannotWriteError
from socialvalue.cli.out.named import named_set
from socialvalue.cli.out.options import A_PATH, debug_option
from socialvalue.cli.out.output import Answer, cannot_write, say_problems
from socialvalue.cli.views.new_tender import Plan, tender_text
from socialvalue.errors import InputError, Problem, SocialValueError, problem
from socialvalue.model.fields import day, name, number, positive
from socialvalue.model.framework import Framework
from socialvalue.model.places import place_hint, place_name
from socialvalue.numbers import EXACT, plain, pounds
from socialvalue.registry.choosing import is_path
from socialvalue.registry.loading import frameworks, places
from socialvalue.registry.tenders import read_tender_with_framework
from socialvalue.words import listed

__all__ = ["new"]

_USUAL = "tender.yaml"


@click.group(invoke_without_command=True)
@debug_option
@click.pass_context
def new(context: click.Context) -> None:
    """Begin something new: a tender file.

    \b
    For example:
        socialvalue new tender
    """  # noqa: D301 - click's own mark
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@new.command()
@click.option("--title", metavar="TEXT", help="What is bought, as the tender is called.")
@click.option("--published", metavar="DATE", help="The day of the tender notice, year-month-day.")
@click.option("--framework", metavar="SET", help="The set of measures, named as in 'show'.")
@click.option(
    "--place", metavar="PLACE", help="The place that benefits: ONS code or name; else the set's."
)
@click.option("--value", metavar="POUNDS", help="The contract's value in its initial term, no VAT.")
@click.option("--years", metavar="NUMBER", help="The initial term in years.")
@click.option("--social-value", metavar="POINTS", help="Points of 100 for social value.")
@click.option("--quality", metavar="POINTS", help="Points of 100 for quality; the rest is price.")
@click.option("--target", metavar="POUNDS", help="£ of social value per £1; else the policy's.")
@click.option(
    "--from", "notice", metavar="FILE", type=A_PATH,
    help="A public tender notice as JSON, which answers what it can.",
)  # fmt: skip
@click.option("--about", metavar="WORDS", help="Words for what matters, such as 'carbon schools'.")
@click.option(
    "--output", "-o", "file", metavar="FILE", type=A_PATH, default=_USUAL, show_default=True,
    help="The file to write, or - for standard output; one that is there is never replaced.",
)  # fmt: skip
@debug_option
def tender(file: Path, notice: Path | None, **given: str | None) -> Answer:
    """Write a tender file with notes, from a few questions.

    On a terminal, what no option says is asked, unless the options suffice. The file has the target
    and the rules of the council's policy on the day of the notice, at most six measures with the
    rule by which each is proposed, and a scheme of the points that you name. Nothing is made up:
    what only you know is left as a note.

    \b
    For example:
        socialvalue new tender
        socialvalue new tender --from notice.json --framework essex
        socialvalue new tender --title "School meals" --published 2026-09-01 --framework essex
            --value 900000 --years 3 --social-value 10 --quality 30 -o meals.yaml
    """  # noqa: D301 - click's own mark
    _refuse_what_is_there(file)
    seed = seed_of(notice) if notice else None
    found = answers_of(seed) if seed else {}
    given = {key: found.get(key) if said is None else said for key, said in given.items()}
    needed = any(given[each.option] is None and each.usual({}) is None for each in _QUESTIONS)
    asks = needed and sys.stdin is not None and sys.stdin.isatty()
    plan = _plan(_answers(given, asks=asks), file)
    if seed:
        plan = attrs.evolve(plan, notice=keys_of(seed))
    text = tender_text(plan) + (seed_notes(seed) if seed else "")
    if file == Path("-"):
        return Answer(text)
    _write(text, file)
    problems = [each for each in check_all(file).problems if each.code != _NO_BIDS]
    return Answer("\n".join(_told(file)), problems=tuple(problems))


_NO_BIDS = "SV315"


def _told(file: Path) -> Iterator[str]:
    """What was written, what departs from the policy, and what comes next."""
    read, _, framework = read_tender_with_framework(file, names_only=False)
    yield f"Written to {file}"
    scheme = read.scheme
    of_model = national_cautions(read, framework, scheme) if scheme else ()
    of_law = locality_cautions(read, framework)
    questions = [*policy_cautions(read, framework, scheme), *of_model, *of_law]
    if questions:
        yield "Look at twice:"
        yield from (f"- {sentence(each.message)} ({each.code})" for each in questions)
    yield "Read it from top to bottom. What it lacks is the bids, once they are in."
    yield f"For the tender documents: socialvalue scheme {file} --for itt"
    yield f"When bids are in: socialvalue check {file}"


def _refuse_what_is_there(file: Path) -> None:
    """Refuse, before anything is asked, a file that cannot be written."""
    if file == Path("-"):
        return
    if file.suffix.lower() not in (".yaml", ".yml"):
        why = f"cannot write {file}: a tender file is YAML"
        raise CannotWriteError(why, "end the file's name in .yaml")
    if os.path.lexists(file):
        why = "it is there already, and nothing is replaced"
        raise CannotWriteError(f"cannot write {file}: {why}", "name another with --output")
    if not file.parent.is_dir():
        raise cannot_write(FileNotFoundError(), file)


def _write(text: str, file: Path) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise cannot_write(error, file) from None


# --- what is answered ---------------------------------------------------------------------


_Known = Mapping[str, Any]


@attrs.frozen
class _Question:
    """One thing that is to be known.

    Attributes:
        option: The option that answers it, as a name of Python.
        words: What is asked on a terminal, by what is known; "" where it need not be.
        read: What an answer means.
        usual: The answer where none is given; None where there must be one.
    """

    option: str
    words: Callable[[_Known], str]
    read: Callable[[str, _Known], Any]
    usual: Callable[[_Known], str | None] = lambda _: None


def _answers(given: Mapping[str, str | None], *, asks: bool) -> dict[str, Any]:
    """What is known once all is answered.

    Raises:
        UsageError: Options are missing, and nobody can be asked; what is wrong with others is said.
        InputError: All that is wrong with those that were given.
    """
    known: dict[str, Any] = {}
    missing: list[str] = []
    wrong: list[Problem] = []
    for each in _QUESTIONS:
        said = given[each.option]
        if said is None and asks and each.words(known):
            known[each.option] = _asked(each, known)
            continue
        said = each.usual(known) if said is None else said
        if said is None:
            missing.append(f"--{each.option.replace('_', '-')}")
            continue
        try:
            known[each.option] = each.read(said, known)
        except SocialValueError as error:
            option = f"--{each.option.replace('_', '-')}"
            wrong += (attrs.evolve(fault, where=option) for fault in error.problems)
    if missing:
        say_problems(wrong)
        raise click.UsageError(f"give {listed(missing)} too; on a terminal they are asked for")
    if wrong:
        raise InputError(wrong)
    return known


def _asked(question: _Question, known: _Known) -> Any:
    """The answer to a question, which is asked until it can be read."""
    while True:
        words, usual = question.words(known), question.usual(known)
        said = click.prompt(words, default=usual, show_default=bool(usual), err=True, type=str)
        try:
            return question.read(said, known)
        except SocialValueError as error:
            say_problems(error.problems)


def _plan(known: _Known, file: Path) -> Plan:
    (said, framework), published = known["framework"], known["published"]
    named = _as_written(said, file) if is_path(said) else framework.label
    return Plan(
        known["title"], framework, named, published, known["value"], known["years"],
        known["place"], known["social_value"], known["quality"], known["target"], known["about"],
    )  # fmt: skip


def _as_written(said: str, file: Path) -> str:
    """The folder of a set, as a file names it that lies elsewhere."""
    if file == Path("-") or Path(said).is_absolute():
        return said
    try:
        found = Path(os.path.relpath(said, file.parent)).as_posix()
    except ValueError:  # another drive of Windows
        return str(Path(said).resolve())
    return found if found.startswith(".") else f"./{found}"


def _ask_set(_: _Known) -> str:
    names = ", ".join(each.id for each in frameworks() if not each.problems)
    return f"The set of measures, or your council's plug-in ({names})"


def _read_set(said: str, known: _Known) -> tuple[str, Framework]:
    return said, named_set(said, known.get("published"), ", or another --published")


def _set(known: _Known) -> Framework | None:
    return known["framework"][1] if "framework" in known else None


def _ask_place(known: _Known) -> str:
    found = _set(known)
    own = found.place if found else None
    usual = place_name(places(), own) if own else "none"
    return f"Which place is to benefit? ONS code or name (Enter: {usual})"


def _read_place(said: str, known: _Known) -> str | None:
    """The code of a place; of a name, the one place that was called so on the day of the notice.

    Raises:
        InputError: There is none, or several (SV210).
    """
    word, everywhere, on = said.strip(), places(), known.get("published")
    if not word or word.upper() in everywhere:
        return word.upper() or None
    named = [each for each in everywhere.values() if each.name.casefold() == word.casefold()]
    stood = [each.code for each in named
             if each.same_as is None
             and not (on and (each.abolished_by(on) or each.not_begun_by(on)))]  # fmt: skip
    if len(stood) == 1:
        return stood[0]
    raise InputError(problem("SV210", found=said, hint=place_hint(everywhere, word)))


def _ask_points(known: _Known) -> str:
    found, on = _set(known), known.get("published")
    rule = None if found is None or on is None else found.policy.on(on).weight
    says = f"; the policy: {rule.says()}" if rule else ""
    return f"Points of 100 for social value{says}"


def _usual_points(known: _Known) -> str | None:
    """The points that a policy fixes; where it gives a bound alone, the buyer decides."""
    found, on = _set(known), known.get("published")
    rule = None if found is None or on is None else found.policy.on(on).weight
    return plain(rule.value) if rule and rule.value and rule.wording == "exactly" else None


def _read_points(said: str, _: _Known) -> Decimal:
    return _at_most(positive(said.strip()), Decimal(100), "--social-value")


def _read_quality(said: str, known: _Known) -> Decimal:
    social = known.get("social_value", Decimal(0))
    return _at_most(number(said.strip()), EXACT.subtract(100, social), "--quality")


def _at_most(points: Decimal, most: Decimal, what: str) -> Decimal:
    if points > most:
        expected = f"at most {plain(most)} points, of 100 in all"
        raise InputError(problem("SV316", what=what, expected=expected, found=plain(points)))
    return points


def _ask_target(known: _Known) -> str:
    """The question; none where the set carries no pounds."""
    found, on = _set(known), known.get("published")
    if found is None or on is None or all(each.kind == "recorded" for each in found):
        return ""
    own = found.policy.target(on=on)
    usual = "none" if own is None else f"the policy's, {pounds(own)}"
    return f"Target in £ of social value per £1, such as 0.25 (Enter: {usual})"


_QUESTIONS = (
    _Question(
        "title", lambda _: "What is bought? The title of the tender", lambda said, _: name(said)
    ),
    _Question(
        "published",
        lambda _: "Day of the tender notice, as 2026-09-01",
        lambda said, _: day(said.strip()),
    ),
    _Question("framework", _ask_set, _read_set),
    _Question("place", _ask_place, _read_place, lambda _: ""),
    _Question(
        "value",
        lambda _: "Contract value in £, initial term, without VAT",
        lambda said, _: positive(said.strip()),
    ),
    _Question("years", lambda _: "Initial term in years", lambda said, _: positive(said.strip())),
    _Question("social_value", _ask_points, _read_points, _usual_points),
    _Question(
        "quality", lambda _: "Points of 100 for quality; the rest is for price", _read_quality
    ),
    _Question(
        "target",
        _ask_target,
        lambda said, _: positive(said.strip()) if said.strip() else None,
        lambda _: "",
    ),
    _Question(
        "about",
        lambda _: "Words for what matters, such as: carbon schools (Enter: none)",
        lambda said, _: said,
        lambda _: "",
    ),
)
