/** Switching a device off: why, for how long; and on again. Its fire is dispatched all the same. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import type { DeviceState } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Opposite } from "../desk/undo_stack";

const REASONS = ["test", "repair", "repeats", "works"] as const;
const HOURS = [1, 2, 8, 24, 72, 168] as const;
const USUAL_HOURS = 8;
const HOUR_MS = 3_600_000;

export function SwitchOff({ of }: { readonly of: DeviceState }) {
  const desk = useDesk();
  if (of.disabled !== null) {
    return (
      <p class="acts-row">
        <Button onClick={() => void desk.press({ type: "device.enable", device: of.id }, offAgain(of))}>
          {t("wall.enable")}
        </Button>
      </p>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const now = desk.record.clock.now() ?? Date.now();
    const until = new Date(now + Number(form.get("hours")) * HOUR_MS).toISOString();
    void desk.press({ type: "device.disable", device: of.id, reason: String(form.get("reason")), until }, onAgain);
  };
  return (
    <form class="wall-form" onSubmit={submit} aria-label={t("wall.disable")}>
      <select name="reason" aria-label={t("wall.disable_why")}>
        {REASONS.map((each) => (
          <option key={each}>{t(`shelf.reason.${each}`)}</option>
        ))}
      </select>
      <select name="hours" aria-label={t("wall.disable_long")}>
        {HOURS.map((each) => (
          <option key={each} value={each} selected={each === USUAL_HOURS}>
            {each < 48 ? t("wall.disable_hours", { count: each }) : t("wall.disable_days", { count: each / 24 })}
          </option>
        ))}
      </select>
      <Button type="submit">{t("wall.disable")}</Button>
      <p class="second">{t("wall.disable_hint")}</p>
    </form>
  );
}

/** It was switched off: it is on again. */
const onAgain: Opposite = (events) => {
  const off = events.find((event) => event.type === "device.disabled");
  return off === undefined ? null : { type: "device.enable", device: off.device };
};

/** It was switched on: it is off again, as it was. */
function offAgain({ id, disabled }: DeviceState): Opposite {
  return (events) => {
    if (disabled === null || !events.some((event) => event.type === "device.enabled")) return null;
    return { type: "device.disable", device: id, reason: disabled.reason, until: disabled.until };
  };
}
