/** This shift so far: what rang, as shares by priority; a good centre has few urgent sounds (EEMUA 191). */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDesk } from "../desk/desk";
import "./key_help.css";

const PARTS = ["urgent", "fresh", "warning"] as const;

export function ShiftReport() {
  const desk = useDesk();
  const counts = desk.bell.counts.value;
  const { stationsOnDuty, stations, openIncidents, notTaken, missed, drills } = desk.shift.value;
  const all = counts.urgent + counts.fresh + counts.warning;
  return (
    <div class="key-help">
      <h2 id="detail-title">{t("shift.title")}</h2>
      <p>
        {t("desk.on_duty", { on: stationsOnDuty, all: stations })} · {t("list.title")} {openIncidents} ·{" "}
        {t("desk.not_taken", { count: notTaken })} · {t("desk.missed", { count: missed })} ·{" "}
        {t("desk.drills", { count: drills })}
      </p>
      <h3 class="second">{t("shift.shares")}</h3>
      {all === 0 ? (
        <p class="second">{t("shift.none")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th />
              <th>{t("shift.count")}</th>
              <th>{t("shift.share")}</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row">{t(`shift.${part}`)}</th>
                <td class="digits">{counts[part]}</td>
                <td class="digits">{number((100 * counts[part]) / all)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="acts-row">
        <Button onClick={desk.leave}>{t("step.leave")}</Button>
      </p>
    </div>
  );
}
