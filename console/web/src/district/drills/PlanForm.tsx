/** Plan a drill: what, where, who, when, what happens in it, and what it is to show. */

import { CalendarPlus } from "lucide";
import { useState } from "preact/hooks";
import { zonedInstant } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { type Named, readTyped } from "../../places/place_index";
import { useDistrict } from "../district";
import { showAt } from "../parts/form_fault";
import { NameField } from "../parts/NameField";
import { useBuildings } from "../parts/StationPicker";
import { named } from "../words";
import type { Draft } from "./inject";
import { NamedStations } from "./NamedStations";
import { DRILL_KINDS, planOf, TO_SHOW } from "./plan";
import { Script } from "./Script";

export function PlanForm() {
  const { act, deed, session } = useDistrict();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [place, setPlace] = useState<{ readonly text: string; readonly meant: Named | null }>({
    text: "",
    meant: null,
  });
  const [floor, setFloor] = useState("");
  const [script, write] = useState<readonly Draft[]>([]);
  const buildings = useBuildings();
  const typePlace = (text: string, meant: Named | null) => {
    const typed = meant === null ? readTyped(text).floor : null;
    if (typed !== null) setFloor(String(typed));
    setPlace({ text, meant });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const plan = planOf(fields, { building: place.meant?.id ?? "", stations: picked, script }, (id) =>
      t(`objective.${id}`),
    );
    const at = String(fields.get("starts_at") ?? "");
    const starts = at === "" ? {} : { starts_at: zonedInstant(at, session.me.timezone) };
    void act(t("drills.planned", { name: plan.name }), { type: "drill.plan", plan, ...starts }).then((taken) => {
      if (!taken) return showAt(form, deed.peek()?.trouble);
      form.reset();
      setPicked([]);
      setPlace({ text: "", meant: null });
      setFloor("");
      write([]);
    });
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
        <NameField
          label={t("drills.building")}
          name="building"
          options={buildings}
          value={place.text}
          onType={typePlace}
          required
          strict
        />
        <label>
          {t("drills.floor")}
          <input
            name="floor"
            type="number"
            min={-100}
            max={1000}
            value={floor}
            onInput={(event) => setFloor(event.currentTarget.value)}
          />
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
      <NamedStations picked={picked} pick={setPicked} />
      <Script script={script} write={write} />
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
