/** What a plan says, made from the form's fields. Pure. */

import type { DrillPlanSent, ObjectiveSent } from "../../wire/generated";
import { type Draft, injectOf } from "./inject";

export const DRILL_KINDS = ["duty_turnout", "no_notice", "evacuation", "fire_attack", "joint"] as const;

/** The one-three-five in the clock's hands (districts' documents); gear and command are the observers' to judge. */
export const TO_SHOW = [
  { id: "acknowledge", milestone_to: "acknowledged", limit_s: 60 },
  { id: "depart", milestone_to: "en_route", limit_s: 120 },
  { id: "first", milestone_to: "on_scene", limit_s: 180, of: "first", weight: 2 },
  { id: "brigade", milestone_to: "on_scene", limit_s: 300, kinds: ["small", "fire"] },
  { id: "gear" },
  { id: "command" },
] as const satisfies readonly ObjectiveSent[];

export type ToShow = (typeof TO_SHOW)[number]["id"];

/** What is picked beside the fields: the building, who takes part, and what happens. */
export interface Picked {
  readonly building: string;
  readonly stations: readonly string[];
  readonly script: readonly Draft[];
}

export function planOf(form: FormData, picked: Picked, wordsFor: (id: ToShow) => string): DrillPlanSent {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const shown = new Set(form.getAll("shows").map(String));
  const kind = DRILL_KINDS.find((each) => each === text("kind")) ?? "joint";
  return {
    name: text("name"),
    kind,
    place: { building: picked.building, floor: text("floor") === "" ? null : Number(text("floor")) },
    stations: picked.stations,
    everybody: form.get("everybody") !== null,
    unannounced: form.get("unannounced") !== null,
    objectives: TO_SHOW.filter(({ id }) => shown.has(id)).map((each) => ({ ...each, text: wordsFor(each.id) })),
    injects: picked.script.map((each, place) => injectOf(each, `i${place + 1}`)),
    ends_after_s: Number(text("minutes")) * 60,
  };
}
