/** The chosen device below the wall: what it is, everything that holds of it, who was told, and what can be done. */

import { useComputed } from "@preact/signals";
import { type Holding, holdingsOf } from "../../derived/conditions";
import { deviceWord, whatWord } from "../../incidents/signals";
import { clock, moment } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import { Fold } from "../../parts/Fold";
import type { DeviceState, SignalVerify } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { useRows } from "./device";
import { FileForm } from "./FileForm";
import { RawMessages } from "./RawMessages";
import { Snapshot } from "./Snapshot";
import { SwitchOff } from "./SwitchOff";
import { placeOf, toldWord } from "./words";

export function Chosen() {
  const { wall, record } = useDesk();
  const id = wall.chosen.value;
  const device = useComputed(() => record.state.value.conditions.get(wall.chosen.value ?? "") ?? null).value;
  const unknown = useComputed(() => record.state.value.unknown_devices.get(wall.chosen.value ?? "") ?? null).value;
  if (id === null || (device === null && unknown === null)) return null;
  return (
    <section class="wall-chosen" aria-label={t("wall.chosen")}>
      {unknown !== null && <FileForm key={unknown.id} of={unknown} />}
      {device !== null && <Facts key={device.id} of={device} />}
    </section>
  );
}

function Facts({ of }: { readonly of: DeviceState }) {
  const desk = useDesk();
  const [row] = useRows([of.id]);
  const rows = holdingsOf(of);
  const [first] = rows;
  const place = first === undefined ? "" : placeOf(desk.record.state.peek(), first);
  const floor = of.floor === null ? "" : floorWord(of.floor);
  const at = [of.gateway, of.address].filter(Boolean).join(" / ");
  return (
    <>
      <h3>{deviceWord(of)}</h3>
      <p class="second">
        {[of.kind === null ? "" : wireWord("device_kind", of.kind), place, floor].filter(Boolean).join(" · ")}
      </p>
      <p class="second digits">
        {[of.id === at ? "" : of.id, at, row?.owner ? `${t("wall.owner")} ${row.owner}` : ""]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <ul class="wall-holds">
        {rows.map((each) => (
          <Holds key={each.key} row={each} />
        ))}
      </ul>
      {of.gateway !== null && (
        <Fold title={t("wall.raw")}>{() => <RawMessages gateway={of.gateway ?? ""} address={of.address} />}</Fold>
      )}
      {row?.camera && <Snapshot device={of.id} name={deviceWord(of)} />}
      {desk.mayAct && <SwitchOff of={of} />}
    </>
  );
}

/** One thing that holds of it, with who was told; a person who looked says what they found. */
function Holds({ row }: { readonly row: Holding }) {
  const desk = useDesk();
  const state = desk.record.state.value;
  const raised = row.device.conditions[row.what];
  const incident = raised?.incident == null ? undefined : state.incidents.get(raised.incident);
  return (
    <li data-what={row.what}>
      <p>
        <b>{whatWord(row)}</b> <span class="digits">{moment(row.since)}</span>
      </p>
      <p class="second">
        {row.what === "switched_off" ? (row.device.disabled?.by.name ?? "") : toldWord(state, row)}
        {row.what === "switched_off" && row.text !== null && ` · ${row.text}`}
        {raised?.verified_by != null &&
          ` · ${t("wall.looked_by", {
            who: raised.verified_by.name,
            what: t(raised.verified ? "wall.real" : "wall.not_real"),
          })}`}
      </p>
      {raised?.text != null && (
        <details>
          <summary>{t("signals.raw")}</summary>
          <p class="wall-raw">{raised.text}</p>
          {raised.occurred_at !== null && <p class="second digits">{clock(Date.parse(raised.occurred_at))}</p>}
        </details>
      )}
      {incident !== undefined && (
        <Button onClick={() => desk.select(incident.id)}>{t("wall.incident", { number: incident.number })}</Button>
      )}
      {raised !== undefined && desk.mayAct && row.verified === null && <Verify row={row} />}
    </li>
  );
}

/** What is verified is what a person saw there; of a fire or its pre-alarm "it burns" raises the alarm. */
function Verify({ row: { device, what } }: { readonly row: Holding }) {
  const desk = useDesk();
  const say = (real: boolean) => {
    const condition = what as SignalVerify["condition"];
    void desk.press({ type: "signal.verify", device: device.id, condition, real });
  };
  const burns = what === "fire" || what === "prealarm";
  return (
    <p class="wall-verify">
      <span class="second">{t("wall.verify")}</span>
      <Button onClick={() => say(true)}>{t(burns ? "wall.verify_fire" : "wall.verify_real")}</Button>
      <Button onClick={() => say(false)}>{t("wall.verify_not")}</Button>
    </p>
  );
}
