/** Who is on post, whom the roster expects, what waits to be taken over; and taking over, by the station or for it. */

import { useState } from "preact/hooks";
import { moment } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { CHANGES, type Readiness, type ReadinessAnswer } from "../readiness/readiness";
import { named } from "../words";
import { HandOverForm } from "./HandOverForm";
import { RosterTable } from "./RosterTable";
import { TakeOverForm } from "./TakeOverForm";
import { UnitsOnDuty } from "./UnitsOnDuty";

export function DutySection() {
  const readiness = useFetched<ReadinessAnswer>("/api/v1/readiness", CHANGES);
  const { station } = useDistrict();
  const [picked, pick] = useState<string | null>(station);
  return (
    <Answer to={readiness}>
      {({ stations }) => (
        <>
          <Posts all={stations} picked={picked} pick={pick} />
          {station !== null && <OfStation key={station} station={station} />}
        </>
      )}
    </Answer>
  );
}

interface PostsProps {
  readonly all: readonly Readiness[];
  readonly picked: string | null;
  readonly pick: (station: string | null) => void;
}

function Posts({ all, picked, pick }: PostsProps) {
  const { nameOf, station, dispatches } = useDistrict();
  const columns: Column<Readiness>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    { head: t("col.on_post"), cell: (each) => <OnPost of={each} />, value: onPostWords },
    { head: t("col.rostered"), cell: (each) => <Expected of={each} />, value: expectedWords },
    { head: t("col.hand_over"), cell: (each) => <Waiting of={each} />, value: waitingWords },
  ];
  if (station === null && dispatches) {
    columns.push({
      head: t("col.act"),
      cell: (each) => (
        <Button
          aria-expanded={picked === each.station}
          onClick={() => pick(picked === each.station ? null : each.station)}
        >
          {t("duty.enter")}
          <span class="unseen"> {each.station}</span>
        </Button>
      ),
    });
  }
  // What waits to be taken over comes first.
  const rows = [...all].sort((one, other) => weight(one) - weight(other) || (one.station < other.station ? -1 : 1));
  return (
    <DataTable
      caption={t("district.duty")}
      columns={columns}
      rows={rows}
      keyOf={(each) => each.station}
      empty={t("readiness.none")}
      below={(each) => (station === null && picked === each.station ? <OfStation station={each.station} /> : null)}
    />
  );
}

function weight({ hand_over: waiting }: Readiness): number {
  return waiting === null ? 2 : waiting.missed_at === null ? 1 : 0;
}

/** Nobody on post is red where the roster has somebody now; without a roster it is only not known. */
function OnPost({ of }: { readonly of: Readiness }) {
  if (of.on_post.length === 0) {
    const missing = of.rostered.length > 0;
    return (
      <span class={missing ? "late" : "state limited"}>
        {missing ? "■" : "▲"} {t("duty.nobody_said")}
      </span>
    );
  }
  return (
    <>
      {of.on_post.map(({ shift, strength, since, until }) => (
        <div key={shift}>
          {teamWords(shift, strength)}{" "}
          <span class="second digits">
            {moment(Date.parse(since))} – {until === null ? "" : moment(Date.parse(until))}
          </span>
        </div>
      ))}
    </>
  );
}

function Expected({ of }: { readonly of: Readiness }) {
  if (of.rostered.length === 0) return <span class="second">{t("duty.no_roster")}</span>;
  return (
    <>
      {of.rostered.map(({ shift, members, ends_at }) => (
        <div key={shift}>
          {teamWords(shift, members.length)}{" "}
          <span class="second digits">{t("until", { time: moment(Date.parse(ends_at)) })}</span>
        </div>
      ))}
    </>
  );
}

function Waiting({ of }: { readonly of: Readiness }) {
  if (of.hand_over === null) return <>—</>;
  if (of.hand_over.missed_at !== null) return <span class="late">■ {waitingWords(of)}</span>;
  return <>{waitingWords(of)}</>;
}

function onPostWords({ on_post }: Readiness): string {
  if (on_post.length === 0) return t("duty.nobody_said");
  return on_post.map(({ shift, strength }) => teamWords(shift, strength)).join(t("and"));
}

function expectedWords({ rostered }: Readiness): string {
  if (rostered.length === 0) return t("duty.no_roster");
  return rostered.map(({ shift, members }) => teamWords(shift, members.length)).join(t("and"));
}

function waitingWords({ hand_over: waiting }: Readiness): string {
  if (waiting === null) return "";
  const words = { shift: named("shift_name", waiting.shift), time: moment(Date.parse(waiting.due_at)) };
  return t(waiting.missed_at === null ? "duty.waiting" : "duty.overdue", words);
}

function teamWords(shift: string, count: number): string {
  return t("duty.team", { shift: named("shift_name", shift), count });
}

function OfStation({ station }: { readonly station: string }) {
  const { dispatches, station: own } = useDistrict();
  const may = dispatches || own === station;
  return (
    <div class="section">
      {may && (
        <>
          <TakeOverForm station={station} />
          <HandOverForm station={station} />
          <UnitsOnDuty station={station} />
        </>
      )}
      <RosterTable station={station} />
    </div>
  );
}
