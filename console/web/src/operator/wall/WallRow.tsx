/** One thing that holds of one device: what, how long, of which device, where, who was told, what a person found. */

import type { Holding } from "../../derived/conditions";
import { deviceWord, whatWord } from "../../incidents/signals";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { UnknownDevice } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { useMinute } from "./minute";
import { ageWord, placeOf, toldWord } from "./words";

/** A condition is not an alarm: no glyph here is red, and a fire's leads to its incident. */
function glyphOf(row: Holding): string {
  const { what, verified } = row;
  if (verified === false) return "–";
  if (isWatched(row)) return "▲";
  if (what === "fire") return "●";
  if (what === "silent") return "?";
  return what === "switched_off" || what === "disabled" ? "×" : "△";
}

/** What somebody should look at soon; a fire that brought no alarm about (an electrical one) is among it. */
function isWatched({ what, device, verified }: Holding): boolean {
  if (verified === false) return false;
  return what === "prealarm" || what === "limit" || (what === "fire" && device.conditions.fire?.incident === null);
}

export function WallRow({ row }: { readonly row: Holding }) {
  const { record, wall } = useDesk();
  const { device, what, verified } = row;
  const state = record.state.peek();
  const place = wall.grouping.value === "building" ? "" : `${placeOf(state, row)} · `;
  const said = [deviceWord(device), toldWord(state, row)].join(" · ");
  return (
    <button
      type="button"
      class="wall-row"
      data-device={device.id}
      data-what={what}
      data-watched={isWatched(row)}
      data-verified={verified === null ? undefined : verified}
      aria-pressed={wall.chosen.value === device.id}
      title={`${whatWord(row)} · ${place}${said}`}
      onClick={() => choose(wall.chosen, device.id)}
    >
      <span class="wall-glyph" aria-hidden="true">
        {glyphOf(row)}
      </span>
      <span class="wall-what">
        {whatWord(row)}
        <Marks of={row} />
      </span>
      <span class="wall-age digits">{ageWord(row.since, useMinute())}</span>
      <span class="wall-said">
        {place}
        {said}
      </span>
    </button>
  );
}

function Marks({ of: { verified, chatters, test, device, what } }: { readonly of: Holding }) {
  const until = device.disabled?.until;
  return (
    <>
      {verified !== null && <b class="mark">{t(verified ? "wall.real" : "wall.not_real")}</b>}
      {chatters && <b class="mark">{t("wall.chatters")}</b>}
      {test && what !== "test" && <b class="mark">{t("test")}</b>}
      {until !== undefined && (
        <b class="mark digits">{t("wall.until", { time: clock(Date.parse(until)).slice(0, 5) })}</b>
      )}
    </>
  );
}

/** A device that spoke and is in no table. */
export function UnknownRow({ of }: { readonly of: UnknownDevice }) {
  const { record, wall } = useDesk();
  const { id, gateway, address, kind, text, at } = of;
  const name = record.state.peek().gateways.get(gateway)?.name ?? gateway;
  return (
    <button
      type="button"
      class="wall-row"
      data-device={id}
      data-what="unknown"
      aria-pressed={wall.chosen.value === id}
      onClick={() => choose(wall.chosen, id)}
    >
      <span class="wall-glyph" aria-hidden="true">
        ＋
      </span>
      <span class="wall-what">
        {t("wall.unknown_from", { gateway: name, address: address ?? "—" })}
        {kind !== null && <b class="mark">{wireWord("device_kind", kind)}</b>}
      </span>
      <span class="wall-age digits">{ageWord(Date.parse(at), useMinute())}</span>
      <span class="wall-said">{text ?? t("wall.no_kind")}</span>
    </button>
  );
}

/** A second press puts it away. */
function choose(chosen: { value: string | null }, id: string): void {
  chosen.value = chosen.value === id ? null : id;
}
