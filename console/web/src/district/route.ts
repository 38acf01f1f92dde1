/** Where on the page one is: `#drills/drl-12` is the section and what is looked at in it. The address can be kept. */

import { signal } from "@preact/signals";
import type { Me } from "../session/session";

export type SectionName =
  | "readiness"
  | "duty"
  | "checks"
  | "equipment"
  | "drills"
  | "devices"
  | "training"
  | "ledger"
  | "figures"
  | "reports"
  | "access"
  | "roads"
  | "imports";

type Role = Me["role"];

const CENTRE: readonly Role[] = ["dispatcher", "commander", "admin"];
const EVERYBODY: readonly Role[] = ["station", ...CENTRE];

/** Who is shown which section; the hub decides by itself what it answers. */
const SHOWN_TO: Readonly<Record<SectionName, readonly Role[]>> = {
  readiness: EVERYBODY,
  duty: EVERYBODY,
  checks: EVERYBODY,
  equipment: EVERYBODY,
  drills: EVERYBODY,
  devices: CENTRE,
  training: CENTRE,
  ledger: CENTRE,
  figures: CENTRE,
  reports: CENTRE,
  access: ["dispatcher", "admin"],
  roads: CENTRE,
  imports: ["admin"],
};

export interface Route {
  readonly section: SectionName;
  /** What is looked at in the section, such as a drill's id. */
  readonly item: string | null;
}

const FIRST: Route = { section: "readiness", item: null };

export function sectionsOf(role: Role): SectionName[] {
  return (Object.keys(SHOWN_TO) as SectionName[]).filter((name) => SHOWN_TO[name].includes(role));
}

/** Read an address' fragment; what is not there for this role leads to the first section. */
export function readRoute(fragment: string, role: Role): Route {
  const [name, item] = fragment.replace(/^#/, "").split("/", 2);
  const section = sectionsOf(role).find((each) => each === name);
  return section === undefined ? FIRST : { section, item: item ? decodeURIComponent(item) : null };
}

export function addressOf(section: SectionName, item?: string): string {
  return item === undefined ? `#${section}` : `#${section}/${encodeURIComponent(item)}`;
}

/** Follow the address for as long as the page is open. */
export function openRoute(role: Role) {
  const route = signal(readRoute(location.hash, role));
  addEventListener("hashchange", () => {
    route.value = readRoute(location.hash, role);
  });
  return route;
}
