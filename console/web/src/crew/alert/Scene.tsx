/**
 * What this crew sees, one thumb each: fire, people, what blocks the way, what is needed. A press goes at once, or waits
 * for the line with its own time; nothing is asked that a crew would have to guess.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { Reports } from "../../incidents/detail/Reports";
import { sceneWords } from "../../incidents/scene_words";
import type { PlainKey } from "../../language/dictionary";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { type Entry, isSettled } from "../../outbox/queue";
import type { Assignment, Incident, Said } from "../../wire/generated";
import type { Crew } from "../crew";
import { isDone, markOfAll } from "../orders";
import { More } from "./SceneMore";
import "./scene.css";
import type { Saying, Topic } from "./saying";

interface Props {
  readonly crew: Crew;
  readonly incident: Incident;
  readonly orders: readonly Assignment[];
}

const SIGHTS = ["fire", "no_fire", "cannot_tell"] as const;

const TOPICS: { readonly [T in Topic]: PlainKey } = {
  trapped: "scene.topic.trapped",
  got_out: "scene.topic.got_out",
  hurt: "scene.topic.hurt",
  want: "scene.topic.want",
  lane: "scene.topic.lane",
  water: "scene.topic.water",
  under_control: "scene.topic.under_control",
  out: "scene.topic.out",
  where: "scene.topic.where",
};

export function Scene({ crew, incident, orders }: Props) {
  const [topic, ask] = useState<Topic | null>(null);
  useEffect(() => {
    if (topic !== null) crew.guard.hold();
  }, [topic]);
  const say = (saying: Saying) => {
    const assignment = orders[0]?.id ?? null;
    void crew.presses.press({ type: "scene.report", incident: incident.id, assignment, ...saying });
    ask(null);
  };
  const section = useRef<HTMLElement>(null);
  const arrived = isDone(markOfAll(orders, "arrive", crew.presses.entries.value));
  useEffect(() => {
    // Who is there is asked what they see: the questions come to the top, under the same thumb as before.
    if (arrived) section.current?.scrollIntoView({ block: "start" });
  }, [arrived]);
  const waiting = waitingOf(crew.presses.entries.value, incident);
  const seen = waiting.at(-1)?.said.saw ?? ownSaw(incident, orders);
  return (
    <section class="scene" aria-labelledby="scene" ref={section}>
      <h2 id="scene">{t("scene.title")}</h2>
      <div class="sights">
        {SIGHTS.map((saw) => (
          <button
            key={saw}
            type="button"
            class={`sight ${saw}`}
            aria-pressed={seen === saw}
            onClick={() => crew.guard.guarded(() => say({ saw }))}
          >
            {wireWord("saw", saw)}
          </button>
        ))}
      </div>
      <div class="topics">
        {(Object.keys(TOPICS) as Topic[]).map((each) => (
          <button
            key={each}
            type="button"
            class="topic"
            aria-expanded={topic === each}
            onClick={() => crew.guard.guarded(() => ask(topic === each ? null : each))}
          >
            {t(TOPICS[each])}
          </button>
        ))}
      </div>
      {topic !== null && <More key={topic} crew={crew} topic={topic} say={say} back={() => ask(null)} />}
      <ul class="reports" aria-live="polite">
        {waiting.toReversed().map(({ id, said, at }) => (
          <li key={id}>
            <span class="second digits">
              ◐ {t("crew.note_waiting")} {clock(at)}
            </span>{" "}
            <b>{sceneWords(said)}</b>
          </li>
        ))}
      </ul>
      <Reports incident={incident} unitWord={(unit) => crew.unitWord(unit)} />
    </section>
  );
}

interface Waiting {
  readonly id: string;
  readonly said: Partial<Said>;
  readonly at: number;
}

/** What was pressed here and has not reached the centre, oldest first. */
function waitingOf(entries: readonly Entry[], incident: Incident): Waiting[] {
  return entries.flatMap(({ id, command, pressedAt, ...entry }) => {
    if (command.type !== "scene.report" || command.incident !== incident.id) return [];
    if (isSettled({ id, command, pressedAt, ...entry })) return [];
    const { type, incident: _, assignment, occurred_at, odd, ...said } = command;
    return [{ id, said: said as Partial<Said>, at: Date.parse(pressedAt) }];
  });
}

/** What one of these crews said last of whether it burns. */
function ownSaw({ reports }: Incident, orders: readonly Assignment[]): Said["saw"] {
  const own = reports.filter((each) => each.said.saw !== null && orders.some(({ unit }) => unit === each.unit));
  return own.at(-1)?.said.saw ?? null;
}
