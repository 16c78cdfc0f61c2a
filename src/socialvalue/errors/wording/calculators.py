"""What is said of a calculator and what comes back: codes from 900."""

from __future__ import annotations

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS"]

# fmt: off
KINDS: tuple[Kind, ...] = (
    # --- 9: calculators and what comes back -------------------------------------------------
    Kind("SV901", "no-workbook", "this is {found}, and no workbook that is read here", "open it and choose Save as, Excel workbook (.xlsx)", "Returns are read from .xlsx and .ods, as Excel, LibreOffice and Google Sheets save them."),
    Kind("SV902", "workbook-too-large", "the file {found}", "leave out what is not needed; a calculator or form goes back as it was issued, filled in", "No calculator is so large; the sizes are looked at before anything is unpacked."),
    Kind("SV903", "workbook-damaged", "the workbook cannot be read: {found}", "open it, save it again as .xlsx, and send that", "A spreadsheet program writes no such file: it was cut off or altered on its way."),
    Kind("SV904", "typed-number", "'{found}' is not a number with one meaning", "write digits with at most one point, for example 1250.5", "In a box of a calculator one £ before and commas by threes are read; anything that could mean two things is asked about."),
    Kind("SV905", "number-as-other", "the box shows {found} as {what}", "ask the bidder which number is meant", "Who types 1/2 or 10% into a sheet gets a date or a hundredth, and nobody can know which was meant."),
    Kind("SV906", "not-calculated", "the box holds a formula {found}", "ask the bidder for the figure itself", "A file that was saved without being worked out holds no figure, or a 0 that nobody meant."),
    Kind("SV907", "too-many-decimals", "{found} has more than two decimals", "ask the bidder for a figure with at most two", "The form takes two decimals a box, which is what its pounds are proved for."),
    Kind("SV908", "over-limit", "{measure}: {found} is more than the form takes, {most}", "ask the bidder which quantity is meant", "The limit is in the calculator, the same for every bidder."),
    Kind("SV909", "half-filled", "{measure}: one of two boxes is filled in, and {found} is not", "ask the bidder for the other figure", "A rate without years, or people without weeks, is no quantity."),
    Kind("SV910", "no-figure", "{measure}: there are words, and no figure", "ask the bidder what is offered", "Words without a figure are no commitment, and may be meant as one."),
    Kind("SV911", "words-missing", "{measure}: how it will be delivered is not said", "ask the bidder, if the ITT lets you", "The calculator asks for words beside the figure of this measure."),
    Kind("SV912", "other-calculator", "this is not the calculator that was issued: fingerprint {found}, and not {expected}", "look whether it is of another tender, or an earlier version", "Quantities are never read into a calculator that they were not written in."),
    Kind("SV913", "table-altered", "the table is not as it was issued: {found}", "ask the bidder to fill in the calculator as it was issued", "Rows are found by their codes and columns by their names; where these are gone nobody can know what a figure belongs to."),
    Kind("SV914", "no-bidder", "the name of the organisation is missing", "it goes at the top of the sheet 'Your offer'", "A return without a name is nobody's bid."),
    Kind("SV915", "neither-yes-nor-no", "'{found}' is neither Yes nor No", "ask the bidder which is meant", "An empty box, a No and a Yes are three answers."),
    Kind("SV916", "bidder-not-named", "the tender file names no bid of {bidder}: its offer is added without a price", "put its price and its scores into the tender file", "An offer fills the commitments of the bid that the tender file names; where there is none, nothing is left out."),
    Kind("SV917", "two-returns", "{bidder} also sent {other}, which says something else", "ask the bidder which is the offer, as the ITT provides", "Which of two returns counts is the buyer's decision under its tender documents."),
    Kind("SV918", "no-place-of-that-name", "'{found}' is no place that is known here", "ask the bidder for the district or county, or its ONS code", "Where it falls decides whether it counts, so a place is never guessed."),
    Kind("SV919", "same-offer", "{bidder} also sent {other}, which offers the same", "one of the two was read", "Two returns that offer the same are one offer."),
    Kind("SV920", "a-formula", "a formula, last worked out as {found}", "the figure was read; nothing was run", "A bidder's own sums may stand in a box; what they came to is what was offered."),
    Kind("SV921", "fifteen-digits", "stored as {found}, and read as the screen shows it: {read}", "nothing: no more than 15 digits can be shown or typed", "Spreadsheets store sums with digits that nobody sees."),
    Kind("SV922", "no-return", "no return that can be read is from {bidder}", "look whether one was sent, and under which name", "A bid without a return stands as the tender file has it, and may stand there with nothing offered."),
    Kind("SV923", "hidden-row", "{measure}: the row is hidden, and was read", "see that the bidder meant to offer it", "A row out of sight may have been filled in for another offer."),
    Kind("SV924", "macros", "the workbook holds macros; they were not run", "nothing, if the figures are as expected", "Nothing that a file brings is ever run."),
    Kind("SV925", "like-a-date", "{measure}: {found} is also how a sheet stores a day of {year}", "see that no fraction such as 1/2 was typed", "A sheet makes a day of 1/2, and shows it as a number where the box has a format."),
    Kind("SV926", "read-as", "'{found}' was read as {read}", "nothing, if that is what was meant", "One £ before and commas by threes have one meaning."),
    Kind("SV927", "same-file", "the same file as {other}, to the byte", "it was read once", "Two equal files are one return."),
    Kind("SV928", "not-answered", "{measure}: whether community groups may ask for it is not answered", "it is read as no", "An empty box is no answer, and least of all a Yes."),
    Kind("SV929", "no-words", "a box for words holds {found}", "ask the bidder what is meant", "A sheet makes TRUE, a date or #REF! of what was typed or pasted, and nobody can know what stood there."),
    Kind("SV930", "not-in-calculator", "{measure} cannot be asked for: {why}", "leave it out, or change what the tender asks for", "A form must not ask for what can never count, nor limit what it does not ask for."),
    Kind("SV931", "limit-not-provable", "the limit of {measure} is {found}, and must be at most {most}, with at most two decimals", "name a lower limit, or none", "A sheet works out a penny exactly only up to a bound, and no calculator goes out that could be a penny wrong."),
    Kind("SV932", "no-xlsxwriter", "writing a workbook needs XlsxWriter, which is not installed", 'python -m pip install "socialvalue-engine[excel]"', "Reading needs nothing; writing does."),
    Kind("SV933", "not-declared", "the declaration is not complete: {found}", "ask the bidder to complete it, if the ITT asks for it", "What an offer rests on is confirmed by a person who may do so for the bidder."),
    Kind("SV937", "commitments-replaced", "the commitments that the tender file has for {bidder} are replaced by those of this return", "see that the return is the offer that counts", "Both cannot be the offer, and what came from the bidder is read."),
    Kind("SV938", "no-replacement", "this calculator replaces no other: {found}", "name the calculator that is out, and one version more", "Every bidder must be able to tell two versions apart, and why there is a second."),
    Kind("SV939", "still-to-check", "{measure}: carried over from an earlier calculator, and still marked '{found}'", "ask the bidder whether the offer stands as it is", "What was offered on other terms is an offer on these only when its bidder has looked at it."),
    Kind("SV940", "not-to-carry", "nothing can be carried over from this workbook: {found}", "give a calculator that this library made, filled in", "What stands in a box means something only with the measure and the unit that it was written for."),
    Kind("SV944", "other-scores", "this is no score sheet of this tender and its bidders: fingerprint {found}, and not {expected}", "look whether it is of another tender, or was made before the criteria or the bids changed", "Scores are never read into criteria or bids that they were not given for."),
    Kind("SV945", "score-incomplete", "{found}", "ask whoever filled it in; nothing is filled in for them", "A score needs its reason, a reason its score, and each sheet the role of whoever scored."),
    Kind("SV946", "nothing-to-score", "there is nothing here that evaluators score", "give a criterion the method panel_mark or pass_fail, and score bids that are neither excluded nor withdrawn", "Score sheets ask for what evaluators decide, and for nothing else."),
    Kind("SV947", "first-scores-changed", "the first scores are not those that this moderation sheet was made from", "put back the score sheets that it was made from, or make it again from these", "First scores are kept for good: what was agreed rests on those that the panel saw."),
    Kind("SV948", "given-twice", "{found} is given twice: {other} says something else", "keep the one that counts, and say why in the file of the tender", "Which of two counts is for the panel to say, never for whoever reads the files."),
    Kind("SV949", "there-already", "{found} is there already, and may hold what somebody filled in", "name another folder or file, or take that away first", "What people wrote is never written over."),
)
# fmt: on
