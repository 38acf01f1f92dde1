/** Hand a shift over: it is theirs once they take it over, and somebody notices where they do not. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";

export function HandOverForm({ station }: { readonly station: string }) {
  const { act, record } = useDistrict();
  const { settings, rosters } = record.state.value;
  const names = settings.duty.shifts.map(({ name }) => name);
  const known = new Set([...names, ...(rosters.get(station)?.rows.map(({ shift }) => shift) ?? [])]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const shift = String(form.get("shift") ?? "");
    const note = String(form.get("note") ?? "").trim();
    void act(t("duty.hand_over_of", { station, shift: named("shift_name", shift) }), {
      type: "duty.hand_over",
      station,
      shift,
      ...(note === "" ? {} : { note }),
    });
  };
  if (known.size === 0) return null;
  return (
    <form class="fields" onSubmit={submit} aria-label={t("duty.hand_over")}>
      <label>
        {t("duty.to_shift")}
        <select name="shift" required>
          {[...known].map((name) => (
            <option key={name} value={name}>
              {named("shift_name", name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("duty.note")}
        <input name="note" maxLength={200} autocomplete="off" />
      </label>
      <Button type="submit">{t("duty.hand_over")}</Button>
    </form>
  );
}
