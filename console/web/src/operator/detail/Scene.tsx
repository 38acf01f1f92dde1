/** What crews report from the scene, and what a dispatcher takes down over the radio in a crew's name. */

import { ordersOf } from "../../derived/targets";
import { Reports } from "../../incidents/detail/Reports";
import { unitName } from "../../incidents/list/row";
import { useOwnState } from "../../incidents/own_state";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Incident, SceneReport } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import "./scene.css";

const SIGHTS = ["fire", "no_fire", "cannot_tell"] as const;
const COUNTED = ["trapped", "got_out", "hurt"] as const;

export function Scene({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const state = useOwnState(desk.record.state, incident.id);
  return (
    <section class="scene">
      <h3>{t("scene.title")}</h3>
      {incident.reports.length === 0 && <p class="second">{t("scene.none")}</p>}
      <Reports incident={incident} unitWord={(unit) => unitName(state, unit)} />
      {desk.mayAct && (
        <details>
          <summary>{t("scene.radio")}</summary>
          <Radio key={incident.id} incident={incident} />
        </details>
      )}
    </section>
  );
}

function Radio({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const state = useOwnState(desk.record.state, incident.id);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    void desk.press(reportOf(incident.id, new FormData(form)));
    form.reset();
  };
  return (
    <form class="radio" onSubmit={submit}>
      <label>
        {t("scene.crew")}
        <select name="assignment">
          <option value="">{t("scene.crew_unknown")}</option>
          {ordersOf(state, incident).map(({ id, unit }) => (
            <option key={id} value={id}>
              {unitName(state, unit)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {wireWord("unread", "saw")}
        <select name="saw">
          <option value="" />
          {SIGHTS.map((saw) => (
            <option key={saw} value={saw}>
              {wireWord("saw", saw)}
            </option>
          ))}
        </select>
      </label>
      {(["floor", "room", "burning"] as const).map((name) => (
        <label key={name}>
          {t(`scene.field.${name}`)}
          <input name={name} maxLength={200} autocomplete="off" />
        </label>
      ))}
      {COUNTED.map((name) => (
        <label key={name}>
          {wireWord("unread", name)}
          <input name={name} inputMode="numeric" maxLength={6} autocomplete="off" />
        </label>
      ))}
      {(["under_control", "out"] as const).map((name) => (
        <label key={name} class="check">
          <input type="checkbox" name={name} value="true" />
          {wireWord("unread", name)}
        </label>
      ))}
      <Button type="submit" kind="filled">
        {t("scene.send")}
      </Button>
    </form>
  );
}

/** What was filled in, and nothing else: each field is read by the hub as it stands. */
function reportOf(incident: string, data: FormData): SceneReport {
  const said = [...data.entries()].filter(([, value]) => String(value).trim() !== "");
  return { type: "scene.report", incident, ...Object.fromEntries(said) };
}
