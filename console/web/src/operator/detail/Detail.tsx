/** Everything about the selected incident, in the order of a dispatcher's questions: what, where, who, when, next, why. */

import { useMemo } from "preact/hooks";
import { Alarms } from "../../incidents/detail/Alarms";
import { Crews } from "../../incidents/detail/Crews";
import { t } from "../../language/language";
import { UnitActs } from "../acts/UnitActs";
import { useDesk } from "../desk/desk";
import { unitRows } from "../desk/unit_rows";
import { BuildingFile } from "./BuildingFile";
import "../../incidents/detail/detail.css";
import { Head } from "../../incidents/detail/Head";
import { Notes } from "../../incidents/detail/Notes";
import { Signals } from "../../incidents/detail/Signals";
import { Cameras } from "./Cameras";
import { HandOver } from "./HandOver";
import { Helpers } from "./Helpers";
import { History } from "./History";
import { Next } from "./Next";
import { Outcome } from "./Outcome";
import { Outside } from "./Outside";
import { Scene } from "./Scene";
import { Why } from "./Why";

export function Detail() {
  const desk = useDesk();
  const { incident } = desk;
  const rows = useMemo(() => unitRows(desk), [desk]);
  if (incident.value === null) {
    return (
      <div class="detail-none">
        <h2 id="detail-title">{t("detail.none")}</h2>
        <p class="second">{t("detail.choose")}</p>
      </div>
    );
  }
  return (
    <article class={incident.value.exercise ? "drill" : ""} {...rows}>
      <Head incident={incident.value}>
        <History key={incident.value.id} incident={incident.value} />
      </Head>
      <Crews incident={incident.value} acts={(order) => <UnitActs order={order} />} />
      <Signals incident={incident.value}>
        <Cameras incident={incident.value} />
      </Signals>
      <Next incident={incident.value} />
      <Scene incident={incident.value} />
      <HandOver incident={incident.value} />
      <Outcome key={`outcome/${incident.value.id}`} incident={incident.value} />
      <Helpers incident={incident.value} />
      <Outside incident={incident.value} />
      <Why key={incident.value.id} incident={incident.value} />
      <Alarms incident={incident.value} />
      <Notes incident={incident.value} />
      <BuildingFile incident={incident.value} />
    </article>
  );
}
