/** Opens an operator's desk: puts its parts together, and lets what one does reach the others. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { countsOf } from "../../derived/counts";
import { audible } from "../../derived/shelf";
import { shiftOf } from "../../derived/shift";
import { openList } from "../../incidents/list/list";
import { language } from "../../language/language";
import { look } from "../../look/look";
import { middleOf, shapeOf } from "../../map/area";
import { Closing } from "../../map/drawn_closing";
import type { Focus } from "../../map/ground";
import { MapHub } from "../../map/hub";
import { ownStream } from "../../parts/page";
import { openLive } from "../../record/live";
import type { Session } from "../../session/session";
import { Bell } from "../../sound/bell";
import { everySteadily } from "../../stream/steady";
import { Call } from "../call/call";
import { findArchived } from "../lists/archive";
import { closedLately } from "../lists/closed";
import { WayNames } from "../lists/way_names";
import { followRingers } from "../shift/ringers";
import { openWall } from "../wall/wall";
import { windowOf } from "../windows/kind";
import { type Channel, joinWindows } from "../windows/shared";
import type { Desk, Pane } from "./desk";
import { openHands } from "./hands";
import { KeyMap } from "./key_map";
import { paced } from "./paced";
import { pickUnit } from "./pick_unit";
import { openPressed } from "./pressed";
import { followReach, recommendedOf, spotOf } from "./reach";
import { restWhenChanged } from "./rest";
import { SendGuard } from "./send_guard";
import { followStations } from "./station_counts";
import type { Step } from "./step";
import { followHub } from "./watch";
import { isWriting } from "./writing";

/** The header's counts walk over everything: twice a second is as fast as anybody reads. */
const COUNT_EVERY_MS = 500;
const CLOSED_EVERY_MS = 1000;
const BESIDE_EVERY_MS = 1000;

export function openDesk(session: Session): Desk {
  const record = openLive(ownStream(session));
  const selected = signal<string | null>(null);
  const step = signal<Step | null>(null);
  const pane = signal<Pane>("incident");
  const focus = signal<Focus | null>(null);
  const closure = signal<string | null>(null);
  const list = openList(record);
  const { stalled, failing, clockOff, notReady } = followHub();
  const hands = openHands(record, session.me.name);
  const pressed = openPressed(record, session.me);
  const heard = computed(() => audible(record.state.value, list.ranks.value));
  const bell = new Bell(record, heard, stalled);
  const closures = computed(() => record.state.value.closures);
  const incident = computed(() => record.state.value.incidents.get(selected.value ?? "") ?? null);
  const spot = computed(() => spotOf(incident.value ?? undefined));
  const reach = followReach(session.token, stable(spot), closures);
  const show = (id: string | null) => {
    if (id !== selected.peek()) step.value = null;
    selected.value = id;
    pane.value = "incident";
    hands.tell(id, "viewing");
    const place = record.state.peek().incidents.get(id ?? "")?.place;
    if (place?.lon != null && place.lat != null) focus.value = { lon: place.lon, lat: place.lat };
  };
  const busy = computed(() => isWriting({ step, pane }));
  const owner = [session.me.role, session.me.name].join("/");
  const tellWindows = joinWindows(new BroadcastChannel(`onethree-desk/${owner}`) as Channel, {
    selected,
    show,
    busy,
    language,
    look,
  });
  const kind = windowOf(location.search);
  // Only the desk's first window is asked to ring; one beside it waits until it has to.
  if (kind !== "desk") everySteadily(BESIDE_EVERY_MS, () => void bell.standBeside());
  const desk: Omit<Desk, "resting"> = {
    window: kind,
    session,
    record,
    line: record.line,
    loaded: record.loaded,
    list,
    shift: paced(record.state, shiftOf, COUNT_EVERY_MS),
    counts: paced(heard, countsOf, COUNT_EVERY_MS),
    readiness: followStations(record, session.token),
    selected,
    incident,
    step,
    pane,
    hideDrills: signal(false),
    hands,
    pressed,
    press: (command, opposite, id) => {
      const about = "incident" in command && typeof command.incident === "string" ? command.incident : selected.peek();
      if (about !== null) hands.tell(about, "handling");
      return pressed.press(command, opposite, id);
    },
    pressAll: (pressings) => {
      if (selected.peek() !== null) hands.tell(selected.peek(), "handling");
      return pressed.pressAll(pressings);
    },
    sent: new SendGuard(),
    pickUnit: (unit) => pickUnit({ step, incident, record }, unit),
    over: signal(null),
    why: signal(null),
    reach,
    recommended: computed(() => {
      record.clock.second.value;
      return recommendedOf(record.state.peek(), incident.value, reach.value);
    }),
    bell,
    silent: followRingers(record, bell),
    stalled,
    failing,
    clockOff,
    notReady,
    keys: new KeyMap(),
    call: new Call(record, session),
    closing: new Closing(new MapHub(session.token)),
    closed: paced(record.state, (state) => closedLately(state, record.clock.now() ?? 0), CLOSED_EVERY_MS),
    wayNames: new WayNames(new MapHub(session.token)),
    closure,
    wall: openWall(record),
    showClosure: (id) => {
      step.value = null;
      closure.value = id;
      pane.value = "lane";
      const found = record.state.peek().closures.get(id);
      const middle = found === undefined ? null : shapeOf(found.area);
      const [lon, lat] = (middle === null ? null : middleOf(middle)) ?? [found?.area.lon, found?.area.lat];
      if (lon != null && lat != null) focus.value = { lon, lat };
    },
    focus,
    composing: signal(false),
    mayAct: session.me.role === "dispatcher" || session.me.role === "admin",
    select: (id) => {
      show(id);
      tellWindows(id);
    },
    unshelve: (source) => void pressed.press({ type: "source.unshelve", source }),
    archive: (text) => findArchived(session.token, text),
    leave: () => {
      if (step.peek() !== null) step.value = null;
      else pane.value = "incident";
    },
  };
  effect(() => {
    // Where nothing was chosen yet the most urgent one is shown; what somebody is writing stays where it is.
    const first = list.ranks.value[0];
    if (selected.peek() !== null || first === undefined) return;
    selected.value = first.id;
    hands.tell(first.id, "viewing");
  });
  effect(() => {
    if (record.loaded.value) whenQuiet(() => void desk.call.prepare());
  });
  return { ...desk, resting: restWhenChanged(desk) };
}

/** Call when the browser has nothing more urgent; soon where it cannot tell. */
function whenQuiet(act: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5000 });
  else setTimeout(act, 1000);
}

/** A signal that changes where the value means something else, not where it is another object. */
function stable<T>(source: ReadonlySignal<T>): ReadonlySignal<T> {
  let last: T = source.peek();
  return computed(() => {
    const value = source.value;
    if (JSON.stringify(value) !== JSON.stringify(last)) last = value;
    return last;
  });
}
