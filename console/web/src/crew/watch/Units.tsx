/** Which of the station's units this phone speaks for. */

import { t } from "../../language/language";
import type { Crew } from "../crew";

export function Units({ crew }: { readonly crew: Crew }) {
  const units = crew.units.value;
  if (units.length < 2) return null;
  const chosen = crew.speaksFor.of();
  return (
    <fieldset class="card units">
      <legend>{t("crew.units")}</legend>
      <p class="second">{t("crew.units_how")}</p>
      {units.map(({ id }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => crew.speaksFor.toggle(id)} />
          {crew.unitWord(id)}
        </label>
      ))}
    </fieldset>
  );
}
