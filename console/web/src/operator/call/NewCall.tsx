/**
 * A new call: place, what, floor, trapped, caller. It stands in the detail's column, and whatever is there can go. The
 * same form writes down what is known better of an open incident.
 */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { newId } from "../../outbox/own";
import { Button } from "../../parts/Button";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Details } from "./call";
import "./new_call.css";
import { PlaceField } from "./PlaceField";
import { Recommended } from "./Recommended";

const KINDS = [
  ...["report", "flame", "smoke", "gas", "electrical", "heat", "water_flow", "manual_call_point"],
  ...["rescue", "lift", "flood", "collapse", "traffic", "gas_leak", "water_rescue", "hazmat"],
] as const;

export function NewCall({ about }: { readonly about: Incident | null }) {
  const desk = useDesk();
  const { call } = desk;
  const raising = useSignal<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // What happens to it while somebody writes begins nothing anew.
  const subject = useRef(about);
  useEffect(() => {
    call.begin(subject.current);
    form.current?.querySelector("input")?.focus();
  }, [call]);
  // The incident is known once the hub has answered; then the desk turns to it.
  const opened = raising.value === null ? null : desk.pressed.incidentOf(raising.value);
  useEffect(() => {
    if (opened !== null) desk.select(opened);
  }, [opened, desk]);

  const raise = (event: SubmitEvent) => {
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    if (subject.current !== null) {
      desk.leave();
      void desk.press(call.update(subject.current));
      return;
    }
    void desk.press(call.alarm(newId())).then((id) => {
      raising.value = id;
    });
  };
  const set = (field: keyof Details) => (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement;
    call.details.value = { ...call.details.peek(), [field]: value };
  };
  const { kind, floor, trapped, caller, note } = call.details.value;
  const empty = call.text.value.trim() === "" && call.picked.value === null && note.trim() === "";
  return (
    <form class="new-call" ref={form} onSubmit={raise} aria-labelledby="detail-title">
      <h2 id="detail-title">{about === null ? t("call.title") : t("call.update", { number: about.number })}</h2>
      <PlaceField call={call} />
      <div class="pair">
        <label>
          {t("call.kind")}
          <select value={kind} onChange={set("kind")}>
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {wireWord("kind", each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("call.floor")}
          <input inputMode="numeric" class="digits" value={floor} onInput={set("floor")} autocomplete="off" />
        </label>
        <label>
          {t("call.trapped")}
          <input inputMode="numeric" class="digits" value={trapped} onInput={set("trapped")} autocomplete="off" />
        </label>
        {about === null && (
          <label>
            {t("call.caller")}
            <input value={caller} onInput={set("caller")} autocomplete="off" maxLength={200} />
          </label>
        )}
      </div>
      {about === null && (
        <label>
          {t("call.note")}
          <input value={note} onInput={set("note")} autocomplete="off" maxLength={2000} />
        </label>
      )}
      <Recommended call={call} />
      <p class="acts-row">
        <Button kind="filled" type="submit" disabled={about === null && (empty || raising.value !== null)}>
          {t(about === null ? "call.raise" : "call.write_down")}
        </Button>
        <Button onClick={() => desk.leave()}>{t("step.leave")}</Button>
      </p>
    </form>
  );
}
