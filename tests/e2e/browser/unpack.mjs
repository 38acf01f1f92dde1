// Unpacks what @sparticuz/chromium carries into the folder that is named, the browser itself as `chromium.part`.
import { createReadStream, createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar-fs"; // nothing that it unpacks can leave the folder, nor write through a link

const packed = resolve(import.meta.dirname, "node_modules/@sparticuz/chromium/bin");
const folder = process.argv[2];

const unpack = (name, into) => pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), into);

await unpack("chromium.br", createWriteStream(join(folder, "chromium.part"), { mode: 0o755 }));
for (const name of ["swiftshader.tar.br", "al2023.tar.br", "fonts.tar.br"]) {
  await unpack(name, extract(folder, { chown: false }));
}
