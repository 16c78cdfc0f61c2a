"""What is said of public notices: codes from 1200."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    # --- 120: reading them ------------------------------------------------------------------
    Kind("SV1201", "too-large-stream", "{found} is larger than 64 MB, and an open file or a text is held as a whole", "give the path of the file: of a file of lines only the places are held, and it may have any size", "Lines of an open file can't be had again once they are read, so all of them are held."),
    Kind("SV1202", "too-large-document", "{found} is larger than 64 MB and is one document", "make a file of a release a line of it, which may have any size: jq -c '.releases[]' package.json > releases.jsonl", "One document must be held as a whole; of a file of lines only the places are."),
    Kind("SV1203", "no-releases", "there are no releases in it", "give a release, a release package, a record package, or a file with a release a line", "A public notice is a release of the Open Contracting Data Standard, which has an ocid."),
    Kind("SV1204", "changed-since", "{found} has changed since it was read", "read it again", "Of a file of lines only the places are held, and they are of the file as it was."),
    Kind("SV1205", "number-twice", "the release {found} is there twice, and says two things", "ask the publisher; both were read", "A number names one release; a correction has a number of its own."),
    Kind("SV1206", "field-not-in-schema", "the release schema has no field {found}", "see whether it is misspelt: what stands under a name that the schema does not have is hardly ever read", "The schema lets fields through that it does not have, so that a misspelt one passes for right."),
    Kind("SV1207", "other-type", "{path} is of the type {found}, which the release schema does not take", "see what the publisher meant", "A value of another type is read by every program as something else."),
    Kind("SV1208", "no-such-process", "no release is of the process {found}", "see the numbers in .ocids", "All notices of one process share its ocid."),
    Kind("SV1209", "no-release", "this is no release: it has no ocid", "ask the publisher; the others were read", "Without its ocid nobody knows which process a release belongs to."),
    # --- 121: what the Act asks of them -----------------------------------------------------
    Kind("SV1210", "kpi-count", "the contract is above £5 million ({value} with VAT) and sets {found}", "set and publish at least three, or say why performance can't appropriately be assessed by them", "Section 52(1) asks for at least three key performance indicators before a public contract of more than £5 million is entered into."),
    Kind("SV1211", "kpi-reason", "the contract is above £5 million ({value} with VAT), and sets no key performance indicators and gives no reason", "publish the indicators, or the reason why there are none", "Section 52 lets a contract be without them only where performance can't appropriately be assessed so; the notice says why."),
    Kind("SV1212", "kpi-reason-value", "the reason given for no indicators is a value of £5 million or less, and the value is {value} with VAT", "correct the value or the reason", "The value that section 52 asks about is the estimated value with VAT."),
    Kind("SV1213", "kpi-voluntary", "indicators are published though section 52 does not ask for them here", "nothing, if it is meant: it is allowed", "A buyer may set and publish indicators for any contract."),
    Kind("SV1214", "kpi-title", "indicator {found} has no title", "give it a title", "Readers of a notice see the title and the description, and nothing else."),
    Kind("SV1215", "kpi-twice", "two indicators of this contract have the number {found}", "give each its own number", "A contract performance notice rates an indicator by its number."),
    Kind("SV1216", "kpi-measurable", "indicator {title}: {what}", "write it as: 'Target: 12 apprenticeship weeks by 31 March 2027 (cumulative), measured by payroll extract, reported every 3 months'", "Whether an indicator was met can be said only of one with a number, a unit, a target and how often it is reported."),
    Kind("SV1217", "kpi-match", "indicator {found} is not among those that the contract details notice published", "say that the set was changed: the three most material at the time are published", "The indicators of section 71(2) may change; a reader who compares the two notices must see it."),
    Kind("SV1218", "rating-code", "the rating of indicator {title} is {found}", "use one of the five: Good, Approaching target, Requires improvement, Inadequate, Other", "Regulation 39 of the Procurement Regulations 2024 fixes the five ratings and their words."),
    Kind("SV1219", "assessed-period", "the period from {start} to {end} of indicator {title} {found}", "give the first and the last day that were assessed", "An assessment is of days of the contract that are over."),
    Kind("SV1220", "year-not-assessed", "no assessment covers the {found} from {start} to {end}", "publish an assessment at least once in every 12 months of the contract's life", "Section 71(2) asks for one at least once in every period of 12 months and on termination."),
    Kind("SV1221", "supplier-number", "{supplier}: {what}", "give a number and its scheme, such as GB-PPON or GB-COH", "Who a notice is about is known by the number; names repeat and change."),
    Kind("SV1222", "late-details", "published on {found}, {days} after its last day, {last}", "publish what is due; the day can't be mended", "Section 53(1): within 30 days beginning with the day on which the contract is entered into; 120 for a light touch contract."),
    Kind("SV1223", "late-termination", "published on {found}, {days} after its last day, {last}", "publish what is due; the day can't be mended", "Section 80(1): within 30 days beginning with the day on which the contract is terminated, which includes its normal end."),
    Kind("SV1224", "no-final-assessment", "no performance notice before this termination covers the end of the contract, among the notices that were read", "publish the last assessment before the termination notice, which closes the record", "Section 71(2) asks for an assessment on termination, and the guidance for it before the termination notice."),
    Kind("SV1225", "wrong-notice", "a contract that was terminated in full is reported by a performance notice", "publish a contract termination notice", "Full termination for breach belongs into the contract termination notice, which then carries the particulars of section 71(5)."),
    Kind("SV1226", "change-late", "the change took effect on {start}, and was published on {found}", "publish before the change is made", "Section 75(1): before a contract is modified, a contract change notice is published."),
    Kind("SV1227", "date-order", "{what}", "see which day is meant", "A day that can't be right is mostly a slip in the year."),
    Kind("SV1228", "value-basis", "the value is {found} without VAT, and none with VAT is given: whether it is above £5 million can't be said", "give the value with VAT", "The £5 million of section 52 are of the estimated value with VAT; a rate is never assumed."),
    Kind("SV1229", "value-negative", "the value is {found}", "see which figure is meant", "No contract has a value below nothing."),
    # --- 123: and beside what was published before ------------------------------------------
    Kind("SV1230", "rated-count", "the contract is above £5 million ({value} with VAT), and {found} rated in this notice and those of the 12 months before it", "rate at least three, the most material at the time, or see whether another notice rates the others", "Section 52(1) asks for at least three indicators of such a contract, and section 71(2) for an assessment against them at least once in every 12 months."),
    Kind("SV1231", "kpi-moved", "indicator {found} was published {before}, and is rated with {now}", "rate what was published, or say what was changed and why", "A rating says something only beside the target that was set; a target that moves under the same number is seen by nobody."),
    Kind("SV1232", "kpi-not-rated", "{found} published and not rated, in this notice or in those of the 12 months before it", "nothing, if others are more material now: say so; otherwise rate it", "The three most material indicators at the time are published, so a set may change; a reader must see that one was left out."),
    Kind("SV1233", "late-copy", "a copy of the contract was published on {found}, {days} after its last day, {last}", "publish what is due; the day can't be mended", "Section 53(3): a copy of a public contract of more than £5 million is published within 90 days beginning with the day on which it is entered into; 180 for a light touch contract."),
    Kind("SV1234", "no-copy", "no copy of the contract is among the documents of the notices that were read, and its last day was {last}", "see whether it is published elsewhere, or why it need not be", "Section 53(3) asks for a copy of a public contract of more than £5 million; we ask about none of authorities of Wales and Northern Ireland, which it is understood to leave out."),
    Kind("SV1235", "late-breach", "the breach is of {begins}, and was published on {found}, {days} after its last day, {last}", "publish what is due; the day can't be mended", "Section 71(5): within 30 days beginning with the day on which it first applies, that of the damages, the settlement, the partial termination or the decision that nothing improved."),
    Kind("SV1236", "change-due", "against the first contract details notice {what}", "nothing, if it only corrects a slip; otherwise see that a contract change notice goes before the change, and on which ground of section 74 it rests", "Section 75(2): no contract change notice is needed where the value moves by at most 10% (15% for works) or the term by at most 10% of the longest at award, unless the contract is transferred on restructuring. By section 75(4) changes that could reasonably have been made together count together, so all of them are added up here; whether they could, a person decides."),
    # --- 124: tenders begun, and notices drafted ---------------------------------------------
    Kind("SV1240", "no-tender-in-notice", "the notice {found} says nothing of a tender", "give a tender notice, UK4, or one of earlier rules", "A tender is begun from what was published of it."),
    Kind("SV1241", "missing-in-draft", "the draft lacks {found}", "say it in the delivery record, or put it in by hand", "A notice that leaves out what its regulation lists is no notice of that kind."),
    Kind("SV1242", "personal-in-draft", "what looks like {what} is in '{found}'", "take it out, unless the form asks for it", "A notice is read by everybody, and can't be called back. This check does not find names."),
    Kind("SV1244", "rating-before-verified", "indicator {found} is rated while {waiting} waits for the council", "verify it first, or say in the comment that it is not counted", "A rating on figures that nobody has verified may have to be taken back."),
    Kind("SV1245", "value-rises-alone", "the value of the contract changes, and its commitments do not", "see whether the commitments were meant to grow with it", "What was offered for a contract of one value is less for one of a higher."),
    Kind("SV1246", "end-not-assessed", "no confirmed rating of indicator {found}, {title}, reaches the end of the contract", "rate it and publish the last performance notice before this one", "Section 71(2) asks for an assessment on termination, and the termination notice closes the record."),
    Kind("SV1247", "notice-not-asked", "this contract does not require a {notice}: {why}", "check in the delivery record which rules the contract is under, and publish it only if you mean to", "The notices of the Procurement Act 2023 are of contracts under it; some are not asked of light touch contracts, of contracts below the threshold, or of authorities of Northern Ireland."),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1240": {"found": "076113-2026"},
    "SV1241": {"found": "the number of Acme, with its scheme"},
    "SV1242": {"what": "an e-mail address", "found": "Reason"},
    "SV1244": {"found": "2", "waiting": "1 return"},
    "SV1247": {"notice": "contract change notice", "why": "section 75(6) leaves out light touch contracts"},
    "SV1246": {"found": "2", "title": "Apprenticeships"},
    "SV1201": {"found": "releases.jsonl"},
    "SV1202": {"found": "releases.json"},
    "SV1204": {"found": "releases.jsonl"},
    "SV1205": {"found": "076113-2026"},
    "SV1206": {"found": "contracts/agreedMetrics/target"},
    "SV1207": {"path": "contracts/value/amount", "found": "string"},
    "SV1208": {"found": "ocds-h6vhtk-000001"},
    "SV1210": {"value": "£6,000,000.00", "found": "2 key performance indicators"},
    "SV1211": {"value": "£6,000,000.00"},
    "SV1212": {"value": "£7,840,000.00"},
    "SV1214": {"found": "2"},
    "SV1215": {"found": "2"},
    "SV1216": {"title": "'Apprenticeships'", "what": "a number and a target are not published"},
    "SV1217": {"found": "4"},
    "SV1218": {"title": "'Apprenticeships'", "found": "'excellent'"},
    "SV1219": {"title": "'Apprenticeships'", "start": "1 April 2026", "end": "30 June 2026",
               "found": "is not over yet"},
    "SV1220": {"found": "400 days", "start": "1 January 2026", "end": "4 February 2027"},
    "SV1221": {"supplier": "Acme", "what": "there is no number with its scheme"},
    "SV1222": {"found": "12 August 2026", "days": "15 days", "last": "28 July 2026"},
    "SV1223": {"found": "12 August 2026", "days": "15 days", "last": "28 July 2026"},
    "SV1226": {"start": "28 July 2026", "found": "10 August 2026"},
    "SV1227": {"what": "the contract ends on 1 May 2026, before it starts on 1 June 2026"},
    "SV1230": {"value": "£6,000,000.00", "found": "1 key performance indicator is"},
    "SV1231": {"found": "2", "before": "with the description '12 apprenticeship weeks'",
               "now": "'6 apprenticeship weeks'"},
    "SV1232": {"found": "indicators 2 and 3 are"},
    "SV1233": {"found": "12 August 2026", "days": "10 days", "last": "2 August 2026"},
    "SV1234": {"last": "2 August 2026"},
    "SV1235": {"begins": "1 July 2026", "found": "12 August 2026", "days": "13 days",
               "last": "30 July 2026"},
    "SV1236": {"what": "the value changes by 12%, more than 10%"},
    "SV1228": {"found": "£4,500,000.00"},
    "SV1229": {"found": "£-1.00"},
}
# fmt: on
