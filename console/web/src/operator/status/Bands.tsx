/** Bands that push the page down and cover nothing: the watch has not begun, the sound was stopped, the line is lost. */

import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";

export function Bands() {
  const { bell, clockOff, failing, line, notReady, silent, stalled, session } = useDesk();
  const phones = Object.entries(session.me.phones).map(([label, number]) => `${label} ${number}`);
  const armed = bell.armed.value;
  return (
    <>
      {armed === "off" && (
        <Band kind="lost">
          <span class="arming">
            <span data-band={silent.value ? "nobody-rings" : "off"}>
              ■ {t(silent.value ? "shift.nobody_rings" : "sound.not_armed")}
            </span>
            <Button kind="filled" onClick={() => void bell.arm()}>
              {t("sound.arm")}
            </Button>
          </span>
        </Band>
      )}
      {armed === "listening" && (
        <Band kind="note">
          <span class="arming">
            ♪ {t("sound.listen")}
            <Button kind="filled" onClick={() => bell.heard()}>
              {t("sound.heard")}
            </Button>
          </span>
        </Band>
      )}
      {armed === "suspended" && (
        <Band kind="lost">
          <span class="arming">
            <Button onClick={() => void bell.resume()}>■ {t("sound.suspended")}</Button>
          </span>
        </Band>
      )}
      {stalled.value && (
        <Band kind="lost">
          ■ {t("desk.stalled")} {phones.length > 0 && t("line.phones", { phones: phones.join(" · ") })}
        </Band>
      )}
      {clockOff.value && <Band kind="lost">■ {t("desk.clock")}</Band>}
      {notReady.value.length > 0 && (
        <Band kind="lost">
          ■ {t("desk.hub_not_ready", { reasons: notReady.value.join(", ") })}{" "}
          {phones.length > 0 && t("line.phones", { phones: phones.join(" · ") })}
        </Band>
      )}
      {failing.value && (
        <Band kind="note">
          ▲ {t("desk.failing")} {phones.length > 0 && t("line.phones", { phones: phones.join(" · ") })}
        </Band>
      )}
      {line.value.state === "lost" && (
        <p class="lost-acts">
          <Button onClick={() => print()}>{t("lost.print")}</Button>
        </p>
      )}
    </>
  );
}
