/** Signals: they come in, join an incident, or leave it for another. */

import type { Alarm } from "../wire/generated";
import { change, put, type Rules } from "./put";
import type { State } from "./state";

export const ALARMS: Rules<"alarm.raised" | "alarm.merged" | "alarm.split"> = {
  "alarm.raised": (state, event) => {
    const { alarm: id, incident, source, kind, device, place, at, note, test, flags } = event;
    const raised = put(state, "alarms", {
      id,
      incident,
      source,
      kind,
      device,
      place,
      at,
      note,
      test,
      flags,
      joined: null,
      joined_because: null,
    });
    return change(raised, "incidents", incident, (before) => ({
      alarms: [...before.alarms, id],
      devices: device === null ? before.devices : withDevice(before.devices, [source, device]),
      last_alarm_at: at,
    }));
  },
  "alarm.merged": (state, event) =>
    change(state, "alarms", event.alarm, () => ({
      joined: event.reason,
      joined_because: event.because,
    })),
  "alarm.split": (state, event) => {
    const moved = change(state, "alarms", event.alarm, () => ({
      incident: event.into,
      joined: null,
      joined_because: null,
    }));
    const source = moved.incidents.get(event.incident);
    const target = moved.incidents.get(event.into);
    const rest = source?.alarms.filter((key) => key !== event.alarm) ?? [];
    const left = withAlarms(moved, event.incident, rest);
    return withAlarms(left, event.into, [...(target?.alarms ?? []), event.alarm]);
  },
};

type Devices = readonly (readonly [string, string])[];

/** A detector that repeats itself for hours is named once. */
export function withDevice(devices: Devices, device: readonly [string, string]): Devices {
  return devices.some(([source, name]) => source === device[0] && name === device[1]) ? devices : [...devices, device];
}

/** Give an incident other alarms, after these are in the state. */
function withAlarms(state: State, incident: string, alarms: readonly string[]): State {
  const known = alarms.map((key) => state.alarms.get(key)).filter((alarm): alarm is Alarm => alarm !== undefined);
  const devices = known.reduce<Devices>(
    (found, { source, device }) => (device === null ? found : withDevice(found, [source, device])),
    [],
  );
  return change(state, "incidents", incident, () => ({ alarms, devices }));
}
