/** What can happen to orders, by a seed: for tests of rules that must hold whatever happens. */

import { type Story, seeded } from "./events";

const STEPS = ["acknowledged", "en_route", "on_scene", "controlled"] as const;
const ARRIVE = { target: "arrive", milestone: "on_scene", limit_s: 60 };
const HANDLE = { target: "handle", milestone: "controlled", limit_s: 180 };

/** Let so many things happen to an incident, as a hub could say them: orders, milestones, silence, lateness, endings. */
export function happenTo(story: Story, incident: string, seed: number, steps: number): void {
  const random = seeded(seed);
  const orders: string[] = [];
  const any = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  for (let step = 0; step < steps; step++) {
    story.wait(Math.floor(random() * 40));
    const order = orders.length === 0 || random() < 0.2 ? null : any(orders);
    if (order === null) {
      orders.push(`${incident}-${orders.length}`);
      story.sends(incident, orders.at(-1) ?? "");
      continue;
    }
    const warned = { ...any([ARRIVE, HANDLE]), percent: any([0, 50, 80]), predicted_late_s: null };
    any([
      () => story.order(`assignment.${any(STEPS)}`, incident, order),
      () => story.order("assignment.no_answer", incident, order),
      () => story.order("target.missed", incident, order, any([ARRIVE, HANDLE])),
      () => story.order("target.warned", incident, order, warned),
      () => story.order(`assignment.${any(["declined", "recalled", "released"] as const)}`, incident, order),
    ])();
  }
}
