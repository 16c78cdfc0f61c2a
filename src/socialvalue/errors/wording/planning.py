"""What is said of doubt and of what is planned before a tender: codes from 1300."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1330", "scheme-published", "the scheme of '{found}' is published ({fingerprint}), and {bids} that somebody made are with it", "test a scheme before it is published, or on invented bids: sv.invented_bids(…)", "Once bids are in, the published method decides, and nobody may look for one that decides otherwise.", "test a scheme before it is published, or on bids marked invented: yes"),
    Kind("SV1331", "no-past-contracts", "there are no past contracts", "give a table with a row a contract: contract, supplier, contract_value, committed", "Of none there is nothing to show."),
    Kind("SV1332", "losing-offers", "{found} was not awarded, and nothing says that losing offers may be used", "leave it out, or give basis= with the clause of the tender documents", "Bidders rely on what the tender documents say of their offers; awarded contracts are the council's own.", "leave it out, or give --basis with the clause of the tender documents"),
    Kind("SV1333", "contract-said-twice", "{found} has two entries for its {what}: {values}", "write the same in each row of a contract, or give each contract a reference of its own", "Whose rows belong together is said by the reference alone."),
    Kind("SV1334", "no-day", "the table says when contracts end, and not as at which day it is judged", "give on= with the day", "Whether a contract is finished is never judged by today.", "give --on with the day"),
    Kind("SV1335", "too-few", "{what} is {found}, and may not be below {least}", "give {least} or more", "Fewer contracts or suppliers would show one of them."),
    Kind("SV1336", "no-target-in-scheme", "nothing in this scheme is scored against a target", "score social value by against_target, or ask compare_schemes", "What a target does can be seen only where one decides.", "score social value by the method against_target"),
    Kind("SV1337", "too-few-to-draw-from", "{found}: too few to draw tenders from", "give at least 10 contracts of 3 suppliers, of which none has above half of the pounds", "Tenders drawn from a handful of offers show those offers and nothing else."),
    Kind("SV1338", "three-axes", "{found} are three ways to group one set of contracts", "ask for two of them at most", "From the groups of three together more can be worked out than from any two, so that a withheld group would not be hidden."),
    Kind("SV1339", "plan-of-which-lot", "the tender is in lots, and none is named: {found}", "give lot= with one of them", "Each lot has its own value, target and scheme: what is true of one is not of another.", "give --lot with one of them"),
    Kind("SV1340", "no-costs", "no measure has a cost", "give costs={{'NT10': 120, …}}: what one unit costs you, in £", "Without what things cost no offer is cheaper than another.", "give --costs CODE=POUNDS, once for each measure"),
    Kind("SV1341", "no-solver", "side conditions need highspy, which is not installed", 'python -m pip install "socialvalue-engine[optimise]"', "Without side conditions nothing needs to be installed. With or without them, the sum that no offer can be below is proved in exact fractions."),
    Kind("SV1342", "without-end", "{found} costs nothing and has no limit", "give limits={{'{found}': …}} with the most that you can deliver, or what it costs", "Of what costs nothing one would offer without end.", "give --limit {found}=… with the most that you can deliver, or what it costs"),
    Kind("SV1343", "out-of-reach", "no offer of these measures within these limits reaches what is needed", "raise a limit, add a measure, or need less", "What cannot be delivered is no offer."),
    Kind("SV1344", "no-need", "nothing says which sum is needed", "give need= with £ of social value", "Full marks against a target say it; where points are measured by others, nobody knows it before.", "give --need with £ of social value"),
    Kind("SV1345", "answer-left-out", "the buyer leaves this answer out for its tender", "offer what you can deliver", "Some buyers don't want offers that are made to reach a figure."),
    Kind("SV1346", "brings-no-pounds", "{found} brings no pounds in this tender", "leave it out of the costs", "A measure that is only reported, switched off or without a value here can reach no sum."),
    Kind("SV1347", "too-few-for-a-forecast", "too few contracts are finished and say what was delivered: {found}", "give a column delivered (£), on at least 10 finished contracts of 3 suppliers, of which none has above half of the pounds", "What becomes of commitments is known of contracts that have ended, and a handful of them shows those contracts and nothing else."),
    Kind("SV1348", "none-runs", "none of these contracts runs: {found}", "give contracts that have not ended by the day that is said with on=", "What has ended delivers no more, and an offer that lost delivers nothing.", "give contracts that have not ended by the day that is said with --on"),
    Kind("SV1350", "forecast-of-bids", "a forecast is of contracts, and these are bids", "give contracts of the past: what was committed and delivered on each", "Bids are scored by the published method: whether a bidder will deliver is no part of it unless the tender documents say so."),
)
# fmt: on

SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1330": {"found": "Parks", "fingerprint": "TPJ-HDA-6HH-WCD", "bids": "3 bids"},
    "SV1332": {"found": "C-014"},
    "SV1333": {"found": "C-014", "what": "contract value", "values": "400000 and 380000"},
    "SV1337": {"found": "4 contracts, 2 suppliers"},
    "SV1338": {"found": "size, sector and place"},
    "SV1339": {"found": "North and South"},
    "SV1342": {"found": "NT21"},
    "SV1346": {"found": "NT44"},
    "SV1347": {"found": "4 contracts, 2 suppliers"},
    "SV1348": {"found": "4 contracts, 2 suppliers"},
    "SV1335": {"what": "least", "found": "2", "least": "3"},
}
