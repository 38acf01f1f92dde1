/** The promise that runs for this crew: what is left of it shrinks; missed, it counts up. */

import { clockText, type RunningTarget, TARGET_GLYPHS, type TargetState, targetsOf } from "../../derived/targets";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";
import { isDone, markOfAll } from "../orders";

/** The heavy tick of the console is a coloured picture on some phones. */
const GLYPHS: { readonly [S in TargetState]: string } = { ...TARGET_GLYPHS, met: "✓", met_late: "✓■" };

export function TimeLeft({ crew, orders }: { readonly crew: Crew; readonly orders: readonly Assignment[] }) {
  const now = crew.clock.shown();
  const shown = promiseOf(orders, now, isThere(crew, orders));
  if (shown === null) return <p class="second">{t("crew.no_target")}</p>;
  const stale = crew.line.value.state !== "ok";
  return (
    <div class={`time-left ${shown.state} ${stale ? "stale" : ""}`} data-target={shown.state}>
      <div class="remaining" style={{ width: `${Math.round(widthOf(shown) * 100)}%` }} />
      <span class="digits" role="timer">
        {GLYPHS[shown.state]} {words(shown)}
      </span>
    </div>
  );
}

function isThere(crew: Crew, orders: readonly Assignment[]): boolean {
  return (["arrive", "control"] as const).some((step) => isDone(markOfAll(orders, step, crew.presses.entries.value)));
}

/** Until somebody of this crew is there the arrival, then the handling; of several orders the worst. */
function promiseOf(orders: readonly Assignment[], now: number, arrived: boolean): RunningTarget | null {
  const all = orders.flatMap((order) => targetsOf(order, now));
  const of = (milestone: string) => all.filter((each) => each.milestone === milestone);
  const wanted = arrived ? [...of("controlled"), ...of("on_scene")] : [...of("on_scene"), ...of("controlled")];
  const running = wanted.filter((each) => each.leftMs !== null);
  const [first] = running.length > 0 ? running : wanted;
  const same = running.filter((each) => each.milestone === first?.milestone);
  return same.sort((one, other) => one.dueAt - other.dueAt)[0] ?? first ?? null;
}

function widthOf(target: RunningTarget): number {
  if (target.state === "missed") return 1;
  return target.leftMs === null ? 0 : target.fraction;
}

function words(shown: RunningTarget): string {
  const target = wireWord("target", shown.name);
  if (shown.leftMs === null) {
    return shown.lateMs > 0
      ? t("crew.met_late", { target, time: clockText(shown.lateMs) })
      : t("crew.met", { target, time: clockText(shown.tookMs ?? 0) });
  }
  if (shown.state === "missed") return t("crew.missed", { target, time: clockText(shown.lateMs) });
  const time = clockText(shown.leftMs);
  return shown.predictedLateMs > 0
    ? t("crew.late", { target, time, late: clockText(shown.predictedLateMs) })
    : t("crew.left", { target, time });
}
