/** The operator's page: list, map, detail, acts. Order: who needs me, where, who comes in time, what next, why. */

import { BoardContext } from "../incidents/board";
import { IncidentList } from "../incidents/list/IncidentList";
import { t } from "../language/language";
import { ClosingTool } from "../map/ClosingTool";
import { NO_TERMS, type Terms } from "../map/drawn_closing";
import type { ClosureArea } from "../wire/generated";
import { Acts } from "./acts/Acts";
import { CloseForm } from "./acts/CloseForm";
import { OutcomeForm } from "./acts/OutcomeForm";
import { NewCall } from "./call/NewCall";
import { type Desk, DeskContext, useDesk } from "./desk/desk";
import { openAgain } from "./desk/opposites";
import { Detail } from "./detail/Detail";
import { ClosedRoadsRow } from "./lists/ClosedRoadsRow";
import { ClosedRows } from "./lists/ClosedRows";
import { Closures } from "./lists/Closures";
import { DraftRows } from "./lists/DraftRows";
import { MapRegion } from "./MapRegion";
import "./operator.css";
import { ShiftBands } from "./shift/ShiftBands";
import { ShiftPane } from "./shift/ShiftPane";
import { Bands } from "./status/Bands";
import { KeyHelp } from "./status/KeyHelp";
import { PaperBoard } from "./status/PaperBoard";
import { Announcements } from "./status/Status";

export function Operator({ desk }: { readonly desk: Desk }) {
  return (
    <DeskContext.Provider value={desk}>
      <BoardContext.Provider value={desk}>
        <Bands />
        <ShiftBands />
        <Announcements />
        <div class={`desk ${desk.line.value.state === "lost" ? "grey" : ""}`}>
          <IncidentList above={<DraftRows />} below={<Below />} />
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

function Below() {
  return (
    <>
      <ClosedRows />
      <ClosedRoadsRow />
    </>
  );
}

function PaneView() {
  const { pane, incident, step } = useDesk();
  const about = incident.value;
  switch (pane.value) {
    case "incident":
      // Closing asks what came of it; it is written where the detail stood, so that the bar keeps its height.
      if (about !== null && step.value?.kind === "close") return <CloseForm key={about.id} incident={about} />;
      return <Detail />;
    case "outcome":
      return about === null ? <Detail /> : <OutcomeForm key={about.id} incident={about} />;
    case "call":
      return <NewCall key="call" about={null} />;
    case "update":
      return <NewCall key={incident.value?.id} about={incident.value} />;
    case "lane":
      return <LaneTool />;
    case "keys":
      return <KeyHelp />;
    case "shift":
      return <ShiftPane />;
  }
}

const MODES = ["foot", "motorcycle", "engine", "aerial"] as const;

function LaneTool() {
  const desk = useDesk();
  const close = (area: ClosureArea, { reason, minutes, modes }: Terms) => {
    desk.leave();
    desk.closing.terms.value = NO_TERMS;
    const now = desk.record.clock.now() ?? Date.now();
    const until = minutes === null ? null : new Date(now + minutes * 60_000).toISOString();
    void desk.press({ type: "road.close", area, modes, until, reason: reason.trim() || null }, openAgain);
  };
  const own = Object.keys(desk.record.state.value.settings.modes);
  return (
    <>
      <Closures />
      <ClosingTool closing={desk.closing} modes={[...MODES, ...own]} onClose={close} onCancel={desk.leave} />
    </>
  );
}
