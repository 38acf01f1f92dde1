/** The operator's page: list, map, detail, acts. Order: who needs me, where, who comes in time, what next, why. */

import { BoardContext } from "../incidents/board";
import { IncidentList } from "../incidents/list/IncidentList";
import { t } from "../language/language";
import { ClosingTool } from "../map/ClosingTool";
import type { ClosureArea } from "../wire/generated";
import { Acts } from "./acts/Acts";
import { NewCall } from "./call/NewCall";
import { type Desk, DeskContext, useDesk } from "./desk/desk";
import { openAgain } from "./desk/opposites";
import { Detail } from "./detail/Detail";
import { MapRegion } from "./MapRegion";
import "./operator.css";
import { Bands } from "./status/Bands";
import { KeyHelp } from "./status/KeyHelp";
import { PaperBoard } from "./status/PaperBoard";
import { ShiftReport } from "./status/ShiftReport";
import { Announcements } from "./status/Status";

export function Operator({ desk }: { readonly desk: Desk }) {
  return (
    <DeskContext.Provider value={desk}>
      <BoardContext.Provider value={desk}>
        <Bands />
        <Announcements />
        <div class={`desk ${desk.line.value.state === "lost" ? "grey" : ""}`}>
          <IncidentList />
          <MapRegion />
          <section class="detail" id="detail" tabIndex={-1} aria-label={t("region.detail")}>
            <PaneView />
          </section>
          <Acts />
        </div>
        <PaperBoard />
      </BoardContext.Provider>
    </DeskContext.Provider>
  );
}

function PaneView() {
  const { pane, incident } = useDesk();
  switch (pane.value) {
    case "incident":
      return <Detail />;
    case "call":
      return <NewCall key="call" about={null} />;
    case "update":
      return <NewCall key={incident.value?.id} about={incident.value} />;
    case "lane":
      return <LaneTool />;
    case "keys":
      return <KeyHelp />;
    case "shift":
      return <ShiftReport />;
  }
}

function LaneTool() {
  const desk = useDesk();
  const close = (area: ClosureArea) => {
    desk.leave();
    void desk.press({ type: "road.close", area }, openAgain);
  };
  return <ClosingTool closing={desk.closing} onClose={close} onCancel={desk.leave} />;
}
