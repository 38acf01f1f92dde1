/** A bad quarter of an hour as a hub would record it: an alarm a second for five minutes, crews that come late or never. 示例. */

import type { AnyEvent } from "../wire/generated";
import { Story, seeded } from "./events";

const ALARMS = 300;
const ANSWER_S = 60;
const ARRIVE = { target: "arrive", milestone: "on_scene", limit_s: 60 };
const BY = { role: "dispatcher", name: "王示例", station: null } as const;

interface Planned {
  readonly atS: number;
  readonly tell: (story: Story) => void;
}

/** Return the events of a flood, in order. */
export function floodOf(seed: number): readonly AnyEvent[] {
  const random = seeded(seed);
  const planned: Planned[] = [];
  const at = (atS: number, tell: Planned["tell"]): void => {
    planned.push({ atS, tell });
  };
  for (let alarm = 0; alarm < ALARMS; alarm++) {
    const incident = `i${alarm}`;
    const fields = { trapped: random() < 0.1 ? 2 : null, grade: 1 + Math.floor(3 * random()) };
    at(alarm, (story) => story.opens(incident, fields));
    if (random() < 0.6) at(alarm + 5 + 120 * random(), (story) => story.tell("incident.taken", { incident, by: BY }));
    const crews = random() < 0.3 ? 0 : 2;
    for (let crew = 0; crew < crews; crew++) planned.push(...runOf(random, alarm, incident, `${incident}-${crew}`));
    // For some nobody was left, and somebody is found minutes later.
    if (crews === 0 && random() < 0.5)
      planned.push(...runOf(random, alarm + 60 + 100 * random(), incident, `${incident}-x`));
  }
  const story = new Story();
  let nowS = 0;
  for (const { atS, tell } of planned.sort((one, other) => one.atS - other.atS)) {
    story.wait(Math.max(0, atS - nowS));
    nowS = Math.max(nowS, atS);
    tell(story);
  }
  return story.events;
}

/** A crew's order from when it is given: a third never answers, a third answers late, a third comes, mostly late. */
function runOf(random: () => number, fromS: number, incident: string, order: string): Planned[] {
  const after = (waitS: number, tell: Planned["tell"]): Planned => ({ atS: fromS + waitS, tell });
  const told = [after(0, (story) => story.sends(incident, order))];
  const fate = Math.floor(3 * random());
  const answersS = fate === 0 ? Number.POSITIVE_INFINITY : fate === 1 ? 70 + 60 * random() : 5 + 40 * random();
  const arrivesS = answersS + 20 + 80 * random();
  if (answersS > ANSWER_S) told.push(after(ANSWER_S, (story) => story.order("assignment.no_answer", incident, order)));
  if (arrivesS > ARRIVE.limit_s) {
    const warned = { ...ARRIVE, percent: 80, predicted_late_s: null };
    told.push(after(48, (story) => story.order("target.warned", incident, order, warned)));
    told.push(after(ARRIVE.limit_s, (story) => story.order("target.missed", incident, order, ARRIVE)));
  }
  if (!Number.isFinite(answersS)) return told;
  told.push(after(answersS, (story) => story.order("assignment.acknowledged", incident, order)));
  told.push(after(arrivesS, (story) => story.order("assignment.on_scene", incident, order)));
  told.push(after(arrivesS + 60 + 120 * random(), (story) => story.order("assignment.controlled", incident, order)));
  return told;
}
