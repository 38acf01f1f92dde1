/**
 * The board on paper: what was known when the line broke, for those who go on with pencil and telephone. It is drawn
 * only while the line is lost or somebody prints: a page of 2,000 incidents, drawn with each change, would cost half of
 * the main thread.
 */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { crewsOf, unitName } from "../../incidents/list/row";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { whereWord, wireWord } from "../../language/wire_words";
import { useDesk } from "../desk/desk";
import "./paper_board.css";

export function PaperBoard() {
  const { line } = useDesk();
  const printing = useSignal(false);
  const lost = useComputed(() => line.value.state === "lost");
  useEffect(() => {
    const follow = ({ type }: Event) => {
      printing.value = type === "beforeprint";
    };
    for (const moment of ["beforeprint", "afterprint"]) addEventListener(moment, follow);
    return () => {
      for (const moment of ["beforeprint", "afterprint"]) removeEventListener(moment, follow);
    };
  }, [printing]);
  return lost.value || printing.value ? <Sheet /> : null;
}

function Sheet() {
  const { record, line, list, session } = useDesk();
  const state = record.state.value;
  // The line tells its silence by the second; the sheet's time stands still with the data.
  const asOf = useComputed(() => line.value.dataAsOf).value ?? record.clock.now();
  const incidents = list.ranks.value.flatMap(({ id }) => state.incidents.get(id) ?? []);
  const sent = [...state.assignments.values()].filter((each) => each.ending === null);
  return (
    <div class="board">
      <h2>
        {session.me.district} · {t("lost.board", { time: clock(asOf) })}
      </h2>
      <table>
        <tbody>
          {incidents.map((incident) => (
            <tr key={incident.id}>
              <td>{incident.number}</td>
              <td>
                {incident.exercise && `${t("drill")} `}
                {wireWord("kind", incident.kind)} {t("grade", { grade: incident.grade })}
              </td>
              <td>{whereWord(incident.place, state.buildings)}</td>
              <td>{crewsOf(state, incident)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th>{t("lost.unit")}</th>
            <th>{t("lost.where")}</th>
          </tr>
        </thead>
        <tbody>
          {sent.map((order) => (
            <tr key={order.id}>
              <td>{unitName(state, order.unit)}</td>
              <td>{state.incidents.get(order.incident)?.number ?? order.incident}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {Object.entries(session.me.phones)
          .map(([label, number]) => `${label} ${number}`)
          .join(" · ")}
      </p>
    </div>
  );
}
