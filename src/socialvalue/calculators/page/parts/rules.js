// What counts, and why not: the engine's rules for what a calculator can offer.

const [WORDS_ONLY, ONE_BOX, TWO_BOXES, YES_OR_NO, PEOPLE] = [0, 1, 2, 3, 4];
const LINES = DATA.lines.map(lineOf);
const YEAR = { n: 1n, d: 0 };
const TERM = exact(DATA.tender.years);
const DUE = DATA.tender.due === null ? null : BigInt(DATA.tender.due);
const PLACES = DATA.places.names.flatMap(([start, names]) => {
  let last = 0;
  return names.split("\n").map((each) => {
    const [, code, name] = /^(\d*) ?(.*)$/.exec(each);
    last = code ? Number(code) : last + 1;
    return { code: start + String(last).padStart(4, "0"), name };
  });
});
const INSIDE = new Set(DATA.places.inside);

/** A measure of the data by the names of its columns; what is empty at the end of a list is left out. */
function lineOf(listed, number) {
  const line = Object.fromEntries(DATA.columns.map((name, at) => [name, listed[at] ?? 0]));
  const text = (at) => DATA.texts[at], figures = line.figures.split(" ");
  const { kinds, most, asks } = figuresOf(figures), kind = Number(kinds), boxes = line.boxes.map(text);
  const missing = { [WORDS_ONLY]: ["first", "second"], [ONE_BOX]: ["second"], [YES_OR_NO]: ["second"] }[kind] ?? [];
  return {
    ...line, number, kind, missing, boxes, figures, asks: asks === "1", value: line.values[0][0] ?? null,
    limit: plain({ n: BigInt(most), d: 2 * Math.max(1, boxes.length) }),
    name: line.name || line.code, measure: line.measure || line.code, sort: text(line.sort), unit: text(line.unit), counted_in: text(line.counted_in), told: line.told.map(text),
  };
}

/** A measure's figures by the names of their columns in the sheet. */
function figuresOf(figures) {
  return Object.fromEntries(DATA.sheet.figures.map((name, at) => [name, figures[at]]));
}

/** A code of the catalogue with its words filled in. */
function told(code, fields) {
  return { code, text: filled(DATA.said[code][0], fields) };
}

/** How a text is shown in a sentence: signs that nobody sees are named, a long one is cut. */
function shown(text, longest = 80) {
  const seen = [...text.replace(UNSEEN, (sign) => NAMED[sign] ?? codeOf(sign.codePointAt(0)))];
  return seen.length <= longest ? seen.join("") : `${seen.slice(0, longest - 1).join("")}…`;
}

const UNSEEN = /[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;
const NAMED = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const codeOf = (code) => (code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`);

/** The numbers, in the list, of the places that have a code or a name. */
const placesOf = (words) => PLACES_NAMED.get(inLower(words)) ?? [];

const PLACES_NAMED = new Map();
PLACES.forEach((place, number) => {
  for (const name of new Set([inLower(place.code), inLower(place.name)])) {
    PLACES_NAMED.set(name, [...(PLACES_NAMED.get(name) ?? []), number]);
  }
});

/** What one unit is worth at a place, or the reason why it is worth nothing. */
function valueAt(line, place) {
  let found = line.values[0];
  if (place !== null) {
    found = line.values.find((each) => (each[3] ?? []).some((group) => DATA.groups[group].includes(place))) ?? found;
  }
  const [value = null, code = "", fields = []] = found;
  return { value: value === null ? null : exact(value), code, fields: Object.fromEntries(fields) };
}

/** Why a commitment does not count at all, in the engine's order. */
function reasons(offer, offered) {
  const { line } = offer, measure = line.name, found = [];
  const where = offer.place === null ? null : PLACES[offer.place];
  const place = where ? `${where.name} (${where.code})` : DATA.tender.place_name || word("any_place");
  if (line.recorded) found.push(told("SV503", { measure }));
  if (line.placed && DATA.tender.place && offer.place !== null && !INSIDE.has(offer.place)) {
    found.push(told("SV508", { found: shown(place), place: DATA.tender.place_name }));
  }
  if (!line.recorded && offer.worth.code) {
    found.push(told(offer.worth.code, { measure, place, ...offer.worth.fields }));
  }
  if (line.first_year && line.kind !== TWO_BOXES) found.push(told("SV505", { measure }));
  if (!offer.key) return found;
  for (const [stands, falls, why] of DATA.rules) {
    if (LINES[falls] === line && offered.get(offer.key).has(stands)) {
      const activity = shown(word("the_activity", { activity: offer.activity }), 500);
      found.push(told("SV504", { activity, other: LINES[stands].name, measure, why: DATA.texts[why] }));
    }
  }
  return found;
}

/** A commitment as the parts that count and those that do not, each with its pence. */
function partsOf(offer, refused) {
  const pence = (amount) => (offer.worth.value === null || offer.line.recorded ? 0n : penceOf(amount, offer.worth.value));
  const whole = pence(offer.amount);
  if (refused.length || !offer.years) {
    return [{ pence: whole, counted: refused.length ? 0n : whole, reasons: refused }];
  }
  const span = offer.line.first_year ? least(offer.years, YEAR) : offer.years;
  const inside = least(span, TERM);
  const cut = [[minus(span, inside), "SV507"], [minus(offer.years, span), "SV506"]].filter(([years]) => years.n);
  const split = cut.map(([years, code]) => {
    const found = `${plain(times(offer.rate, years))} FTE-years`;
    return { amount: times(offer.rate, years), reasons: [told(code, { measure: offer.line.name, found: shown(found), term: DATA.tender.term })] };
  });
  let left = whole;
  return [{ amount: times(offer.rate, inside), reasons: [] }, ...split].map((part, number) => {
    const own = pence(part.amount), last = number === split.length;
    const worth = last || own > left ? left : own;
    left -= worth;
    return { pence: worth, counted: part.reasons.length ? 0n : worth, reasons: part.reasons };
  });
}

/** All commitments of an offer, valued together: what counts, what was offered, and why not. */
function reckon(offers) {
  const offered = new Map();
  for (const offer of offers) {
    if (!offer.key) continue;
    if (!offered.has(offer.key)) offered.set(offer.key, new Set());
    offered.get(offer.key).add(offer.line.number);
  }
  const lines = offers.map((offer) => {
    const parts = partsOf(offer, reasons(offer, offered));
    return {
      offer, parts, reasons: parts.flatMap((part) => part.reasons),
      pence: parts.reduce((sum, part) => sum + part.counted, 0n),
      submitted: parts.reduce((sum, part) => sum + part.pence, 0n),
    };
  });
  return {
    lines, cautions: cautions(offers),
    total: lines.reduce((sum, each) => sum + each.pence, 0n),
    submitted: lines.reduce((sum, each) => sum + each.submitted, 0n),
  };
}

/** What may be counted twice and is not known to be: each with the commitments concerned. */
function cautions(offers) {
  const found = [], seen = new Set(), same = new Map();
  const numbers = (those) => listed(those.map((each) => offers.indexOf(each) + 1));
  const of = (number) => offers.filter((each) => each.line.number === number);
  for (const [stands, falls] of DATA.rules) {
    const those = [...new Set([...of(stands), ...of(falls)])];
    if (seen.has(`${stands} ${falls}`) || !of(stands).length || !of(falls).length) continue;
    seen.add(`${stands} ${falls}`);
    if (those.some((each) => !each.key)) {
      those.sort((a, b) => offers.indexOf(a) - offers.indexOf(b));
      const measures = `${LINES[stands].name} and ${LINES[falls].name}`;
      found.push({ offers: those, ...told("SV601", { lines: numbers(those), measures }) });
    }
  }
  for (const offer of offers.filter((each) => each.key)) {
    const key = `${offer.line.number} ${offer.key}`;
    same.set(key, [...(same.get(key) ?? []), offer]);
  }
  for (const those of same.values()) {
    if (those.length > 1) {
      found.push({ offers: those, ...told("SV602", { lines: numbers(those), measure: those[0].line.name }) });
    }
  }
  return found;
}

/** Names one after another, the last behind "and". */
function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${word("and")} ${names.at(-1)}`;
}

/** What becomes of a commitment, in the words of the field. */
function standing(valued) {
  const [counts, inPart, doesNot, reported] = DATA.standing;
  const first = valued.reasons[0];
  if (!first) return counts;
  if (valued.parts.some((part) => !part.reasons.length)) return inPart;
  return first.code === "SV503" ? reported : `${doesNot}, ${word("because")} ${DATA.said[first.code][1]}`;
}

/** The least more of a measure that brings a sum that is missing; null where none does. */
function reachedBy(line, missing) {
  const { value } = valueAt(line, null);
  if (value === null || !value.n || line.recorded || line.kind === WORDS_ONLY) return null;
  if (line.first_year && line.kind !== TWO_BOXES) return null;
  if (line.kind === YES_OR_NO) return penceOf(YEAR, value) >= missing ? YEAR : null;
  const half = tens(value.d);
  const n = (2n * half * missing - half + 2n * value.n - 1n) / (2n * value.n);
  return line.whole ? { n: (n + 99n) / 100n, d: 0 } : { n, d: 2 };
}

/** What a bidder is told of a measure, and of those that it must not be counted with. */
function guidanceOn(line) {
  const [related, stands, falls] = DATA.related, texts = [...line.told];
  for (const [one, other, why] of DATA.rules) {
    if (one !== line.number && other !== line.number) continue;
    const relation = one === line.number ? filled(stands, { other: LINES[other].code }) : filled(falls, { other: LINES[one].code });
    texts.push(filled(related, { relation, why: DATA.texts[why] }));
  }
  return texts;
}
