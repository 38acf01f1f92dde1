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

interface Props {
  readonly target: RunningTarget | null;
  /** Whether it says which promise it is; beside the promise's own name it need not. */
  readonly named?: boolean;
  /** Which crew's promise it is, where the row does not say so already. */
  readonly whose?: string | undefined;
  /** Nobody is there: it fills its whole place. */
  readonly loud?: boolean;
}

export function TargetBar({ target, named = false, whose, loud = false }: Props) {
  const line = useBoard().line.value;
  if (target === null) return <span class="bar none second">{t("bar.none")}</span>;
  const runs = target.leftMs !== null;
  if (line.state === "lost" && runs) return <NotLive />;
  const late = runs && target.predictedLateMs > 0 && target.state !== "missed";
  return (
    <span class={`bar ${target.state} ${loud ? "loud" : ""}`} data-state={target.state} data-target={target.name}>
      <span class="words digits">
        <Glyph of={target.glyph} /> {named ? toldByName(target) : told(target)}
        {runs && !late && whose !== undefined && <span class="whose"> · {whose}</span>}
      </span>
      {runs && target.state !== "missed" && <Fill of={target} />}
    </span>
  );
}

/** The line is lost: what it showed last must not look like what is. */
export function NotLive() {
  const { dataAsOf } = useBoard().line.value;
  return (
    <span class="bar not-live" data-state="stale">
      ? {t("bar.stale", { time: clock(dataAsOf) })}
    </span>
  );
}

/** With the promise's own name before it; one that was kept says its milestone already. */
function toldByName(target: RunningTarget): string {
  const { state, leftMs, predictedLateMs } = target;
  const named = wireWord("target", target.name);
  if (state === "met") return told(target);
  if (state === "missed" || leftMs === null || predictedLateMs === 0) {
    return t("bar.named", { target: named, told: told(target) });
  }
  return t("bar.named_late", { target: named, left: clockText(leftMs), late: clockText(predictedLateMs) });
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
