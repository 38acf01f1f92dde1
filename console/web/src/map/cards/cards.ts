/** What a card beside a mark says: what it is, and what somebody asks next. Nothing of it is guessed. */

import { callSignOf, callSignWord } from "../../derived/call_signs";
import type { State } from "../../fold/state";
import { crewsOf, stateOf } from "../../incidents/list/row";
import { deviceWord, whatWord } from "../../incidents/signals";
import { clock, moment, number } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, placeWord, wireWord } from "../../language/wire_words";
import type { Assignment } from "../../wire/generated";
import { ageOf } from "../age";
import type { Selected } from "../ground";
import { tellingIn } from "../marks/conditions";
import { entranceOf, givesWater, hydrantOf } from "../marks/sites";
import { canLeave, unitsOf } from "../marks/stations";

export interface Line {
  readonly name: string;
  readonly text: string;
  /** A number to be called. */
  readonly phone?: string;
  readonly tone?: "red" | "amber";
}

export interface Card {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Return the card of a mark at a time; null where what it stands for is gone. */
export function cardOf(state: State, { kind, id }: Selected, now: number): Card | null {
  const make = MAKERS[kind];
  const card = make?.(state, id, now) ?? null;
  return card === null ? null : { ...card, lines: card.lines.filter(({ text, phone }) => text !== "" || phone) };
}

type MakeCard = (state: State, id: string, now: number) => Card | null;

const MAKERS: { readonly [K in Selected["kind"]]?: MakeCard } = {
  incident: incidentCard,
  unit: unitCard,
  station: stationCard,
  closure: closureCard,
  hydrant: hydrantCard,
  entrance: entranceCard,
  condition: conditionCard,
};

function incidentCard(state: State, id: string): Card | null {
  const incident = state.incidents.get(id);
  if (incident === undefined) return null;
  const { kind, grade, place, trapped, taken_by: takenBy } = incident;
  const floor = place.floor === null ? "" : ` ${floorWord(place.floor)}`;
  return {
    title: `${incident.number} ${wireWord("kind", kind)} ${t("row.grade", { grade })}`,
    lines: [
      { name: t("map.card.place"), text: `${placeWord(place, state.buildings)}${floor}` },
      { name: "", text: trapped ? t("trapped", { count: trapped }) : "", tone: "red" },
      { name: t("map.card.crews"), text: crewsOf(state, incident) },
      {
        name: t("map.card.hand"),
        text: takenBy === null ? t("row.not_taken") : takenBy.name,
        ...(takenBy === null ? { tone: "amber" } : {}),
      },
    ],
  };
}

function unitCard(state: State, id: string, now: number): Card | null {
  const unit = state.units.get(id);
  if (unit === undefined) return null;
  const station = state.stations.get(unit.station);
  const position = state.positions.get(id);
  const { shown } = position === undefined ? { shown: null } : ageOf(Date.parse(position.at), now);
  const age = shown === null ? "" : t(shown.unit === "s" ? "map.age_s" : "map.age_min", { count: shown.count });
  return {
    title: callSignWord(state, id),
    lines: [
      { name: t("map.card.state"), text: unitState(state, id) },
      {
        name: t("map.card.kind"),
        text: `${wireWord("mode", unit.mode)} · ${t("map.card.people", { count: unit.crew })}`,
      },
      { name: t("map.card.seen"), text: position === undefined ? t("map.card.at_station") : age || t("row.now") },
      { name: t("map.card.station"), text: station?.name ?? unit.station, phone: station?.phone ?? "" },
    ],
  };
}

/** What it does, and for which incident. */
function unitState(state: State, id: string): string {
  const orders = [...state.assignments.values()].filter((each) => each.unit === id && each.ending === null);
  const told = orders.map((order) => `${stateOf(order)} ${numberOf(state, order)}${etaOf(order)}`);
  if (told.length > 0) return told.join(" · ");
  return t(state.off_duty.has(id) ? "map.card.off_duty" : "map.card.free");
}

const numberOf = (state: State, { incident }: Assignment): string => state.incidents.get(incident)?.number ?? incident;

function etaOf({ assigned_at: at, eta_s: eta, on_scene_at: there }: Assignment): string {
  if (eta === null || there !== null) return "";
  return ` ${t("detail.eta", { time: clock(Date.parse(at) + eta * 1000) })}`;
}

function stationCard(state: State, id: string): Card | null {
  const station = state.stations.get(id);
  if (station === undefined) return null;
  const units = unitsOf(state).get(id) ?? [];
  return {
    title: station.name,
    lines: [
      { name: t("map.card.phone"), text: "", phone: station.phone },
      { name: "", text: canLeave(state, id) ? "" : t("map.card.nobody_there"), tone: "amber" },
      ...units.map((unit) => ({ name: callSignOf(state, unit.id).unit, text: unitState(state, unit.id) })),
    ],
  };
}

function closureCard(state: State, id: string): Card | null {
  const closure = state.closures.get(id);
  if (closure === undefined) return null;
  const modes = closure.modes.map((mode) => wireWord("mode", mode)).join(" · ");
  return {
    title: t("map.close.title"),
    lines: [
      { name: t("map.card.reason"), text: closure.reason ?? "" },
      { name: t("map.card.since"), text: `${moment(Date.parse(closure.at))} ${closure.by.name}` },
      {
        name: t("map.card.until"),
        text: closure.until === null ? t("map.card.until_opened") : moment(Date.parse(closure.until)),
      },
      { name: t("map.card.modes"), text: modes },
    ],
  };
}

function hydrantCard(state: State, id: string): Card | null {
  const hydrant = hydrantOf(state, id);
  if (hydrant === undefined) return null;
  const { kind, pressure_mpa: pressure, building } = hydrant;
  const works = givesWater(state, hydrant);
  const found = state.hydrants.get(id);
  return {
    title: `${wireWord("hydrant", kind)} ${id}`,
    lines: [
      { name: t("map.card.state"), text: t(works ? "site.works" : "site.dry"), ...(works ? {} : { tone: "amber" }) },
      { name: t("map.card.pressure"), text: pressure === null ? "" : `${number(pressure, 2)}\u00a0MPa` },
      { name: t("map.card.seen"), text: found === undefined ? "" : moment(Date.parse(found.at)) },
      { name: t("map.card.place"), text: state.buildings.get(building)?.name ?? "" },
    ],
  };
}

function entranceCard(state: State, id: string): Card | null {
  const entrance = entranceOf(state, id);
  if (entrance === undefined) return null;
  const { width_m: width, building, serves } = entrance;
  return {
    title: `${t("site.entrances")} ${entrance.name || id}`,
    lines: [
      { name: t("map.card.place"), text: state.buildings.get(building)?.name ?? building },
      { name: t("map.card.serves"), text: serves.map((each) => wireWord("serves", each)).join(" · ") },
      { name: t("map.card.width"), text: width === null ? "" : `${number(width, 1)}\u00a0m` },
    ],
  };
}

const CONDITIONS_SHOWN = 6;

/** A building's devices: the worst of what they say, and how much there is beside. */
function conditionCard(state: State, id: string): Card | null {
  const rows = tellingIn(state, id);
  if (rows.length === 0) return null;
  const more = rows.length - CONDITIONS_SHOWN;
  return {
    title: `${state.buildings.get(id)?.name ?? id} · ${t("map.card.conditions")}`,
    lines: [
      ...rows.slice(0, CONDITIONS_SHOWN).map((row) => ({ name: deviceWord(row.device), text: whatWord(row) })),
      { name: "", text: more > 0 ? t("map.card.conditions_more", { count: more }) : "" },
    ],
  };
}
