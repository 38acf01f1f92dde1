/** Why: every decision about the selected incident up to where the slider stands, the newest first. */

import { useComputed, useSignal } from "@preact/signals";
import { choicesOf } from "../derived/choices";
import type { State } from "../fold/state";
import { Chosen } from "../incidents/detail/Chosen";
import { clock } from "../language/format";
import { t } from "../language/language";
import { Button } from "../parts/Button";
import type { AnyEvent } from "../wire/generated";
import { eventWord } from "./event_words";
import type { Player } from "./player";
import { reasonOf } from "./reason_words";
import { weightOf } from "./stops";

/** What a person or a rule decided, or what made it decide; what crews report stands in the lanes. */
const DECISIONS: ReadonlySet<AnyEvent["type"]> = new Set([
  "incident.opened",
  "incident.taken",
  "incident.updated",
  "incident.confirmed",
  "scene.reported",
  "incident.graded",
  "incident.grade_proposed",
  "incident.hand_over_offered",
  "incident.handed_over",
  "incident.outcome_recorded",
  "incident.merged",
  "incident.closed",
  "incident.reopened",
  "incident.hub_away",
  "incident.erased",
  "alarm.merged",
  "alarm.split",
  "dispatch.chosen",
  "dispatch.shortfall",
  "dispatch.asked",
  "dispatch.contended",
  "dispatch.kept",
  "dispatch.proposed",
  "dispatch.settled",
  "dispatch.forewarned",
  "assignment.assigned",
  "assignment.declined",
  "assignment.recalled",
  "assignment.no_answer",
  "target.missed",
  "ladder.climbed",
  "ladder.held",
  "ladder.resumed",
  "drill.started",
  "drill.injected",
  "drill.broken_off",
  "drill.ended",
  "road.closed",
  "road.opened",
]);

/** Every picture while it plays lays these out anew; the rest is asked for. */
const SHOWN = 40;

const GLYPHS = { miss: "■", trouble: "▲", milestone: "●", other: "·" } as const;

export function Why({ player }: { readonly player: Player }) {
  const { record, part } = player;
  const all = useComputed(() => {
    const incident = player.selected.value;
    return part.events.filter(
      (event) =>
        DECISIONS.has(event.type) &&
        (event.incident === incident || event.incident === null || ("into" in event && event.into === incident)) &&
        !("drill" in event && event.drill !== null && event.drill !== part.episode.id),
    );
  });
  const choices = useComputed(
    () => new Map(choicesOf(all.value, player.selected.value ?? "").map((each) => [each.seq, each])),
  );
  // An order that a choice stands behind is the rule's, whoever set it off.
  const ruled = useComputed(
    () => new Set(all.value.flatMap((event) => (event.type === "dispatch.chosen" ? [decisionOf(event)] : []))),
  );
  const whole = useSignal(false);
  const seq = useComputed(() => record.state.value.seq);
  const past = useComputed(() => all.value.filter((event) => event.seq <= seq.value).reverse());
  const newest = past.value.find((event) => event.type === "dispatch.chosen")?.seq;
  return (
    <section class="why" aria-label={t("why.title")}>
      <h3>{t("why.title")}</h3>
      {past.value.length === 0 && <p class="second">{t("why.none")}</p>}
      <ol>
        {past.value.slice(0, whole.value ? undefined : SHOWN).map((event) => {
          const choice = choices.value.get(event.seq);
          return (
            <li key={event.seq} class={weightOf(event)}>
              <button
                type="button"
                class="digits"
                title={t("why.seek", { time: clock(Date.parse(event.at)) })}
                onClick={() => player.seek(Date.parse(event.at))}
              >
                {clock(Date.parse(event.at))}
              </button>{" "}
              <span aria-hidden="true">{GLYPHS[weightOf(event)]}</span> {eventWord(event, record.state.peek())}{" "}
              <By event={event} ruled={ruled.value.has(decisionOf(event))} state={record.state.peek()} />
              {choice !== undefined && (
                <>
                  <Chosen choice={choice} open={event.seq === newest} />
                  <Closures ids={choice.closures} player={player} />
                </>
              )}
            </li>
          );
        })}
      </ol>
      {past.value.length > SHOWN && !whole.value && (
        <Button
          onClick={() => {
            whole.value = true;
          }}
        >
          {t("why.earlier", { count: past.value.length - SHOWN })}
        </Button>
      )}
    </section>
  );
}

/** What only a person does; rules give orders too, in the name of whoever raised the alarm. */
const BY_HAND: ReadonlySet<AnyEvent["type"]> = new Set([
  "alarm.split",
  "incident.updated",
  "incident.confirmed",
  "incident.graded",
  "incident.hand_over_offered",
  "incident.handed_over",
  "incident.closed",
  "incident.reopened",
  "assignment.assigned",
  "assignment.recalled",
  "ladder.held",
  "ladder.resumed",
  "road.closed",
  "road.opened",
  "drill.injected",
  "drill.ended",
]);

/** What was decided together has one time, one hand and one cause. */
function decisionOf({ at, cause, by }: AnyEvent): string {
  return `${at}/${cause}/${by.name}`;
}

const DESKS: readonly string[] = ["dispatcher", "commander", "admin"];

/** A person's hand is an override, and named; of the rules' own doing the reason is said. */
function By({ event, ruled, state }: { readonly event: AnyEvent; readonly ruled: boolean; readonly state: State }) {
  const { role, name } = event.by;
  const reason = reasonOf(event, state);
  if (!ruled && DESKS.includes(role) && BY_HAND.has(event.type)) {
    return (
      <span class="second">
        <b class="override">{t("why.override")}</b> {name} {reason}
      </span>
    );
  }
  return <span class="second">{reason}</span>;
}

function Closures({ ids, player }: { readonly ids: readonly string[]; readonly player: Player }) {
  if (ids.length === 0) return null;
  const { closures } = player.record.state.peek();
  return (
    <p class="second">
      {t("why.closures")}: {ids.map((id) => closures.get(id)?.reason ?? id).join(" · ")}
    </p>
  );
}
