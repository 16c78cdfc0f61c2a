// Numbers: whole ones throughout, so that no penny is lost. A number is {n, d}: n ÷ 10^d.

const DATA = JSON.parse(document.getElementById("data").textContent);
const WORDS = DATA.words;

/** A text with what stands in braces filled in. */
function filled(template, fields = {}) {
  return template.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all));
}

/** A string of the page. */
const word = (name, fields) => filled(WORDS[name], fields);

const ZERO = { n: 0n, d: 0 };
const TYPED = new RegExp(`^(?:${DATA.typed.grammar})$`);
const EDGES = new RegExp(`^[${DATA.typed.blanks}]+|[${DATA.typed.blanks}]+$`, "g");

/** A number of the data, exactly. */
function exact(text) {
  const [whole, after = ""] = text.split(".");
  return { n: BigInt(whole + after), d: after.length };
}

const TOO_LARGE = exact(DATA.typed.limit);

/** The number that a person typed, where it can mean one thing alone; else {code}. */
function typedNumber(text) {
  const found = TYPED.exec(text.replace(EDGES, ""));
  if (!found) return { code: "SV904", found: text };
  const digits = found[1].replaceAll(",", "");
  if (digits.length > 100) return { code: "SV301", found: digits };
  const number = exact(digits);
  if (compare(number, TOO_LARGE) >= 0) return { code: "SV303", found: digits };
  return number.d > DATA.typed.decimals ? { code: "SV304", found: digits } : number;
}

const tens = (d) => 10n ** BigInt(d);
const scaled = (number, d) => number.n * tens(d - number.d);

function compare(a, b) {
  const d = Math.max(a.d, b.d), one = scaled(a, d), other = scaled(b, d);
  return one < other ? -1 : one > other ? 1 : 0;
}

const least = (a, b) => (compare(a, b) <= 0 ? a : b);
const times = (a, b) => ({ n: a.n * b.n, d: a.d + b.d });

function minus(a, b) {
  const d = Math.max(a.d, b.d);
  return { n: scaled(a, d) - scaled(b, d), d };
}

/** Without an exponent and without needless zeros. */
function plain(number) {
  const digits = String(number.n).padStart(number.d + 1, "0");
  const at = digits.length - number.d;
  const after = digits.slice(at).replace(/0+$/, "");
  return digits.slice(0, at) + (after ? `.${after}` : "");
}

/** Whole pence of a quantity at a value, half a penny up, rounded once. */
function penceOf(quantity, value) {
  const places = quantity.d + value.d - 2;
  if (places <= 0) return quantity.n * value.n * tens(-places);
  return (2n * quantity.n * value.n + tens(places)) / (2n * tens(places));
}

const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");

/** Pence as people write them. */
function money(pence) {
  return `£${grouped(pence / 100n)}.${String(pence % 100n).padStart(2, "0")}`;
}

/** An amount as people write it: at least two decimals, none cut off. */
function worth(number) {
  const [whole, after = ""] = plain(number).split(".");
  return `£${grouped(whole)}.${after.padEnd(2, "0")}`;
}

/** Pence per £1 of contract value, to two decimals. */
function perPound(pence) {
  const value = exact(DATA.tender.value);
  const hundredths = (2n * pence * 100n * tens(value.d) + value.n) / (2n * value.n);
  return `${plain({ n: hundredths, d: 2 })}p`;
}

/** A text as a reader compares it: capitals, spacing and signs that nobody sees are nothing. */
function asRead(text) {
  const seen = inLower(text).normalize("NFKC").replace(INVISIBLE, "");
  return inLower(seen).normalize("NFKC").split(SPACES).filter(Boolean).join(" ");
}

/** A text without its capitals, in any language. */
const inLower = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

const INVISIBLE = new RegExp(`[${DATA.invisible}]`, "gu");
const SPACES = /[\s\x1c-\x1f\x85]+/u;
