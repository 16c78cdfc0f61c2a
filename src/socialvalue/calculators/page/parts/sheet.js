// The offer as a workbook: the names, figures and formulas of the one that goes out.

const SHEET = DATA.sheet;
const FIRST = SHEET.first;
const LOOKS = ["plain", "heading", "title", "label", "number", "words", "pounds", "value", "amount", "pence", "said"];
const FORMATS = { number: 4, words: 49, pounds: 170, value: 171, amount: 172, pence: 173 };
const NUMBER_FORMATS = { 170: '"£"#,##0.00', 171: '"£"#,##0.00########', 172: "#,##0.00##", 173: '0.00"p"' };
const OPEN = "http://schemas.openxmlformats.org/";
const MAIN = `${OPEN}spreadsheetml/2006/main`;
const LINKS = `${OPEN}officeDocument/2006/relationships`;
const KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A text as XML holds it: signs that XML has not are escaped as spreadsheets do. */
function escaped(text) {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}_`)
    .replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A column's letters; columns count from 1. */
function letters(column) {
  return column > 26 ? letters(Math.floor((column - 1) / 26)) + letters(((column - 1) % 26) + 1) : String.fromCharCode(64 + column);
}

const style = (look) => ` s="${LOOKS.indexOf(look)}"`;
const textCell = (at, text, look = "plain") => `<c r="${at}"${style(look)} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
const numberCell = (at, number, look = "plain") => `<c r="${at}"${style(look)}><v>${number}</v></c>`;
const emptyCell = (at, look) => `<c r="${at}"${style(look)}/>`;

/** A cell with a formula (an empty one shares that of the column) and what it comes to. */
function formulaCell(at, formula, shared, cached, look) {
  const kind = typeof cached === "string" ? ' t="str"' : "";
  const held = typeof cached === "string" ? escaped(cached) : String(cached);
  return `<c r="${at}"${style(look)}${kind}><f${shared}>${escaped(formula.replace(/^=/, ""))}</f><v>${held}</v></c>`;
}

/** What a sheet says of a row, and what it makes of it, in its own few words. */
function sheetRow(row) {
  const said = SHEET.messages, found = (message) => ({ message, counted: 0n, quantity: "" });
  const { line } = row, words = row.words.trim() !== "";
  if (line.kind === WORDS_ONLY) return found("");
  const missing = line.asks && !words ? said.no_words : "";
  if (!row.first.trim() && !row.second.trim()) return found(words ? said.no_figure : "");
  if (line.kind === YES_OR_NO) return { message: missing, counted: row.first === "Yes" && !missing ? 100n : 0n, quantity: "" };
  const [first, second] = [typedNumber(row.first), line.kind === ONE_BOX ? ONE : typedNumber(row.second)].map(stored);
  if (!first) return found(said.no_number);
  if (!second) return found(said.no_second);
  const billion = { n: 10n ** 9n, d: 0 };
  if (compare(first, billion) > 0 || (compare(second, billion) > 0)) return found(said.much);
  if (first.d > 2 || second.d > 2) return found(said.decimals);
  if (line.kind === PEOPLE && first.d) return found(said.no_whole);
  const figures = figuresOf(line.figures);
  if (compare(line.kind === ONE_BOX ? ZERO : second, exact(figures.longest)) > 0) return found(said.long);
  const units = scaled(first, 2) * (line.kind === ONE_BOX ? 1n : scaled(second, 2));
  if (units > BigInt(figures.most)) return found(said.much);
  if (missing) return found(missing);
  const cap = BigInt(figures.cap), years = scaled(second, 2);
  const counted = scaled(first, 2) * (line.kind === ONE_BOX ? 1n : years < cap ? years : cap);
  return { message: "", counted, quantity: plain(times(first, second)), line };
}

const ONE = { n: 1n, d: 0 };
/** A number as it is stored in a cell; null where a text is kept instead. */
const stored = (number) => (number.code || plain(number).replace(".", "").length > 15 ? null : exact(plain(number)));

/** Pence by the sheet's formula. */
function sheetPence(line, counted) {
  const figure = (name) => BigInt(line.figures[SHEET.figures.indexOf(name)]);
  return (counted * figure("high") + (counted * figure("low") + figure("half")) / figure("split")) / figure("drop");
}

/** The cells of a row in a table; `row` is null where nothing stands there. */
function tableRow(at, row, more, last) {
  const line = row ? row.line : null;
  const made = row ? sheetRow(row) : { message: "", counted: 0n, quantity: "" };
  const pence = line ? sheetPence(line, made.counted) : 0n;
  const known = line ? { codes: line.code, titles: line.title, units: line.counted_in, values: line.value } : {};
  const cached = { messages: made.message, counted: made.counted, pence, pounds: plain({ n: pence, d: 2 }), quantities: made.quantity };
  const looks = { quantities: "amount", pounds: "pounds" };
  return SHEET.columns.map(([name], column) => {
    const spot = letters(column + 1) + at;
    const shared = (index) => (at === FIRST ? ` t="shared" ref="${letters(column + 1)}${FIRST}:${letters(column + 1)}${last}" si="${index}"` : ` t="shared" si="${index}"`);
    const master = (formula) => (at === FIRST ? formula : "");
    if (name in SHEET.formulas) {
      const held = name === "messages" || cached[name] === "" ? cached[name] : Raw(cached[name]);
      return formulaCell(spot, master(filled(SHEET.formulas[name], SHEET.messages)), shared(column), held, looks[name] ?? "plain");
    }
    const figure = line && SHEET.figures.includes(name) ? line.figures[SHEET.figures.indexOf(name)] : null;
    const value = figure ?? known[name];
    if (more && (SHEET.figures.includes(name) || ["titles", "units", "values"].includes(name))) {
      const number = figure !== null || (name === "values" && value);
      const held = !line ? "" : number ? Raw(value) : name === "values" ? SHEET.reported : value;
      return formulaCell(spot, master(filled(SHEET.looked_up, { name })), shared(column), held, name === "values" ? "value" : "plain");
    }
    if (figure !== null) return numberCell(spot, figure);
    if (name === "values") return value ? numberCell(spot, value, "value") : textCell(spot, line ? SHEET.reported : "");
    if (name === "codes" && more) return value ? textCell(spot, value, "words") : emptyCell(spot, "words");
    if (name in known) return textCell(spot, value);
    return boxCell(spot, name, row, line);
  }).join("");
}

/** A number that is put into a cell as it is. */
const Raw = (number) => ({ toString: () => String(number) });

/** A box that a bidder fills in; a number is stored as one where it can be read. */
function boxCell(at, name, row, line) {
  const look = name === "first" || name === "second" ? "number" : "words";
  if (line && line.missing.includes(name)) return emptyCell(at, "plain");
  const text = row ? row[name] : "";
  if (!text.trim()) return emptyCell(at, look);
  const number = look === "number" && line.kind !== YES_OR_NO ? stored(typedNumber(text)) : null;
  return number ? numberCell(at, plain(number), look) : textCell(at, text, look);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const sheetXml = (inside) => `${XML}<worksheet xmlns="${MAIN}">${inside}</worksheet>`;

/** How many lines a text takes in a column, which is wider than so many of its signs. */
function linesOf(text, width) {
  let lines = 0;
  for (const part of text.split("\n")) {
    let used = 0;
    lines += 1;
    for (const word of part.split(" ")) {
      if (used && used + 1 + word.length > width - 2) { lines += 1; used = 0; }
      used += (used ? 1 : 0) + word.length;
      for (; used > width - 2; used -= width - 2) lines += 1;
    }
  }
  return Math.min(lines, 25);
}

/** A locked sheet: widths of its columns (below zero where hidden); the cells of its rows, and how many lines high, by their numbers. */
function lockedSheet(widths, rows, { view = "", rules = [] } = {}) {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${Math.abs(width) + 0.7109375}" customWidth="1"${width < 0 ? ' hidden="1"' : ""}/>`);
  const lines = [...rows].sort(([one], [other]) => one - other).map(([at, [cells, high]]) => `<row r="${at}"${high ? ` ht="${16.5 * high}" customHeight="1"` : ""}>${cells}</row>`);
  const taken = rules.length ? `<dataValidations>${rules.join("")}</dataValidations>` : "";
  return sheetXml(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"${view || "/"}>${view && "</sheetView>"}</sheetViews><cols>${columns.join("")}</cols><sheetData>${lines.join("")}</sheetData><sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>${taken}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>`);
}

/** What a box takes; another entry is refused. */
const ruled = (at, kind, said, ...bounds) => `<dataValidation type="${kind}" allowBlank="1" showInputMessage="1" showErrorMessage="1"${said} sqref="${at}">${bounds.map((each, number) => `<formula${number + 1}>${escaped(String(each))}</formula${number + 1}>`).join("")}</dataValidation>`;
const listRule = (at, list) => ruled(at, "list", "", list);

/** What the boxes of a row take. */
function rulesOf(at, line) {
  const spot = (name) => letters(SHEET.columns.findIndex(([each]) => each === name) + 1) + at;
  const answers = [spot("community"), ...(line && line.kind === YES_OR_NO ? [spot("first")] : [])].map((each) => listRule(each, '"Yes,No"'));
  const counted = line && ![WORDS_ONLY, YES_OR_NO].includes(line.kind) ? line.boxes : [];
  const [title, text] = SHEET.refused;
  return [...answers, ...counted.map((box, number) => {
    const most = number && line.kind === TWO_BOXES ? DATA.tender.years : line.limit;
    const said = ` errorTitle="${escaped(title)}" error="${escaped(filled(text, { box, most }).slice(0, 255))}"`;
    return ruled(spot(["first", "second"][number]), "decimal", said, 0, most);
  })];
}

/** How many lines high a row is. */
function highest(row) {
  const { title, counted_in, value } = row.line, said = { ...row, titles: title, units: counted_in, values: value ? "" : SHEET.reported };
  return Math.max(...SHEET.columns.map(([name, , width]) => (typeof said[name] === "string" ? linesOf(said[name], width) : 1)));
}

/** A sheet with a table: what stands above it, by row, and its rows; codes to choose from lie beside it. */
function tableSheet(above, rows, more, codes = []) {
  const last = FIRST + rows.length - 1, side = letters(SHEET.columns.length + 2);
  const head = SHEET.columns.map(([, heading], at) => textCell(`${letters(at + 1)}${FIRST - 1}`, heading, "heading")).join("");
  const held = new Map([...above.map((cells, at) => [at + 1, [cells]]), [FIRST - 1, [head, 4]]]);
  rows.forEach((row, at) => held.set(FIRST + at, [tableRow(FIRST + at, row, more, last), row ? highest(row) : 0]));
  codes.forEach((code, at) => {
    const [cells, high] = held.get(at + 1) ?? [""];
    held.set(at + 1, [cells + textCell(`${side}${at + 1}`, code), high]);
  });
  const marked = rows.some((row) => row?.carried);
  const widths = SHEET.columns.map(([name, , width, hidden]) => (hidden && !(marked && name === "carried") ? -width : width));
  return lockedSheet(more ? [...widths, 10, -10] : widths, held, {
    view: `${more ? "" : ' tabSelected="1"'}><pane xSplit="2" ySplit="${FIRST - 1}" topLeftCell="C${FIRST}" activePane="bottomRight" state="frozen"/>`,
    rules: rows.flatMap((row, at) => [
      ...(codes.length ? [listRule(`A${FIRST + at}`, `$${side}$1:$${side}$${codes.length}`)] : []),
      ...rulesOf(FIRST + at, more ? null : row.line),
    ]),
  });
}

const textRow = (at, column, text, width) => [at, [textCell(column + at, text), linesOf(text, width)]];

/** What is to be known first, as the page says it. */
const firstWords = () => [word("print_foot", { tender: DATA.tender.title, fingerprint: DATA.short }), ...[...document.querySelectorAll(".how li:not(.here)")].map((each) => each.textContent)];

/** The row in which the declaration begins. */
const declaredAt = () => firstWords().length + 4;

/** The sheet with what is to be known first, and the declaration below it in the words that were confirmed. */
function startSheet({ confirmed, by }) {
  const at = declaredAt(), label = (id) => `▶ ${$(id).labels[0].textContent}`;
  const boxes = [[at + 2, "confirmed", confirmed ? "Yes" : ""], [at + 3, "confirmed-by", by]];
  return lockedSheet([100, 44], new Map([
    [1, [textCell("A1", DATA.tender.title, "title")]], ...firstWords().map((text, number) => textRow(number + 3, "A", text, 100)),
    [at, [textCell(`A${at}`, $("declaration-heading").textContent, "heading")]], textRow(at + 1, "A", $("declared").textContent, 100),
    ...boxes.map(([row, id, text]) => [row, [textCell(`A${row}`, label(id), "label") + (text ? textCell(`B${row}`, text, "words") : emptyCell(`B${row}`, "words"))]]),
  ]), { rules: [listRule(`B${at + 2}`, '"Yes"')] });
}

/** The sheet with what counts under each measure. */
function guidanceSheet() {
  const rows = [[1, [textCell("A1", SHEET.guidance, "title")]]];
  let at = 3;
  for (const line of LINES) {
    rows.push([at, [textCell(`A${at}`, line.code, "heading") + textCell(`B${at}`, line.title, "heading")]]);
    for (const text of guidanceOn(line)) rows.push(textRow(++at, "B", text, 110));
    at += 2;
  }
  if (DATA.rights) rows.push(textRow(at, "B", DATA.rights, 110));
  return lockedSheet([12, 110], new Map(rows));
}

/** What stands above the offer's table: the organisation, and what the offer comes to. */
function aboveOffer(bidder, rows, { confirmed }) {
  const made = rows.map((row) => ({ row, ...sheetRow(row) }));
  const total = made.reduce((sum, each) => sum + sheetPence(each.row.line, each.counted), 0n);
  const looked = made.filter((each) => each.message).length;
  const marked = rows.filter((row) => row.carried).length;
  const below = DUE === null || total >= DUE ? word("sheet_reached", { target: DATA.tender.target }) : word("sheet_below", { pounds: money(DUE - total), target: DATA.tender.target });
  const check = !bidder ? word("sheet_no_bidder") : looked ? word("sheet_look", { count: looked }) : marked ? word("sheet_marked", { count: marked }) : word(confirmed ? "sheet_ready" : "sheet_undeclared");
  const value = Number(total) / Number(DATA.tender.value);
  const cached = [Raw(plain({ n: total, d: 2 })), Raw(value), ...(DUE === null ? [] : [below]), check];
  return [
    textCell("A1", word("sheet_title", { tender: DATA.tender.title }), "title"),
    textCell("A2", word("sheet_bidder"), "label") + (bidder ? textCell("C2", bidder, "words") : emptyCell("C2", "words")),
    ...SHEET.sums.map(([label, formula, look], at) => textCell(`A${at + 3}`, label, "label") + formulaCell(`C${at + 3}`, formula, "", cached[at], look)),
  ];
}

function stylesXml() {
  const font = (size, bold) => `<font>${bold ? "<b/>" : ""}<sz val="${size}"/><name val="Arial"/></font>`;
  const fonts = { plain: 0, heading: 1, label: 1, title: 2 };
  const looks = LOOKS.map((look) => {
    const box = look === "number" || look === "words", wraps = !["title", "label", "said"].includes(look);
    return `<xf numFmtId="${FORMATS[look] ?? 0}" fontId="${fonts[look] ?? 0}" fillId="${box ? 2 : 0}" borderId="${box ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"${look === "words" ? ' quotePrefix="1"' : ""}><alignment vertical="top"${wraps ? ' wrapText="1"' : ""}/>${box ? '<protection locked="0"/>' : ""}</xf>`;
  });
  const formats = Object.entries(NUMBER_FORMATS).map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${escaped(code)}"/>`);
  const fill = (inside) => `<fill><patternFill ${inside}</fill>`;
  const side = (name) => `<${name} style="thin"><color auto="1"/></${name}>`;
  return `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${formats.join("")}</numFmts><fonts>${font(12)}${font(12, true)}${font(16, true)}</fonts><fills>${fill('patternType="none"/>')}${fill('patternType="gray125"/>')}${fill('patternType="solid"><fgColor rgb="FFFFF8E1"/><bgColor indexed="64"/></patternFill>')}</fills><borders><border><left/><right/><top/><bottom/><diagonal/></border><border>${["left", "right", "top", "bottom"].map(side).join("")}<diagonal/></border></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs>${looks.join("")}</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** The parts of a workbook, by their names. */
function workbookParts(sheets) {
  const [start, offer, more, , hidden] = SHEET.names;
  const range = (sheet, column, rows) => `'${sheet}'!$${letters(column)}$${FIRST}:$${letters(column)}$${FIRST + rows - 1}`;
  const declared = (row) => `'${start}'!$B$${row}:$B$${row}`;
  const names = { sv_confirmed: declared(declaredAt() + 2), sv_confirmed_by: declared(declaredAt() + 3), sv_bidder: `'${offer}'!$C$2:$C$2`, sv_fingerprint: `'${hidden}'!$A$1:$A$1`, sv_facts: `'${hidden}'!$A$2:$A$4`, sv_measures: `'${hidden}'!$A$5:$A$${LINES.length + 4}` };
  SHEET.columns.forEach(([name], at) => {
    names[`sv_${name}`] = range(offer, at + 1, LINES.length);
    names[`sv_more_${name}`] = range(more, at + 1, SHEET.more);
  });
  const defined = Object.keys(names).sort().map((name) => `<definedName name="${name}">${escaped(names[name])}</definedName>`);
  const titles = [1, 2].map((at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${SHEET.names[at]}'!$${FIRST - 1}:$${FIRST - 1}</definedName>`);
  const state = (name) => (name === hidden ? ' state="hidden"' : "");
  const listed = SHEET.names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state(name)} r:id="rId${at + 1}"/>`);
  const links = SHEET.names.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${LINKS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`);
  const kinds = SHEET.names.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${KINDS}.worksheet+xml"/>`);
  const related = (inside) => `${XML}<Relationships xmlns="${OPEN}package/2006/relationships">${inside}</Relationships>`;
  return {
    "[Content_Types].xml": `${XML}<Types xmlns="${OPEN}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KINDS}.sheet.main+xml"/>${kinds.join("")}<Override PartName="/xl/styles.xml" ContentType="${KINDS}.styles+xml"/></Types>`,
    "_rels/.rels": related(`<Relationship Id="rId1" Type="${LINKS}/officeDocument" Target="xl/workbook.xml"/>`),
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><bookViews><workbookView activeTab="1"/></bookViews><sheets>${listed.join("")}</sheets><definedNames>${[...titles, ...defined].join("")}</definedNames><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`,
    "xl/_rels/workbook.xml.rels": related(`${links.join("")}<Relationship Id="rId9" Type="${LINKS}/styles" Target="styles.xml"/>`),
    "xl/styles.xml": stylesXml(),
    ...Object.fromEntries(sheets.map((xml, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
  };
}

/** An offer as a workbook: the first commitment of each measure, and the others beside them. */
function workbookOf(bidder, rows, declared = {}) {
  const first = LINES.map((line) => rows.find((row) => row.line === line) ?? emptyRow(line));
  const others = rows.filter((row) => !first.includes(row)).slice(0, SHEET.more);
  const spare = Array.from({ length: SHEET.more - others.length }, () => null);
  const above = [textCell("A1", word("sheet_more"), "title"), textCell("A2", word("sheet_more_how"))];
  const codes = LINES.filter((line) => ![WORDS_ONLY, YES_OR_NO].includes(line.kind)).map((line) => line.code);
  const held = [[DATA.fingerprint], [String(DATA.version)], [DATA.tender.title], [SHEET.sets], ...LINES.map((line) => [line.code, line.measure, line.sort])];
  const data = sheetXml(`<sheetData>${held.map((cells, row) => `<row r="${row + 1}">${cells.map((text, at) => textCell(letters(at + 1) + (row + 1), text)).join("")}</row>`).join("")}</sheetData>`);
  return zipped(workbookParts([
    startSheet(declared),
    tableSheet(aboveOffer(bidder, [...first, ...others], declared), first, false),
    tableSheet(above, [...others, ...spare], true, codes),
    guidanceSheet(),
    data,
  ]));
}
