/**
 * A notification of the phone's own for an alert that nobody looks at: the page is hidden, and a silent phone may still
 * light up. It comes from the page, so it needs no foreign push service; a phone that sleeps deeper is called otherwise.
 */

import { effect } from "@preact/signals";
import { t } from "../language/language";
import { incidentWord, wireWord } from "../language/wire_words";
import type { Crew } from "./crew";
import type { Alert } from "./orders";

/** Notify of each call of an unanswered alert once, while the page is hidden. */
export function followAlerts(crew: Crew): void {
  const told = new Map<string, number>();
  effect(() => {
    const hidden = crew.condition.hidden.value && crew.condition.notifications.value === "granted";
    for (const alert of crew.alerts.value) {
      if (alert.answered || !hidden || told.get(alert.incident.id) === alert.calls) continue;
      told.set(alert.incident.id, alert.calls);
      void notify(crew, alert);
    }
  });
}

async function notify(crew: Crew, { incident, calls }: Alert): Promise<void> {
  const drill = incident.exercise ? `${t("drill")} ` : "";
  const title = `${drill}${wireWord("kind", incident.kind)} ${t("grade", { grade: incident.grade })}`;
  const worker = await navigator.serviceWorker.ready;
  await worker.showNotification(title, {
    body: `${incidentWord(incident, crew.state.value.buildings)} · ${t("crew.calls", { count: calls })}`,
    tag: `${incident.id}/${calls}`,
    requireInteraction: true,
    icon: "/icon-192.png",
  });
}
