/** What devices say and what people do about it: latched conditions, limits, silence, who is unknown. */

import type { AnyEvent, ConditionRaised, DeviceState, EventType, RegistryChanged } from "../wire/generated";
import { dropped, nothing, type Rules } from "./put";
import type { State } from "./state";

type Types =
  | "signal.received"
  | "signal.verified"
  | "condition.raised"
  | "condition.cleared"
  | "limit.crossed"
  | "device.unknown"
  | "device.filed"
  | "device.silent"
  | "device.back"
  | "device.disabled"
  | "device.enabled";

type Told = Pick<ConditionRaised, "device" | "gateway" | "address" | "kind" | "building" | "floor" | "name">;
type Row = Extract<AnyEvent, { readonly type: "device.filed" & EventType }>["row"];

const CALM: DeviceState = {
  id: "",
  gateway: null,
  address: null,
  kind: null,
  building: null,
  floor: null,
  name: null,
  conditions: {},
  beyond: {},
  silent_since: null,
  disabled: null,
};

export const SIGNALS: Rules<Types> = {
  "signal.received": nothing,
  "signal.verified": (state, { device, condition, real, note, by, incident }) =>
    changed(state, device, (before) => {
      const raised = before.conditions[condition];
      if (raised === undefined) return before;
      const seen = { ...raised, verified: real, verified_by: by, verified_incident: incident, note };
      return { ...before, conditions: { ...before.conditions, [condition]: seen } };
    }),
  "condition.raised": (state, event) => {
    const { condition, at, text, occurred_at, incident, station, test, chatters_until, value } = event;
    const raised = {
      since: at,
      text,
      occurred_at,
      incident,
      station,
      test,
      verified: null,
      verified_by: null,
      verified_incident: null,
      note: null,
      chatters_until,
      value,
    };
    const before = described(state, event);
    return placed(state, { ...before, conditions: { ...before.conditions, [condition]: raised } });
  },
  "condition.cleared": (state, { device, condition }) =>
    changed(state, device, (before) => ({ ...before, conditions: without(before.conditions, condition) })),
  "limit.crossed": (state, event) => {
    const { what, value, unit, limit, way, at, station, incident } = event;
    const before = described(state, event);
    const beyond = { value, unit, limit, way, since: at, station, incident };
    const rest = without(before.beyond, what);
    return placed(state, { ...before, beyond: way === "back" ? rest : { ...rest, [what]: beyond } });
  },
  "device.unknown": (state, { device: id, gateway, address, kind, text, at }) => ({
    ...state,
    unknown_devices: state.unknown_devices.with(id, { id, gateway, address, kind, text, at }),
  }),
  "device.filed": (state, { device, row }) =>
    changed(known(state, row), device, (before) => ({ ...before, ...asIn(before, row) })),
  "device.silent": (state, event) => placed(state, { ...described(state, event), silent_since: event.since }),
  "device.back": (state, { device }) => changed(state, device, (before) => ({ ...before, silent_since: null })),
  "device.disabled": (state, event) => {
    const { until, reason, by, at } = event;
    return placed(state, { ...described(state, event), disabled: { until, reason, by, at } });
  },
  "device.enabled": (state, { device }) => changed(state, device, (before) => ({ ...before, disabled: null })),
};

/** Take what the tables say of gateways and devices into what was heard of them; a console has no rows of devices. */
export function withTables(state: State, event: RegistryChanged): State {
  let unknown = state.unknown_devices;
  for (const { id } of event.gateways) unknown = unknown.without(id);
  const gateways = event.gateways.reduce((table, row) => table.with(row.id, row), state.gateways);
  let result: State = {
    ...state,
    gateways: dropped(gateways, event.dropped_gateways),
    unknown_devices: unknown,
  };
  for (const row of event.devices) result = moved(known(result, row), row);
  return { ...result, conditions: dropped(result.conditions, event.dropped_devices) };
}

/** Leave nothing of conditions that was said with an incident: words of a device may be somebody's door. */
export function conditionsWithoutWords(state: State, incident: string): State {
  let { conditions } = state;
  for (const device of state.conditions.values()) {
    const wordless = Object.entries(device.conditions).map(([name, raised]) => {
      const text = raised.incident === incident ? null : raised.text;
      const note = raised.verified_incident === incident ? null : raised.note;
      return [name, text === raised.text && note === raised.note ? raised : { ...raised, text, note }] as const;
    });
    if (wordless.some(([name, raised]) => raised !== device.conditions[name])) {
      conditions = conditions.with(device.id, { ...device, conditions: Object.fromEntries(wordless) });
    }
  }
  return { ...state, conditions };
}

/** Give what was heard of an address to the device that the table has there now. */
function moved(state: State, row: Row): State {
  const at = `${row.gateway ?? ""}/${row.address ?? ""}`;
  const there = state.conditions.get(at);
  const conditions = there !== undefined && at !== row.id ? state.conditions.without(at) : state.conditions;
  const before = conditions.get(row.id) ?? there;
  if (before === undefined) return { ...state, conditions };
  return { ...state, conditions: conditions.with(row.id, { ...before, ...asIn(before, row), id: row.id }) };
}

/** A device that has a row is not unknown any more. */
function known(state: State, row: Row): State {
  if (!row.gateway || !row.address) return state;
  return { ...state, unknown_devices: state.unknown_devices.without(`${row.gateway}/${row.address}`) };
}

function asIn(before: DeviceState, row: Row): Partial<DeviceState> {
  return {
    gateway: row.gateway || before.gateway,
    address: row.address || before.address,
    kind: row.kind,
    building: row.building || before.building,
    floor: row.floor,
    name: row.name || before.name,
  };
}

function described(state: State, told: Told): DeviceState {
  const { device: id, gateway, address, kind, building, floor, name } = told;
  const before = state.conditions.get(id) ?? { ...CALM, id };
  return { ...before, gateway, address, kind, building, floor, name };
}

function changed(state: State, device: string, change: (before: DeviceState) => DeviceState): State {
  const before = state.conditions.get(device);
  return before === undefined ? state : placed(state, change(before));
}

/** Put a device's state back; one with nothing to say leaves. */
function placed(state: State, device: DeviceState): State {
  const says = Object.keys(device.conditions).length + Object.keys(device.beyond).length;
  const calm = says === 0 && device.silent_since === null && device.disabled === null;
  const { conditions } = state;
  return { ...state, conditions: calm ? conditions.without(device.id) : conditions.with(device.id, device) };
}

function without<T>(record: { readonly [key: string]: T }, key: string): { readonly [key: string]: T } {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
