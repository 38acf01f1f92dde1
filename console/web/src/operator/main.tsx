import { signal } from "@preact/signals";
import type { Selected } from "../map/ground";
import { MapView } from "../map/MapView";
import { ownStream, startPage } from "../parts/page";
import { openLive } from "../record/live";
import "./operator.css";

const selected = signal<Selected | null>(null);

startPage({
  name: "operator",
  open: (session) => openLive(ownStream(session)),
  show: (session, record) => (
    <MapView
      token={session.token}
      record={record}
      selected={selected}
      onSelect={(mark) => {
        selected.value = mark;
      }}
    />
  ),
});
