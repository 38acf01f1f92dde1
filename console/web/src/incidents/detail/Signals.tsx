/** What the devices of an incident's building say, in one line; in their own words behind it. */

import { computed, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { inBuilding } from "../../derived/conditions";
import type { State } from "../../fold/state";
import { moment } from "../../language/format";
import { language, t } from "../../language/language";
import { Fold } from "../../parts/Fold";
import type { DeviceState, Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { deviceWord, signalWords } from "../signals";
import "./signals.css";

interface Props {
  readonly incident: Incident;
  /** What looks at the devices that gave the alarm. */
  readonly children?: ComponentChildren;
}

export function Signals({ incident, children }: Props) {
  const { record } = useBoard();
  const building = incident.place.building;
  const devices = useMemo(() => devicesOf(record.state, building), [record, building]).value;
  language.value; // the line is put together of words
  const words = signalWords(devices);
  if (words.length === 0) return <>{children}</>;
  return (
    <section class="signals" aria-label={t("signals.title")}>
      <h3>{t("signals.title")}</h3>
      <p class="signals-line">
        {words.map((each, place) => (
          <span key={each.key} class={each.wrong ? "amber" : undefined}>
            {place > 0 && t("signals.between")}
            {each.wrong && <b title={t("signals.wrong")}>▲ </b>}
            {each.words}
          </span>
        ))}
      </p>
      <Fold title={`${t("signals.raw")} · ${t("signals.all", { count: devices.length })}`}>
        {() => <AsTheyCame devices={devices} />}
      </Fold>
      {children}
    </section>
  );
}

const SHOWN = 50;

/** The devices' own words, the newest first. */
function AsTheyCame({ devices }: { readonly devices: readonly DeviceState[] }) {
  const lines = devices
    .flatMap((device) =>
      Object.entries(device.conditions).map(([what, raised]) => ({ key: `${device.id} ${what}`, device, raised })),
    )
    .sort((one, other) => (one.raised.since < other.raised.since ? 1 : -1));
  return (
    <ul class="signals-raw">
      {lines.slice(0, SHOWN).map(({ key, device, raised }) => (
        <li key={key}>
          <span class="digits">{moment(Date.parse(raised.since))}</span> {deviceWord(device)}
          {raised.text !== null && raised.text !== device.name && <span class="second"> {raised.text}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The devices of a building that have something to say; the same list for as long as none of them says something else. */
function devicesOf(state: ReadonlySignal<State>, building: string | null): ReadonlySignal<readonly DeviceState[]> {
  let last: readonly DeviceState[] = [];
  const conditions = computed(() => state.value.conditions);
  return computed(() => {
    const now = building === null ? [] : inBuilding(conditions.value, building);
    if (now.length !== last.length || now.some((each, place) => each !== last[place])) last = now;
    return last;
  });
}
