/** The header's middle: the hub's clock, the sound, who is on post, and what nobody has in hand. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { type Desk, useDesk } from "../desk/desk";
import { SoundState } from "./SoundState";
import "./status.css";

export function Status({ desk }: { readonly desk: Desk }) {
  const { stationsOnDuty, stations, notTaken, missed, drills } = desk.shift.value;
  const loaded = desk.record.loaded.value;
  return (
    <div class="status">
      <ClockFace desk={desk} />
      <SoundState desk={desk} />
      {loaded && (
        <>
          <button
            type="button"
            class="count"
            title={t("desk.state")}
            onClick={() => {
              desk.pane.value = desk.pane.peek() === "shift" ? "incident" : "shift";
            }}
          >
            {t("desk.on_duty", { on: stationsOnDuty, all: stations })}
          </button>
          <span class={`count ${notTaken > 0 ? "amber" : ""}`}>
            {notTaken > 0 && "▲ "}
            {t("desk.not_taken", { count: notTaken })}
          </span>
          <span class={`count ${missed > 0 ? "red" : ""}`}>
            {missed > 0 && "■ "}
            {t("desk.missed", { count: missed })}
          </span>
          {drills > 0 && <span class="count violet drill">{t("desk.drills", { count: drills })}</span>}
        </>
      )}
    </div>
  );
}

function ClockFace({ desk }: { readonly desk: Desk }) {
  const second = desk.record.clock.second.value;
  return <time class="digits clock">{clock(second === null ? null : second * 1000)}</time>;
}

/** Says to a screen reader what matters, once and when it changes; never the seconds. */
export function Announcements() {
  const desk = useDesk();
  const { notTaken, missed } = desk.shift.value;
  return (
    <p class="unseen" role="status">
      {notTaken > 0 && t("desk.not_taken", { count: notTaken })} {missed > 0 && t("desk.missed", { count: missed })}
    </p>
  );
}
