/** One lane: its bars, the milestones as glyphs above them, and in words when the crew was to come and came. */

import { callSignWord } from "../derived/call_signs";
import { clockText } from "../derived/targets";
import { causeInShort, whyLate } from "../incidents/detail/WaterfallView";
import { unitName } from "../incidents/list/row";
import { clock } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import { type Lane, place, type RerunLane, type Span } from "./lanes";
import type { Player } from "./player";

const WIDTH = 1000;

export const MILESTONE_GLYPHS = {
  acknowledged: "◐",
  en_route: "◇",
  on_scene: "●",
  controlled: "◆",
  released: "○",
} as const;

interface RowProps {
  readonly lane: Lane;
  readonly span: Span;
  readonly player: Player;
}

export function LaneRow({ lane, span, player }: RowProps) {
  const name = unitName(player.record.endState, lane.unit);
  const { planned, took, judged } = toldOf(lane);
  const why = lane.waterfall === null ? "" : whyLate(lane.waterfall);
  return (
    <tr class={lane.incident === player.selected.value ? "" : "beside"} data-unit={lane.unit}>
      <th scope="row" title={name}>
        {callSignWord(player.record.endState, lane.unit)}
      </th>
      <td>
        <svg
          class="lane"
          viewBox={`0 0 ${WIDTH} 28`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t("lane.told", { unit: name, planned, took, judged })}
        >
          <Bars lane={lane} span={span} />
        </svg>
        <Glyphs lane={lane} span={span} />
        <Playhead span={span} player={player} />
      </td>
      <td class="digits how">
        {lane.assignedAt === null ? (
          <span class="violet">{t("lane.only_rerun")}</span>
        ) : (
          <>
            <span class="second">{planned}</span> <span>{took}</span>{" "}
            {lane.heardAt !== null && (
              <small title={t("reported_late.heard", { time: clock(lane.heardAt) })}>{t("reported_late")}</small>
            )}{" "}
            <b class={lane.judged} title={why}>
              {judged}
            </b>{" "}
            <span class="second">{lane.waterfall === null ? "" : causeInShort(lane.waterfall)}</span>
          </>
        )}
        <RerunTold lane={lane} player={player} />
      </td>
    </tr>
  );
}

function Bars({ lane, span }: { readonly lane: Lane; readonly span: Span }) {
  const { assignedAt, plannedAt, arrivedAt, endedAt, dueAt } = lane;
  const until = arrivedAt ?? endedAt ?? span.to;
  return (
    <>
      {assignedAt !== null && plannedAt !== null && (
        <Bar kind="plan" span={span} from={assignedAt} to={plannedAt} y={2} />
      )}
      {assignedAt !== null && <Bar kind="actual" span={span} from={assignedAt} to={until} y={10} />}
      {arrivedAt !== null && <Bar kind="there" span={span} from={arrivedAt} to={endedAt ?? span.to} y={10} />}
      {dueAt !== null && (
        <rect class="limit" x={x(span, dueAt)} y="0" width="2" height="19">
          <title>{t("lane.limit", { time: clock(dueAt) })}</title>
        </rect>
      )}
      {dueAt !== null && lane.judged === "late" && <Bar kind="late" span={span} from={dueAt} to={until} y={10} />}
      {lane.rerun !== null && <Again rerun={lane.rerun} span={span} />}
    </>
  );
}

function Again({ rerun, span }: { readonly rerun: RerunLane; readonly span: Span }) {
  const there = rerun.reached.find((each) => each.milestone === "on_scene")?.at ?? rerun.plannedAt ?? span.to;
  return (
    <>
      <line class="rerun" x1={x(span, rerun.assignedAt)} x2={x(span, there)} y1="24" y2="24" />
      <rect class="rerun-end" x={x(span, there) - 2} y="20" width="4" height="8" />
    </>
  );
}

interface BarProps {
  readonly kind: "plan" | "actual" | "there" | "late";
  readonly span: Span;
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function Bar({ kind, span, from, to, y }: BarProps) {
  const left = x(span, from);
  return <rect class={kind} x={left} y={y} width={Math.max(1, x(span, to) - left)} height={kind === "plan" ? 6 : 9} />;
}

/** Glyphs keep their shape where the lane is stretched: they stand above it as text, placed by the page. */
function Glyphs({ lane, span }: { readonly lane: Lane; readonly span: Span }) {
  return (
    <span class="glyphs" aria-hidden="true">
      {lane.reached.map(({ milestone, at }) => {
        const share = place(span, at);
        if (share < 0 || share > 1) return null;
        const title = t("lane.milestone", { what: wireWord("milestone", milestone), time: clock(at) });
        return (
          <i
            key={milestone}
            title={title}
            ref={(element) => void element?.style.setProperty("left", `${share * 100}%`)}
          >
            {MILESTONE_GLYPHS[milestone as keyof typeof MILESTONE_GLYPHS]}
          </i>
        );
      })}
    </span>
  );
}

/** What had not happened yet is dimmed. */
function Playhead({ span, player }: { readonly span: Span; readonly player: Player }) {
  const share = Math.min(1, Math.max(0, place(span, player.at.value)));
  return <span class="ahead" ref={(element) => void element?.style.setProperty("left", `${share * 100}%`)} />;
}

function RerunTold({ lane, player }: { readonly lane: Lane; readonly player: Player }) {
  const asked = player.whatIf.value;
  if (asked === null || lane.incident !== asked.incident) return null;
  if (lane.rerun === null) return <span class="violet"> {t("lane.rerun_none")}</span>;
  const { plannedAt, assignedAt, reached } = lane.rerun;
  const there = reached.find((each) => each.milestone === "on_scene")?.at ?? plannedAt;
  return <span class="violet"> {t("lane.rerun", { time: there === null ? "—" : clockText(there - assignedAt) })}</span>;
}

function toldOf(lane: Lane): { planned: string; took: string; judged: string } {
  const { assignedAt, plannedAt, arrivedAt, judged, lateMs } = lane;
  const since = (at: number | null) => (at === null || assignedAt === null ? "—" : clockText(at - assignedAt));
  const words = {
    kept: t("lane.kept"),
    late: t("lane.late", { time: clockText(lateMs) }),
    missed: t("lane.missed"),
    lapsed: t("lane.lapsed"),
    none: lane.dueAt === null ? t("lane.no_limit") : "",
  };
  return {
    planned: t("lane.planned", { time: since(plannedAt) }),
    took: arrivedAt === null ? t("lane.no_arrival") : t("lane.took", { time: since(arrivedAt) }),
    judged: words[judged],
  };
}

function x(span: Span, at: number): number {
  return Math.round(Math.min(1.5, Math.max(-0.5, place(span, at))) * WIDTH);
}
