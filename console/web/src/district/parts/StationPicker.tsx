/** A station by its name or id, typed and completed: a list of four hundred is nothing to scroll through. */

import { useId } from "preact/hooks";
import { t } from "../../language/language";
import { useDistrict } from "../district";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onPick: (text: string) => void;
  readonly required?: boolean;
}

export function StationPicker({ label, value, onPick, required = false }: Props) {
  const list = useId();
  const { record, station } = useDistrict();
  if (station !== null) return null;
  const stations = [...record.state.value.stations.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  return (
    <label>
      {label}
      <input
        list={list}
        value={value}
        required={required}
        autocomplete="off"
        placeholder={t("picker.hint")}
        onInput={(event) => onPick(event.currentTarget.value)}
      />
      <datalist id={list}>
        {stations.map(({ id, name }) => (
          <option key={id} value={`${id} ${name}`} />
        ))}
      </datalist>
    </label>
  );
}

/** The id that a picker's text begins with. */
export function pickedId(text: string): string {
  return text.trim().split(/\s/, 1)[0] ?? "";
}
