/** What happened before at this device and in this building, and whether its panel is being tested. Asked of the hub, and
 * again when an incident is closed or one more device reports: what is near may be the same trouble. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { historyLines } from "../../incidents/detail/history";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import type { AnyEvent, Before, Incident, Shelf } from "../../wire/generated";
import { ask } from "../../wire/http";
import { useDesk } from "../desk/desk";

const ENDS: ReadonlySet<AnyEvent["type"]> = new Set(["incident.closed", "incident.reopened", "incident.merged"]);

export function History({ incident }: { readonly incident: Incident }) {
  const { record, session } = useDesk();
  const before = useSignal<Before | null>(null);
  const failed = useSignal<string | null>(null);
  const { id } = incident;
  const place = `${incident.place.building} ${incident.devices.length}`;
  useEffect(() => {
    let gone = false;
    const look = () => {
      const path = `/api/v1/incidents/${encodeURIComponent(id)}/before`;
      ask<Before>("GET", path, { token: session.token }).then(
        (answer) => {
          if (gone) return;
          before.value = answer;
          failed.value = null;
        },
        (error: unknown) => {
          if (!gone) failed.value = error instanceof Error ? error.message : String(error);
        },
      );
    };
    look();
    const stop = record.onEvent(({ event }) => {
      if (ENDS.has(event.type)) look();
    });
    return () => {
      gone = true;
      stop();
    };
  }, [id, place, record, session, before, failed]);
  const shelves = useComputed(() => record.state.value.shelved).value;
  const shelved = [...shelves.values()].filter((each) => concerns(each, incident));
  const now = record.clock.now() ?? Date.parse(incident.opened_at);
  if (incident.exercise) return null;
  return (
    <div class="history">
      {shelved.map(({ source, until, by, reason }) => (
        <p key={source} class="amber">
          ▲ {t("history.shelved", { source, until: clock(Date.parse(until)), who: by.name, why: reason })}
        </p>
      ))}
      {failed.value !== null && (
        <p class="second">
          {t("history.title")} — {t("history.failed", { why: failed.value })}
        </p>
      )}
      {before.value !== null &&
        historyLines(before.value, now).map(({ of, parts, faulty }) => (
          <p key={of} class="second">
            <b class={faulty ? "amber" : ""}>{of}</b>
            {parts.map((part) => (
              <span key={part} class="digits">
                {part}
              </span>
            ))}
          </p>
        ))}
    </div>
  );
}

/** A panel that is being tested in this building, or one of this incident's own. */
function concerns(shelf: Shelf, { place, devices }: Incident): boolean {
  const here = shelf.building !== null && shelf.building === place.building;
  return here || devices.some(([, device]) => device.startsWith(shelf.source));
}
