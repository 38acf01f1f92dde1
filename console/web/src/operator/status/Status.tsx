/** The header's middle: the hub's clock, the sound, what needs somebody, and how many stations could go. */

import { ClipboardList, Gauge, LayoutGrid } from "lucide";
import { COUNTED } from "../../derived/counts";
import { clock, number } from "../../language/format";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { perform } from "../desk/acts";
import { type Desk, useDesk } from "../desk/desk";
import { ReadyCount } from "./ReadyCount";
import { SoundState } from "./SoundState";
import "./status.css";

export function Status({ desk }: { readonly desk: Desk }) {
  const { drills } = desk.shift.value;
  return (
    <div class="status">
      <ClockFace desk={desk} />
      <SoundState desk={desk} />
      {desk.record.loaded.value && (
        <>
          <Counts desk={desk} />
          <ReadyCount desk={desk} />
          <button
            type="button"
            class="count"
            aria-label={t("desk.state")}
            title={t("desk.state")}
            onClick={() => {
              desk.pane.value = desk.pane.peek() === "shift" ? "incident" : "shift";
            }}
          >
            <Icon of={ClipboardList} size={18} />
          </button>
          <button
            type="button"
            class="count"
            aria-label={t("board.title")}
            title={t("board.title")}
            onClick={(event) => {
              event.currentTarget.blur(); // keys are for the field that finds units
              perform(desk, "board");
            }}
          >
            <Icon of={LayoutGrid} size={18} />
          </button>
          <WallCount desk={desk} />
          {drills > 0 && <span class="count violet drill">{t("desk.drills", { count: drills })}</span>}
        </>
      )}
    </div>
  );
}

/** What devices say that is no alarm, and somebody has yet to look at; calm, whatever the number is. */
function WallCount({ desk }: { readonly desk: Desk }) {
  const count = desk.wall.waiting.value;
  const words = t("wall.count", { count });
  return (
    <button
      type="button"
      class="count second"
      data-count="conditions"
      aria-label={words}
      title={words}
      onClick={(event) => {
        event.currentTarget.blur(); // keys are for the field that finds devices
        perform(desk, "wall");
      }}
    >
      <Icon of={Gauge} size={18} />
      {count > 0 && <span class="digits">{number(count)}</span>}
    </button>
  );
}

const COLOURS = { nobody: "loud", missed: "red", not_taken: "amber" } as const;
const GLYPHS = { nobody: "■", missed: "■", not_taken: "▲" } as const;

/** What needs somebody, by the list's own order; a press goes to the most urgent of them. */
function Counts({ desk }: { readonly desk: Desk }) {
  const counts = desk.counts.value;
  return (
    <>
      {COUNTED.map((what) => {
        const { count, first } = counts[what];
        return (
          <button
            key={what}
            type="button"
            class={`count ${count > 0 ? COLOURS[what] : "second"}`}
            data-count={what}
            title={t("desk.go_to")}
            disabled={first === null}
            onClick={(event) => {
              desk.select(desk.counts.peek()[what].first);
              event.currentTarget.blur(); // keys are for the incident from here on
            }}
          >
            {count > 0 && `${GLYPHS[what]} `}
            {t(`desk.${what}`, { count })}
          </button>
        );
      })}
    </>
  );
}

function ClockFace({ desk }: { readonly desk: Desk }) {
  const second = desk.record.clock.second.value;
  return <time class="digits clock">{clock(second === null ? null : second * 1000)}</time>;
}

/** Says to a screen reader what matters, once and when it changes; never the seconds. */
export function Announcements() {
  const counts = useDesk().counts.value;
  const told = COUNTED.filter((what) => counts[what].count > 0);
  return (
    <p class="unseen" role="status">
      {told.map((what) => t(`desk.${what}`, { count: counts[what].count })).join(" ")}
    </p>
  );
}
