/**
 * `node tools/bench-fold.mjs`: what an event costs the page with 2,000 open incidents: folding it, bringing the list up to
 * date, and the targets of 40 rows on view. Prints one JSON object: microseconds per event, and the share of the main
 * thread at 50 events a second.
 */
import { runnerImport } from "vite";

const load = async (path) => (await runnerImport(path, { configFile: false, logLevel: "error" })).module;
const { measure } = await load("./src/derived/measure.ts");
process.stdout.write(`${JSON.stringify(measure(performance), null, 1)}\n`);
