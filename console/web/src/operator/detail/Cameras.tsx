/** The picture beside an alarm: of the newest alarm whose device has a camera that looks at it. */

import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { useRow } from "../wall/device";
import { Snapshot } from "../wall/Snapshot";

export function Cameras({ incident }: { readonly incident: Incident }) {
  const { record } = useDesk();
  const alarms = record.state.peek().alarms;
  const devices = incident.alarms.flatMap((id) => alarms.get(id)?.device ?? []);
  const newest = devices.at(-1) ?? null;
  const row = useRow(incident.closed_at === null ? newest : null);
  if (row === null || !row.camera) return null;
  return <Snapshot key={row.id} device={row.id} name={row.name ?? row.id} />;
}
