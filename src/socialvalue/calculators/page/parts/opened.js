// An offer that is opened again: from this page, or from the workbook, filled in anywhere.

const DATES = new Set([...Array.from({ length: 9 }, (_, at) => at + 14), 45, 46, 47]);

/** The elements of a part by their local name. */
function xmlOf(text) {
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) throw new Error("a document type");
  const found = new DOMParser().parseFromString(text, "application/xml");
  if (found.getElementsByTagName("parsererror").length) throw new Error("no XML");
  return (name, within = found) => [...within.getElementsByTagNameNS("*", name)];
}

/** `'Your offer'!$F$11:$F$72` as a sheet and its first and last row and column. */
function rangeOf(written) {
  const [, sheet, first, last] = /^(.*)!(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?$/.exec(written.trim()) ?? [];
  if (!sheet) return null;
  const one = spotOf(first), other = spotOf(last ?? first);
  return { sheet: sheet.startsWith("'") ? sheet.slice(1, -1).replaceAll("''", "'") : sheet, row: one.row, column: one.column, last: other.row };
}

function spotOf(address) {
  const [, name, row] = /^\$?([A-Z]+)\$?(\d+)$/.exec(address);
  return { row: Number(row), column: [...name].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) };
}

/** A workbook's named ranges, and a function that gives a cell's text. */
async function openedBook(buffer) {
  const parts = unzipped(buffer);
  const read = async (name) => xmlOf(await (parts.get(name) ?? (() => "<none/>"))());
  if (!parts.has("xl/workbook.xml")) throw new Error("no workbook");
  const [book, links, texts, styles] = await Promise.all(["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"].map(read));
  const targets = new Map(links("Relationship").map((each) => [each.getAttribute("Id"), each.getAttribute("Target")]));
  const shared = texts("si").map((each) => textsIn(texts, each));
  const ways = waysOf(styles), sheets = new Map();
  for (const each of book("sheet")) {
    const target = targets.get(each.getAttributeNS(LINKS, "id") ?? each.getAttribute("r:id")) ?? "";
    const cells = await read(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    sheets.set(each.getAttribute("name"), cellsOf(cells, shared, ways));
  }
  const names = new Map(book("definedName").map((each) => [each.getAttribute("name"), rangeOf(each.textContent)]));
  return { names, at: (sheet, row, column) => sheets.get(sheet)?.get(`${row} ${column}`) ?? "" };
}

/** The runs of a text joined, without what tells how it is spoken. */
function textsIn(all, element) {
  const runs = all("t", element).filter((each) => each.parentNode.localName !== "rPh");
  return runs.map((each) => each.textContent).join("").replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** For each style of a cell, whether a number in it is shown as a date or per cent. */
function waysOf(styles) {
  const own = new Map(styles("numFmt").map((each) => {
    const code = each.getAttribute("formatCode").replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "").toLowerCase();
    return [each.getAttribute("numFmtId"), code.includes("%") ? "percent" : /[dmyh]/.test(code) && !code.includes("general") ? "date" : ""];
  }));
  return styles("cellXfs").flatMap((each) => styles("xf", each)).map((each) => {
    const id = each.getAttribute("numFmtId") ?? "0";
    return own.get(id) ?? (DATES.has(Number(id)) ? "date" : id === "9" || id === "10" ? "percent" : "");
  });
}

/** The texts of a sheet's cells; numbers by the 15 digits that a screen can show. */
function cellsOf(all, shared, ways) {
  const found = new Map();
  for (const cell of all("c")) {
    const kind = cell.getAttribute("t") ?? "n", { row, column } = spotOf(cell.getAttribute("r"));
    const value = all("v", cell)[0]?.textContent ?? "";
    let text = kind === "s" ? shared[Number(value)] ?? "" : kind === "inlineStr" ? textsIn(all, cell) : value;
    if (kind === "b") text = value === "1" ? "TRUE" : "FALSE";
    if (kind === "n" && value) text = numberShown(value, ways[Number(cell.getAttribute("s") ?? "0")]);
    if (text) found.set(`${row} ${column}`, text);
  }
  return found;
}

/** A stored number as the screen shows it; one shown as a date or per cent could mean two. */
function numberShown(value, way) {
  if (way) return filled(DATA.said.SV905[0], { found: value, what: word(way) });
  const number = Number(Number(value).toPrecision(15));
  return Number.isFinite(number) && Math.abs(number) < 1e21 && Math.abs(number) >= 1e-6 ? String(number) : Number(value) === 0 ? "0" : value;
}

/** The organisation and the commitments of a workbook; throws where it is another's. */
async function openedOffer(buffer) {
  const book = await openedBook(buffer);
  const named = (name) => { const at = book.names.get(name); return at ? book.at(at.sheet, at.row, at.column) : ""; };
  const other = named("sv_fingerprint") !== DATA.fingerprint;
  const rows = [], all = [];
  for (const prefix of ["sv_", "sv_more_"]) {
    const codes = book.names.get(`${prefix}codes`);
    for (let row = codes?.row ?? 1; codes && row <= codes.last; row++) {
      const code = book.at(codes.sheet, row, codes.column).trim(), boxes = {};
      for (const box of ["first", "second", "activities", "places", "words", "community", "carried"]) {
        const at = book.names.get(prefix + box);
        boxes[box] = at ? book.at(at.sheet, row, at.column) : "";
      }
      all.push({ code, boxes: { ...boxes, carried: "" } });
      const line = LINES.find((each) => each.code === code);
      if (!line) continue;
      const made = Object.assign(emptyRow(line), boxes);
      if (line.kind === YES_OR_NO) made.first = answerOf(made.first);
      made.community = answerOf(made.community);
      rows.push(made);
    }
  }
  if (!other) return { bidder: named("sv_bidder"), rows, confirmed: answerOf(named("sv_confirmed")) === "Yes", by: named("sv_confirmed_by") };
  const carried = carriedOffer(book, all);
  if (!carried?.rows.length) throw new OtherCalculator(named("sv_fingerprint"));
  return { bidder: named("sv_bidder"), rows: carried.rows, carried };
}

/** Yes or No however it is typed. */
function answerOf(text) {
  return { yes: "Yes", no: "No" }[text.trim().toLowerCase()] ?? "";
}

class OtherCalculator extends Error {
  constructor(found) {
    super("another calculator");
    const short = found.slice(0, 16).toUpperCase().match(/.{1,4}/g);
    this.told = told("SV912", { found: short ? short.join("-") : "none", expected: DATA.short });
  }
}
