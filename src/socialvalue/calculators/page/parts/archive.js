// A .zip, written without packing and read with it: what a workbook is kept in.

const CRC = Uint32Array.from({ length: 256 }, (_, number) => {
  for (let bit = 0; bit < 8; bit++) number = number & 1 ? (number >>> 1) ^ 0xedb88320 : number >>> 1;
  return number;
});

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 255];
  return (crc ^ -1) >>> 0;
}

/** Numbers of 2 or 4 bytes, the least first. */
function packed(...numbers) {
  return numbers.flatMap(([size, number]) => Array.from({ length: size }, (_, at) => (number >>> (8 * at)) & 255));
}

/** An archive of texts by their names; the same texts give the same bytes. */
function zipped(texts) {
  const coder = new TextEncoder(), parts = [], list = [];
  let at = 0;
  for (const [name, text] of Object.entries(texts)) {
    const path = coder.encode(name), bytes = coder.encode(text);
    const sizes = [[4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
    const head = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], ...sizes];
    const local = packed([4, 0x04034b50], ...head);
    list.push(...packed([4, 0x02014b50], [2, 20], ...head, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), ...path);
    parts.push(Uint8Array.from(local), path, bytes);
    at += local.length + path.length + bytes.length;
  }
  const count = Object.keys(texts).length;
  const end = packed([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, list.length], [4, at], [2, 0]);
  return new Blob([...parts, Uint8Array.from(list), Uint8Array.from(end)], { type: XLSX });
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const [MOST_PARTS, MOST_BYTES, MOST_IN_ALL] = [400, 24 * 2 ** 20, 64 * 2 ** 20];

/** The parts of an archive by their names, each a function that gives its text. */
function unzipped(buffer) {
  const view = new DataView(buffer), names = new TextDecoder();
  const end = buffer.byteLength - 22;
  let at = end;
  while (at >= 0 && at > end - 65536 && view.getUint32(at, true) !== 0x06054b50) at--;
  if (at < 0 || view.getUint32(at, true) !== 0x06054b50) throw new Error("no archive");
  const count = view.getUint16(at + 10, true), parts = new Map();
  if (count > MOST_PARTS) throw new Error("too many parts");
  at = view.getUint32(at + 16, true);
  let all = 0;
  for (let number = 0; number < count; number++) {
    const [method, size, whole] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [name, extra, comment] = [28, 30, 32].map((off) => view.getUint16(at + off, true));
    const start = view.getUint32(at + 42, true);
    const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const bytes = new Uint8Array(buffer, data, size);
    all += whole;
    if (whole > MOST_BYTES || all > MOST_IN_ALL) throw new Error("too large");
    parts.set(names.decode(new Uint8Array(buffer, at + 46, name)), () => textOf(bytes, method, whole));
    at += 46 + name + extra + comment;
  }
  return parts;
}

/** One part as a text, never more of it than its own directory states. */
async function textOf(bytes, method, whole) {
  if (method === 0) return new TextDecoder().decode(bytes);
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "", length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > whole) throw new Error("larger than it says");
    text += decoder.decode(value, { stream: true });
  }
}
