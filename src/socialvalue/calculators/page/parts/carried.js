// An offer that was made in another calculator, opened in this one: each commitment to be checked.

/** What a calculator says of itself, whichever it was: its facts and its measures; null where it says nothing. */
function earlierOf(book) {
  const facts = book.names.get("sv_facts"), listed = book.names.get("sv_measures"), codes = book.names.get("sv_codes");
  if (!facts || !listed || !codes) return null;
  const measures = new Map();
  for (let row = listed.row; row <= listed.last; row++) {
    const [code, measure, sort] = [0, 1, 2].map((each) => book.at(listed.sheet, row, listed.column + each));
    measures.set(code, { code, measure, sort, was: () => "" });
  }
  for (let row = codes.row; row <= codes.last; row++) {
    const found = measures.get(book.at(codes.sheet, row, codes.column).trim());
    if (found) found.was = (name) => { const at = book.names.get(`sv_${name}`); return at ? book.at(at.sheet, row, at.column) : ""; };
  }
  const [version, tender, sets] = [0, 1, 2].map((down) => shown(book.at(facts.sheet, facts.row + down, facts.column)));
  return { version, tender, sets, measures };
}

/** What of a measure was otherwise when the offer was made. */
function changesOf({ code, was }, line, told) {
  const found = [], figures = figuresOf(line.figures);
  const note = (is, name, before = "", now = "") => { if (is) found.push(word(name, { was: shown(before), now })); };
  const other = (name) => Number(was(name)) !== Number(figures[name]);
  const least = { n: BigInt(/^\d+$/.test(was("most")) ? was("most") : 0), d: 2 * Math.max(1, line.boxes.length) };
  const priced = (value) => (value && value !== SHEET.reported ? `£${value}` : SHEET.reported);
  note(code !== line.code, "carried_code", code, line.code);
  note(was("titles") !== line.title, "carried_title", was("titles"));
  note(priced(was("values")) !== priced(line.value) && Number(was("values")) !== Number(line.value ?? NaN), "carried_value", priced(was("values")), priced(line.value));
  note(SHEET.limited.includes(line.number) && !told.has("SV908") && compare(least, exact(line.limit)) > 0, "carried_limit", plain(least), line.limit);
  note(line.kind === TWO_BOXES && other("longest"), "carried_term", was("longest"), DATA.tender.years);
  note(line.kind === TWO_BOXES && other("cap"), line.first_year ? "carried_first" : "carried_not_first");
  note(line.asks && was("asks") !== "1" && !told.has("SV911"), "carried_words");
  return found;
}

/** A row of an earlier offer as it stands here, with its mark. */
function carriedRow(earlier, line, boxes) {
  const row = emptyRow(line), lost = [], given = { ...emptyRow(line) };
  for (const [box, text] of Object.entries(boxes)) {
    if (!text.trim() || line.missing.includes(box) || (box === "community" && !DATA.tender.community)) continue;
    const figure = box === "first" || box === "second", answer = box === "community" || (figure && line.kind === YES_OR_NO);
    row[box] = answer ? answerOf(text) : !figure || stored(typedNumber(text)) ? text : "";
    given[box] = answer ? row[box] : text;
    if (!row[box]) lost.push(word("carried_left_out", { text: shown(text) }));
  }
  const { problems, notes } = readRow(given);
  const said = [...problems, ...notes].filter((each) => each.code !== "SV928");
  const checks = [...changesOf(earlier, line, new Set(said.map((each) => each.code))), ...said.map((each) => each.text.replace(`${line.code}: `, "")), ...lost];
  row.carried = word("carried_mark") + (checks.length ? `: ${[...new Set(checks)].join("; ")}` : "");
  return row;
}

/** An offer in another calculator: what is carried over, each marked, and what is left and why. */
function carriedOffer(book, rows) {
  const earlier = earlierOf(book);
  if (!earlier) return null;
  const kept = [], left = [];
  for (const { code, boxes } of rows) {
    if (![boxes.first, boxes.second, boxes.activities, boxes.places, boxes.words].some((text) => text.trim())) continue;
    const was = earlier.measures.get(code), line = was && LINES.find((each) => each.measure === was.measure);
    const others = kept.filter((row) => row.line === line).length, more = kept.length - new Set(kept.map((row) => row.line)).size;
    const why = !code ? word("carried_no_code") : !line ? word("carried_gone")
      : was.sort !== line.sort ? word("carried_unit", { was: LINES.find((each) => each.sort === was.sort)?.unit ?? shown(was.sort), now: line.unit })
        : others && (more >= SHEET.more || line.kind === WORDS_ONLY || line.kind === YES_OR_NO) ? word("carried_no_room") : "";
    if (why) left.push(`${code} ${[boxes.first, boxes.second].filter(Boolean).join(" × ")} ${boxes.words}: ${why}`);
    else kept.push(carriedRow(was, line, boxes));
  }
  const other = earlier.sets === SHEET.sets ? [] : [word("carried_sets", { was: earlier.sets, now: SHEET.sets })];
  return { rows: kept, left, said: [word("carried_from", earlier), ...other, word("carried_same")] };
}

/** The mark of a commitment, and a button that takes it away. */
function markView(row, view) {
  if (!row.carried) return null;
  const id = `${row.id}-carried`, error = make("p", { class: "error", id: `${id}-error` });
  const done = button(word("carried_done", { code: row.line.code }), () => {
    row.carried = "";
    main.remove();
    delete view.boxes.carried;
    state.changed = true;
    left(row);
    refresh();
    Object.values(view.boxes)[0].input.focus();
  }, "plain");
  done.id = id;
  const main = make("div", { class: "carried" }, make("p", {}, capital(row.carried)), error, done);
  view.boxes.carried = { input: done, error, mirror: null, set: () => {} };
  return main;
}

/** What was carried over, above the offer. */
function showCarried(carried) {
  $("carried").hidden = !carried;
  if (!carried) return;
  const list = carried.left.length ? [make("h3", {}, word("carried_left")), make("ul", {}, ...carried.left.map((text) => make("li", {}, text)))] : [];
  $("carried-said").replaceChildren(...carried.said.map((text) => make("p", {}, text)), ...list);
  $("carried").focus();
}
