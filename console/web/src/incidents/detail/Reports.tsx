/** What crews report from the scene, newest first: whose word, what was said, what is in doubt, what it advises. */

import { unreadWords } from "../../language/doubt_words";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Incident, Report } from "../../wire/generated";
import { sceneWords } from "../scene_words";
import "./reports.css";

interface Props {
  readonly incident: Incident;
  readonly unitWord: (unit: string) => string;
}

export function Reports({ incident, unitWord }: Props) {
  return (
    <ul class="reports" aria-live="polite">
      {incident.reports.toReversed().map((report) => (
        <li key={report.id} class={report.said.saw === "fire" ? "fire" : ""}>
          <span class="second digits">
            ● {clock(Date.parse(report.occurred_at ?? report.at))} {whose(report, unitWord)}
          </span>{" "}
          <b>{sceneWords(report.said)}</b>
          {report.flags.map((flag) => (
            <span key={flag} class="amber">
              {" "}
              ▲ {wireWord("flag", flag)}
            </span>
          ))}
          {unreadWords(report.said.unread).map((words) => (
            <span key={words} class="amber">
              {" "}
              {words}
            </span>
          ))}
          {report.advice !== null && <span class="advice"> → {wireWord("advice", report.advice)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The crew; who passed its word on, where it did not say so itself. */
function whose({ unit, by }: Report, unitWord: Props["unitWord"]): string {
  if (unit === null) return by.name;
  return by.role === "station" ? unitWord(unit) : t("scene.passed_on", { unit: unitWord(unit), who: by.name });
}
