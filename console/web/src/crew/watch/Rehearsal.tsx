/** A simulated alert: it rings and looks as one would, is sent to nobody, and says so. */

import { t } from "../../language/language";
import "../alert/alert.css";
import "../alert/dock.css";
import type { Crew } from "../crew";

export function Rehearsal({ crew }: { readonly crew: Crew }) {
  const end = (seen: boolean) =>
    crew.guard.guarded(() => {
      crew.rehearsed.value = crew.rehearsed.peek() || seen;
      crew.rehearsing.value = false;
    });
  return (
    <article class="alert drill" aria-label={t("crew.rehearsal")}>
      <div class="glance">
        <header class="headline">
          <p class="drill-word">{t("crew.rehearsal")}</p>
          <h1>{t("crew.item.rehearsal")}</h1>
        </header>
        <p>{t("crew.rehearsal_how")}</p>
      </div>
      <section class="dock" aria-label={t("crew.steps")}>
        <button type="button" class="step filled" data-mark="none" onClick={() => end(true)}>
          <strong>{t("crew.acknowledge")}</strong>
        </button>
        <button type="button" class="step" data-mark="none" onClick={() => end(false)}>
          <strong>{t("crew.back")}</strong>
        </button>
      </section>
    </article>
  );
}
