/** Offers the shift to the next dispatcher: a note in one's own words; what stands open is written with it by the hub. */

import { useSignal } from "@preact/signals";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";

const CHARACTERS = 2000;

export function OfferForm() {
  const desk = useDesk();
  const note = useSignal("");
  const offer = (event: SubmitEvent) => {
    event.preventDefault();
    const said = note.peek().trim();
    if (said === "") return;
    void desk.press({ type: "shift.offer", note: said });
    note.value = "";
  };
  return (
    <form class="offer-form" onSubmit={offer}>
      <label for="shift-note">{t("shift.note")}</label>
      <textarea
        id="shift-note"
        rows={3}
        maxLength={CHARACTERS}
        placeholder={t("shift.note_hint")}
        value={note.value}
        onInput={(event) => {
          note.value = event.currentTarget.value;
        }}
      />
      <Button type="submit" kind="filled" disabled={note.value.trim() === ""}>
        {t("shift.offer")}
      </Button>
    </form>
  );
}
