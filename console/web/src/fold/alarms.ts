/** Signals: they come in, join an incident, or leave it for another. */

import type { Alarm, Incident } from "../wire/generated";
import { change, put, type Rules } from "./put";
import type { State } from "./state";

export const ALARMS: Rules<"alarm.raised" | "alarm.merged" | "alarm.split"> = {
  "alarm.raised": (state, event) => {
    const { alarm: id, incident, source, kind, device, place, at, note, test, flags, unread } = event;
    const late = flags.includes("late");
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
      unread,
      occurred_at: event.occurred_at,
      reporter: event.reporter,
    });
    return change(raised, "incidents", incident, (before) => ({
      alarms: [...before.alarms, id],
      devices: device === null ? before.devices : withDevice(before.devices, [source, device]),
      old_devices: oldDevices(before, device === null ? null : [source, device], late),
      last_alarm_at: at,
      unread: { ...unread, ...before.unread },
      signal_at: late ? before.signal_at : null,
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
  return devices.some((each) => isDevice(each, device)) ? devices : [...devices, device];
}

/** Of which devices an incident has late signals alone, after one more of this device. */
function oldDevices(before: Incident, device: readonly [string, string] | null, late: boolean): Devices {
  if (device === null) return before.old_devices;
  if (!late) return before.old_devices.filter((each) => !isDevice(each, device));
  return before.devices.some((each) => isDevice(each, device)) ? before.old_devices : [...before.old_devices, device];
}

export function isDevice(one: readonly [string, string], other: readonly [string, string]): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function devicesOf(alarms: readonly Alarm[]): Devices {
  return alarms.reduce<Devices>(
    (found, { source, device }) => (device === null ? found : withDevice(found, [source, device])),
    [],
  );
}

/** Give an incident other alarms, after these are in the state. */
function withAlarms(state: State, incident: string, alarms: readonly string[]): State {
  const known = alarms.map((key) => state.alarms.get(key)).filter((alarm): alarm is Alarm => alarm !== undefined);
  const devices = devicesOf(known);
  const fresh = devicesOf(known.filter((alarm) => !alarm.flags.includes("late")));
  const old_devices = devices.filter((each) => !fresh.some((other) => isDevice(each, other)));
  return change(state, "incidents", incident, () => ({ alarms, devices, old_devices }));
}
