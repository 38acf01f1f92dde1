/**
 * The one-page report, printed light whatever the look: the hub's own page, laid into a frame of this page, for a window
 * of its own could not be asked for with a token. Its style comes in as a sheet made by script, which the policy allows.
 */

import { language } from "../language/language";
import { Refusal } from "../wire/http";
import type { Player } from "./player";

/** The frame that a report is printed from; the page has it, unseen. */
export const REPORT_FRAME = "replay-report";

/** The policy refuses an inline style even while it is parsed, so it is taken out of the text before. */
const STYLE = /<style>([\s\S]*?)<\/style>/g;

/** Fetch the selected incident's report and hand it to the printer. Throws what went wrong, in words. */
export async function printReport(player: Player, token: string): Promise<void> {
  const incident = player.selected.peek();
  if (incident === null) return;
  const text = await fetchReport(incident, token);
  const frame = document.getElementById(REPORT_FRAME);
  if (!(frame instanceof HTMLIFrameElement) || frame.contentWindow === null) return;
  const inside = frame.contentWindow as Window & typeof globalThis;
  const sheet = new inside.CSSStyleSheet();
  sheet.replaceSync(Array.from(text.matchAll(STYLE), (found) => found[1] ?? "").join("\n"));
  const page = new DOMParser().parseFromString(text.replace(STYLE, ""), "text/html");
  inside.document.adoptedStyleSheets = [sheet];
  inside.document.documentElement.lang = page.documentElement.lang;
  // A translated report would no longer say what the record says; the frame's own document began without the hub's word.
  inside.document.documentElement.translate = page.documentElement.translate;
  inside.document.documentElement.className = page.documentElement.className;
  inside.document.title = page.title;
  inside.document.body.replaceChildren(...inside.document.importNode(page.body, true).childNodes);
  inside.print();
}

async function fetchReport(incident: string, token: string): Promise<string> {
  const path = `/api/v1/reports/incidents/${encodeURIComponent(incident)}?format=html&lang=${language.peek()}`;
  const answer = await fetch(path, { headers: { Authorization: `Bearer ${token}` }, credentials: "omit" });
  if (!answer.ok) throw new Refusal(await answer.json());
  return answer.text();
}
