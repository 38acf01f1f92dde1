/** What is owed on devices, as the hub reckons it (`GET /reports/owed`), and the gateways that pass their signals on. */

export interface OwedDevice {
  readonly device: string;
  /** Conditions of the wire, `silent`, `switched_off`. */
  readonly why: readonly string[];
  readonly since: string;
  readonly days: number;
  readonly kind: string;
  readonly name: string;
  readonly building: string;
  readonly street: string;
  readonly station: string;
  readonly owner: string;
}

export interface OwedGroup {
  readonly key: string;
  readonly devices: number;
  readonly wrong: number;
  readonly out_of_order: number;
  readonly silent: number;
  readonly switched_off: number;
  readonly owed: number;
  readonly oldest_days: number;
}

export const BY = ["streets", "owners", "stations"] as const;
export type By = (typeof BY)[number];

export interface OwedAnswer {
  readonly at: string;
  readonly days: number;
  readonly total: number;
  readonly streets: readonly OwedGroup[];
  readonly owners: readonly OwedGroup[];
  readonly stations: readonly OwedGroup[];
  readonly listed: readonly OwedDevice[];
}

export interface GatewayRow {
  readonly id: string;
  readonly protocol: string;
  readonly profile: string | null;
  readonly name: string | null;
  readonly building: string | null;
  readonly station: string | null;
  readonly silent_after_s: number;
  readonly out_of_order: readonly string[];
}

/** What changes it: the beginnings of events' types. */
export const CHANGES: readonly string[] = ["condition.", "device.", "limit.", "registry."];

/** Add up what a column counts over all groups: every device is in one group of each kind. */
export function sumOf(
  groups: readonly OwedGroup[],
  what: "wrong" | "out_of_order" | "silent" | "switched_off",
): number {
  return groups.reduce((sum, group) => sum + group[what], 0);
}
