/** Who else was asked to help, each in one line: “gas company asked 14:02, on the way”. */

import { helpLine, isMissing, requestsOf } from "../../incidents/help_words";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import type { Crew } from "../crew";

export function Helpers({ crew, incident }: { readonly crew: Crew; readonly incident: Incident }) {
  const asked = requestsOf(crew.state.value, incident).filter((each) => each.ending === null || each.ending === "done");
  if (asked.length === 0) return null;
  return (
    <section class="going" aria-labelledby="helpers">
      <h2 id="helpers">{t("help.title")}</h2>
      <ul>
        {asked.map((help) => (
          <li key={help.id}>
            <span class={isMissing(help) ? "red" : ""}>
              {isMissing(help) && "■ "}
              {helpLine(help)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
