/** `node tools/compare-fold.mjs FILE`: prints the verdict of `src/fold/compare.ts` on a recorded run, as one JSON object. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { runnerImport } from "vite";

const lines = [];
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) lines.push(JSON.parse(line));
const { module } = await runnerImport("./src/fold/compare.ts", { configFile: false, logLevel: "error" });
process.stdout.write(JSON.stringify(module.compare(lines)));
