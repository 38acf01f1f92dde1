// Unpacks what @sparticuz/chromium carries into the folder that is named: `chromium.part`, and archives for make.py.
import { createReadStream, createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const packed = resolve(import.meta.dirname, "node_modules/@sparticuz/chromium/bin");
const folder = process.argv[2];
const files = {
  "chromium.br": "chromium.part",
  "swiftshader.tar.br": "swiftshader.tar",
  "al2023.tar.br": "libraries.tar",
  "fonts.tar.br": "fonts.tar",
};

for (const [name, plain] of Object.entries(files)) {
  await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(join(folder, plain)));
}
