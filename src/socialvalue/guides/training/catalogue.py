"""The exercises, in the order in which they are best done."""

from __future__ import annotations

from typing import Final

from socialvalue.errors import InputError, problem
from socialvalue.guides.training import judging
from socialvalue.guides.training.exercise import Exercise
from socialvalue.guides.training.making import CONTRACT, calculators, delivery_record, packed

__all__ = ["EXERCISES", "exercises", "practice"]

EXERCISES: Final[tuple[Exercise, ...]] = (
    Exercise(
        number=1, title="The same pounds twice", reader="bidders",
        task=(
            ("Acme Highways pays local firms £420,000 for surfacing. Small local firms get "
            "£260,000 of it."),
            ("Its offer in tender.yaml counts some pounds twice. Correct the two commitments to "
            "local spend, so that each pound is offered once and none is missing."),
        ),
        hints=(
            "socialvalue score tender.yaml shows which commitment does not count, and why.",
            "The pounds for small local firms belong in NT19 only. The rest belongs in NT18.",
            "That leaves £160,000 for NT18. Give it its own activity: these are different pounds.",
        ),
        lesson="The same people, hours or pounds count once. The narrow measure takes them first.",
        made=packed(1, "tender.yaml"), judged=judging.counted_once,
    ),
    Exercise(
        number=2, title="Hours for weeks", reader="bidders",
        task=(
            "Brook & Daughters takes on two apprentices for 26 weeks, with 35 hours a week.",
            ("In tender.yaml the offer of NT10 is far too large. Find out why, and correct it. The "
            "volunteers' hours are right."),
        ),
        hints=(
            "socialvalue show national-toms@2022 NT10 says in which unit it is counted.",
            "26 weeks of 35 hours are 910 hours, and 910 was written as weeks.",
        ),
        lesson="Look at the unit before the number. A wrong unit shows as a very large number.",
        made=packed(2, "tender.yaml"), judged=judging.hours_and_weeks,
    ),
    Exercise(
        number=3, title="A letter without a reason", reader="evaluators",
        task=(
            ("The assessment summaries go out tomorrow. One score in tender.yaml has no reason, "
            "and another has one that says nothing."),
            "Write both reasons from the evaluator's notes. Change no score.",
        ),
        hints=(
            "socialvalue summary tender.yaml names the score that has no reason.",
            "Say what the bid offers and what is missing, in eight words or more.",
        ),
        lesson="A bidder must see why it got this score. Write the reason when you give the score.",
        made=packed(3, "tender.yaml"), judged=judging.every_reason,
    ),
    Exercise(
        number=4, title="Points that come to 105", reader="officers",
        task=(
            "The ITT gives price 60 points, quality 20 and social value 20.",
            "Somebody typed the scheme into tender.yaml. It is refused. Correct it.",
        ),
        hints=("socialvalue check tender.yaml says what the points come to.",
               "Compare each number with the ITT. One is 5 too high."),
        lesson="The scheme in the file must match the ITT, point for point.",
        made=packed(4, "tender.yaml"), judged=judging.points_of_a_hundred,
    ),
    Exercise(
        number=5, title="A calculator with altered cells", reader="evaluators",
        task=(
            ("Three calculators came back, in the folder returns. In one of them a locked cell was "
            "altered."),
            "Which one? Answer with the name of the file.",
        ),
        hints=("socialvalue read tender.yaml returns reads them all, and lists altered cells.",
               "In one file a week is worth ten times as much as in the one that was sent out."),
        lesson="The pounds are worked out again from the amounts. Those in a sheet never count.",
        asks="Which file was altered?",
        made=calculators, judged=judging.altered_calculator,
    ),
    Exercise(
        number=6, title="A late delivery", reader="contract managers",
        task=(
            (f"It is 15 March 2023. The file delivery.db has the contract {CONTRACT}, with three "
            "commitments."),
            ("One is on plan, one waits for the council, and one is late because the supplier has "
            "reported nothing. Which one is late? Answer with its number."),
        ),
        hints=(f"socialvalue progress {CONTRACT} --on 2023-03-15 --register delivery.db",
               "Late means behind on what is reported. Returns to be verified wait for you."),
        lesson="The council's backlog is not the supplier's failure.",
        asks="Which commitment is late?",
        made=delivery_record, judged=judging.late_delivery,
    ),
    Exercise(
        number=7, title="A scheme that can be gamed", reader="officers",
        task=(
            ("The file tender.yaml has a draft scheme and three invented bids. The dearest one "
            "wins, with an offer that nobody believes it can deliver."),
            ("Choose a different method for social value, so that size alone does not win. Keep "
            "the points, the target and the bids."),
        ),
        hints=("socialvalue score tender.yaml shows who wins, and by what.",
               "relative_to_highest gives the largest offer all the points, however large it is.",
               "against_target gives no more points for what is offered beyond the target."),
        lesson="Try a scheme on extreme bids before you publish it. A cap limits what size wins.",
        made=packed(7, "tender.yaml"), judged=judging.size_does_not_win,
    ),
    Exercise(
        number=8, title="A plug-in with two mistakes", reader="plug-in authors",
        task=(
            ("The council's policy asks for 50p of social value for each £1, and calls NT1 NCC1 "
            "and NT10 NCC10."),
            ("Somebody typed this into plugin.yaml. One mistake is refused when it is read. The "
            "other is not. Correct both."),
        ),
        hints=("socialvalue check . reads the plug-in in this folder.",
               "NT100 is no measure of the National TOMs.",
               "A target is in pounds for each £1: 0.05 asks for 5p."),
        lesson="A file that can be read may still be wrong. Check each figure against its source.",
        made=packed(8, "plugin.yaml"), judged=judging.plugin_loads,
    ),
)  # fmt: skip


def exercises() -> tuple[Exercise, ...]:
    """The exercises, in the order in which they are best done.

    Example:
        >>> import socialvalue as sv
        >>> [each.reader for each in sv.guides.exercises()][:3]
        ['bidders', 'bidders', 'evaluators']
    """
    return EXERCISES


def practice(number: int) -> Exercise:
    """One exercise: its `task`, its `hints`, `write` for its files, and `check` for what was done.

    Args:
        number: From 1.

    Raises:
        InputError: No exercise has that number (SV1401).

    Example:
        >>> import socialvalue as sv
        >>> print(sv.guides.practice(4))
        Exercise 4: Points that come to 105
        For officers.
        The ITT gives price 60 points, quality 20 and social value 20.
        Somebody typed the scheme into tender.yaml. It is refused. Correct it.
    """
    found = next((each for each in EXERCISES if each.number == number), None)
    if found is None:
        raise InputError(problem("SV1401", found=str(number), last=str(len(EXERCISES))))
    return found
