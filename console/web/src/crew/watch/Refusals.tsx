/** What was pressed and the centre did not do, until somebody has read it. The four buttons of an order say it themselves. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { refusalWord } from "../../language/refusals";
import { Band } from "../../parts/Band";
import { Button } from "../../parts/Button";
import type { Crew } from "../crew";

export function Refusals({ crew }: { readonly crew: Crew }) {
  const refused = crew.presses.entries.value.filter((entry) => entry.state === "refused");
  return (
    <>
      {refused.map(({ id, pressedAt, problem }) => (
        <Band key={id} kind="note">
          ×{" "}
          {t("crew.refused", {
            time: clock(Date.parse(pressedAt)),
            why: refusalWord(problem?.type.split(":").at(-1) ?? ""),
          })}{" "}
          <Button onClick={() => void crew.presses.putAway(id)}>{t("crew.understood")}</Button>
        </Band>
      ))}
    </>
  );
}
