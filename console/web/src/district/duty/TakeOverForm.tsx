/** Take a shift over: the one handed over, or whom the roster has; how many are really there is asked, never guessed. */

import { UserCheck } from "lucide";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";

export function TakeOverForm({ station }: { readonly station: string }) {
  const { act, record } = useDistrict();
  const shifts = record.state.value.settings.duty.shifts;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const shift = String(form.get("shift") ?? "");
    const strength = Number(form.get("strength"));
    const note = String(form.get("note") ?? "").trim();
    void act(t("duty.take_over_of", { station }), {
      type: "duty.take_over",
      station,
      strength,
      ...(shift === "" ? {} : { shift }),
      ...(note === "" ? {} : { note }),
    });
  };
  return (
    <form class="fields" onSubmit={submit} aria-label={t("duty.take_over")}>
      <label>
        {t("duty.shift")}
        <select name="shift">
          <option value="">{t("duty.shift_due")}</option>
          {shifts.map(({ name, begin, end }) => (
            <option key={name} value={name}>
              {named("shift_name", name)} {begin}–{end}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("duty.strength")}
        <input name="strength" type="number" min={0} max={200} required />
      </label>
      <label>
        {t("duty.note")}
        <input name="note" maxLength={200} autocomplete="off" />
      </label>
      <Button kind="filled" type="submit" icon={UserCheck}>
        {t("duty.take_over")}
      </Button>
    </form>
  );
}
