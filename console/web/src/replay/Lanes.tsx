/** The lanes: ▒ planned, █ actual, ■ by how much it was late, and the what-if dashed below; the playhead runs across. */

import { useComputed, useSignal } from "@preact/signals";
import { clock } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import { LaneRow, MILESTONE_GLYPHS } from "./LaneRow";
import { lanesOf, type Span, spanAround } from "./lanes";
import "./lanes.css";
import type { Player } from "./player";

const MINUTES = [null, 60, 10, 3] as const;
const LONG_MS = 30 * 60_000;

export function Lanes({ player }: { readonly player: Player }) {
  const { record, part } = player;
  const whole: Span = { from: record.from, to: Math.max(record.to, record.from + 1000) };
  const minutes = useSignal<(typeof MINUTES)[number]>(whole.to - whole.from > LONG_MS ? 10 : null);
  const end = useComputed(() => record.endState);
  const lanes = useComputed(() => lanesOf(part.episode, end.value, player.whatIf.value, record.to));
  const span = useComputed(() => spanAround(whole, snapped(player.at.value, minutes.value), minutes.value)).value;
  return (
    <section class="lanes" aria-label={t("lane.title")}>
      <header>
        <h2>{t("lane.title")}</h2>
        <span class="second legend" aria-hidden="true">
          {Object.entries(MILESTONE_GLYPHS).map(
            ([milestone, glyph]) => `${glyph} ${wireWord("milestone", milestone)} `,
          )}
          <i class="plan" /> {t("lane.plan")} <i class="actual" /> {t("lane.actual")} <i class="limit" />{" "}
          {t("lane.limit_word")}
          {player.whatIf.value !== null && (
            <>
              {" "}
              <i class="rerun" /> {t("lane.whatif")}
            </>
          )}
        </span>
        <label class="second">
          {t("lane.span")}
          <select
            value={String(minutes.value)}
            onChange={(event) => {
              minutes.value = MINUTES.find((each) => String(each) === event.currentTarget.value) ?? null;
            }}
          >
            {MINUTES.map((each) => (
              <option key={String(each)} value={String(each)}>
                {each === null ? t("lane.span.all") : t("lane.span.minutes", { minutes: each })}
              </option>
            ))}
          </select>
        </label>
      </header>
      {lanes.value.length === 0 ? (
        <p class="second">{t("lane.none")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        <section class="lanes-scrolled" aria-label={t("lane.course")} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("lane.unit")}</th>
                <th scope="col">
                  <span class="digits">{clock(span.from)}</span> <span class="unseen">{t("lane.course")}</span>
                  <span class="digits to">{clock(span.to)}</span>
                </th>
                <th scope="col">{t("lane.how")}</th>
              </tr>
            </thead>
            <tbody>
              {lanes.value.map((lane) => (
                <LaneRow key={lane.key} lane={lane} span={span} player={player} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

/** The window moves in steps, or every picture would draw every lane anew. */
function snapped(at: number, minutes: number | null): number {
  const step = (minutes ?? 1) * 6000;
  return Math.round(at / step) * step;
}
