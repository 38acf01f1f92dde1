/** What became of the answer to a post check: it waits, or the centre has it. Shown for the ten minutes that it is kept. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { isSettled } from "../../outbox/queue";
import type { Crew } from "../crew";

export function CheckAnswers({ crew }: { readonly crew: Crew }) {
  const last = crew.presses.entries.value.findLast(({ command }) => command.type === "check.answer");
  if (last === undefined || last.state === "refused") return null;
  const received = isSettled(last);
  const time = clock(Date.parse(last.pressedAt));
  return (
    <p role="status">
      {received ? "●" : "◐"} {t("crew.check")} {t(received ? "crew.mark.received" : "crew.mark.waiting", { time })}
    </p>
  );
}
