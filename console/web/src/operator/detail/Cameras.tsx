/** The picture beside an alarm: of the newest alarm whose device has a camera that looks at it. */

import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { useRows } from "../wall/device";
import { Snapshot } from "../wall/Snapshot";

/** So many devices are asked for a camera, the newest alarm's first. */
const ASKED = 4;

export function Cameras({ incident }: { readonly incident: Incident }) {
  const { record } = useDesk();
  const { alarms } = record.state.peek();
  const open = incident.closed_at === null ? incident.alarms.toReversed() : [];
  const devices = [...new Set(open.flatMap((id) => alarms.get(id)?.device ?? []))].slice(0, ASKED);
  const row = useRows(devices).find((each) => each.camera);
  return row === undefined ? null : <Snapshot key={row.id} device={row.id} name={row.name ?? row.id} />;
}
