/** What a building's file says in the order in which somebody on the way asks; nothing of it is guessed. */

import type { PlainKey } from "../../language/dictionary";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import type { Hydrant, HydrantNow, Site, Stand } from "../../wire/generated";

export interface Line {
  readonly name: string;
  readonly text: string;
  /** A number to be called. */
  readonly phone?: string;
}

interface Known {
  get(hydrant: string): HydrantNow | undefined;
}

/** Where this order goes: entrance, standing ground, water. */
export function standLines(stand: Stand | null): Line[] {
  if (stand === null) return [];
  const { entrance, ground, hydrant } = stand;
  return present([
    entrance === null ? null : line("site.entrance", entrance.name === "" ? entrance.id : entrance.name),
    ground === null
      ? null
      : line("site.ground", sizeWord(ground.length_m, ground.width_m, ground.bearing_t) || ground.id),
    hydrant === null ? null : line("site.water", hydrantWord(hydrant, undefined)),
  ]);
}

/** What can hurt a crew, who cannot walk, and whom to call: before everything else of the file. */
export function firstLines(site: Site): Line[] {
  const helped = site.assistance.map(({ floor, count }) => t("site.helped", { floor: floorWord(floor), count }));
  return present([
    site.hazards.length === 0 ? null : line("site.hazards", site.hazards.join(" · ")),
    helped.length === 0 ? null : line("site.assistance", helped.join(" · ")),
    site.control_room === "" && site.control_room_phone === ""
      ? null
      : { ...line("site.control_room", site.control_room), phone: site.control_room_phone },
  ]);
}

/** Everything else that is known, and the plan's own steps. */
export function restLines(site: Site, known: Known): Line[] {
  const entrances = site.entrances.map(
    ({ id, name, serves }) => `${name || id} (${serves.map((each) => wireWord("serves", each)).join(" ")})`,
  );
  const { lifts, fire_lifts: fireLifts } = site;
  return present([
    text("site.keys", site.keys),
    text("site.pump_room", site.pump_room),
    text("site.entrances", entrances.join(" · ") || site.entrance),
    lifts === null && fireLifts === null
      ? null
      : line("site.lifts", t("site.lifts_of", { lifts: lifts ?? "?", fire: fireLifts ?? "?" })),
    ...site.grounds.map((each) =>
      line(
        "site.ground",
        [each.id, sizeWord(each.length_m, each.width_m, each.bearing_t), stateWord(each.state)]
          .filter(Boolean)
          .join(" · "),
      ),
    ),
    ...site.hydrants.map((each) => line("site.water", hydrantWord(each, known.get(each.id)))),
    text("site.responsible", site.responsible),
    text("site.warden", site.warden),
    text("site.plan", site.plan),
    ...site.steps.map((step) => line("site.step", `${step.order}. ${wireWord("step_role", step.role)}: ${step.text}`)),
  ]);
}

function hydrantWord(hydrant: Hydrant, now: HydrantNow | undefined): string {
  const state = now === undefined ? stateWord(hydrant.state) : t(now.works ? "site.works" : "site.dry");
  const pressure = hydrant.pressure_mpa === null ? "" : `${number(hydrant.pressure_mpa, 2)} MPa`;
  return [`${wireWord("hydrant", hydrant.kind)} ${hydrant.id}`, pressure, state].filter(Boolean).join(" · ");
}

function sizeWord(length: number | null, width: number | null, tons: number | null): string {
  const size = length === null || width === null ? "" : `${number(length, 1)} × ${number(width, 1)} m`;
  return [size, tons === null ? "" : `${number(tons, 1)} t`].filter(Boolean).join(" · ");
}

const stateWord = (state: Hydrant["state"]) => (state === null ? "" : wireWord("thing", state));

const line = (key: PlainKey, words: string): Line => ({ name: t(key), text: words });

const text = (key: PlainKey, words: string): Line | null => (words === "" ? null : line(key, words));

const present = (lines: readonly (Line | null)[]): Line[] => lines.filter((each) => each !== null);
