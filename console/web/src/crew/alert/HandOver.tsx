/** The hand-over on a crew's page: a micro crew that is there offers it with one more press, the brigade takes it. */

import { useState } from "preact/hooks";
import { isBrigade, isMicro, tookPart } from "../../derived/hand_over";
import { handOverLine } from "../../incidents/hand_over_words";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { isSettled } from "../../outbox/queue";
import type { AnyCommand, Assignment, Incident } from "../../wire/generated";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

const STATES: readonly NonNullable<Incident["scene_state"]>[] = ["burning", "under_control", "out", "unclear"];

interface Props {
  readonly crew: Crew;
  readonly alert: Alert;
  /** The crews that this phone speaks for. */
  readonly orders: readonly Assignment[];
}

export function HandOver({ crew, alert: { incident }, orders }: Props) {
  const state = crew.state.value;
  const [asking, ask] = useState(false);
  const order = orders.find(tookPart) ?? orders[0];
  const kind = state.stations.get(order?.station ?? "")?.kind ?? "";
  const line = handOverLine(state, incident);
  const open = incident.handed_over_at === null && order !== undefined;
  const waiting = ["incident.hand_over", "incident.accept"].some((type) => waits(crew, type, incident.id));
  const say = (command: AnyCommand) =>
    crew.guard.guarded(() => {
      ask(false);
      void crew.presses.press(command);
    });
  const gives = open && isMicro(kind) && orders.some(tookPart);
  const takes = open && isBrigade(kind);
  if (line === null && !gives && !takes) return null;
  return (
    <section class="hand-over-line" aria-label={t("hand_over.title")}>
      {line !== null && <p>{line}</p>}
      {waiting && <p class="second">◐ {t("hand_over.waits")}</p>}
      {takes && !waiting && (
        <button
          type="button"
          class={`button ${incident.offered_at === null ? "plain" : "filled"}`}
          onClick={() => say({ type: "incident.accept", incident: incident.id, assignment: order.id })}
        >
          {t("hand_over.take")}
        </button>
      )}
      {gives && !waiting && !asking && incident.offered_at === null && (
        <button type="button" class="button plain" onClick={() => crew.guard.guarded(() => ask(true))}>
          {t("hand_over.offer")}
        </button>
      )}
      {gives && asking && (
        <fieldset class="scene-states">
          <legend>{t("hand_over.state")}</legend>
          {STATES.map((scene) => (
            <button
              key={scene}
              type="button"
              class="button plain"
              onClick={() => say({ type: "incident.hand_over", incident: incident.id, state: scene })}
            >
              {wireWord("scene_state", scene)}
            </button>
          ))}
        </fieldset>
      )}
    </section>
  );
}

/** Whether a press of this type about this incident is still on its way. */
function waits(crew: Crew, type: string, incident: string): boolean {
  return crew.presses.entries.value.some(
    ({ command, ...entry }) =>
      !isSettled({ command, ...entry }) &&
      command.type === type &&
      "incident" in command &&
      command.incident === incident,
  );
}
