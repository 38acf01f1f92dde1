/**
 * A notification of the phone's own for an alert that nobody looks at: the page is hidden, and a silent phone may still
 * light up. It comes from the page, so it needs no foreign push service; a phone that sleeps deeper is called otherwise.
 */

import { effect, type ReadonlySignal } from "@preact/signals";
import type { State } from "../fold/state";
import { t } from "../language/language";
import { incidentWord, wireWord } from "../language/wire_words";
import type { Condition } from "./condition";
import type { Alert } from "./orders";

/** What is followed: the alerts, and whether somebody looks at the page. */
interface Followed {
  readonly alerts: ReadonlySignal<readonly Alert[]>;
  readonly condition: Pick<Condition, "hidden" | "notifications">;
  readonly state: ReadonlySignal<State>;
}

/** Notify of each call of an unanswered alert once, while the page is hidden. */
export function followAlerts({ alerts, condition, state }: Followed): void {
  const told = new Map<string, number>();
  effect(() => {
    const hidden = condition.hidden.value && condition.notifications.value === "granted";
    for (const alert of alerts.value) {
      if (alert.answered || !hidden || told.get(alert.incident.id) === alert.calls) continue;
      told.set(alert.incident.id, alert.calls);
      void notify(alert, state.peek());
    }
  });
}

async function notify({ incident, calls }: Alert, { buildings }: State): Promise<void> {
  const drill = incident.exercise ? `${t("drill")} ` : "";
  const title = `${drill}${wireWord("kind", incident.kind)} ${t("grade", { grade: incident.grade })}`;
  const worker = await navigator.serviceWorker.ready;
  await worker.showNotification(title, {
    body: `${incidentWord(incident, buildings)} · ${t("crew.calls", { count: calls })}`,
    tag: `${incident.id}/${calls}`,
    requireInteraction: true,
    icon: "/icon-192.png",
  });
}
