/** Plan a drill: what, where, who, when, and what it is to show. What no field asks for a scenario file can say. */

import { CalendarPlus } from "lucide";
import { useId, useState } from "preact/hooks";
import { zonedInstant } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { pickedId, StationPicker } from "../parts/StationPicker";
import { named } from "../words";
import { DRILL_KINDS, planOf, TO_SHOW } from "./plan";

export function PlanForm() {
  const { act, nameOf, session } = useDistrict();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [typing, setTyping] = useState("");
  const add = () => {
    const id = pickedId(typing);
    if (id !== "" && !picked.includes(id)) setPicked([...picked, id]);
    setTyping("");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const plan = planOf(form, picked, (id) => t(`objective.${id}`));
    const at = String(form.get("starts_at") ?? "");
    const starts = at === "" ? {} : { starts_at: zonedInstant(at, session.me.timezone) };
    void act(t("drills.planned", { name: plan.name }), { type: "drill.plan", plan, ...starts });
  };
  return (
    <form class="plan" onSubmit={submit} aria-label={t("drills.plan")}>
      <div class="fields">
        <label>
          {t("drills.name")}
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <label>
          {t("drills.kind")}
          <select name="kind">
            {DRILL_KINDS.map((each) => (
              <option key={each} value={each}>
                {named("drill_kind", each)}
              </option>
            ))}
          </select>
        </label>
        <BuildingField />
        <label>
          {t("drills.floor")}
          <input name="floor" type="number" min={-100} max={1000} />
        </label>
        <label>
          {t("drills.starts_at")}
          <input name="starts_at" type="datetime-local" />
        </label>
        <label>
          {t("drills.minutes")}
          <input name="minutes" type="number" min={1} max={720} defaultValue={30} required />
        </label>
      </div>
      <div class="fields">
        <StationPicker label={t("drills.stations")} value={typing} onPick={setTyping} />
        <Button onClick={add}>{t("drills.add_station")}</Button>
        <p class="second">{picked.length === 0 ? t("drills.nobody_named") : t("drills.named")}</p>
      </div>
      {picked.length > 0 && (
        <ul class="acts">
          {picked.map((id) => (
            <li key={id}>
              <Button onClick={() => setPicked(picked.filter((each) => each !== id))}>
                {id} {nameOf(id)} ✕<span class="unseen"> {t("remove")}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <fieldset class="ticks">
        <legend class="second">{t("drills.shows")}</legend>
        {TO_SHOW.map(({ id }) => (
          <label key={id} class="tick">
            <input type="checkbox" name="shows" value={id} defaultChecked />
            {t(`objective.${id}`)}
          </label>
        ))}
      </fieldset>
      <div class="fields">
        <label class="tick">
          <input type="checkbox" name="everybody" /> {t("drills.everybody")}
        </label>
        <label class="tick">
          <input type="checkbox" name="unannounced" /> {t("drills.unannounced")}
        </label>
        <Button kind="filled" type="submit" icon={CalendarPlus}>
          {t("drills.plan_it")}
        </Button>
      </div>
    </form>
  );
}

function BuildingField() {
  const list = useId();
  const buildings = [...useDistrict().record.state.value.buildings.values()];
  return (
    <label>
      {t("drills.building")}
      <input name="building" list={list} required autocomplete="off" placeholder={t("picker.hint")} />
      <datalist id={list}>
        {buildings.map(({ id, name }) => (
          <option key={id} value={`${id} ${name}`} />
        ))}
      </datalist>
    </label>
  );
}
