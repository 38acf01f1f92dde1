/**
 * A new call: place, what, floor, trapped, caller. It stands in the detail's column, and whatever is there can go. The
 * same form writes down what is known better of an open incident.
 */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Details } from "./drafts";
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
  const sent = useSignal<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // What happens to it while somebody writes begins nothing anew.
  const subject = useRef(about);
  // Before the picture: the next letter comes sooner, and belongs into the field.
  useLayoutEffect(() => {
    if (subject.current === null) call.resume();
    else call.beginUpdate(subject.current);
    call.shown.value = true;
    return () => {
      call.shown.value = false;
    };
  }, [call]);
  const draft = call.draft.value;
  const shown = call.about.value?.id ?? draft;
  useLayoutEffect(() => {
    const place = form.current?.querySelector("input");
    place?.focus();
    // Whoever types writes another place; whoever does not leaves the one that is known.
    if (subject.current !== null) place?.select();
  }, [shown]);
  // The incident is known once the hub has answered; then the desk turns to it.
  const opened = sent.value === null ? null : desk.pressed.incidentOf(sent.value);
  useEffect(() => {
    if (opened !== null && desk.pane.peek() === "call") desk.select(opened);
    if (opened !== null) sent.value = null;
  }, [opened, desk, sent]);

  const write = (event: SubmitEvent) => {
    event.preventDefault();
    (document.activeElement as HTMLElement | null)?.blur();
    if (subject.current !== null) {
      desk.leave();
      void desk.press(call.update(subject.current));
      return;
    }
    // The draft's id is the command's: however often it is pressed, and from how many windows, it goes out once.
    const id = draft;
    void desk.press(call.alarm(), undefined, id).then(() => {
      call.drop(id);
      sent.value = id;
    });
  };
  const set = (field: keyof Details) => (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement;
    call.details.value = { ...call.details.peek(), [field]: value };
  };
  const { kind, floor, trapped, caller, note } = call.details.value;
  const empty = call.text.value.trim() === "" && call.picked.value === null && note.trim() === "";
  return (
    <form class="new-call" ref={form} onSubmit={write} aria-labelledby="detail-title">
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
      </div>
      {about === null && (
        <div class="pair said">
          <label>
            {t("call.caller")}
            <input value={caller} onInput={set("caller")} autocomplete="off" maxLength={200} />
          </label>
          <label>
            {t("call.note")}
            <input value={note} onInput={set("note")} autocomplete="off" maxLength={2000} />
          </label>
        </div>
      )}
      <p class="acts-row">
        <Button kind="filled" type="submit" disabled={about === null && empty}>
          {t(about === null ? "call.raise" : "call.write_down")}
        </Button>
        <Button onClick={() => desk.leave()}>{t(about === null && !empty ? "call.aside" : "step.leave")}</Button>
        {about === null && !empty && <Button onClick={() => call.drop(draft)}>{t("call.drop")}</Button>}
      </p>
      {about === null && <Recommended call={call} />}
    </form>
  );
}
