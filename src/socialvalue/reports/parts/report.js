"use strict";
{
const $ = (id) => document.getElementById(id);
const make = (tag, has = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), has);
  made.append(...inside);
  return made;
};
const D = JSON.parse($("data").textContent);
// The fields of a row, in the order in which they are written.
const [OF, THEME, PLACE, GROUP, OWNER, STATE, KIND, UNIT, NC, NV, MET, DAYS, COMMITTED, DUE, REPORTED, VERIFIED, BEYOND, YEARS, CAPPED, UNITS] = Array(20).keys();
const FULL = D.states.length > 0;
const body = (id) => $(id)?.querySelector("tbody");
const rowsOf = (id) => [...(body(id)?.rows ?? [])];
const lines = rowsOf("commitments"), contracts = rowsOf("contracts"), totals = rowsOf("totals"), units = rowsOf("units"), late = rowsOf("late"), queue = rowsOf("queue");
// Rows beside the table of commitments that are of one of them, known by its contract and number.
const keyOf = (row) => `${row.cells[0].textContent}|${row.cells[1].textContent}`;
const [keys, lateKeys, queueKeys] = [lines, late, queue].map((rows) => rows.map(keyOf));
// A browser lays out thousands of rows too slowly to filter them: a table shows its first so many.
const PIECE = 100;

// --- numbers, as Python writes them -------------------------------------------------------
const grouped = (whole) => `${whole}`.replace(/\B(?=(\d{3})+$)/g, ",");
const pounds = (pence) => `£${grouped(Math.floor((pence + 50) / 100))}`;
const exact = (pence) => (pence < 0 ? "-" : "") + `${Math.abs(pence)}`.padStart(3, "0").replace(/(..)$/, ".$1");
const percent = (part, all, none) => {
  if (!all) return none;
  const found = (200n * BigInt(part) + BigInt(all)) / (2n * BigInt(all));
  return `${grouped(part < all && found > 99n ? 99n : found)}%`;
};
const nearest = (above, below) => {
  const twice = 2n * above + below, by = 2n * below;
  return (twice - (((twice % by) + by) % by)) / by;
};
const amount = (parts, of) => {
  if (parts % of === 0n) return grouped(parts / of);
  const found = nearest(100n * parts, of), size = found < 0n ? -found : found;
  return `${found < 0n ? "-" : ""}${grouped(size / 100n)}.${`${size % 100n}`.padStart(2, "0")}`;
};

// --- a row in one year --------------------------------------------------------------------
// Its parts of a unit become pence as all up to the end of the year, less all up to its start.
const isIn = (row, year) => row[YEARS].some((each) => each[0] === year);
function inYear(row, year) {
  if (row[MET] < 0 || !isIn(row, year)) return row;
  const [parts, up, down, ...years] = row[YEARS];
  const of = BigInt(parts), above = 100n * BigInt(up), below = of * BigInt(down);
  const sums = [0n, 0n, 0n, 0n];
  const pence = () => {
    const [committed, due, verified, reported] = sums.map((each) => Number(nearest(each * above, below)));
    return [committed, due, reported, verified, Math.min(verified, row[COMMITTED])];
  };
  for (const [at, ...added] of years) {
    const before = pence();
    added.forEach((each, which) => { sums[which] += BigInt(each); });
    if (at !== year) continue;
    const made = row.slice(), [committed, due, verified, reported] = [0, 1, 2, 3].map((which) => BigInt(added[which] ?? 0));
    [COMMITTED, DUE, REPORTED, VERIFIED, CAPPED].forEach((field, which) => { made[field] = pence()[which] - before[which]; });
    made[UNITS] = [of, committed, due, reported, verified];
    return made;
  }
}
D.rows.forEach((row) => { row[CAPPED] = Math.min(row[COMMITTED], row[VERIFIED]); });
const inYears = {};
const rowsIn = (year) => (year === undefined ? D.rows : (inYears[year] ??= D.rows.map((row) => inYear(row, year))));

// --- what is shown ------------------------------------------------------------------------
const FILTERS = [
  ["directorate", "Directorate", (row, at) => D.contracts[row[OF]][0] === at],
  ["theme", "Theme", (row, at) => row[THEME] === at],
  ["supplier", "Supplier", (row, at) => (row[OWNER] < 0 ? D.contracts[row[OF]][1].includes(at) : row[OWNER] === at)],
  ["period", "Financial year", isIn],
  ["place", "Place", (row, at) => row[PLACE] === at],
  ["status", "Status", (row, at) => row[STATE] === at],
  ["group", "Group of people", (row, at) => row[GROUP] === at],
];
const namesOf = (name) => (name === "status" ? D.states : D.names[name]);
const chosen = {};
const sorted = {};
let shown = D.rows.map((_, at) => at), now = D.rows;
const pieces = {};

const sumsOf = () => ({ pence: Array(6).fill(0), lines: 0, met: 0, due: 0, days: -1, states: {} });
const add = (sums, row) => {
  [row[COMMITTED], row[DUE], row[REPORTED], row[VERIFIED], row[CAPPED], row[BEYOND]].forEach((each, at) => { sums.pence[at] += each; });
  if (row[MET] < 0) return;
  sums.lines += 1;
  sums.met += row[MET];
  sums.due += Math.min(row[VERIFIED], row[DUE]);
  sums.days = Math.max(sums.days, row[DAYS]);
  sums.states[row[STATE]] = (sums.states[row[STATE]] ?? 0) + 1;
};
const put = (cells, from, texts) => texts.forEach((text, at) => {
  if (cells[from + at].textContent !== text) cells[from + at].textContent = text;
});

function recount() {
  const all = sumsOf(), kinds = D.names.kind.map(sumsOf), each = D.contracts.map(sumsOf);
  const counted = D.units.map(() => new Map());
  const seen = new Set(shown.map((at) => keys[at]));
  for (const at of shown) {
    const row = now[at];
    add(all, row);
    add(kinds[row[KIND]], row);
    add(each[row[OF]], row);
    if (row[UNIT] >= 0) {
      const [of, committed, , , verified] = row[UNITS] ?? [BigInt(D.units[row[UNIT]]), BigInt(row[NC]), 0n, 0n, BigInt(row[NV])];
      const [first, second] = counted[row[UNIT]].get(of) ?? [0n, 0n];
      counted[row[UNIT]].set(of, [first + committed, second + verified]);
    }
  }
  putBars(all);
  [...kinds, all].forEach((sums, at) => putTotals(totals[at], sums));
  const left = new Set(shown.map((at) => D.rows[at][OF]));
  if (shown.length === D.rows.length) contracts.forEach((_, at) => left.add(at));
  draw("contracts", contracts, [...contracts.keys()].filter((at) => left.has(at)), (at) => putContract(contracts[at].cells, each[at]));
  units.forEach((line, at) => {
    const found = [0, 1].map((which) => [...counted[at]].reduce(([above, below], [of, held]) => [above * of + held[which] * below, below * of], [0n, 1n]));
    line.hidden = found.every(([parts]) => !parts);
    put(line.cells, 2, found.map(([parts, of]) => amount(parts, of)));
  });
  draw("late", late, [...late.keys()].filter((at) => seen.has(lateKeys[at])));
  draw("queue", queue, [...queue.keys()].filter((at) => seen.has(queueKeys[at])));
  draw("commitments", lines, shown, putLine);
  const ofYear = "period" in chosen ? ` Totals, contracts, units and commitments have the amounts of ${D.names.period[chosen.period]} alone; everything else is as at the day of this report.` : "";
  const asked = FILTERS.filter(([name]) => name in chosen);
  const by = asked.map(([name, label]) => `${label}: ${namesOf(name)[chosen[name]]}. `).join("");
  // On paper nothing else tells that these are not all.
  $("status").classList.toggle("screen", !by);
  $("status").textContent = `${grouped(shown.length)} of ${grouped(lines.length)} rows of commitments shown, in ${left.size} of ${contracts.length} contracts.${by && ` ${by}The sentences at the top are of all contracts.`}${ofYear}`;
}

// The amounts of a commitment: those of a year, and else those that Python wrote.
const QUANTITIES = 5, wrote = {};
function putLine(at) {
  const cells = lines[at].cells, row = now[at];
  if (!row[UNITS] && !(at in wrote)) return;
  const kept = (each) => (FULL ? each : [each[0], each[1], each[3]]);
  wrote[at] ??= [...cells].slice(QUANTITIES, QUANTITIES + (FULL ? 8 : 6)).map((each) => each.textContent);
  if (!row[UNITS]) return put(cells, QUANTITIES, wrote[at]);
  const [of, ...amounts] = row[UNITS];
  const said = kept(amounts).map((parts, which) => (wrote[at][which] === "–" ? "–" : /^(yes|no)$/.test(wrote[at][which]) ? (parts ? "yes" : "no") : amount(parts, of)));
  put(cells, QUANTITIES, [...said, ...kept([COMMITTED, DUE, REPORTED, VERIFIED]).map((field) => pounds(row[field]))]);
}

function putBars({ pence: [committed, due, reported, verified, capped] }) {
  const amounts = FULL ? [committed, due, reported, capped] : [committed, due, capped];
  const most = Math.max(...amounts) || 1;
  document.querySelectorAll(".bars dd").forEach((each, at) => {
    each.querySelector("rect").setAttribute("width", `${Math.round((100 * amounts[at]) / most)}`);
    each.querySelector("span").textContent = pounds(amounts[at]);
  });
}

function putTotals(line, { pence: [committed, due, reported, verified, capped, beyond] }) {
  const amounts = [committed, due, ...(FULL ? [reported] : []), verified, capped].map(pounds);
  put(line.cells, 1, [...amounts, percent(capped, committed, "no commitment"), percent(verified, committed, "no commitment"), pounds(beyond)]);
}

function putContract(cells, { pence: [committed, due, reported, verified], ...sums }) {
  const first = [`${sums.met} of ${sums.lines}`, pounds(committed), pounds(due)];
  if (!FULL) return put(cells, 4, [...first, pounds(verified)]);
  const state = Object.keys(sums.states).map(Number).sort((a, b) => a - b)[0];
  const status = state === undefined ? "– No commitment" : `${D.states[state]} (${sums.states[state]})`;
  return put(cells, 4, [...first, pounds(reported), pounds(verified), percent(sums.due, due, "–"), sums.days < 0 ? "–" : `${sums.days}`, status]);
}

// The rows of a table that are left, in their order: as many as are shown at once.
function draw(id, rows, left, before) {
  const table = body(id);
  if (!table) return;
  if (before && sorted[id]) left.forEach(before);
  const order = sorted[id] ? inOrder(id, rows, left) : left;
  const drawn = order.slice(0, (pieces[id] ?? 1) * PIECE);
  if (before && !sorted[id]) drawn.forEach(before);
  table.replaceChildren(...drawn.map((at) => rows[at]));
  const more = $(`more-${id}`);
  more.hidden = drawn.length === order.length;
  more.textContent = `Show ${PIECE} more of ${grouped(order.length - drawn.length)}`;
}

function show() {
  const asked = FILTERS.filter(([name]) => name in chosen);
  now = rowsIn(chosen.period);
  shown = D.rows.flatMap((row, at) => (asked.every(([name, , fits]) => fits(row, chosen[name])) ? [at] : []));
  Object.keys(pieces).forEach((id) => delete pieces[id]);
  recount();
}

// --- sorting ------------------------------------------------------------------------------
const collator = new Intl.Collator("en-GB", { numeric: true });
const KEYS = {
  t: (text) => text,
  n: (text) => Number.parseFloat(text.replace(/[£,%]/g, "")),
  d: (text) => Date.parse(`${text.split(" (")[0]} UTC`),
  s: (text) => D.states.findIndex((each) => text.startsWith(each)),
};
function inOrder(id, held, which) {
  const { column, down } = sorted[id];
  const kind = $(id).querySelector("table").dataset.sorts[column];
  const keyed = [...which].map((at) => [at, KEYS[kind](held[at].cells[column].textContent)]);
  const compare = kind === "t" ? collator.compare : (a, b) => (Number.isNaN(a) ? -1e300 : a) - (Number.isNaN(b) ? -1e300 : b);
  keyed.sort(([a, one], [b, other]) => (down ? -1 : 1) * compare(one, other) || a - b);
  return keyed.map(([at]) => at);
}

function sortable(id) {
  $(id)?.querySelectorAll("thead th").forEach((head, column) => {
    const button = make("button", { type: "button", onclick: () => sort(id, column) }, head.textContent);
    head.replaceChildren(button);
  });
}

function sort(id, column) {
  sorted[id] = { column, down: sorted[id]?.column === column && !sorted[id].down };
  mark(id);
  show();
  remember();
}

function mark(id) {
  $(id)?.querySelectorAll("thead th").forEach((head, at) => {
    head.removeAttribute("aria-sort");
    if (sorted[id]?.column === at) head.setAttribute("aria-sort", sorted[id].down ? "descending" : "ascending");
  });
}

// --- the address --------------------------------------------------------------------------
function remember() {
  const said = new URLSearchParams();
  for (const [name, at] of Object.entries(chosen)) said.set(name, namesOf(name)[at]);
  for (const [id, { column, down }] of Object.entries(sorted)) said.set(`sort-${id}`, `${down ? "-" : ""}${column + 1}`);
  history.replaceState(null, "", `#${said}`);
}

function recall() {
  const said = new URLSearchParams(location.hash.slice(1));
  if (location.hash && !location.hash.includes("=")) return;
  for (const [name] of FILTERS) {
    const at = said.has(name) ? namesOf(name).indexOf(said.get(name)) : -1;
    if (at < 0) delete chosen[name];
    else chosen[name] = at;
    if ($(`f-${name}`)) $(`f-${name}`).value = at < 0 ? "" : `${at}`;
  }
  for (const id of ["contracts", "commitments"]) {
    const column = Math.abs(Number(said.get(`sort-${id}`))) - 1;
    delete sorted[id];
    if (column >= 0 && $(id)?.querySelectorAll("thead th")[column]) sorted[id] = { column, down: said.get(`sort-${id}`)[0] === "-" };
    mark(id);
  }
  show();
}

// --- a table as a file --------------------------------------------------------------------
const cell = (text) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
const COLUMNS = { "committed £": COMMITTED, "due by now £": DUE, "reported £": REPORTED, "verified £": VERIFIED };
function csv() {
  const heads = [...$("commitments").querySelectorAll("thead th")].map((head) => head.textContent);
  const year = "period" in chosen ? [["financial year"], [D.names.period[chosen.period]]] : [[], []];
  shown.forEach(putLine);
  const rows = (sorted.commitments ? inOrder("commitments", lines, shown) : shown).map((at) => {
    const row = now[at], texts = [...lines[at].cells].map((each) => each.textContent);
    const beyond = row[MET] < 0;
    return [...texts.map((text, column) => {
      const field = COLUMNS[heads[column].split(" (commercially sensitive")[0]];
      if (field !== undefined) return exact(beyond && field === VERIFIED ? row[BEYOND] : row[field]);
      return column > 4 && column < 9 ? text.replace(/,/g, "") : text;
    }), ...year[1], D.on, D.audience];
  });
  return [[...heads, ...year[0], "as at", "for"], ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function download() {
  const address = URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" }));
  make("a", { href: address, download: `commitments-${D.on}-${D.audience}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// --- the page -----------------------------------------------------------------------------
function filter([name, label]) {
  const names = namesOf(name), used = names.map((text, at) => [text, at]);
  if (name === "status") {
    const states = new Set(D.rows.map((row) => row[STATE]));
    used.splice(0, used.length, ...used.filter(([, at]) => states.has(at)));
  } else used.sort(([one], [other]) => collator.compare(one, other));
  if (used.length < 2) return [];
  const choice = make("select", { id: `f-${name}`, onchange: () => {
    if (choice.value) chosen[name] = Number(choice.value);
    else delete chosen[name];
    show();
    remember();
  } }, make("option", { value: "" }, "All"), ...used.map(([text, at]) => make("option", { value: `${at}` }, text)));
  return [make("div", {}, make("label", { htmlFor: choice.id }, label), choice)];
}

function start() {
  if (!lines.length) return;
  const clear = make("button", { type: "button", className: "plain", id: "clear", onclick: () => {
    Object.keys(chosen).forEach((name) => delete chosen[name]);
    $("filters").querySelectorAll("select").forEach((each) => { each.value = ""; });
    show();
    remember();
  } }, "Show all");
  $("filters").append(...FILTERS.flatMap(filter), clear);
  $("filters").onsubmit = () => false;
  $("filters").hidden = false;
  if (lines.length > PIECE) document.body.classList.add("long");
  const save = make("button", { type: "button", className: "plain", id: "csv", onclick: download }, "Download these commitments as CSV");
  for (const id of ["contracts", "late", "queue", "commitments"]) {
    const more = make("button", { type: "button", className: "plain", id: `more-${id}`, hidden: true, onclick: () => { pieces[id] = (pieces[id] ?? 1) + 1; recount(); } });
    $(id)?.append(make("p", { className: "screen" }, ...(id === "commitments" ? [save] : []), more));
  }
  ["contracts", "commitments"].forEach(sortable);
  window.onhashchange = recall;
  window.onbeforeprint = () => { ["contracts", "late", "queue", "commitments"].forEach((id) => { pieces[id] = Infinity; }); recount(); };
  window.onafterprint = show;
  // An address such as #commitments leads to a place of the page, and to no view.
  if (location.hash.includes("=")) recall();
  else show();
}
start();
}
