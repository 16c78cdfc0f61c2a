"use strict";
{
const $ = (id) => document.getElementById(id);
const D = JSON.parse($("data").textContent);
// The fields of a row, in the order in which they are written; the last four are worked out here.
const [OF, THEME, PLACE, GROUP, OWNER, STATE, KIND, UNIT, NC, NV, MET, DAYS, COMMITTED, DUE, REPORTED, VERIFIED, BEYOND, YEARS, CAPPED, OF_DUE, UNITS, IN_YEAR] = Array(22).keys();
const FULL = D.states.length > 0;
const PENCE = [COMMITTED, DUE, REPORTED, VERIFIED, BEYOND, CAPPED, OF_DUE];
const AMOUNTS = FULL ? [COMMITTED, DUE, REPORTED, VERIFIED] : [COMMITTED, DUE, VERIFIED];
// Where the amounts of a commitment begin, in units and then in pounds.
const FROM = 5, TO = FROM + AMOUNTS.length;

// --- numbers, as Python writes them -------------------------------------------------------
const grouped = (whole) => `${whole}`.replace(/\B(?=(\d{3})+$)/g, ",");
const pounds = (pence) => `£${grouped(Math.floor((pence + 50) / 100))}`;
const poundsOf = (row) => AMOUNTS.map((field) => pounds(row[field]));
const hundredths = (whole) => `${whole}`.replace(/\d+/, (digits) => digits.padStart(3, "0")).replace(/..$/, ".$&");
const nearest = (above, below) => {
  const twice = 2n * above + below, by = 2n * below;
  return (twice - (((twice % by) + by) % by)) / by;
};
const percent = (part, all, none) => {
  if (!all) return none;
  const found = nearest(100n * BigInt(part), BigInt(all));
  return `${grouped(part < all && found > 99n ? 99n : found)}%`;
};
const amount = (parts, of) => {
  if (parts % of === 0n) return grouped(parts / of);
  const [whole, part] = hundredths(nearest(100n * parts, of)).split(".");
  return `${grouped(whole)}.${part}`;
};

// --- a row in one year --------------------------------------------------------------------
const finish = (row, of, ...parts) => {
  row[CAPPED] ??= Math.min(row[COMMITTED], row[VERIFIED]);
  row[OF_DUE] = Math.min(row[DUE], row[VERIFIED]);
  row[UNITS] = [of, ...parts].map(BigInt);
};
D.rows.forEach((row) => finish(row, D.units[row[UNIT]] ?? 1, row[NC], 0, 0, row[NV]));
const isIn = (row, year) => row[YEARS].some((each) => each[0] === year);
// Parts of a unit become pence as all up to the end of the year, less all up to its start.
const inYear = (row, year) => {
  if (row[MET] < 0 || !isIn(row, year)) return row;
  const [of, up, down, ...years] = row[YEARS], made = row.slice(), sums = [0n, 0n, 0n, 0n];
  const pence = () => {
    const found = sums.map((parts) => Number(nearest(100n * parts * BigInt(up), BigInt(of) * BigInt(down))));
    return [...found, Math.min(found[3], row[COMMITTED])];
  };
  for (const [at, ...added] of years) {
    const before = pence();
    added.forEach((parts, which) => { sums[which] += BigInt(parts); });
    if (at !== year) continue;
    pence().forEach((found, which) => { made[[COMMITTED, DUE, REPORTED, VERIFIED, CAPPED][which]] = found - before[which]; });
    finish(made, of, ...[0, 0, 0, 0].map((none, which) => added[which] ?? none));
    made[IN_YEAR] = true;
  }
  return made;
};
const inYears = { undefined: D.rows };
const rowsIn = (year) => (inYears[year] ??= D.rows.map((row) => inYear(row, Number(year))));

// --- the tables ---------------------------------------------------------------------------
// A browser lays out thousands of rows too slowly to filter them: at first a table shows a few.
const FEW = 50, MORE = 200;
const headsOf = (id) => [...($(id)?.querySelectorAll("thead th") ?? [])];
const rowsOf = (id) => [...($(id)?.querySelector("tbody").rows ?? [])];
const textsOf = (row) => (row.texts ??= [...row.cells].map((each) => each.textContent));
const totals = rowsOf("totals"), units = rowsOf("units");
const TABLES = {};
for (const id of ["contracts", "late", "queue", "commitments"]) TABLES[id] = { rows: rowsOf(id), more: $(`more-${id}`) };
const { contracts, late, queue, commitments } = TABLES, EVERY = Object.values(TABLES);
// Rows beside the table of commitments that are of one of them, known by its contract and number.
for (const each of [late, queue, commitments]) each.keys = each.rows.map((row) => textsOf(row).slice(0, 2).join("|"));
let shown, now, sums;

const put = (row, texts, from = 0) => texts.forEach((text, at) => {
  const cell = row.cells[from + at];
  if (cell.textContent !== text) cell.textContent = text;
});

const sayAs = (wrote, parts, of) => (wrote === "–" ? wrote : /^(yes|no)$/.test(wrote) ? (parts ? "yes" : "no") : amount(parts, of));
commitments.texts = (at) => {
  const wrote = textsOf(commitments.rows[at]), row = now[at], [of, ...parts] = row[UNITS];
  if (!row[IN_YEAR]) return wrote;
  const said = AMOUNTS.map((field, which) => sayAs(wrote[FROM + which], parts[field - COMMITTED], of));
  return [...wrote.slice(0, FROM), ...said, ...poundsOf(row), ...wrote.slice(TO + AMOUNTS.length)];
};

const MET_AT = headsOf("contracts").findIndex((each) => each.textContent.startsWith("met"));
contracts.texts = (at) => {
  const wrote = textsOf(contracts.rows[at]), { pence, rows, met, days, state, most } = sums[at];
  const said = [`${met} of ${rows}`, ...poundsOf(pence)];
  if (FULL) said.push(percent(pence[OF_DUE], pence[DUE], "–"), days < 0 ? "–" : `${days}`, rows ? `${D.states[state]} (${most})` : "– No commitment");
  return [...wrote.slice(0, MET_AT), ...said, ...wrote.slice(MET_AT + said.length)];
};

// Rows that are left, in their order: as many as are shown at once.
function draw(table, left) {
  const { rows, texts, more, most = FEW } = table;
  if (!rows.length) return;
  const order = inOrder(table, left), drawn = order.slice(0, most), others = order.length - drawn.length;
  if (texts) drawn.forEach((at) => put(rows[at], texts(at)));
  more.closest("section").querySelector("tbody").replaceChildren(...drawn.map((at) => rows[at]));
  more.hidden = !others;
  more.textContent = `Show ${Math.min(MORE, others)} more of ${grouped(others)}`;
}

// --- what is shown ------------------------------------------------------------------------
const FITS = {
  directorate: (row, at) => D.contracts[row[OF]][0] === at,
  theme: (row, at) => row[THEME] === at,
  supplier: (row, at) => (row[OWNER] < 0 ? D.contracts[row[OF]][1].includes(at) : row[OWNER] === at),
  period: isIn,
  place: (row, at) => row[PLACE] === at,
  status: (row, at) => row[STATE] === at,
  group: (row, at) => row[GROUP] === at,
};
const form = $("filters"), selects = [...form.querySelectorAll("select")];
const chosen = () => selects.filter((each) => each.value);
const wordsOf = (select) => select.selectedOptions[0].text;
const year = () => chosen().find((each) => each.name === "period");

const sumsOf = () => ({ pence: Array(UNITS).fill(0), rows: 0, met: 0, days: -1, state: Infinity, most: 0 });
const add = (held, row) => {
  for (const field of PENCE) held.pence[field] += row[field];
  if (row[MET] < 0) return;
  held.rows += 1;
  held.met += row[MET];
  held.days = Math.max(held.days, row[DAYS]);
  if (row[STATE] < held.state) Object.assign(held, { state: row[STATE], most: 0 });
  if (row[STATE] === held.state) held.most += 1;
};
const count = (held, [of, committed, , , verified]) => {
  const found = held.get(of) ?? held.set(of, [0n, 0n]).get(of);
  found[0] += committed;
  found[1] += verified;
};

function recount() {
  const kinds = totals.map(sumsOf), all = kinds.at(-1), counted = units.map(() => new Map()), left = new Set();
  sums = D.contracts.map(sumsOf);
  for (const at of shown) {
    const row = now[at];
    left.add(row[OF]);
    for (const held of [all, kinds[row[KIND]], sums[row[OF]]]) add(held, row);
    if (row[UNIT] >= 0) count(counted[row[UNIT]], row[UNITS]);
  }
  kinds.forEach((held, at) => putTotals(totals[at], held.pence));
  putBars(all.pence);
  units.forEach((row, at) => putUnits(row, [...counted[at]]));
  const isWhole = shown.length === D.rows.length, seen = new Set(shown.map((at) => commitments.keys[at]));
  draw(contracts, [...contracts.rows.keys()].filter((at) => isWhole || left.has(at)));
  for (const each of [late, queue]) draw(each, [...each.rows.keys()].filter((at) => seen.has(each.keys[at])));
  draw(commitments, shown);
  say(isWhole ? contracts.rows.length : left.size);
}

function say(many) {
  const ofYear = year() ? ` Totals, contracts, units and commitments have the amounts of ${wordsOf(year())} alone; everything else is as at the day of this report.` : "";
  const by = chosen().map((each) => `${each.labels[0].textContent}: ${wordsOf(each)}. `).join("");
  // On paper nothing else tells that these are not all.
  $("status").classList.toggle("screen", !by);
  $("status").textContent = `${grouped(shown.length)} of ${grouped(D.rows.length)} rows of commitments shown, in ${many} of ${contracts.rows.length} contracts.${by && ` ${by}The sentences at the top are of all contracts.`}${ofYear}`;
}

function putTotals(row, pence) {
  const shares = [CAPPED, VERIFIED].map((field) => percent(pence[field], pence[COMMITTED], "no commitment"));
  put(row, [...poundsOf(pence), pounds(pence[CAPPED]), ...shares, pounds(pence[BEYOND])], 1);
}

function putUnits(row, counted) {
  const sum = (which) => counted.reduce(([above, below], [of, found]) => (of === below ? [above + found[which], of] : [above * of + found[which] * below, below * of]), [0n, 1n]);
  const found = [sum(0), sum(1)];
  row.hidden = found.every(([parts]) => !parts);
  put(row, found.map(([parts, of]) => amount(parts, of)), 2);
}

function putBars(pence) {
  const amounts = [...AMOUNTS.slice(0, -1), CAPPED].map((field) => pence[field]), most = Math.max(...amounts) || 1;
  document.querySelectorAll(".bars dd").forEach((each, at) => {
    each.querySelector("rect").setAttribute("width", Math.round((100 * amounts[at]) / most));
    each.querySelector("span").textContent = pounds(amounts[at]);
  });
}

function show() {
  const asked = chosen().map((each) => [FITS[each.name], Number(each.value)]);
  now = rowsIn(year()?.value);
  shown = [...D.rows.keys()].filter((at) => asked.every(([fits, found]) => fits(D.rows[at], found)));
  EVERY.forEach((each) => delete each.most);
  recount();
}

// --- sorting ------------------------------------------------------------------------------
const { compare } = new Intl.Collator("en-GB", { numeric: true });
const ranked = (found) => (Number.isNaN(found) ? -Infinity : found);
const KEYS = {
  n: (text) => ranked(Number.parseFloat(text.replace(/[£,%]/g, ""))),
  d: (text) => ranked(Date.parse(`${text.split(" (")[0]} UTC`)),
  s: (text) => D.states.findIndex((each) => text.startsWith(each)),
};
function inOrder({ texts, sorted }, left) {
  if (!sorted) return left;
  const { column, down, kind } = sorted, key = KEYS[kind], by = key ? (one, other) => one - other : compare;
  const keyed = left.map((at) => [at, key ? key(texts(at)[column]) : texts(at)[column]]);
  keyed.sort(([a, one], [b, other]) => (down ? by(other, one) : by(one, other)) || a - b);
  return keyed.map(([at]) => at);
}

function sortBy(id, column, down) {
  const kind = $(id)?.querySelector("table").dataset.sorts[column];
  TABLES[id].sorted = kind && { column, down, kind };
  headsOf(id).forEach((head, at) => { head.ariaSort = at === column ? (down ? "descending" : "ascending") : null; });
}

// --- the address --------------------------------------------------------------------------
const SORTABLE = ["contracts", "commitments"];
function changed() {
  show();
  const said = new URLSearchParams(chosen().map((each) => [each.name, wordsOf(each)]));
  for (const id of SORTABLE) {
    const { column, down } = TABLES[id].sorted ?? {};
    if (column >= 0) said.set(`sort-${id}`, `${down ? "-" : ""}${column + 1}`);
  }
  history.replaceState(null, "", `#${said}`);
}

function recall() {
  // An address such as #commitments leads to a place of the page, and to no view.
  if (location.hash && !location.hash.includes("=")) return;
  const said = new URLSearchParams(location.hash.slice(1));
  for (const each of selects) {
    each.selectedIndex = Math.max(0, [...each.options].findIndex(({ text }) => text === said.get(each.name)));
  }
  for (const id of SORTABLE) {
    const column = Number(said.get(`sort-${id}`));
    sortBy(id, Math.abs(column) - 1, column < 0);
  }
  show();
}

// --- a table as a file --------------------------------------------------------------------
const quoted = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
// Units without commas, and pounds to the penny.
const csvTexts = (at) => commitments.texts(at).map((text, column) => {
  const row = now[at], field = AMOUNTS[column - TO];
  if (field) return hundredths(row[row[MET] < 0 && field === VERIFIED ? BEYOND : field]);
  return column >= FROM && column < TO ? text.replace(/,/g, "") : text;
});
function csv() {
  const of = (text) => (year() ? [text] : []), named = year() && wordsOf(year());
  const heads = [...headsOf("commitments").map((each) => each.textContent), ...of("financial year"), "as at", "for"];
  return [heads, ...inOrder(commitments, shown).map((at) => [...csvTexts(at), ...of(named), D.on, D.audience])].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function download() {
  const href = URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href, download: `commitments-${D.on}-${D.audience}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

// --- the page -----------------------------------------------------------------------------
function sortable(id) {
  headsOf(id).forEach((head, column) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: head.textContent });
    button.onclick = () => {
      const { sorted } = TABLES[id];
      sortBy(id, column, sorted?.column === column && !sorted.down);
      changed();
    };
    head.replaceChildren(button);
  });
}

SORTABLE.forEach(sortable);
form.hidden = $("csv").hidden = false;
form.onsubmit = () => false;
form.onchange = changed;
$("clear").onclick = () => { form.reset(); changed(); };
$("csv").onclick = download;
for (const each of EVERY) if (each.more) each.more.onclick = () => { each.most = (each.most ?? FEW) + MORE; recount(); };
window.onhashchange = recall;
window.onbeforeprint = () => { EVERY.forEach((each) => { each.most = Infinity; }); recount(); };
window.onafterprint = show;
show();
recall();
}
