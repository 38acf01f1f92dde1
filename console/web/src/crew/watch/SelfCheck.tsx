/** The check before a shift: each item with its verdict, and what to do where it is not well. */

import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import type { Crew } from "../crew";
import { type CheckVerdict, ITEMS, type Item, type Measured, verdictsOf } from "./self_check";

const GLYPHS: { readonly [V in CheckVerdict]: string } = { good: "✓", bad: "■", unknown: "?" };

export function SelfCheck({ crew }: { readonly crew: Crew }) {
  const measured = measure(crew);
  const verdicts = verdictsOf(measured);
  const good = ITEMS.filter((item) => verdicts[item] === "good").length;
  const { testing, heard, rehearsing, savingOff, condition } = crew;
  // The ring ends with the page that asked whether it is heard.
  useEffect(() => () => set(testing, false), []);
  const begin = (what: Signal<boolean>) => void crew.beginWatch().then(() => set(what, true));
  const acts: Partial<Record<Item, preact.ComponentChildren>> = {
    sound: testing.value ? (
      <Button
        kind="filled"
        onClick={() => {
          set(testing, false);
          set(heard, true);
        }}
      >
        {t("crew.sound_heard")}
      </Button>
    ) : (
      <Button onClick={() => begin(testing)}>{t("crew.sound_test")}</Button>
    ),
    notify: verdicts.notify === "unknown" && measured.notifications === "default" && (
      <Button onClick={() => void condition.askToNotify()}>{t("crew.notify_ask")}</Button>
    ),
    saving: !measured.savingOff && <Button onClick={() => set(savingOff, true)}>{t("crew.saving_done")}</Button>,
    rehearsal: <Button onClick={() => begin(rehearsing)}>{t("crew.rehearsal_start")}</Button>,
  };
  return (
    <div class="self-check">
      <p role="status">{t("crew.self_check_done", { count: ITEMS.length, good })}</p>
      <ul>
        {ITEMS.map((item) => (
          <li key={item} data-item={item} data-verdict={verdicts[item]}>
            <span class="verdict">
              <span aria-hidden="true">{GLYPHS[verdicts[item]]}</span>
              <span class="unseen">{t(`crew.${verdicts[item]}`)}</span>
            </span>
            <strong>{t(`crew.item.${item}`)}</strong>
            <span class="second">{wordsOf(item, verdicts[item], measured)}</span>
            {acts[item]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function set(what: Signal<boolean>, value: boolean): void {
  what.value = value;
}

function measure(crew: Crew): Measured {
  const { condition } = crew;
  const hub = crew.record.clock.now();
  return {
    lineOk: crew.line.value.state === "ok",
    heard: crew.heard.value && crew.ringer.armed.value,
    screenKept: condition.screenKept.value,
    battery: condition.battery.value,
    notifications: condition.notifications.value,
    savingOff: crew.savingOff.value,
    clockOffMs: hub === null ? null : crew.clock.shown() - Date.now(),
    rehearsed: crew.rehearsed.value,
  };
}

function wordsOf(item: Item, verdict: CheckVerdict, { battery, clockOffMs, notifications }: Measured): string {
  const well = verdict === "good";
  switch (item) {
    case "line":
      return well ? "" : t("crew.line_bad");
    case "sound":
      return well ? "" : t("crew.sound_how");
    case "screen":
      return t(well ? "crew.screen_good" : verdict === "bad" ? "crew.screen_bad" : "crew.screen_unknown");
    case "battery": {
      if (battery === null) return t("crew.battery_unknown");
      const percent = number(battery.level * 100);
      return t(battery.charging ? "crew.battery_charging" : well ? "crew.battery_is" : "crew.battery_low", { percent });
    }
    case "notify":
      return notifications === "denied" ? t("crew.notify_bad") : "";
    case "saving":
      return well ? "" : t("crew.saving_how");
    case "clock": {
      if (clockOffMs === null) return t("crew.clock_unknown");
      return t(well ? "crew.clock_good" : "crew.clock_bad", { seconds: number(Math.abs(clockOffMs) / 1000, 1) });
    }
    case "rehearsal":
      return well ? "" : t("crew.rehearsal_how");
  }
}
