/** How many stations could go now, are not ready, or are of unknown state; it leads to the list of them with reasons. */

import { t } from "../../language/language";
import { ADDRESSES } from "../../session/session";
import type { Desk } from "../desk/desk";

const GLYPHS = { ready: "", not_ready: "▲ ", unknown: "? " } as const;
const COLOURS = { ready: "", not_ready: "amber", unknown: "second" } as const;

export function ReadyCount({ desk }: { readonly desk: Desk }) {
  const counts = desk.readiness.value;
  if (counts === null) return null;
  return (
    <a class="count" href={`${ADDRESSES.district}#readiness`} title={t("desk.ready_title")} data-count="readiness">
      {(["ready", "not_ready", "unknown"] as const).map((state) => (
        <span key={state} class={counts[state] > 0 ? COLOURS[state] : "second"} data-ready={state}>
          {counts[state] > 0 && GLYPHS[state]}
          {t(`desk.${state}`, { count: counts[state] })}
        </span>
      ))}
    </a>
  );
}
