/** Lets in another browser of this phone: the page was opened inside another app, where it would not ring for long. */

import { useSignal } from "@preact/signals";
import { Smartphone } from "lucide";
import { t } from "../../language/language";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Invited, type Made } from "../../parts/Invited";
import { thisInAppBrowser } from "../../session/in_app";
import { ask } from "../../wire/http";
import type { Crew } from "../crew";

/** Long enough to change over to the other browser, short enough to be of no use to who finds the link later. */
const MINUTES = 5;

export function OtherBrowser({ crew }: { readonly crew: Crew }) {
  const made = useSignal<Made | null>(null);
  const trouble = useSignal<string | null>(null);
  const app = thisInAppBrowser();
  const { token, me } = crew.session;
  const invite = async () => {
    made.value = null;
    trouble.value = null;
    try {
      const body = { station: me.station, minutes: MINUTES };
      made.value = await ask<Made>("POST", "/api/v1/invitations", { token, body });
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <details class="card other-browser" open={app !== null}>
      <summary>
        <Icon of={Smartphone} /> {t("crew.other_browser")}
      </summary>
      {app !== null && <Band kind="silent">▲ {t("crew.in_app", { app: t(`app.${app}`) })}</Band>}
      <p class="second">{t("crew.other_browser_how")}</p>
      <Button onClick={() => void invite()}>{t("crew.other_browser_make")}</Button>
      {trouble.value !== null && <Band kind="note">{t("invite.failed", { why: trouble.value })}</Band>}
      {made.value !== null && <Invited made={made.value} />}
    </details>
  );
}
