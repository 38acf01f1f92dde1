/** What a plan says, made from the form's fields. Pure. */

import type { DrillPlanSent, ObjectiveSent } from "../../wire/generated";
import { pickedId } from "../parts/StationPicker";

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

export function planOf(form: FormData, stations: readonly string[], wordsFor: (id: ToShow) => string): DrillPlanSent {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const shown = new Set(form.getAll("shows").map(String));
  const kind = DRILL_KINDS.find((each) => each === text("kind")) ?? "joint";
  return {
    name: text("name"),
    kind,
    place: { building: pickedId(text("building")), floor: text("floor") === "" ? null : Number(text("floor")) },
    stations,
    everybody: form.get("everybody") !== null,
    unannounced: form.get("unannounced") !== null,
    objectives: TO_SHOW.filter(({ id }) => shown.has(id)).map((each) => ({ ...each, text: wordsFor(each.id) })),
    ends_after_s: Number(text("minutes")) * 60,
  };
}
