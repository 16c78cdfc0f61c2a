// The form: boxes for each measure, what they come to while typing, and what is missing.

const BOXES = ["first", "second", "activities", "places", "words", "community"];
const state = { bidder: "", rows: [], changed: false, checked: false };
const $ = (id) => document.getElementById(id);

/** An element with its attributes and what stands in it; texts are never markup. */
function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.filter((each) => each !== null));
  return made;
}

/** Put a text into an element, if it is another. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let count = 0;

/** A commitment with its boxes on the page. */
function addRow(line, after = null, values = {}) {
  const row = Object.assign(emptyRow(line), values, { id: `r${++count}` });
  row.view = rowView(row, after !== null);
  const at = after ? state.rows.indexOf(after) + 1 : state.rows.length;
  state.rows.splice(at, 0, row);
  const last = after ? after.view.main : null;
  if (last) last.after(row.view.main); else line.rows.append(row.view.main);
  return row;
}

/** The boxes of a commitment: what is asked for first, the rest once it is begun. */
function rowView(row, again) {
  const { line } = row, view = { boxes: {} };
  view.worth = make("p", { class: "worth", id: `${row.id}-worth` });
  view.notices = make("ul", { class: "notices", id: `${row.id}-notices` });
  const asked = make("div", { class: "figures" });
  for (const [at, box] of ["first", "second"].entries()) {
    if (line.missing.includes(box)) continue;
    const label = line.boxes[at];
    asked.append(line.kind === YES_OR_NO ? choice(row, view, box, word("do_you_offer")) : field(row, view, box, capital(label), "", numeric));
  }
  const words = field(row, view, "words", word(line.kind === WORDS_ONLY ? "your_answer" : "words"), line.asks ? word("words_needed") : "", area);
  view.rest = make("div", { class: "rest" });
  if (line.kind !== WORDS_ONLY) view.rest.append(field(row, view, "activities", word("activity"), word("activity_hint"), single));
  const here = DATA.tender.place_name;
  if (line.placed || line.values.length > 1 || row.places) {
    const [label, hint] = here ? ["place", "place_hint"] : ["place_any", "place_any_hint"];
    view.rest.append(field(row, view, "places", word(label), word(hint, { place: here }), place));
  }
  if (line.kind !== WORDS_ONLY) view.rest.append(words);
  if (DATA.tender.community && line.kind !== WORDS_ONLY) view.rest.append(choice(row, view, "community", word("community")));
  view.main = make("div", { class: "row", id: row.id, role: again ? "group" : null, "aria-label": again ? word("another_of", { code: line.code }) : null },
    again ? make("p", { class: "again" }, word("another_of", { code: line.code })) : null,
    markView(row, view), asked, line.kind === WORDS_ONLY ? words : null, view.worth, view.notices, view.rest,
    again ? button(word("remove", { code: line.code }), () => removeRow(row), "plain") : null);
  view.rest.hidden = true;
  return view;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const numeric = (attributes) => make("input", { ...attributes, type: "text", inputmode: "decimal", class: "number", spellcheck: "false", autocomplete: "off" });
const single = (attributes) => make("input", { ...attributes, type: "text", autocomplete: "off" });
const place = (attributes) => make("input", { ...attributes, type: "text", list: "places", autocomplete: "off" });
const area = (attributes) => make("textarea", { ...attributes, rows: "3" });

/** A labelled box, with its hint, its error and, for long texts, what is printed of it. */
function field(row, view, box, label, hint, kind) {
  const id = `${row.id}-${box}`, about = [hint ? `${id}-hint` : "", `${id}-error`].filter(Boolean);
  const input = kind({ id, "aria-describedby": about.join(" ") });
  const error = make("p", { class: "error", id: `${id}-error` });
  const mirror = kind === area ? make("div", { class: "mirror" }) : null;
  const main = make("div", { class: `field ${box}` }, make("label", { for: id }, label),
    hint ? make("p", { class: "hint", id: `${id}-hint` }, hint) : null, error, input, mirror);
  view.boxes[box] = { input, error, mirror, main, set: (text) => { input.value = text; if (mirror) say(mirror, text); } };
  view.boxes[box].set(row[box]);
  input.addEventListener("input", () => typed(row, box, input.value));
  input.addEventListener("change", () => left(row));
  input.addEventListener("blur", refresh);
  return main;
}

/** Yes, No, or not answered. */
function choice(row, view, box, label) {
  const id = `${row.id}-${box}`, inputs = [];
  const error = make("p", { class: "error", id: `${id}-error` });
  const options = [["Yes", "yes"], ["No", "no"], ["", "not_answered"]].map(([value, name]) => {
    const input = make("input", { type: "radio", name: id, id: `${id}-${name}`, value });
    input.checked = value === row[box];
    input.addEventListener("change", () => { typed(row, box, value); left(row); });
    inputs.push(input);
    return make("div", { class: "option" }, input, make("label", { for: `${id}-${name}` }, word(name)));
  });
  view.boxes[box] = { input: inputs[0], error, mirror: null, set: (text) => inputs.forEach((each) => { each.checked = each.value === text; }) };
  return make("fieldset", { class: `field ${box}`, "aria-describedby": `${id}-error` }, make("legend", {}, label), error, make("div", { class: "options" }, ...options));
}

function button(label, act, kind = "") {
  const made = make("button", { type: "button", class: kind || null }, label);
  made.addEventListener("click", act);
  return made;
}

function removeRow(row) {
  const before = state.rows[state.rows.indexOf(row) - 1];
  state.rows.splice(state.rows.indexOf(row), 1);
  row.view.main.remove();
  state.changed = true;
  refresh();
  before.view.main.querySelector("input, textarea").focus();
  announce(word("removed", { code: row.line.code }));
}

/** A key was pressed in a box. */
function typed(row, box, text) {
  row[box] = text;
  state.changed = true;
  const { mirror } = row.view.boxes[box];
  if (mirror) say(mirror, text);
  row.read = null;
  refresh();
}

/** A box was left: what it comes to is said aloud, and errors that were shown are looked at again. */
function left(row) {
  if (state.checked) { showErrors(); refresh(); }
  announce(`${row.line.code}: ${row.view.worth.textContent} ${$("total").textContent}`);
}

const announce = (text) => say($("status"), text);

/** Work out and show what the offer comes to. */
function refresh() {
  for (const row of state.rows) row.read ??= readRow(row);
  state.valued = reckon(inOrder().map((row) => row.read.offer).filter(Boolean));
  const of = new Map(state.valued.lines.map((each, at) => [each.offer.row, { ...each, number: at + 1 }]));
  for (const row of state.rows) showRow(row, of.get(row));
  for (const line of LINES) line.view.classList.toggle("filled", state.rows.some((row) => row.line === line && isFilled(row)));
  showTotals();
}

/** The commitments as a return lists them: the first of each measure, then the others. */
function inOrder() {
  const first = LINES.map((line) => state.rows.find((row) => row.line === line));
  return [...first, ...state.rows.filter((row) => !first.includes(row))];
}

/** What becomes of a commitment, and what is to be known of it. */
function showRow(row, valued) {
  const { view } = row;
  view.rest.hidden = !isFilled(row) && !Object.values(view.boxes).some((box) => box.main?.contains(document.activeElement) && view.rest.contains(box.main));
  say(view.worth, worthOf(row, valued));
  const cautions = state.valued.cautions.filter((each) => each.offers.some((offer) => offer.row === row));
  const typing = (each) => view.boxes[each.box].input === document.activeElement;
  const wrong = state.checked ? [] : row.read.problems.filter((each) => !typing(each));
  const notices = [...wrong, ...row.read.notes, ...(valued ? valued.reasons : []), ...cautions].map((each) => capital(hinted(each)));
  if (view.shown !== notices.join("\n")) {
    view.shown = notices.join("\n");
    view.notices.replaceChildren(...notices.map((each) => make("li", {}, each)));
  }
}

/** What was found, with what to do where that is not plain. */
function hinted(found) {
  const hint = found.hint ?? (found.code ? DATA.said[found.code]?.[2] : "");
  return hint ? `${found.text}: ${hint}` : found.text;
}

/** One line: ✔ counts, ✖ does not count, ○ reported, ? not yet. */
function worthOf(row, valued) {
  if (!isFilled(row)) return "";
  if (!valued) return word(row.read.problems.length ? "row_unclear" : "row_empty");
  const [counts, inPart] = DATA.standing, said = standing(valued);
  const sign = said === counts ? "✔" : said === inPart ? "◐" : valued.reasons[0].code === "SV503" ? "○" : "✖";
  const name = said === counts ? "row_counts" : said === inPart ? "row_in_part" : "row_not";
  return word(name, { sign, number: valued.number, standing: said, pounds: money(valued.pence), offered: money(valued.submitted) });
}

function showTotals() {
  const { total, submitted, lines } = state.valued;
  if (total !== state.reckoned) $("reach-answer").replaceChildren();
  state.reckoned = total;
  say($("total"), word("total", { pounds: money(total), pence: perPound(total) }));
  say($("offered"), submitted === total ? "" : word("offered", { pounds: money(submitted), left: money(submitted - total) }));
  say($("count"), word(lines.length === 1 ? "one_commitment" : "commitments", { count: lines.length }));
  if (DUE === null) return;
  const { target } = DATA.tender;
  say($("progress"), total >= DUE ? word("reached", { target }) : word("below", { pounds: money(DUE - total), target }));
  $("bar").value = total >= DUE ? 100 : Number((100n * total) / DUE);
}

/** What stands in the boxes of the declaration. */
const declaration = () => ({ confirmed: $("confirmed").checked, by: $("confirmed-by").value.trim() });

/** Every problem of the page, each with the box it is in. */
function problems() {
  const found = state.bidder.trim() ? [] : [{ input: $("bidder"), error: $("bidder-error"), text: word("no_bidder") }];
  for (const row of inOrder()) {
    if (row.carried) found.push({ row, ...row.view.boxes.carried, text: `${row.line.code}: ${word("carried_still")}` });
    for (const each of row.read.problems) {
      const { input, error } = row.view.boxes[each.box];
      found.push({ row, input, error, text: `${row.line.code}: ${hinted(each).replace(`${row.line.code}: `, "")}` });
    }
  }
  const missing = (id, text) => found.push({ input: $(id), error: $(`${id}-error`), text: word(text) });
  if (!$("confirmed").checked) missing("confirmed", "not_confirmed");
  if (!declaration().by) missing("confirmed-by", "no_name");
  return found;
}

/** No error is shown any more. */
function clearErrors() {
  for (const each of document.querySelectorAll(".error")) { if (each.textContent) each.textContent = ""; }
  for (const each of document.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
}

/** The summary at the top and the same words beside each box; whether there is any. */
function showErrors() {
  const found = problems();
  clearErrors();
  for (const each of found) {
    each.error.replaceChildren(make("span", { class: "unseen" }, `${word("error")} `), each.text);
    each.input.setAttribute("aria-invalid", "true");
  }
  const links = found.map((each) => {
    const link = make("a", { href: `#${each.input.id}` }, each.text);
    link.addEventListener("click", (event) => { event.preventDefault(); reveal(each.input); each.input.focus(); });
    return make("li", {}, link);
  });
  $("errors").replaceChildren(...(found.length ? [make("div", { role: "alert" }, make("h2", {}, word("problem")), make("ul", {}, ...links))] : []));
  $("errors").hidden = !found.length;
  document.title = (found.length ? `${word("error")} ` : "") + word("title", { tender: DATA.tender.title });
  return found.length > 0;
}

/** Open what a box lies in. */
function reveal(element) {
  document.body.classList.remove("only-filled");
  $("only").checked = false;
  for (let each = element; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
    if (each.classList.contains("rest")) each.hidden = false;
  }
}
