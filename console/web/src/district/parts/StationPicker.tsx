/** A station by its name, pinyin or id: a list of four hundred is nothing to scroll through. */

import { useMemo } from "preact/hooks";
import type { Named } from "../../places/place_index";
import { useDistrict } from "../district";
import { NameField } from "./NameField";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onPick: (text: string) => void;
  readonly required?: boolean;
}

export function StationPicker({ label, value, onPick, required = false }: Props) {
  const { station } = useDistrict();
  const options = useStations();
  if (station !== null) return null;
  return <NameField label={label} options={options} value={value} onType={onPick} required={required} />;
}

/** The stations as names to pick from. */
export function useStations(): readonly Named[] {
  const { stations } = useDistrict().record.state.value;
  return useMemo(
    () => [...stations.values()].map(({ id, name, lon, lat }): Named => ({ kind: "station", id, name, lon, lat })),
    [stations],
  );
}

/** The buildings as names to pick from. */
export function useBuildings(): readonly Named[] {
  const { buildings } = useDistrict().record.state.value;
  return useMemo(
    () => [...buildings.values()].map(({ id, name, lon, lat }): Named => ({ kind: "building", id, name, lon, lat })),
    [buildings],
  );
}

/** The id that a picker's text begins with. */
export function pickedId(text: string): string {
  return text.trim().split(/\s/, 1)[0] ?? "";
}
