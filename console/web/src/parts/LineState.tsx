/** The line to the hub: a word in the header while it is well, a band across the page when it is not. */

import { clock, span } from "../language/format";
import { t } from "../language/language";
import type { Line } from "../stream/line";
import { Band } from "./Band";
import "./line_state.css";

const GLYPHS: Readonly<Record<Line["state"], string>> = {
  ok: "●",
  connecting: "○",
  silent: "▲",
  lost: "■",
  ended: "■",
};

export function LineState({ line }: { readonly line: Line }) {
  return (
    <span class={`line-state ${line.state}`} data-line={line.state}>
      <span aria-hidden="true">{GLYPHS[line.state]}</span> <span class="line-word">{words(line)}</span>
    </span>
  );
}

interface BandProps {
  readonly line: Line;
  /** The centre's numbers by their labels: when the line is dead people must talk. */
  readonly phones: Readonly<Record<string, string>>;
}

export function LineBand({ line, phones }: BandProps) {
  if (line.state === "silent") return <Band kind="silent">{words(line)}</Band>;
  if (line.state !== "lost") return null;
  const numbers = Object.entries(phones).map(([label, number]) => `${label} ${number}`);
  return (
    <Band kind="lost">
      ■ {words(line)} {numbers.length > 0 && t("line.phones", { phones: numbers.join(" · ") })}
    </Band>
  );
}

function words(line: Line): string {
  if (line.state === "silent") return t("line.silent", { seconds: line.silentS });
  if (line.state !== "lost") return t(`line.${line.state}`);
  return t("line.lost", { time: span(line.silentS * 1000), as_of: clock(line.dataAsOf) });
}
