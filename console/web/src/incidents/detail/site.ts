/** What a building's file says in the order in which somebody on the way asks; nothing of it is guessed. */

import type { PlainKey } from "../../language/dictionary";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import type { Building, Hydrant, HydrantNow, Site, Stand } from "../../wire/generated";

export interface Line {
  readonly name: string;
  readonly text: string;
  /** A document to be opened. */
  readonly href?: string;
  /** A number to be called. */
  readonly phone?: string;
}

interface Known {
  get(hydrant: string): HydrantNow | undefined;
}

/** What a crew needs in ten seconds, first what cannot wait: where to go in, what can hurt, whom to call; then the rest. */
export function urgentLines(stand: Stand | null, site: Site | undefined, known: Known): Line[] {
  const { entrance = null, ground = null, hydrant = null } = stand ?? {};
  const helped = site?.assistance.map(({ floor, count }) => t("site.helped", { floor: floorWord(floor), count })) ?? [];
  const { control_room: room = "", control_room_phone: phone = "" } = site ?? {};
  return present([
    entrance === null ? null : line("site.entrance", entrance.name || entrance.id),
    text("site.hazards", site?.hazards.join(" · ") ?? ""),
    room === "" && phone === "" ? null : { ...line("site.control_room", room), phone },
    ground === null
      ? null
      : line("site.ground", sizeWord(ground.length_m, ground.width_m, ground.bearing_t) || ground.id),
    hydrant === null ? null : line("site.water", chosenWord(hydrant, known.get(hydrant.id))),
    text("site.assistance", helped.join(" · ")),
  ]);
}

/** What is asked in the first ten seconds at the desk: how to get in, whom to call, what can hurt, who cannot walk. */
export function contactLines(building: Building, site: Site | undefined, known: Known): Line[] {
  const { storeys, fire_lift: fireLift } = building;
  const lift = fireLift === null ? "detail.lift_unknown" : fireLift ? "detail.lift" : "detail.no_lift";
  const height = storeys === null ? "" : t("detail.storeys", { count: storeys });
  const { entrances = [], entrance: written = "", warden = "", responsible = "" } = site ?? {};
  const doors = entrances.map(({ id, name, serves }) =>
    serves.length > 1 ? name || id : `${name || id} (${serves.map((each) => wireWord("serves", each)).join(" ")})`,
  );
  return present([
    text("site.entrance", doors.join(" · ") || written),
    ...urgentLines(null, site, known),
    text("site.warden", warden),
    text("site.responsible", responsible),
    line("detail.building", [height, t(lift)].filter(Boolean).join(" · ")),
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
    planLine(site.plan),
    ...site.steps.map((step) => line("site.step", `${step.order}. ${wireWord("step_role", step.role)}: ${step.text}`)),
  ]);
}

/** The plan by its name; opened where it is an address. */
function planLine(plan: string): Line | null {
  const named = text("site.plan", plan);
  return named !== null && /^https?:\/\/\S+$/.test(plan) ? { ...named, href: plan } : named;
}

/** Where water is taken: its number, and what is out of the ordinary. One that was chosen stands outside and works. */
function chosenWord(hydrant: Hydrant, now: HydrantNow | undefined): string {
  const kind = hydrant.kind === "outdoor" ? "" : wireWord("hydrant", hydrant.kind);
  const dry = now?.works === false ? t("site.dry") : "";
  return [`${kind} ${hydrant.id}`.trim(), pressureWord(hydrant), dry].filter(Boolean).join(" · ");
}

function hydrantWord(hydrant: Hydrant, now: HydrantNow | undefined): string {
  const state = now === undefined ? stateWord(hydrant.state) : t(now.works ? "site.works" : "site.dry");
  return [`${wireWord("hydrant", hydrant.kind)} ${hydrant.id}`, pressureWord(hydrant), state]
    .filter(Boolean)
    .join(" · ");
}

const pressureWord = ({ pressure_mpa: pressure }: Hydrant): string =>
  pressure === null ? "" : `${number(pressure, 2)}\u00a0MPa`;

function sizeWord(length: number | null, width: number | null, tons: number | null): string {
  const size = length === null || width === null ? "" : `${number(length, 1)} × ${number(width, 1)} m`;
  return [size, tons === null ? "" : `${number(tons, 1)} t`].filter(Boolean).join(" · ");
}

const stateWord = (state: Hydrant["state"]) => (state === null ? "" : wireWord("thing", state));

const line = (key: PlainKey, words: string): Line => ({ name: t(key), text: words });

const text = (key: PlainKey, words: string): Line | null => (words === "" ? null : line(key, words));

const present = (lines: readonly (Line | null)[]): Line[] => lines.filter((each) => each !== null);
