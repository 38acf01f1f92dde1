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
import { UnitBoard } from "./board/UnitBoard";
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
import { ConditionWall } from "./wall/ConditionWall";
import type { WindowKind } from "./windows/kind";
import { useRoom } from "./windows/room";

export function Operator({ desk }: { readonly desk: Desk }) {
  return (
    <DeskContext.Provider value={desk}>
      <BoardContext.Provider value={desk}>
        <Bands />
        <ShiftBands />
        <Announcements />
        {desk.window === "desk" ? <Whole /> : <Side />}
        <PaperBoard />
      </BoardContext.Provider>
    </DeskContext.Provider>
  );
}

/** Everything on one screen; on a very wide one the board of units, too. */
function Whole() {
  const desk = useDesk();
  const room = useRoom();
  return (
    <div class={`desk ${room ? "with-board" : ""} ${desk.line.value.state === "lost" ? "grey" : ""}`}>
      <IncidentList above={<DraftRows />} below={<Below />} />
      <MapRegion />
      {room && <UnitBoard />}
      <DetailRegion />
      <Acts />
    </div>
  );
}

/** A window beside it: one part, large, with the acts; what is to be filled in or read for a moment opens beside it. */
function Side() {
  const desk = useDesk();
  const opened = desk.pane.value !== "incident" || desk.step.value?.kind === "close";
  return (
    <div class={`desk side ${desk.line.value.state === "lost" ? "grey" : ""}`}>
      <SidePart of={desk.window} />
      {opened && <DetailRegion />}
      <Acts />
    </div>
  );
}

function SidePart({ of }: { readonly of: WindowKind }) {
  const title = of === "map" ? "map.region" : of === "wall" ? "wall.title" : "board.title";
  return (
    <>
      <h1 class="unseen">{t(title)}</h1>
      {of === "map" ? <MapRegion /> : of === "wall" ? <ConditionWall /> : <UnitBoard />}
    </>
  );
}

function DetailRegion() {
  return (
    <section class="detail" id="detail" tabIndex={-1} aria-label={t("region.detail")}>
      <PaneView />
    </section>
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
    case "board":
      return <UnitBoard />;
    case "wall":
      return <ConditionWall />;
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
