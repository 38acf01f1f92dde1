/** The picture beside an alarm: of the newest alarm whose device has a camera that looks at it. */

import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { useRow } from "../wall/device";
import { Snapshot } from "../wall/Snapshot";

/** So many devices are asked for a camera, the newest alarm's first. */
const ASKED = 4;

export function Cameras({ incident }: { readonly incident: Incident }) {
  const { record } = useDesk();
  const { alarms } = record.state.peek();
  const devices = new Set(incident.alarms.toReversed().flatMap((id) => alarms.get(id)?.device ?? []));
  if (incident.closed_at !== null) return null;
  return <Camera devices={[...devices].slice(0, ASKED)} />;
}

/** The first of these devices that has one; each further device is asked for only where those before it have none. */
function Camera({ devices }: { readonly devices: readonly string[] }) {
  const [first = null, ...others] = devices;
  const row = useRow(first);
  if (row === null) return null;
  if (row.camera) return <Snapshot key={row.id} device={row.id} name={row.name ?? row.id} />;
  return others.length === 0 ? null : <Camera key={others[0]} devices={others} />;
}
