"""Every problem code with its wording: a ledger of all that can be said to a user.

The first digit says where a problem lies: 1 reading a file, 2 a definition, 3 a tender or bid,
4 finding a set, 5 why a commitment does not count, 6 a warning, 7 a scheme and its points, 8 a record or a report
made from a result.  Codes are stable: a code is never used again for something else.
"""

from __future__ import annotations

import attrs

__all__ = ["CATALOGUE", "Kind"]


@attrs.frozen
class Kind:
    """One entry of the catalogue: a stable code, a word to search for, and its wording.

    Attributes:
        code: ``SV`` and three digits.
        word: A word or two to search for.
        message: What was found, with names in braces.
        hint: What to do, in Python; names in braces are filled in.
        meaning: Why it is a problem.
        file_hint: What to write in a file, or to type, where the hint says what to write in Python;
            filled in alike.
    """

    code: str
    word: str
    message: str
    hint: str
    meaning: str
    file_hint: str = ""


def _catalogue(*kinds: Kind) -> dict[str, Kind]:
    """The kinds by code; a code stands for one thing."""
    found = {kind.code: kind for kind in kinds}
    if len(found) < len(kinds):
        raise ValueError("a code stands twice in the catalogue")
    return found


# fmt: off
CATALOGUE: dict[str, Kind] = _catalogue(
    # --- 1: reading a file ------------------------------------------------------------------
    Kind("SV101", "no-file", "there is no file {found}", "check the path", "The path names nothing that can be read."),
    Kind("SV102", "encoding", "the file is not UTF-8 text ({found})", "save it as UTF-8; in Excel or Notepad choose 'UTF-8' when saving", "Definition and tender files are UTF-8, with or without a byte-order mark."),
    Kind("SV103", "empty", "the file is empty", "the first line names what it is, for example 'schema: socialvalue/tender@1'", "There is nothing in the file but comments or space."),
    Kind("SV104", "yaml", "not valid YAML: {found}", "YAML is indented with spaces, never tabs; texts with ': ' or '#' in them need quotes", "The text cannot be read as YAML at all."),
    Kind("SV105", "alias", "anchors and aliases (& and *) are not allowed", "write the value out in both places", "Aliases can make a small file unfold into an enormous one, and hide from a reader what a line says."),
    Kind("SV106", "tag", "tags (!) are not allowed: {found}", "a text that begins with ! needs quotes; every value is typed by the schema, and needs no tag", "Tags can ask a YAML reader to build arbitrary objects. A definition is data."),
    Kind("SV107", "too-deep", "nested more than {limit} levels deep", "no file of ours is nested so deep: check the indentation", "Depth is bounded before anything is built from the text."),
    Kind("SV108", "too-large", "larger than {limit}", "split the file, or leave out what does not belong in it", "Size is bounded before anything is built from the text."),
    Kind("SV109", "duplicate-key", "the key '{found}' stands twice here; the first is on line {first}", "remove one of the two", "Two values for one key: nobody can know which was meant."),
    Kind("SV110", "documents", "the file holds more than one YAML document (---)", "keep one document to a file", "One file says one thing."),
    Kind("SV111", "schema", "'{found}' is not a kind of file that is read here", "the first line names what the file is, for example 'schema: socialvalue/tender@1'", "The schema line is missing, misspelt, or of another kind of file than this place needs."),
    Kind("SV112", "unreadable", "{found} cannot be read: {why}", "check that it is a file and that you may read it", "The operating system would not give the file."),
    Kind("SV113", "cut-text", "the text ends before '{found}': behind a space '#' begins a comment", "put the text in quotes; a comment stands on a line of its own", "YAML cuts a text at ' #' in silence, and a reason or a name cut so would stand in a letter."),
    Kind("SV114", "lone-word", "'{found}' stands alone: a comma in braces ends a value", "a text with a comma in it needs quotes", "Inside braces the parts are divided by commas, so that a comma in a number or a text cuts it in two."),
    Kind("SV115", "too-many-problems", "there are more problems than the {limit} that are listed at once", "mend these first", "Of a file with so many faults the rest is not worded: it would take minutes, and nobody would read it."),
    Kind("SV123", "cells", "{cells} where the heading has {expected}: '{found}'{more}", "each line below the heading is one commitment, with a cell for each column: take notes, totals and second headings out of the table", "A line of a CSV file has too few or too many cells, and nobody can know which belongs to which column."),
    Kind("SV124", "quotes", "{why}: {found}", 'a quotation mark within a cell is written twice, and the cell stands in quotes: "a ""quoted"" word"', "A CSV file has quotation marks around whole cells, and within them each is written twice (RFC 4180). Elsewhere they would move cells and lines into one another."),
    Kind("SV125", "no-heading", "the first line is not the heading of a table: '{found}'", "the first line names the columns, among them measure and quantity", "A CSV file begins with the names of its columns, with commas, semicolons, tabs or bars between them."),
    Kind("SV126", "cut-short", "{found} cannot be unpacked to its end: {why}", "it may be cut short, or be of another kind than its name says: copy or download it again", "A packed file says where it ends; one that ends before was not copied whole, and the rows behind would be missing."),
    # --- 2: what a definition says ----------------------------------------------------------
    Kind("SV201", "unknown-key", "the key '{found}' is not known here", "", "Keys are closed: a misspelt or misplaced key would otherwise be lost in silence."),
    Kind("SV202", "missing-key", "the key '{found}' is missing", "add '{found}:' here", "Something that this entry needs is not there."),
    Kind("SV203", "shape", "expected {expected}, found {found}", "check the indentation and the dashes", "A list where a text belongs, a text where a group of keys belongs, and the like."),
    Kind("SV204", "unknown-unit", "'{found}' is not a unit", "", "Units are a closed list, so that hours, weeks and people cannot be confused."),
    Kind("SV205", "unknown-word", "'{found}' is not one of the words allowed here", "", "Some keys take one of a few words."),
    Kind("SV206", "date", "'{found}' is not a date", "write year-month-day, for example 2022-06-01", "Dates are written year-month-day."),
    Kind("SV207", "unknown-outcome", "'{found}' is not an outcome of this set", "", "Every measure belongs to an outcome of a theme."),
    Kind("SV208", "unknown-source", "'{found}' is not in the list of sources", "", "Every figure has a source, and each source is listed once under 'sources'."),
    Kind("SV209", "unknown-measure", "there is no measure '{found}' in {set}", "", "A code that this set does not have."),
    Kind("SV210", "unknown-place", "there is no place '{found}'", "", "Places are named by their ONS codes, for example E10000012 for Essex."),
    Kind("SV211", "no-source", "{found} has no source", "add 'source:' with a key of the list of sources", "No figure is shipped or used without saying where it comes from."),
    Kind("SV212", "null-without-reason", "a value of null needs a note that says why", "add 'note:' with the reason", "A missing value is shown to bidders with its reason, never as £0."),
    Kind("SV213", "contradiction", "'{found}' and '{other}' are ranked both ways", "let one rule say which of the two stands", "Rules on double counting contradict each other, directly or in a circle: of all the measures concerned none would count."),
    Kind("SV214", "proxy", "measure '{found}' is {kind} and {fault}", "a monetised measure has a proxy with values; a recorded one has none", "Recorded measures never add pounds; monetised ones need a value or the reason for having none."),
    Kind("SV215", "period", "the period ends ({until}) before it begins ({found})", "check the two dates", "A period runs from its first day to its last, both included."),
    Kind("SV216", "code-taken", "the code '{found}' is taken: {why}", "choose another code", "One code means one measure."),
    Kind("SV217", "place-circle", "place '{found}' is inside itself", "check the parents", "The chain from district to country must end."),
    Kind("SV218", "adoption", "'{found}' cannot be adopted: {why}", "", "A plug-in lies over frameworks at pinned editions."),
    Kind("SV219", "case", "case '{found}': {why}", "", "A worked example of the set does not come out as it says."),
    Kind("SV220", "empty-text", "this text is empty", "write the text, or leave the key out", "A key with nothing behind it."),
    Kind("SV221", "no-entry", "{found} holds no {expected}", "point at a framework folder, a plug-in folder or a definition file", "The folder has none of the files that make a definition."),
    Kind("SV222", "duplicate", "{noun} '{found}' is defined twice; first in {first}", "remove one of the two", "One thing has one definition, even when it is split over files."),
    Kind("SV223", "spread", "the spread goes from {low} to {high}, which is less", "check the two figures", "The lower end of a spread is not above its upper end."),
    Kind("SV224", "set-name", "'{found}' cannot name a set, an edition or a measure", "use letters, digits, points, hyphens and underscores; begin with a letter or a digit", "Sets are found by id@edition, and a name with a slash would be taken for a path; measures are found by the code that a bidder types."),
    Kind("SV225", "per-cent", "{found} is not a share in per cent", "write per cent, not a part of 1 and not more than the whole: 10 per cent is \"10\"", "Weights and splits are stated in per cent, from 1 to 100."),
    Kind("SV226", "split", "the two shares sum to {sum}, not 100", "what is not quantitative is qualitative: the two make 100 per cent", "A split of the points for social value leaves nothing over."),
    Kind("SV227", "too-many-pairs", "the rules on double counting rank {found} pairs of measures up to here; at most {limit} are read", "a list of n measures ranks n × (n − 1) / 2 pairs: list fewer in a rule, or use 'rule: subset'", "Rules are bounded before their pairs are written out."),
    Kind("SV228", "half-character", "'{found}' holds half a character ({half})", "type the text again: it was cut or copied in the middle of a character", "A lone surrogate stands for nothing and cannot be written to a record or a letter."),
    Kind("SV232", "successor", "what follows place '{found}' cannot be so: {why}", "a former place is the same as one of today, or replaced by others", "A former code is understood by what followed it, and that must lead to a place of today."),
    # --- 3: what a tender or a bid says -----------------------------------------------------
    Kind("SV301", "number", "'{found}' is not a number", "write digits with at most one point, for example {example}", "Numbers are digits, optional underscores and one point: no £, no commas, no exponent."),
    Kind("SV302", "negative", "{found} is below zero", "nothing here can be negative", "Quantities, prices and values are never negative."),
    Kind("SV303", "too-large-number", "{found} is too large to be meant", "check for a slip of the keyboard; it must be below {limit}", "An absurd number is refused rather than scored."),
    Kind("SV304", "too-many-digits", "{found} has more digits than any figure needs", "at most {limit} digits after the point", "A number this long is a slip or an attack."),
    Kind("SV305", "float-money", "{found} is a float, and this figure must be exact", "write it as text, for example \"{found}\"", "A float such as 0.1 is not exactly what it prints; amounts of money, unit values, points, scales and targets are written as text, ints or Decimals."),
    Kind("SV306", "not-a-number", "{found} is not a finite number", "give a number", "NaN, infinity, true and false are not quantities."),
    Kind("SV307", "zero", "{what} is 0", "it must be more than 0", "Nothing can be divided by it."),
    Kind("SV308", "wrong-unit", "{measure} is counted {expected}, and was offered {found}", "", "Weeks, hours, people and pounds are different things; nothing is converted in silence."),
    Kind("SV309", "not-a-quantity", "{found} is a bare number or text, not a quantity with its unit", "for {measure} write {example}", "Quantities are typed so that weeks, hours, people and pounds cannot be confused."),
    Kind("SV310", "share", "{what} is {found}", "it is a share between 0 and 1", "Shares such as deadweight lie between 0 and 1."),
    Kind("SV311", "two-attributions", "share_claimed and attribution_to_others are both given", "give the one you mean: the share you keep, or the share you leave to others", "The word attribution is used in print with two opposite meanings."),
    Kind("SV312", "choice", "{what} '{found}' is not known", "", "This argument takes one of a few words."),
    Kind("SV313", "no-name", "{what} has no name", "give a name", "A bid, a tender and a criterion are found again by their names."),
    Kind("SV314", "duplicate-bidder", "'{found}' bids twice{lot}", "one bid a bidder and lot: if this is one bidder, put all of its bid under one name; if they are two, name them so that a reader sees the difference: capitals, spacing and signs that nobody sees are none", "Two bids under one name could not be kept apart in a letter."),
    Kind("SV315", "no-bids", "there are no bids", "give at least one bid", "An evaluation needs something to evaluate.", "add one under 'bids:'"),
    Kind("SV316", "wrong-type", "{what}: expected {expected}, found {found}", "give {expected}", "An argument of a kind that means nothing here."),
    Kind("SV317", "value-for-recorded", "a unit value is given for {found}, which is reported and carries no pounds", "leave it out: what is only reported never adds pounds", "Some measures are counted but carry no money."),
    Kind("SV318", "contract-values", "the {what} contract value ({found}) is less than the initial one ({initial})", "extensions add to the initial term", "A contract with its extensions is at least as large as without."),
    Kind("SV319", "framework-mismatch", "this was offered {offered} under {theirs}, but {set} counts {measure} {unit}", "make the commitment again with the set that the bids are valued with", "A quantity never carries across a changed unit."),
    Kind("SV320", "one-quantity", "a commitment gives one quantity; found {found}", "give exactly one of: fte, weeks, hours, expert_hours, attendee_hours, gbp, tonnes_co2e, tonnes, kilograms, miles, count, percent, yes, or quantity with unit", "Each commitment states one quantity, in one way."),
    Kind("SV321", "stray-detail", "'{found}' says nothing beside '{beside}'", "years and cohorts go with fte; people goes with weeks and hours; unit goes with quantity", "A detail that would otherwise be lost in silence."),
    Kind("SV322", "unknown-lot", "lot '{found}' is not a lot of this tender", "", "A bid for a lot names one of the tender's lots."),
    Kind("SV323", "no-price-year", "there is no index figure for the year {found}", "", "A value is moved to another price year only where the index has both years; none is guessed."),
    Kind("SV324", "cannot-uprate", "{measure} cannot be moved to the prices of {year}: {why}", "", "Uprating needs the year whose prices a value is in, and an index; a value is never uprated twice."),
    Kind("SV325", "no-column", "there is no column '{found}'", "", "A table lacks a column that is needed, or that was asked for."),
    Kind("SV326", "which-column", "column '{found}' could be any of several: {names}", "rename them, or say columns={{…}}", "Two columns of one name, or two that could say the same.", "rename them, or say --column WHAT=NAME"),
    Kind("SV327", "column-type", "column '{found}' is of type {type}; expected {expected}", "convert the column first", "A column of a kind that cannot be read: texts for numbers, times with a zone for days."),
    Kind("SV328", "bid-said-twice", "the {what} of '{bidder}' is {found} here, and {other}", "every row of a bid says the same of the bid, or leaves it empty", "The rows of one bid say different things of the bid as a whole, and nobody can know which was meant."),
    Kind("SV329", "no-ground", "the bid is excluded, and no ground is given", "give the ground: reason=…", "Nobody is excluded without a ground: the bidder may challenge it, and the notice states the ground.", "add 'reason:' with the ground to the bid"),
    Kind("SV346", "files-differ", "column '{found}' of {file}: {other} {what}", "give every file of a folder the same columns, in any order", "The files of one folder are one table; a column that some of them lack or call otherwise would be read for a part of the rows only."),
    Kind("SV347", "rows-lost", "{found} rows came out, and {expected} went in", "nothing was written; if the table was not changed meanwhile, please report it", "Every row of a table is counted before and after it is valued. They must be as many."),
    Kind("SV348", "line-ends", "the line ends otherwise than those above it", "save the table again in one program: every line ends in the same way", "The lines of a CSV file end in the way of Windows, of Unix or of old Macs, and all in the same."),
    Kind("SV349", "which-delimiter", "the heading can be read with {found} between the cells", "rename the columns so that one delimiter remains", "The heading of a CSV file proves what stands between its cells; here it proves two."),
    Kind("SV355", "no-unit-value", "{measure} is offered by {bids} and has no value here", "add it under unit_values, the same for every bidder; if it is not to count, switch it off", "A measure in pounds whose value depends on the place, or that the publisher gives none for, and the tender file gives none: whoever offers it would have £0 for what the buyer forgot. In Python `evaluate` asks (SV621)."),
    Kind("SV330", "one-bidder-spelt-twice", "one bidder is written in several ways: {names}", "write the name alike in every row; if they are two bidders, name them so that a reader sees the difference", "A bidder whose rows are spelt differently would bid twice, with half of its commitments, marks and price in each."),
    Kind("SV331", "column-unsayable", "column '{found}' says what a table cannot: {why}", "drop or rename it; where it is a column of your own: columns={{'{found}': None}}", "A column that a reader would take for a part of the commitment, and that would be left out of the pounds.", "drop or rename it; where it is a column of your own: --column {found}="),
    Kind("SV332", "column-taken", "column '{found}' of the table and column '{added}' that is added here have one name", "rename or drop yours, which is never overwritten; or say prefix='…' for the names of those that are added", "The result would lose a column of the user's own, or hold two of one name.", "rename or drop yours, which is never overwritten"),
    Kind("SV333", "earlier-result", "column '{found}' is the result of an earlier run", "drop it, or rename it where it is meant", "A result is replaced when a table is worked on again; it is never read as something that the table says."),
    Kind("SV334", "bad-prefix", "'{found}' is no beginning for the names of columns that are added", "letters, digits and _, not beginning with sv_, which is the engines' own, and not given_, whose unit value would be read as yours", "A result stands beside the user's columns under names that every engine can hold, and that nothing here reads as what a user says."),
    # --- 4: finding frameworks and plug-ins -------------------------------------------------
    Kind("SV401", "unknown-framework", "there is no framework or plug-in '{found}'", "", "The name is not among the sets that were found."),
    Kind("SV402", "which-edition", "'{found}' has several editions", "", "Which edition is meant changes the pounds, so nobody guesses it."),
    Kind("SV403", "unknown-edition", "'{set}' has no edition '{found}'", "", "The edition is not among those that were found."),
    Kind("SV404", "none-in-force", "no edition of '{set}' found here was in force on {found}", "", "The date lies outside the periods of the editions that were found."),
    Kind("SV405", "two-answers", "two editions are asked for: {why}", "give one of the two", "The arguments name different editions, or an edition and a day on which it was not in force."),
    Kind("SV406", "clash", "'{found}' is provided more than once: {who}", "uninstall or rename one of them", "One name means one set."),
    Kind("SV407", "plugin-package", "plug-in '{found}' cannot be read: {why}", "tell its publisher; the other sets are not disturbed", "An installed plug-in is broken."),
    Kind("SV408", "unknown-series", "the index '{index}' has no series '{found}'", "", "An index holds one or more named series."),
    Kind("SV409", "unknown-index", "there is no index '{found}'", "", "The name is not among the indices that are shipped."),
    Kind("SV410", "edition-changed", "{found} is published, and {why}", "undo the change, or publish it as a new revision: an edition of its own, with an entry under Data in the changelog", "A published edition never changes: scores given with it must come out the same for ever."),
    Kind("SV411", "plugin-id", "'{found}' cannot name a plug-in: {why}", "use small letters, digits and single hyphens, beginning with a letter, for example north-barsetshire", "A plug-in's id becomes part of file names, package names and commands."),
    Kind("SV412", "conformance", "{found}: {why}", "", "The plug-in can be read, and still something is not so that councils and bidders rely on."),
    Kind("SV413", "outside-package", "{found} leads out of its folder", "put the file itself into the folder, in place of the link", "All of a set lies in its own folder, so that whoever reads the folder has read the whole set."),
    Kind("SV414", "set-folder", "the folder {folder} holds a set that calls itself '{found}'", "a shipped set lies in a folder of its own id: rename one of the two", "Shipped sets are looked up by the name of their folder."),
    Kind("SV415", "no-first-day", "'{found}' has no day on which all that it lies over has begun and its measures have their values", "name a day", "Where no day is named, a set is taken on the first day on which every layer has begun and its measures have their values, never today. There is none here, and no other is guessed."),
    Kind("SV416", "lesser-edition", "several editions of '{found}' were in force on {on}, and the newest, {newest}, lacks {lacking} measures of {older}", "name the edition", "The newest edition in force is only part of what was published, and an older one that is in force too holds measures that it does not. Which is meant changes the pounds, so nobody guesses it."),
    Kind("SV417", "no-measures", "the measure sets that come with the library are not at {found}", "install the library with pip: sets are read from a folder, not from inside a zip file", "The shipped sets are files beside the library. Without them nothing could be found, and an empty listing would look as if there were none."),
    Kind("SV418", "too-many-sets", "'{found}' adopts more than {limit} sets", "adopt what lies over the others already", "What a plug-in adopts is bounded before any of it is looked up."),
    Kind("SV419", "unknown-code", "there is no problem code '{found}'", "a code is SV and three digits, such as SV505", "A code stands in a message, in a table's problem column or in a letter; this is none of them."),
    Kind("SV420", "late-head", "{found} does not stand within the first {limit} of the file", "put what the set says of itself at the top: schema, id, edition, title, licence, coverage, in_force and adopts", "A listing reads only the top of a file, so that a huge one holds up nobody."),
    # --- 5: why a commitment does not count -----------------------------------------------
    Kind("SV501", "no-value", "{measure} has no value: {why}", "", "The publisher gives no figure, or none that can be trusted; no pounds are made up."),
    Kind("SV502", "no-local-value", "{measure} depends on the place, and there is no value for {place}", "the buyer can give one for this procurement under unit_values, the same for every bidder", "A local measure needs a value for its place."),
    Kind("SV503", "recorded-only", "{measure} is reported, and carries no pounds", "", "Recorded measures never add pounds."),
    Kind("SV504", "double-count", "the same {activity} is also offered under {other}, which takes priority over {measure}: {why}", "", "One person, hour or pound is counted once."),
    Kind("SV505", "years-not-stated", "{measure} counts each person's first 12 months, and the years are not stated", "offer it as FTE and years: fte(rate, years=…)", "A bare number of FTE-years does not say how many of them are first years. Where every year counts, it is a total and needs no years.", "offer it as FTE and years: write 'fte:' and, beside it, 'years:'"),
    Kind("SV506", "first-year-only", "{measure} counts each person's first 12 months; {found} beyond that do not count", "", "Hires from disadvantaged groups count once, for their first year."),
    Kind("SV507", "beyond-term", "{term}; {found} beyond that do not count", "", "Years beyond the contract's term are not part of the contract."),
    Kind("SV508", "outside-place", "{found} is outside {place}", "", "The benefit must fall, or the supplier stand, where the contract says."),
    Kind("SV509", "switched-off", "{measure} is switched off: {why}", "", "The buyer does not use this measure."),
    Kind("SV510", "before-first-value", "{measure} has no value yet on {on}; its first is that of {first}", "", "A value counts from its date on."),
    Kind("SV511", "call-offs-not-stated", "it is offered per call-off, and the number of call-offs is not known", "offer it for the whole contract, per year or per £1m", "Without the number of call-offs the offer cannot be totalled."),
    Kind("SV512", "beyond-table", "the line is £1bn or more, or cannot be proved exact in a table", "value it with value(), which is exact always", "Tables are exact for quantities of up to 6 decimals, unit values of up to 10 and lines under £1bn; a line outside that is marked, and does not count.", "put it into a tender file: 'socialvalue score' is exact always"),
    Kind("SV514", "no-contract", "it is offered for a part of the contract, and the contract is not given", "say how long it runs and what it is worth: tender=…", "In a table: an offer per year or per £1m is totalled over the contract, which only the tender tells.", "put it into a tender file, which says how long the contract runs and what it is worth"),
    Kind("SV513", "not-shortlisted", "{measure} is not among the measures that this tender asks for", "", "The buyer shortlisted measures for this procurement; offers under others do not count."),
    # --- 6: warnings ------------------------------------------------------------------------
    Kind("SV601", "may-overlap", "commitments {lines}: {measures} may count the same thing twice", "say of each commitment which activity it is", "Measures that exclude each other are both offered, and at least one does not say for which activity."),
    Kind("SV602", "repeated", "commitments {lines}: {measure} is offered twice for the same activity", "check that it is not the same offer", "The same measure and activity are offered twice; both are counted."),
    Kind("SV603", "edition-not-in-force", "{set} was in force {period}; the tender notice was published {found}", "", "The tender uses an edition that was not in force when it was published."),
    Kind("SV604", "weak-figures", "{share} rests on figures that are {confidence}: {measures}", "", "Some figures are known from one source only, or are inferred."),
    Kind("SV605", "other-edition", "commitment {line} was offered under {found}", "", "The commitment was made with another edition; its unit is the same, its value is this edition's."),
    Kind("SV606", "no-published-date", "the tender has no publication date; values are those of {on} ({rule})", "give published=", "Which value applies depends on the date.", "add 'published:' with the day of the notice"),
    Kind("SV607", "supplier-place", "{measures}: the value depends on where the supplier stands, and {why}", "take advice on procurement law; nothing is decided here", "Preferring suppliers by their place can conflict with procurement law for works and goods and above the thresholds."),
    Kind("SV610", "below-threshold", "the council asks for social value {least}; this contract is {found}", "", "The contract's value is below the threshold of the council's policy."),
    Kind("SV611", "weight-off-policy", "the council asks for {asked} of the points for social value; this scheme gives {found}", "", "The scheme's weight departs from the council's policy."),
    Kind("SV612", "shortlist-too-long", "the shortlist has {found} measures; the council allows {most}", "", "A short list keeps what is asked of bidders in proportion."),
    Kind("SV613", "theme-missing", "the shortlist has {found} of the measures for '{theme}'; the council asks for {least}{by}", "", "The council asks for measures of this theme in every procurement."),
    Kind("SV614", "no-shortlist", "the council asks buyers to shortlist at most {most} measures, and the tender has no shortlist", "shortlist: [NT1, …]", "Without a shortlist every measure of the set is asked for."),
    Kind("SV615", "response-needs-both", "the council disregards a response with only figures or only words, and no criterion of this scheme says so", "needs_both: yes", "The scheme departs from the council's rule on responses."),
    Kind("SV616", "not-for-exchange", "commitment {line}: {measure} is offered to community groups, and the council does not take it among its community offers", "", "The council takes some measures only as community offers."),
    Kind("SV617", "below-policy-minimum", "{found} of social value is below the council's minimum of {least} ({basis}); {otherwise}", "", "The offer is less than the council's policy asks for at the least. It is shown, and nothing is decided."),
    Kind("SV618", "split-off-policy", "the council asks for {asked} of the points for social value by figures and words; this scheme gives {found}", "", "The scheme splits the points for social value otherwise than the council's policy."),
    Kind("SV619", "signature", "{what} is signed by {found}; the council's policy asks for {offices}", "once one of them has signed, name the office after 'by:'", "The council's policy names the offices that may drop a measure, or waive a rule, for one procurement."),
    Kind("SV620", "half-response-told", "only {found} was given, and the council asks for figures and words both; {otherwise}", "", "A response that lacks the figures or the words, where the scheme does not say what becomes of it."),
    Kind("SV630", "same-offer-in-lots", "{bidder} offers {measure} for the same {activity} in the lots {lots}", "ask whether it is delivered in each of them: one apprentice is not offered in every lot won", "Each lot is valued by itself, so one commitment made in several lots counts in each."),
    Kind("SV621", "value-not-given", "{measure} is offered by {bids} and has no value here", "add it under unit_values, the same for every bidder; if it is not to count, switch it off", "A bid offers a measure in pounds whose value the tender does not give: it has £0 for it. Where several bids do, a tender file is neither checked nor scored (SV355)."),
    Kind("SV622", "beyond-the-contract", "a contract of {contract} could not pay for {lines}", "ask the bidder: a decimal point or a unit may have slipped", "A quantity of work at £10,000 a year, £200 a week or £5 an hour, or of pounds spent, that comes to more than the contract's value. It counts as offered."),
    Kind("SV623", "target-in-pence", "{what} is {found} of social value per £1", "write pounds: 25p, or 25 per cent, is 0.25", "A target, a minimum or a band of £2 or more per £1 is nearly always pence or per cent written without the point."),
    Kind("SV624", "no-commitments", "{bids} {verb} no commitments, so the social value is £0", "check that none is missing from the file", "A bid without commitments stays in; it has nothing where pounds are scored."),
    Kind("SV625", "lots-beyond-contract", "the lots are worth {found} together, and the contract {whole}", "check the lots' values and the contract's", "The parts of a contract are worth no more than the whole."),
    Kind("SV626", "worth-more-than-contract", "worth more than the whole contract of {contract}: {lines}", "ask the bidder: a decimal point or a unit may have slipped", "One commitment whose social value is above the value of the contract. It counts as offered."),
    Kind("SV627", "names-alike", "{names} differ in their punctuation alone", "ask whether they are one bidder; if they are, write one name", "Two names that only a full stop, a hyphen or a blank tells apart may be one bidder's, whose prices, scores and commitments would then stand apart. They are scored as two."),
    # --- 7: schemes and evaluation ----------------------------------------------------------
    Kind("SV701", "weights", "the points of {found} sum to {sum}, not {expected}: {difference}", "points are not rescaled; change one of them", "Weights that do not sum would change the published shares in silence."),
    Kind("SV702", "duplicate-criterion", "two criteria are called '{found}'", "give each its own name; marks and points are found by it", "Marks are matched to criteria by name."),
    Kind("SV703", "unknown-method", "'{found}' is not a scoring method", "", "The method's name is not known."),
    Kind("SV704", "no-method", "criterion '{found}' has neither a method nor criteria of its own", "give it a method, for example LowestPrice()", "A criterion is scored by a method, or made of others.", "add 'method:' (for example 'method: lowest_price'), or 'criteria:' of its own"),
    Kind("SV705", "missing-mark", "there is no mark for '{found}'", "marks={{'{found}': …}}", "A mark that is not there is never 0.", "add it under 'marks:' of the bid"),
    Kind("SV706", "mark-above-scale", "the mark {found} for '{criterion}' is above its scale of 0 to {out_of}", "marks lie on the published scale, from 0 to {out_of}", "Marks lie on the published scale."),
    Kind("SV707", "unknown-mark", "there is a mark for '{found}', which no panel criterion is called", "", "A mark that would otherwise be lost in silence."),
    Kind("SV708", "no-price", "there is no price, and '{criterion}' needs one", "price=…", "A price criterion needs every bidder's price.", "add 'price:' to the bid"),
    Kind("SV709", "no-target", "'{criterion}' scores against a target, and none is given", "give target= to the method or to the tender", "Neither the method, the tender nor the plug-in on that date states a target.", "add 'target:' to the tender, or to the method"),
    Kind("SV710", "no-scheme", "there is no scheme", "give one to evaluate(), to the tender, or use a plug-in that has one", "Points need published weights and methods.", "add 'scheme:' to the tender, or name a plug-in that has one"),
    Kind("SV711", "no-denominator", "'{criterion}' divides by the {found} contract value, which is not given", "contract_value=ContractValue(…, {found}=…)", "The ratio needs the value it names.", "add it under 'contract_value:', beside 'initial:'"),
    Kind("SV712", "tie-break", "the tie-break '{found}' is not a criterion", "", "Ties are broken by criteria of the scheme, in a published order."),
    Kind("SV713", "failed-minimum", "the mark {found} for '{criterion}' is below the minimum of {minimum}", "", "The bid fails a published minimum."),
    Kind("SV714", "cap-below-floor", "the cap ({cap}) is below the floor ({floor})", "the cap is the most of the target that counts, the floor the least: raise the one or lower the other", "No ratio could ever score."),
    Kind("SV715", "all-zero", "every bid's social value is £0, so '{found}' gives 0 to all", "", "The highest is 0: nothing to be relative to."),
    Kind("SV716", "not-one-bid", "'{found}' names {count} of this evaluation", "", "The name asked for is not one bid of this evaluation."),
    Kind("SV718", "two-theme-weights", "weight_value and weight_score are both given", "give the one you mean: they rank bids differently", "Weights on pounds and weights on scores are two methods."),
    Kind("SV719", "theme-weights", "the theme weights of scores sum to {found}, not 1", "shares of the points sum to 1", "Weights that do not sum would change the published shares in silence."),
    Kind("SV720", "bands", "the bands do not fit together: {found}", "bands begin at 0; each begins where the one before ends; only the last may be without an end", "A gap or an overlap leaves a bid without a mark, or with two."),
    Kind("SV721", "menu", "a points menu needs either required points or relative", "give required=, or relative=True", "Menu points are scored towards a published number, or relative to the highest.", "add 'required:' with the menu points that give full points, or 'relative: yes'"),
    Kind("SV722", "outside-bands", "£{found} per £1 lies above the last band of '{criterion}'", "leave the last band without an end", "The published table has no mark for this bid."),
    Kind("SV723", "unknown-theme", "'{found}' is not a theme of {set}", "", "Theme weights name themes of the framework."),
    Kind("SV724", "marked-twice", "'{found}' marks one answer more than once", "one mark an evaluator", "An evaluator marks each answer once."),
    Kind("SV725", "no-consensus", "there is no moderated score for '{found}'", "give the moderated score; a mean only where the published method says mean", "Marks are moderated, not averaged, unless the method says so.", "add 'consensus:', the moderated score; 'mean: yes' only where you published a mean"),
    Kind("SV726", "bad-points", "the method {method} of '{criterion}' gave {found}", "one exact Fraction or int a bid, from 0 to the weight", "A council's own method must answer for every bid, within its weight."),
    Kind("SV727", "scheme-changed", "the tender was published with scheme {found}, and this evaluation uses {used}", "use the published scheme, or say why it was changed", "The scheme is fixed before bids are opened."),
    Kind("SV728", "several-lots", "the bids are for several lots: {found}", "use evaluate_lots(): each lot is scored by itself", "Bids for different lots are not compared with each other.", "'lot:' of each bid says for which lot it is: 'socialvalue score' ranks each lot by itself"),
    Kind("SV729", "half-response", "only {found} was given, and the scheme asks for both", "", "A response with only numbers or only words has no points for this criterion; the bid stays in."),
    Kind("SV730", "minimum-of-relative", "'{found}' has a minimum but is not scored by the panel alone", "set minimums where points do not depend on other bids", "A minimum on points that depend on who else bids would go in a circle."),
    Kind("SV731", "below-minimum", "{found} points for '{criterion}', below the minimum of {minimum}", "", "The bid fails a published minimum."),
    Kind("SV732", "lot-value", "lot '{found}' has no contract value of its own", "give the lot its contract value", "A lot is not divided by the value of the whole tender."),
    Kind("SV733", "not-from-arrays", "'{found}' cannot be scored from arrays: {why}", "use evaluate(), which sees the whole of a bid", "Some methods read more of a bid than columns of numbers hold.", "score it as a tender file: 'socialvalue score' sees the whole of a bid"),
    Kind("SV734", "no-amounts", "'{criterion}' needs {found}, and none is given", "", "A criterion reads a column that was not handed in."),
    Kind("SV737", "steep-spread", "'{found}' turns {spread} between the lowest and the highest price ({percent}% of the lowest) into all of its {points} points", "ask how close the result was: a straight line from the lowest to the highest price makes much of little", "Under a linear spread the highest price has nothing, however close it is."),
    Kind("SV738", "mark-after-consensus", "the score of {found} is of {on}, after the moderated score of {moderated}", "an evaluator's own score is locked before moderation", "A score that was given, or changed, after moderation is no score of the evaluator's own."),
    Kind("SV739", "wrong-kind-of-mark", "the mark for '{criterion}' is {found}, and {expected} belongs there", "give {expected}", "Pass or fail is no mark on a scale, and a mark on a scale is neither."),
    Kind("SV740", "failed", "'{criterion}' was failed, and it must be passed", "", "The bid fails a criterion that must be passed."),
    Kind("SV741", "social-value-by-name", "'{found}' is taken for social value by its name alone: write 'counts_as: social_value' at each criterion that is", "do so before the scheme is published, as it changes the fingerprint: which criteria give points for social value is part of the scheme", "A policy, or the national model, asks for a share of the points, and no criterion of the scheme says that its points are for social value. One with these words in a longer name may be another."),
    Kind("SV742", "social-value-inside", "'{found}' says 'counts_as: social_value' inside the quality of value_for_money", "leave counts_as out there, and write it at a criterion that gives points of its own", "Quality is divided by the price: the points of a part of it are no share of the scheme's."),
    Kind("SV743", "no-price-read", "'{found}' names the price '{price}', and its method reads no price", "leave it out, or give the criterion a method that reads a price", "A name of a price means something where a method reads one; of a criterion that is made of others, each names its own.", "leave 'price:' out, or give the criterion a method that reads a price"),
    Kind("SV744", "no-named-price", "there is no price '{found}', and '{criterion}' needs it", "prices={{'{found}': …}}", "A criterion that names a price needs it of every bidder; a price that is not there is never 0.", "add it under 'prices:' of the bid"),
    Kind("SV745", "unknown-price", "there is a price '{found}', which no criterion names", "", "A price that would otherwise be lost in silence."),
    Kind("SV746", "not-among-the-best", "{found} points for '{criterion}', by which only the best {best} go on", "", "The tender documents say how many bids go on, by which criterion; a bid that does not is not ranked, and no other is measured against it."),
    Kind("SV747", "short-list-of-relative", "'{found}' says how many bids go on but is not scored by the panel alone", "let bids go on by points that do not depend on other bids, such as a group of scores for quality", "Who goes on by points that depend on who else bids would go in a circle."),
    Kind("SV748", "two-short-lists", "'{found}' says how many bids go on, and '{first}' says it already", "let one criterion say it, for example a group of the two", "Of two short lists the one that is drawn up first would decide the other."),
    Kind("SV749", "firmness-of-short-list", "how close it was cannot be asked while only the best by '{found}' go on", "score the bids again with the change that you ask about", "A bid that is changed or left out would change which others are scored at all."),
    Kind("SV717", "unknown-criterion", "there is no criterion '{found}' in this scheme", "", "Points are found by the criterion's name."),
    Kind("SV755", "own-method", "{found} cannot be a scoring method: {why}", "write @attrs.frozen above its class, with its parameters as fields", "A record holds no code: a method is made again from its class and its fields, so it is a frozen attrs class."),
    Kind("SV756", "own-method-reads", "READS of {found} is no list of what it reads: {why}", "a tuple of words, with its comma: READS = (\"value\",)", "READS says what every compliant bid must have: value, price, mark, units, target or denominator."),
    Kind("SV757", "own-method-name", "the method {found} has the name of another method, or of a noun of the library", "give your class a name of its own", "A record names methods by their classes; of two of one name a replay could take the wrong one."),
    Kind("SV758", "own-method-failed", "the method {method} of '{criterion}' failed: {why}", "mend its points(); nothing was scored", "A council's own method ended in an error. A fault in it is never scored as 0."),
    Kind("SV759", "own-method-unequal", "the method {method} of '{criterion}' gave bids with the same figures different points", "points follow from a bid's figures alone, never from its place in the list", "The order in which bids come decides nothing."),
    # --- 8: records of a result, and reports made from it -----------------------------------
    Kind("SV801", "no-record", "this is not a record of an evaluation: {why}", "give the record as record() made it, or as JSON read back", "A record has a known shape; something else was given.", "a record is what 'socialvalue record TENDER --output FILE' writes"),
    Kind("SV802", "record-schema", "records of '{found}' are not read by this version", "this version reads: {known}", "The record was made by another version of the library, in a form that this one does not know."),
    Kind("SV803", "altered-record", "{found} does not match its hash: the record was altered after it was made", "go back to the record as it was made", "A record holds the hash of each of its parts, and one over all of it."),
    Kind("SV804", "record-content", "the record holds {found}, which cannot be read here: {why}", "", "Something in the record means nothing to this version of the library."),
    Kind("SV805", "missing-reason", "there is no reason for {found}", "give one: Moderated(mark, reason=…); an unranked bid has reason=…", "Every score in an assessment summary needs its reason.", 'write {{consensus: "4", reason: "…"}} for a mark; an unranked bid has \'reason:\''),
    Kind("SV806", "scheme-is-fixed", "the scheme of '{found}' is fixed (it carries the fingerprint {fingerprint})", "compare schemes with past or invented bids, never with the bids that are being evaluated", "Choosing a method with the bids in view would choose the winner."),
    Kind("SV807", "no-winner", "no one bid won: {found}", "say who is successful: successful='…'", "A summary tells of the successful bid; here the points alone do not say which that is.", "say who is successful: --successful NAME"),
    Kind("SV808", "no-ground-for-award", "'{found}' is named as the successful bid, and {why}", "say by which published rule it won: because='…'", "Points draw no lots. Where several bids share the first place, or another than the first is successful, every summary says why, in the buyer's words.", "say by which published rule it won: --because TEXT"),
    Kind("SV809", "illustrative-scheme", "the scheme of '{found}' is illustrative: it only shows how scoring works", "use the scheme that was published with the tender; for a look at the summaries leave strict=True out: they are marked", "No bidder is sent a summary of points that no published scheme gives.", "use the scheme that was published with the tender; for a look at the summaries give --draft: they are marked"),
    Kind("SV810", "to-be-completed", "nothing in the list of reasons is missing; every summary ends with what it has no field for", "write it in before a summary is sent: {what}", "An assessment summary under regulation 31 of the Procurement Regulations 2024 holds more than this library has fields for."),
    Kind("SV811", "price-worked-out", "price points let a bidder work out the price of {found} to about {price}", "decide under section 94 of the Procurement Act 2023 whether to withhold them, and record it", "Two published points and the reader's own price give the winner's price by the published formula."),
    Kind("SV812", "short-reason", "the reason for {found} has {words}", "say what in the tender earned the score: regulation 31(2)(e) asks for a reason that refers to it", "A reason of fewer than eight words hardly refers to anything in this tender."),
    Kind("SV813", "weight-below-national", "{model} asks for at least {asked} of the points for social value; this scheme gives {found}", "it binds central government; another buyer that uses the model may choose its own weight, and says so", "The national model of the day of the notice has a least weight for social value."),
    Kind("SV820", "record-bounds", "the record is larger than any that is read: {found}", "a record has at most 50 MB, 1 million values and 100 levels, and whole numbers of 30 digits", "Records are bounded before anything is computed from them."),
    Kind("SV821", "record-text", "the text {found} of '{key}' holds half of a character, which no file can hold", "write the text again: it was cut, or read in another encoding than its own", "A lone surrogate is no character: no two programs would write it alike, so no record holds one."),
    Kind("SV822", "record-of-older-rules", "version {made} made this record, and version {here} does not evaluate it{rules}", "replay it with the version that made it", "A rule has changed since: what was evaluated then is refused now."),
    Kind("SV823", "record-not-the-same", "the record does not come to what it says: {found}", "see 'socialvalue replay'; a record of an older version is read by the version that made it", "Nothing is said of a decision from a record that comes to another result here."),
    Kind("SV824", "records-of-lots", "the file holds a record for each lot, and none of the whole", "give what 'socialvalue record TENDER' wrote: it holds who is first in which lot, and by which rule", "What score writes of a tender in lots is read by replay alone."),
    Kind("SV825", "record-and-here", "the record comes to what it says, and yet: {found}", "the record's own was used", "Something installed here is not what the record holds; the decision stands as recorded."),
    Kind("SV826", "method-not-kept", "the method {found} could not be made again from a record: {why}", "its fields hold amounts, texts, tuples and nouns of the library, and say all of it", "What a record cannot give back can never be replayed, so no record is made."),
)
# fmt: on
