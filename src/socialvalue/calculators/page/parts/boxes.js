// What stands in the boxes of a commitment, as the reader of returns reads it.

const MOST_TEXT = 32767;

/** A commitment that is filled in: the boxes by their names, of one measure. */
function emptyRow(line) {
  return { line, first: "", second: "", activities: "", places: "", words: "", community: "", carried: "" };
}

/** What a commitment's boxes say: the offer or null, its problems and its notes. */
function readRow(row) {
  const { line } = row, problems = [], notes = [];
  const wrong = (box, code, fields = {}) => problems.push({ box, ...told(code, fields) });
  const words = row.words.trim(), activity = row.activities.trim();
  const made = quantityOf(row, words, wrong, notes);
  for (const box of ["words", "activities", "places"]) {
    if (row[box].length > MOST_TEXT) problems.push({ box, code: "", text: word("too_long", { most: grouped(MOST_TEXT) }) });
  }
  if (made === null) {
    if (!problems.length && (words || activity)) wrong(line.kind === WORDS_ONLY ? "words" : "first", "SV910", { measure: line.code });
    return { offer: null, problems, notes };
  }
  if (line.kind !== WORDS_ONLY && compare(made.amount, exact(line.limit)) > 0) {
    wrong("first", "SV908", { measure: line.code, found: plain(made.amount), most: line.limit });
  }
  if (line.asks && !words) wrong("words", "SV911", { measure: line.code });
  const sought = row.places.trim();
  const places = sought ? placesOf(sought) : [];
  const place = places.length === 1 ? places[0] : null;
  if (sought && place === null) {
    wrong("places", "SV918", { found: shown(sought) });
    if (places.length) problems.at(-1).hint = word("place_code", { codes: places.map((each) => PLACES[each].code).join(", ") });
  }
  if (DATA.tender.community && !row.community && made.amount.n) {
    notes.push({ box: "community", ...told("SV928", { measure: line.code }) });
  }
  const offer = { line, row, ...made, activity, key: asRead(activity), place, worth: valueAt(line, place) };
  return { offer: problems.length ? null : offer, problems, notes };
}

/** What is offered; null where nothing is, or where it cannot be read. */
function quantityOf(row, words, wrong, notes) {
  const { line } = row;
  if (line.kind === WORDS_ONLY) return words ? { amount: YEAR } : null;
  if (line.kind === YES_OR_NO) return row.first ? { amount: row.first === "Yes" ? YEAR : ZERO } : null;
  let failed = false;
  const [first, second] = ["first", "second"].map((box) => {
    const fail = (...said) => { failed = true; wrong(...said); };
    return line.missing.includes(box) ? null : numberOf(row[box], box, fail, notes);
  });
  if (failed || (first === null && second === null)) return null;
  if (line.kind === ONE_BOX) return { amount: first };
  for (const [number, name, one] of [[0, "first", first], [1, "second", second]]) {
    if (one === null) { wrong(name, "SV909", { measure: line.code, found: `'${line.boxes[number]}'` }); return null; }
  }
  if (line.kind === TWO_BOXES) return { amount: times(first, second), rate: first, years: second };
  const whole = plain(first).includes(".") ? null : first;
  if (whole === null) {
    wrong("first", "SV316", { what: "people", expected: "a whole number from 1", found: plain(first) });
    return null;
  }
  return { amount: times(first, second) };
}

/** The number in a box, without needless zeros; null where it is empty or cannot be read. */
function numberOf(text, box, fail, notes) {
  const bare = text.replace(EDGES, "");
  if (!bare) return null;
  const found = typedNumber(text);
  if (found.code) {
    fail(box, found.code, { found: shown(found.found), limit: found.code === "SV303" ? DATA.typed.limit : DATA.typed.decimals, example: "1250.5" });
    return null;
  }
  const number = exact(plain(found));
  if (compare(number, exact(DATA.typed.many)) >= 0) {
    fail(box, "SV303", { found: plain(number) });
    return null;
  }
  if (number.d > 2) fail(box, "SV907", { found: shown(plain(number)) });
  if (bare !== plain(number)) notes.push({ box, code: "SV926", text: word("read_as", { read: plain(number) }) });
  return number;
}

/** Whether anything at all stands in a commitment. */
function isFilled(row) {
  return ["first", "second", "activities", "places", "words", "community", "carried"].some((box) => row[box].trim());
}
