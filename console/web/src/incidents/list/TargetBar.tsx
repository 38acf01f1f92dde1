/** A running target: what is left shrinks to the left, a tick marks the predicted arrival, shape and words tell it. */

import { Check } from "lucide";
import { clockText, type RunningTarget } from "../../derived/targets";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Icon } from "../../parts/Icon";
import { useBoard } from "../board";
import "./target_bar.css";

const TICK = "✔";

export function TargetBar({ target }: { readonly target: RunningTarget | null }) {
  const line = useBoard().line.value;
  if (target === null) return <span class="bar none second">{t("bar.none")}</span>;
  const stale = line.state === "lost";
  const runs = target.leftMs !== null;
  if (stale && runs) {
    return (
      <span class="bar not-live" data-state="stale">
        ? {t("bar.stale", { time: clock(line.dataAsOf) })}
      </span>
    );
  }
  return (
    <span class={`bar ${target.state}`} data-state={target.state}>
      {runs && target.state !== "missed" && <Fill of={target} />}
      <span class="words digits">
        <Glyph of={target.glyph} /> {told(target)}
      </span>
    </span>
  );
}

/** The tick is drawn: not every Chinese font has one. */
function Glyph({ of }: { readonly of: string }) {
  return (
    <span aria-hidden="true" data-glyph={of}>
      {of.includes(TICK) && <Icon of={Check} size={18} />}
      {of.replace(TICK, "")}
    </span>
  );
}

function Fill({ of }: { readonly of: RunningTarget }) {
  const tick = of.predicted;
  return (
    <svg class="fill" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="left" x="0" y="0" width={Math.round(of.fraction * 100)} height="10" />
      {tick !== null && tick > 0 && <rect class="tick" x={tick * 100 - 0.5} y="0" width="1" height="10" />}
    </svg>
  );
}

/** What stands in the bar, such as "0:11 left, late by 0:35". */
export function told(target: RunningTarget): string {
  const { state, leftMs, lateMs, tookMs, predictedLateMs, milestone } = target;
  if (state === "missed") return t("bar.missed", { time: clockText(lateMs) });
  if (state === "met_late") return t("bar.met_late", { time: clockText(lateMs) });
  const named = wireWord("milestone", milestone);
  if (state === "met") return t("bar.met", { milestone: named, time: clockText(tookMs ?? 0) });
  const left = t("bar.left", { time: clockText(leftMs ?? 0) });
  return predictedLateMs > 0 ? `${left} ${t("bar.late_by", { time: clockText(predictedLateMs) })}` : left;
}
