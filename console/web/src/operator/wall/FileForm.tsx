/** Filing a device that no table names: what its message and its gateway say is filled in, so that one press files it. */

import { useComputed, useSignal } from "@preact/signals";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { zh } from "../../language/words.zh";
import { Button } from "../../parts/Button";
import { floorIn } from "../../places/floors";
import { Matches, walked } from "../../places/Matches";
import { type Match, readTyped } from "../../places/place_index";
import type { UnknownDevice } from "../../wire/generated";
import { useDesk } from "../desk/desk";

const KINDS = Object.keys(zh).flatMap((key) =>
  key.startsWith("device_kind.") ? key.slice("device_kind.".length) : [],
);

export function FileForm({ of }: { readonly of: UnknownDevice }) {
  const desk = useDesk();
  const state = desk.record.state.peek();
  const known = state.gateways.get(of.gateway)?.building ?? null;
  const building = useSignal<string | null>(known);
  const typed = useSignal(known === null ? "" : (state.buildings.get(known)?.name ?? known));
  const floor = useSignal(String(floorIn(of.text ?? "") ?? ""));
  const kind = useSignal(of.kind ?? "");
  const name = useSignal(of.text ?? "");
  const address = of.address;
  if (address === null) return null; // a gateway is a row of the table
  const place = building.value === null ? null : (state.buildings.get(building.value)?.name ?? building.value);
  const storey = /^-?\d+$/.test(floor.value.trim()) ? Number(floor.value) : null;
  const told = [place, storey === null || storey === 0 ? null : floorWord(storey)].filter((each) => each !== null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void desk.press({
      type: "device.file",
      gateway: of.gateway,
      address,
      kind: kind.value || null,
      building: building.value,
      floor: storey === 0 ? null : storey,
      name: name.value.trim() || null,
    });
  };
  return (
    <form class="wall-form file" onSubmit={submit} aria-label={t("wall.file")}>
      <h3>{t("wall.file_title", { address: `${of.gateway} / ${address}` })}</h3>
      {of.text !== null && <p class="second wall-raw">{of.text}</p>}
      <BuildingField
        typed={typed.value}
        picked={building.value !== null}
        onType={(text) => {
          typed.value = text;
          building.value = null;
          const said = readTyped(text).floor;
          if (said !== null) floor.value = String(said);
        }}
        onPick={({ place: { id, name: called } }) => {
          building.value = id;
          typed.value = called;
        }}
      />
      <label>
        {t("wall.file_floor")}
        <input
          inputMode="numeric"
          maxLength={4}
          value={floor.value}
          onInput={(event) => {
            floor.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        {t("wall.file_kind")}
        <select
          value={kind.value}
          onChange={(event) => {
            kind.value = event.currentTarget.value;
          }}
        >
          <option value="">{t("wall.no_kind")}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {wireWord("device_kind", each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("wall.file_name")}
        <input
          maxLength={200}
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      {desk.mayAct && (
        <Button kind="filled" type="submit" disabled={building.value === null}>
          {told.length === 0 ? t("wall.file") : t("wall.file_one", { place: told.join(" ") })}
        </Button>
      )}
    </form>
  );
}

interface BuildingProps {
  readonly typed: string;
  readonly picked: boolean;
  readonly onType: (text: string) => void;
  readonly onPick: (match: Match) => void;
}

/** Finds a building as a call's place is found: by characters or pinyin, the floor behind it. */
function BuildingField({ typed, picked, onType, onPick }: BuildingProps) {
  const desk = useDesk();
  const active = useSignal(0);
  const text = useSignal(typed);
  text.value = typed;
  const found = useComputed(() => desk.call.places.find(text.value).filter(({ place }) => place.kind === "building"));
  const matches = picked ? [] : found.value;
  const at = Math.min(active.value, matches.length - 1);
  return (
    <div class="place-field">
      <label for="file-place">{t("wall.file_building")}</label>
      <input
        id="file-place"
        role="combobox"
        aria-expanded={matches.length > 0}
        aria-controls="file-places"
        aria-autocomplete="list"
        aria-activedescendant={matches.length > 0 ? `file-place-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={typed}
        onInput={(event) => {
          active.value = 0;
          onType(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const wanted = walked(event, at, matches.length);
          const chosen = matches[at];
          if (wanted === null || chosen === undefined) return;
          if (wanted === "pick") onPick(chosen);
          else active.value = wanted;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div id="file-places" role="listbox" aria-label={t("call.found")} hidden={matches.length === 0}>
        <Matches
          id="file-place"
          matches={matches}
          active={at}
          pick={onPick}
          aside={({ place }) => <span class="second digits">{place.id}</span>}
        />
      </div>
    </div>
  );
}
