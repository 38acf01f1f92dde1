/** `node tools/compare-fold.mjs FILE [STATION]`: prints the verdict of `src/fold/compare.ts` on a recorded run, as one JSON object. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { runnerImport } from "vite";

const lines = [];
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) lines.push(JSON.parse(line));
const { module } = await runnerImport("./src/fold/compare.ts", { configFile: false, logLevel: "error" });
const station = process.argv[3];
const verdict = station === undefined ? module.compare(lines) : module.compareStation(station, lines);
process.stdout.write(JSON.stringify(verdict));
