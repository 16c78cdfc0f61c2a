"""What is said of the month after award: returns, decisions and what is made of them, from 1020."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1020", "not-of-this-record", "this is no paper of this delivery record: {found}", "put in returns and decisions that were made from this record; see whose file it is", "A figure is never read into a contract that it was not asked for."),
    Kind("SV1021", "return-altered", "it is not as it was sent out: {found}", "ask for the file as it was sent out, with nothing changed but the boxes", "Commitments and units are locked: who answers another question than was asked has answered none."),
    Kind("SV1022", "return-of-an-earlier-schedule", "this return was made from version {found} of the agreed schedule, and version {expected} is in force", "send the supplier the return that is made now", "A supplier must see what is agreed beside what it reports."),
    Kind("SV1023", "not-confirmed", "not confirmed: {found}", "ask the supplier to confirm it, and to send the return again", "Whoever reports stands for what is reported; an empty box is no Yes."),
    Kind("SV1024", "return-incomplete", "{what}: {found}", "ask the supplier; nothing is filled in for it", "A figure needs its words, and words their figure; 'nothing this quarter' is an answer of its own."),
    Kind("SV1025", "row-left-empty", "commitment {line} is left empty: nothing was read, and it is asked for again", "tick 'nothing this quarter' where nothing happened", "An empty row is not a 0."),
    Kind("SV1026", "read-before", "this was read before, and nothing was entered again", "nothing", "A file that is read twice is entered once."),
    Kind("SV1027", "two-returns-for-a-period", "{other} is another return of {found}", "ask the supplier which of them counts, and take the other away", "Which of two counts is for the supplier to say, never for whoever reads the files."),
    Kind("SV1028", "decision-altered", "the row of entry {seq} is not as the delivery record has it: {found}", "decide in the file that is made now", "Who decides must see what was reported."),
    Kind("SV1029", "decision-unknown", "'{found}' is no decision", "write verify, verify part, return or ask, or leave the box empty", "A row that is left empty waits."),
    Kind("SV1030", "decision-needs-more", "the decision on entry {seq} needs {found}", "write it into the row, without names of people", "The supplier is shown why, and so is whoever audits it."),
    Kind("SV1031", "decided-otherwise", "entry {seq} was decided already: {state}", "reopen it, if it must be decided again", "A decision is not undone by a file that is read later."),
    Kind("SV1032", "written-in-since", "{found} was changed since it was written", "put it into the inbox if somebody filled it in, or take it away; then run the month again", "What people wrote is never written over."),
    Kind("SV1033", "decided-twice", "entry {seq} is decided in {other}, too, and otherwise", "keep the decision that counts", "Which of two counts is for those who decide, never for whoever reads the files."),
    Kind("SV1034", "sample-differs", "entry {seq}: 'Sample?' says '{found}', and by the options given now it is '{expected}'", "give the same --second-above and --sample as when the file was made; if nobody changed them, 'Sample?' was written over", "Who is asked for a second person is not for the file to say."),
    Kind("SV1035", "beyond-unknown", "'{found}' is no measure of {sets}", "see whether it has a code there; if it has, return it to the supplier with the code", "What is beyond the contract is counted by its measure: two names for one are two measures."),
)
# fmt: on

SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1020": {"found": "contract 'ECC-9999'"},
    "SV1021": {"found": "'in people' is written where 'in FTE-years' was"},
    "SV1022": {"found": "1", "expected": "2"},
    "SV1023": {"found": "these figures are of this contract and of these days alone"},
    "SV1024": {"what": "commitment 3", "found": "there are words, and no figure"},
    "SV1027": {"other": "acme (2).xlsx",
               "found": "ECC-0412, Acme, 1 September 2022 to 30 November 2022"},
    "SV1028": {"seq": "12", "found": "'25' is written where '2.5' was"},
    "SV1029": {"found": "approve"},
    "SV1030": {"seq": "12", "found": "a reason"},
    "SV1031": {"seq": "12", "state": "it is verified"},
    "SV1032": {"found": "decisions.xlsx"},
    "SV1033": {"seq": "12", "other": "decisions (2).xlsx"},
    "SV1034": {"seq": "12", "found": "no", "expected": "drawn: second person"},
    "SV1035": {"found": "NT99", "sets": "national-toms@2022"},
}  # fmt: skip
"""What stands in the example of a code."""
