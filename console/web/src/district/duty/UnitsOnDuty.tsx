/** The station's units, each on or off duty by one press. */

import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";

export function UnitsOnDuty({ station }: { readonly station: string }) {
  const { act, record } = useDistrict();
  const { units, off_duty: off } = record.state.value;
  const own = [...units.values()].filter((each) => each.station === station);
  return (
    <ul class="acts" aria-label={t("duty.units")}>
      {own
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map(({ id, name, mode }) => {
          const on = !off.has(id);
          const about = t(on ? "duty.unit_off" : "duty.unit_on", { unit: id });
          return (
            <li key={id}>
              {name} {wireWord("mode", mode)} {t(on ? "duty.on" : "duty.off")}{" "}
              <Button onClick={() => void act(about, { type: on ? "duty.off" : "duty.on", unit: id })}>{about}</Button>
            </li>
          );
        })}
    </ul>
  );
}
