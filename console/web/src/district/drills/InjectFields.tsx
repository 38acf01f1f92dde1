/** The fields of one inject: its kind, when, where or whom it is about, and the words that crews are told. */

import { t } from "../../language/language";
import { NameField } from "../parts/NameField";
import { useBuildings, useStations } from "../parts/StationPicker";
import { named } from "../words";
import { ASKS, type Draft, EFFECTS } from "./inject";

interface Props {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  /** What is typed where a name is asked for. */
  readonly typed: string;
  readonly type: (text: string) => void;
  /** Whether it is planned for a minute of the drill, or happens now. */
  readonly planned: boolean;
}

export function InjectFields({ draft, change, typed, type, planned }: Props) {
  const buildings = useBuildings();
  const stations = useStations();
  const asks = ASKS[draft.effect];
  return (
    <>
      <label>
        {t("inject.effect")}
        <select
          value={draft.effect}
          onChange={(event) => {
            const effect = EFFECTS.find((each) => each === event.currentTarget.value) ?? "told";
            type("");
            change({ ...draft, effect, place: null, station: null });
          }}
        >
          {EFFECTS.map((each) => (
            <option key={each} value={each}>
              {named("effect", each)}
            </option>
          ))}
        </select>
      </label>
      {planned && (
        <label>
          {t("inject.minutes")}
          <input
            type="number"
            min={0}
            max={720}
            value={draft.minutes}
            onInput={(event) => change({ ...draft, minutes: event.currentTarget.valueAsNumber || 0 })}
          />
        </label>
      )}
      {asks === "place" && (
        <NameField
          label={t("inject.place")}
          options={buildings}
          value={typed}
          onType={(text, place) => {
            type(text);
            change({ ...draft, place });
          }}
        />
      )}
      {asks === "station" && (
        <NameField
          label={t("inject.station")}
          options={stations}
          value={typed}
          onType={(text, meant) => {
            type(text);
            change({ ...draft, station: meant?.id ?? null });
          }}
        />
      )}
      {asks === "trapped" && (
        <label>
          {t("field.trapped")}
          <input
            type="number"
            min={1}
            max={1000}
            value={draft.trapped ?? ""}
            onInput={(event) => change({ ...draft, trapped: event.currentTarget.valueAsNumber || null })}
          />
        </label>
      )}
      <label>
        {t("drills.inject_text")}
        <input
          name="text"
          maxLength={200}
          autocomplete="off"
          value={draft.text}
          onInput={(event) => change({ ...draft, text: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
