"""What is said of a file that is read, and of a definition in it: codes 1 and 2."""

from __future__ import annotations

from socialvalue.errors.wording.kind import Kind

__all__ = ["KINDS"]

# fmt: off
KINDS: tuple[Kind, ...] = (
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
    Kind("SV116", "json", "not valid JSON: {found}", "write it as a JSON library does, not by putting texts together", "A text that begins with a brace is read as JSON, and so are public notices and documents; this is none."),
    Kind("SV117", "no-data", "a value of the kind {found} is no data", "give texts, numbers, days, lists and mappings", "A document is data: what a form, a file or a JSON text can hold. An object of a program is none."),
    Kind("SV118", "path-for-a-name", "{what} is a path, and only names are taken here", "{instead}", "Where names alone are taken, no text from a form or a file opens a file of the machine."),
    Kind("SV120", "name-twice", "the name '{found}' stands twice in one object", "remove one of the two", "Two values for one name: JSON readers take either, and nobody can know which was meant."),
    Kind("SV121", "switch", "the variable {found} is set to '{said}', which is neither yes nor no", "set it to 1, true, yes or on; or to 0, false, no or off; or not at all", "A switch of the environment that is misspelt would be taken for the opposite of what was meant."),
    Kind("SV123", "cells", "{cells} where the heading has {expected}: '{found}'{more}", "each line below the heading is one commitment, with a cell for each column: take notes, totals and second headings out of the table", "A line of a CSV file has too few or too many cells, and nobody can know which belongs to which column."),
    Kind("SV124", "quotes", "{why}: {found}", 'a quotation mark within a cell is written twice, and the cell stands in quotes: "a ""quoted"" word"', "A CSV file has quotation marks around whole cells, and within them each is written twice (RFC 4180). Elsewhere they would move cells and lines into one another."),
    Kind("SV125", "no-heading", "the first line is not the heading of a table: '{found}'", "the first line names the columns, among them measure and quantity", "A CSV file begins with the names of its columns, with commas, semicolons, tabs or bars between them."),
    Kind("SV126", "cut-short", "{found} cannot be unpacked to its end: {why}", "it may be cut short, or be of another kind than its name says: copy or download it again", "A packed file says where it ends; one that ends before was not copied whole, and the rows behind would be missing."),
    Kind("SV127", "unwritable", "this cannot be written: {why}", "{instead}", "The operating system would not take the file: its folder is not there, is no folder, or is not yours to write in."),
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
    Kind("SV224", "set-name", "'{found}' cannot name a set, an edition, a measure or a group", "use letters, digits, points, hyphens and underscores; begin with a letter or a digit", "Sets are found by id@edition, and a name with a slash would be taken for a path; measures are found by the code that a bidder types."),
    Kind("SV225", "per-cent", "{found} is not a share in per cent", "write per cent, not a part of 1 and not more than the whole: 10 per cent is \"10\"", "Weights and splits are stated in per cent, from 1 to 100."),
    Kind("SV226", "split", "the two shares sum to {sum}, not 100", "what is not quantitative is qualitative: the two make 100 per cent", "A split of the points for social value leaves nothing over."),
    Kind("SV227", "too-many-pairs", "the rules on double counting rank {found} pairs of measures up to here; at most {limit} are read", "a list of n measures ranks n × (n − 1) / 2 pairs: list fewer in a rule, or use 'rule: subset'", "Rules are bounded before their pairs are written out."),
    Kind("SV228", "half-character", "'{found}' holds half a character ({half})", "type the text again: it was cut or copied in the middle of a character", "A lone surrogate stands for nothing and cannot be written to a record or a letter."),
    Kind("SV229", "document", "'{found}' is no document that is read here", "give what to_json wrote, or a record", "A document says at its schema what it is: a noun as to_json writes it, or a record."),
    Kind("SV230", "other-noun", "the document says that it is '{schema}', and holds a {found}", "give it as to_json wrote it", "Whoever reads a bid must not be given a tender: the schema of a document and what is in it are one."),
    Kind("SV231", "kind-of-document", "'{found}' is not a kind of document", "give the kind that a schema line names, as in socialvalue/bid@1", "Each kind of file, noun and record has a JSON Schema under the name that its schema line says."),
    Kind("SV232", "successor", "what follows place '{found}' cannot be so: {why}", "a former place is the same as one of today, or replaced by others", "A former code is understood by what followed it, and that must lead to a place of today."),
)
# fmt: on
