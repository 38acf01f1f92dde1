/**
 * `node tools/draw-icons.mjs`: draws the pictures that phones show for the installed crew page, from the same shapes as
 * `public/icon.svg` (a one and a three), into `public/`. PNG, written by hand: they are rectangles.
 */
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const GROUND = [0x11, 0x16, 0x1d, 255];
const RED = [0xf6, 0x6a, 0x5a, 255];
const LIGHT = [0xdc, 0xe3, 0xea, 255];
const NOTHING = [0, 0, 0, 0];
const SIDE = 64;
const CORNER = 12;
/** x, y, width, height, colour, on a square of 64. */
const BARS = [
  [14, 18, 10, 30, RED],
  [32, 18, 18, 7, LIGHT],
  [32, 29.5, 18, 7, LIGHT],
  [32, 41, 18, 7, LIGHT],
];

/** Return a colour at a place; `full` leaves no corner out and draws smaller, for phones that cut their own shape. */
function colourAt(x, y, full) {
  const shrink = full ? 1.25 : 1;
  const [u, v] = [(x - SIDE / 2) * shrink + SIDE / 2, (y - SIDE / 2) * shrink + SIDE / 2];
  const bar = BARS.find(([left, top, width, height]) => u >= left && u < left + width && v >= top && v < top + height);
  if (bar !== undefined) return bar[4];
  const away = (at) => Math.max(CORNER - at, at - (SIDE - CORNER), 0);
  return full || Math.hypot(away(x), away(y)) <= CORNER ? GROUND : NOTHING;
}

function png(pixels, full) {
  const rows = [];
  for (let y = 0; y < pixels; y++) {
    const row = [0];
    for (let x = 0; x < pixels; x++) {
      row.push(...colourAt(((x + 0.5) * SIDE) / pixels, ((y + 0.5) * SIDE) / pixels, full));
    }
    rows.push(Buffer.from(row));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits, red green blue alpha
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(body.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

const pictures = { "icon-192.png": [192, false], "icon-512.png": [512, false], "icon-full-512.png": [512, true] };
for (const [name, [pixels, full]] of Object.entries(pictures)) {
  writeFileSync(new URL(`../public/${name}`, import.meta.url), png(pixels, full));
}
