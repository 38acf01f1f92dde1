/** Setting a source aside: why, then for how long; Enter is an hour. What it names is the device, or its panel. */

import { sourceOf } from "../../derived/shelf";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import type { Desk } from "../desk/desk";
import type { ShelveStep } from "../desk/step";
import { numbered, type StepView } from "../desk/step_view";
import type { Opposite } from "../desk/undo_stack";

type ShelvingDesk = Pick<Desk, "step" | "press" | "record">;

const REASONS = ["test", "repair", "repeats", "works"] as const;
const MINUTES = [30, 60, 120, 240, 480] as const;
const USUAL_MINUTES = 60;
const SCOPES_AT_MOST = 3;

export function shelveView(desk: ShelvingDesk, step: ShelveStep, incident: Incident): StepView {
  const device = sourceOf(desk.record.state.value, incident);
  if (device === null) return { title: t("step.shelve_none"), options: [], enter: null };
  const source = step.source ?? device;
  const put = (change: Partial<ShelveStep>) => () => {
    desk.step.value = { ...step, ...change };
  };
  if (step.reason === null) {
    const options = REASONS.map((reason) => {
      const label = t(`shelf.reason.${reason}`);
      return { id: reason, label, chosen: false, choose: put({ reason: label }) };
    });
    return { title: t("step.shelve", { source }), options: numbered(options), enter: null };
  }
  const reason = step.reason;
  const shelve = (minutes: number) => () => {
    desk.step.value = null;
    const now = desk.record.clock.now() ?? Date.now();
    const until = new Date(now + minutes * 60_000).toISOString();
    void desk.press({ type: "source.shelve", source, reason, until }, unshelveAgain);
  };
  const times = MINUTES.map((minutes) => ({
    id: `${minutes}`,
    label: t("shelf.minutes", { minutes }),
    chosen: minutes === USUAL_MINUTES,
    choose: shelve(minutes),
  }));
  const scopes = scopesOf(device).map((scope) => ({
    id: scope,
    label: t(scope === device ? "shelf.device" : "shelf.panel", { source: scope }),
    chosen: scope === source,
    choose: put({ source: scope }),
  }));
  return {
    title: t("step.shelve_until", { source }),
    options: numbered([...times, ...(scopes.length > 1 ? scopes : [])]),
    enter: shelve(USUAL_MINUTES),
    enterWord: t("act.shelve"),
  };
}

/** A device's own name, and what it begins with down to the first number: its loop, its panel. */
export function scopesOf(device: string): readonly string[] {
  const ends = [...device.matchAll(/[^\p{L}\p{N}]+/gu)].map((found) => found.index);
  const wider = ends.reverse().map((end) => device.slice(0, end));
  return [device, ...wider.filter((each) => /\p{N}/u.test(each))].slice(0, SCOPES_AT_MOST);
}

/** It was shelved: it counts again. */
const unshelveAgain: Opposite = (events) => {
  const shelved = events.find((event) => event.type === "source.shelved");
  return shelved === undefined ? null : { type: "source.unshelve", source: shelved.source };
};
