/** The field that finds units by their call signs, pinyin too. Its keys are the step's (`desk/step_keys.ts`). */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import { useDesk } from "../desk/desk";
import type { PickStep } from "../desk/step";
import { PICK_FIELD } from "../desk/step_keys";

/** A finger chooses from what is shown: the keyboard of a touch screen would cover it. */
const FINGER = "(pointer: coarse)";

export function PickField({ step }: { readonly step: PickStep }) {
  const desk = useDesk();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void desk.call.prepare();
    if (!matchMedia(FINGER).matches) field.current?.focus();
  }, [desk]);
  return (
    <input
      ref={field}
      id={PICK_FIELD}
      type="search"
      aria-label={t("step.find_unit")}
      placeholder={t("step.find_unit")}
      autocomplete="off"
      spellcheck={false}
      maxLength={40}
      value={step.typed}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        desk.step.value = { ...step, typed, at: null };
      }}
    />
  );
}
