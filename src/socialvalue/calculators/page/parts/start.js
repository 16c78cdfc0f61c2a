// Putting the page together, saving, opening again, printing.

/** Why one of a measure is worth nothing at the contract's place. */
function whyNoValue(line) {
  const [, code, fields = []] = line.values[0];
  return told(code, { measure: line.name, place: DATA.tender.place_name || word("any_place"), ...Object.fromEntries(fields) }).text;
}

/** A measure with its guidance and its boxes. */
function measureView(line) {
  const each = line.value !== null ? word("each", { pounds: worth(exact(line.value)) }) : capital(line.recorded ? SHEET.reported : whyNoValue(line));
  line.rows = make("div", { class: "rows" });
  const more = line.kind === WORDS_ONLY || line.kind === YES_OR_NO ? null : button(word("add", { code: line.code }), () => {
    if (state.rows.length - LINES.length >= SHEET.more) { announce(word("no_more", { most: SHEET.more })); return; }
    const last = state.rows.filter((row) => row.line === line).at(-1);
    const row = addRow(line, last);
    refresh();
    row.view.boxes.first.input.focus();
  }, "plain add");
  line.view = make("fieldset", { class: "measure", id: `m${line.number}` },
    make("legend", {}, make("span", { class: "code" }, `${line.code} `), line.title),
    make("p", { class: "hint" }, word("counted_in", { unit: line.counted_in, value: each })),
    make("details", { class: "guidance" }, make("summary", {}, word("what_counts"), make("span", { class: "unseen" }, ` ${word("under", { code: line.code })}`)),
      ...guidanceOn(line).map((text) => make("p", {}, text))),
    line.rows, more);
  addRow(line);
  return line.view;
}

function build() {
  const { tender } = DATA, facts = $("facts");
  const listed = [[word("contract_value"), tender.value_words], [word("term"), capital(tender.term)],
    [word("published"), tender.published], [word("where"), tender.place_name], [word("lot"), tender.lot],
    [word("target"), tender.target ? word("target_words", { target: tender.target }) : ""], [word("version"), String(DATA.version)], [word("fingerprint"), DATA.short]];
  $("changes").append(...DATA.changes.map((text) => make("p", {}, text)));
  $("changes").hidden = !DATA.changes.length;
  for (const [name, text] of listed) if (text) facts.append(make("div", {}, make("dt", {}, name), make("dd", {}, text)));
  $("places").append(...PLACES.map(({ name, code }) => make("option", { value: placesOf(name).length === 1 ? name : code }, `${name} (${code})`)));
  DATA.themes.forEach((title, number) => {
    const lines = LINES.filter((line) => line.theme === number);
    const heading = make("h3", {}, title);
    $("measures").append(make("details", { class: "theme", open: true }, make("summary", {}, heading), ...lines.map(measureView)));
  });
  say($("rights"), DATA.rights);
  say($("print-foot"), word("print_foot", { tender: tender.title, fingerprint: DATA.short }));
  for (const id of ["progress", "bar"]) $(id).hidden = DUE === null;
  $("reach").hidden = !tender.reach || DUE === null;
  state.rows = LINES.map((line) => state.rows.find((row) => row.line === line));
  refresh();
}

const named = (text) => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);

/** Give a workbook to the browser to keep. */
function keep(kind) {
  const name = [word(kind), named(DATA.tender.title), named(state.bidder)].filter(Boolean).join("-");
  const url = URL.createObjectURL(workbookOf(state.bidder.trim(), inOrder(), declaration()));
  make("a", { href: url, download: `${name}.xlsx` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  state.changed = false;
  say($("saved"), word(kind === "file_offer" ? "saved_offer" : "saved_draft", { name: `${name}.xlsx` }));
}

function save() {
  state.checked = true;
  refresh();
  say($("saved"), "");
  if (showErrors()) { $("errors").focus(); return; }
  keep("file_offer");
}

/** All that stands in the boxes, as a text: each commitment with its measure and what becomes of it. */
function offerText() {
  const labelled = (label, text) => (text.trim() ? [word("labelled", { label, text: text.trim() })] : []);
  const rows = inOrder().filter(isFilled).map((row) => {
    const { line } = row, [first = "", second = ""] = line.kind === YES_OR_NO ? [word("do_you_offer")] : line.boxes.map(capital);
    return [`${line.code} ${line.title}`, ...labelled(first, row.first), ...labelled(second, row.second), ...labelled(word("activity"), row.activities),
      ...labelled(word("place"), row.places), ...labelled(word(line.kind === WORDS_ONLY ? "your_answer" : "words"), row.words),
      ...labelled(word("community"), row.community), row.view.worth.textContent].join("\n");
  });
  const head = [word("print_foot", { tender: DATA.tender.title, fingerprint: DATA.short }), ...labelled($("bidder").labels[0].textContent, state.bidder), $("total").textContent];
  return [head.join("\n"), ...rows].join("\n\n");
}

/** Put the text where it can be taken from, and into the clipboard if the browser lets it. */
async function copy() {
  const box = $("copy-text");
  box.value = offerText();
  $("copied").hidden = false;
  box.focus();
  box.select();
  const done = await navigator.clipboard?.writeText(box.value).then(() => true, () => false);
  say($("copy-said"), word(done ? "copied" : "not_copied"));
  announce($("copy-said").textContent);
}

/** What a file holds, in place of what stands on the page. */
async function open(file) {
  $("open-error").textContent = "";
  try {
    if (file.size > MOST_BYTES) throw new Error("too large");
    const found = await openedOffer(await file.arrayBuffer());
    show(found);
    showCarried(found.carried);
    say($("saved"), word("opened", { name: file.name, count: found.rows.filter(isFilled).length }));
  } catch (error) {
    const text = error.told ? error.told.text : word("cannot_open", { name: file.name });
    $("open-error").replaceChildren(make("span", { class: "unseen" }, `${word("error")} `), capital(text));
    announce(text);
  }
}

function show({ bidder, rows, confirmed = false, by = "" }) {
  for (const row of state.rows) row.view.main.remove();
  state.rows = [];
  for (const line of LINES) {
    const [first = {}, ...others] = rows.filter((row) => row.line === line);
    let last = addRow(line, null, first);
    for (const each of others) last = addRow(line, last, each);
  }
  state.bidder = $("bidder").value = bidder;
  $("confirmed").checked = confirmed;
  $("confirmed-by").value = by;
  Object.assign(state, { changed: false, checked: false });
  refresh();
  clearErrors();
  $("errors").replaceChildren();
  $("errors").hidden = true;
  document.title = word("title", { tender: DATA.tender.title });
}

/** A quantity with its unit, as people write it. */
function amountOf(line, quantity) {
  if (line.unit === "£") return worth(quantity);
  const [whole, after] = plain(quantity).split(".");
  return `${grouped(whole)}${after ? `.${after}` : ""} ${line.unit}`;
}

/** What of one measure alone would reach the target: first of those offered, then of the others. */
function showReach() {
  const missing = DUE - state.valued.total;
  const list = (lines) => make("ul", {}, ...lines.map((line) => [line, reachedBy(line, missing)]).filter(([, found]) => found).map(([line, found]) => {
    const name = compare(found, exact(line.limit)) > 0 ? "reach_beyond" : line.kind === YES_OR_NO ? "reach_yes" : line.first_year ? "reach_first_year" : "reach_line";
    return make("li", {}, word(name, { code: line.code, title: line.title, quantity: amountOf(line, found), limit: amountOf(line, exact(line.limit)) }));
  }));
  const offered = new Set(state.valued.lines.map((each) => each.offer.line));
  const parts = missing <= 0n ? [make("p", {}, word("reach_reached"))] : [
    make("p", {}, word("reach_missing", { pounds: money(missing) })),
    ...[["reach_offered", LINES.filter((line) => offered.has(line))], ["reach_others", LINES.filter((line) => !offered.has(line))]]
      .filter(([, lines]) => lines.some((line) => reachedBy(line, missing)))
      .flatMap(([name, lines]) => [make("h3", { class: "block" }, word(name)), list(lines)]),
  ];
  $("reach-answer").replaceChildren(...parts);
}

/** On paper everything is open. */
function opened(all) {
  for (const each of document.querySelectorAll("details.theme")) {
    if (all) { each.dataset.was = each.open; each.open = true; } else if (each.dataset.was === "false") each.open = false;
  }
}

build();
$("not-running").remove();
checkSeal();
$("bidder").addEventListener("input", () => { state.bidder = $("bidder").value; state.changed = true; });
$("bidder").addEventListener("change", () => { if (state.checked) showErrors(); });
for (const id of ["confirmed", "confirmed-by"]) $(id).addEventListener("change", () => { state.changed = true; if (state.checked) showErrors(); });
$("save").addEventListener("click", save);
$("draft").addEventListener("click", () => keep("file_draft"));
$("copy").addEventListener("click", copy);
$("print").addEventListener("click", () => window.print());
$("open").addEventListener("change", (event) => { const [file] = event.target.files; event.target.value = ""; if (file) open(file); });
$("only").addEventListener("change", () => document.body.classList.toggle("only-filled", $("only").checked));
$("reach-ask").addEventListener("click", showReach);
window.addEventListener("beforeprint", () => opened(true));
window.addEventListener("afterprint", () => opened(false));
window.addEventListener("beforeunload", (event) => { if (state.changed) event.preventDefault(); });
