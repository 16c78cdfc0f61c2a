"""What is said of a contract and its delivery record: codes from 950."""

from __future__ import annotations

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    # --- 95: after award --------------------------------------------------------------------
    Kind("SV950", "no-such-contract", "the delivery record holds no contract {found}", "enter the contract first, or see how its reference is written", "Everything in a delivery record belongs to a contract that was entered."),
    Kind("SV951", "no-such-commitment", "{contract} has no commitment {found}", "name a commitment of the contract by its number in the bid", "A delivery, a change or a decision belongs to one commitment of one contract."),
    Kind("SV952", "contract-entered-already", "the delivery record holds the contract {found} already", "change its schedule, or undo the entry and enter it again", "A contract is entered once; what changes later is a change with its day and ground."),
    Kind("SV953", "ends-before-it-starts", "the contract ends on {ends}, before it starts on {starts}", "give the first and the last day of the contract", "Both days are days of the contract; what is due by when is worked out between them."),
    Kind("SV954", "day-out-of-place", "{what}, {found}, {why}", "see which day is meant", "Days decide what was due and what was delivered when: one that cannot be is a slip."),
    Kind("SV955", "period-twice", "{line}: entry {seq} reports {found} already", "undo or withdraw that one first, or give the days that it leaves out", "Two returns of one commitment for the same days would count the same work twice."),
    Kind("SV956", "not-their-decision", "the role '{found}' can't enter '{action}' here: {why}", "let the role do it whose decision it is", "Two roles see every figure that counts as verified. The record checks what it says of itself; who typed it, it can't know."),
    Kind("SV957", "state-of-return", "entry {seq} {state}: {found}", "see what was decided on it; 'reopen' takes a decision up again", "A return is reported, then verified or returned to the supplier; each step is an entry of its own."),
    Kind("SV958", "not-said", "{what} needs {found}", "say it in words, without names of people", "Whoever reads the record years later must see why."),
    Kind("SV959", "no-such-role", "the role '{found}' is not known", "", "Roles are a closed list, compared without capitals, which a council may add to."),
    Kind("SV960", "more-than-reported", "{found} is more than was reported, {most}", "verify at most what was reported; for more, ask for another return", "What counts as delivered is never more than somebody has stated."),
    Kind("SV961", "no-delivery-record", "{found} is no delivery record", "name the file that was made as one", "A file of another program is neither read nor written."),
    Kind("SV962", "record-of-another-version", "{found} is of version {version}, and this library reads version {here}", "open it with the version of the library that made it, or a later one", "A record is carried forward by a later version, and never back."),
    Kind("SV963", "record-not-there", "there is no delivery record {found}", "to make it, give new=True", "A record is made only when it is asked for: a slip in a name must not begin an empty one.", "check the path; to make it, give --new"),
    Kind("SV964", "record-there-already", "{found} is there already", "open it without new=True, or name another file", "Nothing is written over.", "leave --new out, or name another file"),
    Kind("SV965", "record-in-use", "{found} is in use by {by}", "try again in a moment", "One entry is written at a time, so that none is lost."),
    Kind("SV966", "chain-broken", "entry {seq} does not hold: {why}", "take the last copy whose head was printed on a report", "Each entry holds the hash of the one before: what was altered, left out or put in shows from there on."),
    Kind("SV967", "head-not-held", "the record does not hold what was printed as '{found}': {why}", "compare with the copy that the report was made from", "A record that was shortened or written anew holds by itself, and differs from what was printed of it."),
    Kind("SV968", "award-to-another", "{found}: {why}", "see that the award is to this bid", "A contract is made from the bid that won; who was not ranked can't be awarded one, and who is not first is asked about."),
    Kind("SV969", "change-is-proposed", "the change has {found} yet: it is proposed, and changes no figure", "enter it again with its ground and its instrument when it is agreed", "A contract is modified only on a ground of the law, in a document that both sides have."),
    Kind("SV970", "favours-the-supplier", "this favours the supplier: {why}", "record why the economic balance has not materially changed, or take advice", "A change that shifts the economic balance to the supplier is substantial (section 74(3) of the Procurement Act 2023)."),
    Kind("SV971", "offer-not-said-to-bind", "nobody has said whether the offer forms part of the contract {contract}", "give offer_in_contract: 'yes', 'no', or the clause that says so", "What binds is decided by the contract, and is never assumed.", "give --offer-in-contract yes, no, or the clause"),
    Kind("SV972", "double-count-to-decide", "commitment {line} ({found}) was offered twice, and is proposed as left out", "decide it: leave_out={{'{line}': 'why'}} or keep={{'{line}': 'why'}}, with decided_by", "A double count earned no points, but it was offered: only a named decision takes it out of the contract.", "decide it: --leave-out '{line}=why' or --keep '{line}=why', with --decided-by"),
    Kind("SV973", "regime-before-its-day", "the contract is said to be under '{found}', and starts on {starts}", "see which rules it is under: the Act rules procurements that began on or after 24 February 2025", "Which notices and grounds a contract needs follows from the rules that it is under."),
    Kind("SV974", "decision-incomplete", "the decision on commitment {line} has {found}", "give one decision with its reason, and the role that took it", "What was offered leaves the contract only by a decision that somebody can be asked about."),
    Kind("SV975", "record-not-written", "{found} can't be used: {why}", "nothing was half written; mend what is named and try again", "An entry is written whole, or not at all."),
    Kind("SV976", "less-than-nothing", "commitment {line}: {found} takes {least} more than is committed", "take away at most what is committed on every day from then on", "Nobody can owe less than nothing."),
    Kind("SV977", "cannot-be-undone", "entry {seq} {found}", "undo the later ones first, the last one first", "An entry is undone by a new one, once, and not under others that rest on it."),
    Kind("SV978", "no-such-entry", "{found} is not the number of {what}", "see the numbers in the list of entries", "An entry is known by its number, which never changes."),
    Kind("SV979", "award-of-which-lot", "the tender is in lots, and no lot is named: {found}", "give lot=", "A contract is made from the ranking of one lot.", "give --lot"),
    Kind("SV980", "not-in-the-contract", "commitment {line} is {found}: {why}", "report it as delivered beyond the contract, or decide that it is in the contract", "What was left out of the contract is owed by nobody, and counts for no figure of it."),
    Kind("SV981", "nothing-to-erase", "the words of entry {seq} can't be erased: {why}", "see the entry in the list of entries", "Words are erased once, from contracts, returns, decisions and changes; figures, days and roles stay."),
    Kind("SV982", "words-are-held", "the words of {contract} are held until {until}: {why}", "ask who holds them; erasing them to prevent disclosure is an offence", "What somebody has asked for, or claims on, is not erased (Freedom of Information Act 2000, section 77)."),
    Kind("SV983", "out-of-place-in-change", "a change of the schedule by {reason} has no place for '{found}'", "enter it as a change of its own, with its own ground", "Each change says one thing and stands on one ground, so that whoever reads the record can see what was agreed when."),
    Kind("SV984", "extended-without-plan", "commitment {line} is not due by days alone: by when what an extension adds to it is due must be said", "add a new commitment, with how much of it is due by when", "What is due by dated steps, by spend or at one day has no dates of its own in the time after the old last day."),
    Kind("SV985", "carried-to-no-contract", "the contract {found} is entered into only on {on}", "carry it forward when that contract is entered into", "A commitment that nobody is bound to yet is owed by nobody."),
    Kind("SV986", "novation-needs-notice", "a contract change notice (UK10) is due, whatever the size of the change", "publish it before the contract goes over, or record why none is due", "A novation or assignment on restructuring is a modification for which section 75(2) of the Procurement Act 2023 lifts no duty."),
    Kind("SV987", "ground-of-other-rules", "the ground is {found}, and the contract is under '{regime}'", "see on which ground these rules let it be modified: contracts from before 24 February 2025 stay under regulation 72", "A contract is modified under the rules that it was made under, whatever day it is."),
    Kind("SV988", "substitution-of-another-kind", "the substitution is not like for like: {found}", "see that the evaluation would have come to the same, and record why", "What was scored for one purpose is not made good by another, unless somebody decides so and says why."),
    Kind("SV989", "value-without-commitments", "the contract's value goes from {before} to {found}, and no commitment changes; in proportion that would be {lines}", "agree what goes with the new value, or record why nothing does", "More is spent for the same commitments, or less; nothing is added by itself."),
    Kind("SV990", "value-and-term", "against the award the value changes by {more} and the term by {longer}: one is within 10%, the other is not", "take advice", "A modification is below the threshold only if both the value and the term stay within their limits (section 75(4)): 10% of the value for goods and services, 15% for works, 10% of the longest term."),
    Kind("SV991", "clause-of-mixed-units", "clause {clause} goes by units, and its commitments are in {found}", "name commitments in one unit that is added up, or let it go by pounds at award", "People and tonnes have no sum, and nobody adds up per cents."),
    Kind("SV992", "committed-and-beyond", "{found} is commitment {lines} of the contract, and is reported beyond it", "if it belongs to the commitment, return it, so that it is reported there", "What is beyond the contract is counted apart: it meets no commitment, and is in no ratio."),
    Kind("SV993", "return-late", "the return of the days to {period} came on {found}, {days} after it was due", "nothing, if the contract gives more time; else ask for the next one in time", "A late return counts like any other. It is due 14 days after its period, where nobody says otherwise; the day on which it came stays in the record.", "give --within, if the contract gives more time; else ask for the next one in time"),
)
# fmt: on
