"""What is said of how uncertain unit values are, and of trials: from 1300."""

from __future__ import annotations

from collections.abc import Mapping

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS", "SAMPLES"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind("SV1300", "spread-reaches-nothing", "a spread from {low} to {high} of a value reaches 0", "give factors above 0: \"0.8\" means 20% below the published value", "A unit value of nothing, or less, is no value: who holds that possible should not use the measure."),
    Kind("SV1301", "spread-misses-value", "a spread from {low} to {high} of a value leaves out the value itself", "give factors around 1, in which 1 is the published value: for example \"0.8\" and \"1.3\"", "Bids are scored by the published value; who holds it to be impossible has a question for its publisher, and not a spread."),
    Kind("SV1302", "likely-outside-spread", "what is likely, {likely}, lies outside the spread from {low} to {high}", "give low, likely and high in their order", "A distribution has its peak between its ends."),
    Kind("SV1303", "nothing-uncertain", "nobody says how uncertain any unit value is that counts here", "say it: Doubt(framework, values={{\"NT1\": (\"0.8\", \"1.3\")}}), or by_confidence={{\"one-source\": \"0.25\"}}; without it, how close it was can still be asked", "A spread that nobody stated is never assumed; with none, nothing moves, and trials would only look certain.", "say it: --spread NT1=0.8:1.3, or --by-confidence MARK=SHARE; without it, 'socialvalue firm' still tells how wrong values may be"),
    Kind("SV1304", "no-trials-of-scheme", "the points of '{criterion}' can't be worked out in trials: {why}", "ask how close it was, which asks the method itself", "Points in trials are those of the award's own engine for many bids at once; what it can't do is not done by another.", "ask 'socialvalue firm', which asks the method itself"),
    Kind("SV1305", "trials-beyond-table", "in some trials the pounds of a bid lie beyond the published table of '{criterion}'", "narrow the spread, or ask how close it was", "A table that ends has no points for what lies beyond it, and none are made up.", "narrow the spread, or ask 'socialvalue firm'"),
    Kind("SV1306", "number-of-trials", "{found} is no number of trials", "give a whole number from {least} to {most}; 10000 is enough for what is shown", "Chances are counted, and shown in twentieths: of fewer trials than 20 there are none."),
    Kind("SV1307", "seed", "{found} is no seed", "give a whole number from 0 to {most}, and keep it: the record holds it", "The seed is what makes trials the same on every machine. It is not changed until the result is liked."),
    Kind("SV1308", "pounds-beyond-trials", "{found} of one bid is more than trials add up exactly, {limit}", "check for a slip of the keyboard", "Trials are exact to the penny, or they are refused."),
    Kind("SV1309", "doubt-of-other-measures", "what is said to be uncertain is of {found}, and the bids are valued by {other}", "make the Doubt of the framework that the bids are valued by", "A spread belongs to a value, and a value to a set."),
    Kind("SV1310", "together-twice", "{found} is in two groups of what moves together", "make one group of the two", "What moves with one thing moves with all that moves with it."),
    Kind("SV1311", "no-such-mark", "no figure of this set is marked '{found}'", "give a mark that its figures have", "A spread for a mark that nothing has would change nothing, in silence."),
    Kind("SV1312", "spread-changes-nothing", "how uncertain {found} is changes nothing: nothing that counts rests on it", "if that is meant, nothing", "A spread for what nobody offers, or what has a spread of its own, moves no bid."),
    Kind("SV1313", "nobody-to-rank", "no bid is left, so nobody can be first", "see why each bid is out in its result", "Trials ask how often each bid that is left would be first.", "see 'socialvalue score'"),
    Kind("SV1314", "no-record-of-trials", "this is no record of trials: {why}", "give it unchanged, as it was first written", "A record of trials holds the award's record, what is uncertain, the seed, and one hash over all of it."),
    Kind("SV1315", "spread-beside-value", "the spread from {low} to {high} does not hold {found}", "check the figures: low and high are in £ per unit, or with 'factors: yes' factors of the value", "A spread lies around the value that it is published with."),
    Kind("SV1316", "one-spread-several-values", "one spread in £ stands for several values of {found}", "write 'uncertainty:' beside each value, or low and high as factors of it with 'factors: yes'", "A spread in £ is of one value: beside another it is too low on one side and too high on the other."),
    Kind("SV1317", "trials-of-other-result", "the trials of '{found}' are not of what the report is about", "give the trials of the same result: they hold it as .evaluation", "How sure one award is says nothing of another."),
    Kind("SV1318", "spread-too-fine", "{found} is finer than trials are, which have factors in whole ten-thousandths", "give at most four decimals, such as 0.6667", "Factors of whole ten-thousandths on whole pennies are what makes trials exact on every machine; a finer one would be rounded in silence."),
    Kind("SV1319", "together-without-spread", "of what moves together, {group}, this does not move: {found}", "state how uncertain each of them is, or leave out what is held fixed", "Values move together in their spreads: one that has none, or on which nothing that counts rests, stays where it is.", "give each a --spread, or leave out what is held fixed"),
)
# fmt: on

# fmt: off
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "SV1300": {"low": "0", "high": "1.4"},
    "SV1301": {"low": "1.1", "high": "1.4"},
    "SV1302": {"likely": "1.5", "low": "0.8", "high": "1.3"},
    "SV1304": {"criterion": "quantitative", "why": "Steps is a method of your own, and sees whole bids"},
    "SV1305": {"criterion": "quantitative"},
    "SV1306": {"found": "0", "least": "20", "most": "10,000,000"},
    "SV1307": {"found": "'7'", "most": "18,446,744,073,709,551,615"},
    "SV1308": {"found": "£9,000,000,000", "limit": "£6,433,713,753"},
    "SV1309": {"found": "the 2020 edition of National TOMs", "other": "the 2022 edition of National TOMs"},
    "SV1310": {"found": "NT18"},
    "SV1311": {"found": "one source"},
    "SV1312": {"found": "NT31"},
    "SV1315": {"low": "26000", "high": "32000", "found": "35000"},
    "SV1317": {"found": "Parks"},
    "SV1318": {"found": "0.66667"},
    "SV1319": {"found": "NT19", "group": "NT18 and NT19"},
    "SV1316": {"found": "NT31"},
    "SV1314": {"why": "it does not match its hash"},
}
# fmt: on
